"""The exercise `softmax_cross_entropy_backward`: where the gradient starts."""
# mypy: allow-untyped-defs

import numpy as np

from nncourse import activations, losses
from nncourse.exercises import probes
from nncourse.exercises.form import Exercise

softmax_cross_entropy_backward = Exercise(
    id="backprop.softmax_cross_entropy_backward",
    title="Where the gradient starts",
    points=3,
    reference=losses.softmax_cross_entropy_backward,
    contract='''
def softmax_cross_entropy_backward(Z, Y):
    """The gradient of the mean cross-entropy of softmax(Z), for each score.

    Z: scores, shape (m, k); may be as large as 1000.
    Y: one-hot rows, shape (m, k).
    Returns shape (m, k). Nothing is changed. You may use softmax.
    """
    ...
''',
    outcomes=(
        "Write the gradient of softmax and cross-entropy together.",
        "Say where 1/m enters, and that it enters once.",
    ),
    axes={"Z": "m k", "Y": "m k", "dZ": "m k"},
    returns="dZ",
    stable=True,
    hints=(
        "Take one row. By how much does each share miss what it should have been?",
        "For one example the gradient is its predicted shares minus its true ones. The loss is a "
        "mean over the rows.",
        "Three steps in one line: softmax of Z, minus Y, divided by the number of rows.",
    ),
    experiment="softmax_cross_entropy_backward(np.zeros((2, 2)), np.eye(2))\n"
    "# [[-0.25, 0.25], [0.25, -0.25]]",
)


@softmax_cross_entropy_backward.probes
def _(rng):
    for case in probes.cases():
        one_hot = probes.one_hot(rng, case["m"], case["k"])
        Z = case.normal(rng, "m k", scale=2.0)
        yield case.label, Z, one_hot.astype(case.dtype)
    yield "scores of 1000", probes.extreme(rng, 5, 3), probes.one_hot(rng, 5, 3)
    Z = probes.two_peaks(rng, 3)
    yield "two scores far above the others", Z, probes.one_hot(rng, *Z.shape)


@softmax_cross_entropy_backward.mistake(
    "no_mean",
    "Each row is right, the batch is not: the loss is a mean over m examples, so every gradient "
    "carries 1/m. This is the one place where it enters.",
)
def _(Z, Y):
    return activations.softmax(Z) - Y


@softmax_cross_entropy_backward.mistake(
    "mean_over_all_entries",
    "You divide by m times k, the number of all entries. The loss is a mean over the m examples; "
    "the classes of one example are not averaged.",
)
def _(Z, Y):
    return (activations.softmax(Z) - Y) / Z.size


@softmax_cross_entropy_backward.mistake(
    "sign",
    "Your sign is turned round: truth minus prediction points downhill. The gradient points "
    "uphill; the minus comes with the step.",
)
def _(Z, Y):
    return (Y - activations.softmax(Z)) / len(Z)


@softmax_cross_entropy_backward.mistake(
    "softmax_forgotten",
    "You subtract Y from the scores. What is compared with the truth are the shares: the scores "
    "have to go through softmax first.",
)
def _(Z, Y):
    return (Z - Y) / len(Z)


@softmax_cross_entropy_backward.mistake(
    "softmax_twice",
    "You apply softmax twice. Once turns scores into shares; the second time flattens them.",
    "softmax_cross_entropy_backward(np.array([[2.0, 0.0]]), np.array([[0.0, 1.0]]))\n"
    "# 0.88 and -0.88",
)
def _(Z, Y):
    return (activations.softmax(activations.softmax(Z)) - Y) / len(Z)


@softmax_cross_entropy_backward.mistake(
    "softmax_over_columns",
    "Your shares add up along the columns. One example is one row, so softmax runs along axis 1.",
    "softmax_cross_entropy_backward(np.array([[1.0, 2.0, 3.0]]), np.zeros((1, 3)))\n"
    "# three different shares, not three ones",
)
def _(Z, Y):
    return (activations.softmax(Z.T).T - Y) / len(Z)


@softmax_cross_entropy_backward.mistake(
    "sigmoid_for_softmax",
    "You use the sigmoid, which treats each class as a question of its own. Here the classes share "
    "one hundred per cent: softmax.",
    "softmax_cross_entropy_backward(np.array([[2.0, 0.0]]), np.array([[0.0, 1.0]]))\n"
    "# 0.88 and -0.88",
)
def _(Z, Y):
    return (activations.sigmoid(Z) - Y) / len(Z)


@softmax_cross_entropy_backward.mistake(
    "extra_slope",
    "You multiply by p (1 - p) once more. That factor belongs to the squared error; with "
    "cross-entropy it has cancelled already.",
    "softmax_cross_entropy_backward(np.zeros((1, 2)), np.eye(2)[:1])\n# -0.5 and 0.5",
)
def _(Z, Y):
    P = activations.softmax(Z)
    return (P - Y) * P * (1 - P) / len(Z)


@softmax_cross_entropy_backward.mistake(
    "true_class_only",
    "Only the true class gets a gradient. But raising any score takes a share away from the true "
    "class: the other classes must go down.",
)
def _(Z, Y):
    return Y * (activations.softmax(Z) - 1) / len(Z)


@softmax_cross_entropy_backward.mistake(
    "gradient_of_the_shares",
    "-Y / P is the gradient with respect to the shares. One step is missing: back through softmax "
    "to the scores.",
    "softmax_cross_entropy_backward(np.zeros((1, 2)), np.eye(2)[:1])\n# -0.5 and 0.5",
)
def _(Z, Y):
    return -Y / activations.softmax(Z) / len(Z)


@softmax_cross_entropy_backward.mistake(
    "factor_two",
    "A factor 2 is too much. It belongs to the squared error, whose slope is twice what is "
    "squared.",
)
def _(Z, Y):
    return 2 * (activations.softmax(Z) - Y) / len(Z)


@softmax_cross_entropy_backward.mistake(
    "overflow",
    "The formula is right, the exponentials overflow: exp(1000) is no float. Shift each row by its "
    "largest score, or use softmax of the chapter on the forward pass.",
    "softmax_cross_entropy_backward(np.array([[1000.0, 0.0]]), np.array([[0.0, 1.0]]))\n# 1 and -1",
)
def _(Z, Y):
    E = np.exp(Z)
    return (E / E.sum(axis=1, keepdims=True) - Y) / len(Z)


@softmax_cross_entropy_backward.mistake(
    "overflow_and_no_mean",
    "Two things. The exponentials overflow: shift each row by its largest score, or use softmax of "
    "the chapter on the forward pass. And the loss is a mean over m examples, so every gradient "
    "carries 1/m.",
    "softmax_cross_entropy_backward(np.array([[1000.0, 0.0], [0.0, 0.0]]), np.eye(2))\n"
    "# [[0, 0], [0.25, -0.25]]",
)
def _(Z, Y):
    E = np.exp(Z)
    return E / E.sum(axis=1, keepdims=True) - Y


@softmax_cross_entropy_backward.mistake(
    "one_sum_for_all",
    "You divide by the sum of all exponentials of the batch. Each example has 100 per cent of its "
    "own to share out: the sum runs along its row.",
)
def _(Z, Y):
    E = np.exp(Z)
    return (E / E.sum() - Y) / len(Z)


@softmax_cross_entropy_backward.mistake(
    "summed_over_the_batch",
    "You add up the rows. Every score of every example has a gradient of its own, so the result "
    "has the shape of Z; the batch is summed later, for the weights.",
)
def _(Z, Y):
    return (activations.softmax(Z) - Y).mean(axis=0)
