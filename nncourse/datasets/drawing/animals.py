"""Animals whole: a pose, a body that hangs as straight as it can, and a head that turns."""

from dataclasses import dataclass
from types import SimpleNamespace

import numpy as np

from nncourse.datasets.drawing.bodies import STANCES, Body
from nncourse.datasets.drawing.canvas import Canvas
from nncourse.datasets.drawing.coats import Coat
from nncourse.datasets.drawing.colours import ACCENTS, WHITE, jitter, mix, pick
from nncourse.datasets.drawing.frames import Frame
from nncourse.datasets.drawing.heads import (
    SIDES,
    Face,
    is_near,
    paint_ears,
    paint_eyes,
    paint_floppy_ear,
    paint_skull,
)
from nncourse.datasets.drawing.muzzles import paint_muzzle


@dataclass(frozen=True)
class Pose:
    """Where the subject is, how large, how it is turned, and in which stance."""

    x: float
    y: float
    scale: float
    tilt: float
    yaw: float
    pitch: float
    side: int
    stance: str


def sample_pose(rng: np.random.Generator, level: float, stance: str) -> Pose:
    """A pose: at level 0 mostly a tidy portrait, at level 1 mostly the stance given."""
    stance = stance if rng.random() < 0.06 + 0.64 * level else "bust"
    place, side = STANCES[stance], int(rng.choice((-1, 1)))
    wander = 0.012 + 0.20 * level

    def throw(deviation: float, limit: float) -> float:
        return float(np.clip(rng.normal(0, deviation), -limit, limit))

    return Pose(
        x=throw(wander, 0.5) - side * place.x,
        y=throw(0.7 * wander, 0.4) + place.y + 0.02,
        scale=place.scale * rng.uniform(0.57 - 0.17 * level, 0.60 + 0.14 * level),
        tilt=throw(0.03 + 0.23 * level, 0.7),
        yaw=throw(0.35 + 0.15 * level, 0.6),
        pitch=throw(0.10 + 0.08 * level, 0.3),
        side=side,
        stance=stance,
    )


def paint_animal(
    canvas: Canvas, traits: SimpleNamespace, coat: Coat, pose: Pose, rng: np.random.Generator
) -> None:
    """Paint an animal: its body, which hangs straighter than its head, then the head."""
    place = (canvas, pose.x, pose.y + traits.drop, pose.scale * traits.size)
    body = Body(Frame(*place, 0.3 * pose.tilt), traits, coat, pose.side, rng.uniform(0.88, 1.12))
    STANCES[pose.stance].paint(body, rng)
    if rng.random() < 0.18:
        paint_collar(body, rng)
    face = Face(Frame(*place, pose.tilt), traits, coat, pose.yaw, pose.pitch)
    paint_head(face, rng)


def paint_collar(body: Body, rng: np.random.Generator) -> None:
    """Paint a collar with a bell."""
    frame, colour = body.frame, jitter(rng, pick(rng, ACCENTS), 0.1)
    band = frame.curve([(-0.58, 0.72), (0, 1.22), (0.58, 0.72)], 0.075)
    frame.shadow(band - 0.03, softness=0.1, strength=0.3)
    frame.inflate(band, colour, bulge=0.07)
    frame.inflate(frame.ellipse(0, 1.08, 0.11, 0.11), mix(ACCENTS[3], WHITE, 0.2), bulge=0.1)


def paint_head(face: Face, rng: np.random.Generator) -> None:
    """Paint a whole head, from the ears behind it to what hangs in front."""
    paint_ears(face, rng)
    paint_skull(face)
    paint_eyes(face, rng)
    paint_muzzle(face, rng)
    for side in SIDES:
        if face.traits.ears == "floppy" and is_near(face, side):
            paint_floppy_ear(face, side)
