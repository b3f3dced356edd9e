"""Losses: one number that says how wrong the network is, and the gradient that starts backprop.

Each loss is a mean over the batch, so 1/m stands in its gradient and nowhere else in the package.
Functions come first; the classes at the end remember what their own backward needs. Derived in the
chapter on the basics (squared error), the chapter on the forward pass (cross-entropies) and the
chapter on backpropagation (gradients).
"""

from collections.abc import Callable

import numpy as np

from nncourse.activations import as_float, log_softmax, sigmoid, softmax
from nncourse.errors import LabelError, ShapeError
from nncourse.predictions import predict_binary, predict_class
from nncourse.preprocessing import check_finite, check_labels, one_hot


def mse(Y_hat: np.ndarray, Y: np.ndarray) -> float:
    """Mean squared error: the mean of (prediction - target) squared, over all entries.

    Parameters
    ----------
    Y_hat : (m,) or (m, k) predictions.
    Y : same shape, targets.

    Returns
    -------
    A number >= 0.

    Raises
    ------
    ShapeError
        If the shapes differ: (m,) against (m, 1) would broadcast to (m, m), silently.

    Examples
    --------
    >>> mse(np.array([1.0, 4.0]), np.array([1.0, 2.0]))
    2.0

    Source: the chapter on the basics.
    """
    Y_hat, Y = same_shape(Y_hat, Y, "Y_hat", "Y")
    return float(np.mean((Y_hat - Y) ** 2))


def mse_backward(Y_hat: np.ndarray, Y: np.ndarray) -> np.ndarray:
    """The gradient of `mse` with respect to the predictions: 2 (y_hat - y) / size.

    Each entry adds (y_hat - y)^2 / size to the loss, and only its own; the slope of a square is
    twice what is squared.

    Parameters
    ----------
    Y_hat : (m,) or (m, k) predictions.
    Y : same shape, targets.

    Returns
    -------
    Same shape.

    Raises
    ------
    ShapeError
        If the shapes differ.

    Examples
    --------
    >>> mse_backward(np.array([1.0, 4.0]), np.array([1.0, 2.0]))
    array([0., 2.])

    Source: the chapter on the basics.
    """
    Y_hat, Y = same_shape(Y_hat, Y, "Y_hat", "Y")
    return 2 * (Y_hat - Y) / Y_hat.size


def binary_cross_entropy(P: np.ndarray, Y: np.ndarray) -> float:
    """Mean surprise at the true answers of a yes-or-no question: -log p if yes, -log(1 - p) if no.

    Parameters
    ----------
    P : (m,) or (m, 1) probabilities of 'yes', in [0, 1].
    Y : same shape, 1 for 'yes' and 0 for 'no'.

    Returns
    -------
    A number >= 0, in nats. A certain and wrong answer costs minus the logarithm of a tiny
    number (see `safe_log`), instead of infinity.

    Raises
    ------
    ShapeError
        If the shapes differ.

    Examples
    --------
    >>> round(binary_cross_entropy(np.array([0.5, 0.9]), np.array([1.0, 1.0])), 4)
    0.3993

    Source: the chapter on the forward pass; Goodfellow, Bengio and Courville (2016), section
    6.2.2.2.
    """
    P, Y = same_shape(P, Y, "P", "Y")
    return float(-np.mean(Y * safe_log(P) + (1 - Y) * safe_log(1 - P)))


def binary_cross_entropy_with_logits(Z: np.ndarray, Y: np.ndarray) -> float:
    """Binary cross-entropy of sigmoid(Z), straight from the scores and safe at any score.

    -y log s(z) - (1 - y) log(1 - s(z)) = log(1 + exp(z)) - y z, and
    log(1 + exp(z)) = max(z, 0) + log(1 + exp(-|z|)), where nothing can overflow.

    Parameters
    ----------
    Z : (m,) or (m, 1) scores (logits), any real numbers.
    Y : same shape, 1 for 'yes' and 0 for 'no'.

    Returns
    -------
    A number >= 0, in nats.

    Raises
    ------
    ShapeError
        If the shapes differ.

    Examples
    --------
    >>> binary_cross_entropy_with_logits(np.array([1000.0, -1000.0]), np.array([1.0, 1.0]))
    500.0

    Source: the chapter on the forward pass.
    """
    Z, Y = same_shape(Z, Y, "Z", "Y")
    return float(np.mean(np.maximum(Z, 0) - Y * Z + np.log1p(np.exp(-np.abs(Z)))))


def binary_cross_entropy_with_logits_backward(Z: np.ndarray, Y: np.ndarray) -> np.ndarray:
    """The gradient of the loss with respect to the scores: (sigmoid(z) - y) / m.

    The slope of log(1 + exp(z)) is sigmoid(z), the slope of y z is y.

    Parameters
    ----------
    Z : (m,) or (m, 1) scores.
    Y : same shape, 1 or 0.

    Returns
    -------
    Same shape.

    Raises
    ------
    ShapeError
        If the shapes differ.

    Examples
    --------
    >>> binary_cross_entropy_with_logits_backward(np.array([0.0, 0.0]), np.array([1.0, 0.0]))
    array([-0.25,  0.25])

    Source: the chapter on backpropagation.
    """
    Z, Y = same_shape(Z, Y, "Z", "Y")
    return (sigmoid(Z) - Y) / Z.size


def cross_entropy(P: np.ndarray, Y: np.ndarray) -> float:
    """Mean surprise at the true class: -log of the share that the true class was given.

    Parameters
    ----------
    P : (m, k) shares, rows summing to one (see `softmax`).
    Y : (m, k) one-hot rows (see `one_hot`), or any rows of shares.

    Returns
    -------
    A number >= 0, in nats. A share of zero for the true class costs minus the logarithm of a
    tiny number (see `safe_log`), instead of infinity.

    Raises
    ------
    ShapeError
        If the shapes differ.

    Examples
    --------
    >>> round(cross_entropy(np.array([[0.5, 0.5], [0.1, 0.9]]), np.array([[1, 0], [0, 1]])), 4)
    0.3993

    Source: the chapter on the forward pass; Goodfellow, Bengio and Courville (2016), section
    6.2.2.3.
    """
    P, Y = same_shape(P, Y, "P", "Y")
    return float(-np.sum(Y * safe_log(P)) / len(P))


def softmax_cross_entropy(Z: np.ndarray, Y: np.ndarray) -> float:
    """Cross-entropy of softmax(Z), straight from the scores and safe at any score.

    Parameters
    ----------
    Z : (m, k) scores (logits).
    Y : (m, k) one-hot rows.

    Returns
    -------
    A number >= 0, in nats.

    Raises
    ------
    ShapeError
        If the shapes differ.

    Examples
    --------
    >>> softmax_cross_entropy(np.array([[1000.0, 0.0]]), np.array([[0.0, 1.0]]))
    1000.0

    Source: the chapter on the forward pass.
    """
    Z, Y = same_shape(Z, Y, "Z", "Y")
    return float(-np.sum(Y * log_softmax(Z)) / len(Z))


def softmax_cross_entropy_backward(Z: np.ndarray, Y: np.ndarray) -> np.ndarray:
    """The gradient of the loss with respect to the scores: (softmax(Z) - Y) / m.

    Softmax's Jacobian and the logarithm's 1/p cancel: what remains is predicted minus true share.

    Parameters
    ----------
    Z : (m, k) scores.
    Y : (m, k) one-hot rows.

    Returns
    -------
    (m, k). Each row sums to zero.

    Raises
    ------
    ShapeError
        If the shapes differ.

    Examples
    --------
    >>> softmax_cross_entropy_backward(np.array([[0.0, 0.0]]), np.array([[0.0, 1.0]]))
    array([[ 0.5, -0.5]])

    Source: the chapter on backpropagation.
    """
    Z, Y = same_shape(Z, Y, "Z", "Y")
    return (softmax(Z) - Y) / len(Z)


class Loss:
    """A loss that remembers its last batch: call `forward`, then `backward`.

    `decide` turns outputs into decisions that can be counted right or wrong; a loss for predicted
    numbers has none. `owns` names the activation layer that is part of the loss: a network that
    ends in it would apply it twice.
    """

    decide: Callable[[np.ndarray], np.ndarray] | None = None
    owns = ""

    def check_targets(self, y: np.ndarray, n_out: int) -> None:
        """A LabelError or ShapeError if the targets do not fit a network of `n_out` outputs."""
        raise NotImplementedError

    def forward(self, Y_hat: np.ndarray, y: np.ndarray) -> float:
        """The loss of the network's outputs (m, k), given the targets."""
        raise NotImplementedError

    def backward(self) -> np.ndarray:
        """The gradient with respect to the outputs of the last `forward`, (m, k)."""
        raise NotImplementedError


class MSE(Loss):
    """Mean squared error, for a network that predicts numbers.

    Examples
    --------
    >>> loss = MSE()
    >>> loss.forward(np.array([[3.0]]), np.array([[1.0]])), loss.backward()
    (4.0, array([[4.]]))
    """

    def check_targets(self, y: np.ndarray, n_out: int) -> None:
        check_finite(np.asarray(y))
        check_columns(y, n_out)

    def forward(self, Y_hat: np.ndarray, y: np.ndarray) -> float:
        self.Y_hat, self.Y = Y_hat, as_column(y, Y_hat)
        return mse(self.Y_hat, self.Y)

    def backward(self) -> np.ndarray:
        return mse_backward(self.Y_hat, self.Y)


class BinaryCrossEntropy(Loss):
    """Yes or no: the network ends in one score (m, 1), the loss owns the sigmoid.

    Examples
    --------
    >>> loss = BinaryCrossEntropy()
    >>> round(loss.forward(np.array([[0.0]]), np.array([1])), 4), loss.backward()
    (0.6931, array([[-0.5]]))
    """

    decide = staticmethod(predict_binary)
    owns = "Sigmoid"

    def check_targets(self, y: np.ndarray, n_out: int) -> None:
        check_columns(y, n_out)
        if not np.isin(y, (0, 1)).all():
            raise LabelError(
                f"labels go from {np.min(y):g} to {np.max(y):g}: a yes-or-no loss needs 0 and 1 "
                "(for more classes use SoftmaxCrossEntropy)"
            )

    def forward(self, Y_hat: np.ndarray, y: np.ndarray) -> float:
        self.Z, self.Y = Y_hat, as_column(y, Y_hat)
        return binary_cross_entropy_with_logits(self.Z, self.Y)

    def backward(self) -> np.ndarray:
        return binary_cross_entropy_with_logits_backward(self.Z, self.Y)


class SoftmaxCrossEntropy(Loss):
    """One of k classes: the network ends in k scores (m, k), the loss owns the softmax.

    The targets are class numbers (m,) or one-hot rows (m, k).

    Examples
    --------
    >>> loss = SoftmaxCrossEntropy()
    >>> round(loss.forward(np.array([[0.0, 0.0]]), np.array([1])), 4), loss.backward()
    (0.6931, array([[ 0.5, -0.5]]))
    """

    decide = staticmethod(predict_class)
    owns = "Softmax"

    def check_targets(self, y: np.ndarray, n_out: int) -> None:
        if np.ndim(y) == 1:
            check_labels(np.asarray(y), n_out)
        else:
            check_columns(y, n_out)

    def forward(self, Y_hat: np.ndarray, y: np.ndarray) -> float:
        y = np.asarray(y)
        self.Z = Y_hat
        self.Y = one_hot(y, Y_hat.shape[1], dtype=Y_hat.dtype) if y.ndim == 1 else y
        return softmax_cross_entropy(self.Z, self.Y)

    def backward(self) -> np.ndarray:
        return softmax_cross_entropy_backward(self.Z, self.Y)


def safe_log(P: np.ndarray) -> np.ndarray:
    """The logarithm, with zero replaced by the dtype's smallest normal number.

    Examples
    --------
    >>> safe_log(np.array([1.0, 0.0])).round()
    array([   0., -708.])
    """
    return np.log(np.maximum(P, np.finfo(P.dtype).tiny))


def same_shape(
    A: np.ndarray, B: np.ndarray, name_A: str, name_B: str
) -> tuple[np.ndarray, np.ndarray]:
    """Both as arrays, the first as floats; a ShapeError if their shapes differ."""
    A, B = as_float(A), np.asarray(B)
    if A.shape != B.shape:
        raise ShapeError(
            f"{name_A} has shape {A.shape} and {name_B} has shape {B.shape}: they must be the same"
        )
    return A, B


def check_columns(y: np.ndarray, n_out: int) -> None:
    """A ShapeError unless the targets are (m, n_out), or (m,) for a network of one output."""
    columns = np.shape(y)[1:] or (1,)
    if columns != (n_out,):
        raise ShapeError(
            f"targets have shape {np.shape(y)} but the network has {n_out} outputs: "
            f"expected (m, {n_out})" + (" or (m,)" if n_out == 1 else "")
        )


def as_column(y: np.ndarray, Y_hat: np.ndarray) -> np.ndarray:
    """Targets (m,) as a column (m, 1) if the predictions are one, in the predictions' dtype."""
    y = np.asarray(y)
    y = y.reshape(-1, 1) if y.ndim == 1 and Y_hat.ndim == 2 else y
    return y.astype(Y_hat.dtype, copy=False)
