"""An assignment: which exercises, how many points, until when, and what holds for single students.

All of it stands in `assignment.toml`, which `new` makes once and an instructor edits.
"""

import math
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, tzinfo
from functools import partial
from typing import Any

from nncourse import exercises
from nncourse.classroom import settings
from nncourse.classroom.course import Course, checked_name
from nncourse.classroom.errors import CourseError, Remark
from nncourse.classroom.late import Rule, earliest, latest
from nncourse.classroom.roster import Roster
from nncourse.exercises.form import Exercise

ENTRIES = (
    "title", "due", "allow_package", "seed",
    "exercises", "late", "extensions", "submitted", "excused", "overrides",
)  # fmt: skip
LATE_ENTRIES = ("grace_minutes", "percent_per_day", "last_day")
OVERRIDE_ENTRIES = ("student", "exercise", "points", "reason")
MOST_POINTS = 10_000

ASSIGNMENT = """\
# What is asked for. Edit this file as you like: it is made once and never written over.
# After a change of exercises or points, build the release again.

title = {title}

# In the course's time zone; with an offset, as 2026-10-12T23:59:00+02:00, in that one. A date alone
# means the end of that day. Without a line `due` nothing is ever late.
{due}

# May an answer call the package's own function? If not, such an answer earns nothing.
allow_package = false

# Where variants are drawn for each student, they are drawn from this number.
seed = {seed}

[exercises]  # and their points
{exercises}

[late]
grace_minutes = 15    # late by no more than this is not late
percent_per_day = 10  # of the points reached, for each day begun
last_day = 7          # after so many days nothing counts; 0 if nothing late counts

[extensions]  # a due date of one's own
# "s0421" = 2026-10-15T23:59:00

[submitted]  # when something came in, where the platform does not say it or is wrong
# "s0421" = 2026-10-12T23:10:00

[excused]  # who need not do it, and why
# "s0421" = "ill until 14 October"

# Points given by hand, with the reason. They replace what was graded; nothing is taken off them.
# [[overrides]]
# student = "s0421"
# exercise = "basics.mse"
# points = 2
# reason = "right, but for a name that was misspelt"
"""


@dataclass(frozen=True)
class Override:
    """Points given by hand instead of those that were graded."""

    student: str
    exercise: str
    points: float
    reason: str


@dataclass(frozen=True)
class Assignment:
    """An assignment that has been read.

    Parameters
    ----------
    name : of its folders and files.
    title : for people.
    exercises : the points of each, by its id, in the order in which they are asked.
    due : when it is due, with a time zone; None if never.
    late : what being late costs.
    allow_package : whether an answer may call the package's own function.
    seed : what variants are drawn from.
    extensions : due dates of single students, by id.
    submitted : known times of submission, by id; they count more than what a platform says.
    excused : the reasons of who need not do it, by id.
    overrides : points given by hand.
    """

    name: str
    title: str
    exercises: Mapping[str, float]
    due: datetime | None = None
    late: Rule = field(default_factory=Rule)
    allow_package: bool = False
    seed: int = 0
    extensions: Mapping[str, datetime] = field(default_factory=dict)
    submitted: Mapping[str, datetime] = field(default_factory=dict)
    excused: Mapping[str, str] = field(default_factory=dict)
    overrides: tuple[Override, ...] = ()

    @property
    def points(self) -> float:
        """What can be reached."""
        return sum(self.exercises.values())

    def due_for(self, student: str) -> datetime | None:
        """When it is due for one student."""
        return self.extensions.get(student, self.due)


def new(
    course: Course,
    name: str,
    asked: Iterable[str],
    *,
    title: str = "",
    due: str = "",
    more: Iterable[Exercise] = (),
) -> Assignment:
    """Make an assignment's folder and its `assignment.toml`, and read it.

    Parameters
    ----------
    course : where it belongs.
    name : such as "week-1".
    asked : chapters and ids of exercises, such as "basics" and "forward.softmax".
    title : for people; the name if not given.
    due : as TOML writes it: "2026-10-12T23:59:00".
    more : exercises beside those of the chapters, such as an instructor's own.

    Raises
    ------
    CourseError
        If there is an assignment of this name, no such exercise, or the date cannot be read.
    OSError
        If the file cannot be written.
    """
    file = course.assignment(checked_name(name)) / "assignment.toml"
    points = {exercise.id: exercise.points for exercise in chosen(asked, more)}
    text = ASSIGNMENT.format(
        title=settings.quoted(title or name),
        due=f"due = {due}" if due else "# due = 2026-10-12T23:59:00",
        seed=secrets.randbelow(1_000_000),
        exercises="\n".join(f"{settings.quoted(id)} = {n}" for id, n in points.items()),
    )
    parse(settings.parse(text, "the new assignment"), name, course.timezone, str(file), more)
    settings.write_new(file, text)
    return load(course, name, more)


def load(course: Course, name: str, more: Iterable[Exercise] = ()) -> Assignment:
    """Read an assignment.

    Parameters
    ----------
    course, name : which.
    more : exercises beside those of the chapters that may be asked.

    Raises
    ------
    CourseError
        If there is none, or an entry is wrong; the message names the file and the entry.
    """
    file = course.assignment(name) / "assignment.toml"
    if not file.exists():
        known = ", ".join(course.assignments()) or "none"
        raise CourseError(f"there is no assignment {name!r}; there are: {known}")
    return parse(settings.read(file), name, course.timezone, str(file), more)


def chosen(asked: Iterable[str], more: Iterable[Exercise] = ()) -> list[Exercise]:
    """The exercises that are meant by names of chapters and of exercises, each once.

    Examples
    --------
    >>> [exercise.id for exercise in chosen(["forward.softmax", "basics.mse"])]
    ['forward.softmax', 'basics.mse']
    >>> chosen(["basics.mze"])
    Traceback (most recent call last):
    nncourse.classroom.errors.CourseError: there is no exercise 'basics.mze': did you mean ...
    """
    found: dict[str, Exercise] = {}
    others = {exercise.id: exercise for exercise in more}
    for name in asked:
        if name in exercises.CHAPTERS:
            several = list(exercises.exercises_of(name))
        else:
            several = [others[name] if name in others else exercise_of(name)]
        found |= {exercise.id: exercise for exercise in several}
    if not found:
        raise CourseError("an assignment asks for one exercise at least: name one, or a chapter")
    return list(found.values())


def exercise_of(id: str) -> Exercise:
    """The exercise of this id, or a CourseError that names the nearest."""
    try:
        return exercises.find(id)
    except KeyError as error:
        raise CourseError(str(error.args[0])) from None


def parse(
    table: Mapping[str, Any], name: str, zone: tzinfo, place: str, more: Iterable[Exercise] = ()
) -> Assignment:
    """The assignment that an `assignment.toml` describes; a CourseError if an entry is wrong."""
    entries = settings.Entries(table, place)
    tables = {part: entries.take(part, dict, default={}) for part in ENTRIES[4:9]}
    points = points_of(tables["exercises"], place, more)
    due = entries.take("due", datetime, date, default="")
    assignment = Assignment(
        name=checked_name(name),
        title=entries.take("title", str, default=name),
        exercises=points,
        due=latest(due, zone) if due else None,
        late=rule_of(tables["late"], place),
        allow_package=entries.take("allow_package", bool, default=False),
        seed=entries.take("seed", int, default=0),
        extensions=moments(
            tables["extensions"], partial(latest, zone=zone), f"{place}, [extensions]"
        ),
        submitted=moments(
            tables["submitted"], partial(earliest, zone=zone), f"{place}, [submitted]"
        ),
        excused=reasons(tables["excused"], f"{place}, [excused]"),
        overrides=tuple(overrides(entries.take("overrides", list, default=[]), points, place)),
    )
    entries.finish(ENTRIES)
    return assignment


def points_of(table: Mapping[str, Any], place: str, more: Iterable[Exercise]) -> dict[str, float]:
    """The points of each exercise, checked."""
    for exercise in chosen(table, more):
        checked_points(table.get(exercise.id, 0), f"{place}, [exercises], {exercise.id}")
    by_chapter = [id for id in table if id in exercises.CHAPTERS]
    if by_chapter:
        raise CourseError(f"{place}, [exercises]: {by_chapter[0]!r} is a chapter: name exercises")
    return dict(table)


def checked_points(points: object, place: str) -> float:
    """Points that can be given: a number from 0 to 10,000; else a CourseError."""
    if settings.is_one_of(points, (int, float)):
        assert isinstance(points, int | float)
        if math.isfinite(points) and 0 <= points <= MOST_POINTS:
            return points
    raise CourseError(f"{place}: {points!r} points cannot be given: write a number, 0 or more")


def rule_of(table: Mapping[str, Any], place: str) -> Rule:
    """The late rule; without a table it costs nothing to be late."""
    entries = settings.Entries(table, f"{place}, [late]")
    rule = Rule(
        grace=timedelta(minutes=entries.take("grace_minutes", int, float, default=0)),
        per_day=entries.take("percent_per_day", int, float, default=0) / 100,
        last_day=entries.take("last_day", int, float, default=math.inf),
    )
    entries.finish(LATE_ENTRIES)
    if not (rule.grace >= timedelta(0) and 0 <= rule.per_day <= 1 and rule.last_day >= 0):
        raise CourseError(f"{place}, [late]: a number is below 0, or a percentage above 100")
    return rule


def moments(
    table: Mapping[str, Any], moment: Callable[[date], datetime], place: str
) -> dict[str, datetime]:
    """The points in time of a table of students; `moment` makes them of what TOML knows as one."""
    entries = settings.Entries(table, place)
    return {id: moment(entries.take(id, datetime, date)) for id in table}


def reasons(table: Mapping[str, Any], place: str) -> dict[str, str]:
    """The texts of a table of students."""
    entries = settings.Entries(table, place)
    return {id: entries.take(id, str) for id in table}


def overrides(tables: list[Any], exercises: Mapping[str, float], place: str) -> Iterator[Override]:
    """The points given by hand, checked."""
    for number, table in enumerate(tables, 1):
        here = f"{place}, [[overrides]] number {number}"
        if not isinstance(table, dict):
            raise CourseError(f"{here} is no table: write [[overrides]] with two brackets")
        entries = settings.Entries(table, here)
        student, exercise = entries.take("student", str), entries.take("exercise", str)
        points = checked_points(entries.take("points", int, float), here)
        reason = entries.take("reason", str)
        entries.finish(OVERRIDE_ENTRIES)
        if exercise not in exercises:
            raise CourseError(f"{here}: {exercise!r} is not among this assignment's exercises")
        yield Override(student, exercise, points, reason)


def strangers(assignment: Assignment, roster: Roster) -> list[Remark]:
    """The students that the assignment names and the roster does not: misspelt, or gone.

    Examples
    --------
    >>> from nncourse.classroom.roster import Student
    >>> a = Assignment("week-1", "Week 1", {"basics.mse": 2}, excused={"s9": "ill"})
    >>> print(*strangers(a, Roster((Student("s1", "Jane"),))))
    s9: is in [excused] of week-1, and not in the roster
    """
    tables = {
        "extensions": assignment.extensions,
        "submitted": assignment.submitted,
        "excused": assignment.excused,
        "overrides": [override.student for override in assignment.overrides],
    }
    known = {student.id for student in roster}
    remarks = []
    for table, ids in tables.items():
        for id in ids:
            if id not in known:
                meant = roster.by_id(id)
                hint = f": did you mean {meant.id!r}?" if meant else ""
                text = f"is in [{table}] of {assignment.name}, and not in the roster{hint}"
                remarks.append(Remark(id, text))
    return remarks
