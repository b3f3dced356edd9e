"""The students' notebook: of the real chapters, without solutions, whole, and always the same."""

import ast
import builtins
import inspect
import json
import os
import re
import subprocess
import sys
import zipfile
from datetime import datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from course_files import new_course, students

from nncourse import exercises
from nncourse.classroom.course import assignment
from nncourse.classroom.course.assignment import Assignment
from nncourse.classroom.errors import CourseError
from nncourse.classroom.release import chapters, nbgrader, release
from nncourse.classroom.sandbox.names import names_in
from nncourse.classroom.variants import load, variants_of
from nncourse.classroom.variants.form import Graded

ALL = exercises.catalogue()
CASES = [*exercises.CHAPTERS, *(exercise.id for exercise in ALL)]
each_case = pytest.mark.parametrize("asked", CASES)
VARIANT = variants_of("forward")[0]


def asking(*names: str, **more) -> Assignment:
    """An assignment of chapters and exercises, each for 7 points, which no chapter gives."""
    points = {exercise.id: 7 for exercise in assignment.chosen(names)}
    return Assignment("week-1", "Week 1", points, **more)


def cells_of(asked: Assignment) -> list[dict]:
    """The cells of the students' notebook."""
    return json.loads(release.student_notebook(asked))["cells"]


@cache
def cells_for(asked: str) -> list[dict]:
    """The cells for one chapter or exercise, made once and not to be changed."""
    return cells_of(asking(asked))


def sources(cells: list[dict], kind: str = "code") -> list[str]:
    """The texts of the cells of a kind."""
    return ["".join(cell["source"]) for cell in cells if cell["cell_type"] == kind]


@each_case
def test_every_name_in_the_notebook_is_set_above_it(asked):
    known = set(vars(builtins))
    for source in sources(cells_for(asked)):
        assert names_in(source).needed <= known, source
        known |= names_in(source).given


@each_case
def test_stubs_and_checks_are_there_and_solutions_are_not(asked):
    cells = cells_for(asked)
    code = sources(cells)
    for exercise in assignment.chosen([asked]):
        at = code.index(exercise.contract.strip())
        assert code[at + 1] == chapters.check_of(exercise)
    assert not [source for source in code if re.match(r"solution\(", source)]
    assert all(cell["outputs"] == [] for cell in cells if cell["cell_type"] == "code")
    text = "\n".join(sources(cells, "markdown"))
    assert "What was wrong" not in text
    assert "## In the package" not in text


def body_of(exercise) -> list[str]:
    """The lines of a reference's body that are long enough to be told from others."""
    tree = ast.parse(inspect.cleandoc("\n" + inspect.getsource(exercise.reference))).body[0]
    tree.body = tree.body[1:] if ast.get_docstring(tree) else tree.body
    lines = [line.strip() for line in ast.unparse(tree).splitlines()[1:]]
    return [line for line in lines if len(line) > 15]


@pytest.mark.parametrize("chapter", exercises.CHAPTERS)
def test_no_cell_holds_the_body_of_a_solution(chapter):
    code = [ast.unparse(ast.parse(source)) for source in sources(cells_for(chapter))]
    for exercise in exercises.exercises_of(chapter):
        body = body_of(exercise)
        for source in code:
            assert not (len(body) > 1 and all(line in source for line in body)), exercise.id


@each_case
def test_the_points_are_the_assignment_s_and_not_the_chapter_s(asked):
    cells = cells_for(asked)
    text = "\n".join(sources(cells, "markdown"))
    assert not re.search(r"\{admonition\} Exercise.*\(\d+ point", text)
    ids = {exercise.id for exercise in assignment.chosen([asked])}
    assert set(re.findall(r"\*\*Graded:\*\* `(.*?)`, 7 points", text)) == ids
    practice = set(re.findall(r"\*\*Practice, not graded:\*\* `(.*?)`", text))
    assert not ids & practice
    stubs = [c for c in cells if "exercise" in c["metadata"].get("tags", [])]
    assert len(stubs) == len(ids | practice)


@pytest.mark.parametrize("asked", ["basics", "forward.softmax", "optimizers"])
def test_the_head_tells_title_date_and_points(asked):
    due = datetime(2026, 10, 12, 23, 59, tzinfo=ZoneInfo("Europe/Berlin"))
    text = sources(cells_of(asking(asked, due=due)), "markdown")[0]
    assert text.startswith("# Week 1\n")
    assert "Due Monday 12 October 2026, 23:59 (CEST)." in text
    assert f"| together | {7 * len(assignment.chosen([asked]))} |" in text
    assert "`week-1.ipynb`" in text


def test_a_single_exercise_is_a_few_cells_and_the_functions_it_builds_on_are_the_package_s():
    cells = cells_of(asking("backprop.backward"))
    assert len(cells) < 30
    code = "\n".join(sources(cells))
    assert "from nncourse.layers.dense import dense_backward" in code
    assert "import backward" not in code
    names = {name for name, _ in re.findall(r'(\w+) = check\("([\w.]+)"', code)}
    assert names == {"backward", "update"}  # one asked, one beside it in the section


def test_exercises_of_two_chapters_make_one_notebook():
    cells = cells_of(asking("autograd.apply", "basics.mse"))
    code = sources(cells)
    at = [
        code.index(exercises.find(id).contract.strip()) for id in ("basics.mse", "autograd.apply")
    ]
    assert at == sorted(at)
    ids = [cell["id"] for cell in cells]
    assert len(set(ids)) == len(ids)


# The same bytes.


def test_the_release_is_the_same_bytes_in_every_process(tmp_path):
    made, asked = new_course(tmp_path)
    first = {path: path.read_bytes() for path in release.build(made, asked)}
    assert {path: path.read_bytes() for path in release.build(made, asked)} == first
    code = (
        "import sys; from pathlib import Path\n"
        "from nncourse.classroom.course import assignment, course\n"
        "from nncourse.classroom.release import release\n"
        "made = course.load(Path(sys.argv[1]))\n"
        "release.build(made, assignment.load(made, 'week-1'))"
    )
    for path in first:
        path.unlink()
    environment = os.environ | {"PYTHONHASHSEED": "99", "TZ": "Asia/Tokyo"}
    environment["PYTHONPATH"] = str(Path(exercises.__file__).parents[2])
    subprocess.run([sys.executable, "-c", code, str(made.folder)], check=True, env=environment)
    assert {path: path.read_bytes() for path in first} == first


def test_the_archive_holds_the_notebook_and_says_nothing_of_this_machine(tmp_path):
    made, asked = new_course(tmp_path)
    notebook, archive = release.build(made, asked)
    with zipfile.ZipFile(archive) as whole:
        (entry,) = whole.infolist()
        assert entry.filename == "week-1/week-1.ipynb"
        assert entry.date_time == (1980, 1, 1, 0, 0, 0)
        assert whole.read(entry) == notebook.read_bytes()
    assert str(tmp_path) not in notebook.read_text("utf-8")


def test_a_book_that_is_not_there_is_said(tmp_path):
    with pytest.raises(CourseError, match="there is no notebook of the chapter 'basics'"):
        release.student_notebook(asking("basics"), book=tmp_path)
    (tmp_path / "01_basics.ipynb").write_text("{")
    with pytest.raises(CourseError, match="cannot be read as a notebook"):
        release.student_notebook(asking("basics"), book=tmp_path)


# Variants.


OWN = """\
import numpy as np

from nncourse.classroom.variants.form import Graded
from nncourse.classroom.variants.properties import shape
from nncourse.exercises import probes


def right(Z):
    return Z * SLOPE + 12345


NAME = Graded(
    id="forward.NAME", title="A line", reference=right,
    contract="def NAME(Z):\\n    'A line. Z: any shape. Returns the same shape.'\\n    ...",
    outcomes=("Write a line.",), axes={"Z": "m n", "A": "m n"}, returns="A",
    hints=("a", "b", "c"), experiment="1\\n2", properties=(shape(lambda Z: Z.shape),),
)


@NAME.probes
def _(rng):
    yield from probes.arrays(rng, "m n")


@NAME.mistake("none", "It does nothing.")
def _(Z):
    return Z
"""


@pytest.fixture
def own(tmp_path) -> tuple[Graded, ...]:
    """An instructor's own variants."""
    folder = tmp_path / "variants" / "forward"
    folder.mkdir(parents=True)
    for name, slope in (("alpha", "2"), ("beta", "3")):
        text = OWN.replace("NAME", name).replace("SLOPE", slope)
        (folder / f"{name}.py").write_text(text)
    return load(folder.parent)


def test_each_student_gets_a_notebook_where_something_is_drawn(tmp_path, own):
    made, _ = new_course(tmp_path)
    drawn = [[one.id for one in own]]
    asked = assignment.new(made, "w", ["basics.mse"], drawn=drawn, private=own)
    with pytest.raises(CourseError, match="draws for each student"):
        release.build(made, asked, private=own)
    ids = [student.id for student in students(made)]
    *files, archive = release.build(made, asked, ids, private=own)
    folder = made.assignment("w") / "release"
    with zipfile.ZipFile(archive) as whole:
        assert len(whole.infolist()) == len(files) == 10
    for id in ids:
        code = sources(json.loads((folder / id / "w.ipynb").read_text("utf-8"))["cells"])
        (one,) = [one for one in own if one.contract.strip() in code]
        assert asked.asked_of(id) == {"basics.mse": 2, one.id: 1}
        assert f"checks/{one.id}.py" in code[-1]
        (copy,) = (folder / id / "checks").iterdir()
        assert copy.name == f"{one.id}.py"
        assert "12345" not in copy.read_text("utf-8")


def test_the_checks_of_variants_run_and_give_nothing_away(tmp_path, own, monkeypatch, capsys):
    made, _ = new_course(tmp_path)
    asked = assignment.new(made, "w", [own[0].id, VARIANT.id], private=own)
    notebook, *_ = release.build(made, asked, private=own)
    monkeypatch.chdir(notebook.parent)
    names: dict = {}
    for source in sources(json.loads(notebook.read_text("utf-8"))["cells"]):
        exec(source, names)
    shown = capsys.readouterr().out
    assert shown.count("not attempted") == 2
    assert "12345" not in shown + notebook.read_text("utf-8")


def test_a_variant_of_the_package_has_its_own_check():
    asked = Assignment("w", "W", {VARIANT.id: 3})
    code = sources(cells_of(asked))
    assert code[-2:] == [
        VARIANT.contract.strip(),
        f'print(preview(run_path("checks/{VARIANT.id}.py")["{VARIANT.name}"], {VARIANT.name}))',
    ]
    assert "return" not in "\n".join(code)


# nbgrader.


@each_case
def test_nbgrader_s_metadata(asked):
    cells = cells_for(asked)
    marked = {
        cell["metadata"]["nbgrader"]["grade_id"]: cell
        for cell in cells
        if "nbgrader" in cell["metadata"]
    }
    ids = [exercise.id for exercise in assignment.chosen([asked])]
    assert len(marked) == 3 * len(ids)
    for id in ids:
        answer = marked[nbgrader.grade_id(id)]["metadata"]
        assert answer["nbgrader"]["points"] == 7
        assert (answer["nbgrader"]["grade"], answer["nbgrader"]["solution"]) == (True, True)
        assert not answer["deletable"]
        assert "editable" not in answer
        check = marked[nbgrader.grade_id(id) + "-check"]["metadata"]
        assert (check["nbgrader"]["locked"], check["nbgrader"]["grade"]) == (True, False)
        assert (check["deletable"], check["editable"]) == (False, False)


@pytest.mark.parametrize("asked", exercises.CHAPTERS)
def test_nbgrader_itself_reads_the_notebook(asked):
    reason = "nbgrader is what reads this metadata: pip install nbgrader"
    format = pytest.importorskip("nbgrader.nbgraderformat", reason=reason)
    from nbgrader.utils import compute_checksum, determine_grade

    notebook = format.reads(release.student_notebook(asking(asked)).decode(), as_version=4)
    format.MetadataValidator().validate_nb(notebook)
    for cell in notebook.cells:
        if "nbgrader" not in cell.metadata:
            continue
        assert cell.metadata.nbgrader.checksum == compute_checksum(cell)
        if cell.metadata.nbgrader.grade:
            assert determine_grade(cell) == (0, 7)  # a stub that nobody touched
            cell.source += "\n    return 1"
            assert determine_grade(cell) == (None, 7)  # anything else is for the grader


# In a real kernel.


@pytest.mark.parametrize(
    "asked",
    [("basics",), ("forward",), ("backprop.backward", "optimizers.adamw_step"), ("autograd.Node",)],
    ids=lambda asked: "+".join(asked),
)
def test_the_notebook_runs_from_top_to_bottom_with_the_stubs(asked, tmp_path, monkeypatch):
    nbclient = pytest.importorskip("nbclient", reason="nbclient runs notebooks: pip install it")
    nbformat = pytest.importorskip("nbformat", reason="nbformat reads notebooks: pip install it")
    monkeypatch.setenv("NNCOURSE_HOME", str(tmp_path))
    text = release.student_notebook(asking(*asked)).decode()
    notebook = nbformat.reads(text, as_version=4)
    nbformat.validate(notebook)
    resources = {"metadata": {"path": str(tmp_path)}}  # away from the book, as at a student's
    nbclient.NotebookClient(
        notebook, timeout=120, kernel_name="python3", resources=resources
    ).execute()
    checks = [cell for cell in notebook.cells if re.match(r"\w+ = check\(", cell.source)]
    assert len(checks) >= len(assignment.chosen(asked))
    for cell in checks:
        assert "not attempted" in cell.outputs[0]["data"]["text/plain"]
    shown = json.dumps([cell.get("outputs", []) for cell in notebook.cells])
    for exercise in assignment.chosen(asked):
        body = [json.dumps(line)[1:-1] for line in body_of(exercise)]
        assert not (len(body) > 1 and all(line in shown for line in body)), exercise.id
