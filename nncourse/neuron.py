"""One neuron: a weighted sum of its inputs plus a bias.

Everything that follows in this package is many of these, side by side and one after another.
Derived in the chapter on the basics, where a single neuron learns a straight line.
"""

import numpy as np

from nncourse.errors import ShapeError
from nncourse.initializers import init_parameters
from nncourse.losses import mse, mse_backward
from nncourse.optimizers import gradient_step


def neuron(x: np.ndarray, w: np.ndarray, b: float) -> float:
    """The output of one neuron for one example.

    Parameters
    ----------
    x : (n_in,) the example's features.
    w : (n_in,) one weight per feature.
    b : the bias, a number.

    Returns
    -------
    The weighted sum w[0] x[0] + ... + w[n_in-1] x[n_in-1] + b.

    Raises
    ------
    ShapeError
        If `x` and `w` differ in length.

    Examples
    --------
    >>> neuron(np.array([1.0, 2.0]), np.array([3.0, 4.0]), 0.5)
    11.5

    Source: Rosenblatt (1958), without the threshold; the chapter on the basics.
    """
    x, w = np.asarray(x), np.asarray(w)
    if x.shape != w.shape or x.ndim != 1:
        raise ShapeError(
            f"x has shape {x.shape} and w has shape {w.shape}: "
            "a neuron needs one weight per feature, both of shape (n_in,)"
        )
    return float(x @ w + b)


def linear_forward(X: np.ndarray, w: np.ndarray, b: float | np.ndarray) -> np.ndarray:
    """The outputs of one neuron for a batch of examples.

    Parameters
    ----------
    X : (m, n_in) one example per row.
    w : (n_in,) one weight per feature.
    b : the bias, a number or (1,).

    Returns
    -------
    (m,) one output per example, X @ w + b.

    Raises
    ------
    ShapeError
        If the columns of `X` and the weights differ in number.

    Examples
    --------
    >>> linear_forward(np.array([[1.0, 2.0], [0.0, 1.0]]), np.array([3.0, 4.0]), 0.5)
    array([11.5,  4.5])

    Source: the chapter on the basics.
    """
    X, w = np.asarray(X), np.asarray(w)
    if X.ndim != 2 or w.shape != X.shape[1:]:
        raise ShapeError(
            f"X has shape {X.shape} and w has shape {w.shape}: "
            "expected X (m, n_in) and w (n_in,), with the same n_in"
        )
    return X @ w + b


def linear_backward(d_y_hat: np.ndarray, X: np.ndarray) -> tuple[np.ndarray, float]:
    """The gradient of the loss with respect to the neuron's weights and bias.

    The output is y_hat[i] = sum_j X[i, j] w[j] + b. A weight w[j] touches every example through
    X[i, j], the bias touches every example with the factor 1; so both add up over the batch.

    Parameters
    ----------
    d_y_hat : (m,) gradient of the loss with respect to the outputs (1/m is already inside).
    X : (m, n_in) the batch that `linear_forward` was given.

    Returns
    -------
    dw (n_in,) and db, a number.

    Raises
    ------
    ShapeError
        If the two do not have the same number of examples.

    Examples
    --------
    >>> linear_backward(np.array([1.0, -2.0]), np.array([[1.0, 2.0], [0.0, 1.0]]))
    (array([1., 0.]), -1.0)

    Source: the chapter on the basics.
    """
    d_y_hat, X = np.asarray(d_y_hat), np.asarray(X)
    if X.ndim != 2 or d_y_hat.shape != X.shape[:1]:
        raise ShapeError(
            f"d_y_hat has shape {d_y_hat.shape} and X has shape {X.shape}: "
            "expected (m,) and (m, n_in), with the same m"
        )
    return X.T @ d_y_hat, float(d_y_hat.sum())


def train_neuron(
    X: np.ndarray, y: np.ndarray, learning_rate: float, epochs: int, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Fit one neuron to examples: forward, loss, backward, step, and again.

    Parameters
    ----------
    X : (m, n_in) one example per row.
    y : (m,) their targets.
    learning_rate : > 0.
    epochs : how many steps, each on all examples.
    rng : draws the weights that the neuron starts with.

    Returns
    -------
    w (n_in,), b (1,), the losses before each step (epochs,), and the path (epochs + 1, n_in + 1):
    weights and bias before each step and at the end.

    Raises
    ------
    ShapeError
        If the examples and the targets do not fit.

    Examples
    --------
    >>> X = np.array([[0.0], [1.0], [2.0]])
    >>> w, b, losses, path = train_neuron(X, 2 * X[:, 0] + 1, 0.3, 100, np.random.default_rng(0))
    >>> w.round(3), b.round(3)
    (array([2.]), array([1.]))

    Source: the chapter on the basics.
    """
    W, b = init_parameters(X.shape[1], 1, rng)
    params = {"w": W[:, 0], "b": b}
    losses, path = [], []
    for _ in range(epochs):
        path.append([*params["w"], *params["b"]])
        y_hat = linear_forward(X, params["w"], params["b"])
        losses.append(mse(y_hat, y))
        dw, db = linear_backward(mse_backward(y_hat, y), X)
        gradient_step(params, {"w": dw, "b": np.array([db])}, learning_rate)
    path.append([*params["w"], *params["b"]])
    return params["w"], params["b"], np.array(losses), np.array(path)
