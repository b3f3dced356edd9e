"""Cats or not: the drawn pictures that ship with the course, the photographs, or your own.

The chapter on cats learns from the drawn ones, then meets photographs.
"""

import os

import numpy as np

from nncourse.datasets.own import is_own, read_own
from nncourse.datasets.photos import photos
from nncourse.datasets.sheets import read_labels, read_set, set_path
from nncourse.errors import DataError


def cats(
    split: str = "train",
    source: str = "drawn",
    folder: str | os.PathLike[str] | None = None,
    size: int = 64,
) -> tuple[np.ndarray, np.ndarray]:
    """Read pictures of cats and of what is none.

    Parameters
    ----------
    split : "train" or "test".
    source : "drawn", half of them cats, or "photos".
    folder : where the files are. Drawn: a folder with train.webp and train.csv, None for the
        course's own (2,400 to train on, 800 to test with). Photos: a folder with the classic
        photographs (see `photos`, also for None), or with your own pictures in the sub-folders
        cat and not_cat, or train/cat, train/not_cat and so on.
    size : pixels along a side, 64 or a divisor of it; your own pictures may have any size.

    Returns
    -------
    Images (m, size, size, 3) uint8, and labels (m,) uint8: 1 for a cat, 0 for another.

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
    elif source == "photos" and folder is not None and is_own(folder):
        return read_own(folder, split, size)
    elif source == "photos":
        images, labels = photos(split, folder)
    else:
        raise DataError(f'source is "drawn" or "photos", not {source!r}')
    return shrink(images, size), labels


def cats_species(split: str = "train", folder: str | os.PathLike[str] | None = None) -> np.ndarray:
    """What is on each picture of a drawn set: "cat", "dog", ..., "thing".

    Parameters
    ----------
    split : "train" or "test".
    folder : where the set is, None for the course's own.

    Returns
    -------
    Names (m,) of str, in the order of `cats`.

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
    """A DataError if there is no such split."""
    if split not in ("train", "test"):
        raise DataError(f'the cats have the splits "train" and "test", not {split!r}')


def shrink(images: np.ndarray, size: int) -> np.ndarray:
    """The pictures at another size, a divisor of theirs: each pixel a mean of a block."""
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
