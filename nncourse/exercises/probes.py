"""Inputs that tell a right answer from a wrong one.

In every case the dimensions differ from each other, so that no wrong axis goes unseen; a square
case catches what only fits by its shape, a single example what forgets the batch, float32 what
changes the dtype. The values are drawn, so an answer cannot have learnt them by heart.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

BATCH = {"m": 5, "n": 4, "h": 3, "k": 2}
HIDDEN = {"m": 7, "n": 2, "h": 6, "k": 3}
SINGLE = {"m": 1, "n": 4, "h": 3, "k": 2}
SQUARE = {"m": 3, "n": 3, "h": 3, "k": 3}
EMPTY = {"m": 0, "n": 4, "h": 3, "k": 2}
SAME_SIZE = {"n_in": "n", "n_out": "h"}  # other names for the same sizes


@dataclass(frozen=True)
class Case:
    """Sizes for one probe: `case["m"]`, and the dtype of its arrays."""

    label: str
    sizes: dict[str, int]
    dtype: type

    def __getitem__(self, axis: str) -> int:
        return self.sizes[SAME_SIZE.get(axis, axis)]

    def normal(self, rng: np.random.Generator, axes: str, scale: float = 1.0) -> np.ndarray:
        """Normal numbers of the named axes: `case.normal(rng, "m n")`."""
        shape = tuple(self[axis] for axis in axes.split())
        return (scale * rng.standard_normal(shape)).astype(self.dtype)


def cases(*, empty: bool = False) -> Iterator[Case]:
    """The sizes that every exercise is probed with; the empty batch only on demand."""
    yield Case("a batch", BATCH, np.float64)
    yield Case("another batch", HIDDEN, np.float64)
    yield Case("equal sizes", SQUARE, np.float64)
    yield Case("a single example", SINGLE, np.float64)
    yield Case("a batch in float32", BATCH, np.float32)
    if empty:
        yield Case("an empty batch", EMPTY, np.float64)


def arrays(
    rng: np.random.Generator, *axes: str, empty: bool = False, scale: float = 1.0
) -> Iterator[tuple]:
    """Probes whose arguments are normal numbers: `arrays(rng, "m n_in", "n_in", "")`.

    One string an argument, its axes by name; "" is a plain number.
    """
    for case in cases(empty=empty):
        yield (
            case.label,
            *(case.normal(rng, a, scale) if a else scale * float(rng.normal()) for a in axes),
        )


def one_hot(rng: np.random.Generator, m: int, k: int) -> np.ndarray:
    """One-hot rows (m, k), float64, whose last class never occurs (if there are two or more)."""
    return np.eye(k)[rng.integers(0, max(k - 1, 1), m)]


def extreme(rng: np.random.Generator, m: int, k: int, size: float = 1000.0) -> np.ndarray:
    """Scores (m, k) between -size and size, each row far from the others: a shift by row is needed.

    The first row is all at `size`, the last all at `-size`.
    """
    Z = rng.uniform(-size, size, (m, k))
    Z[0], Z[-1] = size, -size
    return Z


def two_peaks(rng: np.random.Generator, m: int) -> np.ndarray:
    """Scores (m + 2, 8), in each row two near 1000 and six near -1000: its maximum must shift it.

    Mean, median, first, middle and last score lie too far below. The two rows at the end tell these
    apart: in one only the mean is near enough, in the other only the minimum is too far.
    """
    Z = rng.uniform(-1000.0, -990.0, (m + 2, 8))
    Z[:, [2, 5]] = rng.uniform(998.0, 1000.0, (m + 2, 2))
    Z[-2] = np.where(np.isin(np.arange(8), [2, 3, 5]), 500.0, -320.0)
    Z[-1] = np.where(np.arange(8) == 3, -1000.0, Z[-1, 2])
    return Z
