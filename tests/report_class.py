"""A class whose answers have been judged, made for the tests of reports; no sandbox is needed."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from nncourse.checking.judging import judge
from nncourse.checking.verdict import Verdict
from nncourse.classroom.course import course
from nncourse.classroom.course.assignment import Assignment, Drawn, exercise_of
from nncourse.classroom.course.late import Rule
from nncourse.classroom.course.roster import Roster, Student
from nncourse.classroom.course.submissions import Attempt, Received
from nncourse.classroom.grading.grading import Judged, Result
from nncourse.classroom.grading.standing import Standing
from nncourse.exercises.form import Exercise

DUE = datetime(2026, 10, 12, 22, tzinfo=UTC)
BOOK = "https://www.example.edu/nets"
SOFTMAX, RELU, ONE_HOT = "forward.softmax", "forward.relu", "forward.one_hot"
DRAWN = ("forward.elu", "forward.hinge")
WEEK = Assignment(
    "week-2",
    "Week 2: forward",
    {SOFTMAX: 4, RELU: 1, ONE_HOT: 3},
    drawn=(Drawn(2, DRAWN),),
    due=DUE,
    late=Rule(timedelta(minutes=15), 0.1, 7),
    seed=4,
)


@cache
def judged(exercise: Exercise, of: float, answer: Any = None) -> Judged:
    """How an answer to an exercise was judged, for so many points; without one, the right one."""
    return kept(judge(exercise, answer or exercise.reference), of)


def kept(verdict: Verdict, of: float) -> Judged:
    """A verdict as grading keeps it."""
    said = "Correct." if verdict.passed else verdict.message
    points = of if verdict.passed else 0
    told = (verdict.kind, verdict.mistake, said, verdict.correct_parts, verdict.printed)
    return Judged(points, of, *told)


def known(id: str, mistake: str) -> Callable:
    """The known wrong answer of this name."""
    return next(one.answer for one in exercise_of(id).mistakes if one.id == mistake)


class Class:
    """A class that grows student by student, in a course folder."""

    def __init__(self, folder: Path, assignment: Assignment = WEEK) -> None:
        self.assignment = assignment
        self.course = course.new(folder / "nets", "Neural networks", "Autumn 2026")
        self.students: list[Student] = []
        self.received: dict[str, Received] = {}
        self.results: dict[str, Result] = {}

    def add(
        self,
        id: str,
        answers: Mapping[str, Any] | None = None,
        *,
        name: str = "",
        late: timedelta = timedelta(hours=-1),
        cells: tuple[str, ...] = (),
    ) -> None:
        """A student; with `answers`, those exercises are right that it does not name otherwise."""
        self.students.append(Student(id, name or f"Name of {id}", f"{id}@example.edu"))
        if answers is None:
            return
        path = self.course.submissions("week-2") / id / "week-2.ipynb"
        path.parent.mkdir(parents=True)
        code = [{"cell_type": "code", "source": text} for text in cells]
        path.write_text(json.dumps({"cells": code}))
        time = (DUE + late).isoformat()
        attempt = Attempt("ab", f"{id}_week-2.ipynb", "x.zip", "canvas", time)
        self.received[id] = Received(id, path, attempt, 1)
        self.results[id] = Result(id, "week-2", "ab", "graded", self.marks(id, answers))

    def marks(self, id: str, answers: Mapping[str, Any]) -> dict[str, Judged]:
        """How each of a student's answers was judged."""
        return {
            asked: (
                answers[asked]
                if isinstance(answers.get(asked), Judged)
                else judged(exercise_of(asked), of, answers.get(asked))
            )
            for asked, of in self.assignment.asked_of(id).items()
        }

    def standing(self, *, book: str = "", **changes: Any) -> Standing:
        """How the assignment stands in this class."""
        students = Roster(tuple(self.students))
        made = Standing(
            replace(self.course, book=book),
            students,
            replace(self.assignment, **changes),
            received=self.received,
            results=self.results,
        )
        return made
