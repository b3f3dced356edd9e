"""`nncourse classroom export`: marks for a platform's sheet, or as a table of our own."""

from pathlib import Path
from typing import Annotated

import typer

from nncourse.classroom.course.marks import Mark, rows
from nncourse.classroom.errors import CourseError, Remark
from nncourse.classroom.exchange.sheets import as_csv, fill, open_sheet
from nncourse.classroom.grading.standing import Standing, standing
from nncourse.classroom.grading.summary import not_graded, outdated
from nncourse.command.classroom.arguments import Column, CourseFolder, Name
from nncourse.command.classroom.report import graded
from nncourse.command.classroom.telling import many, tell
from nncourse.command.streams import say
from nncourse.files import write_whole


def export(
    name: Name,
    csv: Annotated[bool, typer.Option("--csv", help="A table of all points.")] = False,
    canvas: Annotated[
        Path | None, typer.Option(metavar="SHEET", help="Canvas's grade book, to be filled.")
    ] = None,
    moodle: Annotated[
        Path | None, typer.Option(metavar="SHEET", help="Moodle's grading worksheet, likewise.")
    ] = None,
    column: Column = None,
    gradescope: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Write Gradescope's autograder archive: it grades there."
        ),
    ] = None,
    course: CourseFolder = Path(),
) -> None:
    """Fill a platform's grade sheet, or write the points as a table.

    Give the sheet as you downloaded it. It stays as it is: a copy in exports/ has the grades in it,
    and not another byte is different. What is missing counts 0; who is excused is left out.
    """
    if not (csv or canvas or moodle or gradescope):
        raise ValueError(
            "say what to export: --csv, --canvas SHEET, --moodle SHEET or --gradescope FILE"
        )
    if gradescope:
        write_autograder(standing(course, name), gradescope)
    if not (csv or canvas or moodle):
        return
    found = graded(course, name)
    left_out = not_graded(found)
    marks = {id: mark for id, mark in found.marks.items() if id not in left_out}
    found.course.exports.mkdir(exist_ok=True)
    if csv:
        data = as_csv(rows(found.assignment, found.roster, marks))
        write(found.course.exports / f"{name}.csv", data, len(marks))
    for platform, sheet in (("canvas", canvas), ("moodle", moodle)):
        if sheet:
            fill_in(found, marks, sheet, platform, column)
    again = "handed in again since the last grading; the points are those of before"
    tell([Remark(id, again) for id in outdated(found)])
    tell([Remark(id, "was not graded yet, and is left out") for id in left_out])


def fill_in(
    found: Standing, marks: dict[str, Mark], path: Path, platform: str, column: str | None
) -> None:
    """Fill a copy of a platform's sheet."""
    name = found.assignment.name
    sheet = open_sheet(path, [column] if column else [found.assignment.title, name])
    if sheet.platform != platform:
        raise CourseError(f"{path} is a sheet of the other platform: give it as --{sheet.platform}")
    points = {id: mark.points for id, mark in marks.items()}
    filled = fill(sheet, found.roster, points, found.assignment.points)
    suffix = path.suffix or ".csv"
    write(found.course.exports / f"{name}-{platform}{suffix}", filled.data, len(filled.students))
    tell(filled.remarks)


def write(path: Path, data: bytes, students: int) -> None:
    """Write a file whole, and say so."""
    write_whole(path, data)
    say(f"Wrote {path}, with the marks of {many(students, 'student')}.")


def write_autograder(found: Standing, path: Path) -> None:
    """Write the archive with which Gradescope grades by itself."""
    from nncourse.classroom.exchange.gradescope import archive

    write_whole(path, archive(found.course, found.assignment, found.private))
    say(f"Wrote {path}: upload it as the autograder of {found.assignment.name}.")
