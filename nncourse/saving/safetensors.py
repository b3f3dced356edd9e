"""The safetensors format: named arrays in one file, behind a header of plain text.

A file begins with the length of the header, eight bytes with the least significant first. The
header is JSON: for each array its type, its shape, and where its numbers begin and end in what
follows; under `__metadata__` words of the writer's own. The numbers come last, array after array
without gaps. There is no place for code, so reading a file runs none.

What a header says is believed only where the file bears it out: nothing is read or set up for an
array before its numbers are known to be there, all of them and no others.

Source: https://github.com/huggingface/safetensors
"""

import json
import math
import os
from collections import Counter
from collections.abc import Mapping
from typing import Any, BinaryIO, NamedTuple

import numpy as np

from nncourse.errors import ModelFileError

# In the order in which arrays are written, the widest first, so that all begin at a multiple of
# their numbers' size.
DTYPES = {
    "U64": "<u8",
    "I64": "<i8",
    "F64": "<f8",
    "F32": "<f4",
    "U32": "<u4",
    "I32": "<i4",
    "F16": "<f2",
    "U16": "<u2",
    "I16": "<i2",
    "I8": "|i1",
    "U8": "|u1",
    "BOOL": "|b1",
}
CODES = {dtype: code for code, dtype in DTYPES.items()}
METADATA = "__metadata__"
LONGEST_HEADER = 100_000_000  # bytes; the format sets this limit
MOST_AXES = 64  # of a NumPy array

Arrays = dict[str, np.ndarray]


class Entry(NamedTuple):
    """What the header says of an array: the code of its type, its shape, where its bytes are."""

    dtype: str
    shape: tuple[int, ...]
    begin: int
    end: int


class Damaged(ValueError):
    """What is wrong with a file; `read_safetensors` adds which file it is."""


class UnknownType(ValueError):
    """Numbers of a type that is not read; `read_safetensors` adds which file holds them."""


def to_bytes(arrays: Mapping[str, np.ndarray], metadata: Mapping[str, str] | None = None) -> bytes:
    """The content of the safetensors file that holds the arrays.

    Parameters
    ----------
    arrays : by name; whole numbers, floats of 2 to 8 bytes, or bool, of any shape; not changed.
    metadata : words to go with them.

    Returns
    -------
    The bytes, the same for the same arrays and words in whatever order they come.

    Raises
    ------
    ValueError
        If an array is of another type or bears the name `__metadata__`, or the header would be
        longer than the format allows.

    Examples
    --------
    >>> to_bytes({"b": np.array([1, 2], np.uint8)})[8:]
    b'{"b":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}}   \\x01\\x02'
    """
    codes = {name: code_of(name, array) for name, array in arrays.items()}
    order = list(DTYPES)
    names = sorted(arrays, key=lambda name: (order.index(codes[name]), name))
    header: dict[str, Any] = {}
    if metadata is not None:
        header[METADATA] = dict(sorted(metadata.items()))
    begin, numbers = 0, []
    for name in names:
        array, end = arrays[name], begin + arrays[name].nbytes
        offsets = [begin, end]
        header[name] = {"dtype": codes[name], "shape": array.shape, "data_offsets": offsets}
        numbers.append(array.astype(DTYPES[codes[name]], copy=False).tobytes())
        begin = end
    text = json.dumps(header, ensure_ascii=False, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    if len(text) > LONGEST_HEADER:
        raise ValueError(f"a header of {len(text):,} bytes; at most {LONGEST_HEADER:,} are allowed")
    return b"".join([len(text).to_bytes(8, "little"), text, *numbers])


def code_of(name: str, array: np.ndarray) -> str:
    """The code of the array's type; a ValueError if the format has none, or the name is taken."""
    code = CODES.get(array.dtype.newbyteorder("<").str)
    if code is None or name == METADATA:
        raise ValueError(
            f"the array {name!r} of {array.dtype} cannot be written: the name must not be "
            f"{METADATA}, and the type is one of {', '.join(DTYPES)} (F is float, U unsigned)"
        )
    return code


def read_safetensors(path: str | os.PathLike[str]) -> tuple[Arrays, dict[str, str]]:
    """Read a safetensors file.

    Parameters
    ----------
    path : the file.

    Returns
    -------
    The arrays by name, which are the caller's to change, and the metadata, empty if there are none.

    Raises
    ------
    ModelFileError
        If the file is damaged, something else, or holds numbers of another type, such as BF16.
    FileNotFoundError
        If there is no such file.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> path = pathlib.Path(tempfile.mkdtemp()) / "tiny.safetensors"
    >>> _ = path.write_bytes(to_bytes({"b": np.array([1.0, 0.5])}, {"by": "hand"}))
    >>> read_safetensors(path)
    ({'b': array([1. , 0.5])}, {'by': 'hand'})
    """
    try:
        with open(path, "rb") as file:
            entries, metadata = read_header(file)
            return {name: read_array(file, name, entry) for name, entry in entries}, metadata
    except Damaged as error:
        raise ModelFileError(
            f"{path} is no complete safetensors file ({error}): "
            "it may be truncated, or something else; get or train it again"
        ) from error
    except UnknownType as error:
        raise ModelFileError(f"{path}: {error}") from error


def read_header(file: BinaryIO) -> tuple[list[tuple[str, Entry]], dict[str, str]]:
    """The entries in the order of the file, and the metadata; `file` is left at the numbers."""
    size = os.fstat(file.fileno()).st_size
    length = int.from_bytes(file.read(8), "little")
    if size < 8 or length > size - 8:
        raise Damaged(f"it has {size:,} bytes, too few for its header")
    if length > LONGEST_HEADER:
        raise Damaged(f"a header of {length:,} bytes; at most {LONGEST_HEADER:,} are allowed")
    header = parse(file.read(length))
    metadata = header.pop(METADATA, None)
    metadata = {} if metadata is None else metadata
    if not isinstance(metadata, dict) or not all(isinstance(v, str) for v in metadata.values()):
        raise Damaged(f"{METADATA} must hold text by name")
    entries = [(name, entry_of(name, value)) for name, value in header.items()]
    entries.sort(key=lambda named: (named[1].begin, named[1].end))
    check_cover(entries, size - 8 - length)
    return entries, metadata


def parse(content: bytes) -> dict[str, Any]:
    """The header's JSON: an object in which no name comes twice."""
    if not content.startswith(b"{"):
        raise Damaged("the header does not begin with {")
    try:
        header = json.loads(content.decode(), object_pairs_hook=without_doubles, parse_int=whole)
        if b"\\u" in content:  # half a surrogate pair, written like this, is no text
            json.dumps(header, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        raise Damaged(f"the header is no JSON: {error}") from error
    return header


def without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A JSON object as a dictionary; a ValueError if a name comes twice."""
    found = dict(pairs)
    if len(found) < len(pairs):
        double, _ = Counter(name for name, _ in pairs).most_common(1)[0]
        raise ValueError(f"the name {short(double)} comes twice")
    return found


def whole(digits: str) -> int:
    """A number of things or bytes, which NumPy's 8 bytes can hold."""
    if digits.startswith("-") or len(digits) > 18:
        raise ValueError(f"{digits[:20]} is no size")
    return int(digits)


def entry_of(name: str, value: Any) -> Entry:
    """An array's entry, checked in itself."""
    if not isinstance(value, dict) or value.keys() != {"dtype", "shape", "data_offsets"}:
        raise Damaged(f"the entry of {short(name)} must hold dtype, shape and data_offsets")
    dtype, shape, offsets = value["dtype"], value["shape"], value["data_offsets"]
    if not isinstance(dtype, str) or not is_sizes(shape, MOST_AXES) or not is_sizes(offsets, 2):
        raise Damaged(f"{short(name)} cannot have the entry {short(value)}")
    if dtype not in DTYPES:
        raise UnknownType(
            f"the array {short(name)} is of type {short(dtype)}, which is not read here; convert "
            f"it to one of {', '.join(DTYPES)}"
        )
    needed = math.prod(shape) * np.dtype(DTYPES[dtype]).itemsize
    if len(offsets) != 2 or offsets[1] - offsets[0] != needed:
        raise Damaged(
            f"{short(name)}, {dtype} of shape {short(shape)}, does not fill its data_offsets, "
            f"{offsets}"
        )
    return Entry(dtype, tuple(shape), *offsets)


def is_sizes(value: Any, most: int) -> bool:
    """Whether this is a list of so many whole numbers at most; True and False are none."""
    return isinstance(value, list) and len(value) <= most and all(type(n) is int for n in value)


def short(value: Any) -> str:
    """The value as Python writes it, cut where it gets long."""
    return repr(value)[:80]


def check_cover(entries: list[tuple[str, Entry]], size: int) -> None:
    """A Damaged unless the arrays lie one behind the other and fill all that follows the header."""
    reached = 0
    for name, entry in entries:
        if entry.begin != reached:
            raise Damaged(f"{short(name)} begins at byte {entry.begin:,} instead of {reached:,}")
        reached = entry.end
    if reached != size:
        raise Damaged(f"its arrays need {reached:,} bytes and there are {size:,}")


def read_array(file: BinaryIO, name: str, entry: Entry) -> np.ndarray:
    """The next array of the file."""
    dtype = np.dtype(DTYPES[entry.dtype])
    numbers = np.empty((entry.end - entry.begin) // dtype.itemsize, dtype)
    try:
        array = numbers.reshape(entry.shape)
    except ValueError as error:  # an axis may be any size if another is 0
        raise Damaged(f"{short(name)} of shape {short(entry.shape)}: {error}") from error
    if file.readinto(numbers) != numbers.nbytes:  # type: ignore[attr-defined]
        raise Damaged(f"the numbers of {short(name)} end early")
    return array.astype(dtype.newbyteorder("="), copy=False)
