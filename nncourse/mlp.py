"""A whole network in three functions: a list of layers' parameters, walked forward and backward.

The multi-layer perceptron before it becomes classes: the parameters are a list of pairs (W, b), the
hidden layers use tanh, the last one ends in scores. Built in the chapter on the forward pass and
the chapter on backpropagation; from there on `nncourse.network.Sequential` does the same for any
kind of layer.
"""

import numpy as np

from nncourse.activations import tanh, tanh_backward
from nncourse.layers.dense import dense_backward, dense_forward

Parameters = list[tuple[np.ndarray, np.ndarray]]


def forward(X: np.ndarray, parameters: Parameters) -> list[np.ndarray]:
    """Walk a batch through all layers, and keep what each one puts out.

    Parameters
    ----------
    X : (m, n_in) the batch.
    parameters : one pair per layer, W (n_in, n_out) and b (n_out,); a layer's n_in is the n_out of
        the layer before.

    Returns
    -------
    The input, then the output of each layer: [X, tanh(Z_1), tanh(Z_2), ..., Z_L]. The last are the
    scores, without an activation.

    Raises
    ------
    ShapeError
        If a layer does not fit what comes into it.

    Examples
    --------
    >>> layers = [(np.eye(2), np.zeros(2)), (np.ones((2, 1)), np.zeros(1))]
    >>> [A.shape for A in forward(np.zeros((5, 2)), layers)]
    [(5, 2), (5, 2), (5, 1)]

    Source: the chapter on the forward pass.
    """
    outputs = [X]
    for W, b in parameters[:-1]:
        outputs.append(tanh(dense_forward(outputs[-1], W, b)))
    W, b = parameters[-1]
    outputs.append(dense_forward(outputs[-1], W, b))
    return outputs


def backward(d_scores: np.ndarray, outputs: list[np.ndarray], parameters: Parameters) -> Parameters:
    """Walk the loss's gradient back through all layers, and collect the parameters' share.

    Parameters
    ----------
    d_scores : (m, n_L) gradient of the loss with respect to the scores (1/m is already inside).
    outputs : what `forward` returned.
    parameters : the same as in `forward`; not changed.

    Returns
    -------
    One pair (dW, db) per layer, in the order and the shapes of `parameters`.

    Examples
    --------
    >>> layers = [(np.eye(2), np.zeros(2)), (np.ones((2, 1)), np.zeros(1))]
    >>> grads = backward(np.ones((5, 1)), forward(np.zeros((5, 2)), layers), layers)
    >>> [(dW.shape, db.shape) for dW, db in grads]
    [((2, 2), (2,)), ((2, 1), (1,))]

    Source: the chapter on backpropagation; Rumelhart, Hinton and Williams (1986).
    """
    W, _ = parameters[-1]
    dA, dW, db = dense_backward(d_scores, outputs[-2], W)
    grads = [(dW, db)]
    for layer in reversed(range(len(parameters) - 1)):
        W, _ = parameters[layer]
        dZ = tanh_backward(dA, outputs[layer + 1])
        dA, dW, db = dense_backward(dZ, outputs[layer], W)
        grads.insert(0, (dW, db))
    return grads


def update(parameters: Parameters, grads: Parameters, learning_rate: float) -> None:
    """One step of gradient descent on every layer.

    Parameters
    ----------
    parameters : one pair (W, b) per layer; changed in place.
    grads : one pair (dW, db) per layer; not changed.
    learning_rate : > 0.

    Examples
    --------
    >>> layers = [(np.ones((1, 1)), np.zeros(1))]
    >>> update(layers, [(np.ones((1, 1)), np.ones(1))], learning_rate=0.5)
    >>> layers
    [(array([[0.5]]), array([-0.5]))]

    Source: the chapter on backpropagation.
    """
    for (W, b), (dW, db) in zip(parameters, grads, strict=True):
        W -= learning_rate * dW
        b -= learning_rate * db
