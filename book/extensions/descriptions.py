"""Sphinx extension: what others show of a page: a description, and a card with its title.

Search engines show the description, messengers and networks the card. The description is how the
page's text begins; the cards are drawn by `title_cards.py`. Those who fetch a card want its full
address, for which `html_baseurl` says where the site lies.
"""

import re
from html import escape
from pathlib import Path

from docutils import nodes
from notebooks import chapter_of
from sphinx.application import Sphinx
from title_cards import draw

LONGEST = 160  # letters; search engines cut what is longer
SHORTEST = 50  # a shorter paragraph describes nothing

FRONT = "index"  # the name of the card of all pages that are no chapters


def setup(app: Sphinx) -> dict[str, bool]:
    app.connect("html-page-context", add_tags)
    app.connect("build-finished", draw_cards)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def add_tags(
    app: Sphinx, page: str, template: str, context: dict, doctree: nodes.document | None
) -> None:
    """Put what describes a page into its head."""
    book = app.config.html_title
    title = context.get("title") or book  # search and index have none here
    description = description_of(doctree) if doctree else book
    card = f"_static/cards/{chapter_of(page) or FRONT}.png"
    base = app.config.html_baseurl
    tags = {
        "description": description,
        "og:type": "article" if chapter_of(page) else "website",
        "og:site_name": book,
        "og:title": re.sub(r"<[^>]+>", "", title),
        "og:description": description,
        "og:image": f"{base}{card}" if base else context["pathto"](card, resource=True),
        "og:image:alt": "The title on squared paper, with handwritten digits in squares.",
        "twitter:card": "summary_large_image",
    }
    context["metatags"] = context.get("metatags", "") + "".join(map(tag, tags, tags.values()))


def tag(name: str, text: str) -> str:
    """One line of a page's head; Open Graph calls a name a property.

    >>> tag("og:type", "article")
    '<meta property="og:type" content="article">'
    """
    kind = "property" if name.startswith("og:") else "name"
    return f'<meta {kind}="{name}" content="{escape(text)}">'


def description_of(doctree: nodes.document) -> str:
    """How the page's text begins, as whole sentences if they are short enough."""
    paragraphs = (node.astext() for node in doctree.findall(nodes.paragraph))
    text = next((each for each in paragraphs if len(each) >= SHORTEST), doctree.astext())
    return shortened(" ".join(text.split()))


def shortened(text: str) -> str:
    """A text of at most `LONGEST` letters: whole sentences, or else words and an ellipsis.

    >>> shortened("One thing. " + "Another " * 40)
    'One thing. Another Another Another Another Another Another Another Another Another Another \
Another Another Another Another Another Another Another Another …'
    >>> shortened("A sentence that says enough to describe a page. " + "Another " * 40)
    'A sentence that says enough to describe a page.'
    """
    if len(text) <= LONGEST:
        return text
    begun = text[: LONGEST - 1]
    whole = begun[: begun.rfind(". ") + 1]
    return whole if len(whole) >= 45 else begun[: begun.rfind(" ")] + " …"


def draw_cards(app: Sphinx, error: Exception | None) -> None:
    """Draw a card for the book and one for each chapter."""
    if error is not None or app.builder.format != "html":
        return
    folder = Path(app.outdir) / "_static" / "cards"
    folder.mkdir(exist_ok=True)
    faces = Path(app.srcdir) / "_build" / "pages" / "static" / "faces"
    draw(folder / f"{FRONT}.png", faces, app.config.html_title, range(10))
    for page in filter(chapter_of, app.env.found_docs):
        number, title = app.env.titles[page].astext().split(". ", 1)
        draw(folder / f"{chapter_of(page)}.png", faces, title, [int(number)])
