"""Which cells of a notebook can run in a page, and which earlier ones each of them needs.

A page has Python with NumPy and the course's own package: no figures, no pictures, no data on
disk. So a cell can run there if everything that it uses can be made anew there.
"""

import ast
from dataclasses import dataclass

from changes import changed_by_calls

from nncourse.classroom.sandbox.names import Names, names_in

# What cannot be imported in a page, or is of no use there.
ABSENT = {
    "IPython.display",
    "PIL",
    "matplotlib.figure",
    "nncourse.autograd.drawing",
    "nncourse.datasets.cats",
    "nncourse.datasets.drawing",
    "nncourse.datasets.storage",
    "nncourse.plots",
    "nncourse.plots.style",
    "nncourse.results",
    "nncourse.widgets",
    # These read files.
    "nncourse.datasets.mnist",
    "nncourse.datasets.photos",
    "nncourse.datasets.read_picture",
}


@dataclass(frozen=True)
class Cell:
    """A code cell, as far as this module is concerned.

    Parameters
    ----------
    id : its id in the notebook.
    source : its code.
    exercise : the id of the exercise whose stub it holds, or "".
    suited : whether a page can show what it puts out, and soon.
    """

    id: str
    source: str
    exercise: str = ""
    suited: bool = True


@dataclass(frozen=True)
class Fate:
    """Whether a cell runs in a page, and the cells that it needs, in order."""

    runs: bool
    needs: list[str]


def fates(cells: list[Cell], imports: str) -> dict[str, Fate]:
    """What becomes of each cell in a page, by its id.

    >>> cells = [Cell("a", "x = 1"), Cell("b", "y = 2"), Cell("c", "x += y"), Cell("d", "print(x)")]
    >>> fates(cells, "")["d"]
    Fate(runs=True, needs=['a', 'b', 'c'])
    >>> cells = [Cell("a", "x, y = mnist()"), Cell("b", "print(len(x))")]
    >>> fates(cells, "from nncourse.datasets import mnist")["b"]
    Fate(runs=False, needs=['a'])
    """
    result: dict[str, Fate] = {}
    owner: dict[str, str] = {}  # by which cell a name was bound or changed last
    later: dict[str, set[str]] = {}
    imported = names_in(imports).bound
    missing = imported - names_in(available(imports)).bound
    for cell in cells:
        names = Names(bound={name_defined(cell)}) if cell.exercise else names_in(cell.source)
        used = names.free | (with_later(names.used, later | names.later) - names.bound)
        direct = {owner[name] for name in used if name in owner}
        needed = direct.union(*(result[id].needs for id in direct))
        can = available(cell.source) == cell.source and not used & (missing - set(owner))
        runs = cell.suited and can and all(result[id].runs for id in needed)
        result[cell.id] = Fate(
            runs or bool(cell.exercise), [other.id for other in cells if other.id in needed]
        )
        changed = names.changed.union(changed_by_calls(cell.source)) if cell.suited else set()
        for name in names.bound | (changed - (imported - set(owner))):
            owner[name] = cell.id
        later = {n: u for n, u in later.items() if n not in names.bound} | names.later
    return result


def with_later(names: set[str], later: dict[str, set[str]]) -> set[str]:
    """The names, with those that calls of them will use.

    >>> sorted(with_later({"f"}, {"f": {"g", "x"}, "g": {"y"}}))
    ['f', 'g', 'x', 'y']
    """
    found: set[str] = set()
    waiting = set(names)
    while waiting:
        name = waiting.pop()
        found.add(name)
        waiting |= later.get(name, set()) - found
    return found


def name_defined(cell: Cell) -> str:
    """The name of an exercise's function or class."""
    definition = ast.parse(cell.source).body[0]
    assert isinstance(definition, ast.FunctionDef | ast.ClassDef)
    return definition.name


def available(source: str) -> str:
    """The code without the imports of what a page does not have.

    >>> print(available("from nncourse.datasets import mnist, moons"))
    from nncourse.datasets import moons
    """
    lines = source.split("\n")
    for node in reversed(ast.parse(source).body):
        if isinstance(node, ast.ImportFrom):
            kept = [alias for alias in node.names if not absent(node.module or "", alias.name)]
            if kept != node.names:
                new = [ast.unparse(ast.ImportFrom(node.module, kept))] if kept else []
                lines[node.lineno - 1 : node.end_lineno] = new
        elif isinstance(node, ast.Import) and any(alias.name in ABSENT for alias in node.names):
            del lines[node.lineno - 1 : node.end_lineno]
    return "\n".join(lines)


def absent(module: str, name: str) -> bool:
    """Whether a page lacks a module, or a name in it."""
    return module in ABSENT or f"{module}.{name}" in ABSENT
