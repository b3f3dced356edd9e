"""The exercises of chapter 4: from pictures to a verdict, and how far to trust it."""
# mypy: allow-untyped-defs

from itertools import pairwise

import numpy as np

from nncourse import augmentation, metrics, optimizers, predictions, preprocessing
from nncourse import losses as loss_functions
from nncourse import regularization as prices
from nncourse import training as rounds
from nncourse.activations import sigmoid
from nncourse.checking import probes
from nncourse.checking.exercise import Exercise
from nncourse.checking.quiz import Option, Question
from nncourse.network import Sequential


def random_pictures(rng, *shape):
    """Pictures of 8 bits, no two pixels of which mean the same."""
    return rng.integers(0, 256, shape, dtype=np.uint8)


# -------------------------------------------------------------------------------- flatten_images

flatten_images = Exercise(
    id="cats.flatten_images",
    title="Pictures into rows",
    points=1,
    reference=preprocessing.flatten_images,
    contract='''
def flatten_images(images):
    """Each picture as one row of numbers.

    images: shape (m, height, width, channels) or (m, height, width).
    Returns shape (m, n), n numbers a picture, in the order in which they lie.
    """
    ...
''',
    outcomes=("Turn a batch of pictures into a batch of rows without mixing them up.",),
    axes={"images": "m h w c", "X": "m n"},
    returns="X",
    hints=(
        "The first axis stays: one picture, one row. All other axes become one.",
        "`reshape` keeps the order in which the numbers lie. It needs the two lengths of the "
        "result.",
        "Reshape to as many rows as there are pictures, and give -1 for the length that NumPy can "
        "work out itself.",
    ),
    experiment="X = flatten_images(np.arange(12).reshape(2, 2, 3))\n"
    "X  # [[0, 1, 2, 3, 4, 5], [6, 7, 8, 9, 10, 11]]",
)


@flatten_images.probes
def _(rng):
    yield "pictures in colour", random_pictures(rng, 5, 4, 3, 2)
    yield "square pictures", random_pictures(rng, 6, 4, 4, 3)
    yield "grey pictures", random_pictures(rng, 5, 4, 3)
    yield "a single picture", random_pictures(rng, 1, 4, 3, 2)
    yield "pictures of floats", rng.random((3, 3, 3, 3)).astype(np.float32)


@flatten_images.mistake(
    "mixed_up",
    "The shape is right, the pictures are not: each of your rows holds a pixel from here and a "
    "pixel from there. Reshape to (n, m) and transpose, and numbers move from picture to picture.",
)
def _(images):
    return images.reshape(-1, len(images)).T


@flatten_images.mistake(
    "pictures_as_columns",
    "Each picture is a column of yours, the convention of older material. In this course an "
    "example is a row.",
)
def _(images):
    return images.reshape(len(images), -1).T


@flatten_images.mistake(
    "everything_in_a_row",
    "You flattened the whole batch into one row of numbers. The pictures must stay apart: only "
    "the axes after the first become one.",
)
def _(images):
    return images.ravel()


@flatten_images.mistake(
    "one_example",
    "You made a single example of the whole batch, with one axis of length 1. Every picture is a "
    "row of its own.",
)
def _(images):
    return images.reshape(1, -1)


@flatten_images.mistake(
    "fortran_order",
    "Your rows read the pictures down the columns first (order F). The numbers should come in the "
    "order in which they lie, or weights and pictures of others will not fit yours.",
)
def _(images):
    return images.reshape(len(images), -1, order="F")


@flatten_images.mistake(
    "colour_by_colour",
    "You put all numbers of one colour first, then the next. Here the three colours of a pixel "
    "stay side by side, as they lie in the array.",
)
def _(images):
    return np.moveaxis(images, -1, 1).reshape(len(images), -1)


@flatten_images.mistake(
    "turned",
    "Your pictures are turned: width and height have changed places before the rows were made.",
)
def _(images):
    return images.swapaxes(1, 2).reshape(len(images), -1)


@flatten_images.mistake(
    "one_colour",
    "You kept one number of each pixel and dropped the others. Every number is an input.",
)
def _(images):
    return images[..., 0].reshape(len(images), -1)


@flatten_images.mistake(
    "made_grey",
    "You took the mean over the last axis, so the colours are gone. A cat's coat may matter: keep "
    "all numbers.",
)
def _(images):
    return images.mean(axis=-1).reshape(len(images), -1)


@flatten_images.mistake(
    "last_axis_kept",
    "You joined height and width and kept the last axis. A dense layer takes rows with a single "
    "axis: all numbers of a picture in one.",
)
def _(images):
    return images.reshape(len(images), -1, images.shape[-1])


@flatten_images.mistake(
    "a_row_a_line",
    "Every line of pixels has become a row of yours. One example is a whole picture.",
)
def _(images):
    return images.reshape(len(images) * images.shape[1], -1)


@flatten_images.mistake(
    "first_only",
    "Only the first picture is there. The batch keeps all of its pictures.",
)
def _(images):
    return images[:1].reshape(1, -1)


@flatten_images.mistake(
    "scaled",
    "The order is right, and you divided by 255 as well. Scaling is another step; this one changes "
    "the shape and nothing else.",
)
def _(images):
    return images.reshape(len(images), -1) / 255


# ----------------------------------------------------------------------------------- standardize


def without_zeros(std):
    """The spreads, with 1 in the place of 0."""
    return np.where(std == 0, np.ones_like(std), std)


standardize = Exercise(
    id="cats.standardize",
    title="One scale for all inputs",
    points=2,
    reference=preprocessing.standardize,
    contract='''
def standardize(X, mean, std):
    """Move each feature by its mean and divide it by its spread.

    X: examples, shape (m, n). X is not changed.
    mean, std: of the training examples, feature by feature, shape (n,).
    A feature whose std is 0 is only moved, not divided.
    Returns shape (m, n).
    """
    ...
''',
    outcomes=(
        "Standardise features with statistics of the training examples.",
        "Treat a feature that never changes.",
    ),
    axes={"X": "m n", "mean": "n", "std": "n", "Z": "m n"},
    returns="Z",
    hints=(
        "Two steps: subtract what is usual, then measure what is left in units of the spread.",
        "Broadcasting lines (n,) up with each row of (m, n). Take care of zeros in std before you "
        "divide, not after.",
        "Make a copy of std in which 1 stands in the place of 0 (np.where does it), and divide by "
        "that.",
    ),
    experiment="standardize(np.array([[5.0, 7.0]]), np.array([3.0, 4.0]), np.array([2.0, 0.0]))\n"
    "# (5 - 3) / 2 = 1, and 7 - 4 = 3: [[1., 3.]]",
)


@standardize.probes
def _(rng):
    for case in probes.cases():
        mean, std = 3 * case.normal(rng, "n"), np.abs(case.normal(rng, "n")) + 0.5
        yield case.label, case.normal(rng, "m n", scale=2.0), mean, std
    X, mean, std = rng.normal(size=(6, 4)), rng.normal(size=4), rng.uniform(0.5, 2.0, 4)
    std[2] = 0.0
    yield "a feature that never changed", X, mean, std
    pixels = random_pictures(rng, 5, 4)
    yield "pixels of 8 bits", pixels, np.full(4, 100.5), rng.uniform(30.0, 60.0, 4)


@standardize.mistake(
    "own_statistics",
    "You use the mean and spread of the very examples that come in. Then a test picture is "
    "measured with another ruler than the training pictures, and a single one becomes all zeros. "
    "Use the ones that are given.",
    "standardize(np.array([[5.0]]), np.array([3.0]), np.array([2.0]))\n# [[1.]], not 0",
)
def _(X, mean, std):
    return (X - X.mean(axis=0)) / without_zeros(X.std(axis=0))


@standardize.mistake(
    "own_statistics_of_one",
    "You use the mean and spread of the very examples that come in. A single example has no "
    "spread, and 0 divided by 0 is not a number. Mean and std are given: those of the training "
    "examples.",
    "standardize(np.array([[5.0]]), np.array([3.0]), np.array([2.0]))\n# [[1.]], not nan",
)
def _(X, mean, std):
    with np.errstate(all="ignore"):
        return (X - X.mean(axis=0)) / X.std(axis=0)


@standardize.mistake(
    "divided_by_zero",
    "Where std is 0 you divide by it. A feature that never changed, a pixel always black, is moved "
    "and otherwise left alone.",
)
def _(X, mean, std):
    with np.errstate(all="ignore"):
        return (X - mean) / std


@standardize.mistake(
    "tiny_number_added",
    "You add a tiny number to std. Where std is 0, a new example that differs by 1 then becomes "
    "a hundred million: divide by 1 there.",
)
def _(X, mean, std):
    return (X - mean) / (std + 1e-8)


@standardize.mistake(
    "constant_set_to_zero",
    "Where std is 0 you write 0. The contract asks for the moved value there: a new example may "
    "differ from what never changed in training.",
)
def _(X, mean, std):
    return np.where(std == 0, 0.0, (X - mean) / without_zeros(std))


@standardize.mistake(
    "constant_not_moved",
    "Where std is 0 you return the feature as it came. It should still be moved by its mean.",
)
def _(X, mean, std):
    return np.where(std == 0, X, (X - mean) / without_zeros(std))


@standardize.mistake(
    "mean_not_subtracted",
    "You divide by the spread without subtracting the mean: the features keep their offsets, and "
    "those were the trouble.",
)
def _(X, mean, std):
    return X / without_zeros(std)


@standardize.mistake(
    "mean_added",
    "You add the mean. Subtract it, so that a usual value becomes 0.",
)
def _(X, mean, std):
    return (X + mean) / without_zeros(std)


@standardize.mistake(
    "not_divided",
    "The mean is gone, the spread is still there: divide each feature by its std.",
)
def _(X, mean, std):
    return X - mean


@standardize.mistake(
    "multiplied",
    "You multiply by the spread. What varies widely should come out smaller: divide.",
)
def _(X, mean, std):
    return (X - mean) * without_zeros(std)


@standardize.mistake(
    "brackets_missing",
    "A division comes before a subtraction: you divided the mean alone. Mind the brackets.",
)
def _(X, mean, std):
    return X - mean / without_zeros(std)


@standardize.mistake(
    "variance",
    "You divide by the square of std. That is the variance, and it is in other units than the "
    "feature.",
)
def _(X, mean, std):
    return (X - mean) / without_zeros(std) ** 2


@standardize.mistake(
    "root_of_std",
    "You take the root of std. It is a standard deviation already; the root belongs to a variance.",
)
def _(X, mean, std):
    return (X - mean) / np.sqrt(without_zeros(std))


@standardize.mistake(
    "roles_swapped",
    "Mean and std have changed places: you subtract the spread and divide by the mean.",
)
def _(X, mean, std):
    return (X - std) / mean


@standardize.mistake(
    "one_number_for_all",
    "You used one mean and one spread for all features. Each feature has its own, column by "
    "column.",
)
def _(X, mean, std):
    return (X - mean.mean()) / std.mean()


@standardize.mistake(
    "between_zero_and_one",
    "You squeezed each feature between its smallest and largest value here. That is another "
    "scaling, and it ignores mean and std.",
)
def _(X, mean, std):
    low, high = X.min(axis=0), X.max(axis=0)
    return (X - low) / without_zeros(high - low)


@standardize.mistake(
    "by_example",
    "You took mean and spread along each row, over the features of one example. They belong to "
    "the features, and they are given.",
)
def _(X, mean, std):
    spread = X.std(axis=1, keepdims=True)
    return (X - X.mean(axis=1, keepdims=True)) / without_zeros(spread)


@standardize.mistake(
    "in_place",
    "The values are right, but you changed the caller's X with -= or /=. Run such a cell twice and "
    "the examples are standardised twice. Make a new array.",
)
def _(X, mean, std):
    if X.dtype.kind != "f":
        return (X - mean) / without_zeros(std)
    X -= mean
    X /= without_zeros(std)
    return X


# -------------------------------------------------------------------------------- predict_binary

predict_binary = Exercise(
    id="cats.predict_binary",
    title="From a score to yes or no",
    points=1,
    reference=predictions.predict_binary,
    contract='''
def predict_binary(Z):
    """Yes (1) where the score is above 0, otherwise no (0).

    Z: scores, not probabilities; shape (m, 1) or (m,).
    Returns whole numbers 0 or 1, shape (m,).
    """
    ...
''',
    outcomes=("Turn scores into decisions, with the threshold where it belongs.",),
    axes={"Z": "m 1", "predicted": "m"},
    returns="predicted",
    hints=(
        "At which score is the sigmoid exactly one half?",
        "A comparison gives an array of True and False; astype(int) makes 1 and 0 of them. What "
        "about the shape?",
        "Bring Z to one axis with reshape(-1), compare with 0, and turn the result into int.",
    ),
    experiment="predict_binary(np.array([[0.3], [-2.0], [7.0]]))\n# [1, 0, 1], shape (3,)",
)


@predict_binary.probes
def _(rng):
    near = np.array([0.2, -0.3, 0.4, 0.0, -0.1, 0.45])
    yield "a column of scores", rng.permutation(np.append(near, rng.normal(size=5)))[:, None]
    yield "scores of shape (m,)", rng.permutation(np.append(near, rng.normal(size=4)))
    yield "large scores", np.array([[1000.0], [-1000.0], [40.0], [-3.0]])
    yield "a single score", np.array([[0.25]])
    yield "scores in float32", rng.permutation(near).astype(np.float32)[:, None]


@predict_binary.mistake(
    "half",
    "You compare with 0.5. That is the border for probabilities; Z holds scores, and a score of 0 "
    "is a probability of one half.",
)
def _(Z):
    return (Z.reshape(-1) > 0.5).astype(int)


@predict_binary.mistake(
    "column",
    "Your answers are a column. Against labels of shape (m,) it would be compared with all of "
    "them, (m, m) comparisons: return one axis.",
    "predict_binary(np.zeros((3, 1))).shape\n# (3,)",
)
def _(Z):
    return (Z > 0).astype(int)


@predict_binary.mistake(
    "turned_round",
    "Yes and no have changed places: a high score means yes.",
)
def _(Z):
    return (Z.reshape(-1) <= 0).astype(int)


@predict_binary.mistake(
    "probabilities",
    "You return probabilities. A decision is 0 or 1: which side of one half?",
)
def _(Z):
    return sigmoid(Z.reshape(-1))


@predict_binary.mistake(
    "signs",
    "You return signs, -1 or 1. The labels are 0 and 1, and so are the answers.",
)
def _(Z):
    return np.where(Z.reshape(-1) > 0, 1, -1)


@predict_binary.mistake(
    "rounded_scores",
    "You rounded the scores. They are not confined to 0 and 1; it is their sign that decides.",
    "predict_binary(np.array([7.4, -2.6]))\n# [1, 0]",
)
def _(Z):
    return np.round(Z.reshape(-1)).astype(int)


@predict_binary.mistake(
    "cut_off",
    "astype(int) cuts off what is behind the point, so every probability below 1 became 0. "
    "Compare first.",
)
def _(Z):
    return sigmoid(Z.reshape(-1)).astype(int)


@predict_binary.mistake(
    "argmax",
    "argmax finds the largest of several scores. With one column it is always column 0: no for "
    "everybody. Compare with 0.",
    "predict_binary(np.array([[3.0], [-3.0]]))\n# [1, 0]",
)
def _(Z):
    return Z.reshape(len(Z), 1).argmax(axis=1)


@predict_binary.mistake(
    "zero_is_yes",
    "A score of exactly 0 counts as yes with you. The contract says above 0.",
    "predict_binary(np.array([0.0]))\n# [0]",
)
def _(Z):
    return (Z.reshape(-1) >= 0).astype(int)


@predict_binary.mistake(
    "always_yes",
    "You compare the sigmoid with 0. It is always above 0, so all is yes. Either scores with 0, "
    "or probabilities with one half.",
    "predict_binary(np.array([-3.0]))\n# [0]",
)
def _(Z):
    return np.ones(len(Z), dtype=int)


@predict_binary.mistake(
    "above_the_mean",
    "You compare with the mean of the batch, so the answer for one picture depends on the others. "
    "The border is 0.",
    "predict_binary(np.array([3.0, 9.0]))\n# [1, 1]",
)
def _(Z):
    return (Z.reshape(-1) > Z.mean()).astype(int)


@predict_binary.mistake(
    "one_answer",
    "You give one answer for the whole batch. Every example gets its own.",
)
def _(Z):
    return int(Z.mean() > 0)


# -------------------------------------------------------------------------------------- accuracy

accuracy = Exercise(
    id="cats.accuracy",
    title="How many are right",
    points=1,
    reference=metrics.accuracy,
    contract='''
def accuracy(predicted, y):
    """The share of examples that were predicted right.

    predicted: predicted classes, whole numbers, shape (m,).
    y: true classes, shape (m,).
    Returns a number between 0 and 1.
    """
    ...
''',
    outcomes=("Compute the share of right answers.",),
    axes={"predicted": "m", "y": "m", "share": ""},
    returns="share",
    hints=(
        "Compare, then count: in how many places do the two arrays agree?",
        "True counts as 1 and False as 0, so the mean of a comparison is a share.",
        "np.mean of the comparison with ==.",
    ),
    experiment="accuracy(np.array([1, 0, 1, 1]), np.array([1, 0, 0, 1]))\n# 3 of 4: 0.75",
)


def guesses(rng, m, k, share):
    """Labels of k classes, and guesses of which about this share is right, m each."""
    y = rng.permutation(np.arange(m) % k)
    wrong = (y + rng.integers(1, k, m)) % k
    return np.where(rng.permutation(m) < share * m, y, wrong), y


@accuracy.probes
def _(rng):
    yield "cat or not", *guesses(rng, 40, 2, 0.7)
    predicted, y = guesses(rng, 30, 2, 0.55)
    yield "labels of 8 bits", np.where(rng.random(30) < 0.2, 1, predicted), y.astype(np.uint8)
    yield "five classes", *guesses(rng, 35, 5, 0.6)
    yield "more noes than yeses", np.array([0, 0, 0, 1, 0, 0, 1]), np.array([0, 0, 1, 0, 0, 1, 1])
    yield "one example, wrong", np.array([0]), np.array([1])
    yield "all right", np.array([1, 0, 1]), np.array([1, 0, 1])


@accuracy.mistake(
    "percent",
    "You return per cent. The contract asks for a share between 0 and 1.",
)
def _(predicted, y):
    return 100 * np.mean(predicted == y)


@accuracy.mistake(
    "count",
    "You return how many were right. Divide by how many there are.",
)
def _(predicted, y):
    return np.sum(predicted == y)


@accuracy.mistake(
    "error_rate",
    "You return the share that is wrong.",
)
def _(predicted, y):
    return np.mean(predicted != y)


@accuracy.mistake(
    "everyone_with_everyone",
    "You compare each prediction with every label, a table of (m, m). That comes from a column "
    "against a row; compare entry by entry.",
)
def _(predicted, y):
    return np.mean(predicted[:, None] == y)


@accuracy.mistake(
    "true_yes_only",
    "You multiply prediction and label, which counts only the cats that were found. A dog that is "
    "called no cat is right as well.",
    "accuracy(np.array([0, 0]), np.array([0, 0]))\n# both right: 1.0",
)
def _(predicted, y):
    return np.mean(predicted * y)


@accuracy.mistake(
    "cats_only",
    "You look at the true cats only. That share is called recall, and comes later; accuracy counts "
    "all examples.",
    "accuracy(np.array([1, 1]), np.array([1, 0]))\n# 1 of 2: 0.5",
)
def _(predicted, y):
    return np.mean(predicted[y == 1] == 1)


@accuracy.mistake(
    "called_cats_only",
    "You look only at what was called a cat. That share is called precision, and comes later; "
    "accuracy counts all examples.",
    "accuracy(np.array([1, 0]), np.array([1, 1]))\n# 1 of 2: 0.5",
)
def _(predicted, y):
    called = predicted == 1
    return np.mean(y[called] == 1) if called.any() else 0.0


@accuracy.mistake(
    "distance",
    "One minus the mean distance works for 0 and 1 only. Class numbers are names: to take a 4 for "
    "a 9 is one mistake, not five.",
    "accuracy(np.array([4, 1]), np.array([9, 1]))\n# 1 of 2: 0.5",
)
def _(predicted, y):
    return 1 - np.mean(np.abs(predicted.astype(int) - y.astype(int)))


@accuracy.mistake(
    "all_or_nothing",
    "You ask whether all are right. The share of them is wanted.",
)
def _(predicted, y):
    return float(np.all(predicted == y))


@accuracy.mistake(
    "order_lost",
    "You compare how often each class occurs, not who got which. Each prediction belongs to its "
    "own example.",
    "accuracy(np.array([1, 0]), np.array([0, 1]))\n# 0.0",
)
def _(predicted, y):
    return np.mean(np.sort(predicted) == np.sort(y))


@accuracy.mistake(
    "not_averaged",
    "You return one answer an example. Their mean is the share.",
)
def _(predicted, y):
    return (predicted == y).astype(float)


@accuracy.mistake(
    "mean_prediction",
    "You return the mean of the predictions; the labels do not come into it.",
)
def _(predicted, y):
    return np.mean(predicted)


# ------------------------------------------------------------------------------------ l2_penalty

l2_penalty = Exercise(
    id="cats.l2_penalty",
    title="The price of weights",
    points=1,
    reference=prices.l2_penalty,
    contract='''
def l2_penalty(weights, strength):
    """The price of all weights: strength / 2 times the sum of their squares.

    weights: a list of weight matrices (no biases), of any shapes.
    strength: a number >= 0, often written lambda.
    Returns a number.
    """
    ...
''',
    outcomes=("Write the L2 penalty of a network.",),
    axes={"price": ""},
    returns="price",
    hints=(
        "Every single weight pays its square, whichever layer it is in.",
        "np.sum(W * W) is what one matrix pays, before the factor. The list has several.",
        "Add np.sum(W * W) up over the list, and multiply the total by strength / 2.",
    ),
    experiment="l2_penalty([np.array([[3.0, 4.0]])], 0.1)\n# 0.1 / 2 * (9 + 16) = 1.25",
)


def random_weights(rng, *sizes, dtype=np.float64):
    """Weight matrices of a network of these sizes."""
    return [rng.standard_normal((n_in, n_out)).astype(dtype) for n_in, n_out in pairwise(sizes)]


def priced_weights(rng):
    """Weights of several networks, and strengths."""
    strength = float(rng.uniform(0.2, 0.9))
    yield "two layers", random_weights(rng, 4, 3, 2), strength
    yield "four layers", random_weights(rng, 2, 6, 4, 5, 3), strength
    yield "equal sizes", random_weights(rng, 3, 3, 3), strength
    yield "a single layer", random_weights(rng, 4, 3), 2.5
    yield "two layers in float32", random_weights(rng, 4, 3, 2, dtype=np.float32), strength
    yield "no price", random_weights(rng, 4, 3, 2), 0.0


l2_penalty.probes(priced_weights)


@l2_penalty.mistake(
    "half_missing",
    "Yours is twice as large: the 1/2 is missing. It is there so that the gradient has no 2. "
    "Others leave it out; then their strength means half of ours.",
)
def _(weights, strength):
    return strength * sum(np.sum(W**2) for W in weights)


@l2_penalty.mistake(
    "absolute_values",
    "You add up absolute values. That is the L1 penalty, which drives weights to exactly zero; L2 "
    "takes squares.",
)
def _(weights, strength):
    return strength / 2 * sum(np.sum(np.abs(W)) for W in weights)


@l2_penalty.mistake(
    "not_squared",
    "You add up the weights themselves, so that negative ones earn money. Square them first.",
    "l2_penalty([np.array([[-1.0]])], 2.0)\n# 1.0",
)
def _(weights, strength):
    return strength / 2 * sum(np.sum(W) for W in weights)


@l2_penalty.mistake(
    "square_of_the_sum",
    "You square the sum of the weights. Square each weight, then add: 1 and -1 cost 2 together, "
    "not 0.",
    "l2_penalty([np.array([[1.0, -1.0]])], 1.0)\n# 1.0",
)
def _(weights, strength):
    return strength / 2 * sum(np.sum(W) ** 2 for W in weights)


@l2_penalty.mistake(
    "root",
    "You took the root: the length of each matrix. L2 pays for the squared length.",
    "l2_penalty([np.array([[3.0, 4.0]])], 2.0)\n# 25.0, not 5.0",
)
def _(weights, strength):
    return strength / 2 * sum(np.sqrt(np.sum(W**2)) for W in weights)


@l2_penalty.mistake(
    "mean",
    "You take the mean of the squares, so the price of a weight depends on how many others there "
    "are. Add them up.",
    "l2_penalty([np.ones((2, 5))], 1.0)\n# ten weights, 1/2 each: 5.0",
)
def _(weights, strength):
    return strength / 2 * sum(np.mean(W**2) for W in weights)


@l2_penalty.mistake(
    "first_layer_only",
    "Only the first matrix pays: a return inside the loop leaves it in its first round.",
    "l2_penalty([np.ones((1, 1)), np.ones((1, 1))], 2.0)\n# 2.0",
)
def _(weights, strength):
    return strength / 2 * np.sum(weights[0] ** 2)


@l2_penalty.mistake(
    "last_layer_only",
    "Only the last matrix pays: the total is overwritten in each round instead of growing.",
    "l2_penalty([np.ones((1, 1)), np.ones((1, 1))], 2.0)\n# 2.0",
)
def _(weights, strength):
    return strength / 2 * np.sum(weights[-1] ** 2)


@l2_penalty.mistake(
    "strength_unused",
    "The strength does not come into your price. It says how dear weights are.",
    "l2_penalty([np.ones((1, 1))], 0.0)\n# free of charge: 0.0",
)
def _(weights, strength):
    return sum(np.sum(W**2) for W in weights) / 2


@l2_penalty.mistake(
    "strength_squared",
    "You multiply by the strength before squaring, so it counts twice. Square the weights alone.",
)
def _(weights, strength):
    return sum(np.sum((strength * W) ** 2) for W in weights) / 2


@l2_penalty.mistake(
    "one_price_a_layer",
    "You return one price a layer. The loss is one number, so the prices are added.",
)
def _(weights, strength):
    return [strength / 2 * float(np.sum(W**2)) for W in weights]


@l2_penalty.mistake(
    "averaged_over_layers",
    "You divide by the number of layers. Each weight pays the same, however deep the network.",
)
def _(weights, strength):
    return strength / 2 * sum(np.sum(W**2) for W in weights) / len(weights)


@l2_penalty.mistake(
    "negative",
    "Your price is negative: large weights would be rewarded.",
)
def _(weights, strength):
    return -strength / 2 * sum(np.sum(W**2) for W in weights)


# ----------------------------------------------------------------------------------- l2_backward

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
    experiment="l2_backward([np.array([[3.0, -4.0]])], 0.5)\n# [array([[ 1.5, -2. ]])]",
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
)
def _(weights, strength):
    return [strength * weights[0]]


@l2_backward.mistake(
    "order_turned_round",
    "The list is turned round. Gradients come in the order of the weights.",
)
def _(weights, strength):
    return [strength * W for W in weights[::-1]]


# ------------------------------------------------------------------------------------ train_step


def two_steps(answer, network, loss, optimizer, X, y, l2):
    """What two rounds return, and the parameters after them."""
    values = [answer(network, loss, optimizer, X, y, l2) for _ in range(2)]
    return {"the first loss": values[0], "the second loss": values[1], **network.params}


train_step = Exercise(
    id="cats.train_step",
    title="One round of training",
    points=4,
    reference=rounds.train_step,
    contract='''
def train_step(network, loss, optimizer, X, y, l2=0.0):
    """One round of training on one batch: forward, loss, backward, step.

    network: a Sequential; loss: such as BinaryCrossEntropy();
    optimizer: such as SGD(0.01).
    X: the batch, shape (m, n_in). y: its targets.
    l2: strength of the price on the weights. Biases do not pay.
    Returns the loss before the step, the price included: a number.
    """
    ...
''',
    outcomes=(
        "Write a training step from forward, loss, backward and step.",
        "Add a price to the loss and to the gradient, and spare the biases.",
    ),
    axes={},
    returns="result",
    mutates=("network", "loss", "optimizer"),
    use=two_steps,
    hints=(
        "Without the price it is the loop of chapter 3: outputs, loss, backward from the loss "
        "through the network, step. The price changes two things.",
        "The names in network.params end in .W for weights and .b for biases. l2_penalty goes to "
        "the value that you return, l2_backward to the gradients.",
        "Before the step, add to network.grads[name], in place with +=, what l2_backward gives for "
        "that weight.",
    ),
    experiment="from nncourse import network, losses, optimizers; "
    "n = network.Sequential().input(1).dense(1, 'zeros')\n"
    "train_step(n, losses.MSE(), optimizers.SGD(0.1), np.ones((1, 1)), np.ones((1, 1)))  # 1.0",
)


def small_network(rng, *sizes):
    """A dense network with tanh between its layers, and biases that are not zero."""
    network = Sequential(rng=rng, dtype=np.float64).input(sizes[0])
    for size in sizes[1:-1]:
        network.dense(size).tanh()
    network.dense(sizes[-1])
    for p in network.params.values():
        p += 0.3 * rng.standard_normal(p.shape)
    return network


@train_step.probes
def _(rng):
    yes_or_no, classes = loss_functions.BinaryCrossEntropy(), loss_functions.SoftmaxCrossEntropy()
    X, y = rng.normal(size=(6, 4)), np.array([0, 1, 1, 0, 1, 1])
    rate = float(rng.uniform(0.2, 0.4))
    step = optimizers.SGD
    yield "without a price", small_network(rng, 4, 3, 1), yes_or_no, step(rate), X, y, 0.0
    yield "with a price", small_network(rng, 4, 3, 1), yes_or_no, step(rate), X, y, 0.3
    yield "one layer", small_network(rng, 4, 1), yes_or_no, step(rate), X, y, 0.2
    three = np.array([2, 0, 1, 1, 0, 2])
    yield "three classes", small_network(rng, 4, 5, 3), classes, step(rate), X, three, 0.1


def weights_of(network):
    """The network's weights by name, without biases."""
    return {name: p for name, p in network.params.items() if name.endswith(".W")}


@train_step.mistake(
    "loss_after_the_step",
    "The step is right, but you return the loss after it. The loss that was computed before the "
    "step costs nothing extra; return that.",
)
def _(network, loss, optimizer, X, y, l2=0.0):
    rounds.train_step(network, loss, optimizer, X, y, l2)
    value = loss.forward(network.forward(X), y)
    return value + prices.l2_penalty(weights_of(network).values(), l2)


@train_step.mistake(
    "price_in_the_loss_only",
    "The price is in the loss that you return, but the weights do not feel it: their gradients "
    "are as without it. Note that network.grads[name] = ... fills a passing dictionary; add in "
    "place, with +=.",
)
def _(network, loss, optimizer, X, y, l2=0.0):
    price = prices.l2_penalty(weights_of(network).values(), l2)
    return rounds.train_step(network, loss, optimizer, X, y) + price


@train_step.mistake(
    "price_in_the_gradient_only",
    "The weights pay, but the loss you return is without their price. Then what falls is not what "
    "you report.",
)
def _(network, loss, optimizer, X, y, l2=0.0):
    price = prices.l2_penalty(weights_of(network).values(), l2)
    return rounds.train_step(network, loss, optimizer, X, y, l2) - price


@train_step.mistake(
    "biases_pay",
    "Your biases pay too. A bias only shifts, it cannot memorise a picture; the names of the "
    "weights end in .W.",
)
def _(network, loss, optimizer, X, y, l2=0.0):
    value = loss.forward(network.forward(X), y)
    value += prices.l2_penalty(network.params.values(), l2)
    network.backward(loss.backward())
    for name, p in network.params.items():
        network.grads[name][...] += l2 * p
    optimizer.step(network.params, network.grads)
    return value


@train_step.mistake(
    "price_ignored",
    "l2 does not come into it: this is the step without a price.",
)
def _(network, loss, optimizer, X, y, l2=0.0):
    return rounds.train_step(network, loss, optimizer, X, y)


@train_step.mistake(
    "gradient_overwritten",
    "You replace the loss's gradient by that of the price. The network forgets the pictures and "
    "only shrinks: add the two.",
)
def _(network, loss, optimizer, X, y, l2=0.0):
    value = loss.forward(network.forward(X), y)
    value += prices.l2_penalty(weights_of(network).values(), l2)
    network.backward(loss.backward())
    if l2:
        for name, W in weights_of(network).items():
            network.grads[name][...] = l2 * W
    optimizer.step(network.params, network.grads)
    return value


@train_step.mistake(
    "price_twice",
    "The pull on the weights is twice too strong: the 2 of the square cancels against the 1/2.",
)
def _(network, loss, optimizer, X, y, l2=0.0):
    price = prices.l2_penalty(weights_of(network).values(), l2)
    return rounds.train_step(network, loss, optimizer, X, y, 2 * l2) - price


@train_step.mistake(
    "first_layer_pays",
    "Only the first layer pays. All weights do, in every layer.",
)
def _(network, loss, optimizer, X, y, l2=0.0):
    value = loss.forward(network.forward(X), y)
    first = network.params["0.W"]
    value += prices.l2_penalty([first], l2)
    network.backward(loss.backward())
    network.grads["0.W"][...] += l2 * first
    optimizer.step(network.params, network.grads)
    return value


@train_step.mistake(
    "price_after_the_step",
    "You shrink the weights after the step, by l2 itself and not by the learning rate times l2. "
    "The price belongs to the gradient, before the step.",
)
def _(network, loss, optimizer, X, y, l2=0.0):
    price = prices.l2_penalty(weights_of(network).values(), l2)
    value = rounds.train_step(network, loss, optimizer, X, y) + price
    for W in weights_of(network).values():
        W *= 1 - l2
    return value


@train_step.mistake(
    "no_step",
    "The gradients are there and nobody uses them: the parameters have not moved. The optimiser "
    "takes the step.",
)
def _(network, loss, optimizer, X, y, l2=0.0):
    value = loss.forward(network.forward(X), y)
    network.backward(loss.backward())
    return value + prices.l2_penalty(weights_of(network).values(), l2)


@train_step.mistake(
    "uphill",
    "Your parameters walk uphill. The optimiser subtracts the gradients itself: hand them over as "
    "they are.",
)
def _(network, loss, optimizer, X, y, l2=0.0):
    value = loss.forward(network.forward(X), y)
    network.backward(-loss.backward())
    weights = weights_of(network)
    value += prices.l2_penalty(weights.values(), l2)
    for name, W in weights.items():
        network.grads[name][...] -= l2 * W
    optimizer.step(network.params, network.grads)
    return value


@train_step.mistake(
    "divided_again",
    "Your steps are too short by the number of examples. The loss is a mean, so 1/m is in its "
    "gradient already.",
)
def _(network, loss, optimizer, X, y, l2=0.0):
    value = loss.forward(network.forward(X), y)
    network.backward(loss.backward() / len(X))
    weights = weights_of(network)
    value += prices.l2_penalty(weights.values(), l2)
    for name, W in weights.items():
        network.grads[name][...] += l2 * W
    optimizer.step(network.params, network.grads)
    return value


@train_step.mistake(
    "two_steps_at_once",
    "You take two steps for one look at the batch. One backward, one step.",
)
def _(network, loss, optimizer, X, y, l2=0.0):
    value = rounds.train_step(network, loss, optimizer, X, y, l2)
    optimizer.step(network.params, network.grads)
    return value


@train_step.mistake(
    "backward_from_the_outputs",
    "You send the outputs back through the network. What goes back is the gradient of the loss: "
    "loss.backward() gives it.",
)
def _(network, loss, optimizer, X, y, l2=0.0):
    outputs, weights = network.forward(X), weights_of(network)
    value = loss.forward(outputs, y) + prices.l2_penalty(weights.values(), l2)
    network.backward(outputs)
    for name, W in weights.items():
        network.grads[name][...] += l2 * W
    optimizer.step(network.params, network.grads)
    return value


@train_step.mistake(
    "price_added_to_the_gradient",
    "You add the price, a single number, to every gradient. Each weight has a slope of its own: "
    "l2_backward gives one array for each matrix.",
)
def _(network, loss, optimizer, X, y, l2=0.0):
    value, weights = loss.forward(network.forward(X), y), weights_of(network)
    price = prices.l2_penalty(weights.values(), l2)
    network.backward(loss.backward())
    for name in weights:
        network.grads[name][...] += price
    optimizer.step(network.params, network.grads)
    return value + price


@train_step.mistake(
    "step_before_backward",
    "You step before the backward, so the first step has no gradients yet and every later one has "
    "old ones. First backward, then step.",
)
def _(network, loss, optimizer, X, y, l2=0.0):
    value = loss.forward(network.forward(X), y)
    optimizer.step(network.params, {name: network.grads[name] for name in network.params})
    network.backward(loss.backward())
    return value


# ------------------------------------------------------------------------------ precision_recall


def share(part, whole, otherwise=0.0):
    """part / whole, or what stands for it where there is no whole."""
    return float(part / whole) if whole else otherwise


precision_recall = Exercise(
    id="cats.precision_recall",
    title="Precision and recall",
    points=3,
    reference=metrics.precision_recall,
    contract='''
def precision_recall(predicted, y):
    """Of those called cats, how many are; of the cats, how many were found.

    predicted: 1 for cat, 0 for no cat, shape (m,).
    y: the truth, 1 or 0, shape (m,).
    Returns precision and recall, two numbers between 0 and 1;
    0 where there is nothing to divide by.
    """
    ...
''',
    outcomes=(
        "Compute precision and recall from predictions and truth.",
        "Say which of the two a use case needs.",
    ),
    axes={"predicted": "m", "y": "m", "precision": "", "recall": ""},
    returns=("precision", "recall"),
    hints=(
        "Both have the same numerator: the cats that were called cats. They differ in what it is "
        "a share of.",
        "(predicted == 1) & (y == 1) marks the hits, and np.sum counts them. Precision divides by "
        "the number of yeses, recall by the number of cats.",
        "Count three things: hits, called cats, cats. Divide, but where a count is 0, return 0 "
        "instead.",
    ),
    experiment="precision_recall(np.array([1, 1, 1, 0]), np.array([1, 1, 0, 1]))\n"
    "# 2 of 3 called cats are, 2 of 3 cats found: 0.667 twice",
)


@precision_recall.probes
def _(rng):
    y = rng.permutation(np.arange(60) < 20).astype(int)
    generous = np.where(rng.permutation(60) < 25, 1, y)
    strict = np.where(rng.permutation(60) < 40, 0, y)
    strict[np.flatnonzero(y == 0)[:2]] = 1
    strict[np.flatnonzero(y == 1)[:2]] = 1
    yield "calls too many cats", generous, y
    yield "calls too few cats", strict, y.astype(np.uint8)
    yield (
        "a few of each",
        np.array([1, 1, 1, 1, 0, 0, 0, 0, 0]),
        np.array([1, 1, 1, 0, 1, 1, 0, 0, 0]),
    )
    yield "nothing called a cat", np.zeros(5, int), np.array([0, 1, 0, 1, 1])
    yield "no cats", np.array([0, 1, 0, 1]), np.zeros(4, int)
    yield "all right", np.array([1, 0, 1]), np.array([1, 0, 1])


@precision_recall.mistake(
    "swapped",
    "Precision and recall have changed places. Precision looks at what was called a cat, recall at "
    "the cats.",
)
def _(predicted, y):
    return metrics.precision_recall(predicted, y)[::-1]


@precision_recall.mistake(
    "divided_by_zero",
    "When nothing is called a cat, or there is no cat, you divide 0 by 0. Return 0 then.",
    "precision_recall(np.array([0, 0]), np.array([1, 0]))\n# (0.0, 0.0)",
)
def _(predicted, y):
    hits = np.sum((predicted == 1) & (y == 1))
    with np.errstate(all="ignore"):
        return hits / np.sum(predicted == 1), hits / np.sum(y == 1)


@precision_recall.mistake(
    "division_error",
    "When nothing is called a cat, or there is no cat, Python refuses to divide by 0. Return 0 "
    "then.",
    "precision_recall(np.array([0, 0]), np.array([1, 0]))\n# (0.0, 0.0)",
)
def _(predicted, y):
    hits = int(np.sum((predicted == 1) & (y == 1)))
    return hits / int(np.sum(predicted == 1)), hits / int(np.sum(y == 1))


@precision_recall.mistake(
    "one_for_nothing",
    "Where there is nothing to divide by you return 1. The contract says 0: who finds no cat gets "
    "no praise for it.",
    "precision_recall(np.array([0, 0]), np.array([1, 0]))\n# (0.0, 0.0)",
)
def _(predicted, y):
    hits = np.sum((predicted == 1) & (y == 1))
    return share(hits, np.sum(predicted == 1), 1.0), share(hits, np.sum(y == 1), 1.0)


@precision_recall.mistake(
    "the_other_class",
    "These are precision and recall of 'no cat'. The question is about cats, class 1.",
)
def _(predicted, y):
    return metrics.precision_recall(1 - predicted, 1 - y)


@precision_recall.mistake(
    "recall_of_the_others",
    "Precision is right. Your second number is the share of the other animals that were left "
    "alone (its name is specificity); recall is about the cats.",
)
def _(predicted, y):
    precision, _ = metrics.precision_recall(predicted, y)
    return precision, share(np.sum((predicted == 0) & (y == 0)), np.sum(y == 0))


@precision_recall.mistake(
    "divided_by_all",
    "You divide the hits by all examples, both times. Precision is a share of the called cats, "
    "recall of the true ones.",
)
def _(predicted, y):
    hits = np.mean((predicted == 1) & (y == 1))
    return hits, hits


@precision_recall.mistake(
    "accuracy_for_precision",
    "Your first number counts all right answers, the noes too: that is accuracy. Precision looks "
    "only at what was called a cat.",
)
def _(predicted, y):
    return np.mean(predicted == y), metrics.recall(predicted, y)


@precision_recall.mistake(
    "precision_twice",
    "Both numbers are precision. For recall, divide the hits by the number of true cats.",
)
def _(predicted, y):
    precision, _ = metrics.precision_recall(predicted, y)
    return precision, precision


@precision_recall.mistake(
    "recall_twice",
    "Both numbers are recall. For precision, divide the hits by the number of called cats.",
)
def _(predicted, y):
    _, recall = metrics.precision_recall(predicted, y)
    return recall, recall


@precision_recall.mistake(
    "errors",
    "You return the shares that are wrong: false alarms among the called cats, and cats that were "
    "missed. Take the hits.",
)
def _(predicted, y):
    false_alarms, missed = np.sum((predicted == 1) & (y == 0)), np.sum((predicted == 0) & (y == 1))
    return share(false_alarms, np.sum(predicted == 1)), share(missed, np.sum(y == 1))


@precision_recall.mistake(
    "right_answers_for_hits",
    "You count every right answer as a hit, also the dogs called no cat. A hit is a cat that was "
    "called a cat.",
)
def _(predicted, y):
    right = np.sum(predicted == y)
    return share(right, np.sum(predicted == 1)), share(right, np.sum(y == 1))


@precision_recall.mistake(
    "percent",
    "You return per cent. Shares lie between 0 and 1.",
)
def _(predicted, y):
    precision, recall = metrics.precision_recall(predicted, y)
    return 100 * precision, 100 * recall


@precision_recall.mistake(
    "one_number",
    "You return one number. F1 and the like come later; here both shares are wanted, precision "
    "first.",
)
def _(predicted, y):
    return metrics.f1(predicted, y)


@precision_recall.mistake(
    "counts",
    "You return counts: hits and called cats. Shares are wanted.",
)
def _(predicted, y):
    return np.sum((predicted == 1) & (y == 1)), np.sum(predicted == 1)


# ------------------------------------------------------------------------------- flip_horizontal

flip_horizontal = Exercise(
    id="cats.flip_horizontal",
    title="Mirrored pictures",
    points=1,
    reference=augmentation.flip_horizontal,
    contract='''
def flip_horizontal(images):
    """Every picture mirrored, so that left becomes right.

    images: shape (m, height, width, channels) or (m, height, width).
    images is not changed.
    Returns the same shape.
    """
    ...
''',
    outcomes=("Mirror a batch of pictures along the right axis.",),
    axes={"images": "m h w c", "mirrored": "m h w c"},
    returns="mirrored",
    hints=(
        "A mirror turns round the order of the columns of each picture, and nothing else.",
        "The columns are axis 2: the first axis counts pictures, the second lines.",
        "A slice with step -1 reads an axis backwards; the axes before it get a plain colon.",
    ),
    experiment="flip_horizontal(np.array([[[1, 2, 3], [4, 5, 6]]]))\n# [[[3, 2, 1], [6, 5, 4]]]",
)


@flip_horizontal.probes
def _(rng):
    yield "pictures in colour", random_pictures(rng, 5, 4, 6, 3)
    yield "square pictures", random_pictures(rng, 4, 5, 5, 3)
    yield "grey pictures", random_pictures(rng, 5, 4, 3)
    yield "a single picture", random_pictures(rng, 1, 4, 6, 3)
    yield "pictures of floats", rng.random((3, 4, 5, 2)).astype(np.float32)


@flip_horizontal.mistake(
    "upside_down",
    "Your pictures are upside down: axis 1 is the lines. (np.fliplr turns axis 1 too, because it "
    "thinks of a single picture.) Left and right lie along axis 2.",
)
def _(images):
    return images[:, ::-1].copy()


@flip_horizontal.mistake(
    "batch_turned_round",
    "You turned the order of the pictures round, not the pictures. Then they also stand beside the "
    "wrong labels.",
)
def _(images):
    return images[::-1].copy()


@flip_horizontal.mistake(
    "last_axis",
    "You turned the last axis round. For grey pictures that is the columns, but in colour it is "
    "the channels: red became blue.",
)
def _(images):
    return images[..., ::-1].copy()


@flip_horizontal.mistake(
    "second_last_axis",
    "You count the axis from the end. In colour that is right, but for grey pictures it is the "
    "lines, and they stand upside down. Count from the front.",
)
def _(images):
    return np.flip(images, axis=-2).copy()


@flip_horizontal.mistake(
    "turned_by_half",
    "You turned lines and columns round: the pictures stand on their heads. A mirror changes one "
    "axis.",
)
def _(images):
    return images[:, ::-1, ::-1].copy()


@flip_horizontal.mistake(
    "everything",
    "np.flip without an axis turns every axis round, the batch and the colours too. Name the axis.",
)
def _(images):
    return np.flip(images).copy()


@flip_horizontal.mistake(
    "turned_on_its_side",
    "You exchanged lines and columns. That turns a picture on its side; a mirror keeps the shape.",
)
def _(images):
    return images.swapaxes(1, 2).copy()


@flip_horizontal.mistake(
    "negative",
    "You turned light into dark, like a photographic negative. Only the places change, not the "
    "values.",
)
def _(images):
    return images.max() - images


@flip_horizontal.mistake(
    "in_place",
    "The result is right, but the caller's pictures are mirrored too: you wrote into the array "
    "that you were given.",
)
def _(images):
    images[...] = images[:, :, ::-1].copy()
    return images


@flip_horizontal.mistake(
    "first_only",
    "Only the first picture is mirrored. The whole batch should be.",
)
def _(images):
    mirrored = images.copy()
    mirrored[0] = images[0, :, ::-1]
    return mirrored


@flip_horizontal.mistake(
    "unchanged",
    "The pictures come back as they were. A slice makes a new view; did you return the old one?",
)
def _(images):
    return images.copy()


@flip_horizontal.mistake(
    "rolled",
    "You moved the columns round by one; only their order from left to right should turn.",
)
def _(images):
    return np.roll(images, 1, axis=2)


@flip_horizontal.mistake(
    "half_mirrored",
    "You mirrored the left half onto the right. What was on the right is lost, and every cat has "
    "two left ears.",
)
def _(images):
    half = images.shape[2] // 2
    mirrored = images.copy()
    mirrored[:, :, -half:] = images[:, :, :half][:, :, ::-1]
    return mirrored


@flip_horizontal.mistake(
    "both",
    "You return originals and mirrored pictures together, twice as many. The contract asks for the "
    "mirrored ones.",
)
def _(images):
    return np.concatenate([images, images[:, :, ::-1]])


# -------------------------------------------------------------------------------------- the quiz

RETRIEVAL = [
    Question(
        "A network ends in one score z for yes or no (chapter 2). What is the probability of yes "
        "for z = 0?",
        Option("0.5", "sigmoid(0) = 1 / (1 + 1).", right=True),
        Option("0", "The score is 0; the sigmoid turns it into a probability."),
        Option("1", "That would need a very large score."),
        Option("It depends on the batch.", "Each score is turned into a probability by itself."),
    ),
    Question(
        "The forward pass of a round of training is done: Y_hat = network.forward(X). Which three "
        "lines follow, in this order (chapter 3)?",
        Option(
            "loss.forward(Y_hat, y); network.backward(loss.backward()); "
            "optimizer.step(network.params, network.grads)",
            "The loss, the way back from it, and then the step.",
            right=True,
        ),
        Option(
            "optimizer.step(network.params, network.grads); loss.forward(Y_hat, y); "
            "network.backward(loss.backward())",
            "The step would use the gradients of the round before.",
        ),
        Option(
            "network.backward(Y_hat); loss.forward(Y_hat, y); "
            "optimizer.step(network.params, network.grads)",
            "The way back begins at the loss, with its gradient, not with the outputs.",
        ),
    ),
    Question(
        "A layer has 12,288 inputs and 20 neurons. How many parameters (chapter 1)?",
        Option("245,780", "12,288 times 20 weights, and 20 biases.", right=True),
        Option("245,760", "The 20 biases are missing."),
        Option("12,308", "That adds inputs and neurons; each pair has a weight."),
        Option("258,048", "That gives each input a bias; biases belong to neurons."),
    ),
]

QUIZ = [
    Question(
        "Training accuracy 100 %, validation accuracy 70 %. What is most likely to help?",
        Option(
            "More training pictures.",
            "The network has room to learn the few it has by heart; more of them leave less room.",
            right=True,
        ),
        Option(
            "More epochs.", "The training pictures are known already. It gets surer, not wiser."
        ),
        Option(
            "A larger network.", "It has more than enough room to memorise: that is the trouble."
        ),
        Option(
            "Choosing the epoch at which the test accuracy is best.",
            "Then the test set has taken part in training, and no longer tells you anything.",
        ),
    ),
    Question(
        "With which mean and standard deviation is a test picture standardised?",
        Option(
            "Those of the training pictures.",
            "One ruler for all: the weights were learned with it.",
            right=True,
        ),
        Option("Its own.", "Then a dark picture and a light one would look the same."),
        Option(
            "Those of the test pictures.",
            "In use there may be only one picture; and the test set must not shape the model.",
        ),
        Option(
            "Those of training and test pictures together.",
            "That lets the test set leak into the training.",
        ),
    ),
    Question(
        "A model calls 10 pictures cats, and 9 of them are. There were 30 cats. Precision and "
        "recall?",
        Option("0.9 and 0.3", "9 of 10 called cats, 9 of 30 cats.", right=True),
        Option("0.3 and 0.9", "They have changed places."),
        Option("0.9 and 0.9", "Recall looks at all cats, also those that were missed."),
        Option("It cannot be told without the number of pictures.", "Neither needs the noes."),
    ),
    Question(
        "Two models were tested on 50 pictures: 76 % and 80 % right. Is the second one better?",
        Option(
            "We do not know: the uncertainty of each is nearly 6 points.",
            "The root of p (1 - p) / 50; and 4 points are two pictures.",
            right=True,
        ),
        Option("Yes, 80 is more than 76.", "On 50 other pictures it may be the other way round."),
        Option(
            "No, both are the same.", "That is not known either; the test is too small to tell."
        ),
    ),
    Question(
        "You shuffle the pixels of all pictures, in training and test, in one and the same way. "
        "What happens to a dense network's test accuracy?",
        Option(
            "Nothing: a dense layer does not know which inputs are neighbours.",
            "Each input has a weight of its own, wherever it sits.",
            right=True,
        ),
        Option("It falls to 50 %.", "It would, if each picture were shuffled in its own way."),
        Option(
            "It falls a little.", "Nothing in a dense layer depends on the order of its inputs."
        ),
    ),
    Question(
        "The L2 price pulls weights towards zero. Which weights are pulled hardest?",
        Option("The largest.", "The slope of a square grows with the weight.", right=True),
        Option("All alike.", "So it is with the price of absolute values, L1."),
        Option("The smallest.", "A tiny weight costs almost nothing, and is hardly pulled."),
        Option("The biases.", "Biases do not pay."),
    ),
]
