"""From the cells of a notebook to what one answer needs."""

import pytest

from nncourse.classroom.grading.answers import NotebookError, code_cells, sources
from nncourse.classroom.sandbox.picking import picked


def cells_for(name: str, *cells: str, given=()) -> list[str]:
    """What is picked for one name."""
    return picked(list(cells), {name: list(given)})[name]["cells"]


def test_what_an_answer_looks_up_comes_along_and_nothing_else():
    assert cells_for(
        "f",
        "import numpy as np\nimport os",
        "A = 1\nB = 2",
        "def g(x):\n    return np.abs(x) + A",
        "def f(x):\n    B = 3\n    return g(x) + B",
        "print(f(1))\nos.remove('x')",
    ) == [
        "import numpy as np",
        "A = 1",
        "def g(x):\n    return np.abs(x) + A",
        "def f(x):\n    B = 3\n    return g(x) + B",
    ]


def test_names_from_elsewhere_are_told_and_not_taken_from_the_notebook():
    found = picked(["def g(): pass", "def f(): return g() + h() + len('')"], {"f": ["g"]})["f"]
    assert found["cells"] == ["def f(): return g() + h() + len('')"]
    assert {"g", "h"} <= set(found["given"])


@pytest.mark.parametrize(
    "cell",
    [
        "f = np.vectorize(f)",
        "f.cache = {}",
        "f = g",
        "f = lambda x: x",
        "if True:\n    def f(x): return 1",
    ],
)
def test_what_makes_another_function_of_an_answer_comes_along(cell):
    assert cells_for("f", "def f(x): return x", cell)[-1] == cell


@pytest.mark.parametrize(
    "cell",
    [
        "f = f(3)",
        "loss, f = train(f), 3",
        "f = 0.5",
        'f = check("a.f", f)',
        "f = checking.check('a.f', f)",
        "print(f(3))",
    ],
)
def test_what_puts_a_result_under_its_name_does_not(cell):
    assert cells_for("f", "def f(x): return x", cell) == ["def f(x): return x"]


def test_data_comes_with_what_changes_it():
    table = ["T = [1]", "T.append(2)\nT[0] = 3", "T += [4]", "def f(): return T"]
    assert cells_for("f", *table) == ["T = [1]", "T.append(2)", "T[0] = 3", "T += [4]", table[-1]]


def test_a_loop_that_fills_data_comes_along_and_one_that_calls_a_module_does_not():
    fills = ["T = []", "for i in range(3):\n    T.append(i)", "def f(): return T"]
    assert cells_for("f", *fills) == fills
    cells = ["import numpy as np", "np.random.seed(0)", "np.pi = 3", "def f(): return np.pi"]
    trains = "for i in range(10**9):\n    np.testing.assert_equal(i, i)"
    assert cells_for("f", *cells, trains) == [cells[0], *cells[2:]]


@pytest.mark.parametrize("body", ["nonlocal x", "await g()", "x = 1\n    global x"])
def test_a_function_that_python_reads_but_does_not_compile_is_there(body):
    assert cells_for("f", f"def f(x):\n    {body}") == [f"def f(x):\n    {body}"]


def test_a_function_under_the_name_of_a_builtin_comes_along():
    assert cells_for("f", "def max(x): return 0", "def f(x): return max(x)")[0][:7] == "def max"


def test_a_decorator_and_two_statements_on_a_line_stay_whole():
    assert cells_for("f", "a = 1; b = 2", "@cache\ndef f(): return b") == [
        "b = 2",
        "@cache\ndef f(): return b",
    ]


def test_each_name_of_an_import_is_imported_on_its_own():
    cells = cells_for("f", "from nncourse.losses import (mse,\n  mse_backward)", "def f(): mse")
    assert cells == ["from nncourse.losses import mse", "def f(): mse"]


def test_a_cell_that_cannot_be_read_is_told_of():
    found = picked(["def f(x)\n    return 1", "def g(): pass"], {"f": [], "g": []})
    assert found["f"]["unread"] == ["line 1 of its cell raises SyntaxError: expected ':'"]
    assert found["g"]["unread"] == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"", "is no notebook"),
        (b"{}", "no cells"),
        (b"[]", "no cells"),
        (b'{"cells": 3}', "no cells"),
        (b"\xff\xfe{\x00", "is no notebook"),
    ],
)
def test_a_file_that_is_no_notebook_says_so(text, said):
    with pytest.raises(NotebookError, match=said):
        sources(text, "work.ipynb")


def test_a_folder_and_a_missing_file_are_no_notebooks(tmp_path):
    for path in (tmp_path, tmp_path / "nothing.ipynb"):
        with pytest.raises(NotebookError, match="not there"):
            code_cells(path)


def test_a_file_that_is_too_large_is_not_read(tmp_path):
    path = tmp_path / "work.ipynb"
    with open(path, "wb") as file:
        file.truncate(10**9)
    with pytest.raises(NotebookError, match="MB"):
        code_cells(path)
