"""How much ink is where on a picture, whatever the paper and its light are like.

    ink = 1 - light / light of the paper there, as a part of what the darkest ink takes

The light of the paper is what remains when all that is narrower than the digit's strokes can be is
filled up: a shadow is wider than that and stays. For chalk the picture is turned round first.
"""

import numpy as np

from nncourse.datasets.handwriting.filters import blurred, largest, noise_of, resized, smallest

SIDE = 280  # pixels: larger pictures are made smaller first
BLOCK = 4  # the paper is looked at in blocks of so many pixels
WIDEST = 0.45  # of the longer side: what is narrower is no shadow
FAINT = 0.05  # of the paper's light: less is no ink
BLACK = 8  # grey levels that a camera may see where there is no light


def ink_of(grey: np.ndarray, invert: bool | None) -> np.ndarray:
    """The ink on each pixel of a picture of grey levels, 0 to 1; the picture may become smaller."""
    grey = small(grey)
    noise = noise_of(grey)
    if noise > 4:
        grey = blurred(grey, 1.5 if noise > 10 else 0.8)
    if not (dark_on_light(grey) if invert is None else invert):
        grey = 255 - grey
    taken = np.clip(1 - (grey + BLACK) / (paper_of(grey) + BLACK), 0, 1)
    darkest = np.sort(taken, axis=None)[-max(20, taken.size // 200) :].mean()
    return np.clip(taken / darkest, 0, 1) if darkest > FAINT else np.zeros_like(taken)


def small(grey: np.ndarray) -> np.ndarray:
    """A picture whose longer side has at most SIDE pixels."""
    scale = SIDE / max(grey.shape)
    if scale >= 1:
        return grey
    return resized(grey, *(max(1, round(scale * length)) for length in grey.shape))


def dark_on_light(grey: np.ndarray) -> bool:
    """Whether what is drawn is darker than what it is drawn on.

    It takes less room than the paper. So the pixels that differ most from their surroundings are
    drawn, and cubes keep their sign. In the middle they count more than where a desk may begin.
    """
    difference = blurred(grey, 1) - blurred(grey, max(grey.shape) / 10)
    down, across = (0.4 + np.sin(np.pi * (np.arange(n) + 0.5) / n) for n in grey.shape)
    return bool(down @ difference**3 @ across < 0)


def paper_of(grey: np.ndarray) -> np.ndarray:
    """The light of the paper under dark ink, for each pixel; rather too dark than too light."""
    height, width = grey.shape
    margin = max(grey.shape) // 4 // BLOCK * BLOCK
    beyond = ((margin, margin + -height % BLOCK), (margin, margin + -width % BLOCK))
    around = np.pad(grey, beyond, mode="edge")
    blocks = resized(around, around.shape[0] // BLOCK, around.shape[1] // BLOCK)
    window = 2 * round(WIDEST * max(grey.shape) / BLOCK / 2) + 1
    filled = smallest(largest(blocks, window), window + 2)
    light = np.kron(filled, np.ones((BLOCK, BLOCK)))
    return blurred(light, BLOCK)[margin : margin + height, margin : margin + width]


def bare_ink(grey: np.ndarray, invert: bool | None) -> np.ndarray:
    """The ink on a picture without paper, such as one of MNIST's: what differs from its border."""
    border = np.concatenate([grey[0], grey[-1], grey[:, 0], grey[:, -1]])
    paper = np.median(border)
    if invert is None:
        invert = bool(grey.mean() < paper)
    ink = np.clip(paper - grey if invert else grey - paper, 0, None)
    ink[ink <= 4 * np.median(np.abs(border - paper))] = 0  # unevenness of the paper
    return ink / max(ink.max(), 1e-9)
