"""Pictures of digits as people take them: on squared paper, in pencil, in the shadow of a lamp.

Each condition draws a digit of MNIST, with random numbers, into a picture. The digit is made large
first, with the sharp edge that a pen leaves. A picture is an array of float64, (height, width) or
(height, width, 3), from 0 (black) to 255 (white); sizes are in its pixels.
"""

from collections.abc import Callable
from io import BytesIO

import numpy as np

from nncourse.datasets.optional import require

Generator = np.random.Generator
SHEET = (320, 320)  # height and width
BLUE, RULE = (35, 55, 150), (140, 165, 215)  # of ink and of printed lines, in colour


def large(digit: np.ndarray, box: float, turn: float = 0.0, bolder: float = 0.0) -> np.ndarray:
    """How much of each pixel the ink covers, 0 to 1, on a sheet with the digit in the middle.

    Parameters
    ----------
    digit : (28, 28) uint8.
    box : the side of the digit's 20 pixels on the sheet.
    turn : by so many degrees, against the clock.
    bolder : how much wider the pen is, as a part of the box.
    """
    Image = require("PIL.Image", "pillow")
    ImageFilter = require("PIL.ImageFilter", "pillow")
    frame = round(box * 28 / 20)
    drawn = Image.fromarray(digit).resize((frame, frame), Image.Resampling.BICUBIC)
    drawn = drawn.rotate(turn, Image.Resampling.BICUBIC)
    sheet = Image.new("L", SHEET[::-1])
    sheet.paste(drawn, ((SHEET[1] - frame) // 2, (SHEET[0] - frame) // 2))
    if bolder:
        sheet = sheet.filter(ImageFilter.MaxFilter(2 * round(bolder * box / 2) + 1))
    grey = np.asarray(sheet, dtype=np.float64)
    return np.clip((grey - 128) / 64 + 0.5, 0, 1)


def on(paper: np.ndarray, ink: np.ndarray, shade: float | np.ndarray) -> np.ndarray:
    """Ink of a shade, or of a colour (3,), on paper."""
    if paper.ndim == 3:
        ink = ink[:, :, None]
    return paper * (1 - ink) + shade * ink


def blank(shade: float) -> np.ndarray:
    """Paper of one shade."""
    return np.full(SHEET, float(shade))


def box_of(rng: Generator) -> float:
    """A size of the digit, about a third to two thirds of the sheet."""
    return rng.uniform(110, 200)


def noisy(picture: np.ndarray, rng: Generator, sigma: float) -> np.ndarray:
    """With the noise of a camera."""
    return picture + rng.normal(0, sigma, picture.shape)


def grain(rng: Generator, size: float) -> np.ndarray:
    """A rough surface: smooth random heights, 0 to 1, that change over `size` pixels."""
    Image = require("PIL.Image", "pillow")
    small = rng.random((round(SHEET[0] / size), round(SHEET[1] / size)))
    rough = Image.fromarray((255 * small).astype(np.uint8)).resize(SHEET[::-1])
    return np.asarray(rough, dtype=np.float64) / 255


def lines(rng: Generator, gap: float, pen: int, upright: bool = False) -> np.ndarray:
    """Printed lines, (height, width) from 0 to 1, that are up to a degree off the level."""
    Image = require("PIL.Image", "pillow")
    ImageDraw = require("PIL.ImageDraw", "pillow")
    sheet = Image.new("L", (2 * SHEET[1], 2 * SHEET[0]))
    draw = ImageDraw.Draw(sheet)
    width, height = sheet.size
    rise = np.tan(np.radians(rng.uniform(-1, 1))) * width
    for y in np.arange(rng.uniform(0, 2 * gap) - abs(rise), height + abs(rise), 2 * gap):
        draw.line((0, y, width, y + rise), 255, 2 * pen)
    small = np.asarray(sheet.reduce(2), dtype=np.float64) / 255
    return small.T if upright else small


def clean(digit: np.ndarray, rng: Generator) -> np.ndarray:
    """Black on white, in the middle."""
    return on(blank(255), large(digit, box_of(rng)), 0)


def off_centre(digit: np.ndarray, rng: Generator) -> np.ndarray:
    """Small, anywhere on the sheet."""
    ink = large(digit, rng.uniform(60, 120))
    rows, columns = np.nonzero(ink)
    down = rng.integers(4 - rows.min(), SHEET[0] - 4 - rows.max())
    right = rng.integers(4 - columns.min(), SHEET[1] - 4 - columns.max())
    return on(blank(255), np.roll(ink, (down, right), axis=(0, 1)), 0)


def pencil(digit: np.ndarray, rng: Generator) -> np.ndarray:
    """Grey, and interrupted by the grain of the paper."""
    ink = large(digit, box_of(rng)) * (0.6 + 0.4 * grain(rng, 2))
    return noisy(on(blank(rng.uniform(225, 250)), ink, rng.uniform(80, 130)), rng, 3)


def chalk(digit: np.ndarray, rng: Generator) -> np.ndarray:
    """Light on a dark board that was wiped."""
    board = rng.uniform(35, 60) + 18 * grain(rng, 60)
    ink = large(digit, box_of(rng)) * (0.55 + 0.45 * grain(rng, 2))
    return noisy(on(board, ink, rng.uniform(200, 240)), rng, 4)


def jpeg(digit: np.ndarray, rng: Generator) -> np.ndarray:
    """Saved with so little quality that it shows."""
    Image = require("PIL.Image", "pillow")
    picture = noisy(on(blank(235), large(digit, box_of(rng)), 40), rng, 4)
    file = BytesIO()
    Image.fromarray(as_bytes(picture)).save(file, "JPEG", quality=int(rng.integers(15, 40)))
    return np.asarray(Image.open(file), dtype=np.float64)


def shadow(digit: np.ndarray, rng: Generator) -> np.ndarray:
    """One corner of the paper lies in a shadow, or the desk is seen there."""
    y, x = np.mgrid[: SHEET[0], : SHEET[1]]
    y, x = (axis if rng.random() < 0.5 else axis[::-1, ::-1] for axis in (y, x))
    reach, slope = rng.uniform(0.25, 0.45) * SHEET[0], rng.uniform(0.6, 1.6)
    distance = (y + slope * x - reach * (1 + slope) / 1.4) / np.hypot(1, slope)
    light = 1 / (1 + np.exp(-distance / rng.uniform(0.5, 10)))
    dark = rng.uniform(0.25, 0.6)
    paper = rng.uniform(215, 245) * (dark + (1 - dark) * light)
    ink = large(digit, rng.uniform(110, 160))
    return noisy(paper * (1 - 0.8 * ink), rng, 3)


def ruled(digit: np.ndarray, rng: Generator) -> np.ndarray:
    """Lines as dark as the ink go through the digit."""
    paper = on(blank(240), lines(rng, rng.uniform(32, 60), 2), rng.uniform(30, 110))
    return noisy(on(paper, large(digit, box_of(rng)), rng.uniform(20, 60)), rng, 3)


def noise(digit: np.ndarray, rng: Generator) -> np.ndarray:
    """The noise of a camera in the dark."""
    return noisy(on(blank(210), large(digit, box_of(rng)), 60), rng, 25)


def squared(digit: np.ndarray, rng: Generator) -> np.ndarray:
    """On squared paper, in a dark pen."""
    gap, shade = rng.uniform(14, 24), rng.uniform(165, 205)
    paper = on(blank(240), lines(rng, gap, 1), shade)
    paper = on(paper, lines(rng, gap, 1, upright=True), shade)
    return noisy(on(paper, large(digit, box_of(rng)), rng.uniform(20, 70)), rng, 3)


def blue_on_lined(digit: np.ndarray, rng: Generator) -> np.ndarray:
    """In blue ink on paper with blue lines."""
    paper = np.full((*SHEET, 3), (245.0, 243.0, 235.0))
    paper = on(paper, lines(rng, rng.uniform(28, 50), 2), np.array(RULE))
    return noisy(on(paper, large(digit, box_of(rng)), np.array(BLUE)), rng, 3)


def thick(digit: np.ndarray, rng: Generator) -> np.ndarray:
    """With a marker, half as wide again or more."""
    return on(blank(255), large(digit, box_of(rng), bolder=rng.uniform(0.08, 0.14)), 0)


def turned(digit: np.ndarray, rng: Generator) -> np.ndarray:
    """Turned by 25 degrees, one way or the other."""
    return on(blank(255), large(digit, box_of(rng), turn=rng.choice([-25, 25])), 0)


def framed(digit: np.ndarray, rng: Generator) -> np.ndarray:
    """In a box that was printed round it, as on a form."""
    Image = require("PIL.Image", "pillow")
    ImageDraw = require("PIL.ImageDraw", "pillow")
    picture, ink = blank(255), large(digit, box := rng.uniform(110, 170))
    sheet = Image.fromarray(picture)
    half, pen = box * rng.uniform(0.62, 0.8), int(rng.integers(2, 6))
    middle = SHEET[0] / 2
    corners = (middle - half, middle - half, middle + half, middle + half)
    ImageDraw.Draw(sheet).rectangle(corners, outline=0.0, width=pen)
    return on(np.asarray(sheet), ink, 0)


def photograph(digit: np.ndarray, rng: Generator) -> np.ndarray:
    """All of it: squared paper, held at an angle, darker to one side, with noise, as a JPEG."""
    Image = require("PIL.Image", "pillow")
    gap = rng.uniform(14, 24)
    paper = on(blank(235), lines(rng, gap, 1), 175)
    paper = on(paper, lines(rng, gap, 1, upright=True), 175)
    picture = Image.fromarray(on(paper, large(digit, rng.uniform(90, 140)), 50)).convert("L")
    picture = picture.rotate(rng.uniform(-5, 5), Image.Resampling.BICUBIC, fillcolor=235)
    y, x = np.mgrid[-1 : 1 : SHEET[0] * 1j, -1 : 1 : SHEET[1] * 1j]
    way = rng.uniform(0, 2 * np.pi)
    light = 0.8 + 0.2 * (np.cos(way) * x + np.sin(way) * y)
    file = BytesIO()
    taken = as_bytes(noisy(np.asarray(picture) * light, rng, 6))
    Image.fromarray(taken).save(file, "JPEG", quality=80)
    return np.asarray(Image.open(file), dtype=np.float64)


Condition = Callable[[np.ndarray, Generator], np.ndarray]
CONDITIONS: dict[str, Condition] = {
    "clean": clean,
    "off the centre": off_centre,
    "pencil": pencil,
    "chalk on a board": chalk,
    "much compressed JPEG": jpeg,
    "shadow in a corner": shadow,
    "dark rules through it": ruled,
    "noise of 25 grey levels": noise,
    "squared paper": squared,
    "blue ink on lined paper": blue_on_lined,
    "thick pen": thick,
    "turned by 25 degrees": turned,
    "in a printed box": framed,
    "photograph": photograph,
}


def as_bytes(picture: np.ndarray) -> np.ndarray:
    """A picture as a file holds it, uint8."""
    return np.clip(np.rint(picture), 0, 255).astype(np.uint8)
