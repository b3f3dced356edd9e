"""The session's own settings: they change no verdict, and a check changes none of them."""
# ruff: noqa: NPY002 - the global random numbers are the subject here

import locale
import os
import random
import sys
import threading
import warnings
from contextvars import copy_context

import numpy as np
import pytest

from nncourse import exercises
from nncourse.checking import judge, running
from nncourse.checking.judging import known_outcomes, right_outcomes

CATALOGUE = exercises.catalogue()


@pytest.fixture(autouse=True)
def session(monkeypatch):
    """A session of its own, which has judged nothing yet; what a test sets in it goes with it."""
    monkeypatch.setattr(running, "rehearse", lambda work, seconds: None)
    forget()
    kept = np.geterr(), np.geterrcall(), np.get_printoptions(), random.getstate()
    numpy, limit, folder = np.random.get_state(), sys.getrecursionlimit(), os.getcwd()
    number = locale.setlocale(locale.LC_NUMERIC)
    with warnings.catch_warnings():
        yield
    np.seterr(**kept[0])
    np.seterrcall(kept[1])
    np.set_printoptions(**kept[2])
    random.setstate(kept[3])
    np.random.set_state(numpy)
    sys.setrecursionlimit(limit)
    os.chdir(folder)
    locale.setlocale(locale.LC_NUMERIC, number)
    forget()


def forget():
    """No outcome is known yet."""
    right_outcomes.cache_clear()
    known_outcomes.cache_clear()


def seen():
    """All settings of the session, for comparison."""
    return (
        np.geterr(),
        np.geterrcall(),
        {k: v for k, v in np.get_printoptions().items()},
        list(warnings.filters),
        random.getstate(),
        str(np.random.get_state()),
        sys.getrecursionlimit(),
        locale.setlocale(locale.LC_NUMERIC),
        os.path.realpath("."),
    )


def overflowing(Z):
    return 1 / (1 + np.exp(-Z))


def verdicts(ids=("forward.sigmoid", "forward.softmax", "backprop.softmax_cross_entropy_backward")):
    """The texts of verdicts on right and wrong answers, judged for the first time."""
    forget()
    listed = [exercises.find(id) for id in ids]
    texts = [str(judge(exercise, exercise.reference)) for exercise in listed]
    texts += [str(judge(e, mistake.answer)) for e in listed for mistake in e.mistakes]
    return [*texts, str(judge("forward.sigmoid", overflowing))]


def raise_at_numbers(tmp_path):
    np.seterr(all="raise")


def ignore_numbers(tmp_path):
    np.seterr(all="ignore")


def call_at_numbers(tmp_path):
    np.seterrcall(lambda kind, flag: sys.exit(kind))
    np.seterr(all="call")


def raise_at_warnings(tmp_path):
    warnings.simplefilter("error")


def ignore_warnings(tmp_path):
    warnings.simplefilter("ignore")


def print_little(tmp_path):
    np.set_printoptions(precision=1, threshold=2, suppress=True, formatter={"all": lambda x: "?"})


def seed_numbers(tmp_path):
    random.seed(1)
    np.random.seed(1)
    random.gauss(0, 1)
    np.random.normal()


def limit_recursion(tmp_path):
    sys.setrecursionlimit(500)


def leave_and_delete_the_folder(tmp_path):
    gone = tmp_path / "gone"
    gone.mkdir()
    os.chdir(gone)
    gone.rmdir()


def speak_otherwise(tmp_path):
    locale.setlocale(locale.LC_NUMERIC, "C.UTF-8")


NASTY = [raise_at_numbers, ignore_numbers, call_at_numbers, raise_at_warnings, ignore_warnings]
NASTY += [print_little, seed_numbers, limit_recursion, speak_otherwise]


@pytest.mark.parametrize("nasty", NASTY, ids=lambda nasty: nasty.__name__)
def test_verdicts_do_not_depend_on_the_session(nasty, tmp_path):
    fresh = verdicts()
    nasty(tmp_path)
    before = seen()
    assert verdicts() == fresh
    assert seen() == before


def test_verdicts_do_not_depend_on_a_folder_that_is_gone(tmp_path):
    fresh = verdicts()
    leave_and_delete_the_folder(tmp_path)
    assert verdicts() == fresh


@pytest.mark.parametrize("setting", ["raise", "ignore"])
@pytest.mark.parametrize("platform", [sys.platform, "emscripten"])
def test_all_references_pass_whatever_numpy_is_told(setting, platform, monkeypatch):
    monkeypatch.setattr(running.sys, "platform", platform)
    np.seterr(all=setting)
    for exercise in CATALOGUE:
        verdict = judge(exercise, exercise.reference, seconds=20)
        assert verdict.passed, str(verdict)
        assert "warned" not in verdict.message


def test_overflow_is_named_whatever_numpy_is_told():
    np.seterr(all="ignore")
    assert judge("forward.sigmoid", overflowing).mistake == "overflows"


def test_in_a_thread_and_in_a_context_of_its_own():
    """As in a kernel, whose cells run in a context, and in threads started from a cell."""
    fresh, found = verdicts(), []

    def cell():
        np.seterr(all="raise")
        found.append(verdicts())
        assert np.geterr()["over"] == "raise"

    copy_context().run(cell)
    thread = threading.Thread(target=cell)
    thread.start()
    thread.join()
    assert found == [fresh, fresh]


def test_two_checks_at_once_leave_the_session_as_it_was():
    before, passed = seen(), []

    def cell():
        passed.extend(judge("basics.mse", lambda a, b: np.mean((a - b) ** 2)).passed for _ in "abc")

    threads = [threading.Thread(target=cell) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert passed == [True] * 12
    assert seen() == before


@pytest.mark.parametrize("platform", [sys.platform, "emscripten"])
def test_what_an_answer_sets_is_undone(platform, monkeypatch, tmp_path):
    monkeypatch.setattr(running.sys, "platform", platform)
    before = seen()

    def answer(Y_hat, Y):
        os.chdir(tmp_path)
        for nasty in NASTY:
            nasty(tmp_path)
        np.seterr(all="ignore")
        np.random.set_state(np.random.RandomState(3).get_state())
        return np.mean((Y_hat - Y) ** 2)

    assert judge("basics.mse", answer, seconds=20).passed
    assert seen() == before


def test_an_answer_meets_the_usual_surroundings():
    met = []

    def answer(Y_hat, Y):
        met.append(
            (
                np.geterr(),
                np.get_printoptions(),
                locale.setlocale(locale.LC_NUMERIC),
                sys.getrecursionlimit(),
                random.random(),
                np.random.random(),
            )
        )
        return np.mean((Y_hat - Y) ** 2)

    assert judge("basics.mse", answer).passed
    for nasty in NASTY:
        nasty(None)
    fresh, met[:] = met[:], []
    assert judge("basics.mse", answer).passed
    assert met == fresh
    assert fresh[0][4] != fresh[1][4]


def test_random_answers_get_the_same_verdict_each_time():
    def answer(n_in, n_out, rng):
        return np.random.normal(size=(n_in, n_out)) * np.sqrt(2 / n_in)

    texts = set()
    for seed in range(3):
        np.random.seed(seed)
        texts.add(str(judge("mnist.he_init", answer)))
    assert len(texts) == 1


def test_the_generator_behind_the_global_numbers_is_kept():
    np.random.set_bit_generator(np.random.PCG64(5))
    try:
        expected = np.random.RandomState(np.random.PCG64(5)).random()
        assert not judge("basics.mse", lambda Y_hat, Y: np.random.random()).passed
        assert np.random.random() == expected
    finally:
        np.random.set_bit_generator(np.random.MT19937())
