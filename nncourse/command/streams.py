"""Streams: standard output and standard error, which may be closed, full, or read by nobody."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress


def open_streams() -> None:
    """Make both streams fit to print to, whatever the command was started with.

    What is closed (`>&-`) leads nowhere, and a sign that the terminal lacks becomes `?`.
    """
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w"))
        getattr(sys, name).reconfigure(errors="replace")


def say(text: str) -> None:
    """Print at once; a reader who has left, as `head -1` does, is no reason to stop working."""
    with suppress(BrokenPipeError), given_up_if_it_fails():
        print(text, flush=True)


def hand_over() -> None:
    """Write what was printed and still waits; an OSError if that is not possible."""
    with given_up_if_it_fails():
        sys.stdout.flush()


@contextmanager
def given_up_if_it_fails() -> Iterator[None]:
    """After an error standard output leads nowhere: Python would try again at its end, and fail."""
    try:
        yield
    except OSError as error:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
        message = f"standard output could not be written ({error.strerror})"
        raise OSError(error.errno, message) from error


def printed_to() -> list[os.stat_result]:
    """The files, terminals or pipes that the streams lead to."""
    found = []
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError):  # a stream that Python keeps in its memory leads nowhere
            found.append(os.fstat(stream.fileno()))
    return found
