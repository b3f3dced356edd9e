"""What can be wrong in an instructor's folder, told so that it can be put right.

Each message says which file it is, what stands there, what was expected and what to do.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass


class CourseError(ValueError):
    """A course folder, a roster, an assignment or a sheet that cannot be used as it is."""


@contextmanager
def named(place: object) -> Iterator[None]:
    """Have a CourseError from inside say in which file or entry it is."""
    try:
        yield
    except CourseError as error:
        raise CourseError(f"{place}: {error}") from None


@dataclass(frozen=True)
class Remark:
    """Something an instructor should look at, that stopped nothing.

    Parameters
    ----------
    about : whom or what it is about: a student's id, the name of a file, a line of a sheet.
    text : what was found, and what was done about it.
    """

    about: str
    text: str

    def __str__(self) -> str:
        return visible(f"{self.about}: {self.text}")


def visible(text: str) -> str:
    r"""A text in one line that a terminal shows and does not obey.

    Examples
    --------
    >>> print(visible("week\x1b[2J\n.ipynb"))
    week\x1b[2J\n.ipynb
    """
    return "".join(s if s.isprintable() else s.encode("unicode_escape").decode() for s in text)
