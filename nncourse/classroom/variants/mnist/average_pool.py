"""The variant `average_pool`: smaller pictures, block by block."""
# mypy: allow-untyped-defs

import numpy as np

from nncourse.classroom.variants.form import Graded
from nncourse.classroom.variants.properties import Property, finite, floats, shape
from nncourse.exercises.cats.pictures import random_pictures


def right(images, size):
    """Lines and columns are cut into blocks, and the two axes within a block are averaged away."""
    m, h, w = images.shape
    return images.reshape(m, h // size, size, w // size, size).mean(axis=(2, 4))


def within_bounds(pooled, images, size):
    """Whether each small picture lies between the darkest and the brightest pixel of its own."""
    low, high = (images.reshape(len(images), -1).astype(float) for _ in range(2))
    lowest, highest = low.min(axis=1)[:, None, None], high.max(axis=1)[:, None, None]
    return np.all((pooled >= lowest - 1e-6) & (pooled <= highest + 1e-6))


average_pool = Graded(
    id="mnist.average_pool",
    title="Smaller pictures",
    points=3,
    reference=right,
    contract='''
def average_pool(images, size):
    """Shrink pictures: each block of size x size pixels becomes its mean.

    images: shape (m, h, w), floats or pixels of 8 bits. Not changed.
    size: a whole number that divides h and w. Blocks do not overlap.
    Returns shape (m, h // size, w // size), floats: a mean of 0, 0, 0 and 1
    is 0.25.
    """
    ...
''',
    outcomes=("Cut an axis in two, and reduce along the right ones.",),
    axes={"images": "m h w", "size": "", "pooled": "m hs ws"},
    returns="pooled",
    properties=(
        shape(lambda images, size: (len(images), *(n // size for n in images.shape[1:]))),
        floats,
        finite,
        Property("no darker and no brighter than the picture", within_bounds),
    ),
    hints=(
        "Line 0 of the small picture is made of the first `size` lines of the large one, and the "
        "same goes for columns.",
        "reshape can cut an axis of 6 into 3 blocks of 2: it becomes two axes, (3, 2), the blocks "
        "first. Do it for lines and columns at once.",
        "The shape has five axes then: picture, line of blocks, line within, column of blocks, "
        "column within. Two of them go.",
    ),
    experiment="average_pool(np.array([[[1.0, 3.0, 10.0, 10.0], [5.0, 7.0, 10.0, 30.0]]]), 2)\n"
    "# [[[4, 15]]]",
)


@average_pool.probes
def _(rng):
    yield "blocks of two", rng.normal(size=(5, 4, 6)), 2
    yield "blocks of three", rng.normal(size=(4, 9, 6)), 3
    yield "square pictures", rng.normal(size=(3, 6, 6)), 2
    yield "pixels of 8 bits", random_pictures(rng, 3, 4, 8), 2
    yield "a single picture", rng.normal(size=(1, 8, 4)), 4
    yield "blocks of one pixel", rng.normal(size=(2, 3, 4)), 1
    yield "pictures in float32", rng.random((2, 4, 6)).astype(np.float32), 2
    yield "a whole picture in one block", rng.normal(size=(3, 5, 5)), 5


def blocks(images, size):
    """The pictures cut up into lines of blocks, lines within, columns of blocks, columns within."""
    m, h, w = images.shape
    return images.reshape(m, h // size, size, w // size, size)


@average_pool.mistake(
    "largest",
    "You take the largest pixel of each block. That is max pooling; here the mean is wanted.",
)
def _(images, size):
    return blocks(images, size).max(axis=(2, 4)).astype(float)


@average_pool.mistake(
    "summed",
    "You add the pixels of a block up. Divide by how many there are.",
)
def _(images, size):
    return blocks(images, size).sum(axis=(2, 4), dtype=float)


@average_pool.mistake(
    "divided_by_size",
    "You divide a block's sum by its width. It has width times height pixels.",
)
def _(images, size):
    return blocks(images, size).sum(axis=(2, 4)) / size


@average_pool.mistake(
    "every_other_pixel",
    "You keep one pixel of each block and drop the others. All of them count.",
)
def _(images, size):
    return images[:, ::size, ::size].astype(float)


@average_pool.mistake(
    "blocks_taken_apart",
    "Your blocks are made of pixels that lie far apart: in reshape the number of blocks comes "
    "first, then what is in a block.",
    "average_pool(np.array([[[1.0, 1.0, 5.0, 5.0]] * 2]), 2)\n# left and right: [[[1, 5]]]",
)
def _(images, size):
    m, h, w = images.shape
    return images.reshape(m, size, h // size, size, w // size).mean(axis=(1, 3))


@average_pool.mistake(
    "wrong_axes",
    "You average over the blocks instead of within them: of the five axes the others should go.",
    "average_pool(np.array([[[1.0, 1.0, 5.0, 5.0]] * 2]), 2)\n# left and right: [[[1, 5]]]",
)
def _(images, size):
    return blocks(images, size).mean(axis=(1, 3))


@average_pool.mistake(
    "lines_only",
    "You shrink the lines and leave the columns as they are. A block has both.",
)
def _(images, size):
    return blocks(images, size).mean(axis=2).reshape(len(images), -1, images.shape[2])


@average_pool.mistake(
    "columns_only",
    "You shrink the columns and leave the lines as they are. A block has both.",
)
def _(images, size):
    return blocks(images, size).mean(axis=4).reshape(*images.shape[:2], -1)


@average_pool.mistake(
    "rows_and_columns_exchanged",
    "Lines and columns have changed places in your result.",
    "average_pool(np.array([[[1.0, 1.0, 5.0, 5.0]] * 2]), 2)\n# left and right: [[[1, 5]]]",
)
def _(images, size):
    return right(images, size).swapaxes(1, 2).copy()


@average_pool.mistake(
    "overlapping",
    "Your blocks overlap: the window moves by one pixel. It moves by a whole block.",
)
def _(images, size):
    windows = np.lib.stride_tricks.sliding_window_view(images, (size, size), axis=(1, 2))
    return windows.mean(axis=(3, 4))


@average_pool.mistake(
    "always_two",
    "Your blocks are always 2 x 2, whatever size is.",
    "average_pool(np.array([[[1.0, 4.0, 7.0]] * 3]), 3)\n# one block: [[[4]]]",
)
def _(images, size):
    return right(images, 2)


@average_pool.mistake(
    "whole_numbers",
    "Your means of pixels are cut off to whole numbers: either you divide with //, or you turn "
    "them back into pixels.",
    "average_pool(np.array([[[0, 0], [0, 1]]], np.uint8), 2)\n# [[[0.25]]]",
)
def _(images, size):
    return right(images, size).astype(images.dtype)


@average_pool.mistake(
    "wrapped_round",
    "Bright pixels of 8 bits come out dark: added to each other they wrap round at 256. Make "
    "floats of them first, or let np.mean do it.",
    "average_pool(np.full((1, 2, 2), 200, np.uint8), 2)\n# [[[200]]]",
)
def _(images, size):
    total = sum(images[:, i::size, j::size] for i in range(size) for j in range(size))
    return total / size**2


@average_pool.mistake(
    "batch_averaged",
    "You average over the pictures too. Each keeps its own blocks.",
)
def _(images, size):
    return right(images, size).mean(axis=0)
