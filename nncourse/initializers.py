"""Initial weights: random, so that neurons differ, and scaled, so that signals keep their size.

Each function draws a weight matrix (n_in, n_out) from the generator it is given. The chapter on the
basics starts with small random numbers; the chapter on digits shows why their scale must follow the
layer's width.
"""

import numpy as np
from numpy.typing import DTypeLike

from nncourse.errors import ShapeError


def zeros(
    n_in: int,
    n_out: int,
    rng: np.random.Generator | None = None,
    dtype: DTypeLike = np.float32,
) -> np.ndarray:
    """All weights zero: right for biases, wrong for weights, as the chapter on backpropagation
    shows.

    Parameters
    ----------
    n_in, n_out : numbers of inputs and outputs, at least 1.
    rng : not used; here so that all initializers are called alike.

    Returns
    -------
    W (n_in, n_out) of the given dtype.

    Examples
    --------
    >>> zeros(1, 2)
    array([[0., 0.]], dtype=float32)
    """
    check_sizes(n_in, n_out)
    return np.zeros((n_in, n_out), dtype)


def uniform(
    n_in: int, n_out: int, rng: np.random.Generator, dtype: DTypeLike = np.float32
) -> np.ndarray:
    """Evenly spread between -1/sqrt(n_in) and 1/sqrt(n_in).

    Parameters
    ----------
    n_in, n_out : numbers of inputs and outputs, at least 1.
    rng : the generator to draw from; it advances.

    Returns
    -------
    W (n_in, n_out) of the given dtype.

    Examples
    --------
    >>> bool(abs(uniform(4, 100, np.random.default_rng(0))).max() <= 0.5)
    True

    Source: LeCun, Bottou, Orr and Mueller (1998), Efficient BackProp.
    """
    check_sizes(n_in, n_out)
    limit = 1 / np.sqrt(n_in)
    return rng.uniform(-limit, limit, (n_in, n_out)).astype(dtype)


def xavier(
    n_in: int, n_out: int, rng: np.random.Generator, dtype: DTypeLike = np.float32
) -> np.ndarray:
    """Evenly spread with variance 2 / (n_in + n_out): for sigmoid, tanh and the last layer.

    A uniform spread over (-limit, limit) has variance limit^2 / 3, hence
    limit = sqrt(6 / (n_in + n_out)).

    Parameters
    ----------
    n_in, n_out : numbers of inputs and outputs, at least 1.
    rng : the generator to draw from; it advances.

    Returns
    -------
    W (n_in, n_out) of the given dtype.

    Examples
    --------
    >>> W = xavier(300, 500, np.random.default_rng(0))
    >>> round(float(W.std()), 3), float(np.sqrt(2 / 800))
    (0.05, 0.05)

    Source: Glorot and Bengio (2010); the chapter on digits.
    """
    check_sizes(n_in, n_out)
    limit = np.sqrt(6 / (n_in + n_out))
    return rng.uniform(-limit, limit, (n_in, n_out)).astype(dtype)


def he(
    n_in: int, n_out: int, rng: np.random.Generator, dtype: DTypeLike = np.float32
) -> np.ndarray:
    """Normal with variance 2 / n_in: for ReLU, which throws half of the signal away.

    Parameters
    ----------
    n_in, n_out : numbers of inputs and outputs, at least 1.
    rng : the generator to draw from; it advances.

    Returns
    -------
    W (n_in, n_out) of the given dtype.

    Examples
    --------
    >>> W = he(200, 500, np.random.default_rng(0))
    >>> round(float(W.std()), 2), float(np.sqrt(2 / 200))
    (0.1, 0.1)

    Source: He, Zhang, Ren and Sun (2015); the chapter on digits.
    """
    check_sizes(n_in, n_out)
    return (rng.standard_normal((n_in, n_out)) * np.sqrt(2 / n_in)).astype(dtype)


INITIALIZERS = {"zeros": zeros, "uniform": uniform, "xavier": xavier, "he": he}


def init_parameters(
    n_in: int, n_out: int, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Starting parameters of one layer: small random weights, biases of zero.

    Parameters
    ----------
    n_in, n_out : numbers of inputs and outputs, at least 1.
    rng : the generator to draw from; it advances.

    Returns
    -------
    W (n_in, n_out), normal with standard deviation 0.01, and b (n_out,), zeros; both float64.

    Examples
    --------
    >>> W, b = init_parameters(2, 3, np.random.default_rng(0))
    >>> W.shape, b
    ((2, 3), array([0., 0., 0.]))

    Source: the chapter on the basics.
    """
    check_sizes(n_in, n_out)
    return 0.01 * rng.standard_normal((n_in, n_out)), np.zeros(n_out)


def check_sizes(n_in: int, n_out: int) -> None:
    """A ShapeError unless both numbers are at least one."""
    if n_in < 1 or n_out < 1:
        raise ShapeError(f"a layer needs at least one input and one output, not {n_in} and {n_out}")
