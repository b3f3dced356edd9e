"""The command, as `nncourse` or `python -m nncourse`; it needs more than the package's NumPy."""

import signal
import sys


def main() -> None:
    """Run the command, or say what is missing for it.

    Until its modules are loaded there is nothing to tidy up, and Ctrl-C ends the process at once.
    """
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        from nncourse.command.app import main as command
    except ModuleNotFoundError as error:
        remedy = 'python -m pip install "nncourse[course]"'
        sys.exit(f"nncourse: the command needs the package {error.name}. Install it with: {remedy}")
    signal.signal(signal.SIGINT, signal.default_int_handler)
    command()


if __name__ == "__main__":
    main()
