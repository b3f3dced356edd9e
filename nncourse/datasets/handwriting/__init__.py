"""Handwriting: from a picture of paper with a digit on it to the digit as MNIST would hold it.

The steps, a module each: how much ink is where (`ink`), which of it was printed (`rules`), which
parts are the digit (`parts`), and the digit in its frame (`frame`). What a page of the book draws
comes in at the last step, so `frame` is the specification that both follow.
"""

from nncourse.datasets.handwriting.digit import digit_of

__all__ = ["digit_of"]
