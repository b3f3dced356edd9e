"""The exercise `linear_backward`: from the predictions' gradient to the parameters'."""
# mypy: allow-untyped-defs

from nncourse import neuron as neurons
from nncourse.exercises import probes
from nncourse.exercises.form import Exercise

linear_backward = Exercise(
    id="basics.linear_backward",
    title="From the predictions back to the parameters",
    points=2,
    reference=neurons.linear_backward,
    contract='''
def linear_backward(d_y_hat, X):
    """The gradient of the loss with respect to a neuron's weights and bias.

    d_y_hat: gradient with respect to the predictions, shape (m,); 1/m is already inside.
    X: the batch that linear_forward was given, shape (m, n_in).
    Returns dw, shape (n_in,), and db, a number.
    """
    ...
''',
    outcomes=("Carry a gradient from a neuron's predictions back to its weights and bias.",),
    axes={"d_y_hat": "m", "X": "m n_in", "dw": "n_in", "db": ""},
    returns=("dw", "db"),
    hints=(
        "A gradient has the shape of what it belongs to: dw has one entry per weight, db is one "
        "number.",
        "dw[j] is a sum over the examples: the slope of each prediction, times that example's "
        "feature j. For db the factor is 1.",
        "The sum over the examples is a product: the columns of X must meet d_y_hat, so X is "
        "transposed. db is the sum of d_y_hat. Return both.",
    ),
    experiment="linear_backward(np.array([1.0, -3.0]), np.array([[1.0, 2.0], [0.0, 1.0]]))\n"
    "# dw 1 and -1, db -2",
)


@linear_backward.probes
def _(rng):
    yield from probes.arrays(rng, "m", "m n_in")


@linear_backward.mistake(
    "mean_of_both",
    "dw and db are divided by m. The 1/m came in with the gradient of the loss, and now it counts "
    "twice.",
)
def _(d_y_hat, X):
    return X.T @ d_y_hat / len(X), d_y_hat.mean()


@linear_backward.mistake(
    "bias_mean",
    "dw is right. db is a mean over the examples and should be a sum: 1/m is inside d_y_hat "
    "already.",
)
def _(d_y_hat, X):
    return X.T @ d_y_hat, d_y_hat.mean()


@linear_backward.mistake(
    "weights_mean",
    "db is right. dw is divided by m and should not be: 1/m is inside d_y_hat already.",
)
def _(d_y_hat, X):
    return X.T @ d_y_hat / len(X), d_y_hat.sum()


@linear_backward.mistake(
    "two_again",
    "Both are twice what they should be. The 2 of the square is inside d_y_hat already, as 1/m is.",
)
def _(d_y_hat, X):
    return 2 * X.T @ d_y_hat, 2 * d_y_hat.sum()


@linear_backward.mistake(
    "sign",
    "Both signs are turned round. A backward gives the gradient itself; the minus comes with the "
    "step.",
)
def _(d_y_hat, X):
    return -(X.T @ d_y_hat), -d_y_hat.sum()


@linear_backward.mistake(
    "not_summed",
    "dw still has a row for each example. A weight is shared by all of them, so the rows add up.",
)
def _(d_y_hat, X):
    return d_y_hat[:, None] * X, d_y_hat.sum()


@linear_backward.mistake(
    "bias_not_summed",
    "db is d_y_hat itself, a number for each example. The one bias is used by all of them: add "
    "them up.",
)
def _(d_y_hat, X):
    return X.T @ d_y_hat, d_y_hat


@linear_backward.mistake(
    "x_not_transposed",
    "X is not transposed, so the sum runs over the features of an example. It has to run over the "
    "examples: (n_in, m) with (m,).",
    "linear_backward(np.array([1.0, 0.0]), np.array([[1.0, 2.0], [3.0, 4.0]]))[0]\n# 1 and 2",
)
def _(d_y_hat, X):
    return X @ d_y_hat, d_y_hat.sum()


@linear_backward.mistake(
    "summed_over_features",
    "You multiply each row of X by its slope, which is right, and add along the rows. The sum runs "
    "over the examples, axis 0: one number for each weight.",
)
def _(d_y_hat, X):
    return (d_y_hat[:, None] * X).sum(axis=1), d_y_hat.sum()


@linear_backward.mistake(
    "one_number_for_all_weights",
    "dw is a single number: the sums of all weights in one. Then all weights would move alike.",
)
def _(d_y_hat, X):
    return (d_y_hat[:, None] * X).sum(), d_y_hat.sum()


@linear_backward.mistake(
    "product_of_sums",
    "You add up the slopes, add up the features, and multiply the two sums. Each slope belongs "
    "with its own example: multiply first, then add.",
)
def _(d_y_hat, X):
    return X.sum(axis=0) * d_y_hat.sum(), d_y_hat.sum()


@linear_backward.mistake(
    "upstream_forgotten",
    "Your results do not depend on d_y_hat: you have the slopes of the predictions alone. The "
    "chain rule multiplies them by the slopes of the loss.",
)
def _(d_y_hat, X):
    return X.sum(axis=0), float(len(X))


@linear_backward.mistake(
    "bias_upstream_forgotten",
    "dw is right, and db counts the examples. Its factor is 1 in every row, but it is multiplied "
    "by the row's slope.",
)
def _(d_y_hat, X):
    return X.T @ d_y_hat, float(len(X))


@linear_backward.mistake(
    "a_column",
    "dw is a column of shape (n_in, 1). It should have the shape of w, (n_in,): one axis.",
)
def _(d_y_hat, X):
    return X.T @ d_y_hat[:, None], d_y_hat.sum()


@linear_backward.mistake(
    "order_of_results",
    "The two are right, in the other order. dw comes first.",
)
def _(d_y_hat, X):
    return d_y_hat.sum(), X.T @ d_y_hat


@linear_backward.mistake(
    "bias_forgotten",
    "You return dw alone. The bias moves the predictions, too: return dw and db.",
)
def _(d_y_hat, X):
    return X.T @ d_y_hat
