"""The exercises of chapter 3: one backward after another, until a whole network learns."""
# mypy: allow-untyped-defs

from itertools import pairwise

import numpy as np

from nncourse import activations, gradient_check, losses, mlp
from nncourse.checking import probes
from nncourse.checking.exercise import Exercise
from nncourse.checking.quiz import Option, Question
from nncourse.layers import dense

# ------------------------------------------------------------------------------ sigmoid_backward

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
    "sigmoid_backward(np.full((2, 1), 4.0), np.full((2, 1), 0.5))\n# both 1.0, however many rows",
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


# --------------------------------------------------------------------------------- tanh_backward

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


# --------------------------------------------------------------------------------- relu_backward

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
    yield "open, shut and nearly shut", rng.standard_normal(4), np.array([2.0, 0.0, 1e-9, 0.5])
    yield "all neurons shut", rng.standard_normal((5, 3)), np.zeros((5, 3))


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


# ---------------------------------------------------------------- softmax_cross_entropy_backward

softmax_cross_entropy_backward = Exercise(
    id="backprop.softmax_cross_entropy_backward",
    title="Where the gradient starts",
    points=3,
    reference=losses.softmax_cross_entropy_backward,
    contract='''
def softmax_cross_entropy_backward(Z, Y):
    """The gradient of the mean cross-entropy of softmax(Z), for each score.

    Z: scores, shape (m, k); may be as large as 1000.
    Y: one-hot rows, shape (m, k).
    Returns shape (m, k). Nothing is changed. You may use softmax.
    """
    ...
''',
    outcomes=(
        "Write the gradient of softmax and cross-entropy together.",
        "Say where 1/m enters, and that it enters once.",
    ),
    axes={"Z": "m k", "Y": "m k", "dZ": "m k"},
    returns="dZ",
    stable=True,
    hints=(
        "Take one row. By how much does each share miss what it should have been?",
        "For one example the gradient is its predicted shares minus its true ones. The loss is a "
        "mean over the rows.",
        "Three steps in one line: softmax of Z, minus Y, divided by the number of rows.",
    ),
    experiment="softmax_cross_entropy_backward(np.zeros((2, 2)), np.eye(2))\n"
    "# [[-0.25, 0.25], [0.25, -0.25]]",
)


@softmax_cross_entropy_backward.probes
def _(rng):
    for case in probes.cases():
        one_hot = probes.one_hot(rng, case["m"], case["k"])
        Z = case.normal(rng, "m k", scale=2.0)
        yield case.label, Z, one_hot.astype(case.dtype)
    yield "scores of 1000", probes.extreme(rng, 5, 3), probes.one_hot(rng, 5, 3)


@softmax_cross_entropy_backward.mistake(
    "no_mean",
    "Each row is right, the batch is not: the loss is a mean over m examples, so every gradient "
    "carries 1/m. This is the one place where it enters.",
)
def _(Z, Y):
    return activations.softmax(Z) - Y


@softmax_cross_entropy_backward.mistake(
    "mean_over_all_entries",
    "You divide by m times k, the number of all entries. The loss is a mean over the m examples; "
    "the classes of one example are not averaged.",
)
def _(Z, Y):
    return (activations.softmax(Z) - Y) / Z.size


@softmax_cross_entropy_backward.mistake(
    "sign",
    "Your sign is turned round: truth minus prediction points downhill. The gradient points "
    "uphill; the minus comes with the step.",
)
def _(Z, Y):
    return (Y - activations.softmax(Z)) / len(Z)


@softmax_cross_entropy_backward.mistake(
    "softmax_forgotten",
    "You subtract Y from the scores. What is compared with the truth are the shares: the scores "
    "have to go through softmax first.",
)
def _(Z, Y):
    return (Z - Y) / len(Z)


@softmax_cross_entropy_backward.mistake(
    "softmax_twice",
    "You apply softmax twice. Once turns scores into shares; the second time flattens them.",
    "softmax_cross_entropy_backward(np.array([[2.0, 0.0]]), np.array([[0.0, 1.0]]))\n"
    "# 0.88 and -0.88",
)
def _(Z, Y):
    return (activations.softmax(activations.softmax(Z)) - Y) / len(Z)


@softmax_cross_entropy_backward.mistake(
    "softmax_over_columns",
    "Your shares add up along the columns. One example is one row, so softmax runs along axis 1.",
    "softmax_cross_entropy_backward(np.array([[1.0, 2.0, 3.0]]), np.zeros((1, 3)))\n"
    "# three different shares, not three ones",
)
def _(Z, Y):
    return (activations.softmax(Z.T).T - Y) / len(Z)


@softmax_cross_entropy_backward.mistake(
    "sigmoid_for_softmax",
    "You use the sigmoid, which treats each class as a question of its own. Here the classes share "
    "one hundred per cent: softmax.",
    "softmax_cross_entropy_backward(np.array([[2.0, 0.0]]), np.array([[0.0, 1.0]]))\n"
    "# 0.88 and -0.88",
)
def _(Z, Y):
    return (activations.sigmoid(Z) - Y) / len(Z)


@softmax_cross_entropy_backward.mistake(
    "extra_slope",
    "You multiply by p (1 - p) once more. That factor belongs to the squared error; with "
    "cross-entropy it has cancelled already.",
    "softmax_cross_entropy_backward(np.zeros((1, 2)), np.eye(2)[:1])\n# -0.5 and 0.5",
)
def _(Z, Y):
    P = activations.softmax(Z)
    return (P - Y) * P * (1 - P) / len(Z)


@softmax_cross_entropy_backward.mistake(
    "true_class_only",
    "Only the true class gets a gradient. But raising any score takes a share away from the true "
    "class: the other classes must go down.",
)
def _(Z, Y):
    return Y * (activations.softmax(Z) - 1) / len(Z)


@softmax_cross_entropy_backward.mistake(
    "gradient_of_the_shares",
    "-Y / P is the gradient with respect to the shares. One step is missing: back through softmax "
    "to the scores.",
    "softmax_cross_entropy_backward(np.zeros((1, 2)), np.eye(2)[:1])\n# -0.5 and 0.5",
)
def _(Z, Y):
    return -Y / activations.softmax(Z) / len(Z)


@softmax_cross_entropy_backward.mistake(
    "factor_two",
    "A factor 2 is too much. It belongs to the squared error, whose slope is twice what is "
    "squared.",
)
def _(Z, Y):
    return 2 * (activations.softmax(Z) - Y) / len(Z)


@softmax_cross_entropy_backward.mistake(
    "overflow",
    "The formula is right, the exponentials overflow: exp(1000) is no float. Shift each row by its "
    "largest score, or use softmax of chapter 2.",
    "softmax_cross_entropy_backward(np.array([[1000.0, 0.0]]), np.array([[0.0, 1.0]]))\n# 1 and -1",
)
def _(Z, Y):
    E = np.exp(Z)
    return (E / E.sum(axis=1, keepdims=True) - Y) / len(Z)


@softmax_cross_entropy_backward.mistake(
    "overflow_and_no_mean",
    "Two things. The exponentials overflow: shift each row by its largest score, or use softmax of "
    "chapter 2. And the loss is a mean over m examples, so every gradient carries 1/m.",
    "softmax_cross_entropy_backward(np.array([[1000.0, 0.0], [0.0, 0.0]]), np.eye(2))\n"
    "# [[0, 0], [0.25, -0.25]]",
)
def _(Z, Y):
    E = np.exp(Z)
    return E / E.sum(axis=1, keepdims=True) - Y


@softmax_cross_entropy_backward.mistake(
    "one_sum_for_all",
    "You divide by the sum of all exponentials of the batch. Each example has 100 per cent of its "
    "own to share out: the sum runs along its row.",
)
def _(Z, Y):
    E = np.exp(Z)
    return (E / E.sum() - Y) / len(Z)


@softmax_cross_entropy_backward.mistake(
    "summed_over_the_batch",
    "You add up the rows. Every score of every example has a gradient of its own, so the result "
    "has the shape of Z; the batch is summed later, for the weights.",
)
def _(Z, Y):
    return (activations.softmax(Z) - Y).mean(axis=0)


# -------------------------------------------------------------------------------- dense_backward

dense_backward = Exercise(
    id="backprop.dense_backward",
    title="Back through a dense layer",
    points=5,
    reference=dense.dense_backward,
    contract='''
def dense_backward(dZ, X, W):
    """Pull the upstream gradient back through Z = X @ W + b.

    dZ: gradient of the loss with respect to Z, shape (m, n_out);
        1/m is already inside.
    X: the batch the forward was given, shape (m, n_in).
    W: the weights the forward used, shape (n_in, n_out).
    Returns dX (m, n_in), dW (n_in, n_out), db (n_out,), in this order.
    Nothing is changed.
    """
    ...
''',
    outcomes=(
        "Write the three gradients of a dense layer.",
        "Find the transposes and the axis from the shapes.",
    ),
    axes={
        "dZ": "m n_out",
        "X": "m n_in",
        "W": "n_in n_out",
        "dX": "m n_in",
        "dW": "n_in n_out",
        "db": "n_out",
    },
    returns=("dX", "dW", "db"),
    hints=(
        "A gradient has the shape of what it belongs to. Write the three shapes down first.",
        "dW joins X and dZ and sums over the examples; dX joins dZ and W and sums over the "
        "neurons. In both products one factor is transposed.",
        "db: each bias is added in every row, so its gradient is the sum of its column of dZ, over "
        "axis 0. Return the three as a tuple.",
    ),
    experiment="dense_backward(np.array([[1.0], [2.0]]), np.eye(2), np.array([[3.0], [4.0]]))\n"
    "# dX [[3, 4], [6, 8]], dW [[1], [2]], db [3]",
)


@dense_backward.probes
def _(rng):
    yield from probes.arrays(rng, "m n_out", "m n_in", "n_in n_out")
    yield "one neuron of one input", *(rng.standard_normal((m, 1)) for m in (4, 4, 1))


@dense_backward.mistake(
    "bias_mean",
    "db is a mean over the examples. It must be a sum: the 1/m of the loss is already inside dZ, "
    "and you divide by it a second time.",
)
def _(dZ, X, W):
    return dZ @ W.T, X.T @ dZ, dZ.mean(axis=0)


@dense_backward.mistake(
    "mean_of_weights_and_biases",
    "dW and db are divided by m. Many texts write that 1/m here; in this course the loss's "
    "gradient has it already, so now it counts twice.",
)
def _(dZ, X, W):
    return dZ @ W.T, X.T @ dZ / len(X), dZ.mean(axis=0)


@dense_backward.mistake(
    "mean_of_weights",
    "dW is divided by m and db is not. The 1/m is inside dZ already: neither needs it.",
)
def _(dZ, X, W):
    return dZ @ W.T, X.T @ dZ / len(X), dZ.sum(axis=0)


@dense_backward.mistake(
    "mean_everywhere",
    "All three are divided by m. It is inside dZ already; dividing again in each layer would make "
    "the gradients of deep networks vanish.",
)
def _(dZ, X, W):
    return dZ @ W.T / len(X), X.T @ dZ / len(X), dZ.mean(axis=0)


@dense_backward.mistake(
    "bias_over_neurons",
    "db is summed along the rows, over the neurons. Each neuron keeps its own bias, so the sum "
    "runs over the examples, axis 0.",
)
def _(dZ, X, W):
    return dZ @ W.T, X.T @ dZ, dZ.sum(axis=1)


@dense_backward.mistake(
    "bias_one_number",
    "db is a single number: you added up everything. Then all biases would move alike. Each neuron "
    "has a sum of its own.",
)
def _(dZ, X, W):
    return dZ @ W.T, X.T @ dZ, dZ.sum()


@dense_backward.mistake(
    "bias_not_summed",
    "db is still one row an example. The bias is one number a neuron, used in every row, so the "
    "rows add up.",
)
def _(dZ, X, W):
    return dZ @ W.T, X.T @ dZ, dZ


@dense_backward.mistake(
    "bias_keepdims",
    "db keeps an axis of length 1. The bias has shape (n_out,), and its gradient the same: leave "
    "keepdims out.",
)
def _(dZ, X, W):
    return dZ @ W.T, X.T @ dZ, dZ.sum(axis=0, keepdims=True)


@dense_backward.mistake(
    "bias_upstream_forgotten",
    "db counts the examples. The local slope of a bias is 1 in every row, but it is multiplied by "
    "the upstream gradient of that row.",
)
def _(dZ, X, W):
    return dZ @ W.T, X.T @ dZ, np.full(dZ.shape[1], float(len(dZ)))


@dense_backward.mistake(
    "weights_transposed",
    "dW has its axes exchanged. One neuron is one column of W, and of dW too: X comes first and is "
    "the one to transpose.",
)
def _(dZ, X, W):
    return dZ @ W.T, dZ.T @ X, dZ.sum(axis=0)


@dense_backward.mistake(
    "w_not_transposed",
    "In dX the weights are not transposed. On the way back, the gradient goes from the n_out "
    "outputs to the n_in inputs.",
)
def _(dZ, X, W):
    return dZ @ W, X.T @ dZ, dZ.sum(axis=0)


@dense_backward.mistake(
    "x_not_transposed",
    "In dW the batch is not transposed. The sum has to run over the m examples, so they must meet "
    "in the middle: (n_in, m) with (m, n_out).",
)
def _(dZ, X, W):
    return dZ @ W.T, X @ dZ, dZ.sum(axis=0)


@dense_backward.mistake(
    "dw_for_w",
    "dX is made with dW. It needs W: an input acts on the loss by the weights that the forward "
    "used.",
)
def _(dZ, X, W):
    dW = X.T @ dZ
    return dZ @ dW.T, dW, dZ.sum(axis=0)


@dense_backward.mistake(
    "order_of_results",
    "The three are right, in another order. dX comes first, then dW and db.",
)
def _(dZ, X, W):
    return X.T @ dZ, dZ.sum(axis=0), dZ @ W.T


@dense_backward.mistake(
    "sign",
    "All signs are turned round. A backward gives the gradient itself; the minus comes with the "
    "step.",
)
def _(dZ, X, W):
    return -dZ @ W.T, -X.T @ dZ, -dZ.sum(axis=0)


@dense_backward.mistake(
    "input_gradient_is_upstream",
    "dX is dZ, passed on unchanged. The weights stand between the two: each input reaches every "
    "neuron through its own weight.",
)
def _(dZ, X, W):
    return dZ, X.T @ dZ, dZ.sum(axis=0)


# ---------------------------------------------------------------------------- numerical_gradient


def gradient_and_array(answer, f, x, *eps):
    """What an answer returns, and the array that it nudged, as it is afterwards."""
    return answer(f, x, *eps), x


def bumpy(x):
    """A function whose slope depends on the entry itself and on its neighbours."""
    x = x.ravel()
    return float((x**5).sum() + (x[:-1] * x[1:] ** 2).sum())


numerical_gradient = Exercise(
    id="backprop.numerical_gradient",
    title="Measure a gradient",
    points=4,
    reference=gradient_check.numerical_gradient,
    contract='''
def numerical_gradient(f, x, eps=1e-6):
    """The gradient of f at x, measured by central differences.

    f: a function that takes an array like x and returns a number.
    x: any shape, float64. It may be nudged, but is as it was at the end.
    eps: how far to nudge, to each side.
    Returns an array of the shape of x.
    """
    ...
''',
    outcomes=("Measure a gradient without deriving it.",),
    axes={},
    returns=("gradient", "x at the end"),
    mutates=("x",),
    use=gradient_and_array,
    hints=(
        "The slope of f along one entry: nudge that entry up, see what f gives, nudge it down, see "
        "again. How far apart are the two points?",
        "np.ndindex(x.shape) walks through all indices, whatever the shape. Keep x[index] in a "
        "variable before you change it, and put it back after.",
        "In the loop: three writes to x[index] (up, down, back) and two calls of f. The difference "
        "is divided by the whole distance, 2 eps.",
    ),
    experiment="numerical_gradient(lambda x: (x**3).sum(), np.array([1.0, 2.0]), 0.1)\n"
    "# 3.01 and 12.01",
)


@numerical_gradient.probes
def _(rng):
    yield "a vector", bumpy, rng.uniform(1, 2, 5), 0.1
    yield "a matrix", bumpy, rng.uniform(1, 2, (3, 2)), 0.05
    yield "a square matrix", bumpy, rng.uniform(1, 2, (3, 3)), 0.2
    yield "a single entry", bumpy, rng.uniform(1, 2, 1), 0.1
    yield "three axes", bumpy, rng.uniform(1, 2, (2, 1, 3)), 1e-3
    yield "the default eps", bumpy, rng.uniform(1, 2, 4)


@numerical_gradient.mistake(
    "one_sided",
    "You nudge to one side only. That works, but its error shrinks with eps, not with eps squared. "
    "Look at both sides of x.",
    "numerical_gradient(lambda x: (x**2).sum(), np.array([3.0]), 0.1)\n# 6, even for a large eps",
)
def _(f, x, eps=1e-6):
    gradient = np.zeros_like(x)
    here = f(x)
    for index in np.ndindex(x.shape):
        original = x[index]
        x[index] = original + eps
        gradient[index] = (f(x) - here) / eps
        x[index] = original
    return gradient


@numerical_gradient.mistake(
    "distance_halved",
    "Twice the right slope: from x - eps to x + eps the distance is 2 eps, and you divide by eps.",
    "numerical_gradient(lambda x: x.sum(), np.zeros(2))\n# the slope of a sum: 1 and 1",
)
def _(f, x, eps=1e-6):
    gradient = np.zeros_like(x)
    for index in np.ndindex(x.shape):
        original = x[index]
        x[index] = original + eps
        above = f(x)
        x[index] = original - eps
        gradient[index] = (above - f(x)) / eps
        x[index] = original
    return gradient


@numerical_gradient.mistake(
    "brackets_missing",
    "You divide by 2 and then multiply by eps: / 2 * eps is read from left to right. The distance "
    "2 eps needs brackets.",
    "numerical_gradient(lambda x: x.sum(), np.zeros(2))\n# the slope of a sum: 1 and 1",
)
def _(f, x, eps=1e-6):
    gradient = np.zeros_like(x)
    for index in np.ndindex(x.shape):
        original = x[index]
        x[index] = original + eps
        above = f(x)
        x[index] = original - eps
        gradient[index] = (above - f(x)) / 2 * eps
        x[index] = original
    return gradient


@numerical_gradient.mistake(
    "not_restored",
    "x is not what it was: each entry stays nudged, so the next slopes are measured at another "
    "point, and the network you check is changed. Put each entry back.",
    "x = np.array([1.0, 2.0]); numerical_gradient(lambda x: x.sum(), x, 0.1)\nx  # still 1 and 2",
)
def _(f, x, eps=1e-6):
    gradient = np.zeros_like(x)
    for index in np.ndindex(x.shape):
        x[index] += eps
        above = f(x)
        x[index] -= 2 * eps
        gradient[index] = (above - f(x)) / (2 * eps)
    return gradient


@numerical_gradient.mistake(
    "copy_not_restored",
    "You work on one copy and never put its entries back, so every slope but the first is measured "
    "at another point.",
    "numerical_gradient(lambda x: x[0] * x[1], np.array([1.0, 2.0]), 0.5)\n# 2 and 1",
)
def _(f, x, eps=1e-6):
    x = x.copy()
    gradient = np.zeros_like(x)
    for index in np.ndindex(x.shape):
        x[index] += eps
        above = f(x)
        x[index] -= 2 * eps
        gradient[index] = (above - f(x)) / (2 * eps)
    return gradient


@numerical_gradient.mistake(
    "two_names_one_array",
    "All zeros: your two nudged arrays are one and the same, because = gives an array a second "
    "name and makes no copy.",
    "a = np.zeros(2); b = a; b[0] = 7\na  # changed as well",
)
def _(f, x, eps=1e-6):
    gradient = np.zeros_like(x)
    for index in np.ndindex(x.shape):
        original = x[index]
        x[index] = original + eps
        x[index] -= 2 * eps
        gradient[index] = (f(x) - f(x)) / (2 * eps)
        x[index] = original
    return gradient


@numerical_gradient.mistake(
    "all_at_once",
    "You nudge all entries together and get one number: the slope along the diagonal. The gradient "
    "asks for each entry alone.",
    "numerical_gradient(lambda x: x[0] + 5 * x[1], np.zeros(2))\n# 1 and 5",
)
def _(f, x, eps=1e-6):
    return (f(x + eps) - f(x - eps)) / (2 * eps)


@numerical_gradient.mistake(
    "all_at_once_spread",
    "Every entry has the same value: you nudge all entries together, and measure the slope along "
    "the diagonal again and again. Nudge one entry at a time.",
    "numerical_gradient(lambda x: x[0] + 5 * x[1], np.zeros(2))\n# 1 and 5",
)
def _(f, x, eps=1e-6):
    return np.full_like(x, (f(x + eps) - f(x - eps)) / (2 * eps))


@numerical_gradient.mistake(
    "rows_not_entries",
    "Right for vectors, not for matrices: your loop walks along the first axis and nudges whole "
    "rows. np.ndindex(x.shape) visits every entry.",
    "numerical_gradient(lambda x: x.sum(), np.zeros((2, 3)))\n# six ones",
)
def _(f, x, eps=1e-6):
    gradient = np.zeros_like(x)
    for i in range(len(x)):
        original = x[i].copy()
        x[i] = original + eps
        above = f(x)
        x[i] = original - eps
        gradient[i] = (above - f(x)) / (2 * eps)
        x[i] = original
    return gradient


@numerical_gradient.mistake(
    "flat",
    "The numbers are right, in a flat list. The gradient has the shape of x: start with "
    "np.zeros_like(x) and fill it.",
    "numerical_gradient(lambda x: x.sum(), np.zeros((2, 3))).shape\n# (2, 3)",
)
def _(f, x, eps=1e-6):
    return gradient_check.numerical_gradient(f, x, eps).ravel()


@numerical_gradient.mistake(
    "sign",
    "Your sign is turned round: the value below minus the value above. Uphill is where f grows.",
    "numerical_gradient(lambda x: x.sum(), np.zeros(2))\n# the slope of a sum: 1 and 1",
)
def _(f, x, eps=1e-6):
    return -gradient_check.numerical_gradient(f, x, eps)


@numerical_gradient.mistake(
    "eps_ignored",
    "Your nudge is always the same: the argument eps is not used. Who calls the function decides "
    "how far to nudge.",
)
def _(f, x, eps=1e-6):
    return gradient_check.numerical_gradient(f, x)


@numerical_gradient.accept(
    "half_nudges",
    "You nudge by half of eps to each side and divide by eps: central differences as well, with a "
    "smaller error. The package nudges by eps.",
)
def _(f, x, eps=1e-6):
    return gradient_check.numerical_gradient(f, x, eps / 2)


@numerical_gradient.accept(
    "five_points",
    "You use four points around x instead of two: the error falls with the fourth power of eps, "
    "for twice the work.",
)
def _(f, x, eps=1e-6):
    near = gradient_check.numerical_gradient(f, x, eps)
    far = gradient_check.numerical_gradient(f, x, 2 * eps)
    return (4 * near - far) / 3


# -------------------------------------------------------------------------------------- backward


def random_layers(rng, sizes, dtype=np.float64):
    """A list of pairs (W, b) of normal numbers, for layers of these sizes."""
    return [
        (rng.normal(size=(n_in, n_out)).astype(dtype), rng.normal(size=n_out).astype(dtype))
        for n_in, n_out in pairwise(sizes)
    ]


def network_probe(rng, sizes, m, dtype=np.float64):
    """Arguments for `backward`: a random network that has seen a random batch."""
    parameters = random_layers(rng, sizes, dtype)
    outputs = mlp.forward(rng.standard_normal((m, sizes[0])).astype(dtype), parameters)
    return rng.standard_normal(outputs[-1].shape).astype(dtype), outputs, parameters


backward = Exercise(
    id="backprop.backward",
    title="Back through a whole network",
    points=5,
    reference=mlp.backward,
    contract='''
def backward(d_scores, outputs, parameters):
    """Walk the loss's gradient back through all layers.

    d_scores: gradient of the loss with respect to the scores, (m, n_L).
    outputs: what forward returned, [X, A_1, A_2, ..., Z_L], where each
        inner A is tanh(Z).
    parameters: a list of pairs (W, b), one a layer.
    Returns a list of pairs (dW, db), in the order of parameters.
    Nothing is changed.
    """
    ...
''',
    outcomes=("Send one gradient back through any number of layers.",),
    axes={"d_scores": "m n_L"},
    returns="grads",
    hints=(
        "Start with the last layer, which has no tanh after it. What it gives as dX is the dA of "
        "the layer below.",
        "Layer number i was given outputs[i] and put out outputs[i + 1]. For every layer but the "
        "last: first tanh_backward, then dense_backward.",
        "Loop over the layers from the last to the first, keep one variable for the gradient that "
        "travels, and put each new pair at the front of the list.",
    ),
    experiment="x, layer = np.ones((1, 1)), (np.full((1, 1), 0.5), np.zeros(1))\n"
    "backward(x, [x, np.tanh(x / 2), x], [layer, layer])  # dW 0.393 and 0.462",
)


@backward.probes
def _(rng):
    yield "two layers", *network_probe(rng, [4, 3, 2], 5)
    yield "four layers", *network_probe(rng, [2, 6, 4, 5, 3], 7)
    yield "equal sizes", *network_probe(rng, [3, 3, 3, 3], 3)
    yield "a single example", *network_probe(rng, [4, 3, 2], 1)
    yield "a single layer", *network_probe(rng, [4, 2], 5)
    yield "two layers in float32", *network_probe(rng, [4, 3, 2], 5, np.float32)


TWO_EXAMPLES = (
    "x, layer = np.ones((2, 1)), (np.full((1, 1), 0.5), np.zeros(1))\n"
    "backward(x, [x, np.tanh(x / 2), x], [layer, layer])  # db 0.786 and 2"
)


def walk(d_scores, outputs, parameters, through, output_layer_too=False):
    """Backward with another way through the activations: `through(dA, outputs, layer)`."""
    dA, last = d_scores, len(parameters) - 1
    grads = []
    for layer in reversed(range(len(parameters))):
        W, _ = parameters[layer]
        skip = layer == last and not output_layer_too
        dZ = dA if skip else through(dA, outputs, layer)
        dA, dW, db = dense.dense_backward(dZ, outputs[layer], W)
        grads.append((dW, db))
    return grads[::-1]


@backward.mistake(
    "tanh_skipped",
    "The last layer is right; in the others the tanh is missing on the way back. What the forward "
    "passes through, the gradient passes through too.",
)
def _(d_scores, outputs, parameters):
    return walk(d_scores, outputs, parameters, lambda dA, A, i: dA)


@backward.mistake(
    "sigmoid_rule",
    "The hidden layers use the slope of the sigmoid, a (1 - a). They are tanh layers.",
)
def _(d_scores, outputs, parameters):
    return walk(d_scores, outputs, parameters, lambda dA, A, i: dA * A[i + 1] * (1 - A[i + 1]))


@backward.mistake(
    "relu_rule",
    "The hidden layers use the mask of ReLU. They are tanh layers: every neuron lets some of the "
    "gradient through.",
)
def _(d_scores, outputs, parameters):
    return walk(d_scores, outputs, parameters, lambda dA, A, i: dA * (A[i + 1] > 0))


@backward.mistake(
    "tanh_again",
    "You take tanh of the outputs before reading the slope off them. The outputs of the hidden "
    "layers have been through tanh already.",
)
def _(d_scores, outputs, parameters):
    return walk(d_scores, outputs, parameters, lambda dA, A, i: dA * (1 - np.tanh(A[i + 1]) ** 2))


@backward.mistake(
    "slope_of_gradient",
    "You read the slope off the gradient that travels. It is read off the layer's output.",
)
def _(d_scores, outputs, parameters):
    return walk(d_scores, outputs, parameters, lambda dA, A, i: dA * (1 - dA**2))


@backward.mistake(
    "tanh_on_the_scores",
    "You also go back through a tanh after the last layer. There is none: the scores leave as they "
    "are.",
)
def _(d_scores, outputs, parameters):
    return walk(
        d_scores,
        outputs,
        parameters,
        lambda dA, A, i: dA * (1 - A[i + 1] ** 2),
        output_layer_too=True,
    )


@backward.mistake(
    "slope_of_the_layer_below",
    "The slope is read off the input of the layer, outputs[i]. The tanh stands after the weights: "
    "its output is outputs[i + 1].",
)
def _(d_scores, outputs, parameters):
    return walk(d_scores, outputs, parameters, lambda dA, A, i: dA * (1 - A[i] ** 2))


@backward.mistake(
    "input_of_the_layer_above",
    "dW is made from what the layer put out. It needs what the layer was given: layer i was given "
    "outputs[i] and put out outputs[i + 1].",
)
def _(d_scores, outputs, parameters):
    dA, last = d_scores, len(parameters) - 1
    grads = []
    for layer in reversed(range(len(parameters))):
        W, _ = parameters[layer]
        A = outputs[layer + 1]
        dZ = dA if layer == last else dA * (1 - A**2)
        dA, dW, db = dense.dense_backward(dZ, A, W)
        grads.append((dW, db))
    return grads[::-1]


@backward.mistake(
    "mean_in_every_layer",
    "The last layer is right; from there on you divide by m in each layer. The 1/m is already "
    "inside d_scores.",
    TWO_EXAMPLES,
)
def _(d_scores, outputs, parameters):
    return walk(d_scores, outputs, parameters, lambda dA, A, i: dA * (1 - A[i + 1] ** 2) / len(dA))


@backward.mistake(
    "mean_once_more",
    "Everything is divided by m. The loss is a mean, and its gradient d_scores carries the 1/m "
    "already.",
    TWO_EXAMPLES,
)
def _(d_scores, outputs, parameters):
    return [
        (dW / len(d_scores), db / len(d_scores))
        for dW, db in mlp.backward(d_scores, outputs, parameters)
    ]


@backward.mistake(
    "bias_mean",
    "The weights are right; each db is a mean over the examples. It must be a sum: the 1/m is "
    "already inside d_scores.",
    TWO_EXAMPLES,
)
def _(d_scores, outputs, parameters):
    return [(dW, db / len(d_scores)) for dW, db in mlp.backward(d_scores, outputs, parameters)]


@backward.mistake(
    "reverse_order",
    "The pairs come out in the order you found them, last layer first. They belong in the order "
    "of parameters: first layer first.",
)
def _(d_scores, outputs, parameters):
    return mlp.backward(d_scores, outputs, parameters)[::-1]


@backward.mistake(
    "flat_list",
    "The arrays are right, in one flat list. Keep the two of a layer together in a pair (dW, db), "
    "as parameters does.",
)
def _(d_scores, outputs, parameters):
    return [array for pair in mlp.backward(d_scores, outputs, parameters) for array in pair]


@backward.mistake(
    "first_layer_missing",
    "The gradients of the first layer are missing. It has no layer below, but it has weights: the "
    "loop must reach index 0.",
)
def _(d_scores, outputs, parameters):
    return mlp.backward(d_scores, outputs, parameters)[1:]


@backward.mistake(
    "gradient_does_not_travel",
    "Every layer gets the same gradient, d_scores. What goes into a layer's backward is what came "
    "out of the layer above: its dX.",
)
def _(d_scores, outputs, parameters):
    last = len(parameters) - 1
    grads = []
    for layer in range(len(parameters)):
        W, _ = parameters[layer]
        A = outputs[layer + 1]
        dZ = d_scores if layer == last else d_scores * (1 - A**2)
        _, dW, db = dense.dense_backward(dZ, outputs[layer], W)
        grads.append((dW, db))
    return grads


@backward.mistake(
    "first_layer_first",
    "Your loop begins with the first layer. The gradient starts at the scores, so the walk begins "
    "with the last layer and ends with the first.",
)
def _(d_scores, outputs, parameters):
    dA, last = d_scores, len(parameters) - 1
    grads = []
    for layer, (W, _) in enumerate(parameters):
        A = outputs[layer + 1]
        dZ = dA if layer == last else dA * (1 - A**2)
        dA, dW, db = dense.dense_backward(dZ, outputs[layer], W)
        grads.append((dW, db))
    return grads


@backward.mistake(
    "first_layer_first_tanh_everywhere",
    "Your loop begins with the first layer, and goes through a tanh at every one. The walk begins "
    "with the last layer, which has no tanh, and ends with the first.",
)
def _(d_scores, outputs, parameters):
    dA = d_scores
    grads = []
    for layer, (W, _) in enumerate(parameters):
        dZ = dA * (1 - outputs[layer + 1] ** 2)
        dA, dW, db = dense.dense_backward(dZ, outputs[layer], W)
        grads.append((dW, db))
    return grads


@backward.mistake(
    "dw_for_w",
    "The last layer is right; below it the gradient goes back through dW. It must go back through "
    "W, the way the values came.",
)
def _(d_scores, outputs, parameters):
    dA, last = d_scores, len(parameters) - 1
    grads = []
    for layer in reversed(range(len(parameters))):
        dZ = dA if layer == last else dA * (1 - outputs[layer + 1] ** 2)
        dW, db = outputs[layer].T @ dZ, dZ.sum(axis=0)
        dA = dZ @ dW.T
        grads.append((dW, db))
    return grads[::-1]


@backward.mistake(
    "sign",
    "All signs are turned round. backward gives the gradient itself; update subtracts it.",
)
def _(d_scores, outputs, parameters):
    return [(-dW, -db) for dW, db in mlp.backward(d_scores, outputs, parameters)]


# ---------------------------------------------------------------------------------------- update


def arrays_after_two_steps(answer, parameters, grads, learning_rate):
    """The very arrays that a network holds, after two steps with the same gradients."""
    held = list(parameters)
    for _ in range(2):
        answer(parameters, grads, learning_rate)
    return held


update = Exercise(
    id="backprop.update",
    title="One step for every layer",
    points=2,
    reference=mlp.update,
    contract='''
def update(parameters, grads, learning_rate):
    """One step of gradient descent on every layer.

    parameters: a list of pairs (W, b); the arrays are changed in place.
    grads: a list of pairs (dW, db), the same shapes; not changed.
    learning_rate: a number above 0.
    Returns nothing.
    """
    ...
''',
    outcomes=("Take a step of gradient descent in a whole network, in place.",),
    axes={},
    returns="parameters",
    mutates=("parameters",),
    use=arrays_after_two_steps,
    hints=(
        "Each array takes the step of chapter 1, against its own gradient.",
        "zip(parameters, grads) gives the pairs that belong together; each pair unpacks into two "
        "names.",
        "Two lines in the loop, one for W and one for b, both with the operator -= which changes "
        "the array itself.",
    ),
    experiment="W, b = np.ones((1, 1)), np.zeros(1)\n"
    "update([(W, b)], [(W * 3, b + 1)], 0.5); print(W, b)  # -0.5 and -0.5",
)


@update.probes
def _(rng):
    for label, sizes, dtype in (
        ("two layers", [4, 3, 2], np.float64),
        ("four layers", [2, 6, 4, 5, 3], np.float64),
        ("equal sizes", [3, 3, 3], np.float64),
        ("a single layer", [4, 2], np.float64),
        ("two layers in float32", [4, 3, 2], np.float32),
    ):
        parameters, grads = random_layers(rng, sizes, dtype), random_layers(rng, sizes, dtype)
        yield label, parameters, grads, float(rng.uniform(0.1, 0.9))


@update.mistake(
    "rebound",
    "The network's arrays are unchanged: you made new ones, and nobody else holds them. W = W - "
    "... gives the name W a new array; only -= changes the old one.",
)
def _(parameters, grads, learning_rate):
    for i, ((W, b), (dW, db)) in enumerate(zip(parameters, grads, strict=True)):
        parameters[i] = (W - learning_rate * dW, b - learning_rate * db)


@update.mistake(
    "uphill",
    "You add the gradient and walk uphill: the loss grows with every step.",
)
def _(parameters, grads, learning_rate):
    for (W, b), (dW, db) in zip(parameters, grads, strict=True):
        W += learning_rate * dW
        b += learning_rate * db


@update.mistake(
    "learning_rate_unused",
    "You subtract the whole gradient. The learning rate says how much of it to take.",
)
def _(parameters, grads, learning_rate):
    for (W, b), (dW, db) in zip(parameters, grads, strict=True):
        W -= dW
        b -= db


@update.mistake(
    "divided_by_the_rate",
    "You divide by the learning rate, so that a smaller rate takes larger steps. It is a factor.",
)
def _(parameters, grads, learning_rate):
    for (W, b), (dW, db) in zip(parameters, grads, strict=True):
        W -= dW / learning_rate
        b -= db / learning_rate


@update.mistake(
    "biases_forgotten",
    "The weights move, the biases stay. Both are parameters, and both have a gradient.",
)
def _(parameters, grads, learning_rate):
    for (W, _), (dW, _) in zip(parameters, grads, strict=True):
        W -= learning_rate * dW


@update.mistake(
    "weights_forgotten",
    "The biases move, the weights stay. Both are parameters, and both have a gradient.",
)
def _(parameters, grads, learning_rate):
    for (_, b), (_, db) in zip(parameters, grads, strict=True):
        b -= learning_rate * db


@update.mistake(
    "returns_in_the_loop",
    "Only the first layer moves: a return inside the loop ends it after one round.",
    "A, B, g = np.zeros((1, 1)), np.zeros((1, 1)), (np.ones((1, 1)), np.ones(1))\n"
    "update([(A, np.zeros(1)), (B, np.zeros(1))], [g, g], 0.5); print(A, B)",
)
def _(parameters, grads, learning_rate):
    for (W, b), (dW, db) in zip(parameters, grads, strict=True):
        W -= learning_rate * dW
        b -= learning_rate * db
        return


@update.mistake(
    "last_layer_only",
    "Only the last layer moves: the two lines of the step stand behind the loop. Indent them, so "
    "that each layer takes its step.",
    "A, B, g = np.zeros((1, 1)), np.zeros((1, 1)), (np.ones((1, 1)), np.ones(1))\n"
    "update([(A, np.zeros(1)), (B, np.zeros(1))], [g, g], 0.5); print(A, B)",
)
def _(parameters, grads, learning_rate):
    (W, b), (dW, db) = parameters[-1], grads[-1]
    W -= learning_rate * dW
    b -= learning_rate * db


@update.mistake(
    "replaced_by_the_step",
    "The arrays hold the step alone, the old values are lost. =- assigns a negative number; what "
    "is needed is the operator -=.",
)
def _(parameters, grads, learning_rate):
    for (W, b), (dW, db) in zip(parameters, grads, strict=True):
        W[:] = -learning_rate * dW
        b[:] = -learning_rate * db


@update.mistake(
    "gradients_changed",
    "You change the gradients and leave the parameters alone: the two sides of the step are "
    "exchanged.",
)
def _(parameters, grads, learning_rate):
    for (W, b), (dW, db) in zip(parameters, grads, strict=True):
        dW -= learning_rate * W
        db -= learning_rate * b


@update.mistake(
    "divided_by_rows",
    "You divide by the length of the gradient once more, as if it were the batch. dW has n_in "
    "rows, and the batch's 1/m is inside already.",
    "W, b = np.zeros((4, 1)), np.zeros(1)\n"
    "update([(W, b)], [(W + 1, b + 1)], 0.5); print(W)  # four times -0.5",
)
def _(parameters, grads, learning_rate):
    for (W, b), (dW, db) in zip(parameters, grads, strict=True):
        W -= learning_rate * dW / len(dW)
        b -= learning_rate * db / len(db)


@update.mistake(
    "sign_of_the_gradient_only",
    "Every entry moves equally far: you use the sign of the gradient. Steep directions should take "
    "larger steps than flat ones.",
    "W, b = np.zeros((1, 2)), np.zeros(2)\n"
    "update([(W, b)], [(np.array([[4.0, 2.0]]), b + 0)], 0.5); print(W)  # -2 and -1",
)
def _(parameters, grads, learning_rate):
    for (W, b), (dW, db) in zip(parameters, grads, strict=True):
        W -= learning_rate * np.sign(dW)
        b -= learning_rate * np.sign(db)


@update.mistake(
    "scaled_by_the_parameter",
    "You multiply the step by the parameter itself, so a weight of zero can never move. The step "
    "is the learning rate times the gradient.",
)
def _(parameters, grads, learning_rate):
    for (W, b), (dW, db) in zip(parameters, grads, strict=True):
        W -= learning_rate * dW * W
        b -= learning_rate * db * b


# ------------------------------------------------------------------------------------- questions

RETRIEVAL = [
    Question(
        "A batch X of shape (5, 4) goes into a dense layer of 3 neurons (chapter 2). Which shapes "
        "have W, b and Z?",
        Option(
            "(4, 3), (3,), (5, 3)", "One neuron a column of W; one row of Z an example.", right=True
        ),
        Option("(3, 4), (3,), (5, 3)", "That W does not fit: X @ W needs 4 rows in W."),
        Option("(4, 3), (5,), (5, 3)", "A bias belongs to a neuron, not to an example."),
        Option("(4, 3), (3,), (3, 5)", "The first axis of Z is the batch, as it is in X."),
    ),
    Question(
        "Why could one neuron not learn XOR (chapter 1), however long it was trained?",
        Option(
            "Its border is one straight line, and no line parts the four points.",
            "Two corners of each class lie across from each other.",
            right=True,
        ),
        Option("Four examples are too few.", "More copies of the four points change nothing."),
        Option(
            "The learning rate was too small.",
            "With any rate it ends at the best line, and no line is good enough.",
        ),
    ),
    Question(
        "In chapter 1, dw was X.T @ d_y_hat: a sum over all examples. Why a sum?",
        Option(
            "The same weight acts on the loss through every example.",
            "Each example adds its part to the slope; this chapter builds on it.",
            right=True,
        ),
        Option("To make the gradient larger.", "Its size follows from the loss, we cannot choose."),
        Option(
            "Because the loss is a sum.",
            "The loss is a mean; its 1/m is inside d_y_hat. The sum comes from sharing the weight.",
        ),
    ),
]

QUIZ = [
    Question(
        "A hidden neuron feeds three neurons of the next layer. What is done with the three "
        "gradients that come back to it?",
        Option(
            "They are added.", "Paths that part add up; along one path slopes multiply.", right=True
        ),
        Option("They are multiplied.", "Slopes multiply along a path, not across paths."),
        Option("They are averaged.", "A nudge of the neuron acts through all three, in full."),
        Option("The largest counts.", "Each of the three changes the loss, not only one."),
    ),
    Question(
        "X is (32, 64) and dZ is (32, 10). Which is the gradient of the weights?",
        Option(
            "X.T @ dZ", "Shape (64, 10), that of W; the 32 examples are summed away.", right=True
        ),
        Option("dZ.T @ X", "Shape (10, 64): the transpose, one neuron a row."),
        Option("X @ dZ", "(32, 64) and (32, 10) do not fit together."),
        Option("dZ @ W.T", "That is dX, the gradient for the layer below."),
    ),
    Question(
        "For one example the shares are [0.7, 0.2, 0.1] and the second class is true. The gradient "
        "of the cross-entropy with respect to the scores is",
        Option("[0.7, -0.8, 0.1]", "Shares minus truth; the row adds up to zero.", right=True),
        Option("[-0.7, 0.8, -0.1]", "Truth minus shares is the direction of the step."),
        Option("[0, -5, 0]", "That is the gradient with respect to the shares, before softmax."),
        Option("[0, -0.8, 0]", "The other scores matter too: they take a share from the true one."),
    ),
    Question(
        "A gradient check of dense, tanh, dense reports 2.W 1e-9, 2.b 1e-9, 0.W 0.4, 0.b 0.4. "
        "Where do you look first?",
        Option(
            "At what lies between: the tanh's backward, or the dX of layer 2.",
            "Layer 2's own gradients are right, so the fault is on the way down from them.",
            right=True,
        ),
        Option("At the loss's gradient.", "A fault there would show in 2.W and 2.b as well."),
        Option("At the learning rate.", "A gradient check takes no step."),
        Option("Nowhere: 0.4 is a small error.", "Right gradients agree to about 1e-7 or better."),
    ),
    Question(
        "All weights of a layer of eight neurons start at 0.3. What does training make of them?",
        Option(
            "Eight copies of one neuron, for ever.",
            "Equal neurons get equal gradients, step after step.",
            right=True,
        ),
        Option("Eight different neurons, more slowly.", "Nothing ever makes them differ."),
        Option("It fails with an error.", "Everything runs, and the loss even falls a little."),
    ),
    Question(
        "A network of ten sigmoid layers hardly changes its first layers in training. Why?",
        Option(
            "Each sigmoid multiplies the gradient by 1/4 at most.",
            "After ten of them little is left; tanh and ReLU keep more.",
            right=True,
        ),
        Option("The first layers are finished first.", "They stand still from the first step on."),
        Option(
            "The first layers have no upstream gradient.",
            "They have one; it has become very small on its way.",
        ),
    ),
]
