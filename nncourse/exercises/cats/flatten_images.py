"""The exercise `flatten_images`: pictures into rows."""
# mypy: allow-untyped-defs

import numpy as np

from nncourse import preprocessing
from nncourse.exercises.cats.pictures import random_pictures
from nncourse.exercises.form import Exercise

flatten_images = Exercise(
    id="cats.flatten_images",
    title="Pictures into rows",
    points=1,
    reference=preprocessing.flatten_images,
    contract='''
def flatten_images(images):
    """Each picture as one row of numbers.

    images: shape (m, height, width, channels) or (m, height, width).
    Returns shape (m, n), n numbers a picture, in the order in which they lie.
    """
    ...
''',
    outcomes=("Turn a batch of pictures into a batch of rows without mixing them up.",),
    axes={"images": "m h w c", "X": "m n"},
    returns="X",
    hints=(
        "The first axis stays: one picture, one row. All other axes become one.",
        "`reshape` keeps the order in which the numbers lie. It needs the two lengths of the "
        "result.",
        "Reshape to as many rows as there are pictures, and give -1 for the length that NumPy can "
        "work out itself.",
    ),
    experiment="X = flatten_images(np.arange(12).reshape(2, 2, 3))\n"
    "X  # [[0, 1, 2, 3, 4, 5], [6, 7, 8, 9, 10, 11]]",
)


@flatten_images.probes
def _(rng):
    yield "pictures in colour", random_pictures(rng, 5, 4, 3, 2)
    yield "square pictures", random_pictures(rng, 6, 4, 4, 3)
    yield "grey pictures", random_pictures(rng, 5, 4, 3)
    yield "a single picture", random_pictures(rng, 1, 4, 3, 2)
    yield "pictures of floats", rng.random((3, 3, 3, 3)).astype(np.float32)


@flatten_images.mistake(
    "mixed_up",
    "The shape is right, the pictures are not: each of your rows holds a pixel from here and a "
    "pixel from there. Reshape to (n, m) and transpose, and numbers move from picture to picture.",
)
def _(images):
    return images.reshape(-1, len(images)).T


@flatten_images.mistake(
    "pictures_as_columns",
    "Each picture is a column of yours, the convention of older material. In this course an "
    "example is a row.",
)
def _(images):
    return images.reshape(len(images), -1).T


@flatten_images.mistake(
    "everything_in_a_row",
    "You flattened the whole batch into one row of numbers. The pictures must stay apart: only "
    "the axes after the first become one.",
)
def _(images):
    return images.ravel()


@flatten_images.mistake(
    "one_example",
    "You made a single example of the whole batch, with one axis of length 1. Every picture is a "
    "row of its own.",
)
def _(images):
    return images.reshape(1, -1)


@flatten_images.mistake(
    "fortran_order",
    "Your rows read the pictures down the columns first (order F). The numbers should come in the "
    "order in which they lie, or weights and pictures of others will not fit yours.",
)
def _(images):
    return images.reshape(len(images), -1, order="F")


@flatten_images.mistake(
    "colour_by_colour",
    "You put all numbers of one colour first, then the next. Here the three colours of a pixel "
    "stay side by side, as they lie in the array.",
)
def _(images):
    return np.moveaxis(images, -1, 1).reshape(len(images), -1)


@flatten_images.mistake(
    "turned",
    "Your pictures are turned: width and height have changed places before the rows were made.",
)
def _(images):
    return images.swapaxes(1, 2).reshape(len(images), -1)


@flatten_images.mistake(
    "one_colour",
    "You kept one number of each pixel and dropped the others. Every number is an input.",
)
def _(images):
    return images[..., 0].reshape(len(images), -1)


@flatten_images.mistake(
    "made_grey",
    "You took the mean over the last axis, so the colours are gone. A cat's coat may matter: keep "
    "all numbers.",
)
def _(images):
    return images.mean(axis=-1).reshape(len(images), -1)


@flatten_images.mistake(
    "last_axis_kept",
    "You joined height and width and kept the last axis. A dense layer takes rows with a single "
    "axis: all numbers of a picture in one.",
)
def _(images):
    return images.reshape(len(images), -1, images.shape[-1])


@flatten_images.mistake(
    "a_row_a_line",
    "Every line of pixels has become a row of yours. One example is a whole picture.",
)
def _(images):
    return images.reshape(len(images) * images.shape[1], -1)


@flatten_images.mistake(
    "first_only",
    "Only the first picture is there. The batch keeps all of its pictures.",
)
def _(images):
    return images[:1].reshape(1, -1)


@flatten_images.mistake(
    "scaled",
    "The order is right, and you divided by 255 as well. Scaling is another step; this one changes "
    "the shape and nothing else.",
)
def _(images):
    return images.reshape(len(images), -1) / 255
