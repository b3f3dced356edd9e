"""The exercise `l2_penalty`: the price of weights."""
# mypy: allow-untyped-defs

import numpy as np

from nncourse import regularization as prices
from nncourse.exercises.cats.weights import priced_params, weights_of
from nncourse.exercises.form import Exercise

l2_penalty = Exercise(
    id="cats.l2_penalty",
    title="The price of weights",
    points=1,
    reference=prices.l2_penalty,
    contract='''
def l2_penalty(params, strength):
    """The price of a network's weights: strength / 2 times the sum of their squares.

    params: a dictionary, name -> array, such as network.params. The names
        of weights end in ".W"; what has another name does not pay.
    strength: a number >= 0, often written lambda.
    Returns a number.
    """
    ...
''',
    outcomes=("Write the L2 penalty of a network, and spare the biases.",),
    axes={"price": ""},
    returns="price",
    hints=(
        "Every single weight pays its square, whichever layer it is in. Which names are weights?",
        'Go through params.items(). Where name.endswith(".W"), np.sum(W * W) is what this array '
        "pays, before the factor.",
        "Add np.sum(W * W) up over the weights, and multiply the total by strength / 2.",
    ),
    experiment='l2_penalty({"0.W": np.array([[3.0, 4.0]]), "0.b": np.array([9.0, 9.0])}, 0.1)\n'
    "# 0.1 / 2 * (9 + 16) = 1.25",
)


l2_penalty.probes(priced_params)


def first(params):
    """The first layer's weights."""
    return next(iter(weights_of(params).values()))


@l2_penalty.mistake(
    "half_missing",
    "Yours is twice as large: the 1/2 is missing. It is there so that the gradient has no 2. "
    "Others leave it out; then a strength of 0.1 is what we call 0.2.",
)
def _(params, strength):
    return strength * sum(np.sum(W**2) for W in weights_of(params).values())


@l2_penalty.mistake(
    "absolute_values",
    "You add up absolute values. That is the L1 penalty, which drives weights to exactly zero; L2 "
    "takes squares.",
)
def _(params, strength):
    return strength / 2 * sum(np.sum(np.abs(W)) for W in weights_of(params).values())


@l2_penalty.mistake(
    "not_squared",
    "You add up the weights themselves, so that negative ones earn money. Square them first.",
    'l2_penalty({"0.W": np.array([[-1.0]])}, 2.0)\n# 1.0',
)
def _(params, strength):
    return strength / 2 * sum(np.sum(W) for W in weights_of(params).values())


@l2_penalty.mistake(
    "square_of_the_sum",
    "You square the sum of the weights. Square each weight, then add: 1 and -1 make 2 together, "
    "not 0.",
    'l2_penalty({"0.W": np.array([[1.0, -1.0]])}, 1.0)\n# 1.0',
)
def _(params, strength):
    return strength / 2 * sum(np.sum(W) ** 2 for W in weights_of(params).values())


@l2_penalty.mistake(
    "root",
    "You took the root: the length of each matrix. L2 pays for the squared length.",
    'l2_penalty({"0.W": np.array([[3.0, 4.0]])}, 2.0)\n# 25.0, not 5.0',
)
def _(params, strength):
    return strength / 2 * sum(np.sqrt(np.sum(W**2)) for W in weights_of(params).values())


@l2_penalty.mistake(
    "mean",
    "You take the mean of the squares, so the price of a weight depends on how many others there "
    "are. Add them up.",
    'l2_penalty({"0.W": np.ones((2, 5))}, 1.0)\n# ten weights, 1/2 each: 5.0',
)
def _(params, strength):
    return strength / 2 * sum(np.mean(W**2) for W in weights_of(params).values())


@l2_penalty.mistake(
    "first_layer_only",
    "Only the first layer pays: a return inside the loop leaves it in its first round.",
    'l2_penalty({"0.W": np.ones((1, 1)), "1.W": np.ones((1, 1))}, 2.0)\n# 2.0',
)
def _(params, strength):
    return strength / 2 * np.sum(first(params) ** 2)


@l2_penalty.mistake(
    "last_layer_only",
    "Only the last layer pays: the total is overwritten in each round instead of growing.",
    'l2_penalty({"0.W": np.ones((1, 1)), "1.W": np.ones((1, 1))}, 2.0)\n# 2.0',
)
def _(params, strength):
    return strength / 2 * np.sum([*weights_of(params).values()][-1] ** 2)


@l2_penalty.mistake(
    "strength_unused",
    "The strength does not come into your price. It says how dear weights are.",
    'l2_penalty({"0.W": np.ones((1, 1))}, 0.0)\n# free of charge: 0.0',
)
def _(params, strength):
    return sum(np.sum(W**2) for W in weights_of(params).values()) / 2


@l2_penalty.mistake(
    "strength_squared",
    "You multiply by the strength before squaring, so it counts twice. Square the weights alone.",
)
def _(params, strength):
    return sum(np.sum((strength * W) ** 2) for W in weights_of(params).values()) / 2


@l2_penalty.mistake(
    "one_price_a_layer",
    "You return one price per layer. The loss is one number, so the prices are added.",
)
def _(params, strength):
    return [strength / 2 * float(np.sum(W**2)) for W in weights_of(params).values()]


@l2_penalty.mistake(
    "averaged_over_layers",
    "You divide by the number of layers. Each weight pays the same, however deep the network.",
    'l2_penalty({"0.W": np.ones((1, 1)), "1.W": np.ones((1, 1))}, 2.0)\n# 2.0',
)
def _(params, strength):
    return (
        strength
        / 2
        * sum(np.sum(W**2) for W in weights_of(params).values())
        / len(weights_of(params))
    )


@l2_penalty.mistake(
    "negative",
    "Your price is negative: large weights would be rewarded.",
)
def _(params, strength):
    return -strength / 2 * sum(np.sum(W**2) for W in weights_of(params).values())


@l2_penalty.mistake(
    "biases_pay",
    "Your biases pay too. A bias only shifts, it cannot memorise a picture; the names of the "
    "weights end in .W.",
    'l2_penalty({"0.W": np.ones((1, 1)), "0.b": np.ones(1)}, 2.0)\n# 1.0, not 2.0',
)
def _(params, strength):
    return strength / 2 * sum(np.sum(p**2) for p in params.values())


@l2_penalty.mistake(
    "only_matrices",
    "You tell weights by their two axes. There are others: a convolution's have four. Go by the "
    "name.",
    'l2_penalty({"0.W": np.ones((1, 1, 1, 1))}, 2.0)\n# 1.0',
)
def _(params, strength):
    return strength / 2 * sum(np.sum(p**2) for p in params.values() if p.ndim == 2)
