"""The exercises of chapter 2: layers, activations, shares and losses, forward only."""
# mypy: allow-untyped-defs

import math
from itertools import pairwise

import numpy as np

from nncourse import activations, losses, mlp, predictions, preprocessing
from nncourse.checking import probes
from nncourse.checking.exercise import Exercise
from nncourse.checking.quiz import Option, Question
from nncourse.layers import dense

# A layer: many neurons on a whole batch.

dense_forward = Exercise(
    id="forward.dense_forward",
    title="A layer of neurons",
    points=2,
    reference=dense.dense_forward,
    contract='''
def dense_forward(X, W, b):
    """The weighted sums of a whole layer for a whole batch.

    X: inputs, shape (m, n_in), one example a row.
    W: weights, shape (n_in, n_out), one neuron a column.
    b: biases, shape (n_out,), one a neuron.
    Returns Z, shape (m, n_out).
    """
    ...
''',
    outcomes=("Compute a whole layer for a whole batch and name every shape.",),
    axes={"X": "m n_in", "W": "n_in n_out", "b": "n_out", "Z": "m n_out"},
    returns="Z",
    hints=(
        "Column j of W is a neuron like the one in chapter 1. You want all neurons on all "
        "examples, so every row of X meets every column of W.",
        "Write the shapes side by side: (m, n_in), (n_in, n_out). The inner sizes are equal and "
        "vanish. Which operator does that?",
        "The product of X and W, in this order, has shape (m, n_out). What remains is to add one "
        "bias to each column; broadcasting does that for shape (n_out,).",
    ),
    experiment=(
        "X, W, b = np.array([[1.0, 2.0]]), np.eye(2), np.array([10.0, 20.0])\n"
        "dense_forward(X, W, b)  # should be [[11. 22.]]"
    ),
)


@dense_forward.probes
def _(rng):
    yield from probes.arrays(rng, "m n_in", "n_in n_out", "n_out")


@dense_forward.mistake(
    "no_bias",
    "The product is right and the bias is missing: each column of yours is off by a constant, its "
    "neuron's entry of b.",
)
def _(X, W, b):
    return X @ W


@dense_forward.mistake(
    "minus_bias",
    "You subtract the bias. A neuron adds it: a positive bias makes the sum larger.",
)
def _(X, W, b):
    return X @ W - b


@dense_forward.mistake(
    "transposed_weights",
    "You turn W round. Here W is (n_in, n_out), one neuron a column, so X @ W fits as it stands. "
    "The transpose belongs to texts that store one neuron a row.",
    "X, W = np.ones((5, 4)), np.ones((4, 3))\nX.shape, W.shape, W.T.shape  # which two fit?",
)
def _(X, W, b):
    return X @ W.T + b


@dense_forward.mistake(
    "weights_first",
    "You multiply W by X. That order belongs to texts whose examples are columns. Here they are "
    "rows, so X comes first.",
    "X, W = np.ones((5, 4)), np.ones((4, 3))\n(X @ W).shape  # should be (5, 3)",
)
def _(X, W, b):
    return W @ X + b


@dense_forward.mistake(
    "examples_in_columns",
    "Your numbers are right and lie on their side: one example a column. In this course the first "
    "axis is always the batch.",
    "X, W, b = np.ones((5, 4)), np.ones((4, 3)), np.zeros(3)\n"
    "dense_forward(X, W, b).shape  # should be (5, 3)",
)
def _(X, W, b):
    return W.T @ X.T + b[:, None]


@dense_forward.mistake(
    "entry_by_entry",
    "The star multiplies entry by entry. A weighted sum multiplies and then adds up over the "
    "inputs, for every pair of example and neuron.",
    "A = np.array([[1.0, 2.0], [3.0, 4.0]])\nA * A, A @ A  # not the same",
)
def _(X, W, b):
    return X * W + b


@dense_forward.mistake(
    "bias_down_the_rows",
    "You add one bias an example. A bias belongs to a neuron, so b runs along the columns of Z, "
    "and shape (n_out,) does that without any reshaping.",
    "Z, b = np.zeros((2, 3)), np.array([1.0, 2.0, 3.0])\nZ + b  # each row is [1. 2. 3.]",
)
def _(X, W, b):
    return X @ W + b[:, None]


@dense_forward.mistake(
    "bias_summed",
    "You add the sum of all biases to every entry. Each neuron has its own bias: column j gets "
    "b[j] alone.",
)
def _(X, W, b):
    return X @ W + b.sum()


@dense_forward.mistake(
    "first_bias_for_all",
    "Every neuron of yours gets the first bias. Column j needs b[j].",
)
def _(X, W, b):
    return X @ W + b[0]


@dense_forward.mistake(
    "bias_multiplied",
    "You multiply by the bias instead of adding it. A bias of zero must leave the sum as it is, "
    "not wipe it out.",
)
def _(X, W, b):
    return (X @ W) * b


@dense_forward.mistake(
    "first_example_only",
    "Only the first example comes out. Does a loop return in its first turn, or is there a [0] too "
    "many? Every row of X needs a row of Z.",
    "X, W, b = np.ones((5, 4)), np.ones((4, 3)), np.zeros(3)\n"
    "dense_forward(X, W, b).shape  # should be (5, 3)",
)
def _(X, W, b):
    return X[0] @ W + b


@dense_forward.mistake(
    "summed_over_examples",
    "You add the examples up: one row is left of m. The sum of a neuron runs over its inputs, and "
    "the matrix product has already done that.",
    "X, W, b = np.ones((5, 4)), np.ones((4, 3)), np.zeros(3)\n"
    "dense_forward(X, W, b).shape  # should be (5, 3)",
)
def _(X, W, b):
    return (X @ W).sum(axis=0) + b


@dense_forward.mistake(
    "activation_inside",
    "Your negative sums have become zero, so there is a ReLU inside. This function returns the "
    "weighted sums; the activation is a step of its own.",
    "X, W, b = np.array([[1.0]]), np.array([[-3.0]]), np.zeros(1)\n"
    "dense_forward(X, W, b)  # should be [[-3.]]",
)
def _(X, W, b):
    return np.maximum(X @ W + b, 0)


# The bends.

relu = Exercise(
    id="forward.relu",
    title="Keep what is positive",
    points=1,
    reference=activations.relu,
    contract='''
def relu(Z):
    """Keep positive entries, replace the others by zero.

    Z: any shape, float. Z is not changed.
    Returns A, same shape.
    """
    ...
''',
    outcomes=("Apply an activation to every entry of an array without a loop.",),
    axes={"Z": "m n", "A": "m n"},
    returns="A",
    hints=(
        "Each entry is compared with zero and the larger of the two is kept.",
        "np.max finds the largest entry of one array. You need the one that compares two arrays, "
        "entry by entry.",
        "np.maximum takes two arrays, or an array and a number, and returns a new array.",
    ),
    experiment="Z = np.array([[-2.0, 3.0], [0.5, -1.0]])\nrelu(Z)  # should be [[0. 3.] [0.5 0.]]",
)


@relu.probes
def _(rng):
    yield from probes.arrays(rng, "m n", scale=2.0)
    yield "one row of shape (n,)", np.array([-1.5, 0.0, 2.5, -0.1, 0.3, 1.0])
    yield "numbers of 1000", probes.extreme(rng, 5, 3)
    yield "three axes", rng.normal(size=(2, 3, 4))


@relu.mistake(
    "column_maximum",
    "np.max(Z, 0) is the largest entry of each column: the 0 is taken for an axis. You need the "
    "larger of each entry and zero.",
    "Z = np.array([[-2.0, 3.0], [0.5, -1.0]])\nnp.max(Z, 0), relu(Z).shape  # should be (2, 2)",
)
def _(Z):
    return np.max(Z, 0)


@relu.mistake(
    "one_decision_for_all",
    "Python's max and if want one yes or no, and a whole array gives many. NumPy's functions "
    "decide entry by entry.",
    "Z = np.array([[-2.0, 3.0], [0.5, -1.0]])\nZ > 0  # one answer for each entry",
)
def _(Z):
    return Z if Z > 0 else 0


@relu.mistake(
    "keeps_negative",
    "You keep the negative entries and drop the positive ones: the smaller of each entry and "
    "zero, where the larger is wanted.",
)
def _(Z):
    return np.minimum(Z, 0)


@relu.mistake(
    "absolute_value",
    "You turn negative entries into positive ones. ReLU makes them zero: what is below zero is "
    "silent.",
)
def _(Z):
    return np.abs(Z)


@relu.mistake(
    "step",
    "You return 1 where an entry is positive. That is ReLU's slope, which chapter 3 needs. Here "
    "a positive entry keeps its value.",
)
def _(Z):
    return (Z > 0) * 1.0


@relu.mistake(
    "in_place",
    "Your values are right, and the caller's array has changed too: Z[...] = 0 writes into it. "
    "Make a new array.",
    "Z = np.array([-2.0, 3.0])\nrelu(Z), Z  # Z should still be [-2. 3.]",
)
def _(Z):
    Z[Z < 0] = 0
    return Z


@relu.mistake(
    "leaky",
    "Your negative entries are a hundredth of what they were, not zero. That is the leaky ReLU, a "
    "relative of this one.",
)
def _(Z):
    return np.where(Z > 0, Z, 0.01 * Z)


@relu.mistake(
    "drops_entries",
    "You pick out the positive entries and lose the shape. The others must stay in their places, "
    "as zeros.",
    "Z = np.array([[-2.0, 3.0], [0.5, -1.0]])\nrelu(Z).shape  # should be (2, 2)",
)
def _(Z):
    return Z[Z > 0]


@relu.mistake(
    "turned_round",
    "You flip the sign first: negative entries come through as positive ones and positive ones "
    "vanish.",
)
def _(Z):
    return np.maximum(-Z, 0)


@relu.mistake(
    "floor_of_one",
    "Nothing of yours is below 1. The bend lies at zero: compare with 0.",
)
def _(Z):
    return np.maximum(Z, 1)


@relu.mistake(
    "capped_at_one",
    "You cut off at 1 as well. ReLU has a floor and no ceiling: 3 stays 3.",
)
def _(Z):
    return np.clip(Z, 0, 1)


@relu.mistake(
    "capped_at_six",
    "You cut off at 6 as well, as the variant ReLU6 does. This one has no ceiling.",
    "Z = np.array([-2.0, 1000.0])\nrelu(Z)  # should be [0. 1000.]",
)
def _(Z):
    return np.clip(Z, 0, 6)


sigmoid = Exercise(
    id="forward.sigmoid",
    title="Squeeze into (0, 1), at any size",
    points=3,
    reference=activations.sigmoid,
    contract='''
def sigmoid(Z):
    """Squeeze every entry into (0, 1): 1 / (1 + exp(-z)).

    Z: any shape, float, entries from -1000 to 1000. Z is not changed.
    Returns A, same shape. No overflow on the way.
    """
    ...
''',
    outcomes=("Write the sigmoid so that no score makes it overflow.",),
    axes={"Z": "m n", "A": "m n"},
    returns="A",
    hints=(
        "The formula is right and one of its parts is not safe: exp(-z) for z far below zero. "
        "There the other form, exp(z) / (1 + exp(z)), is harmless.",
        "np.where chooses between two arrays, and both are computed first. So both must be safe "
        "for every entry: the exponent may never be positive.",
        "E = np.exp(-np.abs(Z)) serves both forms. For z >= 0 the answer is 1 / (1 + E); what is "
        "it for z < 0, written with E?",
    ),
    experiment="Z = np.array([-1000.0, 0.0, 1000.0])\nsigmoid(Z)  # should be [0. 0.5 1.]",
    stable=True,
)


@sigmoid.probes
def _(rng):
    yield from probes.arrays(rng, "m n", scale=2.0)
    yield "one row of shape (n,)", np.array([-3.0, -0.5, 0.0, 0.5, 3.0, 6.0])
    yield "scores of 1000", probes.extreme(rng, 5, 3)
    yield "three axes", rng.normal(size=(2, 3, 4))


@sigmoid.mistake(
    "overflows",
    "Your values are right, but exp of a large number leaves the range of floats, and NumPy warns. "
    "np.where alone does not help: it computes both branches for every entry. Find a form whose "
    "exponent is never positive.",
    "Z = np.array([-1000.0, 1000.0])\nnp.exp(-Z), np.exp(-np.abs(Z))  # only one is safe",
)
def _(Z):
    return 1 / (1 + np.exp(-Z))


@sigmoid.mistake(
    "nan_at_large",
    "For large scores your fraction is infinity over infinity, which is not a number. This form "
    "is safe for negative scores only.",
)
def _(Z):
    return np.exp(Z) / (1 + np.exp(Z))


@sigmoid.mistake(
    "falls",
    "Your curve falls where it should rise: you have 1 minus the sigmoid. The exponent has the "
    "wrong sign.",
    "Z = np.array([-2.0, 2.0])\nsigmoid(Z)  # the second should be the larger",
)
def _(Z):
    return 1 / (1 + np.exp(Z))


@sigmoid.mistake(
    "falls_safely",
    "Your curve is safe and falls where it should rise: you have 1 minus the sigmoid. Are the two "
    "branches the wrong way round?",
    "Z = np.array([-2.0, 2.0])\nsigmoid(Z)  # the second should be the larger",
)
def _(Z):
    E = np.exp(-np.abs(Z))
    return np.where(Z >= 0, E, 1) / (1 + E)


@sigmoid.mistake(
    "both_sides_alike",
    "Nothing of yours is below one half. With the absolute value in the exponent, both signs give "
    "the same; negative scores need the other form.",
    "Z = np.array([-2.0, 2.0])\nsigmoid(Z).sum()  # should be 1",
)
def _(Z):
    return 1 / (1 + np.exp(-np.abs(Z)))


@sigmoid.mistake(
    "missing_brackets",
    "Python divides before it adds: 1 / 1 + e is 1 + e. The whole sum belongs below the line.",
    "1 / 1 + 3, 1 / (1 + 3)  # two numbers\nsigmoid(np.zeros(1))  # should be [0.5]",
)
def _(Z):
    return 1 / 1 + np.exp(-Z)


@sigmoid.mistake(
    "hyperbolic_tangent",
    "That is tanh, the sigmoid's relative with values from -1 to 1. The sigmoid's lie between 0 "
    "and 1, and it is 0.5 at zero.",
    "Z = np.array([-2.0, 0.0, 2.0])\nsigmoid(Z)  # all between 0 and 1",
)
def _(Z):
    return np.tanh(Z)


@sigmoid.mistake(
    "slope",
    "Near zero yours is 0.25 and it dies away on both sides: that is the sigmoid's slope, "
    "which chapter 3 needs. Return the sigmoid itself.",
)
def _(Z):
    A = activations.sigmoid(Z)
    return A * (1 - A)


@sigmoid.mistake(
    "step",
    "Yours jumps from 0 to 1. The sigmoid is the smooth version of that jump: near zero it passes "
    "through all values between.",
    "Z = np.array([-1.0, 0.0, 1.0])\nsigmoid(Z)  # 0.27, 0.5, 0.73",
)
def _(Z):
    return (Z > 0).astype(Z.dtype)


@sigmoid.mistake(
    "softmax",
    "Your entries share a total of 1. That is softmax, for one choice among several. The sigmoid "
    "treats each entry alone.",
    "Z = np.array([0.0, 0.0, 0.0])\nsigmoid(Z)  # should be [0.5 0.5 0.5]",
)
def _(Z):
    return activations.softmax(Z)


@sigmoid.mistake(
    "one_decision_for_all",
    "An if wants one yes or no, and a whole array gives many. np.where decides entry by entry.",
    "Z = np.array([-2.0, 3.0])\nZ >= 0  # one answer for each entry",
)
def _(Z):
    if Z >= 0:
        return 1 / (1 + np.exp(-Z))
    return np.exp(Z) / (1 + np.exp(Z))


@sigmoid.mistake(
    "math_for_one_number",
    "The functions of the module math take one number. NumPy has the same ones for whole arrays.",
    "Z = np.array([-2.0, 3.0])\nnp.exp(Z)  # one value for each entry",
)
def _(Z):
    return 1 / (1 + math.exp(-Z))


tanh = Exercise(
    id="forward.tanh",
    title="Squeeze into (-1, 1)",
    points=2,
    reference=activations.tanh,
    contract='''
def tanh(Z):
    """Squeeze every entry into (-1, 1), through zero: 2 sigmoid(2z) - 1.

    Z: any shape, float, entries from -1000 to 1000. Z is not changed.
    Returns A, same shape. (np.tanh does it too; try without it first.)
    """
    ...
''',
    outcomes=("Build one activation from another and know both ranges.",),
    axes={"Z": "m n", "A": "m n"},
    returns="A",
    hints=(
        "tanh is a sigmoid that was stretched: twice as steep, twice as tall, and moved down by 1.",
        "You have written sigmoid in this chapter, and it is safe at any size. Use it, and the "
        "result is safe too.",
        "Twice as steep means that sigmoid is given 2 * Z. What must happen to its result, which "
        "lies between 0 and 1, so that it lies between -1 and 1?",
    ),
    experiment="Z = np.array([-1000.0, 0.0, 1.0])\ntanh(Z)  # should be about [-1. 0. 0.76]",
    stable=True,
)


@tanh.probes
def _(rng):
    yield from probes.arrays(rng, "m n", scale=1.5)
    yield "one row of shape (n,)", np.array([-3.0, -0.5, 0.0, 0.5, 3.0, 6.0])
    yield "scores of 1000", probes.extreme(rng, 5, 3)
    yield "only scores below zero", -np.abs(probes.extreme(rng, 4, 2))
    yield "only scores above zero", np.abs(probes.extreme(rng, 4, 2))


@tanh.mistake(
    "plain_exponentials",
    "Your formula is right, and at 1000 it is infinity over infinity: not a number. Build it from "
    "sigmoid, which you have made safe.",
)
def _(Z):
    return (np.exp(Z) - np.exp(-Z)) / (np.exp(Z) + np.exp(-Z))


@tanh.mistake(
    "overflows",
    "Your values are right, but far below zero exp(-2z) overflows, and NumPy warns. You have "
    "written the sigmoid out again in its unsafe form: call the safe one.",
)
def _(Z):
    return 2 / (1 + np.exp(-2 * Z)) - 1


@tanh.mistake(
    "unsafe_below_zero",
    "Your form is right for positive scores; far below zero exp(-2z) overflows and the fraction "
    "is no number. A safe form has no positive exponent.",
)
def _(Z):
    return (1 - np.exp(-2 * Z)) / (1 + np.exp(-2 * Z))


@tanh.mistake(
    "unsafe_above_zero",
    "Your form is right for negative scores; far above zero exp(2z) overflows and the fraction is "
    "no number. A safe form has no positive exponent.",
    "Z = np.array([1000.0, 1.0])\ntanh(Z)  # should be about [1. 0.76]",
)
def _(Z):
    return (np.exp(2 * Z) - 1) / (np.exp(2 * Z) + 1)


@tanh.mistake(
    "sigmoid",
    "That is the sigmoid: all of yours lie between 0 and 1. The range here is from -1 to 1, with 0 "
    "in the middle.",
)
def _(Z):
    return activations.sigmoid(Z)


@tanh.mistake(
    "not_steep_enough",
    "The range is right and the curve is too flat: you have tanh(z / 2). The 2 is needed twice, "
    "before the sigmoid and after it.",
    "Z = np.array([1.0])\ntanh(Z)  # should be about [0.76], not [0.46]",
)
def _(Z):
    return 2 * activations.sigmoid(Z) - 1


@tanh.mistake(
    "not_moved_down",
    "Yours runs from 0 to 2: it was stretched and not moved. At zero the result must be zero.",
)
def _(Z):
    return 2 * activations.sigmoid(2 * Z)


@tanh.mistake(
    "not_stretched",
    "Yours runs from 0 to 1: the argument was doubled and the result left alone. It must reach "
    "from -1 to 1.",
)
def _(Z):
    return activations.sigmoid(2 * Z)


@tanh.mistake(
    "half_moved",
    "Yours runs from -0.5 to 0.5. It was moved to the middle and not stretched to -1 and 1.",
)
def _(Z):
    return activations.sigmoid(2 * Z) - 0.5


@tanh.mistake(
    "falls",
    "Your curve falls where it should rise: the sign is turned round.",
)
def _(Z):
    return -np.tanh(Z)


@tanh.mistake(
    "both_sides_alike",
    "Nothing of yours is negative. With an absolute value inside, both signs give the same; the "
    "sign must come back in.",
    "Z = np.array([-1.0, 1.0])\ntanh(Z)  # should be about [-0.76 0.76]",
)
def _(Z):
    return np.tanh(np.abs(Z))


@tanh.mistake(
    "tangent",
    "That is tan, the tangent of an angle: it has poles and no bounds. The h matters.",
)
def _(Z):
    return np.tan(Z)


@tanh.mistake(
    "slope",
    "Yours is 1 at zero and dies away on both sides: that is the slope of tanh, which chapter 3 "
    "needs. Return tanh itself.",
)
def _(Z):
    return 1 - np.tanh(Z) ** 2


@tanh.mistake(
    "straight_and_cut",
    "Yours is a straight line cut off at -1 and 1. The real one bends gently and only comes near "
    "its ends.",
)
def _(Z):
    return np.clip(Z, -1, 1)


# Several layers, one after another.

forward = Exercise(
    id="forward.forward",
    title="A whole network, forward",
    points=4,
    reference=mlp.forward,
    contract='''
def forward(X, parameters):
    """Walk a batch through all layers and keep what each puts out.

    X: inputs, shape (m, n_0).
    parameters: a list with a pair (W, b) for each layer, first layer first.
    Returns a list: X itself, then the output of each layer. The hidden
    layers' outputs go through tanh; the last layer's do not.
    """
    ...
''',
    outcomes=("Chain layers into a network and follow the shapes through it.",),
    axes={"X": "m n"},
    returns="outputs",
    hints=(
        "The output of one layer is the input of the next. So you need one thing that changes as "
        "you walk along: the batch, in its present form.",
        "Start the list with X. For each layer take the list's last entry, send it through "
        "dense_forward, bend it, append it. The last layer is the exception.",
        "parameters[:-1] are the hidden layers and parameters[-1] is the last one. outputs[-1] is "
        "always what the next layer gets.",
    ),
    experiment=(
        "layers = [(np.eye(2), np.ones(2)), (np.ones((2, 1)), np.zeros(1))]\n"
        "forward(np.zeros((1, 2)), layers)  # 0 0, then 0.76 0.76, then 1.52"
    ),
)


def network(rng, *sizes, dtype=np.float64):
    """Random parameters of layers between these sizes, with biases that matter."""
    return [
        (rng.normal(size=(n, h)).astype(dtype), rng.normal(size=h).astype(dtype))
        for n, h in pairwise(sizes)
    ]


@forward.probes
def _(rng):
    yield "two layers", rng.normal(size=(5, 4)), network(rng, 4, 3, 2)
    yield "three layers", rng.normal(size=(7, 2)), network(rng, 2, 6, 4, 3)
    yield "equal sizes", rng.normal(size=(3, 3)), network(rng, 3, 3, 3, 3)
    yield "one layer alone", rng.normal(size=(5, 4)), network(rng, 4, 3)
    yield "a single example", rng.normal(size=(1, 4)), network(rng, 4, 3, 2)
    X = rng.normal(size=(5, 4)).astype(np.float32)
    yield "two layers in float32", X, network(rng, 4, 3, 2, dtype=np.float32)


def layer_by_layer(X, parameters, hidden=np.tanh, last=lambda Z: Z):
    """What many mistakes have in common: the right walk with other activations."""
    outputs = [X]
    for i, (W, b) in enumerate(parameters):
        bend = last if i == len(parameters) - 1 else hidden
        outputs.append(bend(outputs[-1] @ W + b))
    return outputs


@forward.mistake(
    "tanh_on_last",
    "You bend the last layer too. Its outputs are scores, and a score may be any number; tanh "
    "would lock them between -1 and 1.",
    "layers = [(np.eye(1), np.array([5.0]))]\nforward(np.zeros((1, 1)), layers)  # ends in 5",
)
def _(X, parameters):
    return layer_by_layer(X, parameters, last=np.tanh)


@forward.mistake(
    "no_bend",
    "There is no tanh in your hidden layers. Then all layers together are one straight layer, and "
    "XOR is out of reach again.",
)
def _(X, parameters):
    return layer_by_layer(X, parameters, hidden=lambda Z: Z)


@forward.mistake(
    "bend_on_last_only",
    "You bend the last layer and leave the hidden ones straight. It is the other way round: tanh "
    "between the layers, none at the end.",
)
def _(X, parameters):
    return layer_by_layer(X, parameters, hidden=lambda Z: Z, last=np.tanh)


@forward.mistake(
    "input_missing",
    "Your list lacks its first entry, the batch X itself. Chapter 3 needs the input of every "
    "layer on the way back, and X is the input of the first.",
)
def _(X, parameters):
    return layer_by_layer(X, parameters)[1:]


@forward.mistake(
    "scores_only",
    "You return the scores alone. Keep what every layer puts out, in a list: chapter 3 needs them "
    "on the way back.",
)
def _(X, parameters):
    return layer_by_layer(X, parameters)[-1]


@forward.mistake(
    "keeps_the_sums",
    "Your scores are right, but the list holds the hidden layers' weighted sums before tanh. Keep "
    "what goes on to the next layer.",
)
def _(X, parameters):
    A, outputs = X, [X]
    for W, b in parameters:
        outputs.append(A @ W + b)
        A = np.tanh(outputs[-1])
    return outputs


@forward.mistake(
    "always_the_input",
    "Every layer of yours is given X. The second layer must see what the first puts out.",
)
def _(X, parameters):
    hidden = [np.tanh(X @ W + b) for W, b in parameters[:-1]]
    W, b = parameters[-1]
    return [X, *hidden, X @ W + b]


@forward.mistake(
    "always_the_input_to_dense_forward",
    "Every layer of yours is given X. The second layer must see what the first puts out, the "
    "last entry of your list.",
)
def _(X, parameters):
    hidden = [np.tanh(dense.dense_forward(X, W, b)) for W, b in parameters[:-1]]
    return [X, *hidden, dense.dense_forward(X, *parameters[-1])]


@forward.mistake(
    "no_bias",
    "The biases are missing in every layer. Each pair of the list is (W, b), and both are needed.",
)
def _(X, parameters):
    return layer_by_layer(X, [(W, np.zeros_like(b)) for W, b in parameters])


@forward.mistake(
    "stops_early",
    "Your walk ends before the last layer: the scores are missing. parameters[:-1] leaves out the "
    "last pair, which needs a line of its own after the loop.",
)
def _(X, parameters):
    return layer_by_layer(X, parameters)[:-1]


@forward.mistake(
    "relu_for_tanh",
    "Your hidden layers use ReLU. Nothing is wrong with it; this network was asked to bend with "
    "tanh.",
)
def _(X, parameters):
    return layer_by_layer(X, parameters, hidden=activations.relu)


@forward.mistake(
    "sigmoid_for_tanh",
    "Your hidden layers use the sigmoid. Nothing is wrong with it; this network was asked to bend "
    "with tanh.",
)
def _(X, parameters):
    return layer_by_layer(X, parameters, hidden=activations.sigmoid)


@forward.mistake(
    "softmax_at_the_end",
    "You turn the last scores into shares. Leave them as scores: softmax is a step of its own, "
    "and the loss will do it more safely.",
    "layers = [(np.eye(2), np.array([5.0, 0.0]))]\n"
    "forward(np.zeros((1, 2)), layers)  # should end in 5 0",
)
def _(X, parameters):
    return layer_by_layer(X, parameters, last=activations.softmax)


@forward.mistake(
    "input_bent",
    "You send X itself through tanh before the first layer. The input goes in as it is; only what "
    "a hidden layer puts out is bent.",
)
def _(X, parameters):
    return layer_by_layer(np.tanh(X), parameters)


# From scores to shares to a decision.

softmax = Exercise(
    id="forward.softmax",
    title="Scores into shares",
    points=3,
    reference=activations.softmax,
    contract='''
def softmax(Z):
    """Turn each row of scores into positive shares that add up to one.

    Z: scores, shape (m, k), entries from -1000 to 1000. Z is not changed.
    Returns P, shape (m, k). No overflow on the way.
    """
    ...
''',
    outcomes=("Turn scores into shares without overflow.",),
    axes={"Z": "m k", "P": "m k"},
    returns="P",
    hints=(
        "Only the differences between the scores of a row count. So you may subtract from a row "
        "whatever makes the exponentials harmless.",
        "Each row needs its own largest score. Z.max(axis=1) has shape (m,), which does not line "
        "up with (m, k); keepdims=True keeps it (m, 1).",
        "Three steps: subtract each row's maximum, take np.exp, divide by each row's sum. The "
        "maximum and the sum both want axis=1 and keepdims=True.",
    ),
    experiment=(
        "P = softmax(np.array([[1.0, 2.0], [3.0, 5.0]]))\nP.sum(axis=1)  # should be [1. 1.]"
    ),
    stable=True,
)


@softmax.probes
def _(rng):
    yield from probes.arrays(rng, "m n", scale=2.0)
    yield "scores of 1000", probes.extreme(rng, 5, 3)
    yield "one row far below the others", np.array([[1000.0, 999.0], [0.0, 1.0], [-1.0, 2.0]])


@softmax.mistake(
    "no_shift",
    "Ordinary scores come out right. With 1000 the exponential is infinite, and infinity over "
    "infinity is not a number. Adding a constant to a row changes no share: which constant helps?",
    "Z = np.array([[1000.0, 1000.0]])\nsoftmax(Z)  # should be [[0.5 0.5]]",
)
def _(Z):
    E = np.exp(Z)
    return E / E.sum(axis=1, keepdims=True)


@softmax.mistake(
    "one_shift_for_all",
    "Your rows are right until one lies far below the others: then all its exponentials are zero, "
    "and 0/0 is not a number. You shift by one maximum for the whole batch.",
    "Z = np.array([[1000.0, 1000.0], [0.0, 0.0]])\nsoftmax(Z)  # all should be 0.5",
)
def _(Z):
    E = np.exp(Z - Z.max())
    return E / E.sum(axis=1, keepdims=True)


@softmax.mistake(
    "column_shift",
    "You subtract each column's maximum. The shift leaves the shares alone only if it is the same "
    "along a row: take each row's maximum.",
    "Z = np.array([[0.0, 5.0], [0.0, 0.0]])\nsoftmax(Z)[1]  # should be [0.5 0.5]",
)
def _(Z):
    E = np.exp(Z - Z.max(axis=0))
    return E / E.sum(axis=1, keepdims=True)


@softmax.mistake(
    "wrong_axis",
    "Your columns add up to one, not your rows. An example is a row, so the sum runs along axis 1.",
)
def _(Z):
    E = np.exp(Z - Z.max(axis=0))
    return E / E.sum(axis=0)


@softmax.mistake(
    "wrong_axis_and_no_shift",
    "Your columns add up to one, not your rows. An example is a row, so the sum runs along axis 1. "
    "And with scores of 1000 there is an overflow still to come.",
)
def _(Z):
    E = np.exp(Z)
    return E / E.sum(axis=0)


@softmax.mistake(
    "sum_of_everything_and_no_shift",
    "All your shares together make one. Each row is an example of its own and must add up to one "
    "by itself. And with scores of 1000 there is an overflow still to come.",
)
def _(Z):
    E = np.exp(Z)
    return E / E.sum()


@softmax.mistake(
    "sum_axis_lost_and_no_shift",
    "The sum over axis 1 has shape (m,), which lines up with the columns instead of the rows. Keep "
    "the axis: keepdims=True gives (m, 1). And with scores of 1000 there is an overflow still to "
    "come.",
    "Z = np.ones((5, 3))\nZ.sum(axis=1).shape, Z.sum(axis=1, keepdims=True).shape",
)
def _(Z):
    E = np.exp(Z)
    return E / E.sum(axis=1)


@softmax.mistake(
    "sum_of_everything",
    "All your shares together make one. Each row is an example of its own and must add up to one "
    "by itself.",
)
def _(Z):
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    return E / E.sum()


@softmax.mistake(
    "axes_lost",
    "A maximum or a sum over axis 1 has shape (m,), which lines up with the columns instead of "
    "the rows. Keep the axis: keepdims=True gives (m, 1).",
    "Z = np.ones((5, 3))\nZ.sum(axis=1).shape, Z.sum(axis=1, keepdims=True).shape",
)
def _(Z):
    E = np.exp(Z - Z.max(axis=1))
    return E / E.sum(axis=1)


@softmax.mistake(
    "sum_axis_lost",
    "Your shift is right. The sum has shape (m,), which lines up with the columns instead of the "
    "rows; it needs keepdims=True as well.",
    "Z = np.ones((5, 3))\nZ.sum(axis=1).shape, Z.sum(axis=1, keepdims=True).shape",
)
def _(Z):
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    return E / E.sum(axis=1)


@softmax.mistake(
    "twice",
    "Your shares are too equal: softmax was applied to its own result. Its entries differ by one "
    "at most, so a second time flattens them.",
    "Z = np.array([[1000.0, 0.0]])\nsoftmax(Z)  # should be [[1. 0.]]",
)
def _(Z):
    return activations.softmax(activations.softmax(Z))


@softmax.mistake(
    "not_divided",
    "Your exponentials are right and do not yet add up to one: divide each row by its sum.",
)
def _(Z):
    return np.exp(Z - Z.max(axis=1, keepdims=True))


@softmax.mistake(
    "no_exponential",
    "You divide the scores by their sum. With negative scores that gives negative shares, or "
    "worse. The exponential comes first: it makes all of them positive.",
    "Z = np.array([[1.0, -1.5]])\nsoftmax(Z)  # both should be positive",
)
def _(Z):
    return Z / Z.sum(axis=1, keepdims=True)


@softmax.mistake(
    "smallest_wins",
    "Your smallest score gets the largest share: the exponent has the wrong sign.",
    "Z = np.array([[0.0, 5.0]])\nsoftmax(Z)  # the second should be larger",
)
def _(Z):
    E = np.exp(Z.min(axis=1, keepdims=True) - Z)
    return E / E.sum(axis=1, keepdims=True)


@softmax.mistake(
    "shifted_by_minimum",
    "You subtract each row's minimum: then the largest score grows instead of shrinking, and its "
    "exponential overflows. The largest has to become zero.",
    "Z = np.array([[1000.0, -1000.0]])\nZ - Z.min(axis=1, keepdims=True)  # too large for exp",
)
def _(Z):
    E = np.exp(Z - Z.min(axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True)


@softmax.mistake(
    "winner_takes_all",
    "You give everything to the largest score. That is the hard choice; the soft one leaves the "
    "others their share.",
    "Z = np.array([[1.0, 0.0]])\nsoftmax(Z)  # should be about [[0.73 0.27]]",
)
def _(Z):
    return np.eye(Z.shape[1])[Z.argmax(axis=1)]


@softmax.mistake(
    "sigmoid",
    "You squeeze each score alone. The shares of a row depend on each other: one grows only at "
    "the cost of the rest.",
)
def _(Z):
    return activations.sigmoid(Z)


@softmax.mistake(
    "logarithm",
    "Yours are the logarithms of the shares: none is positive. They are useful later, in the loss. "
    "Here the shares themselves are wanted.",
)
def _(Z):
    return activations.log_softmax(Z)


@softmax.mistake(
    "in_place",
    "Your shares are right, and the caller's scores have changed too: -= works in place. Subtract "
    "into a new array.",
    "Z = np.array([[1.0, 3.0]])\nsoftmax(Z), Z  # Z should still be [[1. 3.]]",
)
def _(Z):
    Z -= Z.max(axis=1, keepdims=True)
    E = np.exp(Z)
    return E / E.sum(axis=1, keepdims=True)


predict_class = Exercise(
    id="forward.predict_class",
    title="Scores into a decision",
    points=1,
    reference=predictions.predict_class,
    contract='''
def predict_class(Z):
    """The class with the largest score in each row.

    Z: scores, shape (m, k).
    Returns y_hat, shape (m,): class numbers from 0 to k - 1. In a tie the
    first of the largest wins.
    """
    ...
''',
    outcomes=("Turn scores into a decision along the right axis.",),
    axes={"Z": "m k", "y_hat": "m"},
    returns="y_hat",
    hints=(
        "Not the largest score itself is wanted, but where in its row it stands.",
        "NumPy has max for the value and argmax for the place. Both take an axis.",
        "Rows are examples, so the search runs along axis 1, and one number a row remains.",
    ),
    experiment=(
        "Z = np.array([[0.1, 2.0, -1.0], [3.0, 0.0, 0.0]])\npredict_class(Z)  # should be [1 0]"
    ),
)


@predict_class.probes
def _(rng):
    yield from probes.arrays(rng, "m n", scale=2.0)
    yield "only scores below zero", -1 - rng.random((6, 4))
    yield "scores between 0 and 1", rng.random((6, 4))
    yield "ties", np.array([[1.0, 3.0, 3.0], [2.0, 2.0, 2.0], [0.0, -1.0, 0.0], [0.0, 1.0, 4.0]])
    yield "scores of 1000", np.array([[800.0, 900.0, 0.0], [-1000.0, -900.0, -800.0]])


@predict_class.mistake(
    "wrong_axis",
    "You look down the columns and find the best example for each class. A decision is made for "
    "each row.",
)
def _(Z):
    return Z.argmax(axis=0)


@predict_class.mistake(
    "no_axis",
    "Without an axis, argmax looks at the whole array and returns one place in all of it. Each "
    "row needs an answer of its own.",
)
def _(Z):
    return Z.argmax()


@predict_class.mistake(
    "score_not_place",
    "You return the largest score. Wanted is the place where it stands, the number of the class.",
)
def _(Z):
    return Z.max(axis=1)


@predict_class.mistake(
    "smallest",
    "You pick the class with the smallest score. The largest wins.",
)
def _(Z):
    return Z.argmin(axis=1)


@predict_class.mistake(
    "last_in_a_tie",
    "All is right except in a tie: where two scores are equal, the contract asks for the first "
    "and you give the last, as sorting does.",
    "Z = np.array([[3.0, 3.0, 1.0]])\npredict_class(Z)  # should be [0]",
)
def _(Z):
    return Z.shape[1] - 1 - Z[:, ::-1].argmax(axis=1)


@predict_class.mistake(
    "counted_from_one",
    "Your class numbers are one too high. Classes count from 0, as Python does.",
)
def _(Z):
    return Z.argmax(axis=1) + 1


@predict_class.mistake(
    "one_hot_rows",
    "You mark the winner in a row of zeros. That holds the same knowledge; wanted is one number a "
    "row, the winner's place.",
)
def _(Z):
    return np.eye(Z.shape[1])[Z.argmax(axis=1)]


@predict_class.mistake(
    "shares",
    "You return the shares. The decision is one step further: where is each row's largest?",
)
def _(Z):
    return activations.softmax(Z)


@predict_class.mistake(
    "threshold",
    "You ask which score is above one half and take the first such. Scores know no threshold: all "
    "of a row may be negative, and the largest still wins.",
    "Z = np.array([[-3.0, -1.0, -2.0]])\npredict_class(Z)  # should be [1]",
)
def _(Z):
    return (Z > 0.5).argmax(axis=1)


@predict_class.mistake(
    "size_not_value",
    "You compare sizes without their signs: for you -3 beats 2. A very negative score means "
    "'surely not'.",
    "Z = np.array([[2.0, -3.0]])\npredict_class(Z)  # should be [0]",
)
def _(Z):
    return np.abs(Z).argmax(axis=1)


@predict_class.mistake(
    "a_column",
    "Your numbers are right and stand in a column, (m, 1). Wanted is shape (m,): compared with "
    "labels of shape (m,), a column would broadcast to (m, m).",
    "Z = np.zeros((5, 3))\npredict_class(Z).shape  # should be (5,)",
)
def _(Z):
    return Z.argmax(axis=1, keepdims=True)


@predict_class.mistake(
    "overflow_first",
    "You take exponentials first, and with scores of 800 they are infinite, so that the winner is "
    "lost. No exponential is needed: the largest score has the largest share.",
    "Z = np.array([[800.0, 900.0]])\nnp.exp(Z), predict_class(Z)  # should be [1]",
)
def _(Z):
    E = np.exp(Z)
    return (E / E.sum(axis=1, keepdims=True)).argmax(axis=1)


# Answers to compare with, and losses.

one_hot = Exercise(
    id="forward.one_hot",
    title="Class numbers as rows",
    points=2,
    reference=preprocessing.one_hot,
    contract='''
def one_hot(y, k):
    """Each class number as a row of zeros with a single one.

    y: class numbers from 0 to k - 1, shape (m,), whole numbers.
    k: how many classes there are; not all need occur in y.
    Returns Y, shape (m, k).
    """
    ...
''',
    outcomes=("Turn labels into one-hot rows, also when a class is absent.",),
    axes={"y": "m", "k": "", "Y": "m k"},
    returns="Y",
    hints=(
        "Begin with zeros of the right shape. In row i, one place must become 1: which column?",
        "Row i gets its one in column y[i]. A loop over the rows is fine; NumPy can also take all "
        "rows and all columns at once, as two lists of indices.",
        "Y[rows, columns] = 1 sets one entry for each pair. The rows are np.arange(len(y)). (A "
        "shorter way: what are the rows of np.eye(k)?)",
    ),
    experiment="y = np.array([2, 0])\none_hot(y, 4)  # should be [[0 0 1 0] [1 0 0 0]]",
)


@one_hot.probes
def _(rng):
    yield "a batch", np.concatenate([[3, 0], rng.integers(0, 4, 3)]), 4
    yield "another batch", np.concatenate([[1, 5, 0], rng.integers(0, 6, 5)]), 6
    yield "the last class absent", np.concatenate([[2, 0, 1], rng.integers(0, 3, 3)]), 5
    yield "a class in the middle absent", np.array([3, 0, 3, 2, 0]), 4
    yield "equal sizes", np.array([1, 2, 0]), 3
    yield "a single example", np.array([2]), 4
    yield "labels of dtype uint8", rng.integers(1, 3, 6).astype(np.uint8), 4


@one_hot.mistake(
    "counted_from_one",
    "Your ones stand one column too far to the left, and class 0 has wrapped round to the last. "
    "Classes count from 0, like columns.",
)
def _(y, k):
    return np.eye(k)[y.astype(int) - 1]


@one_hot.mistake(
    "classes_from_data",
    "You take the number of classes from the labels. When the last class does not occur in a "
    "batch, a column is missing. Use k.",
    "y = np.array([0, 1])\none_hot(y, 4).shape  # should be (2, 4)",
)
def _(y, k):
    return np.eye(int(y.max()) + 1)[y]


@one_hot.mistake(
    "renumbered",
    "You number only the classes that occur, so that after an absent class every column is off. "
    "The column is the label itself.",
    "y = np.array([3, 0])\none_hot(y, 4)  # row 0 has its one in column 3",
)
def _(y, k):
    return np.eye(k)[np.unique(y, return_inverse=True)[1]]


@one_hot.mistake(
    "transposed",
    "Your examples are columns. In this course the first axis is the batch: one row an example.",
    "y = np.array([2, 0])\none_hot(y, 4).shape  # should be (2, 4)",
)
def _(y, k):
    return np.eye(k)[y].T


@one_hot.mistake(
    "whole_columns",
    "With Y[:, y] you set whole columns: every row gets a one for every label of the batch. Each "
    "row needs its own label's column alone.",
    "Y = one_hot(np.array([2, 0]), 4)\nY.sum(axis=1)  # should be [1. 1.]",
)
def _(y, k):
    Y = np.zeros((len(y), k))
    Y[:, y] = 1
    return Y


@one_hot.mistake(
    "whole_rows",
    "With Y[y] you fill whole rows, and take the labels for row numbers. A label says which "
    "column of its own row.",
    "Y = one_hot(np.array([2, 0, 1]), 4)\nY.sum(axis=1)  # should be [1. 1. 1.]",
)
def _(y, k):
    Y = np.zeros((len(y), k))
    Y[y] = 1
    return Y


@one_hot.mistake(
    "label_instead_of_one",
    "The places are right, but you write the class number there. All classes are worth the same: "
    "write 1, or class 0 is a row of zeros.",
)
def _(y, k):
    Y = np.zeros((len(y), k))
    Y[np.arange(len(y)), y] = y
    return Y


@one_hot.mistake(
    "one_cold",
    "Your zeros and ones are the wrong way round: one place should be hot and all the others cold.",
)
def _(y, k):
    return 1 - np.eye(k)[y]


@one_hot.mistake(
    "filled_up_to_label",
    "You fill each row up to the label. That would say that class 3 contains classes 0, 1 and 2. "
    "One place alone is hot.",
    "Y = one_hot(np.array([2, 0]), 4)\nY.sum(axis=1)  # should be [1. 1.]",
)
def _(y, k):
    return (np.arange(k) <= y[:, None]).astype(float)


@one_hot.mistake(
    "one_row_for_all",
    "You make one row for the whole batch and mark in it every class that occurs. Each example "
    "needs a row of its own.",
    "y = np.array([2, 0])\none_hot(y, 4).shape  # should be (2, 4)",
)
def _(y, k):
    Y = np.zeros(k)
    Y[y] = 1
    return Y


@one_hot.mistake(
    "first_row_only",
    "Only your first row has its one. Does the return stand inside the loop?",
    "Y = one_hot(np.array([2, 0, 1]), 4)\nY.sum(axis=1)  # should be [1. 1. 1.]",
)
def _(y, k):
    Y = np.zeros((len(y), k))
    Y[0, y[0]] = 1
    return Y


@one_hot.mistake(
    "as_wide_as_the_batch",
    "Your rows are as long as the batch. The columns stand for classes, so there are k of them.",
    "y = np.array([1, 0, 1])\none_hot(y, 2).shape  # should be (3, 2)",
)
def _(y, k):
    return np.eye(len(y))[y]


def any_tiny_number(loss):
    """Facts in which it does not matter by which tiny number an answer replaces the log's zero.

    That number decides what a certain and wrong prediction costs: 708/m in the package, 28/m with
    1e-12. There, any finite and sizable cost counts as the package's.
    """

    def facts(value, P, Y):
        right = loss(P, Y)
        certain_and_wrong = right > 700 / len(P)
        sizable = np.isfinite(value) and abs(value) >= 1
        return right if certain_and_wrong and sizable else value

    return facts


binary_cross_entropy = Exercise(
    id="forward.binary_cross_entropy",
    title="Surprise at a yes or no",
    points=3,
    reference=losses.binary_cross_entropy,
    contract='''
def binary_cross_entropy(P, Y):
    """Mean surprise: -log(p) where the answer is yes, -log(1 - p) where no.

    P: probabilities of yes, shape (m,), from 0 to 1, both ends possible.
    Y: the true answers, shape (m,), 1 for yes and 0 for no.
    Returns the loss, a number. It is never NaN or infinite: before a
    logarithm, zero is replaced by a tiny number such as 1e-12.
    """
    ...
''',
    outcomes=("Measure a yes-or-no prediction by its surprise, safely.",),
    axes={"P": "m", "Y": "m", "loss": ""},
    returns="loss",
    hints=(
        "Each example contributes one logarithm: that of the probability given to what really "
        "happened.",
        "Y is 1 or 0, so it can switch: Y * (what counts for yes) + (1 - Y) * (what counts for "
        "no). Then a minus sign and the mean.",
        "np.maximum(P, 1e-12) is safe to take the logarithm of. 1 - P can be zero too, so it "
        "needs the same care.",
    ),
    experiment=(
        "P, Y = np.array([0.9, 0.2]), np.array([1.0, 0.0])\n"
        "binary_cross_entropy(P, Y)  # should be about 0.164"
    ),
    facts=any_tiny_number(losses.binary_cross_entropy),
    tolerance=1e-5,
)


@binary_cross_entropy.probes
def _(rng):
    for case in probes.cases():
        m = case["m"]
        Y = np.arange(m) % 3 != 1
        yield case.label, rng.uniform(0.05, 0.95, m).astype(case.dtype), Y.astype(case.dtype)
    yield "only yes", rng.uniform(0.05, 0.95, 4), np.ones(4)
    yield "only no", rng.uniform(0.05, 0.95, 6), np.zeros(6)
    P = np.array([1.0, 0.0, 0.7, 0.2])
    yield "certain and right predictions", P, np.array([1.0, 0.0, 1.0, 0.0])
    yield "a certain and wrong prediction, finite", P, np.array([0.0, 0.0, 1.0, 0.0])


def surprise(P, Y, log=losses.safe_log):
    """What many mistakes have in common: the surprise of each example."""
    return -(Y * log(P) + (1 - Y) * log(1 - P))


@binary_cross_entropy.mistake(
    "only_yes",
    "Only the examples whose answer is yes count for you. A no has its surprise as well: that of "
    "the probability 1 - p.",
    "P, Y = np.array([0.9]), np.array([0.0])\n"
    "binary_cross_entropy(P, Y)  # should be about 2.3, not 0",
)
def _(P, Y):
    return -np.mean(Y * losses.safe_log(P))


@binary_cross_entropy.mistake(
    "only_no",
    "Only the examples whose answer is no count for you. A yes has its surprise as well: that of "
    "the probability p.",
    "P, Y = np.array([0.1]), np.array([1.0])\n"
    "binary_cross_entropy(P, Y)  # should be about 2.3, not 0",
)
def _(P, Y):
    return -np.mean((1 - Y) * losses.safe_log(1 - P))


@binary_cross_entropy.mistake(
    "sum_not_mean",
    "You add the surprises up and do not divide by their number: a batch twice as large would "
    "look twice as wrong.",
)
def _(P, Y):
    return surprise(P, Y).sum()


@binary_cross_entropy.mistake(
    "sign",
    "Your loss is negative. The logarithm of a probability is at most zero; the minus sign makes a "
    "surprise of it.",
)
def _(P, Y):
    return -surprise(P, Y).mean()


@binary_cross_entropy.mistake(
    "every_pair",
    "You compare every prediction with every answer, m times m pairs: a column (m, 1) met a row "
    "(m,), and NumPy made a square of them. Keep both (m,).",
    "P, Y = np.ones((3, 1)), np.ones(3)\n(P * Y).shape  # 9 products for 3 examples",
)
def _(P, Y):
    return surprise(P[:, None], Y).mean()


@binary_cross_entropy.mistake(
    "half",
    "You have half the loss. The 1/2 belongs to some forms of the squared error; here there is "
    "only 1/m.",
)
def _(P, Y):
    return surprise(P, Y).mean() / 2


@binary_cross_entropy.mistake(
    "log_of_zero",
    "Between 0 and 1 you are right. At exactly 0 or 1 a logarithm is minus infinity, and 0 times "
    "infinity is not a number. Replace the zero before the logarithm.",
    "P, Y = np.array([1.0]), np.array([1.0])\nbinary_cross_entropy(P, Y)  # should be 0",
)
def _(P, Y):
    return surprise(P, Y, np.log).mean()


@binary_cross_entropy.mistake(
    "one_log_guarded",
    "The logarithm of p is safe; that of 1 - p is not, and with p = 1 it is minus infinity. Both "
    "need the same care.",
    "P, Y = np.array([1.0]), np.array([1.0])\nbinary_cross_entropy(P, Y)  # should be 0",
)
def _(P, Y):
    return -np.mean(Y * losses.safe_log(P) + (1 - Y) * np.log(1 - P))


@binary_cross_entropy.mistake(
    "answers_swapped",
    "You charge a yes for what was promised to no, and the other way round: a good prediction "
    "costs you most.",
    "P, Y = np.array([0.99]), np.array([1.0])\nbinary_cross_entropy(P, Y)  # should be about 0.01",
)
def _(P, Y):
    return surprise(P, 1 - Y).mean()


@binary_cross_entropy.mistake(
    "bits",
    "You use the logarithm of base 2 and get bits. Nothing is wrong with bits, but the course, "
    "like np.log, counts in base e.",
    "P, Y = np.array([0.5]), np.array([1.0])\nbinary_cross_entropy(P, Y)  # should be about 0.693",
)
def _(P, Y):
    return surprise(P, Y).mean() / np.log(2)


@binary_cross_entropy.mistake(
    "decimal_logarithm",
    "You use the logarithm of base 10. Here, as everywhere in the course, it is the natural one, "
    "np.log.",
    "P, Y = np.array([0.5]), np.array([1.0])\nbinary_cross_entropy(P, Y)  # should be about 0.693",
)
def _(P, Y):
    return surprise(P, Y).mean() / np.log(10)


@binary_cross_entropy.mistake(
    "squared_error",
    "That is the squared error of chapter 1. It is at most 1, so a certain and wrong answer costs "
    "hardly more than an undecided one. Use the logarithm.",
)
def _(P, Y):
    return np.mean((P - Y) ** 2)


@binary_cross_entropy.mistake(
    "not_averaged",
    "Your surprises are right, one an example. The loss is one number: their mean.",
)
def _(P, Y):
    return surprise(P, Y)


@binary_cross_entropy.mistake(
    "no_switch_for_no",
    "The second logarithm counts for every example. It is meant for the answer no alone, so it "
    "needs its switch, 1 - Y.",
    "P, Y = np.array([0.9]), np.array([1.0])\nbinary_cross_entropy(P, Y)  # should be about 0.105",
)
def _(P, Y):
    return -np.mean(Y * losses.safe_log(P) + losses.safe_log(1 - P))


@binary_cross_entropy.mistake(
    "sigmoid_again",
    "You send P through the sigmoid. P holds probabilities already; squeezed again, they all lie "
    "between 0.5 and 0.73.",
    "P, Y = np.array([1.0]), np.array([1.0])\nbinary_cross_entropy(P, Y)  # should be 0",
)
def _(P, Y):
    return surprise(activations.sigmoid(P), Y).mean()


cross_entropy = Exercise(
    id="forward.cross_entropy",
    title="Surprise at the true class",
    points=3,
    reference=losses.cross_entropy,
    contract='''
def cross_entropy(P, Y):
    """Mean surprise: -log of the share that the true class was given.

    P: shares, shape (m, k), from 0 to 1, rows adding up to one.
    Y: the true classes as one-hot rows, shape (m, k).
    Returns the loss, a number. It is never NaN or infinite: before the
    logarithm, zero is replaced by a tiny number such as 1e-12.
    """
    ...
''',
    outcomes=("Measure a choice among several classes by its surprise, safely.",),
    axes={"P": "m k", "Y": "m k", "loss": ""},
    returns="loss",
    hints=(
        "Of each row only one share counts: the one given to the true class. A one-hot row picks "
        "it out by multiplication.",
        "Y * log(P) is zero everywhere except at the true class. Sum it along each row, then take "
        "the mean over the examples, then the minus sign.",
        "Mind two things: divide by m, the number of rows, not by the number of entries; and a "
        "share of 0 must be lifted a little (np.maximum) before the logarithm.",
    ),
    experiment=(
        "P, Y = np.array([[0.5, 0.3, 0.2]]), np.array([[0.0, 1.0, 0.0]])\n"
        "cross_entropy(P, Y)  # should be about 1.204"
    ),
    facts=any_tiny_number(losses.cross_entropy),
    tolerance=1e-5,
)


@cross_entropy.probes
def _(rng):
    for case in probes.cases():
        m, k = case["m"], case["n"] + 1
        P = activations.softmax(case.normal(rng, "m n", 1.0))
        P = np.pad(P, ((0, 0), (0, 1)), constant_values=0.25)
        P = (P / P.sum(axis=1, keepdims=True)).astype(case.dtype)
        yield case.label, P, probes.one_hot(rng, m, k).astype(case.dtype)
    P = np.array([[1.0, 0.0, 0.0], [0.2, 0.7, 0.1], [0.0, 0.4, 0.6], [0.0, 1.0, 0.0]])
    yield "certain and right predictions", P, np.eye(3)[[0, 1, 2, 1]]
    yield "a certain and wrong prediction, finite", P, np.eye(3)[[2, 1, 2, 1]]


@cross_entropy.mistake(
    "sign",
    "Your loss is negative. The logarithm of a share is at most zero; the minus sign makes a "
    "surprise of it.",
)
def _(P, Y):
    return np.sum(Y * losses.safe_log(P)) / len(P)


@cross_entropy.mistake(
    "sum_not_mean",
    "You add the surprises up and do not divide by their number: a batch twice as large would "
    "look twice as wrong.",
    "P, Y = np.full((4, 2), 0.5), np.eye(2)[[0, 1, 1, 0]]\n"
    "cross_entropy(P, Y)  # should be about 0.693",
)
def _(P, Y):
    return -np.sum(Y * losses.safe_log(P))


@cross_entropy.mistake(
    "mean_over_entries",
    "np.mean divides by all m times k entries. There are m surprises, one a row; the zeros beside "
    "them do not count.",
    "P, Y = np.full((1, 2), 0.5), np.eye(2)[[0]]\ncross_entropy(P, Y)  # should be about 0.693",
)
def _(P, Y):
    return -np.mean(Y * losses.safe_log(P))


@cross_entropy.mistake(
    "binary_form",
    "You also charge for 1 - p of the other classes, as in the yes-or-no loss. Here the shares of "
    "a row add up to one, so the true class's share says it all.",
)
def _(P, Y):
    return surprise(P, Y).sum() / len(P)


@cross_entropy.mistake(
    "binary_form_averaged",
    "You use the yes-or-no loss on every entry. Here a row is one question: only the share of the "
    "true class counts, and the mean runs over rows.",
)
def _(P, Y):
    return surprise(P, Y).mean()


@cross_entropy.mistake(
    "not_averaged",
    "Your surprises are right, one an example. The loss is one number: their mean.",
)
def _(P, Y):
    return -(Y * losses.safe_log(P)).sum(axis=1)


@cross_entropy.mistake(
    "wrong_axis",
    "You sum down the columns and get one number a class. The sum runs along the rows, and the "
    "mean of the rows is one number.",
)
def _(P, Y):
    return -(Y * losses.safe_log(P)).sum(axis=0) / len(P)


@cross_entropy.mistake(
    "log_of_zero",
    "Positive shares come out right. A share of exactly 0 has the logarithm minus infinity, and 0 "
    "times infinity is not a number. Lift the zero before the logarithm.",
    "P, Y = np.array([[1.0, 0.0]]), np.array([[1.0, 0.0]])\ncross_entropy(P, Y)  # should be 0",
)
def _(P, Y):
    return -np.sum(Y * np.log(P)) / len(P)


@cross_entropy.mistake(
    "winner_instead_of_truth",
    "You charge for the largest share, whether it is right or wrong. What counts is the share of "
    "the true class: Y says which.",
    "P, Y = np.array([[0.9, 0.1]]), np.array([[0.0, 1.0]])\n"
    "cross_entropy(P, Y)  # should be about 2.3",
)
def _(P, Y):
    return -np.mean(losses.safe_log(P.max(axis=1)))


@cross_entropy.mistake(
    "counts_errors",
    "You count wrong decisions. That number does not tell a narrow miss from a certain one, and it "
    "moves in jumps. Use the logarithm of the true class's share.",
)
def _(P, Y):
    return np.mean(P.argmax(axis=1) != Y.argmax(axis=1))


@cross_entropy.mistake(
    "log_of_mean",
    "You average the shares and then take the logarithm. First the surprise of each example, then "
    "the mean: one share near zero must be felt.",
    "P, Y = np.array([[1.0, 0.0], [0.01, 0.99]]), np.eye(2)[[0, 0]]\n"
    "cross_entropy(P, Y)  # should be about 2.303",
)
def _(P, Y):
    return -losses.safe_log(np.mean((Y * P).sum(axis=1)))


@cross_entropy.mistake(
    "no_logarithm",
    "The logarithm is missing: you have minus the mean share of the true class.",
)
def _(P, Y):
    return -np.sum(Y * P) / len(P)


@cross_entropy.mistake(
    "bits",
    "You use the logarithm of base 2 and get bits. Nothing is wrong with bits, but the course, "
    "like np.log, counts in base e.",
    "P, Y = np.full((1, 2), 0.5), np.eye(2)[[0]]\ncross_entropy(P, Y)  # should be about 0.693",
)
def _(P, Y):
    return -np.sum(Y * losses.safe_log(P)) / len(P) / np.log(2)


@cross_entropy.mistake(
    "softmax_again",
    "You send P through softmax. P holds shares already; a second softmax makes them nearly equal, "
    "and the loss can no longer come near zero.",
    "P, Y = np.array([[1.0, 0.0]]), np.array([[1.0, 0.0]])\ncross_entropy(P, Y)  # should be 0",
)
def _(P, Y):
    return -np.sum(Y * activations.log_softmax(P)) / len(P)


@cross_entropy.mistake(
    "squared_error",
    "That is the squared error of chapter 1. Per entry it is at most 1, so a certain and wrong "
    "answer costs little more than a narrow miss. Use the logarithm.",
)
def _(P, Y):
    return np.mean((P - Y) ** 2)


@cross_entropy.mistake(
    "log_of_product",
    "You take the logarithm of Y * P, which is zero everywhere but at the true class: the result "
    "is infinite. Take the logarithm of P, then multiply by Y.",
)
def _(P, Y):
    return -np.sum(np.log(Y * P)) / len(P)


@cross_entropy.mistake(
    "arguments_swapped",
    "You take the logarithm of the one-hot rows, which are mostly zeros. The logarithm belongs to "
    "the prediction P; Y only chooses.",
)
def _(P, Y):
    return -np.sum(P * np.log(Y)) / len(P)


RETRIEVAL = [
    Question(
        "784 inputs, 64 hidden neurons, 10 outputs: how many numbers does training change?",
        Option(
            "50,890",
            "784 x 64 + 64 in the first layer, 64 x 10 + 10 in the second.",
            right=True,
        ),
        Option("50,816", "Those are the weights; each of the 74 neurons has a bias as well."),
        Option("858", "That counts inputs and neurons. The weights lie on the lines between them."),
        Option("50,186", "The second layer's 640 weights count too, not only its biases."),
    ),
    Question(
        "Why can one neuron not solve XOR, however long it trains?",
        Option(
            "Four points are too few to learn from.",
            "More points of the same kind would not help: the difficulty is where they lie.",
        ),
        Option(
            "Its border is one straight line, and no straight line parts the two classes.",
            "Two opposite corners are on each side, so every line leaves one wrong.",
            right=True,
        ),
        Option(
            "The learning rate is too small.",
            "Gradient descent does find the neuron's smallest loss; it is not small.",
        ),
        Option(
            "The bias starts at zero.",
            "The bias moves during training, and it only shifts the line.",
        ),
    ),
    Question(
        "A weight is 2, the slope of the loss there is 3, the learning rate 0.1. What is the "
        "weight after one step of gradient descent?",
        Option("1.7", "Against the slope, a tenth of it: 2 - 0.1 x 3.", right=True),
        Option("2.3", "That is a step uphill: the gradient points to larger losses."),
        Option("-1", "That is a step of the whole slope; the learning rate shortens it."),
        Option("0.3", "That is the length of the step. The weight moves by it."),
    ),
]

QUIZ = [
    Question(
        "X is (64, 10), W is (10, 3), b is (3,). What is the shape of X @ W + b?",
        Option("(64, 3)", "One row an example, one column a neuron.", right=True),
        Option("(3, 64)", "That is the shape where examples are columns. Here they are rows."),
        Option("(64, 10)", "The 10 inputs are what each weighted sum adds up."),
        Option("It does not fit", "The inner sizes are both 10, and b fits the 3 columns."),
    ),
    Question(
        "Three dense layers follow each other without an activation. What can they compute that "
        "one dense layer cannot?",
        Option("Nothing", "A product of matrices is a matrix: one layer would do.", right=True),
        Option("XOR", "XOR needs a bend between two layers."),
        Option(
            "Everything, given enough neurons",
            "That holds for layers with a bend between them.",
        ),
        Option("Curved borders", "The border of a product of matrices is still straight."),
    ),
    Question(
        "All scores of a row grow by 7. What happens to its shares?",
        Option("They stay the same", "Only differences of scores count.", right=True),
        Option("They all grow", "They cannot: they add up to one."),
        Option("They move towards 1/k", "That happens when the differences shrink."),
        Option("The largest takes more", "That happens when all scores are multiplied by 7."),
    ),
    Question(
        "Why does a safe softmax subtract each row's own maximum, not that of the whole batch?",
        Option(
            "It is faster",
            "It is not; and speed would be no reason to prefer another result.",
        ),
        Option(
            "A row far below the others would have only zeros to divide",
            "Its exponentials all underflow to 0, and 0/0 is not a number.",
            right=True,
        ),
        Option(
            "The rows would no longer add up to one",
            "They would, as long as their sum is not zero.",
        ),
        Option(
            "One maximum for all would change the order of the shares",
            "The same shift along a row never changes the order.",
        ),
    ),
    Question(
        "A network gives each of 10 classes the same share. What is its cross-entropy?",
        Option("0.1", "That is the share. The loss is minus its logarithm."),
        Option("ln 10, about 2.30", "The surprise at a share of 1/10: not knowing.", right=True),
        Option("0.9", "That is the share of errors to expect, not the surprise."),
        Option("It depends on the labels", "Whatever the label, its share is 1/10."),
    ),
    Question(
        "Probabilities 1.0 and 0.0 come out of a sigmoid in floats. Why compute the loss from the "
        "scores instead?",
        Option(
            "The scores are integers",
            "They are floats like the others.",
        ),
        Option(
            "Rounding to 1.0 has thrown away how sure the network was",
            "Scores of 40 and 400 both give 1.0; the logarithm of 1 - p is then lost.",
            right=True,
        ),
        Option(
            "The loss of scores needs no logarithm",
            "It does, of 1 + exp(-|z|), which lies between 1 and 2.",
        ),
        Option(
            "The decision would be different",
            "The sigmoid keeps the order; the decision is the same.",
        ),
    ),
]
