"""The exercise `clip_by_global_norm`: gradients that are too long, all shortened by one factor."""
# mypy: allow-untyped-defs

from itertools import pairwise

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
        for i, (n_in, n_out) in enumerate(pairwise(sizes)):
            grads[f"{i}.W"] = (3 * rng.normal(size=(n_in, n_out))).astype(dtype)
            grads[f"{i}.b"] = rng.normal(size=n_out).astype(dtype)
        return grads

    def shrunk_to(norm, grads):
        return {name: g * norm / np.linalg.norm(g) for name, g in grads.items()}

    yield "two layers", layers(4, 3, 2), rng.uniform(1, 2)
    yield "three layers", layers(2, 5, 4, 3), rng.uniform(3, 4)
    yield "a single array", {"0.W": rng.normal(size=(3, 2, 4))}, rng.uniform(0.5, 1)
    yield "two layers in float32", layers(4, 3, 2, dtype=np.float32), rng.uniform(1, 2)
    yield "two layers that are short enough", layers(3, 4, 2), 1000.0
    short = layers(3, 2, 4)
    yield "two layers that are just short enough", short, 1.2 * clipping.global_norm(short)
    yield "two arrays that are short only alone", shrunk_to(3.0, layers(3, 2)), 3.6
    yield "a gradient of zero", {"0.W": np.zeros((2, 3)), "0.b": np.zeros(3)}, rng.uniform(1, 2)


def shrink(grads, factor):
    """Multiply every gradient by a factor, in place."""
    for g in grads.values():
        g *= factor


@clip_by_global_norm.mistake(
    "each_array_alone",
    "You shorten each array by a length of its own, so the direction turns. All arrays get the "
    "same factor, from their common length.",
)
def _(grads, max_norm):
    norm = clipping.global_norm(grads)
    for g in grads.values():
        shrink({"g": g}, min(1.0, max_norm / (np.linalg.norm(g) + 1e-9)))
    return norm


@clip_by_global_norm.mistake(
    "by_value",
    "You cut every entry to [-max_norm, max_norm]. That turns the direction, and it leaves long "
    "gradients of many small entries as they are. Scale all entries by one factor.",
)
def _(grads, max_norm):
    norm = clipping.global_norm(grads)
    clipping.clip_by_value(grads, max_norm)
    return norm


@clip_by_global_norm.mistake(
    "always_scaled",
    "You scale gradients that are short enough as well: those that were shorter than max_norm are "
    "stretched to it. Only gradients that are too long are touched.",
    "w = np.array([3.0, 4.0])\nprint(clip_by_global_norm({'w': w}, 10.0), w)  # 5.0 and 3, 4",
)
def _(grads, max_norm):
    norm = clipping.global_norm(grads)
    shrink(grads, max_norm / (norm + 1e-12))
    return norm


@clip_by_global_norm.mistake(
    "zero_divided_by_zero",
    "Gradients that are all zero become NaN: you divide max_norm by their length whether they are "
    "too long or not. Only gradients that are too long are touched.",
    "w = np.zeros(2)\nprint(clip_by_global_norm({'w': w}, 10.0), w)  # 0.0 and 0, 0",
)
def _(grads, max_norm):
    norm = clipping.global_norm(grads)
    shrink(grads, np.float64(max_norm) / norm)
    return norm


@clip_by_global_norm.mistake(
    "always_scaled_with_a_plain_number",
    "You scale gradients whether they are too long or not. Short ones are stretched, and those of "
    "length 0 lead to a division by zero. Only gradients that are too long are touched.",
    "w = np.array([3.0, 4.0])\nprint(clip_by_global_norm({'w': w}, 10.0), w)  # 5.0 and 3, 4",
)
def _(grads, max_norm):
    norm = float(clipping.global_norm(grads))
    shrink(grads, max_norm / norm)
    return norm


@clip_by_global_norm.mistake(
    "divided_before_asked",
    "Gradients of length 0 are short enough, but you divide by their length before you ask. "
    "Compare first; divide only where they are too long.",
    "w = np.zeros(2)\nprint(clip_by_global_norm({'w': w}, 10.0), w)  # 0.0 and 0, 0",
)
def _(grads, max_norm):
    norm = float(clipping.global_norm(grads))
    shrink(grads, min(1.0, max_norm / norm))
    return norm


@clip_by_global_norm.mistake(
    "short_ones_only",
    "You scale the gradients that are short enough, and leave the long ones: the comparison is "
    "turned round.",
)
def _(grads, max_norm):
    norm = clipping.global_norm(grads)
    if 0 < norm < max_norm:
        shrink(grads, max_norm / norm)
    return norm


@clip_by_global_norm.mistake(
    "factor_turned_round",
    "Your factor is the length divided by max_norm, above 1: what is too long becomes longer "
    "still. Turn the quotient round.",
)
def _(grads, max_norm):
    norm = clipping.global_norm(grads)
    if norm > max_norm:
        shrink(grads, norm / max_norm)
    return norm


@clip_by_global_norm.mistake(
    "to_length_one",
    "You shorten the gradients to length 1, whatever max_norm is.",
)
def _(grads, max_norm):
    norm = clipping.global_norm(grads)
    if norm > max_norm:
        shrink(grads, 1 / norm)
    return norm


@clip_by_global_norm.mistake(
    "scaled_by_the_limit",
    "You multiply by max_norm and do not divide by the length.",
)
def _(grads, max_norm):
    norm = clipping.global_norm(grads)
    if norm > max_norm:
        shrink(grads, max_norm)
    return norm


@clip_by_global_norm.mistake(
    "root_missing",
    "Your length is the sum of the squares: the root is missing.",
)
def _(grads, max_norm):
    norm = clipping.global_norm(grads) ** 2
    if norm > max_norm:
        shrink(grads, max_norm / norm)
    return norm


@clip_by_global_norm.mistake(
    "sum_of_norms",
    "You add the arrays' lengths. Lengths at right angles do not add up: the squares do. Take the "
    "root only once, of the sum of all.",
)
def _(grads, max_norm):
    norm = sum(float(np.linalg.norm(g)) for g in grads.values())
    if norm > max_norm:
        shrink(grads, max_norm / norm)
    return norm


@clip_by_global_norm.mistake(
    "largest_norm",
    "You take the length of the longest array for the length of all. All arrays have a part in it.",
)
def _(grads, max_norm):
    norm = max(float(np.linalg.norm(g)) for g in grads.values())
    if norm > max_norm:
        shrink(grads, max_norm / norm)
    return norm


@clip_by_global_norm.mistake(
    "last_array_only",
    "Your length is that of the last array alone: in each round of the loop the sum is overwritten "
    "or begins anew. Add to it.",
)
def _(grads, max_norm):
    norm = float(np.linalg.norm(list(grads.values())[-1]))
    if norm > max_norm:
        shrink(grads, max_norm / norm)
    return norm


@clip_by_global_norm.mistake(
    "largest_entry",
    "You take the largest entry for the length. The length is the root of the sum of all squares.",
)
def _(grads, max_norm):
    norm = max(float(np.abs(g).max()) for g in grads.values())
    if norm > max_norm:
        shrink(grads, max_norm / norm)
    return norm


@clip_by_global_norm.mistake(
    "sum_of_sizes",
    "You add the absolute values of all entries. The length is the root of the sum of their "
    "squares.",
)
def _(grads, max_norm):
    norm = sum(float(np.abs(g).sum()) for g in grads.values())
    if norm > max_norm:
        shrink(grads, max_norm / norm)
    return norm


@clip_by_global_norm.mistake(
    "mean_of_squares",
    "You take the mean of the squares in place of their sum. Then a large network could never have "
    "a long gradient.",
)
def _(grads, max_norm):
    norm = clipping.global_norm(grads) / sum(g.size for g in grads.values()) ** 0.5
    if norm > max_norm:
        shrink(grads, max_norm / norm)
    return norm


@clip_by_global_norm.mistake(
    "rebound",
    "The length is right, but the caller's arrays stay as they were: g = g * factor makes a new "
    "array, and grads[name] = ... only tells the dictionary of it. *= changes the array itself.",
)
def _(grads, max_norm):
    norm = clipping.global_norm(grads)
    if norm > max_norm:
        for name, g in grads.items():
            grads[name] = g * (max_norm / norm)
    return norm


@clip_by_global_norm.mistake(
    "first_array_only",
    "The length is right, but only the first array is shortened: a return or break inside the loop "
    "ends it in its first round.",
)
def _(grads, max_norm):
    norm = clipping.global_norm(grads)
    if norm > max_norm:
        shrink(dict(list(grads.items())[:1]), max_norm / norm)
    return norm


@clip_by_global_norm.mistake(
    "square_of_the_sum",
    "You add up an array's entries and square the sum, in which plus and minus cancel. Square each "
    "entry first.",
)
def _(grads, max_norm):
    norm = sum(float(g.sum()) ** 2 for g in grads.values()) ** 0.5
    if norm > max_norm:
        shrink(grads, max_norm / norm)
    return norm


@clip_by_global_norm.mistake(
    "scaled_in_the_same_loop",
    "You scale in the loop that still adds up the squares: the first arrays are scaled by a length "
    "that does not know the others. It takes two loops, one after the other.",
)
def _(grads, max_norm):
    total = 0.0
    for g in grads.values():
        total += float(np.sum(g**2))
        shrink({"g": g}, min(1.0, max_norm / max(total**0.5, 1e-12)))
    return total**0.5


@clip_by_global_norm.mistake(
    "length_afterwards",
    "The gradients are right. You return their length after the shortening; before it is the one "
    "that tells whether training is about to explode.",
)
def _(grads, max_norm):
    return min(clipping.clip_by_global_norm(grads, max_norm), max_norm)


@clip_by_global_norm.mistake(
    "factor_returned",
    "The gradients are right. You return the factor; asked for is the length before.",
)
def _(grads, max_norm):
    norm = clipping.clip_by_global_norm(grads, max_norm)
    return max_norm / norm if norm > max_norm else 1.0


@clip_by_global_norm.mistake(
    "nothing_returned",
    "The gradients are right, but nothing is returned. Return the length before.",
)
def _(grads, max_norm):
    clipping.clip_by_global_norm(grads, max_norm)
