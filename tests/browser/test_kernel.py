"""The session of a chapter in a page: what a cell finds, what it prints, what is said of errors."""

import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parents[2] / "book" / "pages"))
import kernel

from nncourse.activations import relu, softmax

CHAPTER = {
    "chapter": "forward",
    "imports": "import numpy as np\nimport not_in_a_page\nfrom nncourse.activations import softmax",
    "cells": [
        {"id": "data", "kind": "code", "source": "print('loud')\nX = np.ones((2, 3))", "needs": []},
        {"id": "sum", "kind": "code", "source": "X.sum()", "needs": ["data"]},
        {"id": "r", "kind": "exercise", "exercise": "forward.relu", "name": "relu", "needs": []},
        {
            "id": "s",
            "kind": "exercise",
            "exercise": "forward.softmax",
            "name": "softmax",
            "needs": [],
        },
    ],
    "exercises": ["basics.mse", "forward.relu", "forward.softmax"],
}
RIGHT = """
def softmax(Z):
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True)
"""
WRONG = "def softmax(Z):\n    return np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True)\n"


@pytest.fixture(autouse=True)
def fresh():
    """Every test begins with a chapter that was not opened yet."""
    kernel.sessions.clear()


def run(source, cell="sum", answers=None, heard=None):
    request = {"chapter": CHAPTER, "cell": cell, "source": source, "answers": answers or {}}
    return kernel.run(request, ([] if heard is None else heard).append)


def check(source, answers=None, record=None):
    request = {"chapter": CHAPTER, "exercise": "forward.softmax", "source": source}
    return kernel.check(
        {**request, "answers": answers or {}, "record": record or {}}, lambda t: None
    )


def test_a_cell_finds_what_it_needs_and_shows_its_last_value():
    heard = []
    assert run("X.sum()", heard=heard) == {"ok": True, "output": "np.float64(6.0)\n", "error": None}
    assert "".join(heard) == "np.float64(6.0)\n"  # what was run for it is silent
    assert run("X.sum();")["output"] == ""


def test_what_a_reader_changed_in_an_earlier_cell_stays():
    assert run("X = np.zeros((2, 2))", cell="data")["ok"]
    assert run("X.shape")["output"] == "(2, 2)\n"


def test_answers_that_passed_are_used_else_the_package():
    assert run("relu.__module__")["output"] == f"'{relu.__module__}'\n"
    mine = {"forward.relu": "def relu(Z):\n    return 'mine'", "basics.mse": "def mse(): return 1"}
    assert run("relu(1), mse()", answers=mine)["output"] == "('mine', 1)\n"


def test_an_answer_that_no_longer_runs_is_left_out():
    assert run("1 + 1", answers={"basics.mse": "def mse(:"})["ok"]


def test_an_error_is_told_with_the_readers_own_lines():
    error = run("def f(n):\n    return 1 / n\n\nf(0)")["error"]
    assert error.splitlines() == [
        "Line 4 of your code:",
        "    f(0)",
        "Line 2 of your code, in f:",
        "    return 1 / n",
        "ZeroDivisionError: division by zero",
    ]


def test_a_syntax_error_is_told_with_its_place():
    lines = run("x = (1,\ny = 2").get("error").splitlines()
    assert lines[0].startswith("Line ")
    assert lines[-1].startswith("SyntaxError: ")
    assert run("def f()\n    pass")["error"].startswith("Line 1 of your code:\n    def f()\n")


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("exit()", "this would end Python"),
        ("raise SystemExit(3)", "this would end Python"),
        ("assert 1 == 2, 'no'", "AssertionError: no"),
        ("def f(): f()\nf()", "RecursionError"),
        ("raise KeyboardInterrupt", "KeyboardInterrupt"),
    ],
)
def test_what_would_end_python_is_told(source, words):
    result = run(source)
    assert not result["ok"]
    assert words in result["error"]
    assert run("1")["output"] == "1\n"


def test_a_huge_print_is_cut_and_said_so():
    heard = []
    result = run("for i in range(10**5): print('line', i)", heard=heard)
    assert result["ok"]
    assert result["output"].endswith("[The output is longer: the page shows 20,000 characters.]")
    assert len(result["output"]) < kernel.MOST + 100
    assert "".join(heard) == result["output"]
    assert len(heard) < 100


def test_a_right_answer_passes_and_is_used_from_then_on():
    result = check(RIGHT)
    assert result["passed"]
    assert result["heading"] == "forward.softmax: correct"
    assert result["record"] == {"passed": True, "tries": 1, "mistake": None}
    assert run("softmax.__module__")["output"] == "'__main__'\n"


def test_a_known_mistake_is_named_and_the_packages_own_is_used_from_then_on():
    result = check(WRONG, record={"passed": False, "tries": 2, "mistake": None, "draft": "x"})
    assert result["mistake"] == "no_shift"
    assert result["record"] == {"passed": False, "tries": 3, "mistake": "no_shift", "draft": "x"}
    assert result["html"].startswith('<div class="nncourse-verdict"')
    assert run("softmax.__module__")["output"] == f"'{softmax.__module__}'\n"


def test_an_answer_that_calls_the_packages_own_function_passes_with_a_note():
    called = "from nncourse import activations\ndef softmax(Z): return activations.softmax(Z)"
    found = check(called)
    assert found["passed"]
    assert "this calls the package's own function. Nothing was written" in found["text"]
    assert found["record"] == {"passed": False, "shown": True, "tries": 1, "mistake": None}


def test_a_stub_is_not_attempted_and_not_counted():
    result = check("def softmax(Z):\n    ...", record={"tries": 2})
    assert result["kind"] == "not attempted"
    assert result["record"] == {"tries": 2}
    assert "press Check" in result["text"]
    assert "cell" not in result["html"]


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("def softmx(Z):\n    return Z", "There is no function softmax in your code"),
        ("softmax = 5", "There is no function softmax in your code"),
        ("def softmax(Z)\n    return Z", "SyntaxError"),
        ("1 / 0", "ZeroDivisionError"),
    ],
)
def test_code_that_defines_nothing_to_check_is_an_error(source, words):
    result = check(source)
    assert words in result["error"]
    assert "html" not in result
    assert run("softmax(np.zeros((1, 2))).tolist()")["output"] == "[[0.5, 0.5]]\n"


def test_a_call_that_never_ends_has_the_notebooks_words():
    request = {"exercise": "forward.softmax", "record": {}}
    result = kernel.stuck(request, lambda text: None)
    assert result["kind"] == "stopped"
    assert "A single call there takes that long" in result["text"]
    assert result["record"]["tries"] == 1
