"""Downloading a file so that it is there whole or not at all.

The bytes go to a file of the same name with `.part` after it. An interrupted download goes on from
there the next time, and the file gets its real name only when its content proves to be right.
"""

import os
import ssl
from collections.abc import Callable
from contextlib import suppress
from http.client import HTTPException
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from nncourse.datasets.optional import require
from nncourse.errors import DataError, DownloadError
from nncourse.progress import progress_bar

PIECE = 2**16  # bytes
TIMEOUT = 30  # seconds without a sign of life


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
    start = part.stat().st_size if part.exists() else 0
    try:
        receive(url, part, start, size)
    except HTTPError:
        raise
    except (ConnectionError, HTTPException, TimeoutError, URLError) as error:
        if part.exists() and part.stat().st_size == 0:
            part.unlink()
        raise Interrupted("the server could not be reached, or the line broke off") from error


def receive(url: str, part: Path, start: int, size: int) -> None:
    """Write what the server sends behind the `start` bytes of `part`, with a progress bar."""
    headers = {"User-Agent": "nncourse"} | ({"Range": f"bytes={start}-"} if start else {})
    with urlopen(Request(url, headers=headers), timeout=TIMEOUT, context=trusted()) as answer:
        if answer.status != 206:  # the server sends the whole, whatever it was asked for
            start = 0
        bar = progress_bar(start, size, True, f"{part.stem}: ")
        with bar, open(part, "ab" if start else "wb") as file:
            while piece := answer.read(PIECE):
                file.write(piece)
                bar.update(len(piece))
                bar.set_postfix_str(f"{file.tell() / 1e6:.1f} MB", refresh=False)
        if answer.length:
            raise ConnectionError(f"{answer.length:,} bytes did not come")


def trusted() -> ssl.SSLContext:
    """The system's certificates, and certifi's where it is installed: some Pythons bring none."""
    context = ssl.create_default_context()
    with suppress(ModuleNotFoundError):
        context.load_verify_locations(require("certifi", "certifi").where())
    return context
