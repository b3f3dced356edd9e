"""The exercise cells: in a real kernel, and as the chapters' notebooks hold them."""

import ast
import io
import json
import sys
from contextlib import redirect_stdout
from pathlib import Path

import pytest

from nncourse import checking, exercises

nbclient = pytest.importorskip("nbclient", reason="nbclient runs notebooks: pip install nbclient")
nbformat = pytest.importorskip("nbformat", reason="nbformat reads notebooks: pip install nbformat")

LINUX = sys.platform == "linux"
DEFINITIONS = (ast.FunctionDef, ast.ClassDef)
BOOK = Path(__file__).parents[1] / "book"
NOTEBOOKS = {
    chapter: path
    for path in sorted(BOOK.glob("0*.ipynb"))
    if (chapter := path.stem.partition("_")[2]) in exercises.CHAPTERS
}
CELLS = [
    (path, exercise)
    for chapter, path in NOTEBOOKS.items()
    for exercise in exercises.exercises_of(chapter)
]
each_exercise = pytest.mark.parametrize(("path", "exercise"), CELLS, ids=[e.id for _, e in CELLS])


def run(tmp_path, monkeypatch, *sources: str) -> list:
    """The outputs of code cells in a real kernel."""
    monkeypatch.setenv("NNCOURSE_HOME", str(tmp_path))
    notebook = nbformat.v4.new_notebook()
    notebook.cells = [nbformat.v4.new_code_cell(source) for source in sources]
    nbclient.NotebookClient(notebook, timeout=60, kernel_name="python3").execute()
    return [cell.outputs for cell in notebook.cells]


def test_a_kernel_survives_all_answers_and_shows_each_verdict_once(tmp_path, monkeypatch):
    stub = exercises.find("basics.mse").contract
    outputs = run(
        tmp_path,
        monkeypatch,
        "import sys, numpy as np\nfrom nncourse.checking import check, hint, solution, quiz",
        stub,
        'mse = check("basics.mse", mse)',
        'mse = check("basics.mse", mse)',
        "def mse(Y_hat, Y):\n    while True:\n        pass",
        'mse = check("basics.mse", mse)',
        "def mse(Y_hat, Y):\n    sys.exit()",
        'mse = check("basics.mse", mse)',
        "def mse(Y_hat, Y):\n    big = 10**15\n    return sum(range(big))",
        'mse = check("basics.mse", mse)' if LINUX else "mse = None",
        "def mse(Y_hat, Y):\n    e = Y_hat - Y\n    return e / [][0]",
        'mse = check("basics.mse", mse)',
        "def mse(Y_hat, Y):\n    print('hello')\n    return ((Y_hat - Y) ** 2).mean()",
        'mine, mse = mse, check("basics.mse", mse)\nassert mse is mine',
        'solution("basics.mse"); quiz("basics")',
    )
    if LINUX:
        stuck = outputs[9][0]["data"]["text/plain"]
        assert "line 3: `return sum(range(big))`" in " ".join(stuck.split())
    checks = [outputs[i] for i in (2, 3, 5, 7, 11, 13)]
    assert all(len(shown) == 1 for shown in checks)
    texts = [shown[0]["data"]["text/plain"] for shown in checks]
    assert "basics.mse: not attempted" in texts[0]
    assert "text/html" in checks[0][0]["data"]
    assert "Run the cell above first" in texts[1]
    assert "was stopped" in texts[2]
    assert "`pass`" in texts[2] or "`while True:`" in texts[2]
    assert "SystemExit" in texts[3]
    assert "Line 3 of yours, `return e / [][0]`, raised IndexError" in texts[4]
    assert texts[5].startswith("basics.mse: correct")
    assert "hello" in texts[5]
    assert [set(output["data"]) for output in outputs[14]] == [
        {"text/plain", "text/markdown"},
        {"text/plain", "text/html"},
    ]


# The chapters.


def test_each_chapter_of_exercises_has_its_notebook_in_the_order_of_the_book():
    assert tuple(NOTEBOOKS) == exercises.CHAPTERS


def code_cells(path: Path) -> list[dict]:
    """A notebook's code cells, with their source and tags."""
    notebook = json.loads(path.read_text("utf-8"))
    return [
        {
            "source": "".join(cell["source"]).strip(),
            "tags": cell["metadata"].get("tags", []),
            "outputs": cell["outputs"],
        }
        for cell in notebook["cells"]
        if cell["cell_type"] == "code"
    ]


@each_exercise
def test_a_chapter_holds_stub_check_and_solution_of_each_exercise(path, exercise):
    cells = code_cells(path)
    sources = [cell["source"] for cell in cells]
    name = exercise.name
    at = sources.index(f'{name} = check("{exercise.id}", {name})')
    before, after = cells[at - 1], cells[at + 1]
    assert before["source"] == exercise.contract.strip()
    assert "exercise" in before["tags"]
    assert after["source"] == f'solution("{exercise.id}")'
    assert "hide-cell" in after["tags"]


@each_exercise
def test_the_stored_verdict_reads_not_attempted(path, exercise):
    check = f'{exercise.name} = check("{exercise.id}", {exercise.name})'
    (cell,) = [cell for cell in code_cells(path) if cell["source"] == check]
    (output,) = cell["outputs"]
    assert f"{exercise.id}: not attempted" in "".join(output["data"]["text/plain"])


@each_exercise
def test_with_the_solution_filled_in_the_verdict_is_correct(path, exercise, monkeypatch, tmp_path):
    monkeypatch.setenv("NNCOURSE_HOME", str(tmp_path))
    monkeypatch.setattr(checking, "_last", {})
    name = exercise.name
    namespace = {"check": checking.check, name: exercise.reference}
    printed = io.StringIO()
    with redirect_stdout(printed):
        exec(f'{name} = check("{exercise.id}", {name})', namespace)
    assert printed.getvalue().startswith(f"{exercise.id}: correct\n")
    assert namespace[name] is exercise.reference


@pytest.mark.parametrize("path", NOTEBOOKS.values(), ids=lambda path: path.stem)
def test_only_exercise_cells_define_what_the_package_holds(path):
    names = {
        name
        for exercise in exercises.catalogue()
        for name in (exercise.name, exercise.reference.__name__)
    }
    for cell in code_cells(path):
        if "exercise" not in cell["tags"]:
            lines = [line for line in cell["source"].splitlines() if line[:1] not in "%!"]
            body = ast.parse("\n".join(lines)).body
            defined = {node.name for node in body if isinstance(node, DEFINITIONS)}
            assert not defined & names


@pytest.mark.parametrize("path", NOTEBOOKS.values(), ids=lambda path: path.stem)
def test_a_chapter_checks_no_exercise_that_is_not_listed(path):
    stubs = [cell["source"] for cell in code_cells(path) if "exercise" in cell["tags"]]
    contracts = [exercise.contract.strip() for exercise in exercises.catalogue()]
    assert all(stub in contracts for stub in stubs)
