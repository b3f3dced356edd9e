"""Small mutations of a function: another operator, axis, constant or sign, a term or line dropped.

`python tests/mutants.py` prints, for each exercise, how many mutants its checks reject.
"""

import ast
import copy
import inspect
import sys
import textwrap
from collections.abc import Iterator

FEWEST, MOST = 30, 80  # mutants of a function; if there are more, they are evenly chosen from all
OPERATORS = {
    ast.Add: (ast.Sub, ast.Mult),
    ast.Sub: (ast.Add, ast.Mult),
    ast.Mult: (ast.Div, ast.Add),
    ast.Div: (ast.Mult, ast.Sub),
    ast.MatMult: (ast.Mult, ast.Add),
    ast.Pow: (ast.Mult, ast.Add),
    ast.FloorDiv: (ast.Mult,),
    ast.Mod: (ast.Add,),
    ast.BitAnd: (ast.BitOr,),
    ast.BitOr: (ast.BitAnd,),
}
COMPARISONS = {
    ast.Lt: (ast.LtE, ast.Gt),
    ast.LtE: (ast.Lt, ast.GtE),
    ast.Gt: (ast.GtE, ast.Lt),
    ast.GtE: (ast.Gt, ast.LtE),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
}
NAMES = {
    "sum": "mean",
    "mean": "sum",
    "max": "min",
    "min": "max",
    "maximum": "minimum",
    "minimum": "maximum",
    "exp": "expm1",
    "log": "log1p",
    "zeros": "ones",
    "ones": "zeros",
    "argmax": "argmin",
    "zeros_like": "ones_like",
    "standard_normal": "random",
    "std": "var",
    "sqrt": "square",
    "abs": "negative",
    "tanh": "sin",
    "cumsum": "cumprod",
    "sort": "flip",
    "argsort": "argmax",
    "sigmoid": "tanh",
    "softmax": "log_softmax",
}
CHANGES = (
    "R / 2", "R - 1", "1 - R", "R * R", "R % 2", "R.T", "R[:1]", "[*R]", "np.flip(R)",
    "np.roll(R, 1)", "np.sort(R, axis=0)", "np.cumsum(R, axis=0)", "np.sum(R)", "np.mean(R)",
    "np.max(R)", "np.min(R)", "np.exp(R)", "np.sin(R)", "np.zeros_like(R)", "np.ones_like(R)",
    "np.atleast_3d(R)", "np.tile(R, 2)", "R + R", "np.ravel(R)",
)  # fmt: skip
CONVERSIONS = ("asarray", "as_float", "same_shape", "float", "int", "astype")  # kept as they are


def mutants(function, arguments) -> list[tuple[str, object]]:
    """Mutants of a function, each with a description such as 'Y_hat - Y -> Y_hat + Y'.

    What only serves an argument that is not among `arguments` is left out.
    """
    unasked = set(inspect.signature(function).parameters) - set(arguments)
    tree = stripped(function, unasked)
    found: dict[str, ast.Module] = {}
    for path, node in sites(tree.body[0]):
        if names_in(node) & unasked and len(names_in(node)) == 1:
            continue
        for replacement in mutations(node, tree.body[0]):
            description = f"{shown(node)} -> {shown(replacement)}"
            if shown(node) == shown(replacement):
                continue
            same = sum(name.partition(" #")[0] == description for name in found)
            found[f"{description} #{same + 1}" if same else description] = replaced(
                tree, path, replacement
            )
    if len(found) < FEWEST:
        found.update(results_changed(tree))
    names = list(found)
    if len(names) > MOST:
        names = [names[i * len(names) // MOST] for i in range(MOST)]
    return [(name, compiled(found[name], function)) for name in names]


def mutants_of(exercise) -> list[tuple[str, object]]:
    """Mutants of an exercise's reference; of a class, or its short form, those of each method."""
    if not inspect.isclass(exercise.reference):
        return mutants(exercise.reference, exercise.arguments)
    whole = exercise.short or exercise.reference
    return [
        (name, type("Mutant", (whole,), {method.name: mutant}))
        for method in exercise.methods
        for name, mutant in mutants(getattr(whole, method.name), ("self", *exercise.arguments))
    ]


def results_changed(tree: ast.Module) -> dict[str, ast.Module]:
    """Mutants of a function too short for more: something else is done to each result.

    A result is what is returned, or kept in an attribute.
    """
    found = {}
    for path, node in sites(tree.body[0]):
        if (isinstance(node, ast.Return) and node.value is not None) or is_kept(node):
            for change in CHANGES:
                new = copy.copy(node)
                text = change.replace("R", f"({shown(node.value)})")
                new.value = ast.Name(text, ast.Load())
                name = f"{shown(node)} -> {shown(new)}"
                new.value = ast.parse(text, mode="eval").body
                found[name] = replaced(tree, path, new)
    return found


def is_kept(node: ast.AST) -> bool:
    """Whether a line keeps something in an attribute."""
    return isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Attribute)


def stripped(function, unasked: set[str]) -> ast.Module:
    """The function's syntax tree, without docstring, annotations and what is not asked for."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    definition = tree.body[0]
    assert isinstance(definition, ast.FunctionDef)
    definition.decorator_list, definition.returns = [], None
    taken = definition.args
    for argument in (*taken.posonlyargs, *taken.args, *taken.kwonlyargs):
        argument.annotation = None
    for node in ast.walk(definition):
        for block in ("body", "orelse"):
            lines = getattr(node, block, None)
            if isinstance(lines, list):
                setattr(node, block, [line for line in lines if not is_aside(line, unasked)])
    while drop_unused(definition):
        pass
    return tree


def drop_unused(definition: ast.FunctionDef) -> bool:
    """Drop the lines that only served what was dropped before; whether there were any."""
    used = {node.id for node in ast.walk(definition) if is_read(node)}
    kept = [line for line in definition.body if not is_unused(line, used)]
    dropped = len(kept) < len(definition.body)
    definition.body = kept
    return dropped


def is_read(node: ast.AST) -> bool:
    """Whether a node reads a variable."""
    return isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)


def is_unused(line: ast.stmt, used: set[str]) -> bool:
    """Whether a line gives a value to a variable that nobody reads."""
    return isinstance(line, ast.Assign) and all(
        isinstance(target, ast.Name) and target.id not in used for target in line.targets
    )


def is_aside(line: ast.stmt, unasked: set[str]) -> bool:
    """Whether a line is a docstring, a check of the input, or serves an argument not asked for."""
    if isinstance(line, ast.If):
        raises = isinstance(line.body[-1], ast.Raise) and not line.orelse
        return raises or bool(names_in(line.test) & unasked)
    if not isinstance(line, ast.Expr):
        return False
    value = line.value
    if isinstance(value, ast.Call) and isinstance(value.func, ast.Name):
        return value.func.id.startswith("check") or value.func.id in unasked
    return isinstance(value, ast.Constant)


def names_in(node: ast.AST) -> set[str]:
    """The names that an expression uses."""
    return {inner.id for inner in ast.walk(node) if isinstance(inner, ast.Name)}


def sites(root: ast.AST, path: tuple = ()) -> Iterator[tuple[tuple, ast.AST]]:
    """Every expression and line that is computed, with the path that leads to it."""
    for name, value in ast.iter_fields(root):
        entries = list(enumerate(value)) if isinstance(value, list) else [(None, value)]
        for index, node in entries:
            if not isinstance(node, ast.expr | ast.stmt | ast.keyword | ast.comprehension):
                continue
            if is_target(root, name) or is_conversion(node) or isinstance(node, ast.JoinedStr):
                continue
            here = (*path, (name, index))
            called = isinstance(root, ast.Call) and name == "func"
            if isinstance(node, ast.expr | ast.stmt) and not called:
                yield here, node
            if not (isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)):
                yield from sites(node, here)


def is_conversion(node: ast.AST) -> bool:
    """Whether this only turns an argument into an array, or asks what kind it is."""
    if isinstance(node, ast.IfExp):
        return "isinstance" in names_in(node.test)
    if not isinstance(node, ast.Assign):
        return False
    values = node.value.elts if isinstance(node.value, ast.Tuple) else [node.value]
    names = [ast.unparse(v.func).split(".")[-1] for v in values if isinstance(v, ast.Call)]
    return len(names) == len(values) and all(name in CONVERSIONS for name in names)


def is_target(parent: ast.AST, field: str) -> bool:
    """Whether this field of a node is assigned to, or an annotation, and not computed."""
    return field in ("target", "targets", "annotation") and isinstance(
        parent, ast.Assign | ast.AugAssign | ast.AnnAssign | ast.For | ast.comprehension
    )


def mutations(node: ast.AST, function: ast.FunctionDef) -> Iterator[ast.AST]:
    """What a node may turn into."""
    if isinstance(node, ast.stmt):
        yield from of_line(node)
        return
    if isinstance(node, ast.BinOp):
        for operator in OPERATORS.get(type(node.op), ()):
            yield ast.BinOp(node.left, operator(), node.right)
        if not isinstance(node.op, ast.Add | ast.Mult):
            yield ast.BinOp(node.right, node.op, node.left)
        yield node.left
        yield node.right
        if isinstance(node.op, ast.MatMult):
            turned = [ast.Attribute(side, "T", ast.Load()) for side in (node.left, node.right)]
            yield ast.BinOp(turned[0], node.op, node.right)
            yield ast.BinOp(node.left, node.op, turned[1])
    elif isinstance(node, ast.UnaryOp):
        yield node.operand
    elif isinstance(node, ast.Compare):
        for operator in COMPARISONS.get(type(node.ops[0]), ()):
            yield ast.Compare(node.left, [operator()], node.comparators)
    elif isinstance(node, ast.Constant):
        yield from of_constant(node)
        return
    elif isinstance(node, ast.Call):
        yield from of_call(node)
    elif isinstance(node, ast.Tuple) and len(node.elts) == 2:
        yield ast.Tuple(node.elts[::-1], node.ctx)
    elif isinstance(node, ast.Attribute) and node.attr == "T":
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield node.body
        yield node.orelse
    elif isinstance(node, ast.Name):
        names = [argument.arg for argument in function.args.args]
        if node.id in names:
            yield ast.Name(names[(names.index(node.id) + 1) % len(names)], ast.Load())
    if isinstance(node, ast.BinOp | ast.Call | ast.Name | ast.Attribute | ast.Subscript):
        yield ast.UnaryOp(ast.USub(), node)
        yield ast.BinOp(ast.Constant(2), ast.Mult(), node)
        yield ast.BinOp(node, ast.Add(), ast.Constant(1))
        yield ast.BinOp(node, ast.Pow(), ast.Constant(2))


def of_line(node: ast.AST) -> Iterator[ast.AST]:
    """Mutations of a whole line."""
    if isinstance(node, ast.AugAssign):
        for operator in OPERATORS.get(type(node.op), ()):
            yield ast.AugAssign(node.target, operator(), node.value)
    if isinstance(node, ast.If):
        yield ast.If(ast.UnaryOp(ast.Not(), node.test), node.body, node.orelse)
    if isinstance(node, ast.Assign | ast.AugAssign | ast.Expr | ast.For):
        yield ast.Pass()


def of_constant(node: ast.Constant) -> Iterator[ast.AST]:
    """Mutations of a number or a truth value."""
    value = node.value
    if isinstance(value, bool):
        yield ast.Constant(not value)
    elif isinstance(value, int | float):
        for other in dict.fromkeys((value + 1, value - 1, 2 * value, value / 2, -value)):
            if other != value:
                yield ast.Constant(type(value)(other))


def of_call(node: ast.Call) -> Iterator[ast.AST]:
    """Mutations of a call: another function, no call, arguments swapped, a keyword dropped."""
    function = node.func
    name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    if name in NAMES and isinstance(function, ast.Attribute):
        other = ast.Attribute(function.value, NAMES[name], ast.Load())
        yield ast.Call(other, node.args, node.keywords)
    if name not in CONVERSIONS:
        of_numpy = isinstance(function, ast.Attribute) and shown(function.value) == "np"
        if isinstance(function, ast.Attribute) and not of_numpy:
            yield function.value
        elif node.args:
            yield node.args[0]
        if len(node.args) == 2:
            yield ast.Call(function, node.args[::-1], node.keywords)
        for i in range(len(node.keywords)):
            yield ast.Call(function, node.args, node.keywords[:i] + node.keywords[i + 1 :])


def replaced(tree: ast.Module, path: tuple, replacement: ast.AST) -> ast.Module:
    """A copy of the tree with another node at the end of the path."""
    root = copy.deepcopy(tree)
    parent: ast.AST = root.body[0]
    for name, index in path[:-1]:
        value = getattr(parent, name)
        parent = value if index is None else value[index]
    name, index = path[-1]
    new = copy.deepcopy(replacement)
    if index is None:
        setattr(parent, name, new)
    else:
        getattr(parent, name)[index] = new
    return ast.fix_missing_locations(root)


def compiled(tree: ast.Module, function):
    """The mutant as a function that sees what the original sees."""
    namespace = dict(function.__globals__)
    exec(compile(tree, "<mutant>", "exec"), namespace)
    return namespace[function.__name__]


def shown(node: ast.AST) -> str:
    """A node as source on one line."""
    return " ".join(ast.unparse(ast.fix_missing_locations(copy.deepcopy(node))).split())


def main() -> None:
    from alternatives import EQUIVALENT

    from nncourse.checking import judge
    from nncourse.exercises import catalogue

    rejected = made = 0
    for exercise in catalogue():
        if sys.argv[1:] and not exercise.id.startswith(tuple(sys.argv[1:])):
            continue
        all_mutants = mutants_of(exercise)
        survivors = [n for n, m in all_mutants if judge(exercise, m, seconds=0.5).passed]
        unexplained = [name for name in survivors if name not in EQUIVALENT[exercise.id]]
        stale = set(EQUIVALENT[exercise.id]) - set(survivors)
        print(f"{exercise.id}: {len(all_mutants)} mutants, {len(survivors)} survive")
        for name in unexplained:
            print(f"    {name}")
        for name in stale:
            print(f"    listed, and does not survive: {name}")
        made += len(all_mutants) - len(survivors) + len(unexplained)
        rejected += len(all_mutants) - len(survivors)
    print(f"rejected: {rejected} of {made} that are not equivalent")


if __name__ == "__main__":
    main()
