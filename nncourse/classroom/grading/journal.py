"""The journal of a run: which submission is being graded, and which is done, with what result.

A result is written whole and renamed before the journal says that it is done; so a run that is
killed at any moment can be resumed, and ends with the same bytes as one that was not. A result
counts as done only for the same submission, the same exercises and the same engine.
"""

import hashlib
import json
import sys
import threading
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

import numpy as np

from nncourse.classroom.grading.grading import Result, Work, sha256
from nncourse.classroom.sandbox import source
from nncourse.exercises.form import Exercise
from nncourse.files import write_whole


class Journal:
    """What happened in a run's folder: `journal.jsonl`, and a file for each result.

    Parameters
    ----------
    folder : of the run; made if it is not there.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "results").mkdir(parents=True, exist_ok=True)
        self.path = folder / "journal.jsonl"
        self.lock = threading.Lock()
        self.done = {entry["student"]: entry for entry in self.entries() if "result" in entry}

    def entries(self) -> list[dict[str, Any]]:
        """All entries; a last one that was cut short, when the run was killed, does not count."""
        text = self.path.read_text("utf-8") if self.path.is_file() else ""
        whole, _, _ = text.rpartition("\n")
        return [entry for line in whole.splitlines() for entry in [entry_of(line)] if entry]

    def write(self, entry: dict[str, Any]) -> None:
        """Append an entry; behind one that was cut short, on a line of its own."""
        line = json.dumps(entry, sort_keys=True) + "\n"
        with self.lock, open(self.path, "a+b") as file:
            file.seek(max(0, file.seek(0, 2) - 1))
            torn = file.read(1) not in (b"", b"\n")
            file.write(b"\n" * torn + line.encode())

    def started(self, student: str) -> None:
        """Note that a submission is being graded."""
        self.write({"student": student, "started": True})

    def finished(self, result: Result, hashes: dict[str, str]) -> None:
        """Keep a result, and note that it is done."""
        data = result.to_json().encode()
        write_whole(self.path_of(result.student), data)
        entry = {"student": result.student, "result": hashlib.sha256(data).hexdigest(), **hashes}
        self.write(entry)
        self.done[result.student] = entry

    def is_done(self, student: str, hashes: dict[str, str]) -> bool:
        """Whether a submission was graded before, by the same engine, and its result is whole."""
        entry = self.done.get(student, {})
        same = all(entry.get(name) == value for name, value in hashes.items())
        return same and bool(entry) and sha256(self.path_of(student)) == entry["result"]

    def path_of(self, student: str) -> Path:
        """The file of a student's result."""
        return self.folder / "results" / f"{quote(student, safe=' ')}.json"


def entry_of(line: str) -> dict[str, Any]:
    """One line of a journal; nothing if it cannot be read."""
    try:
        entry = json.loads(line)
    except ValueError:
        return {}
    return entry if isinstance(entry, dict) and isinstance(entry.get("student"), str) else {}


def hashes_of(notebook: Path, work: Work) -> dict[str, str]:
    """What a result depends on: the submission, what was asked, and the engine."""
    asked = [
        [task.exercise.id, task.points, work.seed_of(task.exercise), written(task.exercise)]
        for task in work.tasks
    ]
    return {
        "submission": sha256(notebook),
        "exercises": digest([work.name, work.allow_package, asked]),
        "engine": engine(),
    }


@cache
def written(exercise: Exercise) -> str:
    """The hash of the files that an exercise is written in; they may be an instructor's."""
    parts = [exercise.reference, exercise.make_probes, exercise.use, exercise.build]
    names = {part.__module__ for part in (*parts, *(m.answer for m in exercise.mistakes))}
    return digest([source.text(name) for name in sorted(names)])


@cache
def engine() -> str:
    """The hash of what runs and judges answers: this package, NumPy and Python."""
    return digest([np.__version__, sys.version, *map(source.text, source.modules())])


def digest(value: Any) -> str:
    """The SHA-256 of a plain value."""
    return hashlib.sha256(json.dumps(value).encode()).hexdigest()
