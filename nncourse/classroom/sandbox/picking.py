"""From all cells of a notebook to the statements that one answer needs.

An answer is found by its name. With it come the statements that bind what it looks up, and what
these look up in turn; not the training and the plots around it. Where the cells are in another
order, copied, split or stripped of their tags, that makes no difference. This runs in the sandbox,
for a text may be made to break whatever reads it.
"""

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from nncourse.classroom.sandbox.names import DEFINITIONS, Names, bound_by, names_of

# The course's own functions in a notebook, which are not for the grader.
CHECKS = {"check", "solution", "hint", "quiz", "progress", "suggestions", "judge", "get_ipython"}
MOST_JOINED = 3  # cells that one function may be split over
ROUND_THE_CELL = ("%%time", "%%timeit", "%%capture", "%%prun")
UNREADABLE = (SyntaxError, ValueError, RecursionError, MemoryError)


@dataclass(frozen=True)
class Statement:
    """One statement of a notebook: its text, and what it does with names."""

    text: str
    names: Names
    imports: bool = False
    defines: bool = False  # whether it is a function, a class or a lambda under a name
    rebinds: bool = False  # whether it is a name's new value, which may be made of the old one


def picked(cells: list[str], wanted: dict[str, list[str]]) -> dict[str, dict[str, list[str]]]:
    """For each name that is wanted the texts to run, in the order of the notebook.

    Besides them, under "given", the names that they look up and do not bind themselves; and under
    "unread" what keeps Python from reading a cell that seems to define the name.

    Parameters
    ----------
    cells : the source of each code cell.
    wanted : the names of the answers, and for each the names that it finds from elsewhere.

    Examples
    --------
    >>> picked(["import numpy as np", "print(1)", "def f(x):\\n    return np.abs(x)"], {"f": []})
    {'f': {'cells': ['import numpy as np', 'def f(x):\\n    return np.abs(x)'], 'given': ['*'],
    'unread': []}}
    """
    unread: list[str] = []
    statements = [one for tree, text in parsed(cells, unread) for one in split(tree, text)]
    found = {name: needed(statements, name, set(given)) for name, given in wanted.items()}
    for name, picks in found.items():
        picks["unread"] = [] if binding(statements, name) else [why(name, text) for text in unread]
        picks["unread"] = [reason for reason in picks["unread"] if reason][:1]
    return found


def why(name: str, text: str) -> str:
    """What is wrong with a cell, if it seems to define a name."""
    if not re.search(rf"^\s*(def|class)\s+{re.escape(name)}\b", text, re.MULTILINE):
        return ""
    try:
        ast.parse(without_magics(text))
    except SyntaxError as error:
        return f"line {error.lineno} of its cell raises {type(error).__name__}: {error.msg}"
    except UNREADABLE as error:
        return f"its cell raises {type(error).__name__}"
    return ""


def needed(statements: list[Statement], name: str, given: set[str]) -> dict[str, list[str]]:
    """The texts of what an answer needs, itself included, and the names that none of them binds."""
    chosen: set[int] = set()
    free: set[str] = set()
    seen, waiting = set(), [name, "*"]
    while waiting:
        wanted = waiting.pop()
        if wanted not in seen:
            seen.add(wanted)
            elsewhere = wanted in given and wanted != name
            places = [] if elsewhere else binding(statements, wanted)
            free |= set() if places else {wanted}
            chosen.update(places)
            waiting += [used for place in places for used in statements[place].names.looked_up]
    texts = [statements[place].text for place in sorted(chosen)]
    return {"cells": texts, "given": sorted(free)}


def binding(statements: list[Statement], name: str) -> list[int]:
    """Where a name is bound or its value changed.

    If it is a function's somewhere, not where it is given a number; if it is a module's, not where
    one of its functions is called.
    """
    places = [i for i, statement in enumerate(statements) if name in statement.names.given]
    if any(statements[i].imports for i in places):
        return [i for i in places if name in statements[i].names.assigned]
    if not any(statements[i].defines for i in places):
        return places
    return [i for i in places if statements[i].defines or not statements[i].rebinds]


# From cells to statements.


def parsed(cells: list[str], unread: list[str]) -> Iterator[tuple[ast.Module, str]]:
    """The cells that can be read; where one cannot, together with those behind it, or `unread`."""
    i = 0
    while i < len(cells):
        for number in range(1, MOST_JOINED + 1):
            text = "\n".join(cells[i : i + number])
            tree = tree_of(text) or tree_of(without_magics(text))
            if tree:
                yield tree
                break
        if not tree:
            unread.append(cells[i])
        i += number if tree else 1


def tree_of(text: str) -> tuple[ast.Module, str] | None:
    """The syntax tree of a text, with the text; None if it cannot be read."""
    text = text.replace("\r\n", "\n")
    try:
        return ast.parse(text), text
    except UNREADABLE:
        return None


def without_magics(text: str) -> str:
    """A cell without IPython's own lines."""
    first, _, rest = text.lstrip().partition("\n")
    if first.startswith("%%"):
        return rest if first.split()[0] in ROUND_THE_CELL else ""
    text = re.sub(r"(?m)^(\s*)(?:[%!?].*|.*\?\s*)$", r"\1pass", text)
    return re.sub(r"(?m)^(\s*[\w, ]+=)\s*[%!].*$", r"\1 None", text)


def split(tree: ast.Module, text: str) -> Iterator[Statement]:
    """The statements of a cell, but for those that call a check; an import, name by name."""
    lines = text.split("\n")
    spans = [span(node) for node in tree.body]
    for i, node in enumerate(tree.body):
        start, end = spans[i]
        shared = (i and spans[i - 1][1] == start) or (i + 1 < len(spans) and spans[i + 1][0] == end)
        if is_check(node):
            continue
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield from imports(node)
        else:
            written = ast.unparse(node) if shared else "\n".join(lines[start - 1 : end])
            yield statement(node, written)


def span(node: ast.stmt) -> tuple[int, int]:
    """The first and last line of a statement, decorators included."""
    starts = [node.lineno, *(d.lineno for d in getattr(node, "decorator_list", []))]
    return min(starts), node.end_lineno or node.lineno


def is_check(node: ast.stmt) -> bool:
    """Whether a statement calls a function of the course's that is for the notebook."""
    value = getattr(node, "value", None)
    function = value.func if isinstance(value, ast.Call) else None
    name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    return name in CHECKS


def imports(node: ast.Import | ast.ImportFrom) -> Iterator[Statement]:
    """One statement for each name: where one is withheld, the others are there."""
    for alias in node.names:
        text = ast.unparse(type(node)(**{**vars(node), "names": [alias]}))
        yield Statement(text, Names(bound={bound_by(alias)}), imports=True)


def statement(node: ast.stmt, text: str) -> Statement:
    """What is to be known of a statement."""
    try:
        names = names_of([node])
    except UNREADABLE:  # such as an `await` in a function that is not async: to run it tells
        names = Names(bound={getattr(node, "name", "")})
    defines = isinstance(node, DEFINITIONS) or isinstance(getattr(node, "value", None), ast.Lambda)
    return Statement(text, names, False, defines, gives_result(node, names.given))


def gives_result(node: ast.stmt, names: Iterable[str]) -> bool:
    """Whether a statement puts a result into a name, and not a function made of another."""
    if not isinstance(node, ast.Assign) or isinstance(node.targets[0], ast.Attribute):
        return False
    if isinstance(node.value, ast.Call) and isinstance(node.targets[0], ast.Name):
        handed = {argument.id for argument in node.value.args if isinstance(argument, ast.Name)}
        return handed.isdisjoint(names)  # `f = np.vectorize(f)` makes a function of f
    return not isinstance(node.value, ast.Name | ast.Attribute)
