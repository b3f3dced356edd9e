"""Showing text and numbers: rich where the front end can, plain everywhere, and never twice."""

import sys
from typing import Any

import numpy as np


def show(plain: str, **rich: str) -> None:
    """Show one thing: as `html` or `markdown` in a notebook, as plain text everywhere else."""
    if not in_notebook():
        print(plain)
        return
    from IPython.display import display

    mime = {"html": "text/html", "markdown": "text/markdown"}
    data = {"text/plain": plain, **{mime[kind]: text for kind, text in rich.items()}}
    display(data, raw=True)


def in_notebook() -> bool:
    """Whether this runs in IPython; it is asked for, never loaded."""
    ipython: Any = sys.modules.get("IPython")
    return ipython is not None and ipython.get_ipython() is not None


def apart(one: Any, other: Any) -> tuple[str, str]:
    """Two numbers that differ, with four digits or as many as show the difference."""
    for digits in range(4, 18):
        first, second = shown(one, digits), shown(other, digits)
        if first != second and (is_text(one) or is_text(other) or float(first) != float(second)):
            break
    return first, second


def shown(value: Any, digits: int) -> str:
    """A number for a message: whole numbers are written out."""
    if is_text(value):
        return str(value)
    number = float(value)
    whole = isinstance(value, int | np.integer) or (abs(number) < 1e15 and number.is_integer())
    return str(int(value)) if whole else f"{number:.{digits}g}"


def is_text(value: Any) -> bool:
    """Whether a value is shown as it is."""
    return isinstance(value, str | bool | np.bool)
