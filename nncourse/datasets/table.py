"""Reading labelled examples from CSV: one example per row, its label first.

Digits and much else are passed around in this form. Tables that people typed or exported go wrong
in many ways, so every cell that is no usable number is reported with its row and its column.
NumPy reads blocks of rows at once, and only a block that it cannot read, or that holds something
unusable, is gone through row by row.
"""

import csv
import os
from dataclasses import dataclass
from itertools import chain, islice
from typing import TextIO

import numpy as np
from numpy.typing import DTypeLike

from nncourse.datasets.claims import regular_file
from nncourse.errors import DataError, LabelError

BLOCK = 1000  # rows that are read at once

Block = tuple[np.ndarray, np.ndarray]


def read_csv(
    path: str | os.PathLike[str],
    *,
    header: bool | None = None,
    classes: int | None = None,
    dtype: DTypeLike = np.float32,
    label_dtype: DTypeLike = np.int64,
) -> tuple[np.ndarray, np.ndarray]:
    """Read labels and features from a file of comma-separated numbers, the label first.

    Parameters
    ----------
    path : the file, in UTF-8; empty lines are passed over.
    header : whether the first row holds names; None takes it for names if no cell is a number.
    classes : number of classes, which the labels must be below; None for no upper limit.
    dtype : type of the features; np.uint8 for pixels from 0 to 255.
    label_dtype : type of the labels; np.float64 for the targets of a regression, which may be any
        finite numbers.

    Returns
    -------
    X (m, n) of `dtype`, and y (m,) of `label_dtype`: int64, at least 0, unless you choose.

    Raises
    ------
    DataError
        If a cell is no number, NaN, infinite or does not fit `dtype`, if the rows differ in
        length, or if there is nothing to read. Row and column are named, both counted from 1.
    LabelError
        If a label is no whole number, negative, or not below `classes` (or 2 ** 63); of targets
        that are numbers none is refused.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> path = pathlib.Path(tempfile.mkdtemp()) / "points.csv"
    >>> _ = path.write_text("label,x,y\\n1,0.5,2\\n0,3,4\\n")
    >>> X, y = read_csv(path)
    >>> X.tolist(), y.tolist()
    ([[0.5, 2.0], [3.0, 4.0]], [1, 0])
    """
    table = Table(path, classes, np.dtype(dtype), np.dtype(label_dtype))
    try:
        with open(regular_file(path), encoding="utf-8-sig", newline="") as file:
            blocks = [table.first_row(file, header)]
            while lines := list(islice(file, BLOCK)):
                blocks.append(table.next_rows(lines, file))
    except UnicodeDecodeError as error:
        raise DataError(f"{path}: no CSV file in UTF-8 ({error}).") from error
    X, y = (np.concatenate(parts) for parts in zip(*blocks, strict=True))
    if not len(X):
        raise DataError(f"{path}: there are no examples in it.")
    return X, y


@dataclass
class Table:
    """A table that is being read: what it must hold, how wide it is, and how far one is.

    Attributes
    ----------
    path, classes, dtype, label_dtype : see `read_csv`.
    n_columns : cells in the first row that is not empty.
    row : how many rows are read.
    """

    path: str | os.PathLike[str]
    classes: int | None
    dtype: np.dtype
    label_dtype: np.dtype
    n_columns: int = 0
    row: int = 0

    def first_row(self, file: TextIO, header: bool | None) -> Block:
        """Read up to the first row that is not empty, which may hold names; see `read_csv`."""
        cells: list[str] = []
        rows = csv.reader(file)
        while not cells:
            try:
                cells = next(rows)
            except StopIteration:
                return self.stack([])
            except csv.Error as error:
                raise self.unreadable(error) from error
            self.row += 1
        self.n_columns = len(cells)
        if header is None:
            header = not any(is_number(cell) for cell in cells)
        check_length(cells, self.n_columns, self.place)
        return self.stack([] if header else [self.example(cells)])

    def next_rows(self, lines: list[str], file: TextIO) -> Block:
        """Read the lines, and what follows in the file if the last one ends inside quotes."""
        try:
            block = self.at_once(lines)
        except ValueError:
            return self.one_by_one(lines, file)
        self.row += len(lines)
        return block

    def at_once(self, lines: list[str]) -> Block:
        """The examples in these lines; a ValueError if one of them needs a closer look."""
        filled = [line for line in lines if line.strip("\r\n")]
        if not filled:
            return self.stack([])
        values = np.loadtxt(filled, delimiter=",", comments=None, ndmin=2)
        with np.errstate(invalid="ignore", over="ignore"):
            X, y = values[:, 1:].astype(self.dtype), values[:, 0].astype(self.label_dtype)
        usable = fits(X, values[:, 1:]) & self.is_label(values[:, :1])
        if values.shape[1] != self.n_columns or not usable.all():
            raise ValueError
        return X, y

    def one_by_one(self, lines: list[str], file: TextIO) -> Block:
        """The same row by row: an error says which cell is to blame."""
        rows, examples = csv.reader(chain(lines, file)), []
        while rows.line_num < len(lines):
            try:
                cells = next(rows)
            except csv.Error as error:
                raise self.unreadable(error) from error
            self.row += 1
            if cells:
                check_length(cells, self.n_columns, self.place)
                examples.append(self.example(cells))
        return self.stack(examples)

    def example(self, cells: list[str]) -> Block:
        """The features of a row, and its label."""
        values = as_numbers(cells, self.place)
        if not self.is_label(values[0]):
            raise no_label(values[0], self.classes, self.place)
        label = values[0].astype(self.label_dtype)
        return as_dtype(values, self.dtype, self.place)[1:], label

    def is_label(self, values: np.ndarray) -> np.ndarray:
        """Where the values can be labels: whole numbers from 0, or any that are finite."""
        if self.label_dtype.kind == "f":
            return np.isfinite(values)
        top = 2**63 if self.classes is None else self.classes
        return (values == np.floor(values)) & (values >= 0) & (values < top)

    def stack(self, examples: list[Block]) -> Block:
        """Examples as one block."""
        if not examples:
            shape = (0, max(self.n_columns - 1, 0))
            return np.empty(shape, self.dtype), np.empty(0, self.label_dtype)
        X, y = zip(*examples, strict=True)
        return np.stack(X), np.stack(y)

    def unreadable(self, error: csv.Error) -> DataError:
        """The error for a row that is no CSV."""
        self.row += 1
        return DataError(
            f"{self.place}: this cannot be read as CSV ({error}). Is a quotation mark missing?"
        )

    @property
    def place(self) -> str:
        """Where one is, for messages."""
        return f"{self.path}, row {self.row}"


def fits(converted: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Where the values, converted to another type, are still finite or what they were."""
    return np.isfinite(converted) if converted.dtype.kind == "f" else converted == values


def check_length(cells: list[str], n_columns: int, place: str) -> None:
    """A DataError unless a row has as many cells as the first, and at least two."""
    if n_columns < 2:
        raise DataError(
            f"{place}: one column only, {cells[0][:40]!r}; expected a label and at least one "
            "feature, with commas between them."
        )
    if len(cells) != n_columns:
        raise DataError(
            f"{place}: {len(cells)} cells, but the first row has {n_columns}; every row must have "
            "as many."
        )


def is_number(cell: str) -> bool:
    """Whether a cell can be read as a number."""
    try:
        float(cell)
    except ValueError:
        return False
    return True


def as_numbers(cells: list[str], place: str) -> np.ndarray:
    """The cells of a row as finite numbers; a DataError names the cell that is none."""
    try:
        values = np.array(cells, dtype=np.float64)
    except ValueError:
        column = next(i for i, cell in enumerate(cells) if not is_number(cell))
        raise DataError(
            f"{place}, column {column + 1}: {cells[column][:40]!r} is no number. Mend the cell, "
            "or pass header=True (--header for the command) if the first row holds names."
        ) from None
    if not np.isfinite(values).all():
        column = int(np.argmin(np.isfinite(values)))
        raise DataError(
            f"{place}, column {column + 1}: {cells[column][:40]!r}; a network cannot use NaN or "
            "infinity. Fill in a number or leave the row out."
        )
    return values


def no_label(value: float, classes: int | None, place: str) -> LabelError:
    """The error for a label that is no whole number, or out of range."""
    top = 2**63 if classes is None and value >= 2**63 else classes
    upper = "" if top is None else f" to {top - 1}"
    return LabelError(
        f"{place}, column 1: the label is {value:g}; expected a whole number from 0{upper}. "
        "The label comes first in each row."
    )


def as_dtype(values: np.ndarray, dtype: np.dtype, place: str) -> np.ndarray:
    """The values as `dtype`, which must be able to hold them."""
    with np.errstate(invalid="ignore", over="ignore"):
        converted = values.astype(dtype)
    usable = fits(converted, values)
    if not usable[1:].all():
        column = 1 + int(np.argmin(usable[1:]))
        raise DataError(
            f"{place}, column {column + 1}: {values[column]:g} does not fit the type {dtype}; "
            "choose another dtype or mend the cell."
        )
    return converted
