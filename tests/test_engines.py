"""The course's examples, learned with gradients by autograd: `nncourse train NAME --engine ...`."""

from dataclasses import replace

import numpy as np
import pytest

from nncourse.autograd.steps import AutogradStep
from nncourse.command.inspect import inspect
from nncourse.command.reports import write_report
from nncourse.command.runs import Run, prepare, save_run, train
from nncourse.results.examples import as_rows
from nncourse.results.recipes import RECIPES
from nncourse.results.settings import ENGINES, Settings
from nncourse.saving.serialization import load_model
from nncourse.training import evaluate


def trained(name: str, **choices) -> Run:
    """A recipe followed to its end with autograd."""
    recipe = RECIPES[name]
    return train(prepare(recipe, replace(recipe.settings, engine="autograd", **choices)))


def measured(run: Run) -> tuple[float, float]:
    """Loss and accuracy on examples that no training sees."""
    raw, y = run.recipe.unseen()
    return evaluate(run.network, run.recipe.loss(), as_rows(raw, run.standardizer), y)


def test_the_line_is_found_within_one_percent():
    run = trained("linear")
    assert (run.settings.learning_rate, run.settings.epochs) == (0.05, 200)
    slope, intercept = (p.item() for p in run.network.params.values())
    assert slope == pytest.approx(2, rel=0.01)
    assert intercept == pytest.approx(1, rel=0.01)


@pytest.mark.parametrize("seed", range(50))
def test_xor_is_learned_from_every_seed(seed):
    run = trained("xor", seed=seed)
    assert run.settings.hidden == (8,)
    loss, accuracy = evaluate(run.network, run.recipe.loss(), run.X, run.y)
    assert accuracy == 1
    assert loss < 0.01


@pytest.mark.parametrize("seed", range(3))
def test_the_spiral_is_learned_from_its_raw_coordinates(seed):
    run = trained("spiral", seed=seed)
    assert run.settings.epochs == 500
    assert run.X.shape[1] == 2
    assert measured(run)[1] >= 0.99


def test_digits_are_learned_by_784_128_10():
    run = trained("mnist", hidden=(128,), epochs=2)
    assert run.network.n_parameters == 784 * 128 + 128 + 128 * 10 + 10
    assert measured(run)[1] > 0.94


@pytest.mark.parametrize("name", ["linear", "xor", "spiral"])
def test_the_engines_take_the_same_steps(name):
    by_autograd = trained(name, epochs=3)
    recipe = RECIPES[name]
    by_hand = train(prepare(recipe, replace(recipe.settings, epochs=3)))
    for p, q in zip(
        by_autograd.network.params.values(), by_hand.network.params.values(), strict=True
    ):
        np.testing.assert_allclose(p, q, rtol=1e-4, atol=1e-5)


def test_a_run_tells_which_engine_it_used(tmp_path, capsys):
    run = trained("spiral", epochs=2)
    save_run(tmp_path / "m", run)
    assert load_model(tmp_path / "m").notes["settings"]["engine"] == "autograd"
    inspect(tmp_path / "m")
    assert "seed 0, gradients by autograd\n" in capsys.readouterr().out
    write_report(tmp_path / "r.md", run)
    assert "| gradients | by autograd |" in (tmp_path / "r.md").read_text()


def test_it_is_autograd_that_trains(monkeypatch):
    taken = []
    step = AutogradStep.__call__
    monkeypatch.setattr(
        AutogradStep, "__call__", lambda self, X, y: taken.append(len(X)) or step(self, X, y)
    )
    trained("xor", epochs=3)
    assert taken == [4, 4, 4]


def test_an_engine_that_does_not_exist():
    with pytest.raises(ValueError, match=f"'magic'; choose one of {', '.join(ENGINES)}"):
        Settings((), engine="magic")
