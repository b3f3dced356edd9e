"""What the instructors' subcommands print: what was made, what to look at, what comes next."""

import shlex
from collections.abc import Iterable
from pathlib import Path

from nncourse.classroom.errors import Remark
from nncourse.command.arguments import called_as
from nncourse.command.streams import say


def tell(remarks: Iterable[Remark]) -> None:
    """Print what an instructor should look at, if there is something."""
    lines = [f"  {remark}" for remark in remarks]
    if lines:
        say("\n".join(["To look at:", *lines]))


def next_step(folder: Path, *words: str) -> None:
    """Print the command that comes next."""
    say(f"Next: {command(folder, *words)}")


def command(folder: Path, *words: str) -> str:
    """How a subcommand is called for a course folder, ready to be copied."""
    where = [] if folder == Path() else ["-C", str(folder)]
    call = shlex.join([*called_as(), "classroom", *(word for word in words if word), *where])
    return call.replace("'...'", "...")  # which stands for what the user is to fill in


def many(number: int, thing: str) -> str:
    """So many of a thing.

    Examples
    --------
    >>> many(1, "student"), many(30, "student")
    ('1 student', '30 students')
    """
    return f"{number} {thing}{'s' * (number != 1)}"
