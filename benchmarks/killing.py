"""What a run of grading is worth that is killed again and again: `python -m benchmarks.killing`.

A class of 300 with mistakes of every kind is graded twice by `nncourse classroom`: once in peace,
and once killed with signal 9 at twenty random moments and started again; or, with `--cluster`, on a
Dask cluster of which a worker is killed. Then everything in the two course folders is compared,
byte for byte; of the grade book its rows, apart from nbgrader's own ids and times.
"""

import argparse
import json
import os
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from nncourse import exercises
from nncourse.classroom.grading.cells import as_cell, mistake_as_cell
from nncourse.classroom.sandbox import withheld

NAME = "week-1"
SEED = 17
ID = re.compile(r"[0-9a-f]{32}")
TIME = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d.*")


def classroom(folder: Path, command: str, *words: object) -> list[str]:
    """The words that call a subcommand in a course folder."""
    course = [] if command == "new" else ["--course", str(folder)]
    words = (folder, *words) if command == "new" else (NAME, *words)
    return [sys.executable, "-m", "nncourse", "classroom", command, *map(str, words), *course]


def run(folder: Path, command: str, *words: object) -> None:
    """Call a subcommand, and see that it goes well."""
    made = subprocess.run(classroom(folder, command, *words), capture_output=True, text=True)
    if made.returncode:
        raise SystemExit(f"{command} failed:\n{made.stdout}\n{made.stderr}")


def make_class(folder: Path, chapter: str, number: int) -> None:
    """A course folder in which a class has handed in a chapter."""
    ids = [f"s{n:04d}" for n in range(number)]
    table = ["id,name,email,group", *(f"{id},Student {id},{id}@example.org," for id in ids)]
    (folder.parent / "roster.csv").write_text("\n".join(table) + "\n")
    run(folder, "new", "--roster", folder.parent / "roster.csv")
    run(folder, "assign", chapter)
    for id, cells in zip(ids, written(chapter, number), strict=True):
        path = folder.parent / "in" / id / "work.ipynb"
        path.parent.mkdir(parents=True)
        made = [{"cell_type": "code", "source": text} for text in cells]
        path.write_text(json.dumps({"cells": made}))
    run(folder, "collect", folder.parent / "in")


def written(chapter: str, number: int) -> Iterator[list[str]]:
    """What each student wrote: three of four answers are right, the others make known mistakes."""
    rng = random.Random(SEED)
    choices = []
    for exercise in exercises.exercises_of(chapter):
        may = set(withheld.surroundings(exercise).names.values())
        right = as_cell(exercise.reference, exercise.name, may)
        choices.append((right, [mistake_as_cell(m, exercise, may) for m in exercise.mistakes]))
    for n in range(number):
        answers = [right if rng.random() < 0.75 else rng.choice(wrong) for right, wrong in choices]
        yield ["import numpy as np", *answers, f"student = {n}"]


def publish(folder: Path) -> None:
    """What an instructor does next: a page of the class, one for each student, and the table."""
    for command, *words in (["report"], ["feedback"], ["export", "--csv"]):
        run(folder, command, *words)


def grade_killed(folder: Path, times: int) -> list[int]:
    """Start grading again and again and kill it. How many were graded by then, each time."""
    rng = random.Random(SEED)
    graded = [0]
    for _ in range(times):
        process = subprocess.Popen(classroom(folder, "grade"), stderr=subprocess.DEVNULL)
        goal = graded[-1] + rng.randrange(30)
        wait_for(lambda: results(folder) >= goal or process.poll() is not None)  # noqa: B023
        time.sleep(rng.uniform(0, 0.5))
        process.send_signal(signal.SIGKILL)
        process.wait()
        graded.append(results(folder))
    run(folder, "grade")
    return graded[1:]


def results(folder: Path) -> int:
    """How many submissions are graded."""
    return len(list((folder / "runs" / NAME / "results").glob("*.json")))


@contextmanager
def dask(folder: Path, *words: str) -> Iterator[subprocess.Popen]:
    """A process of Dask on this computer, ended at last."""
    command = [sys.executable, "-m", "dask", *words, "--host", "127.0.0.1", "--no-dashboard"]
    folder.mkdir()
    with open(folder / "log", "wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, cwd=folder)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def grade_on_cluster(folder: Path) -> list[int]:
    """Grade on two workers, one of which is killed on the way. How many were done by then."""
    with ExitStack() as stack:
        place = folder.parent / "scheduler.json"
        shared = ("--scheduler-file", str(place))
        stack.enter_context(dask(folder.parent / "s", "scheduler", "--port", "0", *shared))
        one = ("worker", *shared, "--nthreads", "1", "--no-nanny")
        workers = [stack.enter_context(dask(folder.parent / f"w{n}", *one)) for n in range(2)]
        wait_for(place.exists)
        address = json.loads(place.read_text())["address"]
        grading = subprocess.Popen(classroom(folder, "grade", "--scheduler", address))
        wait_for(lambda: results(folder) > 50)
        graded = results(folder)
        workers[0].send_signal(signal.SIGKILL)
        if grading.wait():
            raise SystemExit("grading on the cluster failed")
    return [graded]


def wait_for(condition: Callable[[], bool], seconds: float = 300) -> None:
    """Until it is so."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise SystemExit("waited too long")
        time.sleep(0.05)


def files_of(folder: Path) -> dict[str, bytes]:
    """Everything in a course folder but the journal, which tells of the kills, and the database."""
    own = {"journal.jsonl", "gradebook.db"}
    paths = (path for path in folder.rglob("*") if path.is_file() and path.name not in own)
    return {str(path.relative_to(folder)): path.read_bytes() for path in paths}


def rows_of(book: Path) -> dict[str, list]:
    """The rows of a grade book, apart from ids and times."""
    with sqlite3.connect(book) as db:
        tables = [name for (name,) in db.execute("select name from sqlite_master where sql != ''")]
        return {name: sorted(map(plain, db.execute(f"select * from {name}"))) for name in tables}


def plain(row: tuple) -> str:
    """A row without what differs from run to run."""
    return repr([TIME.sub("time", ID.sub("id", str(value))) for value in row])


def left_over(place: Path) -> list[str]:
    """Processes and temporary files of grading that are still there."""
    found = [str(path) for path in Path(os.environ["TMPDIR"]).iterdir()]
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = entry.read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue  # it has ended
        if "bwrap" in words or str(place) in words:
            found.append(words[:200])
    return found


def main() -> None:
    """Grade the class twice and say what is different."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--chapter", default="forward", choices=exercises.CHAPTERS)
    parser.add_argument("--number", type=int, default=300, help="of submissions")
    parser.add_argument("--times", type=int, default=20, help="to be killed")
    parser.add_argument("--cluster", action="store_true", help="kill a worker of Dask instead")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="killing-") as place:
        peace, killed = Path(place, "a", "course"), Path(place, "b", "course")
        for folder in (peace.parent, killed.parent, Path(place, "temporary")):
            folder.mkdir()
        os.environ["TMPDIR"] = str(Path(place, "temporary"))  # of all that is started from here on
        make_class(peace, options.chapter, options.number)
        shutil.copytree(peace, killed)
        run(peace, "grade")
        if options.cluster:
            graded = grade_on_cluster(killed)
        else:
            graded = grade_killed(killed, options.times)
        for folder in (peace, killed):
            publish(folder)
        time.sleep(2)
        tell(peace, killed, graded)


def tell(peace: Path, killed: Path, graded: list[int]) -> None:
    """Print what was compared, and what came out."""
    first, second = files_of(peace), files_of(killed)
    different = sorted(n for n in first.keys() | second if first.get(n) != second.get(n))
    lines = (killed / "runs" / NAME / "journal.jsonl").read_text().splitlines()
    journal = [json.loads(line) for line in lines if line.endswith("}")]
    finished = [entry["student"] for entry in journal if "result" in entry]
    rows = rows_of(peace / "gradebook.db"), rows_of(killed / "gradebook.db")
    print(f"graded at each kill: {graded}")
    print(f"results: {len(set(finished))}, of which twice: {len(finished) - len(set(finished))}")
    print(f"files compared: {len(first)}, different: {len(different)} {different[:5]}")
    print(f"rows of the grade book: {sum(map(len, rows[0].values()))}, equal: {rows[0] == rows[1]}")
    print(f"left over: {left_over(killed) or 'nothing'}")


if __name__ == "__main__":
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    main()
