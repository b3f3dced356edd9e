"""`nncourse classroom verify`: whether an assignment grades as it should, before it is used."""

from pathlib import Path

import typer

from nncourse.classroom.grading.standing import standing
from nncourse.classroom.grading.verifying import verify as faults_in
from nncourse.command.classroom.arguments import CourseFolder, Jobs, Name, Trusted
from nncourse.command.classroom.engine import grader
from nncourse.command.classroom.telling import many, next_step
from nncourse.command.streams import say


def verify(
    name: Name, jobs: Jobs = None, trusted: Trusted = False, course: CourseFolder = Path()
) -> None:
    """Try an assignment out: right answers get all points, a blank and known mistakes none.

    Every exercise is tried, also those that are drawn and your own, graded as students' work is.
    """
    found = standing(course, name)
    faults = faults_in(found, grader(jobs, trusted))
    if faults:
        say("\n".join(["Not as it should be:", *(f"  {fault}" for fault in faults)]))
        raise typer.Exit(1)
    ids = found.assignment.every_id
    mistakes = sum(len(found.exercise(id).mistakes) for id in ids)
    say(
        f"{name}: {many(len(ids), 'exercise')} as they should be. Right answers get all points, "
        f"the notebook as it is given out none, and none of {many(mistakes, 'known mistake')} "
        "gets any."
    )
    next_step(course, "collect", name, "...")
