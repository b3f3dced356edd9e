"""The variant `columns_forward`: a layer whose examples are columns."""
# mypy: allow-untyped-defs

import numpy as np

from nncourse.classroom.variants.form import Graded
from nncourse.classroom.variants.properties import finite, floats, shape
from nncourse.exercises import probes


def right(X, W, b):
    """The weights times the columns, and each neuron's bias along its row."""
    return W @ X + b[:, None]


columns_forward = Graded(
    id="forward.columns_forward",
    title="Examples in columns",
    like="forward.dense_forward",
    points=2,
    reference=right,
    contract='''
def columns_forward(X, W, b):
    """A dense layer, written the way many textbooks do.

    X: one column for each example, shape (n_in, m).
    W: one row of weights for each neuron, shape (n_out, n_in).
    b: one bias for each neuron, shape (n_out,).
    Returns the sums of all neurons, shape (n_out, m).
    """
    ...
''',
    outcomes=("Carry a layer over to another layout, axis by axis.",),
    axes={"X": "n_in m", "W": "n_out n_in", "b": "n_out", "Z": "n_out m"},
    returns="Z",
    properties=(shape(lambda X, W, b: (len(W), X.shape[1])), floats, finite),
    hints=(
        "Write the shapes side by side. Which two axes meet, and disappear?",
        "A row of W and a column of X have n_in entries each. In a matrix product rows of the "
        "first meet columns of the second.",
        "The biases belong to the rows of the result. An array of shape (n_out,) would line up "
        "with the columns: give it a second axis.",
    ),
    experiment="columns_forward("
    "np.array([[1.0, 2.0, 3.0]]), np.array([[10.0], [20.0]]), np.array([1.0, 2.0]))\n"
    "# [[11, 21, 31], [22, 42, 62]]",
)


@columns_forward.probes
def _(rng):
    yield from probes.arrays(rng, "n_in m", "n_out n_in", "n_out")
    X, W, b = rng.normal(size=(4, 3)), rng.normal(size=(3, 4)), rng.normal(size=3)
    yield "as many examples as neurons", X, W, b


SQUARE = (
    "columns_forward(np.array([[1.0, 2.0], [0.0, 1.0]]), np.array([[1.0, 0.0], [5.0, 1.0]]), "
    "np.array([10.0, 20.0]))\n# [[11, 12], [25, 31]]"
)


@columns_forward.mistake("bias_left_out", "The biases are missing.")
def _(X, W, b):
    return W @ X


@columns_forward.mistake("bias_subtracted", "You take the biases off. They are added.")
def _(X, W, b):
    return W @ X - b[:, None]


@columns_forward.mistake(
    "bias_along_the_examples",
    "Your biases line up with the examples: an array of shape (n_out,) meets the last axis, and "
    "that is m here. Each bias belongs to a row.",
    SQUARE,
)
def _(X, W, b):
    return W @ X + b


@columns_forward.mistake(
    "order_exchanged",
    "You multiply X by W, as for examples in rows. Here the weights come first: their rows meet "
    "the columns of X.",
    SQUARE,
)
def _(X, W, b):
    return X @ W + b[:, None]


@columns_forward.mistake(
    "weights_transposed",
    "You turn W round. It has one row for each neuron already, and its rows have n_in entries.",
    SQUARE,
)
def _(X, W, b):
    return W.T @ X + b[:, None]


@columns_forward.mistake(
    "elementwise",
    "You multiply entry by entry. A neuron adds up over its inputs: that is a matrix product.",
    SQUARE,
)
def _(X, W, b):
    return W * X + b[:, None]


@columns_forward.mistake(
    "examples_in_rows",
    "The numbers are right, but your examples are rows. They are columns here, in X and in the "
    "result.",
)
def _(X, W, b):
    return (W @ X).T + b


@columns_forward.mistake(
    "biases_summed",
    "You add the sum of all biases everywhere. Each neuron has its own.",
)
def _(X, W, b):
    return W @ X + b.sum()


@columns_forward.mistake(
    "bias_for_each_input",
    "You add the bias once for each input. It is added once, after the sum over the inputs.",
    "columns_forward(np.ones((3, 1)), np.ones((1, 3)), np.array([10.0]))\n# 3 + 10: 13",
)
def _(X, W, b):
    return W @ X + len(X) * b[:, None]


@columns_forward.mistake(
    "averaged",
    "You divide by the number of inputs. A neuron takes their sum.",
    "columns_forward(np.ones((3, 1)), np.ones((1, 3)), np.array([10.0]))\n# 3 + 10: 13",
)
def _(X, W, b):
    return W @ X / len(X) + b[:, None]


@columns_forward.mistake(
    "relu_too",
    "You turn what is negative into 0. The activation comes later; here the sums are wanted.",
    "columns_forward(np.array([[1.0]]), np.array([[-2.0]]), np.array([0.5]))\n# -1.5",
)
def _(X, W, b):
    return np.maximum(right(X, W, b), 0)


@columns_forward.mistake(
    "first_example_only",
    "Only the first column is used. Each column is an example.",
)
def _(X, W, b):
    return np.tile(W @ X[:, :1] + b[:, None], X.shape[1])
