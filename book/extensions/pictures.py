"""Sphinx extension: pictures keep their place while a page loads, and come when they are near.

Each `img` gets its width and height, so that no text moves when the picture arrives, and all but
the first wait until the reader comes near them. Pictures become WebP, which is half as large. Those
drawn by code have few colours: a palette makes them smaller again, unless somebody could see it.
"""

import re
from pathlib import Path

import numpy as np
from PIL import Image
from sphinx.application import Sphinx

# How far a colour may move, of 255, on average over the picture, before somebody sees it.
VISIBLE = 0.25


def setup(app: Sphinx) -> dict[str, bool]:
    app.connect("build-finished", prepare)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def prepare(app: Sphinx, error: Exception | None) -> None:
    """Make the site's pictures small, and tell every page their new names and their sizes."""
    if error is not None or app.builder.format != "html":
        return
    for picture in (Path(app.outdir) / "_images").glob("*.png"):
        shrink(picture)
        picture.unlink()
    for page in Path(app.outdir).rglob("*.html"):
        html = re.sub(r"(_images/[^\"/]+)\.png", r"\1.webp", page.read_text(encoding="utf-8"))
        page.write_text(with_sizes(html, page.parent), encoding="utf-8")


def shrink(path: Path) -> None:
    """Save a picture as WebP: with a palette and no other loss, or as photographs are saved."""
    with Image.open(path) as picture:
        full = picture.convert("RGB")
    few = full.quantize(256, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    few = few.convert("RGB")
    moved = np.abs(np.subtract(full, few, dtype=np.int16)).mean()
    is_drawn = bool(moved < VISIBLE)
    best = few if is_drawn else full
    best.save(path.with_suffix(".webp"), lossless=is_drawn, quality=90)


def with_sizes(html: str, folder: Path) -> str:
    """The page, with each picture's size and when it is wanted."""
    places = iter(range(len(html)))

    def sized(match: re.Match) -> str:
        tag, address = match.group(), match["address"]
        file = folder / address
        if "width=" in tag or file.suffix != ".webp" or not file.exists():
            return tag
        with Image.open(file) as picture:
            width, height = picture.size
        waits = ' loading="lazy"' if next(places) else ""
        return f'{tag.rstrip("/> ")} width="{width}" height="{height}" decoding="async"{waits} />'

    return re.sub(r'<img [^>]*?src="(?P<address>[^"]+)"[^>]*>', sized, html)
