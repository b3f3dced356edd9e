"""The shipped results: complete, above the course's promises, and repeatable for one seed."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from nncourse.datasets.photos import photos_available
from nncourse.results import column, read, summary, write
from nncourse.results.__main__ import EXPERIMENTS
from nncourse.results.experiment import Experiment, measure
from nncourse.results.settings import Settings

PHOTOS = Path(__file__).parents[2] / "shared" / "data" / "cats"

# One seed trained again may differ by rounding on another machine, and rounding grows in training.
# What may differ is a few examples of the test set: fewer of 10,000 digits than of 50 photographs.
REPEATED = {
    "mnist_sgd": 0.005,
    "mnist_relu": 0.005,
    "mnist_sigmoid": 0.005,
    "mnist_fast": 0.005,
    "optimizers_adamw": 0.005,
    "cats_logistic_regression_200": 0.03,
    "cats_one_hidden_layer_200": 0.04,
    "cats_four_layers_200": 0.06,
    "cats_convolutional_200": 0.06,
    "photos_four_layers": 0.12,
}


@pytest.fixture
def photographs(monkeypatch):
    """Where the photographs are, if they are anywhere."""
    if PHOTOS.is_dir():
        monkeypatch.setenv("NNCOURSE_PHOTOS", str(PHOTOS))
    if not photos_available():
        pytest.skip("the photographs may not be shipped, and are not on this machine")


@pytest.mark.parametrize("name", EXPERIMENTS)
def test_every_experiment_ships_with_three_seeds_and_its_settings(name):
    result, experiment = read(name), EXPERIMENTS[name]
    assert len({run["seed"] for run in result["runs"]}) >= 3
    assert result["question"] == experiment.question
    assert result["settings"] == json.loads(json.dumps(experiment.facts()))


@pytest.mark.parametrize("name", [n for n, e in EXPERIMENTS.items() if e.choose])
def test_the_setting_is_the_one_the_held_back_examples_chose(name):
    result = read(name)
    assert len(result["validation"]) >= 2
    best = max(result["validation"], key=lambda row: row["val_accuracy"])
    for setting in best.keys() - {"val_accuracy"}:
        assert best[setting] == result["settings"][setting]


@pytest.mark.parametrize(
    ("name", "least"),
    [
        ("mnist_sgd", 0.973),
        ("mnist_relu", 0.975),
        ("mnist_sigmoid", 0.95),
        ("mnist_fast", 0.983),
        ("photos_four_layers", 0.74),
    ],
)
def test_promised_accuracies_are_reached_on_average(name, least):
    quantity = "accuracy" if name.startswith("mnist") else "test_accuracy"
    assert column(read(name), quantity).mean() >= least


@pytest.mark.parametrize("name", REPEATED)
def test_one_seed_gives_the_shipped_result_again(name, request):
    if name.startswith("photos"):
        request.getfixturevalue("photographs")
    shipped = read(name)["runs"][0]
    again = EXPERIMENTS[name].run_with(shipped["seed"])
    for quantity in shipped.keys() & {"accuracy", "test_accuracy", "train_accuracy"}:
        assert again[quantity] == pytest.approx(shipped[quantity], abs=REPEATED[name])


def test_a_measurement_is_written_and_summed_up(tmp_path):
    experiment = Experiment(
        "coin",
        "Heads?",
        Settings(()),
        run=lambda settings, bias: {"heads": bias + settings.seed / 10},
        more={"bias": 0.4},
    )
    path = write(tmp_path / "new", measure(experiment))
    result = json.loads(path.read_text())
    assert result["settings"]["bias"] == 0.4
    np.testing.assert_allclose(column(result, "heads"), [0.4, 0.5, 0.6])
    assert summary(result, "heads") == "50.00 ± 5.77 % (3 seeds)"


def test_results_stand_below_the_nncourse_command():
    folder = Path(__file__).parents[1] / "nncourse" / "results"
    assert not [path for path in folder.glob("*.py") if "nncourse.command" in path.read_text()]


def test_the_command_names_what_it_does_not_know():
    command = [sys.executable, "-m", "nncourse.results", "no_such"]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 2
    assert "no experiment no_such; there are: mnist_sgd" in " ".join(done.stderr.split())
