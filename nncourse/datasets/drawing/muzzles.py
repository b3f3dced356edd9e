"""Muzzles: what is below the eyes: whisker pads, a snout, a wedge or a beak, and the whiskers."""

from collections.abc import Callable

import numpy as np

from nncourse.datasets.drawing.colours import INK, NOSES, WHITE, jitter, mix, pick, rgb, smooth
from nncourse.datasets.drawing.frames import Frame, Point, join
from nncourse.datasets.drawing.heads import SIDES, Face

TONGUE, BEAKS = rgb("dc6c78"), [rgb("e0a23c"), rgb("b48a4c"), rgb("5a544e")]


def paint_muzzle(face: Face, rng: np.random.Generator) -> None:
    """Paint the muzzle of the face's kind, and whiskers for those that have them."""
    MUZZLES[face.traits.muzzle](face, rng)
    if rng.random() < face.traits.whiskers:
        paint_whiskers(face, rng)


def nose_at(face: Face, down: float = 0.0) -> Point:
    """Where the nose is seen, or a point below it."""
    return face.at(0, face.traits.nose_height + down, face.traits.nose_reach)


def paint_pads(face: Face, rng: np.random.Generator) -> None:
    """Paint two round whisker pads, a chin and a small nose, as cats and rabbits have them."""
    t, frame, (x, y) = face.traits, face.frame, nose_at(face)
    pale = face.pale(rng.uniform(0.05, 0.75))
    chin = frame.ellipse(x, y + 0.33, 0.2, 0.14)
    frame.inflate(chin, pale * 0.96, bulge=0.12, fur=0.5 * face.fringe, softness=0.02)
    across, down = 0.78 * t.muzzle_size, y + 0.17
    left, right = (
        frame.ellipse(x + side * across, down, t.muzzle_size, 0.82 * t.muzzle_size)
        for side in SIDES
    )
    pads = join(left, right, 0.04)
    frame.shadow(pads - 0.01, softness=0.10, strength=0.16)
    frame.inflate(pads, pale, bulge=0.2, fur=0.5 * face.fringe, softness=0.025)
    if rng.random() < t.teeth:
        paint_teeth(frame, (x, y + 0.28))
    paint_mouth(face, (x, y + 0.06), drop=0.14, spread=0.22)
    paint_small_nose(face, (x, y), rng)
    paint_dots(face, (x, y + 0.17))


def paint_teeth(frame: Frame, top: Point) -> None:
    """Paint two front teeth."""
    x, y = top
    frame = frame.around(x, y, 0.4)
    teeth = frame.polygon(
        [(x - 0.07, y), (x + 0.07, y), (x + 0.06, y + 0.13), (x - 0.06, y + 0.13)], 0.01
    )
    frame.paint(teeth - 0.015, INK, opacity=0.5)
    frame.paint(teeth, WHITE)
    frame.paint(frame.capsule((x, y), (x, y + 0.13), 0.006), INK, opacity=0.5)


def paint_mouth(face: Face, top: Point, drop: float, spread: float) -> None:
    """Paint a mouth: a line down from the nose that parts into two smiling bows."""
    x, y = top
    frame, line = face.frame.around(x, y + drop, 2 * spread + 0.1), face.coat.line
    frame.paint(frame.capsule((x, y), (x, y + drop), 0.014), line, softness=0.01, opacity=0.85)
    for side in SIDES:
        bow = [
            (x, y + drop),
            (x + side * 0.55 * spread, y + drop + 0.13),
            (x + side * spread, y + drop),
        ]
        frame.paint(frame.curve(bow, 0.018, 0.010), line, softness=0.01, opacity=0.85)


def nose_colour(face: Face, rng: np.random.Generator) -> np.ndarray:
    """A colour for the nose, unlike the coat around it."""
    return jitter(rng, NOSES[0] if face.coat.is_dark else pick(rng, NOSES), 0.05)


def paint_small_nose(face: Face, at: Point, rng: np.random.Generator) -> None:
    """Paint a small three-cornered nose with a glint."""
    (x, y), size = at, face.traits.nose_size
    frame = face.frame.around(x, y, 4 * size)
    corners = [
        (x - 1.6 * size, y - 0.75 * size),
        (x + 1.6 * size, y - 0.75 * size),
        (x, y + 1.2 * size),
    ]
    nose = frame.polygon(corners, 0.22 * size)
    frame.paint(nose - 0.015, face.coat.line, softness=0.02, opacity=0.6)
    frame.inflate(nose, nose_colour(face, rng), bulge=0.7 * size)
    frame.paint(
        frame.ellipse(x - 0.2 * size, y - 0.4 * size, 0.3 * size, 0.14 * size), WHITE, opacity=0.5
    )


def paint_dots(face: Face, at: Point) -> None:
    """Paint the small dots that whiskers grow from."""
    x, y = at
    frame = face.frame.around(x, y, 0.5)
    for side in SIDES:
        for across, down in ((0.14, -0.04), (0.22, 0.0), (0.15, 0.05)):
            dot = frame.ellipse(x + side * across, y + down, 0.014, 0.014)
            frame.paint(dot, face.coat.line, softness=0.01, opacity=0.5)


def paint_snout(face: Face, rng: np.random.Generator) -> None:
    """Paint a snout with a large nose at its end, as dogs and bears have it."""
    t, frame, (x, y) = face.traits, face.frame, nose_at(face)
    size = t.muzzle_size
    ridge = frame.capsule(face.at(0, -0.12), (x, y + 0.02), 0.5 * size, 0.62 * size)
    jaw_x, jaw_y = face.at(0, t.nose_height + 0.2, 0.5 * (1 + t.nose_reach))
    snout = join(ridge, frame.ellipse(jaw_x, jaw_y, size, 0.80 * size), 0.2)
    share = rng.uniform(0.25, 0.7) if rng.random() < 0.75 else 0.08
    fade = np.clip((frame.v - y + 0.45) / 0.4, 0, 1)
    fur = mix(face.surface, WHITE, share * fade)
    if rng.random() < t.tongue:
        paint_tongue(face, (x, y + 0.36))
    frame.shadow(snout, softness=0.16, strength=0.2)
    frame.inflate(snout, fur, bulge=0.8 * size, fur=0.5 * face.fringe, softness=0.03)
    paint_mouth(face, (x, y + 0.08), drop=0.20, spread=0.62 * size)
    paint_large_nose(face, (x, y), rng)


def paint_tongue(face: Face, top: Point) -> None:
    """Paint a tongue that hangs out."""
    x, y = top
    frame = face.frame.around(x, y, 0.7)
    frame.inflate(frame.capsule((x, y), (x + 0.02, y + 0.26), 0.12), TONGUE, bulge=0.12)
    frame.paint(frame.capsule((x, y), (x + 0.02, y + 0.2), 0.01), TONGUE * 0.7, softness=0.02)


def paint_large_nose(face: Face, at: Point, rng: np.random.Generator) -> None:
    """Paint a broad nose with nostrils and a glint."""
    (x, y), size = at, face.traits.nose_size
    frame = face.frame.around(x, y, 3 * size)
    colour = mix(INK, face.coat.base, 0.15) if rng.random() < 0.75 else nose_colour(face, rng)
    corners = [
        (x - 1.5 * size, y - 0.8 * size),
        (x + 1.5 * size, y - 0.8 * size),
        (x + 0.3 * size, y + 0.9 * size),
        (x - 0.3 * size, y + 0.9 * size),
    ]
    frame.inflate(frame.polygon(corners, 0.28 * size), colour, bulge=0.7 * size)
    for side in SIDES:
        nostril = frame.ellipse(x + side * 0.45 * size, y + 0.05 * size, 0.2 * size, 0.13 * size)
        frame.paint(nostril, INK, opacity=0.75)
    frame.paint(
        frame.ellipse(x - 0.2 * size, y - 0.5 * size, 0.34 * size, 0.14 * size), WHITE, opacity=0.55
    )


def paint_wedge(face: Face, rng: np.random.Generator) -> None:
    """Paint a muzzle that runs to a point, pale below, as foxes and mice have it."""
    t, frame, (x, y) = face.traits, face.frame, nose_at(face)
    start = face.at(0, 0.24, 0.85)
    wedge = frame.capsule(start, (x, y + 0.06), t.muzzle_size, 1.15 * t.nose_size)
    low = frame.capsule(face.at(0, 0.42, 0.8), (x, y + 0.1), 0.75 * t.muzzle_size, t.nose_size)
    muzzle, share = join(wedge, low, 0.15), rng.uniform(0.1, 0.7)
    pale = mix(face.surface, WHITE, share * smooth(frame.v - y, -0.12, 0.12))
    frame.shadow(muzzle, softness=0.14, strength=0.12)
    frame.inflate(muzzle, pale, bulge=0.35, fur=0.5 * face.fringe, softness=0.09)
    if rng.random() < t.teeth:
        paint_teeth(frame, (x, y + 0.12))
    paint_mouth(face, (x, y + 0.06), drop=0.09, spread=0.18)
    paint_tip(face, (x, y), rng)


def paint_tip(face: Face, at: Point, rng: np.random.Generator) -> None:
    """Paint a round nose at the tip of a pointed muzzle."""
    (x, y), size = at, face.traits.nose_size
    frame = face.frame.around(x, y, 3 * size)
    colour = INK if rng.random() < 0.5 and not face.coat.is_dark else nose_colour(face, rng)
    frame.inflate(
        frame.ellipse(x, y, 1.1 * size, 0.9 * size), mix(colour, WHITE, 0.04), bulge=0.8 * size
    )
    frame.paint(
        frame.ellipse(x - 0.25 * size, y - 0.4 * size, 0.3 * size, 0.18 * size), WHITE, opacity=0.6
    )


def paint_beak(face: Face, rng: np.random.Generator) -> None:
    """Paint a hooked beak between the eyes."""
    (x, y), size = nose_at(face), face.traits.nose_size
    frame = face.frame.around(x, y, 0.9)
    beak = frame.almond(x, y + 0.08, 2.0 * size, 0.95 * size, np.pi / 2)
    frame.shadow(beak, softness=0.12, strength=0.3)
    frame.inflate(beak, jitter(rng, pick(rng, BEAKS), 0.05), bulge=size)
    frame.paint(
        frame.capsule((x, y - 0.08), (x, y + 0.12), 0.012), WHITE, softness=0.03, opacity=0.35
    )


def paint_whiskers(face: Face, rng: np.random.Generator) -> None:
    """Paint three whiskers on each side, long bows that droop at their ends."""
    frame, (x, y) = face.frame, nose_at(face, 0.16)
    bright = face.coat.is_dark or rng.random() < 0.7
    colour, opacity = (WHITE, 0.85) if bright else (face.coat.line, 0.6)
    droop, length = rng.normal(0.02, 0.06), rng.uniform(0.75, 1.05)
    for side in SIDES:
        reach = length * face.squeeze(0.5 * side)
        for rise in (-0.2, 0.0, 0.2):
            root = (x + side * 0.2, y + 0.25 * rise)
            bow = (x + side * (0.2 + 0.55 * reach), y + 0.9 * rise - 0.06 + droop)
            tip = (x + side * (0.2 + reach), y + 1.2 * rise + 0.10 + 2 * droop)
            frame.paint(frame.curve([root, bow, tip], 0.010, 0.002, 4), colour, opacity=opacity)


MUZZLES: dict[str, Callable[[Face, np.random.Generator], None]] = {
    "pads": paint_pads,
    "snout": paint_snout,
    "wedge": paint_wedge,
    "beak": paint_beak,
}
