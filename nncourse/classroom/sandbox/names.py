"""What code does with names: which it binds, which it uses, and whose values it changes.

Bindings and uses are read off its bytecode, as Python itself tells a function's own names from
others; changes off its syntax tree. Nothing is run.
"""

import ast
import dis
import types
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
LOADS = ("LOAD_FROM_DICT_OR_GLOBALS", "LOAD_GLOBAL", "LOAD_NAME")
STORES = ("STORE_GLOBAL", "STORE_NAME")

# Code that runs where it stands: what a lambda uses is taken to be used at once.
AT_ONCE = {"<dictcomp>", "<genexpr>", "<lambda>", "<listcomp>", "<setcomp>"}


@dataclass
class Names:
    """The names in some code; its functions' own names are not among them.

    Parameters
    ----------
    bound : those it binds.
    used : those it uses, its functions apart.
    free : of these, those that it has not bound before.
    later : for each function or class that it defines, the names that a call will use.
    changed : those of whose objects it sets a part, or which it changes with `+=` and the like.
    told : those of whose objects it calls a method in a statement of its own, as `a.append(1)`.
    """

    bound: set[str] = field(default_factory=set)
    used: set[str] = field(default_factory=set)
    free: set[str] = field(default_factory=set)
    later: dict[str, set[str]] = field(default_factory=dict)
    changed: set[str] = field(default_factory=set)
    told: set[str] = field(default_factory=set)

    @cached_property
    def looked_up(self) -> set[str]:
        """All that it uses, its functions included."""
        return self.used.union(*self.later.values())

    @cached_property
    def needed(self) -> set[str]:
        """Those that something else has to bind: builtins, or what ran before."""
        return self.free | (self.looked_up - self.bound)

    @cached_property
    def assigned(self) -> set[str]:
        """Those that get a value from it, or a part of their value."""
        return self.bound | self.changed

    @cached_property
    def given(self) -> set[str]:
        """Those that what runs after it may find bound, or with another value."""
        return self.assigned | self.told


@lru_cache(maxsize=2048)
def names_in(source: str) -> Names:
    """What a cell does with names; it is read once, so the result is not to be changed.

    Examples
    --------
    >>> names = names_in("y = x + 1\\ny[0] = f(y)\\ndef g(): return h(y)")
    >>> sorted(names.free), sorted(names.bound), names.changed, sorted(names.later["g"])
    (['f', 'x'], ['g', 'y'], {'y'}, ['h', 'y'])
    """
    return names_of(ast.parse(source).body)


def names_of(nodes: Sequence[ast.AST]) -> Names:
    """What statements, or parts of them such as decorators, do with names.

    Examples
    --------
    >>> names = names_of(ast.parse("def f(a):\\n    b = a\\n    return b + c").body)
    >>> names.bound, names.looked_up
    ({'f'}, {'c'})
    """
    body = [node if isinstance(node, ast.stmt) else ast.Expr(as_value(node)) for node in nodes]
    body.insert(0, ast.Pass())  # so that no text stands first, where it would be a docstring
    tree = ast.fix_missing_locations(ast.Module(body, []))
    names = Names()
    follow(compile(tree, "<cell>", "exec", dont_inherit=True), names)
    note_changes(tree, names)
    return names


def as_value(node: ast.AST) -> ast.expr:
    """A part of a statement, such as a decorator, which is an expression."""
    assert isinstance(node, ast.expr)
    return node


# Bindings and uses.


def follow(code: types.CodeType, names: Names) -> None:
    """Note the names that code binds and uses, in the order in which it does."""
    builds_class = False
    for step in dis.get_instructions(code):
        if step.opname in LOADS:
            use({step.argval}, names)
        elif step.opname in STORES:
            names.bound.add(step.argval)
        elif step.opname == "LOAD_BUILD_CLASS":
            builds_class = True
        elif isinstance(step.argval, types.CodeType):
            inner = step.argval
            if inner.co_name in AT_ONCE:
                use(set(used_inside(inner)), names)
            else:
                names.later[inner.co_name] = set(used_inside(inner))
            if builds_class:  # its body, where methods are bound, runs now
                use(used_by_body(inner), names)
            builds_class = False


def use(used: set[str], names: Names) -> None:
    """Note uses."""
    names.used |= used
    names.free |= used - names.bound


def used_inside(code: types.CodeType) -> Iterator[str]:
    """The names from outside that code uses, with all code inside of it."""
    for step in dis.get_instructions(code):
        if step.opname in LOADS:
            yield step.argval
        elif isinstance(step.argval, types.CodeType):
            yield from used_inside(step.argval)


def used_by_body(body: types.CodeType) -> set[str]:
    """The names from outside that the body of a class uses while the class is made."""
    steps = list(dis.get_instructions(body))
    own = {step.argval for step in steps if step.opname in STORES}
    return {step.argval for step in steps if step.opname in LOADS} - own - {"__name__"}


# Changes.


def note_changes(tree: ast.AST, names: Names) -> None:
    """Note the names whose objects are changed where the code runs, its functions apart."""
    for node in outside_functions(tree):
        if isinstance(node, ast.Attribute | ast.Subscript) and not isinstance(node.ctx, ast.Load):
            names.changed.add(root(node))
        elif isinstance(node, ast.AugAssign):
            names.changed.add(root(node.target))
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
            if isinstance(node.value.func, ast.Attribute):
                names.told.add(root(node.value.func))
    for found in (names.changed, names.told):
        found.discard("")


def outside_functions(tree: ast.AST) -> Iterator[ast.AST]:
    """The nodes of what runs when the code runs, without the bodies of functions and classes."""
    for child in ast.iter_child_nodes(tree):
        if not isinstance(child, DEFINITIONS):
            yield child
            yield from outside_functions(child)


def root(node: ast.AST) -> str:
    """The name with which an expression begins; '' if it begins with none.

    Examples
    --------
    >>> root(ast.parse("a.b[0](1).c", mode="eval").body)
    'a'
    """
    while isinstance(node, ast.Attribute | ast.Subscript | ast.Call):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else ""


def bound_by(alias: ast.alias) -> str:
    """The name that an import binds.

    Examples
    --------
    >>> bound_by(ast.parse("import numpy.random").body[0].names[0])
    'numpy'
    """
    return alias.asname or alias.name.partition(".")[0]
