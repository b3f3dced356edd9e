"""Answers as the text of a cell: the package's own functions and others, with all they need.

A learner has written everything in the notebook. So what an answer needs is written out here, save
for what the grader lets it import.
"""

import ast
import copy
from collections.abc import Iterator
from contextlib import suppress
from types import CodeType
from typing import Any

from nncourse.classroom.sandbox import source
from nncourse.classroom.sandbox.source import Module, Place
from nncourse.exercises.form import Exercise, Mistake


def as_cell(answer: Any, name: str, may_import: set[Place]) -> str:
    """The text of a cell that defines an answer under this name, and what it needs.

    Parameters
    ----------
    answer : a function or a class at the top of its module.
    name : what it is to be called.
    may_import : the places in the package that the cell may import from instead.

    Raises
    ------
    LookupError
        If the answer has no text of its own: another function made it.

    Examples
    --------
    >>> from nncourse import exercises
    >>> mistake = exercises.find("forward.relu").mistakes[0].answer
    >>> print(as_cell(mistake, "relu", set()).splitlines()[-2])
    def relu(Z):
    """
    module = source.module(answer.__module__)
    code = answer.__name__ if isinstance(answer, type) else getattr(answer, "__code__", None)
    if module is None or code is None:
        raise LookupError(f"{answer} has no text")
    node = copy.deepcopy(definition_of(module, code))
    node.decorator_list, node.name = [], name  # the decorators are the exercise's
    return cell_of(module, node, may_import)


def mistake_as_cell(mistake: Mistake, exercise: Exercise, may_import: set[Place]) -> str:
    """The text of a cell that makes a known mistake; it may stand in brackets, as a lambda does.

    Raises
    ------
    LookupError
        If it does not stand in the exercise's file.
    """
    with suppress(LookupError):
        return as_cell(mistake.answer, exercise.name, may_import)
    module = source.written(exercise.make_probes.__module__)
    value = expression_of(module, mistake.id)
    node = ast.Assign([ast.Name(exercise.name, ast.Store())], copy.deepcopy(value))
    return cell_of(module, ast.fix_missing_locations(node), may_import)


def cell_of(module: Module, node: ast.stmt, may_import: set[Place]) -> str:
    """The text of a statement, and before it all that it needs."""
    needs = sorted(source.needs_of(module, [node]))
    written = [text for place in in_order(needs) if (text := written_out(place, may_import))]
    return "\n\n".join([*written, ast.unparse(bare(module, node))])


def definition_of(module: Module, code: CodeType | str) -> ast.FunctionDef | ast.ClassDef:
    """The definition with this code object, or of this name."""
    for node in module.tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            first = min([node.lineno, *(one.lineno for one in node.decorator_list)])
            if code == node.name or first == getattr(code, "co_firstlineno", None):
                return node
    raise LookupError(f"{code} is not at the top of {module.name}")


def expression_of(module: Module, mistake: str) -> ast.expr:
    """The answer in `exercise.mistake("its id", ...)(answer)`."""
    for node in module.tree.body:
        match node:
            case ast.Expr(
                ast.Call(ast.Call(ast.Attribute(attr="mistake"), [ast.Constant(id), *_]), [answer])
            ) if id == mistake:
                return answer
    raise LookupError(f"{module.name} has no mistake {mistake} in brackets")


def in_order(needs: list[Place], seen: set[Place] | None = None) -> Iterator[Place]:
    """All that is needed, each after what it needs itself."""
    seen = set() if seen is None else seen
    for place in needs:
        here = source.definition(place)
        if here is not None and place not in seen:
            seen.add(place)
            methods = [source.definition(method) for method in here.methods]
            inside = [need for method in methods if method for need in method.needs]
            yield from in_order(sorted({*here.needs, *inside}), seen)
            yield place


def written_out(place: Place, may_import: set[Place]) -> str:
    """The text that brings a definition: an import where that is allowed, else its own."""
    where, name = place
    module, here = source.written(where), source.definition(place)
    assert here is not None, f"{where} has no {name}"
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


def bare(module: Module, node: ast.stmt) -> ast.AST:
    """A statement that names everything by its own name: `losses.mse` becomes `mse`."""

    class Bare(ast.NodeTransformer):
        def visit_Attribute(self, attribute: ast.Attribute) -> ast.AST:
            self.generic_visit(attribute)
            base = attribute.value
            if isinstance(base, ast.Name) and module.imported.get(base.id, ("", "-"))[1] == "":
                return ast.copy_location(ast.Name(attribute.attr, attribute.ctx), attribute)
            return attribute

    return ast.fix_missing_locations(Bare().visit(node))
