"""The digit in its frame, as MNIST has it: the specification of how ink becomes 28 by 28 bytes.

1. The pen: strokes wider than 3.3 twentieths of the digit's longer side are made narrower, by the
   smallest ink in a square round each pixel, if that leaves any; those narrower than 1.6 are made
   wider, by the largest. The width is twice the area of the ink that is above half, divided by the
   number of its pixels at an edge.
2. The digit is cut out, what has less than 0.15 of the darkest ink left aside, and made as large
   as fits 20 by 20 pixels, each the mean of what it covers; the darkest becomes 255.
3. Its values are rounded, and its centre of mass is put in the middle of the frame, as far as there
   is room.

Source: http://yann.lecun.com/exdb/mnist/ for steps 2 and 3; step 1 is this course's own.
"""

import numpy as np

from nncourse.datasets.handwriting.filters import largest, resized, smallest
from nncourse.datasets.optional import require

BOX = 20 / 28  # the part of the frame that a digit of MNIST fills
FAINT = 0.15  # of the darkest ink: less is a speck of the compression
NARROWEST, WIDEST = 1.6, 3.3  # of a stroke, in twentieths of the digit's longer side


def framed(ink: np.ndarray, size: tuple[int, int], as_it_is: bool = False) -> np.ndarray:
    """The digit as MNIST would hold it.

    Parameters
    ----------
    ink : (height, width) float64, 0 to 1; not changed.
    size : (height, width) of the frame.
    as_it_is : whether the ink is in a frame already, by its pen and in its size.

    Returns
    -------
    uint8 of shape `size`; nothing but zeros if there is no ink.
    """
    if not ink.any():
        return np.zeros(size, dtype=np.uint8)
    digit = cut_out(ink if as_it_is else with_usual_pen(ink), 0 if as_it_is else FAINT)
    scale = (BOX * np.array(size) / digit.shape).min()
    height, width = (max(1, round(scale * length)) for length in digit.shape)
    if (height, width) != digit.shape:
        digit = resized(digit, height, width)
    return centred(np.rint(255 * digit / digit.max()), size)


def turned(ink: np.ndarray, degrees: float) -> np.ndarray:
    """The ink turned by so many degrees, against the clock; in a picture that holds all of it."""
    if degrees == 0 or not ink.any():
        return ink
    Image = require("PIL.Image", "pillow")
    picture = Image.fromarray(cut_out(ink, 0).astype(np.float32))
    turned = picture.rotate(degrees, Image.Resampling.BILINEAR, expand=True)
    return np.asarray(turned, dtype=np.float64)


def cut_out(ink: np.ndarray, faint: float) -> np.ndarray:
    """The smallest rectangle with all ink that is more than faint."""
    ink = np.where(ink > faint * ink.max(), ink, 0)
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    return ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def with_usual_pen(ink: np.ndarray) -> np.ndarray:
    """The same digit, written with a pen of the usual width."""
    stroke = cut_out((ink > 0.5 * ink.max()).astype(float), 0)
    twentieth = max(stroke.shape) / 20
    edge = stroke.sum() - smallest(np.pad(stroke, 1), 3).sum()
    width = 2 * stroke.sum() / edge / twentieth
    reach = round((width - min(max(width, NARROWEST), WIDEST)) / 2 * twentieth)
    if reach <= 0:
        return largest(ink, 1 - 2 * reach)
    thinner = smallest(ink, 2 * reach + 1)
    return thinner if thinner.any() else ink  # a dot has no stroke


def centred(digit: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    """Place the digit so that its centre of mass is the frame's middle, as far as there is room.

    Of whole numbers the sums are exact, so that a tie is the same in every program.
    """
    frame = np.zeros(size)
    start = []
    for axis, length in enumerate(digit.shape):
        mass = digit.sum(axis=1 - axis)
        centre = (mass * np.arange(length)).sum() / mass.sum()
        start.append(int(np.clip(round(size[axis] / 2 - centre), 0, size[axis] - length)))
    top, left = start
    frame[top : top + digit.shape[0], left : left + digit.shape[1]] = digit
    return frame.astype(np.uint8)
