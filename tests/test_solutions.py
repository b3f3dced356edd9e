"""What a solution shows: all of the work, in short first, and nothing that is out of sight."""

import ast
import inspect
import json
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any

import pytest

from nncourse import exercises
from nncourse.checking import short_source, solution, source_of

BOOK = Path(__file__).parents[1] / "book"
CATALOGUE = exercises.catalogue()
CONVERSIONS = {"as_float", "same_shape"}  # of arguments, as all that is called check_... is a check

each_exercise = pytest.mark.parametrize("exercise", CATALOGUE, ids=lambda e: e.id)


def called(function: Any) -> Iterator[Any]:
    """What of the package a function or the methods of a class call by name."""
    module = vars(sys.modules[function.__module__])
    tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        value = node.func
        if isinstance(value, ast.Name):
            found = module.get(value.id)
        elif isinstance(value, ast.Attribute) and isinstance(value.value, ast.Name):
            of = module.get(value.value.id)
            found = getattr(of, value.attr, None) if isinstance(of, ModuleType) else None
        else:
            continue
        if isinstance(found, FunctionType | type) and found.__module__.startswith("nncourse."):
            yield found


def imported_until(chapter: str) -> set[str]:
    """The names of the package that the chapters up to this one have imported."""
    names = set()
    for name in exercises.CHAPTERS[: exercises.CHAPTERS.index(chapter) + 1]:
        (path,) = BOOK.glob(f"0*_{name}.ipynb")
        for cell in json.loads(path.read_text("utf-8"))["cells"]:
            lines = [line for line in cell["source"] if line[:1] not in "%!"]
            tree = ast.parse("".join(lines) if cell["cell_type"] == "code" else "")
            for node in ast.walk(tree):
                if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("nncourse"):
                    names |= {alias.name for alias in node.names}
    return names


def is_a_check(function: Any) -> bool:
    """Whether this does none of the work: an error, or what looks at the arguments."""
    if isinstance(function, type):
        return issubclass(function, Exception)
    return function.__name__.startswith("check_") or function.__name__ in CONVERSIONS


@each_exercise
def test_no_work_of_a_solution_is_done_out_of_sight(exercise):
    """What is called is shown as well, is an exercise so far, or has been met in a chapter."""
    met = imported_until(exercise.chapter)
    earlier = CATALOGUE[: CATALOGUE.index(exercise) + 1]
    known = {part for e in earlier for part in (e.reference, *e.helpers)}
    known |= {e.reference for e in CATALOGUE if e.chapter == exercise.chapter}
    shown = [exercise.short] if exercise.short else [exercise.reference, *exercise.helpers]
    for function in shown:
        hidden = {f for f in called(function) if f not in known and not is_a_check(f)}
        assert {f.__name__ for f in hidden} <= met


@each_exercise
def test_a_helper_has_work_to_do(exercise):
    """It is called by what is shown above it."""
    shown = [exercise.reference, *exercise.helpers]
    for i, helper in enumerate(exercise.helpers, start=1):
        assert any(helper in set(called(function)) for function in shown[:i])


@each_exercise
def test_what_is_shown_is_python_and_begins_with_the_exercise(exercise):
    """Under the exercise's name in short, and in the package's own words with the file's name."""
    body = ast.parse(source_of(exercise)).body
    names = [node.name for node in body]
    first = [exercise.name] if exercise.short else []
    functions = (exercise.reference, *exercise.helpers)
    assert names == [*first, *(function.__name__ for function in functions)]
    if exercise.short:
        asked = [ast.dump(method.args) for method in exercise.methods]
        (short,) = ast.parse(short_source(exercise)).body
        methods = short.body if isinstance(short, ast.ClassDef) else [short]
        given = [ast.dump(m.args) for m in methods if isinstance(m, ast.FunctionDef)]
        assert given == asked


def test_the_helper_stands_below_and_the_short_form_above(capsys):
    solution("backprop.dense_backward")
    said = capsys.readouterr().out
    assert said.startswith("# nncourse/layers/dense.py\ndef dense_backward(")
    assert "\n\n\n# nncourse/layers/dense.py\ndef parameter_gradients(" in said
    solution("mnist.epoch")
    said = capsys.readouterr().out
    assert said.startswith(
        "# in short\ndef epoch(network, loss, optimizer, X, y, batch_size, rng):"
    )
    assert "\n\n\n# nncourse/training.py\ndef train_epoch(" in said
