"""The animals as a table: one entry per species, one range or choice per trait.

`Species.sample` throws the dice and returns the traits of one animal. All species share the same
drawing code (`heads`, `bodies`) and the same coats, so what makes a cat is only the proportions
written here: no colour and no single part belongs to cats alone.
"""

from dataclasses import dataclass, fields
from types import SimpleNamespace

import numpy as np

Range = tuple[float, float]
Choice = tuple[str, ...]


@dataclass(frozen=True)
class Species:
    """Traits of a species, by default a cat's; a pair of numbers is a range, words are a choice.

    Lengths are in head radii and angles in radians; `whiskers`, `teeth` and `tongue` are
    probabilities. The ear's angle tells where on the outline it grows, from the top of the head.
    `stance` is the animal's when it does not sit for a portrait; `size` and `drop` shrink and
    lower the head of those whose ears need the room.
    """

    name: str
    width: Range = (0.94, 1.06)
    height: Range = (0.80, 0.90)
    cheek: Range = (0.34, 0.44)
    fluff: Range = (0.035, 0.07)
    ears: Choice = ("pointed",)
    ear_length: Range = (0.66, 0.88)
    ear_width: Range = (0.30, 0.37)
    ear_angle: Range = (0.58, 0.76)
    ear_lean: Range = (0.12, 0.42)
    ear_tint: Range = (0.6, 0.95)
    eyes: Choice = ("almond",)
    pupil: Choice = ("slit",)
    iris: Choice = ("bright", "bright", "dark")
    eye_size: Range = (0.24, 0.29)
    eye_open: Range = (0.66, 0.92)
    eye_gap: Range = (0.40, 0.48)
    eye_height: Range = (-0.10, 0.02)
    eye_slant: Range = (0.08, 0.32)
    muzzle: Choice = ("pads",)
    muzzle_size: Range = (0.19, 0.25)
    nose_height: Range = (0.26, 0.34)
    nose_reach: Range = (1.0, 1.08)
    nose_size: Range = (0.08, 0.11)
    whiskers: float = 0.95
    teeth: float = 0.0
    tongue: float = 0.0
    tail: Choice = ("long",)
    legs: Choice = ("paws",)
    stance: Choice = ("sitting", "lying", "standing", "peeking")
    size: float = 1.0
    drop: float = 0.0

    def sample(self, rng: np.random.Generator) -> SimpleNamespace:
        """One animal's traits: a number drawn from each range, a word from each choice."""
        traits = {}
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, tuple):
                is_choice = isinstance(value[0], str)
                value = value[rng.integers(len(value))] if is_choice else float(rng.uniform(*value))
            traits[field.name] = value
        return SimpleNamespace(**traits)


CAT = Species("cat")
DOG = Species(
    "dog",
    width=(0.84, 0.98),
    height=(0.88, 1.0),
    cheek=(0.28, 0.38),
    fluff=(0.02, 0.07),
    ears=("floppy", "floppy", "pointed"),
    ear_length=(0.70, 0.95),
    ear_width=(0.24, 0.33),
    ear_lean=(0.1, 0.5),
    eyes=("round",),
    pupil=("round",),
    iris=("bright", "dark"),
    eye_size=(0.15, 0.19),
    eye_open=(0.85, 1.0),
    eye_gap=(0.34, 0.42),
    eye_height=(-0.24, -0.12),
    eye_slant=(-0.2, 0.1),
    muzzle=("snout",),
    muzzle_size=(0.36, 0.46),
    nose_height=(0.20, 0.32),
    nose_reach=(1.25, 1.5),
    nose_size=(0.15, 0.19),
    whiskers=0.05,
    tongue=0.4,
    tail=("long", "bushy"),
)
FOX = Species(
    "fox",
    height=(0.76, 0.86),
    cheek=(0.40, 0.50),
    fluff=(0.05, 0.09),
    ear_length=(0.84, 1.06),
    ear_width=(0.29, 0.36),
    ear_angle=(0.54, 0.68),
    eye_size=(0.17, 0.21),
    eye_open=(0.62, 0.85),
    eye_gap=(0.38, 0.46),
    muzzle=("wedge",),
    muzzle_size=(0.34, 0.42),
    nose_height=(0.44, 0.54),
    nose_reach=(1.35, 1.6),
    whiskers=0.4,
    tail=("bushy",),
)
RABBIT = Species(
    "rabbit",
    width=(0.80, 0.92),
    height=(0.84, 0.96),
    cheek=(0.36, 0.44),
    ears=("long", "long", "long", "floppy"),
    ear_length=(1.10, 1.50),
    ear_width=(0.20, 0.26),
    ear_angle=(0.30, 0.42),
    ear_lean=(-0.05, 0.40),
    eyes=("round",),
    pupil=("round",),
    iris=("bright", "dark"),
    eye_size=(0.17, 0.22),
    eye_open=(0.9, 1.1),
    eye_gap=(0.46, 0.56),
    eye_height=(-0.14, 0.0),
    eye_slant=(-0.1, 0.1),
    muzzle_size=(0.17, 0.23),
    nose_size=(0.07, 0.09),
    whiskers=0.75,
    teeth=0.6,
    tail=("pompom",),
    stance=("sitting", "sitting", "lying", "peeking"),
    size=0.88,
    drop=0.16,
)
BEAR = Species(
    "bear",
    width=(0.96, 1.08),
    height=(0.86, 0.96),
    cheek=(0.34, 0.44),
    ears=("round",),
    ear_width=(0.28, 0.36),
    ear_angle=(0.70, 0.84),
    eyes=("round",),
    pupil=("round",),
    iris=("dark",),
    eye_size=(0.11, 0.14),
    eye_open=(0.9, 1.05),
    eye_gap=(0.32, 0.40),
    eye_height=(-0.20, -0.08),
    eye_slant=(-0.1, 0.1),
    muzzle=("snout",),
    muzzle_size=(0.38, 0.46),
    nose_height=(0.16, 0.26),
    nose_reach=(1.2, 1.35),
    nose_size=(0.14, 0.18),
    whiskers=0.0,
    tail=("pompom",),
)
MOUSE = Species(
    "mouse",
    width=(0.80, 0.92),
    height=(0.78, 0.90),
    cheek=(0.32, 0.40),
    fluff=(0.02, 0.05),
    ears=("round",),
    ear_width=(0.46, 0.60),
    ear_angle=(0.72, 0.88),
    eyes=("round",),
    pupil=("round",),
    iris=("bright", "dark"),
    eye_size=(0.15, 0.20),
    eye_open=(0.9, 1.1),
    eye_gap=(0.34, 0.44),
    eye_height=(-0.12, 0.0),
    eye_slant=(-0.1, 0.1),
    muzzle=("wedge",),
    muzzle_size=(0.28, 0.36),
    nose_height=(0.36, 0.46),
    nose_reach=(1.2, 1.4),
    whiskers=0.9,
    teeth=0.3,
    tail=("thin",),
)
OWL = Species(
    "owl",
    height=(0.86, 0.98),
    cheek=(0.36, 0.46),
    fluff=(0.03, 0.06),
    ears=("pointed",),
    ear_length=(0.56, 0.80),
    ear_width=(0.22, 0.30),
    ear_angle=(0.62, 0.80),
    ear_lean=(0.3, 0.7),
    eyes=("disc",),
    pupil=("round",),
    eye_size=(0.26, 0.32),
    eye_open=(0.9, 1.0),
    eye_gap=(0.38, 0.44),
    eye_height=(-0.14, -0.04),
    eye_slant=(-0.05, 0.05),
    muzzle=("beak",),
    nose_height=(0.10, 0.20),
    nose_size=(0.11, 0.15),
    whiskers=0.0,
    tail=("none",),
    legs=("claws",),
    stance=("sitting", "peeking"),
)
ANIMALS = {each.name: each for each in (CAT, DOG, FOX, RABBIT, BEAR, MOUSE, OWL)}
