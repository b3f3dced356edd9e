"""Running an answer where it can do no harm: copies in, plain values out, and a limit on time.

An answer runs in a thread of its own, because a thread can be watched and given up on, in every
notebook and on every system. Where there are no threads (Python in a web page) it is watched from
within. Whatever it raises, prints or exits with is caught and told. What cannot be
stopped in that way, a single call that takes very long, comes to light in a rehearsal.
"""

import copy
import io
import linecache
import re
import sys
import threading
import time
import traceback
import types
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from nncourse.checking.entering import calls_of_this_thread, noted
from nncourse.checking.keeping import kept_alive, process_as_it_was
from nncourse.checking.pristine import remember_system, restore
from nncourse.checking.recording import recorded
from nncourse.checking.rehearsal import rehearse
from nncourse.checking.surroundings import WORKER, ordinary
from nncourse.checking.threads import descendants
from nncourse.checking.values import equal_bytes, freeze
from nncourse.exercises.form import Exercise, Probe

PRINTED = 400  # characters of the answer's own output that are kept
Warnings = list[warnings.WarningMessage]
NUMERIC = ("overflow", "divide by zero", "invalid value")


class Stopped(BaseException):
    """Raised inside an answer that ran too long."""


class Parked(BaseException):
    """Puts the thread in which it is raised to sleep for good: for who swallows `Stopped`."""

    def __init__(self) -> None:
        threading.Event().wait()


def end(thread: threading.Thread) -> None:
    """Raise `Stopped` inside a thread until it ends; if it swallows that every time, park it."""
    import ctypes  # only here: not every Python in a web page has it

    for error in (*[Stopped] * 50, Parked):
        ctypes.pythonapi.PyThreadState_SetAsyncExc(
            ctypes.c_ulong(thread.ident or 0), ctypes.py_object(error)
        )
        thread.join(0.01)
        if not thread.is_alive():
            return


def give_up(thread: threading.Thread) -> None:
    """Leave a thread as it is: in a copy of the process, which ends anyway."""


@dataclass(frozen=True)
class Trouble:
    """An exception: its type, its first line, and the learner's own line if it is known."""

    type: str
    text: str
    line: int | None = None
    source: str = ""


@dataclass(frozen=True)
class Outcome:
    """What happened on one probe. `facts` is what is compared, `value` what was returned."""

    value: Any = None
    facts: Any = None
    trouble: Trouble | None = None
    changed: tuple[str, ...] = ()
    warned: str = ""
    shown: bool = False  # whether the package's own function was called
    silent: bool = False  # whether NumPy did not warn of what `warned` tells


@dataclass(frozen=True)
class Run:
    """All that happened: one outcome a probe, fewer if the answer was stopped."""

    outcomes: tuple[Outcome, ...]
    printed: str = ""
    stopped: Trouble | None = None
    replaced: tuple[str, ...] = ()  # what of Python's own it replaced
    left_threads: bool = False  # whether threads that it started still run

    @property
    def shown(self) -> bool:
        """Whether the package's own function did the work."""
        return any(outcome.shown for outcome in self.outcomes)


def run(
    exercise: Exercise, answer: Any, probes: Sequence[Probe], seconds: float | None = None
) -> Run:
    """Run an answer on every probe, for at most `seconds` in all; where possible rehearse it."""
    limit = exercise.seconds if seconds is None else seconds

    def rehearsal() -> Run | None:
        rehearsed = run_here(exercise, answer, probes, limit, give_up)
        return rehearsed if rehearsed.stopped else None

    ending = rehearse(rehearsal, limit)
    if ending is None:
        return run_here(exercise, answer, probes, limit)
    if ending.kind == "told":
        return ending.told
    if ending.kind == "stuck":
        return Run((), stopped=where_stuck(ending.frames, answer))
    return Run((), stopped=Trouble("Crashed", ending.signal))


def run_here(
    exercise: Exercise,
    answer: Any,
    probes: Sequence[Probe],
    seconds: float,
    stop: Callable[[threading.Thread], None] = end,
) -> Run:
    """Run an answer on every probe in this process, for at most `seconds` in all."""
    outcomes: list[Outcome] = []
    printed = LimitedText()
    with (
        process_as_it_was(),
        redirect_stdout(printed),
        redirect_stderr(printed),
        ordinary(),
        heard() as said,
        kept_alive(),
        noted(exercise.reference),
        descendants(WORKER) as started,
    ):

        def work() -> None:
            for probe in probes:
                outcomes.append(run_once(exercise, answer, probe, said))
            printed.room = 0  # what follows was printed before
            for i in range(len(probes)):
                outcomes[i] = with_overflow(exercise, answer, probes[i], outcomes[i])

        system = remember_system()
        try:
            stopped = limited(work, seconds, answer, stop)
        finally:
            replaced = tuple(restore(system))
        had = tuple(outcomes[: len(probes)])
        if len(had) < len(probes):
            return Run(had, printed.getvalue(), stopped or Trouble("Stopped", ""), replaced)
        left = not stopped and any(thread.is_alive() for thread in started)
        return Run(had, printed.getvalue(), None, replaced, left)


def run_trusted(exercise: Exercise, answer: Any, probes: Sequence[Probe]) -> tuple[Outcome, ...]:
    """Run an answer of the course's own on every probe."""
    with ordinary(), heard() as said:
        outcomes = [run_once(exercise, answer, probe, said) for probe in probes]
        return tuple(
            with_overflow(exercise, answer, probe, outcome)
            for probe, outcome in zip(probes, outcomes, strict=True)
        )


@contextmanager
def heard() -> Iterator[Warnings]:
    """Every warning, as it is given. An answer that outlives its time changes nothing here."""
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        yield said


def run_once(exercise: Exercise, answer: Any, probe: Probe, said: Warnings) -> Outcome:
    """Run an answer on a copy of one probe's arguments."""
    arguments = copy.deepcopy(probe.arguments)
    value, trouble, before, calls = None, None, len(said), calls_of_this_thread()
    try:
        value = freeze(exercise.use(answer, *arguments))
    except (Stopped, Parked):
        raise
    except BaseException as error:  # an answer may raise anything, SystemExit included
        trouble = explain(error, answer)
    shown = calls_of_this_thread() > calls
    return Outcome(
        value,
        None if trouble else facts(exercise, value, probe),
        trouble,
        changed_arguments(exercise, probe.arguments, arguments),
        numeric_warning(said[before:]),
        shown,
    )


def with_overflow(exercise: Exercise, answer: Any, probe: Probe, outcome: Outcome) -> Outcome:
    """The outcome of a probe, with an overflow that NumPy did not tell, where one counts."""
    if not exercise.stable or outcome.warned or outcome.trouble:
        return outcome
    notes: list[str] = []
    arguments = [recorded(argument, notes) for argument in copy.deepcopy(probe.arguments)]
    try:
        exercise.use(answer, *arguments)
    except (Stopped, Parked):
        raise
    except BaseException:  # an answer that these arrays do not suit: its outcome is there already
        return outcome
    return replace(outcome, warned=notes[0], silent=True) if notes else outcome


def facts(exercise: Exercise, value: Any, probe: Probe) -> Any:
    """What of a frozen value is compared; the value itself where the facts cannot be had."""
    try:
        with np.errstate(all="ignore"):
            return freeze(exercise.facts(value, *copy.deepcopy(probe.arguments)))
    except Exception:  # the value is not of the kind that the facts speak of
        return value


def changed_arguments(exercise: Exercise, before: tuple, after: tuple) -> tuple[str, ...]:
    """The names of the arguments that are not what they were and should be."""
    return tuple(
        name
        for name, old, new in zip(exercise.arguments, before, after, strict=False)
        if name not in exercise.mutates and not equal_bytes(old, new)
    )


def numeric_warning(said: Warnings) -> str:
    """The first of NumPy's warnings about numbers, such as 'overflow encountered in exp'."""
    for warning in said:
        text = str(warning.message)
        if issubclass(warning.category, RuntimeWarning) and text.startswith(NUMERIC):
            return text
    return ""


class LimitedText(io.StringIO):
    """Keeps the first characters written to it and drops the rest."""

    room = PRINTED

    def write(self, text: str) -> int:
        super().write(text[: max(0, self.room - self.tell())])
        return len(text)

    def close(self) -> None:
        """Stay open, whoever closes it: what was written is still to be read."""


# Errors, told with the learner's own line.


def own_code(answer: Any) -> types.CodeType | None:
    """The code of an answer, if it is written in Python."""
    if not issubclass(type(answer), types.FunctionType | types.MethodType | type):
        answer = type(answer).__call__ if callable(answer) else None
    code = getattr(answer, "__code__", None)
    return code if isinstance(code, types.CodeType) else None


def own_codes(answer: Any) -> list[types.CodeType]:
    """The code of an answer, or of each method if it is a class."""
    members = vars(answer).values() if issubclass(type(answer), type) else (answer,)
    codes = (own_code(member) for member in members)
    return [code for code in codes if code is not None]


def own_files(answer: Any) -> set[str]:
    """The files (or notebook cells) an answer is written in."""
    return {code.co_filename for code in own_codes(answer)}


def explain(error: BaseException, answer: Any) -> Trouble:
    """What was raised and the last line of the learner's own code that led to it."""
    text, files = text_of(error), own_files(answer)
    frames = [
        (frame, line)
        for frame, line in traceback.walk_tb(error.__traceback__)
        if frame.f_code.co_filename in files
    ]
    if not frames:
        return Trouble(type(error).__name__, text)
    return locate(type(error).__name__, text, *frames[-1])


def text_of(error: BaseException) -> str:
    """The beginning of what an exception says; '' if it does not let itself be asked."""
    try:
        text = re.sub(r", with gufunc signature \S+", "", str(error)).strip()
    except BaseException:  # it may raise anything
        return ""
    return text.partition("\n")[0][:160]


def locate(kind: str, text: str, frame: types.FrameType, line: int) -> Trouble:
    """A trouble at a line of a frame; lines count from the function's first."""
    code = frame.f_code
    source = linecache.getline(code.co_filename, line).strip()
    return Trouble(kind, text, line - code.co_firstlineno + 1, source[:80])


# The limit on time.


def limited(
    work: Callable[[], None], seconds: float, answer: Any, stop: Callable[[threading.Thread], None]
) -> Trouble | None:
    """Do `work`, but not for longer than `seconds`: where it was stopped, if it was."""
    if sys.platform in ("emscripten", "wasi"):
        return watched(work, seconds, answer)
    thread = threading.Thread(target=quietly, args=(work,), name=WORKER, daemon=True)
    thread.start()
    try:
        thread.join(seconds)
    except KeyboardInterrupt:  # the learner does not want to wait
        pass
    if not thread.is_alive():
        return None
    where = position(thread, own_files(answer))
    stop(thread)
    return where


def quietly(work: Callable[[], None]) -> None:
    """Do `work`; being stopped is no error."""
    try:
        work()
    except BaseException:
        return


def position(thread: threading.Thread, files: set[str]) -> Trouble:
    """The line of the learner's own code that a thread is at."""
    frame = sys._current_frames().get(thread.ident or 0)
    while frame is not None and frame.f_code.co_filename not in files:
        frame = frame.f_back
    if frame is None:
        return Trouble("Stopped", "")
    return locate("Stopped", "", frame, frame.f_lineno)


def where_stuck(frames: Sequence[tuple[str, int]], answer: Any) -> Trouble:
    """The line of the learner's own code, of frames given as file and line, innermost first."""
    codes = own_codes(answer)
    for file, line in frames:
        firsts = [c.co_firstlineno for c in codes if c.co_filename == file]
        if firsts:
            first = max((n for n in firsts if n <= line), default=1)
            source = linecache.getline(file, line).strip()
            return Trouble("Stuck", "", line - first + 1, source[:80])
    return Trouble("Stuck", "")


ring_after: Callable[[float | None], None] | None = None  # a web page's clock: None turns it off


def ring(signal_number: int, frame: types.FrameType | None) -> None:
    """What the page's clock does, by a signal."""
    raise Stopped


def watched(work: Callable[[], None], seconds: float, answer: Any) -> Trouble | None:
    """Do `work` in this thread: where it was stopped, if it was.

    In a page a clock rings that the page has set. Elsewhere the clock is looked at in every line.
    """
    if ring_after is None:
        return watched_by_line(work, seconds, answer)
    ring_after(seconds)
    try:
        work()
    except Stopped as stopped:
        ring_after(None)  # before anything else: it rings again
        return replace(explain(stopped, answer), type="Stopped", text="")
    finally:
        ring_after(None)
    return None


def watched_by_line(work: Callable[[], None], seconds: float, answer: Any) -> Trouble | None:
    """Do `work` in this thread and look at the clock at every line."""
    clock = time.monotonic  # whatever the answer makes of it
    deadline = clock() + seconds
    files, where = own_files(answer), Trouble("Stopped", "")

    def look(frame: types.FrameType, event: str, argument: Any) -> Any:
        nonlocal where
        if clock() > deadline:
            if frame.f_code.co_filename in files:
                where = locate("Stopped", "", frame, frame.f_lineno)
            raise Stopped
        return look

    before = sys.gettrace()
    sys.settrace(look)
    try:
        work()
    except Stopped:
        return where
    finally:
        sys.settrace(before)
    return None
