"""Python's side of the pages: the session of a chapter, in which its cells run and are checked.

A page sends what a cell holds and gets back what happened, as plain data. Before a cell runs, its
session gets what the cell needs: the chapter's imports, the reader's answers that have passed, else
the package's own functions, and the cells before it that it builds on.
"""

import ast
import builtins
import io
import json
import linecache
import os
import random
import signal
import sys
import time
import traceback
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout, suppress
from dataclasses import replace
from pathlib import Path
from types import CodeType
from typing import Any
from zipimport import zipimporter

import numpy as np

from nncourse import exercises
from nncourse.checking import judge, running
from nncourse.checking.diagnosis import Diagnosis
from nncourse.checking.judging import default_seed, right_outcomes
from nncourse.checking.records import news
from nncourse.checking.running import Run, Stopped, Trouble
from nncourse.checking.verdict import Verdict
from nncourse.datasets.penguins import FILE as PENGUINS

MOST = 20_000  # characters of output that a page shows
TOGETHER = 0.05  # seconds within which what is printed is sent together
TOP_LEVEL = 5.0  # seconds for what stands outside of the function that is checked
WRITE = (
    "Write the body in place of the dots, then press Check again. If you are stuck, open a hint. "
    "Until then the chapter goes on with the package's own."
)
ARCHIVE = "/lib/python312.zip"  # of all modules, and of the penguins
FOLDER = Path("/home/pyodide/data")
YOURS = "your code"  # the name of the file that a reader writes, one for each cell

Emit = Callable[[str], None]
sessions: dict[str, "Session"] = {}


class Interrupted(Stopped):
    """The reader pressed Stop."""


class Output(io.StringIO):
    """What is printed: kept, sent to the page as it comes, and cut where it gets too long."""

    def __init__(self, emit: Emit) -> None:
        super().__init__()
        self.emit, self.waiting, self.sent, self.full = emit, "", time.monotonic(), False

    def write(self, text: str) -> int:
        if not self.full:
            room = MOST - self.tell()
            self.full = len(text) > room
            longer = f"\n[The output is longer: the page shows {MOST:,} characters.]"
            self.put(text[:room] + longer if self.full else text)
        return len(text)

    def put(self, text: str) -> None:
        """Keep a text, and send it unless something was sent just now."""
        super().write(text)
        self.waiting += text
        if self.full or time.monotonic() - self.sent > TOGETHER:
            self.flush()

    def flush(self) -> None:
        if self.waiting:
            self.emit(self.waiting)
        self.waiting, self.sent = "", time.monotonic()

    def close(self) -> None:
        """Stay open, whoever closes it."""


class Session:
    """What the cells of one chapter share, as in a notebook.

    Parameters
    ----------
    chapter : as the page has it: its imports, its cells, the exercises of the course so far.
    """

    def __init__(self, chapter: dict[str, Any]) -> None:
        self.chapter = chapter
        self.cells = {cell["id"]: cell for cell in chapter["cells"]}
        self.names: dict[str, Any] = {"__name__": "__main__", "__builtins__": builtins}
        self.done: set[str] = set()  # cells that have run
        self.taken: dict[str, str] = {}  # answers that are in the names, by exercise
        with quiet():
            for statement in ast.parse(chapter["imports"]).body:
                with suppress(Exception):  # a page has not everything that a notebook has
                    exec(compiled(ast.Module([statement], []), "imports"), self.names)

    def prepare(self, cell: dict[str, Any], answers: dict[str, str]) -> None:
        """Let the names hold what a cell needs."""
        with quiet():
            self.take_answers(cell.get("exercise"), answers)
            for needed in cell["needs"]:
                if self.cells[needed]["kind"] == "code" and needed not in self.done:
                    self.execute(self.cells[needed]["source"], needed, show=False)
                    self.done.add(needed)

    def take_answers(self, before: str | None, answers: dict[str, str]) -> None:
        """Take the answers that passed; this chapter's other exercises are the package's own."""
        here = {c["exercise"]: c["name"] for c in self.cells.values() if c["kind"] == "exercise"}
        listed = self.chapter["exercises"]
        for id in listed[: listed.index(before)] if before in listed else listed:
            if id in answers and self.taken.get(id) != answers[id]:
                with suppress(Exception):  # it passed once, in another version of the course
                    self.execute(answers[id], id, show=False)
                    self.taken[id] = answers[id]
            if id in here and id not in answers and here[id] not in self.names:
                self.names[here[id]] = exercises.find(id).reference

    def execute(self, source: str, place: str, show: bool = True) -> None:
        """Run a source, and show the value of its last expression as a notebook does."""
        file = remembered(source, place)
        body = ast.parse(source, file).body
        last = body.pop() if body and isinstance(body[-1], ast.Expr) else None
        exec(compiled(ast.Module(body, []), file), self.names)
        if last is not None:
            value = eval(compiled(ast.Expression(last.value), file), self.names)
            if show and value is not None and not source.rstrip().endswith(";"):
                print(repr(value))


def run(request: dict[str, Any], emit: Emit) -> dict[str, Any]:
    """Run a cell: `{ok, output, error}`."""
    session, cell = open_session(request)
    answers = request["answers"]

    def work() -> None:
        session.prepare(cell, answers)
        session.execute(request["source"], cell["id"])
        session.done.add(cell["id"])

    output, error = attempt(work, emit)
    return {"ok": error is None, "output": output, "error": error}


def replay(request: dict[str, Any], emit: Emit) -> dict[str, Any]:
    """Run again, without a word, what had run when Python had to be ended."""
    return run(request, lambda text: None)


def check(request: dict[str, Any], emit: Emit) -> dict[str, Any]:
    """Check an answer: the verdict as a notebook shows it, and the new record of the exercise."""
    session, cell = open_session(request)
    exercise = exercises.find(request["exercise"])
    source, before = request["source"], session.names.pop(cell["name"], None)

    def work() -> None:
        session.prepare(cell, request["answers"])
        session.names.pop(cell["name"], None)
        limited(lambda: session.execute(source, cell["id"]))
        if not callable(session.names.get(cell["name"])):
            kind = "class" if isinstance(exercise.reference, type) else "function"
            raise Undefined(
                f"There is no {kind} {cell['name']} in your code: define it, then check again."
            )

    output, error = attempt(work, emit)
    if error is not None:
        if not callable(session.names.get(cell["name"])):
            session.names[cell["name"]] = before or exercise.reference
        return {"error": error, "printed": output, "passed": False}
    answer = session.names[cell["name"]]
    verdict = judge(exercise, answer)
    session.names[cell["name"]] = answer if verdict.passed else exercise.reference
    if verdict.passed:
        session.taken[exercise.id] = source
    return told(verdict, request["record"]) | {"printed": output}


def stuck(request: dict[str, Any], emit: Emit) -> dict[str, Any]:
    """The verdict on an answer for which Python had to be ended."""
    exercise = exercises.find(request["exercise"])
    probes, expected = right_outcomes(exercise, default_seed(exercise))
    run = Run((), stopped=Trouble("Stuck", ""))
    verdict = Diagnosis(exercise, probes, expected, run, tuple).verdict()
    return told(verdict, request["record"]) | {"printed": ""}


def told(verdict: Verdict, record: dict[str, Any]) -> dict[str, Any]:
    """A verdict as plain data, with the new record of its exercise."""
    attempted = verdict.kind != "not attempted"
    if not attempted:
        verdict = replace(verdict, message=WRITE)  # the message tells of a notebook's cells
    return {
        "heading": verdict.heading,
        "text": str(verdict),
        "html": verdict._repr_html_(),
        "passed": verdict.passed,
        "kind": verdict.kind,
        "mistake": verdict.mistake,
        "record": {**record, **news(verdict, record)} if attempted else record,
        "error": None,
    }


def open_session(request: dict[str, Any]) -> tuple[Session, dict[str, Any]]:
    """The session of a chapter and the cell that is asked for."""
    chapter = request["chapter"]
    if chapter["chapter"] not in sessions:
        sessions[chapter["chapter"]] = Session(chapter)
    session = sessions[chapter["chapter"]]
    exercise = request.get("exercise")
    if exercise is None:
        return session, session.cells[request["cell"]]
    return session, next(c for c in session.cells.values() if c.get("exercise") == exercise)


# What a reader's code does to Python, told in words.


class Undefined(Exception):
    """Code that runs and does not define what it should."""


def attempt(work: Callable[[], None], emit: Emit) -> tuple[str, str | None]:
    """Do `work`: what it printed, and what went wrong in words, or None."""
    output, error = Output(emit), None
    with redirect_stdout(output), redirect_stderr(output):
        try:
            work()
        except Interrupted:
            raise
        except BaseException as problem:  # a reader's code may raise anything
            error = in_words(problem)
    output.flush()
    return output.getvalue(), error


def in_words(problem: BaseException) -> str:
    """What was raised, with the reader's own lines and no others."""
    if isinstance(problem, Undefined):
        return str(problem)
    if isinstance(problem, Stopped):
        return (
            f"Stopped: it was still running after {TOP_LEVEL:.0f} seconds, before there was "
            "anything to check. Does a loop outside of the function never end?"
        )
    if isinstance(problem, SystemExit):
        return "SystemExit: this would end Python. In the page it ends the run of this cell only."
    if isinstance(problem, MemoryError):
        return "\n".join([*own_lines(problem), f"MemoryError: {problem or 'no more memory'}"])
    if isinstance(problem, SyntaxError) and str(problem.filename).startswith(YOURS):
        return syntax_error(problem)
    last = traceback.format_exception_only(problem)
    return "\n".join([*own_lines(problem), "".join(last).rstrip()])[:MOST]


def own_lines(problem: BaseException) -> list[str]:
    """Where in the reader's code it happened, the innermost last; at most six places."""
    frames = [f for f in traceback.extract_tb(problem.__traceback__) if f.filename in own_files]
    lines = []
    for frame in frames if len(frames) <= 6 else [*frames[:3], *frames[-3:]]:
        where = "" if frame.name == "<module>" else f", in {frame.name}"
        lines += [f"Line {frame.lineno} of your code{where}:", f"    {frame.line}"]
    return lines


def syntax_error(problem: SyntaxError) -> str:
    """Where Python stopped reading, and why."""
    text = (problem.text or "").rstrip("\n")
    column = max(0, (problem.offset or 1) - 1)
    lines = [f"Line {problem.lineno} of your code:", f"    {text}", "    " + " " * column + "^"]
    return "\n".join([*lines, f"{type(problem).__name__}: {problem.msg}"])


own_files: set[str] = set()


def remembered(source: str, place: str) -> str:
    """A file name for a source, under which Python finds its lines again."""
    file = f"{YOURS} ({place})"
    own_files.add(file)
    linecache.cache[file] = (len(source), None, source.splitlines(keepends=True), file)
    return file


def compiled(tree: ast.Module | ast.Expression, file: str) -> CodeType:
    """The code of a syntax tree, with its assertions."""
    mode = "eval" if isinstance(tree, ast.Expression) else "exec"
    return compile(tree, file, mode, dont_inherit=True, optimize=0)


def quiet() -> redirect_stdout:
    """Nothing that is printed here is shown."""
    return redirect_stdout(io.StringIO())


# Interrupts. The page's worker looks at the clock whenever Python lets it.


def limited(work: Callable[[], None]) -> None:
    """Do `work`, which is stopped after `TOP_LEVEL` seconds where there is a clock for that."""
    if running.ring_after is None:
        return work()
    running.ring_after(TOP_LEVEL)
    try:
        work()
    finally:
        running.ring_after(None)


def stop(signal_number: int, frame: Any) -> None:
    """End what runs, because the reader wants it."""
    raise Interrupted


def no_input(prompt: object = "", /) -> str:
    """What `input` does in a page."""
    raise RuntimeError(
        "input() waits for a keyboard, which a page has not: write the value instead"
    )


def start(ring_after: Callable[[float | None], None]) -> None:
    """Make Python, which has been asleep since the site was built, ready for a reader."""
    for finder in filter(None, sys.path_importer_cache.values()):
        finder.invalidate_caches()  # the archive is another one than at the build
    random.seed()
    np.random.seed()  # noqa: NPY002 - whoever draws from it expects other numbers every time
    builtins.input = no_input
    unpack_data()
    running.ring_after = ring_after
    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGALRM, running.ring)


def unpack_data() -> None:
    """Put the penguins of the archive into a file, where the course looks for them."""
    file = FOLDER / PENGUINS
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(zipimporter(ARCHIVE).get_data(f"{ARCHIVE}/data/{PENGUINS}"))
    os.environ["NNCOURSE_DATA"] = str(FOLDER)


DOES = {"run": run, "replay": replay, "check": check, "stuck": stuck}


def answer(request: str, emit: Emit) -> str:
    """Do what a page asks for; both ways it is JSON."""
    asked = json.loads(request)
    try:
        return json.dumps(DOES[asked["do"]](asked, emit))
    except Interrupted:
        return json.dumps({"stopped": True})
