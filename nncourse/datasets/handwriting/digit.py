"""The digit on a picture, from the steps of the other modules."""

from collections.abc import Sequence

import numpy as np

from nncourse.datasets.handwriting.frame import framed, turned
from nncourse.datasets.handwriting.ink import bare_ink, ink_of
from nncourse.datasets.handwriting.parts import boxes, of_the_digit
from nncourse.datasets.handwriting.rules import printed

SMALL = 56  # pixels: a side that leaves no room for paper, lines and shadows


def digit_of(
    grey: np.ndarray,
    size: tuple[int, int],
    invert: bool | None = None,
    turns: Sequence[float] = (0,),
) -> np.ndarray:
    """The digit on a picture, as MNIST would hold it.

    Parameters
    ----------
    grey : (height, width) float64 from 0 (black) to 255 (white); not changed.
    size : (height, width) of the result.
    invert : True if the digit is dark on light, False if light on dark, None to find out.
    turns : by how many degrees the digit is turned first, against the clock.

    Returns
    -------
    (turns, *size) uint8, 0 where there is no ink; nothing but zeros if there is no digit.

    Examples
    --------
    >>> paper = np.full((300, 200), 230.0)
    >>> paper[:, ::20] -= 60                          # it is squared
    >>> paper[::20] -= 60
    >>> paper[60:240, 90:110] = 20                    # a one
    >>> upright, turned = digit_of(paper, (28, 28), turns=(0, 90))
    >>> int(upright.any(axis=0).sum()), int(turned.any(axis=0).sum())
    (3, 20)
    """
    if min(grey.shape) < SMALL:  # as small as MNIST's own: they have no paper
        ink = bare_ink(grey, invert)
        ready = grey.shape == tuple(size)
        return np.stack([framed(turned(ink, t), size, ready and t == 0) for t in turns])
    ink = written(grey, invert)
    closer = close_up(grey, ink)
    if closer.shape != grey.shape:
        ink = written(closer, invert)
    return np.stack([framed(turned(ink, t), size) for t in turns])


def written(grey: np.ndarray, invert: bool | None) -> np.ndarray:
    """The ink of the digit alone, 0 to 1; of a large picture in reduced size."""
    ink = ink_of(grey, invert)
    ink[boxes(ink > 0.5)] = 0
    return ink * of_the_digit((ink > 0.5) & ~printed(ink), ink)


def close_up(grey: np.ndarray, ink: np.ndarray) -> np.ndarray:
    """The part of a picture round a digit that is so small in it that its strokes are lost."""
    shrunk = max(grey.shape) / max(ink.shape)
    if shrunk == 1 or not ink.any():
        return grey
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    length = max(np.ptp(rows), np.ptp(columns)) + 1
    if length > max(ink.shape) / 3:
        return grey
    parts = []
    for places in (rows, columns):
        first, last = places[0] - length, places[-1] + 1 + length
        parts.append(slice(max(0, round(first * shrunk)), round(last * shrunk)))
    return grey[tuple(parts)]
