"""The submissions to withstand, in one batch with honest ones, as a class would hand them in."""

import json
import os
import tempfile
from pathlib import Path

import pytest
from submissions import FULL, LISTED

from nncourse import exercises
from nncourse.classroom.grading.batch import Submission, grade_all
from nncourse.classroom.grading.grading import Task, Work, grade
from nncourse.classroom.sandbox.sandbox import available

pytestmark = pytest.mark.skipif(bool(available()), reason=f"no sandbox: {available()}")
WORK = Work("a class", tuple(Task(exercises.find(id), points) for id, points in FULL.items()))
ALL = 300
HONEST = ("all_right", "a_known_mistake", "nothing_written")


def processes() -> set[str]:
    """The sandboxes on this machine that this process has started, or somebody who is gone."""
    found = set()
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            command = (folder / "cmdline").read_bytes()
            parent = (folder / "stat").read_text().rpartition(")")[2].split()[1]
        except OSError:
            continue
        if b"def become(user)" in command and int(parent) in (os.getpid(), 1):
            found.add(folder.name)
    return found


@pytest.fixture(scope="module")
def batch(tmp_path_factory):
    """The folder of a run over 300 submissions, its results, and the files and processes left."""
    folder = tmp_path_factory.mktemp("class")
    names = [*LISTED, *(HONEST[i % len(HONEST)] for i in range(ALL - len(LISTED)))]
    handed_in = []
    for number, name in enumerate(names):
        place = folder / "submissions" / f"{number:03d}"
        handed_in.append(Submission(f"{number:03d} {name}", LISTED[name].write(place), WORK))
    before = processes()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tempfile, "tempdir", str(tmp_path_factory.mktemp("temporary")))
        results = {r.student: r for r in grade_all(handed_in, folder / "run", jobs=2)}
        left = os.listdir(tempfile.tempdir)
    return folder, results, left, processes() - before


def test_each_submission_of_the_batch_gets_a_result(batch):
    _, results, _, _ = batch
    assert len(results) == ALL


@pytest.mark.parametrize("number", range(len(LISTED)), ids=list(LISTED))
def test_a_submission_ends_in_its_safe_outcome(batch, number):
    folder, results, _, _ = batch
    wanted = list(LISTED.values())[number]
    result = results[f"{number:03d} {wanted.name}"]
    assert result.status == wanted.status
    assert {id: mark.points for id, mark in result.exercises.items()} == wanted.points
    if wanted.kind:
        assert result.exercises["basics.mse"].kind == wanted.kind
    text = (folder / "run" / "results" / f"{result.student}.json").read_text("utf-8")
    assert json.loads(text)["submission"] == result.submission
    assert len(text) < 20_000
    assert text.isascii()


def test_honest_work_is_graded_to_the_byte_as_if_it_were_alone(batch, tmp_path):
    folder, results, _, _ = batch
    for name in HONEST:
        alone = grade(LISTED[name].write(tmp_path), WORK, "somebody").to_json()
        same = [r for r in results.values() if r.student.endswith(f" {name}")]
        assert len(same) >= (ALL - len(LISTED)) // len(HONEST)
        for result in same:
            text = (folder / "run" / "results" / f"{result.student}.json").read_text("utf-8")
            assert text.replace(json.dumps(result.student), '"somebody"') == alone


def test_nothing_is_left_behind(batch):
    _, _, files, running = batch
    assert not files
    assert not running


def test_no_answer_wrote_a_file(batch):
    folder, _, _, _ = batch
    written = {p.name for p in folder.rglob("*") if p.is_file()}
    known = {"work.ipynb", "journal.jsonl", *(f"{s}.json" for s in batch[1])}
    assert written == known
    assert not Path("/tmp/results.json").exists()
