"""What an answer may not do to the process, and what is put back after it.

Ways to end Python are refused while an answer runs; what else belongs to the process, such as the
working directory, is put back afterwards. This catches mishaps and is no wall: a thread that an
answer leaves behind can still do everything later, so the learner is told of it.
"""

import gc
import importlib
import os
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from typing import Any

WAYS_OUT = {  # by a signal, by a timer, or by a limit so low that nothing works
    "os": ("_exit", "abort", "kill", "killpg", "execv", "execve", "fork"),
    "signal": ("raise_signal", "alarm", "setitimer"),
    "_thread": ("interrupt_main",),
    "faulthandler": ("dump_traceback_later",),
    "resource": ("setrlimit",),
}


@contextmanager
def kept_alive() -> Iterator[None]:
    """Nothing here ends or replaces Python: what would do so raises SystemExit instead."""

    def refuse(*arguments: Any, **named: Any) -> None:
        raise SystemExit("this would end Python")

    ways = [(m, name, vars(m)[name]) for m, name in ways_out() if name in vars(m)]
    for module, name, _ in ways:
        setattr(module, name, refuse)
    try:
        yield
    finally:
        for module, name, original in ways:
            setattr(module, name, original)


def ways_out() -> Iterator[tuple[Any, str]]:
    """The modules that this system has, with the names in them."""
    for module, names in WAYS_OUT.items():
        with suppress(ImportError):
            found = importlib.import_module(module)
            yield from ((found, name) for name in names)


@contextmanager
def process_as_it_was() -> Iterator[None]:
    """The process's own settings afterwards as they were before."""
    with ExitStack() as kept:
        for read, write in SETTINGS:
            kept.enter_context(as_it_was(read, write))
        for stream in (0, 1, 2):  # input, output and errors, as the system numbers them
            kept.enter_context(same_stream(stream))
        yield


@contextmanager
def as_it_was(read: Callable[[], Any], write: Callable[[Any], Any]) -> Iterator[None]:
    """The same value afterwards, where there is one and the system lets it be set."""
    before = None
    with suppress(OSError):
        before = read()
    try:
        yield
    finally:
        with suppress(OSError):
            if before is not None and read() != before:
                write(before)


@contextmanager
def same_stream(stream: int) -> Iterator[None]:
    """The same file behind a stream's number afterwards, if there is one."""
    try:
        kept = os.dup(stream)
    except OSError:  # closed, as without a terminal, or not to be had in a web page
        yield
        return
    try:
        yield
    finally:
        with suppress(OSError):
            if not is_open(stream) or not os.path.sameopenfile(stream, kept):
                os.dup2(kept, stream)
            os.close(kept)


def is_open(stream: int) -> bool:
    """Whether there is a file behind a stream's number."""
    try:
        os.fstat(stream)
        return True
    except OSError:
        return False


def umask() -> int:
    """What is not allowed to others in new files; it can only be read by setting it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def set_environment(variables: dict[str, str]) -> None:
    """Put the environment's variables back."""
    os.environ.clear()
    os.environ.update(variables)


def set_search_path(folders: list[str]) -> None:
    """Put back where modules are searched for; the list itself stays, as others may have it."""
    sys.path[:] = folders


SETTINGS: list[tuple[Callable[[], Any], Callable[[Any], Any]]] = [
    (os.getcwd, os.chdir),
    (umask, os.umask),
    (lambda: dict(os.environ), set_environment),
    (lambda: list(sys.path), set_search_path),
    (sys.getswitchinterval, sys.setswitchinterval),
    (gc.isenabled, lambda on: gc.enable() if on else gc.disable()),
    (lambda: [threading.gettrace()], lambda kept: threading.settrace(*kept)),
    (lambda: [threading.getprofile()], lambda kept: threading.setprofile(*kept)),
]
