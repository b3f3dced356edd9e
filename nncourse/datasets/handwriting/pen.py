"""The pen: from the strokes of a hand to ink on a sheet, which `frame` then makes a digit of.

A stroke is the points that a pen went through, joined by straight lines. The pen has a round tip:
a pixel whose middle is within half the pen's width of a line is covered, and at the edge, over one
pixel, less and less. `nncourse/widgets/figures/shared/pen.js` does the same in a page.
"""

from collections.abc import Sequence

import numpy as np

SIDE = 112  # pixels of the sheet, four for each of MNIST's

Strokes = Sequence[Sequence[Sequence[float]] | np.ndarray]


def ink_of_pen(strokes: Strokes, width: float, side: int = SIDE) -> np.ndarray:
    """How much of each pixel of a square sheet the pen covered.

    Parameters
    ----------
    strokes : of each stroke the points (x, y), 0 to 1 from the left and from the top; one point
        alone is a dot.
    width : of the pen, as a part of the sheet's side.
    side : of the sheet, in pixels.

    Returns
    -------
    (side, side) float64, 0 to 1.

    Examples
    --------
    >>> ink_of_pen([[(0.5, 0.0), (0.5, 1.0)]], 0.5, side=4)
    array([[0., 1., 1., 0.],
           [0., 1., 1., 0.],
           [0., 1., 1., 0.],
           [0., 1., 1., 0.]])
    """
    sheet = np.zeros((side, side))
    for stroke in strokes:
        points = np.asarray(stroke, dtype=float).reshape(-1, 2) * side
        starts = np.concatenate([points[:1], points[:-1]])
        for start, end in zip(starts, points, strict=True):
            draw_line(sheet, start, end, width * side / 2)
    return sheet


def draw_line(sheet: np.ndarray, start: np.ndarray, end: np.ndarray, reach: float) -> None:
    """Put the ink of one straight line, with so much on either side of it, on the sheet."""
    low = np.floor(np.minimum(start, end) - reach - 1).clip(0, len(sheet)).astype(int)
    high = np.ceil(np.maximum(start, end) + reach + 1).clip(0, len(sheet)).astype(int)
    x, y = np.arange(low[0], high[0]) + 0.5, np.arange(low[1], high[1])[:, None] + 0.5
    part = sheet[low[1] : high[1], low[0] : high[0]]
    np.maximum(part, np.clip(reach + 0.5 - distance(x, y, start, end), 0, 1), out=part)


def distance(x: np.ndarray, y: np.ndarray, start: np.ndarray, end: np.ndarray) -> np.ndarray:
    """How far the points (x, y) are from the nearest one of a straight line."""
    along, down = end - start
    length = along**2 + down**2
    walked = (x - start[0]) * along + (y - start[1]) * down  # to the point beside, times `length`
    share = np.clip(walked / length, 0, 1) if length else np.zeros(np.broadcast(x, y).shape)
    return np.sqrt((x - start[0] - share * along) ** 2 + (y - start[1] - share * down) ** 2)
