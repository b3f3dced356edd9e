"""What the students handed in: for each the notebook that counts, and every other one there was.

    submissions/week-1/s1/week-1.ipynb      the one that counts
    submissions/week-1/s1/received.json     all of them: when, from where, in which order
    submissions/week-1/s1/others/...        those that do not count, by their SHA-256

The last in time counts. What a platform numbers is ordered by its numbers, for clocks go wrong;
else by times, if both are known; else what was collected later counts.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from nncourse.classroom.course.course import Course
from nncourse.classroom.errors import CourseError
from nncourse.files import write_whole

RECORD = "received.json"
BY_HAND = "by hand"


@dataclass(frozen=True)
class Attempt:
    """One notebook that a student handed in.

    Parameters
    ----------
    sha256 : of its bytes.
    file : its name when it came.
    source : the archive or folder that it came from.
    platform : "canvas", "moodle", "gradescope" or "folder".
    time : when it was handed in, as ISO 8601 with an offset; empty if that is not known.
    order : the platform's number, which grows; None if there is none.
    flagged : whether the platform calls it late.
    collected : when it was collected, by this machine's clock. Nothing depends on it.
    """

    sha256: str
    file: str
    source: str
    platform: str
    time: str = ""
    order: int | None = None
    flagged: bool = False
    collected: str = ""

    @property
    def moment(self) -> datetime | None:
        """When it was handed in."""
        return datetime.fromisoformat(self.time) if self.time else None

    def may_be(self, other: "Attempt") -> bool:
        """Whether the other can be the same, told of once more, perhaps with more known of it."""
        same_time = not (self.time and other.time) or self.moment == other.moment
        same_order = None in (self.order, other.order) or self.order == other.order
        return self.sha256 == other.sha256 and same_time and same_order

    def with_more(self, other: "Attempt") -> "Attempt":
        """The same, with what the other knows beside."""
        first = other if self.source == BY_HAND else self
        order = self.order if other.order is None else other.order
        time = other.time or self.time
        return replace(first, time=time, order=order, flagged=self.flagged or other.flagged)


@dataclass(frozen=True)
class Received:
    """The notebook of a student that counts, for grading.

    Parameters
    ----------
    student : the id.
    path : where the notebook lies.
    attempt : what is known of it.
    attempts : how many there are.
    """

    student: str
    path: Path
    attempt: Attempt
    attempts: int


@dataclass(frozen=True)
class Shelf:
    """The folder of one student for one assignment."""

    folder: Path
    name: str

    @property
    def counting(self) -> Path:
        """Where the notebook lies that counts."""
        return self.folder / f"{self.name}.ipynb"

    def attempts(self) -> tuple[list[Attempt], int]:
        """All attempts, and the number of the one that counts.

        A notebook that lies here without a record was put here by hand: it is an attempt too.

        Raises
        ------
        CourseError
            If the record cannot be read.
        """
        file = self.folder / RECORD
        try:
            table = json.loads(file.read_text("utf-8")) if file.exists() else {"attempts": []}
            attempts = [attempt_of(entry) for entry in table["attempts"]]
            counts = int(table.get("counts", 0))
            if attempts and not 0 <= counts < len(attempts):
                raise ValueError(f"number {counts} of {len(attempts)} is said to count")
        except (
            OSError,
            ValueError,
            LookupError,
            TypeError,
            AttributeError,
            RecursionError,
        ) as error:
            raise CourseError(
                f"{file} cannot be read ({error}): move the folder away and collect again"
            ) from None
        return self.with_found(attempts, counts)

    def with_found(self, attempts: list[Attempt], counts: int) -> tuple[list[Attempt], int]:
        """The same, but that the notebook which lies here counts, and is made an attempt."""
        if not self.counting.exists():
            return attempts, counts
        if not self.counting.is_file():
            raise CourseError(f"{self.counting} is no file: move it away and collect again")
        sha256 = hash_of(self.counting.read_bytes())
        same = [i for i, attempt in enumerate(attempts) if attempt.sha256 == sha256]
        if same:
            return attempts, counts if counts in same else same[-1]
        found = Attempt(sha256, self.counting.name, BY_HAND, "folder")
        return [*attempts, found], len(attempts)

    def add(self, data: bytes, attempt: Attempt) -> tuple[list[Attempt], int, bool]:
        """Take an attempt in; all attempts, the number of the one that counts, and if it is new.

        Every notebook is on the disk, whole, before one that counted is written over; if that
        fails half-way, collecting again does the rest.
        """
        attempts, counts = self.attempts()
        known = [i for i, other in enumerate(attempts) if other.may_be(attempt)]
        if known:
            i = counts if counts in known else known[-1]
            attempts[i] = attempts[i].with_more(attempt)
        else:
            attempts.append(attempt)
            if replaces(attempt, attempts[counts]):
                counts = len(attempts) - 1
        self.put(data, attempts, counts)
        return attempts, counts, not known

    def put(self, data: bytes, attempts: list[Attempt], counts: int) -> None:
        """Write what has changed: the others, then the one that counts, then the record."""
        self.folder.mkdir(parents=True, exist_ok=True)
        if self.counting.exists():
            present = self.counting.read_bytes()
            if hash_of(present) != attempts[counts].sha256:
                self.keep(present)
        if hash_of(data) != attempts[counts].sha256:
            self.keep(data)
        else:
            write_if_other(self.counting, data)
        record = {"counts": counts, "attempts": [asdict(attempt) for attempt in attempts]}
        text = json.dumps(record, indent=1, ensure_ascii=False, sort_keys=True) + "\n"
        write_if_other(self.folder / RECORD, text.encode())

    def keep(self, data: bytes) -> None:
        """Keep a notebook among the others."""
        (self.folder / "others").mkdir(exist_ok=True)
        write_if_other(self.folder / "others" / f"{hash_of(data)[:16]}.ipynb", data)


def replaces(new: Attempt, old: Attempt) -> bool:
    """Whether of two attempts the one that was collected later counts.

    Examples
    --------
    >>> first = Attempt("a", "w.ipynb", "x.zip", "canvas", order=7)
    >>> replaces(replace(first, order=9), first), replaces(replace(first, order=5), first)
    (True, False)
    """
    if new.platform == old.platform and new.order is not None and old.order is not None:
        return new.order >= old.order
    if new.moment and old.moment:
        return new.moment >= old.moment
    return True


def clock_went_back(new: Attempt, old: Attempt) -> bool:
    """Whether the platform's numbers say one order of two attempts, and their times another."""
    if new.platform != old.platform or None in (new.order, old.order, new.moment, old.moment):
        return False
    first, last = sorted((old, new), key=lambda attempt: attempt.order or 0)
    return first.moment > last.moment  # type: ignore[operator]


def attempt_of(entry: dict[str, Any]) -> Attempt:
    """An attempt, as the record holds it."""
    known = {field.name for field in fields(Attempt)}
    attempt = Attempt(**{key: value for key, value in entry.items() if key in known})
    if attempt.moment and not attempt.moment.tzinfo:
        raise ValueError(f"the time {attempt.time} has no offset")
    if not isinstance(attempt.order, int | None):
        raise ValueError(f"the order {attempt.order!r} is no number")
    return attempt


def submitted(course: Course, assignment: str) -> Iterator[Received]:
    """What counts of every student who handed something in, in the order of the ids.

    Raises
    ------
    CourseError
        If a record cannot be read.
    """
    folder = course.submissions(assignment)
    for place in sorted(folder.iterdir()) if folder.exists() else []:
        shelf = Shelf(place, assignment)
        if place.is_dir() and shelf.counting.is_file():
            attempts, counts = shelf.attempts()
            yield Received(place.name, shelf.counting, attempts[counts], len(attempts))


def hash_of(data: bytes) -> str:
    """The SHA-256 of some bytes."""
    return hashlib.sha256(data).hexdigest()


def write_if_other(path: Path, data: bytes) -> None:
    """Write a file whole, unless it holds just that."""
    if not (path.exists() and path.read_bytes() == data):
        write_whole(path, data)
