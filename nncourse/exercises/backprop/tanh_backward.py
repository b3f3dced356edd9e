"""The exercise `tanh_backward`: back through tanh."""
# mypy: allow-untyped-defs

import numpy as np

from nncourse import activations
from nncourse.exercises import probes
from nncourse.exercises.form import Exercise

tanh_backward = Exercise(
    id="backprop.tanh_backward",
    title="Back through tanh",
    points=1,
    reference=activations.tanh_backward,
    contract='''
def tanh_backward(dA, A):
    """Pull the upstream gradient back through A = tanh(Z), entry by entry.

    dA: gradient of the loss with respect to A, any shape.
    A: what the forward returned, same shape: tanh(Z), not Z.
    Returns the gradient with respect to Z, same shape.
    Nothing is changed.
    """
    ...
''',
    outcomes=("Read the slope of tanh off its output.",),
    axes={"dA": "m n", "A": "m n", "dZ": "m n"},
    returns="dZ",
    hints=(
        "The same two factors as for the sigmoid: the upstream gradient and the slope.",
        "The slope of tanh is 1 at an output of 0, and 0 at outputs of -1 and 1. Which formula in "
        "a does that?",
        "The slope is one minus the square of A. Mind the brackets when you multiply by dA.",
    ),
    experiment="tanh_backward(np.array([4.0]), np.array([0.5]))\n# 4 * (1 - 0.25) = 3.0",
)


@tanh_backward.probes
def _(rng):
    for case in probes.cases():
        Z = case.normal(rng, "m n")
        yield case.label, case.normal(rng, "m n"), activations.tanh(Z)
    yield "saturated outputs", rng.standard_normal(4), np.array([-1.0, 1.0, 0.0, -0.999])


@tanh_backward.mistake(
    "upstream_forgotten",
    "You return the slope alone. Multiply it by dA, which comes in from the loss: upstream times "
    "local.",
)
def _(dA, A):
    return 1 - A**2


@tanh_backward.mistake(
    "sigmoid_rule",
    "a (1 - a) is the slope of the sigmoid. The output of tanh runs from -1 to 1, and its slope is "
    "steepest, 1, at an output of 0.",
    "tanh_backward(np.ones(3), np.array([-1.0, 0.0, 1.0]))\n# slopes 0, 1, 0",
)
def _(dA, A):
    return dA * A * (1 - A)


@tanh_backward.mistake(
    "tanh_again",
    "You apply tanh once more before taking the slope (1/cosh squared does the same). A is already "
    "the output; its slope is read off as it is.",
)
def _(dA, A):
    return dA * (1 - np.tanh(A) ** 2)


@tanh_backward.mistake(
    "square_missing",
    "You use 1 - a. The square is missing: for a negative output your slope is larger than one, "
    "and tanh is never that steep.",
    "tanh_backward(np.ones(3), np.array([-1.0, 0.0, 1.0]))\n# slopes 0, 1, 0",
)
def _(dA, A):
    return dA * (1 - A)


@tanh_backward.mistake(
    "plus_for_minus",
    "You use 1 + a squared, so the slope grows towards the flat ends. It has to shrink to zero "
    "there.",
    "tanh_backward(np.ones(3), np.array([-1.0, 0.0, 1.0]))\n# slopes 0, 1, 0",
)
def _(dA, A):
    return dA * (1 + A**2)


@tanh_backward.mistake(
    "brackets_missing",
    "The brackets are missing: dA is multiplied by the 1 only, and the square is subtracted "
    "afterwards. The whole slope is the factor.",
)
def _(dA, A):
    return dA * 1 - A**2


@tanh_backward.mistake(
    "squared_difference",
    "You square the difference, (1 - a) squared. Only a is squared.",
    "tanh_backward(np.ones(3), np.array([-1.0, 0.0, 1.0]))\n# slopes 0, 1, 0",
)
def _(dA, A):
    return dA * (1 - A) ** 2


@tanh_backward.mistake(
    "roles_swapped",
    "You take the slope from dA and treat A as the upstream gradient. The arguments are the other "
    "way round: dA comes from the loss, A from the forward.",
)
def _(dA, A):
    return A * (1 - dA**2)


@tanh_backward.mistake(
    "sign",
    "Your sign is turned round: a squared minus one is negative, and tanh rises everywhere.",
    "tanh_backward(np.ones(1), np.zeros(1))\n# the slope in the middle: 1",
)
def _(dA, A):
    return dA * (A**2 - 1)


@tanh_backward.mistake(
    "matrix_product",
    "You use a matrix product. tanh works on each entry by itself, so each entry of dA meets the "
    "slope of the same entry: a product with *.",
    "tanh_backward(np.ones((2, 3)), np.zeros((2, 3))).shape\n# the shape stays (2, 3)",
)
def _(dA, A):
    return dA @ (1 - A**2).T


@tanh_backward.mistake(
    "forward_again",
    "You run the forward on A and multiply. A backward needs the slope of tanh, not its value.",
)
def _(dA, A):
    return dA * np.tanh(A)
