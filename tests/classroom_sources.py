"""Answers as the text of a cell: the package's own functions and others, with all they need.

A learner has written everything in the notebook. So what an answer needs is written out here, save
for what the grader lets it import.
"""

import ast
import copy
import marshal
import re
from collections.abc import Iterator

from nncourse.classroom.sandbox import source
from nncourse.classroom.sandbox.source import Module, Place
from nncourse.classroom.sandbox.withheld import with_folders


def as_cell(answer, name: str, may_import: set[Place]) -> str:
    """The text of a cell that defines an answer under this name, and what it needs."""
    module = source.module(answer.__module__)
    node = copy.deepcopy(statement_of(module, answer.__code__ if not isinstance(answer, type)
                                      else answer.__name__))  # fmt: skip
    needs = sorted(source.needs_of(module, list(source_nodes(node))))
    written = [
        text for place in in_order(needs) for text in [written_out(place, may_import)] if text
    ]
    node.decorator_list, node.name = [], name
    return "\n\n".join([*written, ast.unparse(bare(module, node))])


def source_nodes(node: ast.AST) -> list[ast.AST]:
    """The statement without its decorators, which belong to the tests."""
    node.decorator_list = []
    return [node]


def statement_of(module: Module, code) -> ast.stmt:
    """The definition with this code object, or of this name."""
    for node in module.tree.body:
        first = min([node.lineno, *(d.lineno for d in getattr(node, "decorator_list", []))])
        if code == getattr(node, "name", None) or first == getattr(code, "co_firstlineno", None):
            return node
    raise LookupError(f"{code} is not at the top of {module.name}")


def in_order(needs: list[Place], seen: set[Place] | None = None) -> Iterator[Place]:
    """All that is needed, each after what it needs itself."""
    seen = set() if seen is None else seen
    for place in needs:
        here = source.definition(place)
        if here is not None and place not in seen:
            seen.add(place)
            methods = [n for m in here.methods for n in source.definition(m).needs]
            yield from in_order(sorted({*here.needs, *methods}), seen)
            yield place


def written_out(place: Place, may_import: set[Place]) -> str:
    """The text that brings a definition: an import where that is allowed, else its own."""
    where, name = place
    module, here = source.module(where), source.definition(place)
    if isinstance(here.statement, ast.Import | ast.ImportFrom):
        return imported(module, name, here.statement)
    if place in may_import:
        return f"from {where} import {name}"
    return ast.unparse(bare(module, copy.deepcopy(here.statement)))


def imported(module: Module, name: str, statement: ast.Import | ast.ImportFrom) -> str:
    """An import of a module's; of a name of the package's, which is written out, its other name."""
    if name in module.imported:
        own = module.imported[name][1]
        return f"{name} = {own}" if own and own != name else ""
    names = [a for a in statement.names if (a.asname or a.name.partition(".")[0]) == name]
    return ast.unparse(type(statement)(**{**vars(statement), "names": names}))


def bare(module: Module, node: ast.stmt) -> ast.stmt:
    """A statement that names everything by its own name: `losses.mse` becomes `mse`."""

    class Bare(ast.NodeTransformer):
        def visit_Attribute(self, attribute: ast.Attribute) -> ast.AST:
            self.generic_visit(attribute)
            base = attribute.value
            if isinstance(base, ast.Name) and module.imported.get(base.id, ("", "-"))[1] == "":
                return ast.copy_location(ast.Name(attribute.attr, attribute.ctx), attribute)
            return attribute

    return ast.fix_missing_locations(Bare().visit(node))


# A copy of the package under another name, as a submission could carry it along.

COPY = """
import importlib.abc, importlib.util, marshal, sys
class Mine(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    modules = {modules!r}
    def find_spec(self, name, path=None, target=None):
        if name in self.modules:
            return importlib.util.spec_from_loader(name, self, is_package=self.modules[name][0])
    def create_module(self, spec):
        return None
    def exec_module(self, module):
        module.__file__ = '/a/copy/of/mine.py'
        exec(marshal.loads(self.modules[module.__name__][1]), vars(module))
sys.meta_path.insert(0, Mine())
"""


def copy_of(name: str) -> str:
    """The text of a cell that brings a module and all that it imports, as `mine` for `nncourse`."""
    modules = {}
    for found in sorted(imported_from(name)):
        module = source.module(found)
        own = found.replace("nncourse", "mine", 1)
        code = compile(re.sub(r"\bnncourse\b", "mine", module.source), own, "exec")
        modules[own] = (module.is_package, marshal.dumps(code))
    return COPY.format(modules=modules)


def imported_from(name: str, seen: set[str] | None = None) -> set[str]:
    """A module, the packages it is in, and all of the package that they import."""
    seen = set() if seen is None else seen
    for part in with_folders(name):
        if part not in seen and source.module(part):
            seen.add(part)
            for node in ast.walk(ast.parse(source.module(part).source)):
                if isinstance(node, ast.ImportFrom) and source.of_package(node.module):
                    for alias in node.names:
                        where, _ = source.meant(node.module, alias.name)
                        imported_from(where, seen)
    return seen
