"""Connected parts of what is written: the digit's, and specks, the desk, a frame."""

import numpy as np

from nncourse.datasets.handwriting.filters import largest
from nncourse.datasets.handwriting.rules import bands

SPECK = 0.03  # of the ink of the largest part
EDGE = 0.08  # of a part's longer side: how far from its sides a frame's ink may be
LARGE = 0.3  # of the picture's sides: a frame is at least so large
TALL = 1.6  # times its width: a box is lower, and an 8 of straight lines is not


def of_the_digit(written: np.ndarray, ink: np.ndarray) -> np.ndarray:
    """Which pixels belong to the digit, its soft edge included, (height, width).

    What touches the border belongs to what lies beyond it, unless there is nothing else.
    """
    parts = connected(written)
    weights = np.bincount(parts.ravel(), weights=ink.ravel())
    weights[0] = 0
    border = np.concatenate([parts[0], parts[-1], parts[:, 0], parts[:, -1]])
    inner = weights.copy()
    inner[border] = 0
    for part in np.flatnonzero(inner > SPECK * inner.max()):
        inner[part] *= not is_frame(parts == part)
    if inner.max() > 0.1 * weights.max() or inner.max() > 0.001 * ink.size:
        weights = inner
    digit = (weights > SPECK * weights.max())[parts]
    return largest(digit.astype(float), 3) > 0


def boxes(dark: np.ndarray) -> np.ndarray:
    """Which pixels are the lines of a printed box, (height, width).

    What was written in it may touch it, and stays. A box reaches no border of the picture.
    """
    lines, parts = np.zeros_like(dark), connected(dark)
    border = np.concatenate([parts[0], parts[-1], parts[:, 0], parts[:, -1]])
    sizes = np.bincount(parts.ravel())
    sizes[0] = 0
    for part in np.setdiff1d(np.flatnonzero(sizes > SPECK * sizes.max()), border):
        rows, columns = np.nonzero(parts == part)
        place = slice(rows.min(), rows.max() + 1), slice(columns.min(), columns.max() + 1)
        cut = (parts == part)[place]
        large = min(np.divide(cut.shape, dark.shape)) > LARGE
        if large and cut.shape[0] < TALL * cut.shape[1]:
            sides = [np.rot90(line_at_top(np.rot90(cut, turn)), -turn) for turn in range(4)]
            if all(side.any() for side in sides):
                lines[place] |= np.any(sides, axis=0)
    return lines


def line_at_top(part: np.ndarray) -> np.ndarray:
    """Which pixels are the line along the upper side of a box; none if there is no such line."""
    near = EDGE * max(part.shape)
    rows = np.arange(len(part))[:, None]
    first = part.argmax(axis=0)
    after = np.where(part | (rows < first), len(part), rows).min(axis=0)
    thick = np.median(after - first)
    if (first < near).mean() < 0.95 or thick > near:
        return np.zeros_like(part)
    return part & (first <= rows) & (rows < np.minimum(after, first + 1.5 * thick))


def is_frame(part: np.ndarray) -> bool:
    """Whether a part is a box that was drawn round something."""
    rows, columns = np.nonzero(part)
    rows, columns = rows - rows.min(), columns - columns.min()
    height, width = rows.max() + 1, columns.max() + 1
    near = EDGE * max(height, width)
    along_top = (rows < near) | (rows >= height - near)
    along_side = (columns < near) | (columns >= width - near)
    large = min(height / part.shape[0], width / part.shape[1]) > LARGE
    return bool(large and (along_top | along_side).mean() > 0.92)


def connected(mask: np.ndarray) -> np.ndarray:
    """The number of the part that each pixel belongs to, (height, width) of int; 0 for none.

    Row by row, each run of pixels joins the runs above that it touches, corners included. Parts
    that turn out to be one get the lower of their numbers.

    Examples
    --------
    >>> connected(np.array([[1, 0, 1], [0, 1, 0], [0, 0, 0], [1, 1, 0]], dtype=bool))
    array([[1, 0, 1],
           [0, 1, 0],
           [0, 0, 0],
           [3, 3, 0]])
    """
    numbers, same_as = np.zeros(mask.shape, dtype=int), [0]
    above: list[tuple[int, int, int]] = []
    for y, row in enumerate(mask):
        here = []
        for first, last in bands(row):
            touched = {
                root(n, same_as) for begin, end, n in above if begin <= last and end >= first
            }
            number = min(touched, default=len(same_as))
            if not touched:
                same_as.append(number)
            for other in touched:
                same_as[other] = number
            here.append((first, last, number))
            numbers[y, first:last] = number
        above = here
    return np.array([root(n, same_as) for n in range(len(same_as))])[numbers]


def root(number: int, same_as: list[int]) -> int:
    """The number that a part has in the end."""
    while same_as[number] != number:
        number = same_as[number]
    return number
