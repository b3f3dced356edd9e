"""An assignment: which exercises, how many points, until when, and what holds for single students.

All of it stands in `assignment.toml`, which `new` makes once and an instructor edits.
"""

import math
import secrets
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, tzinfo
from functools import partial
from typing import Any

from nncourse import exercises
from nncourse.classroom import variants
from nncourse.classroom.course import settings
from nncourse.classroom.course.course import Course, checked_name
from nncourse.classroom.course.late import Rule, earliest, latest
from nncourse.classroom.course.roster import Roster
from nncourse.classroom.errors import CourseError, Remark, named
from nncourse.classroom.variants.drawing import lot
from nncourse.exercises.form import Exercise

ENTRIES = (
    "title", "due", "allow_package", "seed",
    "exercises", "late", "extensions", "submitted", "excused", "drawn", "overrides",
)  # fmt: skip
DRAWN_ENTRIES = ("points", "among")
LATE_ENTRIES = ("grace_minutes", "percent_per_day", "last_day")
USUAL_LATE = {"grace_minutes": 15, "percent_per_day": 10, "last_day": 7}
OVERRIDE_ENTRIES = ("student", "exercise", "points", "reason")
MOST_POINTS = 10_000
MOST_MINUTES = 366 * 24 * 60  # of grace

ASSIGNMENT = """\
# What is asked for. Edit this file as you like: it is made once and never written over.
# After a change of exercises or points, build the release again.

title = {title}

# In the course's time zone; with an offset, as 2026-10-12T23:59:00+02:00, in that one. A date alone
# means the end of that day. Without a line `due` nothing is ever late.
{due}

# May an answer call the package's own function? If not, such an answer earns nothing.
allow_package = false

# What is drawn for each student is drawn from this number and the student's id.
seed = {seed}

[exercises]  # and their points
{exercises}

# For each student one of several:
{drawn}

[late]
{grace_minutes}  # late by no more than this is not late
{percent_per_day}  # of the points reached, for each day begun
{last_day}  # after so many days nothing counts; 0 if nothing late counts

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


DRAWN_EXAMPLE = """\
# [[drawn]]
# points = 3
# among = ["forward.elu", "forward.tempered_softmax"]"""


@dataclass(frozen=True)
class Override:
    """Points given by hand instead of those that were graded."""

    student: str
    exercise: str
    points: float
    reason: str


@dataclass(frozen=True)
class Drawn:
    """One exercise of several, drawn for each student, and its points."""

    points: float
    among: tuple[str, ...]


@dataclass(frozen=True)
class Assignment:
    """An assignment that has been read.

    Parameters
    ----------
    name : of its folders and files.
    title : for people.
    exercises : the points of each that everybody is asked, by its id, in order.
    drawn : those of which each student is asked one.
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
    drawn: tuple[Drawn, ...] = ()
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
        return sum(self.exercises.values()) + sum(one.points for one in self.drawn)

    @property
    def every_id(self) -> list[str]:
        """The ids of all exercises that somebody is asked."""
        return [*self.exercises, *(id for one in self.drawn for id in one.among)]

    def asked_of(self, student: str) -> dict[str, float]:
        """The points of each exercise that one student is asked, by its id.

        Examples
        --------
        >>> among = Drawn(3, ("forward.elu", "forward.swish"))
        >>> a = Assignment("week-1", "Week 1", {"forward.relu": 1}, drawn=(among,), seed=7)
        >>> a.asked_of("s1") == a.asked_of("s1"), sum(a.asked_of("s2").values())
        (True, 4)
        """
        return dict(self.exercises) | {
            min(one.among, key=lambda id: lot(self.seed, student, id)): one.points
            for one in self.drawn
        }

    def due_for(self, student: str) -> datetime | None:
        """When it is due for one student."""
        return self.extensions.get(student, self.due)


def new(
    course: Course,
    name: str,
    asked: Iterable[str],
    *,
    drawn: Iterable[Sequence[str]] = (),
    title: str = "",
    due: str = "",
    points: Mapping[str, float] | None = None,
    late: Mapping[str, float] | None = None,
    private: Collection[Exercise] = (),
) -> Assignment:
    """Make an assignment's folder and its `assignment.toml`, and read it.

    Parameters
    ----------
    course : where it belongs.
    name : such as "week-1".
    asked : chapters and ids of exercises, such as "basics" and "forward.softmax".
    drawn : groups of ids; each student is asked one of each group.
    title : for people; the name if not given.
    due : such as "2026-10-12T23:59:00"; a date alone means the end of that day.
    points : those of single exercises, by id, where they are other than the exercise's own.
    late : entries of the table `[late]` that are other than usual.
    private : an instructor's own variants, which may be asked too.

    Raises
    ------
    CourseError
        If there is an assignment of this name, no such exercise, or the date cannot be read.
    OSError
        If the file cannot be written.
    """
    file = course.assignment(name) / "assignment.toml"
    everybody = chosen(asked, private)
    groups = [chosen(group, private) for group in drawn]
    counts = counting([*everybody, *(one for group in groups for one in group)], points or {})
    rule = {entry: f"{entry} = {n:g}" for entry, n in (USUAL_LATE | dict(late or {})).items()}
    width = max(map(len, rule.values()))
    text = ASSIGNMENT.format(
        title=settings.quoted(title or name),
        due=f"due = {written_date(due)}" if due else "# due = 2026-10-12T23:59:00",
        seed=secrets.randbelow(1_000_000),
        drawn="\n".join(drawn_text(group, counts) for group in groups) or DRAWN_EXAMPLE,
        exercises="\n".join(f"{settings.quoted(e.id)} = {counts[e.id]:g}" for e in everybody),
        **{entry: line.ljust(width) for entry, line in rule.items()},
    )
    parse(settings.parse(text, "the new assignment"), name, course.timezone, str(file), private)
    settings.write_new(file, text)
    return load(course, name, private)


def load(course: Course, name: str, private: Collection[Exercise] = ()) -> Assignment:
    """Read an assignment.

    Parameters
    ----------
    course, name : which.
    private : an instructor's own variants.

    Raises
    ------
    CourseError
        If there is none, or an entry is wrong; the message names the file and the entry.
    """
    file = course.assignment(name) / "assignment.toml"
    if not file.exists():
        known = ", ".join(course.assignments()) or "none"
        raise CourseError(f"there is no assignment {name!r}; there are: {known}")
    return parse(settings.read(file), name, course.timezone, str(file), private)


def counting(asked: Iterable[Exercise], points: Mapping[str, float]) -> dict[str, float]:
    """What each exercise counts, by id: its own points, or those that were chosen.

    Raises
    ------
    CourseError
        If points were chosen for an exercise that is not asked.
    """
    own: dict[str, float] = {exercise.id: exercise.points for exercise in asked}
    for id in points:
        if id not in own:
            raise CourseError(exercises.no_such("exercise", id, {one: one for one in own}))
    return own | dict(points)


def written_date(due: str) -> str:
    """A date, or a date and time, as TOML writes it.

    Examples
    --------
    >>> written_date("2026-10-12"), written_date("2026-10-12 23:59")
    ('2026-10-12', '2026-10-12T23:59:00')
    >>> written_date("tomorrow")
    Traceback (most recent call last):
    nncourse.classroom.errors.CourseError: 'tomorrow' is no date: write one like ...
    """
    for kind in (date, datetime):
        with suppress(ValueError):
            return kind.fromisoformat(due).isoformat()
    raise CourseError(f"{due!r} is no date: write one like 2026-10-12T23:59:00, or 2026-10-12")


def drawn_text(group: Sequence[Exercise], counts: Mapping[str, float]) -> str:
    """A group of which each student is asked one, as TOML."""
    among = ", ".join(settings.quoted(exercise.id) for exercise in group)
    return f"[[drawn]]\npoints = {max(counts[e.id] for e in group):g}\namong = [{among}]"


def chosen(asked: Iterable[str], private: Collection[Exercise] = ()) -> list[Exercise]:
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
    for name in asked:
        if name in exercises.CHAPTERS:
            several = list(exercises.exercises_of(name))
        else:
            several = [exercise_of(name, private)]
        found |= {exercise.id: exercise for exercise in several}
    return list(found.values())


def exercise_of(id: str, private: Collection[Exercise] = ()) -> Exercise:
    """The exercise of this id: of a chapter, an instructor's own, or one of the variants.

    Raises
    ------
    CourseError
        If there is none; its message names the nearest.
    """
    known = {exercise.id: exercise for exercise in (*exercises.catalogue(), *private)}
    if id not in known:
        known |= {variant.id: variant for variant in variants.catalogue()}
    if id not in known:
        meant = {exercise.name: exercise.id for exercise in known.values()}
        text = exercises.no_such("exercise", id, meant | {id: id for id in known})
        raise CourseError(text)
    return known[id]


def parse(
    table: Mapping[str, Any],
    name: str,
    zone: tzinfo,
    place: str,
    private: Collection[Exercise] = (),
) -> Assignment:
    """The assignment that an `assignment.toml` describes; a CourseError if an entry is wrong."""
    entries = settings.Entries(table, place)
    entries.finish(ENTRIES)
    tables = {part: entries.take(part, dict, default={}) for part in ENTRIES[4:9]}
    points, drawn = asked_in(tables["exercises"], entries, place, private)
    every = [*points, *(id for one in drawn for id in one.among)]
    due = entries.take("due", datetime, date, default="")
    return Assignment(
        name=checked_name(name),
        title=entries.take("title", str, default=name),
        exercises=points,
        drawn=drawn,
        due=moment_of(due, partial(latest, zone=zone), f"{place}: due") if due else None,
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
        overrides=tuple(overrides(entries.take("overrides", list, default=[]), every, place)),
    )


def asked_in(
    table: Mapping[str, Any], entries: settings.Entries, place: str, private: Collection[Exercise]
) -> tuple[dict[str, float], tuple[Drawn, ...]]:
    """What everybody is asked, with its points, and of what each is asked one."""
    points = points_of(table, place, private)
    drawn = tuple(groups_of(entries.take("drawn", list, default=[]), place, private))
    every = [*points, *(id for one in drawn for id in one.among)]
    if not every or len(set(every)) < len(every):
        raise CourseError(f"{place}: ask for one exercise at least, and for none of them twice")
    groups = [{id} for id in points] + [set(one.among) for one in drawn]
    names = [name for group in groups for name in {exercise_of(i, private).name for i in group}]
    twice = {name for name in names if names.count(name) > 1}
    if twice:
        raise CourseError(
            f"{place}: a student would write two functions called {' and '.join(sorted(twice))}, "
            "and functions are found by their names: ask for one of them"
        )
    return points, drawn


def points_of(
    table: Mapping[str, Any], place: str, private: Collection[Exercise]
) -> dict[str, float]:
    """The points of each exercise, checked."""
    with named(f"{place}, [exercises]"):
        asked = chosen(table, private)
    for exercise in asked:
        checked_points(table.get(exercise.id, 0), f"{place}, [exercises], {exercise.id}")
    by_chapter = [id for id in table if id in exercises.CHAPTERS]
    if by_chapter:
        raise CourseError(f"{place}, [exercises]: {by_chapter[0]!r} is a chapter: name exercises")
    return dict(table)


def groups_of(tables: list[Any], place: str, private: Collection[Exercise]) -> Iterator[Drawn]:
    """The groups of which each student is asked one, checked."""
    for here, entries in numbered(tables, f"{place}, [[drawn]]"):
        points = checked_points(entries.take("points", int, float), here)
        among = entries.take("among", list)
        entries.finish(DRAWN_ENTRIES)
        if not (among and all(isinstance(id, str) for id in among)):
            raise CourseError(f"{here}: among is {among!r}, and should be a list of exercises")
        with named(here):
            yield Drawn(points, tuple(exercise_of(id, private).id for id in among))


def numbered(tables: list[Any], place: str) -> Iterator[tuple[str, settings.Entries]]:
    """The entries of each of several tables, and where it stands."""
    for number, table in enumerate(tables, 1):
        here = f"{place} number {number}"
        if not isinstance(table, dict):
            raise CourseError(f"{here} is no table: write its name in two pairs of brackets")
        yield here, settings.Entries(table, here)


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
    minutes = entries.take("grace_minutes", int, float, default=0)
    if not 0 <= minutes <= MOST_MINUTES:
        raise CourseError(f"{entries.place}: grace_minutes is {minutes}, and should be 0 or more")
    rule = Rule(
        grace=timedelta(minutes=minutes),
        per_day=entries.take("percent_per_day", int, float, default=0) / 100,
        last_day=entries.take("last_day", int, float, default=math.inf),
    )
    entries.finish(LATE_ENTRIES)
    if not (0 <= rule.per_day <= 1 and rule.last_day >= 0):
        raise CourseError(f"{place}, [late]: a number is below 0, or a percentage above 100")
    return rule


def moments(
    table: Mapping[str, Any], moment: Callable[[date], datetime], place: str
) -> dict[str, datetime]:
    """The points in time of a table of students; `moment` makes them of what TOML knows as one."""
    entries = settings.Entries(table, place)
    return {
        id: moment_of(entries.take(id, datetime, date), moment, f"{place}: {id}") for id in table
    }


def moment_of(when: date, moment: Callable[[date], datetime], place: str) -> datetime:
    """The point in time that a date in TOML stands for; a CourseError where no calendar goes."""
    try:
        return moment(when)
    except OverflowError:
        raise CourseError(f"{place} is {when}, which is too far away: write a nearer one") from None


def reasons(table: Mapping[str, Any], place: str) -> dict[str, str]:
    """The texts of a table of students."""
    entries = settings.Entries(table, place)
    return {id: entries.take(id, str) for id in table}


def overrides(tables: list[Any], known: Collection[str], place: str) -> Iterator[Override]:
    """The points given by hand, checked."""
    for here, entries in numbered(tables, f"{place}, [[overrides]]"):
        student, exercise = entries.take("student", str), entries.take("exercise", str)
        points = checked_points(entries.take("points", int, float), here)
        reason = entries.take("reason", str)
        entries.finish(OVERRIDE_ENTRIES)
        if exercise not in known:
            raise CourseError(f"{here}: {exercise!r} is not among this assignment's exercises")
        yield Override(student, exercise, points, reason)


def strangers(assignment: Assignment, roster: Roster) -> list[Remark]:
    """The students that the assignment names and the roster does not: misspelt, or gone.

    Examples
    --------
    >>> from nncourse.classroom.course.roster import Student
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
