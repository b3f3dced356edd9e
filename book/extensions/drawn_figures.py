"""Sphinx extension: a figure that a function draws, in a page that is no notebook.

    ```{drawn} nncourse.plots.handful.opening
    :alt: A picture of a thin 3, and ten bars for each of two networks.

    Is it a 3? One network says so.
    ```

calls the function, which needs no arguments, when the book is built. The text is the caption.
"""

from importlib import import_module
from pathlib import Path
from typing import ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from nncourse.plots.page import page_svg

DRAWN = Path("_build", "drawn")  # in the book's folder


def setup(app: Sphinx) -> dict[str, bool]:
    app.setup_extension("drawings")  # puts the drawing into the page
    app.add_directive("drawn", Drawn)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


class Drawn(SphinxDirective):
    """A figure as SVG, with its caption."""

    required_arguments = 1
    has_content = True
    option_spec: ClassVar = {"alt": directives.unchanged_required}

    def run(self) -> list[nodes.Node]:
        module, _, function = self.arguments[0].rpartition(".")
        path = DRAWN / f"{self.arguments[0]}.svg"
        (Path(self.env.srcdir) / DRAWN).mkdir(parents=True, exist_ok=True)
        svg = page_svg(getattr(import_module(module), function)())
        (Path(self.env.srcdir) / path).write_text(svg, encoding="utf-8")
        picture = nodes.image(uri=f"/{path.as_posix()}", alt=self.options["alt"])
        caption = nodes.caption("", "", *self.caption())
        return [nodes.figure("", picture, caption, align="center")]

    def caption(self) -> list[nodes.Node]:
        """The words of the caption, which is one paragraph."""
        (paragraph,) = self.parse_content_to_nodes()
        return paragraph.children
