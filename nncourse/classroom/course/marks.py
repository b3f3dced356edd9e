"""Marks: what a student gets for an assignment, from what grading found and what was agreed.

points of an exercise = what was graded, as a part of its points, less what being late costs;
                        or what was given by hand, of which nothing is taken
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from nncourse.classroom.course.assignment import Assignment
from nncourse.classroom.course.late import Lateness, lateness
from nncourse.classroom.course.roster import Roster
from nncourse.classroom.course.submissions import Attempt


@dataclass(frozen=True)
class Mark:
    """What a student gets.

    Parameters
    ----------
    student : the id.
    status : "graded", "excused", "missing" if nothing was handed in, or what grading said.
    exercises : the points of each exercise.
    late : how late it was, and what that costs.
    reasons : for points given by hand, by exercise; of an excuse, under "".
    """

    student: str
    status: str
    exercises: Mapping[str, float] = field(default_factory=dict)
    late: Lateness = field(default_factory=Lateness)
    reasons: Mapping[str, str] = field(default_factory=dict)

    @property
    def points(self) -> float | None:
        """All points together; None for who is excused."""
        return None if self.status == "excused" else round(sum(self.exercises.values()), 6)


def lateness_of(assignment: Assignment, student: str, attempt: Attempt) -> Lateness:
    """How late a student's attempt is; a time in the assignment's file counts more than others.

    A platform's word that something is late counts only where no other due date was agreed on.

    Examples
    --------
    >>> a = Assignment("week-1", "Week 1", {"basics.mse": 2})
    >>> lateness_of(a, "s1", Attempt("ab", "week-1.ipynb", "x.zip", "canvas", flagged=True)).days
    0
    """
    time = assignment.submitted.get(student, attempt.moment)
    flagged = attempt.flagged and student not in assignment.extensions
    return lateness(assignment.due_for(student), time, assignment.late, flagged)


def mark(
    assignment: Assignment,
    student: str,
    attempt: Attempt | None = None,
    result: Mapping[str, Any] | None = None,
) -> Mark:
    """What a student gets.

    Parameters
    ----------
    assignment : what was asked for.
    student : the id.
    attempt : what was handed in and counts; None if nothing was.
    result : what grading it found: its `status`, and `exercises` with the `points` of each, of how
        many (`of`).

    Examples
    --------
    >>> a = Assignment("week-1", "Week 1", {"basics.mse": 4})
    >>> attempt = Attempt("ab", "week-1.ipynb", "x.zip", "canvas")
    >>> found = {"status": "graded", "exercises": {"basics.mse": {"points": 1, "of": 2}}}
    >>> mark(a, "s1", attempt, found).points, mark(a, "s2").status
    (2.0, 'missing')
    """
    if student in assignment.excused:
        return Mark(student, "excused", reasons={"": assignment.excused[student]})
    result = result or {}
    late = lateness_of(assignment, student, attempt) if attempt else Lateness()
    graded = result.get("exercises", {})
    points = {
        id: late.factor * of * part_of(graded.get(id, {}))
        for id, of in assignment.asked_of(student).items()
    }
    given = [
        one for one in assignment.overrides if one.student == student and one.exercise in points
    ]
    points |= {override.exercise: override.points for override in given}
    status = result.get("status", "not graded") if attempt else "missing"
    return Mark(student, status, points, late, {one.exercise: one.reason for one in given})


def part_of(graded: Mapping[str, float]) -> float:
    """What part of an exercise's points was reached, 0 to 1."""
    of = graded.get("of", 0)
    return min(max(graded.get("points", 0) / of, 0.0), 1.0) if of else 0.0


def rows(
    assignment: Assignment, roster: Roster, marks: Mapping[str, Mark]
) -> Iterator[list[str | float]]:
    """The marks of a class as a table, title line first, for `sheets.as_csv`.

    Parameters
    ----------
    assignment, roster : what was asked of whom.
    marks : by the student's id; a student without one has empty fields.

    Examples
    --------
    >>> from nncourse.classroom.course.roster import Student
    >>> a, class_ = Assignment("w", "W", {"basics.mse": 4}), Roster((Student("s1", "Jane"),))
    >>> for row in rows(a, class_, {"s1": Mark("s1", "graded", {"basics.mse": 3.0})}):
    ...     print(*row, sep=",")
    id,name,email,group,basics.mse,points,of,status,days late
    s1,Jane,,,3.0,3.0,4,graded,0
    """
    ids = list(dict.fromkeys(assignment.every_id))
    yield ["id", "name", "email", "group", *ids, "points", "of", "status", "days late"]
    for student in roster:
        person: list[str | float] = [student.id, student.name, student.email, student.group]
        mark = marks.get(student.id)
        if mark is None:
            yield [*person, *("" for _ in ids), "", assignment.points, "", ""]
            continue
        points = "" if mark.points is None else mark.points
        reached = [mark.exercises.get(id, "") for id in ids]
        yield [*person, *reached, points, assignment.points, mark.status, mark.late.days]
