"""The code cells of a notebook file, whatever else is in it or wrong with it."""

import json
from pathlib import Path
from typing import Any

LARGEST_FILE = 64 << 20  # bytes: outputs may hold pictures
LARGEST_CODE = 2 << 20  # characters, of all code cells together
MOST_CELLS = 5000


class NotebookError(ValueError):
    """A file that is no notebook, or one that is too large."""


def code_cells(path: Path) -> list[str]:
    """The source of each code cell.

    Raises
    ------
    NotebookError
        If the file cannot be read as a notebook; the message is for the student.
    """
    try:
        if not path.is_file():
            raise NotebookError(f"{path.name} is not there, or no file")
        if path.stat().st_size > LARGEST_FILE:
            raise NotebookError(f"{path.name} has more than {LARGEST_FILE >> 20} MB: clear outputs")
        return sources(path.read_bytes(), path.name)
    except OSError as error:
        raise NotebookError(f"{path.name} cannot be read: {error.strerror}") from error


def sources(data: bytes, name: str) -> list[str]:
    """The source of each code cell of a notebook's bytes."""
    try:
        content = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError, MemoryError) as error:
        raise NotebookError(f"{name} is no notebook: {type(error).__name__}") from error
    cells = [text_of(cell) for cell in cells_of(content) if is_code(cell)]
    if len(cells) > MOST_CELLS or sum(map(len, cells)) > LARGEST_CODE:
        raise NotebookError(f"{name} has more than {MOST_CELLS} code cells, or far too much code")
    return cells


def cells_of(content: Any) -> list:
    """The cells of any version of the format."""
    content = content if isinstance(content, dict) else {}
    sheets = content.get("worksheets")
    sheet = sheets[0] if isinstance(sheets, list) and sheets else content
    cells = sheet.get("cells") if isinstance(sheet, dict) else None
    if not isinstance(cells, list):
        raise NotebookError("there are no cells in this file: is it a notebook?")
    return cells


def is_code(cell: Any) -> bool:
    """Whether a cell holds code."""
    return isinstance(cell, dict) and cell.get("cell_type") == "code"


def text_of(cell: dict) -> str:
    """A cell's source, which may be written in one piece or line by line."""
    source = cell.get("source", cell.get("input", ""))
    lines = source if isinstance(source, list) else [source]
    text = "".join(line for line in lines if isinstance(line, str))
    return text.encode("utf-8", "replace").decode()  # half a character may stand in JSON
