"""Weights for the two exercises on their price."""
# mypy: allow-untyped-defs

from itertools import pairwise

import numpy as np


def random_weights(rng, *sizes, dtype=np.float64):
    """Weight matrices of a network of these sizes."""
    return [rng.standard_normal((n_in, n_out)).astype(dtype) for n_in, n_out in pairwise(sizes)]


def priced_weights(rng):
    """Weights of several networks, and strengths."""
    strength = float(rng.uniform(0.2, 0.9))
    yield "two layers", random_weights(rng, 4, 3, 2), strength
    yield "four layers", random_weights(rng, 2, 6, 4, 5, 3), strength
    yield "equal sizes", random_weights(rng, 3, 3, 3), strength
    yield "a single layer", random_weights(rng, 4, 3), 2.5
    yield "two layers in float32", random_weights(rng, 4, 3, 2, dtype=np.float32), strength
    yield "a price of zero", random_weights(rng, 4, 3, 2), 0.0
