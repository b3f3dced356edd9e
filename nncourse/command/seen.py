"""What the network saw: a prepared picture, in characters and as a file."""

import io
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from nncourse.command.places import same_file
from nncourse.datasets.optional import require
from nncourse.files import check_writable, write_whole

SHADES = " ░▒▓█"
PLAIN_SHADES = " .:-=+*#%@"


def in_characters(picture: np.ndarray, columns: int, encoding: str | None) -> list[str]:
    """Draw a picture in shades, two characters a pixel, which makes it a square.

    Parameters
    ----------
    picture : (height, width) or, drawn in grey, (height, width, 3); uint8.
    columns : how many characters fit in a line; of a wider picture, some pixels are left out.
    encoding : of where it is printed to; without shades in it, plain letters and signs are used.

    Examples
    --------
    >>> in_characters(np.array([[0, 255], [100, 0]], np.uint8), 80, "utf-8")
    ['  ██', '▒▒  ']
    >>> in_characters(np.array([[0, 255], [100, 0]], np.uint8), 80, "ascii")
    ['  @@', '==  ']
    """
    grey = picture if picture.ndim == 2 else picture.mean(axis=2)
    step = max(1, -(-2 * grey.shape[1] // max(columns, 2)))
    shades = SHADES if can_print(SHADES, encoding) else PLAIN_SHADES
    levels = np.rint(grey[::step, ::step] / 255 * (len(shades) - 1)).astype(int)
    return ["".join(2 * shades[level] for level in row) for row in levels]


def can_print(text: str, encoding: str | None) -> bool:
    """Whether a stream of this encoding has the signs."""
    try:
        text.encode(encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def seen_places(place: Path, pictures: Sequence[Path]) -> list[Path]:
    """Where each prepared picture goes: `place` itself if it ends in .png, else a folder.

    Raises
    ------
    ValueError
        If two would be one file, or one would replace a picture that was given.
    OSError
        If the folder cannot be made, or a file in it not be written.
    """
    if place.suffix.lower() == ".png" and not place.is_dir():
        files = [place for _ in pictures]
    else:
        place.mkdir(parents=True, exist_ok=True)
        files = [place / f"{picture.stem}.png" for picture in pictures]
    for i, file in enumerate(files):
        if file in files[:i]:
            raise ValueError(
                f"two pictures would both be written to {file}: give --save-seen a folder (a name "
                "without .png), and the pictures names of their own"
            )
        if any(same_file(file, picture) for picture in pictures):
            raise ValueError(f"{file} is a picture to predict: give --save-seen another name")
        check_writable(file)
    return files


def write_seen(path: Path, picture: np.ndarray) -> None:
    """Write a prepared picture as PNG, pixel for pixel."""
    file = io.BytesIO()
    require("PIL.Image", "pillow").fromarray(picture).save(file, format="png")
    write_whole(path, file.getvalue())
