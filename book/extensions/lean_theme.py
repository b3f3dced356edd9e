"""Sphinx extension: the theme's pages without what these pages do not need.

The theme brings scripts and fonts of 600 KB for a dozen small signs, a menu and a few dialogs.
`book/theme` has the templates, signs and small scripts that take their place. What is left over,
and every rule of style that no page can meet, does not get into the site.
"""

import re
import shutil
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.writers.html5 import HTML5Translator

# Parts of the names of scripts and styles that no page needs.
DROPPED = (
    "scripts/sphinx-book-theme.js",
    "sphinx_highlight",
    "togglebutton",
    "design-tabs",
    "sphinx-design",
    "thebe",
)
# What is in a script without a file: the settings of scripts that are dropped.
DROPPED_SETTINGS = ("toggleHint", "toggleOpenOnPrint", "togglebuttonSelector", "search_as_you_type")
NOT_SHIPPED = (
    *("vendor", "scripts", "images/logo_*", "locales", "*webpack-macros.html"),
    *("togglebutton.*", "design-tabs.js", "sphinx-design*", "sphinx_highlight.js"),
)


def setup(app: Sphinx) -> dict[str, bool]:
    app.connect("config-inited", add_files)
    app.connect("html-page-context", drop_files, priority=900)
    app.connect("build-finished", remove_left_overs)
    app.add_node(nodes.admonition, override=True, html=(visit_admonition, depart_admonition))
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def add_files(app: Sphinx, config: Config) -> None:
    theme = Path(app.srcdir) / "book" / "theme"
    config.templates_path[:0] = [str(theme), str(theme / "components")]
    config.html_static_path += [str(theme / "static")]
    app.add_css_file("signs.css")
    app.add_js_file("reading.js", loading_method="defer")
    app.add_js_file("copying.js", loading_method="defer")


def drop_files(
    app: Sphinx, page: str, template: str, context: dict, doctree: nodes.document | None
) -> None:
    """Leave out scripts and styles that the page does not need."""
    if page == "search":
        app.add_js_file("search.js", loading_method="defer")
    context["css_files"] = [file for file in context["css_files"] if is_needed(file)]
    context["script_files"] = [file for file in context["script_files"] if is_needed(file)]


def is_needed(file: object) -> bool:
    """Whether a page needs a script or a style."""
    name = str(getattr(file, "filename", None) or "")
    body = getattr(file, "attributes", {}).get("body") or ""
    return not any(part in name for part in DROPPED) and not any(
        setting in body for setting in DROPPED_SETTINGS
    )


def remove_left_overs(app: Sphinx, error: Exception | None) -> None:
    """Take what no page loads out of the site."""
    static = Path(app.outdir) / "_static"
    for pattern in (*NOT_SHIPPED, "**/*.map"):
        for path in list(static.glob(pattern)):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    used = words_used(Path(app.outdir))
    for style in (*static.glob("styles/*.css"), *static.glob("mystnb*.css"), static / "basic.css"):
        style.write_text(trimmed(style.read_text(encoding="utf-8"), used), encoding="utf-8")


def words_used(site: Path) -> set[str]:
    """Every word that may be the name of a class: those of the pages, and all in their scripts."""
    used = set()
    for page in site.rglob("*.html"):
        for names in re.findall(r'class="([^"]*)"', page.read_text(encoding="utf-8")):
            used.update(names.split())
    for script in site.glob("_static/*.js"):
        used.update(re.findall(r"[\w-]+", script.read_text(encoding="utf-8")))
    return used


def trimmed(css: str, used: set[str]) -> str:
    """The style without rules for classes that do not occur.

    >>> trimmed(".a,.b:hover{top:0}@media print{.b{top:1px}}p{top:2px}", {"a"})
    '.a{top:0}p{top:2px}'
    """

    def kept(rule: re.Match) -> str:
        selectors, body = rule.groups()
        alternatives = re.split(r",(?![^()]*\))", selectors)
        met = ",".join(each for each in alternatives if classes(each) <= used)
        is_icon_font = selectors == "@font-face" and "Awesome" in body
        return met + body if met and not is_icon_font else ""

    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    css = re.sub(r"([^{};]+)(\{[^{}]*\})", kept, css)
    return re.sub(r"@[^{};]+\{\s*\}", "", css)


def classes(selector: str) -> set[str]:
    """The classes that a selector asks for; what is in brackets may be an exception.

    >>> sorted(classes("p.a .b:not(.c)"))
    ['a', 'b']
    """
    return set(re.findall(r"\.([A-Za-z_][\w-]*)", re.sub(r"\(.*?\)", "", selector)))


def visit_admonition(self: HTML5Translator, node: nodes.admonition) -> None:
    """A box; of the class `dropdown`, a fold that is closed at first and needs no script."""
    if "dropdown" not in node["classes"]:
        return HTML5Translator.visit_admonition(self, node)
    title = node.pop(0)
    self.body.append(self.starttag(node, "details", CLASS="admonition"))
    self.body.append(f'<summary class="admonition-title">{self.encode(title.astext())}</summary>\n')


def depart_admonition(self: HTML5Translator, node: nodes.admonition) -> None:
    if "dropdown" not in node["classes"]:
        return HTML5Translator.depart_admonition(self, node)
    self.body.append("</details>\n")
