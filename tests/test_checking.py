"""The engine behind the exercise cells: verdicts in order, hostile answers, records, display."""

import ctypes
import errno
import functools
import io
import json
import linecache
import os
import signal
import subprocess
import sys
import threading
import time
import warnings
from concurrent.futures import ThreadPoolExecutor
from multiprocessing import get_context
from types import SimpleNamespace
from xml.etree import ElementTree

import numpy as np
import pytest

from nncourse import checking, exercises, losses
from nncourse.checking import (
    check,
    hint,
    judge,
    pristine,
    progress,
    quiz,
    records,
    rehearsal,
    running,
    solution,
    suggestions,
    values,
)
from nncourse.checking.patterns import right_blocks
from nncourse.checking.quiz import as_html
from nncourse.checking.verdict import MOST_WORDS, compose
from nncourse.checking.written import written
from nncourse.exercises.form import Exercise
from nncourse.exercises.quiz import Option, Question, questions

MSE = "basics.mse"


def right(Y_hat, Y):
    return np.mean((Y_hat - Y) ** 2)


def noted(exercise):
    """What is noted of an exercise, but for the answer."""
    return {name: value for name, value in records.read()[exercise].items() if name != "answer"}


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    """A user's folder of its own, and a fresh session."""
    monkeypatch.setenv("NNCOURSE_HOME", str(tmp_path))
    monkeypatch.setattr(checking, "_last", {})
    monkeypatch.setattr(checking, "_hints", {})
    return tmp_path


def exercise_of(reference, contract, probes, **settings):
    """A small exercise for one test."""
    exercise = Exercise(
        **{
            "id": "test.exercise",
            "title": "A test",
            "reference": reference,
            "contract": contract,
            "outcomes": ("",),
            "axes": {},
            "returns": "Y",
            "hints": ("", "", ""),
            "experiment": "first line\nsecond line",
            **settings,
        }
    )
    exercise.probes(lambda rng: iter(probes))
    return exercise


def split(X, w):
    return X * w, X.T @ X, X.sum(axis=0)


def splitting(rng):
    """An exercise with three results."""
    return exercise_of(
        split,
        'def split(X, w):\n    """Three results."""\n    ...',
        [(f"{m} rows", rng.normal(size=(m, n)), rng.normal(size=n)) for m, n in [(5, 3), (4, 2)]],
        axes={"X": "m n", "w": "n", "A": "m n", "B": "n n", "c": "n"},
        returns=("A", "B", "c"),
    )


# The order of the verdicts.


@pytest.mark.parametrize("answer", [None, ..., lambda Y_hat, Y: None])
def test_nothing_written_is_not_attempted(answer):
    assert judge(MSE, answer).kind == "not attempted"


def test_stubs_of_all_forms_are_not_attempted():
    def documented(Y_hat, Y):
        """Mean squared error."""

    def dots(Y_hat, Y): ...

    def passing(Y_hat, Y):
        """Mean squared error."""
        pass

    def unwritten(Y_hat, Y):
        raise NotImplementedError

    class Empty:
        def __init__(self, Y_hat, Y): ...

    for answer in (documented, dots, passing, unwritten, Empty):
        assert judge(MSE, answer).kind == "not attempted"


def test_a_missing_return_is_told():
    def answer(Y_hat, Y):
        loss = np.mean((Y_hat - Y) ** 2)  # noqa: F841

    verdict = judge(MSE, answer)
    assert verdict.kind == "type"
    assert "returns None" in verdict.message


def test_an_error_is_told_with_the_learners_own_line():
    def answer(Y_hat, Y):
        error = Y_hat - Y
        return np.linalg.inv(error)

    verdict = judge(MSE, answer)
    assert verdict.kind == "raised"
    assert "Line 3 of yours, `return np.linalg.inv(error)`" in verdict.message
    assert "LinAlgError" in verdict.message


def test_wrong_arguments_are_told_with_the_right_ones():
    verdict = judge(MSE, lambda Y: Y)
    assert verdict.kind == "raised"
    assert "in this order: Y_hat, Y." in verdict.message


@pytest.mark.parametrize("answer", [3.0, "mse", np.zeros(3)])
def test_a_value_instead_of_the_function_is_told(answer):
    verdict = judge(MSE, answer)
    assert verdict.kind == "type"
    assert "without brackets" in verdict.message


def test_a_wrong_shape_names_the_axes():
    verdict = judge("basics.mse_backward", lambda Y_hat, Y: (2 * (Y_hat - Y) / Y.size).T)
    assert verdict.kind == "shape"
    assert "dY_hat should have shape (m, k) = (5, 2)" in verdict.message
    assert "yours has shape (k, m) = (2, 5). It is the transpose." in verdict.message


def test_a_changed_input_is_named():
    def answer(Y_hat, Y):
        Y_hat -= Y
        return np.mean(Y_hat**2)

    verdict = judge(MSE, answer)
    assert verdict.kind == "changed input"
    assert "Y_hat" in verdict.message
    assert verdict.correct_parts == ("the values",)


def test_nan_is_told_before_other_differences():
    def answer(Y_hat, Y):
        return np.log(right(Y_hat, Y) * 0 - 1)

    verdict = judge(MSE, answer)
    assert verdict.kind == "nan"
    assert "NumPy said: invalid value encountered in log" in verdict.message


def test_an_overflow_counts_only_where_stability_is_asked_for():
    def sigmoid(Z):
        return 1 / (1 + np.exp(-Z))

    def stable(Z):
        return np.exp(np.minimum(Z, 0)) / (1 + np.exp(-np.abs(Z)))

    probes = [("scores of 1000", np.array([-1000.0, 0.0, 1000.0]))]
    contract = "def sigmoid(Z):\n    ..."
    asked = exercise_of(stable, contract, probes, stable=True)
    assert judge(asked, sigmoid).kind == "overflow"
    verdict = judge(exercise_of(stable, contract, probes), sigmoid)
    assert verdict.passed
    assert "NumPy warned: overflow encountered in exp" in verdict.message


def test_another_dtype_is_worth_a_note_or_wrong_where_it_matters():
    def half(X):
        return X / np.float32(2)

    probes = [("a batch", np.ones((2, 3), np.float32))]
    contract = "def half(X):\n    ..."
    verdict = judge(exercise_of(half, contract, probes), lambda X: np.float64(X) / 2)
    assert verdict.passed
    assert "your Y is float64, where float32 is usual" in verdict.message
    strict = exercise_of(half, contract, probes, keep_dtype=True)
    assert judge(strict, lambda X: np.float64(X) / 2).kind == "type"
    assert judge(strict, half).passed


@pytest.mark.parametrize(
    ("factor", "words"),
    [
        (lambda X: -1, "-1 times"),
        (lambda X: 2, "2 times"),
        (lambda X: 0.5, "half"),
        (lambda X: len(X), "m times"),
        (lambda X: 1 / len(X), "1/m times"),
        (lambda X: X.shape[1], "n times"),
        (lambda X: 1 / X.shape[1], "1/n times"),
        (lambda X: -1 / len(X), "-1/m times"),
    ],
)
def test_a_factor_is_recognised(rng, factor, words):
    verdict = judge(splitting(rng), lambda X, w: (factor(X) * X * w, X.T @ X, X.sum(axis=0)))
    assert verdict.kind == "pattern"
    assert verdict.message.startswith(f"A is {words} the right one")
    assert verdict.correct_parts == ("B", "c")


def test_a_wrong_order_is_recognised(rng):
    exercise = splitting(rng)
    flipped = judge(exercise, lambda X, w: (X * w, X.T @ X, X.sum(axis=0)[::-1]))
    assert flipped.message.startswith("c is right but in reverse order")
    mixed = judge(exercise, lambda X, w: (np.sort(X * w, axis=0), X.T @ X, X.sum(axis=0)))
    assert mixed.message.startswith("A is the right values in another order")


def test_the_first_difference_and_the_right_rows_are_told(rng):
    def answer(X, w):
        A = X * w
        A[2] = 7
        return A, X.T @ X, X.sum(axis=0)

    verdict = judge(splitting(rng), answer)
    assert verdict.kind == "value"
    assert "On 5 rows, A[2, 0] should be" in verdict.message
    assert "yours is 7." in verdict.message
    assert "Right: rows 0, 1, 3, 4; wrong: row 2." in verdict.message


def test_right_blocks_in_words():
    assert right_blocks(np.array([[True, False], [True, False]])) == (
        "Right: column 0; wrong: column 1."
    )
    assert right_blocks(np.array([True, False, True])) == "Right: entries 0, 2; wrong: entry 1."
    assert right_blocks(np.array([False, False])) == ""


def test_a_mistake_is_not_named_where_it_does_not_explain_every_result(rng):
    exercise = splitting(rng)
    exercise.mistake("wrong_axis", "You summed over axis 1.")(
        lambda X, w: (X * w, X.T @ X, X.sum(axis=1))
    )
    assert judge(exercise, exercise.mistakes[0].answer).mistake == "wrong_axis"
    verdict = judge(exercise, lambda X, w: (X * w + 5, X.T @ X, X.sum(axis=1)))
    assert verdict.mistake is None
    assert "c should have shape (n,)" in verdict.message


def test_a_legitimate_variant_passes_with_a_note(rng):
    exercise = splitting(rng)
    exercise.accept("doubled", "Some double it.")(lambda X, w: (2 * X * w, X.T @ X, X.sum(axis=0)))
    verdict = judge(exercise, lambda X, w: [X * w + X * w, X.T @ X, X.sum(axis=0)])
    assert verdict.passed
    assert "Some double it." in verdict.message


def test_a_missing_result_is_told(rng):
    verdict = judge(splitting(rng), lambda X, w: (X * w, X.T @ X))
    assert verdict.kind == "type"
    assert "3 results are expected" in verdict.message


def test_a_class_can_be_an_answer():
    class Counter:
        def __init__(self, start):
            self.n = start

        def step(self):
            self.n += 1
            return self.n

    def twice(answer, start):
        counter = answer(start)
        return counter.step(), counter.step()

    contract = "class Counter:\n    def __init__(self, start): ...\n    def step(self): ..."
    exercise = exercise_of(
        Counter, contract, [("from 3", 3)], returns=("first", "second"), use=twice
    )
    assert (exercise.name, exercise.arguments) == ("Counter", ("start",))
    assert judge(exercise, Counter).passed

    class Stuck(Counter):
        def step(self):
            return self.n + 1

    verdict = judge(exercise, Stuck)
    assert not verdict.passed
    assert verdict.correct_parts == ("first",)


def test_a_message_never_has_more_than_100_words():
    text = compose(["one " * 60, "two " * 60, "three " * 20], "a b c\nd e f")
    assert len(text.split()) <= MOST_WORDS
    assert text.startswith("one")
    assert "three" in text
    assert text.endswith("a b c\nd e f")


# Answers that do harm, or try to.


def forever(Y_hat, Y):
    while True:
        pass


def forever_and_deaf(Y_hat, Y):
    while True:
        try:
            while True:
                Y = Y + 0
        except BaseException:
            continue


def forever_printing(Y_hat, Y):
    while True:
        print("no end " * 100)


def asleep(Y_hat, Y):
    time.sleep(3)


@pytest.mark.parametrize("answer", [forever, forever_and_deaf, forever_printing, asleep])
def test_an_answer_that_does_not_end_is_stopped_and_told(answer, capsys):
    verdict = judge(MSE, answer, seconds=0.1)
    assert verdict.kind == "stopped"
    assert "still running on a batch" in verdict.message
    assert "second" not in verdict.message, "it may be stopped earlier, as here or by Ctrl-C"
    assert capsys.readouterr().out == ""
    assert judge(MSE, right).passed


def test_an_answer_is_stopped_outside_the_main_thread_too():
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(judge, MSE, forever, seconds=0.1).result(5).kind == "stopped"


def test_without_threads_an_answer_is_watched_from_within(monkeypatch):
    monkeypatch.setattr(running.sys, "platform", "emscripten")
    before = sys.gettrace()
    verdict = judge(MSE, forever, seconds=0.1)
    assert verdict.kind == "stopped"
    assert "line" in verdict.message
    assert judge(MSE, right, seconds=10).passed
    assert sys.gettrace() is before


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="there are no timers here")
def test_in_a_page_the_clock_rings_and_an_answer_is_stopped_in_the_middle_of_a_line(monkeypatch):
    def loop(Y_hat, Y):
        while True: pass  # fmt: skip  # noqa: E701

    timer = signal.setitimer  # which answers cannot have
    monkeypatch.setattr(running.sys, "platform", "emscripten")
    monkeypatch.setattr(
        running, "ring_after", lambda seconds: timer(signal.ITIMER_REAL, seconds or 0)
    )
    before = signal.signal(signal.SIGALRM, running.ring)
    try:
        verdict = judge(MSE, loop, seconds=0.1)
        assert verdict.kind == "stopped"
        assert "line 2: `while True: pass" in verdict.message
        assert judge(MSE, right, seconds=10).passed
        assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)
    finally:
        signal.signal(signal.SIGALRM, before)


on_linux = pytest.mark.skipif(sys.platform != "linux", reason="copies are made on Linux only")


def endless_sum(Y_hat, Y):
    return sum(range(10**15))


def endless_power(Y_hat, Y):
    return 10**10**9


class EndlessSum:
    def __init__(self, Y_hat, Y):
        self.Y = Y

        self.total = sum(range(10**15))


@on_linux
@pytest.mark.parametrize("answer", [endless_sum, endless_power, EndlessSum])
def test_a_single_call_that_does_not_end_is_stopped_and_told(answer, monkeypatch):
    monkeypatch.setattr(rehearsal, "GRACE_SECONDS", 0.3)
    verdict = judge(MSE, answer, seconds=0.1)
    assert verdict.kind == "stopped"
    assert "line 4: `self.total = " in verdict.message or "line 2: `return " in verdict.message
    assert "A single call there takes that long" in verdict.message


@on_linux
def test_an_answer_that_crashes_takes_nothing_along():
    def answer(Y_hat, Y):
        ctypes.CDLL(None)._exit(3)

    verdict = judge(MSE, answer)
    assert verdict.kind == "stopped"
    assert "made Python crash" in verdict.message
    assert rehearsal.understand(b"!", signal.SIGSEGV).signal == "SIGSEGV"


@pytest.mark.parametrize(
    "leave",
    [
        lambda: os._exit(1),
        lambda: os.abort(),
        lambda: os.kill(os.getpid(), 9),
        lambda: os.execv(sys.executable, ["python"]),
    ],
)
def test_an_answer_cannot_end_python(leave):
    before = os._exit, os.abort, os.kill, os.execv
    verdict = judge(MSE, lambda Y_hat, Y: leave())
    assert verdict.kind == "raised"
    assert "SystemExit: this would end Python" in verdict.message
    assert (os._exit, os.abort, os.kill, os.execv) == before


def test_a_rehearsal_leaves_no_trace():
    calls = []

    def answer(Y_hat, Y):
        calls.append(1)
        return right(Y_hat, Y)

    files = len(os.listdir("/proc/self/fd")) if sys.platform == "linux" else 0
    verdict = judge(MSE, answer)
    assert verdict.passed
    assert len(calls) == len(list(exercises.find(MSE).draw(0)))
    if files:
        assert len(os.listdir("/proc/self/fd")) == files


@on_linux
def test_where_no_copy_can_be_made_the_answer_is_judged_without(monkeypatch):
    def refused():
        raise BlockingIOError("no more processes")

    monkeypatch.setattr(rehearsal, "copy_process", refused)
    assert judge(MSE, right).passed


@on_linux
def test_a_copy_that_does_not_begin_is_given_up(monkeypatch):
    monkeypatch.setattr(rehearsal, "START_SECONDS", 0.05)
    monkeypatch.setattr(rehearsal, "perform", lambda *given: time.sleep(60))
    assert judge(MSE, right).passed
    assert not judge(MSE, lambda Y_hat, Y: 0.0).passed


def test_no_copy_is_made_while_other_threads_compute(monkeypatch):
    monkeypatch.setattr(rehearsal, "copy_process", lambda: pytest.fail("a copy was made"))
    with ThreadPoolExecutor(1) as pool:
        done = threading.Event()
        pool.submit(done.wait)
        try:
            assert judge(MSE, right).passed
        finally:
            done.set()


@on_linux
def test_a_learner_need_not_wait_for_a_rehearsal(monkeypatch):
    def interrupted(*given):
        raise KeyboardInterrupt

    monkeypatch.setattr(rehearsal, "listen", interrupted)
    verdict = judge(MSE, endless_sum)
    assert verdict.kind == "stopped"
    assert "second" not in verdict.message


def test_endless_recursion_is_told():
    def answer(Y_hat, Y):
        return answer(Y_hat, Y)

    verdict = judge(MSE, answer)
    assert verdict.kind == "raised"
    assert "calls itself without end" in verdict.message


@pytest.mark.parametrize("error", [SystemExit, KeyboardInterrupt, GeneratorExit, MemoryError])
def test_whatever_is_raised_is_caught(error):
    def answer(Y_hat, Y):
        raise error

    verdict = judge(MSE, answer)
    assert verdict.kind == "raised"
    assert error.__name__ in verdict.message


def test_an_error_that_cannot_be_shown_is_told_by_its_type():
    class Shy(Exception):
        def __str__(self):
            raise RuntimeError

    def answer(Y_hat, Y):
        raise Shy

    assert "Shy" in judge(MSE, answer).message


def test_a_megabyte_of_output_is_cut(capsys):
    def answer(Y_hat, Y):
        print("x" * 1_000_000)
        print("y" * 1_000_000, file=sys.stderr)
        return right(Y_hat, Y)

    verdict = judge(MSE, answer)
    assert verdict.passed
    assert len(verdict.printed) <= running.PRINTED
    assert len(str(verdict)) < 1000
    assert capsys.readouterr() == ("", "")


class EqualsEverything:
    def __eq__(self, other):
        return True

    def __hash__(self):
        return 0

    def __array__(self, dtype=None, copy=None):
        raise RuntimeError("not even this is called")

    def __float__(self):
        raise RuntimeError("nor this")


class AgreeableArray(np.ndarray):
    def __eq__(self, other):
        return np.ones(np.shape(other), bool)

    def __array_ufunc__(self, *args, **kwargs):
        return True


class AgreeableFloat(float):
    def __eq__(self, other):
        return True

    def __hash__(self):
        return 0


def endless():
    while True:
        yield 1.0


def nested():
    deep: list = []
    deep.append(deep)
    return deep


@pytest.mark.parametrize(
    "value",
    [
        EqualsEverything(),
        np.zeros(()).view(AgreeableArray),
        np.zeros((5, 2)).view(AgreeableArray),
        AgreeableFloat(3.0),
        endless(),
        nested(),
        [1.0, 2.0],
        {"loss": 1.0},
        "0.5",
        1 + 2j,
        np.array([None, EqualsEverything], dtype=object),
        np.ma.masked,
        10**400,
        float("nan"),
        float("inf"),
        True,
        type,
    ],
    ids=lambda value: type(value).__name__,
)
def test_no_object_passes_for_a_number(value):
    verdict = judge(MSE, lambda Y_hat, Y: value)
    assert not verdict.passed
    assert len(verdict.message.split()) <= MOST_WORDS


def test_a_generator_is_named():
    def answer(Y_hat, Y):
        yield right(Y_hat, Y)

    assert "a generator" in judge(MSE, answer).message


def test_an_answer_cannot_change_its_result_later():
    results = []

    def answer(Y_hat, Y):
        for result in results:
            result[...] = 0
        results.append(2 * (Y_hat - Y) / Y.size)
        return results[-1]

    assert judge("basics.mse_backward", answer).passed


def test_replacing_numpy_neither_fools_the_verdict_nor_stays():
    mean, everything = np.mean, all

    def answer(Y_hat, Y):
        np.mean = np.sum = np.isfinite = np.abs = lambda *a, **k: np.float64(0)
        __builtins__["all"] = lambda values: True
        return 0.0

    verdict = judge(MSE, answer)
    assert not verdict.passed
    assert "builtins.all, numpy.abs" in verdict.message
    assert np.mean is mean
    assert all is everything
    assert judge(MSE, right).passed


def test_what_an_earlier_cell_replaced_is_put_back(monkeypatch):
    monkeypatch.setattr(np, "square", np.sqrt)
    verdict = judge(MSE, right)
    assert "numpy.square" in verdict.message
    assert pristine.restore() == []


def test_the_returned_numbers_of_the_printed_probes_do_not_pass():
    seen = {}

    def answer(Y_hat, Y):
        return seen[Y_hat.tobytes()]

    def spy(Y_hat, Y):
        seen[Y_hat.tobytes()] = right(Y_hat, Y)
        return seen[Y_hat.tobytes()]

    assert judge(MSE, spy, seed=1).passed
    assert not judge(MSE, answer, seed=2).passed


# Values.


def test_freezing_copies_and_keeps_plain_kinds():
    array = np.arange(3.0)
    frozen = values.freeze({"a": (array, [1, None, "s"], np.float32(2), np.array(3))})
    array[0] = 9
    assert frozen["a"][0].tolist() == [0, 1, 2]
    assert frozen["a"][1:] == ([1, None, "s"], 2.0, 3)


@pytest.mark.parametrize(
    ("a", "b", "equal"),
    [
        (1.0, 1.0 + 1e-9, True),
        (1.0, 1.001, False),
        (np.array([np.inf, np.nan]), np.array([np.inf, np.nan]), True),
        (np.array([np.inf]), np.array([-np.inf]), False),
        (np.array([1.0, 1e-6]), np.array([1.0, 2e-6]), False),
        (np.array([1.0, 0.0]), np.array([1.0, 1e-15]), True),
        (np.zeros((0, 3)), np.zeros((0, 3)), True),
        (np.zeros((0, 3)), np.zeros((3, 0)), False),
        ([1, 2], (1, 2), True),
        ({"a": 1}, {"a": 1, "b": 2}, False),
        ("yes", "no", False),
        (None, 3, False),
        (np.array([1, 2]), [1, 2], False),
    ],
)
def test_sameness(a, b, equal):
    assert values.same(a, b, 1e-6) is equal


# What the learner calls.


def test_check_gives_back_the_learners_function_if_right_and_the_packages_if_not(capsys):
    assert check(MSE, right) is right
    assert check(MSE, lambda Y_hat, Y: 0.0) is losses.mse
    assert check(MSE, None) is losses.mse
    assert capsys.readouterr().out.count("basics.mse:") == 3


def test_check_prints_once_and_only_text_outside_a_notebook(capsys):
    check(MSE, right)
    out, err = capsys.readouterr()
    assert out.splitlines()[0] == "basics.mse: correct"
    assert err == ""
    assert "<" not in out


def test_check_shows_one_rich_output_in_a_notebook(monkeypatch, capsys):
    IPython = pytest.importorskip("IPython")
    shown = []
    monkeypatch.setattr(IPython, "get_ipython", lambda: object())
    monkeypatch.setattr("IPython.display.display", lambda data, raw: shown.append(data))
    check(MSE, lambda Y_hat, Y: np.mean(Y_hat - Y))
    assert capsys.readouterr().out == ""
    (data,) = shown
    assert set(data) == {"text/plain", "text/html"}
    assert data["text/plain"].startswith("basics.mse: not yet")
    assert "<script" not in data["text/html"]


def test_html_escapes_what_the_learner_wrote():
    def answer(Y_hat, Y):
        print("<script>alert(1)</script>")
        raise ValueError("<img src=x onerror=alert(1)>")

    page = judge(MSE, answer)._repr_html_()
    assert "<script" not in page
    assert "<img" not in page


def test_check_does_not_pass_the_function_it_handed_out(capsys):
    mse = check(MSE, None)
    capsys.readouterr()
    assert check(MSE, mse) is mse
    assert "Run the cell above first" in capsys.readouterr().out
    assert records.read() == {}


def test_check_knows_no_such_exercise_and_does_not_raise(capsys):
    assert check("basics.mze", right) is right
    assert "did you mean 'basics.mse'?" in capsys.readouterr().out


@pytest.mark.parametrize("id", [None, [], 3, "\ud800", b"basics.mse"])
def test_check_does_not_raise_whatever_the_id(id, capsys):
    assert check(id, right) is right
    assert capsys.readouterr().out


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8"])
def test_check_shows_what_the_terminal_has_no_letters_for(monkeypatch, encoding):
    def answer(Y_hat, Y):
        print("caf\u00e9 \ud800 \u2713")
        raise ValueError("na\u00efve \udfff")

    screen = io.TextIOWrapper(io.BytesIO(), encoding)
    monkeypatch.setattr(sys, "stdout", screen)
    assert check(MSE, answer) is losses.mse
    screen.flush()
    said = screen.buffer.getvalue().decode(encoding)
    assert "\\ud800" in said
    assert "\\udfff" in said


def test_check_shows_lone_surrogates_in_a_notebook(monkeypatch):
    IPython = pytest.importorskip("IPython")
    shown = []
    monkeypatch.setattr(IPython, "get_ipython", lambda: object())
    monkeypatch.setattr("IPython.display.display", lambda data, raw: shown.append(data))
    check(MSE, lambda Y_hat, Y: print("\ud800"))
    assert all("\\ud800" in text for text in shown[0].values())
    assert json.dumps(shown[0], ensure_ascii=False).encode()


class Secretive:
    """Does not say what it is."""

    @property
    def __class__(self):
        raise SystemExit

    @property
    def __code__(self):
        raise SystemExit


class SecretiveAnswer(Secretive):
    def __call__(self, Y_hat, Y):
        return right(Y_hat, Y)


def test_check_does_not_ask_an_object_what_it_is(capsys):
    answer = SecretiveAnswer()
    assert check(MSE, Secretive()) is losses.mse
    assert check(MSE, answer) is answer
    assert check(MSE, lambda Y_hat, Y: Secretive()) is losses.mse
    assert check(MSE, lambda Y_hat, Y: [Secretive()]) is losses.mse
    out = capsys.readouterr().out
    assert "what it got is an object of type Secretive" in out
    assert "could not be checked" not in out


def test_check_survives_an_engine_that_breaks_without_a_word(monkeypatch, capsys):
    class Mute(BaseException):
        def __str__(self):
            raise SystemExit

    def broken(*args, **kwargs):
        raise Mute

    monkeypatch.setattr(checking, "judge", broken)
    assert check(MSE, right) is losses.mse
    assert "could not be checked (Mute: )" in capsys.readouterr().out


def test_check_survives_an_engine_that_breaks(monkeypatch, capsys):
    def broken(*args, **kwargs):
        raise ZeroDivisionError("inside")

    monkeypatch.setattr(checking, "judge", broken)
    assert check(MSE, right) is losses.mse
    assert "could not be checked" in capsys.readouterr().out


def test_hints_come_one_by_one_and_start_again(capsys):
    for _ in range(4):
        hint(MSE)
    lines = capsys.readouterr().out.splitlines()
    assert [line[:11] for line in lines if line.startswith("Hint ")] == [
        "Hint 1 of 3", "Hint 2 of 3", "Hint 3 of 3", "Hint 1 of 3",
    ]  # fmt: skip
    hint("no.such")
    assert "no exercise" in capsys.readouterr().out


@pytest.mark.parametrize("show", [lambda id: check(id, right), hint, solution])
@pytest.mark.parametrize("wrong", ["basics.mze", "mse", "mze", "basic.mse"])
def test_whoever_takes_an_exercise_suggests_the_nearest(show, wrong, capsys):
    show(wrong)
    said = capsys.readouterr().out
    assert said == f"there is no exercise {wrong!r}: did you mean 'basics.mse'?\n"


@pytest.mark.parametrize("show", [quiz, suggestions])
def test_whoever_takes_a_chapter_suggests_the_nearest(show, capsys):
    show("forwards")
    assert capsys.readouterr().out == "there is no chapter 'forwards': did you mean 'forward'?\n"
    show("zzz")
    assert capsys.readouterr().out == "there is no chapter 'zzz'\n"


def test_no_line_of_a_hint_is_long(capsys):
    for exercise in exercises.catalogue():
        for text in exercise.hints:
            hint(exercise.id)
            lines = capsys.readouterr().out.splitlines()
            assert max(map(len, lines)) <= 72
            assert " ".join(lines).endswith(" ".join(text.split()))


def test_the_solution_is_the_packages_source(capsys):
    solution(MSE)
    out = capsys.readouterr().out
    assert out.startswith("# nncourse/losses.py\ndef mse(")
    solution("no.such")
    assert "no exercise" in capsys.readouterr().out


# Records.


def test_progress_is_noted_and_survives_a_restart(home, capsys):
    check(MSE, lambda Y_hat, Y: np.sum((Y_hat - Y) ** 2))
    assert records.read()[MSE] == {"passed": False, "tries": 1, "mistake": "sum_not_mean"}
    check(MSE, right)
    check(MSE, lambda Y_hat, Y: 0.0)
    assert noted(MSE) == {"passed": True, "tries": 3, "mistake": None}
    assert set(os.listdir(home)) == {records.path().name, records.path().with_suffix(".lock").name}
    capsys.readouterr()
    progress()
    assert f"1/{len(exercises.exercises_of('basics'))}" in capsys.readouterr().out


def test_progress_that_was_noted_before_counts_on(capsys):
    """The file as the course wrote it when a chapter's exercises were one file."""
    records.path().write_text(
        '{\n "basics.mse": {\n  "mistake": "sum_not_mean",\n  "passed": false,\n  "tries": 1\n },\n'
        ' "basics.neuron": {\n  "mistake": null,\n  "passed": true,\n  "tries": 1\n }\n}'
    )
    suggestions("forward")
    check(MSE, right)
    progress()
    out = capsys.readouterr().out
    assert "- The mean squared error (basics.mse)" in out
    assert f"2/{len(exercises.exercises_of('basics'))}" in out
    assert noted(MSE) == {"passed": True, "tries": 2, "mistake": None}


def test_a_stub_leaves_no_trace(home):
    check(MSE, None)
    assert os.listdir(home) == []


def test_a_torn_file_is_set_aside_and_checks_go_on(home):
    records.path().write_text('{"basics.mse": {"pass')
    assert records.read() == {}
    check(MSE, right)
    assert records.read()[MSE]["passed"]
    assert records.path().with_suffix(".broken").read_text() == '{"basics.mse": {"pass'


@pytest.mark.parametrize("content", ["[]", '{"basics.mse": 3}', "\u00ff", "[" * 100_000, "3", ""])
def test_what_holds_no_records_is_kept_and_so_is_what_was_kept_before(home, content):
    for n in range(3):
        records.path().write_text(f"{content}{' ' * n}", "latin-1")
        check(MSE, right)
        assert records.read()[MSE]["tries"] == 1
    kept = [file.read_text("latin-1") for file in sorted(home.glob("*.broken*"))]
    assert kept == [content, content + " ", content + "  "]


def test_what_another_program_adds_to_a_record_stays():
    before = {"basics.mse": {"tries": 1, "note": "mine"}, "x.y": {}}
    records.path().write_text(json.dumps(before), "utf-8-sig")
    check(MSE, right)
    assert records.read()[MSE]["note"] == "mine"
    assert "x.y" in records.read()


def given_out(home, **told):
    """A progress file as a page of the book gives it out."""
    file = home / "from the page.json"
    file.write_text(json.dumps({id.replace("__", "."): record for id, record in told.items()}))
    return file


def test_what_a_page_gave_out_is_added(home):
    check(MSE, lambda Y_hat, Y: np.sum((Y_hat - Y) ** 2))
    told = {"passed": True, "tries": 4, "mistake": None, "answer": "def mse(Y_hat, Y): ..."}
    assert records.add(given_out(home, basics__mse=told, page={"version": 1})) == 1
    assert records.read()[MSE] == told


def test_what_was_solved_here_stays_solved(home):
    check(MSE, right)
    file = given_out(home, basics__mse={"passed": False, "tries": 3, "mistake": "sum_not_mean"})
    records.add(file)
    assert noted(MSE) == {"passed": True, "tries": 3, "mistake": None}


@pytest.mark.parametrize("content", ["[]", '{"basics.mse": 3}', "\u00ff", "[" * 100_000, ""])
def test_what_is_no_progress_file_is_not_added(home, content):
    check(MSE, right)
    before = records.path().read_bytes()
    file = home / "a.json"
    file.write_text(content, "latin-1")
    with pytest.raises(ValueError, match=r"a\.json"):
        records.add(file)
    assert records.path().read_bytes() == before


@pytest.mark.parametrize("content", ["{}", '{"basics.mse": {"tries": "x"}}'])
def test_strange_records_do_no_harm(content):
    records.path().write_text(content)
    check(MSE, right)
    assert noted(MSE) == {"passed": True, "tries": 1, "mistake": None}
    progress()
    suggestions("forward")


def test_a_folder_that_cannot_be_written_is_no_reason_to_fail(home, monkeypatch, capsys):
    (home / "file").write_text("")
    monkeypatch.setenv("NNCOURSE_HOME", str(home / "file" / "below"))
    assert check(MSE, right) is right
    assert "could not be noted for your progress" in capsys.readouterr().out
    progress()


def test_a_disk_that_is_full_is_told(monkeypatch, capsys):
    def full(path, data):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(records, "write_whole", full)
    assert check(MSE, right) is right
    out = capsys.readouterr().out
    assert out.startswith("basics.mse: correct")
    assert "This could not be noted for your progress: [Errno 28] No space left" in out


@pytest.mark.parametrize("make", [os.mkdir, getattr(os, "mkfifo", os.mkdir)])
def test_progress_that_cannot_be_read_is_told_and_left_alone(home, capsys, make):
    make(records.path())
    assert check(MSE, right) is right
    assert "is no file" in capsys.readouterr().out
    assert not records.path().is_file()
    progress()
    assert "What was noted of your progress cannot be read" in capsys.readouterr().out


def test_a_home_that_is_unknown_is_told(monkeypatch, capsys):
    monkeypatch.setenv("NNCOURSE_HOME", "~no-such-user/below")
    assert check(MSE, right) is right
    assert "could not be noted" in capsys.readouterr().out


@pytest.mark.parametrize("year", [1990, 2090])
def test_a_lock_left_by_a_crash_is_no_obstacle(home, year):
    lock = records.path().with_suffix(".lock")
    lock.write_text("")
    seconds = (year - 1970) * 365 * 86400
    os.utime(lock, (seconds, seconds))
    check(MSE, right)
    assert records.read()[MSE]["passed"]


def test_a_lock_that_leads_nowhere_is_told(home, capsys):
    records.path().with_suffix(".lock").symlink_to(home / "no" / "such")
    assert check(MSE, right) is right
    assert "could not be noted" in capsys.readouterr().out


def test_nobody_takes_a_lock_from_who_holds_it(monkeypatch):
    monkeypatch.setattr(records, "LOCK_SECONDS", 0.02)
    with records.locked(records.path()):
        said = records.record(checking.Verdict(MSE, True, "correct", ""))
    assert "another program holds" in said
    assert records.read() == {}
    assert records.record(checking.Verdict(MSE, True, "correct", "")) == ""


@pytest.mark.parametrize("error", [BlockingIOError, PermissionError, OSError])
def test_a_disk_without_locks_is_no_reason_to_note_nothing(monkeypatch, error):
    def flock(file, how):
        raise error

    monkeypatch.setattr(records, "fcntl", SimpleNamespace(LOCK_EX=2, LOCK_NB=4, flock=flock))
    assert records.taken(0) is (error is OSError)


def test_another_version_goes_on_with_what_was_noted(home, monkeypatch, capsys):
    before = '{"basics.mse": {"passed": true, "tries": 2}, "gone.away": {"passed": true}}'
    (home / "progress-0.0.9.json").write_text(before)
    (home / "progress-0.0.8.json").write_text("{}")
    os.utime(home / "progress-0.0.8.json", (1, 1))
    (home / "progress-0.0.7.json").write_text("[]")
    monkeypatch.setattr(records.nncourse, "__version__", "9.0")
    assert set(records.read()) == {MSE}
    check(MSE, lambda Y_hat, Y: 0.0)
    assert records.read() == {MSE: {"passed": True, "tries": 3, "mistake": None}}
    assert (home / "progress-0.0.9.json").read_text() == before
    records.path().write_text("{}")
    assert records.read() == {}


def write_many(name: str) -> None:
    """In another process: note twenty verdicts."""
    for i in range(20):
        records.record(checking.Verdict(f"test.{name}{i}", True, "correct", ""))


def test_two_notebooks_may_write_at_once():
    context = get_context("spawn")
    processes = [context.Process(target=write_many, args=(name,)) for name in "ab"]
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)
    assert [process.exitcode for process in processes] == [0, 0]
    assert len(records.read()) == 40
    json.loads(records.path().read_text())


def test_suggestions_are_failed_exercises_of_earlier_chapters(capsys):
    check(MSE, lambda Y_hat, Y: 0.0)
    check("basics.neuron", lambda x, w, b: x @ w + b)
    capsys.readouterr()
    suggestions("forward")
    assert capsys.readouterr().out.splitlines() == [
        "Worth another try before you go on:",
        "- The mean squared error (basics.mse)",
    ]
    suggestions("basics")
    assert capsys.readouterr().out.startswith("No exercise of an earlier chapter")


@pytest.mark.parametrize("platform", ["linux", "darwin", "win32"])
def test_the_folder_is_the_systems_own(monkeypatch, platform, home):
    monkeypatch.delenv("NNCOURSE_HOME")
    monkeypatch.setenv("XDG_DATA_HOME", str(home))
    monkeypatch.setenv("LOCALAPPDATA", str(home))
    monkeypatch.setattr(records.sys, "platform", platform)
    assert records.folder().name == "nncourse"


@pytest.mark.parametrize("platform", ["linux", "win32"])
@pytest.mark.parametrize("value", ["", "data", "~/data"])
def test_nothing_is_written_into_the_working_folder(monkeypatch, platform, value, home):
    monkeypatch.setattr(records.Path, "home", lambda: home)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USERPROFILE", str(home))
    monkeypatch.setenv("NNCOURSE_HOME", "~/mine")
    assert records.folder() == home / "mine"
    monkeypatch.setenv("NNCOURSE_HOME", "")
    monkeypatch.setenv("XDG_DATA_HOME", value)
    monkeypatch.setenv("LOCALAPPDATA", value)
    monkeypatch.setattr(records.sys, "platform", platform)
    assert home in records.folder().parents


# Quizzes.


def test_a_question_has_one_right_option():
    with pytest.raises(ValueError, match="exactly one right option"):
        Question("Which?", Option("this", "no"), Option("that", "no"))


def test_a_quiz_shows_questions_and_answers_one_by_one(capsys):
    quiz("basics")
    out = capsys.readouterr().out
    assert "1. " in out
    assert "(a) " in out
    assert "Right." not in out
    quiz("basics", question=99)
    assert "numbers 1 to" in capsys.readouterr().out
    letters = {}
    for letter in "abcd":
        quiz("basics", "start", question=1, choice=letter)
        letters[letter] = capsys.readouterr().out
    assert sum(text.startswith("Right.") for text in letters.values()) == 1
    assert all(text.startswith(("Right.", "No.")) for text in letters.values())


def test_a_quiz_needs_neither_kernel_nor_script_on_a_page():
    page = as_html([Question("1 < 2?", Option("yes", "it is", right=True), Option("no", "but"))])
    assert page.count("<details") == page.count("<summary>") == 2
    assert "1 &lt; 2?" in page
    assert "script" not in page


@pytest.mark.parametrize("part", ["start", "end"])
@pytest.mark.parametrize("chapter", exercises.CHAPTERS)
def test_a_quiz_has_groups_and_buttons_with_names(chapter, part):
    """What a keyboard reaches is native; a screen reader says the question, then the option."""
    asked = questions(chapter, part)
    page = ElementTree.fromstring(as_html(asked))
    groups = page.findall(".//fieldset")
    assert [group[0].tag for group in groups] == ["legend"] * len(asked)
    numbered = [f"{number}. {question.text}" for number, question in enumerate(asked, 1)]
    assert [group[0].text for group in groups] == numbered
    for group, question in zip(groups, asked, strict=True):
        folds = group.findall("details")
        assert [fold[0].tag for fold in folds] == ["summary"] * len(question.options)
        assert [fold[0].text for fold in folds] == [option.text for option in question.options]
    assert not page.findall(".//*[@tabindex]")


def test_a_quiz_is_at_the_start_or_the_end():
    with pytest.raises(ValueError, match="start"):
        quiz("basics", "middle")


def test_importing_the_engine_loads_numpy_and_nothing_heavier():
    code = (
        "import sys, nncourse.checking, nncourse.exercises\n"
        "heavy = {'IPython', 'matplotlib', 'PIL', 'h5py', 'scipy', 'torch', 'typer', 'tqdm'}\n"
        "sys.exit(bool(heavy & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_no_answer_leaves_a_thread_that_computes():
    before = threading.active_count()
    judge(MSE, right)
    judge(MSE, forever, seconds=0.05)
    assert threading.active_count() <= before


def test_an_answer_that_outlives_its_time_changes_nothing_afterwards(capsys):
    filters, out = list(warnings.filters), sys.stdout

    def answer(Y_hat, Y):
        time.sleep(0.3)
        print("late")
        return np.exp(np.float64(1000))

    assert judge(MSE, answer, seconds=0.02).kind == "stopped"
    time.sleep(0.5)
    assert sys.stdout is out
    assert warnings.filters == filters
    assert capsys.readouterr().out == ""


def test_the_answer_that_passed_is_kept_and_outlives_a_wrong_one():
    def mse(Y_hat, Y):
        return ((Y_hat - Y) ** 2).mean()  # the learner's own words

    check(MSE, mse)
    kept = records.read()[MSE]["answer"]
    assert kept.startswith("def mse(Y_hat, Y):\n")
    assert kept.endswith("own words\n")
    check(MSE, lambda Y_hat, Y: 0.0)
    assert records.read()[MSE]["answer"] == kept


def test_what_was_shown_or_has_no_source_is_not_kept():
    check(MSE, exercises.find(MSE).reference)
    assert "answer" not in records.read().get(MSE, {})
    check(MSE, functools.partial(right))
    assert records.read()[MSE]["passed"]
    assert "answer" not in records.read()[MSE]


def test_a_class_of_a_notebook_has_a_source():
    text = "class Step:\n    def take(self):\n        return 1\n"
    linecache.cache["<cell 1>"] = (len(text), None, text.splitlines(keepends=True), "<cell 1>")
    names = {"__name__": "__main__"}
    exec(compile(text, "<cell 1>", "exec"), names)
    assert written(names["Step"]) == text
