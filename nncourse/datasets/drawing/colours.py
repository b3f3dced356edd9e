"""The paint box: colours, and the few operations on them that the drawings need.

A colour is an array (3, 1, 1), a coloured surface (3, height, width), both float32 with 0 for
black and 1 for full light, so that either may stand wherever the other does.
"""

from collections.abc import Iterable

import numpy as np

Share = float | np.ndarray


def rgb(code: str) -> np.ndarray:
    """The colour (3, 1, 1) written as six hexadecimal digits, such as "f0e0d0"."""
    return (np.array(list(bytes.fromhex(code)), np.float32) / 255).reshape(3, 1, 1)


def palette(codes: str) -> list[np.ndarray]:
    """The colours written one after the other in a string."""
    return [rgb(code) for code in codes.split()]


COATS = {
    "ginger": rgb("d4823c"),
    "cream": rgb("e6cda6"),
    "grey": rgb("86868c"),
    "black": rgb("38343a"),
    "white": rgb("ece8e0"),
    "brown": rgb("865c3e"),
    "slate": rgb("707c90"),
    "chocolate": rgb("5a4236"),
    "golden": rgb("c8a062"),
    "taupe": rgb("a4968a"),
    "rust": rgb("b26c48"),
    "silver": rgb("b6bac0"),
}
WALLS = palette(
    "c2cccc d6c0a0 8ea08a a27a62 6a7490 d0aeaa 565260 e0dacc 7c9068 b09cbc 4e6a70 c8a468"
)
GREENS = palette("6c9448 88a456 4e7a44 96ac6c 5e8a5c")
ACCENTS = palette("c2484c 3e6ea8 4a9070 dcb440 96609c e08a4a d878a0")
BRIGHT_EYES = palette("9cb84a d8a636 62a2c8 c47a30 8a92a8 c89a74")
DARK_EYES = palette("704826 8a5e34 54382a")
NOSES = palette("dc948e b8706c 2a2426 60403a")
WHITE, INK, PINK = rgb("f4f1ea"), rgb("181418"), rgb("e0a09a")


def pick(rng: np.random.Generator, colours: Iterable[np.ndarray]) -> np.ndarray:
    """One of the colours, each as likely as the others."""
    choices = list(colours)
    return choices[rng.integers(len(choices))]


def jitter(rng: np.random.Generator, colour: np.ndarray, amount: float = 0.06) -> np.ndarray:
    """The colour a little lighter or darker, and a little off in hue."""
    lightness, hue = rng.normal(0, amount), rng.normal(0, amount * 0.35, (3, 1, 1))
    return np.clip(colour * (1 + lightness) + hue, 0.02, 1).astype(np.float32)


def mix(first: np.ndarray, second: np.ndarray, share: Share) -> np.ndarray:
    """`first` where share is 0, `second` where it is 1, and blends between."""
    return first + (second - first) * share


def smooth(x: np.ndarray, low: float, high: float) -> np.ndarray:
    """0 below `low`, 1 above `high`, and an S-shaped ramp between (smoothstep)."""
    t = np.clip((x - low) / (high - low), 0, 1)
    return t * t * (3 - 2 * t)


def brightness(colour: np.ndarray) -> float:
    """The mean of a colour or a coloured surface."""
    return float(np.mean(colour))
