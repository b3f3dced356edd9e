"""Rows of a table as people keep it: with names or without, the label anywhere and in words.

`read_csv` reads what was made for a network: numbers only, the label first. Here a table is read
as text, and its columns become features or labels once it is known which is which.
"""

import csv
import os
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nncourse.datasets.claims import regular_file
from nncourse.datasets.table import is_number
from nncourse.errors import DataError


@dataclass(frozen=True)
class Rows:
    """A table as it stands.

    Attributes
    ----------
    path : the file.
    names : the columns' names, or their places (from "1") if the table has none.
    has_names : whether the table has names of its own.
    cells : the rows, each of as many cells as there are names.
    numbers : the rows' places in the file, from 1.
    """

    path: str | os.PathLike[str]
    names: tuple[str, ...]
    has_names: bool
    cells: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...]

    def find(self, column: str) -> int:
        """The index of a column, by its name or its place from 1.

        Raises
        ------
        DataError
            If there is none; the message lists the columns.
        """
        if column in self.names:
            return self.names.index(column)
        if column.isdecimal() and 1 <= int(column) <= len(self.names):
            return int(column) - 1
        raise DataError(
            f"{self.path}: there is no column {column!r}; the columns are {', '.join(self.names)}"
        )

    def words(self, column: int) -> list[str]:
        """The cells of a column; a DataError if one is empty."""
        found = [row[column] for row in self.cells]
        if "" in found:
            raise DataError(f"{self.cell(found.index(''), column)}: the cell is empty")
        return found

    def values(self, columns: Sequence[int]) -> np.ndarray:
        """The cells of some columns as numbers, (m, n) float32.

        Raises
        ------
        DataError
            If a cell is empty, no number, NaN or infinite; the message says which.
        """
        for column in columns:
            self.check_numbers(column)
        return np.array([[float(row[c]) for c in columns] for row in self.cells], np.float32)

    def check_numbers(self, column: int) -> None:
        """A DataError if a cell of the column is no number that a network can use."""
        cells = self.words(column)
        wrong = [i for i, cell in enumerate(cells) if not is_number(cell)]
        if len(wrong) == len(cells):
            raise DataError(
                f"{self.path}: column {self.names[column]} holds words ({cells[0][:40]!r}), and a "
                "network takes numbers. If it is the label, name it with --label; else leave it "
                "out or write numbers."
            )
        too_large = float(np.finfo(np.float32).max)
        wrong = wrong or [i for i, cell in enumerate(cells) if not abs(float(cell)) <= too_large]
        if wrong:
            raise DataError(
                f"{self.cell(wrong[0], column)}: {cells[wrong[0]][:40]!r} is no number that a "
                "network can use. Fill in a number or leave the row out."
            )

    def cell(self, i: int, column: int) -> str:
        """Where a cell is, for messages."""
        return f"{self.path}, row {self.numbers[i]}, column {self.names[column]}"


def read_rows(path: str | os.PathLike[str], header: bool | None = None) -> Rows:
    """Read a file of cells with commas between them.

    Parameters
    ----------
    path : the file, in UTF-8; empty lines are passed over.
    header : whether the first row holds names; None takes it for names if no cell is a number.

    Raises
    ------
    DataError
        If the rows differ in length, or there is none; if two columns have the same name; or if
        the file is no CSV in UTF-8.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> path = pathlib.Path(tempfile.mkdtemp()) / "animals.csv"
    >>> _ = path.write_text("legs,wings,animal\\n4,0,cat\\n2,2,owl\\n")
    >>> rows = read_rows(path)
    >>> rows.values([0, 1]).tolist(), rows.words(rows.find("animal"))
    ([[4.0, 0.0], [2.0, 2.0]], ['cat', 'owl'])
    """
    table = filled_rows(path)
    if not table:
        raise DataError(f"{path}: there are no examples in it.")
    first = table[0][1]
    for number, cells in table:
        if len(cells) != len(first):
            raise DataError(
                f"{path}, row {number}: {len(cells)} cells, but the first row has {len(first)}; "
                "every row must have as many."
            )
    has_names = not any(map(is_number, first)) if header is None else header
    names = first if has_names else tuple(str(place + 1) for place in range(len(first)))
    if len(set(names)) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise DataError(f"{path}: two columns have the name {twice!r}; give one another name.")
    rows = table[1:] if has_names else table
    if not rows:
        raise DataError(f"{path}: there are no examples in it.")
    numbers = tuple(number for number, _ in rows)
    return Rows(path, names, has_names, tuple(cells for _, cells in rows), numbers)


def filled_rows(path: str | os.PathLike[str]) -> list[tuple[int, tuple[str, ...]]]:
    """The rows that are not empty, without the space round their cells, and their places from 1."""
    try:
        with open(regular_file(path), encoding="utf-8-sig", newline="") as file:
            rows = enumerate(csv.reader(file), start=1)
            return [(i, tuple(cell.strip() for cell in row)) for i, row in rows if row]
    except (UnicodeDecodeError, csv.Error) as error:
        raise DataError(f"{path}: no CSV file in UTF-8 ({error}).") from error
