"""The cards that stand for pages elsewhere: a title on squared paper, with written digits."""

import textwrap
from collections.abc import Sequence
from pathlib import Path

from matplotlib import font_manager
from numerals import LARGEST, pixels
from PIL import Image, ImageDraw, ImageFont

from nncourse.plots.style import PALETTE

SIZE = (1200, 630)  # what networks ask for
SQUARE = 30
LEFT = 120  # where the red line of the margin is, and the text begins a square later
COLOURS = PALETTE["light"]


def draw(path: Path, faces: Path, title: str, digits: Sequence[int]) -> None:
    """Draw a card and save it: one digit large above the title, or several in a row below it."""
    card = Image.new("RGB", SIZE, COLOURS["paper"])
    pen = ImageDraw.Draw(card)
    rule(pen)
    alone = len(digits) == 1
    side = 240 if alone else 96
    for place, digit in enumerate(digits):
        write(pen, digit, (LEFT + SQUARE + place * 102, 60 if alone else 450), side)
    lines = "\n".join(textwrap.wrap(title, 18))
    face = face_of(faces, 92)
    at = (LEFT + SQUARE, 330 if alone else 120)
    pen.multiline_text(at, lines, COLOURS["ink"], face, spacing=8)
    card.quantize(32).save(path, optimize=True)


def rule(pen: ImageDraw.ImageDraw) -> None:
    """The squares of the paper, and the red line of its margin."""
    width, height = SIZE
    for x in range(0, width, SQUARE):
        pen.line([(x, 0), (x, height)], COLOURS["grid"])
    for y in range(0, height, SQUARE):
        pen.line([(0, y), (width, y)], COLOURS["grid"])
    pen.line([(LEFT, 0), (LEFT, height)], COLOURS["2"], 4)


def write(pen: ImageDraw.ImageDraw, digit: int, at: tuple[int, int], side: int) -> None:
    """Write a digit in squares, into a square of this side."""
    picture = pixels(digit)
    pitch = side / len(picture)
    for row, line in enumerate(picture):
        for column, ink in enumerate(line):
            half = pitch * LARGEST * ink**0.5 / 2
            if half > 1:
                x, y = at[0] + (column + 0.5) * pitch, at[1] + (row + 0.5) * pitch
                pen.rectangle([x - half, y - half, x + half - 1, y + half - 1], COLOURS["accent"])


def face_of(faces: Path, size: int) -> ImageFont.FreeTypeFont:
    """The face of heads, at its heaviest; where it could not be made, that of figures."""
    file = faces / "bricolage.woff2"
    if not file.exists():
        return ImageFont.truetype(font_manager.findfont("DejaVu Sans"), size)
    face = ImageFont.truetype(str(file), size)
    face.set_variation_by_axes([800])
    return face
