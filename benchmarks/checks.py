"""How long a learner waits for a verdict: `python -m benchmarks.checks`.

Every exercise, with right and with wrong answers.

A check has 0.2 seconds at the median and 0.5 at the 95th percentile. The first check of an exercise
takes longest, since what the known mistakes do is computed then; a new process is timed as well,
as a learner meets it who opens a chapter and runs one check.
"""

import io
import os
import subprocess
import sys
import time
from contextlib import redirect_stdout
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from nncourse.checking import check
from nncourse.exercises import catalogue

Times = list[tuple[float, str]]  # seconds, and what they were spent on
MOST = {"median": 0.2, "95 %": 0.5}

FIRST = """
import sys
from benchmarks.checks import seconds_of
from nncourse.exercises import find
exercise = find(sys.argv[1])
print(seconds_of(exercise.id, exercise.mistakes[0].answer))
"""


def seconds_of(exercise_id: str, answer: Any) -> float:
    """Seconds that one check takes, with all that it shows."""
    with redirect_stdout(io.StringIO()):
        started = time.perf_counter()
        check(exercise_id, answer)
        return time.perf_counter() - started


def first_checks() -> Times:
    """The first check of each exercise, wrong answered, each in a process of its own."""
    return [
        (float(subprocess.check_output([sys.executable, "-c", FIRST, exercise.id])), exercise.id)
        for exercise in catalogue()
    ]


def later_checks(rounds: int) -> Times:
    """Checks of the right answer and of every known mistake, after a first one."""
    times = []
    for exercise in catalogue():
        answers = [("right", exercise.reference)]
        answers += [(mistake.id, mistake.answer) for mistake in exercise.mistakes]
        seconds_of(exercise.id, exercise.mistakes[0].answer)
        for _ in range(rounds):
            for name, answer in answers:
                times.append((seconds_of(exercise.id, answer), f"{exercise.id}, {name}"))
    return times


def report(rounds: int = 5) -> None:
    """Time and print the table."""
    print(f"{'seconds a check':<22}{'number':>8}{'median':>9}{'95 %':>9}{'longest':>9}")
    with TemporaryDirectory() as home:
        os.environ["NNCOURSE_HOME"] = home
        for name, times in (
            ("first, new process", first_checks()),
            ("later, same process", later_checks(rounds)),
        ):
            median, high = np.percentile([seconds for seconds, _ in times], [50, 95])
            longest, what = max(times)
            row = f"{name:<22}{len(times):>8}{median:>9.3f}{high:>9.3f}{longest:>9.3f}  {what}"
            print(row, flush=True)
    print(f"{'allowed':<30}{MOST['median']:>9.3f}{MOST['95 %']:>9.3f}")


if __name__ == "__main__":
    report()
