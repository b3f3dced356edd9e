"""Scenes: one animal or thing before a backdrop, seen by a camera that is never quite still.

`draw_scene` makes one picture and `draw_cats` a set of them for telling cats from everything
else. Three knobs say how hard that is: `level` frees the pose, `context` ties colours and places
to the species, and `contrast` sets the subject off from its background.
"""

from dataclasses import dataclass

import numpy as np

from nncourse.datasets.drawing.backdrops import any_colour, paint_backdrop
from nncourse.datasets.drawing.bodies import STANCES, Body
from nncourse.datasets.drawing.canvas import Canvas
from nncourse.datasets.drawing.coats import Coat, sample_coat
from nncourse.datasets.drawing.colours import ACCENTS, GREENS, WHITE, brightness, jitter, mix, pick
from nncourse.datasets.drawing.frames import Frame
from nncourse.datasets.drawing.heads import Face, paint_head
from nncourse.datasets.drawing.muzzles import paint_muzzle
from nncourse.datasets.drawing.species import ANIMALS
from nncourse.datasets.drawing.things import THINGS, Thing

SPECIES = (*ANIMALS, "thing")
OTHERS = ("dog",) * 4 + ("fox", "rabbit", "bear", "owl", "thing") * 3 + ("mouse",) * 2


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
    """Return a pose: at level 0 mostly a tidy portrait, at level 1 mostly the stance given."""
    stance = stance if rng.random() < 0.08 + 0.62 * level else "bust"
    place, side = STANCES[stance], int(rng.choice((-1, 1)))
    scale = place.scale * rng.uniform(0.55 - 0.15 * level, 0.61 + 0.13 * level)
    wander = 0.02 + 0.20 * level
    x = -side * place.x + rng.normal(0, wander)
    y = 0.02 + place.y + rng.normal(0, 0.7 * wander)
    tilt = rng.normal(0, 0.04 + 0.22 * level)
    yaw = rng.normal(0, 0.28 + 0.20 * level)
    pitch = rng.normal(0, 0.05 + 0.10 * level)
    return Pose(
        float(np.clip(x, -0.6, 0.6)),
        float(np.clip(y, -0.6, 0.5)),
        scale,
        float(np.clip(tilt, -0.7, 0.7)),
        float(np.clip(yaw, -0.75, 0.75)),
        float(np.clip(pitch, -0.3, 0.3)),
        side,
        stance,
    )


def draw_scene(
    rng: np.random.Generator,
    species: str = "cat",
    size: int = 64,
    level: float = 0.1,
    context: float = 0.0,
    contrast: float = 1.0,
) -> np.ndarray:
    canvas = Canvas(size, rng)
    coat = sample_coat(rng, species, context)
    paint_backdrop(canvas, rng, species, context)
    if rng.random() < contrast:
        set_off(canvas, coat, rng)
    if species == "thing":
        paint_thing(canvas, coat, sample_pose(rng, level, "bust"), rng)
    else:
        traits = ANIMALS[species].sample(rng)
        paint_animal(canvas, traits, coat, sample_pose(rng, level, traits.stance), rng)
    if rng.random() < 0.04 + 0.2 * level:
        paint_foreground(canvas, rng)
    return photograph(canvas, rng)


def set_off(canvas: Canvas, coat: Coat, rng: np.random.Generator) -> None:
    """Make the backdrop light behind a dark coat, and dark behind a light one."""
    target = rng.normal(0.76, 0.04) if brightness(coat.base) < 0.55 else rng.normal(0.19, 0.04)
    now = brightness(canvas.pixels)
    if target < now:
        canvas.pixels *= target / now
    else:
        canvas.pixels = 1 - (1 - canvas.pixels) * ((1 - target) / (1 - now))


def paint_animal(canvas, traits, coat: Coat, pose: Pose, rng: np.random.Generator) -> None:
    """Paint an animal: its body, which hangs straighter than its head, then the head."""
    place = (canvas, pose.x, pose.y + traits.drop, pose.scale * traits.size)
    body = Body(Frame(*place, 0.3 * pose.tilt), traits, coat, pose.side, rng.uniform(0.88, 1.12))
    STANCES[pose.stance].paint(body, rng)
    if rng.random() < 0.18:
        paint_collar(body, rng)
    face = Face(Frame(*place, pose.tilt), traits, coat, pose.yaw, pose.pitch)
    paint_head(face, rng, paint_muzzle)


def paint_collar(body: Body, rng: np.random.Generator) -> None:
    """Paint a collar with a bell."""
    frame, colour = body.frame, jitter(rng, pick(rng, ACCENTS), 0.1)
    band = frame.curve([(-0.58, 0.72), (0, 1.22), (0.58, 0.72)], 0.075)
    frame.shadow(band - 0.03, softness=0.1, strength=0.3)
    frame.inflate(band, colour, bulge=0.07)
    frame.inflate(frame.ellipse(0, 1.08, 0.11, 0.11), mix(ACCENTS[3], WHITE, 0.2), bulge=0.1)


def paint_thing(canvas: Canvas, coat: Coat, pose: Pose, rng: np.random.Generator) -> None:
    """Paint an object."""
    frame = Frame(canvas, pose.x, pose.y, 1.05 * pose.scale, 0.7 * pose.tilt)
    THINGS[rng.integers(len(THINGS))](Thing(frame, coat, rng), rng)


def paint_foreground(canvas: Canvas, rng: np.random.Generator) -> None:
    """Paint something blurred in front: blades of grass, or the edge of a table or a curtain."""
    kind = rng.integers(3)
    frame = Frame(canvas, 0, 0, 1, rng.normal(0, 0.15))
    if kind == 0:
        for _ in range(5):
            x, bend = rng.uniform(-1, 1), rng.normal(0, 0.25)
            tip = (x + bend, rng.uniform(0.2, 0.7))
            blade = frame.curve([(x, 1.2), (x, 0.7), tip], 0.06, 0.01, 4)
            frame.inflate(blade, jitter(rng, pick(rng, GREENS), 0.15), bulge=0.05, softness=0.03)
    else:
        colour, edge = any_colour(rng), rng.uniform(0.6, 0.85)
        side = frame.v if kind == 1 else frame.u * float(rng.choice((-1, 1)))
        frame.inflate(edge - side, colour, bulge=0.12, softness=0.05)


def photograph(canvas: Canvas, rng: np.random.Generator) -> np.ndarray:
    """Return the picture (size, size, 3) uint8 that a camera takes of the canvas.

    The exposure, the white balance, the corners' darkness, the focus and the grain vary.
    """
    exposure = np.exp(np.clip(rng.normal(0, 0.10), -0.25, 0.25))
    balance = np.exp(rng.normal(0, 0.025, (3, 1, 1))).astype(np.float32)
    corners = 1 - rng.uniform(0.02, 0.2) * (canvas.x**2 + canvas.y**2)
    canvas.pixels = canvas.pixels * (exposure * corners) * balance
    canvas.blur(float(rng.choice((0, 0, 0, 0.3, 0.5))))
    grain = rng.standard_normal(canvas.x.shape, np.float32) * np.float32(rng.uniform(0.0, 0.008))
    picture = np.clip(canvas.pixels + grain, 0, 1) * 255 + 0.5
    return np.ascontiguousarray(picture.transpose(1, 2, 0)).astype(np.uint8)


def draw_cats(m, rng, size=64, level=0.1, context=0.0, contrast=1.0, with_species=False):
    children = rng.spawn(m)
    labels = rng.permuted(np.tile([0, 1], ((m + 1) // 2, 1)), axis=1).ravel()[:m]
    images = np.empty((m, size, size, 3), np.uint8)
    names = []
    for i in range(m):
        child = children[i]
        species = "cat" if labels[i] else OTHERS[child.integers(len(OTHERS))]
        images[i] = draw_scene(child, species, size, level, context, contrast)
        names.append(species)
    if with_species:
        return images, labels, np.array(names)
    return images, labels
