"""CSV: labels and features, with or without names, and every bad cell by row and column."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nncourse.datasets import read_csv
from nncourse.errors import DataError, LabelError


@pytest.fixture
def table(tmp_path):
    def write(text, encoding="utf-8"):
        path = tmp_path / "table.csv"
        path.write_bytes(text.encode(encoding))
        return path

    return write


@pytest.mark.parametrize(
    "start", ["", "label,a,b\n", "digit,pixel 1,pixel 2\r\n", '"y","a,b","c"\n']
)
def test_a_header_is_detected(table, start):
    X, y = read_csv(table(start + "3,0.5,-1\n0,1e3,7\n"))
    assert X.tolist() == [[0.5, -1], [1000, 7]]
    assert y.tolist() == [3, 0]
    assert (X.dtype, y.dtype) == (np.float32, np.int64)


def test_the_header_can_be_stated(table):
    path = table("label,0,1\n1,5,6\n")
    with pytest.raises(DataError, match=r"row 1, column 1: 'label' is no number.*header=True"):
        read_csv(path)
    X, y = read_csv(path, header=True)
    assert (X.tolist(), y.tolist()) == ([[5, 6]], [1])
    X, y = read_csv(table("1,2\n3,4\n"), header=True)
    assert (X.tolist(), y.tolist()) == ([[4]], [3])
    with pytest.raises(DataError, match="row 1, column 1: 'label' is no number"):
        read_csv(table("label,a\n1,2\n"), header=False)


def test_empty_lines_quotes_and_a_byte_order_mark_are_understood(table):
    X, y = read_csv(table('\ufeff1,"2"\n\n0,3\n\n'))
    assert (X.tolist(), y.tolist()) == ([[2], [3]], [1, 0])


def test_pixels_can_stay_bytes(table):
    X, _ = read_csv(table("7,0,255\n"), dtype=np.uint8)
    assert X.dtype == np.uint8
    assert X.tolist() == [[0, 255]]


@given(
    rows=st.lists(
        st.tuples(st.integers(0, 9), st.floats(width=32, allow_nan=False, allow_infinity=False)),
        min_size=1,
        max_size=20,
    )
)
def test_numbers_come_back_exactly(tmp_path_factory, rows):
    path = tmp_path_factory.mktemp("csv") / "table.csv"
    path.write_text("".join(f"{label},{value!r}\n" for label, value in rows))
    X, y = read_csv(path)
    assert y.tolist() == [label for label, _ in rows]
    assert X[:, 0].tolist() == [value for _, value in rows]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("1,2,3\n0,4,x\n", "row 2, column 3: 'x' is no number"),
        ("label,a\n1,2\n\n1,o5\n", "row 4, column 2: 'o5'"),
        ("1,2\n0,\n", "row 2, column 2: '' is no number"),
        ("1,2,3\n0,4\n", "row 2: 2 cells, but the first row has 3"),
        ("1,2\n0,4,5\n", "row 2: 3 cells, but the first row has 2"),
        ("label,a,b\n1,2\n", "row 2: 2 cells, but the first row has 3"),
        ("1,2\n1,nan\n", "row 2, column 2: 'nan'; a network cannot use NaN"),
        ("1,2\n1,-inf\n", "row 2, column 2: '-inf'"),
        ("1;2;3\n", "one column only, '1;2;3'; expected .* commas"),
        ("5\n7\n", "one column only"),
        ("", "no examples"),
        ("label,a\n", "no examples"),
        ("1,1e300\n", "column 2: 1e\\+300 does not fit the type float32"),
    ],
)
def test_bad_tables_are_told_by_row_and_column(table, text, words):
    with pytest.raises(DataError, match=words):
        read_csv(table(text))


@pytest.mark.parametrize("cell", ["256", "-1", "0.5"])
def test_what_is_no_byte_does_not_become_one(table, cell):
    with pytest.raises(DataError, match=f"row 2, column 3: {cell} does not fit the type uint8"):
        read_csv(table(f"1,2,3\n300,4,{cell}\n"), dtype=np.uint8)


@pytest.mark.parametrize(
    ("label", "classes", "words"),
    [
        ("-1", None, "the label is -1; expected a whole number from 0"),
        ("2.5", None, "the label is 2.5"),
        ("10", 10, "the label is 10; expected a whole number from 0 to 9"),
    ],
)
def test_labels_out_of_range_are_told(table, label, classes, words):
    with pytest.raises(LabelError, match=f"row 2, column 1: {words}"):
        read_csv(table(f"1,2\n{label},2\n"), classes=classes)


def test_a_file_that_is_no_text_is_told(table):
    with pytest.raises(DataError, match="no CSV file in UTF-8"):
        read_csv(table("größe,1\n", encoding="latin-1"))
