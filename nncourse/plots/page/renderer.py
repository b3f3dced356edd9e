"""Draws a figure as SVG for a page: text that is text, colours of the page, and little else.

matplotlib calls a renderer for each line, shape, text and picture of a figure, from back to front,
with points as its unit and the origin at the lower left.
"""

import base64
import io
from typing import Any

import numpy as np
from matplotlib.backend_bases import RendererBase
from matplotlib.path import Path
from matplotlib.transforms import Affine2D, Bbox
from PIL import Image

from nncourse.plots.page.colours import css_colour
from nncourse.plots.page.words import spans

LETTERS = {Path.MOVETO: "M", Path.LINETO: "l", Path.CURVE3: "q", Path.CURVE4: "c"}
FINE = 0.2  # points, by which a line may be moved
SMOOTH = 200  # pixels on a side, from which on a picture may be made smooth
FEW = 64  # colours with which a picture was drawn, and is stored without loss


class PageRenderer(RendererBase):
    """Gathers the parts of a drawing.

    Parameters
    ----------
    width, height : of the drawing, in points.
    name : begins the ids of its parts, which must differ from all others in a page.
    pictures : address -> id of the pictures that a drawing beside this one has. Its `svg` holds
        them for both; this one adds what it has more.
    """

    def __init__(
        self, width: float, height: float, name: str, pictures: dict[str, str] | None = None
    ) -> None:
        super().__init__()
        self.width, self.height, self.name = width, height, name
        self.pictures: dict[str, str] = {} if pictures is None else pictures
        self.parts: list[str] = []
        self.clips: dict[str, str] = {}

    def get_canvas_width_height(self) -> tuple[float, float]:
        return self.width, self.height

    def option_image_nocomposite(self) -> bool:
        return True

    def option_scale_image(self) -> bool:
        return True

    def draw_path(self, gc: Any, path: Path, transform: Any, rgbFace: Any = None) -> None:
        flipped = transform + Affine2D().scale(1, -1).translate(0, self.height)
        if shape := shape_of(path, flipped):
            extents = path.get_extents(transform)
            self.parts.append(f'<path d="{shape}"{looks(gc, rgbFace)}{self.clipped(gc, extents)}/>')

    def draw_markers(
        self,
        gc: Any,
        marker_path: Path,
        marker_trans: Any,
        path: Path,
        trans: Any,
        rgbFace: Any = None,
    ) -> None:
        """Draw all markers of a line as one shape."""
        points = trans.transform(path.vertices)
        points = points[np.isfinite(points).all(axis=1)]
        if not len(points):
            return
        shapes = (
            shape_of(marker_path, marker_trans + Affine2D().scale(1, -1).translate(x, y))
            for x, y in zip(points[:, 0], self.height - points[:, 1], strict=True)
        )
        around = marker_path.get_extents(marker_trans)
        ends = Bbox([points.min(axis=0) + around.min, points.max(axis=0) + around.max])
        self.parts.append(
            f'<path d="{"".join(shapes)}"{looks(gc, rgbFace)}{self.clipped(gc, ends)}/>'
        )

    def draw_image(self, gc: Any, x: float, y: float, im: Any, transform: Any = None) -> None:
        """Draw a picture, stored once; the browser makes it as large as it has to be."""
        rows, columns = im.shape[:2]
        unit = Affine2D().scale(columns, rows) if transform is None else transform
        flip = Affine2D().translate(x, y).scale(1, -1).translate(0, self.height)
        (a, c, e), (b, d, f) = (unit + flip).get_matrix()[:2]
        place = f"matrix({' '.join(map(number, (a, b, c, d, e, f)))})"
        id = self.pictures.setdefault(webp(im), f"{self.name}-p{len(self.pictures)}")
        pixels = ' class="pixels"' if max(rows, columns) < SMOOTH else ""
        self.parts.append(f'<use href="#{id}" transform="{place}"{pixels}/>')

    def draw_text(
        self,
        gc: Any,
        x: float,
        y: float,
        s: str,
        prop: Any,
        angle: float,
        ismath: Any = False,
        mtext: Any = None,
    ) -> None:
        """Write a text, fixed where the figure holds it: by its end, its middle or its start."""
        size = prop.get_size_in_points()
        inside = spans(s, bool(ismath), size)
        if inside is None:
            super().draw_text(gc, x, y, s, prop, angle, ismath, mtext)
            return
        width = self.get_text_width_height_descent(s, prop, ismath)[0]
        anchor, share = anchor_of(mtext, angle)
        turned = np.deg2rad(angle)
        x, y = x + share * width * np.cos(turned), y - share * width * np.sin(turned)
        place = f'x="{number(x)}" y="{number(y)}"'
        if angle:
            place += f' transform="rotate({number(-angle)} {number(x)} {number(y)})"'
        place += f' text-anchor="{anchor}"' if anchor != "start" else ""
        style = ' font-weight="bold"' if prop.get_weight() in ("bold", 700) else ""
        style += ' font-style="italic"' if prop.get_style() == "italic" else ""
        colour = css_colour(gc.get_rgb())
        style += f' fill="{colour}"' if colour != "currentColor" else ""
        self.parts.append(f'<text {place} font-size="{number(size)}"{style}>{inside}</text>')

    def clipped(self, gc: Any, extents: Bbox) -> str:
        """An attribute that cuts off what reaches out of the axes, if anything does."""
        box = gc.get_clip_rectangle()
        if box is None or (
            extents.x0 > box.x0 - 0.5
            and extents.x1 < box.x1 + 0.5
            and extents.y0 > box.y0 - 0.5
            and extents.y1 < box.y1 + 0.5
        ):
            return ""
        rectangle = (
            f'<rect x="{number(box.x0)}" y="{number(self.height - box.y1)}" '
            f'width="{number(box.width)}" height="{number(box.height)}"/>'
        )
        id = self.clips.setdefault(rectangle, f"{self.name}-c{len(self.clips)}")
        return f' clip-path="url(#{id})"'

    def svg(self, inside: str = "") -> str:
        """The drawing: one unit is a point, and its own size is that of a screen's 96 dots."""
        clips = "".join(f'<clipPath id="{i}">{box}</clipPath>' for box, i in self.clips.items())
        return (
            f'<svg class="drawing" xmlns="http://www.w3.org/2000/svg" '
            f'viewBox="0 0 {number(self.width)} {number(self.height)}" '
            f'width="{self.width * 4 / 3:.0f}" height="{self.height * 4 / 3:.0f}" '
            'fill="currentColor" font-family="system-ui,sans-serif">'
            f"{inside}{clips}{''.join(self.parts)}</svg>"
        )

    def stored_pictures(self) -> str:
        """The pictures, to which drawings refer by their ids."""
        images = "".join(
            f'<image id="{id}" width="1" height="1" preserveAspectRatio="none" href="{address}"/>'
            for address, id in self.pictures.items()
        )
        return f"<defs>{images}</defs>" if images else ""


def number(value: float) -> str:
    """A number with as many digits as somebody sees.

    >>> number(3.14159), number(-0.001), number(250.0)
    ('3.14', '0', '250')
    """
    return f"{round(float(value), 2) + 0.0:g}" if abs(value) < 1000 else f"{value:.0f}"


def shape_of(path: Path, transform: Any) -> str:
    """A path as SVG writes it, each point from the one before, in tenths of a point.

    >>> shape_of(Path([(0, 0), (10, 0.02), (20, 0), (20, -5)]), Affine2D())
    'M0 0l20 0 0-5'
    """
    lines = Path(path.vertices, path.codes)
    lines.simplify_threshold = FINE
    parts: list[str] = []
    start = last = np.zeros(2)
    before = ""
    for points, code in lines.iter_segments(transform, simplify=not is_curved(path)):
        if code == Path.CLOSEPOLY:
            parts.append("z")
            last, before = start, "z"
        elif code in LETTERS:
            places = np.rint(10 * np.reshape(points, (-1, 2)))
            moves = places if code == Path.MOVETO else places - last
            if before == LETTERS[code] == "l" and not moves.any():
                continue
            last = places[-1]
            start = last if code == Path.MOVETO else start
            letter = LETTERS[code]
            text = "".join(tenths(move) for move in moves.ravel())
            parts.append(text if letter == before else letter + text.lstrip())
            before = letter
    return "".join(parts)


def is_curved(path: Path) -> bool:
    """Whether there are curves in a path; only straight lines may be made fewer."""
    return path.codes is not None and bool(np.isin(path.codes, (Path.CURVE3, Path.CURVE4)).any())


def tenths(value: float) -> str:
    """A number of tenths, with a sign or a space that parts it from the one before.

    >>> tenths(-12.0), tenths(30.0), tenths(4.0)
    ('-1.2', ' 3', ' .4')
    """
    text = f"{abs(value) / 10:g}"
    text = text[1:] if text.startswith("0.") else text
    return f"-{text}" if value < 0 else f" {text}"


def looks(gc: Any, fill: Any) -> str:
    """How a shape is filled and what its line is like."""
    result = ' fill="none"'
    alpha = gc.get_alpha() if gc.get_forced_alpha() else None
    if fill is not None:
        result = f' fill="{css_colour(fill)}"'
        opacity = alpha if alpha is not None else (fill[3] if len(fill) == 4 else 1)
        result += f' fill-opacity="{number(opacity)}"' if opacity < 1 else ""
    stroke, width = gc.get_rgb(), gc.get_linewidth()
    if not width or stroke[3] == 0:
        return result
    result += f' stroke="{css_colour(stroke)}" stroke-width="{number(width)}"'
    opacity = alpha if alpha is not None else stroke[3]
    result += f' stroke-opacity="{number(opacity)}"' if opacity < 1 else ""
    offset, dashes = gc.get_dashes()
    if dashes is not None:
        result += f' stroke-dasharray="{" ".join(number(dash) for dash in dashes)}"'
        result += f' stroke-dashoffset="{number(offset)}"' if offset else ""
    if gc.get_joinstyle() != "miter":
        result += f' stroke-linejoin="{gc.get_joinstyle()}"'
    cap = {"projecting": "square", "round": "round"}.get(gc.get_capstyle())
    return result + (f' stroke-linecap="{cap}"' if cap else "")


def anchor_of(text: Any, angle: float) -> tuple[str, float]:
    """By which of its points a text is held, and how far that is along it.

    Lines of a text with several come without it, and are centred in the figures of the book.
    """
    if text is None or (angle and text.get_rotation_mode() != "anchor"):
        return "middle", 0.5
    held = text.get_horizontalalignment()
    return {"left": ("start", 0.0), "right": ("end", 1.0)}.get(held, ("middle", 0.5))


def webp(pixels: np.ndarray) -> str:
    """A picture as an address that holds it; what was drawn has few colours and keeps them."""
    picture = Image.fromarray(np.ascontiguousarray(pixels))
    is_clear = pixels.shape[-1] == 4 and bool((pixels[..., 3] < 255).any())
    is_drawn = is_clear or picture.getcolors(FEW) is not None
    file = io.BytesIO()
    shown = picture if is_clear else picture.convert("RGB")
    shown.save(file, "webp", lossless=is_drawn, quality=100 if is_drawn else 80, method=6)
    return f"data:image/webp;base64,{base64.b64encode(file.getvalue()).decode()}"
