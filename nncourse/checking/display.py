"""Showing text: rich where the front end can, plain everywhere, and never twice."""

import sys
from typing import Any


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
