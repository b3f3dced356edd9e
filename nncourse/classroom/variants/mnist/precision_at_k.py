"""The variant `precision_at_k`: how good the best guesses are."""
# mypy: allow-untyped-defs

import numpy as np

from nncourse.classroom.variants.form import Graded
from nncourse.classroom.variants.properties import a_share, number


def right(scores, y, k):
    """The share of 'yes' among the k examples with the highest scores."""
    best = np.argsort(-scores)[:k]
    return float(np.mean(y[best] == 1))


precision_at_k = Graded(
    id="mnist.precision_at_k",
    title="How good the best guesses are",
    like="mnist.top_k_accuracy",
    points=2,
    reference=right,
    contract='''
def precision_at_k(scores, y, k):
    """Of the k examples with the highest scores, the share that is right.

    scores: how sure the network is of 'yes', any numbers, no two of them
        alike, shape (m,). Not changed.
    y: the truth, 1 for 'yes' and 0 for 'no', shape (m,).
    k: how many examples to look at, from 1 to m.
    Returns a number between 0 and 1.
    """
    ...
''',
    outcomes=("Order examples by score, and look at the first of them.",),
    axes={"scores": "m", "y": "m", "k": "", "share": ""},
    returns="share",
    properties=(number, a_share),
    hints=(
        "Imagine that someone has time for k pictures only, and takes those of which the network "
        "is surest. How many are what they look for?",
        "np.argsort gives places: where the lowest score stands, where the next, and so on.",
        "Look up y at the last k of these places. y is 1 for 'yes', so a mean of it is a share.",
    ),
    experiment="precision_at_k(np.array([0.2, 3.0, -1.0, 0.5]), np.array([1, 1, 1, 0]), 2)\n"
    "# the best are 3 and 0.5, one of them a yes: 0.5",
)


@precision_at_k.probes
def _(rng):
    for label, m, k in (
        ("the best three of ten", 10, 3),
        ("the best ten of fifty", 50, 10),
        ("the best one", 9, 1),
        ("all examples", 7, 7),
        ("the best two of two hundred", 200, 2),
    ):
        y = (rng.permutation(m) < 0.4 * m).astype(int)
        yield label, 0.5 * rng.normal(size=m) + y, y, k
    order = rng.permutation(20)
    ranks = np.arange(20.0)[order]
    yield "scores far above 1", 50 * ranks + 7, (ranks % 3 == 0).astype(int), 8
    yield "scores that are all negative", ranks - 30, (ranks % 4 != 0).astype(np.uint8), 6
    yield "a best two with one right", ranks, (ranks == 18).astype(int), 2
    yield "a best two with both right", ranks, (ranks >= 18).astype(int), 2


@precision_at_k.mistake(
    "lowest_scores",
    "You look at the k lowest scores: np.argsort begins with the lowest. The best stand at the "
    "end.",
)
def _(scores, y, k):
    return np.mean(y[np.argsort(scores)[:k]])


@precision_at_k.mistake(
    "not_sorted",
    "You look at the first k examples as they come. Look at those with the highest scores.",
)
def _(scores, y, k):
    return np.mean(y[:k])


@precision_at_k.mistake(
    "recall",
    "You divide the hits by all that are 'yes': that is recall. How many did you look at?",
)
def _(scores, y, k):
    return np.sum(y[np.argsort(-scores)[:k]]) / np.sum(y)


@precision_at_k.mistake(
    "divided_by_all",
    "You divide the hits by the number of all examples. Only k were looked at.",
)
def _(scores, y, k):
    return np.sum(y[np.argsort(-scores)[:k]]) / len(y)


@precision_at_k.mistake(
    "count",
    "You count the hits. Divide by how many you looked at.",
)
def _(scores, y, k):
    return np.sum(y[np.argsort(-scores)[:k]])


@precision_at_k.mistake(
    "one_too_many",
    "You look at k + 1 examples. A slice up to :k holds k entries already.",
)
def _(scores, y, k):
    return np.mean(y[np.argsort(-scores)[: k + 1]])


@precision_at_k.mistake(
    "one_too_few",
    "You look at k - 1 examples; for k = 1 none is left.",
)
def _(scores, y, k):
    return np.mean(y[np.argsort(-scores)[: k - 1]])


@precision_at_k.mistake(
    "the_kth_only",
    "You look at the example in place k alone. Those before it count as well.",
    "precision_at_k(np.array([9.0, 8.0]), np.array([1, 0]), 2)\n# one of two: 0.5",
)
def _(scores, y, k):
    return y[np.argsort(-scores)[k - 1]]


@precision_at_k.mistake(
    "labels_sorted_too",
    "You sort the labels by themselves: then every yes comes first, whatever its score. Sort the "
    "places by score, and look the labels up there.",
)
def _(scores, y, k):
    return np.mean(np.sort(y)[::-1][:k])


@precision_at_k.mistake(
    "threshold",
    "You take every score above one half for a yes. Here the k best are taken, whatever they are.",
)
def _(scores, y, k):
    called = scores > 0.5
    return np.mean(y[called]) if called.any() else 0.0


@precision_at_k.mistake(
    "largest_by_size",
    "You sort by size, so that a very negative score counts as sure. The surest yes has the "
    "highest score.",
    "precision_at_k(np.array([-9.0, 1.0]), np.array([0, 1]), 1)\n# the best is 1, a yes: 1",
)
def _(scores, y, k):
    return np.mean(y[np.argsort(-np.abs(scores))[:k]])


@precision_at_k.mistake(
    "error",
    "You give the share that is 'no'. Wanted is the share of 'yes'.",
    "precision_at_k(np.array([9.0, 8.0]), np.array([1, 1]), 2)\n# both: 1",
)
def _(scores, y, k):
    return 1 - right(scores, y, k)


@precision_at_k.mistake(
    "percent",
    "You give per cent. A share lies between 0 and 1.",
)
def _(scores, y, k):
    return 100 * right(scores, y, k)


@precision_at_k.mistake(
    "mean_score",
    "You average the best scores. What counts is whether they are right: look up y.",
)
def _(scores, y, k):
    return np.sort(scores)[-k:].mean()
