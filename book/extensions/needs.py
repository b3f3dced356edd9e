"""Which cells of a notebook can run in a page, and which earlier ones each of them needs.

A page has Python with NumPy and the course's own package: no figures, no pictures, no data on
disk. So a cell can run there if everything that it uses can be made anew there. What a cell uses
is read off its bytecode, and what it changes off its syntax tree; nothing is run.
"""

import ast
import builtins
import dis
import types
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

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
    # These read files.
    "nncourse.datasets.mnist",
    "nncourse.datasets.photos",
    "nncourse.datasets.read_picture",
}

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
    imported = names_of(imports).bound
    missing = imported - names_of(available(imports)).bound
    for cell in cells:
        names = Names(bound={name_defined(cell)}) if cell.exercise else names_of(cell.source)
        used = names.free | (with_later(names.loaded, later | names.later) - names.bound)
        names.changed -= imported - set(owner)
        direct = {owner[name] for name in used if name in owner}
        needed = direct.union(*(result[id].needs for id in direct))
        can = available(cell.source) == cell.source and not used & (missing - set(owner))
        runs = cell.suited and can and all(result[id].runs for id in needed)
        result[cell.id] = Fate(
            runs or bool(cell.exercise), [other.id for other in cells if other.id in needed]
        )
        for name in names.bound | (names.changed if cell.suited else set()):
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
