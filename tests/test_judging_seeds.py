"""Wrong answers are rejected whatever the hidden inputs: what matters is never left to chance."""

from functools import partial

import numpy as np
import pytest

from nncourse import exercises
from nncourse.checking import judge
from nncourse.checking.diagnosis import Diagnosis
from nncourse.checking.judging import known_outcomes, right_outcomes
from nncourse.checking.running import Run
from nncourse.exercises.form import Mistake

SEEDS = range(100, 120)


pytestmark = pytest.mark.usefixtures("no_rehearsal")


@pytest.mark.parametrize("exercise", exercises.catalogue(), ids=lambda e: e.id)
def test_known_mistakes_are_rejected_and_named_with_every_seed(exercise):
    """From the outcomes, which are there anyway: an answer would only be run once more."""
    for seed in SEEDS:
        probes, right = right_outcomes(exercise, seed)
        bank = partial(known_outcomes, exercise, seed)
        for known, outcomes in bank():
            diagnosis = Diagnosis(exercise, probes, right, Run(tuple(outcomes)), bank)
            wrong = [i for i in range(len(probes)) if not diagnosis.is_right(i)]
            assert wrong, f"{known.id} passes with seed {seed}"
            found = diagnosis.known_mistake() if isinstance(known, Mistake) else known
            assert found is known, f"{known.id} is taken for another with seed {seed}"


def shifted_by(shift):
    """Softmax, with another number subtracted from each row."""

    def softmax(Z):
        E = np.exp(Z - shift(Z))
        return E / E.sum(axis=1, keepdims=True)

    return softmax


def backward_by(shift):
    """The gradient, by way of such a softmax."""
    return lambda Z, Y: (shifted_by(shift)(Z) - Y) / len(Z)


SHIFTS = {
    "mean": lambda Z: Z.mean(axis=1, keepdims=True),
    "median": lambda Z: np.median(Z, axis=1, keepdims=True),
    "midrange": lambda Z: (Z.max(axis=1, keepdims=True) + Z.min(axis=1, keepdims=True)) / 2,
    "first": lambda Z: Z[:, :1],
    "middle": lambda Z: Z[:, Z.shape[1] // 2][:, None],
    "last": lambda Z: Z[:, -1:],
    "largest size": lambda Z: np.abs(Z).max(axis=1, keepdims=True),
    "a thousand": lambda Z: 1000.0,
    "700 from the mean": lambda Z: np.maximum(SHIFTS["mean"](Z), Z - 700),
}


@pytest.mark.parametrize("name", SHIFTS)
@pytest.mark.parametrize("seed", [None, *range(8)])
def test_only_the_maximum_shifts_a_row_safely(name, seed):
    verdict = judge("forward.softmax", shifted_by(SHIFTS[name]), seed=seed)
    assert not verdict.passed
    assert verdict.mistake == ("shifted_by_mean" if name == "mean" else None)
    id = "backprop.softmax_cross_entropy_backward"
    assert not judge(id, backward_by(SHIFTS[name]), seed=seed).passed


REPAIRED = {
    "the logarithms": lambda P, Y: (
        -np.mean(Y * np.nan_to_num(np.log(P)) + (1 - Y) * np.nan_to_num(np.log(1 - P)))
    ),
    "the products": lambda P, Y: (
        -np.mean(np.nan_to_num(Y * np.log(P)) + np.nan_to_num((1 - Y) * np.log(1 - P)))
    ),
    "the sum": lambda P, Y: np.mean(np.nan_to_num(-Y * np.log(P) - (1 - Y) * np.log(1 - P))),
    "the mean": lambda P, Y: np.nan_to_num(np.mean(-Y * np.log(P) - (1 - Y) * np.log(1 - P))),
    "by a million": lambda P, Y: (
        -np.mean(Y * np.maximum(np.log(P), -1e6) + (1 - Y) * np.maximum(np.log(1 - P), -1e6))
    ),
    "by infinity": lambda P, Y: np.mean(-np.log(np.where(Y == 1, P, 1 - P))),
}


@pytest.mark.parametrize("name", REPAIRED)
@pytest.mark.parametrize("seed", [None, *range(8)])
def test_a_loss_that_no_tiny_number_gives_is_rejected(name, seed):
    verdict = judge("forward.binary_cross_entropy", REPAIRED[name], seed=seed)
    assert not verdict.passed
    if name in ("the logarithms", "the products"):
        assert verdict.mistake == "infinity_replaced"


def test_the_same_of_the_cross_entropy():
    def repaired(P, Y):
        return np.nan_to_num(-(Y * np.log(P)).sum(axis=1)).mean()

    assert not judge("forward.cross_entropy", repaired).passed


@pytest.mark.parametrize("tiny", [5e-324, 1e-300, 1e-100, 1e-12, 1e-9])
def test_any_tiny_number_will_do(tiny):
    def binary_cross_entropy(P, Y):
        return -np.mean(Y * np.log(P + (P == 0) * tiny) + (1 - Y) * np.log(1 - P + (P == 1) * tiny))

    def cross_entropy(P, Y):
        return -np.mean(np.sum(Y * np.log(np.where(P == 0, tiny, P)), axis=1))

    assert judge("forward.binary_cross_entropy", binary_cross_entropy).passed
    assert judge("forward.cross_entropy", cross_entropy).passed


def least_by_clipping(P, Y):
    """As PyTorch does it: no logarithm is below -100."""
    logs = np.maximum(np.log(P), -100), np.maximum(np.log(1 - P), -100)
    return -np.mean(Y * logs[0] + (1 - Y) * logs[1])


def test_logarithms_clipped_as_in_pytorch_pass():
    assert judge("forward.binary_cross_entropy", least_by_clipping).passed
