"""The examples of CONTRIBUTING.md work as they stand, each in the place that the text gives it."""

import json
import re
import shutil
import sys
import textwrap
from configparser import ConfigParser
from importlib.util import find_spec
from pathlib import Path

import figures_in_node
import numpy as np
import pytest
import yaml
from mutants import mutants

from benchmarks import __main__ as timing
from benchmarks import before, worker
from benchmarks.cases import CASES
from nncourse.checking import judge
from nncourse.widgets import figure
from tests import fuzz

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
SECTIONS = dict(re.findall(r"^## (.+?)\n(.*?)(?=^## |\Z)", TEXT, re.MULTILINE | re.DOTALL))
TO_BE_WRITTEN = {"book/08_generalization.ipynb", "nncourse/widgets/parabola.py"}


def blocks(language: str, *titles: str) -> list[str]:
    """The blocks of one language in these sections, in their order; in all if none is named."""
    found = [
        re.findall(rf"^( *)```{language}\n(.*?)^ *```$", SECTIONS[title], re.MULTILINE | re.DOTALL)
        for title in titles or SECTIONS
    ]
    return [
        re.sub(f"^{indent}", "", block, flags=re.MULTILINE)
        for section in found
        for indent, block in section
    ]


def test_every_block_is_of_a_kind_and_a_section_that_is_tested_here():
    assert set(re.findall(r"^ *```(\w+)", TEXT, re.MULTILINE)) == {
        "js", "json", "python", "sh", "yaml",
    }  # fmt: skip
    assert {title for title in SECTIONS if blocks("python", title)} == {
        "Notebooks", "Add an exercise", "Add a known mistake", "Add a live figure",
        "Add a data set", "Time something",
    }  # fmt: skip


def test_a_number_behind_a_tilde_may_differ(capsys):
    (code,) = blocks("python", "Notebooks")
    config = ConfigParser(interpolation=None)
    config.read(ROOT / "book" / "nbval_sanitize.cfg")
    rule = config["numbers with a tilde"]
    compared = set()
    for accuracy, seconds in [(0.913, 4.2), (0.8, 117.0)]:
        exec(code, {"accuracy": accuracy, "seconds": seconds})
        compared.add(re.sub(rule["regex"], rule["replace"], capsys.readouterr().out))
    assert compared == {"test accuracy ~N %, trained in ~N s\n"}


def test_the_metadata_of_a_figure_are_those_of_the_chapters():
    (metadata,) = map(json.loads, blocks("json"))
    cells = json.loads((ROOT / "book" / "01_basics.ipynb").read_text("utf-8"))["cells"]
    figures = [cell["metadata"]["mystnb"] for cell in cells if "mystnb" in cell["metadata"]]
    shapes = [{key: set(figure[key]) for key in ("image", "figure")} for figure in figures
              if {"image", "figure"} <= set(figure)]  # fmt: skip
    assert {key: set(value) for key, value in metadata["mystnb"].items()} in shapes
    assert f"{{numref}}`{metadata['mystnb']['figure']['name']}`" in TEXT


def test_a_chapter_is_named_after_the_one_before_it():
    (lines,) = blocks("yaml")
    last, _ = lines.splitlines(keepends=True)
    contents = (ROOT / "_toc.yml").read_text("utf-8")
    assert contents.count(last) == 1
    chapters = yaml.safe_load(contents.replace(last, lines))["parts"][0]["chapters"]
    assert chapters[-2:] == [
        {"file": "book/07_autograd"},
        {"file": "book/08_generalization"},
    ]


def test_an_exercise_its_known_mistake_and_another_answer():
    answers, listed = [], []
    namespace = {
        "another_way": lambda id: answers.append,
        "equivalent": lambda id, mutant, why: listed.append(mutant),
    }
    for block in blocks("python", "Add an exercise", "Add a known mistake"):
        exec(block, namespace)
    relu = namespace["relu"]
    assert len(list(relu.draw(0))) >= 3
    assert all(judge(relu, answer).passed for answer in (relu.reference, *answers))
    assert judge(relu, np.abs).mistake == "absolute_value"
    (name,) = listed
    (mutant,) = [mutant for n, mutant in mutants(relu.reference, relu.arguments) if n == name]
    assert judge(relu, mutant).passed


def test_a_live_figure_is_a_module_and_a_class(tmp_path, monkeypatch):
    (module,), (code,) = blocks("js", "Add a live figure"), blocks("python", "Add a live figure")
    shutil.copytree(figure.FOLDER, tmp_path / "figures")
    (tmp_path / "figures" / "parabola.js").write_text(module, encoding="utf-8")
    monkeypatch.setattr(figure, "FOLDER", tmp_path / "figures")
    monkeypatch.setattr(figures_in_node, "FOLDER", tmp_path / "figures")
    written = {"__name__": "nncourse.widgets.parabola"}
    exec(code, written)
    parabola = written["Parabola"]()
    assert f"`{parabola!r}`" in SECTIONS["Add a live figure"]
    parabola.x = -1.5
    assert figures_in_node.called("parabola.js", "height", [-1.5]) == [parabola.numbers()["y"]]
    assert parabola.state() == {"x": -1.5}
    assert parabola.still().axes
    assert "class Panel" in parabola._esm


def test_a_data_set_takes_a_generator():
    (code,) = blocks("python", "Add a data set")
    exec(code, namespace := {})
    (X, y), again = (namespace["ring"](50, np.random.default_rng(0)) for _ in range(2))
    assert X.shape == (50, 2)
    assert set(y) == {0, 1}
    assert np.array_equal(X, again[0])
    radius = np.linalg.norm(X, axis=1)
    assert radius[y == 0].max() < radius[y == 1].min()


def test_a_case_is_timed(monkeypatch, capsys):
    pytest.importorskip("sklearn")
    (code,) = blocks("python", "Time something")
    exec(code, namespace := {})
    (case,) = namespace["CASES"]
    assert case.ours == "nncourse"
    assert set(case.targets) <= set(case.contenders)
    monkeypatch.setitem(CASES, case.name, case)
    for contender in case.contenders:
        monkeypatch.setattr(sys, "argv", ["worker", case.name, contender])
        worker.main()
        assert json.loads(capsys.readouterr().out)["seconds"]["all"] > 0


def commands() -> list[list[str]]:
    """Every command of a shell block or between backticks that runs something of .venv/bin."""
    between = [" ".join(code.split()) for code in re.findall(r"(?<!`)`([^`]+)`(?!`)", TEXT)]
    lines = [line.partition("#")[0] for block in blocks("sh") for line in block.splitlines()]
    return [line.split() for line in (*lines, *between) if line.startswith(".venv/bin/")]


@pytest.mark.parametrize("command", commands(), ids=" ".join)
def test_a_command_takes_what_the_text_gives_it(command, monkeypatch):
    program, *words = command
    assert program in (".venv/bin/python", ".venv/bin/pytest", ".venv/bin/jupyter")
    if words[0] != "-m":
        assert all((ROOT / word).exists() for word in words if "/" in word)
        return
    _, module, *arguments = words
    assert find_spec(module)
    monkeypatch.setattr(sys, "argv", [module, *arguments])
    if module == "benchmarks":
        assert timing.arguments().out == Path("data/results/speed.json")
    elif module == fuzz.__name__:
        assert fuzz.arguments().readers == arguments[2:]
    else:
        assert module == before.__name__
        assert set(arguments[1:]) <= set(CASES)


def test_the_paths_exist():
    code = re.findall(r"(?<!`)`([^`\s]+)`(?!`)", textwrap.dedent(TEXT))
    paths = {word for word in code if re.fullmatch(r"[\w.]+(/[\w.-]+)*(/|\.(py|md|ipynb|bib|cfg))",
                                                   word)}  # fmt: skip
    paths -= TO_BE_WRITTEN | {"__init__.py", "quiz.py"}
    assert len(paths) > 10
    assert not [path for path in paths if not (ROOT / path).exists()]


def test_the_modules_exist():
    modules = set(re.findall(r"`(nncourse(?:\.\w+)+)`", TEXT))
    assert modules
    assert all(find_spec(module) for module in modules)
