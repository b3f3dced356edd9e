"""The command, as `nncourse` or `python -m nncourse`; it needs more than the package's NumPy."""

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def ended_by_ctrl_c() -> Iterator[None]:
    """While modules are loaded there is nothing to tidy up: Ctrl-C ends the process at once."""
    before = signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def main() -> None:
    """Run the command, or say what is missing for it."""
    try:
        with ended_by_ctrl_c():
            from nncourse.command.app import main as command
    except ModuleNotFoundError as error:
        remedy = 'python -m pip install ".[course]", in the folder of the course'
        sys.exit(f"nncourse: the command needs the package {error.name}. Install it with: {remedy}")
    command()


if __name__ == "__main__":
    main()
