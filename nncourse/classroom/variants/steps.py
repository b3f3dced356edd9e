"""What may be shown of steps that change a parameter in place."""
# mypy: allow-untyped-defs

import numpy as np

from nncourse.classroom.variants.properties import Property


def keeps(places, p, *_):
    """Whether p has its shape and dtype after each step."""
    return all(place.shape == p.shape and place.dtype == p.dtype for place in places)


def moves(places, p, g, *_):
    """Whether p is not where it was, after each step with a gradient that is not 0 anywhere."""
    before = (p, *places[:-1])
    pairs = zip(before, places, np.all(g, axis=tuple(range(1, g.ndim))), strict=True)
    return all(not moved or not np.array_equal(one, other) for one, other, moved in pairs)


KEEPS = Property("p keeps its shape and dtype", keeps)
MOVES = Property("p moves at each step", moves)
