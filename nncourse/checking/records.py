"""What a learner has done so far: one small file a user and version of the course.

It holds the last verdict on each exercise and how often it was tried, and it never leaves the
machine. Two notebooks may write at once: each takes a lock, reads, adds its own verdict and
replaces the file as a whole.
"""

import html
import json
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import nncourse
from nncourse import exercises
from nncourse.checking.display import show
from nncourse.checking.verdict import Verdict
from nncourse.exercises.form import Exercise
from nncourse.files import write_whole

Record = dict[str, Any]  # {"passed": bool, "tries": int, "mistake": id or None, "shown": True}
LOCK_SECONDS = 2.0  # nobody holds the lock for longer
BAR = 20


def folder() -> Path:
    """Where the user's own data are kept: NNCOURSE_HOME, or the system's place for such data."""
    chosen = os.environ.get("NNCOURSE_HOME")
    if chosen:
        return Path(chosen)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home())) / "nncourse"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "nncourse"
    return Path(os.environ.get("XDG_DATA_HOME", Path.home() / ".local" / "share")) / "nncourse"


def path() -> Path:
    """The file of this version of the course."""
    return folder() / f"progress-{nncourse.__version__}.json"


def read() -> dict[str, Record]:
    """All records; empty if there are none yet or the file cannot be read."""
    try:
        records = json.loads(path().read_text("utf-8"))
    except (OSError, ValueError, RuntimeError):  # RuntimeError: a user without a home
        return {}
    if not isinstance(records, dict):
        return {}
    return {id: record for id, record in records.items() if isinstance(record, dict)}


def record(verdict: Verdict) -> None:
    """Note a verdict, unless nothing was attempted. A disk that refuses is no reason to fail."""
    if verdict.kind == "not attempted":
        return
    with suppress(OSError, RuntimeError), locked(path()):
        set_aside_if_broken()
        records = read()
        before = records.get(verdict.exercise, {})
        solved = verdict.passed and not verdict.shown
        records[verdict.exercise] = {
            "passed": solved or bool(before.get("passed")),
            "tries": count(before) + 1,
            "mistake": verdict.mistake,
        }
        if verdict.shown or before.get("shown"):
            records[verdict.exercise]["shown"] = True
        write_whole(path(), json.dumps(records, indent=1, sort_keys=True).encode())


def count(record: Record) -> int:
    """How often an exercise was tried."""
    tries = record.get("tries", 0)
    return tries if isinstance(tries, int) else 0


def set_aside_if_broken() -> None:
    """Keep a file that is no JSON under another name, instead of writing over it."""
    with suppress(FileNotFoundError):
        try:
            json.loads(path().read_text("utf-8"))
        except ValueError:
            os.replace(path(), path().with_suffix(".broken"))


@contextmanager
def locked(file: Path) -> Iterator[None]:
    """Hold the lock of a file. One older than `LOCK_SECONDS` was left by a crash: it goes."""
    file.parent.mkdir(parents=True, exist_ok=True)
    lock = file.with_suffix(".lock")
    while not taken(lock):
        with suppress(FileNotFoundError):
            if time.time() - lock.stat().st_mtime > LOCK_SECONDS:
                lock.unlink()
        time.sleep(0.005)
    try:
        yield
    finally:
        lock.unlink(missing_ok=True)


def taken(lock: Path) -> bool:
    """Make the lock's file, if nobody else has."""
    try:
        os.close(os.open(lock, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
        return True
    except FileExistsError:
        return False
    except PermissionError:
        if sys.platform != "win32":  # where it also means that the file is just being deleted
            raise
        return False


def progress() -> None:
    """Show how far you are: exercises passed and points, chapter by chapter.

    Examples
    --------
    >>> progress()  # doctest: +ELLIPSIS
    chapter ...
    """
    records = read()
    rows = [(c, *reached(exercises.exercises_of(c), records)) for c in exercises.CHAPTERS]
    rows.append(("all", *reached(exercises.catalogue(), records)))
    note = shown_note(records)
    text = [as_text(rows), note] if note else [as_text(rows)]
    show("\n".join(text), html=as_html(rows) + (f"<p>{note}</p>" if note else ""))


def reached(listed: tuple[Exercise, ...], records: dict[str, Record]) -> tuple[int, int, int, int]:
    """Exercises passed and all of them, points reached and all of them."""
    passed = [e for e in listed if records.get(e.id, {}).get("passed") is True]
    return len(passed), len(listed), sum(e.points for e in passed), sum(e.points for e in listed)


def shown_note(records: dict[str, Record]) -> str:
    """Which exercises were answered by the package's own function; '' if none was."""
    ids = [
        exercise.id
        for exercise in exercises.catalogue()
        if (record := records.get(exercise.id, {})).get("shown") and not record.get("passed")
    ]
    return f"Shown, not solved: {', '.join(ids)}." if ids else ""


Rows = list[tuple[str, int, int, int, int]]


def as_text(rows: Rows) -> str:
    """The table with bars of characters."""
    lines = [f"{'chapter':<10}{'exercises':>10}{'points':>10}"]
    for name, passed, listed, points, most in rows:
        filled = BAR * passed // listed
        bar = "#" * filled + "." * (BAR - filled)
        lines.append(f"{name:<10}{f'{passed}/{listed}':>10}{f'{points}/{most}':>10}  {bar}")
    return "\n".join(lines)


def as_html(rows: Rows) -> str:
    """The table with the browser's own bars."""
    cells = "".join(
        f'<tr><th scope="row" style="text-align: left">{html.escape(name)}</th>'
        f"<td>{passed}/{listed}</td><td>{points}/{most}</td>"
        f'<td><progress max="{listed}" value="{passed}" aria-label="exercises passed, '
        f'{html.escape(name)}"></progress></td></tr>'
        for name, passed, listed, points, most in rows
    )
    heads = "".join(
        f'<th scope="col">{head}</th>' for head in ("chapter", "exercises", "points", "so far")
    )
    return f'<table class="nncourse-progress"><tr>{heads}</tr>{cells}</table>'


def suggestions(chapter: str) -> None:
    """Show up to three exercises of earlier chapters that were tried and not yet solved.

    Parameters
    ----------
    chapter : the chapter that begins, for example "forward".

    Examples
    --------
    >>> suggestions("basics")
    No exercise of an earlier chapter waits for another try.
    """
    if chapter not in exercises.CHAPTERS:
        show(exercises.no_such_chapter(chapter))
        return
    earlier = exercises.CHAPTERS[: exercises.CHAPTERS.index(chapter)]
    records = read()
    failed = [
        exercise
        for exercise in exercises.catalogue()
        if exercise.chapter in earlier and records.get(exercise.id, {}).get("passed") is False
    ]
    if not failed:
        show("No exercise of an earlier chapter waits for another try.")
        return
    failed.sort(key=lambda exercise: -count(records[exercise.id]))
    lines = [f"- {exercise.title} ({exercise.id})" for exercise in failed[:3]]
    show("\n".join(["Worth another try before you go on:", *lines]))
