"""MNIST: 70,000 handwritten digits, the data of the chapter on digits."""

import hashlib
import warnings
from pathlib import Path

import numpy as np

from nncourse.datasets import storage
from nncourse.datasets.idx import read_idx, write_idx
from nncourse.errors import DataError, DataWarning, LabelError

PREFIXES = {"train": "train", "test": "t10k"}


def mnist(split: str = "train") -> tuple[np.ndarray, np.ndarray]:
    """Read the handwritten digits, and fetch them first if they are not on this machine.

    Parameters
    ----------
    split : "train" (60,000 digits) or "test" (10,000).

    Returns
    -------
    Images (m, 28, 28) uint8, from 0 (background) to 255 (ink), and labels (m,) uint8, from 0 to 9.
    Of files that somebody put in the place of the published ones, a `DataWarning` tells.

    Raises
    ------
    DataError
        If there is no such split, or a file is damaged or missing.
    LabelError
        If there are not as many labels as pictures, or a label is above 9.
    DownloadError
        If the files are not here and could not be fetched.

    Examples
    --------
    >>> images, labels = mnist("test")
    >>> images.shape, labels[:5]
    ((10000, 28, 28), array([7, 2, 1, 0, 4], dtype=uint8))

    Source: LeCun, Bottou, Bengio and Haffner (1998); see data/mnist/README.md.
    """
    if split not in PREFIXES:
        raise DataError(f'MNIST has the splits "train" and "test", not {split!r}')
    images_path = storage.get(f"mnist/{PREFIXES[split]}-images-idx3-ubyte.gz")
    labels_path = storage.get(f"mnist/{PREFIXES[split]}-labels-idx1-ubyte.gz")
    images, labels = read_idx(images_path), read_idx(labels_path)
    if images.dtype != np.uint8 or images.shape[1:] != (28, 28):
        raise DataError(
            f"{images_path}: expected uint8 pictures of shape (m, 28, 28), found {images.dtype} "
            f"of shape {images.shape}."
        )
    if labels.shape != (len(images),):
        raise LabelError(
            f"{len(images):,} pictures in {images_path}, but labels of shape {labels.shape} in "
            f"{labels_path}. Do both files belong to the same split?"
        )
    if labels.dtype != np.uint8 or labels.max(initial=0) > 9:
        raise LabelError(
            f"{labels_path}: expected uint8 labels from 0 to 9, found {labels.max(initial=0)} "
            f"({labels.dtype})."
        )
    for array, path in ((images, images_path), (labels, labels_path)):
        tell_if_foreign(array, path)
    return images, labels


def tell_if_foreign(array: np.ndarray, path: Path) -> None:
    """A DataWarning if an array is not what the published file of its name holds."""
    if is_published(array, path.name):
        return
    what = "this is not the published file of MNIST"
    if array.ndim == 3 and is_published(array.transpose(0, 2, 1), path.name):
        what = "the pictures of MNIST are transposed in it: rows are columns"
    warnings.warn(
        f"{path}: {what}. It is used as it is; if that is not what you want, delete it, then run: "
        "nncourse data get mnist",
        DataWarning,
        stacklevel=3,
    )


def is_published(array: np.ndarray, name: str) -> bool:
    """Whether an array is what the published file holds, by the hash of that."""
    expected = storage.select(f"mnist/{name}")[0].sha256
    return hashlib.sha256(write_idx(np.ascontiguousarray(array))).hexdigest() == expected
