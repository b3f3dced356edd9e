"""Reading labelled examples from CSV: one example a row, its label first.

Digits and much else are passed around in this form. Tables that people typed or exported go wrong
in many ways, so every cell that is no usable number is reported with its row and its column.
"""

import csv
import os
from collections.abc import Iterator

import numpy as np
from numpy.typing import DTypeLike

from nncourse.errors import DataError, LabelError


def read_csv(
    path: str | os.PathLike[str],
    *,
    header: bool | None = None,
    classes: int | None = None,
    dtype: DTypeLike = np.float32,
) -> tuple[np.ndarray, np.ndarray]:
    """Read labels and features from a file of comma-separated numbers, the label first.

    Parameters
    ----------
    path : the file, in UTF-8; empty lines are passed over.
    header : whether the first row holds names; None takes it for names if no cell is a number.
    classes : number of classes, which the labels must be below; None for no upper limit.
    dtype : type of the features; np.uint8 for pixels from 0 to 255.

    Returns
    -------
    X (m, n) of `dtype`, and y (m,) int64, at least 0.

    Raises
    ------
    DataError
        If a cell is no number, NaN, infinite or does not fit `dtype`, if the rows differ in
        length, or if there is nothing to read. Row and column are named, both counted from 1.
    LabelError
        If a label is no whole number, negative, or not below `classes`.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> path = pathlib.Path(tempfile.mkdtemp()) / "points.csv"
    >>> _ = path.write_text("label,x,y\\n1,0.5,2\\n0,3,4\\n")
    >>> X, y = read_csv(path)
    >>> X.tolist(), y.tolist()
    ([[0.5, 2.0], [3.0, 4.0]], [1, 0])
    """
    features, labels = [], []
    n_columns = 0
    for row, cells in numbered_rows(path):
        place = f"{path}, row {row}"
        n_columns = n_columns or len(cells)
        check_length(cells, n_columns, place)
        if header is None:
            header = not any(is_number(cell) for cell in cells)
        if header:
            header = False
            continue
        values = as_numbers(cells, place)
        labels.append(as_label(values[0], classes, place))
        features.append(as_dtype(values, np.dtype(dtype), place)[1:])
    if not features:
        raise DataError(f"{path}: there are no examples in it.")
    return np.stack(features), np.array(labels, dtype=np.int64)


def numbered_rows(path: str | os.PathLike[str]) -> Iterator[tuple[int, list[str]]]:
    """Yield each row that is not empty, with its number."""
    with open(path, encoding="utf-8-sig", newline="") as file:
        try:
            for row, cells in enumerate(csv.reader(file), start=1):
                if cells:
                    yield row, cells
        except (UnicodeDecodeError, csv.Error) as error:
            raise DataError(f"{path}: no CSV file in UTF-8 ({error}).") from error


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
            "or pass header=True if the first row holds names."
        ) from None
    if not np.isfinite(values).all():
        column = int(np.argmin(np.isfinite(values)))
        raise DataError(
            f"{place}, column {column + 1}: {cells[column]!r}; a network cannot use NaN or "
            "infinity. Fill in a number or leave the row out."
        )
    return values


def as_label(value: float, classes: int | None, place: str) -> int:
    """The label as a whole number; a LabelError if it is none, or out of range."""
    if value != int(value) or value < 0 or (classes is not None and value >= classes):
        upper = "" if classes is None else f" to {classes - 1}"
        raise LabelError(
            f"{place}, column 1: the label is {value:g}; expected a whole number from 0{upper}. "
            "The label comes first in each row."
        )
    return int(value)


def as_dtype(values: np.ndarray, dtype: np.dtype, place: str) -> np.ndarray:
    """The values as `dtype`, which must be able to hold them."""
    with np.errstate(invalid="ignore", over="ignore"):
        converted = values.astype(dtype)
    fits = np.isfinite(converted) if dtype.kind == "f" else converted == values
    if not fits[1:].all():
        column = 1 + int(np.argmin(fits[1:]))
        raise DataError(
            f"{place}, column {column + 1}: {values[column]:g} does not fit the type {dtype}; "
            "choose another dtype or mend the cell."
        )
    return converted
