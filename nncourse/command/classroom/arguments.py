"""Arguments that several of the instructors' subcommands have."""

import shlex
from pathlib import Path
from typing import Annotated

import typer

from nncourse.classroom.errors import CourseError
from nncourse.command.arguments import called_as


def course_folder(folder: Path) -> Path:
    """The folder, if there is a course in it; else a CourseError that says how there will be."""
    if not (folder / "course.toml").exists():
        raise CourseError(
            f"there is no file {folder / 'course.toml'}, so {folder.resolve()} is no course "
            f"folder: name one with -C, or make one with {shlex.join(called_as())} classroom new"
        )
    return folder


CourseFolder = Annotated[
    Path,
    typer.Option(
        "--course",
        "-C",
        metavar="FOLDER",
        show_default=False,
        callback=course_folder,
        help="The course folder; else the one you are in.",
    ),
]
Name = Annotated[str, typer.Argument(metavar="ASSIGNMENT", help="Its name, such as week-1.")]
Jobs = Annotated[
    int | None,
    typer.Option(
        "--jobs", "-j", min=1, metavar="N", help="How many side by side; else one a processor."
    ),
]
Trusted = Annotated[
    bool,
    typer.Option(
        "--trusted",
        help="Run the answers without a sandbox: with all that you may do on this computer. For "
        "answers that you would run yourself; the report says so for good.",
    ),
]
Column = Annotated[
    str | None,
    typer.Option(
        metavar="TITLE",
        help="The sheet's column of this assignment, if it has neither its title nor its name.",
    ),
]
