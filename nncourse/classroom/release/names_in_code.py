"""Which names a cell of code needs from the cells above it, and which it gives to those below.

Read from the syntax tree, nothing is run. A name is needed if it is read before the cell sets it;
in the body of a function, which runs later, if the cell does not set it anywhere.
"""

import ast
import builtins
from collections.abc import Iterable
from functools import lru_cache

BUILTINS = frozenset(dir(builtins))


def given(source: str) -> set[str]:
    """The names that a cell sets, or whose values it changes, for the cells below it.

    Examples
    --------
    >>> sorted(given("import numpy as np\\nfor i in range(3):\\n    total = i\\nall.append(i)"))
    ['all', 'i', 'np', 'total']
    """
    found = reading(source)
    return found.set | found.changed


def needed(source: str) -> set[str]:
    """The names that a cell needs from the cells above it.

    Examples
    --------
    >>> sorted(needed("y = f(x)\\nx = y\\ndef g(a):\\n    return a + b + y"))
    ['b', 'f', 'x']
    """
    found = reading(source)
    return (found.read | (found.later - found.set)) - BUILTINS


@lru_cache(maxsize=2048)
def reading(source: str) -> "Reading":
    """A cell, read in the order in which it runs; once, however often it is asked about."""
    found = Reading()
    found.visit(ast.parse(source))
    return found


class Reading(ast.NodeVisitor):
    """What a piece of code sets, what it reads before it is set, and what its functions read."""

    def __init__(self, known: Iterable[str] = ()) -> None:
        self.set: set[str] = set(known)
        self.read: set[str] = set()
        self.later: set[str] = set()
        self.changed: set[str] = set()

    def visit_Name(self, node: ast.Name) -> None:
        """A name that is read, or set."""
        if isinstance(node.ctx, ast.Store):
            self.set.add(node.id)
        elif node.id not in self.set:
            self.read.add(node.id)

    def visit_Assign(self, node: ast.Assign) -> None:
        """The right side runs before the left."""
        self.visit(node.value)
        for target in node.targets:
            self.visit(target)

    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        """What is changed is read first."""
        self.visit(node.value)
        if isinstance(node.target, ast.Name) and node.target.id not in self.set:
            self.read.add(node.target.id)
        self.visit(node.target)

    def visit_Subscript(self, node: ast.Subscript) -> None:
        """A part of something that is set changes the whole; so does an attribute."""
        if isinstance(node.ctx, ast.Store) and isinstance(node.value, ast.Name):
            self.changed.add(node.value.id)
        self.generic_visit(node)

    def visit_Attribute(self, node: ast.Attribute) -> None:
        """As a part that is set."""
        if isinstance(node.ctx, ast.Store) and isinstance(node.value, ast.Name):
            self.changed.add(node.value.id)
        self.generic_visit(node)

    def visit_Expr(self, node: ast.Expr) -> None:
        """A method that is called for nothing it returns changes what it belongs to."""
        call = node.value
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute):
            if isinstance(call.func.value, ast.Name):
                self.changed.add(call.func.value.id)
        self.generic_visit(node)

    def visit_For(self, node: ast.For) -> None:
        """What is gone through is read before the name that goes through it is set."""
        for part in (node.iter, node.target, *node.body, *node.orelse):
            self.visit(part)

    def visit_alias(self, node: ast.alias) -> None:
        """A name that is imported."""
        self.set.add((node.asname or node.name).partition(".")[0])

    def visit_ExceptHandler(self, node: ast.ExceptHandler) -> None:
        """The error's name is set in the handler."""
        if node.name:
            self.set.add(node.name)
        self.generic_visit(node)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        """Decorators and defaults run now, the body runs later."""
        for part in (*node.decorator_list, node.args):
            self.visit(part)
        self.set.add(node.name)
        self.inside(node.args, node.body)

    def visit_Lambda(self, node: ast.Lambda) -> None:
        """A function without a name."""
        self.visit(node.args)
        self.inside(node.args, [node.body])

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        """The body runs now, with names of its own."""
        for part in (*node.decorator_list, *node.bases, *node.keywords):
            self.visit(part)
        body = Reading(self.set)
        for part in node.body:
            body.visit(part)
        self.read |= body.read
        self.later |= body.later
        self.set.add(node.name)

    def inside(self, arguments: ast.arguments, body: Iterable[ast.AST]) -> None:
        """The body of a function: what it neither sets nor takes as an argument is read later."""
        every = (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)
        extra = (arguments.vararg, arguments.kwarg)
        inner = Reading({a.arg for a in (*every, *extra) if a})
        for part in body:
            inner.visit(part)
        self.later |= (inner.read | inner.later) - inner.set

    def comprehension(self, node: ast.AST) -> None:
        """A comprehension: its names are its own, and it runs now."""
        inner = Reading(self.set)
        for generator in node.generators:  # type: ignore[attr-defined]
            for part in (generator.iter, generator.target, *generator.ifs):
                inner.visit(part)
        for part in ("key", "value", "elt"):
            if hasattr(node, part):
                inner.visit(getattr(node, part))
        self.read |= inner.read
        self.later |= inner.later

    visit_ListComp = visit_SetComp = visit_DictComp = visit_GeneratorExp = comprehension
