"""The exercises of chapter 1: one neuron, its loss, and one step downhill."""
# mypy: allow-untyped-defs

import copy
from itertools import pairwise

import numpy as np

from nncourse import initializers, losses, network, optimizers
from nncourse import neuron as neurons
from nncourse.checking import probes
from nncourse.checking.exercise import Exercise
from nncourse.checking.quiz import Option, Question

# ---------------------------------------------------------------------------------------- neuron

neuron = Exercise(
    id="basics.neuron",
    title="One neuron",
    points=1,
    reference=neurons.neuron,
    contract='''
def neuron(x, w, b):
    """The output of one neuron for one example: a weighted sum plus a bias.

    x: the example's features, shape (n_in,).
    w: one weight a feature, shape (n_in,).
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


@neuron.probes
def _(rng):
    yield from probes.arrays(rng, "n", "n", "")
    yield "no inputs but the bias", np.zeros(3), np.ones(3), 2.0


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
    "You multiplied inputs and weights and stopped there: one product an input. The neuron adds "
    "the products up to a single number.",
)
def _(x, w, b):
    return x * w + b


@neuron.mistake(
    "bias_for_every_input",
    "You added the bias to every product, so it counts once an input. It belongs to the neuron "
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
    "You sent the sum through an activation. That comes in chapter 2; here the neuron gives the "
    "sum itself.",
    "neuron(np.array([1.0]), np.array([3.0]), 0.0)\n# 3.0, not a number between 0 and 1",
)
def _(x, w, b):
    return 1 / (1 + np.exp(-(x @ w + b)))


# -------------------------------------------------------------------------------- linear_forward

linear_forward = Exercise(
    id="basics.linear_forward",
    title="One neuron, a whole batch",
    points=2,
    reference=neurons.linear_forward,
    contract='''
def linear_forward(X, w, b):
    """The outputs of one neuron for a batch of examples, without a loop.

    X: one example a row, shape (m, n_in).
    w: one weight a feature, shape (n_in,).
    b: the bias, a number.
    Returns one output an example, shape (m,).
    """
    ...
''',
    outcomes=("Compute a neuron's outputs for a whole batch with one matrix product.",),
    axes={"X": "m n_in", "w": "n_in", "b": "", "y_hat": "m"},
    returns="y_hat",
    hints=(
        "Every row of X is one example for `neuron`. Which operation treats all rows at once?",
        "Look at the shapes: (m, n_in) with (n_in,) should give (m,). The axis n_in is summed.",
        "It reads like the single neuron, with X in the place of x, and X on the left.",
    ),
    experiment="linear_forward(np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([10.0, 100.0]), 0.5)\n"
    "# 210.5 and 430.5",
)


@linear_forward.probes
def _(rng):
    yield from probes.arrays(rng, "m n", "n", "", empty=True)


@linear_forward.mistake(
    "bias_omitted",
    "Every output is off by the same number, the bias: it is missing.",
    "linear_forward(np.zeros((3, 2)), np.ones(2), 0.5)\n# the bias alone, three times 0.5",
)
def _(X, w, b):
    return X @ w


@linear_forward.mistake(
    "bias_subtracted",
    "You subtract the bias. A neuron adds it.",
    "linear_forward(np.zeros((3, 2)), np.ones(2), 0.5)\n# the bias alone, three times 0.5",
)
def _(X, w, b):
    return X @ w - b


@linear_forward.mistake(
    "not_summed",
    "`*` multiplies entry by entry and leaves one product a feature. A product that also sums "
    "over the features gives one output an example.",
)
def _(X, w, b):
    return X * w + b


@linear_forward.mistake(
    "weights_on_the_left",
    "You put w on the left of X (or transposed X), which pairs the weights with the examples "
    "instead of the features. It only runs where both are equally many.",
    "X = np.array([[1.0, 2.0], [3.0, 4.0]])\n"
    "linear_forward(X, np.array([1.0, 0.0]), 0.0)  # 1 and 3",
)
def _(X, w, b):
    return w @ X + b


@linear_forward.mistake(
    "column",
    "Your outputs are a column of shape (m, 1). Here they are (m,), one number an example; a "
    "column against (m,) targets would later broadcast to (m, m), silently.",
    "y_hat = linear_forward(np.ones((3, 2)), np.ones(2), 0.0)\ny_hat.shape  # (3,)",
)
def _(X, w, b):
    return X @ w[:, np.newaxis] + b


@linear_forward.mistake(
    "bias_for_every_feature",
    "You added the bias before the sum over the features, so it counts once a feature. It is "
    "added once an example, after the sum.",
    "linear_forward(np.zeros((3, 4)), np.ones(4), 1.0)\n# the bias once: three times 1.0",
)
def _(X, w, b):
    return np.sum(X * w + b, axis=1)


@linear_forward.mistake(
    "summed_over_everything",
    "You summed over examples and features alike and got one number. Each example keeps its own "
    "output: sum over the axis of the features only.",
)
def _(X, w, b):
    return np.sum(X * w) + b


@linear_forward.mistake(
    "summed_over_examples",
    "You summed over axis 0, the examples, and got one number a feature. The features are axis 1.",
)
def _(X, w, b):
    return np.sum(X * w, axis=0) + b


@linear_forward.mistake(
    "mean_not_sum",
    "You take the mean over the features. A weighted sum adds them up.",
)
def _(X, w, b):
    return np.mean(X * w, axis=1) + b


@linear_forward.mistake(
    "first_example_only",
    "You gave the output of the first example alone: a return inside the loop leaves it in its "
    "first round.",
)
def _(X, w, b):
    return X[0] @ w + b


@linear_forward.mistake(
    "a_list",
    "The numbers are right, but they come as a Python list. The next step computes with arrays: "
    "turn it into one.",
    "y_hat = linear_forward(np.ones((3, 2)), np.ones(2), 0.0)\ntype(y_hat)  # numpy.ndarray",
)
def _(X, w, b):
    return [float(x @ w + b) for x in X]


# ------------------------------------------------------------------------------------------- mse

mse = Exercise(
    id="basics.mse",
    title="The mean squared error",
    points=2,
    reference=losses.mse,
    contract='''
def mse(Y_hat, Y):
    """Mean squared error: how wrong the predictions are, in one number.

    Y_hat: predictions, shape (m,) or (m, k).
    Y: targets, the same shape.
    Returns a number, the mean of the squared errors over all entries.
    """
    ...
''',
    outcomes=("Write a loss as a mean over all entries.", "Say why errors are squared."),
    axes={"Y_hat": "m k", "Y": "m k", "loss": ""},
    returns="loss",
    hints=(
        "Three steps, in this order: the errors, their squares, the mean of the squares.",
        "np.mean without an axis takes the mean over all entries, whatever the shape.",
        "Square the array of differences with ** 2, and give np.mean the result.",
    ),
    experiment="mse(np.array([1.0, 4.0]), np.array([1.0, 2.0]))\n"
    "# errors 0 and 2, squares 0 and 4, mean 2.0",
)


@mse.probes
def _(rng):
    yield from probes.arrays(rng, "m k", "m k")
    yield "predictions of shape (m,)", rng.normal(size=6), rng.normal(size=6)
    yield "perfect predictions", np.arange(4.0), np.arange(4.0)


@mse.mistake(
    "sum_not_mean",
    "You add the squared errors up, so a larger batch has a larger loss. The mean also divides by "
    "how many there are.",
    "mse(np.ones(2), np.zeros(2)), mse(np.ones(200), np.zeros(200))\n# the same: (1.0, 1.0)",
)
def _(Y_hat, Y):
    return np.sum((Y_hat - Y) ** 2)


@mse.mistake(
    "halved",
    "Yours is half the mean squared error. Some books write the 1/2 so that the derivative loses "
    "its 2; this course does not.",
)
def _(Y_hat, Y):
    return np.mean((Y_hat - Y) ** 2) / 2


@mse.mistake(
    "not_squared",
    "You take the mean of the errors themselves: errors above and below the target cancel, and "
    "bad predictions look perfect.",
    "mse(np.array([5.0, -5.0]), np.zeros(2))\n# 25.0, not 0.0",
)
def _(Y_hat, Y):
    return np.mean(Y_hat - Y)


@mse.mistake(
    "absolute",
    "That is the mean absolute error, another loss. The squared one punishes a large error more "
    "than two of half its size.",
)
def _(Y_hat, Y):
    return np.mean(np.abs(Y_hat - Y))


@mse.mistake(
    "root",
    "You took the square root at the end: that is the root mean squared error. The loss itself is "
    "without the root, which keeps its gradient simple.",
)
def _(Y_hat, Y):
    return np.sqrt(np.mean((Y_hat - Y) ** 2))


@mse.mistake(
    "square_of_the_mean",
    "You squared the mean error. The order matters: first square each error, then take the mean.",
    "mse(np.array([5.0, -5.0]), np.zeros(2))\n# 25.0, not 0.0",
)
def _(Y_hat, Y):
    return np.mean(Y_hat - Y) ** 2


@mse.mistake(
    "difference_of_squares",
    "You squared prediction and target before you subtracted. The error comes first, and its "
    "square is never negative.",
    "mse(np.array([1.0]), np.array([-1.0]))\n# the error is 2, its square 4.0",
)
def _(Y_hat, Y):
    return np.mean(Y_hat**2 - Y**2)


@mse.mistake(
    "divided_by_examples",
    "You divide the sum by the number of examples only. Other courses do; here the mean runs over "
    "all entries, so that the loss does not grow with the number of outputs.",
    "mse(np.ones((2, 5)), np.zeros((2, 5)))\n# every squared error is 1, so the mean is 1.0",
)
def _(Y_hat, Y):
    return np.sum((Y_hat - Y) ** 2) / len(Y)


@mse.mistake(
    "no_mean",
    "You give back every squared error. A loss is one number: take their mean.",
)
def _(Y_hat, Y):
    return (Y_hat - Y) ** 2


@mse.mistake(
    "mean_over_examples_only",
    "You took the mean along axis 0 and kept one number a column. The mean runs over all axes.",
    "mse(np.ones((2, 5)), np.zeros((2, 5)))\n# one number: 1.0",
)
def _(Y_hat, Y):
    return np.mean((Y_hat - Y) ** 2, axis=0)


@mse.mistake(
    "negative",
    "The sign is turned round. A loss is large when the predictions are bad, and zero at best.",
)
def _(Y_hat, Y):
    return -np.mean((Y_hat - Y) ** 2)


# ---------------------------------------------------------------------------------- mse_backward

mse_backward = Exercise(
    id="basics.mse_backward",
    title="The gradient of the mean squared error",
    points=2,
    reference=losses.mse_backward,
    contract='''
def mse_backward(Y_hat, Y):
    """The gradient of mse with respect to the predictions.

    Y_hat: predictions, shape (m,) or (m, k).
    Y: targets, the same shape.
    Returns one slope a prediction, the same shape.
    """
    ...
''',
    outcomes=("Derive the gradient of a mean of squares, with the 1/m where it belongs.",),
    axes={"Y_hat": "m k", "Y": "m k", "dY_hat": "m k"},
    returns="dY_hat",
    hints=(
        "Change one prediction a little. Only its own squared error changes, and that is one of "
        "many in a mean.",
        "The derivative of a square is twice what is squared. The mean divides by the number of "
        "entries, which an array knows as its size.",
        "Twice the error, divided by the number of all entries. A prediction that is too large has "
        "a positive slope.",
    ),
    experiment="mse_backward(np.array([1.0, 4.0]), np.array([1.0, 2.0]))\n"
    "# errors 0 and 2, twice that over 2 entries: 0 and 2",
)


@mse_backward.probes
def _(rng):
    yield from probes.arrays(rng, "m k", "m k")
    yield "predictions of shape (m,)", rng.normal(size=6), rng.normal(size=6)
    yield "tiny errors", 1e-6 * rng.normal(size=(5, 2)), np.zeros((5, 2))


@mse_backward.mistake(
    "sign",
    "The sign is turned round: you subtracted the prediction from the target. If a prediction is "
    "too large, making it larger raises the loss, so the slope is positive.",
)
def _(Y_hat, Y):
    return 2 * (Y - Y_hat) / Y_hat.size


@mse_backward.mistake(
    "factor_two_missing",
    "The 2 of the square's derivative is missing: the slope of e squared is 2 e.",
)
def _(Y_hat, Y):
    return (Y_hat - Y) / Y_hat.size


@mse_backward.mistake(
    "not_divided",
    "You differentiated the sum. The loss is a mean, so each slope is divided by the number of "
    "entries.",
)
def _(Y_hat, Y):
    return 2 * (Y_hat - Y)


@mse_backward.mistake(
    "not_divided_nor_doubled",
    "You give the error itself. The derivative of its square has a 2, and the mean divides by the "
    "number of entries.",
)
def _(Y_hat, Y):
    return Y_hat - Y


@mse_backward.mistake(
    "divided_by_examples",
    "You divide by the number of examples only. `mse` is a mean over all entries, m times k of "
    "them, and its gradient has to match.",
)
def _(Y_hat, Y):
    return 2 * (Y_hat - Y) / len(Y)


@mse_backward.mistake(
    "averaged",
    "You averaged the slopes to one number. Every prediction has its own slope: the gradient has "
    "the shape of the predictions.",
)
def _(Y_hat, Y):
    return np.mean(2 * (Y_hat - Y))


@mse_backward.mistake(
    "still_squared",
    "You kept the square. The derivative of e squared is 2 e: the square goes, and the sign comes "
    "back.",
)
def _(Y_hat, Y):
    return 2 * (Y_hat - Y) ** 2 / Y_hat.size


@mse_backward.mistake(
    "the_loss_itself",
    "That is the loss again. Its gradient says, for each prediction, how the loss changes with it.",
)
def _(Y_hat, Y):
    return np.mean((Y_hat - Y) ** 2)


@mse_backward.mistake(
    "times_the_prediction",
    "You multiplied by the prediction once more, as if it were an inner derivative. The inner "
    "derivative of (y_hat - y) with respect to y_hat is 1.",
)
def _(Y_hat, Y):
    return 2 * (Y_hat - Y) * Y_hat / Y_hat.size


@mse_backward.mistake(
    "only_the_sign",
    "Your slopes all have the same size: that is the gradient of the absolute error. Here a larger "
    "error has a steeper slope.",
)
def _(Y_hat, Y):
    return np.sign(Y_hat - Y) / Y_hat.size


# --------------------------------------------------------------------------------- gradient_step


def after_two_steps(answer, params, grads, learning_rate):
    """The caller's own arrays, after two steps."""
    arrays = dict(params)
    for _ in range(2):
        answer(params, grads, learning_rate)
    return arrays


gradient_step = Exercise(
    id="basics.gradient_step",
    title="One step downhill",
    points=2,
    reference=optimizers.gradient_step,
    contract='''
def gradient_step(params, grads, learning_rate):
    """One step of gradient descent on every parameter.

    params: a dictionary, name -> array; the arrays are changed in place.
    grads: a dictionary, name -> array of the same shape; not changed.
    learning_rate: a number above 0.
    Returns nothing.
    """
    ...
''',
    outcomes=("Take one step of gradient descent.", "Change an array in place."),
    axes={},
    returns="params",
    mutates=("params",),
    use=after_two_steps,
    hints=(
        "The gradient points uphill. Which way should each parameter go, and how far?",
        "Go through the names in params; each has its array, and grads has its slope under the "
        "same name.",
        "Every array loses learning_rate times its gradient; the operator -= does it in place.",
    ),
    experiment='w = np.ones(2); gradient_step({"w": w}, {"w": np.array([5.0, 0.0])}, 0.1)\n'
    "w  # now 0.5 and 1",
)


@gradient_step.probes
def _(rng):
    for case in probes.cases():
        params = {"W": case.normal(rng, "n h"), "b": case.normal(rng, "h")}
        grads = {"W": case.normal(rng, "n h"), "b": case.normal(rng, "h")}
        yield case.label, params, grads, 0.1 + 0.05 * case["k"]
    yield "tiny gradients", {"w": np.ones(3)}, {"w": np.array([1e-6, 1e-3, 1.0])}, 0.5


@gradient_step.mistake(
    "uphill",
    "You add the gradient and walk uphill: the loss grows with every step. Downhill is against "
    "the gradient.",
)
def _(params, grads, learning_rate):
    for name in params:
        params[name] += learning_rate * grads[name]


@gradient_step.mistake(
    "rebound",
    "The caller's arrays are unchanged: you computed new ones, and only your own name or the "
    "dictionary points to them. A network that holds the old arrays learns nothing.",
)
def _(params, grads, learning_rate):
    for name in params:
        params[name] = params[name] - learning_rate * grads[name]


@gradient_step.mistake(
    "learning_rate_unused",
    "You subtract the whole gradient. The learning rate says how much of it: without it, a step "
    "overshoots the valley.",
)
def _(params, grads, learning_rate):
    for name in params:
        params[name] -= grads[name]


@gradient_step.mistake(
    "divided_by_the_rate",
    "You divide by the learning rate, so a smaller rate makes larger steps. It is a factor.",
)
def _(params, grads, learning_rate):
    for name in params:
        params[name] -= grads[name] / learning_rate


@gradient_step.mistake(
    "first_parameter_only",
    "Only the first parameter moved: a return or break inside the loop leaves it in its first "
    "round. The bias has to learn too.",
)
def _(params, grads, learning_rate):
    for name in params:
        params[name] -= learning_rate * grads[name]
        break


@gradient_step.mistake(
    "replaced_by_the_step",
    "You stored the step itself in place of the parameter. A step is taken from where the "
    "parameter was.",
)
def _(params, grads, learning_rate):
    for name in params:
        params[name][...] = -learning_rate * grads[name]


@gradient_step.mistake(
    "shrunk",
    "You scaled the parameter by the learning rate instead of the gradient. What is subtracted is "
    "learning rate times gradient.",
)
def _(params, grads, learning_rate):
    for name in params:
        params[name] -= learning_rate * params[name]


@gradient_step.mistake(
    "only_the_sign",
    "You use only the sign of the gradient, so every step has the same length. Near the bottom the "
    "slope is small, and so should the step be.",
)
def _(params, grads, learning_rate):
    for name in params:
        params[name] -= learning_rate * np.sign(grads[name])


@gradient_step.mistake(
    "gradients_changed",
    "The parameters move, but you scale the gradients in place as well: whoever uses them next "
    "gets other numbers.",
    'g = np.array([10.0]); gradient_step({"w": np.array([1.0])}, {"w": g}, 0.1)\ng  # still 10',
)
def _(params, grads, learning_rate):
    for name in params:
        grads[name] *= learning_rate
        params[name] -= grads[name]


# ------------------------------------------------------------------------------- init_parameters


def drawn_repeatedly(answer, n_in, n_out, rng):
    """What is drawn, and whether it is drawn from the generator that was given."""
    twin = copy.deepcopy(rng)
    first, second = answer(n_in, n_out, rng), answer(n_in, n_out, rng)
    again = answer(n_in, n_out, twin)
    if not isinstance(first, tuple | list) or len(first) != 2:
        return first
    repeats = {
        "another W from the same generator": not np.array_equal(first[0], second[0]),
        "the same W from an equal generator": np.array_equal(first[0], again[0]),
    }
    return (*first, repeats)


def spread_and_zeros(value, n_in, n_out, rng):
    """What can be compared of random weights, and the biases as they are."""
    W, b, repeats = value
    spread = W.std()
    return {
        "the spread of W": spread,
        "the mean of W is near 0": abs(W.mean()) < 5 * 0.01 / np.sqrt(W.size),
        "W has different entries": len(np.unique(W)) == W.size,
        "W has a few entries beyond two spreads": np.mean(np.abs(W) > 2 * spread) > 0.01,
        "b": b,
        **repeats,
    }


init_parameters = Exercise(
    id="basics.init_parameters",
    title="Where training starts",
    points=2,
    reference=initializers.init_parameters,
    contract='''
def init_parameters(n_in, n_out, rng):
    """Starting parameters of n_out neurons with n_in inputs each.

    rng: the random generator to draw from, such as np.random.default_rng(0).
    Returns W, shape (n_in, n_out), normal with standard deviation 0.01, and b, shape (n_out,),
    zeros.
    """
    ...
''',
    outcomes=("Draw starting weights from a given generator.", "Say why weights start unequal."),
    axes={"W": "n_in n_out", "b": "n_out"},
    returns=("W", "b", "repeats"),
    use=drawn_repeatedly,
    facts=spread_and_zeros,
    tolerance=0.12,
    hints=(
        "Two arrays: small random weights, so that the neurons differ, and biases of zero.",
        "A generator has the method `standard_normal`, which takes the shape as a tuple and gives "
        "numbers of standard deviation 1.",
        "Scale the normal numbers of shape (n_in, n_out) by 0.01; the biases are zeros of shape "
        "(n_out,). Return both.",
    ),
    experiment="W, b = init_parameters(100, 200, np.random.default_rng(0))\n"
    "W.shape, W.std(), b.shape  # (100, 200), about 0.01, (200,)",
)


@init_parameters.probes
def _(rng):
    for n_in, n_out in ((50, 40), (40, 60), (45, 45), (900, 1)):
        yield (
            f"{n_in} inputs and {n_out} outputs",
            n_in,
            n_out,
            np.random.default_rng(rng.integers(1000)),
        )


@init_parameters.mistake(
    "zeros",
    "All your weights are zero. Then every neuron computes the same, gets the same gradient and "
    "stays the same for ever: many neurons, one feature.",
    "W, b = init_parameters(3, 2, np.random.default_rng(0))\nW  # no two entries alike",
)
def _(n_in, n_out, rng):
    return np.zeros((n_in, n_out)), np.zeros(n_out)


@init_parameters.mistake(
    "one_constant",
    "All your weights are the same number. Neurons that start alike stay alike, because they get "
    "the same gradient. Draw one number for each entry.",
    "W, b = init_parameters(3, 2, np.random.default_rng(0))\nW  # no two entries alike",
)
def _(n_in, n_out, rng):
    return np.full((n_in, n_out), 0.01), np.zeros(n_out)


@init_parameters.mistake(
    "not_scaled",
    "Your weights have standard deviation 1. With many inputs the sums then grow large; the 0.01 "
    "keeps them small at the start.",
)
def _(n_in, n_out, rng):
    return rng.standard_normal((n_in, n_out)), np.zeros(n_out)


@init_parameters.mistake(
    "variance_for_deviation",
    "Your weights have standard deviation 0.1, the square root of 0.01. It is the deviation that "
    "should be 0.01, not the variance.",
)
def _(n_in, n_out, rng):
    return np.sqrt(0.01) * rng.standard_normal((n_in, n_out)), np.zeros(n_out)


@init_parameters.mistake(
    "transposed",
    "Your W is (n_out, n_in), the convention of older books. Here examples are rows, so W is "
    "(n_in, n_out) and the product reads X @ W.",
)
def _(n_in, n_out, rng):
    return 0.01 * rng.standard_normal((n_out, n_in)), np.zeros(n_out)


@init_parameters.mistake(
    "bias_for_every_input",
    "Your b has one entry an input. A bias belongs to a neuron: n_out of them.",
)
def _(n_in, n_out, rng):
    return 0.01 * rng.standard_normal((n_in, n_out)), np.zeros(n_in)


@init_parameters.mistake(
    "bias_row",
    "Your b is a row with two axes. In this course a bias has one axis, (n_out,).",
)
def _(n_in, n_out, rng):
    return 0.01 * rng.standard_normal((n_in, n_out)), np.zeros((1, n_out))


@init_parameters.mistake(
    "random_biases",
    "The weights are right, and your biases are random as well. They may start at zero: the "
    "weights already make the neurons differ.",
)
def _(n_in, n_out, rng):
    return 0.01 * rng.standard_normal((n_in, n_out)), 0.01 * rng.standard_normal(n_out)


@init_parameters.mistake(
    "own_seed",
    "Every call gives the same weights: you make a generator with a fixed seed inside. Two layers "
    "would start alike. Draw from the rng that is given.",
    "rng = np.random.default_rng(0)\n"
    "init_parameters(2, 1, rng), init_parameters(2, 1, rng)  # two different draws",
)
def _(n_in, n_out, rng):
    return 0.01 * np.random.default_rng(0).standard_normal((n_in, n_out)), np.zeros(n_out)


@init_parameters.mistake(
    "rng_unused",
    "Your weights do not come from the rng that is given, so nobody can repeat the run. Draw from "
    "it instead of from np.random.",
    "a = init_parameters(2, 1, np.random.default_rng(0))\n"
    "b = init_parameters(2, 1, np.random.default_rng(0))  # the same as a",
)
def _(n_in, n_out, rng):
    return 0.01 * np.random.default_rng().standard_normal((n_in, n_out)), np.zeros(n_out)


@init_parameters.mistake(
    "only_positive",
    "Your weights are all positive (evenly spread from 0 to 0.01?). They should be normal: centred "
    "on zero, with standard deviation 0.01.",
)
def _(n_in, n_out, rng):
    return 0.01 * rng.random((n_in, n_out)), np.zeros(n_out)


@init_parameters.mistake(
    "uniform",
    "Your weights are evenly spread between -0.01 and 0.01. The contract asks for normal ones with "
    "standard deviation 0.01.",
)
def _(n_in, n_out, rng):
    return rng.uniform(-0.01, 0.01, (n_in, n_out)), np.zeros(n_out)


# ------------------------------------------------------------------------------ count_parameters

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
    yield "the network of chapter 5", [784, 64, 10]
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
    "You counted one bias a layer. Each neuron of the layer has its own.",
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
    "You counted the neurons. What is learned are the weights between them, and the biases.",
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


# -------------------------------------------------------------------------------------- the quiz

RETRIEVAL = [
    Question(
        "The dot product of [1, 2] and [3, 4] is",
        Option("11", "1 times 3 plus 2 times 4.", right=True),
        Option("[3, 8]", "Those are the products; the dot product also adds them up."),
        Option("10", "That is the sum of all four numbers; the pairs are multiplied first."),
        Option(
            "21", "That is (1 + 2) times (3 + 4); each number is multiplied by its partner only."
        ),
    ),
    Question(
        "An array A has shape (5, 3). What is the shape of A.sum(axis=0)?",
        Option("(3,)", "Axis 0 has five entries, and it is summed away.", right=True),
        Option("(5,)", "That is the sum over axis 1: the axis that is named disappears."),
        Option("a single number", "Without an axis, everything is added up; here one axis stays."),
        Option("(1, 3)", "So it would be with keepdims=True."),
    ),
    Question(
        "The slope of f(w) = (w - 3) squared at w = 5 is",
        Option("4", "Twice what is squared: 2 (5 - 3).", right=True),
        Option("2", "The 2 of the square's derivative is missing."),
        Option("-4", "The slope is positive: to the right of 3 the function rises."),
        Option("10", "That is the slope of w squared; what is squared here is w - 3."),
    ),
]

QUIZ = [
    Question(
        "X has shape (32, 4) and w has shape (4,). What is the shape of X @ w + b, for a number b?",
        Option("(32,)", "One output an example; the features are summed away.", right=True),
        Option("(4,)", "The axis of length 4 is the one that is summed. The 32 examples stay."),
        Option("(32, 4)", "That is X * w, the products before they are added up."),
        Option("(32, 1)", "w has one axis, so the result has one axis less than X."),
    ),
    Question(
        "A prediction is larger than its target. What does the gradient of the squared error do?",
        Option(
            "It is positive, and a step makes the prediction smaller.",
            "The gradient points uphill, the step goes against it.",
            right=True,
        ),
        Option(
            "It is negative, and a step makes the prediction smaller.",
            "The step is minus the gradient: a negative one would make the prediction larger.",
        ),
        Option(
            "It is positive, and a step makes the prediction larger.",
            "That would be walking uphill: the gradient has to be subtracted.",
        ),
    ),
    Question(
        "With a learning rate ten times larger, the loss grows from step to step. Why?",
        Option(
            "The steps are so long that they jump over the valley and land higher up.",
            "The slope is only right nearby; a long step leaves the place where it holds.",
            right=True,
        ),
        Option(
            "The gradient has the wrong sign.",
            "Then it would grow with a small rate as well.",
        ),
        Option(
            "The loss is a sum and not a mean.",
            "That only acts like a larger learning rate; the cause is the length of the step.",
        ),
    ),
    Question(
        "Why can one neuron not compute XOR?",
        Option(
            "Its output changes in one direction only; XOR is high in two opposite corners.",
            "A line separates two sides, and XOR's corners lie across.",
            right=True,
        ),
        Option("It needs more epochs.", "Training longer finds the best line, and no line fits."),
        Option("Its bias is zero.", "A bias moves the line; it stays one line."),
        Option(
            "Four examples are too few.",
            "They are all there are, and a network with a hidden layer learns them.",
        ),
    ),
    Question(
        "All weights of a layer start at zero. What happens?",
        Option(
            "Its neurons stay equal to each other: many neurons, one feature.",
            "Equal neurons get equal gradients. Random weights break the tie.",
            right=True,
        ),
        Option(
            "Nothing special: training finds the weights.", "Equal neurons get equal gradients."
        ),
        Option("The loss is infinite.", "The outputs are zero; the loss is large, not infinite."),
    ),
]
