"""Scenes: one animal or thing before a backdrop, seen by a camera that is never quite still.

`draw_scene` makes one picture and `draw_cats` a set of them for telling cats from everything
else. Three knobs say how hard that is: `level` frees the pose, `context` ties colours and places
to the species, and `contrast` sets the subject off from its background.
"""

import numpy as np

from nncourse.datasets.drawing.animals import Pose, paint_animal, sample_pose
from nncourse.datasets.drawing.backdrops import any_colour, paint_backdrop
from nncourse.datasets.drawing.canvas import Canvas
from nncourse.datasets.drawing.coats import Coat, sample_coat
from nncourse.datasets.drawing.colours import GREENS, brightness, jitter, pick
from nncourse.datasets.drawing.frames import Frame
from nncourse.datasets.drawing.species import ANIMALS
from nncourse.datasets.drawing.things import THINGS, Thing
from nncourse.errors import DataError
from nncourse.progress import progress_bar

SPECIES = (*ANIMALS, "thing")
LEVEL = 0.04  # of the set that the course ships: tidy portraits whose heads turn freely
OTHERS = ("dog",) * 4 + ("fox", "rabbit", "bear", "owl", "thing") * 3 + ("mouse",) * 2


def draw_scene(
    rng: np.random.Generator,
    species: str = "cat",
    size: int = 64,
    level: float = LEVEL,
    context: float = 0.0,
    contrast: float = 1.0,
) -> np.ndarray:
    """Draw one picture.

    Parameters
    ----------
    rng : the same state draws the same picture, to 1 or 2 grey levels between machines.
    species : one of `SPECIES`: "cat", "dog", "fox", "rabbit", "bear", "mouse", "owl" or "thing".
    size : pixels along a side, 8 or more. The same scene at any size, but for the grain.
    level : freedom of the pose, from 0 (portraits, always in the middle) to 1 (snapshots).
    context : probability, each time, that coat and backdrop are ones usual for the species.
    contrast : probability that the backdrop is set off: light behind a dark coat, dark behind a
        light one.

    Returns
    -------
    (size, size, 3) uint8, red, green and blue.

    Raises
    ------
    DataError
        If there is no such species, or a number is out of its range.

    Examples
    --------
    >>> draw_scene(np.random.default_rng(0), "owl", size=32).shape
    (32, 32, 3)
    """
    check_knobs(size, level=level, context=context, contrast=contrast)
    if species not in SPECIES:
        raise DataError(f"species is one of {', '.join(SPECIES)}, not {species!r}")
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
    if rng.random() < 0.03 + 0.25 * level:
        paint_foreground(canvas, rng)
    return photograph(canvas, rng)


def check_knobs(size: int, **shares: float) -> None:
    """A DataError if the size is too small, or a share does not lie from 0 to 1."""
    if not isinstance(size, (int, np.integer)) or size < 8:
        raise DataError(f"size is a whole number of pixels, 8 or more, not {size!r}")
    for name, share in shares.items():
        if not 0 <= share <= 1:
            raise DataError(f"{name} lies from 0 to 1, but it is {share!r}")


def set_off(canvas: Canvas, coat: Coat, rng: np.random.Generator) -> None:
    """Make the backdrop light behind a dark coat, and dark behind a light one."""
    target = rng.normal(0.76, 0.04) if brightness(coat.base) < 0.55 else rng.normal(0.19, 0.04)
    now = brightness(canvas.pixels)
    if target < now:
        canvas.pixels *= target / now
    else:
        canvas.pixels = 1 - (1 - canvas.pixels) * ((1 - target) / (1 - now))


def paint_thing(canvas: Canvas, coat: Coat, pose: Pose, rng: np.random.Generator) -> None:
    """Paint an object, as large as a head."""
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
    """The picture (size, size, 3) uint8 that a camera takes of the canvas.

    The exposure, the white balance, the corners' darkness, the focus and the grain vary.
    """
    exposure = np.exp(np.clip(rng.normal(0, 0.10), -0.25, 0.25))
    balance = np.exp(rng.normal(0, 0.025, (3, 1, 1))).astype(np.float32)
    corners = 1 - rng.uniform(0.02, 0.2) * (canvas.x**2 + canvas.y**2)
    canvas.pixels = canvas.pixels * (exposure * corners) * balance
    canvas.blur(float(rng.choice((0, 0, 0, 0.25, 0.4))))
    grain = rng.standard_normal(canvas.x.shape, np.float32) * np.float32(rng.uniform(0.0, 0.004))
    picture = np.clip(canvas.pixels + grain, 0, 1) * 255 + 0.5
    return np.ascontiguousarray(picture.transpose(1, 2, 0)).astype(np.uint8)


def draw_cats(
    m: int,
    rng: np.random.Generator,
    size: int = 64,
    level: float = LEVEL,
    context: float = 0.0,
    contrast: float = 1.0,
    with_species: bool = False,
    progress: bool = False,
) -> tuple[np.ndarray, ...]:
    """Draw a set of pictures, one half cats, the other half animals and things that are none.

    The pictures come in pairs, one cat and one other, in random order: any even number of them
    taken from the start is half and half. Picture i has a random generator of its own
    (`rng.spawn`), so a larger set from the same seed begins with the smaller one.

    Parameters
    ----------
    m : number of pictures.
    rng : such as `np.random.default_rng(seed)`.
    size, level, context, contrast : as in `draw_scene`.
    with_species : whether to return the names of the species too.
    progress : whether to show a progress bar.

    Returns
    -------
    Images (m, size, size, 3) uint8, labels (m,) uint8: 1 for a cat, 0 for another; and
    with_species: species (m,) of str.

    Raises
    ------
    DataError
        If a number is out of its range.

    Examples
    --------
    >>> images, labels = draw_cats(4, np.random.default_rng(0), size=32)
    >>> images.shape, labels.sum()
    ((4, 32, 32, 3), np.uint64(2))
    """
    if not isinstance(m, (int, np.integer)) or m < 0:
        raise DataError(f"m is the number of pictures, 0 or more, not {m!r}")
    check_knobs(size, level=level, context=context, contrast=contrast)
    pairs = rng.permuted(np.tile(np.array([0, 1], np.uint8), ((m + 1) // 2, 1)), axis=1)
    labels, children = pairs.ravel()[:m], rng.spawn(m)
    species = np.array(
        [
            "cat" if label else OTHERS[child.integers(len(OTHERS))]
            for label, child in zip(labels, children, strict=True)
        ],
        dtype="<U6",
    )
    images = np.empty((m, size, size, 3), np.uint8)
    with progress_bar(0, m, progress) as bar:
        for i in range(m):
            images[i] = draw_scene(children[i], str(species[i]), size, level, context, contrast)
            bar.update()
            bar.set_postfix_str(f"{i + 1} pictures", refresh=False)
    return (images, labels, species) if with_species else (images, labels)
