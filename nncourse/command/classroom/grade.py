"""`nncourse classroom grade`: every submission, run in a sandbox and judged outside of it."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from nncourse.classroom.errors import CourseError, Remark
from nncourse.classroom.grading.standing import note_trusted, standing
from nncourse.classroom.grading.summary import summary, to_look_at
from nncourse.command.classroom.arguments import CourseFolder, Jobs, Name, Trusted
from nncourse.command.classroom.engine import grader
from nncourse.command.classroom.standings import into_grade_book
from nncourse.command.classroom.telling import command, next_step, tell
from nncourse.command.streams import say

Scheduler = Annotated[
    str | None,
    typer.Option(
        metavar="ADDRESS", help="Grade on the Dask cluster with this scheduler: tcp://host:8786."
    ),
]


def grade(
    name: Name,
    jobs: Jobs = None,
    resume: Annotated[
        bool,
        typer.Option(
            "--resume",
            help="Go on where grading was stopped. It always does: what this version has graded, "
            "and is unchanged, is not graded twice.",
        ),
    ] = False,
    anew: Annotated[
        bool, typer.Option("--anew", help="Grade everything, also what is graded.")
    ] = False,
    scheduler: Scheduler = None,
    trusted: Trusted = False,
    course: CourseFolder = Path(),
) -> None:
    """Grade what was collected; at the end nbgrader's grade book holds it, for formgrader.

    More time, excuses and points given by hand stand in assignment.toml, and count without grading
    again.
    """
    before = standing(course, name)
    if not before.received:
        raise CourseError(
            f"nothing was handed in for {name}: first {command(course, 'collect', name, '...')}"
        )
    if anew and resume:
        raise ValueError("--anew and --resume: one grades everything, the other what is left")
    grade_with = grader(jobs, trusted, scheduler)
    run = before.course.run(name)
    if trusted:
        note_trusted(run)
    if anew:
        (run / "journal.jsonl").unlink(missing_ok=True)
    try:
        failed = [one for one in grade_with(before.submissions, run) if not one.exercises]
    except KeyboardInterrupt:
        again = command(course, "grade", name)
        print(f"\nStopped. What is graded is kept; go on with:\n  {again}", file=sys.stderr)
        raise typer.Exit(130) from None
    finish(course, name, {one.student: one.status for one in failed})


def finish(course: Path, name: str, failed: dict[str, str]) -> None:
    """Say how the class did, and write the grade book; `failed` says why somebody has no result."""
    after = standing(course, name)
    say(f"{name}: {summary(after)}")
    say(f"Results: {after.course.run(name) / 'results'}")
    if after.trusted:
        say("Some answers were run without a sandbox (--trusted); the report says so.")
    others = [one for one in to_look_at(after) if one.about not in failed]
    reasons = [Remark(student, failed[student]) for student in sorted(failed)]
    tell([*others, *reasons, *into_grade_book(after)])
    if (course / "gradebook.db").exists():
        say(f"Marks by hand: start jupyter lab in {course.resolve()} and open formgrader there.")
    if failed:
        say(f"Not all could be graded. Try again: {command(course, 'grade', name)}")
        raise typer.Exit(1)
    next_step(course, "report", name)
