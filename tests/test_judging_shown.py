"""Answers that call the package's own function: right, and not the learner's work."""

import functools
import json
import sys
import threading

import numpy as np
import pytest
from alternatives import ANSWERS

from nncourse import activations, batches, checking, exercises, losses, metrics
from nncourse.checking import check, entering, judge, progress, records, running, suggestions
from nncourse.layers.activation import Sigmoid

CATALOGUE = exercises.catalogue()
SIGMOID = "forward.sigmoid"
another_name = activations.sigmoid
kept = {"the first": activations.sigmoid}


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    """A user's folder of its own, and a fresh session."""
    monkeypatch.setenv("NNCOURSE_HOME", str(tmp_path))
    monkeypatch.setattr(checking, "_last", {})
    return tmp_path


def stable(Z):
    E = np.exp(-np.abs(Z))
    return np.where(Z >= 0, 1, E) / (1 + E)


def partly(Z):
    return np.where(Z > 100, activations.sigmoid(Z), stable(Z))


def from_within(Z):
    from nncourse.activations import sigmoid

    return sigmoid(Z=Z)


CALLS = {
    "itself": activations.sigmoid,
    "by its name": lambda Z: activations.sigmoid(Z),
    "by another name": lambda Z: another_name(Z),
    "out of a dictionary": lambda Z: kept["the first"](Z),
    "imported inside": from_within,
    "a part of it": functools.partial(activations.sigmoid),
    "through a layer": lambda Z: Sigmoid().forward(Z),
    "through map": lambda Z: np.stack(list(map(activations.sigmoid, Z))),
    "here and there": partly,
}


@pytest.mark.parametrize("name", CALLS)
@pytest.mark.parametrize("platform", [sys.platform, "emscripten"])
def test_a_call_of_the_packages_own_function_is_told(name, platform, monkeypatch):
    monkeypatch.setattr(running.sys, "platform", platform)
    verdict = judge(SIGMOID, CALLS[name], seconds=20)
    assert verdict.passed
    assert verdict.shown
    assert "calls the package's own function" in verdict.message
    assert "point" not in verdict.message
    assert "your own code" not in verdict.message


@pytest.mark.parametrize("exercise", CATALOGUE, ids=lambda e: e.id)
def test_every_reference_is_known_by_itself_and_no_other_answer_is_taken_for_it(exercise):
    assert judge(exercise, exercise.reference).shown
    assert judge(exercise, lambda *given, **named: exercise.reference(*given, **named)).shown
    # Loops over every entry take long where other programs want the processor, too.
    verdicts = [judge(exercise, answer, seconds=20) for answer in ANSWERS[exercise.id]]
    assert all(verdict.passed for verdict in verdicts)
    by_way_of_a_layer = exercise.id in ("forward.dense_forward", "backprop.dense_backward")
    assert sum(verdict.shown for verdict in verdicts) == by_way_of_a_layer


def test_every_exercise_asks_for_a_function_of_its_own():
    """Else the function of an earlier exercise could not be called."""
    references = [exercise.reference for exercise in CATALOGUE]
    assert len({getattr(r, "__code__", r) for r in references}) == len(CATALOGUE)


def test_functions_of_earlier_exercises_may_be_called():
    assert not judge("forward.tanh", lambda Z: 2 * activations.sigmoid(2 * Z) - 1).shown
    id = "backprop.softmax_cross_entropy_backward"
    assert not judge(id, lambda Z, Y: (activations.softmax(Z) - Y) / len(Z)).shown


def test_a_generator_is_noted_too():
    def minibatches(*given):
        yield from batches.minibatches(*given)

    assert judge("mnist.minibatches", minibatches).shown


def test_what_the_judge_itself_calls_does_not_count():
    """The facts of this exercise are made with the package's own function."""

    def binary_cross_entropy(P, Y):
        return -np.mean(np.log(np.maximum(np.where(Y == 1, P, 1 - P), 1e-12)))

    assert not judge("forward.binary_cross_entropy", binary_cross_entropy).shown


def test_what_another_thread_calls_does_not_count():
    done, Z = threading.Event(), np.zeros(3)

    def keep_calling():
        while not done.is_set():
            assert activations.sigmoid(Z)[0] == 0.5

    thread = threading.Thread(target=keep_calling, daemon=True)
    thread.start()
    try:
        assert not any(judge(SIGMOID, stable).shown for _ in range(10))
    finally:
        done.set()
        thread.join()
    assert activations.sigmoid(Z)[0] == 0.5


def test_a_wrong_answer_that_calls_it_is_told_what_is_wrong():
    verdict = judge(SIGMOID, lambda Z: 1 - activations.sigmoid(Z))
    assert (verdict.passed, verdict.shown) == (False, False)
    assert "own function" not in verdict.message


def test_arguments_and_errors_are_those_of_the_function():
    def answer(Z):
        return activations.sigmoid()

    assert "sigmoid() missing 1 required positional argument: 'Z'" in judge(SIGMOID, answer).message


def test_the_function_is_afterwards_what_it_was():
    code = activations.sigmoid.__code__

    def forever(Z):
        while True:
            activations.sigmoid(Z)

    def failing(Z):
        activations.sigmoid(Z)
        raise ValueError

    for answer in (activations.sigmoid, forever, failing):
        judge(SIGMOID, answer, seconds=0.1)
        assert activations.sigmoid.__code__ is code
        assert entering.entered == []


def test_shown_is_not_solved(capsys):
    check(SIGMOID, CALLS["by its name"])
    assert records.read()[SIGMOID] == {"passed": False, "shown": True, "tries": 1, "mistake": None}
    capsys.readouterr()
    progress()
    assert f"0/{len(exercises.exercises_of('forward'))}" in (out := capsys.readouterr().out)
    assert out.splitlines()[-1] == "Shown, not solved: forward.sigmoid."
    suggestions("backprop")
    assert "(forward.sigmoid)" in capsys.readouterr().out


def test_solved_stays_solved_and_shown_can_be_solved(capsys):
    check(SIGMOID, stable)
    check(SIGMOID, activations.sigmoid)
    assert records.read()[SIGMOID]["passed"]
    check("basics.mse", losses.mse)
    check("basics.mse", lambda Y_hat, Y: np.mean((Y_hat - Y) ** 2))
    assert records.read()["basics.mse"]["passed"]
    capsys.readouterr()
    progress()
    assert "Shown" not in capsys.readouterr().out


def test_the_function_that_a_check_handed_out_has_its_own_message(capsys):
    given = check("cats.accuracy", lambda predicted, y: 0.0)
    assert given is metrics.accuracy
    capsys.readouterr()
    assert check("cats.accuracy", given) is given
    assert "from the last check" in capsys.readouterr().out
    assert "shown" not in records.read()["cats.accuracy"]


def test_progress_without_the_word_is_still_read(capsys):
    records.path().write_text(
        json.dumps({SIGMOID: {"passed": True, "tries": 2, "mistake": None}}), "utf-8"
    )
    progress()
    out = capsys.readouterr().out
    assert f"1/{len(exercises.exercises_of('forward'))}" in out
    assert "Shown" not in out
