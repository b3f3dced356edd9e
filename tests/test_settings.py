"""Settings: one description, from which networks, optimizers and schedules are made."""

import numpy as np
import pytest

from nncourse.command import choices
from nncourse.layers import Dense
from nncourse.losses import SoftmaxCrossEntropy
from nncourse.results.settings import OPTIMIZERS, SCHEDULES, Settings


@pytest.mark.parametrize(
    "changes",
    [
        {"activation": "step"},
        {"optimizer": "newton"},
        {"schedule": "up"},
        {"learning_rate": 0.0},
        {"learning_rate": float("nan")},
    ],
)
def test_settings_out_of_range(changes):
    with pytest.raises(ValueError, match=r"choose one of|learning rate"):
        Settings(hidden=(), **changes)


def weights(rng, settings):
    """The weights of the layers of a network with 6 inputs and 2 scores."""
    layers = settings.new_network(6, 2, rng).layers
    return [layer.params["W"] for layer in layers if isinstance(layer, Dense)]


@pytest.mark.parametrize(
    ("choices", "init"),
    [
        ({"activation": "relu"}, "he"),
        ({"activation": "leaky_relu"}, "he"),
        ({"activation": "tanh"}, "xavier"),
        ({"activation": "sigmoid"}, "xavier"),
        ({"activation": "relu", "init": "uniform"}, "uniform"),
    ],
)
def test_the_hidden_layers_begin_with_weights_that_suit_them(choices, init):
    first, last = weights(np.random.default_rng(0), Settings((50,), **choices))
    rng = np.random.default_rng(0)
    np.testing.assert_array_equal(first, Dense(6, 50, init, rng=rng).params["W"])
    np.testing.assert_array_equal(last, Dense(50, 2, rng=rng).params["W"])


def test_the_schedules_end_where_they_should():
    ends = {
        name: Settings((), learning_rate=0.5, schedule=name, epochs=4).new_schedule()(4)
        for name in SCHEDULES
    }
    assert ends.pop("constant") == 0.5
    assert ends.pop("one-cycle") == pytest.approx(0.5 / 250_000)
    assert list(ends.values()) == pytest.approx([0, 0], abs=1e-9)


@pytest.mark.parametrize("epochs", [1, 2, 30])
@pytest.mark.parametrize("name", choices.SCHEDULES)
def test_the_commands_schedules_reach_the_rate_and_no_more_whatever_the_epochs(name, epochs):
    schedule = Settings((), learning_rate=0.5, schedule=name, epochs=epochs).new_schedule()
    rates = [schedule(gone) for gone in np.linspace(0, epochs, 501)]
    assert max(rates) == pytest.approx(0.5, rel=1e-3)
    assert min(rates) >= 0


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_an_optimizer_is_new_each_time(name):
    settings = Settings((), optimizer=name, learning_rate=0.02)
    first, second = settings.new_optimizer(), settings.new_optimizer()
    assert first is not second
    assert first.learning_rate == second.learning_rate == 0.02


def test_training_follows_the_settings():
    settings = Settings((4,), schedule="cosine", batch_size=5, epochs=3, l2=0.1)
    rng = np.random.default_rng(0)
    X, y = rng.normal(size=(20, 6)).astype(np.float32), np.arange(20) % 2
    network, loss = settings.new_network(6, 2, rng), SoftmaxCrossEntropy()
    history = settings.train(network, X, y, loss=loss, rng=rng, progress=False)
    rates = [settings.new_schedule()(epoch) for epoch in range(3)]
    assert history.column("learning_rate") == rates


def test_notes_are_those_of_every_earlier_file():
    notes = Settings((3,)).as_notes()
    assert list(notes) == [
        "hidden", "activation", "optimizer", "learning_rate", "schedule", "batch_size", "epochs",
        "l2", "seed", "examples",
    ]  # fmt: skip
    assert Settings((3,), init="uniform").as_notes() == {**notes, "init": "uniform"}
