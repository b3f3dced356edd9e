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
    """Sum a gradient over the axes along which an array of shape was stretched.

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
    yield "an axis in front and one in the middle", rng.normal(size=(2, 4, 5, 3)), (4, 1, 3)
    yield "one axis in the middle", rng.normal(size=(4, 5, 3)), (4, 1, 3)
    yield "two axes of size 1 at the ends", rng.normal(size=(4, 5, 3)), (1, 5, 1)
    yield "equal sizes", rng.normal(size=(3, 3)), (3,)
    yield "a batch of one example", rng.normal(size=(1, 3)), (3,)
    yield "an axis of size 1 in both", rng.normal(size=(5, 1, 3)), (1, 3)
    yield "an empty batch", rng.normal(size=(0, 3)), (3,)
    yield "a batch in float32", rng.normal(size=(5, 3)).astype(np.float32), (3,)
