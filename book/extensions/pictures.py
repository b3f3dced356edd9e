"""Sphinx extension: pictures keep their place while a page loads, and come when they are near.

Each `img` gets its width and height, so that no text moves when the picture arrives, and all but
the first wait until the reader comes near them. Pictures drawn by code have few colours: a palette
makes them a third as large, and where one would be seen, in photographs, they stay as they are.
"""

import re
from pathlib import Path

import numpy as np
from PIL import Image
from sphinx.application import Sphinx

# How far a colour may move, of 255, on average over the picture, before somebody sees it.
VISIBLE = 1.0


def setup(app: Sphinx) -> dict[str, bool]:
    app.connect("build-finished", prepare)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def prepare(app: Sphinx, error: Exception | None) -> None:
    """Make the site's pictures small, and tell every page their sizes."""
    if error is not None or app.builder.format != "html":
        return
    for picture in (Path(app.outdir) / "_images").glob("*.png"):
        shrink(picture)
    for page in Path(app.outdir).rglob("*.html"):
        html = page.read_text(encoding="utf-8")
        page.write_text(with_sizes(html, page.parent), encoding="utf-8")


def shrink(path: Path) -> None:
    """Give a picture a palette if nobody can see it, and pack it as tightly as it goes."""
    with Image.open(path) as picture:
        picture.load()
    if picture.mode != "P":
        full = picture.convert("RGB")
        few = full.quantize(256, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
        moved = np.subtract(full, few.convert("RGB"), dtype=np.int16)
        picture = few if np.abs(moved).mean() < VISIBLE else full
        picture.save(path, optimize=True)


def with_sizes(html: str, folder: Path) -> str:
    """The page, with each picture's size and when it is wanted."""
    places = iter(range(len(html)))

    def sized(match: re.Match) -> str:
        tag, address = match.group(), match["address"]
        file = folder / address
        if "width=" in tag or not file.suffix == ".png" or not file.exists():
            return tag
        with Image.open(file) as picture:
            width, height = picture.size
        waits = ' loading="lazy"' if next(places) else ""
        return f'{tag.rstrip("/> ")} width="{width}" height="{height}" decoding="async"{waits} />'

    return re.sub(r'<img [^>]*?src="(?P<address>[^"]+)"[^>]*>', sized, html)
