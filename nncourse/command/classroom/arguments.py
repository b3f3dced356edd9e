"""Arguments that several of the instructors' subcommands have."""

from pathlib import Path
from typing import Annotated

import typer

CourseFolder = Annotated[
    Path,
    typer.Option(
        "--course",
        "-C",
        metavar="FOLDER",
        show_default=False,
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
