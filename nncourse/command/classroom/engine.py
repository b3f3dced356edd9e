"""What grades for a subcommand: side by side on this computer, or on a cluster, with a bar."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

from nncourse.classroom.grading.batch import Submission, grade_all
from nncourse.classroom.grading.grading import Result
from nncourse.classroom.grading.standing import Grade
from nncourse.command.classroom.standings import instructors_packages
from nncourse.progress import progress_bar


def grader(jobs: int | None, trusted: bool = False, scheduler: str | None = None) -> Grade:
    """What grades submissions in the folder of a run, as the user wants it done."""
    if scheduler and trusted:
        raise ValueError("--trusted and --scheduler: a cluster grades in sandboxes only")

    def grade(submissions: list[Submission], run: Path) -> Iterator[Result]:
        if scheduler:
            with instructors_packages("cluster"):
                from nncourse.classroom.grading import cluster
            results = cluster.grade_all(submissions, run, scheduler=scheduler)
        else:
            results = grade_all(submissions, run, jobs=jobs or processors(), trusted=trusted)
        with progress_bar(0, len(submissions), sys.stderr.isatty(), "graded ") as bar:
            for result in results:
                bar.update()
                yield result

    return grade


def processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
