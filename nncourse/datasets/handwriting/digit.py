"""The digit on a picture, from the steps of the other modules."""

import numpy as np

from nncourse.datasets.handwriting.frame import framed
from nncourse.datasets.handwriting.ink import bare_ink, ink_of
from nncourse.datasets.handwriting.parts import of_the_digit
from nncourse.datasets.handwriting.rules import printed

SMALL = 56  # pixels: a side that leaves no room for paper, lines and shadows


def digit_of(grey: np.ndarray, size: tuple[int, int], invert: bool | None = None) -> np.ndarray:
    """The digit on a picture, as MNIST would hold it.

    Parameters
    ----------
    grey : (height, width) float64 from 0 (black) to 255 (white); not changed.
    size : (height, width) of the result.
    invert : True if the digit is dark on light, False if light on dark, None to find out.

    Returns
    -------
    uint8 of shape `size`, 0 where there is no ink; nothing but zeros if there is no digit.

    Examples
    --------
    >>> paper = np.full((300, 200), 230.0)
    >>> paper[:, ::20] -= 60                          # it is squared
    >>> paper[::20] -= 60
    >>> paper[60:240, 90:110] = 20                    # a one
    >>> digit = digit_of(paper, (28, 28))
    >>> digit[14, 10:18]
    array([  0,   0,   0, 255, 255,   0,   0,   0], dtype=uint8)
    """
    if min(grey.shape) < SMALL:  # as small as MNIST's own: they have no paper
        return framed(bare_ink(grey, invert), size, as_it_is=grey.shape == tuple(size))
    ink = ink_of(grey, invert)
    written = (ink > 0.5) & ~printed(ink)
    return framed(ink * of_the_digit(written, ink), size)
