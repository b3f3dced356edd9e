"""`nncourse data`: the data files, listed, fetched and checked."""

import shlex
from typing import Annotated

import typer

from nncourse.command.arguments import called_as
from nncourse.command.mistakes import complain
from nncourse.datasets import storage
from nncourse.errors import DataError


def list_data() -> None:
    """Show which data files there are, what they hold, and whether they are here."""
    for file in storage.catalogue():
        here = "here" if file.present else "not here"
        print(f"{file.name}\n  {here}, {megabytes(file.size)}, {file.description} ({file.licence})")
    print("xor, spiral and linear are made when they are needed.")


def megabytes(size: int) -> str:
    """A number of bytes, for people."""
    return f"{size / 1e6:.1f} MB" if size > 1e5 else f"{size / 1e3:.0f} kB"


def get(
    name: Annotated[str, typer.Argument(help="A set (photos) or a file (photos/test...).")],
) -> None:
    """Fetch a data set, unless a sound copy is here already."""
    for path in storage.fetch(name):
        print(path)


def verify(
    name: Annotated[str | None, typer.Argument(help="A set or a file; all without it.")] = None,
) -> None:
    """Compare the data files with the SHA-256 of what they should hold."""
    if name:
        for path in storage.verify(name):
            print(f"sound  {path}")
        return
    if not all([verify_file(file) for file in storage.catalogue()]):
        raise typer.Exit(1)


def verify_file(file: storage.DataFile) -> bool:
    """Say how a data file is; False if it is damaged."""
    if not file.present:
        command = shlex.join([*called_as(), "data", "get", file.name.split("/")[0]])
        print(f"absent {file.name} ({command})")
        return True
    try:
        print(f"sound  {storage.verify(file.name)[0]}")
    except (DataError, OSError) as error:
        complain(error)
        return False
    return True
