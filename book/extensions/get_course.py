"""Sphinx extension: how a reader of the web pages gets the course.

Each page's menu has the page's source, which for a chapter is its notebook. Where the theme's
setting `repository_url` names the course's repository, the menu has links to it as well, and to
services that run the notebook; then the notebook's first cell gets the matching version of the
course where it is missing. Colab opens the notebooks from the branch that GitHub Pages serves.
"""

import json
from pathlib import Path
from urllib.parse import urlsplit

from docutils import nodes
from sphinx.application import Sphinx

import nncourse

TAG = f"v{nncourse.__version__}"
PAGES_BRANCH = "gh-pages"

FIRST_CELL = """\
# Gets the course where it is not installed yet, in the version that this chapter belongs to.
try:
    import nncourse
except ModuleNotFoundError:
    !git clone --quiet --depth 1 --branch {tag} {repository} nncourse-course
    %cd nncourse-course
    %pip install --quiet --editable ".[course]"
"""


def setup(app: Sphinx) -> dict[str, bool]:
    app.connect("html-page-context", add_links)
    app.connect("build-finished", add_first_cells)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def repository(app: Sphinx) -> str:
    return app.config.html_theme_options.get("repository_url", "").rstrip("/")


def add_links(
    app: Sphinx, page: str, template: str, context: dict, doctree: nodes.document | None
) -> None:
    """Give the menu at the head of a page its links."""
    source = context.get("sourcename", "")
    here = []
    if source:
        kind = "notebook (.ipynb)" if source.endswith(".ipynb") else "source (.md)"
        address = f"{context['pathto']('_sources', resource=True)}/{source}"
        here = [{"text": f"Download the {kind}", "address": address, "is_file": True}]
    context["page_links"] = here + links(repository(app), source)


def links(repository: str, source: str) -> list[dict[str, str]]:
    """Where a page's source can be run, and where the course is.

    >>> [link["text"] for link in links("https://github.com/ada/course", "book/a.ipynb")]
    ['Open in Colab', 'Open in Binder', 'The course on github.com']
    >>> links("", "book/a.ipynb")
    []
    """
    if not repository:
        return []
    address = urlsplit(repository)
    found = []
    if address.netloc == "github.com" and source.endswith(".ipynb"):
        colab = "https://colab.research.google.com/github"
        colab += f"{address.path}/blob/{PAGES_BRANCH}/_sources/{source}"
        binder = f"https://mybinder.org/v2/gh{address.path}/{TAG}?labpath={source}"
        found = [
            {"text": "Open in Colab", "address": colab},
            {"text": "Open in Binder", "address": binder},
        ]
    return [*found, {"text": f"The course on {address.netloc}", "address": repository}]


def add_first_cells(app: Sphinx, error: Exception | None) -> None:
    """Let the notebooks of the site get the course, if it is known from where."""
    if error is not None or not repository(app):
        return
    for path in (Path(app.outdir) / "_sources").rglob("*.ipynb"):
        notebook = json.loads(path.read_text(encoding="utf-8"))
        notebook["cells"].insert(0, first_cell(repository(app)))
        path.write_text(json.dumps(notebook, indent=1, ensure_ascii=False), encoding="utf-8")


def first_cell(repository: str) -> dict:
    """The cell that gets the course."""
    return {
        "cell_type": "code",
        "id": "get-the-course",
        "metadata": {},
        "execution_count": None,
        "outputs": [],
        "source": FIRST_CELL.format(tag=TAG, repository=repository),
    }
