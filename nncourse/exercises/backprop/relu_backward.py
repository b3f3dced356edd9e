"""The exercise `relu_backward`: back through ReLU."""
# mypy: allow-untyped-defs

import numpy as np

from nncourse import activations
from nncourse.exercises import probes
from nncourse.exercises.form import Exercise

relu_backward = Exercise(
    id="backprop.relu_backward",
    title="Back through ReLU",
    points=2,
    reference=activations.relu_backward,
    contract='''
def relu_backward(dA, A):
    """Pull the upstream gradient back through A = relu(Z), entry by entry.

    dA: gradient of the loss with respect to A, any shape.
    A: what the forward returned, same shape; never negative.
    Returns the gradient with respect to Z, same shape; 0 where A is 0.
    Nothing is changed.
    """
    ...
''',
    outcomes=("Let gradients through where the forward let values through.",),
    axes={"dA": "m n", "A": "m n", "dZ": "m n"},
    returns="dZ",
    hints=(
        "ReLU is a door: open for positive values, shut for the others. The gradient goes back "
        "through the same doors.",
        "A comparison of A with zero gives an array of True and False, and these count as 1 and 0 "
        "when they are multiplied.",
        "One line: dA times the comparison. A is 0 wherever the door was shut, so mind which "
        "comparison leaves zero out.",
    ),
    experiment="relu_backward(np.array([5.0, -5.0, 5.0]), np.array([2.0, 2.0, 0.0]))\n"
    "# the first two pass: 5, -5, 0",
)


@relu_backward.probes
def _(rng):
    for case in probes.cases():
        yield case.label, case.normal(rng, "m n"), activations.relu(case.normal(rng, "m n"))
    yield (
        "neurons open and shut and nearly shut",
        rng.standard_normal(4),
        np.array([2.0, 0.0, 1e-9, 0.5]),
    )
    yield "neurons that are all shut", rng.standard_normal((5, 3)), np.zeros((5, 3))


@relu_backward.mistake(
    "greater_or_equal",
    "Everything passes: your comparison is true for zero as well, and the output of ReLU is never "
    "negative. Where the forward gave 0 the door was shut.",
    "relu_backward(np.array([5.0, 5.0]), np.array([0.0, 3.0]))\n# shut and open: 0, 5",
)
def _(dA, A):
    return dA * (A >= 0)


@relu_backward.mistake(
    "upstream_forgotten",
    "You return the mask of ones and zeros. It says which gradients pass; what passes is dA.",
)
def _(dA, A):
    return (A > 0).astype(float)


@relu_backward.mistake(
    "relu_of_gradient",
    "You apply ReLU to the gradient itself, so that negative gradients are lost. What decides is "
    "the value in the forward, not the sign of dA.",
)
def _(dA, A):
    return np.maximum(dA, 0)


@relu_backward.mistake(
    "both_masks",
    "You also shut out negative gradients. The door asks only whether A is positive; a gradient "
    "passes with either sign.",
)
def _(dA, A):
    return np.maximum(dA, 0) * (A > 0)


@relu_backward.mistake(
    "times_output",
    "You multiply by the output. The slope of ReLU is 1 where it is open, whatever the value.",
)
def _(dA, A):
    return dA * A


@relu_backward.mistake(
    "returns_output",
    "You return the forward's output again. A backward returns a gradient: dA, where the door was "
    "open.",
)
def _(dA, A):
    return np.maximum(A, 0)


@relu_backward.mistake(
    "roles_swapped",
    "You look at the sign of dA and let A through. The arguments are the other way round: A "
    "decides, dA passes.",
)
def _(dA, A):
    return A * (dA > 0)


@relu_backward.mistake(
    "mask_inverted",
    "Your doors are the wrong way round: you let gradients through where ReLU was shut.",
)
def _(dA, A):
    return dA * (A <= 0)


@relu_backward.mistake(
    "leaky",
    "You let a hundredth through where the door was shut. That is leaky ReLU; the slope of plain "
    "ReLU is 0 there.",
    "relu_backward(np.array([5.0]), np.array([0.0]))\n# shut: 0",
)
def _(dA, A):
    return np.where(A > 0, dA, 0.01 * dA)


@relu_backward.mistake(
    "half_at_zero",
    "You take a slope of 1/2 at an output of 0. But every negative input gives that output too, "
    "and there the slope is 0.",
    "relu_backward(np.array([5.0]), np.array([0.0]))\n# shut: 0",
)
def _(dA, A):
    return dA * np.heaviside(A, 0.5)


@relu_backward.mistake(
    "in_place",
    "The values are right, but you write zeros into the caller's dA, which may be needed "
    "elsewhere. Make a new array instead.",
    "dA = np.ones(2); relu_backward(dA, np.zeros(2))\ndA  # still ones",
)
def _(dA, A):
    dA[A <= 0] = 0
    return dA


@relu_backward.mistake(
    "matrix_product",
    "You use a matrix product. ReLU works on each entry by itself, so each entry of dA meets its "
    "own door: a product with *.",
    "relu_backward(np.ones((2, 3)), np.ones((2, 3))).shape\n# the shape stays (2, 3)",
)
def _(dA, A):
    return dA @ (A > 0).T
