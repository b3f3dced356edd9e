"""A frame: local coordinates on a canvas, shapes in them, and painters for those shapes.

A shape is its signed distance: an array that tells for every pixel how far it lies outside
(positive) or inside (negative) the outline. Distances are easy to combine (a union is a minimum),
to soften (fade over a few pixels) and to light (their slope tells which way the surface faces).
"""

from collections.abc import Sequence
from copy import copy
from functools import reduce

import numpy as np

from nncourse.datasets.drawing.canvas import Canvas
from nncourse.datasets.drawing.colours import Share

Point = tuple[float, float]
Box = tuple[slice, slice]


def join(first: np.ndarray, second: np.ndarray, blend: float = 0.1) -> np.ndarray:
    """The union of two shapes, the crease between them filled over a width of `blend`."""
    overlap = np.maximum(blend - np.abs(first - second), 0)
    return np.minimum(first, second) - overlap * overlap / (4 * blend)


def meet(first: np.ndarray, second: np.ndarray, blend: float = 0.1) -> np.ndarray:
    """What two shapes share, its corners rounded off over a width of `blend`."""
    return -join(-first, -second, blend)


class Frame:
    """Coordinates (u to the right, v down) that are moved, scaled and turned on a canvas.

    Parameters
    ----------
    canvas : where to paint.
    x, y : the frame's origin on the canvas.
    scale : length of the frame's unit on the canvas.
    angle : turn in radians, clockwise as seen.
    """

    def __init__(self, canvas: Canvas, x: float, y: float, scale: float, angle: float = 0.0):
        self.canvas, self.x, self.y, self.scale = canvas, float(x), float(y), float(scale)
        self.cos, self.sin = float(np.cos(angle)), float(np.sin(angle))
        right, down = (canvas.x - self.x) / self.scale, (canvas.y - self.y) / self.scale
        self.u, self.v = self.cos * right + self.sin * down, self.cos * down - self.sin * right
        self.pixel = 2 / canvas.size / self.scale
        self.window = (slice(None), slice(None))

    def around(self, u: float, v: float, reach: float) -> "Frame":
        """This whole frame cut to the pixels within `reach` of a point: faster to paint."""
        size, reach = self.canvas.size, reach * self.scale

        def cut(centre: float) -> slice:
            first, last = int((centre - reach + 1) / 2 * size), int((centre + reach + 1) / 2 * size)
            return slice(min(max(first, 0), size), min(max(last + 1, 0), size))

        part = copy(self)
        x = self.x + self.scale * (self.cos * u - self.sin * v)
        y = self.y + self.scale * (self.sin * u + self.cos * v)
        part.window = (cut(y), cut(x))
        part.u, part.v = self.u[part.window], self.v[part.window]
        return part

    def cropped(self, surface: np.ndarray) -> np.ndarray:
        """The frame's part of a coloured surface of the whole canvas."""
        return surface[(..., *self.window)]

    # ------------------------------------------------------------------ shapes

    def ellipse(self, x: float, y: float, rx: float, ry: float, angle: float = 0.0) -> np.ndarray:
        """The distance to an ellipse with radii rx and ry, turned by `angle`."""
        across, down = self.u - x, self.v - y
        if angle:
            c, s = float(np.cos(angle)), float(np.sin(angle))
            across, down = c * across + s * down, c * down - s * across
        across, down = across / rx, down / ry
        ring = np.sqrt(across * across + down * down)
        across, down = across / rx, down / ry
        return ring * (ring - 1) / (np.sqrt(across * across + down * down) + 1e-6)

    def capsule(self, start: Point, end: Point, r0: float, r1: float | None = None) -> np.ndarray:
        """The distance to a thick line whose radius goes from r0 to r1."""
        r1 = r0 if r1 is None else r1
        du, dv = end[0] - start[0], end[1] - start[1]
        along = (self.u - start[0]) * du + (self.v - start[1]) * dv
        t = np.clip(along / (du * du + dv * dv + 1e-9), 0, 1)
        across, down = self.u - start[0] - t * du, self.v - start[1] - t * dv
        return np.sqrt(across * across + down * down) - (r0 + (r1 - r0) * t)

    def curve(
        self, points: Sequence[Point], r0: float, r1: float | None = None, steps: int = 6
    ) -> np.ndarray:
        """The distance to a line bent like a bow (quadratic Bezier curve, three points)."""
        r1 = r0 if r1 is None else r1
        a, b, c = (np.asarray(point, float) for point in points)
        t = np.linspace(0, 1, steps + 1)[:, None]
        path = ((1 - t) ** 2 * a + 2 * t * (1 - t) * b + t * t * c).tolist()
        radii = np.linspace(r0, r1, steps + 1).tolist()
        pieces = zip(path[:-1], path[1:], radii[:-1], radii[1:], strict=True)
        return np.minimum.reduce([self.capsule(p, q, r, s) for p, q, r, s in pieces])

    def polygon(self, corners: Sequence[Point], rounding: float = 0.1) -> np.ndarray:
        """The distance to a convex polygon, its corners rounded off by about `rounding`."""
        middle = np.mean(corners, axis=0)
        sides = []
        for (x0, y0), (x1, y1) in zip(corners, [*corners[1:], corners[0]], strict=True):
            normal = np.array([y1 - y0, x0 - x1]) / (np.hypot(x1 - x0, y1 - y0) + 1e-9)
            outward = float(np.sign(normal @ (np.array([x0, y0]) - middle)) or 1)
            nu, nv = (outward * normal).tolist()
            sides.append(nu * (self.u - x0) + nv * (self.v - y0))
        return reduce(lambda shape, side: meet(shape, side, 4 * rounding), sides)

    def almond(
        self, x: float, y: float, width: float, height: float, angle: float = 0.0
    ) -> np.ndarray:
        """The distance to an almond: the part two equal discs share."""
        c, s = float(np.cos(angle)), float(np.sin(angle))
        across = c * (self.u - x) + s * (self.v - y)
        down = np.abs(c * (self.v - y) - s * (self.u - x))
        radius = (width * width + height * height) / (2 * height)
        return np.hypot(across, down + radius - height) - radius

    def strands(self, x: float, y: float, count: int = 1) -> np.ndarray:
        """The relief of drooping hair around a point, 10 * count strands a radian."""
        across, down = np.abs(self.u - x), self.v - y
        length = np.sqrt(across * across + down * down)
        turn = np.arctan2(across, down) * (10 * count) + 2 * length
        return self.canvas.noise(turn, length * 3.5) * np.minimum(2 * length, 1)

    # ---------------------------------------------------------------- painters

    def paint(
        self, distance: np.ndarray, colour: np.ndarray, softness: float = 0.0, opacity: Share = 1.0
    ) -> None:
        """Paint a flat shape, its edge one pixel wide, or wider by `softness`."""
        cover = self.cover(distance, softness) * opacity
        box = box_around(cover)
        area = self.canvas_pixels[(..., *box)]
        area += cover[box] * (surface_in(colour, cover, box) - area)

    def inflate(
        self,
        distance: np.ndarray,
        colour: np.ndarray,
        bulge: float = 0.5,
        fur: Share = 0.0,
        softness: float = 0.0,
        opacity: float = 1.0,
    ) -> None:
        """Paint a shape as a lit solid: it rises from its outline like a cushion.

        Parameters
        ----------
        distance : the shape, in this frame's window.
        colour : a colour, or a surface of the window's size.
        bulge : depth at which the cushion has become flat; the smallest radius makes it a ball.
        fur : added to the distance at the outline only, so that hair does not disturb the light.
        softness, opacity : as in `paint`.
        """
        cover = self.cover(distance + fur, softness) * opacity
        box = box_around(cover)
        shade, lit = self.canvas.shade, self.canvas.lit
        tone = shade + (lit - shade) * self.lighting(distance, bulge, box)
        area = self.canvas_pixels[(..., *box)]
        area += cover[box] * (surface_in(colour, cover, box) * tone - area)

    def shadow(self, distance: np.ndarray, softness: float, strength: float = 0.5) -> None:
        """Darken what has been painted inside a shape, with a soft edge."""
        pixels = self.canvas_pixels
        pixels *= 1 - strength * self.cover(distance, softness)

    @property
    def canvas_pixels(self) -> np.ndarray:
        """The canvas's pixels in this frame's window."""
        return self.canvas.pixels[(..., *self.window)]

    def cover(self, distance: np.ndarray, softness: float) -> np.ndarray:
        """How much of each pixel a shape covers, 0 to 1."""
        return np.clip(0.5 - distance / (self.pixel + softness), 0, 1)

    def lighting(self, distance: np.ndarray, bulge: float, box: Box) -> np.ndarray:
        """How brightly the cushion over a shape is lit, 0 to about 1, in a box.

        At depth t * bulge the cushion is as steep as a ball is at t of its radius from the rim;
        the side it faces is the slope of the distance.
        """
        slope_x, slope_y = np.zeros_like(distance), np.zeros_like(distance)
        slope_x[:, 1:-1] = distance[:, 2:] - distance[:, :-2]
        slope_y[1:-1] = distance[2:] - distance[:-2]
        steep = np.clip(1 + distance[box] / bulge, 0, 1)
        facing = np.sqrt(1 - steep * steep)
        lx, ly, lz = (float(part) for part in self.canvas.light)
        sideways = (slope_x[box] * lx + slope_y[box] * ly) * (steep / (2 * self.pixel))
        return np.clip(0.42 + 0.58 * (sideways + facing * lz), 0, 1.1) + 0.12 * steep**4


def box_around(cover: np.ndarray) -> Box:
    """The rows and columns that hold all that is covered."""
    rows, columns = np.flatnonzero(cover.any(axis=1)), np.flatnonzero(cover.any(axis=0))
    if len(rows) == 0:
        return slice(0, 0), slice(0, 0)
    return slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1)


def surface_in(colour: np.ndarray, cover: np.ndarray, box: Box) -> np.ndarray:
    """A surface's part in a box; a plain colour stays as it is."""
    return colour[(..., *box)] if colour.shape[1:] == cover.shape else colour
