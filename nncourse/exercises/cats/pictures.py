"""Pictures for the exercises on pixels."""
# mypy: allow-untyped-defs

import numpy as np


def random_pictures(rng, *shape):
    """Pictures of 8 bits, no two pixels of which mean the same."""
    return rng.integers(0, 256, shape, dtype=np.uint8)
