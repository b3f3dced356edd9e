"""The exercise `minibatches`: deal the examples out."""
# mypy: allow-untyped-defs

import copy
import itertools

import numpy as np

from nncourse import batches
from nncourse.exercises.form import Exercise
from nncourse.exercises.mnist.batches import slices


def dealt(answer, X, y, batch_size, rng):
    """The batches of two epochs, and of one with an equal generator."""
    twin = copy.deepcopy(rng)

    def epoch(generator):
        return [tuple(pair) for pair in itertools.islice(answer(X, y, batch_size, generator), 99)]

    return epoch(rng), epoch(rng), epoch(twin)


def about_the_batches(value, X, y, batch_size, rng):
    """What of the batches must be so in whatever order they are dealt."""
    first, second, again = value
    inputs, targets = (np.concatenate(column) for column in zip(*first, strict=True))
    later, repeated = (np.concatenate([X_b for X_b, _ in epoch]) for epoch in (second, again))
    numbers = inputs[:, 0]  # the probes number the examples there
    contents, contents_later = (
        {tuple(sorted(X_b[:, 0])) for X_b, _ in epoch} for epoch in (first, second)
    )
    many = len(X) > 20  # few examples may come in any order by chance
    return {
        "the sizes of the batches": np.array([len(X_b) for X_b, _ in first]),
        "all inputs": np.sort(numbers),
        "all targets": np.sort(targets, axis=0),
        "the width of X_batch": inputs.shape[1],
        "each example is beside its own target": np.array_equal(targets, target_of(numbers)),
        "the targets are in another order": not many or not np.array_equal(targets, y),
        "the order is random": not many or bool(np.mean(np.diff(numbers) == 1) < 0.5),
        "another order in the next epoch": not many or not np.array_equal(inputs, later),
        "other batches in the next epoch": (
            not many or batch_size in (1, len(X)) or contents != contents_later
        ),
        "the same order from an equal generator": not many or np.array_equal(inputs, repeated),
    }


def target_of(number):
    """The target of a numbered example."""
    return 1000 + 3 * number


minibatches = Exercise(
    id="mnist.minibatches",
    title="Deal the examples out",
    points=3,
    reference=batches.minibatches,
    contract='''
def minibatches(X, y, batch_size, rng):
    """Deal all examples out in random order, a handful at a time.

    X: examples, shape (m, n). y: their targets, shape (m,).
    Neither is changed.
    batch_size: examples in a batch; the last batch takes what is left.
    rng: the random generator that the order is drawn from.
    Yields or returns a list of pairs (X_batch, y_batch).
    """
    ...
''',
    outcomes=(
        "Deal examples into mini-batches, in a new random order each epoch, targets beside them.",
    ),
    axes={"X": "m n", "y": "m"},
    returns=("batches", "the next epoch's batches", "an equal generator's batches"),
    mutates=("rng",),
    use=dealt,
    facts=about_the_batches,
    hints=(
        "Shuffle numbers, not arrays: draw one random order of the row numbers 0 to m - 1 and use "
        "it for X and for y.",
        "rng.permutation(m) gives the order. A slice of it says which rows a batch holds, and "
        "range(0, m, batch_size) says where the slices start.",
        "In a loop over the starts: take order[start : start + batch_size], and yield the rows of "
        "X and the entries of y with these numbers. A slice may run past the end.",
    ),
    experiment="A = np.arange(5)[:, None]\n"
    "for X_b, y_b in minibatches(A, A.ravel(), 3, np.random.default_rng(0)): print(X_b.T, y_b)"
    "  # [[2,4,3]] [2,4,3], [[0,1]] [0,1]",
)


@minibatches.probes
def _(rng):
    for label, m, n, batch_size in (
        ("a ragged last batch", 50, 3, 8),
        ("batches that fit", 60, 2, 12),
        ("a single batch", 40, 3, 40),
        ("a batch size above m", 5, 2, 16),
        ("batches of one", 30, 4, 1),
        ("two batches of a few", 5, 3, 3),
        ("a single example", 1, 3, 4),
    ):
        X = rng.normal(size=(m, n))
        X[:, 0] = np.arange(m)
        yield (
            label,
            X,
            target_of(np.arange(m)),
            batch_size,
            np.random.default_rng(rng.integers(1000)),
        )


@minibatches.mistake(
    "shuffled_apart",
    "You drew one order for X and another for y: every picture now has somebody else's label. "
    "Nothing fails, and nothing can be learnt. One order must serve both.",
)
def _(X, y, batch_size, rng):
    X, y = X[rng.permutation(len(X))], y[rng.permutation(len(X))]
    return [(X[part], y[part]) for part in slices(len(X), batch_size)]


@minibatches.mistake(
    "y_not_shuffled",
    "You shuffled X and left y in its old order, so examples and targets no longer belong "
    "together. Take the same rows of both.",
)
def _(X, y, batch_size, rng):
    order = rng.permutation(len(X))
    return [(X[order[part]], y[part]) for part in slices(len(X), batch_size)]


@minibatches.mistake(
    "not_shuffled",
    "The examples come in the order in which they were given, in every epoch. If that order means "
    "something, the batches are no fair sample.",
)
def _(X, y, batch_size, rng):
    return [(X[part], y[part]) for part in slices(len(X), batch_size)]


@minibatches.mistake(
    "only_batches_shuffled",
    "You shuffle the order of the batches and leave what is in them: the same examples meet in "
    "each epoch. Shuffle the examples, then cut.",
)
def _(X, y, batch_size, rng):
    parts = slices(len(X), batch_size)
    return [(X[parts[i]], y[parts[i]]) for i in rng.permutation(len(parts))]


@minibatches.mistake(
    "with_replacement",
    "Some of your examples come twice in an epoch and others never: you drew with replacement. An "
    "epoch shows each example once.",
)
def _(X, y, batch_size, rng):
    order = rng.integers(0, len(X), len(X))
    return [(X[order[part]], y[order[part]]) for part in slices(len(X), batch_size)]


@minibatches.mistake(
    "last_batch_dropped",
    "The examples that do not fill a batch are missing. The last batch may be smaller.",
)
def _(X, y, batch_size, rng):
    order = rng.permutation(len(X))
    parts = slices(len(X) - len(X) % batch_size, batch_size)
    return [(X[order[part]], y[order[part]]) for part in parts]


@minibatches.mistake(
    "last_batch_filled_up",
    "You filled the last batch up with examples that were in a batch already. It may be smaller.",
)
def _(X, y, batch_size, rng):
    order = rng.permutation(len(X))
    batches = [order[part] for part in slices(len(X), batch_size)]
    batches[-1] = np.resize(np.concatenate([batches[-1], order]), batch_size)
    return [(X[rows], y[rows]) for rows in batches]


@minibatches.mistake(
    "empty_last_batch",
    "When the batches fit exactly, yours ends with an empty one; the mean of nothing is NaN. "
    "Count the batches again.",
    "A = np.zeros((6, 1))\n"
    "[len(X_b) for X_b, y_b in minibatches(A, A[:, 0], 3, np.random.default_rng(0))]  # [3, 3]",
)
def _(X, y, batch_size, rng):
    order = rng.permutation(len(X))
    parts = [order[i * batch_size : (i + 1) * batch_size] for i in range(len(X) // batch_size + 1)]
    return [(X[rows], y[rows]) for rows in parts]


@minibatches.mistake(
    "callers_arrays_shuffled",
    "You shuffled the caller's own arrays. Whoever looks at them afterwards, to show example 17 "
    "for instance, finds another one. Shuffle row numbers instead.",
    "a = np.arange(5); list(minibatches(np.zeros((5, 1)), a, 2, np.random.default_rng(0)))\n"
    "a  # still 0 1 2 3 4",
)
def _(X, y, batch_size, rng):
    order = rng.permutation(len(X))
    X[:], y[:] = X[order], y[order]
    return [(X[part].copy(), y[part].copy()) for part in slices(len(X), batch_size)]


@minibatches.mistake(
    "swap_of_views",
    "Some rows of X come twice and others are lost: random.shuffle swaps rows of an array by a way "
    "that overwrites them. Use the generator's own permutation.",
    "A, rng = np.arange(5.0).reshape(5, 1), np.random.default_rng(0)\n"
    "for X_b, y_b in minibatches(A, A[:, 0], 5, rng): print(np.sort(X_b.T))  # 0 1 2 3 4",
)
def _(X, y, batch_size, rng):
    X, y = X.copy(), y.copy()
    for i in reversed(range(1, len(X))):
        j = int(rng.integers(0, i + 1))
        X[i], X[j] = X[j], X[i]
        y[i], y[j] = y[j], y[i]
    return [(X[part], y[part]) for part in slices(len(X), batch_size)]


@minibatches.mistake(
    "fixed_seed",
    "You make a generator of your own with a fixed seed, so that every epoch has the same order. "
    "Draw from the rng that you were given.",
    "A, rng = np.zeros((5, 1)), np.random.default_rng(0)\n"
    "for _ in range(2): print(*(y_b for X_b, y_b in minibatches(A, np.arange(5), 5, rng)))"
    "  # not alike",
)
def _(X, y, batch_size, rng):
    order = np.random.default_rng(0).permutation(len(X))
    return [(X[order[part]], y[order[part]]) for part in slices(len(X), batch_size)]


@minibatches.mistake(
    "another_generator",
    "Your order does not come from the rng that you were given, so nobody can repeat the run. "
    "Draw from it and from nothing else.",
    "A = np.arange(9)[:, None]\n"
    "[(_, b)] = minibatches(A, A.ravel(), 9, np.random.default_rng(0)); b  # 4 5 2 6 3 8 7 0 1",
)
def _(X, y, batch_size, rng):
    order = np.random.default_rng().permutation(len(X))
    return [(X[order[part]], y[order[part]]) for part in slices(len(X), batch_size)]


@minibatches.mistake(
    "first_batch_only",
    "You give a single batch: a return inside the loop ends it in its first round. Collect the "
    "batches in a list, or use yield.",
)
def _(X, y, batch_size, rng):
    order = rng.permutation(len(X))
    return [(X[order[:batch_size]], y[order[:batch_size]])]


@minibatches.mistake(
    "pair_returned",
    "You give back a pair of arrays, the first batch, where a list of such pairs is expected: a "
    "return inside the loop ends it in its first round. Use yield, or collect them.",
)
def _(X, y, batch_size, rng):
    order = rng.permutation(len(X))[:batch_size]
    return X[order], y[order]


@minibatches.mistake(
    "examples_as_numbers",
    "You shuffled the examples themselves and then used them as row numbers. Shuffle the numbers "
    "0 to m - 1: rng.permutation(m), not rng.permutation(X).",
)
def _(X, y, batch_size, rng):
    order = rng.permutation(X)
    return [(X[order[part]], y[order[part]]) for part in slices(len(X), batch_size)]


@minibatches.mistake(
    "number_of_batches",
    "You took batch_size for the number of batches. It is the number of examples in each.",
)
def _(X, y, batch_size, rng):
    parts = np.array_split(rng.permutation(len(X)), batch_size)
    return [(X[rows], y[rows]) for rows in parts if len(rows)]
