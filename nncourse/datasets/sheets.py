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
from nncourse.datasets.optional import require
from nncourse.errors import DataError, LabelError
from nncourse.files import write_whole

COLUMNS = 40  # pictures in a row of a sheet
LONGEST = 16383  # pixels, the most a WebP file holds along a side
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
    images = cut_sheet(read_sheet(path))
    if not len(images) - COLUMNS < len(labels) <= len(images):
        raise LabelError(
            f"{path} has places for {len(images):,} pictures, but {name}.csv has {len(labels):,} "
            "labels. Do both files belong to the same set?"
        )
    return images[: len(labels)], labels, species


def read_labels(path: Path) -> tuple[np.ndarray, np.ndarray]:
    """Read the labels (m,) uint8 and the species (m,) of str of a drawn set."""
    header, *lines = path.read_text("utf-8", errors="replace").splitlines() or [""]
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
        with pillow.open(path) as picture:
            return np.asarray(picture.convert("RGB"))
    except (OSError, SyntaxError, ValueError) as error:
        raise DataError(f"{path} is damaged or no picture ({error}). Get a fresh copy.") from error


def cut_sheet(sheet: np.ndarray) -> np.ndarray:
    """Cut a sheet (rows * size, COLUMNS * size, 3) into its pictures (m, size, size, 3)."""
    height, width, _ = sheet.shape
    size = width // COLUMNS
    if size == 0 or width % COLUMNS or height % size:
        raise DataError(
            f"a sheet has {COLUMNS} square pictures in each row, but this one is {width} pixels "
            f"wide and {height} high"
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
    """Write a drawn set to a folder, without loss; return the paths of its two files."""
    sheet = join_sheet(images)
    if len(images) == 0 or max(sheet.shape) > LONGEST:
        raise DataError(
            f"a sheet holds between 1 and {LONGEST // images.shape[1] * COLUMNS:,} pictures of "
            f"this size, {LONGEST // COLUMNS} pixels at most, not {len(images):,} pictures of "
            f"{images.shape[1]} pixels: draw several sets"
        )
    file = io.BytesIO()
    require("PIL.Image", "pillow").fromarray(sheet).save(file, "WEBP", lossless=True, quality=60)
    rows = [f"{label},{kind}" for label, kind in zip(labels, species, strict=True)]
    folder = Path(folder).expanduser()
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"{name}.webp", folder / f"{name}.csv"]
    write_whole(paths[0], file.getvalue())
    write_whole(paths[1], "\n".join([HEADER, *rows, ""]).encode())
    return paths


def join_sheet(images: np.ndarray) -> np.ndarray:
    """Lay pictures (m, size, size, 3) out in rows of COLUMNS; what is left over stays white."""
    m, size = images.shape[:2]
    tiles = np.full((-(-m // COLUMNS) * COLUMNS, size, size, 3), 255, np.uint8)
    tiles[:m] = images
    rows = tiles.reshape(-1, COLUMNS, size, size, 3).swapaxes(1, 2)
    return rows.reshape(-1, COLUMNS * size, 3)
