"""The tools around the notebooks: what is stored, what is compared, what a page may hold."""

import difflib
import re
from pathlib import Path

import nbformat
import pytest
from check_pages import problems_of
from nbclient.exceptions import CellExecutionError
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from nbval.plugin import get_sanitize_patterns
from store_outputs import normalise, store

SANITISERS = (Path(__file__).parent.parent / "book/nbval_sanitize.cfg").read_text(encoding="utf-8")


def sanitised(text: str) -> str:
    for pattern, replacement in get_sanitize_patterns(SANITISERS):
        text = re.sub(pattern, replacement, text)
    return text


@pytest.mark.parametrize(
    ("stored", "fresh"),
    [
        ("test accuracy ~97.6 %", "test accuracy ~97.58 %"),
        ("in ~0.8 s, loss ~-1.2e-05", "in ~12.75 s, loss ~3"),
        ("between ~97.1 and ~97,812.", "between ~96.9 and ~9."),
        ("| ~ 97.6 | a |", "| ~ 98 | a |"),
        ("<object at 0x7fac3115bf80>", "<object at 0x7fe2c21dff80>"),
        ("epoch:  40%|####      | 2/5 [00:00<00:00, 16.05it/s]\nnext", "epoch: 100%|#| 5/5\nnext"),
        ("'/home/ada/course/nncourse/losses.py'", "'D:\\course\\nncourse/losses.py'"),
        ("File /usr/lib/course/nncourse/losses.py:3", "File /root/nncourse/losses.py:3"),
        ("/tmp/ipykernel_12/345.py:2: Warning", "/tmp/ipykernel_99/678.py:2: Warning"),
        ("saved to /tmp/tmpabc/model", "saved to /tmp/tmpxyz/model"),
    ],
)
def test_what_may_differ_is_made_equal(stored, fresh):
    assert stored != fresh
    assert sanitised(stored) == sanitised(fresh)


@pytest.mark.parametrize(
    ("stored", "fresh"),
    [
        ("test accuracy 97.6 %", "test accuracy 97.5 %"),
        ("~97.6 % of 10000", "~97.6 % of 1000"),
        ("loss ~0.1", "cost ~0.1"),
        ("shape (5, 3)", "shape (3, 5)"),
        ("-1.5", "1.5"),
        ("nncourse/losses.py", "nncourse/layers.py"),
        ("/home/ada/nncourse/losses.py", "/home/ada/nncourse/layers.py"),
        ("50% of 4|5", "40% of 4|5"),
        ("/tmp/ipykernel_12/345.py:2: Warning", "/tmp/ipykernel_12/345.py:3: Warning"),
    ],
)
def test_what_must_be_equal_stays_different(stored, fresh):
    assert sanitised(stored) != sanitised(fresh)


def test_storing_keeps_the_text_and_drops_the_rest():
    picture = new_output(
        "display_data", {"text/plain": "<Figure>", "image/png": "iVBORw0KGgo="}, metadata={"w": 1}
    )
    pieces = [new_output("stream", name="stdout", text=text) for text in ("a\n", "b\n")]
    cell = new_code_cell("f()", outputs=[*pieces, picture], execution_count=7)
    cell.metadata.update(tags=["exercise"], execution={"iopub.status.busy": "now"})
    notebook = new_notebook(cells=[new_markdown_cell("# Title"), cell], metadata={"widgets": {}})

    normalise(notebook)

    assert cell.execution_count == 1
    assert cell.metadata == {"tags": ["exercise"]}
    assert [output.get("text") for output in cell.outputs] == ["a\nb\n", None]
    assert cell.outputs[1].data == {"text/plain": "<Figure>"}
    assert set(notebook.metadata) == {"kernelspec", "language_info"}


def test_a_picture_hidden_in_html_is_refused():
    html = {"text/plain": "x", "text/html": "<img src='data:image/png;base64,iVBO'>"}
    cell = new_code_cell("f()", outputs=[new_output("display_data", html)])
    with pytest.raises(ValueError, match="figure of its own"):
        normalise(new_notebook(cells=[cell]))


def test_ids_follow_the_text_and_not_the_place():
    def ids(*sources):
        notebook = new_notebook(cells=[new_code_cell(source) for source in sources])
        normalise(notebook)
        return [cell.id for cell in notebook.cells]

    before = ids("a = 1", "b = 2", "b = 2")
    after = ids("new = 0", "a = 1", "b = 2", "b = 2")
    assert after[1:] == before
    assert len(set(after)) == 4


def test_a_cell_keeps_its_id_when_one_of_equal_text_is_put_before_it():
    notebook = new_notebook(cells=[new_code_cell("b = 2"), new_code_cell("b = 2")])
    normalise(notebook)
    before = [cell.id for cell in notebook.cells]
    notebook.cells.insert(0, new_code_cell("b = 2"))
    normalise(notebook)
    assert [cell.id for cell in notebook.cells][1:] == before
    assert notebook.cells[0].id not in before


def test_three_cells_inserted_change_no_other_line(tmp_path):
    path = tmp_path / "small.ipynb"
    sources = ["a = 2", "print(a)", "a * 2", "print(a)", "1 / 0"]
    cells = [new_markdown_cell("# Title"), *map(new_code_cell, sources)]
    cells[-1].metadata.tags = ["raises-exception"]
    nbformat.write(new_notebook(cells=cells), path)
    store(path)
    before = path.read_text("utf-8").splitlines()

    notebook = nbformat.read(path, as_version=4)
    new = [new_markdown_cell("New."), new_code_cell("a = 2\na"), new_code_cell("print(a)")]
    notebook.cells[1:1] = new
    nbformat.write(notebook, path)
    store(path)

    changes = list(difflib.ndiff(before, path.read_text("utf-8").splitlines()))
    assert [line for line in changes if line.startswith("-")] == []
    assert any("New." in line for line in changes if line.startswith("+"))


def test_a_notebook_is_stored_alike_each_time(tmp_path):
    path = tmp_path / "small.ipynb"
    source = "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()\nprint(1 + 1)"
    cells = [new_code_cell(source), new_code_cell("1 / 0")]
    cells[1].metadata.tags = ["raises-exception"]
    nbformat.write(new_notebook(cells=cells), path)
    store(path)
    first = path.read_bytes()
    store(path)
    assert path.read_bytes() == first
    figure, printed = nbformat.read(path, as_version=4).cells[0].outputs
    assert figure.data == {"text/plain": "<Figure size 640x480 with 1 Axes>"}
    assert printed.text == "2\n"


def test_a_notebook_that_fails_stays_as_it_was(tmp_path):
    path = tmp_path / "broken.ipynb"
    nbformat.write(new_notebook(cells=[new_code_cell("print(1)"), new_code_cell("1 / 0")]), path)
    before = path.read_bytes()
    with pytest.raises(CellExecutionError, match="division by zero"):
        store(path)
    assert path.read_bytes() == before


OUTPUT = '<div class="cell_output container"><div class="output highlight-none"><pre>'


@pytest.mark.parametrize(
    ("page", "problem"),
    [
        ('<script src="https://cdn.example/a.js"></script>', "another host"),
        ('<link rel="stylesheet" href="//cdn.example/a.css">', "another host"),
        ('<img src="../_images/3f.png">', "text alternative"),
        ('<img src="../_images/3f.png" alt="../_images/3f.png">', "text alternative"),
        ("<dl><dd>a meaning</dd></dl>", "without a term"),
        ("<summary><p>Show code cell source</p></summary>", "code_prompt_show"),
        (f"{OUTPUT}<span>one</span>{'x' * 80}</pre></div></div>", "too long"),
    ],
)
def test_pages_with_a_problem_are_found(tmp_path, page, problem):
    path = tmp_path / "page.html"
    path.write_text(f"<p>text</p>\n{page}", encoding="utf-8")
    (found,) = problems_of(path)
    assert problem in found
    assert "line 2" in found


def test_a_good_page_has_no_problems(tmp_path):
    path = tmp_path / "page.html"
    path.write_text(
        '<a href="https://example.org">out</a><script src="a.js"></script>'
        '<link rel="canonical" href="https://example.org"><img src="a.png" alt="A rising line">'
        f"<dl><dt>term</dt><dd>meaning</dd></dl>{OUTPUT}{'x' * 80}</pre></div></div>"
        f'<div class="cell_input"><div class="highlight-none"><pre>{"x" * 90}</pre></div></div>'
    )
    assert problems_of(path) == []


def test_the_reference_has_every_module_that_a_learner_may_call():
    root = Path(__file__).parent.parent
    no_modules = {"__init__", "__main__", "__pycache__"}
    modules = {path.stem for path in (root / "nncourse").iterdir()} - no_modules
    behind_the_scenes = {"classroom", "command", "exercises", "files", "progress", "py", "results"}
    listed = re.findall(r"`nncourse\.(\w+)`", (root / "book/appendix/api.md").read_text("utf-8"))
    assert set(listed) == modules - behind_the_scenes
    pages = "".join(p.read_text("utf-8") for p in (root / "book/appendix").glob("api_*.md"))
    assert all(f"automodule:: nncourse.{name}\n" in pages for name in listed)
