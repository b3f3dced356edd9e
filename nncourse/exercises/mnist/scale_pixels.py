"""The exercise `scale_pixels`: grey levels into small numbers."""
# mypy: allow-untyped-defs

import numpy as np

from nncourse import preprocessing
from nncourse.exercises.form import Exercise

scale_pixels = Exercise(
    id="mnist.scale_pixels",
    title="Grey levels into small numbers",
    points=1,
    reference=preprocessing.scale_pixels,
    contract='''
def scale_pixels(images):
    """Grey levels 0 to 255 as floats from 0 to 1.

    images: any shape, uint8; not changed.
    Returns floats of the same shape: 0 stays 0, and 255 becomes 1.
    """
    ...
''',
    outcomes=("Scale pixels by what a byte can hold, without wrapping round.",),
    axes={"images": "m rows columns", "X": "m rows columns"},
    returns="X",
    hints=(
        "By which number must 255 be divided to give 1?",
        "Division with / turns bytes into floats by itself; /= and // do not.",
        "One line: the pictures as float32, divided by the largest grey level.",
    ),
    experiment="scale_pixels(np.array([0, 51, 255], np.uint8))\n# 0.0, 0.2 and 1.0",
)


@scale_pixels.probes
def _(rng):
    yield "some pictures", rng.integers(0, 256, (5, 4, 3), dtype=np.uint8)
    yield "dark pictures", rng.integers(5, 100, (3, 6, 2), dtype=np.uint8)
    yield "one white picture", np.full((1, 2, 3), 255, np.uint8)
    yield "black pictures", np.zeros((2, 3, 4), np.uint8)
    yield "pictures in colour", rng.integers(0, 256, (2, 3, 4, 3), dtype=np.uint8)
    yield "rows", rng.integers(0, 256, (4, 9), dtype=np.uint8)


@scale_pixels.mistake(
    "not_scaled",
    "You turned the bytes into floats and left their size as it was: white is 255.0.",
)
def _(images):
    return images.astype(np.float32)


@scale_pixels.mistake(
    "divided_by_256",
    "You divide by 256, the number of grey levels. The largest level is 255, and white should "
    "become exactly 1.",
    "scale_pixels(np.array([255], np.uint8))\n# 1.0",
)
def _(images):
    return images / 256


@scale_pixels.mistake(
    "divided_by_its_maximum",
    "You divide by the brightest pixel that happens to be there, so the same grey means another "
    "number in another batch. Divide by what a byte can hold.",
    "scale_pixels(np.array([0, 51], np.uint8))\n# 0.0 and 0.2, not 1.0",
)
def _(images):
    return images / max(images.max(), 1)


@scale_pixels.mistake(
    "each_picture_by_its_own_maximum",
    "You divide each picture by its own brightest pixel. All pictures must be scaled alike, by "
    "what a byte can hold.",
    "scale_pixels(np.array([[51, 0], [255, 0]], np.uint8))\n# 0.2 0.0 and 1.0 0.0",
)
def _(images):
    largest = images.max(axis=tuple(range(1, images.ndim)), keepdims=True)
    return images / np.maximum(largest, 1)


@scale_pixels.mistake(
    "whole_division",
    "Only white is left: you divided with //, which drops the rest, or stored the result in bytes, "
    "which hold no fractions. Everything below white became 0.",
    "scale_pixels(np.array([51, 255], np.uint8))\n# 0.2 and 1.0",
)
def _(images):
    return images // 255


@scale_pixels.mistake(
    "rounded",
    "You rounded the result to whole numbers: each pixel is now black or white, 0 or 1. The greys "
    "in between carry the shape of the stroke.",
)
def _(images):
    return np.rint(images / 255)


@scale_pixels.mistake(
    "twice",
    "You divided by 255 twice: white is now 1/255.",
    "scale_pixels(np.array([255], np.uint8))\n# 1.0",
)
def _(images):
    return images / 255 / 255


@scale_pixels.mistake(
    "stretched",
    "You subtract the smallest grey level of the batch before you divide. Then the same grey "
    "means different numbers in different batches; 0 should stay 0 and 51 become 0.2.",
    "scale_pixels(np.array([51, 255], np.uint8))\n# 0.2 and 1.0",
)
def _(images):
    low, high = float(images.min()), float(images.max())
    return (images - low) / max(high - low, 1.0)


@scale_pixels.mistake(
    "between_minus_one_and_one",
    "Yours go from -1 to 1. That is another common convention; here black is 0 and white is 1.",
)
def _(images):
    return images / 127.5 - 1


@scale_pixels.mistake(
    "inverted",
    "You turned black and white round. Ink is bright in these pictures, and stays so.",
)
def _(images):
    return 1 - images / 255


@scale_pixels.mistake(
    "standardized",
    "You moved the mean to 0 and the standard deviation to 1. That is standardizing, from "
    "the chapter on cats; here the scale is fixed, 0 to 1.",
)
def _(images):
    floats = images.astype(np.float64)
    return (floats - floats.mean()) / (floats.std() or 1.0)


@scale_pixels.mistake(
    "mean_removed",
    "You divided by 255, which is right, and then subtracted the mean of the batch. Black should "
    "stay 0, whatever else is in the batch.",
)
def _(images):
    X = images / 255
    return X - X.mean()


@scale_pixels.mistake(
    "flattened",
    "The numbers are right, but you also made each picture a row. Keep the shape.",
    "scale_pixels(np.zeros((5, 4, 3), np.uint8)).shape\n# (5, 4, 3)",
)
def _(images):
    return (images / 255).reshape(len(images), -1)
