"""Training: fair batches, exact losses, stopping, schedules, and what is done with bad input."""

import csv

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nncourse import schedules
from nncourse.batches import minibatches
from nncourse.datasets import linear, xor
from nncourse.errors import DataError, LabelError, ShapeError
from nncourse.history import History
from nncourse.losses import MSE, BinaryCrossEntropy, SoftmaxCrossEntropy
from nncourse.network import Sequential
from nncourse.optimizers import SGD, Adam
from nncourse.steps import train_step
from nncourse.stopping import EarlyStopping
from nncourse.training import DivergedError, descend, evaluate, fit, train_epoch


def small(seed=0, n_in=2, n_out=1):
    return Sequential(rng=np.random.default_rng(seed)).input(n_in).dense(8).tanh().dense(n_out)


@given(st.integers(1, 30), st.integers(1, 40), st.integers(0, 1000))
def test_every_example_is_dealt_once_beside_its_target(m, batch_size, seed):
    X, y = np.arange(m), 10 * np.arange(m)
    batches = list(minibatches(X, y, batch_size, np.random.default_rng(seed)))
    dealt = np.concatenate([X for X, _ in batches])
    assert sorted(dealt) == list(range(m))
    np.testing.assert_array_equal(10 * dealt, np.concatenate([y for _, y in batches]))
    assert all(len(X) == batch_size for X, _ in batches[:-1])


def test_batches_are_mixed_anew_each_time_and_leave_the_data_alone(rng):
    X, y = np.arange(100), np.arange(100)
    first, second = (
        [frozenset(X.tolist()) for X, _ in minibatches(X, y, 10, rng)] for _ in range(2)
    )
    assert set(first) != set(second)
    np.testing.assert_array_equal(X, np.arange(100))


def test_epoch_loss_counts_a_ragged_batch_by_its_size(rng):
    network = Sequential().input(1).dense(1, init="zeros")
    X, y = np.zeros((5, 1)), np.array([[0.0], [0.0], [0.0], [0.0], [5.0]])
    mean = train_epoch(network, MSE(), SGD(1e-12), X, y, 4, rng)
    assert mean == pytest.approx(np.mean(y**2))


def test_a_step_with_l2_is_a_step_on_the_priced_loss():
    X, y, l2 = np.zeros((3, 2)), np.zeros((3, 1)), 0.5
    network = small()
    W, b = network.params["0.W"].copy(), network.params["0.b"].copy()
    value = train_step(network, MSE(), SGD(0.1), X, y, l2=l2)
    weights = [p for name, p in small().params.items() if name.endswith("W")]
    assert value == pytest.approx(l2 / 2 * sum((w**2).sum() for w in weights), rel=1e-5)
    np.testing.assert_allclose(network.params["0.W"], W - 0.1 * l2 * W, rtol=1e-5)
    np.testing.assert_array_equal(network.params["0.b"], b)


@pytest.mark.parametrize("seed", range(3))
def test_eight_hidden_neurons_solve_xor(seed):
    X, y = xor()
    rng = np.random.default_rng(seed)
    network = Sequential(rng=rng).input(2).dense(8).tanh().dense(1)
    loss = BinaryCrossEntropy()
    fit(network, X, y, loss=loss, optimizer=SGD(0.5), epochs=500, batch_size=4, rng=rng,
        progress=False)  # fmt: skip
    assert evaluate(network, loss, X, y)[1] == 1.0


def test_the_line_is_found_within_one_percent(rng):
    X, y = linear(200, rng, slope=2.0, intercept=1.0, noise=0.01)
    network = Sequential(rng=rng).input(1).dense(1)
    fit(network, X, y, loss=MSE(), optimizer=SGD(0.1), epochs=200, batch_size=200, rng=rng,
        progress=False)  # fmt: skip
    assert network.params["0.W"].item() == pytest.approx(2.0, rel=0.01)
    assert network.params["0.b"].item() == pytest.approx(1.0, rel=0.01)


def run(seed=0, **settings):
    rng = np.random.default_rng(seed)
    X, y = rng.standard_normal((50, 2)), rng.integers(0, 2, 50)
    network = small(seed)
    options = {"epochs": 5, "batch_size": 16, "validation": (X[:20], y[:20]), "progress": False}
    history = fit(
        network,
        X,
        y,
        loss=BinaryCrossEntropy(),
        optimizer=Adam(0.01),
        rng=rng,
        **{**options, **settings},
    )
    return network, history


def test_the_same_seed_trains_the_same_network():
    first, second = run()[0], run()[0]
    for name, p in first.params.items():
        np.testing.assert_array_equal(p, second.params[name])


def test_a_schedule_is_asked_before_every_batch():
    asked = []

    def schedule(gone):
        asked.append(gone)
        return 0.01

    run(schedule=schedule, epochs=2, batch_size=20)  # 50 examples: three batches an epoch
    assert asked == pytest.approx([0, 1 / 3, 2 / 3, 1, 4 / 3, 5 / 3])


def test_history_records_every_epoch():
    _, history = run(schedule=schedules.step_decay(0.1, 0.5, every=1))
    assert history.column("epoch") == [1, 2, 3, 4, 5]
    assert history.column("learning_rate") == [0.1, 0.05, 0.025, 0.0125, 0.00625]
    assert set(history.epochs[0]) == {
        "epoch", "learning_rate", "train_loss", "train_accuracy", "val_loss", "val_accuracy",
        "seconds",
    }  # fmt: skip


def test_a_loss_without_decisions_reports_no_accuracy(rng):
    X, y = linear(20, rng)
    network = Sequential(rng=rng).input(1).dense(1)
    history = fit(network, X, y, loss=MSE(), optimizer=SGD(0.1), epochs=1, rng=rng,
                  validation=(X, y), progress=False)  # fmt: skip
    assert "val_loss" in history.epochs[0]
    assert "val_accuracy" not in history.epochs[0]
    assert evaluate(network, MSE(), X, y)[1] is None


def test_early_stopping_ends_and_goes_back_to_the_best():
    network, history = run(
        epochs=500, schedule=schedules.constant(0.05), early_stopping=EarlyStopping(3)
    )
    losses = history.column("val_loss")
    assert len(history) < 500
    assert losses.index(min(losses)) == len(losses) - 1 - 3
    rng = np.random.default_rng(0)
    X, y = rng.standard_normal((50, 2)), rng.integers(0, 2, 50)
    value, _ = evaluate(network, BinaryCrossEntropy(), X[:20], y[:20])
    assert value == pytest.approx(min(losses), rel=1e-5)


def test_augmentation_changes_what_the_network_sees(rng):
    seen = []

    def augment(X, rng):
        seen.append(len(X))
        return X + 1

    X, y = np.zeros((10, 2)), np.zeros((10, 1))
    network = Sequential().input(2).dense(1, init="zeros")
    fit(network, X, y + 1, loss=MSE(), optimizer=SGD(0.1), epochs=1, batch_size=4, rng=rng,
        augment=augment, progress=False)  # fmt: skip
    assert seen == [4, 4, 2]
    assert (network.params["0.W"] != 0).all()


def test_divergence_is_said_and_not_trained_on(rng):
    X, y = 100 * rng.standard_normal((20, 2)), rng.standard_normal((20, 1))
    with np.errstate(over="ignore", invalid="ignore"):
        with pytest.raises(DivergedError, match="ten times smaller than 10"):
            fit(small(), X, y, loss=MSE(), optimizer=SGD(10.0), epochs=200, rng=rng, progress=False)


GOOD_X, GOOD_y = np.zeros((4, 2)), np.array([0, 1, 0, 1])
NAN_X = np.array([[0.0, 1.0], [np.nan, 0.0], [0.0, 0.0], [0.0, np.inf]])


@pytest.mark.parametrize(
    ("X", "y", "extra", "error", "words"),
    [
        (NAN_X, GOOD_y, {}, DataError, r"2 of 8 values are NaN.*\(1, 0\)"),
        (GOOD_X, GOOD_y[:3], {}, ShapeError, "4 examples and 3 targets"),
        (GOOD_X[:0], GOOD_y[:0], {}, ShapeError, "at least one"),
        (np.zeros((4, 3)), GOOD_y, {}, ShapeError, r"\(4, 3\)"),
        (GOOD_X, np.array([0, 1, 2, 5]), {}, LabelError, "0 to 5: expected 0 to 2"),
        (GOOD_X, GOOD_y, {"validation": (NAN_X, GOOD_y)}, DataError, "NaN"),
        (GOOD_X, GOOD_y, {"early_stopping": EarlyStopping(2)}, DataError, "validation"),
        (GOOD_X, GOOD_y, {"resume": True}, ValueError, "checkpoint"),
        (GOOD_X, GOOD_y, {"batch_size": 0}, ValueError, "batch_size=0"),
    ],
)
def test_bad_input_is_named_and_leaves_the_network_alone(X, y, extra, error, words, rng):
    network = small(n_out=3)
    before = {name: p.copy() for name, p in network.params.items()}
    with pytest.raises(error, match=words):
        fit(network, X, y, loss=SoftmaxCrossEntropy(), optimizer=SGD(0.1), epochs=1, rng=rng,
            progress=False, **extra)  # fmt: skip
    for name, p in network.params.items():
        np.testing.assert_array_equal(p, before[name])


def test_schedules_keep_their_promises():
    assert schedules.cosine(0.4, epochs=10, final=0.1)(10) == pytest.approx(0.1)
    falling = [schedules.cosine(0.4, epochs=10)(epoch) for epoch in range(11)]
    assert falling == sorted(falling, reverse=True)
    assert [schedules.linear(0.4, epochs=2)(e) for e in (0, 0.5, 1, 2, 3)] == pytest.approx(
        [0.4, 0.3, 0.2, 0, 0]
    )
    climbing = schedules.warmup(schedules.exponential_decay(1.0, 0.5), epochs=3)
    assert [climbing(e) for e in range(6)] == pytest.approx([0, 1 / 3, 2 / 3, 1, 0.5, 0.25])


@pytest.mark.parametrize("settings", [{"patience": 0}, {"patience": 1, "min_delta": -1.0}])
def test_early_stopping_refuses_settings_without_meaning(settings):
    with pytest.raises(ValueError, match="expected patience"):
        EarlyStopping(**settings)


@pytest.mark.parametrize(
    ("loss", "n_out", "owned"),
    [(SoftmaxCrossEntropy(), 3, "Softmax"), (BinaryCrossEntropy(), 1, "Sigmoid")],
)
def test_a_network_does_not_end_in_what_its_loss_owns(loss, n_out, owned, rng):
    """Twice softmax is still a loss that falls, slowly, and no number on the way is impossible."""
    X, y = rng.normal(size=(6, 2)), np.arange(6) % max(n_out, 2)
    network = getattr(small(n_out=n_out), owned.lower())()
    words = f"leave the last layer out: {type(loss).__name__} has its own {owned}"
    with pytest.raises(ValueError, match=words):
        fit(network, X, y, loss=loss, optimizer=SGD(0.1), epochs=1, rng=rng, progress=False)
    with pytest.raises(ValueError, match=words):
        descend(network, loss, SGD(0.1), X, y, 1, progress=False)


@pytest.mark.parametrize("bend", ["sigmoid", "softmax", "relu"])
def test_a_network_for_numbers_may_end_in_any_layer(bend, rng):
    network = getattr(small(n_out=3), bend)()
    X, Y = rng.normal(size=(6, 2)), rng.random((6, 3))
    fit(network, X, Y, loss=MSE(), optimizer=SGD(0.1), epochs=1, rng=rng, progress=False)


def test_within_the_network_a_sigmoid_is_free(rng):
    network = small(n_out=3).sigmoid().dense(1)
    X, y = rng.normal(size=(6, 2)), np.arange(6) % 2
    fit(network, X, y, loss=BinaryCrossEntropy(), optimizer=SGD(0.1), epochs=1, rng=rng,
        progress=False)  # fmt: skip


def test_the_history_keeps_the_training_accuracy_of_a_classifier(rng):
    """That of the weights that the epoch ended with, on every third of the training examples."""
    X, y = rng.normal(size=(30, 2)), np.arange(30) % 3
    X[:, 0] += y
    network, loss = small(n_out=3), SoftmaxCrossEntropy()
    history = fit(network, X, y, loss=loss, optimizer=SGD(0.5), epochs=4, rng=rng, batch_size=8,
                  validation=(X[:10] + 1, y[:10]), progress=False)  # fmt: skip
    _, right = evaluate(network, loss, X[::3], y[::3])
    assert history.column("train_accuracy")[-1] == right
    assert all(0 <= share <= 1 for share in history.column("train_accuracy"))


def test_the_training_accuracy_is_of_examples_from_everywhere(rng):
    """Examples that lie class by class: the first ones would be of one class only."""
    X, y = np.repeat(np.eye(2), 20, axis=0), np.repeat([0, 1], 20)
    network = small(n_out=2)
    for p in network.params.values():
        p[...] = 0  # always answers class 0
    history = fit(network, X, y, loss=SoftmaxCrossEntropy(), optimizer=SGD(1e-30), epochs=1,
                  rng=rng, validation=(X[:10], y[:10]), progress=False)  # fmt: skip
    assert history.column("train_accuracy") == [0.5]


def test_the_training_accuracy_changes_nothing_and_is_for_classifiers_with_validation(rng):
    X, y = rng.normal(size=(12, 2)), np.arange(12) % 2

    def run(loss, **more):
        network = small()
        history = fit(network, X, y, loss=loss, optimizer=SGD(0.1), epochs=2, batch_size=4,
                      rng=np.random.default_rng(0), progress=False, **more)  # fmt: skip
        return network, history

    plain, without = run(BinaryCrossEntropy())
    watched, with_it = run(BinaryCrossEntropy(), validation=(X, y))
    _, numbers = run(MSE(), validation=(X, y))
    assert "train_accuracy" in with_it.names()
    assert "train_accuracy" not in without.names() + numbers.names()
    assert without.column("train_loss") == with_it.column("train_loss")
    for name, p in plain.params.items():
        np.testing.assert_array_equal(p, watched.params[name])


def test_a_history_whose_epochs_were_not_measured_alike(tmp_path):
    """As after a checkpoint from before the training accuracy was kept."""
    old, new = {"epoch": 1, "train_loss": 0.5}, {"epoch": 2, "train_accuracy": 0.75}
    for records in ([old, new], [new, old]):
        history = History(records)
        assert set(history.names()) == {"epoch", "train_loss", "train_accuracy"}
        assert np.isnan(history.column("train_loss")).sum() == 1
        assert {len(row.split("|")) for row in history.to_markdown().splitlines()} == {5}
        history.to_csv(tmp_path / "h.csv")
        with open(tmp_path / "h.csv", newline="") as file:
            rows = list(csv.DictReader(file))
        assert [row["epoch"] for row in rows] == [str(record["epoch"]) for record in records]
        assert sorted(row["train_accuracy"] for row in rows) == ["", "0.75"]
