"""Things: objects with the coats, outlines and even the ears of the animals, but no animals."""

from collections.abc import Callable

import numpy as np

from nncourse.datasets.drawing.coats import Coat
from nncourse.datasets.drawing.colours import ACCENTS, GREENS, INK, WHITE, jitter, mix, pick, rgb
from nncourse.datasets.drawing.frames import Frame, join

SIDES = (-1, 1)


class Thing:
    """A frame to draw in, and the surface and colours of the object."""

    def __init__(self, frame: Frame, coat: Coat, rng: np.random.Generator):
        self.frame, self.coat = frame, coat
        colour = coat.base if rng.random() < 0.5 else jitter(rng, pick(rng, ACCENTS), 0.1)
        self.surface = coat.surface(frame, is_head=True) if rng.random() < 0.6 else colour
        self.colour = colour
        self.accent = jitter(rng, pick(rng, ACCENTS), 0.1)
        frame.shadow(frame.ellipse(0, 1.0, 1.15, 0.16), softness=0.3, strength=0.45)


def wool(thing: Thing, rng: np.random.Generator) -> None:
    """A ball of wool, its end trailing."""
    frame = thing.frame
    tail = frame.curve([(0.5, 0.85), (1.3, 1.15), (1.5, 0.6)], 0.035)
    frame.inflate(tail, thing.colour, bulge=0.03)
    ball = frame.ellipse(0, 0, 0.95, 0.95)
    frame.inflate(ball, thing.surface, bulge=0.95)
    for _ in range(14):
        angle, bow, offset = rng.uniform(0, np.pi), rng.uniform(-0.5, 0.5), rng.uniform(-0.8, 0.8)
        along = np.cos(angle) * frame.u + np.sin(angle) * frame.v
        across = np.cos(angle) * frame.v - np.sin(angle) * frame.u
        strand = np.abs(across - offset - bow * along * along) - 0.025
        frame.paint(np.maximum(strand, ball), thing.colour * rng.uniform(0.45, 1.35), 0.02, 0.6)


def mug(thing: Thing, rng: np.random.Generator) -> None:
    """A mug with a handle and a drink."""
    frame, side = thing.frame, int(rng.choice(SIDES))
    handle = np.abs(frame.ellipse(side * 0.78, 0.1, 0.34, 0.42)) - 0.08
    frame.inflate(handle, thing.colour, bulge=0.08)
    cup = frame.polygon([(-0.66, -0.7), (0.66, -0.7), (0.58, 0.85), (-0.58, 0.85)], 0.1)
    frame.inflate(cup, thing.surface, bulge=0.7)
    frame.inflate(frame.ellipse(0, -0.74, 0.78, 0.2), mix(thing.colour, WHITE, 0.3), bulge=0.05)
    frame.paint(
        frame.ellipse(0, -0.72, 0.68, 0.14),
        pick(rng, [rgb("4e3222"), rgb("8a5a34"), rgb("e8dcc8")]),
    )


def cushion(thing: Thing, rng: np.random.Generator) -> None:
    """A cushion with four drawn-out corners and a button."""
    frame = thing.frame
    u, v = frame.u, frame.v
    diagonal = 2 * np.abs(u * v) / (u * u + v * v + 0.05)
    edge = (u**6 + v**6) ** (1 / 6) - 0.7 - 0.3 * diagonal**4
    frame.inflate(edge, thing.surface, bulge=0.8, softness=0.02)
    frame.shadow(frame.ellipse(0, 0, 0.1, 0.1), softness=0.5, strength=0.3)
    frame.inflate(frame.ellipse(0, 0, 0.1, 0.09), thing.accent, bulge=0.1)


def cactus(thing: Thing, rng: np.random.Generator) -> None:
    """A cactus with two arms, in a pot."""
    frame, green = thing.frame, jitter(rng, pick(rng, GREENS), 0.1)
    plant = frame.capsule((0, -0.65), (0, 0.4), 0.34, 0.38)
    for side in SIDES:
        height, length = rng.uniform(-0.25, 0.1), rng.uniform(0.25, 0.5)
        arm = join(
            frame.capsule((0, height + 0.2), (side * 0.62, height), 0.15),
            frame.capsule((side * 0.62, height), (side * 0.64, height - length), 0.16),
            0.1,
        )
        plant = join(plant, arm, 0.1)
    ribs = 1 + 0.14 * np.cos(frame.u * 26)
    frame.inflate(plant, green * ribs, bulge=0.3)
    pot = frame.polygon([(-0.5, 0.3), (0.5, 0.3), (0.38, 0.95), (-0.38, 0.95)], 0.04)
    frame.inflate(pot, thing.surface, bulge=0.45)
    frame.inflate(frame.capsule((-0.5, 0.3), (0.5, 0.3), 0.12), thing.colour, bulge=0.12)


def gift(thing: Thing, rng: np.random.Generator) -> None:
    """A wrapped box; the loops of its bow stand up like two ears."""
    frame = thing.frame
    frame.inflate(
        frame.polygon([(-0.76, -0.4), (0.76, -0.4), (0.76, 0.92), (-0.76, 0.92)], 0.05),
        thing.surface,
        0.3,
    )
    lid = frame.polygon([(-0.86, -0.55), (0.86, -0.55), (0.86, -0.3), (-0.86, -0.3)], 0.04)
    frame.shadow(lid - 0.04, softness=0.15, strength=0.35)
    frame.inflate(lid, thing.surface, bulge=0.12)
    ribbon = np.maximum(np.abs(frame.u) - 0.13, np.abs(frame.v - 0.18) - 0.76)
    frame.inflate(ribbon, thing.accent, bulge=0.1)
    for side in SIDES:
        loop = frame.almond(side * 0.36, -0.86, 0.5, 0.2, side * -rng.uniform(0.5, 0.9))
        frame.inflate(loop - 0.03, thing.accent, bulge=0.16)
    frame.inflate(frame.ellipse(0, -0.6, 0.13, 0.11), thing.accent * 0.85, bulge=0.1)


def lamp(thing: Thing, rng: np.random.Generator) -> None:
    """A table lamp with a shade."""
    frame = thing.frame
    frame.inflate(frame.capsule((0, 0), (0, 0.9), 0.06, 0.1), thing.accent, bulge=0.08)
    frame.inflate(frame.ellipse(0, 0.95, 0.46, 0.13), thing.accent, bulge=0.12)
    shade = frame.polygon([(-0.42, -0.9), (0.42, -0.9), (0.8, 0.1), (-0.8, 0.1)], 0.03)
    glow = 1.15 - 0.35 * np.abs(frame.u) + 0.2 * frame.v
    frame.inflate(shade, np.clip(thing.surface * glow, 0, 1), bulge=0.5)


def clock(thing: Thing, rng: np.random.Generator) -> None:
    """An alarm clock: a round face, two bells like ears, two feet."""
    frame = thing.frame
    for side in SIDES:
        frame.inflate(
            frame.capsule((side * 0.3, 0.5), (side * 0.62, 1.0), 0.09), thing.accent, bulge=0.09
        )
        bell = frame.ellipse(side * 0.55, -0.74, 0.34, 0.26, side * 0.6)
        frame.inflate(bell, thing.accent, bulge=0.25)
    rim = frame.ellipse(0, 0.08, 0.9, 0.9)
    frame.inflate(rim, thing.surface, bulge=0.3)
    frame.paint(rim + 0.17, mix(WHITE, thing.colour, 0.15))
    for hour in range(12):
        x, y = 0.6 * np.sin(hour * np.pi / 6), 0.08 - 0.6 * np.cos(hour * np.pi / 6)
        frame.paint(frame.ellipse(x, y, 0.04, 0.04), INK)
    for length, width in ((0.35, 0.05), (0.5, 0.03)):
        turn = rng.uniform(0, 2 * np.pi)
        frame.paint(
            frame.capsule((0, 0.08), (length * np.sin(turn), 0.08 - length * np.cos(turn)), width),
            INK,
        )


def hat(thing: Thing, rng: np.random.Generator) -> None:
    """A knitted hat with a turn-up and two bobbles."""
    frame = thing.frame
    knit = 1 + 0.10 * np.cos(frame.u * 28) + 0.06 * np.cos(frame.v * 24)
    for side in SIDES:
        bobble = frame.ellipse(side * 0.55, -0.66, 0.28, 0.28)
        fur = 0.05 * frame.strands(side * 0.55, -0.66)
        frame.inflate(bobble, thing.accent, bulge=0.25, fur=fur, softness=0.02)
    crown = np.maximum(frame.ellipse(0, 0.5, 0.88, 1.15), frame.v - 0.8)
    frame.inflate(crown, thing.surface * knit, bulge=0.7, softness=0.02)
    rows = 1 + 0.14 * np.cos(frame.u * 40)
    frame.inflate(frame.capsule((-0.78, 0.78), (0.78, 0.78), 0.22), thing.colour * rows, bulge=0.2)


THINGS: tuple[Callable[[Thing, np.random.Generator], None], ...] = (
    wool,
    mug,
    cushion,
    cactus,
    gift,
    lamp,
    clock,
    hat,
)
