"""Drawn sets: a sheet `train.webp` with all pictures side by side, and `train.csv` beside it.

The sheet is kept without loss; the list has the label and the species of each picture. The cats
that ship with the course are such sets (see `nncourse.datasets.cats`).
"""

import io
import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from nncourse.datasets import storage
from nncourse.datasets.claims import check_claim, regular_file
from nncourse.datasets.optional import require
from nncourse.errors import DataError, LabelError
from nncourse.files import write_whole

COLUMNS = 40  # pictures in a row of a sheet
LONGEST = 16383  # pixels, the most a WebP file holds along a side
MOST_PIXELS = 89_000_000  # of more, Pillow warns
HEADER = "label,species"


def set_path(folder: str | os.PathLike[str] | None, name: str) -> Path:
    """The path of a file of a drawn set, in a folder or in the course's own."""
    if folder is None:
        return storage.find(f"cats/{name}")
    path = Path(folder).expanduser() / name
    if not path.is_file():
        raise DataError(
            f"{path} was not found. A drawn set is train.webp, train.csv, test.webp and test.csv; "
            "draw one with: python -m nncourse.datasets.drawing --help"
        )
    return path


def read_set(
    folder: str | os.PathLike[str] | None, name: str
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Read a drawn set: images (m, size, size, 3) uint8, labels (m,) uint8, species (m,) of str."""
    labels, species = read_labels(set_path(folder, f"{name}.csv"))
    path = set_path(folder, f"{name}.webp")
    images = cut_sheet(read_sheet(path), path)
    if not len(images) - COLUMNS < len(labels) <= len(images):
        raise LabelError(
            f"{path} has places for {len(images):,} pictures, but {name}.csv has {len(labels):,} "
            "labels. Do both files belong to the same set?"
        )
    return images[: len(labels)], labels, species


def read_labels(path: Path) -> tuple[np.ndarray, np.ndarray]:
    """Read the labels (m,) uint8 and the species (m,) of str of a drawn set."""
    return parse_labels(regular_file(path).read_text("utf-8", errors="replace"), path)


def parse_labels(text: str, path: Path) -> tuple[np.ndarray, np.ndarray]:
    """The labels (m,) uint8 and the species (m,) of str that a list names, a line per picture."""
    header, *lines = text.splitlines() or [""]
    rows = [line.split(",") for line in lines]
    if header != HEADER or not all(len(row) == 2 and row[0] in ("0", "1") for row in rows):
        raise DataError(
            f'{path} is not the list of a drawn set: expected the line "{HEADER}", then one line '
            'such as "1,cat" a picture'
        )
    return np.array([int(row[0]) for row in rows], np.uint8), np.array([row[1] for row in rows])


def read_sheet(path: Path) -> np.ndarray:
    """Read the pixels (height, width, 3) uint8 of a sheet of pictures."""
    pillow = require("PIL.Image", "pillow")
    try:
        with pillow.open(regular_file(path)) as picture:
            check_claim(path, 3 * picture.width * picture.height, path.stat().st_size)
            return np.asarray(picture.convert("RGB"))
    except DataError:
        raise
    except Exception as error:  # of a damaged file, Pillow raises errors of many kinds
        raise DataError(f"{path} is damaged or no picture ({error}). Get a fresh copy.") from error


def cut_sheet(sheet: np.ndarray, path: Path) -> np.ndarray:
    """Cut a sheet (rows * size, COLUMNS * size, 3) into its pictures (m, size, size, 3)."""
    height, width, _ = sheet.shape
    size = width // COLUMNS
    if size == 0 or width % COLUMNS or height % size:
        raise DataError(
            f"{path}: a sheet has {COLUMNS} square pictures in each row, but this one is {width} "
            f"pixels wide and {height} high"
        )
    tiles = sheet.reshape(height // size, size, COLUMNS, size, 3)
    return tiles.swapaxes(1, 2).reshape(-1, size, size, 3)


def write_set(
    folder: str | os.PathLike[str],
    name: str,
    images: np.ndarray,
    labels: np.ndarray,
    species: Sequence[str],
) -> list[Path]:
    """Write a drawn set to a folder, without loss; return the paths of its two files.

    A DataError if `read_set` could not read it again.
    """
    check_set(images, labels, species)
    sheet = join_sheet(images)
    file = io.BytesIO()
    require("PIL.Image", "pillow").fromarray(sheet).save(file, "WEBP", lossless=True, quality=60)
    rows = [f"{int(label)},{kind}" for label, kind in zip(labels, species, strict=True)]
    folder = Path(folder).expanduser()
    paths = [folder / f"{name}.webp", folder / f"{name}.csv"]
    check_claim(paths[0], sheet.nbytes, file.tell())
    folder.mkdir(parents=True, exist_ok=True)
    write_whole(paths[0], file.getvalue())
    write_whole(paths[1], "\n".join([HEADER, *rows, ""]).encode())
    return paths


def check_set(images: np.ndarray, labels: np.ndarray, species: Sequence[str]) -> None:
    """A DataError unless the pictures fit on a sheet and the rest into its list."""
    m, size, *rest = images.shape if images.ndim == 4 else (0, 1)
    if rest != [size, 3] or images.dtype != np.uint8:
        raise DataError(
            f"pictures of shape {images.shape} and type {images.dtype}; expected square ones in "
            "colour, uint8 of shape (m, size, size, 3)"
        )
    most = min(LONGEST, MOST_PIXELS // (COLUMNS * size)) // size * COLUMNS
    if not 0 < m <= most or COLUMNS * size > LONGEST:
        raise DataError(
            f"a sheet holds between 1 and {most:,} pictures of this size, {LONGEST // COLUMNS} "
            f"pixels at most, not {m:,} pictures of {size} pixels: draw several sets"
        )
    if not len(labels) == len(species) == m or not np.isin(labels, [0, 1]).all():
        raise LabelError(
            f"{m:,} pictures with {len(labels):,} labels and {len(species):,} species; expected as "
            "many of each, and no label but 0 and 1"
        )
    for name in species:
        if "," in name or not name.isprintable():
            raise DataError(f"the species {name!r} has a comma or is not of one line")


def join_sheet(images: np.ndarray) -> np.ndarray:
    """Lay pictures (m, size, size, 3) out in rows of COLUMNS; what is left over stays white."""
    m, size = images.shape[:2]
    tiles = np.full((-(-m // COLUMNS) * COLUMNS, size, size, 3), 255, np.uint8)
    tiles[:m] = images
    rows = tiles.reshape(-1, COLUMNS, size, size, 3).swapaxes(1, 2)
    return rows.reshape(-1, COLUMNS * size, 3)
