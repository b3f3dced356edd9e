"""Questions with a few options, each of which says why it is right or which mistake leads to it.

A chapter's questions are in its folder's `quiz.py`: RETRIEVAL, which recalls what the chapter
builds on, and QUIZ, which closes it.
"""

import zlib
from dataclasses import dataclass
from importlib import import_module


@dataclass(frozen=True)
class Option:
    """One option: what it says, and why it is right or wrong."""

    text: str
    why: str
    right: bool = False

    @property
    def reply(self) -> str:
        """What is said to who chooses it."""
        return f"{'Right.' if self.right else 'No.'} {self.why}"


class Question:
    """A question and its options, exactly one of them right.

    The options are shown in an order that depends on their texts alone, so write the right one
    first.
    """

    def __init__(self, text: str, *options: Option) -> None:
        if sum(option.right for option in options) != 1:
            raise ValueError(f"a question needs exactly one right option: {text}")
        self.text = text
        self.options = sorted(options, key=lambda option: zlib.crc32(option.text.encode()))


def questions(chapter: str, part: str = "end") -> list[Question]:
    """The questions of a chapter: its "end" or its "start".

    Raises
    ------
    ValueError
        If the part is another.
    ModuleNotFoundError
        If there is no such chapter.

    Examples
    --------
    >>> len(questions("basics", "start"))
    3
    """
    names = {"start": "RETRIEVAL", "end": "QUIZ"}
    if part not in names:
        raise ValueError(f'a quiz is at the "start" or the "end" of a chapter, not at {part!r}')
    return getattr(import_module(f"nncourse.exercises.{chapter}.quiz"), names[part])
