"""How long a class takes to grade, and how much memory: `python -m benchmarks.grading forward 300`.

Every submission of the class is honest: the package's own source, as a learner would have written
it. Printed are the seconds, those of the processors in all sandboxes together, and the most memory
that the grader itself had. Of several sizes, each in a process of its own, a plot can be drawn:

    python -m benchmarks.grading forward 100 300 1000 3000 --plot cost.svg
"""

import argparse
import ctypes
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

import numpy as np

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


def measured(chapter: str, number: int, jobs: int) -> dict[str, float]:
    """Grade a class and take the figures."""
    ctypes.CDLL(None).prctl(SUBREAPER, 1, 0, 0, 0)
    with tempfile.TemporaryDirectory() as place:
        handed_in = honest_class(chapter, number, Path(place))
        full = sum(task.points for task in handed_in[0].work.tasks)
        load, start = os.getloadavg()[0], time.perf_counter()
        right = sum(r.points == full for r in grade_all(handed_in, Path(place), jobs=jobs))
        seconds = time.perf_counter() - start
    reap()
    return {
        "number": number,
        "right": right,
        "seconds": round(seconds, 1),
        "seconds of processors in sandboxes": round(used(resource.RUSAGE_CHILDREN), 1),
        "seconds of processors in the grader": round(used(resource.RUSAGE_SELF), 1),
        "memory of the grader, MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "load before": round(load, 1),
    }


def measured_apart(chapter: str, number: int, jobs: int) -> dict[str, float]:
    """The same in a process of its own, whose memory starts anew."""
    command = [sys.executable, "-m", "benchmarks.grading", chapter, str(number), f"-j{jobs}"]
    return json.loads(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout)


def fitted(rows: list[dict[str, float]]) -> tuple[np.ndarray, float]:
    """The line through the seconds, and by what part of it a class is farthest from it."""
    numbers = np.array([row["number"] for row in rows])
    seconds = np.array([row["seconds"] for row in rows])
    # A class of twice the size may be twice as far from the line.
    line = np.polyfit(numbers, seconds, 1, w=1 / seconds)
    return line, float(np.abs(seconds / np.polyval(line, numbers) - 1).max())


def plot(rows: list[dict[str, float]], path: Path) -> None:
    """Draw the seconds over the size of the class, with the line through them."""
    import matplotlib.pyplot as plt

    line, farthest = fitted(rows)
    numbers = np.array([row["number"] for row in rows])
    figure, axes = plt.subplots(figsize=(6, 4), layout="constrained")
    axes.plot(numbers, np.polyval(line, numbers), color="0.6", label="the line through them")
    axes.plot(numbers, [row["seconds"] for row in rows], "o", color="#0b62b9", label="measured")
    axes.set(xlabel="submissions", ylabel="seconds", xlim=0, ylim=0)
    axes.set_title(f"{1000 * line[0]:.0f} ms a submission; at most {farthest:.0%} off the line")
    axes.legend()
    figure.savefig(path)


def main() -> None:
    """Grade classes and print the figures, a line of JSON for each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("chapter", choices=exercises.CHAPTERS)
    parser.add_argument("numbers", type=int, nargs="+", help="of submissions")
    parser.add_argument("-j", "--jobs", type=int, default=2)
    parser.add_argument("--plot", type=Path, help="where to draw the cost of several sizes")
    options = parser.parse_args()
    measure = measured if len(options.numbers) == 1 else measured_apart
    rows = []
    for number in options.numbers:
        rows.append(measure(options.chapter, number, options.jobs))
        print(json.dumps(rows[-1]), flush=True)
    if options.plot:
        plot(rows, options.plot)


if __name__ == "__main__":
    main()
