"""Showing text and numbers: rich where the front end can, plain everywhere, and never twice."""

import sys
from typing import Any

import numpy as np

LONGEST = 1e15  # numbers below are written out, if they are whole


def show(plain: str, **rich: str) -> None:
    """Show one thing: as `html` or `markdown` in a notebook, as plain text everywhere else."""
    if not in_notebook():
        print(in_letters_of(plain, getattr(sys.stdout, "encoding", None) or "utf-8"))
        return
    from IPython.display import display

    mime = {"html": "text/html", "markdown": "text/markdown"}
    data = {"text/plain": plain, **{mime[kind]: text for kind, text in rich.items()}}
    display({kind: in_letters_of(text, "utf-8") for kind, text in data.items()}, raw=True)


def in_letters_of(text: str, encoding: str) -> str:
    """A text as it can be shown: what the encoding lacks is written as Python writes it."""
    return text.encode(encoding, "backslashreplace").decode(encoding)


def in_notebook() -> bool:
    """Whether this runs in IPython; it is asked for, never loaded."""
    ipython: Any = sys.modules.get("IPython")
    return ipython is not None and ipython.get_ipython() is not None


def apart(one: Any, other: Any) -> tuple[str, str]:
    """Two numbers that differ, with four digits or as many as show the difference.

    Whole numbers are written out, and what stands beside one is so up to the point.
    """
    written_out = is_whole(one) or is_whole(other)
    for digits in range(4, 18):
        first, second = (shown(value, digits, written_out) for value in (one, other))
        if first != second and (is_text(one) or is_text(other) or float(first) != float(second)):
            break
    return first, second


def shown(value: Any, digits: int, written_out: bool) -> str:
    """A number for a message."""
    if is_text(value):
        return str(value)
    if is_whole(value):
        return str(int(value))
    if written_out and abs(float(value)) < LONGEST:
        digits = max(digits, len(str(int(abs(value)))))
    return f"{value:.{digits}g}"


def is_whole(value: Any) -> bool:
    """Whether a value is a whole number, and not too long to be written out."""
    return not is_text(value) and abs(float(value)) < LONGEST and float(value).is_integer()


def is_text(value: Any) -> bool:
    """Whether a value is shown as it is."""
    return isinstance(value, str | bool | np.bool)
