"""A summary of how an assignment stands: how many, how good, and what an instructor should see."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from nncourse.classroom.course.assignment import strangers
from nncourse.classroom.errors import Remark
from nncourse.classroom.grading.standing import Standing

GRADED = "graded"


@dataclass(frozen=True)
class Summary:
    """An assignment in numbers.

    Parameters
    ----------
    counts : how many students there are of each status.
    mean : of the points of those who were graded; None if nobody was.
    of : what could be reached.
    """

    counts: Counter[str]
    mean: float | None
    of: float

    def __str__(self) -> str:
        told = ", ".join(f"{n} {status}" for status, n in self.counts.most_common())
        mean = "" if self.mean is None else f"; mean {self.mean:.2f} of {self.of:g} points"
        return (told or "nobody in the roster") + mean


def summary(standing: Standing) -> Summary:
    """An assignment in numbers.

    Examples
    --------
    >>> from datetime import UTC
    >>> from pathlib import Path
    >>> from nncourse.classroom.course.assignment import Assignment
    >>> from nncourse.classroom.course.course import Course
    >>> from nncourse.classroom.course.roster import Roster, Student
    >>> course = Course(Path("nets"), "Nets", "", UTC)
    >>> a = Assignment("week-1", "Week 1", {"basics.mse": 2})
    >>> print(summary(Standing(course, Roster((Student("s1", "Jane"),)), a)))
    1 missing
    """
    marks = standing.marks.values()
    counts = Counter(mark.status.partition(":")[0] for mark in marks)
    points = [mark.points for mark in marks if mark.status == GRADED and mark.points is not None]
    mean = sum(points) / len(points) if points else None
    return Summary(counts, mean, standing.assignment.points)


def to_look_at(standing: Standing) -> list[Remark]:
    """What an instructor should look at: misspelt ids, work that cannot be graded, doubts."""
    strange = [
        Remark(id, "handed in, and is not in the roster")
        for id in standing.received
        if id not in standing.marks
    ]
    found = (remark for id in standing.marks for remark in of_student(standing, id))
    return [*strangers(standing.assignment, standing.roster), *strange, *found]


def of_student(standing: Standing, student: str) -> Iterator[Remark]:
    """What there is to look at with one student."""
    mark = standing.marks[student]
    if mark.status not in (GRADED, "missing", "excused"):
        yield Remark(student, mark.status)
    if mark.late.doubt and student in standing.received:
        yield Remark(student, mark.late.doubt)
    if is_outdated(standing, student):
        yield Remark(student, "handed in again since the last grading: grade once more")


def is_outdated(standing: Standing, student: str) -> bool:
    """Whether a student's result is of what was handed in before."""
    result = standing.results.get(student)
    return result is not None and result.submission != standing.received[student].attempt.sha256


def outdated(standing: Standing) -> list[str]:
    """The ids of students whose result is of what they handed in before."""
    return [id for id in standing.marks if is_outdated(standing, id)]


def not_graded(standing: Standing) -> list[str]:
    """The ids of students whose work is here and was not graded: they have no points yet."""
    return [
        id
        for id in standing.marks
        if id in standing.received
        and id not in standing.results
        and id not in standing.assignment.excused
    ]
