"""The exercise `dense_backward`: back through a dense layer."""
# mypy: allow-untyped-defs

import numpy as np

from nncourse.exercises import probes
from nncourse.exercises.form import Exercise
from nncourse.layers import dense

dense_backward = Exercise(
    id="backprop.dense_backward",
    title="Back through a dense layer",
    points=5,
    reference=dense.dense_backward,
    helpers=(dense.parameter_gradients,),
    contract='''
def dense_backward(dZ, X, W):
    """Pull the upstream gradient back through Z = X @ W + b.

    dZ: gradient of the loss with respect to Z, shape (m, n_out);
        1/m is already inside.
    X: the batch the forward was given, shape (m, n_in).
    W: the weights the forward used, shape (n_in, n_out).
    Returns dX (m, n_in), dW (n_in, n_out), db (n_out,), in this order.
    Nothing is changed.
    """
    ...
''',
    outcomes=(
        "Write the three gradients of a dense layer.",
        "Find the transposes and the axis from the shapes.",
    ),
    axes={
        "dZ": "m n_out",
        "X": "m n_in",
        "W": "n_in n_out",
        "dX": "m n_in",
        "dW": "n_in n_out",
        "db": "n_out",
    },
    returns=("dX", "dW", "db"),
    hints=(
        "A gradient has the shape of what it belongs to. Write the three shapes down first.",
        "dW joins X and dZ and sums over the examples; dX joins dZ and W and sums over the "
        "neurons. In both products one factor is transposed.",
        "db: each bias is added in every row, so its gradient is the sum of its column of dZ, over "
        "axis 0. Return the three as a tuple.",
    ),
    experiment="dense_backward(np.array([[1.0], [2.0]]), np.eye(2), np.array([[3.0], [4.0]]))\n"
    "# dX [[3, 4], [6, 8]], dW [[1], [2]], db [3]",
)


@dense_backward.probes
def _(rng):
    yield from probes.arrays(rng, "m n_out", "m n_in", "n_in n_out")
    yield "one neuron of one input", *(rng.standard_normal((m, 1)) for m in (4, 4, 1))


@dense_backward.mistake(
    "bias_mean",
    "db is a mean over the examples. It must be a sum: the 1/m of the loss is already inside dZ, "
    "and you divide by it a second time.",
)
def _(dZ, X, W):
    return dZ @ W.T, X.T @ dZ, dZ.mean(axis=0)


@dense_backward.mistake(
    "mean_of_weights_and_biases",
    "dW and db are divided by m. Many texts write that 1/m here; in this course the loss's "
    "gradient has it already, so now it counts twice.",
)
def _(dZ, X, W):
    return dZ @ W.T, X.T @ dZ / len(X), dZ.mean(axis=0)


@dense_backward.mistake(
    "mean_of_weights",
    "dW is divided by m and db is not. The 1/m is inside dZ already: neither needs it.",
)
def _(dZ, X, W):
    return dZ @ W.T, X.T @ dZ / len(X), dZ.sum(axis=0)


@dense_backward.mistake(
    "mean_everywhere",
    "All three are divided by m. It is inside dZ already; dividing again in each layer would make "
    "the gradients of deep networks vanish.",
)
def _(dZ, X, W):
    return dZ @ W.T / len(X), X.T @ dZ / len(X), dZ.mean(axis=0)


@dense_backward.mistake(
    "bias_over_neurons",
    "db is summed along the rows, over the neurons. Each neuron keeps its own bias, so the sum "
    "runs over the examples, axis 0.",
)
def _(dZ, X, W):
    return dZ @ W.T, X.T @ dZ, dZ.sum(axis=1)


@dense_backward.mistake(
    "bias_one_number",
    "db is a single number: you added up everything. Then all biases would move alike. Each neuron "
    "has a sum of its own.",
)
def _(dZ, X, W):
    return dZ @ W.T, X.T @ dZ, dZ.sum()


@dense_backward.mistake(
    "bias_not_summed",
    "db still has one row per example. The bias is one number per neuron, used in every row, so "
    "the rows add up.",
)
def _(dZ, X, W):
    return dZ @ W.T, X.T @ dZ, dZ


@dense_backward.mistake(
    "bias_keepdims",
    "db keeps an axis of length 1. The bias has shape (n_out,), and its gradient the same: leave "
    "keepdims out.",
)
def _(dZ, X, W):
    return dZ @ W.T, X.T @ dZ, dZ.sum(axis=0, keepdims=True)


@dense_backward.mistake(
    "bias_upstream_forgotten",
    "db counts the examples. The local slope of a bias is 1 in every row, but it is multiplied by "
    "the upstream gradient of that row.",
)
def _(dZ, X, W):
    return dZ @ W.T, X.T @ dZ, np.full(dZ.shape[1], float(len(dZ)))


@dense_backward.mistake(
    "weights_transposed",
    "dW has its axes exchanged. One neuron is one column of W, and of dW too: X comes first and is "
    "the one to transpose.",
)
def _(dZ, X, W):
    return dZ @ W.T, dZ.T @ X, dZ.sum(axis=0)


@dense_backward.mistake(
    "w_not_transposed",
    "In dX the weights are not transposed. On the way back, the gradient goes from the n_out "
    "outputs to the n_in inputs.",
)
def _(dZ, X, W):
    return dZ @ W, X.T @ dZ, dZ.sum(axis=0)


@dense_backward.mistake(
    "x_not_transposed",
    "In dW the batch is not transposed. The sum has to run over the m examples, so they must meet "
    "in the middle: (n_in, m) with (m, n_out).",
    "d, ones = np.array([[1.0], [2.0]]), np.ones((2, 1))\n"
    "dense_backward(d, np.array([[1.0, 1.0], [0.0, 0.0]]), ones)[1]  # dW [[1], [1]]",
)
def _(dZ, X, W):
    return dZ @ W.T, X @ dZ, dZ.sum(axis=0)


@dense_backward.mistake(
    "dw_for_w",
    "dX is made with dW. It needs W: an input acts on the loss by the weights that the forward "
    "used.",
)
def _(dZ, X, W):
    dW = X.T @ dZ
    return dZ @ dW.T, dW, dZ.sum(axis=0)


@dense_backward.mistake(
    "order_of_results",
    "The three are right, in another order. dX comes first, then dW and db.",
)
def _(dZ, X, W):
    return X.T @ dZ, dZ.sum(axis=0), dZ @ W.T


@dense_backward.mistake(
    "sign",
    "All signs are turned round. A backward gives the gradient itself; the minus comes with the "
    "step.",
)
def _(dZ, X, W):
    return -dZ @ W.T, -X.T @ dZ, -dZ.sum(axis=0)


@dense_backward.mistake(
    "input_gradient_is_upstream",
    "dX is dZ, passed on unchanged. The weights stand between the two: each input reaches every "
    "neuron through its own weight.",
)
def _(dZ, X, W):
    return dZ, X.T @ dZ, dZ.sum(axis=0)
