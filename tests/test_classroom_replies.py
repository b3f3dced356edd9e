"""What comes back from the sandbox may be anything: it is read and judged, or refused."""

import random

import numpy as np
import pytest

from nncourse import exercises
from nncourse.checking.judging import default_seed, known_outcomes, right_outcomes
from nncourse.classroom.grading.grading import Graded
from nncourse.classroom.grading.replies import ReplyError, reply_of, text
from nncourse.classroom.sandbox import plain

IDS = ("basics.mse", "mnist.minibatches", "autograd.topological_order", "forward.softmax")
ODD = [
    None, True, -1, 0, 2, 1e308, float("nan"), 2**63, 2**100, "", "a", [], [1], ["a"], {}, {"a": 1},
    (), np.zeros(0), np.zeros((3, 0)), np.full(3, np.nan), np.array(True), np.array(1j), b"x",
    np.random.default_rng(0), slice(1), "\ud800", "x" * 5000, [[[[[[[[1]]]]]]]],
]  # fmt: skip


def honest(exercise) -> dict:
    """The reply to a right answer."""
    _, expected = right_outcomes(exercise, default_seed(exercise))
    outcomes = [
        {"value": o.value, "trouble": None, "changed": [], "warned": "", "silent": False}
        for o in expected
    ]
    run = {"outcomes": outcomes, "printed": "", "stopped": None, "replaced": [],
           "left_threads": False}  # fmt: skip
    return {"fault": "", "found": True, "stub": False, "kind": "", "names": ["a"], "failed": [],
            "replaced": [], "runs": [run]}  # fmt: skip


def judged(exercise, told):
    """The verdict on a reply; None if it is refused."""
    seed = default_seed(exercise)
    probes, expected = right_outcomes(exercise, seed)
    try:
        reply = reply_of(plain.dumps(told), exercise, probes)
    except ReplyError:
        return None
    bank = known_outcomes(exercise, seed)
    runs = reply.runs
    return Graded(exercise, probes, expected, runs[0], lambda: bank).verdict() if runs else None


def damaged(value, rng):
    """A copy of a value with something odd at a random place."""
    if rng.random() < 0.15:
        return rng.choice(ODD)
    if isinstance(value, dict) and value:
        key = rng.choice(list(value))
        return {**value, key: damaged(value[key], rng)}
    if isinstance(value, list | tuple) and value:
        i = rng.randrange(len(value))
        return type(value)([*value[:i], damaged(value[i], rng), *value[i + 1 :]])
    return rng.choice(ODD)


@pytest.mark.parametrize("id", IDS)
def test_a_right_reply_passes(id):
    exercise = exercises.find(id)
    assert judged(exercise, honest(exercise)).passed


@pytest.mark.parametrize("id", IDS)
def test_a_reply_with_anything_in_it_is_judged_or_refused(id):
    exercise, rng = exercises.find(id), random.Random(id)
    whole = honest(exercise)
    for _ in range(400):
        verdict = judged(exercise, damaged(whole, rng))
        if verdict is not None:
            verdict.message.encode("utf-8")


def test_more_outcomes_than_there_are_inputs_are_refused():
    exercise = exercises.find("basics.mse")
    told = honest(exercise)
    told["runs"][0]["outcomes"] *= 2
    assert judged(exercise, told) is None


def test_fewer_outcomes_do_not_pass():
    exercise = exercises.find("basics.mse")
    told = honest(exercise)
    told["runs"][0]["outcomes"].pop()
    assert judged(exercise, told).kind == "stopped"


def test_no_outcome_at_all_does_not_pass():
    exercise = exercises.find("basics.mse")
    told = honest(exercise)
    told["runs"][0]["outcomes"] = []
    assert not judged(exercise, told).passed


def test_a_text_is_fit_for_a_terminal_a_file_and_a_second_run():
    assert text("a\x1b[2J\x00b\ud800\u202ec at 0x7ffe12345678\n") == "a[2Jbc at 0x...\n"
    assert text("x" * 10**6) == "x" * 160
    assert text(b"bytes") == ""
