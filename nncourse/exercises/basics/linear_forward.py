"""The exercise `linear_forward`: one neuron, a whole batch."""
# mypy: allow-untyped-defs

import numpy as np

from nncourse import neuron as neurons
from nncourse.exercises import probes
from nncourse.exercises.form import Exercise

linear_forward = Exercise(
    id="basics.linear_forward",
    title="One neuron, a whole batch",
    points=2,
    reference=neurons.linear_forward,
    contract='''
def linear_forward(X, w, b):
    """The outputs of one neuron for a batch of examples, without a loop.

    X: one example per row, shape (m, n_in).
    w: one weight per feature, shape (n_in,).
    b: the bias, a number or shape (1,).
    Returns one output per example, shape (m,).
    """
    ...
''',
    outcomes=("Compute a neuron's outputs for a whole batch with one matrix product.",),
    axes={"X": "m n_in", "w": "n_in", "b": "", "y_hat": "m"},
    returns="y_hat",
    hints=(
        "Every row of X is one example for `neuron`. Which operation treats all rows at once?",
        "Look at the shapes: (m, n_in) with (n_in,) should give (m,). The axis n_in is summed.",
        "It reads like the single neuron, with X in the place of x, and X on the left.",
    ),
    experiment="rows, bias = np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([0.5])\n"
    "linear_forward(rows, np.array([10.0, 100.0]), bias)  # 210.5 and 430.5",
)


@linear_forward.probes
def _(rng):
    yield from probes.arrays(rng, "m n", "n", "", empty=True)
    yield "a bias with one axis", rng.normal(size=(5, 4)), rng.normal(size=4), rng.normal(size=1)


@linear_forward.mistake(
    "bias_omitted",
    "Every output is off by the same number, the bias: it is missing.",
    "linear_forward(np.zeros((3, 2)), np.ones(2), 0.5)\n# the bias alone: 0.5, 0.5, 0.5",
)
def _(X, w, b):
    return X @ w


@linear_forward.mistake(
    "one_by_one",
    "You go through the examples one by one. With a bias of shape (1,), each of your numbers is an "
    "array with one entry, and all together have two axes. X @ w treats all rows at once.",
    "linear_forward(np.zeros((3, 2)), np.ones(2), np.array([0.5]))\n# 0.5, 0.5, 0.5: one axis",
)
def _(X, w, b):
    return np.array([x @ w + b for x in X])


@linear_forward.mistake(
    "bias_subtracted",
    "You subtract the bias. A neuron adds it.",
    "linear_forward(np.zeros((3, 2)), np.ones(2), 0.5)\n# the bias alone: 0.5, 0.5, 0.5",
)
def _(X, w, b):
    return X @ w - b


@linear_forward.mistake(
    "not_summed",
    "`*` multiplies entry by entry and leaves one product per feature. A product that also sums "
    "over the features gives one output per example.",
)
def _(X, w, b):
    return X * w + b


@linear_forward.mistake(
    "weights_on_the_left",
    "You put w on the left of X (or transposed X), which pairs the weights with the examples "
    "instead of the features. It only runs where both are equally many.",
    "linear_forward(np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([1.0, 0.0]), 0.0)\n# 1 and 3",
)
def _(X, w, b):
    return w @ X + b


@linear_forward.mistake(
    "column",
    "Your outputs are a column of shape (m, 1). Here they are (m,), one number per example; a "
    "column against (m,) targets would later broadcast to (m, m), silently.",
    "y_hat = linear_forward(np.ones((3, 2)), np.ones(2), 0.0)\ny_hat.shape  # (3,)",
)
def _(X, w, b):
    return X @ w[:, np.newaxis] + b


@linear_forward.mistake(
    "bias_for_every_feature",
    "You added the bias before the sum over the features, so it counts once a feature. It is "
    "added once an example, after the sum.",
    "linear_forward(np.zeros((3, 4)), np.ones(4), 1.0)\n# the bias once: 1.0, 1.0, 1.0",
)
def _(X, w, b):
    return np.sum(X * w + b, axis=1)


@linear_forward.mistake(
    "summed_over_everything",
    "You summed over examples and features alike and got one number. Each example keeps its own "
    "output: sum over the axis of the features only.",
)
def _(X, w, b):
    return np.sum(X * w) + b


@linear_forward.mistake(
    "summed_over_examples",
    "You summed over axis 0, the examples, and got one number per feature. The features are "
    "axis 1.",
)
def _(X, w, b):
    return np.sum(X * w, axis=0) + b


@linear_forward.mistake(
    "mean_not_sum",
    "You take the mean over the features. A weighted sum adds them up.",
)
def _(X, w, b):
    return np.mean(X * w, axis=1) + b


@linear_forward.mistake(
    "first_example_only",
    "You gave the output of the first example alone: a return inside the loop leaves it in its "
    "first round.",
)
def _(X, w, b):
    return X[0] @ w + b


@linear_forward.mistake(
    "a_list",
    "The numbers are right, but they come as a Python list. The next step computes with arrays: "
    "turn it into one.",
    "y_hat = linear_forward(np.ones((3, 2)), np.ones(2), 0.0)\ntype(y_hat)  # numpy.ndarray",
)
def _(X, w, b):
    return (X @ w + b).tolist()
