"""The grade sheets of Canvas and Moodle, filled in place: only the students' grades change.

Canvas exports its grade book with fixed English titles: `Student` (or `LastName`, `FirstName`),
`ID`, `SIS User ID`, `SIS Login ID`, `Section`, then a column `Title (number)` for each assignment.
Below come perhaps a row `Manual Posting`, and a row that begins with `Points Possible`. Numbers are
written as the user's language writes them, fields may be separated by semicolons, and `EX` means
excused. Source: `lib/gradebook_exporter.rb`, `lib/gradebook_importer.rb` and `lib/csv_with_i18n.rb`
of https://github.com/instructure/canvas-lms.

Moodle's grading worksheet has titles in the user's language, in a fixed order: identifier, name,
the fields that identify a user, status, (team, marker,) grade, maximum grade, (workflow state,)
whether the grade can be changed, last change of the submission, (texts,) last change of the grade,
feedback. The identifier ends in a number, such as `Participant 1024`. So the grade is the column
before the one that holds the same maximum in every row, whatever it is called. Source:
`mod/assign/gradingtable.php` and `mod/assign/feedback/offline/importgradeslib.php` of
https://github.com/moodle/moodle.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from functools import cached_property
from pathlib import Path

from nncourse.classroom.course.people import harmless, plain, squeezed
from nncourse.classroom.course.roster import Roster, Student
from nncourse.classroom.errors import CourseError, Remark, named
from nncourse.classroom.exchange.dates import date_in
from nncourse.classroom.exchange.table import Table, read

EXCUSED = "EX"
NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
CANVAS_TITLES = ("ID", "Section")  # which every export has, in whatever language
CANVAS_RESERVED = re.compile(
    r"(Current|Final|Override|Unposted) (Score|Points|Grade|Status)|Override"
)


@dataclass(frozen=True)
class Sheet:
    """A platform's sheet, with what was found out about it.

    Parameters
    ----------
    platform : "canvas" or "moodle".
    table : what it holds.
    people : the rows of people, below the titles.
    grade : the column of the grades.
    most : what can be reached by the platform's count; None if it does not say.
    """

    platform: str
    table: Table
    people: range
    grade: int
    most: float | None

    @cached_property
    def names(self) -> Counter[str]:
        """How many rows there are of each name."""
        return Counter(squeezed(name_in(self.table, row)) for row in self.people)

    @cached_property
    def has_commas(self) -> bool:
        """Whether numbers in it are written with commas."""
        texts = [field.value.strip() for row in self.table.rows[1:] for field in row]
        signs = Counter(re.sub(r"\d", "", text) for text in texts if NUMBER.fullmatch(text))
        return signs[","] > signs["."]


@dataclass(frozen=True)
class Filled:
    """A sheet after it was filled.

    Parameters
    ----------
    data : the bytes of the new file.
    students : the ids of those whose grade was written.
    remarks : whose grade was not, and what else there is to say.
    """

    data: bytes
    students: tuple[str, ...]
    remarks: tuple[Remark, ...]


def open_sheet(path: Path, titles: Sequence[str]) -> Sheet:
    """Read a sheet, and find the column of an assignment.

    Parameters
    ----------
    path : the file, as it was downloaded.
    titles : what the column may be called: the exact title in the sheet, or the assignment's title
        or name. In a worksheet of Moodle the column is found without.

    Raises
    ------
    CourseError
        If the file is none of the two, or the column cannot be told; the message lists the titles.
    """
    table = read(path)
    with named(path):
        is_canvas = all(title in table.header for title in CANVAS_TITLES)
        return canvas_sheet(table, titles) if is_canvas else moodle_sheet(table, titles)


def canvas_sheet(table: Table, titles: Sequence[str]) -> Sheet:
    """A Canvas grade book: its column is chosen by the title, with or without the number."""
    first = table.header.index("Section") + 1
    columns = {
        i: title
        for i, title in enumerate(table.header)
        if i >= first and title and not CANVAS_RESERVED.search(title)
    }
    grade = column_called(columns, titles)
    above = range(1, len(table.rows))
    begin = next((i for i in above if "Points Possible" in table.value(i, 0)), 0)
    points = table.value(begin, grade) if begin else ""
    if "read only" in points:
        raise CourseError(f"Canvas does not let the column {table.header[grade]!r} be changed")
    return Sheet("canvas", table, range(begin + 1, len(table.rows)), grade, number(points))


def moodle_sheet(table: Table, titles: Sequence[str]) -> Sheet:
    """A grading worksheet of Moodle: the grade stands before the maximum, the same in every row."""
    people = range(1, len(table.rows))
    columns = dict(enumerate(table.header))
    named = [i for i, title in columns.items() if title in titles]
    if not people or not all(participant(table.value(i, 0)) for i in people):
        raise CourseError(
            "this is neither a grade book of Canvas nor a grading worksheet of Moodle, whose first "
            f"column ends in a number in every row; its titles are {shown(columns.values())}"
        )
    maxima = [i for i in columns if i > 1 and len({number(table.value(r, i)) for r in people}) == 1]
    maxima = [i for i in maxima if number(table.value(1, i)) and may_be_grade(table, i - 1)]
    if len(named) == 1:
        grade = named[0]
    elif len(maxima) == 1:
        grade = maxima[0] - 1
    else:
        raise CourseError(
            "it cannot be told which column holds the grades; name it, one of "
            f"{shown(columns.values())}. A sheet with a scale instead of points cannot be filled"
        )
    most = number(table.value(1, grade + 1)) if grade + 1 in maxima else None
    return Sheet("moodle", table, people, grade, most)


def may_be_grade(table: Table, column: int) -> bool:
    """Whether every field of a column is empty or a number."""
    values = [table.value(row, column).strip() for row in range(1, len(table.rows))]
    return all(not value or number(value) is not None for value in values)


def column_called(columns: Mapping[int, str], titles: Sequence[str]) -> int:
    """The one column that has one of these titles; Canvas puts a number behind them."""
    exact = [i for i, title in columns.items() if title in titles]
    wanted = {squeezed(title) for title in titles}
    alike = [i for i, t in columns.items() if squeezed(re.sub(r" \(\d+\)$", "", t)) in wanted]
    found = exact or alike
    if len(found) == 1:
        return found[0]
    what = "more than one column is" if found else "no column is"
    raise CourseError(
        f"{what} called {shown(titles)}; there are {shown(columns.values())}. Give the whole title "
        "of the column"
    )


def shown(titles: Iterable[str]) -> str:
    """Titles for a message."""
    return ", ".join(repr(title) for title in titles) or "none"


def participant(text: str) -> str:
    """The number at the end of an identifier, in whatever language it is written.

    Examples
    --------
    >>> participant("Participant 1024"), participant("Teilnehmer/in1024"), participant("Jane")
    ('1024', '1024', '')
    """
    found = re.search(r"(\d+)\s*$", text)
    return found[1] if found else ""


def number(text: str) -> float | None:
    """A number, with a comma or a dot; None if it is none.

    Examples
    --------
    >>> number("10,00"), number(" 7.5 "), number("EX")
    (10.0, 7.5, None)
    """
    text = text.strip()
    return float(text.replace(",", ".")) if NUMBER.fullmatch(text) else None


def owner(sheet: Sheet, row: int, roster: Roster) -> Student | str:
    """Whose row it is, or why that cannot be told.

    An address tells, or an id; a name only if nobody else in the roster or in the sheet has it.
    Canvas's own number is an id only if the name agrees: it may be somebody else's by chance.
    """
    if len(sheet.table.rows[row]) > len(sheet.table.header):
        return "has more fields than there are titles: is a quote missing? Nothing was written"
    values, own = told_in(sheet, row)
    name = name_in(sheet.table, row)
    people = roster.called(name)
    found = {s for value in values if (s := roster.by_email(value) or roster.by_id(value))}
    if not found and (student := roster.by_id(own)) in people and student:
        found = {student}
    if len(found) > 1:
        ids = ", ".join(sorted(student.id for student in found))
        return f"names several students ({ids}); nothing was written"
    if found:
        return found.pop()
    rows = sheet.names[squeezed(name)]
    if len(people) == 1 and rows == 1 and not addressed_otherwise(values, people[0]):
        return people[0]
    if len(people) > 1 or rows > 1:
        return f"several students are called {name!r}; nothing was written"
    return f"{name!r} is not in the roster; nothing was written"


def told_in(sheet: Sheet, row: int) -> tuple[list[str], str]:
    """What a row says of whose it is, beside the name; and Canvas's own number."""
    titles = sheet.table.header
    first, last, own = 2, sheet.grade, ""
    if sheet.platform == "canvas":
        first, last = titles.index("ID") + 1, titles.index("Section")
        own = plain(sheet.table.value(row, first - 1))
    values = [plain(sheet.table.value(row, column)) for column in range(first, last)]
    return [value for value in values if value], own


def addressed_otherwise(values: Iterable[str], student: Student) -> bool:
    """Whether a row has an address, and it is not the student's: somebody else of that name."""
    addresses = [value.casefold() for value in values if "@" in value]
    return bool(addresses and student.email and student.email.casefold() not in addresses)


def name_in(table: Table, row: int) -> str:
    """The name in a row."""
    if "LastName" in table.header[:1]:
        return f"{table.value(row, 1)} {table.value(row, 0)}"
    name = table.value(row, 0 if "Student" in table.header[:1] else 1)
    return re.sub(r'^="(.*)"$', r"\1", name)  # how Canvas disarms a formula


def identities(sheet: Sheet, roster: Roster) -> tuple[dict[str, Student], list[Remark]]:
    """Who is meant by the numbers that the platform's archives call people by.

    Returns
    -------
    The students by Canvas's `ID` or by Moodle's participant, and the rows that are nobody's.
    """
    column = sheet.table.header.index("ID") if sheet.platform == "canvas" else 0
    known, remarks = {}, []
    for row in sheet.people:
        who = owner(sheet, row, roster)
        if isinstance(who, Student):
            known[participant(sheet.table.value(row, column))] = who
        else:
            remarks.append(Remark(f"row {row + 1} of the sheet", who))
    return known, remarks


def submission_times(sheet: Sheet, zone: tzinfo) -> dict[str, datetime]:
    """When everybody's submission was last changed, by Moodle's participant.

    It is the first column behind the grade that holds dates; the next tells of the grade. Canvas's
    sheet has none.
    """
    columns = range(sheet.grade + 1, len(sheet.table.header) * (sheet.platform == "moodle"))
    for column in columns:
        times = {
            participant(sheet.table.value(row, 0)): date_in(sheet.table.value(row, column), zone)
            for row in sheet.people
        }
        if any(times.values()):
            return {number: time for number, time in times.items() if time}
    return {}


def fill(sheet: Sheet, roster: Roster, points: Mapping[str, float | None], of: float) -> Filled:
    """Write the students' points into a sheet.

    Parameters
    ----------
    sheet : what the platform gave.
    roster : who the students are.
    points : by id; None for who is excused. Who is not in it, or is in the sheet and not in the
        roster, keeps what stands there.
    of : what could be reached; where the platform counts otherwise, the points are scaled to its.

    Returns
    -------
    The new file's bytes, and what to look at. The sheet itself is not changed.
    """
    scale = sheet.most / of if sheet.most and of else 1.0
    changes: dict[tuple[int, int], str] = {}
    remarks = list(scaled(sheet, of, scale))
    students: dict[str, None] = {}  # in the order of the sheet
    for row in sheet.people:
        who = owner(sheet, row, roster)
        if isinstance(who, str):
            remarks.append(Remark(f"row {row + 1}", who))
        elif who.id in students:
            remarks.append(Remark(who.id, f"has a second row, {row + 1}; it was left as it is"))
        elif who.id in points:
            students[who.id] = None
            text = written(points[who.id], scale, sheet)
            if text:
                changes[row, sheet.grade] = text
    missing = [id for id in points if id not in students]
    remarks += [Remark(id, "has points and no row in the sheet") for id in missing]
    return Filled(sheet.table.filled(changes), tuple(students), tuple(remarks))


def scaled(sheet: Sheet, of: float, scale: float) -> Iterator[Remark]:
    """What to say where the platform counts other points than the assignment."""
    if scale != 1.0:
        title = sheet.table.header[sheet.grade]
        yield Remark(title, f"counts {sheet.most:g} points, the assignment {of:g}: they are scaled")


def written(points: float | None, scale: float, sheet: Sheet) -> str:
    """Points as the sheet writes numbers; empty, which changes nothing, for Moodle's excused."""
    if points is None:
        return EXCUSED if sheet.platform == "canvas" else ""
    text = f"{points * scale:.2f}".rstrip("0").rstrip(".")
    return text.replace(".", ",") if sheet.has_commas else text


def as_csv(rows: Iterable[Sequence[object]]) -> bytes:
    """A table of our own: UTF-8 with a byte order mark, and nothing that a spreadsheet would run.

    Examples
    --------
    >>> as_csv([["id", "name"], ["s1", '=HYPERLINK("x")']]).decode("utf-8-sig")
    'id,name\\r\\ns1,"\\'=HYPERLINK(""x"")"\\r\\n'
    """
    content = io.StringIO(newline="")
    writer = csv.writer(content)
    for row in rows:
        writer.writerow([harmless(value) if isinstance(value, str) else value for value in row])
    return content.getvalue().encode("utf-8-sig")
