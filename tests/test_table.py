"""CSV: labels and features, with or without names, and every bad cell by row and column."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nncourse.datasets import read_csv
from nncourse.datasets import table as table_module
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
        ("1,2\n1,1e400\n", "row 2, column 2: '1e400'; a network cannot use NaN or infinity"),
        (f'1,2\n3,"{"4" * 200_000}"\n', r"row 2: .*field limit.* quotation mark missing"),
        (f'1,"{"4" * 200_000}\n', r"row 1: .*field limit.* quotation mark missing"),
        ('1,2\n0,"3\n1,4\n', r"row 2, column 2: '3\\n1,4\\n' is no number"),
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
        ("9223372036854775808", None, "the label is 9.22337e\\+18; .* to 9223372036854775807"),
        ("1e300", None, r"the label is 1e\+300; expected a whole number"),
    ],
)
def test_labels_out_of_range_are_told(table, label, classes, words):
    with pytest.raises(LabelError, match=f"row 2, column 1: {words}"):
        read_csv(table(f"1,2\n{label},2\n"), classes=classes)


def test_a_file_that_is_no_text_is_told(table):
    with pytest.raises(DataError, match="no CSV file in UTF-8"):
        read_csv(table("größe,1\n", encoding="latin-1"))


# Rows are read in blocks.


@pytest.fixture
def blocks_of_3(monkeypatch):
    """Blocks so short that small tables have several; the number of rows that were read singly."""
    singly = []
    example = table_module.Table.example

    def noted(self, cells):
        singly.append(self.row)
        return example(self, cells)

    monkeypatch.setattr(table_module, "BLOCK", 3)
    monkeypatch.setattr(table_module.Table, "example", noted)
    return singly


def test_only_the_block_of_an_odd_cell_is_read_row_by_row(table, blocks_of_3):
    rows = [f"{i},{i}.5" for i in range(11)]
    X, y = read_csv(table("\n".join(rows)))
    assert blocks_of_3 == [1]
    np.testing.assert_array_equal(X[:, 0], np.arange(11) + 0.5)
    np.testing.assert_array_equal(y, np.arange(11))
    rows[5] = '5,"5.5"'  # in the block of the rows 5, 6 and 7, counted from 1
    blocks_of_3.clear()
    again = read_csv(table("\n".join(rows)))
    assert blocks_of_3 == [1, 5, 6, 7]
    np.testing.assert_array_equal(again[0], X)


@pytest.mark.parametrize("culprit", range(2, 12))
@pytest.mark.parametrize("cell", ["x", "nan", "1e39", ""])
def test_the_culprit_is_found_in_any_block(table, blocks_of_3, culprit, cell):
    rows = ["a,b", *(f"{i},{i}" for i in range(10))]
    rows[culprit - 1] = f"1,{cell}"
    rows[culprit:culprit] = ["", ""]
    with pytest.raises(DataError, match=f"row {culprit}, column 2: "):
        read_csv(table("\n".join(rows)))
    rows[culprit - 1] = "1,2,3"
    with pytest.raises(DataError, match=f"row {culprit}: 3 cells, but the first row has 2"):
        read_csv(table("\n".join(rows)))


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_may_end_in_any_way(table, blocks_of_3, end):
    X, y = read_csv(table(end.join(["", "y,x", *["1,2"] * 7, "", "", "", "", "0,3", ""])))
    assert (X[:, 0].tolist(), y.tolist()) == ([2] * 7 + [3], [1] * 7 + [0])
    assert blocks_of_3 == []


def test_a_cell_may_reach_into_the_next_block(table, blocks_of_3):
    X, y = read_csv(table('y,x\n1,2\n1,2\n1,"3\n\n"\n0,4\n0,5\n'))
    assert (X[:, 0].tolist(), y.tolist()) == ([2, 2, 3, 4, 5], [1, 1, 1, 0, 0])
    with pytest.raises(DataError, match="row 5, column 2: 'x'"):
        read_csv(table('y,x\n1,2\n1,2\n1,"3\n\n"\n0,x\n0,5\n'))


@pytest.mark.parametrize("number", ["1_000", "١", " 7 ", "+3", "1e-400", "1E3", ".5", "5.", "-0"])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_block_reads_numbers_as_python_does(table, blocks_of_3, number, dtype):
    X, _ = read_csv(table(f"1,2\n1,{number}\n1,2\n"), dtype=dtype)
    assert X[1, 0] == dtype(float(number))


@pytest.mark.parametrize("last", ["-3.25,4", '-3.25,"4"'])
def test_targets_of_a_regression_are_numbers_of_any_kind(table, last):
    X, y = read_csv(table("price,x\n0.5,2\n1e3,3\n" + last + "\n"), label_dtype=np.float64)
    assert (X.dtype, y.dtype) == (np.float32, np.float64)
    assert (X.tolist(), y.tolist()) == ([[2], [3], [4]], [0.5, 1000, -3.25])


@pytest.mark.parametrize("cell", ["nan", "inf", "x"])
def test_targets_that_are_no_numbers_are_told(table, cell):
    with pytest.raises(DataError, match="row 2, column 1"):
        read_csv(table(f"1.5,2\n{cell},2\n"), label_dtype=np.float64)
