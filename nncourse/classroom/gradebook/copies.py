"""What formgrader shows of a submission: a copy with the answers, and below each its verdict.

A submission may hold anything, and formgrader's pages run scripts of a notebook's text and outputs.
So the copy is made anew: code as code, a student's text as the text it is and not as a page, no
outputs, nothing of the metadata. What stands as it was given out is left out, to be short.
"""

import json
import re
import shutil
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from nncourse.classroom.gradebook import config
from nncourse.classroom.gradebook.entries import Entry, cell_of
from nncourse.classroom.grading.answers import LARGEST_FILE, MOST_CELLS, cells_of, is_code, text_of
from nncourse.classroom.grading.grading import Judged
from nncourse.classroom.grading.standing import Standing
from nncourse.classroom.release.chapters import Cell
from nncourse.classroom.release.nbgrader import described
from nncourse.classroom.release.release import notebook_of_cells

MISSING = "# No cell that defines {name} was found."
ABOVE = "# {name} is in a cell above, which holds several answers."


def write(standing: Standing, entries: Mapping[str, Entry]) -> None:
    """Write the copies of an assignment's submissions, where they have changed.

    Parameters
    ----------
    standing : how the assignment stands.
    entries : whose submissions the grade book holds.

    Raises
    ------
    OSError
        If one cannot be written.
    """
    name = standing.assignment.name
    releases: dict[Path, frozenset[str]] = {}
    for student, entry in entries.items():
        release = release_of(standing, student)
        if release not in releases:
            releases[release] = given_out(release)
        place = config.step(standing.course, "autograded", name) / student / f"{name}.ipynb"
        place.parent.mkdir(parents=True, exist_ok=True)
        put(place, notebook_of_cells(copied(standing, student, releases[release])))
        note_time(config.step(standing.course, "submitted", name) / student, entry)


def clear(standing: Standing, kept: Collection[str]) -> None:
    """Remove the copies of those in the roster who have handed in nothing any more.

    What `nbgrader collect` brought stays: it may be the only one.
    """
    for student in standing.roster:
        for step in ("autograded", "submitted"):
            folder = config.step(standing.course, step, standing.assignment.name) / student.id
            brought = step == "submitted" and list(folder.glob("*.ipynb"))
            if student.id not in kept and folder.exists() and not brought:
                shutil.rmtree(folder)


def note_time(folder: Path, entry: Entry) -> None:
    """Tell formgrader when something came in; what `nbgrader collect` brought says it itself."""
    folder.mkdir(parents=True, exist_ok=True)
    if entry.time and not list(folder.glob("*.ipynb")):
        put(folder / "timestamp.txt", f"{entry.time} UTC\n".encode())


def put(path: Path, data: bytes) -> None:
    """Write a file that is made anew from others at any time: it need not outlive a power cut."""
    if not (path.exists() and path.read_bytes() == data):
        path.write_bytes(data)


def copied(standing: Standing, student: str, as_given: frozenset[str]) -> Iterator[Cell]:
    """The cells of a copy; what is `as_given`, but for answers, is left out."""
    assignment, result = standing.assignment, standing.results.get(student)
    received = standing.received.get(student)
    cells = cells_in(received.path) if received else []
    asked = {standing.exercise(id).name: id for id in assignment.asked_of(student)}
    homes: dict[int | None, list[str]] = {}
    for name in asked:
        homes.setdefault(answer_in(cells, name), []).append(name)

    def answer(name: str, source: str) -> Iterator[Cell]:
        id = asked[name]
        yield answer_cell(cell_of(assignment, id), assignment.asked_of(student)[id], source)
        yield verdict(id, result.exercises.get(id) if result else None)

    for i, cell in enumerate(cells):
        for j, name in enumerate(homes.get(i, [])):
            yield from answer(name, ABOVE.format(name=name) if j else cell.source)
        if i not in homes and cell.source.strip() and cell.source.strip() not in as_given:
            yield cell if cell.kind == "code" else Cell("markdown", fenced(cell.source))
    for name in homes.get(None, []):
        yield from answer(name, MISSING.format(name=name))


def answer_cell(id: str, points: float, source: str) -> Cell:
    """A cell that formgrader has a mark and a comment for."""
    told = described(id, source, grade=True, points=points)
    return Cell("code", source, {"nbgrader": told})


def verdict(id: str, judged: Judged | None) -> Cell:
    """What grading said of an answer."""
    if judged is None:
        return Cell("markdown", f"**`{id}`: not graded yet**")
    mistake = f", `{judged.mistake}`" if judged.mistake else ""
    head = f"**`{id}`: {judged.points:g} of {judged.of:g} points, {judged.kind}{mistake}**"
    parts = "".join(f"\n- right: {part}" for part in judged.correct_parts)
    return Cell("markdown", f"{head}\n\n{fenced(judged.message + parts)}")


def fenced(text: str) -> str:
    """A text that is shown letter by letter, whatever is in it.

    Examples
    --------
    >>> print(fenced("<b>bold</b>"))
    ```
    <b>bold</b>
    ```
    """
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}\n{text.strip()}\n{fence}"


def cells_in(path: Path) -> list[Cell]:
    """The cells of a notebook, code and text alone; none if it cannot be read."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            return []
        cells = cells_of(json.loads(path.read_bytes().decode("utf-8-sig")))[:MOST_CELLS]
    except (OSError, ValueError, RecursionError, MemoryError):
        return []
    kinds = {True: "code", False: "markdown"}
    return [Cell(kinds[is_code(cell)], text_of(cell)) for cell in cells if isinstance(cell, dict)]


def answer_in(cells: list[Cell], name: str) -> int | None:
    """The number of the last cell that defines a name, or else gives it a value; None if none does.

    Examples
    --------
    >>> cells = [Cell("code", "def f(x): ..."), Cell("code", 'f = check("basics.f", f)')]
    >>> answer_in(cells, "f")
    0
    """
    defined = re.compile(rf"^[ \t]*(?:async[ ]+)?(?:def|class)[ ]+{name}\b", re.M)
    valued = re.compile(rf"^{name}[ ]*=(?!=)(?![ ]*check\()", re.M)
    for pattern in (defined, valued):
        for i in reversed(range(len(cells))):
            cell = cells[i]
            if cell.kind == "code" and name in cell.source and pattern.search(cell.source):
                return i
    return None


def release_of(standing: Standing, student: str) -> Path:
    """The notebook that a student was given."""
    name = standing.assignment.name
    folder = standing.course.assignment(name) / "release"
    return (folder / student if standing.assignment.drawn else folder) / f"{name}.ipynb"


def given_out(path: Path) -> frozenset[str]:
    """The texts of the cells of a release; none if it was not built."""
    return frozenset(cell.source.strip() for cell in cells_in(path))
