"""How long a class takes to grade, and how much memory: `python -m benchmarks.grading forward 300`.

Every submission of the class is honest: the package's own source, as a learner would have written
it. Printed are the seconds, those of the processors in all sandboxes together, and the most memory
that the grader itself had.
"""

import argparse
import ctypes
import json
import os
import resource
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from nncourse import exercises
from nncourse.classroom.grading.batch import Submission, grade_all
from nncourse.classroom.grading.cells import as_cell
from nncourse.classroom.grading.grading import Task, Work
from nncourse.classroom.sandbox import withheld

SUBREAPER = 36  # PR_SET_CHILD_SUBREAPER: whoever was in a sandbox is counted here in the end


def honest_class(chapter: str, number: int, folder: Path) -> list[Submission]:
    """So many right submissions of a chapter; no two have the same bytes."""
    asked = exercises.exercises_of(chapter)
    work = Work(chapter, tuple(Task(exercise, exercise.points) for exercise in asked))
    cells = ["import numpy as np"]
    for exercise in asked:
        may_import = set(withheld.surroundings(exercise).names.values())
        cells.append(as_cell(exercise.reference, exercise.name, may_import))
    handed_in = []
    for i in range(number):
        path = folder / f"{i:04d}.ipynb"
        texts = [*cells, f"student = {i}"]
        made = [{"cell_type": "code", "source": text} for text in texts]
        path.write_text(json.dumps({"cells": made}))
        handed_in.append(Submission(f"{i:04d}", path, work))
    return handed_in


def reap() -> None:
    """Let the system add up what those who have ended have used."""
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def used(whose: int) -> float:
    """The seconds of a processor that this process or its children have used."""
    usage = resource.getrusage(whose)
    return usage.ru_utime + usage.ru_stime


def main() -> None:
    """Grade a class and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("chapter", choices=exercises.CHAPTERS)
    parser.add_argument("number", type=int)
    parser.add_argument("-j", "--jobs", type=int, default=2)
    options = parser.parse_args()
    ctypes.CDLL(None).prctl(SUBREAPER, 1, 0, 0, 0)
    with tempfile.TemporaryDirectory() as place:
        handed_in = honest_class(options.chapter, options.number, Path(place))
        full = sum(task.points for task in handed_in[0].work.tasks)
        start = time.perf_counter()
        right = 0
        for result in grade_all(handed_in, Path(place), jobs=options.jobs):
            right += result.points == full
            if result.points != full:
                print(result.to_json())
        seconds = time.perf_counter() - start
    reap()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{options.chapter}: {right} of {options.number} right in {seconds:.1f} s "
        f"({options.jobs} at a time); processors: {used(resource.RUSAGE_CHILDREN):.1f} s in "
        f"sandboxes, {used(resource.RUSAGE_SELF):.1f} s in the grader; {memory:.0f} MB"
    )


if __name__ == "__main__":
    main()
