"""Pairs of arrays that broadcast, for the exercises on operations with two operands."""
# mypy: allow-untyped-defs

import numpy as np

SHAPES = {
    "a batch and a bias": ((5, 3), (3,)),
    "a bias and a batch": ((3,), (5, 3)),
    "equal shapes": ((5, 3), (5, 3)),
    "equal sizes": ((3, 3), (3,)),
    "a column and a row": ((5, 1), (1, 3)),
    "a batch and one number for each row": ((5, 3), (5, 1)),
    "a batch and a single number": ((5, 3), ()),
    "a single number and a batch": ((), (5, 3)),
    "an axis in front": ((2, 5, 3), (5, 1)),
    "two axes in front": ((4, 3), (2, 5, 1, 3)),
    "a batch of one example": ((1, 3), (3,)),
    "two single numbers": ((), ()),
}


def pairs(rng):
    """Probes with a gradient of the result and two operands, which broadcast in many ways."""
    for label, (of_a, of_b) in SHAPES.items():
        yield label, *triple(rng, of_a, of_b)
    yield "a batch in float32", *(x.astype(np.float32) for x in triple(rng, (5, 3), (3,)))


def triple(rng, of_a, of_b):
    """The gradient and the operands, as arrays of normal numbers."""
    shapes = np.broadcast_shapes(of_a, of_b), of_a, of_b
    return tuple(np.asarray(rng.normal(size=shape)) for shape in shapes)
