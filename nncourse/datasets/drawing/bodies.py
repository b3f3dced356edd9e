"""Bodies: how an animal sits, lies, stands or peeks, and its tail.

Every stance is drawn in the head's units with the head's middle as origin, in the order far to
near; the head itself comes after. `STANCES` says how large and where a stance is placed.
"""

from collections.abc import Callable
from dataclasses import dataclass
from types import SimpleNamespace

import numpy as np

from nncourse.datasets.drawing.coats import Coat
from nncourse.datasets.drawing.colours import PINK, WHITE, jitter, mix, pick
from nncourse.datasets.drawing.frames import Frame, join

SIDES = (-1, 1)


class Body:
    """A body's frame, coat and build; `side` is where the far end or the tail is, -1 or 1."""

    def __init__(self, frame: Frame, traits: SimpleNamespace, coat: Coat, side: int, build: float):
        self.frame, self.traits, self.coat = frame, traits, coat
        self.side, self.build = side, build
        self.surface = coat.surface(frame, is_head=False)
        self.fringe = traits.fluff * (frame.strands(0, -0.4) + 0.4 * frame.strands(0, -0.4, 2))
        self.socks = coat.second if coat.pattern in ("tuxedo", "patches") else coat.base
        if coat.pattern == "points":
            self.socks = coat.base * 0.5

    def solid(
        self,
        distance: np.ndarray,
        tint: float = 1.0,
        bulge: float = 0.45,
        colour: np.ndarray | None = None,
    ) -> None:
        """Paint a furry part of the body."""
        colour = self.surface if colour is None else colour
        self.frame.inflate(distance, colour * tint, bulge=bulge, fur=self.fringe, softness=0.015)


def paint_bust(body: Body, rng: np.random.Generator) -> None:
    """Paint neck and shoulders, which run out of the picture below."""
    frame, lean = body.frame, rng.normal(0, 0.12)
    neck = frame.capsule((0, 0.3), (lean, 1.3), 0.62)
    shoulders = frame.ellipse(lean, 2.15, 1.02 * body.build, 1.25)
    body.solid(join(neck, shoulders, 0.5), bulge=0.8)
    shade_chin(frame)


def paint_sitting(body: Body, rng: np.random.Generator) -> None:
    """Paint an animal that sits and faces us, its tail beside it."""
    frame, b = body.frame, body.build
    paint_tail(body, (body.side * 0.7 * b, 2.2), rng)
    haunches = join(
        frame.ellipse(-0.48 * b, 1.95, 0.5, 0.58), frame.ellipse(0.48 * b, 1.95, 0.5, 0.58), 0.2
    )
    trunk = join(frame.ellipse(0, 1.35, 0.72 * b, 0.95), haunches, 0.25)
    frame.shadow(frame.ellipse(0, 2.5, 1.25 * b, 0.16), softness=0.25, strength=0.45)
    body.solid(trunk, bulge=0.6)
    (paint_wings if body.traits.legs == "claws" else paint_legs)(body)
    shade_chin(frame)


def paint_wings(body: Body) -> None:
    """Paint a bird's folded wings and its feet."""
    frame, b = body.frame, body.build
    for side in SIDES:
        wing = frame.almond(side * 0.72 * b, 1.5, 0.95, 0.34, np.pi / 2 + side * 0.2)
        frame.shadow(wing, softness=0.16, strength=0.22)
        bars = 1 + 0.12 * np.cos(14 * (frame.v + 0.3 * np.abs(frame.u)))
        body.solid(wing, bulge=0.3, colour=body.surface * 0.8 * bars)
        paint_paw(body, side * 0.28, 2.45, 0.22)


def paint_legs(body: Body) -> None:
    """Paint the paws of the hind legs and the two front legs of an animal that sits."""
    frame, b = body.frame, body.build
    for side in SIDES:
        paint_paw(body, side * 0.62 * b, 2.42, 0.25)
    for side in SIDES:
        leg = frame.capsule((side * 0.26, 1.35), (side * 0.24, 2.35), 0.2, 0.17)
        frame.shadow(leg, softness=0.16, strength=0.22)
        body.solid(leg, bulge=0.22)
        paint_paw(body, side * 0.25, 2.45, 0.22)


def paint_lying(body: Body, rng: np.random.Generator) -> None:
    """Paint an animal that lies like a loaf, its paws in front."""
    frame, s = body.frame, body.side
    frame.shadow(frame.ellipse(0.8 * s, 1.5, 2.1, 0.2), softness=0.3, strength=0.5)
    paint_tail(body, (2.0 * s, 1.15), rng)
    back = join(
        frame.ellipse(0.75 * s, 0.75, 1.35, 0.75), frame.ellipse(1.55 * s, 0.85, 0.72, 0.66), 0.3
    )
    body.solid(join(back, frame.ellipse(0, 0.9, 0.8, 0.6), 0.3), bulge=0.6)
    body.solid(frame.ellipse(1.45 * s, 1.15, 0.5, 0.34), bulge=0.3)
    for side in SIDES:
        paint_paw(body, side * 0.3 - 0.05 * s, 1.42, 0.26)
    shade_chin(frame)


def paint_standing(body: Body, rng: np.random.Generator) -> None:
    """Paint an animal that stands sideways and looks at us."""
    frame, s = body.frame, body.side
    frame.shadow(frame.ellipse(1.0 * s, 2.3, 1.7, 0.16), softness=0.3, strength=0.5)
    paint_tail(body, (1.95 * s, 0.65), rng)
    for x in (0.42, 1.92):
        body.solid(frame.capsule((x * s, 1.2), (x * s, 2.2), 0.22, 0.16), tint=0.72, bulge=0.2)
    trunk = join(
        frame.capsule((0.1 * s, 0.75), (1.7 * s, 0.85), 0.6, 0.55),
        frame.ellipse(0, 0.6, 0.6, 0.7),
        0.3,
    )
    body.solid(trunk, bulge=0.55)
    for x in (0.08, 1.62):
        body.solid(frame.capsule((x * s, 1.1), (x * s, 2.2), 0.25, 0.17), bulge=0.2)
        paint_paw(body, (x - 0.08) * s, 2.3, 0.22)
    shade_chin(frame)


def paint_peeking(body: Body, rng: np.random.Generator) -> None:
    """Paint shoulders behind an edge that the paws rest on."""
    frame = body.frame
    body.solid(frame.capsule((0, 0.3), (0, 1.5), 0.7, 0.95), bulge=0.6)
    shade_chin(frame)
    edge = rng.uniform(0.78, 0.95)
    wall = jitter(rng, pick(rng, [body.coat.third, body.coat.second]), 0.1)
    grain = 1 + 0.06 * frame.canvas.noise(frame.u * 2, frame.v * 14)
    frame.shadow(edge - 0.08 - frame.v, softness=0.2, strength=0.35)
    frame.inflate(edge - frame.v, wall * grain, bulge=0.14)
    for side in SIDES:
        paint_paw(body, side * 0.62, edge, 0.24)


def paint_paw(body: Body, x: float, y: float, size: float) -> None:
    """Paint a paw with toes, or a bird's claws."""
    frame = body.frame.around(x, y, 2.5 * size)
    if body.traits.legs == "claws":
        for toe in (-0.5, 0.0, 0.5):
            claw = frame.capsule(
                (x + toe * size, y - 0.1), (x + 1.3 * toe * size, y + 0.3 * size), 0.07
            )
            frame.inflate(claw, mix(body.coat.line, WHITE, 0.35), bulge=0.07)
        return
    paw = frame.ellipse(x, y, size, 0.68 * size)
    frame.shadow(paw - 0.02, softness=0.10, strength=0.3)
    fur = mix(frame.cropped(body.surface), body.socks, 0.75)
    frame.inflate(paw, fur, bulge=0.5 * size, softness=0.02)
    for toe in (-0.33, 0.33):
        line = frame.capsule(
            (x + toe * size, y + 0.12 * size), (x + 1.05 * toe * size, y + 0.55 * size), 0.012
        )
        frame.paint(line, body.coat.line, softness=0.015, opacity=0.6)


def shade_chin(frame: Frame) -> None:
    """Darken the chest under the head."""
    frame.shadow(frame.ellipse(0, 0.86, 0.72, 0.22), softness=0.5, strength=0.5)


def paint_tail(body: Body, root: tuple[float, float], rng: np.random.Generator) -> None:
    """Paint a tail that rises from its root and curls away from the body."""
    kind, (x, y), s = body.traits.tail, root, body.side
    if kind == "none":
        return
    if kind == "pompom":
        body.solid(body.frame.ellipse(x + 0.12 * s, y - 0.1, 0.26, 0.24), bulge=0.2, tint=1.1)
        return
    thick = {"long": (0.14, 0.12), "bushy": (0.16, 0.32), "thin": (0.06, 0.03)}[kind]
    rise, out = rng.uniform(0.7, 1.4), rng.uniform(0.45, 0.75)
    bend = (x + s * out * 1.3, y + 0.15)
    tip = (x + s * out * rng.uniform(0.6, 1.5), y - rise)
    tail = body.frame.curve([(x, y), bend, tip], *thick, steps=8)
    if kind == "thin":
        body.frame.inflate(tail, mix(PINK, body.coat.base, 0.3), bulge=0.05)
        return
    body.solid(tail, tint=0.92, bulge=0.2)
    if kind == "bushy":
        end = np.hypot(body.frame.u - tip[0], body.frame.v - tip[1]) - 0.42
        body.frame.inflate(
            np.maximum(tail, end),
            mix(body.coat.second, WHITE, 0.4),
            bulge=0.2,
            fur=body.fringe,
            softness=0.08,
            opacity=0.85,
        )


@dataclass(frozen=True)
class Stance:
    """How a body is painted, how large its head is, and where: x counts away from `side`."""

    paint: Callable[[Body, np.random.Generator], None]
    scale: float
    x: float
    y: float


STANCES = {
    "bust": Stance(paint_bust, 1.0, 0.0, 0.0),
    "sitting": Stance(paint_sitting, 0.70, 0.12, -0.30),
    "lying": Stance(paint_lying, 0.66, 0.34, 0.0),
    "standing": Stance(paint_standing, 0.58, 0.36, -0.22),
    "peeking": Stance(paint_peeking, 0.92, 0.0, 0.06),
}
