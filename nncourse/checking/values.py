"""What an answer returned, turned into plain arrays and numbers, and compared.

Only exact types are taken over, and arrays are copied: an object that claims to equal everything,
a list that grows later or an array of objects cannot pass for a result. The functions of NumPy
that are used here are those of the moment of import, whatever happens to `np.mean` later.
"""

import builtins
import types
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

_array, _asarray, _ndarray, _generic = np.array, np.asarray, np.ndarray, np.generic
_isfinite, _abs, _errstate = np.isfinite, np.abs, np.errstate

DEEPEST, LONGEST, LARGEST = 5, 10_000, 2**63


@dataclass(frozen=True)
class Foreign:
    """Something that is no plain value, by its description ('a generator')."""

    description: str


def freeze(value: Any, depth: int = 0) -> Any:
    """A plain copy: arrays of numbers, Python numbers, strings, None, tuples, lists, dicts."""
    kind = type(value)
    if kind is int and abs(value) > LARGEST:
        return Foreign("a whole number too large for an array")
    if kind in (int, float, bool, str, types.NoneType):
        return value
    if kind is _ndarray or issubclass(kind, _generic):
        plain = _array(value, copy=True)
        if plain.dtype.kind not in "biuf":
            return Foreign(f"an array of dtype {plain.dtype}")
        return plain if plain.ndim else plain.item()
    if kind in (tuple, list, dict) and depth < DEEPEST and len(value) <= LONGEST:
        if kind is dict:
            return {str(key): freeze(item, depth + 1) for key, item in value.items()}
        return kind(freeze(item, depth + 1) for item in value)
    return Foreign(describe(value))


def describe(value: Any) -> str:
    """What kind of thing a value is, for a learner."""
    kind = type(value)
    if kind is Foreign:
        return str(value.description)
    if value is None:
        return "None"
    if kind is _ndarray:
        return f"an array of shape {value.shape}"
    if kind in (int, float, bool) or issubclass(kind, _generic):
        return "a single number"
    if kind is types.GeneratorType:
        return "a generator (there is a `yield` in it)"
    if kind in (types.FunctionType, types.BuiltinFunctionType, types.MethodType):
        return "a function"
    if kind in (tuple, list, dict, str):
        return f"a {kind.__name__}"
    return f"an object of type {kind.__name__[:40]}"


def is_number(value: Any) -> bool:
    """Whether a frozen value is a number."""
    return type(value) in (int, float, bool)


@dataclass(frozen=True)
class Leaf:
    """One array or number of a result, beside the one that was expected, with its name."""

    name: str
    expected: Any
    got: Any


@dataclass(frozen=True)
class Misfit:
    """A result that is not of the expected kind or shape, so that its values mean nothing yet."""

    kind: str  # 'type' or 'shape'
    name: str
    expected: Any
    got: Any


def match(name: str, expected: Any, got: Any) -> Iterator[Leaf | Misfit]:
    """Walk through two frozen values side by side, down to arrays and numbers."""
    if expected is None:
        if got is not None:
            yield Misfit("type", name, expected, got)
    elif isinstance(expected, dict):
        if not isinstance(got, dict) or set(expected) != set(got):
            yield Misfit("type", name, expected, got)
            return
        for key, value in expected.items():
            yield from match(f'{name}["{key}"]', value, got[key])
    elif isinstance(expected, tuple | list):
        if not isinstance(got, tuple | list) or len(expected) != len(got):
            yield Misfit("type", name, expected, got)
            return
        for i, (value, other) in enumerate(zip(expected, got, strict=True)):
            yield from match(f"{name}[{i}]", value, other)
    elif isinstance(expected, str):
        fits = isinstance(got, str)
        yield Leaf(name, expected, got) if fits else Misfit("type", name, expected, got)
    elif isinstance(expected, Foreign):
        yield Misfit("type", name, expected, got)
    elif not (is_number(got) or isinstance(got, _ndarray)):
        yield Misfit("type", name, expected, got)
    elif _asarray(expected).shape != _asarray(got).shape:
        yield Misfit("shape", name, expected, got)
    else:
        yield Leaf(name, expected, got)


def agreement(expected: Any, got: Any, tolerance: float) -> Any:
    """Where two leaves of the same shape agree: an array of booleans.

    Equal infinities agree, and NaN agrees with NaN. Numbers may differ by `tolerance` relative to
    the expected one, and by a ten-thousandth of that relative to the largest of all.
    """
    if isinstance(expected, str):
        return _asarray([expected == got])
    a, b = floats(expected), floats(got)
    with _errstate(all="ignore"):
        finite = _isfinite(a) & _isfinite(b)
        sizes = _abs(a[_isfinite(a)])
        floor = 1e-4 * tolerance * (float(sizes.max()) if sizes.size else 0.0)
        near = finite & (_abs(a - b) <= tolerance * _abs(a) + floor)
        return near | (a == b) | ((a != a) & (b != b))


def same(expected: Any, got: Any, tolerance: float) -> bool:
    """Whether two frozen values agree everywhere, in kind, shape and number."""
    if isinstance(expected, Foreign):
        return isinstance(got, Foreign) and expected.description == got.description
    return all(
        isinstance(item, Leaf) and bool(agreement(item.expected, item.got, tolerance).all())
        for item in match("", expected, got)
    )


def equal_bytes(before: Any, after: Any) -> bool:
    """Whether an argument is exactly what it was; arguments that are no plain values count so."""
    before, after = freeze(before), freeze(after)
    if isinstance(before, Foreign):
        return True
    if isinstance(before, _ndarray):
        return (
            isinstance(after, _ndarray)
            and before.shape == after.shape
            and before.dtype == after.dtype
            and before.tobytes() == after.tobytes()
        )
    if isinstance(before, dict):
        return (
            isinstance(after, dict)
            and set(before) == set(after)
            and builtins.all(equal_bytes(before[key], after[key]) for key in before)
        )
    if isinstance(before, tuple | list):
        return (
            isinstance(after, tuple | list)
            and len(before) == len(after)
            and builtins.all(equal_bytes(a, b) for a, b in zip(before, after, strict=True))
        )
    return type(before) is type(after) and (before == after or before != before)


def floats(value: Any) -> np.ndarray:
    """As float64, at least one axis."""
    return _array(value, dtype=float, ndmin=1)
