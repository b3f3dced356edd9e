"""What the instructors' subcommands print: what was made, what to look at, what comes next."""

import shlex
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TypeVar

from nncourse.classroom.errors import Remark
from nncourse.command.arguments import called_as
from nncourse.command.streams import say
from nncourse.progress import progress_bar

T = TypeVar("T")
SHOWN = 5  # of the students about whom there is the same to say


def tell(remarks: Iterable[Remark]) -> None:
    """Print what an instructor should look at, if there is something; the same of many at once."""
    about: dict[str, list[str]] = {}
    for remark in remarks:
        about.setdefault(remark.text, []).append(remark.about)
    lines = [f"  {some(people)}: {text}" for text, people in about.items()]
    if lines:
        say("\n".join(["To look at:", *lines]))


def some(names: list[str]) -> str:
    """Names in a row; of many the first few.

    Examples
    --------
    >>> some(["s1", "s2"]), some([f"s{i}" for i in range(30)])
    ('s1, s2', 's0, s1, s2, s3, s4 and 25 more')
    """
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN + 1 else ""
    return ", ".join(names[:SHOWN] if more else names) + more


def next_step(folder: Path, *words: str) -> None:
    """Print the command that comes next."""
    say(f"Next: {command(folder, *words)}")


def command(folder: Path, *words: str) -> str:
    """How a subcommand is called for a course folder, ready to be copied."""
    where = [] if folder == Path() else ["-C", str(folder)]
    return shlex.join([*called_as(), "classroom", *words, *where])


def many(number: int, thing: str) -> str:
    """So many of a thing.

    Examples
    --------
    >>> many(1, "student"), many(30, "student")
    ('1 student', '30 students')
    """
    return f"{number} {thing}{'s' * (number != 1)}"


def with_bar(things: Iterable[T], what: str) -> Iterator[T]:
    """Go through things, and show in a terminal how far that is."""
    things = list(things)
    with progress_bar(0, len(things), sys.stderr.isatty(), what) as bar:
        for thing in things:
            yield thing
            bar.update()
