"""Files that instructors write and the tools only read: TOML, with every wrong entry named.

A file is made once, with comments that explain each entry, and is the instructor's from then on:
nothing here writes over it.
"""

import difflib
import json
import tomllib
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from nncourse.classroom.errors import CourseError
from nncourse.files import write_whole


def read(path: Path) -> dict[str, Any]:
    """What a TOML file holds.

    Raises
    ------
    CourseError
        If there is no such file, or it is no TOML; the message says in which line.
    """
    try:
        return parse(path.read_bytes().decode("utf-8-sig"), str(path))
    except FileNotFoundError:
        raise CourseError(f"there is no file {path}") from None
    except UnicodeDecodeError as error:
        raise CourseError(f"{path} is not stored as UTF-8: {error.reason}; save it so") from None


def parse(text: str, place: str) -> dict[str, Any]:
    """What a text in TOML says; `place` is where it stands, for the CourseError if it is none."""
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise CourseError(f"{place} cannot be read as TOML: {error}") from None


def write_new(path: Path, text: str) -> None:
    """Write a file that is not there yet, and make its folder.

    Raises
    ------
    CourseError
        If the file is there: it may hold an instructor's own changes.
    OSError
        If it cannot be written; nothing is left of it then.
    """
    check_new(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, text.encode())


def check_new(path: Path) -> None:
    """A CourseError if the file is there: it may hold an instructor's own changes."""
    if path.exists():
        raise CourseError(f"{path} exists and is left as it is: give another name, or edit it")


def quoted(text: str) -> str:
    r"""A text as TOML writes it.

    Examples
    --------
    >>> print(quoted('Nets, "from scratch"\n'))
    "Nets, \"from scratch\"\n"
    """
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


class Entries:
    """The entries of one table, taken out one after the other; what is left over is a mistake.

    Parameters
    ----------
    table : the table; it is not changed.
    place : the file and the table's name, for messages.

    Examples
    --------
    >>> entries = Entries({"name": "Nets", "trem": "2026"}, "course.toml")
    >>> entries.take("name", str)
    'Nets'
    >>> entries.finish(["name", "term"])
    Traceback (most recent call last):
    nncourse.classroom.errors.CourseError: course.toml: there is no entry 'trem': did you mean ...
    """

    def __init__(self, table: Mapping[str, Any], place: str) -> None:
        self.left = dict(table)
        self.place = place

    def take(self, name: str, *kinds: type, default: Any = None) -> Any:
        """The entry of this name, which is of one of these kinds; the default if it is not there.

        Raises
        ------
        CourseError
            If it is of another kind, or is not there and there is no default.
        """
        value = self.left.pop(name, default)
        if value is None:
            raise CourseError(f"{self.place}: the entry {name!r} is missing: add it")
        if value is not default and not is_one_of(value, kinds):
            wanted = " or ".join(WORDS.get(kind, kind.__name__) for kind in kinds)
            raise CourseError(f"{self.place}: {name} is {value!r}, and should be {wanted}")
        return value

    def finish(self, known: Collection[str]) -> None:
        """Complain of an entry that is none of the known.

        Raises
        ------
        CourseError
            If there is one; the message names the nearest of the known.
        """
        for name in (name for name in self.left if name not in known):
            near = difflib.get_close_matches(name, known, 1)
            hint = f": did you mean {near[0]!r}?" if near else f"; known are {', '.join(known)}"
            raise CourseError(f"{self.place}: there is no entry {name!r}{hint}")


WORDS = {
    str: "a text in quotes",
    int: "a number",
    float: "a number",
    bool: "true or false",
    dict: "a table",
    list: "a list",
    datetime: "a time such as 2026-10-12T23:59:00, without quotes,",
    date: "a date such as 2026-10-12",
}


def is_one_of(value: object, kinds: Iterable[type]) -> bool:
    """Whether a value is of one of these kinds; true and false are no numbers here.

    Examples
    --------
    >>> is_one_of(True, [int, float]), is_one_of(True, [bool]), is_one_of(1, [int])
    (False, True, True)
    """
    return type(value) in kinds
