"""Plain values as bytes, for the pipe between the grader and the sandbox.

Arrays, numbers, text, None, slices, random generators, and lists, tuples and dictionaries of these:
a JSON tree whose arrays are parts in NumPy's own format behind it. Nothing in it can run, as a
pickle could, and every size is checked before a byte of it is believed.
"""

import io
import json
import math
import re
from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.lib import format as npy

from nncourse.checking.values import Foreign
from nncourse.errors import DataError

MAGIC = b"NNP1"
LARGEST_TREE = 1 << 20  # bytes
LARGEST_INTEGER = 1 << 130  # the state of a random generator has 128 bits
DEEPEST, MOST_AXES, MOST_PARTS = 30, 32, 20_000
LONG_TEXT = 1000  # characters from which on a text is a part of its own
NUMBERS = "biufc"  # the kinds of dtype that hold plain numbers
NPY = b"\x93NUMPY\x01\x00"
HEADER = re.compile(
    rb"\{'descr': '([<>|][biufc][0-9]{1,2})', 'fortran_order': (True|False), "
    rb"'shape': \(([0-9, ]{0,300})\), \} *\n"
)


class PlainError(DataError):
    """Bytes that hold no plain value, or a value that is not plain."""


def dumps(value: Any) -> bytes:
    """The bytes of a plain value.

    Parameters
    ----------
    value : arrays of numbers, numbers, text, bytes, None, slices, PCG64 generators, `Foreign`, and
        lists, tuples and dictionaries of these.

    Raises
    ------
    PlainError
        If there is anything else in it.

    Examples
    --------
    >>> loads(dumps({"X": (np.eye(2), slice(1, None))}))
    {'X': (array([[1., 0.], [0., 1.]]), slice(1, None, None))}
    """
    parts: list[bytes] = []
    tree = json.dumps(tree_of(value, parts), separators=(",", ":")).encode()
    if len(tree) > LARGEST_TREE or len(parts) > MOST_PARTS:
        raise PlainError(f"expected at most {MOST_PARTS} parts, got {len(parts)}, or a tree to fit")
    sizes = [len(tree), *map(len, parts)]
    head = b"".join(number.to_bytes(8, "little") for number in (len(parts), *sizes))
    return MAGIC + head + tree + b"".join(parts)


def loads(data: bytes) -> Any:
    """The value that `dumps` made these bytes of, or that somebody forged.

    Raises
    ------
    PlainError
        If the bytes are anything else than a plain value, whole and without a rest.
    """
    try:
        tree, *parts = pieces(data)
        return value_of(json.loads(tree), parts)
    except PlainError:
        raise
    except (ValueError, TypeError, KeyError, IndexError, OverflowError, RecursionError) as error:
        raise PlainError(f"these bytes hold no plain value: {type(error).__name__}") from error


def pieces(data: bytes) -> Iterator[bytes]:
    """The tree and the parts, after a look at their sizes."""
    if data[:4] != MAGIC:
        raise PlainError(f"expected bytes that begin with {MAGIC!r}, got {data[:4]!r}")
    count = int.from_bytes(data[4:12], "little")
    start = 4 + 8 * (count + 2)
    if count > MOST_PARTS or start > len(data):
        raise PlainError(f"expected at most {MOST_PARTS} parts, got {count}")
    sizes = np.frombuffer(data[12:start], "<u8").tolist()
    if start + sum(sizes) != len(data) or sizes[0] > LARGEST_TREE:
        raise PlainError(f"expected {start + sum(sizes)} bytes, got {len(data)}")
    for size in sizes:
        yield data[start : start + size]
        start += size


# Out: each kind of value is a list of its letter and what it holds; the plainest are themselves.


def tree_of(value: Any, parts: list[bytes], depth: int = 0) -> Any:
    """A value as JSON has it, its arrays appended to `parts`."""
    kind = type(value)
    if depth > DEEPEST:
        raise PlainError(f"expected a plain value, got one with more than {DEEPEST} levels")
    if value is None or kind is bool or (kind is str and len(value) < LONG_TEXT):
        return value
    if kind is int and abs(value) < LARGEST_INTEGER:
        return value
    if kind is float:
        return value if math.isfinite(value) else ["float", str(value)]
    if kind in (list, tuple):
        return [kind.__name__, *(tree_of(item, parts, depth + 1) for item in value)]
    if kind is dict:
        pairs = [pair for item in value.items() for pair in item]
        return ["dict", *(tree_of(item, parts, depth + 1) for item in pairs)]
    if kind is slice:
        ends = (value.start, value.stop, value.step)
        return ["slice", *(tree_of(item, parts, depth + 1) for item in ends)]
    return special(value, parts)


def special(value: Any, parts: list[bytes]) -> list:
    """A value of the rarer kinds as JSON has it."""
    if type(value) is Foreign:
        return ["foreign", value.description]
    if type(value) in (bytes, str):
        parts.append(value if type(value) is bytes else value.encode("utf-8", "replace"))
        return [type(value).__name__, len(parts) - 1]
    if type(value) is np.random.Generator:
        state: Any = value.bit_generator.state
        if state["bit_generator"] == "PCG64":
            numbers = (*state["state"].values(), state["has_uint32"], state["uinteger"])
            return ["generator", *map(int, numbers)]
    if type(value) is np.ndarray or isinstance(value, np.generic):
        array = np.asarray(value)
        if array.dtype.kind in NUMBERS:
            parts.append(npy_bytes(array))
            return ["array" if type(value) is np.ndarray else "scalar", len(parts) - 1]
    raise PlainError(f"expected a plain value, got {type(value).__name__}")


def npy_bytes(array: np.ndarray) -> bytes:
    """An array in NumPy's own format."""
    file = io.BytesIO()
    npy.write_array(file, array, version=(1, 0), allow_pickle=False)
    return file.getvalue()


# In.


def value_of(tree: Any, parts: list[bytes], depth: int = 0) -> Any:
    """What a tree stands for."""
    if depth > DEEPEST:
        raise PlainError(f"expected a plain value, got one with more than {DEEPEST} levels")
    if type(tree) is not list:
        return leaf(tree)
    kind, *items = tree
    if kind in ("array", "scalar"):
        array = array_of(part(items, parts))
        return array if kind == "array" else array[()]
    if kind in ("bytes", "str"):
        text = part(items, parts)
        return text if kind == "bytes" else text.decode()
    if kind in TEXTUAL:
        return TEXTUAL[kind](*items)
    values = [value_of(item, parts, depth + 1) for item in items]
    if kind == "dict":
        return dict(zip(values[::2], values[1::2], strict=True))
    return SEVERAL[kind](values)


def leaf(tree: Any) -> Any:
    """A number, a text or None."""
    if type(tree) is dict or (type(tree) is int and abs(tree) >= LARGEST_INTEGER):
        raise PlainError("expected a plain value, got a JSON object or an enormous number")
    if type(tree) is float and not math.isfinite(tree):
        raise PlainError("expected a finite number")  # those that are not come as text
    return tree


def part(items: list, parts: list[bytes]) -> bytes:
    """The bytes that a tree points to."""
    (number,) = items
    if type(number) is not int or number < 0:
        raise PlainError(f"expected the number of a part, got {number!r:.40}")
    return parts[number]


def array_of(data: bytes) -> np.ndarray:
    """The array of one part: its header is read first, and must fit the bytes that there are.

    NumPy's own reader takes headers of more kinds, and space for whatever they claim.
    """
    size = int.from_bytes(data[8:10], "little")
    header = HEADER.fullmatch(data[10 : 10 + size])
    if data[:8] != NPY or header is None:
        raise PlainError("expected an array of numbers in version 1.0 of NumPy's format")
    dtype, fortran, axes = (group.decode("ascii") for group in header.groups())
    shape = tuple(int(axis) for axis in axes.replace(" ", "").split(",") if axis)
    wanted, rest = np.dtype(dtype), data[10 + size :]
    if len(shape) > MOST_AXES or math.prod(shape) * wanted.itemsize != len(rest):
        raise PlainError(f"expected {math.prod(shape)} entries of {dtype}, got {len(rest)} bytes")
    flat = np.frombuffer(rest, wanted).copy()
    return flat.reshape(shape, order="F" if fortran == "True" else "C")


def infinite(text: str) -> float:
    """One of the numbers that JSON does not have."""
    if text not in ("nan", "inf", "-inf"):
        raise PlainError(f"expected nan or inf, got {text!r:.40}")
    return float(text)


def foreign(description: str) -> Foreign:
    """Something that is no plain value, by its description."""
    if type(description) is not str:
        raise PlainError("expected a description")
    return Foreign(description[:200])


def generator(state: int, step: int, has_half: int, half: int) -> np.random.Generator:
    """A random generator in the state given."""
    pcg: Any = np.random.PCG64(0)
    pcg.state = {
        "bit_generator": "PCG64",
        "state": {"state": state, "inc": step},
        "has_uint32": has_half,
        "uinteger": half,
    }
    return np.random.Generator(pcg)


SEVERAL: dict[str, Any] = {"list": list, "tuple": tuple, "slice": lambda ends: slice(*ends)}
TEXTUAL: dict[str, Any] = {"float": infinite, "foreign": foreign, "generator": generator}
