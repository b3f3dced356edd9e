"""The command `python -m nncourse.datasets.drawing`: draw a set of pictures into a folder.

It writes the pictures side by side in one WebP file without loss, and a CSV file with the label
and the species of each: what `nncourse.datasets.cats` reads. Or one PNG, to look at them.
"""

import argparse
import io
import sys
from pathlib import Path

import numpy as np

from nncourse.datasets.drawing.scene import LEVEL, draw_cats
from nncourse.datasets.optional import require
from nncourse.datasets.sheets import write_set
from nncourse.errors import DataError
from nncourse.files import write_whole


def parser() -> argparse.ArgumentParser:
    """The parser of the command's options."""
    options = argparse.ArgumentParser(
        prog="python -m nncourse.datasets.drawing",
        description="Draw cats, and animals and things that are none, half and half.",
        formatter_class=argparse.ArgumentDefaultsHelpFormatter,
    )
    options.add_argument("-m", type=int, default=100, help="number of pictures")
    options.add_argument("--seed", type=int, default=0, help="the same seed, the same pictures")
    options.add_argument("--size", type=int, default=64, help="pixels along a side")
    options.add_argument("--level", type=float, default=LEVEL, help="freedom of the pose, 0 to 1")
    options.add_argument("--context", type=float, default=0.0, help="usual coats, places, 0 to 1")
    options.add_argument("--contrast", type=float, default=1.0, help="backdrop set off, 0 to 1")
    options.add_argument("--out", default="drawn", help="folder to write to")
    options.add_argument("--name", default="train", help="name of the files: train or test")
    options.add_argument("--sheet", metavar="PNG", help="write one picture of them all instead")
    return options


def write_contact_sheet(path: str, images: np.ndarray, gap: int = 4) -> Path:
    """Write the pictures as one PNG to look at, nearly square, with a white gap between them."""
    m, size = images.shape[:2]
    columns = max(1, round(m**0.5))
    tiles = np.full((-(-m // columns) * columns, size + gap, size + gap, 3), 255, np.uint8)
    tiles[:m, gap:, gap:] = images
    rows = tiles.reshape(-1, columns, *tiles.shape[1:]).swapaxes(1, 2)
    file = io.BytesIO()
    sheet = rows.reshape(-1, columns * (size + gap), 3)
    require("PIL.Image", "pillow").fromarray(sheet).save(file, "PNG")
    write_whole(path, file.getvalue())
    return Path(path)


def main(arguments: list[str] | None = None) -> int:
    """Run the command and return its exit code: 0 if the set was written, 2 if it was not."""
    chosen = parser().parse_args(arguments)
    try:
        images, labels, species = draw_cats(
            chosen.m,
            np.random.default_rng(chosen.seed),
            size=chosen.size,
            level=chosen.level,
            context=chosen.context,
            contrast=chosen.contrast,
            with_species=True,
            progress=True,
        )
        if chosen.sheet:
            paths = [write_contact_sheet(chosen.sheet, images)]
        else:
            paths = write_set(chosen.out, chosen.name, images, labels, species.tolist())
    except (DataError, ModuleNotFoundError, OSError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    print(*paths, sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
