"""The numerals of the course: digits that people wrote, drawn in squares.

They are from MNIST's test pictures, which the network of chapter 5 never learns from, and reads.
Each pixel is a square, the larger the more ink there is.
"""

from functools import cache

import numpy as np

from nncourse.datasets import mnist

# For 0, 1, 2, ..., a picture in which the digit is easily read.
CHOSEN = (188, 5, 119, 30, 56, 102, 88, 64, 179, 58)
EDGE = 4  # pixels around each digit that MNIST leaves empty
LARGEST = 0.84  # of a pixel, so that the squares can be told apart


@cache
def pixels(digit: int) -> np.ndarray:
    """The picture of a digit, (20, 20), from 0 to 1.

    >>> pixels(7).shape
    (20, 20)
    """
    pictures, _ = mnist("test")
    picture = pictures[CHOSEN[digit]].reshape(28, 28) / 255
    return picture[EDGE:-EDGE, EDGE:-EDGE]


@cache
def outline(digit: int) -> str:
    """The squares of a digit as the path of an SVG picture."""
    squares = []
    for (row, column), ink in np.ndenumerate(pixels(digit)):
        side = LARGEST * ink**0.5
        if side > 0.3:
            x, y = column + (1 - side) / 2, row + (1 - side) / 2
            squares.append(f"M{x:.2f} {y:.2f}h{side:.2f}v{side:.2f}h-{side:.2f}z")
    return "".join(squares)


def numeral(digit: int) -> str:
    """A digit as SVG: in the colour of the text, and as far as `--done` says in that of the pen."""
    path = f'd="{outline(digit)}"'
    return (
        '<svg class="numeral" viewBox="0 0 20 20" aria-hidden="true">'
        f'<path {path}/><path class="numeral-done" {path}/></svg>'
    )
