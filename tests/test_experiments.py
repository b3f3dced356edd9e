"""Two lines to try: what they show with a mistake differs from what they should show.

Compared is what a cell shows: what is printed, warned and raised, and the value of its last line.
"""

import ast
import io
import json
import re
import symtable
import tokenize
import warnings
from collections.abc import Iterator
from contextlib import redirect_stdout
from pathlib import Path

import numpy as np
import pytest

from nncourse import exercises
from nncourse.exercises.form import Exercise

BOOK = Path(__file__).parents[1] / "book"
CATALOGUE = exercises.catalogue()
KNOWN = [(exercise, mistake) for exercise in CATALOGUE for mistake in exercise.mistakes]
NUMBER = r"(?<![\w.])-?\d+\.?\d*(?:e[-+]?\d+)?"

each_exercise = pytest.mark.parametrize("exercise", CATALOGUE, ids=lambda e: e.id)
each_mistake = pytest.mark.parametrize(
    ("exercise", "mistake"), KNOWN, ids=[f"{e.id}-{m.id}" for e, m in KNOWN]
)


def shown(exercise: Exercise, experiment: str, answer) -> str:
    """What a cell shows, in which these lines stand below this answer."""
    *before, last = ast.parse(experiment).body
    namespace, said = {"np": np, exercise.name: answer}, io.StringIO()
    with redirect_stdout(said), warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        try:
            exec(compile(ast.Module(before, []), "cell", "exec"), namespace)
            mode, tree = "exec", ast.Module([last], [])
            if isinstance(last, ast.Expr):
                mode, tree = "eval", ast.Expression(last.value)
            value = eval(compile(tree, "cell", mode), namespace)
            said.write("" if value is None else repr(value))
        except Exception as error:
            said.write(f"{type(error).__name__}: {error}")
    texts = {str(warning.message) for warning in warned}
    return at_a_glance("\n".join([said.getvalue(), *sorted(texts)]))


def at_a_glance(text: str) -> str:
    """A text as it is read: numbers to six digits; without types, names and addresses."""
    text = re.sub(r"np\.\w+\(([^()]*)\)", r"\1", text)
    text = re.sub(r", dtype=[^,)]+| at 0x[0-9a-f]+|'\d\.\w': ", "", text)
    text = re.sub(NUMBER, lambda found: f"{float(found[0]) + 0.0:.6g}", text)
    return re.sub(r"\s*([][(),])\s*", r"\1", " ".join(text.split()))


def comment(experiment: str) -> str:
    """What the experiment's comments say."""
    tokens = tokenize.generate_tokens(io.StringIO(experiment + "\n").readline)
    return " ".join(token.string for token in tokens if token.type == tokenize.COMMENT)


def rounds_to(number: str, stated: str) -> bool:
    """Whether a number is what is stated, to the digits that are stated."""
    digits = len(stated.partition(".")[2])
    return abs(float(number) - float(stated)) <= 0.5 * 10.0**-digits + 1e-9


def names(code: str) -> Iterator[tuple[set[str], set[str]]]:
    """Of each statement, the names outside of functions that it reads and that it gives."""
    for statement in ast.parse(code).body:
        outside = symtable.symtable(ast.unparse(statement), "cell", "exec")
        symbols, inside = outside.get_symbols(), outside.get_children()
        given = {s.get_name() for s in symbols if s.is_assigned() or s.is_imported()}
        read = {s.get_name() for s in symbols if s.is_referenced()}
        if isinstance(statement, ast.For | ast.With):
            read -= given
        while inside:
            table = inside.pop()
            read |= {s.get_name() for s in table.get_symbols() if s.is_global()}
            inside += table.get_children()
        yield read, given


def needed(exercise: Exercise) -> set[str]:
    """The names that its chapter, from the exercise's check on, reads before it gives them anew."""
    (path,) = BOOK.glob(f"0*_{exercise.chapter}.ipynb")
    cells = json.loads(path.read_text("utf-8"))["cells"]
    codes = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    (start,) = (i for i, code in enumerate(codes) if f'check("{exercise.id}"' in code)
    old, new = set(), set()
    for code in codes[start:]:
        for read, given in names(code):
            old |= read - new
            new |= given
    return old


@each_exercise
def test_an_experiment_leaves_the_chapters_names_alone(exercise):
    """The cell is the chapter's: an X that is given there would be the X of all that follows."""
    taken = needed(exercise)
    for experiment in {exercise.experiment, *(m.experiment for m in exercise.mistakes)}:
        assert not [given & taken for _, given in names(experiment) if given & taken], experiment


@each_mistake
def test_an_experiment_shows_the_difference(exercise, mistake):
    right = shown(exercise, mistake.experiment, exercise.reference)
    assert right == shown(exercise, mistake.experiment, exercise.reference)
    assert right != shown(exercise, mistake.experiment, mistake.answer)


@each_exercise
def test_a_comment_states_what_comes_out(exercise):
    """All numbers that the right answer shows stand in the comment, in this order."""
    mine = {mistake.experiment for mistake in exercise.mistakes}
    assert re.search(NUMBER, comment(exercise.experiment)), exercise.experiment
    for experiment in {exercise.experiment, *mine}:
        said = comment(experiment)
        assert said, experiment
        stated = iter(re.findall(NUMBER, said))
        come = re.findall(NUMBER, shown(exercise, experiment, exercise.reference))
        in_words = not re.search(NUMBER, said)
        assert in_words or all(any(rounds_to(c, s) for s in stated) for c in come), experiment


def test_what_cannot_be_seen_is_no_difference():
    """An answer with other types and digits reads the same; another value does not."""
    (mse,) = (exercise for exercise in CATALOGUE if exercise.id == "basics.mse")
    right = shown(mse, mse.experiment, mse.reference)
    assert shown(mse, mse.experiment, lambda Y_hat, Y: np.float32(2.0 + 1e-12)) == right == "2"
    assert shown(mse, mse.experiment, lambda Y_hat, Y: 2.001) != right
    assert shown(mse, mse.experiment, lambda Y_hat, Y: print(2.0) or 2.0) != right
    assert (
        shown(mse, mse.experiment, lambda Y_hat, Y: 1 / 0) == "ZeroDivisionError: division by zero"
    )
