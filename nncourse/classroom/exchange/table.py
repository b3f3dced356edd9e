"""A table in a text file, whose single fields can be replaced and nothing else.

Reading a CSV file into lists and writing it again changes quotes, line ends and the byte order
mark. Here each field remembers where it stands in the text, and only those that change are cut out.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from nncourse.classroom.course import encodings
from nncourse.classroom.course.encodings import Decoded, decoded
from nncourse.classroom.errors import CourseError, named

DELIMITERS = ",;\t"


@dataclass(frozen=True)
class Field:
    """What a field says, where it stands in the text, and whether it is in quotes."""

    value: str
    start: int
    end: int

    def is_quoted(self, text: str) -> bool:
        """Whether the field stands in double quotes."""
        return text[self.start : self.start + 1] == '"'


@dataclass(frozen=True)
class Table:
    """A table as it was read.

    Examples
    --------
    >>> table = parse(b'name,grade\\r\\n"Doe, Jane",\\r\\n')
    >>> [field.value for field in table.rows[1]]
    ['Doe, Jane', '']
    >>> table.filled({(1, 1): "7.5"})
    b'name,grade\\r\\n"Doe, Jane",7.5\\r\\n'
    """

    file: Decoded
    delimiter: str
    rows: tuple[tuple[Field, ...], ...]

    @property
    def header(self) -> list[str]:
        """What the first row says."""
        return [field.value.strip() for field in self.rows[0]] if self.rows else []

    def value(self, row: int, column: int) -> str:
        """What a field says; nothing where a row is too short."""
        return self.rows[row][column].value if column < len(self.rows[row]) else ""

    def filled(self, changes: Mapping[tuple[int, int], str]) -> bytes:
        """The file with some fields replaced, by row and column, and all other bytes the same.

        Raises
        ------
        CourseError
            If a row has no such field.
        """
        text = self.file.text
        pieces, end = [], 0
        for (row, column), value in sorted(changes.items()):
            if column >= len(self.rows[row]):
                raise CourseError(f"row {row + 1} has no field number {column + 1}: it was cut off")
            field = self.rows[row][column]
            pieces += [text[end : field.start], self.written(value, field.is_quoted(text))]
            end = field.end
        return self.file.encoded("".join(pieces) + text[end:])

    def written(self, value: str, quoted: bool) -> str:
        """A value as it stands in the file."""
        if quoted or any(sign in value for sign in (self.delimiter, '"', "\n", "\r")):
            return '"' + value.replace('"', '""') + '"'
        return value


def read(path: Path) -> Table:
    """Read a table from a file.

    Raises
    ------
    CourseError
        If there is no such file, it holds no table, or a quote in it is never closed.
    """
    file = encodings.read(path)
    with named(path):
        table = table_of(file)
    if not table.rows:
        raise CourseError(f"{path} is empty: download the sheet again")
    return table


def parse(data: bytes) -> Table:
    """The table that some bytes hold."""
    return table_of(decoded(data))


def table_of(file: Decoded) -> Table:
    """The table in a text; what separates its fields stands oftest in its first line."""
    first = file.text.partition("\n")[0]
    delimiter = max(DELIMITERS, key=unquoted(first).count)
    rows = tuple(tuple(row) for row in rows_of(file.text, delimiter))
    return Table(file, delimiter, rows)


def unquoted(line: str) -> str:
    """A line without what stands in quotes."""
    return "".join(line.split('"')[::2])


def rows_of(text: str, delimiter: str) -> Iterator[list[Field]]:
    """The rows of a text that are not empty lines."""
    row: list[Field] = []
    at = 0
    while at < len(text):
        field, at = field_at(text, at, delimiter)
        row.append(field)
        if text.startswith(delimiter, at):
            at += 1
            if at < len(text):
                continue
            row.append(Field("", at, at))
        at += 2 if text.startswith("\r\n", at) else 1
        if len(row) > 1 or row[0].start < row[0].end:
            yield row
        row = []


def field_at(text: str, start: int, delimiter: str) -> tuple[Field, int]:
    """The field that begins at a place, and the place where it ends."""
    ending = re.compile(rf"[{delimiter}\r\n]|\Z")
    if text.startswith('"', start):
        end = closing_quote(text, start) + 1
        if ending.match(text, end):
            value = text[start + 1 : end - 1].replace('""', '"')
            return Field(value, start, end), end
    found = ending.search(text, start)
    end = found.start() if found else len(text)
    return Field(text[start:end], start, end), end


def closing_quote(text: str, start: int) -> int:
    """Where the quote ends that begins at a place; two quotes in a row are one in the text."""
    end = start + 1
    while (end := text.find('"', end)) >= 0:
        if not text.startswith('""', end):
            return end
        end += 2
    line = text.count("\n", 0, start) + 1
    raise CourseError(f"a quote in line {line} is never closed; download the file again")
