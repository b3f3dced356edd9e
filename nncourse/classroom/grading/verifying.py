"""Verifying an assignment before students meet it: its own right and wrong answers are graded.

The notebook as it is given out earns nothing. With the right answers in its stubs it earns all, and
a known wrong answer earns nothing. These notebooks are graded just as students' are.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, count
from pathlib import Path
from tempfile import TemporaryDirectory

from nncourse.classroom.course.assignment import Assignment
from nncourse.classroom.errors import Remark
from nncourse.classroom.grading.batch import Submission
from nncourse.classroom.grading.cells import as_cell, mistake_as_cell
from nncourse.classroom.grading.grading import Result, Task, Work
from nncourse.classroom.grading.standing import Grade, Standing
from nncourse.classroom.release.chapters import Cell
from nncourse.classroom.release.nbgrader import grade_id
from nncourse.classroom.release.release import notebook_of_cells, student_notebook
from nncourse.classroom.sandbox.source import Place
from nncourse.classroom.sandbox.withheld import surroundings
from nncourse.exercises.form import Exercise, Mistake


@dataclass(frozen=True)
class Case:
    """A notebook that is tried out.

    Parameters
    ----------
    what : whose answers it holds, in words.
    notebook : its bytes.
    asked : the exercises that are graded.
    right : whether the answers are right; else none of them is.
    answered : whether there are answers at all.
    """

    what: str
    notebook: bytes
    asked: tuple[Exercise, ...]
    right: bool = False
    answered: bool = True

    def faults(self, result: Result) -> Iterator[Remark]:
        """What is not as it should be, by what its exercises got."""
        if not result.exercises:
            yield Remark(self.what, result.status)
        for id, mark in result.exercises.items():
            if self.right and mark.points < mark.of:
                yield Remark(id, f"{self.what} does not get full points: {mark.message}")
            elif mark.points > 0 and not self.right:
                yield Remark(id, f"{self.what} gets full points, and should not")
            elif mark.kind == "not attempted" and self.answered:
                yield Remark(id, f"{self.what} could not be tried: {mark.message}")


def verify(standing: Standing, grade: Grade) -> list[Remark]:
    """Try out every exercise of an assignment, with all that is drawn.

    Parameters
    ----------
    standing : the assignment; what was handed in for it is left alone.
    grade : what grades submissions, with a folder for the run.

    Returns
    -------
    What is not as it should be; nothing if all is well.

    Raises
    ------
    CourseError
        If the notebook that is given out cannot be made.
    WithheldError
        If a right answer is no function at the top of its file.
    """
    cases = {f"{i:04d}": case for i, case in enumerate(cases_of(standing))}
    with TemporaryDirectory() as place:
        handed_in = list(written(cases, standing.assignment, Path(place)))
        results = sorted(grade(handed_in, Path(place) / "run"), key=lambda one: one.student)
    faults = (fault for one in results for fault in cases[one.student].faults(one))
    return list(dict.fromkeys(faults))  # each once


def cases_of(standing: Standing) -> Iterator[Case]:
    """The notebooks to try: for each draw that is needed two, and one for each known mistake."""
    seen: set[str] = set()
    for student in draws(standing):
        asked = tuple(standing.exercise(id) for id in standing.assignment.asked_of(student))
        blank = student_notebook(standing.assignment, student, private=standing.private)
        right = {one.id: as_cell(one.reference, one.name, importable(one)) for one in asked}
        yield Case("the notebook as it is given out", blank, asked, answered=False)
        yield Case("the right answer", with_answers(blank, right), asked, right=True)
        for exercise in asked:
            for mistake in exercise.mistakes if exercise.id not in seen else ():
                alone = notebook_of_cells([Cell("code", text_of(mistake, exercise))])
                yield Case(f"the known mistake {mistake.id!r}", alone, (exercise,))
        seen |= right.keys()


def draws(standing: Standing) -> Iterator[str]:
    """Students who together are asked every exercise; made-up ones where nobody drew one."""
    seen: set[str] = set()
    everybody = (student.id for student in standing.roster)
    for student in chain(everybody, map(str, count())):
        if seen >= set(standing.assignment.every_id):
            return
        asked = standing.assignment.asked_of(student).keys()
        if not seen >= asked:
            yield student
        seen |= asked


def importable(exercise: Exercise) -> set[Place]:
    """What a student's answer may import instead of writing it."""
    return set(surroundings(exercise).names.values())


def text_of(mistake: Mistake, exercise: Exercise) -> str:
    """A known mistake as the text of a cell; none if it does not stand in the exercise's file."""
    try:
        return mistake_as_cell(mistake, exercise, importable(exercise))
    except LookupError:
        return ""


def written(
    cases: Mapping[str, Case], assignment: Assignment, folder: Path
) -> Iterator[Submission]:
    """The notebooks of the cases, as submissions; every exercise counts one point."""
    for name, case in cases.items():
        path = folder / f"{name}.ipynb"
        path.write_bytes(case.notebook)
        tasks = tuple(Task(exercise, 1) for exercise in case.asked)
        work = Work(assignment.name, tasks, allow_package=assignment.allow_package)
        yield Submission(name, path, work)


def with_answers(notebook: bytes, answers: Mapping[str, str]) -> bytes:
    """A notebook that is given out, with answers in the place of stubs."""
    content = json.loads(notebook)
    texts = {grade_id(id): text for id, text in answers.items()}
    for cell in content["cells"]:
        told = cell["metadata"].get("nbgrader", {})
        if told.get("solution") and told["grade_id"] in texts:
            cell["source"] = texts[told["grade_id"]].splitlines(keepends=True)
    return json.dumps(content).encode()
