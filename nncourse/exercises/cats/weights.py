"""The parameters of networks, for the two exercises on the price of their weights."""
# mypy: allow-untyped-defs

from itertools import pairwise

import numpy as np


def random_params(rng, *sizes, dtype=np.float64):
    """The parameters of a network of these sizes, its biases not zero."""
    params = {}
    for i, (n_in, n_out) in enumerate(pairwise(sizes)):
        params[f"{i}.W"] = rng.standard_normal((n_in, n_out)).astype(dtype)
        params[f"{i}.b"] = rng.standard_normal(n_out).astype(dtype)
    return params


def priced_params(rng):
    """The parameters of several networks, and strengths."""
    strength = float(rng.uniform(0.2, 0.9))
    yield "two layers", random_params(rng, 4, 3, 2), strength
    yield "four layers", random_params(rng, 2, 6, 4, 5, 3), strength
    yield "equal sizes", random_params(rng, 3, 3, 3), strength
    yield "a single layer", random_params(rng, 4, 3), 2.5
    yield "two layers in float32", random_params(rng, 4, 3, 2, dtype=np.float32), strength
    yield "a price of zero", random_params(rng, 4, 3, 2), 0.0
    kernels = {"0.W": rng.standard_normal((3, 3, 2, 4)), "0.b": rng.standard_normal(4)}
    yield "a layer of kernels", kernels, strength


def weights_of(params):
    """The weights alone, by name."""
    return {name: p for name, p in params.items() if name.endswith(".W")}
