"""The command, as `nncourse` or `python -m nncourse`; it needs more than the package's NumPy."""

import sys


def main() -> None:
    """Run the command, or say what is missing for it."""
    try:
        from nncourse.command.app import main as command
    except ModuleNotFoundError as error:
        remedy = 'python -m pip install ".[course]", in the folder of the course'
        sys.exit(f"nncourse: the command needs the package {error.name}. Install it with: {remedy}")
    command()


if __name__ == "__main__":
    main()
