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
        ("a column", (5, 3), (np.arange(5), 1)),
        ("one entry in two from the end", (6,), slice(None, None, -2)),
        ("rows that are named once", (5, 3), np.array([3, 0])),
        ("rows of which one is named three times", (5, 3), np.array([4, 1, 4, 4, 0])),
        ("one entry of each row", (4, 3), (np.arange(4), np.array([2, 0, 0, 1]))),
        ("an entry that is named twice", (4, 3), (np.array([1, 3, 1]), np.array([2, 0, 2]))),
        ("a mask", (5, 3), rng.random((5, 3)) > 0.4),
        ("some words in a table of vectors", (6, 2), np.array([[5, 0, 5], [2, 5, 3]])),
        ("equal sizes", (3, 3), np.array([1, 1, 0])),
    ):
        dC = rng.normal(size=np.zeros(shape)[where].shape)
        yield label, np.asarray(dC), shape, where


@index_backward.mistake(
    "set",
    "An entry that was taken twice keeps only the last of its gradients. That is what = does, and "
    "+= too: NumPy reads all the old values before it writes. The gradients have to be added one "
    "after the other.",
)
def _(dC, shape, where):
    da = np.zeros(shape)
    da[where] = dC
    return da


@index_backward.mistake(
    "first_of_several",
    "An entry that was taken twice keeps only the first of its gradients. It acts on the loss in "
    "both places: add them.",
)
def _(dC, shape, where):
    da = np.zeros(shape)
    places = np.arange(da.size).reshape(shape)[where]
    for place, value in zip(np.ravel(places)[::-1], np.ravel(dC)[::-1], strict=True):
        da.flat[place] = value
    return da


@index_backward.mistake(
    "mean_of_several",
    "An entry that was taken twice gets the mean of its gradients. It acts on the loss twice: add "
    "them.",
)
def _(dC, shape, where):
    da, count = np.zeros(shape), np.zeros(shape)
    np.add.at(da, where, dC)
    np.add.at(count, where, 1)
    return da / np.maximum(count, 1)


@index_backward.mistake(
    "counted",
    "You count how often each entry was taken. What is to be added there is the upstream gradient.",
)
def _(dC, shape, where):
    da = np.zeros(shape)
    np.add.at(da, where, 1)
    return da


@index_backward.mistake(
    "mask",
    "You mark with ones which entries were taken. What goes back to them is dC.",
)
def _(dC, shape, where):
    da = np.zeros(shape)
    da[where] = 1
    return da


@index_backward.mistake(
    "ones_elsewhere",
    "You begin with ones. An entry that was not taken has no part in the loss: its gradient is 0.",
)
def _(dC, shape, where):
    da = np.ones(shape)
    np.add.at(da, where, dC)
    return da


@index_backward.mistake(
    "ones_elsewhere_set",
    "You begin with ones, and set the gradient instead of adding it. Entries that were not taken "
    "get 0, entries taken twice get the sum.",
)
def _(dC, shape, where):
    da = np.ones(shape)
    da[where] = dC
    return da


@index_backward.mistake(
    "returned_as_it_came",
    "You return dC as it came. The result has the shape of a: the gradients in their places, zeros "
    "elsewhere.",
)
def _(dC, shape, where):
    return dC


@index_backward.mistake(
    "from_the_start",
    "The gradients are laid down one after the other from the start. They belong where the entries "
    "were: at where.",
)
def _(dC, shape, where):
    da = np.zeros(shape)
    da.flat[: np.size(dC)] = np.ravel(dC)[: da.size]
    return da


@index_backward.mistake(
    "total_at_each_place",
    "Every place gets the sum of all gradients. Each gets its own.",
)
def _(dC, shape, where):
    da = np.zeros(shape)
    da[where] = np.sum(dC)
    return da


@index_backward.mistake(
    "minus",
    "The signs are turned round. A backward gives the gradient itself; the step subtracts it.",
)
def _(dC, shape, where):
    da = np.zeros(shape)
    np.subtract.at(da, where, dC)
    return da


@index_backward.mistake(
    "zeros_only",
    "You return zeros: nothing was written into the array that you return. Indexing with an array "
    "of numbers makes a copy, and what is added to the copy is lost.",
)
def _(dC, shape, where):
    return np.zeros(shape)


@index_backward.mistake(
    "whole_numbers",
    "Your zeros are whole numbers, and NumPy cuts off what does not fit or refuses to write. "
    "Begin with zeros of floats.",
    "G = np.array([0.5, 10.0, 100.0])\nindex_backward(G, (4,), np.array([2, 2, 0]))"
    "  # [100, 0, 10.5, 0]",
)
def _(dC, shape, where):
    da = np.zeros(shape, dtype=int)
    da[where] = dC
    return da


@index_backward.mistake(
    "kept_and_added_twice",
    "Every gradient is in there twice: once set and once added. Add it once, to zeros.",
)
def _(dC, shape, where):
    da = np.zeros(shape)
    da[where] = dC
    np.add.at(da, where, dC)
    return da


@index_backward.mistake(
    "nothing_returned",
    "np.add.at changes the array that it is given and returns None: return that array, in a line "
    "of its own.",
)
def _(dC, shape, where):
    return np.add.at(np.zeros(shape), where, dC)
