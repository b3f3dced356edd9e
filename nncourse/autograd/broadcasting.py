"""Broadcasting undone: what the forward repeated, the backward adds up.

NumPy stretches a bias (3,) over a batch (5, 3) by using each number five times. A number that was
used five times gets the sum of five gradients. The chapter on autograd derives it.
"""

import numpy as np


def unbroadcast(gradient: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    """Sum a gradient over the axes along which an array of `shape` was stretched.

    Parameters
    ----------
    gradient : of the shape that came out of the broadcasting; not changed.
    shape : of the array that went in.

    Returns
    -------
    An array of `shape`; the gradient itself where nothing was stretched.

    Examples
    --------
    >>> unbroadcast(np.ones((5, 3)), (3,))
    array([5., 5., 5.])
    >>> unbroadcast(np.ones((5, 3)), (5, 1)).shape
    (5, 1)

    Source: the chapter on autograd.
    """
    if gradient.shape == shape:
        return gradient
    new = gradient.ndim - len(shape)  # NumPy puts new axes in front
    stretched = [new + i for i, size in enumerate(shape) if size == 1]
    return gradient.sum(axis=(*range(new), *stretched)).reshape(shape)
