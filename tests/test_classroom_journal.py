"""A run that is killed goes on where it was, and ends with the same bytes."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from submissions import FULL, LISTED

from nncourse import exercises
from nncourse.classroom.grading.batch import Submission, grade_all
from nncourse.classroom.grading.grading import Result, Task, Work
from nncourse.classroom.grading.journal import Journal, hashes_of
from nncourse.classroom.sandbox.sandbox import available

WORK = Work("a class", tuple(Task(exercises.find(id), points) for id, points in FULL.items()))
NAMES = [name for name, wanted in LISTED.items() if not wanted.slow][:24]
KILLED = 20
needs_sandbox = pytest.mark.skipif(bool(available()), reason=f"no sandbox: {available()}")
PROGRAM = """
import sys
from pathlib import Path
sys.path.insert(0, {tests!r})
from test_classroom_journal import handed_in
from nncourse.classroom.grading.batch import grade_all
print("begun", flush=True)
for result in grade_all(handed_in(Path(sys.argv[1])), Path(sys.argv[2]), jobs=2):
    print(result.student, flush=True)
"""


def handed_in(folder: Path) -> list[Submission]:
    """Submissions of some students, written where they are not yet."""
    made = []
    for name in NAMES:
        path = folder / name / "work.ipynb"
        made.append(Submission(name, path if path.exists() else LISTED[name].write(folder), WORK))
    return made


def contents(run: Path) -> dict[str, bytes]:
    """The results of a run, byte for byte."""
    return {path.name: path.read_bytes() for path in (run / "results").iterdir()}


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """The folder of the submissions, and that of a run which nobody disturbed."""
    folder = tmp_path_factory.mktemp("whole")
    list(grade_all(handed_in(folder / "in"), folder / "run", jobs=2))
    return folder / "in", folder / "run"


@needs_sandbox
def test_a_run_that_is_killed_again_and_again_ends_with_the_same_bytes(whole, tmp_path):
    submissions, undisturbed = whole
    rng = random.Random(17)
    program = PROGRAM.format(tests=str(Path(__file__).parent))
    for _ in range(KILLED):
        command = [sys.executable, "-c", program, str(submissions), str(tmp_path / "run")]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, start_new_session=True)
        assert process.stdout.readline() == b"begun\n"
        time.sleep(rng.uniform(0.0, 2.0))
        process.send_signal(signal.SIGKILL)
        process.communicate()
    results = list(grade_all(handed_in(submissions), tmp_path / "run", jobs=2))
    assert sorted(r.student for r in results) == sorted(NAMES)
    assert contents(tmp_path / "run") == contents(undisturbed)
    entries = Journal(tmp_path / "run").entries()
    done = [entry["student"] for entry in entries if "result" in entry]
    assert sorted(done) == sorted(NAMES)  # nothing twice


@needs_sandbox
def test_a_run_that_is_complete_grades_nothing_again(whole):
    submissions, run = whole
    before = (run / "journal.jsonl").read_bytes()
    results = list(grade_all(handed_in(submissions), run))
    assert (run / "journal.jsonl").read_bytes() == before
    assert {f"{r.student}.json": r.to_json().encode() for r in results} == contents(run)


@needs_sandbox
def test_what_has_changed_is_graded_again(whole, tmp_path):
    (one,) = [s for s in handed_in(tmp_path / "in") if s.student == "all_right"]
    list(grade_all([one], tmp_path / "run"))
    one.notebook.write_bytes(LISTED["a_known_mistake"].write(tmp_path / "other").read_bytes())
    (result,) = grade_all([one], tmp_path / "run")
    assert result.points == 4
    more = Work("a class", tuple(Task(task.exercise, 10) for task in WORK.tasks))
    (result,) = grade_all([Submission(one.student, one.notebook, more)], tmp_path / "run")
    assert result.points == 20


def test_a_result_that_was_lost_or_damaged_is_not_done(tmp_path):
    journal, notebook = Journal(tmp_path), tmp_path / "work.ipynb"
    notebook.write_text("{}")
    hashes = hashes_of(notebook, WORK)
    journal.started("anna")
    assert not Journal(tmp_path).is_done("anna", hashes)
    journal.finished(Result("anna", "a class", hashes["submission"], "graded"), hashes)
    assert Journal(tmp_path).is_done("anna", hashes)
    assert not Journal(tmp_path).is_done("anna", {**hashes, "engine": "another"})
    journal.path_of("anna").write_text("{")
    assert not Journal(tmp_path).is_done("anna", hashes)


def test_an_entry_that_was_cut_short_spoils_no_other(tmp_path):
    journal = Journal(tmp_path)
    journal.started("anna")
    with open(journal.path, "ab") as file:
        file.write(b'{"student": "bo')
    again = Journal(tmp_path)
    again.started("carl")
    assert [entry["student"] for entry in Journal(tmp_path).entries()] == ["anna", "carl"]


@pytest.mark.parametrize("student", ["../../etc/passwd", "a/b", "..", "Ünal", "x" * 80])
def test_a_result_stays_in_its_folder_whatever_a_student_is_called(student, tmp_path):
    journal = Journal(tmp_path / "run")
    assert journal.path_of(student).parent == tmp_path / "run" / "results"
    journal.finished(Result(student, "", "", "no notebook"), {})
    assert json.loads(journal.path_of(student).read_text())["student"] == student
    assert os.listdir(tmp_path) == ["run"]
