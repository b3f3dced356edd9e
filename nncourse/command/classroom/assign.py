"""`nncourse classroom assign`: what is asked for, and the notebook that the students get."""

from pathlib import Path
from typing import Annotated

import typer

from nncourse.classroom import variants
from nncourse.classroom.course import assignment as assignments
from nncourse.classroom.course import course as courses
from nncourse.classroom.course import roster as rosters
from nncourse.classroom.course.assignment import Assignment, strangers
from nncourse.classroom.course.course import Course
from nncourse.classroom.course.roster import Roster
from nncourse.classroom.errors import CourseError, Remark
from nncourse.classroom.release.release import build
from nncourse.classroom.variants.form import Graded
from nncourse.command.classroom.arguments import CourseFolder, Name
from nncourse.command.classroom.telling import command, many, next_step, tell
from nncourse.command.streams import say


def assign(
    name: Name,
    asked: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[CHAPTER|EXERCISE]...",
            help="What is asked for, such as basics or forward.softmax. Without any, the release "
            "of an assignment that you have edited is built again.",
        ),
    ] = None,
    points: Annotated[
        list[str] | None,
        typer.Option(metavar="EXERCISE=N", help="Other points than the chapter's; repeat it."),
    ] = None,
    drawn: Annotated[
        list[str] | None,
        typer.Option(
            metavar="A,B,...", help="Each student is asked one of these, drawn; repeat it."
        ),
    ] = None,
    title: Annotated[str | None, typer.Option(help="For people; else the name.")] = None,
    due: Annotated[
        str | None,
        typer.Option(metavar="WHEN", help="2026-10-12T23:59; a day alone means its end."),
    ] = None,
    grace: Annotated[
        int | None, typer.Option(min=0, metavar="MINUTES", help="Late by no more is not late (15).")
    ] = None,
    percent_per_day: Annotated[
        int | None,
        typer.Option(
            min=0, max=100, metavar="P", help="Of the points, lost with each late day begun (10)."
        ),
    ] = None,
    last_day: Annotated[
        int | None, typer.Option(min=0, metavar="N", help="After so many days nothing counts (7).")
    ] = None,
    course: CourseFolder = Path(),
) -> None:
    """Ask for chapters or single exercises, and build the students' notebook and its archive.

    Everything stands in assignments/ASSIGNMENT/assignment.toml then, with comments. That file is
    yours: there you give single students more time (extensions), excuse them, note when something
    came in, or give points by hand with a reason (overrides).
    """
    folder = courses.load(course)
    private = variants.load(folder.variants) if folder.variants.exists() else ()
    roster = rosters.read(folder.roster)
    late = chosen(grace_minutes=grace, percent_per_day=percent_per_day, last_day=last_day)
    if asked or drawn:
        check_new(folder, name)
        assignment = assignments.new(
            folder,
            name,
            asked or [],
            drawn=groups_of(drawn or [], roster),
            title=title or "",
            due=due or "",
            points=points_in(points or []),
            late=late,
            private=private,
        )
    elif points or title or due or late:
        raise CourseError(
            f"say what is asked for in {name}, such as basics or forward.softmax; to change an "
            f"assignment edit {folder.assignment(name) / 'assignment.toml'}"
        )
    else:
        assignment = assignments.load(folder, name, private)
    release(folder, assignment, roster, private)


def chosen(**entries: int | None) -> dict[str, float]:
    """The entries that were given a value."""
    return {entry: value for entry, value in entries.items() if value is not None}


def check_new(folder: Course, name: str) -> None:
    """A CourseError if there is such an assignment already; it says how that is changed."""
    file = folder.assignment(name) / "assignment.toml"
    if file.exists():
        raise CourseError(
            f"there is an assignment {name} already, and it is left as it is: edit {file}, then "
            f"build its release again with: {command(folder.folder, 'assign', name)}"
        )


def release(
    folder: Course, assignment: Assignment, roster: Roster, private: tuple[Graded, ...]
) -> None:
    """Build what the students get, and say what it is."""
    name = assignment.name
    students = [student.id for student in roster]
    try:
        made = build(folder, assignment, students, private=private)
    except OSError as error:
        error.add_note(f"Then: {command(folder.folder, 'assign', name)}")
        raise
    *notebooks, archive = made
    exercises = many(len(assignment.exercises) + len(assignment.drawn), "exercise")
    say(f"{name}: {exercises}, {assignment.points:g} points, {due_of(assignment)}.")
    say(f"Settings: {folder.assignment(name) / 'assignment.toml'}")
    for_students = [path for path in notebooks if path.suffix == ".ipynb"]
    if len(for_students) == 1 and not assignment.drawn:
        say(f"Notebook: {for_students[0]}")
    else:
        say(f"Notebooks: {len(for_students)}, each student's own in {archive.parent}")
    say(f"Archive to hand out: {archive}")
    tell([*strangers(assignment, roster), *left_over(archive.parent, made)])
    next_step(folder.folder, "verify", name)


def due_of(assignment: Assignment) -> str:
    """When it is due, in words."""
    due = assignment.due
    if due is None:
        return "never late"
    return f"due {due:%A} {due.day} {due:%B %Y, %H:%M} ({due.tzname()})"


def left_over(release: Path, made: list[Path]) -> list[Remark]:
    """What lies in the folder of a release and does not belong to it any more."""
    found = sorted(path for path in release.rglob("*") if path.is_file() and path not in made)
    text = "was left by an earlier release; it is not in the archive"
    return [Remark(str(path), text) for path in found]


def points_in(texts: list[str]) -> dict[str, float]:
    """The points of exercises, from texts like forward.relu=3.

    Examples
    --------
    >>> points_in(["forward.relu=3", "basics.mse=0.5"])
    {'forward.relu': 3.0, 'basics.mse': 0.5}
    """
    found = {}
    for text in texts:
        id, _, number = text.partition("=")
        try:
            found[id.strip()] = float(number)
        except ValueError:
            raise ValueError(
                f"--points {text}: expected an exercise and a number, like forward.relu=3"
            ) from None
    return found


def groups_of(texts: list[str], roster: Roster) -> list[list[str]]:
    """The groups of which each student is asked one."""
    if texts and not len(roster):
        raise CourseError("--drawn draws for each student, and the roster is empty: fill it first")
    return [[id.strip() for id in text.split(",") if id.strip()] for text in texts]
