"""Where the boxes of a drawn graph stand: in rows, so that every arrow leads down.

A value stands below all that it was made from. An arrow that passes a row gets a place of its own
in it, so that it leads past the boxes and not through them. The method is that of Sugiyama and
others (1981), in its simplest form.
"""

from collections.abc import Hashable, Sequence
from itertools import pairwise
from statistics import fmean
from typing import Any

SWEEPS = 4  # how often the rows are put in order, down and up again
GAP = 24  # pixels between neighbours in a row
GIVES_WAY = 0.001  # how much the place of what was given counts, beside a result's

Edge = tuple[Hashable, ...]  # what an arrow passes: a box, places between, a box


class Between:
    """A place where an arrow passes a row."""


def row_numbers(forward: Sequence[Any]) -> dict[Hashable, int]:
    """For each node the length of the longest way to it; what was given stands where it is used.

    Parameters
    ----------
    forward : nodes with `parents`, each after its parents.

    Examples
    --------
    >>> from nncourse.autograd import Tensor
    >>> a, b = Tensor(1.0, requires_grad=True), Tensor(2.0, requires_grad=True)
    >>> c = a * a
    >>> d = c + b
    >>> list(row_numbers([a, c, b, d]).values())
    [0, 1, 1, 2]
    """
    row: dict[Hashable, int] = {}
    for node in forward:
        row[node] = 1 + max((row[parent] for parent in node.parents), default=-1)
    for node in reversed(forward):
        used_in = [row[child] for child in forward if any(p is node for p in child.parents)]
        if not node.parents and used_in:
            row[node] = min(used_in) - 1
    return row


def arrange(forward: Sequence[Any]) -> tuple[list[list[Hashable]], list[Edge]]:
    """The rows from top to bottom, each from left to right, and what each arrow passes.

    A node that was used twice by another, as in a + a, has two arrows to it.
    """
    row = row_numbers(forward)
    rows: list[list[Hashable]] = [[] for _ in range(1 + max(row.values()))]
    for node in reversed(forward):  # a result's parents, in their order from left to right
        rows[row[node]].append(node)
    edges: list[Edge] = []
    for node in forward:
        for parent in node.parents:
            between = [Between() for _ in range(row[parent] + 1, row[node])]
            for number, place in enumerate(between, row[parent] + 1):
                rows[number].append(place)
            edges.append((parent, *between, node))
    put_in_order(rows, edges)
    return rows, edges


def neighbours(edges: Sequence[Edge]) -> tuple[dict, dict]:
    """For each item of the rows its neighbours in the row above, and in the row below."""
    above: dict[Hashable, list[Hashable]] = {}
    below: dict[Hashable, list[Hashable]] = {}
    for edge in edges:
        for upper, lower in pairwise(edge):
            above.setdefault(lower, []).append(upper)
            below.setdefault(upper, []).append(lower)
    return above, below


def put_in_order(rows: list[list[Hashable]], edges: Sequence[Edge]) -> None:
    """Sort each row, in place, by where its items' neighbours stand: so arrows seldom cross."""
    above, below = neighbours(edges)
    for sweep in range(SWEEPS):
        side, order = (above, rows) if sweep % 2 == 0 else (below, rows[::-1])
        place = {item: i for row in rows for i, item in enumerate(row)}
        for row in order:
            means = {item: fmean([place[n] for n in side.get(item, [item])]) for item in row}
            row.sort(key=means.__getitem__)
            place.update((item, i) for i, item in enumerate(row))


def middles(
    rows: Sequence[Sequence[Hashable]], edges: Sequence[Edge], width: dict[Hashable, float]
) -> dict[Hashable, float]:
    """Where the middle of each item is, from left to right: near its neighbours, without overlap.

    What was computed goes below what was computed before it, and what was given, above what it
    serves, gives way: so a chain of results stands upright.

    Parameters
    ----------
    rows, edges : as `arrange` returns them.
    width : how wide each item is.
    """
    above, below = neighbours(edges)
    near = {item: [n for n in above[item] if n in above] or above[item] for item in above}
    x = {item: 0.0 for row in rows for item in row}
    for _ in range(SWEEPS):
        for row in rows:
            wishes = [fmean([x[n] for n in near.get(i, below.get(i, [i]))]) for i in row]
            weights = [1.0 if item in above else GIVES_WAY for item in row]
            places = apart(wishes, [width[item] for item in row], weights)
            x.update(zip(row, places, strict=True))
    return x


def apart(
    wishes: Sequence[float], widths: Sequence[float], weights: Sequence[float]
) -> list[float]:
    """Places as near as can be to the wishes, in the same order and without overlap.

    Neighbours that would overlap become a block, which goes to the weighted mean of what its
    members wish; blocks that would overlap become one.

    Examples
    --------
    >>> apart([0.0, 0.0, 500.0], [76.0, 76.0, 76.0], [1.0, 1.0, 1.0])
    [-50.0, 50.0, 500.0]
    """
    offsets = [0.0]
    for left, right in pairwise(widths):
        offsets.append(offsets[-1] + (left + right) / 2 + GAP)
    blocks: list[tuple[float, float, int]] = []  # sum of weighted wishes, of weights, members
    for wish, offset, weight in zip(wishes, offsets, weights, strict=True):
        blocks.append(((wish - offset) * weight, weight, 1))
        while len(blocks) > 1 and blocks[-2][0] / blocks[-2][1] > blocks[-1][0] / blocks[-1][1]:
            (total, mass, members), (more, heavier, others) = blocks[-2:]
            blocks[-2:] = [(total + more, mass + heavier, members + others)]
    starts = [total / mass for total, mass, members in blocks for _ in range(members)]
    return [start + offset for start, offset in zip(starts, offsets, strict=True)]
