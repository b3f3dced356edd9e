"""The exercise `count_parameters`: how many numbers a network learns."""
# mypy: allow-untyped-defs

from itertools import pairwise

import numpy as np

from nncourse import network
from nncourse.exercises.form import Exercise

count_parameters = Exercise(
    id="basics.count_parameters",
    title="How many numbers a network learns",
    points=1,
    reference=network.count_parameters,
    contract='''
def count_parameters(sizes):
    """How many weights and biases a network has.

    sizes: a list with the number of inputs, of each layer's neurons, and last of the outputs, such
    as [784, 64, 10].
    Returns a whole number.
    """
    ...
''',
    outcomes=("Count a network's weights and biases from its layer sizes.",),
    axes={"total": ""},
    returns="total",
    tolerance=1e-12,
    hints=(
        "Between two neighbouring sizes lies one layer. What does it hold?",
        "A layer from n_in to n_out has a weight for each pair, and a bias for each of its own "
        "neurons. The inputs have no biases.",
        "Go through the pairs of neighbours with zip(sizes, sizes[1:]) and add up weights and "
        "biases.",
    ),
    experiment="count_parameters([3, 2])\n# 3 * 2 weights and 2 biases: 8",
)


@count_parameters.probes
def _(rng):
    yield "the network of the chapter on digits", [784, 64, 10]
    yield "one neuron", [4, 1]
    yield "three layers", [5, 4, 3, 2]
    yield "equal sizes", [3, 3, 3]
    yield "a hidden network", [int(size) for size in rng.integers(2, 50, 5)]


@count_parameters.mistake(
    "no_biases",
    "You counted the weights; the biases are missing, one for each neuron.",
)
def _(sizes):
    return sum(a * b for a, b in pairwise(sizes))


@count_parameters.mistake(
    "biases_for_inputs",
    "You counted a bias for every input as well. Inputs are given, not computed: they have none.",
    "count_parameters([100, 1])\n# 100 weights and 1 bias: 101",
)
def _(sizes):
    return sum(a * b for a, b in pairwise(sizes)) + sum(sizes)


@count_parameters.mistake(
    "bias_of_the_wrong_side",
    "You counted as many biases as a layer has inputs. It has one for each of its own neurons, the "
    "second of the two sizes.",
    "count_parameters([100, 1])\n# 100 weights and 1 bias: 101",
)
def _(sizes):
    return sum(a * b + a for a, b in pairwise(sizes))


@count_parameters.mistake(
    "one_bias_a_layer",
    "You counted one bias per layer. Each neuron of the layer has its own.",
)
def _(sizes):
    return sum(a * b + 1 for a, b in pairwise(sizes))


@count_parameters.mistake(
    "first_layer_only",
    "You counted the first layer only: a return inside the loop leaves it in its first round.",
    "count_parameters([3, 2, 1])\n# 8 in the first layer, 3 in the second: 11",
)
def _(sizes):
    return sizes[0] * sizes[1] + sizes[1]


@count_parameters.mistake(
    "last_layer_missing",
    "The last layer is missing: the loop stops one pair too early.",
    "count_parameters([3, 2, 1])\n# 8 in the first layer, 3 in the second: 11",
)
def _(sizes):
    return sum(a * b + b for a, b in pairwise(sizes[:-1]))


@count_parameters.mistake(
    "product_of_everything",
    "You multiplied all sizes. Only neighbouring layers are connected: multiply pairs, then add.",
    "count_parameters([3, 2, 1])\n# 8 in the first layer, 3 in the second: 11",
)
def _(sizes):
    return int(np.prod(sizes))


@count_parameters.mistake(
    "counted_neurons",
    "You counted the circles. What is learned are the weights between them, and the biases.",
)
def _(sizes):
    return sum(sizes)


@count_parameters.mistake(
    "sums_for_products",
    "You added the two sizes of each layer. Every input is connected to every neuron, which is a "
    "product.",
)
def _(sizes):
    return sum(a + b for a, b in pairwise(sizes))


@count_parameters.mistake(
    "first_to_last",
    "You connected the inputs to the outputs and left out the layers between.",
    "count_parameters([3, 2, 1])\n# 8 in the first layer, 3 in the second: 11",
)
def _(sizes):
    return sizes[0] * sizes[-1] + sizes[-1]
