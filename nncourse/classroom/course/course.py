"""A course folder: what an instructor has on disk, and where everything in it lies.

course.toml                     name, term, time zone, the book's address
roster.csv                      id,name,email,group
assignments/NAME/assignment.toml        what is asked for
assignments/NAME/release/               what the students get
submissions/NAME/STUDENT/               what came back
runs/NAME/                              what grading found
reports/NAME/class.html                 how the class did
feedback/NAME/STUDENT.html              what each student is told
exports/                                what goes to the learning platform
"""

import re
import zoneinfo
from dataclasses import dataclass
from datetime import tzinfo
from difflib import get_close_matches
from pathlib import Path

from nncourse.classroom.course import settings
from nncourse.classroom.errors import CourseError
from nncourse.files import write_whole

FOLDERS = ("assignments", "submissions", "runs", "exports")
ENTRIES = ("name", "term", "timezone", "book")
NOBODY = b"id,name,email,group\n"
# A name of an assignment is one of files and of folders, on every system, and one for nbgrader.
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,59}")
TAKEN = re.compile(r"(?i:con|prn|aux|nul|com\d|lpt\d)")

COURSE = """\
# The course. Edit this file as you like: it is made once and never written over.

name = {name}
term = {term}

# Due dates are meant in this time zone, unless they carry an offset of their own.
# Its name is one of https://en.wikipedia.org/wiki/List_of_tz_database_time_zones
timezone = {timezone}

# Where your students read the book, so that reports and feedback can link to its sections.
# book = "https://www.example.edu/nets"
"""


@dataclass(frozen=True)
class Course:
    """A course folder that has been read.

    Parameters
    ----------
    folder : where it lies.
    name : the course's name, for people.
    term : when it is held, for people.
    timezone : the zone in which due dates are meant.
    book : the address of the folder that the book was built into; empty if it is not told.
    """

    folder: Path
    name: str
    term: str
    timezone: tzinfo
    book: str = ""

    @property
    def roster(self) -> Path:
        """The list of students."""
        return self.folder / "roster.csv"

    @property
    def exports(self) -> Path:
        """Where files for the learning platform are written."""
        return self.folder / "exports"

    @property
    def variants(self) -> Path:
        """The folder of the instructor's own variants; it need not be there."""
        return self.folder / "variants"

    def assignment(self, name: str) -> Path:
        """The folder of an assignment."""
        return self.folder / "assignments" / checked_name(name)

    def submissions(self, name: str) -> Path:
        """The folder of what the students handed in for an assignment."""
        return self.folder / "submissions" / checked_name(name)

    def run(self, name: str) -> Path:
        """The folder of what grading an assignment found."""
        return self.folder / "runs" / checked_name(name)

    def report(self, name: str) -> Path:
        """The page on how the class did."""
        return self.folder / "reports" / checked_name(name) / "class.html"

    def feedback(self, name: str) -> Path:
        """The folder of what each student is told."""
        return self.folder / "feedback" / checked_name(name)

    def assignments(self) -> list[str]:
        """The names of the assignments, in the order of the alphabet."""
        files = self.folder.glob("assignments/*/assignment.toml")
        return sorted(file.parent.name for file in files)


def new(
    folder: Path, name: str, term: str = "", timezone: str = "UTC", roster: bytes = NOBODY
) -> Course:
    """Make a course folder.

    Parameters
    ----------
    folder : where; it may exist, and may hold other things.
    name : the course's name.
    term : when it is held, in words.
    timezone : such as "Europe/Berlin".
    roster : the content of `roster.csv`; one that is in the folder stays as it is.

    Raises
    ------
    CourseError
        If there is a course already, or no such time zone.
    OSError
        If the folder cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> course = new(Path(tempfile.mkdtemp()) / "nets", "Neural networks", "Autumn 2026")
    >>> course.roster.read_text()
    'id,name,email,group\\n'
    """
    zone(timezone, "the new course")
    words = {"name": name, "term": term, "timezone": timezone}
    text = COURSE.format(**{key: settings.quoted(word) for key, word in words.items()})
    settings.check_new(folder / "course.toml")
    for part in FOLDERS:
        (folder / part).mkdir(parents=True, exist_ok=True)
    if not (folder / "roster.csv").exists():
        write_whole(folder / "roster.csv", roster)
    settings.write_new(folder / "course.toml", text)  # last: what was begun can be repeated
    return load(folder)


def load(folder: Path) -> Course:
    """Read a course folder.

    Raises
    ------
    CourseError
        If it is none, or an entry of its `course.toml` is wrong.

    Examples
    --------
    >>> load(Path("/no/such/course"))
    Traceback (most recent call last):
    nncourse.classroom.errors.CourseError: there is no file /no/such/course/course.toml
    """
    file = folder / "course.toml"
    entries = settings.Entries(settings.read(file), str(file))
    course = Course(
        folder,
        entries.take("name", str),
        entries.take("term", str, default=""),
        zone(entries.take("timezone", str, default="UTC"), str(file)),
        address(entries.take("book", str, default=""), str(file)),
    )
    entries.finish(ENTRIES)
    return course


def zone(name: str, place: str) -> tzinfo:
    """The time zone of this name.

    Raises
    ------
    CourseError
        If there is none; its message names the nearest.

    Examples
    --------
    >>> zone("Europe/Berlni", "course.toml")
    Traceback (most recent call last):
    nncourse.classroom.errors.CourseError: course.toml: there is no time zone 'Europe/Berlni': ...
    """
    try:
        return zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        known = zoneinfo.available_timezones()
        near = get_close_matches(name, sorted(known), 1)
        hint = f"did you mean {near[0]!r}?" if near else "write one like 'Europe/Berlin'"
        if not known:
            hint = "this system has no list of them; python -m pip install tzdata brings one"
        raise CourseError(f"{place}: there is no time zone {name!r}: {hint}") from None


def address(text: str, place: str) -> str:
    """The address of a site, as it can be linked to; a CourseError if it is none.

    Examples
    --------
    >>> address("javascript:alert(1)", "course.toml")
    Traceback (most recent call last):
    nncourse.classroom.errors.CourseError: course.toml: book is 'javascript:alert(1)', and should...
    """
    if text and not re.fullmatch(r"https?://[^\s\"<>]+", text):
        raise CourseError(
            f"{place}: book is {text!r}, and should be an address such as "
            "'https://www.example.edu/nets'"
        )
    return text.rstrip("/")


def checked_name(name: str) -> str:
    """A name that can be an assignment's.

    Raises
    ------
    CourseError
        If it cannot: it names folders and files, and must not lead out of the course folder.

    Examples
    --------
    >>> checked_name("../grades")
    Traceback (most recent call last):
    nncourse.classroom.errors.CourseError: '../grades' cannot be the name of an assignment: ...
    """
    if not NAME.fullmatch(name) or TAKEN.fullmatch(name):
        raise CourseError(
            f"{name!r} cannot be the name of an assignment: use up to 60 letters without "
            "accents, digits, - and _, such as week-1"
        )
    return name
