"""Writing a file whole or not at all, and where the system wants a user's files.

The bytes go to a temporary file in the same folder, and only when the last of them is on the disk
is it renamed to its real name. A full disk, a crash or Ctrl-C therefore leaves the old file as it
was: the chapter on digits saves its checkpoints this way.
"""

import errno
import os
import re
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO


def write_whole(path: str | os.PathLike[str], data: bytes) -> None:
    """Write `data` to `path`: afterwards the file holds all of it, or what it held before.

    Parameters
    ----------
    path : where to write; an existing file is replaced, and keeps its permissions. Of a link, what
        it points to is replaced. The folder must exist.
    data : the complete content, not changed.

    Raises
    ------
    OSError
        If the disk is full, the folder is missing, writing is not allowed, or `path` is a folder, a
        device or a pipe. The file at `path` is then unchanged and no temporary file is left.

    Examples
    --------
    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp()) / "notes.txt"
    >>> write_whole(path, b"all of it")
    >>> path.read_bytes()
    b'all of it'
    """
    with part_of(path) as (file, target):
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
        file.close()  # which some systems ask for before a file gets another name
        os.replace(file.name, target)


def check_writable(path: str | os.PathLike[str]) -> None:
    """Raise now the OSError that `write_whole` would raise later, the disk being full apart.

    Parameters
    ----------
    path : where something is to be written; it stays as it is.

    Raises
    ------
    OSError
        If the folder is missing, writing is not allowed, or `path` is a folder, device or pipe.

    Examples
    --------
    >>> check_writable("no/such/folder/model")
    Traceback (most recent call last):
    FileNotFoundError: ... (there is no folder no/such/folder); whatever was there ...
    """
    with part_of(path):
        pass


@contextmanager
def part_of(path: str | os.PathLike[str]) -> Iterator[tuple[BinaryIO, Path]]:
    """Open the temporary file whose content is to become that of `path`, and say where that is.

    Afterwards the temporary file is gone. An OSError names the path as the user knows it.
    """
    part = None
    try:
        target = replaceable(Path(path))
        clear_parts(target)
        part = target.with_name(f".{target.name}.{os.getpid()}-{threading.get_ident()}.part")
        with open(part, "wb") as file:
            if target.exists():
                shutil.copymode(target, part)
            yield file, target
    except OSError as error:
        reason = error.strerror or str(error)
        message = f"{path} could not be written ({reason}); whatever was there before is unchanged"
        raise OSError(error.errno, message) from error
    finally:
        if part:
            with suppress(OSError):
                part.unlink()


def replaceable(path: Path) -> Path:
    """Where `path` leads: a file that the user may write, or nothing yet. Else an OSError.

    Of a link the place it points to is returned, so that the link stays a link. A device or a pipe
    cannot be written whole or not at all, and to replace one would take it from everybody.
    """
    target = Path(os.path.realpath(path))
    folder = target.parent if path.is_symlink() else path.parent
    if not folder.is_dir():
        raise FileNotFoundError(errno.ENOENT, f"there is no folder {folder}")
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, "it is a folder: give the name of a file")
    if target.is_symlink() or (path.exists() and not path.is_file()):
        raise OSError(errno.EINVAL, "it is a device, a pipe or a link to itself, not a file")
    if path.exists():
        open(target, "r+b").close()  # raises an error unless the user may write it
    return target


def clear_parts(target: Path) -> None:
    """Remove the temporary files of runs that were killed while they wrote to `target`."""
    name = re.compile(rf"\.{re.escape(target.name)}\.(\d{{1,9}})(-\d+)?\.part")
    with suppress(OSError):  # then they stay, and do no harm
        for entry in os.scandir(target.parent):
            found = name.fullmatch(entry.name)
            if found and not is_running(int(found[1])):
                os.unlink(entry.path)


def is_running(process: int) -> bool:
    """Whether there is a process of this number on this machine."""
    if os.name == "nt":
        return False  # and no harm done: Windows does not let go of a file that is open
    try:
        os.kill(process, 0)  # no signal: it only tells whether one could be sent
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def system_folder(variable: str, *usual: str) -> Path:
    """Where the system wants files of a kind: the folder that an environment variable names.

    Parameters
    ----------
    variable : its name; one that names no folder in full does not count, as XDG asks for.
    usual : the folder below the user's home that serves else, part by part.

    Raises
    ------
    RuntimeError
        If the home folder is needed, and the user has none.

    Examples
    --------
    >>> system_folder("NO_SUCH_VARIABLE", ".cache") == Path.home() / ".cache"
    True
    """
    named = Path(os.environ.get(variable, "")).expanduser()
    return named if named.is_absolute() else Path.home().joinpath(*usual)
