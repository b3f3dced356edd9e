"""Claims: what a data file says of itself, compared with what there is before memory is taken.

A file of a few bytes can announce an array of any size, or unfold to one when it is unpacked.
"""

import os
from pathlib import Path

from nncourse.errors import DataError

SMALL = 64_000_000  # bytes that any file may hold
MOST_TIMES = 20  # how much larger than the file what it holds may be, beyond that; MNIST: 5 times


def regular_file(path: str | os.PathLike[str]) -> Path:
    """The path of a file that can be read from beginning to end.

    Raises
    ------
    FileNotFoundError
        If nothing is there.
    DataError
        If it is a folder, a pipe or a device: a pipe might never end.

    Examples
    --------
    >>> regular_file("/no/such/file")
    Traceback (most recent call last):
    FileNotFoundError: /no/such/file: no such file
    """
    path = Path(path)
    if not path.exists():
        raise FileNotFoundError(f"{path}: no such file")
    if not path.is_file():
        raise DataError(f"{path}: no regular file, but a folder, a pipe or a device.")
    return path


def check_claim(name: str | os.PathLike[str], claimed: int, stored: int) -> None:
    """A DataError if the `claimed` bytes cannot reasonably come from the `stored` ones.

    Examples
    --------
    >>> check_claim("digits.gz", 47_040_016, 9_630_610)
    >>> check_claim("bomb.gz", 10**10, 10**7)
    Traceback (most recent call last):
    nncourse.errors.DataError: bomb.gz: 10,000,000 bytes that claim to hold 10,000,000,000, ...
    """
    if claimed > max(SMALL, MOST_TIMES * stored):
        raise DataError(
            f"{name}: {stored:,} bytes that claim to hold {claimed:,}, more than {MOST_TIMES} "
            "times as many; it is damaged or made to fill the memory. Fetch or copy it again."
        )
