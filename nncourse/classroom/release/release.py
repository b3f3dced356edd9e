"""The release: the notebook that students get, and the archive that a platform hands out.

The notebook is made from the chapters: the exercises with their prose, a stub and a check for each,
no solutions, no outputs. It runs from top to bottom as it is. The same assignment, chapters and
version of the package give the same bytes.
"""

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import count
from pathlib import Path, PurePosixPath
from typing import Any

import nncourse
from nncourse import exercises
from nncourse.classroom.course.assignment import Assignment, chosen
from nncourse.classroom.course.course import Course
from nncourse.classroom.errors import CourseError
from nncourse.classroom.release import nbgrader
from nncourse.classroom.release.chapters import Cell, notebook_of, read
from nncourse.classroom.release.excerpt import excerpt
from nncourse.classroom.variants import student_copy
from nncourse.classroom.variants.form import Graded
from nncourse.exercises.form import Exercise
from nncourse.files import write_whole

KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}
SMALLEST_DATE = (1980, 1, 1, 0, 0, 0)  # that a ZIP archive can tell
PLAIN_FILE, PROGRAM = 0o100644 << 16, 0o100755 << 16
POINTS = re.compile(r"^(:::+\{admonition\} Exercise.*) \(\d+ points?\)$", re.M)

HEAD = """\
# {title}

{due}Write your answers in the cells that hold a function with the body `...`, and keep the names of
the functions: they are found by them. The cell below each runs your function on inputs that you
have not seen and says what it finds. Answers are graded one by one, so a mistake in one costs
nothing in another. Where the text speaks of a solution below, it is left out here.

| exercise | points |
| --- | --- |
{rows}
| together | {total} |

Hand in this notebook, under its name `{name}.ipynb`. It was made for nncourse {version}.
"""

CHECKS = "checks"  # the folder beside the notebook

IMPORTS = """\
from runpy import run_path

import numpy as np

from nncourse.classroom.variants import preview"""


def build(
    course: Course,
    assignment: Assignment,
    students: Iterable[str] = (),
    *,
    book: Path | None = None,
    private: Collection[Exercise] = (),
) -> list[Path]:
    """Write the students' notebook, or that of each student, and the archive of them.

    Parameters
    ----------
    course, assignment : what it is for.
    students : the ids of the students, where something is drawn for each; else one notebook is for
        all.
    book : the folder of the chapters, if they are not beside the package.
    private : an instructor's own variants.

    Returns
    -------
    Where the notebooks lie, and last the archive.

    Raises
    ------
    CourseError
        If a chapter cannot be found or read, or the students are missing.
    OSError
        If a file cannot be written; what was there before is as it was.
    """
    name, ids = assignment.name, list(students)
    if assignment.drawn and not ids:
        raise CourseError(f"{name} draws for each student: give their ids, from the roster")
    made: dict[tuple[str, ...], dict[str, bytes]] = {}  # who is asked the same gets the same
    files: dict[str, bytes] = {}
    for id in ids if assignment.drawn else [""]:
        asked = tuple(assignment.asked_of(id))
        if asked not in made:
            made[asked] = given_out(assignment, id, book, private)
        files |= {str(PurePosixPath(id, place)): data for place, data in made[asked].items()}
    folder = course.assignment(name) / "release"
    for place, data in files.items():
        (folder / place).parent.mkdir(parents=True, exist_ok=True)
        write_whole(folder / place, data)
    whole = archive({f"{name}/{place}": data for place, data in files.items()})
    write_whole(folder / f"{name}.zip", whole)
    return [*(folder / place for place in files), folder / f"{name}.zip"]


def given_out(
    assignment: Assignment, student: str, book: Path | None, private: Collection[Exercise]
) -> dict[str, bytes]:
    """What one student gets: the notebook, and what its checks know of the variants."""
    copies = {
        f"{CHECKS}/{one.id}.py": student_copy(one).encode()
        for one in chosen(assignment.asked_of(student), private)
        if isinstance(one, Graded)
    }
    notebook = student_notebook(assignment, student, book, private)
    return {f"{assignment.name}.ipynb": notebook} | copies


def student_notebook(
    assignment: Assignment,
    student: str = "",
    book: Path | None = None,
    private: Collection[Exercise] = (),
) -> bytes:
    """A student's notebook, as the bytes of its file; who the student is counts if it is drawn."""
    points = assignment.asked_of(student)
    asked = chosen(points, private)
    cells = [Cell("markdown", head(assignment, asked, points))]
    for chapter in exercises.CHAPTERS:
        ids = {exercise.id for exercise in exercises.exercises_of(chapter)} & points.keys()
        if ids:
            cells += excerpt(read(notebook_of(chapter, book)), ids)
    placed = {cell.exercise.id for cell in cells if cell.exercise}
    cells += of_their_own([exercise for exercise in asked if exercise.id not in placed])
    return notebook_of_cells(list(marked(cells, points)))


def head(assignment: Assignment, asked: Iterable[Exercise], points: Mapping[str, float]) -> str:
    """What stands on top: until when, how, and for how many points."""
    due = assignment.due
    return HEAD.format(
        title=one_line(assignment.title),
        due=f"Due {due:%A %d %B %Y, %H:%M} ({due.tzname()}). " if due else "",
        rows="\n".join(f"| {one_line(e.title)} (`{e.name}`) | {points[e.id]:g} |" for e in asked),
        total=f"{assignment.points:g}",
        name=assignment.name,
        version=nncourse.__version__,
    ).strip()


def one_line(title: str) -> str:
    """A title as it can stand in a heading and in a table.

    Examples
    --------
    >>> print(one_line("P(A | B),\\n in words"))
    P(A \\| B), in words
    """
    return " ".join(title.split()).replace("|", "\\|")


def of_their_own(others: list[Exercise]) -> Iterator[Cell]:
    """Cells for variants, which stand in no chapter.

    Their check tells what does not give the answer away. It reads a copy without the answer, which
    comes beside the notebook: students need not have the variants themselves.
    """
    if others:
        yield Cell("code", IMPORTS)
    for exercise in others:
        yield Cell("markdown", f"## {exercise.title}\n\n" + "\n".join(exercise.outcomes))
        yield Cell("code", exercise.contract.strip(), {"tags": ["exercise"]}, "stub", exercise)
        asked = f'run_path("{CHECKS}/{exercise.id}.py")["{exercise.name}"]'
        line = f"print(preview({asked}, {exercise.name}))"
        yield Cell("code", line, role="check", exercise=exercise)


def marked(cells: Iterable[Cell], points: Mapping[str, float]) -> Iterator[Cell]:
    """The cells with a note on the points before each exercise, and with nbgrader's metadata."""
    for cell in cells:
        id = cell.exercise.id if cell.exercise else ""
        if cell.role == "stub":
            yield note(id, points.get(id))
        if cell.role == "stub" and id in points:
            yield with_metadata(cell, nbgrader.answer_cell(id, points[id], cell.source))
        elif cell.role == "check" and id in points:
            yield with_metadata(cell, nbgrader.locked_cell(f"{id}-check", cell.source, "code"))
        else:
            yield Cell(cell.kind, without_points(cell), cell.metadata)


def note(id: str, points: float | None) -> Cell:
    """The line above a stub that tells whether it counts, and how much."""
    if points is None:
        return Cell("markdown", f"**Practice, not graded:** `{id}`")
    text = f"**Graded:** `{id}`, {points:g} {'point' if points == 1 else 'points'}"
    return Cell("markdown", text, nbgrader.locked_cell(f"{id}-points", text, "markdown"))


def with_metadata(cell: Cell, more: dict[str, Any]) -> Cell:
    """A cell that says more of itself."""
    return replace(cell, metadata=cell.metadata | more)


def without_points(cell: Cell) -> str:
    """The text of a cell; the points of the chapter, which may not be the assignment's, are out."""
    return POINTS.sub(r"\1", cell.source) if cell.kind == "markdown" else cell.source


def notebook_of_cells(cells: Iterable[Cell]) -> bytes:
    """A notebook of format 4.5 with these cells; the same cells give the same bytes."""
    taken: set[str] = set()
    notebook = {
        "cells": [as_json(cell, taken) for cell in cells],
        "metadata": {"kernelspec": KERNEL, "language_info": {"name": "python"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    text = json.dumps(notebook, indent=1, ensure_ascii=False, sort_keys=True)
    return text.encode() + b"\n"


def as_json(cell: Cell, taken: set[str]) -> dict[str, Any]:
    """A cell as a notebook holds it, with an id that follows from its text; `taken` grows by it."""
    ids = (hashlib.sha256(f"{n}{cell.source}".encode()).hexdigest()[:8] for n in count())
    id = next(id for id in ids if id not in taken)
    taken.add(id)
    told: dict[str, Any] = {
        "cell_type": cell.kind,
        "id": id,
        "metadata": cell.metadata,
        "source": cell.source.splitlines(keepends=True),
    }
    return told | ({"execution_count": None, "outputs": []} if cell.kind == "code" else {})


def archive(files: dict[str, bytes], programs: Collection[str] = ()) -> bytes:
    """A ZIP archive of these files, some of them programs; the same files give the same bytes.

    Nothing is compressed, since how well that is done differs from one system to the next.

    Examples
    --------
    >>> archive({"week-1/week-1.ipynb": b"{}"}) == archive({"week-1/week-1.ipynb": b"{}"})
    True
    """
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_STORED) as whole:
        for name, data in sorted(files.items()):
            entry = zipfile.ZipInfo(name, SMALLEST_DATE)
            entry.create_system = 3  # the same on every system
            entry.external_attr = PROGRAM if name in programs else PLAIN_FILE
            whole.writestr(entry, data)
    return content.getvalue()
