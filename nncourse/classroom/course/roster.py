"""The roster: who is in the course, from `roster.csv` with the columns `id,name,email,group`.

The id is what a student is called everywhere: in folders, results and sheets. Files that a
spreadsheet saved are read too: semicolons or tabs, a byte order mark, other encodings than UTF-8.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from nncourse.classroom.course import encodings
from nncourse.classroom.course.people import plain, spellings, squeezed
from nncourse.classroom.errors import CourseError, Remark

COLUMNS = ("id", "name", "email", "group")
# An id is the name of a folder too. It begins with a letter or a digit and does not end in a dot.
ID = re.compile(r"(?!.*\.$)[^\W_][\w.@+-]{0,63}")
TAKEN = re.compile(r"(?i:con|prn|aux|nul|com\d|lpt\d)(\..*)?")


@dataclass(frozen=True)
class Student:
    """One student. `group` is empty for those who work alone."""

    id: str
    name: str
    email: str = ""
    group: str = ""


@dataclass(frozen=True)
class Roster:
    """The students, in the roster's order, and what an instructor should know about the list.

    Examples
    --------
    >>> roster = Roster((Student("s1", "Jane Doe", "jane@example.edu"), Student("s2", "Li Wei")))
    >>> roster.by_email("Jane@Example.edu").id, [s.id for s in roster.called("Doe, Jane")]
    ('s1', ['s1'])
    >>> "s2" in roster, len(roster)
    (True, 2)
    """

    students: tuple[Student, ...]
    remarks: tuple[Remark, ...] = ()

    def __iter__(self) -> Iterator[Student]:
        return iter(self.students)

    def __len__(self) -> int:
        return len(self.students)

    def __contains__(self, id: object) -> bool:
        return isinstance(id, str) and self.by_id(id) is not None

    @cached_property
    def ids(self) -> dict[str, Student]:
        """The students by what their ids are compared as."""
        return {plain(student.id).casefold(): student for student in self}

    @cached_property
    def emails(self) -> dict[str, Student]:
        """The students by their addresses, but for addresses of more than one."""
        return unique((plain(student.email).casefold(), student) for student in self)

    @cached_property
    def names(self) -> dict[str, list[Student]]:
        """The students by every spelling of their names."""
        return gathered((name, student) for student in self for name in spellings(student.name))

    @cached_property
    def groups(self) -> dict[str, list[Student]]:
        """The students by their groups."""
        return gathered((squeezed(student.group), student) for student in self)

    def by_id(self, id: str) -> Student | None:
        """The student of this id; large and small letters are the same."""
        return self.ids.get(plain(id).casefold())

    def by_email(self, email: str) -> Student | None:
        """The student with this address, if there is one and no more."""
        return self.emails.get(plain(email).casefold()) if email.strip() else None

    def called(self, name: str) -> list[Student]:
        """The students of this name: none, one, or some that share it."""
        return self.names.get(squeezed(name), [])

    def group(self, name: str) -> list[Student]:
        """The students of a group."""
        return self.groups.get(squeezed(name), [])


def gathered(pairs: Iterable[tuple[str, Student]]) -> dict[str, list[Student]]:
    """The students of each key that is not empty."""
    found: dict[str, list[Student]] = {}
    for key, student in pairs:
        if key:
            found.setdefault(key, []).append(student)
    return found


def unique(pairs: Iterable[tuple[str, Student]]) -> dict[str, Student]:
    """A dictionary of the pairs whose key is not empty and occurs once."""
    return {key: theirs[0] for key, theirs in gathered(pairs).items() if len(theirs) == 1}


def read(path: Path) -> Roster:
    """Read a roster.

    Parameters
    ----------
    path : a file with the columns `id` and `name`, and `email` and `group` if you have them. Other
        columns are passed over.

    Raises
    ------
    CourseError
        If there is no such file, a column is missing, an id is missing, cannot be the name of a
        folder, or stands in two lines. All such lines are named at once.

    Examples
    --------
    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp()) / "roster.csv"
    >>> _ = path.write_text('id,name\\ns1,"Doe, Jane"\\ns2,Li Wei\\n')
    >>> [student.name for student in read(path)]
    ['Doe, Jane', 'Li Wei']
    """
    text = encodings.read(path).text
    try:
        (_, first), *lines = list(rows(text)) or [(1, [])]
    except csv.Error as error:
        raise CourseError(
            f"{path} cannot be read as a table: {error}. Is there a quote too many, or one missing?"
        ) from None
    header = [plain(name).casefold() for name in first]
    wrong = [f"no column {name}" for name in COLUMNS[:2] if name not in header]
    wrong += [f"several columns {name}" for name in COLUMNS if header.count(name) > 1]
    if wrong:
        raise CourseError(
            f"{path} has {' and '.join(wrong)}: its first line should be {','.join(COLUMNS)}, and "
            f"is {','.join(header)!r}"
        )
    complain(path, [f"line {line}: a field too many" for line, f in lines if len(f) > len(header)])
    students = [(line, student_of(header, fields)) for line, fields in lines]
    complain(path, list(wrong_ids(students)))
    people = tuple(student for _, student in students)
    return Roster(people, tuple(remarks_on(people)))


def rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """The lines of a table that are not empty, with their numbers, and split into fields."""
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    for fields in reader:
        if any(field.strip() for field in fields):
            yield reader.line_num, fields


def student_of(header: list[str], fields: list[str]) -> Student:
    """The student that a line describes; who has no name is called by the id."""
    told = dict(zip(header, fields, strict=False))
    id, name, email, group = (plain(told.get(column, "")) for column in COLUMNS)
    return Student(id, " ".join(name.split()) or id, email, group)


def complain(path: Path, found: list[str]) -> None:
    """A CourseError of all that was found, if something was."""
    if found:
        raise CourseError(
            f"{path}: {'; '.join(found)}. Put a name with a comma in double quotes, and give every "
            "student an id of their own, of letters, digits and . _ @ + -"
        )


def wrong_ids(students: Iterable[tuple[int, Student]]) -> Iterator[str]:
    """The lines whose id cannot be one, or stands in a line above too."""
    seen: dict[str, int] = {}
    for line, student in students:
        if not ID.fullmatch(student.id) or TAKEN.fullmatch(student.id):
            what = f"the id {student.id!r} cannot name a folder" if student.id else "no id"
            yield f"line {line}: {what}"
        elif (first := seen.setdefault(student.id.casefold(), line)) != line:
            yield f"line {line}: the id {student.id!r} stands in line {first} too"


def remarks_on(students: Iterable[Student]) -> Iterator[Remark]:
    """What makes students hard to tell apart, though their ids differ."""
    students = list(students)
    for what, value_of in (("name", name_of), ("address", email_of)):
        for several in gathered((value_of(student), student) for student in students).values():
            if len(several) > 1:
                ids = ", ".join(student.id for student in several)
                yield Remark(ids, f"have the same {what}, so they are not found by it")


def name_of(student: Student) -> str:
    """A name as names are compared: its first spelling in the order of the alphabet."""
    return min(spellings(student.name), default="")


def email_of(student: Student) -> str:
    """An address as addresses are compared."""
    return plain(student.email).casefold()
