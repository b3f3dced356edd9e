"""Enrolling: a roster from the sheet that Canvas or Moodle hands out anyway.

The id is what the platform's sheet has for one: Canvas's `SIS User ID`, else its `SIS Login ID`,
else its own number; Moodle's ID number if the worksheet shows it, else the address, for its numbers
of participants are other ones in every assignment. So sheets can be filled later without a guess.
`sheets` tells of the formats.
"""

from collections.abc import Iterable
from pathlib import Path

from nncourse.classroom.course import roster
from nncourse.classroom.course.people import plain
from nncourse.classroom.course.roster import COLUMNS, ID, Student
from nncourse.classroom.errors import CourseError
from nncourse.classroom.exchange.sheets import CANVAS_TITLES, as_csv, name_in, participant
from nncourse.classroom.exchange.table import Table, read

TEST_STUDENT = "Student, Test"  # whom Canvas adds to every course
CANVAS_IDS = ("SIS User ID", "SIS Login ID", "ID")


def enrolled(path: Path) -> list[Student]:
    """The students of a platform's sheet.

    Parameters
    ----------
    path : Canvas's grade book or Moodle's grading worksheet, as it was downloaded; or a roster.

    Raises
    ------
    CourseError
        If it is none of the two, or tells neither ids nor addresses.
    """
    table = read(path)
    if set(COLUMNS[:2]) <= {title.casefold() for title in table.header}:
        people = list(roster.read(path))
    elif all(title in table.header for title in CANVAS_TITLES):
        people = from_canvas(table)
    else:
        people = from_moodle(table)
    if not people:
        raise CourseError(
            f"{path} is neither a grade book of Canvas nor a grading worksheet of Moodle, or it "
            "tells neither ids nor addresses"
        )
    return people


def as_roster(students: Iterable[Student]) -> bytes:
    """What `roster.csv` holds for these students.

    Examples
    --------
    >>> as_roster([Student("s1", "Jane Doe", "jane@example.edu")]).decode("utf-8-sig")
    'id,name,email,group\\r\\ns1,Jane Doe,jane@example.edu,\\r\\n'
    """
    return as_csv([COLUMNS, *((s.id, s.name, s.email, s.group) for s in students)])


def from_canvas(table: Table) -> list[Student]:
    """The students of a grade book."""
    begin = next((i for i in range(len(table.rows)) if "Points Possible" in table.value(i, 0)), 0)
    rows = [i for i in range(begin + 1, len(table.rows)) if table.value(i, 0) != TEST_STUDENT]
    columns = [table.header.index(title) for title in CANVAS_IDS if title in table.header]
    ids = next((ids for ids in (column_of(table, rows, c) for c in columns) if serve(ids)), [])
    logins = [""] * len(rows)
    if "SIS Login ID" in table.header:
        logins = column_of(table, rows, table.header.index("SIS Login ID"))
    names = [first_name_first(name_in(table, row)) for row in rows]
    return [
        Student(id, name, login if "@" in login else "")
        for id, name, login in zip(ids, names, logins, strict=False)
    ]


def from_moodle(table: Table) -> list[Student]:
    """The students of a grading worksheet, whatever its language."""
    rows = list(range(1, len(table.rows)))
    if not all(participant(table.value(row, 0)) for row in rows):
        return []
    columns = [column_of(table, rows, column) for column in range(2, len(table.header))]
    mails = next((c for c in columns if any(c) and all("@" in v for v in c if v)), [""] * len(rows))
    own = (c for c in columns if serve(c) and c is not mails and all(map(has_digit, c)))
    before_mail = columns[: columns.index(mails) + 2] if mails in columns else columns[:1]
    ids = next((c for c in own if c in before_mail), mails if serve(mails) else [])
    return [
        Student(id, plain(table.value(row, 1)), mail)
        for id, row, mail in zip(ids, rows, mails, strict=False)
    ]


def column_of(table: Table, rows: Iterable[int], column: int) -> list[str]:
    """The values of a column."""
    return [plain(table.value(row, column)) for row in rows]


def serve(values: list[str]) -> bool:
    """Whether the values of a column can be ids: all there, all different, all names of folders."""
    different = {value.casefold() for value in values}
    return len(different) == len(values) > 0 and all(map(ID.fullmatch, values))


def has_digit(text: str) -> bool:
    """Whether there is a digit in a text."""
    return any(sign.isdigit() for sign in text)


def first_name_first(name: str) -> str:
    """A name as people say it.

    Examples
    --------
    >>> first_name_first("van Dam, Jane"), first_name_first("Li Wei")
    ('Jane van Dam', 'Li Wei')
    """
    family, _, given = plain(name).partition(",")
    return f"{given.strip()} {family.strip()}".strip()
