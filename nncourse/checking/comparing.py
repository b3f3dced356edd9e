"""Whether two runs of an exercise did the same: values, shapes, errors, changed arguments."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from nncourse.checking.running import Outcome
from nncourse.checking.values import Leaf, Misfit, match, same
from nncourse.exercises.form import Exercise, Probe

Outcomes = Sequence[Outcome]
SINGLE_PRECISION = 2e-4  # relative difference that counts as equal where float32 was given


def match_parts(names: Sequence[str], expected: Any, got: Any) -> Iterator[Leaf | Misfit]:
    """Walk through a result side by side with the right one, each part under its own name.

    The parts of a tuple have the names given, those of a dict of facts the names of its keys.
    """
    if not names and isinstance(expected, dict) and isinstance(got, dict):
        for name, value in expected.items():
            yield from match(name, value, got.get(name))
    elif len(names) > 1 and isinstance(got, tuple | list) and len(got) == len(names):
        for name, one, other in zip(names, expected, got, strict=True):
            yield from match(name, one, other)
    else:
        yield from match(", ".join(names) or "the result", expected, got)


def differ_in_dtype(item: Leaf | Misfit) -> bool:
    """Whether two arrays of one shape have different dtypes."""
    one, other = (getattr(value, "dtype", None) for value in (item.expected, item.got))
    return isinstance(item, Leaf) and one != other


def alike(exercise: Exercise, one: Outcome, other: Outcome, limit: float) -> bool:
    """Whether two answers did the same on a probe."""
    if one.trouble or other.trouble:
        return bool(one.trouble and other.trouble and one.trouble.type == other.trouble.type)
    if one.changed != other.changed:
        return False
    if exercise.stable and bool(one.warned) != bool(other.warned):
        return False
    items = list(match("", one.value, other.value))
    if any(isinstance(item, Misfit) for item in items):
        return False
    if exercise.keep_dtype and any(map(differ_in_dtype, items)):
        return False
    return same(one.facts, other.facts, limit)


def tolerance(exercise: Exercise, probe: Probe) -> float:
    """The relative difference that counts as equal: larger where the probe is in float32."""
    single = any(
        isinstance(argument, np.ndarray) and argument.dtype in (np.float32, np.float16)
        for argument in flattened(probe.arguments)
    )
    return max(exercise.tolerance, SINGLE_PRECISION) if single else exercise.tolerance


def is_empty(value: Any) -> bool:
    """Whether a result is an array without entries, which proves little."""
    return isinstance(value, np.ndarray) and value.size == 0


def flattened(value: Any) -> Iterator[Any]:
    """All that tuples, lists and dicts hold."""
    if isinstance(value, dict):
        value = tuple(value.values())
    if isinstance(value, tuple | list):
        for item in value:
            yield from flattened(item)
    else:
        yield value
