"""The core stays small, and stands on its own floor: counted in the source, line by line."""

import ast
import inspect
import io
import tokenize
from pathlib import Path

import pytest

from nncourse.neuron import train_neuron
from nncourse.training import train_epochs

PACKAGE = Path(__file__).parents[1] / "nncourse"
# What is built on the core: the ideas of chapters 1 to 6 are not in these.
ABOVE = ("autograd checking classroom command datasets exercises plots results widgets").split()
CORE = [
    path
    for path in sorted(PACKAGE.rglob("*.py"))
    if path.relative_to(PACKAGE).with_suffix("").parts[0] not in (*ABOVE, "__main__")
]
AUTOGRAD = sorted((PACKAGE / "autograd").glob("*.py"))
DRAWING = {PACKAGE / "autograd" / name for name in ("drawing.py", "layout.py")}
OPTIMIZING = {
    PACKAGE / f"{name}.py"
    for name in "optimizers schedules clipping descent rate_finder fast/updates".split()
}
# Files: what is written down, and what is believed of what others wrote.
KEEPING = {
    path
    for path in CORE
    if path.parent.name == "saving" or path.name in ("files.py", "progress.py")
}
LOOPS = (train_neuron, train_epochs)  # learners write them; the rest of the package needs neither
LAYOUT = (tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT)


def each_module(*paths):
    """A test for every one of these files."""
    return pytest.mark.parametrize("path", paths, ids=lambda p: str(p.relative_to(PACKAGE)))


def docstring(node: ast.AST) -> ast.Expr | None:
    """The statement that is a module's, class's or function's docstring."""
    if not isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) or not node.body:
        return None
    first = node.body[0]
    is_text = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    return first if is_text and isinstance(first.value.value, str) else None


def code_lines(source: str) -> int:
    """Lines that hold code: no docstrings, comments or blanks."""
    found = set()
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type not in (*LAYOUT, tokenize.ENDMARKER):
            found |= set(range(token.start[0], token.end[0] + 1))
    for text in filter(None, map(docstring, ast.walk(ast.parse(source)))):
        found -= set(range(text.lineno, text.end_lineno + 1))
    return len(found)


def body_lines(function: ast.FunctionDef) -> int:
    """The lines of a function below its signature and its docstring."""
    body = function.body[1:] if docstring(function) else function.body
    return body[-1].end_lineno - body[0].lineno + 1 if body else 0


def test_lines_are_counted_as_said():
    source = "\n".join(
        [
            '"""Text.',
            "",
            'More."""',
            "# why",
            "x = [",
            "    1,  # one",
            "]",
            "",
            "def f():",
            '    """What it does."""',
            "    y = 1",
            "",
            "    return y",
        ]
    )
    assert code_lines(source) == 3 + 3
    assert body_lines(ast.parse(source).body[-1]) == 3


def total(paths):
    """The lines of code in some files."""
    return sum(code_lines(path.read_text("utf-8")) for path in paths)


def lines_of_loops():
    """The lines of code in the loops that learners write."""
    return sum(code_lines(inspect.getsource(loop)) for loop in LOOPS)


def test_the_core_stays_small():
    assert total(set(CORE) - OPTIMIZING - KEEPING) - lines_of_loops() <= 1_430


def test_the_loops_stay_small():
    assert lines_of_loops() <= 40


def test_the_keeping_of_files_stays_small():
    assert total(KEEPING) <= 550


def test_the_optimizers_stay_small():
    assert total(OPTIMIZING) <= 375


def test_autograd_stays_small():
    assert total(set(AUTOGRAD) - DRAWING) <= 1_000


@each_module(*CORE, *AUTOGRAD)
def test_functions_are_short(path):
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef):
            assert body_lines(node) <= (30 if node.name == "fit" else 25), node.name


@each_module(*CORE)
def test_the_core_uses_nothing_that_is_built_on_it(path):
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        for name in names:
            parts = name.split(".")
            assert parts[0] != "nncourse" or parts[1:2] == [] or parts[1] not in ABOVE, name
