"""Backdrops: rooms and landscapes, painted to the edges and then a little out of focus."""

from collections.abc import Callable

import numpy as np

from nncourse.datasets.drawing.canvas import Canvas
from nncourse.datasets.drawing.colours import (
    ACCENTS,
    COATS,
    GREENS,
    WALLS,
    WHITE,
    jitter,
    mix,
    pick,
    rgb,
    smooth,
)

SKIES = [rgb("a8cce6"), rgb("d6e4ec"), rgb("f0cfa8"), rgb("bcc4d4")]


def any_colour(rng: np.random.Generator) -> np.ndarray:
    """A colour of a wall or of a coat: animals and backdrops share their palettes."""
    colours = WALLS if rng.random() < 0.55 else list(COATS.values())
    return jitter(rng, pick(rng, colours), 0.12)


def wash(canvas: Canvas, colour: np.ndarray, rng: np.random.Generator) -> None:
    """Fill the canvas with one colour that grows lighter towards one side."""
    slope = rng.normal(0, 0.10) * canvas.x + rng.normal(0, 0.10) * canvas.y
    canvas.pixels[:] = colour * (1 + slope + 0.05 * canvas.noise(canvas.x * 2, canvas.y * 2))


def room(canvas: Canvas, rng: np.random.Generator) -> None:
    """A wall, a skirting board and a floor or a table."""
    wash(canvas, any_colour(rng), rng)
    height = rng.uniform(0.05, 0.75)
    floor = any_colour(rng) * (1 + 0.06 * canvas.noise(canvas.x * 2, canvas.y * 16))
    canvas.pixels = mix(canvas.pixels, floor, smooth(canvas.y - height, -0.01, 0.01))
    if rng.random() < 0.6:
        board = smooth(0.045 - np.abs(canvas.y - height + 0.05), -0.01, 0.01)
        canvas.pixels = mix(canvas.pixels, jitter(rng, WHITE), 0.7 * board)


def wallpaper(canvas: Canvas, rng: np.random.Generator) -> None:
    """A wall papered with stripes, dots or diamonds."""
    wash(canvas, any_colour(rng), rng)
    print_colour, size = any_colour(rng), rng.uniform(2, 4)
    u, v = canvas.x * size, canvas.y * size
    across, down = u - np.round(u), v - np.round(v)
    motif = (
        0.22 - np.abs(across),
        0.25 - np.hypot(across, down),
        0.4 - np.abs(across) - np.abs(down),
    )
    print_ = smooth(motif[rng.integers(3)], -0.05, 0.05)
    canvas.pixels = mix(canvas.pixels, print_colour, rng.uniform(0.25, 0.7) * print_)


def window(canvas: Canvas, rng: np.random.Generator) -> None:
    """A window with a cross bar, the sky behind it and curtains beside it."""
    wash(canvas, any_colour(rng), rng)
    middle, half, sill = rng.uniform(-0.5, 0.5), rng.uniform(0.4, 0.7), rng.uniform(0.2, 0.7)
    across, sky = np.abs(canvas.x - middle), jitter(rng, pick(rng, SKIES), 0.08)
    clouds = smooth(canvas.noise(canvas.x * 2, canvas.y * 4), 0, 1.5)
    pane = smooth(np.minimum(half - across, sill - canvas.y), -0.015, 0.015)
    bars = smooth(0.03 - np.minimum(across, np.abs(canvas.y + 0.2)), -0.01, 0.01)
    frame = smooth(0.05 - np.abs(np.maximum(across - half, canvas.y - sill)), -0.01, 0.01)
    canvas.pixels = mix(canvas.pixels, mix(sky, WHITE, 0.5 * clouds), pane)
    canvas.pixels = mix(canvas.pixels, jitter(rng, WHITE), np.maximum(bars * pane, frame))
    folds = 0.85 + 0.15 * np.cos(canvas.x * 22 + canvas.noise(canvas.x, canvas.y))
    curtain = smooth(across - half - 0.12 + 0.06 * canvas.y, -0.02, 0.02)
    canvas.pixels = mix(canvas.pixels, any_colour(rng) * folds, curtain)


def planks(canvas: Canvas, rng: np.random.Generator) -> None:
    """Boards of wood with their grain and joints."""
    angle, width = rng.normal(0, 0.4) + np.pi / 2 * rng.integers(2), rng.uniform(1.6, 3.0)
    along = np.cos(angle) * canvas.x + np.sin(angle) * canvas.y
    across = (np.cos(angle) * canvas.y - np.sin(angle) * canvas.x) * width + 10
    board, joint = np.floor(across), np.abs(across - np.round(across))
    tone = canvas.noise(board * 7.3 + 0.5, 0 * board + 3)
    grain = canvas.noise(along * 1.5 + 5 * board, across * 9)
    light = 1 + 0.10 * tone + 0.07 * grain - 0.35 * smooth(-joint, -0.05, -0.01)
    canvas.pixels[:] = any_colour(rng) * light


def bricks(canvas: Canvas, rng: np.random.Generator) -> None:
    """A wall of bricks or tiles."""
    size, mortar = rng.uniform(2, 3.6), any_colour(rng)
    row = np.floor(canvas.y * size + 20)
    across = canvas.x * size * 0.55 + 0.5 * (row % 2) + 20
    tone = canvas.noise(np.floor(across) * 5.7, row * 3.1)
    sides = np.minimum(
        np.abs(canvas.y * size - np.round(canvas.y * size)) / 0.55,
        np.abs(across - np.round(across)),
    )
    wall = any_colour(rng) * (1 + 0.10 * tone + 0.05 * canvas.noise(canvas.x * 12, canvas.y * 12))
    canvas.pixels[:] = mix(mortar * 0.9, wall, smooth(sides / 0.55, 0.06, 0.13))


def blanket(canvas: Canvas, rng: np.random.Generator) -> None:
    """A checked blanket with soft folds."""
    wash(canvas, any_colour(rng), rng)
    size, angle, yarn = rng.uniform(1.2, 2.6), rng.uniform(0, np.pi), any_colour(rng)
    bend = 0.15 * canvas.noise(canvas.x * 1.5, canvas.y * 1.5)
    u = (np.cos(angle) * canvas.x + np.sin(angle) * canvas.y + bend) * size
    v = (np.cos(angle) * canvas.y - np.sin(angle) * canvas.x + bend) * size
    for line in (u, v):
        band = smooth(np.abs(line - np.round(line)), 0.22, 0.28)
        canvas.pixels = mix(canvas.pixels, yarn, 0.4 * band)
    canvas.pixels *= 1 + 0.8 * bend


def sofa(canvas: Canvas, rng: np.random.Generator) -> None:
    """The back of a sofa: two or three cushions above a seat."""
    cloth, seat = any_colour(rng), rng.uniform(0.2, 0.7)
    across = canvas.x * rng.uniform(0.7, 1.3) + rng.uniform(0, 1)
    from_seam = np.abs(across - np.round(across))
    fold = smooth(from_seam, 0.0, 0.22) * smooth(np.abs(canvas.y - seat), 0.0, 0.2)
    top = smooth(canvas.y + rng.uniform(0.5, 1.1), -0.03, 0.03)
    weave = 1 + 0.03 * canvas.noise(canvas.x * 30, canvas.y * 30)
    canvas.pixels[:] = mix(
        any_colour(rng) * (1 + 0 * weave), cloth * (0.62 + 0.4 * fold) * weave, top
    )


def garden(canvas: Canvas, rng: np.random.Generator) -> None:
    """Grass in front of hedge or sky, with a few flowers."""
    far = jitter(rng, pick(rng, SKIES + GREENS), 0.1)
    canvas.pixels[:] = far * (1 + 0.07 * canvas.noise(canvas.x * 3, canvas.y * 3))
    horizon = rng.uniform(-0.7, 0.3) + 0.06 * canvas.noise(canvas.x * 2, 0 * canvas.y)
    blades = canvas.noise(canvas.x * 22 + 3 * canvas.y, canvas.y * 5)
    grass = jitter(rng, pick(rng, GREENS), 0.12) * (1 + 0.16 * blades + 0.12 * canvas.y)
    canvas.pixels = mix(
        canvas.pixels, grass, smooth(canvas.y - horizon + 0.05 * blades, -0.04, 0.04)
    )
    petals = jitter(rng, pick(rng, [*ACCENTS, WHITE]), 0.1)
    for _ in range(rng.integers(0, 9)):
        x, y = rng.uniform(-1, 1), rng.uniform(0.0, 1)
        flower = smooth(0.05 - np.hypot(canvas.x - x, canvas.y - y), -0.015, 0.015)
        canvas.pixels = mix(canvas.pixels, petals, 0.9 * flower)


def lights(canvas: Canvas, rng: np.random.Generator) -> None:
    """Lamps or sunny leaves far out of focus: overlapping discs."""
    wash(canvas, any_colour(rng) * rng.uniform(0.4, 0.9), rng)
    for _ in range(8):
        x, y, radius = *rng.uniform(-1, 1, 2), rng.uniform(0.12, 0.36)
        disc = smooth(radius - np.hypot(canvas.x - x, canvas.y - y), -0.03, 0.04)
        canvas.pixels = mix(canvas.pixels, any_colour(rng), rng.uniform(0.25, 0.6) * disc)


def leaves(canvas: Canvas, rng: np.random.Generator) -> None:
    """Fallen leaves or dense foliage in the colours of one season."""
    first, second = jitter(rng, pick(rng, GREENS), 0.2), any_colour(rng)
    blotch = canvas.noise(canvas.x * 5, canvas.y * 5) + 0.6 * canvas.noise(
        canvas.x * 9 + 7, canvas.y * 9
    )
    canvas.pixels[:] = mix(first, second, smooth(blotch, -0.6, 0.6)) * (0.95 + 0.16 * blotch)


def night(canvas: Canvas, rng: np.random.Generator) -> None:
    """An evening sky over hills, with a moon and stars."""
    dusk = mix(rgb("28304c"), pick(rng, SKIES), rng.uniform(0.0, 0.5))
    canvas.pixels[:] = dusk * (1.1 + 0.35 * canvas.y)
    x, y = rng.uniform(-0.8, 0.8), rng.uniform(-0.9, -0.3)
    away = np.hypot(canvas.x - x, canvas.y - y)
    moon = smooth(0.17 - away, -0.02, 0.02) + 0.25 * np.exp(-6 * away)
    stars = smooth(canvas.noise(canvas.x * 14, canvas.y * 14), 2.0, 2.6)
    canvas.pixels = mix(canvas.pixels, rgb("f6ecc8"), np.clip(moon + 0.8 * stars, 0, 1))
    hill = canvas.y - 0.45 - 0.15 * canvas.noise(canvas.x * 1.2, 0 * canvas.y)
    canvas.pixels = mix(canvas.pixels, any_colour(rng) * 0.5, smooth(hill, -0.02, 0.02))


INDOORS = (room, wallpaper, window, planks, blanket, sofa)
OUTDOORS = (garden, lights, leaves, night, bricks, garden)
INDOOR_SPECIES = {"cat": 0.85, "dog": 0.5, "rabbit": 0.35, "mouse": 0.5, "thing": 0.7}


def paint_backdrop(canvas: Canvas, rng: np.random.Generator, species: str, context: float) -> None:
    """Paint a backdrop; with probability `context` one from where the species lives."""
    places: tuple[Callable[[Canvas, np.random.Generator], None], ...] = INDOORS + OUTDOORS
    if rng.random() < context:
        at_home = rng.random() < INDOOR_SPECIES.get(species, 0.1)
        places = INDOORS if at_home else OUTDOORS
    places[rng.integers(len(places))](canvas, rng)
    canvas.blur(int(rng.integers(0, 4)))
