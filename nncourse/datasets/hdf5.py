"""Reading labelled pictures from HDF5, the format that the cat photographs come in.

An HDF5 file is a small file system of named arrays. Of those the reader takes the two that matter:
the pictures, whose name ends in `_set_x`, and their labels, whose name ends in `_set_y`. Used in
the chapter on cats.
"""

import math
import os
from pathlib import Path
from typing import Any

import numpy as np

from nncourse.datasets.claims import check_claim, regular_file
from nncourse.datasets.optional import require
from nncourse.errors import DataError, LabelError


def read_hdf5(path: str | os.PathLike[str]) -> tuple[np.ndarray, np.ndarray]:
    """Read pictures and their labels, 0 or 1, from an HDF5 file.

    Parameters
    ----------
    path : the file; it holds one array `..._set_x` and one `..._set_y`.

    Returns
    -------
    Images (m, height, width, 3) uint8, and labels (m,) uint8.

    Raises
    ------
    DataError
        If the file is no HDF5, damaged, holds other arrays, or claims to hold far more than it can.
    LabelError
        If there are not as many labels as pictures, or other labels than 0 and 1.
    FileNotFoundError, ModuleNotFoundError
        If there is no such file, or the package h5py is not installed.

    Examples
    --------
    >>> images, labels = read_hdf5("photos/train_catvnoncat.h5")      # doctest: +SKIP
    >>> images.shape, labels.shape                                    # doctest: +SKIP
    ((209, 64, 64, 3), (209,))
    """
    images, labels = read_arrays(regular_file(path), ["_set_x", "_set_y"])
    labels = labels.reshape(-1)
    if images.ndim != 4 or images.shape[3] != 3 or images.dtype != np.uint8:
        raise DataError(
            f"{path}: the pictures are {images.dtype} of shape {images.shape}; expected uint8 of "
            "shape (pictures, height, width, 3)."
        )
    if len(labels) != len(images):
        raise LabelError(f"{path}: {len(images)} pictures, but {len(labels)} labels.")
    if not np.isin(labels, [0, 1]).all():
        raise LabelError(f"{path}: labels other than 0 and 1: {np.unique(labels)[:10]}.")
    return images, labels.astype(np.uint8)


def read_arrays(path: Path, endings: list[str]) -> list[np.ndarray]:
    """The arrays whose names have the given endings; a DataError unless there is one of each."""
    h5py = require("h5py", "h5py")
    try:
        with h5py.File(path) as file:
            names = [[name for name in file if name.endswith(ending)] for ending in endings]
            if any(len(found) != 1 for found in names):
                raise DataError(
                    f"{path}: expected one array ..._set_x and one ..._set_y, found {list(file)}."
                )
            return [read_array(file[found[0]], path) for found in names]
    except DataError:
        raise
    except Exception as error:  # of a damaged file, h5py raises errors of any kind
        raise DataError(
            f"{path}: no HDF5 file, or a damaged one ({error}). Fetch or copy it again."
        ) from error


def read_array(dataset: Any, path: Path) -> np.ndarray:
    """One array of a file; a DataError if it holds no numbers, or more than the file can."""
    if dataset.dtype.kind not in "buif":
        raise DataError(f"{path}: {dataset.name} holds {dataset.dtype}; expected numbers.")
    chunk = math.prod(dataset.chunks or ()) * dataset.dtype.itemsize  # what is read at a time
    check_claim(path, max(dataset.nbytes, chunk), path.stat().st_size)
    return np.asarray(dataset)
