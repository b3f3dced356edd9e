"""The exercise `standardize`: one scale for all inputs."""
# mypy: allow-untyped-defs

import numpy as np

from nncourse import preprocessing
from nncourse.exercises import probes
from nncourse.exercises.cats.pictures import random_pictures
from nncourse.exercises.form import Exercise


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
    "five = np.array([[5.0]]); standardize(five, np.array([3.0]), np.array([2.0]))\n"
    "five  # still [[5.]]",
)
def _(X, mean, std):
    if X.dtype.kind != "f":
        return (X - mean) / without_zeros(std)
    X -= mean
    X /= without_zeros(std)
    return X
