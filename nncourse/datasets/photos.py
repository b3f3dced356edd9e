"""The classic cat photographs: 209 to train on and 50 to test with, 64 x 64 in colour.

The chapter on cats turns to them after the drawn cats. Their licence is not known, so the course
does not ship them: they are read from a folder that you name, or fetched once.
"""

import importlib.util
import os
from pathlib import Path

import numpy as np

from nncourse.datasets import storage
from nncourse.datasets.hdf5 import read_hdf5
from nncourse.errors import DataError

FILES = {"train": "train_catvnoncat.h5", "test": "test_catvnoncat.h5"}


def photos(
    split: str = "train", folder: str | os.PathLike[str] | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """Read the cat photographs, and fetch them first if they are not on this machine.

    They are looked for in `folder` if it is given, else in the folder that NNCOURSE_PHOTOS names,
    else where the course keeps its data (`nncourse.datasets.storage`). Many copies go round whose
    bytes differ although the pictures do not: it is the pictures and labels that are checked.

    Parameters
    ----------
    split : "train" (209 photographs, 72 of cats) or "test" (50, 33 of cats).
    folder : a folder with train_catvnoncat.h5 and test_catvnoncat.h5.

    Returns
    -------
    Images (m, 64, 64, 3) uint8, and labels (m,) uint8: 1 for a cat.

    Raises
    ------
    DataError
        If there is no such split, or the file is missing, damaged, or holds other pictures.
    DownloadError
        If the photographs are not here and could not be fetched.
    ModuleNotFoundError
        If the package h5py is not installed.

    Examples
    --------
    >>> images, labels = photos("test", "my/photos")      # doctest: +SKIP
    >>> images.shape, labels.sum()                        # doctest: +SKIP
    ((50, 64, 64, 3), 33)
    """
    if split not in FILES:
        raise DataError(f'the photographs have the splits "train" and "test", not {split!r}')
    name = f"photos/{FILES[split]}"
    path = in_folder(split, folder) or storage.get(name)
    images, labels = read_hdf5(path)
    if not storage.is_sound(path, name):
        raise DataError(
            f"{path}: {images.shape[0]} pictures, but not the ones of the classic set, or not "
            "with their labels. Fetch them again: nncourse data get photos"
        )
    return images, labels


def photos_available(folder: str | os.PathLike[str] | None = None) -> bool:
    """Whether `photos` can read both splits without a network.

    Parameters
    ----------
    folder : as for `photos`.

    Examples
    --------
    >>> photos_available("/no/such/folder")
    False
    """
    if importlib.util.find_spec("h5py") is None:
        return False
    try:
        for split, name in FILES.items():
            if in_folder(split, folder) is None:
                storage.find(f"photos/{name}")
    except DataError:
        return False
    return True


def in_folder(split: str, folder: str | os.PathLike[str] | None) -> Path | None:
    """The split's path in the folder that the user named, None if the user named none."""
    folder = folder or os.environ.get("NNCOURSE_PHOTOS")
    if not folder:
        return None
    path = Path(folder).expanduser() / FILES[split]
    if not path.is_file():
        raise DataError(
            f"The photographs are not in {path.parent}: there is no {path.name}. Put "
            f"{' and '.join(FILES.values())} there, or name no folder to have them fetched."
        )
    return path
