"""Printed lines: thin, straight, and from one side of the picture to the other.

They are sought in the directions that are nearly level, then in those that are nearly upright. The
picture is sheared until its lines are level, so that each is a few rows. The ink in these goes, but
for the places where a stroke goes through: ink above and below.
"""

import numpy as np

SLOPES = np.tan(np.radians(np.arange(-6, 6.1, 0.25)))
WHOLE = 0.75  # of the width: what reaches less far may be a digit's
THICKEST = 0.035  # of the longer side


def printed(ink: np.ndarray) -> np.ndarray:
    """Which pixels belong to printed lines and not to strokes that cross them, (height, width)."""
    level = level_lines(ink)
    return level | level_lines(np.where(level, 0, ink).T).T


def level_lines(ink: np.ndarray) -> np.ndarray:
    """The same for lines that are nearly level."""
    faint = ink > 0.25
    faint[1:-1] |= faint[2:] | faint[:-2]  # a line that is a little oblique jumps by a pixel
    pixels = np.nonzero(faint)
    shared = {slope: whole_rows(pixels, ink.shape, slope) for slope in SLOPES}
    best = max(shared, key=lambda slope: np.sum(shared[slope] ** 4))
    lines, rows = np.zeros_like(faint), places(faint.shape, best)
    sheared = taken(ink > 0.5, rows)
    for first, last in bands(shared[best] > 0):
        if last - first <= 2 + max(3, THICKEST * max(ink.shape)):
            above = sheared[max(0, first - 2) : first].any(axis=0)
            below = sheared[last : last + 2].any(axis=0)
            put(lines, rows[first:last], np.logical_not(above & below))
    return lines


def shifts(width: int, slope: float) -> np.ndarray:
    """How far down a line of this slope is in each column, counted from the middle, (width,)."""
    return np.rint(slope * (np.arange(width) - width / 2)).astype(int)


def places(shape: tuple[int, ...], slope: float) -> np.ndarray:
    """For each row of the sheared picture the rows of the picture that it is made of, by column."""
    down = shifts(shape[1], slope)
    reach = np.abs(down).max()
    return np.arange(-reach, shape[0] + reach)[:, None] + down


def taken(mask: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """What a mask has in these places; nothing outside of it."""
    inside = (rows >= 0) & (rows < len(mask))
    return inside & mask[np.clip(rows, 0, len(mask) - 1), np.arange(mask.shape[1])]


def put(mask: np.ndarray, rows: np.ndarray, where: np.ndarray) -> None:
    """Set a mask in these places, in the columns `where`."""
    chosen = (rows >= 0) & (rows < len(mask)) & where
    mask[rows[chosen], np.nonzero(chosen)[1]] = True


def whole_rows(pixels: tuple[np.ndarray, ...], shape: tuple[int, ...], slope: float) -> np.ndarray:
    """How much of each sheared row is covered, (rows,); 0 where it is too little for a line."""
    (y, x), (height, width) = pixels, shape
    down = shifts(width, slope)
    reach = np.abs(down).max()
    n_rows = height + 2 * reach
    covered = np.bincount(y - down[x] + reach, minlength=n_rows)
    begin = np.bincount(reach - down, minlength=n_rows + 1)
    end = np.bincount(reach - down + height, minlength=n_rows + 1)
    inside = np.cumsum(begin - end)[:-1]
    share = covered / np.maximum(inside, 1)
    return np.where((share > WHOLE) & (inside > width / 2), share, 0)


def bands(chosen: np.ndarray) -> list[tuple[int, int]]:
    """The first row and the one after the last of each run of rows that are chosen."""
    turns = np.flatnonzero(np.diff(chosen.astype(int), prepend=0, append=0))
    return [(int(first), int(last)) for first, last in turns.reshape(-1, 2)]
