"""The exercise `unbroadcast`: what was stretched is summed."""
# mypy: allow-untyped-defs

import numpy as np

from nncourse.autograd import broadcasting
from nncourse.exercises.form import Exercise

unbroadcast = Exercise(
    id="autograd.unbroadcast",
    title="What was stretched is summed",
    points=2,
    reference=broadcasting.unbroadcast,
    contract='''
def unbroadcast(gradient, shape):
    """Sum a gradient over the axes along which an array was stretched.

    gradient: an array, of the shape that came out of the broadcasting.
    shape: a tuple, the shape of the array that went in. NumPy puts missing
        axes in front, and repeats along axes of size 1.
    Returns an array of that shape. Nothing is changed.
    """
    ...
''',
    outcomes=("Undo NumPy's broadcasting in a gradient, whatever the shapes.",),
    axes={},
    returns="result",
    hints=(
        "A number that was used five times gets the sum of five gradients. Along which axes was "
        "it used more than once?",
        "Two kinds: the axes that NumPy put in front, gradient.ndim - len(shape) of them; and "
        "those where shape has a 1. sum takes a tuple of axes, and keepdims.",
        "Sum over the first kind, so that as many axes are left as shape has; then over each axis "
        "of the second kind, with keepdims=True.",
    ),
    experiment="G = np.array([[1.0, 2.0, 3.0], [10.0, 20.0, 30.0]])\n"
    "unbroadcast(G, (3,)), unbroadcast(G, (2, 1))  # [11, 22, 33] and [[6], [60]]",
)


@unbroadcast.probes
def _(rng):
    yield "a bias in a batch", rng.normal(size=(5, 3)), (3,)
    yield "one number for each row", rng.normal(size=(5, 3)), (5, 1)
    yield "a row that is kept as a matrix", rng.normal(size=(5, 3)), (1, 3)
    yield "a single number", rng.normal(size=(5, 3)), ()
    yield "a single number that is kept as a matrix", rng.normal(size=(5, 3)), (1, 1)
    yield "equal shapes", rng.normal(size=(5, 3)), (5, 3)
    yield "two axes in front", rng.normal(size=(2, 4, 5, 3)), (5, 3)
    yield "two axes in front and one at the end", rng.normal(size=(2, 4, 5, 3)), (5, 1)
    yield "an axis in front and one in the middle", rng.normal(size=(2, 4, 5, 3)), (4, 1, 3)
    yield "one axis in the middle", rng.normal(size=(4, 5, 3)), (4, 1, 3)
    yield "two axes of size 1 at the ends", rng.normal(size=(4, 5, 3)), (1, 5, 1)
    yield "equal sizes", rng.normal(size=(3, 3)), (3,)
    yield "a batch of one example", rng.normal(size=(1, 3)), (3,)
    yield "an axis of size 1 in both", rng.normal(size=(5, 1, 3)), (1, 3)
    yield "an empty batch", rng.normal(size=(0, 3)), (3,)
    yield "a batch in float32", rng.normal(size=(5, 3)).astype(np.float32), (3,)


COLUMN = (
    "G = np.array([[1.0, 2.0, 3.0], [10.0, 20.0, 30.0]])\n"
    "unbroadcast(G, (2, 1))  # each row's sum: [[6], [60]]"
)
ROW = (
    "G = np.array([[1.0, 2.0, 3.0], [10.0, 20.0, 30.0]])\n"
    "unbroadcast(G, (3,))  # each column's sum: [11, 22, 33]"
)
STACK = "G = np.ones((4, 2, 3))\nunbroadcast(G, (2, 1))  # each is added 4 x 3 times: [[12], [12]]"


def axes_of(gradient, shape):
    """How many axes are new, and which of the gradient's other axes were stretched."""
    new = gradient.ndim - len(shape)
    return new, [new + i for i, size in enumerate(shape) if size == 1]


@unbroadcast.mistake(
    "not_summed",
    "You return the gradient as it came. Where a number was used several times, it gets the sum of "
    "several gradients.",
    ROW,
)
def _(gradient, shape):
    return gradient


@unbroadcast.mistake(
    "mean",
    "You take the mean over the stretched axes. A number that was used five times acts on the loss "
    "five times: the gradients are added.",
    ROW,
)
def _(gradient, shape):
    new, stretched = axes_of(gradient, shape)
    return np.mean(gradient, axis=(*range(new), *stretched)).reshape(shape)


@unbroadcast.mistake(
    "first_copy",
    "You keep the gradient of the first copy and drop those of the others. All copies are one "
    "number: add them up.",
    ROW,
)
def _(gradient, shape):
    new, stretched = axes_of(gradient, shape)
    first = [0] * new + [slice(0, 1) if i in stretched else slice(None)
                         for i in range(new, gradient.ndim)]  # fmt: skip
    return gradient[tuple(first)]


@unbroadcast.mistake(
    "last_copy",
    "Of all copies only the gradient of the last is left. They are one number: add them up, and "
    "mind that = replaces what was there.",
    ROW,
)
def _(gradient, shape):
    result = np.zeros(shape)
    view = np.broadcast_to(np.arange(result.size).reshape(shape), gradient.shape)
    for place, value in zip(view.ravel(), gradient.ravel(), strict=True):
        result.flat[place] = value
    return result


@unbroadcast.mistake(
    "new_axes_only",
    "You sum over the axes that NumPy put in front, and not over those where shape has a 1. These "
    "were stretched too.",
    COLUMN,
)
def _(gradient, shape):
    return gradient.sum(axis=tuple(range(gradient.ndim - len(shape))))


@unbroadcast.mistake(
    "axes_of_size_1_only",
    "You sum where shape has a 1, and not over the axes that NumPy put in front. A bias (3,) in a "
    "batch (5, 3) has been used five times.",
    ROW,
)
def _(gradient, shape):
    _, stretched = axes_of(gradient, shape)
    return gradient.sum(axis=tuple(stretched), keepdims=True)


@unbroadcast.mistake(
    "axes_counted_from_the_front",
    "You look for the 1 of shape at the same place in the gradient, counted from the front. Shapes "
    "are aligned at their ends: with new axes in front, axis i of shape is further back in the "
    "gradient.",
    STACK,
)
def _(gradient, shape):
    for i, size in enumerate(shape):
        if size == 1:
            gradient = gradient.sum(axis=i, keepdims=True)
    while gradient.ndim > len(shape):
        gradient = gradient.sum(axis=0)
    return gradient


@unbroadcast.mistake(
    "axes_of_size_1_lost",
    "The sums are right, but the axes of size 1 are gone. keepdims=True leaves them in place; or "
    "bring the result to shape at the end.",
    COLUMN,
)
def _(gradient, shape):
    new, stretched = axes_of(gradient, shape)
    return gradient.sum(axis=(*range(new), *stretched))


@unbroadcast.mistake(
    "axes_of_size_1_in_front",
    "You keep every axis that you sum over, the new ones in front too. keepdims=True is for those "
    "where shape has a 1; the axes that NumPy put in front must go.",
    ROW,
)
def _(gradient, shape):
    new, stretched = axes_of(gradient, shape)
    return gradient.sum(axis=(*range(new), *stretched), keepdims=True)


@unbroadcast.mistake(
    "new_axes_at_the_end",
    "You sum over the last axes. NumPy puts missing axes in front: sum over the first ones.",
    "G = np.array([[1.0, 2.0], [10.0, 20.0]])\nunbroadcast(G, (2,))  # down the columns: [11, 22]",
)
def _(gradient, shape):
    while gradient.ndim > len(shape):
        gradient = gradient.sum(axis=-1)
    for i, size in enumerate(shape):
        if size == 1:
            gradient = gradient.sum(axis=i, keepdims=True)
    return gradient


@unbroadcast.mistake(
    "one_axis_in_front",
    "One sum over axis 0 removes one new axis. There may be several: gradient.ndim - len(shape).",
    "G = np.ones((4, 2, 3))\nunbroadcast(G, (3,))  # each is added 4 x 2 times: [8, 8, 8]",
)
def _(gradient, shape):
    if gradient.ndim > len(shape):
        gradient = gradient.sum(axis=0)
    _, stretched = axes_of(gradient, shape)
    return gradient.sum(axis=tuple(stretched), keepdims=True)


@unbroadcast.mistake(
    "total_everywhere",
    "Every entry gets the sum of all gradients. Add up only along the axes that were stretched; "
    "different entries stay apart.",
    ROW,
)
def _(gradient, shape):
    return gradient if gradient.shape == shape else np.full(shape, gradient.sum())


@unbroadcast.mistake(
    "always_axis_0",
    "You sum over axis 0 in every case, even where nothing was stretched along it. Compare the two "
    "shapes.",
    COLUMN,
)
def _(gradient, shape):
    return gradient.sum(axis=0)


@unbroadcast.mistake(
    "largest",
    "You take the largest gradient along the stretched axes. All of them count: add them up.",
    ROW,
)
def _(gradient, shape):
    new, stretched = axes_of(gradient, shape)
    return np.max(gradient, axis=(*range(new), *stretched), initial=-np.inf).reshape(shape)


@unbroadcast.mistake(
    "cut_to_size",
    "You cut or repeat the gradient until it fills the shape. What does not fit is lost that way; "
    "it belongs into a sum.",
    ROW,
)
def _(gradient, shape):
    return np.resize(gradient, shape)


@unbroadcast.mistake(
    "stretched_to_shape",
    "You bring the gradient to the shape without a sum. The way forward has stretched the array; "
    "the way back makes it smaller: sum where the forward has repeated.",
    ROW,
)
def _(gradient, shape):
    return np.broadcast_to(gradient, shape)
