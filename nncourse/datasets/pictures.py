"""Reading picture files: a digit as MNIST would hold it, or a small photograph in colour.

A network knows only pictures like those it was trained on. So a digit from a file, of any size and
dark on light or light on dark, goes through the steps that made MNIST (see the chapter on digits):
light ink on black, scaled to fit a box of 20 x 20 pixels, its centre of mass in the middle of a
frame of 28 x 28. A photograph (see the chapter on cats) is cropped to the middle and scaled down.
PNG, JPEG, BMP, GIF, WebP and TIFF are read; of several pictures in one file, the first.
"""

import math
import os
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from nncourse.datasets.claims import regular_file
from nncourse.datasets.handwriting import digit_of
from nncourse.datasets.optional import require
from nncourse.errors import DataError

SUFFIXES = frozenset({".png", ".jpg", ".jpeg", ".bmp", ".gif", ".webp", ".tif", ".tiff"})
FORMATS = ("PNG", "JPEG", "BMP", "GIF", "WEBP", "TIFF")  # what Pillow calls them
KINDS = "PNG, JPEG, BMP, GIF, WebP or TIFF"
PREPARATIONS = ("digit", "picture", "none")
LARGE = 2**24  # pixels: what has more is read in reduced size
MOST_PIXELS = 36_000_000  # an A4 page at 600 dots per inch has 35 million


class PictureFolder(NamedTuple):
    """What `read_folder` returns; `labels` is None and `classes` empty without sub-folders."""

    images: np.ndarray
    labels: np.ndarray | None
    classes: tuple[str, ...]
    paths: tuple[Path, ...]


def read_picture(
    path: str | os.PathLike[str],
    size: tuple[int, int] = (28, 28),
    channels: int = 1,
    invert: bool | None = None,
    preparation: str | None = None,
) -> np.ndarray:
    """Read a picture file of any size as a picture that a network of this course can be given.

    Parameters
    ----------
    path : a PNG, JPEG, BMP, GIF (its first frame), WebP or TIFF; its rotation mark, transparency,
        palette and 16-bit grey are understood.
    size : (height, width) of the result in pixels.
    channels : 1 for grey, 3 for colour (RGB).
    invert : for a digit: True if it is dark on light, False if light on dark; None (the default)
        finds out by comparing the picture with its border. Of other pictures, True makes the
        negative.
    preparation : "digit" for a digit as in MNIST; "picture" for the middle of a picture; "none" for
        all of it, scaled to the size and otherwise as it is. None (the default) takes grey for
        digits and colour for pictures.

    Returns
    -------
    uint8 from 0 to 255, of shape (height, width) for 1 channel (0 is background, 255 ink) and
    (height, width, 3) for 3.

    Raises
    ------
    DataError
        If the file is no picture, is damaged, has more than 36 million pixels (most JPEGs may
        have more), or shows no digit (it is the same grey all over), or there is no such
        preparation.
    FileNotFoundError, ModuleNotFoundError
        If there is no such file, or the package pillow is not installed.

    Examples
    --------
    >>> import tempfile, PIL.Image
    >>> paper = np.full((300, 200), 255, dtype=np.uint8)
    >>> paper[40:260, 90:110] = 0                      # a one, in black
    >>> path = Path(tempfile.mkdtemp()) / "one.png"
    >>> PIL.Image.fromarray(paper).save(path)
    >>> digit = read_picture(path)
    >>> digit.shape, digit[14, 14], digit[14, 3]
    ((28, 28), np.uint8(255), np.uint8(0))

    Source: the preparation of MNIST is described at http://yann.lecun.com/exdb/mnist/
    """
    if channels not in (1, 3):
        raise DataError(f"channels is 1 for grey or 3 for colour, not {channels!r}")
    preparation = preparation or ("digit" if channels == 1 else "picture")
    if preparation not in PREPARATIONS or (preparation, channels) == ("digit", 3):
        raise DataError(
            f'preparation is "digit" (of grey pictures), "picture" or "none", not {preparation!r}'
        )
    if len(size) != 2 or min(size) < 8 or math.prod(size) > LARGE:
        raise DataError(
            f"size is (height, width), at least 8 pixels each and {LARGE:,} in all; got {size!r}"
        )
    picture = open_picture(Path(path)).convert("L" if channels == 1 else "RGB")
    if preparation == "digit":
        return as_digit(grey_of(picture), size, invert, Path(path))[0]
    pixels = cropped(picture, size) if preparation == "picture" else scaled(picture, size)
    return 255 - pixels if invert else pixels


def read_turned(
    path: str | os.PathLike[str],
    size: tuple[int, int] = (28, 28),
    invert: bool | None = None,
    turns: Sequence[float] = (0, -20, 20),
) -> np.ndarray:
    """Read a digit as `read_picture` does, and turn it, for a reader that looks more than once.

    Parameters
    ----------
    path, size, invert : as for `read_picture`.
    turns : by how many degrees, against the clock.

    Returns
    -------
    (turns, height, width) uint8.

    Raises
    ------
    DataError
        If the file is no picture that can be read, or shows no digit.
    FileNotFoundError, ModuleNotFoundError
        If there is no such file, or the package pillow is not installed.

    Examples
    --------
    >>> read_turned("my/seven.jpg").shape    # doctest: +SKIP
    (3, 28, 28)
    """
    return as_digit(grey_of(open_picture(Path(path))), size, invert, Path(path), turns)


def read_folder(
    path: str | os.PathLike[str],
    size: tuple[int, int] = (64, 64),
    channels: int = 3,
    classes: Sequence[str] | None = None,
    preparation: str | None = None,
) -> PictureFolder:
    """Read all pictures in a folder, labelled by sub-folder if there are any.

    Parameters
    ----------
    path : a folder of pictures, or of one sub-folder a class, for example `not_cat` and `cat`.
    size, channels : as for `read_picture`.
    classes : the sub-folders to read, label 0 first; None reads all in alphabetical order, but
        names that begin with "not" or "non" before the others, so that `cat` is 1.
    preparation : as for `read_picture`.

    Returns
    -------
    Images (m, height, width[, 3]) uint8, labels (m,) int64 or None, the names of the classes, and
    the paths of the files, all in the same order.

    Raises
    ------
    DataError
        If there is no such folder or class, no picture in it, or a file that is no picture.

    Examples
    --------
    >>> images, labels, classes, paths = read_folder("my/pictures")    # doctest: +SKIP
    """
    folder = Path(path)
    if not folder.is_dir():
        raise DataError(f"{folder}: no such folder")
    classes = class_folders(folder) if classes is None else classes
    folders = [folder / name for name in classes] or [folder]
    files = [picture_files(part) for part in folders]
    paths = tuple(file for part in files for file in part)
    images = np.stack([read_picture(p, size, channels, preparation=preparation) for p in paths])
    labels = np.repeat(np.arange(len(files)), [len(part) for part in files]) if classes else None
    return PictureFolder(images, labels, tuple(classes), paths)


def class_folders(folder: Path) -> list[str]:
    """The names of the sub-folders that are classes, in the order of the labels."""
    found = [entry.name for entry in folder.iterdir() if entry.is_dir()]
    return sorted((name for name in found if name[0] not in "._"), key=negative_first)


def negative_first(name: str) -> tuple[bool, str]:
    """What to sort the names of classes by: `not_cat` before `cat`."""
    return not name.lower().startswith(("not", "non")), name


def picture_files(folder: Path) -> list[Path]:
    """The pictures in a folder, in the order of their names; a DataError if there are none."""
    if not folder.is_dir():
        raise DataError(f"{folder}: no such folder")
    files = [file for file in folder.iterdir() if file.suffix.lower() in SUFFIXES]
    files = sorted(file for file in files if not file.name.startswith("."))
    if not files:
        raise DataError(
            f"{folder}: no pictures in it; expected files ending in {', '.join(sorted(SUFFIXES))}"
        )
    return files


def open_picture(path: Path) -> Any:
    """The picture, upright, as 8-bit grey or RGB without transparency."""
    Image = require("PIL.Image", "pillow")
    ImageOps = require("PIL.ImageOps", "pillow")
    regular_file(path)
    try:
        # Pillow warns of many pixels; here there is a limit.
        with warnings.catch_warnings(action="ignore"), Image.open(path, formats=FORMATS) as file:
            check_pixels(file, path)
            picture = in_bytes(file, Image)
            if math.prod(picture.size) > LARGE:
                picture = picture.reduce(2)
            picture = ImageOps.exif_transpose(picture)
    except DataError:
        raise
    except Exception as error:  # of a damaged file, Pillow raises errors of many kinds
        raise DataError(
            f"{path}: not a picture that can be read ({error}); expected a {KINDS}."
        ) from error
    return on_paper(picture, Image) if picture.mode == "RGBA" else picture


def check_pixels(file: Any, path: Path) -> None:
    """A DataError if an open picture has too many pixels; a JPEG is decoded at a smaller size."""
    if math.prod(file.size) > LARGE and not file.info.get("progressive"):
        file.draft(None, (2000, 2000))
    if math.prod(file.size) > MOST_PIXELS:
        raise DataError(
            f"{path}: {file.width:,} x {file.height:,} pixels; expected at most {MOST_PIXELS:,} in "
            "all. Save it in a smaller size."
        )


def in_bytes(picture: Any, Image: Any) -> Any:
    """The picture as 8-bit grey, RGB, or RGBA if it has transparent parts."""
    if picture.mode.startswith("I"):
        grey = np.clip(np.asarray(picture), 0, 65407)  # what is above is rounded to 255 as well
        converted = Image.fromarray(((grey + 128) // 257).astype(np.uint8))  # 65535 / 255 = 257
        converted.info = picture.info
        return converted
    mode = "L" if picture.mode in ("1", "L") else "RGB"
    mode = "RGBA" if picture.has_transparency_data else mode
    return picture if picture.mode == mode else picture.convert(mode)


def on_paper(picture: Any, Image: Any) -> Any:
    """Lay a picture with transparent parts on white, or on black if what is drawn is light."""
    step = 1 + max(picture.size) // 2000  # of a large picture, some pixels tell enough
    pixels = np.asarray(picture)[::step, ::step].astype(np.float64)
    opacity = pixels[:, :, 3]
    brightness = np.average(pixels[:, :, :3].mean(axis=2), weights=opacity + 1e-9)
    paper = Image.new("RGBA", picture.size, "black" if brightness > 127 else "white")
    paper.alpha_composite(picture)
    return paper.convert("RGB")


def grey_of(picture: Any) -> np.ndarray:
    """The grey levels of an open picture, (height, width) float64."""
    return np.asarray(picture.convert("L"), dtype=np.float64)


def cropped(picture: Any, size: tuple[int, int]) -> np.ndarray:
    """The middle of a picture, (height, width[, 3]) uint8."""
    ImageOps = require("PIL.ImageOps", "pillow")
    height, width = size
    return np.asarray(ImageOps.fit(picture, (width, height)))


def scaled(picture: Any, size: tuple[int, int]) -> np.ndarray:
    """All of a picture, (height, width[, 3]) uint8; one of that size is not touched."""
    height, width = size
    return np.asarray(picture.resize((width, height)))


def as_digit(
    grey: np.ndarray,
    size: tuple[int, int],
    invert: bool | None,
    path: Path,
    turns: Sequence[float] = (0,),
) -> np.ndarray:
    """The digit as MNIST would hold it, turned by each of these degrees, (turns, *size)."""
    digits = digit_of(grey, size, invert, turns)
    if not digits.any():
        raise DataError(
            f"{path}: no digit to be seen, the picture is nearly the same grey all over. Draw dark "
            "on light or light on dark."
        )
    return digits
