"""The chapters' notebooks, as the extensions for pages read them."""

import ast
import json
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

from needs import Cell, Fate, available, fates

import nncourse
from nncourse import exercises
from nncourse.classroom.release.chapters import exercise_of

# Calls by which a notebook works; a page has its own ways.
MACHINERY = {"check", "hint", "quiz", "solution", "suggestions"}


def chapter_of(docname: str) -> str:
    """The chapter's name in the package, "" for another page.

    >>> chapter_of("book/02_forward"), chapter_of("book/appendix/api_autograd")
    ('forward', '')
    """
    named = re.fullmatch(r".*/\d\d_(\w+)", docname)
    return named[1] if named and named[1] in exercises.CHAPTERS else ""


def code_cells(path: str | Path) -> list[dict[str, Any]]:
    """The code cells of a notebook, with `index`, their place among all cells."""
    cells = json.loads(Path(path).read_text(encoding="utf-8"))["cells"]
    return [
        cell | {"index": index, "source": "".join(cell["source"])}
        for index, cell in enumerate(cells)
        if cell["cell_type"] == "code"
    ]


def machinery(source: str) -> ast.Call | None:
    """The call, if a cell is one of the notebook's own machinery and nothing else.

    >>> machinery('mse = check("basics.mse", mse)').func.id
    'check'
    >>> machinery("x = 1")
    """
    body = ast.parse(source).body
    call = getattr(body[0], "value", None) if len(body) == 1 else None
    is_one = isinstance(call, ast.Call) and getattr(call.func, "id", "") in MACHINERY
    return call if is_one else None


def texts(call: ast.Call) -> list[str]:
    """The arguments of a call that are written as texts.

    >>> texts(machinery('quiz("basics", "start")'))
    ['basics', 'start']
    """
    return [node.value for node in call.args if isinstance(node, ast.Constant)]


def tags(cell: dict[str, Any]) -> list[str]:
    """The tags of a cell."""
    return cell["metadata"].get("tags", [])


def exercise_ids(cells: list[dict[str, Any]]) -> dict[int, str]:
    """The exercises of a chapter, by the place of the cell with the stub; the next one checks."""
    return {
        cell["index"]: exercise.id
        for cell, following in pairwise(cells)
        if (exercise := exercise_of(cell["source"], following["source"]))
    }


def cells_to_run(cells: list[dict[str, Any]]) -> list[Cell]:
    """A notebook's cells without the first, which imports, and without machinery."""
    ids = exercise_ids(cells)
    return [
        Cell(
            cell["id"],
            without_guards(cell["source"]),
            ids.get(cell["index"], ""),
            suited(cell),
        )
        for cell in cells[1:]
        if not machinery(cell["source"])
    ]


def suited(cell: dict[str, Any]) -> bool:
    """Whether a page shows a cell's code, and can soon show all that it puts out, which is text."""
    if {"remove-input", "still"} & set(tags(cell)):
        return False
    return all(
        output["output_type"] == "stream"
        or (set(output["data"]) == {"text/plain"} and "<Figure" not in str(output["data"]))
        for output in cell["outputs"]
    )


def without_guards(source: str) -> str:
    """The code without its asserts: they guard the chapter's prose against a change of the package.

    >>> print(without_guards("x = f()\\nassert x > 1\\n\\nprint(x)"))
    x = f()
    <BLANKLINE>
    print(x)
    """
    lines = source.split("\n")
    guards = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Assert)]
    for node in sorted(guards, key=lambda node: -node.lineno):
        del lines[node.lineno - 1 : node.end_lineno]
    return "\n".join(lines).strip("\n")


def data_of(path: str | Path) -> dict[str, Any]:
    """What a page has to know of its chapter: the cells, which run, and what each needs."""
    chapter = chapter_of(str(Path(path).with_suffix("")))
    found = code_cells(path)
    imports = found[0]["source"]
    to_run = cells_to_run(found)
    by_id = fates(to_run, imports)
    known = exercises.CHAPTERS[: exercises.CHAPTERS.index(chapter) + 1]
    return {
        "chapter": chapter,
        "version": nncourse.__version__,
        "imports": without_guards(available(imports)),
        "cells": [entry(cell, by_id[cell.id]) for cell in to_run],
        "exercises": [each.id for name in known for each in exercises.exercises_of(name)],
    }


def entry(cell: Cell, fate: Fate) -> dict[str, Any]:
    """What a page has to know of one cell."""
    both = {"id": cell.id, "source": cell.source, "needs": fate.needs}
    if not cell.exercise:
        return both | {"kind": "code", "runs": fate.runs}
    name = exercises.find(cell.exercise).name
    return both | {"kind": "exercise", "exercise": cell.exercise, "name": name}
