"""What an instructor got from a platform, an archive or a folder, as a list of files to read.

Nothing is unpacked: a file is read when it is asked for, never more of it than is allowed, and its
name in the archive names nothing on this disk. What cannot or must not be read becomes a remark.
"""

import os
import re
import stat
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from pathlib import Path, PurePosixPath

from nncourse.classroom.errors import CourseError, Remark

MOST_FILES = 20_000
MOST_BYTES = 50_000_000  # of one file
# A notebook packs to a fifth; one of nothing but blanks, which is legal, to a thousandth.
MOST_TIMES = 200  # how much larger a packed file of more than a million bytes may become
SKIPPED = ("__MACOSX/", "._", ".DS_Store", "Thumbs.db", ".ipynb_checkpoints/")


@dataclass(frozen=True)
class File:
    """One file that can be read.

    Parameters
    ----------
    name : its path inside, with `/`, its accents composed.
    read : gives the bytes; a CourseError if they cannot be had, are too many, or are damaged.
    """

    name: str
    read: Callable[[], bytes]

    @property
    def parts(self) -> tuple[str, ...]:
        """The parts of the path."""
        return PurePosixPath(self.name).parts

    @property
    def last(self) -> str:
        """The name without folders."""
        return self.parts[-1]


def files_in(source: Path) -> tuple[list[File], list[Remark]]:
    """The files of an archive or a folder, in the order of their names, and what was left out.

    Raises
    ------
    CourseError
        If there is nothing at `source`, or it is neither a folder nor a ZIP archive.
    """
    if source.is_dir():
        return in_folder(source)
    try:
        return in_archive(source, zipfile.ZipFile(source))
    except FileNotFoundError:
        raise CourseError(f"there is no file or folder {source}") from None
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise CourseError(
            f"{source} cannot be read as a ZIP archive ({error}): download it again, or give the "
            "folder into which you unpacked it"
        ) from None


def in_folder(folder: Path) -> tuple[list[File], list[Remark]]:
    """The files of a folder and of all below; links, devices and pipes are not followed."""
    files: list[File] = []
    remarks: list[Remark] = []
    for path in sorted(walk(folder, remarks)):
        name = called(path.relative_to(folder))
        if is_skipped(name):
            continue
        if path.is_symlink():
            remarks.append(Remark(name, "is a link, and links are not followed"))
        elif not path.is_file():
            remarks.append(Remark(name, "is no file, but a device or a pipe"))
        else:
            files.append(File(name, partial(loaded, path)))
    return limited(files, remarks, folder)


def walk(folder: Path, remarks: list[Remark]) -> Iterator[Path]:
    """Everything below a folder that is not a folder itself; a link to one is not entered."""
    waiting = [folder]
    while waiting:
        place = waiting.pop()
        try:
            entries = list(os.scandir(place))
        except OSError as error:
            reason = f"is a folder that cannot be read ({error.strerror}); it was left out"
            remarks.append(Remark(called(place.relative_to(folder)), reason))
            continue
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                waiting.append(place / entry.name)
            else:
                yield place / entry.name


def called(path: Path) -> str:
    """The name of a file on this disk, with `/`; what is no letter in it is shown as such."""
    return composed(os.fsencode(path.as_posix()).decode("utf-8", "replace"))


def in_archive(source: Path, archive: zipfile.ZipFile) -> tuple[list[File], list[Remark]]:
    """The files of a ZIP archive whose names and sizes can be believed."""
    files, remarks = [], []
    for entry in sorted(archive.infolist(), key=name_of):
        name = name_of(entry)
        if entry.is_dir() or is_skipped(name):
            continue
        objection = objection_to(entry, name)
        if objection:
            remarks.append(Remark(name, objection))
        else:
            files.append(File(name, partial(unpacked, archive, entry)))
    return limited(files, remarks, source)


def limited(
    files: list[File], remarks: list[Remark], source: Path
) -> tuple[list[File], list[Remark]]:
    """The same, if they are not too many."""
    if len(files) > MOST_FILES:
        raise CourseError(f"{source} holds {len(files):,} files; {MOST_FILES:,} are read at most")
    return files, remarks


def objection_to(entry: zipfile.ZipInfo, name: str) -> str:
    """Why a file of an archive is not read; empty if it is."""
    mode = entry.external_attr >> 16
    if re.match("/|[A-Za-z]:", name) or ".." in PurePosixPath(name).parts:
        return "its name leads out of the archive; it was left out"
    if stat.S_IFMT(mode) not in (0, stat.S_IFREG):
        return "is a link or a device; it was left out"
    if entry.flag_bits & 1:
        return "is encrypted; it was left out"
    return too_large(entry.file_size, entry.compress_size)


def too_large(size: int, packed: int) -> str:
    """Why a file of this size is not read, by what the archive says; empty if it is."""
    if size > MOST_BYTES:
        return f"is larger than {MOST_BYTES:,} bytes; it was left out"
    if size > 1_000_000 and size > MOST_TIMES * packed:
        return f"{packed:,} bytes that would become {size:,}, as in a bomb; it was left out"
    return ""


def loaded(path: Path) -> bytes:
    """The bytes of a file on this disk, as many as are allowed."""
    try:
        with path.open("rb") as file:
            return believed(file.read(MOST_BYTES + 1))
    except OSError as error:
        raise CourseError(f"cannot be read: {error.strerror}") from None


def unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """The bytes of one file of an archive, as many as are allowed, whatever the archive claims."""
    try:
        with archive.open(entry) as file:
            return believed(file.read(MOST_BYTES + 1))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise CourseError(f"is damaged in the archive: {error}") from None
    except (OSError, ValueError) as error:
        raise CourseError(f"cannot be read: {error}") from None


def believed(data: bytes) -> bytes:
    """The same bytes, if they are not too many."""
    if len(data) > MOST_BYTES:
        raise CourseError(f"is larger than {MOST_BYTES:,} bytes")
    return data


def inside(data: bytes) -> dict[str, bytes]:
    """The notebooks inside an archive that a student handed in, by their names.

    Raises
    ------
    CourseError
        If it cannot be read, or together they are too many bytes.
    """
    try:
        archive = zipfile.ZipFile(BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise CourseError(f"is no ZIP archive that can be read: {error}") from None
    found, total = {}, 0
    for entry in archive.infolist()[:MOST_FILES]:
        name = name_of(entry)
        if (
            name.lower().endswith(".ipynb")
            and not is_skipped(name)
            and not objection_to(entry, name)
        ):
            found[name] = unpacked(archive, entry)
            total += len(found[name])
            if total > MOST_BYTES:
                raise CourseError(f"holds more than {MOST_BYTES:,} bytes of notebooks")
    return found


def name_of(entry: zipfile.ZipInfo) -> str:
    """The name of a file in an archive, with `/`.

    Some programs write UTF-8 and do not say so; Python then reads the letters of an old PC.
    """
    name = entry.filename
    if not entry.flag_bits & 0x800:
        with suppress(UnicodeError):
            name = name.encode("cp437").decode("utf-8")
    return composed(name.replace("\\", "/"))


def composed(name: str) -> str:
    """A name with its accents composed, which a Mac takes apart."""
    return unicodedata.normalize("NFC", name)


def is_skipped(name: str) -> bool:
    """Whether a file is a system's own, and nobody's work.

    Examples
    --------
    >>> is_skipped("__MACOSX/s1/._week-1.ipynb"), is_skipped("s1/week-1.ipynb")
    (True, False)
    """
    return any(f"/{mark}" in f"/{name}" for mark in SKIPPED)
