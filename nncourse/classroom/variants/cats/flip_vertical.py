"""The variant `flip_vertical`: pictures as a lake shows them."""
# mypy: allow-untyped-defs

import numpy as np

from nncourse.classroom.variants.form import Graded
from nncourse.classroom.variants.properties import Property, shape
from nncourse.exercises.cats.pictures import random_pictures


def right(images):
    """The lines of each picture in reverse order."""
    return np.flip(images, axis=1).copy()


def same_values(flipped, images):
    """Whether each picture has the same values, in whatever order."""
    m = len(images)
    before, after = (np.sort(array.reshape(m, -1), axis=1) for array in (images, flipped))
    return np.array_equal(before, after)


flip_vertical = Graded(
    id="cats.flip_vertical",
    title="As a lake shows them",
    like="cats.flip_horizontal",
    points=1,
    reference=right,
    contract='''
def flip_vertical(images):
    """Every picture as its reflection in a lake: top becomes bottom.

    images: shape (m, height, width, channels) or (m, height, width).
    images is not changed; left stays left.
    Returns the same shape and dtype.
    """
    ...
''',
    outcomes=("Turn a batch of pictures round along the right axis.",),
    axes={"images": "m h w c", "flipped": "m h w c"},
    returns="flipped",
    keep_dtype=True,
    properties=(
        shape(lambda images: images.shape),
        Property("dtype right", lambda flipped, images: flipped.dtype == images.dtype),
        Property("each picture keeps its values", same_values),
    ),
    hints=(
        "A lake turns round the order of the lines, and leaves each line as it is.",
        "The first axis counts pictures. Which one counts the lines of a picture?",
        "A slice with step -1 reads an axis backwards; axes behind it need not be named.",
    ),
    experiment="flip_vertical(np.array([[[1, 2, 3], [4, 5, 6]]]))\n# [[[4, 5, 6], [1, 2, 3]]]",
)


@flip_vertical.probes
def _(rng):
    yield "pictures in colour", random_pictures(rng, 5, 4, 6, 3)
    yield "square pictures", random_pictures(rng, 4, 5, 5, 3)
    yield "grey pictures", random_pictures(rng, 5, 4, 3)
    yield "a single picture", random_pictures(rng, 1, 4, 6, 3)
    yield "pictures of floats", rng.random((3, 4, 5, 2)).astype(np.float32)


@flip_vertical.mistake(
    "left_and_right",
    "You turned left and right round, as a mirror does. A lake turns the lines round, and those "
    "are another axis.",
)
def _(images):
    return images[:, :, ::-1].copy()


@flip_vertical.mistake(
    "batch_turned_round",
    "You turned the order of the pictures round, as np.flipud does with a batch. The first axis "
    "counts pictures, not lines.",
)
def _(images):
    return images[::-1].copy()


@flip_vertical.mistake(
    "last_axis",
    "You turned the last axis round: the columns of grey pictures, and in colour the channels.",
)
def _(images):
    return images[..., ::-1].copy()


@flip_vertical.mistake(
    "second_last_axis",
    "You count the axis from the end. For grey pictures that is right, but in colour it is the "
    "columns. Count from the front.",
    "flip_vertical(np.array([[[[1], [2]], [[3], [4]]]]))\n# [[[[3], [4]], [[1], [2]]]]",
)
def _(images):
    return np.flip(images, axis=-2).copy()


@flip_vertical.mistake(
    "turned_by_half",
    "You turned lines and columns round. In a lake left stays left.",
)
def _(images):
    return images[:, ::-1, ::-1].copy()


@flip_vertical.mistake(
    "everything",
    "np.flip without an axis turns every axis round, the batch and the colours too. Name the axis.",
)
def _(images):
    return np.flip(images).copy()


@flip_vertical.mistake(
    "turned_on_its_side",
    "You exchanged lines and columns. That turns a picture on its side; a lake keeps the shape.",
)
def _(images):
    return images.swapaxes(1, 2).copy()


@flip_vertical.mistake(
    "negative",
    "You turned light into dark. Only the places change, not the values.",
)
def _(images):
    return images.max() - images


@flip_vertical.mistake(
    "in_place",
    "The result is right, but the caller's pictures are turned round too: you wrote into the array "
    "that you were given.",
    "A = np.array([[[1], [2]]]); flip_vertical(A)\nA  # still [[[1], [2]]]",
)
def _(images):
    images[...] = images[:, ::-1].copy()
    return images


@flip_vertical.mistake(
    "overwritten_while_read",
    "Your lower half is right, and your upper half is the lower one again: you write into the "
    "array that you still read from.",
    "flip_vertical(np.array([[[1], [2], [3]]]))\n# [[[3], [2], [1]]]",
)
def _(images):
    flipped, height = images.copy(), images.shape[1]
    for line in range(height):
        flipped[:, line] = flipped[:, height - 1 - line]
    return flipped


@flip_vertical.mistake(
    "first_only",
    "Only the first picture is turned round. The whole batch should be.",
    "flip_vertical(np.array([[[1], [2]], [[3], [4]]]))\n# [[[2], [1]], [[4], [3]]]",
)
def _(images):
    flipped = images.copy()
    flipped[0] = images[0, ::-1]
    return flipped


@flip_vertical.mistake(
    "unchanged",
    "The pictures come back as they were. A slice makes a new view; did you return the old one?",
)
def _(images):
    return images.copy()


@flip_vertical.mistake(
    "rolled",
    "You moved the lines round by one. Their whole order should turn.",
    "flip_vertical(np.array([[[1], [2], [3]]]))\n# [[[3], [2], [1]]]",
)
def _(images):
    return np.roll(images, 1, axis=1)


@flip_vertical.mistake(
    "both",
    "You return originals and turned pictures together. The contract asks for the turned ones.",
)
def _(images):
    return np.concatenate([images, images[:, ::-1]])
