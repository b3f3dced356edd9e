"""Wrong results that have a simple relation to the right ones: the sign, a factor, the order.

A factor is only believed if it holds on every probe, where every axis has another size; so 'm
times' and 'k times' cannot be mixed up.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations
from typing import Any

import numpy as np

from nncourse.checking.values import Leaf, agreement, is_number
from nncourse.exercises.form import Exercise, Probe

Shape = tuple[int, ...]
Row = tuple[Leaf, dict[str, int], float]  # on one probe: the part, the axes' sizes, the tolerance
CLOSE = 0.03  # relative difference at which a factor between random results is believed
Transform = Callable[[np.ndarray, dict[str, int]], np.ndarray]


def axis_sizes(exercise: Exercise, probe: Probe, result: Any) -> dict[str, int]:
    """The size of every named axis on a probe: {"m": 5, "n_in": 4}."""
    several = isinstance(exercise.returns, tuple) and isinstance(result, tuple)
    results = result if several else (result,)
    named = [
        *zip(exercise.arguments, probe.arguments, strict=False),
        *zip(exercise.parts, results, strict=False),
    ]
    sizes: dict[str, int] = {}
    for name, value in named:
        axes = exercise.axes.get(name, "").split()
        if isinstance(value, np.ndarray) and len(axes) == value.ndim:
            sizes.update(zip(axes, value.shape, strict=True))
    return sizes


def named_shape(shape: Shape, names: Sequence[str]) -> str:
    """A shape in words: 'shape (m, k) = (5, 2)', or 'shape (2,)' where the axes have no names."""
    if not shape:
        return "no axes (a single number)"
    numbers = "(" + ", ".join(map(str, shape)) + (",)" if len(shape) == 1 else ")")
    if len(names) != len(shape) or not all(names):
        return f"shape {numbers}"
    return "shape (" + ", ".join(names) + (",)" if len(names) == 1 else ")") + f" = {numbers}"


def axis_names(
    shape: Shape, sizes: dict[str, int], others: Sequence[tuple[Shape, dict[str, int]]]
) -> list[str]:
    """The names of the axes of a part's shape on one probe, given both on the other probes too.

    A name is given to an axis that alone has this size, and has it on every probe. One that is as
    long everywhere may be so by chance; '' stands for an axis without a name.
    """
    found = []
    for j, size in enumerate(shape):
        names = [name for name, other in sizes.items() if other == size]
        varies = len({other[j] for other, _ in others}) > 1
        holds = len(names) == 1 and all(s.get(names[0]) == other[j] for other, s in others)
        found.append(names[0] if holds and (varies or names[0].isdigit()) else "")
    return found


def find_pattern(table: list[Row]) -> str:
    """How a part is related to the right one on every probe, in words; '' if it is not."""
    table = [(leaf, sizes, min(limit, CLOSE)) for leaf, sizes, limit in table if tells(leaf)]
    if not table or any(isinstance(row[0].expected, str) for row in table):
        return ""
    for words, transform in candidates(table):
        if all(fits(row, transform) for row in table):
            return words
    if not all(np.ndim(leaf.expected) for leaf, _, _ in table):
        return ""
    if all(map(reordered, table)):
        return "the right values in another order"
    large = any(np.size(leaf.expected) > 1 for leaf, _, _ in table)
    return "off by the same number in every entry" if large and all(map(shifted, table)) else ""


def tells(leaf: Leaf) -> bool:
    """Whether a probe says something on a relation: there are numbers, not a fact that holds."""
    if is_number(leaf.expected):
        return not (isinstance(leaf.expected, bool) and leaf.expected == leaf.got)
    return bool(np.size(leaf.expected))


def candidates(table: list[Row]) -> Iterator[tuple[str, Transform]]:
    """The relations that are tried, simplest first."""
    yield "-1 times the right one: the sign is turned round", lambda a, s: -a
    yield "2 times the right one: a factor 1/2 is missing or a 2 is too much", lambda a, s: 2 * a
    yield "half the right one: a factor 2 is missing or a 1/2 is too much", lambda a, s: a / 2
    names = dict.fromkeys(name for _, sizes, _ in table for name in sizes)
    axes = [name for name in names if all(sizes.get(name) for _, sizes, _ in table)]
    for axis in axes:
        yield from by_size(axis)
    for pair in combinations(axes, 2):
        yield from by_two_sizes(*pair)
    yield "1/ln 10 times the right one, as log10 is of log", lambda a, s: a / np.log(10)
    if all(np.ndim(leaf.expected) for leaf, _, _ in table):
        yield "the transpose of the right one", lambda a, s: a.T
        yield "right but in reverse order along axis 0", lambda a, s: a[::-1]


def by_size(axis: str) -> Iterator[tuple[str, Transform]]:
    """The relations with the size of one axis."""
    yield f"{axis} times the right one", lambda a, sizes: a * sizes[axis]
    yield f"1/{axis} times the right one", lambda a, sizes: a / sizes[axis]
    yield f"-{axis} times the right one", lambda a, sizes: -a * sizes[axis]
    yield f"-1/{axis} times the right one", lambda a, sizes: -a / sizes[axis]


def by_two_sizes(one: str, other: str) -> Iterator[tuple[str, Transform]]:
    """The relations with the sizes of two axes."""
    yield f"{one}*{other} times the right one", lambda a, sizes: a * sizes[one] * sizes[other]
    yield f"1/({one}*{other}) times the right one", lambda a, sizes: a / sizes[one] / sizes[other]
    yield f"{one}/{other} times the right one", lambda a, sizes: a * sizes[one] / sizes[other]
    yield f"{other}/{one} times the right one", lambda a, sizes: a * sizes[other] / sizes[one]


def fits(row: Row, transform: Transform) -> bool:
    """Whether the relation holds on one probe."""
    leaf, sizes, tolerance = row
    a = np.asarray(transform(np.asarray(leaf.expected, dtype=float), sizes))
    return a.shape == np.shape(leaf.got) and bool(agreement(a, leaf.got, tolerance).all())


def reordered(row: Row) -> bool:
    """Whether one probe has the right values in some order."""
    leaf, _, tolerance = row
    a, b = np.sort(leaf.expected, axis=None), np.sort(leaf.got, axis=None)
    return bool(agreement(a, b, tolerance).all())


def shifted(row: Row) -> bool:
    """Whether on one probe all entries are off by the same number."""
    leaf, _, tolerance = row
    with np.errstate(all="ignore"):
        off = np.asarray(leaf.got, dtype=float) - leaf.expected
        return bool(agreement(leaf.expected + off.flat[0], leaf.got, tolerance).all())


def right_blocks(good: np.ndarray) -> str:
    """Which rows or columns are right throughout, in a sentence; '' if there are none."""
    if good.ndim == 0 or good.size == 1 or not good.any():
        return ""
    flat = good.reshape(len(good), -1)
    for noun, lines in (("row", flat), ("column", flat.T)):
        right = np.flatnonzero(lines.all(axis=1))
        wrong = np.flatnonzero(~lines.all(axis=1))
        if right.size and wrong.size and len(lines) > 1:
            noun = "entry" if good.ndim == 1 else noun
            return f"Right: {numbered(noun, right)}; wrong: {numbered(noun, wrong)}."
    return f"{int(good.sum())} of {good.size} entries are right."


def numbered(noun: str, numbers: np.ndarray) -> str:
    """'rows 0, 2, 4', at most four numbers."""
    plural = {"entry": "entries"}.get(noun, noun + "s") if len(numbers) > 1 else noun
    some = ", ".join(map(str, numbers[:4].tolist()))
    return f"{plural} {some}" + (" ..." if len(numbers) > 4 else "")
