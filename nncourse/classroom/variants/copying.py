"""What of a variant a student may have: contract, inputs and properties, and no right answer.

The copy is a file that stands beside a student's notebook. `preview` works on it as on the variant
itself, so neither the instructors' files nor the variants of the package need be there.
"""

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path

from nncourse.classroom.variants.form import Graded
from nncourse.classroom.variants.private import VariantError

# What an Exercise must have and a student must not: the answer, and what gives values away.
LEFT_OUT = {"reference": "None", "hints": '("", "", "")', "experiment": '""'}


def student_copy(variant: Graded) -> str:
    """The source of a variant without its right answer, its mistakes, its hints and its experiment.

    Raises
    ------
    VariantError
        If what is left needs the right answer, as probes do that are computed with it, or if the
        settings have no names by which to leave some out.

    Examples
    --------
    >>> from nncourse.classroom.variants import find, preview
    >>> names = {}
    >>> exec(student_copy(find("forward.elu")), names)
    >>> print(preview(names["elu"], lambda Z, alpha=1.0: Z > 0))
    forward.elu: shape right; not yet: dtype right (on a batch yours is an array of shape (5, 4)).
    Then handed in it is judged in full.
    """
    assert variant.make_probes is not None
    path = Path(variant.make_probes.__code__.co_filename)
    source = path.read_text("utf-8")
    body = ast.parse(source).body
    own = [node for node in body if defines(node, variant.name) or makes_probes(node, variant)]
    if not any(map(exercise_in, own)):
        raise VariantError(
            f"{path}: write {variant.name} = Graded(id=..., reference=..., ...), with the name of "
            "each setting before it, so that a copy can be made without the right answer"
        )
    kept = with_needed(own, body)
    if any(defines(node, variant.reference.__name__) for node in kept):
        raise VariantError(
            f"{path}: the probes or properties of {variant.id} use its right answer, so there is "
            "no copy without it; write what they need of it as a function of its own"
        )
    texts = [text_of(node, source) for node in body if node in kept]
    return f'"""{variant.id}: what can be looked at before it is handed in."""\n\n' + "".join(texts)


def with_needed(own: list[ast.stmt], body: list[ast.stmt]) -> list[ast.stmt]:
    """Some statements of a module, and all that they need, and what these need."""
    kept = list(own)
    for node in kept:  # it grows meanwhile
        names = set(names_read(node))
        kept += [other for other in body if other not in kept and set(names_given(other)) & names]
    return kept


def defines(node: ast.stmt, name: str) -> bool:
    """Whether a statement gives a name its value."""
    return name in names_given(node)


def makes_probes(node: ast.stmt, variant: Graded) -> bool:
    """Whether this is the function that makes the variant's probes."""
    decorators = node.decorator_list if isinstance(node, ast.FunctionDef) else []
    return any(ast.unparse(decorator) == f"{variant.name}.probes" for decorator in decorators)


def names_given(node: ast.stmt) -> Iterator[str]:
    """The names that a statement outside of all functions gives a value to."""
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        yield from [node.name] if node.name != "_" else []
    elif isinstance(node, ast.Import | ast.ImportFrom):
        yield from ((alias.asname or alias.name).partition(".")[0] for alias in node.names)
    elif isinstance(node, ast.Assign):
        for target in node.targets:
            yield from (one.id for one in ast.walk(target) if isinstance(one, ast.Name))


def names_read(node: ast.stmt) -> Iterator[str]:
    """The names that a statement reads, without those of what is left out."""
    for inner in kept_parts(node):
        yield from (one.id for one in ast.walk(inner) if isinstance(one, ast.Name))


def kept_parts(node: ast.stmt) -> Iterable[ast.AST]:
    """A statement, or of a variant its settings that are not left out."""
    call = exercise_in(node)
    if call is None:
        return [node]
    return [call.func, *(word.value for word in call.keywords if word.arg not in LEFT_OUT)]


def exercise_in(node: ast.stmt) -> ast.Call | None:
    """The call in `name = Graded(...)`, or of another exercise; None for other statements."""
    call = node.value if isinstance(node, ast.Assign) else None
    has_answer = isinstance(call, ast.Call) and any(w.arg == "reference" for w in call.keywords)
    return call if isinstance(call, ast.Call) and has_answer else None


def text_of(node: ast.stmt, source: str) -> str:
    """A statement's own text, with space before it; of a variant without what is left out."""
    text = ast.get_source_segment(source, node)
    if isinstance(node, ast.Import | ast.ImportFrom):
        return f"{text}\n"
    call = exercise_in(node)
    if call is not None:
        words = {word.arg: ast.get_source_segment(source, word.value) for word in call.keywords}
        lines = [f"    {name}={value},\n" for name, value in (words | LEFT_OUT).items()]
        text = f"{', '.join(names_given(node))} = {ast.unparse(call.func)}(\n{''.join(lines)})"
    decorators = node.decorator_list if isinstance(node, ast.FunctionDef) else []
    before = "".join(f"@{ast.unparse(decorator)}\n" for decorator in decorators)
    return f"\n\n{before}{text}\n"
