"""`nncourse classroom new`: a course folder, with its students."""

from pathlib import Path
from typing import Annotated

import typer

from nncourse.classroom.course import course as courses
from nncourse.classroom.course import roster as rosters
from nncourse.classroom.errors import CourseError
from nncourse.classroom.exchange import table
from nncourse.classroom.exchange.enrol import as_roster, enrolled
from nncourse.command.classroom.telling import command, many, next_step, tell
from nncourse.command.streams import say


def new(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Where; it is made.")],
    name: Annotated[
        str | None, typer.Option(help="What the course is called; else as the folder.")
    ] = None,
    term: Annotated[str | None, typer.Option(help="When it is held: 'Autumn 2026'.")] = None,
    timezone: Annotated[
        str | None,
        typer.Option(metavar="ZONE", help="In which due dates are meant: Europe/Berlin; else UTC."),
    ] = None,
    roster: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="The students: Canvas's grade book or Moodle's grading worksheet, as you download "
            "it, or a table with the columns id,name,email,group.",
        ),
    ] = None,
    demo: Annotated[
        bool,
        typer.Option("--demo", help="Make a class of 30 made-up students, to try all of this on."),
    ] = False,
) -> None:
    """Make a course folder: settings, students, and room for what comes.

    In it course.toml and roster.csv are yours to edit; no command writes over them.
    """
    if demo:
        make_demo(folder, any((name, term, timezone, roster)))
        return
    students = roster_of(roster) if roster else courses.NOBODY
    if roster and (folder / "roster.csv").exists():
        raise CourseError(f"{folder / 'roster.csv'} exists and is left as it is: edit it instead")
    title = name or folder.resolve().name
    made = courses.new(folder, title, term or "", timezone or "UTC", students)
    found = rosters.read(made.roster)
    say(f"Made the course {made.name!r} in {folder}, with {many(len(found), 'student')}.")
    say(f"Due dates are meant in the time zone {made.timezone}; {folder / 'course.toml'} says so.")
    tell(found.remarks)
    if not len(found):
        say(f"Write your students into {made.roster}, one per line.")
    next_step(folder, "assign", "week-1", "basics")


def roster_of(path: Path) -> bytes:
    """What `roster.csv` is to hold: the file itself if it is one, else the students of a sheet."""
    try:
        titles = {title.casefold() for title in table.read(path).header}
    except FileNotFoundError:
        raise CourseError(f"there is no file {path}") from None
    if {"id", "name"} <= titles:
        rosters.read(path)
        return path.read_bytes()
    return as_roster(enrolled(path))


def make_demo(folder: Path, chosen: bool) -> None:
    """Make the demo class, and say how it goes on."""
    from nncourse.classroom.demo import demo

    if chosen:
        raise ValueError("--demo makes a class of its own: leave out name, term, zone and roster")
    made = demo.make(folder)
    say("\n".join(["Made a class of 30, who do not exist:", *(f"  {path}" for path in made)]))
    handed_in, sheet = (folder / "platform" / file for file in ("submissions.zip", "grades.csv"))
    say("Next:")
    for words in (
        ("collect", demo.NAME, str(handed_in), "--sheet", str(sheet)),
        ("grade", demo.NAME),
        ("export", demo.NAME, "--canvas", str(sheet)),
    ):
        say(f"  {command(folder, *words)}")
