"""A rehearsal: an answer is first run in a copy of this process, where it may hang or crash.

A single call inside Python or NumPy that takes for ever, such as `sum(range(10**15))`, lets no
other thread of its process do anything, so that nobody there can stop it; and code that crashes
takes its process along. Copies are made on Linux, where that is quick and safe. Elsewhere there is
no rehearsal, and only for answers of that kind does it make a difference.
"""

import faulthandler
import gc
import os
import pickle
import re
import select
import signal
import sys
import threading
import time
import warnings
from collections.abc import Callable
from contextlib import suppress
from typing import Any, NamedTuple

START_SECONDS = 1.0  # a copy that has not begun by then has troubles of its own
GRACE_SECONDS = 0.5  # for work that can be stopped from within, to do so and tell
STARTED, SETTLED, TOLD, STUCK = b"!", b".", b":", b"Timeout"
FRAME = re.compile(r'File "(.+)", line (\d+) in')
end_process = os._exit  # while an answer runs, the name itself is out of its reach


class Ending(NamedTuple):
    """How a rehearsal ended, if not well."""

    kind: str  # "told", "stuck" or "crashed"
    told: Any = None  # what the work had to tell
    frames: tuple[tuple[str, int], ...] = ()  # where it was stuck: files and lines, innermost first
    signal: str = ""  # what it crashed with


def rehearse(work: Callable[[], Any], seconds: float) -> Ending | None:
    """Do `work` in a copy of this process: None if it went well, or could not be tried.

    Parameters
    ----------
    work : returns None if all went well, else what it has to tell, which must be fit for pickling.
    seconds : after how long it stops by itself. If it does not, the copy is ended a little later.
    """
    if not possible():
        return None
    reading, writing = os.pipe()
    try:
        child = copy_process()
    except BaseException as error:
        os.close(reading)
        os.close(writing)
        if isinstance(error, OSError):  # no room for one more process
            return None
        raise
    if child == 0:
        perform(work, seconds, writing)
    os.close(writing)
    said = STARTED + STUCK
    try:
        said = listen(reading, seconds + 2 * GRACE_SECONDS)
    except KeyboardInterrupt:  # the learner does not want to wait
        pass
    finally:
        os.close(reading)
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
    return understand(said, status)


def possible() -> bool:
    """Whether a copy would be sound: on Linux, and with no other thread amid a computation."""
    own = (threading.main_thread(), threading.current_thread())
    others = [thread for thread in threading.enumerate() if thread not in own]
    return sys.platform == "linux" and all(thread.daemon for thread in others)


def copy_process() -> int:
    """Go on as two processes: 0 in the copy, the copy's number in the original."""
    with warnings.catch_warnings():  # of threads, which a copy has not: it needs none of them
        warnings.simplefilter("ignore", DeprecationWarning)
        return os.fork()


def perform(work: Callable[[], Any], seconds: float, writing: int) -> None:
    """In the copy: do the work, tell how it went, and end without any farewells.

    The timer is a thread of C. It writes down where Python is without Python's leave.
    """
    try:
        gc.disable()  # what belongs to the original is not to be tidied up here
        faulthandler.dump_traceback_later(seconds + GRACE_SECONDS, file=writing, exit=True)
        os.write(writing, STARTED)
        told = work()
        faulthandler.cancel_dump_traceback_later()
        with os.fdopen(writing, "wb") as pipe:
            pipe.write(SETTLED if told is None else TOLD + pickle.dumps(told))
    finally:
        end_process(0)


def listen(reading: int, seconds: float) -> bytes:
    """All that the copy writes, until it ends or its time is over."""
    said, deadline = b"", time.monotonic() + START_SECONDS
    while select.select([reading], [], [], max(0.0, deadline - time.monotonic()))[0]:
        piece = os.read(reading, 65536)
        if not piece:
            return said
        if not said:
            deadline = time.monotonic() + seconds
        said += piece
    return said + STUCK if said == STARTED else said


def understand(said: bytes, status: int) -> Ending | None:
    """How it ended, from what the copy wrote and the status that it ended with."""
    if not said.startswith(STARTED):
        return None
    said = said.removeprefix(STARTED)
    if said.startswith(SETTLED):
        return None
    if said.startswith(TOLD):
        with suppress(Exception):
            return Ending("told", pickle.loads(said.removeprefix(TOLD)))
        return None
    if said.startswith(STUCK):
        lines = FRAME.findall(said.decode(errors="replace"))
        return Ending("stuck", frames=tuple((file, int(line)) for file, line in lines))
    name = signal.Signals(os.WTERMSIG(status)).name if os.WIFSIGNALED(status) else ""
    return Ending("crashed", signal=name)
