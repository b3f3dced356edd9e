"""Which kind of number an answer gives, and which numbers it makes on the way."""

import inspect
import time
import warnings

import numpy as np
import pytest
from alternatives import ANSWERS

from nncourse import exercises
from nncourse.checking import judge, running
from nncourse.checking.comparing import flattened
from nncourse.checking.judging import default_seed, known_outcomes, right_outcomes
from nncourse.checking.recording import recorded

pytestmark = pytest.mark.usefixtures("no_rehearsal")


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


# Overflow, told by NumPy or not.


def with_errstate(Z):
    with np.errstate(all="ignore"):
        return 1 / (1 + np.exp(-Z))


def with_a_filter(Z):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return 1 / (1 + np.exp(-Z))


def in_both_branches(Z):
    with np.errstate(over="ignore", invalid="ignore"):
        return np.where(Z >= 0, 1 / (1 + np.exp(-Z)), np.exp(Z) / (1 + np.exp(Z)))


def into_an_array(Z):
    E = np.empty_like(Z)
    with np.errstate(over="ignore"):
        np.exp(-Z, out=E)
    E += 1
    return 1 / E


def after_where(Z):
    with np.errstate(over="ignore"):
        return 1 / (1 + np.exp(np.where(True, -Z, 0)))


def by_powers(Z):
    with np.errstate(over="ignore"):
        return 1 / (1 + np.power(np.e, -Z))


STABLE = [exercise for exercise in exercises.catalogue() if exercise.stable]
SILENCED = [with_errstate, with_a_filter, in_both_branches, into_an_array, after_where, by_powers]
FLAGS = pytest.mark.parametrize("flags", [True, False], ids=["flags", "no flags"])


@pytest.fixture
def browser(flags, monkeypatch):
    """With NumPy's warnings; or as in a browser, without, for every run of an answer."""
    right_outcomes.cache_clear()
    known_outcomes.cache_clear()
    if not flags:
        monkeypatch.setattr(running, "numeric_warning", lambda said: "")
    yield
    right_outcomes.cache_clear()
    known_outcomes.cache_clear()


@FLAGS
@pytest.mark.parametrize("answer", SILENCED, ids=lambda answer: answer.__name__)
def test_an_overflow_counts_whether_it_is_told_or_not(answer, browser):
    verdict = judge("forward.sigmoid", answer)
    assert (verdict.passed, verdict.mistake, verdict.kind) == (False, "overflows", "overflow")


@FLAGS
@pytest.mark.parametrize("exercise", STABLE, ids=lambda exercise: exercise.id)
def test_the_verdicts_are_those_of_a_browser(exercise, browser):
    for answer in (exercise.reference, *ANSWERS[exercise.id]):
        assert judge(exercise, answer).passed, inspect.getsource(answer)
    for mistake in exercise.mistakes:
        verdict = judge(exercise, mistake.answer)
        assert (verdict.passed, verdict.mistake) == (False, mistake.id)


@FLAGS
def test_an_unknown_overflow_is_told_where_it_happens(browser):
    def softmax(Z):
        with np.errstate(over="ignore"):
            return 1 / np.exp(Z[:, None, :] - Z[:, :, None]).sum(axis=2)

    verdict = judge("forward.softmax", softmax)
    assert verdict.kind == "overflow"
    assert "on scores of 1000, without a warning: overflow encountered in exp." in verdict.message


def test_the_second_run_leaves_no_trace():
    calls = []

    def sigmoid(Z):
        calls.append(type(Z))
        print(len(calls))
        if type(Z) is not np.ndarray:
            raise TypeError("plain arrays only")
        E = np.exp(-np.abs(Z))
        return np.where(Z >= 0, 1, E) / (1 + E)

    verdict = judge("forward.sigmoid", sigmoid)
    number = len(list(exercises.find("forward.sigmoid").draw(0)))
    assert verdict.passed
    assert verdict.printed.split() == [str(i + 1) for i in range(number)]
    assert calls[:number] == [np.ndarray] * number


def test_a_slow_answer_has_its_time_for_the_first_run():
    def sigmoid(Z):
        time.sleep(0.02 if type(Z) is np.ndarray else 10)
        E = np.exp(-np.abs(Z))
        return np.where(Z >= 0, 1, E) / (1 + E)

    assert judge("forward.sigmoid", sigmoid, seconds=0.5).passed


def test_arrays_that_record_compute_as_others_do():
    notes = []
    Z = recorded(np.array([[1.0, -1000.0], [3.0, 2.0]]), notes)
    assert np.array_equal(Z @ Z.T, np.asarray(Z) @ np.asarray(Z).T)
    assert type(Z.sum()) is np.float64
    Z -= Z.max(axis=1, keepdims=True)
    np.add.at(Z, (0, 0), 1.0)
    assert Z[0, 0] == 1.0
    assert np.exp(-Z, where=Z > 0, out=np.zeros_like(Z)).max() < 1
    assert np.log(np.full_like(Z, np.inf)).max() == np.inf
    assert np.isinf(np.where(Z > 0, Z, -np.inf)).any()
    assert notes == []
    with np.errstate(over="ignore"):
        np.exp(-np.stack([Z, Z]))
    assert notes == ["overflow encountered in exp"]
