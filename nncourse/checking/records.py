"""What a learner has done so far: one small file a user and version of the course.

It holds the last verdict on each exercise, how often it was tried and the answer that passed, and
it never leaves the machine. Two notebooks may write at once: each takes a lock, reads, adds its own
verdict and replaces the file as a whole. A version that has no file yet goes on with what another
one noted.
"""

import html
import importlib
import itertools
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
from nncourse.files import system_folder, write_whole

# {"passed": bool, "tries": int, "mistake": id or None, "answer": what passed, "shown": True}
Record = dict[str, Any]
LOCK_SECONDS = 5.0  # nobody waits for the lock for longer
BAR = 20


def module(name: str) -> Any:
    """A module of the system's, or None where there is none of that name."""
    with suppress(ImportError):
        return importlib.import_module(name)
    return None


fcntl, msvcrt = module("fcntl"), module("msvcrt")  # neither in a web page: nobody else writes there


def folder() -> Path:
    """Where the user's own data are kept: NNCOURSE_HOME, or the system's place for such data."""
    chosen = os.environ.get("NNCOURSE_HOME")
    if chosen:
        return Path(chosen).expanduser()
    if sys.platform == "win32":
        return system_folder("LOCALAPPDATA", "AppData", "Local") / "nncourse"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "nncourse"
    return system_folder("XDG_DATA_HOME", ".local", "share") / "nncourse"


def path() -> Path:
    """The file of this version of the course."""
    return folder() / f"progress-{nncourse.__version__}.json"


def read() -> dict[str, Record]:
    """All records; empty if there are none yet or the file cannot be read."""
    with suppress(OSError, ValueError, RuntimeError):  # RuntimeError: a user without a home
        return records_in(path()) if path().exists() else carried_over()
    return {}


def records_in(file: Path) -> dict[str, Record]:
    """The records in a file. ValueError if it holds something else."""
    if not file.is_file():  # nobody waits for a pipe
        raise OSError(f"{file} is no file")
    try:
        records = json.loads(file.read_text("utf-8-sig"))
    except RecursionError as error:
        raise ValueError(f"{file} is nested too deeply") from error
    if not isinstance(records, dict) or not all(isinstance(r, dict) for r in records.values()):
        raise ValueError(f"{file} holds no records")
    return records


def carried_over() -> dict[str, Record]:
    """What another version of the course noted last, on exercises that still exist."""
    known = {exercise.id for exercise in exercises.catalogue()}
    others = sorted(folder().glob("progress-*.json"), key=lambda file: -file.lstat().st_mtime)
    for other in others:
        with suppress(OSError, ValueError):
            return {id: record for id, record in records_in(other).items() if id in known}
    return {}


def record(verdict: Verdict, answer: str = "") -> str:
    """Note a verdict and the source of what was judged, unless nothing was attempted.

    Returns why it could not be noted, or "".
    """
    if verdict.kind == "not attempted":
        return ""
    try:
        with to_be_changed() as records:
            before = records.get(verdict.exercise, {})
            records[verdict.exercise] = {**before, **news(verdict, before, answer)}
    except (OSError, ValueError, RuntimeError) as error:  # as `read`
        return f"This could not be noted for your progress: {error}"
    return ""


@contextmanager
def to_be_changed() -> Iterator[dict[str, Record]]:
    """All records, which are written back as they then are."""
    with locked(path()):
        set_aside_if_broken()
        records = records_in(path()) if path().exists() else carried_over()
        yield records
        write_whole(path(), json.dumps(records, indent=1, sort_keys=True).encode())


def add(file: Path) -> int:
    """Add what another progress file tells, such as one that a page of the book gave out.

    An exercise that was solved in one of the two is solved. Returns of how many exercises it tells.

    Raises
    ------
    OSError, ValueError
        If the file cannot be read or holds no records; nothing is changed then.
    """
    try:
        added = records_in(file)
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise ValueError(f"{file} is no progress file: {error}") from error
    with to_be_changed() as records:
        for id, record in added.items():
            records[id] = joined(records.get(id, {}), record)
    return len(added.keys() & {exercise.id for exercise in exercises.catalogue()})


def joined(one: Record, other: Record) -> Record:
    """Two records of an exercise as one; what both tell is taken from the one that was solved."""
    less, more = sorted((one, other), key=lambda record: record.get("passed") is True)
    tries = {"tries": max(count(one), count(other))} if "tries" in less | more else {}
    return {**less, **more, **tries}


def news(verdict: Verdict, before: Record, answer: str = "") -> Record:
    """What a verdict adds to the record of its exercise."""
    solved = verdict.passed and not verdict.shown
    added = {
        "passed": solved or before.get("passed") is True,
        "tries": count(before) + 1,
        "mistake": verdict.mistake,
    }
    if solved and answer:
        added["answer"] = answer
    return {**added, "shown": True} if verdict.shown else added


def count(record: Record) -> int:
    """How often an exercise was tried."""
    tries = record.get("tries", 0)
    return tries if isinstance(tries, int) else 0


def set_aside_if_broken() -> None:
    """Keep a file that holds no records under a name that is free, not to write over it."""
    if not path().exists():
        return
    try:
        records_in(path())
    except ValueError:
        names = (path().with_suffix(f".broken{n or ''}") for n in itertools.count())
        os.replace(path(), next(name for name in names if not os.path.lexists(name)))


@contextmanager
def locked(file: Path) -> Iterator[None]:
    """Hold the lock of a file, which the system takes back from a program that ends."""
    file.parent.mkdir(parents=True, exist_ok=True)
    lock = os.open(file.with_suffix(".lock"), os.O_CREAT | os.O_RDWR)
    deadline = time.monotonic() + LOCK_SECONDS
    try:
        while not taken(lock):
            if time.monotonic() > deadline:
                raise TimeoutError(f"another program holds {file.with_suffix('.lock')}")
            time.sleep(0.005)
        yield
    finally:
        os.close(lock)


def taken(lock: int) -> bool:
    """Take the lock, if nobody else has it."""
    try:
        if fcntl:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        elif msvcrt:
            msvcrt.locking(lock, msvcrt.LK_NBLCK, 1)
    except (BlockingIOError, PermissionError):
        return False
    except OSError:  # a disk without locks, as some in a network: better than to note nothing
        return True
    return True


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
    notes = [note for note in (unreadable(), shown_note(records)) if note]
    marked_up = "".join(f"<p>{html.escape(note)}</p>" for note in notes)
    show("\n".join([as_text(rows), *notes]), html=as_html(rows) + marked_up)


def unreadable() -> str:
    """Why what was noted cannot be shown; '' if it can."""
    try:
        if path().exists():
            records_in(path())
    except (OSError, ValueError, RuntimeError) as error:  # as `read`
        return f"What was noted of your progress cannot be read: {error}"
    return ""


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
