"""Sphinx extension: figures are counted by chapter, so that one knows where Figure 3.2 is.

Sphinx does this for books whose headings have numbers. Here the chapters are numbered by their
titles' places alone, and a figure of another page has the page's first letter instead.
"""

import re

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment


def setup(app: Sphinx) -> dict[str, bool]:
    app.connect("config-inited", name_figures)
    # After Sphinx has counted them through all pages.
    app.connect("env-get-updated", count_by_page, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def name_figures(app: Sphinx, config: object) -> None:
    app.config.numfig_format = {"figure": "Figure %s"} | app.config.numfig_format


def count_by_page(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Count the figures of each page from 1, behind the page's own sign."""
    for page, kinds in env.toc_fignumbers.items():
        figures = kinds.get("figure", {})
        kinds["figure"] = {name: (sign_of(page), place) for place, name in enumerate(figures, 1)}
    return []


def sign_of(page: str) -> str:
    """A chapter's number, or the first letter of another page.

    >>> sign_of("book/03_backprop"), sign_of("book/speed")
    ('3', 'S')
    """
    name = page.rpartition("/")[2]
    chapter = re.match(r"0*(\d+)_", name)
    return chapter[1] if chapter else name[0].upper()
