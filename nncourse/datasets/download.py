"""Downloading a file so that it is there whole or not at all.

The bytes go to a file of the same name with `.part` after it. An interrupted download goes on from
there the next time, and the file gets its real name only when its content proves to be right.
"""

import os
from collections.abc import Callable
from pathlib import Path

from nncourse.datasets.optional import require
from nncourse.errors import DataError, DownloadError


def download(url: str, path: Path, is_right: Callable[[Path], bool], size: int) -> Path:
    """Download `url` to `path`, with a progress bar.

    Parameters
    ----------
    url : the address.
    path : where the file goes; its folder is made if it is missing.
    is_right : tells whether the file at a path has the right content.
    size : about how many bytes to expect, for the progress bar.

    Returns
    -------
    `path`, now a whole file.

    Raises
    ------
    DownloadError
        If the connection broke (what has arrived stays as `.part`), or other content came.
    OSError
        If the server refused, or the disk is full.
    ModuleNotFoundError
        If the package pooch is not installed.

    Examples
    --------
    >>> url = "https://ossci-datasets.s3.amazonaws.com/mnist/t10k-labels-idx1-ubyte.gz"
    >>> download(url, Path("labels.gz"), lambda path: True, 4_542)         # doctest: +SKIP
    PosixPath('labels.gz')
    """
    target = Path(os.path.realpath(path))  # what is a link stays one
    part = target.with_name(target.name + ".part")
    target.parent.mkdir(parents=True, exist_ok=True)
    resumed = part.exists()
    try:
        fetch_rest(url, part, size)
        if not is_right(part):
            raise DownloadError("other content than expected came")
    except Interrupted:
        raise
    except (DataError, OSError):
        part.unlink(missing_ok=True)
        if resumed:  # what was there before may be the fault: once more, from the start
            return download(url, path, is_right, size)
        raise
    os.replace(part, target)
    return path


class Interrupted(DownloadError):
    """The connection broke, or there was none: what has arrived is good as far as it goes."""


def fetch_rest(url: str, part: Path, size: int) -> None:
    """Download what `part` lacks to its end."""
    pooch, requests = require("pooch", "pooch"), require("requests", "requests")
    start = part.stat().st_size if part.exists() else 0
    headers = {"Accept-Encoding": "identity"} | ({"Range": f"bytes={start}-"} if start else {})
    bar = require("tqdm.auto", "tqdm").tqdm(desc=part.stem, total=size, unit="B", unit_scale=True)
    downloader = pooch.HTTPDownloader(progressbar=bar, chunk_size=2**16, headers=headers)
    broken = requests.ConnectionError, requests.Timeout, requests.exceptions.ChunkedEncodingError
    try:
        with bar, open(part, "ab") as file:
            downloader(url, file, None)
    except broken as error:
        if part.stat().st_size == 0:
            part.unlink()
        raise Interrupted("the server could not be reached, or the line broke off") from error
