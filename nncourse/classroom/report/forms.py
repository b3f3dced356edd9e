"""The form of an answer: its syntax tree without all that can be changed at no cost.

Comments, layout, docstrings, types, and the names that an answer chose itself do not count. So two
answers that say the same in the same order have one form, whatever their variables are called.

This file runs as a program of its own: a text may be made to break whatever reads it, and then it
breaks this program and not the one that writes the report. It needs nothing but Python.
"""

import ast
import hashlib
import json
import signal
import sys
from collections.abc import Iterator
from typing import Any

SECONDS = 5  # for one answer
DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
NAMES = {ast.Name: "id", ast.arg: "arg", **dict.fromkeys(DEFINITIONS, "name")}
UNTOLD = {"annotation", "ctx", "decorator_list", "kind", "returns", "type_comment", "type_params"}
KINDS = {name for name, kind in vars(ast).items() if isinstance(kind, type)}
UNREADABLE = (SyntaxError, ValueError, RecursionError, MemoryError)


class Named(str):
    """A name that code may have chosen itself."""


def form(text: str, name: str) -> tuple[str, int] | None:
    """The form of what a text defines under a name, and its size; None if it defines nothing.

    Returns
    -------
    A hash that is the same for the same form, and the number of the tree's parts.

    Examples
    --------
    >>> one = form("def f(x):\\n    y = 2 * x  # twice\\n    return y", "f")
    >>> one == form("def f(a):\\n    '''Twice.'''\\n    b = (2 * a)\\n    return b", "f")
    True
    >>> one == form("def f(x):\\n    return 2 * x", "f")
    False
    """
    try:
        tree = definition(ast.parse(text), name)
    except UNREADABLE:
        return None
    if tree is None:
        return None
    said = list(parts(tree, {name for node in ast.walk(tree) for name in bound(node)}))
    size = sum(part in KINDS for part in said)
    return hashlib.sha256("\n".join(said).encode("utf-8", "replace")).hexdigest(), size


def definition(tree: ast.Module, name: str) -> ast.AST | None:
    """The last function or class of this name."""
    found = [n for n in tree.body if isinstance(n, DEFINITIONS) and n.name == name]
    return found[-1] if found else None


def parts(tree: ast.AST, own: set[str]) -> Iterator[str]:
    """All parts of a tree in order, its `own` names as the numbers in which they come up."""
    numbers: dict[str, int] = {}
    waiting: list[Any] = [tree]
    while waiting:
        part = waiting.pop()
        if isinstance(part, ast.AST):
            yield type(part).__name__
            waiting += reversed(
                [told(part, field) for field in part._fields if field not in UNTOLD]
            )
        elif isinstance(part, list):
            yield f"{len(part)} parts"
            waiting += reversed(part)
        elif isinstance(part, Named):
            yield f"name {numbers.setdefault(part, len(numbers))}" if part in own else part
        else:
            yield repr(part)


def told(node: ast.AST, field: str) -> Any:
    """What a part of the tree says: names marked as such, and a body without its docstring."""
    value = getattr(node, field)
    if field == NAMES.get(type(node)):
        return Named(value)
    if field == "body" and isinstance(node, DEFINITIONS):
        first = value[0].value if isinstance(value[0], ast.Expr) else None
        return value[1:] if isinstance(first, ast.Constant) else value
    return value


def bound(node: ast.AST) -> Iterator[str]:
    """The name that a part of the tree binds, if it binds one."""
    field = NAMES.get(type(node))
    if field and not isinstance(getattr(node, "ctx", None), ast.Load):
        yield getattr(node, field)


def main() -> None:
    """Answer each line, `[text, name]` as JSON, by a line with its form."""
    for line in sys.stdin:
        if hasattr(signal, "alarm"):  # it ends this program, as nothing else would within a parser
            signal.alarm(SECONDS)
        print(json.dumps(form(*json.loads(line))), flush=True)


if __name__ == "__main__":
    main()
