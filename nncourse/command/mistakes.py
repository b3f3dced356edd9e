"""Mistakes: what can go wrong that is not the program's fault, and how the user is told."""

import re
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from nncourse.classroom.sandbox.sandbox import SandboxError
from nncourse.errors import DataWarning
from nncourse.training import DivergedError

MISTAKES = (ValueError, OSError, DivergedError, SandboxError, ModuleNotFoundError, MemoryError)


def complain(error: BaseException) -> None:
    """Say on standard error what went wrong."""
    text = "not enough memory for that" if isinstance(error, MemoryError) else str(error)
    text = re.sub(r"^\[(Errno|WinError) \d+\] ", "", text) or type(error).__name__
    print("\n".join([f"nncourse: {text}", *getattr(error, "__notes__", [])]), file=sys.stderr)


@contextmanager
def warnings_in_a_line() -> Iterator[None]:
    """Say what is odd about the data on standard error, without the place in the program."""

    def tell(message: Warning | str, category: type[Warning], *place: Any) -> None:
        if issubclass(category, DataWarning):
            print(f"nncourse: note: {message}", file=sys.stderr)
        else:
            usual(message, category, *place)

    with warnings.catch_warnings():
        usual = warnings.showwarning
        warnings.simplefilter("always", DataWarning)
        warnings.showwarning = tell  # type: ignore[assignment]
        yield
