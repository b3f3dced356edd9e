"""The project's own promises: what its files say about each other and about the package."""

import json
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import numpy
import pytest
import yaml
from store_outputs import WAS_RUN

import nncourse
from nncourse.classroom.course.assignment import Assignment
from nncourse.classroom.release.release import given_out

ROOT = Path(__file__).parent.parent
NOTEBOOKS = sorted((ROOT / "book").glob("*.ipynb"))
TEXT_TYPES = {"text/plain", "text/html", "text/latex", "text/markdown"}

every_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def project() -> dict:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def code_cells(path: Path) -> list[dict]:
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return [cell for cell in cells if cell["cell_type"] == "code" and "".join(cell["source"])]


def package_names(requirements: list[str]) -> set[str]:
    return {re.split(r"[<>=!~ ;\[]", line)[0].lower() for line in requirements}


# ------------------------------------------------------------------------------- the documents


@pytest.mark.parametrize("document", ["README.md", "CONTRIBUTING.md"])
def test_make_commands_in_the_documents_exist(document):
    text = (ROOT / document).read_text(encoding="utf-8")
    named = set(re.findall(r"(?:`|^ *)make ([a-z-]+)", text, re.MULTILINE))
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    assert "test" in named
    assert named <= targets


@pytest.mark.parametrize("document", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"])
def test_files_linked_from_the_documents_exist(document):
    text = (ROOT / document).read_text(encoding="utf-8")
    links = re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", text)
    missing = [link for link in links if "://" not in link and not (ROOT / link).exists()]
    assert missing == []


def test_readme_starts_with_the_two_commands():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    first_block = text.split("```")[1]
    commands = [line.split("#")[0].strip() for line in first_block.splitlines()[1:]]
    assert [line for line in commands if line] == ["make book", "make test"]


def test_one_version_everywhere():
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert citation["version"] == nncourse.__version__
    assert f"\n## {nncourse.__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_the_workflow_runs_the_python_versions_that_the_package_names():
    named = [
        re.fullmatch(r"Programming Language :: Python :: ([\d.]+)", line)
        for line in project()["classifiers"]
    ]
    workflow = (ROOT / ".github/workflows/course.yml").read_text(encoding="utf-8")
    matrix = yaml.safe_load(workflow)["jobs"]["test"]["strategy"]["matrix"]
    assert matrix["python"] == [match[1] for match in named if match]


# ----------------------------------------------------------------------------------- notebooks


def test_the_table_of_contents_names_every_page_once():
    contents = (ROOT / "_toc.yml").read_text(encoding="utf-8")
    named = re.findall(r"(?:root|file): (\S+)", contents)
    written = [
        path.relative_to(ROOT).with_suffix("").as_posix()
        for path in (ROOT / "book").rglob("*")
        if path.suffix in (".ipynb", ".md") and ".ipynb_checkpoints" not in path.parts
    ]
    assert sorted(named) == sorted(written)


@every_notebook
def test_notebooks_store_text_outputs_only(path):
    outputs = [output for cell in code_cells(path) for output in cell["outputs"]]
    kinds = {kind for output in outputs for kind in output.get("data", {})}
    assert kinds <= TEXT_TYPES
    assert "base64," not in json.dumps(outputs)
    assert "widgets" not in json.loads(path.read_text(encoding="utf-8"))["metadata"]


@every_notebook
def test_notebooks_store_every_cell_as_run(path):
    """A cell that is stored as never run would not be compared with a fresh run, and a number
    that tells its place would change with every cell above."""
    assert {cell["execution_count"] for cell in code_cells(path)} == {WAS_RUN}


@every_notebook
def test_every_figure_has_a_text_alternative(path):
    for cell in code_cells(path):
        if "<Figure size" in json.dumps(cell["outputs"]):
            words = cell["metadata"].get("mystnb", {}).get("image", {}).get("alt", "")
            assert len(words.split()) >= 4, "".join(cell["source"])


@every_notebook
def test_no_cell_is_left_out_of_the_comparison(path):
    text = path.read_text(encoding="utf-8").lower().replace("_", "-")
    assert not re.search(r"nbval-(skip|ignore-output)", text)


# ------------------------------------------------------------------------------------- package

# These modules are pictures, tools and commands: they are loaded when they are used.
LOADED_ON_USE = ("classroom", "command", "interop", "plots", "widgets", "__main__")


def test_the_core_loads_nothing_but_numpy():
    modules = [
        ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for path in sorted((ROOT / "nncourse").rglob("*.py"))
    ]
    core = [name for name in modules if not set(name.split(".")) & set(LOADED_ON_USE)]
    program = f"""
import importlib, sys
import numpy, numpy.random  # which brings the runtime of its compiled parts
before = set(sys.modules)
for name in {core}:
    importlib.import_module(name.removesuffix(".__init__"))
loaded = {{name.split(".")[0] for name in set(sys.modules) - before}}
print(*sorted(loaded - set(sys.stdlib_module_names) - {{"numpy"}}))
"""
    result = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert result.stdout.split() == ["nncourse"]


def test_installing_the_package_alone_needs_numpy_alone():
    assert package_names(project()["dependencies"]) == {"numpy"}


def test_requirements_cover_what_the_course_needs():
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    listed = package_names([line for line in lines if line and line[0] not in "#-"])
    extras = project()["optional-dependencies"]
    needed = package_names(project()["dependencies"] + extras["course"] + extras["photos"])
    assert needed <= listed


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    """The package built from a copy, so that nothing is left beside the sources."""
    source = tmp_path_factory.mktemp("source")
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    ignore = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "nncourse", source / "nncourse", ignore=ignore)
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", str(source)]
    subprocess.run(command, check=True, capture_output=True)
    (built,) = (source / "dist").glob("*.whl")
    return built


# The right answers of the graded variants are for instructors, who have the course's own folder.
ANSWERS = [path.parent for path in (ROOT / "nncourse/classroom/variants").glob("*/__init__.py")]


def test_the_wheel_holds_every_file_of_the_package_but_the_answers_of_variants(wheel):
    sources = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "nncourse").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and path.parent not in ANSWERS
    }
    packed = set(zipfile.ZipFile(wheel).namelist())
    assert {"nncourse/__init__.py", "nncourse/py.typed"} <= sources
    assert sources == {name for name in packed if ".dist-info/" not in name}


def test_the_wheel_runs_without_the_sources(wheel, tmp_path):
    program = "import nncourse, nncourse.errors; print(nncourse.__version__, nncourse.__file__)"
    command = [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(wheel)!r}); {program}"]
    result = subprocess.run(command, capture_output=True, text=True, check=True, cwd=tmp_path)
    version, place = result.stdout.split(maxsplit=1)
    assert version == nncourse.__version__
    assert str(wheel) in place


@pytest.mark.parametrize("id", ["basics.huber", "optimizers.adagrad_step"])
def test_a_student_who_has_only_the_wheel_and_numpy_can_check_a_variant(wheel, id, tmp_path):
    asked = Assignment("week-1", "Week 1", {id: 3})
    for place, data in given_out(asked, "", None, ()).items():
        (tmp_path / place).parent.mkdir(exist_ok=True)
        (tmp_path / place).write_bytes(data)
    cells = code_cells(tmp_path / "week-1.ipynb")
    program = "\n".join("".join(cell["source"]) for cell in cells) + LOADED
    libraries = tmp_path / "libraries"
    libraries.mkdir()
    for part in Path(numpy.__file__).parents[1].glob("numpy*"):
        (libraries / part.name).symlink_to(part)
    start = f"import sys; sys.path[:0] = {[str(wheel), str(libraries)]}\n"
    result = subprocess.run(
        [sys.executable, "-S", "-P", "-c", start + program],
        capture_output=True,
        text=True,
        check=True,
        cwd=tmp_path,
    )
    said, place = result.stdout.splitlines()[-2:]
    assert (
        said == f"{id}: not attempted. Write the body of {id.partition('.')[2]}, then check again."
    )
    assert place.startswith(str(wheel))


LOADED = "\nimport nncourse; print(nncourse.__file__)\n"
