"""The exercise `neuron`: one neuron."""
# mypy: allow-untyped-defs

import numpy as np

from nncourse import neuron as neurons
from nncourse.exercises import probes
from nncourse.exercises.form import Exercise

neuron = Exercise(
    id="basics.neuron",
    title="One neuron",
    points=1,
    reference=neurons.neuron,
    contract='''
def neuron(x, w, b):
    """The output of one neuron for one example: a weighted sum plus a bias.

    x: the example's features, shape (n_in,).
    w: one weight per feature, shape (n_in,).
    b: the bias, a number.
    Returns a number.
    """
    ...
''',
    outcomes=("Write a neuron as a weighted sum of its inputs plus a bias.",),
    axes={"x": "n_in", "w": "n_in", "b": "", "y_hat": ""},
    returns="y_hat",
    hints=(
        "Each input is multiplied by its own weight. What happens to the products, and what is "
        "added once at the end?",
        "The weighted sum of two arrays of the same length is their dot product; NumPy writes it "
        "with @.",
        "One line is enough: the dot product of x and w, and then the bias added to that number.",
    ),
    experiment="neuron(np.array([1.0, 2.0]), np.array([10.0, 100.0]), 0.5)\n"
    "# 1 * 10 + 2 * 100 + 0.5 = 210.5",
)


LABELS = (
    "an example",
    "another example",
    "three inputs",
    "one more example",
    "an example in float32",
)


@neuron.probes
def _(rng):
    for label, (_, *arguments) in zip(LABELS, probes.arrays(rng, "n", "n", ""), strict=True):
        yield label, *arguments
    yield "inputs of zero", np.zeros(3), np.ones(3), 2.0


@neuron.mistake(
    "bias_omitted",
    "The weighted sum is right, the bias is missing: for inputs of zero the neuron should still "
    "give b.",
    "neuron(np.zeros(2), np.ones(2), 0.5)\n# the bias alone: 0.5",
)
def _(x, w, b):
    return x @ w


@neuron.mistake(
    "bias_subtracted",
    "You subtract the bias. A neuron adds it; the training finds the sign.",
    "neuron(np.zeros(2), np.ones(2), 0.5)\n# the bias alone: 0.5",
)
def _(x, w, b):
    return x @ w - b


@neuron.mistake(
    "not_summed",
    "You multiplied inputs and weights and stopped there: one product per input. The neuron adds "
    "the products up to a single number.",
)
def _(x, w, b):
    return x * w + b


@neuron.mistake(
    "bias_for_every_input",
    "You added the bias to every product, so it counts once per input. It belongs to the neuron "
    "and is added once, after the sum.",
    "neuron(np.zeros(4), np.ones(4), 1.0)\n# the bias once: 1.0",
)
def _(x, w, b):
    return np.sum(x * w + b)


@neuron.mistake(
    "mean_not_sum",
    "You take the mean of the products. A weighted sum adds them; how much each counts is what "
    "the weights say.",
)
def _(x, w, b):
    return np.mean(x * w) + b


@neuron.mistake(
    "bias_multiplied",
    "You multiply the weighted sum by the bias. The bias shifts the sum, so it is added.",
    "neuron(np.array([1.0]), np.array([2.0]), 0.0)\n# 1 * 2 + 0 = 2.0",
)
def _(x, w, b):
    return (x @ w) * b


@neuron.mistake(
    "bias_added_to_inputs",
    "You added the bias to the inputs before weighting them, so the weights scale it too. It is "
    "added after the sum.",
    "neuron(np.zeros(2), np.array([10.0, 10.0]), 0.5)\n# the bias alone: 0.5",
)
def _(x, w, b):
    return (x + b) @ w


@neuron.mistake(
    "added_not_multiplied",
    "You add inputs and weights. Each input is multiplied by its weight; only then are the "
    "products added.",
)
def _(x, w, b):
    return np.sum(x + w) + b


@neuron.mistake(
    "first_input_only",
    "Only the first input counts in your result: a return inside the loop leaves it in its first "
    "round.",
)
def _(x, w, b):
    return x[0] * w[0] + b


@neuron.mistake(
    "weights_unused",
    "You add up the inputs without their weights. The weights are what the neuron learns.",
)
def _(x, w, b):
    return np.sum(x) + b


@neuron.mistake(
    "squashed",
    "You sent the sum through an activation. That comes in the chapter on the forward pass; here "
    "the neuron gives the sum itself.",
    "neuron(np.array([1.0]), np.array([3.0]), 0.0)\n# 3.0, not a number between 0 and 1",
)
def _(x, w, b):
    return 1 / (1 + np.exp(-(x @ w + b)))
