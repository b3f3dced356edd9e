"""What a cell of a notebook does with names: which it uses, which it binds, which it changes.

What it uses and binds is read off its bytecode, and what it changes off its syntax tree; nothing is
run. A name's object is taken to be changed

- where a part of it is set, or the name itself with `+=` and the like;
- by a method, if it is none of those that only look;
- by a function that gets it, if the call is a statement of its own, or is known to change it;
- by any function, if it is a generator of random numbers: each draw changes it.
"""

import ast
import builtins
import dis
import types
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

# Methods that leave their object as it is.
LOOKING = {name for kind in (np.ndarray, dict, str, float) for name in dir(kind)} - {
    *("clear", "fill", "partition", "pop", "popitem", "put", "resize", "setdefault"),
    *("setfield", "sort", "update"),
}

# Functions of the package that change what they are given.
CHANGING = {"descend", "evaluate", "fit", "gradient_step", "train_epoch", "train_step"}

# Code that runs where it stands: what a lambda uses is taken to be used at once.
AT_ONCE = {"<dictcomp>", "<genexpr>", "<lambda>", "<listcomp>", "<setcomp>"}


@dataclass
class Names:
    """The names of one cell.

    Parameters
    ----------
    free : those it uses and has not bound before.
    loaded : all that it uses.
    bound : those it binds.
    changed : those whose objects it changes.
    later : for each function or class that it defines, the names that a call will use.
    """

    free: set[str] = field(default_factory=set)
    loaded: set[str] = field(default_factory=set)
    bound: set[str] = field(default_factory=set)
    changed: set[str] = field(default_factory=set)
    later: dict[str, set[str]] = field(default_factory=dict)


def names_of(source: str) -> Names:
    """What a cell does with names.

    >>> names = names_of("y = x + 1\\ny[0] = f(y)\\ndef g(): return h(y)")
    >>> sorted(names.free), sorted(names.bound), names.changed, names.later["g"] == {"h", "y"}
    (['f', 'x'], ['g', 'y'], {'y'}, True)
    """
    tree = ast.parse(source)
    names = Names(changed=set(changes(tree)))
    follow(compile(tree, "<cell>", "exec"), names)
    return names


def follow(code: types.CodeType, names: Names) -> None:
    """Note the names that code uses and binds, in the order in which it does."""
    builds_class = False
    for step in dis.get_instructions(code):
        if step.opname in ("LOAD_NAME", "LOAD_GLOBAL"):
            use(step.argval, names)
        elif step.opname in ("STORE_NAME", "STORE_GLOBAL"):
            names.bound.add(step.argval)
        elif step.opname == "LOAD_BUILD_CLASS":
            builds_class = True
        elif isinstance(step.argval, types.CodeType):
            inner = step.argval
            if inner.co_name in AT_ONCE:
                for name in used_inside(inner):
                    use(name, names)
            else:
                names.later[inner.co_name] = set(used_inside(inner))
            if builds_class:  # its body, where methods are bound, runs now
                for name in base_names(inner):
                    use(name, names)
            builds_class = False


def use(name: str, names: Names) -> None:
    """Note a use."""
    if name not in vars(builtins):
        names.loaded.add(name)
        if name not in names.bound:
            names.free.add(name)


def used_inside(code: types.CodeType) -> Iterator[str]:
    """The names of the cell, or of earlier ones, that code uses, with all code inside of it."""
    for step in dis.get_instructions(code):
        if step.opname in ("LOAD_NAME", "LOAD_GLOBAL") and step.argval not in vars(builtins):
            yield step.argval
        elif isinstance(step.argval, types.CodeType):
            yield from used_inside(step.argval)


def base_names(body: types.CodeType) -> set[str]:
    """The names that the body of a class uses while the class is made."""
    steps = list(dis.get_instructions(body))
    bound = {step.argval for step in steps if step.opname == "STORE_NAME"}
    used = {step.argval for step in steps if step.opname in ("LOAD_NAME", "LOAD_GLOBAL")}
    return used - bound - {"__name__"}


def changes(tree: ast.AST) -> Iterator[str]:
    """The names whose objects are changed: by a part that is set, by a method, by a function.

    >>> sorted(set(changes(ast.parse("a.b = 1; c[0] += 2; d.sort(); e = f(g); print(h); fit(i)"))))
    ['a', 'c', 'd', 'i']
    >>> sorted(set(changes(ast.parse("step(net); x = rng.normal(); y = draw(rng); z = w.sum()"))))
    ['net', 'rng']
    """
    for node in outside_functions(tree):
        if isinstance(node, ast.Attribute | ast.Subscript) and not isinstance(node.ctx, ast.Load):
            yield root(node)
        elif isinstance(node, ast.AugAssign):
            yield root(node.target)
        elif isinstance(node, ast.Call):
            if isinstance(node.func, ast.Attribute) and node.func.attr not in LOOKING:
                yield root(node.func)
            for argument in (*node.args, *(keyword.value for keyword in node.keywords)):
                if isinstance(argument, ast.Name) and "rng" in argument.id:
                    yield argument.id
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
            yield from handed_over(node.value)
        elif isinstance(node, ast.Call) and root(node.func) in CHANGING:
            yield from handed_over(node)


def outside_functions(tree: ast.AST) -> Iterator[ast.AST]:
    """The nodes of what runs when the cell runs, without the bodies of functions and classes."""
    for child in ast.iter_child_nodes(tree):
        if not isinstance(child, ast.FunctionDef | ast.ClassDef):
            yield child
            yield from outside_functions(child)


def handed_over(call: ast.Call) -> Iterator[str]:
    """The names that a call gives to a function which is no builtin."""
    if root(call.func) not in vars(builtins):
        yield from (argument.id for argument in call.args if isinstance(argument, ast.Name))


def root(node: ast.AST) -> str:
    """The name with which an expression begins.

    >>> root(ast.parse("a.b[0].c", mode="eval").body)
    'a'
    """
    while isinstance(node, ast.Attribute | ast.Subscript | ast.Call):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else ""
