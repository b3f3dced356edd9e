"""Text files as spreadsheets and platforms save them, read so that they can be written back.

What is decoded and encoded again is byte for byte the same, whatever it was. UTF-8 is tried first;
Excel's "Unicode text" is UTF-16 with a byte order mark, and its older CSV is one byte a letter.
"""

import codecs
from dataclasses import dataclass
from pathlib import Path

from nncourse.classroom.errors import CourseError

MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


@dataclass(frozen=True)
class Decoded:
    """A text, and how it was stored: the mark in front of it, and its encoding."""

    text: str
    mark: bytes
    encoding: str

    def encoded(self, text: str) -> bytes:
        """Another text, stored in the same way."""
        return self.mark + text.encode(self.encoding)


def read(path: Path) -> Decoded:
    """The text of a table that somebody saved.

    Raises
    ------
    CourseError
        If there is no such file, or it is no text.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise CourseError(f"there is no file {path}") from None
    if data.startswith(b"PK"):
        raise CourseError(f"{path} is an Excel workbook: save or download it as CSV")
    file = decoded(data)
    if "\0" in file.text:
        raise CourseError(f"{path} is no text in UTF-8: save or download it as CSV in UTF-8")
    return file


def decoded(data: bytes) -> Decoded:
    r"""The text that some bytes hold.

    Examples
    --------
    >>> file = decoded("José".encode("cp1252"))
    >>> file.text, file.encoded(file.text)
    ('José', b'Jos\xe9')
    >>> decoded("\ufeffJosé".encode("utf-16-le")).text
    'José'
    """
    for mark, encoding in MARKS:
        if data.startswith(mark):
            try:
                text = data.removeprefix(mark).decode(encoding)
                return Decoded(text, mark, encoding)
            except UnicodeDecodeError:
                break
    for encoding in ("utf-8", "cp1252"):
        try:
            return Decoded(data.decode(encoding), b"", encoding)
        except UnicodeDecodeError:
            pass
    return Decoded(data.decode("latin-1"), b"", "latin-1")
