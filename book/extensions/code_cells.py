"""Sphinx extension: a page's code cells can be run in the page, where that is possible.

It also writes beside each chapter what a page has to know of its cells: `02_forward.cells.json`.
"""

import json
from pathlib import Path
from typing import Any

from docutils import nodes
from elements import cells, changed, element, source_of, toolbar
from needs import available, fates
from notebooks import (
    cells_to_run,
    chapter_of,
    code_cells,
    tags,
    without_guards,
)
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

import nncourse
from nncourse import exercises

# Under a program to be mended that needs more than a page has.
ELSEWHERE = "A page has not the data for this cell: mend it in the notebook."


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
        runs = running(path) if chapter_of(self.env.docname) else set()
        for cell in cells(self.document):
            take_out_guards(cell)
            prepare(cell, by_index[cell["cell_index"]], runs)


def running(path: str) -> set[str]:
    """The ids of the cells that run in a page."""
    found = code_cells(path)
    by_id = fates(cells_to_run(found), found[0]["source"])
    return {id for id, fate in by_id.items() if fate.runs}


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
    data = data_of(chapter, app.env.titles[pagename].astext(), app.env.doc2path(pagename))
    target = Path(app.outdir, pagename).parent / name
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    context["body"] = (
        f'<div class="chapter" data-chapter="{chapter}" data-cells="{name}">{context["body"]}</div>'
    )


def data_of(chapter: str, title: str, path: str | Path) -> dict[str, Any]:
    """The cells of a chapter, which run, and what each needs."""
    found = code_cells(path)
    imports = found[0]["source"]
    to_run = cells_to_run(found)
    by_id = fates(to_run, imports)
    earlier = exercises.CHAPTERS[: exercises.CHAPTERS.index(chapter) + 1]
    return {
        "chapter": chapter,
        "title": title,
        "version": nncourse.__version__,
        "imports": without_guards(available(imports)),
        "cells": [
            {"id": cell.id, "source": cell.source, "needs": by_id[cell.id].needs}
            | (
                {"kind": "exercise", "exercise": cell.exercise, "name": cell.exercise.split(".")[1]}
                if cell.exercise
                else {"kind": "code", "runs": by_id[cell.id].runs}
            )
            for cell in to_run
        ],
        "exercises": [each.id for name in earlier for each in exercises.exercises_of(name)],
    }
