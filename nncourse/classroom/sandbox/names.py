"""The names that code binds and the names that it looks up, told from its syntax alone."""

import ast
import dis
import types

DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
LOOKUPS = ("LOAD_GLOBAL", "LOAD_NAME")


def bound(statement: ast.stmt) -> set[str]:
    """The names that a statement binds, outside of the functions and classes in it.

    Examples
    --------
    >>> sorted(bound(ast.parse("if x: a, b = 1, 2").body[0]))
    ['a', 'b']
    """
    if isinstance(statement, DEFINITIONS):
        return {statement.name}
    names = set()
    for node in ast.walk(statement):
        if isinstance(node, ast.Import | ast.ImportFrom):
            names |= set(map(bound_by, node.names))
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.add(node.id)
        if isinstance(node, DEFINITIONS):
            names.add(node.name)
    return names


def bound_by(alias: ast.alias) -> str:
    """The name that an import binds."""
    return alias.asname or alias.name.partition(".")[0]


def looked_up(nodes: list[ast.AST]) -> set[str]:
    """The names that some code looks up outside of its own functions, as Python compiles it.

    Examples
    --------
    >>> sorted(looked_up(ast.parse("def f(a):\\n    b = a\\n    return b + c").body))
    ['c']
    """
    body = [node if isinstance(node, ast.stmt) else ast.Expr(as_value(node)) for node in nodes]
    tree = ast.fix_missing_locations(ast.Module(body, []))
    waiting, names = [compile(tree, "", "exec", dont_inherit=True)], set()
    while waiting:
        code = waiting.pop()
        names |= {step.argval for step in dis.get_instructions(code) if step.opname in LOOKUPS}
        waiting += [const for const in code.co_consts if isinstance(const, types.CodeType)]
    return names


def as_value(node: ast.AST) -> ast.expr:
    """A part of a statement, such as a decorator, which is an expression."""
    assert isinstance(node, ast.expr)
    return node
