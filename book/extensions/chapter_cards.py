"""Sphinx extension: `{chapter-cards}` makes cards of a list of chapters.

Each entry of the list begins with a link to a chapter. Its card gets the chapter's numeral and the
squares that tell how far one is; elsewhere than in HTML the list stays a list.
"""

import re

from chapter_heads import squares
from docutils import nodes
from notebooks import chapter_of
from numerals import numeral
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective


def setup(app: Sphinx) -> dict[str, bool]:
    app.add_directive("chapter-cards", ChapterCards)
    app.connect("doctree-resolved", complete)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


class ChapterCards(SphinxDirective):
    """A list of chapters that becomes a list of cards."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        cards = nodes.container(classes=["chapter-cards"])
        self.state.nested_parse(self.content, self.content_offset, cards)
        return [cards]


def complete(app: Sphinx, doctree: nodes.document, document: str) -> None:
    """Add to each card what only pages can show."""
    if app.builder.format != "html":
        return
    for cards in doctree.findall(is_list_of_cards):
        for item in cards.findall(nodes.list_item):
            link = next(item.findall(nodes.reference))
            page = re.sub(r"\.html.*", "", link["refuri"])
            number = int(page.rpartition("/")[2][:2])
            chapter = chapter_of(f"book/{page}")
            item.insert(0, nodes.raw("", numeral(number), format="html"))
            item.append(nodes.raw("", f"<p>{squares(chapter)}</p>", format="html"))


def is_list_of_cards(node: nodes.Node) -> bool:
    return isinstance(node, nodes.container) and "chapter-cards" in node["classes"]
