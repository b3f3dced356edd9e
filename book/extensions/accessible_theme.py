"""Sphinx extension: small corrections to the theme's pages, for those who listen to them.

A label that differs from what a button shows confuses people who speak to their computer, a fold
without words says nothing to a screen reader, and a list may hold nothing but entries.
"""

import re
from pathlib import Path

from sphinx.application import Sphinx

CORRECTIONS = (
    # The theme's signs come from a font; ours are in `book/theme/static/signs.css`.
    (
        r'<(i|span) class="fa-solid fa-([a-z-]+)(?: fa-lg)?"></\1>',
        r'<span class="sign sign-\2" aria-hidden="true"></span>',
    ),
    # These show their names.
    (r'(<summary) aria-label="Toggle hidden content"', r"\1"),
    (r'(<button class="[^"]*search-button-field[^>]*?) aria-label="[^"]*"', r"\1"),
    # This shows an arrow only.
    (r'<summary>(?=<span class="toctree-toggle")', '<summary aria-label="Its pages">'),
    # What stands beside the text is a part of the page with a name.
    (r'<div( [^>]*"bd-sidebar-primary)', r'<div role="complementary" aria-label="Chapters"\1'),
    # The contents lead to every heading; the Tab key need not stop at each once more.
    (r'<a class="headerlink"(?! tabindex)', '<a class="headerlink" tabindex="-1"'),
    # The first page has the name of the book.
    (r"<title>(.+?)\s+(?:&#8212;|—)\s+\1</title>", r"<title>\1</title>"),
    # Not all in the list is an entry, and the entries' role is no longer in use.
    (r'<div role="list" class="citation-list">', '<div class="citation-list">'),
    (r'(<div class="citation"[^>]*) role="doc-biblioentry"', r"\1"),
)


def setup(app: Sphinx) -> dict[str, bool]:
    app.connect("build-finished", correct_pages)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def correct_pages(app: Sphinx, error: Exception | None) -> None:
    """Correct every page that was built."""
    if error is None and app.builder.format == "html":
        for page in Path(app.outdir).rglob("*.html"):
            page.write_text(corrected(page.read_text(encoding="utf-8")), encoding="utf-8")


def corrected(html: str) -> str:
    """The page with all corrections.

    >>> corrected('<summary aria-label="Toggle hidden content">Show</summary>')
    '<summary>Show</summary>'
    """
    for pattern, replacement in CORRECTIONS:
        html = re.sub(pattern, replacement, html)
    return html
