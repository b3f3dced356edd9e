"""The archive for Gradescope, unpacked as Gradescope does it, grades what students hand in."""

import io
import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from classroom_command import classroom
from course_files import CUBE, new_course, notebook, put

from nncourse.classroom import variants
from nncourse.classroom.course import assignment, roster
from nncourse.classroom.errors import CourseError
from nncourse.classroom.exchange.gradescope import SETUP, archive
from nncourse.classroom.sandbox.sandbox import available

needs_sandbox = pytest.mark.skipif(bool(available()), reason=f"no sandbox: {available()}")
needs_root = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0,
    reason="only the administrator can run answers as another user",
)
ROOT = Path(__file__).parent.parent
RIGHT = "import numpy as np\ndef mse(Y_hat, Y):\n    return np.mean((Y_hat - Y)**2)"
WRONG = "import numpy as np\ndef mse(Y_hat, Y):\n    return np.sum((Y_hat - Y)**2)"
RIGHT_CUBE = "def cube(X):\n    return X**3"
# Writes a result of its own, reads answers and ends the grader, if it can, and tells of it.
HOSTILE = """
import glob, os
def kill():
    for path in glob.glob('/proc/[0-9]*/cmdline'):
        if b'on_gradescope' in open(path, 'rb').read():
            os.kill(int(path.split('/')[2]), 9)
            return True
def mse(Y_hat, Y):
    for act in (
        lambda: os.chmod({results!r}, 0o777) is None,
        lambda: open({results!r} + '/results.json', 'w').write('{{"score": 100}}'),
        lambda: os.rename({results!r}, {results!r} + '-others') is None,
        lambda: open({source!r} + '/nncourse/losses.py').read(),
        kill,
    ):
        try:
            succeeded = act()
        except OSError:
            continue
        if succeeded:
            raise RuntimeError('it succeeded')
    return 0.0
"""


@pytest.fixture
def made(tmp_path):
    """A course, and an assignment of one exercise and of one that is drawn."""
    return new_course(tmp_path)


def unpacked(data: bytes, folder: Path, email: str = "jane@example.edu") -> Path:
    """Gradescope's folder, with the archive in it and a student who hands in."""
    for name in ("source", "submission", "results"):
        (folder / name).mkdir(parents=True)
    with zipfile.ZipFile(io.BytesIO(data)) as whole:
        whole.extractall(folder / "source")
    shutil.copy(folder / "source/run_autograder", folder)
    users = {"users": [{"email": email, "id": 7, "name": "Jane Doe"}]}
    (folder / "submission_metadata.json").write_text(json.dumps(users))
    return folder


def page(folder: Path, around: Sequence[str] = ()) -> dict:
    """What the autograder tells Gradescope, called as there, but for the folder and Python."""
    done = subprocess.run(
        [*around, "bash", folder / "run_autograder", folder, sys.executable],
        capture_output=True,
        text=True,
        cwd=folder,
        timeout=60,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return json.loads((folder / "results/results.json").read_text())


@needs_sandbox
def test_each_exercise_gets_its_points_and_what_the_feedback_says_too(made, tmp_path):
    folder = unpacked(archive(*made), tmp_path / "autograder")
    put(folder / "submission", "week-1.ipynb", notebook(WRONG))
    first = page(folder)
    assert set(first) == {"score", "output", "tests", "stdout_visibility", "execution_time"}
    assert (first["score"], first["stdout_visibility"]) == (0, "hidden")
    neuron, mse = first["tests"]
    assert neuron["output"].startswith("basics.neuron: not attempted\n")
    assert mse["output"].startswith("basics.mse: not yet\n")
    assert (mse["score"], mse["status"], mse["visibility"]) == (0, "failed", "visible")
    put(folder / "submission", "week-1.ipynb", notebook(RIGHT))
    second = page(folder)
    assert second["output"] == "1 of 2 exercises are right."
    assert second["score"] == second["tests"][1]["score"] == second["tests"][1]["max_score"] > 0
    assert second["tests"][1]["status"] == "passed"
    assert second["tests"][1]["output"].startswith("basics.mse: correct\nCorrect.")


@needs_sandbox
def test_what_is_no_notebook_is_told_as_such_and_one_of_another_name_is_found(made, tmp_path):
    folder = unpacked(archive(*made), tmp_path / "autograder")
    assert "There is no notebook week-1.ipynb" in page(folder)["output"]
    put(folder / "submission", "week-1 (1).ipynb", notebook(RIGHT))
    assert page(folder)["score"] > 0
    put(folder / "submission", "week-1.ipynb", b"\x00 {")
    unreadable = page(folder)
    assert (unreadable["score"], [one["score"] for one in unreadable["tests"]]) == (0, [0, 0])
    assert "week-1.ipynb is no notebook" in unreadable["output"]


def hostile(made, folder: Path) -> Path:
    """Gradescope's folder, with a submission that forges its result."""
    unpacked(archive(*made), folder)
    told = {name: str(folder / name) for name in ("results", "source")}
    put(folder / "submission", "week-1.ipynb", notebook(HOSTILE.format(**told)))
    return folder


@needs_sandbox
def test_a_submission_cannot_write_its_own_result(made, tmp_path):
    found = page(hostile(made, tmp_path / "autograder"))
    assert (found["score"], len(found["tests"])) == (0, 2)
    assert found["tests"][1]["output"].startswith("basics.mse: not yet")
    assert "it succeeded" not in found["tests"][1]["output"]


@pytest.fixture
def open_folder():
    """A folder that every user of the system may enter, as Gradescope's is."""
    folder = Path("/tmp") / f"nncourse-{os.getpid()}"
    folder.mkdir(mode=0o755)
    yield folder
    shutil.rmtree(folder)


def container() -> list[str]:
    """What starts a program as in a container: as its administrator, who can make no sandbox."""
    base = Path(sys.base_prefix)
    home: list[str] = []  # Python may be where other users cannot get at it, in /root for one
    if base != Path("/usr"):
        home = ["--perms", "0755", "--tmpfs", f"/{base.parts[1]}"]
        for folder in [*base.parents][-2::-1]:
            home += ["--perms", "0755", "--dir", str(folder)]
    rights = ("CHOWN", "DAC_OVERRIDE", "FOWNER", "KILL", "SETGID", "SETUID")  # some of Docker's
    return [
        *("bwrap", "--dev-bind", "/", "/", *home, "--ro-bind", str(base), str(base)),
        *("--ro-bind", str(ROOT), str(ROOT), "--proc", "/proc", "--unshare-pid"),
        *("--cap-drop", "ALL", *(word for one in rights for word in ("--cap-add", f"CAP_{one}"))),
    ]


@needs_sandbox
@needs_root
def test_without_a_sandbox_answers_run_as_a_user_who_can_write_nothing(made, open_folder):
    folder = hostile(made, open_folder / "autograder")
    found = page(folder, container())
    assert found["output"].startswith("0 of 2 exercises are right.\nNo sandbox can be had here (")
    assert (found["score"], len(found["tests"])) == (0, 2)
    assert found["tests"][1]["output"].startswith("basics.mse: not yet")
    assert "it succeeded" not in found["tests"][1]["output"]
    put(folder / "submission", "week-1.ipynb", notebook(RIGHT))
    assert page(folder, container())["score"] > 0


@needs_sandbox
def test_what_is_drawn_is_found_by_the_address_and_told_after_the_due_date(made, tmp_path):
    course, _ = made
    (course.variants / "basics").mkdir(parents=True)
    (course.variants / "basics/cube.py").write_text(CUBE)
    own = variants.load(course.variants)
    pairs = [["basics.cube", "basics.huber"]]
    asked = assignment.new(course, "week-2", ["basics.mse"], drawn=pairs, private=own)
    asked = replace(asked, seed=1)  # by which both are drawn
    data = archive(course, asked, own)
    found = {tuple(asked.asked_of(student.id)): student for student in roster.read(course.roster)}
    assert len(found) == 2
    for student in found.values():
        folder = unpacked(data, tmp_path / student.id, student.email.upper())
        put(folder / "submission", "week-2.ipynb", notebook(RIGHT_CUBE))
        _, drawn = page(folder)["tests"]
        (id,) = asked.asked_of(student.id).keys() - {"basics.mse"}
        assert drawn["output"].startswith(id)
        assert drawn["visibility"] == "after_due_date"
        assert (drawn["status"] == "passed") == (id == "basics.cube")
    stranger = page(unpacked(data, tmp_path / "stranger", "nobody@example.edu"))
    assert stranger["score"] == 0
    assert "not in the list of the course" in stranger["output"]


def test_the_archive_is_the_same_bytes_and_holds_no_names_and_nothing_of_single_students(made):
    course, asked = made
    file = course.assignment("week-1") / "assignment.toml"
    text = file.read_text().replace("[excused]", '[excused]\n"s1" = "ill"')
    file.write_text(text)
    asked = assignment.load(course, "week-1")
    assert asked.excused
    data = archive(course, asked)
    assert data == archive(course, asked)
    with zipfile.ZipFile(io.BytesIO(data)) as whole:
        told = whole.read("assignment.json").decode()
        modes = {name: whole.getinfo(name).external_attr >> 16 for name in whole.namelist()}
    assert "ill" not in told
    assert "jane" not in told
    assert {name for name, mode in modes.items() if mode & 0o111} == {"setup.sh", "run_autograder"}


def test_the_command_writes_the_archive(made, tmp_path):
    file = tmp_path / "autograder.zip"
    printed = classroom("export", "week-1", "--gradescope", file, "-C", made[0].folder)
    printed.says(f"Wrote {file}: upload it as the autograder of week-1.")
    assert file.read_bytes() == archive(*made)


def test_where_something_is_drawn_the_roster_needs_addresses(made):
    course, _ = made
    course.roster.write_text("id,name\ns1,Jane Doe\n")
    pairs = [["basics.huber", "basics.r_squared"]]
    asked = assignment.new(course, "week-2", [], drawn=pairs)
    with pytest.raises(CourseError, match="fill the column email"):
        archive(course, asked)


def test_what_sets_the_image_up_is_a_program_of_the_shell(tmp_path):
    done = subprocess.run(["bash", "-n"], input=SETUP, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
