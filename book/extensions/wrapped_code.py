"""Sphinx extension: every line of code is an element of its own, set in as far as its text.

On a phone a line that is too long can then go on below, under its own beginning, instead of having
its end hidden. It may break where a sentence of Python does, after a comma, an opening bracket, an
equals sign or before a dot, and not within a name. `book/pages/course.css` does that.
"""

import re
from collections.abc import Iterator

from pygments.formatters import HtmlFormatter
from sphinx.application import Sphinx
from sphinx.highlighting import PygmentsBridge


def setup(app: Sphinx) -> dict[str, bool]:
    PygmentsBridge.html_formatter = LineFormatter
    return {"parallel_read_safe": True, "parallel_write_safe": True}


class LineFormatter(HtmlFormatter):
    """HTML in which each line is a `span` that knows how far it is set in."""

    def wrap(self, source: Iterator[tuple[int, str]]) -> Iterator[tuple[int, str]]:
        return super().wrap(self.as_elements(source))

    def as_elements(self, source: Iterator[tuple[int, str]]) -> Iterator[tuple[int, str]]:
        for is_line, text in source:
            yield is_line, element(text) if is_line else text


def element(line: str) -> str:
    """A line of HTML as an element.

    >>> element("    <b>return</b> x\\n")
    '<span class="code-line" style="--indent:4ch">    <b>return</b> x\\n</span>'
    """
    words = re.sub(r"<[^>]*>", "", line)
    indent = len(words) - len(words.lstrip(" "))
    return f'<span class="code-line" style="--indent:{indent}ch">{breakable(line)}</span>'


def breakable(line: str) -> str:
    """The line with the places at which it may break, outside of strings and comments.

    >>> breakable('<span class="n">f</span><span class="p">(</span><span class="n">x</span>')
    '<span class="n">f</span><span class="p">(</span><wbr><span class="n">x</span>'
    """
    line = re.sub(r'(<span class="p">[^<]*[(\[{,]</span>|<span class="o">=</span>)(?=\S)', r"\1<wbr>", line)
    return re.sub(r'(?<=\S)(<span class="o">\.</span>)(?=<)', r"<wbr>\1", line)
