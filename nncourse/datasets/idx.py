"""Reading and writing IDX, the format that MNIST is published in.

An IDX file is as simple as a format for arrays can be: four bytes that say the type of the numbers
and how many dimensions there are, the size of each dimension, and then the numbers themselves, the
last index running fastest. All of it is big-endian: the most significant byte comes first. The
chapter on digits reads one by hand.
"""

import gzip
import io
import math
import os
import struct
import zlib

import numpy as np

from nncourse.datasets.claims import check_claim, regular_file
from nncourse.errors import DataError

DTYPES = {0x08: ">u1", 0x09: ">i1", 0x0B: ">i2", 0x0C: ">i4", 0x0D: ">f4", 0x0E: ">f8"}
GZIP_MAGIC = b"\x1f\x8b"
LONGEST_HEADER = 4 + 4 * 255


def read_idx(source: str | os.PathLike[str] | bytes) -> np.ndarray:
    """Read an array from an IDX file, plain or gzipped.

    Parameters
    ----------
    source : the file's path, or its content as bytes.

    Returns
    -------
    The array, in the shape and the type that the file states (MNIST: uint8), in native byte order.

    Raises
    ------
    DataError
        If the bytes are no IDX, end too early, go on too long, or hold NaN or infinity, or if the
        path is no regular file.
    FileNotFoundError
        If there is no such file.

    Examples
    --------
    >>> read_idx(bytes([0, 0, 8, 2,  0, 0, 0, 2,  0, 0, 0, 3,  1, 2, 3, 4, 5, 6]))
    array([[1, 2, 3],
           [4, 5, 6]], dtype=uint8)

    Source: the description at http://yann.lecun.com/exdb/mnist/
    """
    name = "the given bytes" if isinstance(source, bytes) else str(source)
    content = source if isinstance(source, bytes) else regular_file(source).read_bytes()
    if content.startswith(GZIP_MAGIC):
        content = unzip(content, name)
    dtype, shape, start = read_header(content, name)
    expected = math.prod(shape) * dtype.itemsize
    found = len(content) - start
    if found != expected:
        problem, there = "something follows the data", "more"
        if found < expected:
            problem, there = "it was cut short", f"{found:,}"
        raise DataError(
            f"{name}: {problem}. The header announces the shape {shape} of {dtype.itemsize}-byte "
            f"numbers, {expected:,} bytes; there are {there}. "
            "Fetch or copy the file again."
        )
    try:
        array = np.frombuffer(content, dtype, offset=start).reshape(shape)
    except ValueError as error:  # more dimensions than NumPy knows, or 0 times too much
        raise DataError(f"{name}: no array can have the shape {shape} ({error}).") from error
    if not np.isfinite(array).all():
        raise DataError(f"{name}: NaN or infinity among the numbers; a network cannot use those.")
    return array.astype(dtype.newbyteorder("="))


def write_idx(array: np.ndarray) -> bytes:
    """The content of the IDX file that holds `array`.

    Parameters
    ----------
    array : at least one dimension; uint8, int8, int16, int32, float32 or float64; not changed.

    Raises
    ------
    DataError
        If IDX has no code for the array's type, or the array has no dimension.

    Examples
    --------
    >>> write_idx(np.array([7, 2], dtype=np.uint8)).hex(" ")
    '00 00 08 01 00 00 00 02 07 02'
    """
    codes = {np.dtype(big_endian): code for code, big_endian in DTYPES.items()}
    code = codes.get(array.dtype.newbyteorder(">"))
    if code is None or array.ndim == 0:
        raise DataError(
            f"IDX cannot hold an array of {array.dtype} with {array.ndim} dimensions; convert it "
            "to uint8, int8, int16, int32, float32 or float64 with at least one dimension."
        )
    header = struct.pack(f">HBB{array.ndim}I", 0, code, array.ndim, *array.shape)
    return header + array.astype(DTYPES[code]).tobytes()


def unzip(content: bytes, name: str) -> bytes:
    """The content, unpacked: as many bytes as its header announces, and one more if there is one.

    A DataError if the compression is damaged.
    """
    try:
        with gzip.open(io.BytesIO(content)) as file:
            begin = file.read(LONGEST_HEADER)
            dtype, shape, start = read_header(begin, name)
            announced = start + math.prod(shape) * dtype.itemsize
            check_claim(name, announced, len(content))
            return begin + file.read(max(0, announced + 1 - len(begin)))
    except (EOFError, OSError, zlib.error) as error:
        raise DataError(
            f"{name}: the gzip compression is damaged ({error}). Fetch or copy the file again."
        ) from error


def read_header(content: bytes, name: str) -> tuple[np.dtype, tuple[int, ...], int]:
    """The type of the numbers, the shape, and where the numbers start."""
    if len(content) < 4:
        raise DataError(f"{name}: {len(content)} bytes; an IDX file starts with 4 magic bytes.")
    zeros, code, ndim = struct.unpack(">HBB", content[:4])
    if zeros != 0 or code not in DTYPES or ndim == 0:
        raise DataError(
            f"{name}: no IDX file. It starts with the bytes {content[:4].hex(' ')}; expected "
            "00 00, a type (08, 09, 0b, 0c, 0d or 0e) and the number of dimensions: "
            "00 00 08 03 for MNIST's pictures, 00 00 08 01 for its labels."
        )
    start = 4 + 4 * ndim
    if len(content) < start:
        raise DataError(
            f"{name}: it was cut short inside the header: {ndim} dimensions need {start} bytes, "
            f"there are {len(content)}. Fetch or copy the file again."
        )
    return np.dtype(DTYPES[code]), struct.unpack(f">{ndim}I", content[4:start]), start
