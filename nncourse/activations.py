"""Activations: the bend between two layers, without which a deep network is one flat sheet.

Each takes a whole array and works on every entry; softmax alone looks along the rows. Under each
forward stands its backward. It takes the upstream gradient and the forward's *output*, because each
of these derivatives can be read off the output: a layer need remember nothing else. Derived in the
chapter on the forward pass and, backward, in the chapter on backpropagation.
"""

import numpy as np


def sigmoid(Z: np.ndarray) -> np.ndarray:
    """Squeeze every entry into (0, 1): 1 / (1 + exp(-z)), without overflow.

    For a large negative z, exp(-z) overflows; exp(z) / (1 + exp(z)) is the same number and does
    not. Both forms use exp(-|z|), which never exceeds one.

    Parameters
    ----------
    Z : any shape, float.

    Returns
    -------
    Same shape and dtype, values in [0, 1].

    Examples
    --------
    >>> sigmoid(np.array([-1000.0, 0.0, 1000.0]))
    array([0. , 0.5, 1. ])

    Source: the chapter on the forward pass; Goodfellow, Bengio and Courville (2016), section 3.10.
    """
    Z = as_float(Z)
    small = np.exp(-np.abs(Z))
    return np.where(Z >= 0, 1, small) / (1 + small)


def sigmoid_backward(dA: np.ndarray, A: np.ndarray) -> np.ndarray:
    """The upstream gradient times the sigmoid's slope, a (1 - a).

    With a = (1 + e)^-1 and e = exp(-z): da/dz = e (1 + e)^-2 = a (1 - a).

    Parameters
    ----------
    dA : any shape, gradient of the loss with respect to the sigmoid's output.
    A : same shape, the output `sigmoid` returned.

    Returns
    -------
    Same shape, gradient of the loss with respect to the sigmoid's input.

    Examples
    --------
    >>> sigmoid_backward(np.array([4.0]), np.array([0.5]))
    array([1.])

    Source: the chapter on backpropagation.
    """
    return dA * A * (1 - A)


def relu(Z: np.ndarray) -> np.ndarray:
    """Keep what is positive, replace the rest by zero: max(0, z).

    Parameters
    ----------
    Z : any shape, float.

    Returns
    -------
    Same shape and dtype, values >= 0.

    Examples
    --------
    >>> relu(np.array([-2.0, 0.0, 3.0]))
    array([0., 0., 3.])

    Source: the chapter on the forward pass; Glorot, Bordes and Bengio (2011).
    """
    return np.maximum(Z, 0)


def relu_backward(dA: np.ndarray, A: np.ndarray) -> np.ndarray:
    """Let the upstream gradient through where the ReLU let the value through.

    The slope is 1 for z > 0 and 0 for z < 0; at z = 0 we take 0. Since a > 0 exactly where z > 0,
    the output tells which.

    Parameters
    ----------
    dA : any shape, gradient of the loss with respect to the ReLU's output.
    A : same shape, the output `relu` returned.

    Returns
    -------
    Same shape, gradient of the loss with respect to the ReLU's input.

    Examples
    --------
    >>> relu_backward(np.array([5.0, 5.0]), np.array([0.0, 3.0]))
    array([0., 5.])

    Source: the chapter on backpropagation.
    """
    return dA * (A > 0)


def leaky_relu(Z: np.ndarray, slope: float = 0.01) -> np.ndarray:
    """Keep what is positive, shrink what is negative: z for z > 0, else slope times z.

    Parameters
    ----------
    Z : any shape, float.
    slope : in (0, 1).

    Returns
    -------
    Same shape and dtype.

    Examples
    --------
    >>> leaky_relu(np.array([-2.0, 3.0]), slope=0.1)
    array([-0.2,  3. ])

    Source: Maas, Hannun and Ng (2013); the chapter on the forward pass.
    """
    return np.where(np.asarray(Z) > 0, Z, slope * np.asarray(Z))


def leaky_relu_backward(dA: np.ndarray, A: np.ndarray, slope: float = 0.01) -> np.ndarray:
    """The upstream gradient, shrunk by `slope` where the value was negative.

    Parameters
    ----------
    dA : any shape, gradient of the loss with respect to the output.
    A : same shape, the output `leaky_relu` returned (it has the sign of its input).
    slope : the same as in the forward.

    Returns
    -------
    Same shape, gradient of the loss with respect to the input.

    Examples
    --------
    >>> leaky_relu_backward(np.array([5.0, 5.0]), np.array([-0.2, 3.0]), slope=0.1)
    array([0.5, 5. ])

    Source: the chapter on backpropagation.
    """
    return np.where(np.asarray(A) > 0, dA, slope * np.asarray(dA))


def tanh(Z: np.ndarray) -> np.ndarray:
    """Squeeze every entry into (-1, 1), through zero: 2 sigmoid(2z) - 1.

    Parameters
    ----------
    Z : any shape, float.

    Returns
    -------
    Same shape and dtype, values in [-1, 1].

    Examples
    --------
    >>> tanh(np.array([-1000.0, 0.0, 1000.0]))
    array([-1.,  0.,  1.])

    Source: the chapter on the forward pass.
    """
    # As 2 * sigmoid(2 * Z) - 1, but near zero that difference of two near numbers loses digits.
    return np.tanh(Z)


def tanh_backward(dA: np.ndarray, A: np.ndarray) -> np.ndarray:
    """The upstream gradient times the slope of tanh, 1 - a^2.

    With a = sinh z / cosh z: da/dz = (cosh^2 z - sinh^2 z) / cosh^2 z = 1 - a^2.

    Parameters
    ----------
    dA : any shape, gradient of the loss with respect to the output.
    A : same shape, the output `tanh` returned.

    Returns
    -------
    Same shape, gradient of the loss with respect to the input.

    Examples
    --------
    >>> tanh_backward(np.array([4.0]), np.array([0.5]))
    array([3.])

    Source: the chapter on backpropagation.
    """
    return dA * (1 - A * A)


def softmax(Z: np.ndarray) -> np.ndarray:
    """Turn each row of scores into shares: positive, and one in sum.

    Adding a constant to a row changes no share, so each row is first shifted to make its largest
    score zero; then no exponential exceeds one.

    Parameters
    ----------
    Z : (m, k) one row of scores per example, float; or (k,) for one example.

    Returns
    -------
    Same shape and dtype, values in [0, 1], rows summing to 1.

    Examples
    --------
    >>> softmax(np.array([[2.0, 1.0, -1.0], [1000.0, 1000.0, 0.0]])).round(2)
    array([[0.71, 0.26, 0.04],
           [0.5 , 0.5 , 0.  ]])

    Source: the chapter on the forward pass; Goodfellow, Bengio and Courville (2016), section
    6.2.2.3.
    """
    Z = as_float(Z)
    exponentials = np.exp(Z - Z.max(axis=-1, keepdims=True))
    return exponentials / exponentials.sum(axis=-1, keepdims=True)


def softmax_backward(dP: np.ndarray, P: np.ndarray) -> np.ndarray:
    """Pull the upstream gradient through softmax, row by row.

    dp_i/dz_j = p_i (1[i = j] - p_j), so dz_j = p_j (dp_j - sum_i dp_i p_i).

    Parameters
    ----------
    dP : (m, k) gradient of the loss with respect to the shares.
    P : (m, k) the shares `softmax` returned.

    Returns
    -------
    (m, k) gradient of the loss with respect to the scores. Each row sums to zero.

    Examples
    --------
    >>> softmax_backward(np.array([[1.0, 0.0]]), np.array([[0.5, 0.5]]))
    array([[ 0.25, -0.25]])

    Source: the chapter on backpropagation.
    """
    return P * (dP - (dP * P).sum(axis=-1, keepdims=True))


def log_softmax(Z: np.ndarray) -> np.ndarray:
    """The logarithm of softmax, computed without ever forming a zero share.

    Parameters
    ----------
    Z : (m, k) one row of scores per example, float; or (k,) for one example.

    Returns
    -------
    Same shape and dtype, values <= 0.

    Examples
    --------
    >>> log_softmax(np.array([[1000.0, 0.0]]))
    array([[    0., -1000.]])

    Source: the chapter on the forward pass.
    """
    Z = as_float(Z)
    shifted = Z - Z.max(axis=-1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))


def as_float(values: np.ndarray) -> np.ndarray:
    """The values as an array of floats; float32 and float64 stay what they are.

    Examples
    --------
    >>> as_float([1, 2]).dtype, as_float(np.ones(2, np.float32)).dtype
    (dtype('float64'), dtype('float32'))
    """
    values = np.asarray(values)
    return values if values.dtype.kind == "f" else values.astype(np.float64)
