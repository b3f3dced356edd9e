"""The package's own source as a graph: what each definition needs, down to single methods.

By the syntax tree, nothing is run. `withheld` walks this graph to tell what an answer may see.
"""

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib.util import find_spec
from pathlib import Path

import nncourse
from nncourse.classroom.sandbox.names import names_of

PACKAGE = "nncourse"
Place = tuple[str, str]  # a module, and a name in it: a definition, or "Class.method"


@dataclass
class Definition:
    """One statement of a module, or one method of a class, and the places that it needs."""

    place: Place
    statement: ast.stmt
    needs: frozenset[Place]
    methods: tuple[Place, ...] = ()


@dataclass
class Module:
    """The statements of a module, by the names that they bind."""

    name: str
    source: str
    is_package: bool
    definitions: dict[str, Definition] = field(default_factory=dict)

    @cached_property
    def imported(self) -> dict[str, Place]:
        """What each name that was imported from the package stands for; a module as (name, "")."""
        found = {}
        for node in ast.walk(self.tree):
            if isinstance(node, ast.ImportFrom) and of_package(node.module):
                for alias in node.names:
                    found[alias.asname or alias.name] = meant(node.module or "", alias.name)
        return found

    @cached_property
    def tree(self) -> ast.Module:
        """The syntax tree, without the types of arguments and results: nobody needs them to run."""
        return without_types(ast.parse(self.source))

    @cached_property
    def bound(self) -> dict[str, ast.stmt]:
        """The statement that binds each name at the top; of several the last."""
        return {name: node for node in self.tree.body for name in names_of([node]).bound}


@cache
def module(name: str) -> Module | None:
    """A module of the package, or of an instructor's own exercises; None if there is none."""
    path = path_of(name)
    if path is None:
        return None
    made = Module(name, path.read_text("utf-8"), path.name == "__init__.py")
    for bound_name, statement in made.bound.items():
        define(made, bound_name, statement)
    return made


def text(name: str) -> str:
    """What a module's file says; '' if it has none."""
    path = path_of(name)
    return path.read_text("utf-8") if path else ""


def of_package(name: str | None) -> bool:
    """Whether a module is the package or in it."""
    return name == PACKAGE or (name or "").startswith(f"{PACKAGE}.")


def written(name: str) -> Module:
    """A module that is known to be there."""
    found = module(name)
    assert found is not None, f"there is no module {name}"
    return found


def path_of(name: str) -> Path | None:
    """The file of a module."""
    if name in sys.modules:
        file = getattr(sys.modules[name], "__file__", None)
        return Path(file) if file else None
    try:
        spec = find_spec(name)
    except ModuleNotFoundError:
        return None
    return Path(spec.origin) if spec and spec.origin and spec.has_location else None


@cache
def modules() -> tuple[str, ...]:
    """The names of all modules of the package."""
    root = Path(nncourse.__file__).parent
    files = (path.relative_to(root.parent).with_suffix("") for path in root.rglob("*.py"))
    return tuple(sorted(".".join(file.parts).removesuffix(".__init__") for file in files))


def definition(place: Place) -> Definition | None:
    """What stands at a place; None if it is not of the package, or a whole module."""
    found = module(place[0])
    return found.definitions.get(place[1]) if found else None


def define(made: Module, name: str, statement: ast.stmt) -> None:
    """Note what a statement needs; of a class, each method on its own."""
    methods = {node.name: node for node in methods_of(statement)}
    for method, node in methods.items():
        place = (made.name, f"{name}.{method}")
        made.definitions[place[1]] = Definition(place, node, frozenset(needs_of(made, [node])))
    needs = frozenset(needs_of(made, essence(statement))) | imported_by(made, name, statement)
    places = tuple((made.name, f"{name}.{method}") for method in methods)
    made.definitions[name] = Definition((made.name, name), statement, needs, places)


def methods_of(statement: ast.stmt) -> list[ast.FunctionDef]:
    """The methods of a class; none if it is no class."""
    body = statement.body if isinstance(statement, ast.ClassDef) else []
    return [node for node in body if isinstance(node, ast.FunctionDef)]


def essence(statement: ast.stmt) -> list[ast.AST]:
    """What of a statement has needs of its own: all of it, but of a class not its methods."""
    if isinstance(statement, ast.ClassDef):
        others = [n for n in statement.body if not isinstance(n, ast.FunctionDef)]
        return [*statement.bases, *statement.decorator_list, *others]
    if isinstance(statement, ast.Import | ast.ImportFrom):
        return []
    return [statement]


def imported_by(made: Module, name: str, statement: ast.stmt) -> frozenset[Place]:
    """What an import at the top stands for."""
    is_import = isinstance(statement, ast.ImportFrom) and name in made.imported
    return frozenset({made.imported[name]}) if is_import else frozenset()


def needs_of(made: Module, nodes: list[ast.AST]) -> Iterator[Place]:
    """The places that some code names: in its own module, or in others of the package."""
    for name in names_of(nodes).looked_up:
        if name in made.bound:
            yield made.name, name
        if name in made.imported:
            yield made.imported[name]
    for node in (inner for outer in nodes for inner in ast.walk(outer)):
        if isinstance(node, ast.ImportFrom) and of_package(node.module):
            yield from (meant(node.module or "", alias.name) for alias in node.names)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            where = made.imported.get(node.value.id, ("", ""))
            if where[0] and not where[1]:
                yield meant(where[0], node.attr)


def meant(where: str, name: str) -> Place:
    """What `from where import name` brings: a module as (its name, ""), or a name in one."""
    inner = f"{where}.{name}"
    return (inner, "") if path_of(inner) else (where, name)


class Untyped(ast.NodeTransformer):
    """Takes the types away from arguments, results and variables; a class's fields keep theirs."""

    def visit_arg(self, node: ast.arg) -> ast.arg:
        """An argument without its type."""
        node.annotation = None
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        """A function without the type of its result."""
        node.returns = None
        return self.generic_visit(node)

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        """A class, whose fields keep their types."""
        node.body = [n if isinstance(n, ast.AnnAssign) else self.visit(n) for n in node.body]
        return node

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.stmt:
        """A variable without its type; nothing if it has no value."""
        made = ast.Assign([node.target], node.value) if node.value else ast.Pass()
        return ast.copy_location(made, node)


def without_types(tree: ast.Module) -> ast.Module:
    """The tree without the types that nobody needs to run it."""
    return ast.fix_missing_locations(Untyped().visit(tree))
