"""Sphinx extension: figures drawn by code stand in the page as SVG, and follow its theme.

While the chapters run, `nncourse.plots` gives every figure as SVG, too. Here it takes the place of
the picture's address: a page has the drawing itself, with text that is text, and beside it the one
for a phone, if there is one; the style shows one of them.
"""

import os
import re
from html import escape
from pathlib import Path
from xml.sax.saxutils import unescape

from sphinx.application import Sphinx

COLUMN = 672  # pixels; a drawing that is wider goes beyond the column of text
IMAGE = re.compile(r'<img [^>]*?src="(?P<address>[^"]+\.svg)"[^>]*>')
FIGURE = re.compile(r'<figure class="([^"]*"[^>]*>\s*(?:<svg class="stored".*?</svg>)?<svg [^>]*>)')
MINE = '<svg class="drawing"'


def setup(app: Sphinx) -> dict[str, bool]:
    os.environ["NNCOURSE_PAGES"] = "yes"  # heard by the kernels that run the chapters
    # Matplotlib warns when a legend took long to place, as on a busy machine; no reader need know.
    os.environ.setdefault("PYTHONWARNINGS", "ignore:Creating legend with loc:UserWarning")
    app.add_css_file("drawings.css")
    app.connect("build-finished", put_in)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def put_in(app: Sphinx, error: Exception | None) -> None:
    """Put the drawings into the pages of the site."""
    if error is not None or app.builder.format != "html":
        return
    used: set[Path] = set()
    for page in Path(app.outdir).rglob("*.html"):
        html = page.read_text(encoding="utf-8")
        if ".svg" in html:
            page.write_text(with_drawings(html, page.parent, used), encoding="utf-8")
    for file in used:
        file.unlink()


def with_drawings(html: str, folder: Path, used: set[Path]) -> str:
    """The page with the drawings themselves instead of their addresses, which go into `used`."""

    def drawing(match: re.Match) -> str:
        file = (folder / match["address"]).resolve()
        if not file.exists():
            return match.group()
        svg = file.read_text(encoding="utf-8")
        if not svg.startswith(MINE):
            return match.group()
        used.add(file)
        alt = re.search(r'alt="([^"]*)"', match.group())
        return parts(svg, unescape(alt[1] if alt else "", {"&quot;": '"'}))

    return FIGURE.sub(with_room, IMAGE.sub(drawing, html))


def with_room(match: re.Match) -> str:
    """The start of a figure, of the class `wide` if its drawing is wider than the text."""
    width = re.search(r'class="drawing[^>]* width="(\d+)"', match.group())
    is_wide = width and int(width[1]) > COLUMN
    return match.group().replace('class="', 'class="wide ', 1) if is_wide else match.group()


def parts(svg: str, alt: str) -> str:
    """A drawing with its words, and its other form for a phone if it has one.

    Pictures that both show are beside them: where one is hidden, so is all that is in it.

    >>> narrow = '<svg class="drawing" width="4">n</svg>'
    >>> parts(f'<svg class="drawing" width="9"><metadata>{narrow}</metadata></svg>', "A line.")
    '<svg class="drawing for-wide" role="img" aria-label="A line." width="9"></svg>\
<svg class="drawing for-narrow" role="img" aria-label="A line." width="4">n</svg>'
    """
    label = f'role="img" aria-label="{escape(alt)}"'
    narrow = re.search(r"<metadata>(<svg.*</svg>)</metadata>", svg, re.DOTALL)
    if not narrow:
        return svg.replace(MINE, f"{MINE} {label}", 1)
    wide = svg.replace(narrow.group(), "")
    pictures = re.search(r"<defs>.*?</defs>", wide, re.DOTALL)
    shared = f'<svg class="stored" aria-hidden="true">{pictures.group()}</svg>' if pictures else ""
    wide = wide.replace(pictures.group(), "") if pictures else wide
    return shared + "".join(
        drawing.replace(MINE, f'<svg class="drawing for-{form}" {label}', 1)
        for form, drawing in (("wide", wide), ("narrow", narrow[1]))
    )
