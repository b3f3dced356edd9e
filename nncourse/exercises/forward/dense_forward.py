"""The exercise `dense_forward`: a layer of neurons."""
# mypy: allow-untyped-defs

import numpy as np

from nncourse.exercises import probes
from nncourse.exercises.form import Exercise
from nncourse.layers import dense

dense_forward = Exercise(
    id="forward.dense_forward",
    title="A layer of neurons",
    points=2,
    reference=dense.dense_forward,
    contract='''
def dense_forward(X, W, b):
    """The weighted sums of a whole layer for a whole batch.

    X: inputs, shape (m, n_in), one example a row.
    W: weights, shape (n_in, n_out), one neuron a column.
    b: biases, shape (n_out,), one a neuron.
    Returns Z, shape (m, n_out).
    """
    ...
''',
    outcomes=("Compute a whole layer for a whole batch and name every shape.",),
    axes={"X": "m n_in", "W": "n_in n_out", "b": "n_out", "Z": "m n_out"},
    returns="Z",
    hints=(
        "Column j of W is a neuron like the one in the chapter on the basics. You want all neurons "
        "on all examples, so every row of X meets every column of W.",
        "Write the shapes side by side: (m, n_in), (n_in, n_out). The inner sizes are equal and "
        "vanish. Which operator does that?",
        "The product of X and W, in this order, has shape (m, n_out). What remains is to add one "
        "bias to each column; broadcasting does that for shape (n_out,).",
    ),
    experiment=(
        "dense_forward(np.array([[1.0, 2.0]]), np.eye(2), np.array([10.0, 20.0]))\n"
        "# should be [[11. 22.]]"
    ),
)


@dense_forward.probes
def _(rng):
    yield from probes.arrays(rng, "m n_in", "n_in n_out", "n_out")


@dense_forward.mistake(
    "no_bias",
    "The product is right and the bias is missing: each column of yours is off by a constant, its "
    "neuron's entry of b.",
)
def _(X, W, b):
    return X @ W


@dense_forward.mistake(
    "minus_bias",
    "You subtract the bias. A neuron adds it: a positive bias makes the sum larger.",
)
def _(X, W, b):
    return X @ W - b


@dense_forward.mistake(
    "transposed_weights",
    "You turn W round. Here W is (n_in, n_out), one neuron a column, so X @ W fits as it stands. "
    "The transpose belongs to texts that store one neuron a row.",
    "dense_forward(np.array([[1.0, 0.0]]), np.array([[1.0, 2.0], [3.0, 4.0]]), np.zeros(2))\n"
    "# should be the first row of W, [[1. 2.]]",
)
def _(X, W, b):
    return X @ W.T + b


@dense_forward.mistake(
    "weights_first",
    "You multiply W by X. That order belongs to texts whose examples are columns. Here they are "
    "rows, so X comes first.",
    "dense_forward(np.array([[0.0, 1.0]] * 2), np.array([[1.0, 2.0], [3.0, 4.0]]), np.zeros(2))\n"
    "# should be [[3. 4.] [3. 4.]]",
)
def _(X, W, b):
    return W @ X + b


@dense_forward.mistake(
    "examples_in_columns",
    "Your numbers are right and lie on their side: one example a column. In this course the first "
    "axis is always the batch.",
    "dense_forward(np.ones((5, 4)), np.ones((4, 3)), np.zeros(3)).shape\n# should be (5, 3)",
)
def _(X, W, b):
    return W.T @ X.T + b[:, None]


@dense_forward.mistake(
    "entry_by_entry",
    "The star multiplies entry by entry. A weighted sum multiplies and then adds up over the "
    "inputs, for every pair of example and neuron.",
    "dense_forward(np.eye(2), np.array([[1.0, 2.0], [3.0, 4.0]]), np.zeros(2))\n"
    "# should be W itself, [[1. 2.] [3. 4.]]",
)
def _(X, W, b):
    return X * W + b


@dense_forward.mistake(
    "bias_down_the_rows",
    "You add one bias an example. A bias belongs to a neuron, so b runs along the columns of Z, "
    "and shape (n_out,) does that without any reshaping.",
    "dense_forward(np.zeros((2, 1)), np.ones((1, 2)), np.array([1.0, 2.0]))\n"
    "# should be [[1. 2.] [1. 2.]]",
)
def _(X, W, b):
    return X @ W + b[:, None]


@dense_forward.mistake(
    "bias_summed",
    "You add the sum of all biases to every entry. Each neuron has its own bias: column j gets "
    "b[j] alone.",
)
def _(X, W, b):
    return X @ W + b.sum()


@dense_forward.mistake(
    "first_bias_for_all",
    "Every neuron of yours gets the first bias. Column j needs b[j].",
)
def _(X, W, b):
    return X @ W + b[0]


@dense_forward.mistake(
    "bias_multiplied",
    "You multiply by the bias instead of adding it. A bias of zero must leave the sum as it is, "
    "not wipe it out.",
)
def _(X, W, b):
    return (X @ W) * b


@dense_forward.mistake(
    "first_example_only",
    "Only the first example comes out. Does a loop return in its first turn, or is there a [0] too "
    "many? Every row of X needs a row of Z.",
    "dense_forward(np.ones((5, 4)), np.ones((4, 3)), np.zeros(3)).shape\n# should be (5, 3)",
)
def _(X, W, b):
    return X[0] @ W + b


@dense_forward.mistake(
    "summed_over_examples",
    "You add the examples up: one row is left of m. The sum of a neuron runs over its inputs, and "
    "the matrix product has already done that.",
    "dense_forward(np.ones((5, 4)), np.ones((4, 3)), np.zeros(3)).shape\n# should be (5, 3)",
)
def _(X, W, b):
    return (X @ W).sum(axis=0) + b


@dense_forward.mistake(
    "activation_inside",
    "Your negative sums have become zero, so there is a ReLU inside. This function returns the "
    "weighted sums; the activation is a step of its own.",
    "dense_forward(np.array([[1.0]]), np.array([[-3.0]]), np.zeros(1))\n# should be [[-3.]]",
)
def _(X, W, b):
    return np.maximum(X @ W + b, 0)
