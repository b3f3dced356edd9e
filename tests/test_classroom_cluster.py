"""A class that is graded on a cluster gets what it gets here, byte for byte."""

import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path

import nbformat
import pytest
from submissions import FULL, LISTED
from test_variants import SWISH

import nncourse
from nncourse import exercises
from nncourse.classroom import variants
from nncourse.classroom.grading import batch
from nncourse.classroom.grading.batch import Submission
from nncourse.classroom.grading.grading import Task, Work
from nncourse.classroom.grading.journal import Journal
from nncourse.classroom.sandbox.sandbox import available

pytest.importorskip("distributed", reason="to grade on a cluster needs Dask's distributed")
from nncourse.classroom.grading import cluster

ROOT = Path(nncourse.__file__).parents[1]
NAMES = [name for name, wanted in LISTED.items() if not wanted.slow][:9]
pytestmark = pytest.mark.skipif(bool(available()), reason=f"no sandbox: {available()}")


@contextmanager
def process(folder: Path, *command: str, root: Path = ROOT):
    """A process of Dask, once it says that it runs; ended in the end."""
    folder.mkdir(parents=True, exist_ok=True)
    log = folder / "log"
    surroundings = {**os.environ, "PYTHONPATH": str(root), "OMP_NUM_THREADS": "1"}
    with open(log, "wb") as file:
        started = subprocess.Popen(
            [sys.executable, "-m", "distributed.cli." + command[0], *command[1:]],
            stdout=file,
            stderr=file,
            cwd=folder,
            env=surroundings,
        )
    try:
        yield started, log
    finally:
        started.kill()
        started.wait()


@contextmanager
def running(folder: Path, workers: int, root: Path = ROOT):
    """The address of a scheduler, and the processes of its workers."""
    with ExitStack() as stack:
        place = ("--scheduler-file", str(folder / "scheduler.json"))
        own = ("--host", "127.0.0.1", "--port", "0", "--no-dashboard")
        stack.enter_context(process(folder / "s", "dask_scheduler", *own, *place))
        one = ("--nthreads", "1", "--no-nanny", "--no-dashboard", "--host", "127.0.0.1")
        started = [
            stack.enter_context(process(folder / f"w{n}", "dask_worker", *place, *one, root=root))
            for n in range(workers)
        ]
        yield address_in(folder / "s" / "log"), [worker for worker, _ in started]


def address_in(log: Path) -> str:
    """The address that a scheduler tells of."""
    for _ in range(600):
        for line in log.read_text().splitlines():
            if "Scheduler at:" in line:
                return line.split()[-1]
        time.sleep(0.05)
    raise AssertionError(log.read_text())


def handed_in(folder: Path) -> list[Submission]:
    """Submissions of many kinds; two are asked for variants, one of them the instructor's own."""
    private = folder / "variants" / "forward" / "swish.py"
    if not private.exists():
        private.parent.mkdir(parents=True)
        private.write_text(SWISH)
    (swish,) = variants.load(folder / "variants")
    tasks = tuple(Task(exercises.find(id), points) for id, points in FULL.items())
    elu = Work("a class", (Task(variants.find("forward.elu"), 2),))
    own = Work("a class", (Task(swish, 3),), seed=5)
    made = [Submission(name, LISTED[name].write(folder), Work("a class", tasks)) for name in NAMES]
    return [
        *made,
        Submission("elu", notebook(folder, "elu", "def elu(Z, alpha):\n    return Z"), elu),
        Submission(
            "swish",
            notebook(folder, "swish", "def swish(Z):\n    return Z / (1 + np.exp(-Z))"),
            own,
        ),
        Submission("mistaken", notebook(folder, "mistaken", MISTAKEN), own),
        Submission("missing", folder / "nowhere.ipynb", own),
        Submission("unreadable", broken(folder), own),
    ]


MISTAKEN = "def swish(Z):\n    print('here')\n    return 1 / (1 + np.exp(-Z))"


def notebook(folder: Path, name: str, answer: str) -> Path:
    """The notebook of an answer."""
    cells = [nbformat.v4.new_code_cell(text) for text in ("import numpy as np", answer)]
    path = folder / f"{name}.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=cells), path)
    return path


def broken(folder: Path) -> Path:
    """A file that is no notebook."""
    path = folder / "broken.ipynb"
    path.write_bytes(b"{\xff")
    return path


def contents(run: Path) -> dict[str, bytes]:
    """The results of a run, byte for byte."""
    return {path.name: path.read_bytes() for path in (run / "results").iterdir()}


@pytest.fixture(scope="module")
def here(tmp_path_factory):
    """The submissions, and what they get on this computer."""
    folder = tmp_path_factory.mktemp("here")
    submissions = handed_in(folder)
    list(batch.grade_all(submissions, folder / "run", jobs=2))
    return submissions, contents(folder / "run")


def test_a_cluster_gives_the_same_bytes_and_grades_nothing_twice_though_a_worker_is_killed(
    here, tmp_path
):
    submissions, expected = here
    with running(tmp_path, 2) as (address, workers):
        results = cluster.grade_all(submissions, tmp_path / "run", scheduler=address)
        students = [next(results).student, next(results).student]
        workers[0].send_signal(signal.SIGKILL)
        students += [result.student for result in results]
        assert sorted(students) == sorted(one.student for one in submissions)
        assert contents(tmp_path / "run") == expected
        assert not list((tmp_path / "w1").rglob("*.ipynb"))
    before = (tmp_path / "run" / "journal.jsonl").read_bytes()
    again = list(cluster.grade_all(submissions, tmp_path / "run", scheduler=address))
    assert {result.student: result.to_json().encode() for result in again} == {
        name.removesuffix(".json"): data for name, data in expected.items()
    }  # and nobody was asked: there is no scheduler any more
    assert (tmp_path / "run" / "journal.jsonl").read_bytes() == before
    assert len(Journal(tmp_path / "run").done) == len(submissions)


def test_a_worker_with_another_version_of_the_course_is_refused_by_name(here, tmp_path):
    shutil.copytree(ROOT / "nncourse", tmp_path / "other" / "nncourse")
    with open(tmp_path / "other" / "nncourse" / "losses.py", "a") as file:
        file.write("\n# Another version.\n")
    with running(tmp_path, 1, root=tmp_path / "other") as (address, _):
        with pytest.raises(cluster.ClusterError, match=r"worker tcp://127.*would not grade as"):
            list(cluster.grade_all(here[0], tmp_path / "run", scheduler=address))
    assert not contents(tmp_path / "run")


def test_a_worker_without_a_sandbox_is_refused_by_name():
    ours = ("hash", "nncourse 1", "")
    with pytest.raises(cluster.ClusterError, match="tcp://w:1 has no sandbox: no bubblewrap"):
        cluster.compare("tcp://w:1", ("hash", "nncourse 1", "no bubblewrap"), ours)


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:9", "nonsense://x"])
def test_a_wrong_address_is_told_of(here, tmp_path, monkeypatch, address):
    monkeypatch.setattr(cluster, "SECONDS", 1)
    with pytest.raises(cluster.ClusterError, match="there is no Dask scheduler at this address"):
        list(cluster.grade_all(here[0], tmp_path / "run", scheduler=address))


def test_a_scheduler_without_workers_is_told_of(here, tmp_path, monkeypatch):
    monkeypatch.setattr(cluster, "SECONDS", 1)
    with running(tmp_path, 0) as (address, _):
        with pytest.raises(cluster.ClusterError, match="has no workers; start some"):
            list(cluster.grade_all(here[0], tmp_path / "run", scheduler=address))
