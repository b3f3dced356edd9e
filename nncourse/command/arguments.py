"""Arguments that several subcommands have, and how the user calls the command."""

import shutil
import sys
from pathlib import Path
from typing import Annotated

import typer

ModelFile = Annotated[Path, typer.Argument(metavar="MODEL", help="A file that train saved.")]


def called_as() -> list[str]:
    """The words that call the command again: its name, or its place where the name is not found."""
    if shutil.which("nncourse"):
        return ["nncourse"]
    place = sys.argv[0]
    return [sys.executable, "-m", "nncourse"] if place.endswith(".py") else [place]
