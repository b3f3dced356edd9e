"""Plain values cross a pipe unchanged, and forged bytes are refused with one documented error."""

import random

import numpy as np
import pytest
from fuzz import mutated

from nncourse import exercises
from nncourse.checking.values import Foreign
from nncourse.classroom.sandbox import plain
from nncourse.classroom.sandbox.plain import PlainError, dumps, loads

VALUES = [
    None, True, 0, -(2**100), 1.5, -0.0, float("inf"), "text", "é" * 5000, b"bytes", slice(1, None),
    [], (), {}, [1, (2.0, "x")], {"a": [None], 3: {}}, Foreign("a generator"),
    np.arange(6).reshape(2, 3), np.asfortranarray(np.eye(3)), np.zeros((0, 4), np.float32),
    np.array(2.5), np.float32(1.5), np.uint8([1, 255]), np.array([1j]), np.array([True]),
]  # fmt: skip


def alike(a, b) -> bool:
    """Whether two plain values are the same, types, dtypes and bits included."""
    if type(a) is not type(b):
        return False
    if isinstance(a, np.ndarray):
        return a.dtype == b.dtype and a.shape == b.shape and a.tobytes() == b.tobytes()
    if isinstance(a, list | tuple):
        return len(a) == len(b) and all(map(alike, a, b))
    if isinstance(a, dict):
        return alike(list(a.items()), list(b.items()))
    return repr(a) == repr(b)


@pytest.mark.parametrize("value", VALUES, ids=lambda value: repr(value)[:20])
def test_a_plain_value_comes_back_as_it_was(value):
    assert alike(loads(dumps(value)), value)


def test_a_random_generator_comes_back_in_its_state():
    rng = np.random.default_rng(3)
    rng.integers(5, dtype=np.int32)
    again = loads(dumps(rng))
    assert again.normal() == rng.normal()
    assert again.integers(5, dtype=np.int32) == rng.integers(5, dtype=np.int32)


@pytest.mark.parametrize("exercise", exercises.catalogue(), ids=lambda e: e.id)
def test_the_probes_of_every_exercise_are_plain(exercise):
    for _, parts in exercise.draw_parts(1):
        again = loads(dumps(parts))
        assert len(exercise.build(*again)) == len(exercise.build(*parts))


@pytest.mark.parametrize(
    "value", [object(), len, np.array([object()]), np.array(["x"]), 2**200, {1}]
)
def test_what_is_not_plain_is_refused(value):
    with pytest.raises(PlainError):
        dumps(value)
    with pytest.raises(PlainError):
        dumps([value])


def test_levels_without_end_are_refused():
    value: list = []
    value.append(value)
    with pytest.raises(PlainError, match="levels"):
        dumps(value)


def message(tree: bytes, *parts: bytes, count=None, sizes=None) -> bytes:
    """Bytes as `dumps` makes them, or nearly."""
    count = len(parts) if count is None else count
    sizes = [len(tree), *map(len, parts)] if sizes is None else sizes
    head = b"".join(n.to_bytes(8, "little") for n in (count, *sizes))
    return plain.MAGIC + head + tree + b"".join(parts)


def array(header: str, data: bytes = b"") -> bytes:
    """An array in NumPy's format with this header."""
    text = header.ljust(117).encode() + b"\n"
    return b"\x93NUMPY\x01\x00" + len(text).to_bytes(2, "little") + text + data


FORGED = {
    "nothing": b"",
    "another beginning": b"PK\x03\x04",
    "four gigabytes": message(b"null", sizes=[4 << 30]),
    "a size beyond 64 bits": message(b"null", sizes=[2**63 - 1]),
    "parts without end": message(b"null", count=2**62),
    "something behind": message(b"null") + b"x",
    "cut": message(b"null")[:-1],
    "no JSON": message(b"{"),
    "a JSON object": message(b"{}"),
    "an unknown kind": message(b'["set",1]'),
    "no kind": message(b"[]"),
    "a kind that is no text": message(b"[1,2]"),
    "nested": message(b"[" * 100_000 + b"]" * 100_000),
    "levels": message(b'["list",' * 40 + b"1" + b"]" * 40),
    "a part that is not there": message(b'["array",0]'),
    "a part before the first": message(b'["array",-1]', b"x"),
    "a part by name": message(b'["array","0"]', b"x"),
    "a key that is a list": message(b'["dict",["list"],1]'),
    "a key without value": message(b'["dict","a"]'),
    "an enormous number": message(b"1" + b"0" * 5000),
    "infinity": message(b"Infinity"),
    "no text": message(b'["str",0]', b"\xff\xfe"),
    "a slice of four": message(b'["slice",1,2,3,4]'),
    "a generator without state": message(b'["generator",1]'),
    "a generator of text": message(b'["generator","a","b","c","d"]'),
    "a float by another name": message(b'["float","evil"]'),
    "no array": message(b'["array",0]', b"x" * 200),
    "objects": message(
        b'["array",0]', array("{'descr': '|O', 'fortran_order': False, 'shape': (1,), }")
    ),
    "too many entries": message(
        b'["array",0]', array("{'descr': '<f8', 'fortran_order': False, 'shape': (99999999999,), }")
    ),
    "fewer than none": message(
        b'["array",0]', array("{'descr': '<f8', 'fortran_order': False, 'shape': (-1,), }")
    ),
    "a header that is no dictionary": message(b'["array",0]', array("__import__('os')")),
    "a number of no size": message(
        b'["array",0]', array("{'descr': '<f3', 'fortran_order': False, 'shape': (0,), }")
    ),
    "fields": message(
        b'["array",0]', array("{'descr': [('a', '<f8')], 'fortran_order': False, 'shape': (0,), }")
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FORGED)
def test_forged_bytes_are_refused(name):
    with pytest.raises(PlainError):
        loads(FORGED[name])


def test_damaged_bytes_are_read_or_refused_and_nothing_else():
    rng = random.Random(0)
    whole = [dumps(VALUES[:16]), dumps(VALUES[16:]), dumps({"X": np.eye(3), "rng": [1, "a"]})]
    for _ in range(5000):
        try:
            loads(mutated(rng.choice(whole), rng))
        except PlainError:
            continue
