"""The exercise `l2_backward`: what the price does to a step."""
# mypy: allow-untyped-defs

import numpy as np

from nncourse import regularization as prices
from nncourse.exercises.cats.weights import priced_weights
from nncourse.exercises.form import Exercise

l2_backward = Exercise(
    id="cats.l2_backward",
    title="What the price does to a step",
    points=1,
    reference=prices.l2_backward,
    contract='''
def l2_backward(weights, strength):
    """The gradient of l2_penalty with respect to each weight matrix.

    weights: a list of weight matrices (no biases); not changed.
    strength: a number >= 0.
    Returns a list, one array for each matrix, of its shape.
    """
    ...
''',
    outcomes=("Derive the gradient of the L2 penalty.",),
    axes={"grads": ""},
    returns="grads",
    hints=(
        "One weight w pays strength / 2 times w squared. What is the slope of that?",
        "The 2 from the square cancels the 1/2. Each weight's slope depends on that weight alone.",
        "Build a list: for each matrix, strength times the matrix.",
    ),
    experiment="l2_backward([np.array([[3.0, -4.0]])], 0.1)\n# [array([[ 0.3, -0.4]])]",
)


l2_backward.probes(priced_weights)


@l2_backward.mistake(
    "factor_two",
    "A 2 is left over. It cancels against the 1/2 of the penalty.",
)
def _(weights, strength):
    return [2 * strength * W for W in weights]


@l2_backward.mistake(
    "halved",
    "A 1/2 is left over: the square's slope brings a 2, which cancels it.",
)
def _(weights, strength):
    return [strength / 2 * W for W in weights]


@l2_backward.mistake(
    "strength_unused",
    "You return the weights themselves. The strength says how hard they are pulled.",
)
def _(weights, strength):
    return [W.copy() for W in weights]


@l2_backward.mistake(
    "sign",
    "The sign is turned round. For a positive weight the price grows with the weight: the slope is "
    "positive. The step subtracts it.",
)
def _(weights, strength):
    return [-strength * W for W in weights]


@l2_backward.mistake(
    "weights_after_the_step",
    "You return the shrunk weights. The gradient alone is wanted; the step is the optimiser's.",
)
def _(weights, strength):
    return [W - strength * W for W in weights]


@l2_backward.mistake(
    "in_place",
    "The values are right, but you multiplied the network's own weights. They must stay as they "
    "are until the step.",
    "W = np.array([[3.0, -4.0]]); l2_backward([W], 0.1)\nW  # still [[3., -4.]]",
)
def _(weights, strength):
    for W in weights:
        W *= strength
    return list(weights)


@l2_backward.mistake(
    "signs_only",
    "Each weight gets the same pull, whatever its size. That is the gradient of absolute values, "
    "L1. The slope of a square grows with the weight.",
)
def _(weights, strength):
    return [strength * np.sign(W) for W in weights]


@l2_backward.mistake(
    "squares",
    "You return the squares, which is what the weights pay. The slope of a square is twice the "
    "weight.",
)
def _(weights, strength):
    return [strength * W**2 for W in weights]


@l2_backward.mistake(
    "absolute",
    "All your entries are positive. A negative weight must be pulled upwards, towards zero.",
)
def _(weights, strength):
    return [strength * np.abs(W) for W in weights]


@l2_backward.mistake(
    "one_number_a_layer",
    "You summed over each matrix. Every weight has a slope of its own, so the shapes stay.",
    "l2_backward([np.ones((2, 3))], 1.0)[0].shape\n# (2, 3)",
)
def _(weights, strength):
    return [strength * W.sum() for W in weights]


@l2_backward.mistake(
    "divided_by_size",
    "You divide by the number of entries. The penalty is a sum, not a mean.",
)
def _(weights, strength):
    return [strength * W / W.size for W in weights]


@l2_backward.mistake(
    "first_layer_only",
    "Only the first matrix has a gradient: a return inside the loop leaves it in its first round.",
    "l2_backward([np.array([[1.0]]), np.array([[5.0]])], 0.1)\n"
    "# 0.1 for the first layer, 0.5 for the second",
)
def _(weights, strength):
    return [strength * weights[0]]


@l2_backward.mistake(
    "order_turned_round",
    "The list is turned round. Gradients come in the order of the weights.",
    "l2_backward([np.array([[1.0]]), np.array([[5.0]])], 0.1)\n"
    "# 0.1 for the first layer, 0.5 for the second",
)
def _(weights, strength):
    return [strength * W for W in weights[::-1]]
