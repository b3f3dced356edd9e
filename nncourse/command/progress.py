"""`nncourse progress`: how far the user is with the exercises."""

from pathlib import Path
from typing import Annotated

import typer

from nncourse import checking
from nncourse.checking import records

Added = Annotated[
    Path | None,
    typer.Option(help="Add a progress file, as the pages of the book export it.", metavar="FILE"),
]


def progress(add: Added = None) -> None:
    """Show how far you are with the course's exercises, and where that is kept."""
    if add is not None:
        known = records.add(add)
        print(f"added what {add} tells of {known} exercise{'s' * (known != 1)}")
    checking.progress()
    try:
        print(f"kept in {records.path()}")
    except RuntimeError:  # a user without a home
        print("kept nowhere: name a folder in the variable NNCOURSE_HOME")
