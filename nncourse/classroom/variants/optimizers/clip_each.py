"""The variant `clip_each`: no gradient longer than allowed, each by itself."""
# mypy: allow-untyped-defs

import numpy as np

from nncourse.classroom.variants.form import Graded
from nncourse.classroom.variants.properties import Property


def right(grads, max_norm):
    """Shorten each array that is longer than max_norm; count them."""
    shortened = 0
    for g in grads.values():
        norm = np.sqrt(np.sum(g**2))
        if norm > max_norm:
            g *= max_norm / norm
            shortened += 1
    return shortened


def clipped(answer, grads, max_norm):
    """What is returned, and the gradients afterwards, by name."""
    count = answer(grads, max_norm)
    return (count, *grads.values()) if count is not None else None


def short_enough(result, grads, max_norm):
    """Whether no gradient is longer than allowed."""
    return all(np.linalg.norm(g) <= max_norm * (1 + 1e-3) for g in result[1:])


clip_each = Graded(
    id="optimizers.clip_each",
    title="Each by itself",
    like="optimizers.clip_by_global_norm",
    points=3,
    reference=right,
    contract='''
def clip_each(grads, max_norm):
    """Shorten each gradient that is longer than max_norm, by itself.

    grads: arrays of any shapes, by name; changed in place.
    max_norm: the greatest length allowed, > 0. An array's length is the
        root of the sum of all its squares.
    An array that is too long is multiplied by the number that makes it
    exactly max_norm long; the others stay as they are.
    Returns how many arrays were shortened, a whole number.
    """
    ...
''',
    outcomes=("Change arrays in place, each by its own measure, and count.",),
    axes={},
    returns=("the count", "W", "b", "V"),
    mutates=("grads",),
    use=clipped,
    properties=(
        Property("a whole number", lambda result, *_: type(result[0]) is int),
        Property(
            "the gradients keep their shapes",
            lambda result, grads, _: all(
                g.shape == old.shape for g, old in zip(result[1:], grads.values(), strict=True)
            ),
        ),
        Property("none is longer than allowed", short_enough),
    ),
    hints=(
        "A loop over grads.values() meets each array. Everything happens inside it.",
        "Length: square, add up, take the root. Compare it with max_norm before anything changes.",
        "A gradient of length 6 that may be 3 long is halved. In place, so that the caller's array "
        "changes: *=.",
    ),
    experiment='d = {"W": np.array([3.0, 4.0]), "b": np.array([0.5])}\n'
    'clip_each(d, 2.0), d["W"].round(3), d["b"]  # 1, then [1.2, 1.6] and [0.5]',
)


@clip_each.probes
def _(rng):
    for label, lengths, limit in (
        ("one that is too long", (5.0, 0.5, 0.2), 1.0),
        ("two that are too long", (0.7, 9.0, 4.0), 2.0),
        ("none that is too long", (0.3, 0.2, 0.25), 0.5),
        ("all too long", (3.0, 4.0, 5.0), 0.4),
        ("three that are long only together", (0.9, 0.9, 0.9), 1.0),
        ("two that are a little too long", (1.3, 0.9, 1.1), 1.0),
    ):
        W, b, V = (np.asarray(rng.normal(size=shape)) for shape in ((4, 3), (3,), (3, 2)))
        W, b, V = (g * n / np.sqrt((g**2).sum()) for g, n in zip((W, b, V), lengths, strict=True))
        yield label, {"W": W, "b": b, "V": V}, limit
    W, b, V = 3.0 * np.eye(4, 3), np.zeros(3), 0.5 * np.ones((3, 2))
    W[1] = 0, 0, 4
    W[2] = 0
    yield "one of exactly the length allowed", {"W": W, "b": b, "V": V}, 5.0
    yield (
        "gradients in float32",
        {n: np.full(s, 2, np.float32) for n, s in zip("WbV", ((4, 3), (3,), (3, 2)), strict=True)},
        1.5,
    )


def length(g):
    """The root of the sum of the squares."""
    return np.sqrt(np.sum(g**2))


def shorten(grads, max_norm, measure=length):
    """Shorten each array by a measure of its own, and count."""
    long = [g for g in grads.values() if measure(g) > max_norm]
    for g in long:
        g *= max_norm / measure(g)
    return len(long)


@clip_each.mistake(
    "all_together",
    "You measure all gradients together and shorten them alike. Each is measured by itself here.",
)
def _(grads, max_norm):
    norm = np.sqrt(sum(np.sum(g**2) for g in grads.values()))
    if norm <= max_norm:
        return 0
    for g in grads.values():
        g *= max_norm / norm
    return len(grads)


@clip_each.mistake(
    "by_entry",
    "You hold each entry between two bounds. That turns the gradient; here its length changes and "
    "its direction stays.",
)
def _(grads, max_norm):
    count = 0
    for g in grads.values():
        count += bool(np.any(np.abs(g) > max_norm))
        np.clip(g, -max_norm, max_norm, out=g)
    return int(count)


@clip_each.mistake(
    "always_scaled",
    "You scale every gradient to max_norm, short ones too. Only those that are longer change.",
)
def _(grads, max_norm):
    count = sum(length(g) > max_norm for g in grads.values())
    for g in grads.values():
        g *= max_norm / max(length(g), 1e-300)
    return int(count)


@clip_each.mistake(
    "rebound",
    "The count is right, and the caller's arrays stay as they were: g = g * ... makes a new array. "
    "Change g itself, or put the new one under its name.",
)
def _(grads, max_norm):
    count = 0
    for g in grads.values():
        if length(g) > max_norm:
            g = g * (max_norm / length(g))
            count += 1
    return count


@clip_each.mistake(
    "length_squared",
    "You forget the root: the sum of the squares is the length squared.",
)
def _(grads, max_norm):
    return shorten(grads, max_norm, lambda g: np.sum(g**2))


@clip_each.mistake(
    "sum_of_sizes",
    "You add up the sizes of the entries. The length is the root of the sum of their squares.",
)
def _(grads, max_norm):
    return shorten(grads, max_norm, lambda g: np.abs(g).sum())


@clip_each.mistake(
    "largest_entry",
    "You measure a gradient by its largest entry. Its length has all entries in it.",
)
def _(grads, max_norm):
    return shorten(grads, max_norm, lambda g: np.abs(g).max())


@clip_each.mistake(
    "mean_of_squares",
    "You take the mean of the squares before the root, and so large arrays come out too long. It "
    "is their sum.",
)
def _(grads, max_norm):
    return shorten(grads, max_norm, lambda g: np.sqrt(np.mean(g**2)))


@clip_each.mistake(
    "divided_by_length",
    "You make a gradient that is too long 1 long. It should be as long as allowed.",
)
def _(grads, max_norm):
    long = [g for g in grads.values() if length(g) > max_norm]
    for g in long:
        g /= length(g)
    return len(long)


@clip_each.mistake(
    "scaled_up",
    "A gradient that is too long gets longer still: your factor is upside down.",
)
def _(grads, max_norm):
    long = [g for g in grads.values() if length(g) > max_norm]
    for g in long:
        g *= length(g) / max_norm
    return len(long)


@clip_each.mistake(
    "first_only",
    "You stop after the first gradient that is too long: a return inside the loop ends it.",
    'd = {"W": np.array([3.0, 4.0]), "b": np.array([6.0])}\n'
    'clip_each(d, 2.0), d["W"].round(3), d["b"]  # 2, then [1.2, 1.6] and [2]',
)
def _(grads, max_norm):
    for g in grads.values():
        if length(g) > max_norm:
            g *= max_norm / length(g)
            return 1
    return 0


@clip_each.mistake(
    "lengths_returned",
    "The gradients are right. You return their lengths; how many were too long is wanted.",
)
def _(grads, max_norm):
    lengths = [length(g) for g in grads.values()]
    shorten(grads, max_norm)
    return lengths


@clip_each.mistake(
    "nothing_returned",
    "The gradients may be right, and you return nothing. How many were shortened is wanted.",
)
def _(grads, max_norm):
    shorten(grads, max_norm)


@clip_each.mistake(
    "all_counted",
    "The gradients are right. You count all of them; only those that were shortened count.",
)
def _(grads, max_norm):
    shorten(grads, max_norm)
    return len(grads)


@clip_each.mistake(
    "counted_afterwards",
    "The gradients are right, and you count when they are short already. Count before they change.",
)
def _(grads, max_norm):
    shorten(grads, max_norm)
    return sum(bool(length(g) > 1.001 * max_norm) for g in grads.values())
