"""Sphinx extension: a chapter is known by its numeral, and the lists show how far one is.

The head of a chapter stands on squared paper. In the list of chapters each has a row of squares,
one for each exercise, which `book/pages/progress.js` fills; the chapter that is open lists its
sections.
"""

import re
from pathlib import Path

import plans
from notebooks import chapter_of
from numerals import numeral
from sphinx.application import Sphinx

from nncourse.exercises import exercises_of

HEAD = re.compile(r"<h1>(\d)\. (.*?)</h1>", re.DOTALL)
FRONT = re.compile(r'(<h1>.*?</h1>)\s*(<div class="front [^>]*>)', re.DOTALL)
CLINIC = re.compile(r"<h2>Bug clinic: (.)")
ENTRY = re.compile(r'(<li class="toctree-l1[^>]*><a [^>]*>)(\d)\. ([^<]*)</a>')
CONTENTS = re.compile(r'<nav id="pst-page-toc-nav"[^>]*>\s*(<ul.*?</ul>)\s*</nav>', re.DOTALL)
OPEN = re.compile(r'<li class="toctree-l\d current active[^>]*><a [^>]*>.*?</a>', re.DOTALL)
FIRST_PART = re.compile(r'(?=<p aria-level="2" class="caption")')


def setup(app: Sphinx) -> dict[str, bool]:
    app.connect("html-page-context", add_head)
    app.connect("build-finished", complete_lists)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def add_head(app: Sphinx, page: str, template: str, context: dict, doctree: object) -> None:
    """Give a chapter, and the book, its head, and a bug clinic a name of its own in the title."""
    context["body"] = FRONT.sub(r"\2\1", context.get("body", ""))
    if chapter := chapter_of(page):
        body = HEAD.sub(lambda found: head(chapter, int(found[1]), found[2]), context["body"])
        context["body"] = CLINIC.sub(clinic_title, body)


def head(chapter: str, number: int, title: str) -> str:
    """The head of a chapter: its numeral, its title, and what there is to do."""
    own = exercises_of(chapter)
    points = sum(exercise.points for exercise in own)
    return (
        f'<header class="chapter-head">{numeral(number)}'
        f'<h1><span class="visually-hidden">{number}. </span>{title}</h1>'
        f'<p class="chapter-facts">{len(own)} exercises, {points} points {squares(chapter)}</p>'
        "</header>"
    )


def squares(chapter: str) -> str:
    """As many squares as the chapter has exercises.

    >>> squares("basics")
    '<span class="progress-squares" data-chapter="basics" data-of="9" style="--of: 9"></span>'
    """
    of = len(exercises_of(chapter))
    shape = f'data-chapter="{chapter}" data-of="{of}" style="--of: {of}"'
    return f'<span class="progress-squares" {shape}></span>'


def clinic_title(found: re.Match) -> str:
    return f'<h2><span class="clinic">Bug clinic: </span>{found[1].upper()}'


def complete_lists(app: Sphinx, error: Exception | None) -> None:
    """Complete the list of chapters in every page."""
    if error is None and app.builder.format == "html":
        for page in Path(app.outdir).rglob("*.html"):
            page.write_text(completed(page.read_text(encoding="utf-8")), encoding="utf-8")


def completed(html: str) -> str:
    """The page with squares for the chapters, and with its sections below its own entry."""
    html = ENTRY.sub(entry, html)
    if contents := CONTENTS.search(html):
        sections = contents[1].replace("<ul", '<ul aria-label="Sections"', 1)
        place = OPEN if OPEN.search(html) else FIRST_PART  # the front page has no entry
        html = place.sub(lambda found: found[0] + sections, html, count=1)
    return html


def entry(found: re.Match) -> str:
    """The entry of a chapter."""
    link, number, title = found.groups()
    chapter = plans.chapters()[int(number) - 1].name
    words = f'<span class="entry-number">{number}</span> <span>{title}</span>'
    return f"{link}{words}{squares(chapter)}</a>"
