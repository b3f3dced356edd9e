"""Mistakes: what can go wrong that is not the program's fault, and how the user is told."""

import re
import sys

from nncourse.classroom.sandbox.sandbox import SandboxError
from nncourse.training import DivergedError

MISTAKES = (ValueError, OSError, DivergedError, SandboxError, ModuleNotFoundError, MemoryError)


def complain(error: BaseException) -> None:
    """Say on standard error what went wrong."""
    text = "not enough memory for that" if isinstance(error, MemoryError) else str(error)
    text = re.sub(r"^\[(Errno|WinError) \d+\] ", "", text) or type(error).__name__
    print("\n".join([f"nncourse: {text}", *getattr(error, "__notes__", [])]), file=sys.stderr)
