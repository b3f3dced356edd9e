"""`nncourse classroom report` and `feedback`: pages on the class, and one for each student."""

from pathlib import Path
from typing import Annotated

import typer

from nncourse.classroom.errors import CourseError
from nncourse.classroom.grading.standing import Standing
from nncourse.classroom.report import feedback as pages
from nncourse.classroom.report import page
from nncourse.command.classroom.arguments import CourseFolder, Name
from nncourse.command.classroom.standings import with_marks_by_hand
from nncourse.command.classroom.telling import command, many, next_step, with_bar
from nncourse.command.streams import say


def report(
    name: Name,
    names: Annotated[
        bool, typer.Option("--names", help="Name the students; else nobody is named.")
    ] = False,
    course: CourseFolder = Path(),
) -> None:
    """Write the page on the class: marks, each exercise, and which mistakes it made, by name."""
    found = graded(course, name)
    say(f"Wrote {page.write(found, names=names)}; open it in a browser.")
    next_step(course, "feedback", name)


def feedback(name: Name, course: CourseFolder = Path()) -> None:
    """Write a page for each student: what was right, what was not, and what to try."""
    found = graded(course, name)
    made = pages.write(found, lambda students: with_bar(students, "written "))
    say(f"Wrote {many(len(made), 'page')} in {course / 'feedback' / name}")
    next_step(course, "export", name, "--csv")


def graded(course: Path, name: str) -> Standing:
    """How an assignment stands of which something was graded."""
    found = with_marks_by_hand(course, name)
    if not found.results:
        raise CourseError(f"{name} is not graded yet: first {command(course, 'grade', name)}")
    return found
