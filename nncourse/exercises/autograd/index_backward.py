"""The exercise `index_backward`: back through a[where]."""
# mypy: allow-untyped-defs

import numpy as np

from nncourse.autograd import shapes
from nncourse.exercises.form import Exercise

index_backward = Exercise(
    id="autograd.index_backward",
    title="Back through an index",
    points=2,
    reference=shapes.index_backward,
    contract='''
def index_backward(dC, shape, where):
    """Pull the upstream gradient back through C = a[where].

    dC: gradient of the loss with respect to C, of its shape.
    shape: the shape of a, a tuple.
    where: what stood in the brackets: a number, a slice, an array of whole
        numbers (which may name an entry twice) or of True and False, or a
        tuple of these.
    Returns the gradient with respect to a, of that shape. Nothing is
    changed.
    """
    ...
''',
    outcomes=("Hand a gradient back to the entries that were taken, also to one taken twice.",),
    axes={},
    returns="da",
    hints=(
        "An entry that was not taken has no part in the loss. An entry that was taken twice has "
        "two.",
        "Begin with zeros of a's shape, and add dC at the places that where names. With += NumPy "
        "reads all the old values first and writes afterwards, so of two additions to one place "
        "only one is left.",
        "np.add.at(array, where, values) adds one after the other.",
    ),
    experiment="G = np.array([1.0, 10.0, 100.0])\n"
    "index_backward(G, (4,), np.array([2, 2, 0]))  # [100, 0, 11, 0]",
)


@index_backward.probes
def _(rng):
    for label, shape, where in (
        ("a row", (5, 3), 2),
        ("a single entry", (5, 3), (1, -1)),
        ("a slice", (5, 3), slice(1, 4)),
        ("a column", (5, 3), (slice(None), 1)),
        ("every second from the end", (6,), slice(None, None, -2)),
        ("rows that are named once", (5, 3), np.array([3, 0])),
        ("rows of which one is named three times", (5, 3), np.array([4, 1, 4, 4, 0])),
        ("one entry of each row", (4, 3), (np.arange(4), np.array([2, 0, 0, 1]))),
        ("an entry that is named twice", (4, 3), (np.array([1, 3, 1]), np.array([2, 0, 2]))),
        ("a mask", (5, 3), rng.random((5, 3)) > 0.4),
        ("words in a table of vectors", (6, 2), np.array([[5, 0, 5], [2, 5, 3]])),
        ("equal sizes", (3, 3), np.array([1, 1, 0])),
    ):
        dC = rng.normal(size=np.zeros(shape)[where].shape)
        yield label, np.asarray(dC), shape, where
