"""Judging an answer: run it beside the package's own function on hidden inputs, then diagnose.

What the package's function and the known mistakes give on the probes is computed before any
answer runs, and kept.
"""

import time
import zlib
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

from nncourse import exercises
from nncourse.checking import pristine
from nncourse.checking.comparing import Outcomes
from nncourse.checking.diagnosis import Bank, Diagnosis
from nncourse.checking.misplaced import other_arguments, other_results, that_is_right
from nncourse.checking.running import Outcome, run, run_trusted
from nncourse.checking.stubs import declined, is_stub
from nncourse.checking.surroundings import ordinary
from nncourse.checking.values import describe
from nncourse.checking.verdict import Verdict, compose
from nncourse.exercises.form import Exercise, Mistake, Probe, Variant


def judge(
    exercise: str | Exercise, answer: Any, *, seed: int | None = None, seconds: float | None = None
) -> Verdict:
    """The verdict on an answer, without showing it or writing anything down.

    Parameters
    ----------
    exercise : its id, or the exercise itself.
    answer : the learner's function or class.
    seed : draws other hidden inputs; the same ones for everybody if not given.
    seconds : stop the answer after so long; the exercise's own limit if not given.

    Raises
    ------
    KeyError
        If there is no such exercise.

    Examples
    --------
    >>> verdict = judge("basics.mse", lambda Y_hat, Y: ((Y_hat - Y) ** 2).sum())
    >>> verdict.passed, verdict.mistake
    (False, 'sum_not_mean')
    """
    exercise = exercises.find(exercise) if isinstance(exercise, str) else exercise
    if is_stub(answer):
        return not_attempted(exercise)
    if not callable(answer):
        return not_callable(exercise, answer)
    seed = default_seed(exercise) if seed is None else seed
    replaced = pristine.restore()
    with ordinary():
        return judge_attempt(exercise, answer, seed, seconds, replaced)


def judge_attempt(
    exercise: Exercise, answer: Any, seed: int, seconds: float | None, replaced: list[str]
) -> Verdict:
    """The verdict on an answer that was written; `replaced` is what the session had replaced."""
    probes, expected = right_outcomes(exercise, seed)
    try:
        answer_run = run(exercise, answer, probes, seconds)
    finally:
        replaced = replaced + pristine.restore()
    replaced = [*replaced, *answer_run.replaced]
    if declined(answer_run):
        return not_attempted(exercise)
    is_right = trial(exercise, probes, expected, seconds)
    verdict = Diagnosis(
        exercise,
        probes,
        expected,
        answer_run,
        lambda: known_outcomes(exercise, seed),
        lambda: that_is_right(other_arguments(exercise, answer), is_right),
        lambda: that_is_right(other_results(exercise, answer), is_right),
    ).verdict()
    return tampered(verdict, replaced) if replaced else verdict


def trial(
    exercise: Exercise, probes: Sequence[Probe], expected: Outcomes, seconds: float | None
) -> Callable[[Any], bool]:
    """What tells of a changed answer whether it is right; none is tried after the time is up."""
    end = time.monotonic() + exercise.seconds

    def is_right(changed: Any) -> bool:
        if time.monotonic() > end:
            return False
        try:
            again = run(exercise, changed, probes, seconds)
        finally:
            pristine.restore()
        return not again.stopped and not Diagnosis(exercise, probes, expected, again, tuple).wrong()

    return is_right


def default_seed(exercise: Exercise) -> int:
    """The seed of an exercise's hidden inputs."""
    return zlib.crc32(exercise.id.encode())


@lru_cache(maxsize=256)
def right_outcomes(exercise: Exercise, seed: int) -> tuple[tuple[Probe, ...], tuple[Outcome, ...]]:
    """The probes of a seed, and what the package's own function gives on them."""
    probes = tuple(exercise.draw(seed))
    return probes, run_trusted(exercise, exercise.reference, probes)


@lru_cache(maxsize=256)
def known_outcomes(exercise: Exercise, seed: int) -> Bank:
    """What each known mistake and accepted variant gives on the probes of a seed."""
    probes, _ = right_outcomes(exercise, seed)
    bank: list[Mistake | Variant] = [*exercise.mistakes, *exercise.variants]
    return [(known, run_trusted(exercise, known.answer, probes)) for known in bank]


def not_attempted(exercise: Exercise) -> Verdict:
    """The verdict on a stub."""
    message = (
        f"Write the body of {exercise.name} in the cell above, run it, then run this cell again."
    )
    if exercises.is_in_a_chapter(exercise.id):
        message += (
            f' For help: hint("{exercise.id}"). Until then the chapter goes on with the package\'s '
            "own."
        )
    return Verdict(exercise.id, False, "not attempted", message)


def not_callable(exercise: Exercise, answer: Any) -> Verdict:
    """The verdict on something that is no function."""
    name, got = exercise.name, describe(answer)
    message = f"check needs the function {name} itself; what it got is {got}. "
    message += "Give it the name alone, without brackets"
    if exercises.is_in_a_chapter(exercise.id):
        message += f': check("{exercise.id}", {name})'
    return Verdict(exercise.id, False, "type", f"{message}.")


def tampered(verdict: Verdict, replaced: list[str]) -> Verdict:
    """A verdict that also tells what was replaced in NumPy or Python, and is now restored."""
    names = ", ".join(sorted(set(replaced))[:3])
    message = compose(
        [
            f"Your code replaced {names}, which everything else here uses; it has been put back.",
            "Give your own functions names of their own, then check again.",
        ]
    )
    return Verdict(verdict.exercise, False, "changed input", message, None, (), verdict.printed)
