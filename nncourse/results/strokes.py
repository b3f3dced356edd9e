"""Strokes: a digit of MNIST as a hand would draw it again, point after point.

The digit is made larger and thinned to lines one pixel wide, and a pen walks along them. So digits
can be drawn that nobody drew in a page: at another place, in another size, with another pen.
"""

import numpy as np

Generator = np.random.Generator
Points = np.ndarray  # (n, 2): x and y
FACTOR = 3  # how much larger a digit is made before it is thinned
# The eight neighbours of a pixel in a circle, as (down, right), from the one above it on.
CIRCLE = ((-1, 0), (-1, 1), (0, 1), (1, 1), (1, 0), (1, -1), (0, -1), (-1, -1))


def thinned(ink: np.ndarray) -> np.ndarray:
    """Pictures (m, height, width) of ink, True or False, thinned to lines one pixel wide.

    Source: Zhang and Suen (1984), A fast parallel algorithm for thinning digital patterns.
    """
    ink = np.pad(ink, ((0, 0), (1, 1), (1, 1)))
    changed = True
    while changed:
        changed = False
        for half in (0, 1):
            off = removable(ink, half)
            ink = ink & ~off
            changed = changed or bool(off.any())
    return ink[:, 1:-1, 1:-1]


def removable(ink: np.ndarray, half: int) -> np.ndarray:
    """The pixels at an edge that can go: below and right of the ink first, then above and left."""
    around = [np.roll(ink, (-down, -right), axis=(1, 2)) for down, right in CIRCLE]
    count = np.sum(around, axis=0)
    begins = np.sum([~a & b for a, b in zip(around, around[1:] + around[:1], strict=True)], axis=0)
    up, right, down, left = around[::2]
    if half == 0:
        free = ~(up & right & down) & ~(right & down & left)
    else:
        free = ~(up & right & left) & ~(up & down & left)
    return ink & (count >= 2) & (count <= 6) & (begins == 1) & free


def strokes_of(digits: np.ndarray) -> list[list[Points]]:
    """Of each digit (m, 28, 28) its strokes, in a square as large as its longer side.

    The points lie between 0 and 1 in both directions, the digit's middle in the square's.
    """
    larger = enlarger(digits.shape[1], FACTOR)
    lines = thinned(larger @ (digits / 255.0) @ larger.T > 0.5)
    return [fitted([smoothed(path) for path in paths(line)]) for line in lines]


def enlarger(n: int, factor: int) -> np.ndarray:
    """(factor n, n) weights that make a row of pixels longer, with straight lines between them."""
    at = (np.arange(factor * n) + 0.5) / factor - 0.5
    return np.clip(1 - np.abs(at[:, None] - np.arange(n)), 0, None)


def paths(line: np.ndarray) -> list[Points]:
    """Walks along lines one pixel wide, until each of their pixels has been visited."""
    left = {(int(y), int(x)) for y, x in np.argwhere(line)}
    found: list[list[tuple[int, int]]] = []
    while left:
        at = min(left, key=lambda pixel: (len(beside(pixel, left)) != 1, pixel))
        path = [at, *walk(at, left)]
        joint = [pixel for other in found for pixel in other if pixel in circle(at)]
        if len(path) > 2 or not joint:  # else the corner of a path
            found.append(joint[:1] + path)
    return [np.array(path, dtype=float)[:, ::-1] for path in found]


def walk(at: tuple[int, int], left: set[tuple[int, int]]) -> list[tuple[int, int]]:
    """The pixels that one comes to, as straight on as possible; they are taken out of `left`."""
    path, heading = [], (0, 0)
    left.discard(at)
    while near := beside(at, left):
        ahead = (at[0] + heading[0], at[1] + heading[1])
        step = min(near, key=lambda p: ((p[0] - ahead[0]) ** 2 + (p[1] - ahead[1]) ** 2, p))
        heading, at = (step[0] - at[0], step[1] - at[1]), step
        left.discard(at)
        path.append(at)
    return path


def circle(pixel: tuple[int, int]) -> list[tuple[int, int]]:
    """The eight pixels round one."""
    return [(pixel[0] + down, pixel[1] + right) for down, right in CIRCLE]


def beside(pixel: tuple[int, int], pixels: set[tuple[int, int]]) -> list[tuple[int, int]]:
    """Those of the pixels that touch this one."""
    return [near for near in circle(pixel) if near in pixels]


def smoothed(path: Points) -> Points:
    """Every second point of a path, each the mean of five; the ends stay."""
    padded = np.concatenate([path[:1], path[:1], path, path[-1:], path[-1:]])
    mean = np.mean([padded[i : i + len(path)] for i in range(5)], axis=0)
    return np.concatenate([path[:1], mean[2:-2:2], path[-1:]]) if len(path) > 1 else path


def fitted(strokes: list[Points]) -> list[Points]:
    """Strokes moved and scaled into the middle of the square from 0 to 1, which they fill."""
    points = np.concatenate(strokes)
    low, high = points.min(axis=0), points.max(axis=0)
    return [(stroke - (low + high) / 2) / max((high - low).max(), 1) + 0.5 for stroke in strokes]


def anywhere(strokes: list[Points], size: float, pen: float, rng: Generator) -> list[Points]:
    """Strokes at a random place of the sheet; the longer side of their ink is `size`."""
    scale = size - pen
    points = scale * (np.concatenate(strokes) - 0.5)
    low, high = points.min(axis=0) - pen / 2, points.max(axis=0) + pen / 2
    place = rng.uniform(-low, 1 - high)
    return [scale * (stroke - 0.5) + place for stroke in strokes]
