"""Parameters for the exercises on whole networks."""
# mypy: allow-untyped-defs

from itertools import pairwise

import numpy as np


def random_layers(rng, sizes, dtype=np.float64):
    """A list of pairs (W, b) of normal numbers, for layers of these sizes."""
    return [
        (rng.normal(size=(n_in, n_out)).astype(dtype), rng.normal(size=n_out).astype(dtype))
        for n_in, n_out in pairwise(sizes)
    ]
