"""`nncourse classroom collect`: what the students handed in, from what the platform hands out."""

from pathlib import Path
from typing import Annotated

import typer

from nncourse.classroom import variants
from nncourse.classroom.course import assignment as assignments
from nncourse.classroom.course import course as courses
from nncourse.classroom.course import roster as rosters
from nncourse.classroom.exchange.collect import Collected
from nncourse.classroom.exchange.collect import collect as take_in
from nncourse.classroom.exchange.platforms import PLATFORMS
from nncourse.classroom.exchange.sheets import open_sheet
from nncourse.command.classroom.arguments import Column, CourseFolder, Name
from nncourse.command.classroom.telling import many, next_step, tell, with_bar
from nncourse.command.streams import say


def collect(
    name: Name,
    source: Annotated[
        Path,
        typer.Argument(
            metavar="SOURCE",
            help="A submission archive of Canvas or Moodle, an export of Gradescope, or a folder.",
        ),
    ],
    sheet: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="The platform's grade sheet: it tells whose is whose without names, and Moodle's "
            "tells when it came.",
        ),
    ] = None,
    column: Column = None,
    platform: Annotated[
        str | None,
        typer.Option(metavar="NAME", help=f"One of {', '.join(PLATFORMS)}; else it is recognised."),
    ] = None,
    course: CourseFolder = Path(),
) -> None:
    """Take in what was handed in, a folder for each student. Repeat it as often as you like.

    Of several submissions the last counts, and the others are kept. When something came in, if the
    platform is wrong about it, belongs into the table "submitted" in assignment.toml.
    """
    folder = courses.load(course)
    private = variants.load(folder.variants) if folder.variants.exists() else ()
    assignment = assignments.load(folder, name, private)
    titles = [column] if column else [assignment.title, name]
    came = take_in(
        folder,
        assignment,
        rosters.read(folder.roster),
        source,
        sheet=open_sheet(sheet, titles) if sheet else None,
        platform=platform or "",
        progress=lambda found: with_bar(found, "collected "),
    )
    say(told(came))
    say(f"They are in {folder.submissions(name)}")
    tell(came.remarks)
    if came.missing:
        say(f"Nothing yet from {', '.join(came.missing)}.")
    next_step(course, "grade", name)


def told(came: Collected) -> str:
    """What came, in a line."""
    new = many(len(came.new), "new notebook")
    known = f", {len(came.known)} that were here already" if came.known else ""
    return f"From {came.platform}: {new}{known}; {many(len(came.missing), 'student')} missing."
