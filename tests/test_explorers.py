"""The explorers: their scripts compute what the package computes, and Python moves them."""

import json

import numpy as np
import pytest

pytest.importorskip("anywidget", reason="anywidget is not installed: pip install anywidget")

import traitlets
from figures_in_node import called

from nncourse.errors import LabelError, ShapeError
from nncourse.widgets import ActivationExplorer, SoftmaxExplorer, ThresholdExplorer
from nncourse.widgets.activation import BENDS


@pytest.mark.parametrize("bend", BENDS)
def test_a_bend_and_its_slope_are_the_packages(bend):
    scores = [*np.linspace(-6, 6, 97), 0.0, -0.0, 1e-9, -1e-9, 40.0, -40.0, 1000.0, -1000.0]
    answers = called("shared/bends.js", "bendAt", *[[bend, z] for z in scores])
    for z, answer in zip(scores, answers, strict=True):
        ours = ActivationExplorer(bend, z)
        assert (answer["a"], answer["slope"]) == pytest.approx(
            (ours.value, ours.slope), 1e-12, 1e-15
        )


@pytest.mark.parametrize(("dtype", "close"), [("float64", 1e-12), ("float32", 1e-6)])
def test_shares_are_the_packages_and_overflow_where_numpys_do(dtype, close):
    rng = np.random.default_rng(0)
    rows = [rng.normal(0, 5, 3).tolist() for _ in range(50)]
    rows += [[z, 1.0, 0.0] for z in (-5.0, 3.0, 88.0, 89.0, 700.0, 709.0, 710.0, 800.0)]
    rows += [[709.5, 709.5, 0.0], [88.5, 88.5, 0.0], [-800.0, -801.0, -802.0]]
    explorers = [SoftmaxExplorer(z[0], z[1:], dtype=dtype) for z in rows]
    plain = np.array([explorer.plain_shares for explorer in explorers])
    assert np.isnan(plain).any(axis=1).sum() >= 3
    for function, ours in (
        ("plainShares", plain),
        ("shiftedShares", np.array([explorer.shares for explorer in explorers])),
    ):
        answers = called("shared/shares.js", function, *[[z, dtype] for z in rows])
        theirs = np.array([answer["shares"] for answer in answers], dtype=float)  # null is nan
        np.testing.assert_allclose(theirs, ours, close, 1e-37)


def door(m=200, threshold=0.5):
    rng = np.random.default_rng(1)
    labels = rng.integers(0, 2, m)
    return ThresholdExplorer(rng.beta(1 + labels, 2 - labels), labels, threshold)


@pytest.mark.parametrize("threshold", [0.0, 0.25, 0.5, 0.93, 1.0])
def test_counts_and_rates_are_the_packages(threshold):
    ours = door(threshold=threshold)
    (counts,) = called("shared/door.js", "countsAt", [threshold, ours.probabilities, ours.labels])
    (rates,) = called("shared/door.js", "ratesOf", [counts])
    counts["false_alarms"] = counts.pop("falseAlarms")
    assert {"threshold": threshold, **counts, **rates} == ours.numbers()


def test_the_histogram_is_numpys():
    probabilities, labels = [0.0, 0.05, 0.051, 0.5, 0.99, 1.0], [1, 1, 0, 1, 1, 1]
    counts, _ = np.histogram([0.0, 0.05, 0.5, 0.99, 1.0], bins=20, range=(0, 1))
    assert called("shared/door.js", "binned", [probabilities, labels, 1, 20]) == [counts.tolist()]


def test_python_moves_an_explorer_and_reads_what_it_shows():
    bend = ActivationExplorer("sigmoid", z=0.0)
    assert (bend.value, bend.slope) == (0.5, 0.25)
    bend.bend, bend.z = "leaky_relu", -2.0
    assert (bend.value, bend.slope) == (-0.02, 0.01)

    birds = SoftmaxExplorer(3.0)
    birds.score = 710.0
    assert np.isnan(birds.plain_shares[0])
    assert birds.shares.tolist()[0] == 1.0

    cats = door(threshold=0.0)
    assert cats.recall == 1.0
    cats.threshold = 1.0
    assert (cats.precision, cats.recall) == (0.0, 0.0)
    assert cats.counts["hits"] == cats.counts["false_alarms"] == 0


def test_what_is_no_bend_or_dtype_is_refused():
    with pytest.raises(traitlets.TraitError, match="softplus"):
        ActivationExplorer("softplus")
    with pytest.raises(traitlets.TraitError, match="float16"):
        SoftmaxExplorer(dtype="float16")


def test_probabilities_and_labels_that_do_not_fit_are_refused():
    with pytest.raises(ShapeError):
        ThresholdExplorer(np.array([0.5, 0.6]), np.array([1]))
    with pytest.raises(LabelError):
        ThresholdExplorer(np.array([0.5, 0.6]), np.array([1, 2]))


def test_rounding_for_the_page_moves_no_decision_of_a_network():
    half = np.float32(0.5)
    near = np.array([np.nextafter(half, half - 1), half, np.nextafter(half, half + 1)])
    assert ThresholdExplorer(near, np.array([0, 0, 1])).let_in.tolist() == [0, 0, 1]


EXPLORERS = [ActivationExplorer("tanh", 1.5), SoftmaxExplorer(710.0), door()]


@pytest.mark.parametrize("explorer", EXPLORERS, ids=lambda explorer: explorer.figure)
def test_a_page_gets_values_that_json_can_say(explorer):
    assert json.loads(json.dumps(explorer.state(), allow_nan=False)) == explorer.state()


def test_still_pictures_say_the_same_numbers():
    said = {
        explorer.figure: [ax.get_title() for ax in explorer.still().axes]
        + [text.get_text() for ax in explorer.still().axes for text in ax.texts]
        for explorer in EXPLORERS
    }
    assert said["activation"] == ["value 0.905", "slope 0.181"]
    assert said["softmax"] == [
        "plain",
        "shifted",
        "nan",
        "0.000",
        "0.000",
        "1.000",
        "0.000",
        "0.000",
    ]
    cats = EXPLORERS[-1]
    assert said["threshold"] == ["", f"precision {cats.precision:.1%}, recall {cats.recall:.1%}"]
