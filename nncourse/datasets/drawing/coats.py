"""Coats: the colours and markings of a fur, the same for every species and for things too.

A pattern is a function of the place on the animal: it colours a head or a body from its local
coordinates. `Coat.surface` picks the pattern, then adds the fine light and dark of hair.
"""

from dataclasses import dataclass

import numpy as np

from nncourse.datasets.drawing.colours import COATS, WHITE, brightness, jitter, mix, pick, smooth
from nncourse.datasets.drawing.frames import Frame


@dataclass
class Place:
    """Where a pattern is asked for: coordinates, slow and medium noise, and the part's kind."""

    u: np.ndarray
    v: np.ndarray
    slow: np.ndarray
    medium: np.ndarray
    is_head: bool


@dataclass
class Coat:
    """Three colours, a pattern and its strength, from 0 faint to 1 bold."""

    base: np.ndarray
    second: np.ndarray
    third: np.ndarray
    pattern: str
    strength: float

    @property
    def is_dark(self) -> bool:
        """Whether the coat's main colour is rather dark."""
        return brightness(self.base) < 0.4

    @property
    def line(self) -> np.ndarray:
        """The colour of lines on this coat: mouth, rim of the eyes, toes."""
        return self.base * (0.3 if not self.is_dark else 0.4)

    def surface(
        self, frame: Frame, is_head: bool, yaw: float = 0.0, pitch: float = 0.0
    ) -> np.ndarray:
        """The coat (3, height, width) as it lies on a body, or on a head that is turned."""
        u, v, noise = *unturned(frame, yaw, pitch), frame.canvas.noise
        shift = 0 if is_head else 11
        slow, medium = noise(u * 1.3 + shift, v * 1.3), noise(u * 4 + shift + 9, v * 4)
        colours = PATTERNS[self.pattern](self, Place(u, v, slow, medium, is_head))
        root = (float(np.sin(yaw)), -0.3) if is_head else (0.0, -1.0)
        hair = frame.strands(*root) + frame.strands(*root, 2)
        return colours * (1 + 0.045 * hair + 0.03 * slow)


def unturned(frame: Frame, yaw: float, pitch: float) -> tuple[np.ndarray, np.ndarray]:
    """Where the points of a turned unit ball are when it is seen from the front."""
    depth = np.sqrt(np.maximum(1 - frame.u * frame.u - frame.v * frame.v, 0))
    u = float(np.cos(yaw)) * frame.u - float(np.sin(yaw)) * depth
    v = float(np.cos(pitch)) * frame.v - float(np.sin(pitch)) * depth
    return u, v


def solid(coat: Coat, place: Place) -> np.ndarray:
    """One colour, a little lighter below."""
    return mix(coat.base, np.minimum(coat.base * 1.18, 1), smooth(place.v, -0.6, 1.2))


def tabby(coat: Coat, place: Place) -> np.ndarray:
    """Stripes: fanning over the forehead, across the cheeks, in rings around the body."""
    side = np.abs(place.u)
    if place.is_head:
        fan = np.cos(15 * place.u / (1.25 + 0.5 * place.v)) * smooth(-place.v, 0.14, 0.4)
        cheeks = (
            np.cos(11 * (place.v - 0.35 * side))
            * smooth(side, 0.55, 0.72)
            * smooth(place.v, -0.2, 0)
        )
        stripes = np.maximum(fan, cheeks)
    else:
        stripes = np.cos(6.5 * (place.v + 0.18 * side * side) + 0.9 * place.slow) * smooth(
            side, 0.05, 0.4
        )
    dark = smooth(stripes + 0.2 * place.medium, 0.15, 0.75) * (0.45 + 0.5 * coat.strength)
    return mix(solid(coat, place), coat.base * 0.42, dark)


def tuxedo(coat: Coat, place: Place) -> np.ndarray:
    """A pale blaze and muzzle, and a pale bib that runs down the chest."""
    edge = 0.05 * place.medium
    if place.is_head:
        blaze = np.abs(place.u) - (0.05 + 0.16 * coat.strength * smooth(place.v, -0.8, 0.3))
        muzzle = np.hypot(place.u / 0.62, (place.v - 0.62) / 0.46) - 1
        pale = smooth(-np.minimum(blaze, 0.5 * muzzle) + edge, -0.05, 0.05)
    else:
        bib = np.hypot(place.u / 0.5, (place.v - 1.25) / 0.95) - 1
        pale = smooth(-0.4 * bib + edge, -0.06, 0.06)
    return mix(solid(coat, place), coat.second, pale)


def patches(coat: Coat, place: Place) -> np.ndarray:
    """Patches of three colours."""
    out = mix(solid(coat, place), coat.second, smooth(place.slow + 0.12 * place.medium, 0.1, 0.25))
    return mix(out, coat.third, smooth(-place.slow + 0.12 * place.medium, 0.75, 0.9))


def points(coat: Coat, place: Place) -> np.ndarray:
    """A pale coat with dark ears, muzzle and feet."""
    light = mix(coat.base, WHITE, 0.45)
    if place.is_head:
        face = 1 - smooth(np.hypot(place.u, 0.85 * (place.v - 0.38)), 0.18, 0.75)
        dark = np.maximum(face, smooth(-place.v, 0.72, 1.0))
    else:
        dark = smooth(place.v, 1.9, 2.5)
    return mix(light, coat.base * 0.42, dark * (0.55 + 0.4 * coat.strength))


def mask(coat: Coat, place: Place) -> np.ndarray:
    """A dark band across the eyes (which keep a pale rim), and a dark back."""
    if place.is_head:
        band = np.exp(-(((place.v + 0.1 - 0.25 * np.abs(place.u)) / 0.2) ** 2))
        dark = band * smooth(np.abs(place.u), 0.06, 0.3)
    else:
        dark = smooth(np.abs(place.u) + 0.1 * place.slow, 0.5, 0.9)
    return mix(solid(coat, place), coat.base * 0.5, dark * (0.4 + 0.4 * coat.strength))


def spots(coat: Coat, place: Place) -> np.ndarray:
    """Round dark spots in rows, a little out of line."""
    u, v = place.u * 2.6 + 0.25 * place.slow, place.v * 2.6 + 0.25 * place.medium
    shift = 0.5 * (np.floor(v) % 2)
    across, down = u + shift - np.floor(u + shift) - 0.5, v - np.floor(v) - 0.5
    size = 0.24 + 0.08 * coat.strength
    dark = smooth(size - np.hypot(across, down), -0.06, 0.06)
    if place.is_head:
        dark = dark * smooth(np.hypot(place.u, place.v - 0.2), 0.45, 0.7)
    return mix(solid(coat, place), coat.base * 0.5, dark * (0.5 + 0.4 * coat.strength))


def saddle(coat: Coat, place: Place) -> np.ndarray:
    """Dark above and pale below, as wild animals have it."""
    if place.is_head:
        pale = smooth(place.v - 0.35 + 0.25 * np.abs(place.u) + 0.05 * place.medium, -0.08, 0.1)
    else:
        pale = smooth(0.52 - np.abs(place.u) + 0.06 * place.medium, -0.05, 0.1)
    return mix(solid(coat, place), mix(coat.base, WHITE, 0.75), pale * (0.6 + 0.4 * coat.strength))


PATTERNS = {
    each.__name__: each for each in (solid, tabby, tuxedo, patches, points, mask, spots, saddle)
}
USUAL = {
    "cat": ("ginger", "grey", "black", "white", "silver", "cream", "slate", "taupe"),
    "dog": ("golden", "brown", "black", "white", "cream", "chocolate", "rust"),
    "fox": ("ginger", "rust", "white"),
    "rabbit": ("cream", "taupe", "white", "grey", "brown"),
    "bear": ("brown", "chocolate", "black", "white"),
    "mouse": ("grey", "taupe", "white", "brown"),
    "owl": ("brown", "taupe", "golden", "white", "rust"),
}


def sample_coat(rng: np.random.Generator, species: str, context: float) -> Coat:
    """A coat: with probability `context` of a colour usual for the species, else of any."""
    usual = USUAL.get(species, tuple(COATS)) if rng.random() < context else tuple(COATS)
    base = jitter(rng, COATS[usual[rng.integers(len(usual))]])
    second = jitter(rng, WHITE if rng.random() < 0.7 else pick(rng, COATS.values()), 0.04)
    if brightness(np.abs(base - second)) < 0.15:
        second = base * 0.45 if brightness(base) > 0.5 else mix(base, WHITE, 0.7)
    third = jitter(rng, pick(rng, COATS.values()))
    pattern = tuple(PATTERNS)[rng.integers(len(PATTERNS))]
    return Coat(base, second, third, pattern, float(rng.uniform()))
