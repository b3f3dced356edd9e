"""The cells that a page offers to run do there what they do in the notebook, each by itself."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from needs import Cell, fates
from notebooks import code_cells

from nncourse import exercises

nbval = pytest.importorskip("nbval.plugin", reason="nbval compares outputs: pip install nbval")

ROOT = Path(__file__).parents[1]
SANITISERS = nbval.get_sanitize_patterns((ROOT / "book/nbval_sanitize.cfg").read_text("utf-8"))
CHAPTERS = [ROOT / f"book/{n:02}_{name}.ipynb" for n, name in enumerate(exercises.CHAPTERS, 1)]


def comparable(text: str) -> str:
    """A text without what may differ from run to run."""
    for pattern, replacement in SANITISERS:
        text = re.sub(pattern, replacement, text)
    return text.strip()


def stored(cell: dict) -> str:
    """The text that a notebook holds as a cell's output."""
    texts = [output.get("text") or output["data"]["text/plain"] for output in cell["outputs"]]
    return "".join("".join(text) for text in texts)


@pytest.mark.parametrize("path", CHAPTERS, ids=exercises.CHAPTERS)
def test_a_cell_alone_with_what_it_needs_puts_out_what_the_notebook_holds(path):
    folders = [str(ROOT), str(ROOT / "book/extensions"), os.environ.get("PYTHONPATH", "")]
    done = subprocess.run(
        [sys.executable, ROOT / "tests/alone.py", path],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(folders)},
        capture_output=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    outputs = json.loads(done.stdout)
    by_id = {cell["id"]: cell for cell in code_cells(path)}
    assert outputs
    for id, output in outputs.items():
        assert comparable(output) == comparable(stored(by_id[id])), by_id[id]["source"]


def runs(*sources: str, imports: str = "") -> list[bool]:
    cells = [Cell(str(number), source) for number, source in enumerate(sources)]
    return [fate.runs for fate in fates(cells, imports).values()]


def needs(*sources: str) -> list[str]:
    """What the last of some cells needs."""
    cells = [Cell(str(number), source) for number, source in enumerate(sources)]
    return fates(cells, "import numpy as np")[cells[-1].id].needs


def test_what_is_bound_anew_is_not_needed():
    assert needs("x = 1", "x = 2", "print(x)") == ["1"]
    assert needs("x = 1", "for x in range(3): print(x)") == []
    assert needs("x = 1", "y = [x for x in range(3)]") == []


def test_what_changes_a_value_is_needed_with_what_made_it():
    assert needs("x = []", "x.append(1)", "print(x)") == ["0", "1"]
    assert needs("x = []", "x[:] = [1]", "x") == ["0", "1"]
    assert needs("x = 1", "x += 1", "x") == ["0", "1"]
    assert needs("x = np.ones(3)", "print(x.sum(), len(x))", "x") == ["0"]


def test_what_a_function_uses_is_looked_up_where_it_is_called():
    assert needs("def f(): return a", "a = 1", "f()") == ["0", "1"]
    assert needs("a = 1", "def f(): return a", "a = 2", "f()") == ["1", "2"]
    assert needs("def f(): return a", "class C:\n def m(self): return f()", "a = 1", "C()") == [
        *"012"
    ]
    assert needs("a = 1", "def f(a): a.b = 1; return a", "print(a)") == ["0"]


def test_a_draw_changes_its_generator():
    assert needs("rng = np.random.default_rng(0)", "x = rng.normal()", "rng.normal()") == ["0", "1"]
    assert needs("rng = 1", "def g(r): ...", "x = g(rng)", "print(rng)") == ["0", "1", "2"]


def test_a_cell_does_not_run_without_a_figure_a_file_or_what_needs_them():
    imports = "from PIL import Image\nfrom nncourse.datasets import mnist, moons"
    assert runs("moons(3)", "x, y = mnist('train')", "len(x)", imports=imports) == [
        True, False, False,
    ]  # fmt: skip
    assert runs("from PIL import Image", "Image.new()", "1 + 1") == [False, False, True]


def test_a_name_bound_to_something_else_is_not_missing():
    assert runs("look = 1", "print(look)", imports="from nncourse.plots.style import look") == [
        True, True,
    ]  # fmt: skip
