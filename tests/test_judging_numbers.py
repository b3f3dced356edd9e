"""Which kind of number an answer gives, and which numbers it makes on the way."""

import numpy as np
import pytest

from nncourse import exercises
from nncourse.checking import judge, running
from nncourse.checking.comparing import flattened
from nncourse.checking.judging import default_seed, right_outcomes


@pytest.fixture(autouse=True)
def no_rehearsal(monkeypatch):
    """None of these answers crashes: no copy is made for each."""
    monkeypatch.setattr(running, "rehearse", lambda work, seconds: None)


def is_whole(value):
    return type(value) is int or getattr(value, "dtype", None) == np.int64


def gives_whole_numbers(exercise):
    _, outcomes = right_outcomes(exercise, default_seed(exercise))
    return all(is_whole(value) for value in flattened([outcome.value for outcome in outcomes]))


WHOLE = [exercise for exercise in exercises.catalogue() if gives_whole_numbers(exercise)]


def test_the_stubs_that_promise_whole_numbers_are_among_them():
    promised = {
        exercise.id
        for exercise in exercises.catalogue()
        if "whole number" in exercise.contract.partition("Returns")[2]
    }
    assert promised == {"basics.count_parameters", "cats.predict_binary", "mnist.confusion_matrix"}
    assert promised <= {exercise.id for exercise in WHOLE}


@pytest.mark.parametrize("exercise", WHOLE, ids=lambda exercise: exercise.id)
def test_whole_numbers_that_come_back_as_floats_get_a_note(exercise):
    verdict = judge(exercise, lambda *given: exercise.reference(*given) * 1.0)
    assert verdict.passed
    assert "A note: on " in verdict.message
    assert "float" in verdict.message
    assert "float" not in judge(exercise, exercise.reference).message
