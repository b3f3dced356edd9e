"""The exercise `clip_by_global_norm`: gradients that are too long, all shortened by one factor."""
# mypy: allow-untyped-defs

import numpy as np

from nncourse import clipping
from nncourse.exercises.form import Exercise


def clipped(answer, grads, max_norm):
    """What is returned, and the caller's own arrays afterwards."""
    held = dict(grads)
    return answer(grads, max_norm), held


clip_by_global_norm = Exercise(
    id="optimizers.clip_by_global_norm",
    title="Gradients that are too long",
    points=2,
    reference=clipping.clip_by_global_norm,
    contract='''
def clip_by_global_norm(grads, max_norm):
    """Shorten all gradients together, if they are too long.

    grads: a dictionary, name -> array of any shape; the arrays are changed
        in place.
    max_norm: a number above 0. If the length of all gradients together, as
        one long vector, is larger, all are scaled by one factor so that it
        becomes max_norm. Shorter ones stay as they are.
    Returns the length before, a number.
    """
    ...
''',
    outcomes=("Measure the length of all gradients together.", "Shorten them, and keep their way."),
    axes={},
    returns=("the length", "grads"),
    mutates=("grads",),
    use=clipped,
    tolerance=1e-5,  # the package divides by the length plus 1e-6, as PyTorch does
    hints=(
        "The length of a vector is the root of the sum of its squares. It does not matter how its "
        "entries are spread over arrays.",
        "First one loop over the arrays for the sum of all squares, with the root behind the "
        "loop. Only then, and only if it is too long, a second loop that scales.",
        "The factor is max_norm divided by the length, the same for every array; the operator *= "
        "changes an array itself.",
    ),
    experiment="W, b = np.array([[2.0, 4.0]]), np.array([4.0])\n"
    "print(clip_by_global_norm({'W': W, 'b': b}, 3.0), W.round(3), b.round(3))  # 6.0 and 1, 2, 2",
)


@clip_by_global_norm.probes
def _(rng):
    def layers(*sizes, dtype=np.float64):
        grads = {}
        for i, (n_in, n_out) in enumerate(zip(sizes, sizes[1:], strict=False)):
            grads[f"{i}.W"] = (3 * rng.normal(size=(n_in, n_out))).astype(dtype)
            grads[f"{i}.b"] = rng.normal(size=n_out).astype(dtype)
        return grads

    yield "two layers", layers(4, 3, 2), rng.uniform(1, 2)
    yield "three layers", layers(2, 5, 4, 3), rng.uniform(3, 4)
    yield "a single array", {"w": rng.normal(size=(3, 2, 4))}, rng.uniform(0.5, 1)
    yield "two layers in float32", layers(4, 3, 2, dtype=np.float32), rng.uniform(1, 2)
    yield "two layers that are short enough", layers(3, 4, 2), 1000.0
    yield "two arrays that are short only alone", {"v": np.ones(9), "w": -np.ones(9)}, 3.6
    yield "a gradient of zero", {"w": np.zeros((2, 3)), "b": np.zeros(3)}, rng.uniform(1, 2)
