"""Your own pictures: cats in the sub-folder cat, and what is none in not_cat."""

import os
from pathlib import Path

import numpy as np

from nncourse.datasets.pictures import read_folder
from nncourse.errors import LabelError


def is_own(folder: str | os.PathLike[str]) -> bool:
    """Whether a folder holds pictures of the user's own, not the classic photographs."""
    path = Path(folder).expanduser()
    return path.is_dir() and not any(path.glob("*.h5"))


def read_own(
    folder: str | os.PathLike[str], split: str, size: int
) -> tuple[np.ndarray, np.ndarray]:
    """Read the user's own pictures, from the sub-folder of the split if there is one."""
    folder = Path(folder).expanduser()
    folder = folder / split if (folder / split).is_dir() else folder
    if not all((folder / name).is_dir() for name in ("cat", "not_cat")):
        raise LabelError(
            f"{folder}: pictures of cats belong in the sub-folder cat and the others in not_cat, "
            "so that it is known which is which"
        )
    pictures = read_folder(folder, size=(size, size), classes=("not_cat", "cat"))
    return pictures.images, np.asarray(pictures.labels, np.uint8)
