"""Which threads an answer has started: others of its process start some, too."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def descendants(name: str) -> Iterator[list[threading.Thread]]:
    """The threads that start meanwhile from a thread of this name, and from those in turn."""
    started: list[threading.Thread] = []
    start = threading.Thread.start

    def noting(thread: threading.Thread) -> None:
        starter = threading.current_thread()
        if starter.name == name or starter in started:
            started.append(thread)
        start(thread)

    threading.Thread.start = noting  # type: ignore[assignment, method-assign]
    try:
        yield started
    finally:
        threading.Thread.start = start  # type: ignore[method-assign]
