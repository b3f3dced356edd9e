"""The exercise `sigmoid_backward`: back through the sigmoid."""
# mypy: allow-untyped-defs

import numpy as np

from nncourse import activations
from nncourse.exercises import probes
from nncourse.exercises.form import Exercise

sigmoid_backward = Exercise(
    id="backprop.sigmoid_backward",
    title="Back through the sigmoid",
    points=2,
    reference=activations.sigmoid_backward,
    contract='''
def sigmoid_backward(dA, A):
    """Pull the upstream gradient back through A = sigmoid(Z), entry by entry.

    dA: gradient of the loss with respect to A, any shape.
    A: what the forward returned, same shape: sigmoid(Z), not Z.
    Returns the gradient with respect to Z, same shape.
    Nothing is changed.
    """
    ...
''',
    outcomes=(
        "Multiply an upstream gradient by a local slope.",
        "Read the sigmoid's slope off its output.",
    ),
    axes={"dA": "m n", "A": "m n", "dZ": "m n"},
    returns="dZ",
    hints=(
        "A backward multiplies two things: what comes in from the loss, and the slope of its own "
        "step.",
        "The slope of the sigmoid at z is a (1 - a), where a is its output. The function is given "
        "the output, so nothing has to be computed again.",
        "One line: three factors multiplied entry by entry, of which dA is the first.",
    ),
    experiment="sigmoid_backward(np.array([4.0]), np.array([0.5]))\n# 4 * 0.5 * 0.5 = 1.0",
)


@sigmoid_backward.probes
def _(rng):
    for case in probes.cases():
        Z = case.normal(rng, "m n", scale=2.0)
        yield case.label, case.normal(rng, "m n"), activations.sigmoid(Z)
    yield "saturated outputs", rng.standard_normal(4), np.array([0.0, 1.0, 1e-9, 0.999])


@sigmoid_backward.mistake(
    "upstream_forgotten",
    "You return the slope alone. What comes in from the loss, dA, has to be multiplied in: the "
    "chain rule is upstream times local.",
)
def _(dA, A):
    return A * (1 - A)


@sigmoid_backward.mistake(
    "sigmoid_again",
    "You apply the sigmoid once more before taking the slope. A is already the output; the slope "
    "is read off it as it is.",
)
def _(dA, A):
    S = activations.sigmoid(A)
    return dA * S * (1 - S)


@sigmoid_backward.mistake(
    "tanh_rule",
    "1 - a squared is the slope of tanh. The sigmoid's output lies between 0 and 1, and its slope "
    "is zero at both ends.",
    "sigmoid_backward(np.ones(2), np.array([0.0, 1.0]))\n# flat at both ends: 0 and 0",
)
def _(dA, A):
    return dA * (1 - A**2)


@sigmoid_backward.mistake(
    "only_a",
    "You multiply by a alone. Where the output is near 1 the sigmoid is flat, yet you let the "
    "whole gradient through there.",
    "sigmoid_backward(np.ones(2), np.array([0.0, 1.0]))\n# flat at both ends: 0 and 0",
)
def _(dA, A):
    return dA * A


@sigmoid_backward.mistake(
    "only_one_minus_a",
    "You multiply by 1 - a alone. Where the output is near 0 the sigmoid is flat, yet you let the "
    "whole gradient through there.",
    "sigmoid_backward(np.ones(2), np.array([0.0, 1.0]))\n# flat at both ends: 0 and 0",
)
def _(dA, A):
    return dA * (1 - A)


@sigmoid_backward.mistake(
    "roles_swapped",
    "You take the slope from dA and treat A as the upstream gradient. The arguments are the other "
    "way round: dA comes from the loss, A from the forward.",
)
def _(dA, A):
    return A * dA * (1 - dA)


@sigmoid_backward.mistake(
    "sign",
    "Your sign is turned round. The sigmoid rises everywhere, so its slope is never negative: the "
    "two minus signs of the derivation cancel.",
)
def _(dA, A):
    return dA * A * (A - 1)


@sigmoid_backward.mistake(
    "forward_again",
    "You run the forward on A and multiply. A backward needs the slope of the sigmoid, not its "
    "value.",
)
def _(dA, A):
    return dA * activations.sigmoid(A)


@sigmoid_backward.mistake(
    "matrix_product",
    "You use a matrix product. The sigmoid works on each entry by itself, so each entry of dA "
    "meets the slope of the same entry: a product with *.",
    "sigmoid_backward(np.ones((2, 3)), np.full((2, 3), 0.5)).shape\n# the shape stays (2, 3)",
)
def _(dA, A):
    return dA @ (A * (1 - A)).T


@sigmoid_backward.mistake(
    "divided_by_m",
    "You divide by the number of examples. The mean over the batch belongs to the loss, and its "
    "1/m is already inside dA.",
    "sigmoid_backward(np.full((2, 1), 4.0), np.full((2, 1), 0.5))\n"
    "# 1.0 and 1.0, however many rows",
)
def _(dA, A):
    return dA * A * (1 - A) / len(A)


@sigmoid_backward.mistake(
    "added",
    "You add the slope to the upstream gradient. Along a path the chain rule multiplies; it adds "
    "only where paths meet.",
)
def _(dA, A):
    return dA + A * (1 - A)
