"""What runs answers inside the sandbox: a new copy of this process for each exercise.

The process that serves waits for tasks and copies itself for each; the copy runs the learner's code
and tells what came out, in plain values. Nothing here knows what is right. The server never reads
what a copy tells: it counts the bytes and hands them on. Whatever a task leaves behind is ended
before the next one begins.
"""

import gc
import linecache
import marshal
import os
import resource
import select
import signal
import sys
import threading
import time
import types
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from importlib import import_module
from typing import Any

import numpy as np

from nncourse.checking import pristine
from nncourse.checking.misplaced import argument_names, with_arguments, with_results
from nncourse.checking.running import (
    Run,
    Trouble,
    give_up,
    own_files,
    position,
    run_here,
    text_of,
)
from nncourse.checking.stubs import is_stub
from nncourse.checking.surroundings import WORKER
from nncourse.checking.values import describe
from nncourse.classroom.sandbox import plain
from nncourse.classroom.sandbox.picking import picked
from nncourse.exercises.form import Probe, everything

HELLO, TOLD, LATE, LARGE, LONG, DIED = b"H", b"R", b"T", b"M", b"L", b"D"
LARGEST_REPLY = 8 << 20
LAST_SECOND = 1  # of computing, in which an answer that is stopped is still told of
TICK = 0.05  # seconds between two looks at time and memory
MISSING, MOST_FAILED = object(), 20
# While an answer runs, the names themselves are out of its reach.
end_process, timer, used_seconds = os._exit, signal.setitimer, time.process_time


@dataclass(frozen=True)
class Limits:
    """What one task may use."""

    computing: int  # seconds of a processor
    waiting: float  # seconds
    memory: int = 1 << 30  # bytes, of all its processes together
    processes: int = 24  # threads count
    files: int = 64
    file: int = 1 << 20  # bytes, of a single file


# The server.


def serve(memory: Any, requests: int, replies: int) -> None:
    """Answer tasks until there are no more, or until one does not end well.

    What a learner wrote and what it gave back never enters this process, whose memory each copy
    inherits: a copy reads its task itself, and its reply goes from pipe to pipe.
    """
    warm_up()
    gc.freeze()  # what is here already is not to be written to by each copy
    send(replies, HELLO, b"")
    ended = b""
    while not ended:
        head = receive(requests, 24)
        size, seconds, milliseconds = (
            int.from_bytes(head[i : i + 8], "little") for i in (0, 8, 16)
        )
        limits = Limits(seconds, milliseconds / 1000)
        ended, words = attempted(memory, size, limits, requests, replies)
    send(replies, ended, words)
    end_process(0)


def warm_up() -> None:
    """Go through the motions of a copy with an answer of our own, in the bare process.

    What Python finds and keeps on the way, each copy has from the start: twice as fast.
    """
    cells = ["import numpy as np", "def answer(x):\n    return np.log(x['y'])"]
    asked: Any = Asked("answer", ("x",), ("y",), (), True, use=lambda answer, x: answer(x))
    probes = [Probe("", ({"y": np.ones(2)},)), Probe("", (np.ones(2),))]  # the second one raises
    for _ in range(8):  # Python makes its own code faster after a few
        picked(cells, {"answer": []})
        answer, _ = session(cells, {}, "answer")
        pristine.restore()
        ran = run_here(asked, answer, probes, 1.0, give_up)
        plain.loads(plain.dumps([told_of(ran), argument_names(answer)]))
    linecache.clearcache()


def receive(pipe: int, size: int) -> bytes:
    """So many bytes; at the end of the pipe this process ends too."""
    data = bytearray()
    while len(data) < size:
        piece = os.read(pipe, min(size - len(data), 1 << 20))
        if not piece:
            end_process(0)
        data += piece
    return bytes(data)


def send(pipe: int, kind: bytes, data: bytes) -> None:
    """A letter that says what it is, the size, and the bytes."""
    send_head(pipe, kind, len(data))
    write_all(pipe, data)


def send_head(pipe: int, kind: bytes, size: int) -> None:
    """The letter and the size, behind which so many bytes come."""
    write_all(pipe, kind + size.to_bytes(8, "little"))


def write_all(pipe: int, data: bytes) -> None:
    """Write all of it."""
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(pipe, rest) :]


def attempted(
    memory: Any, size: int, limits: Limits, requests: int, replies: int
) -> tuple[bytes, bytes]:
    """Do a task in a copy of this process; how it ended, if that was without a reply."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.setpgid(0, 0)
            task = receive(requests, size)
            for pipe in (reading, requests, replies):
                os.close(pipe)
            set_limits(limits)
            perform(memory, plain.loads(task), writing)
        finally:
            end_process(1)
    os.close(writing)
    try:
        return handed_on(reading, child, limits, replies)
    finally:
        os.close(reading)
        end_all(child)


def set_limits(limits: Limits) -> None:
    """The limits that the system keeps for this process and what it starts."""
    wanted = {
        "RLIMIT_CPU": limits.computing + LAST_SECOND,
        "RLIMIT_AS": limits.memory,
        "RLIMIT_NPROC": limits.processes,
        "RLIMIT_NOFILE": limits.files,
        "RLIMIT_FSIZE": limits.file,
        "RLIMIT_CORE": 0,
        "RLIMIT_MSGQUEUE": 0,
        "RLIMIT_MEMLOCK": 0,
    }
    for name, most in wanted.items():
        if hasattr(resource, name):
            resource.setrlimit(getattr(resource, name), (most, most))


def handed_on(reading: int, child: int, limits: Limits, replies: int) -> tuple[bytes, bytes]:
    """Hand on what the copy tells; or say why not: its time, its room, the size of the reply."""
    head, deadline = b"", time.monotonic() + limits.waiting
    while len(head) < 8:
        ended, words = awaited(reading, child, limits, deadline)
        piece = b"" if ended else os.read(reading, 8 - len(head))
        if not piece:
            return (ended, words) if ended else (DIED, last_words(child))
        head += piece
    size = int.from_bytes(head, "little")
    if size > LARGEST_REPLY:
        return LONG, b""
    send_head(replies, TOLD, size)
    while size:
        ended, _ = awaited(reading, child, limits, deadline)
        moved = 0 if ended else move(reading, replies, size)
        if not moved:
            end_process(1)  # the grader, who has a part of the reply, sees that no more comes
        size -= moved
    return b"", b""


def awaited(reading: int, child: int, limits: Limits, deadline: float) -> tuple[bytes, bytes]:
    """Wait until there is something to read, or say why there will not be."""
    while time.monotonic() < deadline:
        if is_readable(reading, TICK):
            return b"", b""
        if has_ended(child) and not is_readable(reading, 0):
            return DIED, last_words(child)
        if memory_in_use() > limits.memory:
            return LARGE, b""
    return LATE, b""


def move(source: int, target: int, most: int) -> int:
    """Move bytes from pipe to pipe, where the system can do that without showing them; how many."""
    if hasattr(os, "splice"):
        return os.splice(source, target, most)
    return os.write(target, os.read(source, min(most, 4096)))


def is_readable(pipe: int, seconds: float) -> bool:
    """Whether there is something in a pipe, or its end; if not yet, perhaps so much later."""
    return bool(select.select([pipe], [], [], seconds)[0])


def has_ended(child: int) -> bool:
    """Whether a process has ended; it is still to be waited for."""
    return os.waitid(os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None


def last_words(child: int) -> bytes:
    """The name of the signal that a process ended with; nothing if it ended by itself."""
    for _ in range(20):
        if has_ended(child):
            break
        time.sleep(0.01)
    else:  # it has closed its end of the pipe, and goes on
        return b""
    number = os.WTERMSIG(os.waitpid(child, 0)[1])
    names = {known.value: known.name for known in signal.Signals}
    return names.get(number, f"signal {number}").encode() if number else b""


def memory_in_use() -> int:
    """The bytes that all other processes here hold, where this is a world of its own."""
    pages = 0
    for name in os.listdir("/proc") if os.getpid() == 1 else ():
        if name.isdigit() and name != "1":
            try:
                with open(f"/proc/{name}/statm") as file:
                    pages += int(file.read().split()[1])
            except OSError:  # it has ended meanwhile
                continue
    return pages * resource.getpagesize()


def end_all(child: int) -> None:
    """End a copy and all that it started: in a sandbox that is everybody but this process."""
    while True:
        for process in (-1,) if os.getpid() == 1 else (-child, *descendants()):
            with suppress(OSError):  # it may have ended by itself
                os.kill(process, signal.SIGKILL)
        try:
            os.waitpid(-1, 0)
        except ChildProcessError:
            return


def descendants() -> list[int]:
    """The processes that this one would have to wait for, orphans of its copies included."""
    try:
        with open(f"/proc/self/task/{os.getpid()}/children") as file:
            return [int(number) for number in file.read().split()]
    except OSError:  # not on this system
        return []


# The copy.


@dataclass(frozen=True)
class Asked:
    """What of an exercise is needed to run an answer: no more than that."""

    name: str
    arguments: tuple[str, ...]
    results: tuple[str, ...]
    mutates: tuple[str, ...]
    stable: bool
    use: Callable[..., Any]
    facts: Callable[..., Any] = everything  # found outside
    reference: None = None


def perform(memory: Any, task: dict, writing: int) -> None:
    """Do a task and tell what came of it."""
    data = plain.dumps(JOBS[task["job"]](memory, task))
    send(writing, b"", data)
    end_process(0)


def pick(memory: Any, task: dict) -> dict[str, dict[str, list[str]]]:
    """For each name that is wanted, what of the cells is to be run."""
    return picked(task["cells"], task["wanted"])


def run(memory: Any, task: dict) -> dict:
    """Make the probes, run the learner's cells, and then what they are about."""
    try:
        asked, probes, names = prepared(memory, task)
    except Exception as error:  # not the learner's: nobody may lose points by it
        return {"fault": f"{type(error).__name__}: {text_of(error)}"}
    answer, failed = session(task["cells"], names, asked.name)
    replaced = pristine.restore()
    told = {"fault": "", "found": answer is not MISSING, "failed": failed, "replaced": replaced}
    if answer is MISSING or is_stub(answer) or not callable(answer):
        return {**told, "stub": is_stub(answer), "kind": describe(answer), "names": [], "runs": []}
    runs = [told_of(each) for each in all_runs(asked, answer, probes, task)]
    return {**told, "stub": False, "kind": "", "names": argument_names(answer), "runs": runs}


def prepared(memory: Any, task: dict) -> tuple[Asked, list[Probe], dict[str, Any]]:
    """What to run, on what, and the names that are there; the package is what the task allows."""
    setting = plain.loads(task["setting"])
    harness, package = (marshal.loads(setting[kind]) for kind in ("harness", "package"))
    memory.forget("nncourse")
    memory.modules.update(harness | package)
    memory.reason = setting["reason"]
    use, build = map(standing_at, setting["used"])
    names = {name: standing_at(setting["names"][name]) for name in task["names"]}
    asked = Asked(**setting["asked"], use=use)
    probes = [Probe(label, build(*parts)) for label, parts in setting["probes"]]
    memory.forget(*(name for name in harness if name not in package))
    return asked, probes, names


def standing_at(place: tuple[str, str]) -> Any:
    """What a module has under a name."""
    module, name = place
    return getattr(import_module(module), name)


def session(cells: list[str], names: dict[str, Any], wanted: str) -> tuple[Any, list[list[str]]]:
    """What the cells make of the name that is wanted, and what was raised on the way."""
    main = types.ModuleType("__main__")
    sys.modules["__main__"] = main
    vars(main).update(names, np=np)
    vars(main).pop(wanted, None)
    answer, failed = MISSING, {}
    for number in range(len(cells)):
        failed[number] = raised_in(cells, number, vars(main))
        answer = better(answer, vars(main).get(wanted, MISSING))
    for number in [n for n, error in failed.items() if error[:1] == ["NameError"]]:
        failed[number] = raised_in(cells, number, vars(main))  # the cells may be in another order
        answer = better(answer, vars(main).get(wanted, MISSING))
    return answer, [error for error in failed.values() if error][:MOST_FAILED]


def raised_in(cells: list[str], number: int, namespace: dict[str, Any]) -> list[str]:
    """Run one cell: the type and the text of what it raised, if it did."""
    file, lines = f"<cell {number + 1}>", cells[number].splitlines(keepends=True)
    linecache.cache[file] = (len(cells[number]), None, lines, file)
    try:
        exec(compile(cells[number], file, "exec", dont_inherit=True), namespace)
    except BaseException as error:  # as in a notebook, the next cell can be run all the same
        return [type(error).__name__, text_of(error)]
    return []


def better(answer: Any, newer: Any) -> Any:
    """The newer of two values of a name; but not a stub, or no function, in place of an answer."""
    if newer is answer:
        return answer
    written = callable(newer) and not is_stub(newer)
    return newer if written or answer is MISSING or not callable(answer) else answer


def watch_computing(answer: Any) -> list[Trouble]:
    """Interrupt the main thread, which waits for the answer's, when the answer has computed enough.

    It is then stopped as it is when its time is over. The line that it was in is noted in the list.
    """
    most, files = resource.getrlimit(resource.RLIMIT_CPU)[0] - LAST_SECOND, own_files(answer)
    stopped: list[Trouble] = []

    def look(number: int, frame: Any) -> None:
        if used_seconds() > most:
            timer(signal.ITIMER_REAL, 0)
            running = (thread for thread in threading.enumerate() if thread.name == WORKER)
            stopped.extend(position(thread, files) for thread in running)
            raise KeyboardInterrupt

    signal.signal(signal.SIGALRM, look)
    timer(signal.ITIMER_REAL, TICK, TICK)
    return stopped


def all_runs(asked: Any, answer: Any, probes: list[Probe], task: dict) -> Iterator[Run]:
    """The answer on all probes; or, if ways to arrange it are given, arranged in each of them."""
    deadline, seen = time.monotonic() + task["seconds"], set[int]()
    if not task["ways"]:
        stopped = watch_computing(answer)
        run = run_here(asked, answer, probes, task["seconds"], give_up)
        yield replace(run, stopped=stopped[0]) if stopped and run.stopped else run
    for kind, places, number in task["ways"]:
        rest = deadline - time.monotonic()
        if rest < 0 or (kind == "results" and not seen <= {number}):
            yield Run(())
        elif kind == "results":
            changed = with_results(answer, number, places, seen)
            yield run_here(asked, changed, probes, rest, give_up)
        else:
            yield run_here(asked, with_arguments(answer, places), probes, rest, give_up)


def told_of(run: Run) -> dict:
    """A run in plain values."""
    outcomes = [
        {
            "value": outcome.value,
            "trouble": told_of_trouble(outcome.trouble),
            "changed": list(outcome.changed),
            "warned": outcome.warned,
            "silent": outcome.silent,
        }
        for outcome in run.outcomes
    ]
    return {
        "outcomes": outcomes,
        "printed": run.printed,
        "stopped": told_of_trouble(run.stopped),
        "replaced": list(run.replaced),
        "left_threads": run.left_threads,
    }


def told_of_trouble(trouble: Trouble | None) -> list | None:
    """An exception in plain values."""
    return [trouble.type, trouble.text, trouble.line, trouble.source] if trouble else None


JOBS: dict[str, Callable[[Any, dict], Any]] = {"pick": pick, "run": run}
