"""Cats or not: the drawn pictures that ship with the course, the photographs, or your own.

Chapter 4 learns from the drawn ones, then meets photographs. A drawn set is two files: a sheet
`train.webp` with all pictures side by side, kept without loss, and `train.csv` with the label and
the species of each.
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
Folder = str | os.PathLike[str]


def cats(
    split: str = "train", source: str = "drawn", folder: Folder | None = None, size: int = 64
) -> tuple[np.ndarray, np.ndarray]:
    """Read pictures of cats and of what is none.

    Parameters
    ----------
    split : "train" or "test"
    source : "drawn", half of them cats, or "photos"
    folder : where the files are. Drawn: a folder with train.webp and train.csv, None for the
        course's own (2,400 to train on, 800 to test with). Photos: a folder with the classic
        photographs (see `photos`, also for None), or with your own pictures in the sub-folders
        cat and not_cat, or train/cat, train/not_cat and so on
    size : pixels along a side, 64 or a divisor of it; your own pictures may have any size

    Returns
    -------
    images (m, size, size, 3) uint8, and labels (m,) uint8: 1 for a cat, 0 for another

    Raises
    ------
    DataError
        If there is no such split, source or size, or a file is missing or damaged.
    LabelError
        If the labels do not fit the pictures, or your own are not in two sub-folders.

    Examples
    --------
    >>> images, labels = cats("test")
    >>> images.shape, labels.mean()
    ((800, 64, 64, 3), np.float64(0.5))
    """
    check_split(split)
    if source == "drawn":
        images, labels, _ = read_set(folder, split)
    elif source == "photos" and is_own(folder):
        return read_own(Path(folder or ""), split, size)
    elif source == "photos":
        from nncourse.datasets.photos import photos

        images, labels = photos(split, folder)
    else:
        raise DataError(f'source is "drawn" or "photos", not {source!r}')
    return shrink(images, size), labels


def cats_species(split: str = "train", folder: Folder | None = None) -> np.ndarray:
    """Return what is on each picture of a drawn set: "cat", "dog", ..., "thing".

    Parameters
    ----------
    split : "train" or "test"
    folder : where the set is, None for the course's own

    Returns
    -------
    names (m,) of str, in the order of `cats`

    Raises
    ------
    DataError
        If there is no such split, or the file is missing or damaged.

    Examples
    --------
    >>> sorted({str(name) for name in cats_species("test")})
    ['bear', 'cat', 'dog', 'fox', 'mouse', 'owl', 'rabbit', 'thing']
    """
    check_split(split)
    return read_labels(set_path(folder, f"{split}.csv"))[1]


def check_split(split: str) -> None:
    """Raise a DataError if there is no such split."""
    if split not in ("train", "test"):
        raise DataError(f'the cats have the splits "train" and "test", not {split!r}')


def set_path(folder: Folder | None, name: str) -> Path:
    """Return the path of a file of a drawn set, in a folder or in the course's own."""
    if folder is None:
        return storage.find(f"cats/{name}")
    path = Path(folder).expanduser() / name
    if not path.is_file():
        raise DataError(
            f"{path} was not found. A drawn set is train.webp, train.csv, test.webp and test.csv; "
            "draw one with: python -m nncourse.datasets.drawing --help"
        )
    return path


def read_set(folder: Folder | None, name: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
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


def join_sheet(images: np.ndarray) -> np.ndarray:
    """Lay pictures (m, size, size, 3) out in rows of COLUMNS; what is left over stays white."""
    m, size = images.shape[:2]
    tiles = np.full((-(-m // COLUMNS) * COLUMNS, size, size, 3), 255, np.uint8)
    tiles[:m] = images
    rows = tiles.reshape(-1, COLUMNS, size, size, 3).swapaxes(1, 2)
    return rows.reshape(-1, COLUMNS * size, 3)


def write_set(
    folder: Folder, name: str, images: np.ndarray, labels: np.ndarray, species: Sequence[str]
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


def is_own(folder: Folder | None) -> bool:
    """Tell whether a folder holds pictures of the user's own, not the classic photographs."""
    path = Path(folder).expanduser() if folder is not None else None
    return path is not None and path.is_dir() and not any(path.glob("*.h5"))


def read_own(folder: Folder, split: str, size: int) -> tuple[np.ndarray, np.ndarray]:
    """Read the user's own pictures, from the sub-folder of the split if there is one."""
    from nncourse.datasets.pictures import read_folder

    folder = Path(folder).expanduser()
    folder = folder / split if (folder / split).is_dir() else folder
    if not all((folder / name).is_dir() for name in ("cat", "not_cat")):
        raise LabelError(
            f"{folder}: pictures of cats belong in the sub-folder cat and the others in not_cat, "
            "so that it is known which is which"
        )
    pictures = read_folder(folder, size=(size, size), classes=("not_cat", "cat"))
    return pictures.images, np.asarray(pictures.labels, np.uint8)


def shrink(images: np.ndarray, size: int) -> np.ndarray:
    """Return the pictures at another size, a divisor of theirs: each pixel a mean of a block."""
    m, full = images.shape[:2]
    if size == full:
        return images
    if not isinstance(size, (int, np.integer)) or size < 1 or full % size:
        raise DataError(
            f"these pictures have {full} pixels along a side; size is a divisor of that, "
            f"not {size!r}. Draw larger ones with draw_cats(m, rng, size=...)"
        )
    block = full // size
    means = images.reshape(m, size, block, size, block, 3).mean(axis=(2, 4))
    return np.rint(means).astype(np.uint8)
