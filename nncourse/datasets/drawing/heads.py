"""Heads: a furry ball with cheeks and ears, seen from the front or turned to a side.

`Face` knows where a point of the head lies in the picture when the head turns; ears, eyes and
muzzle are hung on such points, so that they move together.
"""

from types import SimpleNamespace

import numpy as np

from nncourse.datasets.drawing.coats import Coat
from nncourse.datasets.drawing.colours import (
    BRIGHT_EYES,
    DARK_EYES,
    PINK,
    WHITE,
    jitter,
    mix,
    pick,
)
from nncourse.datasets.drawing.eyes import Eye, paint_eye
from nncourse.datasets.drawing.frames import Frame, join

SIDES = (-1, 1)


class Face:
    """A head's frame, its traits, and the way it is turned.

    `yaw` turns it to the right of the picture, `pitch` down, both in radians.
    """

    def __init__(self, frame: Frame, traits: SimpleNamespace, coat: Coat, yaw: float, pitch: float):
        self.frame, self.traits, self.coat = frame, traits, coat
        self.yaw, self.pitch = yaw, pitch
        self.surface = coat.surface(frame, True, yaw, pitch)
        self.fringe = traits.fluff * (
            0.8 * frame.strands(0, -0.2) + 0.4 * frame.strands(0, -0.2, 2)
        )

    def at(self, x: float, y: float, z: float | None = None) -> tuple[float, float]:
        """Where a point of the head is seen; without z, of its surface."""
        x, y = x / self.traits.width, y / self.traits.height
        z = float(np.sqrt(max(0.0, 1 - x * x - y * y))) if z is None else z
        right = x * np.cos(self.yaw) + z * np.sin(self.yaw)
        forwards = z * np.cos(self.yaw) - x * np.sin(self.yaw)
        down = y * np.cos(self.pitch) + forwards * np.sin(self.pitch)
        return float(right * self.traits.width), float(down * self.traits.height)

    def squeeze(self, x: float) -> float:
        """How much narrower than from the front something at x is seen."""
        before = np.arcsin(np.clip(x / self.traits.width, -0.95, 0.95))
        return float(np.clip(np.cos(before + self.yaw) / np.cos(before), 0.4, 1.15))

    def pale(self, share: float) -> np.ndarray:
        """The head's coat, paler."""
        return mix(self.surface, WHITE, share).astype(np.float32)


def paint_ears(face: Face, rng: np.random.Generator) -> None:
    """Paint the ears behind the head; floppy ones on the near side come later, in front."""
    kind = face.traits.ears
    inner = mix(PINK, face.coat.base, rng.uniform(0.1, 0.9)) * rng.uniform(0.5, 1.0)
    for side in SIDES:
        if kind in ("pointed", "long"):
            paint_upright_ear(face, side, inner, rng)
        elif kind == "round":
            paint_round_ear(face, side, inner)
        elif not is_near(face, side):
            paint_floppy_ear(face, side)


def ear_root(face: Face, side: int, inside: float = 0.9) -> tuple[float, float]:
    """Where an ear is attached: on the outline, at the ear's angle from the top."""
    t = face.traits
    x, y = side * t.width * np.sin(t.ear_angle), -t.height * np.cos(t.ear_angle)
    return face.at(inside * x, inside * y, -0.12)


def paint_upright_ear(face: Face, side: int, inner: np.ndarray, rng: np.random.Generator) -> None:
    """Paint a pointed or long ear: an almond whose lower half the head hides."""
    t, frame = face.traits, face.frame
    x, y = ear_root(face, side)
    lean = side * (t.ear_lean + rng.normal(0, 0.05))
    width = t.ear_width * (1 - 0.25 * max(0.0, side * face.yaw))
    if t.ears == "long":
        middle = 0.52 * t.ear_length
        centre = (x + middle * np.sin(lean), y - middle * np.cos(lean))
        outer = frame.ellipse(*centre, width, 0.55 * t.ear_length, lean)
        hollow = frame.ellipse(*centre, 0.55 * width, 0.44 * t.ear_length, lean)
    else:
        outer = frame.almond(x, y, t.ear_length, width, lean - np.pi / 2) - 0.03
        x, y = x + side * 0.02 + 0.1 * face.yaw, y - 0.04
        hollow = frame.almond(x, y, 0.72 * t.ear_length, 0.6 * width, lean - np.pi / 2)
    frame.inflate(
        outer, face.surface * 0.94, bulge=0.5 * width, fur=0.6 * face.fringe, softness=0.01
    )
    frame.paint(hollow, inner, softness=0.09, opacity=0.92)
    if t.ears == "pointed":
        paint_ear_hair(face, side, x, y)


def paint_ear_hair(face: Face, side: int, x: float, y: float) -> None:
    """Paint a few pale hairs that grow from the inner edge of an ear."""
    t, frame = face.traits, face.frame.around(x, y, face.traits.ear_length)
    for step in (0.25, 0.5, 0.75):
        root = (x - side * 0.7 * t.ear_width, y - 0.1)
        tip = (x + side * t.ear_width * (step - 0.5), y - t.ear_length * (0.75 - 0.45 * step))
        bow = (root[0] + side * 0.02, tip[1] + 0.05)
        hair = mix(face.coat.base, WHITE, 0.6)
        frame.paint(
            frame.curve([root, bow, tip], 0.035, 0.004, 4), hair, softness=0.02, opacity=0.55
        )


def paint_round_ear(face: Face, side: int, inner: np.ndarray) -> None:
    """Paint a round ear like a bear's or a mouse's."""
    t, frame = face.traits, face.frame
    x, y = ear_root(face, side, inside=0.92 + 0.55 * t.ear_width)
    width = t.ear_width * face.squeeze(0.4 * side)
    outer = frame.ellipse(x, y, width, t.ear_width)
    frame.inflate(
        outer, face.surface, bulge=0.5 * t.ear_width, fur=0.7 * face.fringe, softness=0.01
    )
    hollow = frame.ellipse(x + 0.1 * face.yaw, y + 0.06, 0.66 * width, 0.66 * t.ear_width)
    frame.paint(hollow, inner, softness=0.10, opacity=0.9)


def is_near(face: Face, side: int) -> bool:
    """Whether a side of the head is turned towards us, or seen from the front."""
    return side * face.yaw < 0.25


def paint_floppy_ear(face: Face, side: int) -> None:
    """Paint an ear that rises a little from the head, bends, and hangs down beside it."""
    t, frame, narrow = face.traits, face.frame, face.squeeze(0.6 * side)
    length, thick = min(t.ear_length, 1.15), 0.9 * t.ear_width * narrow
    x, y = face.at(side * 0.56 * t.width, -0.74 * t.height, 0.1)
    knee = (x + side * 0.60 * narrow, y - 0.08)
    tip = (x + side * (0.40 * narrow + 0.3 * (t.ear_lean - 0.3)), y + 1.1 * length)
    ear = frame.curve([(x, y), knee, tip], 0.7 * thick, 1.2 * thick)
    frame.shadow(ear - 0.03, softness=0.2, strength=0.35)
    fur = 0.6 * face.fringe
    frame.inflate(ear, face.surface * t.ear_tint, bulge=0.7 * thick, fur=fur, softness=0.01)


def paint_skull(face: Face) -> None:
    """Paint the ball of the head, its cheeks and chin, as one piece."""
    t, frame = face.traits, face.frame
    ball = frame.ellipse(0, 0, t.width, t.height)
    for side in SIDES:
        x, y = face.at(side * (t.width - 0.72 * t.cheek), 0.34, 0.35)
        ball = join(ball, frame.ellipse(x, y, t.cheek, 0.85 * t.cheek), 0.25)
    whiskery = 1 + 0.6 * np.exp(-(((frame.v - 0.38) / 0.3) ** 2))
    frame.inflate(ball, face.surface, bulge=0.75, fur=face.fringe * whiskery, softness=0.012)


def paint_eyes(face: Face, rng: np.random.Generator) -> None:
    """Paint both eyes, looking the same way."""
    t = face.traits
    colours = BRIGHT_EYES if t.iris == "bright" else DARK_EYES
    iris = jitter(rng, pick(rng, colours), 0.07)
    asleep = rng.random() < 0.06
    slit = rng.uniform(0.14, 0.75) if t.pupil == "slit" else rng.uniform(0.9, 1.05)
    gaze = (0.25 * face.yaw + rng.normal(0, 0.08), rng.normal(0, 0.08))
    rim = mix(face.coat.base, WHITE, 0.35 if face.coat.is_dark else 0.6)
    if t.eyes == "disc":
        paint_discs(face)
    for side in SIDES:
        x, y = face.at(side * t.eye_gap, t.eye_height)
        width = t.eye_size * face.squeeze(side * t.eye_gap)
        height = 0.1 * width if asleep else t.eye_size * t.eye_open
        shape = "almond" if t.eyes == "almond" else "round"
        eye = Eye(x, y, width, height, side * -t.eye_slant, shape, float(slit), gaze)
        paint_eye(face.frame, eye, iris, face.coat.line, rim)


def paint_discs(face: Face) -> None:
    """Paint the pale discs of feathers around an owl's eyes."""
    t, frame = face.traits, face.frame
    for side in SIDES:
        x, y = face.at(side * (t.eye_gap + 0.02), t.eye_height + 0.03)
        radius = 1.55 * t.eye_size
        disc = frame.ellipse(x, y, radius * face.squeeze(side * t.eye_gap), radius * 1.06)
        frame.paint(disc - 0.04, face.surface * 0.55, softness=0.05, opacity=0.8)
        feathers = face.pale(0.62) * (1 + 0.12 * frame.strands(x, y))
        frame.inflate(disc, feathers, bulge=0.4, fur=0.6 * face.fringe, softness=0.02)
