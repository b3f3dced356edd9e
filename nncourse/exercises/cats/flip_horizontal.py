"""The exercise `flip_horizontal`: mirrored pictures."""
# mypy: allow-untyped-defs

import numpy as np

from nncourse import augmentation
from nncourse.exercises.cats.pictures import random_pictures
from nncourse.exercises.form import Exercise

flip_horizontal = Exercise(
    id="cats.flip_horizontal",
    title="Mirrored pictures",
    points=1,
    reference=augmentation.flip_horizontal,
    contract='''
def flip_horizontal(images):
    """Every picture mirrored, so that left becomes right.

    images: shape (m, height, width, channels) or (m, height, width).
    images is not changed.
    Returns the same shape.
    """
    ...
''',
    outcomes=("Mirror a batch of pictures along the right axis.",),
    axes={"images": "m h w c", "mirrored": "m h w c"},
    returns="mirrored",
    hints=(
        "A mirror turns round the order of the columns of each picture, and nothing else.",
        "The columns are axis 2: the first axis counts pictures, the second lines.",
        "A slice with step -1 reads an axis backwards; the axes before it get a plain colon.",
    ),
    experiment="flip_horizontal(np.array([[[1, 2, 3], [4, 5, 6]]]))\n# [[[3, 2, 1], [6, 5, 4]]]",
)


@flip_horizontal.probes
def _(rng):
    yield "pictures in colour", random_pictures(rng, 5, 4, 6, 3)
    yield "square pictures", random_pictures(rng, 4, 5, 5, 3)
    yield "grey pictures", random_pictures(rng, 5, 4, 3)
    yield "a single picture", random_pictures(rng, 1, 4, 6, 3)
    yield "pictures of floats", rng.random((3, 4, 5, 2)).astype(np.float32)


@flip_horizontal.mistake(
    "upside_down",
    "Your pictures are upside down: axis 1 is the lines. (np.fliplr turns axis 1 too, because it "
    "thinks of a single picture.) Left and right lie along axis 2.",
)
def _(images):
    return images[:, ::-1].copy()


@flip_horizontal.mistake(
    "batch_turned_round",
    "You turned the order of the pictures round, not the pictures. Then they also stand beside the "
    "wrong labels.",
)
def _(images):
    return images[::-1].copy()


@flip_horizontal.mistake(
    "last_axis",
    "You turned the last axis round. For grey pictures that is the columns, but in colour it is "
    "the channels: red became blue.",
    "flip_horizontal(np.array([[[[1, 10], [2, 20]]]]))\n"
    "# [[[[2, 20], [1, 10]]]]: the pixels change places, not the colours",
)
def _(images):
    return images[..., ::-1].copy()


@flip_horizontal.mistake(
    "second_last_axis",
    "You count the axis from the end. In colour that is right, but for grey pictures it is the "
    "lines, and they stand upside down. Count from the front.",
)
def _(images):
    return np.flip(images, axis=-2).copy()


@flip_horizontal.mistake(
    "turned_by_half",
    "You turned lines and columns round: the pictures stand on their heads. A mirror changes one "
    "axis.",
)
def _(images):
    return images[:, ::-1, ::-1].copy()


@flip_horizontal.mistake(
    "everything",
    "np.flip without an axis turns every axis round, the batch and the colours too. Name the axis.",
)
def _(images):
    return np.flip(images).copy()


@flip_horizontal.mistake(
    "turned_on_its_side",
    "You exchanged lines and columns. That turns a picture on its side; a mirror keeps the shape.",
)
def _(images):
    return images.swapaxes(1, 2).copy()


@flip_horizontal.mistake(
    "negative",
    "You turned light into dark, like a photographic negative. Only the places change, not the "
    "values.",
)
def _(images):
    return images.max() - images


@flip_horizontal.mistake(
    "in_place",
    "The result is right, but the caller's pictures are mirrored too: you wrote into the array "
    "that you were given.",
    "X = np.array([[[1, 2]]]); flip_horizontal(X)\nX  # still [[[1, 2]]]",
)
def _(images):
    images[...] = images[:, :, ::-1].copy()
    return images


@flip_horizontal.mistake(
    "first_only",
    "Only the first picture is mirrored. The whole batch should be.",
    "flip_horizontal(np.array([[[1, 2]], [[3, 4]]]))\n# [[[2, 1]], [[4, 3]]]",
)
def _(images):
    mirrored = images.copy()
    mirrored[0] = images[0, :, ::-1]
    return mirrored


@flip_horizontal.mistake(
    "unchanged",
    "The pictures come back as they were. A slice makes a new view; did you return the old one?",
)
def _(images):
    return images.copy()


@flip_horizontal.mistake(
    "rolled",
    "You moved the columns round by one; only their order from left to right should turn.",
)
def _(images):
    return np.roll(images, 1, axis=2)


@flip_horizontal.mistake(
    "half_mirrored",
    "You mirrored the left half onto the right. What was on the right is lost, and every cat has "
    "two left ears.",
)
def _(images):
    half = images.shape[2] // 2
    mirrored = images.copy()
    mirrored[:, :, -half:] = images[:, :, :half][:, :, ::-1]
    return mirrored


@flip_horizontal.mistake(
    "both",
    "You return originals and mirrored pictures together, twice as many. The contract asks for the "
    "mirrored ones.",
)
def _(images):
    return np.concatenate([images, images[:, :, ::-1]])
