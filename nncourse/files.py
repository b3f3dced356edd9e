"""Writing a file whole or not at all.

The bytes go to a temporary file in the same folder, and only when the last of them is on the disk
is it renamed to its real name. A full disk, a crash or Ctrl-C therefore leaves the old file as it
was: the chapter on digits saves its checkpoints this way.
"""

import os
from pathlib import Path


def write_whole(path: str | os.PathLike[str], data: bytes) -> None:
    """Write `data` to `path`: afterwards the file holds all of it, or what it held before.

    Parameters
    ----------
    path : where to write; an existing file is replaced, its folder must exist.
    data : the complete content, not changed.

    Raises
    ------
    OSError
        If the disk is full, the folder is missing or writing is not allowed. The file at `path`
        is then unchanged and no temporary file is left.

    Examples
    --------
    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp()) / "notes.txt"
    >>> write_whole(path, b"all of it")
    >>> path.read_bytes()
    b'all of it'
    """
    path = Path(path)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with open(temporary, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except OSError as error:
        reason = error.strerror or str(error)
        message = f"{path} could not be written ({reason}); whatever was there before is unchanged"
        raise OSError(error.errno, message) from error
    finally:
        temporary.unlink(missing_ok=True)
