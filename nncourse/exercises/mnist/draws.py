"""Random weights: how they are drawn, and what of them can be compared."""
# mypy: allow-untyped-defs

import copy

import numpy as np


def drawn(answer, n_in, n_out, rng):
    """What is drawn, and whether it is drawn from the generator that was given."""
    twin = copy.deepcopy(rng)
    first, second = answer(n_in, n_out, rng), answer(n_in, n_out, rng)
    again = answer(n_in, n_out, twin)
    repeats = {
        "another W from the same generator": not np.array_equal(first, second),
        "the same W from an equal generator": np.array_equal(first, again),
    }
    return first, repeats


def spread(value, n_in, n_out, rng):
    """What can be compared of random weights."""
    W, repeats = value
    # Of normal numbers 4.6 % lie beyond two standard deviations, of evenly spread ones none.
    return {
        "the shape of W": np.array(W.shape),
        "the spread of W": W.std(),
        "the mean of W is near 0": bool(abs(W.mean()) < 6 * W.std() / np.sqrt(W.size)),
        "W has many different entries": len(np.unique(W)) > 0.9 * W.size,
        "entries beyond two spreads": bool(np.mean(np.abs(W) > 2 * W.std()) > 0.01),
        **repeats,
    }


def layers_to_draw(rng):
    """Layers that tell n_in from n_out, large enough for a spread to be known to 2 %."""
    for n_in, n_out in ((784, 64), (40, 300), (150, 150), (3000, 7), (4, 4000)):
        label = f"{n_in} inputs and {n_out} outputs"
        yield label, n_in, n_out, np.random.default_rng(rng.integers(1000))


def normal(n_in, n_out, rng):
    """Normal numbers of spread one."""
    return rng.standard_normal((n_in, n_out))
