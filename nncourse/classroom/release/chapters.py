"""The chapters' notebooks, cell by cell, as an assignment takes them apart.

A chapter is a title, what it imports, and sections that begin with `## `. An exercise in it is
three cells, one after the other: the stub, its check, and the folded solution.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any, Literal

import nncourse
from nncourse import exercises
from nncourse.classroom.errors import CourseError
from nncourse.classroom.release.answers import without_answers
from nncourse.exercises.form import Exercise

Role = Literal["", "stub", "check", "solution"]
HEADING = re.compile(r"## (.*)")
FENCE = re.compile(r"\s*(```|~~~)")


@dataclass(frozen=True)
class Cell:
    """One cell of a notebook, without its outputs.

    Parameters
    ----------
    kind : "markdown", "code" or "raw".
    source : its text.
    metadata : what the notebook says of it.
    role : what it is to an exercise; empty for all other cells.
    exercise : the exercise that it belongs to.
    """

    kind: str
    source: str
    metadata: dict[str, Any] = field(default_factory=dict)
    role: Role = ""
    exercise: Exercise | None = None


@dataclass(frozen=True)
class Section:
    """A part of a chapter under one heading; the first part of a chapter has none."""

    title: str
    cells: tuple[Cell, ...]

    @property
    def exercises(self) -> list[str]:
        """The ids of the exercises in it."""
        return [cell.exercise.id for cell in self.cells if cell.role == "stub" and cell.exercise]


def notebook_of(chapter: str, book: Path | None = None) -> Path:
    """Where a chapter's notebook lies.

    Parameters
    ----------
    chapter : such as "forward".
    book : the folder of the chapters; that of the course this package was installed from, if not
        given.

    Raises
    ------
    CourseError
        If it is not there.

    Examples
    --------
    >>> notebook_of("forward").name
    '02_forward.ipynb'
    """
    book = book or Path(nncourse.__file__).parents[1] / "book"
    found = sorted(book.glob(f"[0-9]*_{chapter}.ipynb"))
    if not found:
        raise CourseError(
            f"there is no notebook of the chapter {chapter!r} in {book}: name the folder `book` of "
            "the course"
        )
    return found[0]


def read(path: Path) -> list[Section]:
    """A chapter's sections, without solutions and without answers to questions.

    Raises
    ------
    CourseError
        If the notebook cannot be read.
    """
    try:
        notebook = json.loads(path.read_text("utf-8"))
        cells = [
            Cell(cell["cell_type"], "".join(cell["source"]), cell["metadata"])
            for cell in notebook["cells"]
        ]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CourseError(f"{path} cannot be read as a notebook: {error}") from error
    named = with_roles([part for cell in rid_of_answers(cells) for part in split(cell)])
    return list(sections(cell for cell in named if cell.role != "solution"))


def rid_of_answers(cells: list[Cell]) -> Iterator[Cell]:
    """The same cells, but for the answers in the prose."""
    texts = without_answers([cell.source for cell in cells if cell.kind == "markdown"])
    for cell in cells:
        yield replace(cell, source=next(texts)) if cell.kind == "markdown" else cell


def split(cell: Cell) -> Iterator[Cell]:
    """A cell of text, cut before each of its headings; others as they are.

    Examples
    --------
    >>> text = Cell("markdown", "So far.\\n\\n## Next\\n\\nMore.\\n")
    >>> [part.source for part in split(text)]
    ['So far.', '## Next\\n\\nMore.']
    """
    if cell.kind != "markdown":
        yield cell
        return
    part: list[str] = []
    fenced = False
    for line in cell.source.splitlines():
        fenced ^= bool(FENCE.match(line))
        if HEADING.match(line) and not fenced:
            yield from text_of(part, cell)
            part = []
        part.append(line)
    yield from text_of(part, cell)


def text_of(lines: list[str], cell: Cell) -> Iterator[Cell]:
    """A cell of these lines, if they say something."""
    text = "\n".join(lines).strip()
    if text:
        yield replace(cell, source=text)


def with_roles(cells: list[Cell]) -> list[Cell]:
    """The same cells, with the exercises' three cells marked as what they are."""
    named = list(cells)
    for i, cell in enumerate(cells):
        exercise = exercise_of(cells[i - 1].source, cell.source) if i else None
        if exercise:
            named[i - 1] = replace(cells[i - 1], role="stub", exercise=exercise)
            named[i] = replace(cell, role="check", exercise=exercise)
        elif re.match(r"solution\(", cell.source.strip()):
            named[i] = replace(cell, role="solution")
    return named


def exercise_of(first: str, second: str) -> Exercise | None:
    """The exercise of which one cell holds the stub and the next one the check; else None.

    Examples
    --------
    >>> mse = exercises.find("basics.mse")
    >>> exercise_of(mse.contract, check_of(mse)) is mse, exercise_of("x = 1", check_of(mse))
    (True, None)
    """
    exercise = checked().get(second.strip())
    return exercise if exercise and first.strip() == exercise.contract.strip() else None


@cache
def checked() -> dict[str, Exercise]:
    """The exercises of the course, by the line that checks each."""
    return {check_of(exercise): exercise for exercise in exercises.catalogue()}


def check_of(exercise: Exercise) -> str:
    """The line that checks an exercise.

    Examples
    --------
    >>> check_of(exercises.find("basics.mse"))
    'mse = check("basics.mse", mse)'
    """
    return f'{exercise.name} = check("{exercise.id}", {exercise.name})'


def sections(cells: Iterator[Cell]) -> Iterator[Section]:
    """Cells under their headings, in order."""
    title = ""
    part: list[Cell] = []
    for cell in cells:
        heading = HEADING.match(cell.source) if cell.kind == "markdown" else None
        if heading:
            yield Section(title, tuple(part))
            title, part = heading[1].strip(), []
        part.append(cell)
    yield Section(title, tuple(part))
