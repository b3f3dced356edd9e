"""Reading labelled pictures from HDF5, the format that the cat photographs come in.

An HDF5 file is a small file system of named arrays. Of those the reader takes the two that matter:
the pictures, whose name ends in `_set_x`, and their labels, whose name ends in `_set_y`. Used in
the chapter on cats.
"""

import os
from pathlib import Path

import numpy as np

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
        If the file is no HDF5, damaged, or holds other arrays.
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
    if not Path(path).is_file():
        raise FileNotFoundError(f"{path}: no such file")
    images, labels = read_arrays(path, ["_set_x", "_set_y"])
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


def read_arrays(path: str | os.PathLike[str], endings: list[str]) -> list[np.ndarray]:
    """The arrays whose names have the given endings; a DataError unless there is one of each."""
    h5py = require("h5py", "h5py")
    try:
        with h5py.File(path) as file:
            names = [[name for name in file if name.endswith(ending)] for ending in endings]
            if any(len(found) != 1 for found in names):
                raise DataError(
                    f"{path}: expected one array ..._set_x and one ..._set_y, found {list(file)}."
                )
            return [np.asarray(file[found[0]]) for found in names]
    except OSError as error:
        raise DataError(
            f"{path}: no HDF5 file, or a damaged one ({error}). Fetch or copy it again."
        ) from error
