"""What the grade book is to hold of an assignment, before any database is asked.

The book knows one notebook for all students, and each answer in it as a cell with a name and a
largest score. A drawn exercise is one cell, whichever of its variants a student was asked: so the
largest scores add up to what can be reached.

    raw score = what was graded, or what was given by hand
    penalty   = what being late costs of what was graded
    mark      = raw score - penalty, as `nbgrader export` writes it
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from nncourse.classroom.course.assignment import Assignment, Override
from nncourse.classroom.course.marks import part_of
from nncourse.classroom.course.people import harmless
from nncourse.classroom.course.roster import Student
from nncourse.classroom.grading.standing import Standing
from nncourse.classroom.release.nbgrader import grade_id

# nbgrader writes names into its pages and tables as they are.
UNSAFE = str.maketrans(dict.fromkeys('<>&",;\\`', " "))


@dataclass(frozen=True)
class Entry:
    """A submission, as the book holds it.

    Parameters
    ----------
    time : when it came in, in UTC and without saying so, as nbgrader keeps times.
    extension : how much later than others this student may hand in.
    penalty : what being late costs, in points.
    scores : what was graded, by cell; None where nothing was yet.
    """

    time: datetime | None
    extension: timedelta | None
    penalty: float
    scores: Mapping[str, float | None] = field(default_factory=dict)


def cells(assignment: Assignment) -> dict[str, float]:
    """The names of the answers' cells, with their largest scores.

    Examples
    --------
    >>> from nncourse.classroom.course.assignment import Drawn
    >>> among = Drawn(3, ("forward.elu", "forward.swish"))
    >>> cells(Assignment("week-1", "Week 1", {"basics.mse": 2}, drawn=(among,)))
    {'basics-mse': 2, 'drawn-1': 3}
    """
    drawn = {f"drawn-{i}": one.points for i, one in enumerate(assignment.drawn, start=1)}
    return {grade_id(id): points for id, points in assignment.exercises.items()} | drawn


def cell_of(assignment: Assignment, exercise: str) -> str:
    """The name of the cell that an exercise is answered in."""
    for i, one in enumerate(assignment.drawn, start=1):
        if exercise in one.among:
            return f"drawn-{i}"
    return grade_id(exercise)


def entry(standing: Standing, student: str) -> Entry | None:
    """What the book is to hold of a student's work; None if there is none.

    Points given by hand need a place in the book, even where nothing was handed in.
    """
    mark, received = standing.mark_of(student), standing.received.get(student)
    if mark.status == "excused" or not (received or mark.reasons):
        return None
    assignment, result = standing.assignment, standing.results.get(student)
    scores: dict[str, float | None] = {}
    penalty = 0.0
    for id, of in assignment.asked_of(student).items():
        judged = result.exercises.get(id) if result else None
        part = part_of({"points": judged.points, "of": judged.of}) if judged else 0.0
        scores[cell_of(assignment, id)] = of * part if judged or not received else None
        if id not in mark.reasons:
            penalty += (1 - mark.late.factor) * of * part
    moment = assignment.submitted.get(student, received.attempt.moment if received else None)
    due, theirs = assignment.due, assignment.due_for(student)
    extension = theirs - due if due and theirs and theirs != due else None
    return Entry(utc(moment), extension, round(penalty, 9), scores)


def by_cell(assignment: Assignment, given: Iterable[Override]) -> dict[tuple[str, str], Override]:
    """Points given by hand, by student and cell; those that concern what a student was asked."""
    return {
        (one.student, cell_of(assignment, one.exercise)): one
        for one in given
        if one.exercise in assignment.asked_of(one.student)
    }


def utc(moment: datetime | None) -> datetime | None:
    """A time as nbgrader keeps it."""
    return moment.astimezone(UTC).replace(tzinfo=None) if moment else None


def person(student: Student) -> dict[str, str | None]:
    """A student as nbgrader keeps one: a first name and a last, with no sign that could do harm.

    Examples
    --------
    >>> person(Student("s2", "Žižková, Anna-Marie"))
    {'first_name': 'Anna-Marie', 'last_name': 'Žižková', 'email': None}
    >>> person(Student("s3", "Li <script>Wei"))["last_name"]
    'script Wei'
    """
    last, comma, first = student.name.partition(",")
    if not comma:
        first, _, last = student.name.rpartition(" ")
    return {
        "first_name": clean(first) or None,
        "last_name": clean(last) or None,
        "email": clean(student.email) or None,
    }


def clean(name: str) -> str:
    """A name without what pages and tables would take for something else."""
    return harmless(" ".join(name.translate(UNSAFE).split()))[:128]
