"""Several steps of an optimizer: how an answer takes them, and where they start.

What an optimizer remembers shows from the second step on, so each answer takes four, with other
gradients each time. What it keeps between them is its own affair: only the parameter is compared.
"""
# mypy: allow-untyped-defs

import numpy as np

STEPS = ("first", "second", "third", "fourth")
AFTER_EACH_STEP = tuple(f"p after the {number} step" for number in STEPS)


def after_each_step(p, gradients, step):
    """The very array p, after each step: `step(g, t)` with the gradients in turn, t from 1."""
    places = []
    for t, g in enumerate(gradients, start=1):
        step(g, t)
        places.append(p.copy())
    return tuple(places)


def starts(rng):
    """Labels, parameters p, and the gradients of the steps, (len(STEPS), *p.shape)."""
    for label, shape, dtype in (
        ("a layer of weights", (4, 3), np.float64),
        ("a bias", (5,), np.float64),
        ("a square layer", (3, 3), np.float64),
        ("a single weight", (1,), np.float64),
        ("a layer in float32", (4, 3), np.float32),
    ):
        p, gradients = rng.normal(size=shape), rng.normal(size=(len(STEPS), *shape))
        yield label, p.astype(dtype), gradients.astype(dtype)
    sizes = np.array([1.0, 1e-2, 1e-4, 1e-6, 0.0])
    yield "tiny gradients", np.zeros(5), sizes * rng.uniform(0.5, 1.5, (len(STEPS), 5))
