"""IDX: what is written is read back, and every damaged file is told apart."""

import gzip

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from nncourse.datasets.idx import read_idx, write_idx
from nncourse.errors import DataError

TYPES = ["uint8", "int8", "int16", "int32", "float32", "float64"]
finite = {"allow_nan": False, "allow_infinity": False}
arrays = st.sampled_from(TYPES).flatmap(
    lambda dtype: hnp.arrays(
        dtype,
        hnp.array_shapes(min_dims=1, max_dims=4, min_side=0, max_side=5),
        elements=finite if dtype.startswith("float") else None,
    )
)
small = write_idx(np.arange(6, dtype=np.uint8).reshape(2, 3))


@given(array=arrays, zipped=st.booleans())
def test_reading_is_the_inverse_of_writing(array, zipped):
    content = write_idx(array)
    back = read_idx(gzip.compress(content) if zipped else content)
    assert back.dtype == array.dtype
    assert back.shape == array.shape
    np.testing.assert_array_equal(back, array)


@settings(max_examples=50)
@given(array=arrays, data=st.data())
def test_a_file_cut_anywhere_is_refused(array, data):
    content = write_idx(array)
    end = data.draw(st.integers(0, len(content) - 1))
    with pytest.raises(DataError):
        read_idx(content[:end])


@settings(max_examples=50)
@given(array=arrays, extra=st.binary(min_size=1, max_size=9))
def test_bytes_after_the_data_are_refused(array, extra):
    with pytest.raises(DataError, match="something follows the data"):
        read_idx(write_idx(array) + extra)


def test_numbers_are_big_endian():
    content = bytes([0, 0, 0x0B, 1, 0, 0, 0, 2, 0x01, 0x02, 0xFF, 0xFE])
    assert read_idx(content).tolist() == [0x0102, -2]
    assert read_idx(content).dtype.isnative


def test_the_array_may_be_changed():
    array = read_idx(small)
    array[0, 0] = 9
    assert array[0, 0] == 9


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_reads_a_file(tmp_path, pack):
    path = tmp_path / "digits"
    path.write_bytes(pack(small))
    assert read_idx(path).tolist() == [[0, 1, 2], [3, 4, 5]]
    assert read_idx(str(path)).shape == (2, 3)


def test_a_truncated_file_says_how_much_is_missing(tmp_path):
    path = tmp_path / "digits"
    path.write_bytes(small[:-2])
    with pytest.raises(DataError, match=r"digits: it was cut short.*\(2, 3\).*6 bytes.*are 4"):
        read_idx(path)


def test_a_truncated_gzip_is_told(tmp_path):
    path = tmp_path / "digits.gz"
    path.write_bytes(gzip.compress(small * 50)[:-9])
    with pytest.raises(DataError, match=r"digits\.gz: the gzip compression is damaged"):
        read_idx(path)


def test_a_damaged_gzip_is_told():
    content = bytearray(gzip.compress(small))
    content[15] ^= 0xFF
    with pytest.raises(DataError, match="gzip compression is damaged"):
        read_idx(bytes(content))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "0 bytes; an IDX file starts with 4"),
        (b"\x89PNG\r\n\x1a\n", "no IDX file. It starts with the bytes 89 50 4e 47"),
        (b"\x00\x00\x07\x01" + small[4:], "00 00 07 01; expected 00 00, a type"),
        (b"\x00\x00\x08\x00\x00", "no IDX file"),
        (b"\x00\x01\x08\x01\x00\x00\x00\x00", "no IDX file"),
        (small[:9], "inside the header: 2 dimensions need 12 bytes, there are 9"),
        (b"\x00\x00\x08\x03" + b"\xff" * 12, r"4294967295, 4294967295\).* there are 0"),
    ],
)
def test_what_is_no_idx_says_what_was_found(content, words):
    with pytest.raises(DataError, match=words):
        read_idx(content)


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_nan_and_infinity_are_refused(bad):
    with pytest.raises(DataError, match="NaN or infinity"):
        read_idx(write_idx(np.array([1.0, bad])))


@pytest.mark.parametrize("array", [np.array(1, np.uint8), np.zeros(3, np.int64), np.array(["a"])])
def test_what_idx_cannot_hold_is_not_written(array):
    with pytest.raises(DataError, match="IDX cannot hold an array of"):
        write_idx(array)
