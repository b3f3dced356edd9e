"""Sphinx extension: every line of code is an element of its own, set in as far as its text.

On a phone a line that is too long can then go on below, under its own beginning, instead of having
its end hidden. It breaks at spaces; where there is none for long, after a bracket, a comma or an
equals sign, or before a dot, and not within a name that fits. `book/pages/course.css` does that.
"""

import re
from collections.abc import Iterator
from html import unescape

from pygments.formatters import HtmlFormatter
from sphinx.application import Sphinx
from sphinx.highlighting import PygmentsBridge

LONG = 30  # signs: about half of a line on a phone


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
    line = without_plain(breakable(line))
    return f'<span class="code-line" style="--indent:{indent}ch">{line}</span>'


def without_plain(line: str) -> str:
    """The line without the elements of names, brackets and spaces, which look like any text.

    They are half of all elements of a page, and a phone takes its time to read them.

    >>> without_plain('<span class="k">if</span><span class="w"> </span><span class="n">x</span>')
    '<span class="k">if</span> x'
    """
    return re.sub(r'<span class="[npw]">([^<]*)</span>', r"\1", line)


def breakable(line: str) -> str:
    """The line, with places at which a long run without spaces may break.

    >>> breakable('f(x) <b>a_long_name</b><span class="p">(</span><b>and_its_long_argument</b>')
    'f(x) <b>a_long_name</b><span class="p">(</span><wbr><b>and_its_long_argument</b>'
    """
    return re.sub(r"(?:<[^>]*>|[^\s<])+", lambda run: with_breaks(run.group()), line)


def with_breaks(run: str) -> str:
    """A run of signs without spaces; if it is long, with places to break."""
    if len(unescape(re.sub(r"<[^>]*>", "", run))) <= LONG:
        return run
    run = re.sub(r'(<span class="(?:p|o)">[^<]*[(\[{,=]</span>)(?=.)', r"\1<wbr>", run)
    return re.sub(r'(?<=.)(<span class="o">\.</span>)', r"<wbr>\1", run)
