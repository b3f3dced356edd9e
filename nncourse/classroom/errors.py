"""What can be wrong in an instructor's folder, told so that it can be put right.

Each message says which file it is, what stands there, what was expected and what to do.
"""

from dataclasses import dataclass


class CourseError(ValueError):
    """A course folder, a roster, an assignment or a sheet that cannot be used as it is."""


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
        return f"{self.about}: {self.text}"
