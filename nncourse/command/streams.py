"""Streams: standard output and standard error, which may be closed, full, or read by nobody."""

import os
import sys


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
    try:
        print(text, flush=True)
    except BrokenPipeError:
        give_up_output()


def give_up_output() -> None:
    """Let standard output lead nowhere, so that Python does not try again at its end, and fail."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
