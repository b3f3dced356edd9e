"""Sphinx extension: a page's code cells can be run in the page, where that is possible.

It also writes beside each chapter what a page has to know of its cells: `02_forward.cells.json`.
"""

import json
from pathlib import Path
from typing import Any

from docutils import nodes
from elements import cells, changed, element, source_of, toolbar
from notebooks import (
    chapter_of,
    code_cells,
    data_of,
    tags,
    without_guards,
)
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

# Under a program to be mended that needs more than a page has.
ELSEWHERE = "This cell needs data that a page does not have: mend it in the notebook."


def setup(app: Sphinx) -> dict[str, bool]:
    app.setup_extension("elements")
    app.add_post_transform(CodeCells)
    app.connect("html-page-context", add_data)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


class CodeCells(SphinxPostTransform):
    """Give the cells names, and buttons to those that run; leave out what guards the prose."""

    default_priority = 6
    formats = ("html",)

    def run(self, **kwargs: object) -> None:
        path = self.env.doc2path(self.env.docname)
        if not path.endswith(".ipynb"):
            return
        by_index = {cell["index"]: cell for cell in code_cells(path)}
        known = data_of(path)["cells"] if chapter_of(self.env.docname) else []
        runs = {cell["id"] for cell in known if cell.get("runs")}
        for cell in cells(self.document):
            take_out_guards(cell)
            prepare(cell, by_index[cell["cell_index"]], runs)


def take_out_guards(cell: nodes.Element) -> None:
    """Show the code without the asserts that guard the prose."""
    source = source_of(cell)
    if (shown := without_guards(source)) != source:
        block = next(cell.findall(nodes.literal_block))
        new = nodes.literal_block(shown, shown, **block.attributes)
        block.parent.replace(block, new)


def prepare(cell: nodes.Element, stored: dict[str, Any], runs: set[str]) -> None:
    """Name a cell by its id in the notebook, and let it be run if it can be."""
    is_patient = "patient" in tags(stored)
    if stored["id"] in runs:
        marks = {"data_runs": ""} | ({"data_edit": ""} if is_patient else {})
        new = changed(cell, data_cell=stored["id"], **marks)
        new.insert(1, toolbar("this cell", "run", "stop", *(["reset"] if is_patient else [])))
    else:
        new = changed(cell, data_cell=stored["id"])
        if is_patient:
            new.insert(1, element("p", ELSEWHERE, classes=["elsewhere"]))


def add_data(app: Sphinx, pagename: str, template: str, context: dict, doctree: Any) -> None:
    """Write what a chapter's page has to know of its cells, and let the page name the file."""
    chapter = chapter_of(pagename)
    if not chapter or "body" not in context:
        return
    name = pagename.rpartition("/")[2] + ".cells.json"
    data = data_of(app.env.doc2path(pagename)) | {"title": app.env.titles[pagename].astext()}
    target = Path(app.outdir, pagename).parent / name
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    context["body"] = (
        f'<div class="chapter" data-chapter="{chapter}" data-cells="{name}">{context["body"]}</div>'
    )
