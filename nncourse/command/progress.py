"""`nncourse progress`: how far the user is with the exercises."""

from nncourse import checking


def progress() -> None:
    """Show how far you are with the course's exercises, and where that is kept."""
    checking.progress()
    try:
        print(f"kept in {checking.records.path()}")
    except RuntimeError:  # a user without a home
        print("kept nowhere: name a folder in the variable NNCOURSE_HOME")
