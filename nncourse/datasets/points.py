"""Points made up by a formula: the line, XOR, the spiral and the two moons.

They are small enough to see at a glance what a network has learned. The line and XOR serve the
chapter on the basics, and XOR is solved in the chapter on backpropagation.
"""

import math

import numpy as np

from nncourse.errors import DataError


def linear(
    m: int,
    rng: np.random.Generator,
    slope: float = 2.0,
    intercept: float = 1.0,
    noise: float = 0.1,
) -> tuple[np.ndarray, np.ndarray]:
    """Draw points near the line y = slope * x + intercept, x between -2 and 2.

    Parameters
    ----------
    m : number of points, at least 1.
    rng : source of the randomness.
    slope, intercept : the line.
    noise : standard deviation of the distance from it along y, at least 0.

    Returns
    -------
    X (m, 1) and y (m, 1), float32.

    Raises
    ------
    DataError
        If a number is out of its range or not finite.

    Examples
    --------
    >>> X, y = linear(3, np.random.default_rng(0), noise=0.0)
    >>> np.allclose(y, 2 * X + 1)
    True
    """
    check_settings(m, 1, rng, noise=noise)
    if not (math.isfinite(slope) and math.isfinite(intercept)):
        raise DataError(f"a line needs finite numbers, got slope {slope}, intercept {intercept}")
    X = rng.uniform(-2.0, 2.0, size=(m, 1))
    y = slope * X + intercept + rng.normal(0.0, noise, size=(m, 1))
    return X.astype(np.float32), y.astype(np.float32)


def xor() -> tuple[np.ndarray, np.ndarray]:
    """The four points of "exclusive or": 1 where exactly one of the two inputs is 1.

    Returns
    -------
    X (4, 2) and y (4, 1), float32.

    Examples
    --------
    >>> X, y = xor()
    >>> for point, label in zip(X, y): print(point, label)
    [0. 0.] [0.]
    [0. 1.] [1.]
    [1. 0.] [1.]
    [1. 1.] [0.]
    """
    X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], dtype=np.float32)
    y = np.array([[0], [1], [1], [0]], dtype=np.float32)
    return X, y


def spiral(
    m: int, rng: np.random.Generator, classes: int = 3, noise: float = 0.1
) -> tuple[np.ndarray, np.ndarray]:
    """Draw points on the arms of a spiral, one arm per class: no straight line separates them.

    Arm k starts in the middle at the angle 2 pi k / classes and turns by 4 radians on its way out
    to radius 1.

    Parameters
    ----------
    m : number of points, at least one per class; the classes take turns.
    rng : source of the randomness.
    classes : number of arms, at least 1.
    noise : standard deviation of the angle, in radians, at least 0.

    Returns
    -------
    X (m, 2) float32, and y (m,) int64 from 0 to classes - 1.

    Raises
    ------
    DataError
        If a number is out of its range or not finite.

    Examples
    --------
    >>> X, y = spiral(300, np.random.default_rng(0))
    >>> X.shape, np.bincount(y)
    ((300, 2), array([100, 100, 100]))
    """
    check_settings(classes, 1, rng, name="classes")
    check_settings(m, classes, rng, noise=noise)
    number, y = np.divmod(np.arange(m), classes)
    radius = (number + 1) / math.ceil(m / classes)
    angle = 2 * np.pi * y / classes + 4 * radius + rng.normal(0.0, noise, size=m)
    X = np.column_stack([radius * np.cos(angle), radius * np.sin(angle)])
    return X.astype(np.float32), y.astype(np.int64)


def moons(m: int, rng: np.random.Generator, noise: float = 0.1) -> tuple[np.ndarray, np.ndarray]:
    """Draw points on two half circles that reach into each other.

    Class 0 is the upper half of the unit circle; class 1 is the lower half of the one about
    (1, 1/2).

    Parameters
    ----------
    m : number of points, at least 2; the classes take turns.
    rng : source of the randomness.
    noise : standard deviation of both coordinates, at least 0.

    Returns
    -------
    X (m, 2) float32, and y (m,) int64, 0 or 1.

    Raises
    ------
    DataError
        If a number is out of its range or not finite.

    Examples
    --------
    >>> X, y = moons(4, np.random.default_rng(0))
    >>> X.shape, y
    ((4, 2), array([0, 1, 0, 1]))
    """
    check_settings(m, 2, rng, noise=noise)
    y = np.arange(m) % 2
    angle = rng.uniform(0.0, np.pi, size=m)
    upper = np.column_stack([np.cos(angle), np.sin(angle)])
    X = np.where(y[:, None] == 0, upper, [1.0, 0.5] - upper)
    X += rng.normal(0.0, noise, size=(m, 2))
    return X.astype(np.float32), y.astype(np.int64)


def check_settings(
    count: int, least: int, rng: np.random.Generator, *, noise: float = 0.0, name: str = "m"
) -> None:
    """A DataError or TypeError unless count, noise and generator can be used."""
    if not isinstance(rng, np.random.Generator):
        raise TypeError(f"rng must be a generator, got {rng!r}: make one with default_rng(0)")
    if not isinstance(count, int | np.integer) or count < least:
        raise DataError(f"{name} must be a whole number, at least {least}; got {count!r}")
    if not (math.isfinite(noise) and noise >= 0):
        raise DataError(f"noise is a standard deviation, at least 0; got {noise!r}")
