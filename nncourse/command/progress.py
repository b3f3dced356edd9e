"""`nncourse progress`: how far the user is with the exercises."""

from nncourse import checking


def progress() -> None:
    """Show how far you are with the course's exercises, and where that is kept."""
    checking.progress()
    print(f"kept in {checking.records.path()}")
