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

SECONDS = 5  # for one answer
UNREADABLE = (SyntaxError, ValueError, RecursionError, MemoryError)


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
        if tree is None:
            return None
        strip(tree)
        rename(tree)
        said = ast.dump(tree)
    except UNREADABLE:
        return None
    return hashlib.sha256(said.encode("utf-8", "replace")).hexdigest(), size(tree)


def definition(tree: ast.Module, name: str) -> ast.AST | None:
    """The last function or class of this name."""
    kinds = (ast.FunctionDef, ast.ClassDef)
    found = [node for node in tree.body if isinstance(node, kinds) and node.name == name]
    return found[-1] if found else None


def strip(tree: ast.AST) -> None:
    """Take away docstrings, types and decorators."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef):
            node.decorator_list = []
            first = node.body[0]
            if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
                node.body = node.body[1:] or [ast.Pass()]
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            node.returns = None
        if isinstance(node, ast.arg):
            node.annotation = None


def rename(tree: ast.AST) -> None:
    """Call the names that the code itself binds by their numbers."""
    numbers: dict[str, str] = {}
    for node in ast.walk(tree):
        for name in bound(node):
            numbers.setdefault(name, f"_{len(numbers)}")
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            node.id = numbers.get(node.id, node.id)
        elif isinstance(node, ast.arg):
            node.arg = numbers[node.arg]
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            node.name = numbers[node.name]


def bound(node: ast.AST) -> Iterator[str]:
    """The names that a part of the tree binds."""
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
        yield node.id
    elif isinstance(node, ast.arg):
        yield node.arg
    elif isinstance(node, ast.FunctionDef | ast.ClassDef):
        yield node.name


def size(tree: ast.AST) -> int:
    """The number of the parts of a tree that say something."""
    return sum(not isinstance(node, ast.expr_context) for node in ast.walk(tree))


def main() -> None:
    """Answer each line, `[text, name]` as JSON, by a line with its form."""
    for line in sys.stdin:
        if hasattr(signal, "alarm"):  # it ends this program, as nothing else would within a parser
            signal.alarm(SECONDS)
        print(json.dumps(form(*json.loads(line))), flush=True)


if __name__ == "__main__":
    main()
