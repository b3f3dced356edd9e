"""The variant `columns_backward`: back through a layer whose examples are columns."""
# mypy: allow-untyped-defs

import numpy as np

from nncourse.classroom.variants.form import Graded
from nncourse.classroom.variants.properties import Property
from nncourse.exercises import probes


def right(dZ, X, W):
    """W turned round for the inputs, X turned round for the weights, a sum along the examples."""
    return W.T @ dZ, dZ @ X.T, dZ.sum(axis=1)


def shaped(result, dZ, X, W):
    """Whether there are three gradients of the shapes of X, W and b."""
    return [array.shape for array in result] == [X.shape, W.shape, (len(W),)]


columns_backward = Graded(
    id="backprop.columns_backward",
    title="Back through a layer of columns",
    like="backprop.dense_backward",
    points=4,
    reference=right,
    contract='''
def columns_backward(dZ, X, W):
    """Pull a gradient back through Z = W @ X, plus each neuron's bias.

    dZ: gradient of the loss with respect to Z, shape (n_out, m): one column
        for each example.
    X: what came in, one column for each example, shape (n_in, m).
    W: one row of weights for each neuron, shape (n_out, n_in).
    Returns dX, dW and db, in the shapes of X, W and b, which is (n_out,).
    The examples are added up: 1/m is in dZ already.
    """
    ...
''',
    outcomes=("Find the backward of a layer from its shapes.",),
    axes={
        "dZ": "n_out m",
        "X": "n_in m",
        "W": "n_out n_in",
        "dX": "n_in m",
        "dW": "n_out n_in",
        "db": "n_out",
    },
    returns=("dX", "dW", "db"),
    properties=(Property("three gradients of the right shapes", shaped),),
    hints=(
        "The shapes tell nearly everything: which product of dZ with X or W has the shape of W, "
        "and which that of X?",
        "dW is (n_out, n_in): dZ, (n_out, m), times something of shape (m, n_in). The axis that "
        "disappears is that of the examples, as it should.",
        "b was added to every column, so its gradient adds up the columns: along which axis do "
        "the examples lie?",
    ),
    experiment="columns_backward("
    "np.array([[1.0, 2.0]]), np.array([[3.0, 4.0], [5.0, 6.0]]), np.array([[7.0, 8.0]]))\n"
    "# dX [[7, 14], [8, 16]]; dW [[11, 17]]; db [3]",
)


@columns_backward.probes
def _(rng):
    yield from probes.arrays(rng, "n_out m", "n_in m", "n_out n_in")
    dZ, X, W = rng.normal(size=(3, 3)), rng.normal(size=(4, 3)), rng.normal(size=(3, 4))
    yield "as many examples as neurons", dZ, X, W


SQUARE = (
    "[np.round(d).tolist() for d in columns_backward("
    "np.array([[1.0, 2.0], [0.0, 3.0]]), np.eye(2), np.array([[7.0, 8.0], [9.0, 1.0]]))]\n"
    "# [[7, 41], [8, 19]], [[1, 2], [0, 3]] and [3, 3]"
)


@columns_backward.mistake(
    "weights_not_turned",
    "For dX you use W as it is. Forward, its columns met the inputs; back, they must come out: "
    "turn it round.",
    SQUARE,
)
def _(dZ, X, W):
    return W @ dZ, dZ @ X.T, dZ.sum(axis=1)


@columns_backward.mistake(
    "rows_for_dx",
    "For dX you multiply as for examples in rows, dZ first. Here the columns of dZ are examples: "
    "they stand on the right.",
    SQUARE,
)
def _(dZ, X, W):
    return dZ @ W, dZ @ X.T, dZ.sum(axis=1)


@columns_backward.mistake(
    "dw_transposed",
    "dX and db are right, and your dW is turned round: (n_in, n_out). W has a row for each neuron.",
    "columns_backward(np.ones((1, 2)), np.ones((3, 2)), np.ones((1, 3)))[1].shape\n# (1, 3)",
)
def _(dZ, X, W):
    return W.T @ dZ, X @ dZ.T, dZ.sum(axis=1)


@columns_backward.mistake(
    "dw_averaged",
    "You divide dW by the number of examples. The loss has done that: 1/m is in dZ.",
)
def _(dZ, X, W):
    return W.T @ dZ, dZ @ X.T / X.shape[1], dZ.sum(axis=1)


@columns_backward.mistake(
    "averaged",
    "You divide dW and db by the number of examples. The loss has done that: 1/m is in dZ.",
)
def _(dZ, X, W):
    m = X.shape[1]
    return W.T @ dZ, dZ @ X.T / m, dZ.sum(axis=1) / m


@columns_backward.mistake(
    "db_averaged",
    "Your db is a mean over the examples. Add them up: 1/m is in dZ already.",
)
def _(dZ, X, W):
    return W.T @ dZ, dZ @ X.T, dZ.mean(axis=1)


@columns_backward.mistake(
    "db_along_the_neurons",
    "For db you add up over the neurons. Each neuron has a bias: add up over the examples, which "
    "are columns here.",
    SQUARE,
)
def _(dZ, X, W):
    return W.T @ dZ, dZ @ X.T, dZ.sum(axis=0)


@columns_backward.mistake(
    "db_a_single_number",
    "Your db is one number. Each neuron has a bias of its own.",
)
def _(dZ, X, W):
    return W.T @ dZ, dZ @ X.T, dZ.sum()


@columns_backward.mistake(
    "db_a_column",
    "db is a column, (n_out, 1). It should have the shape of b, (n_out,).",
)
def _(dZ, X, W):
    return W.T @ dZ, dZ @ X.T, dZ.sum(axis=1, keepdims=True)


@columns_backward.mistake(
    "db_not_summed",
    "db has a column for each example. The bias was added to all of them: add them up.",
)
def _(dZ, X, W):
    return W.T @ dZ, dZ @ X.T, dZ.copy()


@columns_backward.mistake(
    "two_results",
    "You return two gradients. Three are wanted, that of the inputs first: layers before this one "
    "need it.",
)
def _(dZ, X, W):
    return dZ @ X.T, dZ.sum(axis=1)


@columns_backward.mistake(
    "upstream_of_ones",
    "Your dX does not depend on dZ, as if ones came from above.",
    SQUARE,
)
def _(dZ, X, W):
    return W.T @ np.ones_like(dZ), dZ @ X.T, dZ.sum(axis=1)


@columns_backward.mistake(
    "signs_turned",
    "All signs are turned round: the step against the gradient comes later.",
)
def _(dZ, X, W):
    return -W.T @ dZ, -dZ @ X.T, -dZ.sum(axis=1)
