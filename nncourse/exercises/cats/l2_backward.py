"""The exercise `l2_backward`: what the price does to a step."""
# mypy: allow-untyped-defs

import numpy as np

from nncourse import regularization as prices
from nncourse.exercises.cats.weights import priced_params, weights_of
from nncourse.exercises.form import Exercise

l2_backward = Exercise(
    id="cats.l2_backward",
    title="What the price does to a step",
    points=2,
    reference=prices.l2_backward,
    contract='''
def l2_backward(params, strength):
    """The gradient of l2_penalty with respect to every parameter.

    params: a dictionary, name -> array; not changed. The names of weights
        end in ".W"; what has another name does not pay.
    strength: a number >= 0.
    Returns a new dictionary, name -> array, with the same names and shapes:
    zeros where nothing is paid.
    """
    ...
''',
    outcomes=("Derive the gradient of the L2 penalty for a whole network.",),
    axes={"grads": ""},
    returns="grads",
    hints=(
        "One weight w pays strength / 2 times w squared. What is the slope of that? And what is "
        "the slope for a bias, which pays nothing?",
        "The 2 from the square cancels the 1/2. Each weight's slope depends on that weight alone; "
        "a bias may be nudged and the price stays.",
        "Build a dictionary, name by name: strength times the array for weights, "
        "np.zeros_like(p) for all else.",
    ),
    experiment='l2_backward({"0.W": np.array([[3.0, -4.0]]), "0.b": np.ones(2)}, 0.1)\n'
    "# 0.W: [[0.3, -0.4]], 0.b: [0, 0]",
)


@l2_backward.probes
def _(rng):
    yield from priced_params(rng)


def each_weight(slope):
    """A mistake that gives the biases zeros, as it should, and each W the slope(W, strength)."""

    def answer(params, strength):
        return {
            name: slope(p, strength) if name.endswith(".W") else np.zeros_like(p)
            for name, p in params.items()
        }

    return answer


l2_backward.mistake(
    "factor_two",
    "A 2 is left over. It cancels against the 1/2 of the penalty.",
)(each_weight(lambda W, strength: 2 * strength * W))


l2_backward.mistake(
    "halved",
    "A 1/2 is left over: the square's slope brings a 2, which cancels it.",
)(each_weight(lambda W, strength: strength / 2 * W))


l2_backward.mistake(
    "strength_unused",
    "You return the weights themselves. The strength says how hard they are pulled.",
)(each_weight(lambda W, strength: W.copy()))


l2_backward.mistake(
    "sign",
    "The sign is turned round. For a positive weight the price grows with the weight: the slope is "
    "positive. The step subtracts it.",
)(each_weight(lambda W, strength: -strength * W))


l2_backward.mistake(
    "weights_after_the_step",
    "You return the shrunk weights. The gradient alone is wanted; the step is the optimiser's.",
)(each_weight(lambda W, strength: W - strength * W))


@l2_backward.mistake(
    "in_place",
    "The values are right, but you multiplied the network's own weights. They must stay as they "
    "are until the step.",
    'W = np.array([[3.0, -4.0]]); l2_backward({"0.W": W}, 0.1)\nW  # still [[3., -4.]]',
)
def _(params, strength):
    for name, p in params.items():
        p *= strength if name.endswith(".W") else 0
    return params


l2_backward.mistake(
    "signs_only",
    "Each weight gets the same pull, whatever its size. That is the gradient of absolute values, "
    "L1. The slope of a square grows with the weight.",
)(each_weight(lambda W, strength: strength * np.sign(W)))


l2_backward.mistake(
    "squares",
    "You return the squares, which is what the weights pay. The slope of a square is twice the "
    "weight.",
)(each_weight(lambda W, strength: strength * W**2))


l2_backward.mistake(
    "absolute",
    "All your entries are positive. A negative weight must be pulled upwards, towards zero.",
)(each_weight(lambda W, strength: strength * np.abs(W)))


l2_backward.mistake(
    "one_number_a_layer",
    "You summed over each matrix. Every weight has a slope of its own, so the shapes stay.",
    'l2_backward({"0.W": np.ones((2, 3))}, 1.0)["0.W"].shape\n# (2, 3)',
)(each_weight(lambda W, strength: strength * W.sum()))


l2_backward.mistake(
    "divided_by_size",
    "You divide by the number of entries. The penalty is a sum, not a mean.",
)(each_weight(lambda W, strength: strength * W / W.size))


@l2_backward.mistake(
    "first_layer_only",
    "Only the first layer is pulled, and the others get zeros. Weights pay in every layer.",
    'l2_backward({"0.W": np.ones((1, 1)), "1.W": np.ones((1, 1))}, 0.1)\n'
    "# 0.W: [[0.1]], 1.W: [[0.1]]",
)
def _(params, strength):
    grads = {name: np.zeros_like(p) for name, p in params.items()}
    first = next(iter(weights_of(params)))
    return grads | {first: strength * params[first]}


@l2_backward.mistake(
    "biases_pay",
    "Your biases are pulled too. A bias does not pay, so its slope is zero; the names of the "
    "weights end in .W.",
    'l2_backward({"0.W": np.ones((1, 1)), "0.b": np.ones(1)}, 0.1)\n# 0.1 for 0.W, 0 for 0.b',
)
def _(params, strength):
    return {name: strength * p for name, p in params.items()}


@l2_backward.mistake(
    "biases_missing",
    "The biases are missing. A gradient has an entry for every parameter; where nothing is paid, "
    "that is zeros.",
    'l2_backward({"0.W": np.ones((1, 1)), "0.b": np.ones(1)}, 0.1)["0.b"]\n# array([0.])',
)
def _(params, strength):
    return {name: strength * W for name, W in weights_of(params).items()}


@l2_backward.mistake(
    "a_list",
    "You return a list. The step needs to know what belongs to whom: a dictionary with the names "
    "of params.",
    'l2_backward({"0.W": np.ones((1, 1))}, 0.1)["0.W"]\n# array([[0.1]])',
)
def _(params, strength):
    return [strength * W for W in weights_of(params).values()]


@l2_backward.mistake(
    "zero_as_a_number",
    "For a bias you return the number 0. The gradient has the shape of the thing: zeros, as many "
    "as there are biases.",
    'l2_backward({"0.b": np.ones(3)}, 0.1)["0.b"].shape\n# (3,)',
)
def _(params, strength):
    return {n: strength * p if n.endswith(".W") else 0.0 for n, p in params.items()}


@l2_backward.mistake(
    "biases_themselves",
    "You return the biases as they are. That would be their values; their slope is zero.",
    'l2_backward({"0.b": np.ones(3)}, 0.1)["0.b"]\n# array([0., 0., 0.])',
)
def _(params, strength):
    return {n: strength * p if n.endswith(".W") else p.copy() for n, p in params.items()}


@l2_backward.mistake(
    "only_matrices",
    "You tell weights by their two axes. There are others: a convolution's have four. Go by the "
    "name.",
    'l2_backward({"0.W": np.ones((1, 1, 1, 1))}, 0.1)["0.W"]\n# array([[[[0.1]]]])',
)
def _(params, strength):
    return {n: strength * p if p.ndim == 2 else np.zeros_like(p) for n, p in params.items()}
