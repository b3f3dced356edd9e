"""`nncourse classroom regrade`: one exercise again, with a reason, and nothing else."""

from pathlib import Path
from typing import Annotated, Any

import typer

from nncourse.classroom.grading.regrading import RECORD
from nncourse.classroom.grading.regrading import regrade as grade_again
from nncourse.classroom.grading.standing import note_trusted, standing
from nncourse.command.classroom.arguments import CourseFolder, Jobs, Name, Trusted
from nncourse.command.classroom.engine import grader
from nncourse.command.classroom.grade import Scheduler
from nncourse.command.classroom.standings import into_grade_book
from nncourse.command.classroom.telling import many, next_step, tell
from nncourse.command.streams import say

SHOWN = 20  # of the changes; all of them are on record


def regrade(
    name: Name,
    only: Annotated[str, typer.Option(metavar="EXERCISE", help="Which: basics.mse.")],
    reason: Annotated[str, typer.Option(metavar="TEXT", help="Why; it is kept on record.")],
    jobs: Jobs = None,
    scheduler: Scheduler = None,
    trusted: Trusted = False,
    course: CourseFolder = Path(),
) -> None:
    """Grade one exercise again for all who handed in: after it was mended, say.

    All other results stay as they are, and grading later does not undo it. If it is interrupted,
    repeat it. To change the points of a single student, write an override with its reason into
    assignment.toml instead.
    """
    before = standing(course, name)
    grade_with = grader(jobs, trusted, scheduler)
    if trusted:
        note_trusted(before.course.run(name))
    done = grade_again(before, only, reason, grade_with)
    changed = len(done.changes)
    say(f"{only}: graded again for {many(len(done.students), 'student')}; {changed} changed.")
    for change in done.changes[:SHOWN]:
        say(f"  {change['student']}: {in_words(change['from'])} -> {in_words(change['to'])}")
    if changed > SHOWN:
        say(f"  and {changed - SHOWN} more")
    say(f"On record: {before.course.run(name) / RECORD}")
    tell([*done.remarks, *into_grade_book(standing(course, name))])
    if done.failed:
        say("Not all could be graded again. Repeat this command for those that are left.")
        raise typer.Exit(1)
    next_step(course, "report", name)


def in_words(judged: dict[str, Any]) -> str:
    """What somebody got: 0 of 2 (sums_the_squares)."""
    return f"{judged['points']:g} of {judged['of']:g} ({judged['mistake'] or judged['kind']})"
