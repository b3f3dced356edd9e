"""Descent on a landscape: the path that an optimizer takes over a function of a few numbers.

A network's loss has too many parameters to be drawn. What optimizers do differently shows on two,
where `nncourse.plots.plot_descent` draws the paths. Derived in the chapter on optimisers.
"""

from collections.abc import Callable

import numpy as np

from nncourse.optimizers import Optimizer


def descent_path(
    optimizer: Optimizer,
    gradient: Callable[[np.ndarray], np.ndarray],
    start: np.ndarray,
    steps: int,
) -> np.ndarray:
    """The points that an optimizer comes by on its way down.

    Parameters
    ----------
    optimizer : a new one; its memory advances.
    gradient : takes a point (n,) and returns the gradient there, (n,).
    start : (n,) the first point; not changed.
    steps : how many.

    Returns
    -------
    The path, (steps + 1, n) float64: the start, then the point after each step.

    Examples
    --------
    >>> from nncourse.optimizers import SGD
    >>> descent_path(SGD(0.25), lambda w: 2 * w, np.array([8.0, -4.0]), steps=2)
    array([[ 8., -4.],
           [ 4., -2.],
           [ 2., -1.]])

    Source: the chapter on optimisers.
    """
    w = np.array(start, dtype=np.float64)
    path = [w.copy()]
    for _ in range(steps):
        optimizer.step({"w": w}, {"w": gradient(w)})
        path.append(w.copy())
    return np.array(path)
