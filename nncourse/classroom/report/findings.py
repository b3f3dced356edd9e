"""What the class did: who handed in, how the points lie, what was right, and what went wrong."""

import ast
import inspect
import math
import textwrap
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from nncourse.classroom.course.marks import Mark
from nncourse.classroom.grading.grading import Judged
from nncourse.classroom.grading.standing import Standing
from nncourse.classroom.report.lessons import Lesson, lesson_of
from nncourse.exercises.form import Exercise, Mistake

MOST_BARS = 14
LONGEST_EXAMPLE = 14  # lines

# What students did whose answer is of a kind of verdict; all others gave wrong values.
WORDS = {
    "not attempted": "wrote nothing",
    "stopped": "ran too long, or crashed",
    "raised": "raised an error",
    "type": "gave a wrong type",
    "shape": "gave a wrong shape",
}
NAMED, OTHER = "made a known mistake", "gave other wrong values"


# Who handed in.

GROUPS = (
    "handed in, in time",
    "handed in late",
    "handed in what cannot be read",
    "not graded yet",
    "missing",
    "excused",
)


def attendance(marks: Iterable[Mark]) -> dict[str, list[str]]:
    """The ids of the students in each of the `GROUPS`."""
    found: dict[str, list[str]] = {group: [] for group in GROUPS}
    for mark in marks:
        found[group_of(mark)].append(mark.student)
    return found


def group_of(mark: Mark) -> str:
    """The group that a student is in.

    Examples
    --------
    >>> group_of(Mark("s1", "graded")), group_of(Mark("s2", "not graded"))
    ('handed in, in time', 'not graded yet')
    """
    if mark.status == "graded":
        return "handed in late" if mark.late.days else "handed in, in time"
    known = {
        "excused": "excused",
        "missing": "missing",
        "no notebook": "missing",
        "unreadable notebook": "handed in what cannot be read",
    }
    return known.get(mark.status, "not graded yet")


# How the points lie.


@dataclass(frozen=True)
class Bar:
    """How many students have so many points: at least `least`, and less than `below`."""

    least: float
    below: float
    number: int


def distribution(points: Sequence[float], most: float) -> list[Bar]:
    """The bars of a histogram: each as wide as a whole number of points, the first at 0.

    Full points are in a bar of their own where the widths allow it.

    Parameters
    ----------
    points : of each student.
    most : what can be reached; who has more, by hand, is in the last bar.

    Examples
    --------
    >>> [(bar.least, bar.number) for bar in distribution([0, 1.5, 2, 2], 2)]
    [(0, 1), (1, 1), (2, 2)]
    """
    width = max(1, math.ceil(most / MOST_BARS))
    last = int(most // width)
    numbers = Counter(min(int(value // width), last) for value in points)
    return [Bar(i * width, (i + 1) * width, numbers[i]) for i in range(last + 1)]


# What was right, and what went wrong.


@dataclass(frozen=True)
class Success:
    """How an exercise went with those who were asked it and whose notebook was graded."""

    exercise: Exercise
    asked: int
    right: int
    wrong: dict[str, int]  # how many did what instead, the most first


@dataclass(frozen=True)
class Made:
    """A known mistake that students made."""

    exercise: Exercise
    mistake: Mistake
    students: tuple[str, ...]
    asked: int
    lesson: Lesson

    @property
    def words(self) -> str:
        """The mistake's name, to be read."""
        return self.mistake.id.replace("_", " ")

    @property
    def example(self) -> str:
        """An answer that makes it, as the catalogue has it; empty if it is long."""
        text = definition_of(self.mistake.answer, self.exercise.name)
        return text if text.count("\n") < LONGEST_EXAMPLE else ""


@dataclass(frozen=True)
class Need:
    """A section, and the students who wrote an answer to one of its exercises that was wrong."""

    lesson: Lesson
    students: frozenset[str]
    exercises: tuple[str, ...]
    mistakes: tuple[Made, ...]


@dataclass(frozen=True)
class Answer:
    """How one student's answer to one exercise was judged."""

    student: str
    exercise: str
    judged: Judged

    @property
    def right(self) -> bool:
        """Whether nothing was wrong."""
        return self.judged.kind == "correct"

    @property
    def written(self) -> bool:
        """Whether there was an answer at all."""
        return self.judged.kind != "not attempted"

    @property
    def wrong(self) -> str:
        """What its student did, if it is not right."""
        return NAMED if self.judged.mistake else WORDS.get(self.judged.kind, OTHER)


def answers(standing: Standing) -> Iterator[Answer]:
    """All answers that were judged, of the roster's students who are not excused."""
    for student, mark in standing.marks.items():
        if mark.status == "graded":
            result = standing.results[student]
            for id in standing.assignment.asked_of(student):
                if id in result.exercises:
                    yield Answer(student, id, result.exercises[id])


def successes(standing: Standing, judged: Sequence[Answer]) -> list[Success]:
    """How each exercise went, in the assignment's order."""
    of = grouped(judged)
    return [
        Success(
            standing.exercise(id),
            len(of[id]),
            sum(one.right for one in of[id]),
            dict(Counter(sorted(one.wrong for one in of[id] if not one.right)).most_common()),
        )
        for id in standing.assignment.every_id
    ]


def mistakes(standing: Standing, judged: Sequence[Answer]) -> list[Made]:
    """The known mistakes that were made, the most frequent first."""
    made: dict[tuple[str, str], list[str]] = defaultdict(list)
    for one in judged:
        if one.judged.mistake:
            made[one.exercise, one.judged.mistake].append(one.student)
    asked = Counter(one.exercise for one in judged)
    found = [
        Made(exercise, mistake, tuple(made[id, mistake.id]), asked[id], lesson_of(exercise))
        for id in standing.assignment.every_id
        for exercise in [standing.exercise(id)]
        for mistake in exercise.mistakes
        if (id, mistake.id) in made
    ]
    return sorted(found, key=lambda one: -len(one.students))


def needs(standing: Standing, judged: Sequence[Answer], made: Sequence[Made]) -> list[Need]:
    """What to teach again, that first which would help the most students."""
    wrong: dict[Lesson, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    of = grouped(judged)
    for id in standing.assignment.every_id:
        exercise = standing.exercise(id)
        for one in of[id]:
            if one.written and not one.right:
                wrong[lesson_of(exercise)][exercise.title].append(one.student)
    found = [
        Need(
            lesson,
            frozenset(student for several in titles.values() for student in several),
            tuple(titles),
            tuple(one for one in made if one.lesson == lesson),
        )
        for lesson, titles in wrong.items()
    ]
    return sorted(found, key=lambda need: -len(need.students))


def grouped(judged: Iterable[Answer]) -> dict[str, list[Answer]]:
    """The answers by their exercise."""
    found: dict[str, list[Answer]] = defaultdict(list)
    for one in judged:
        found[one.exercise].append(one)
    return found


@cache
def definition_of(answer: Any, name: str) -> str:
    """The source of a function or class under this name; empty if there is none."""
    try:
        (node,) = ast.parse(textwrap.dedent(inspect.getsource(answer))).body
    except (OSError, TypeError, ValueError, SyntaxError):
        return ""
    if not isinstance(node, ast.FunctionDef | ast.ClassDef):
        return ""
    node.decorator_list, node.name = [], name
    return ast.unparse(node)
