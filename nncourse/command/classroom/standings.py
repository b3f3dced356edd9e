"""How an assignment stands, with the marks that were given by hand in the grade book."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from nncourse.classroom.errors import Remark
from nncourse.classroom.grading.standing import Standing, standing

REMEDY = 'python -m pip install ".[{}]", in the folder of the course'


@contextmanager
def instructors_packages(extra: str = "classroom") -> Iterator[None]:
    """While a package of an extra is loaded: how to install it, if it is missing."""
    try:
        yield
    except ModuleNotFoundError as error:
        text = f"this needs the package {error.name}, which comes with: {REMEDY.format(extra)}"
        raise ModuleNotFoundError(text, name=error.name) from error


def with_marks_by_hand(folder: Path, name: str) -> Standing:
    """How an assignment stands; what was marked in formgrader counts.

    Raises
    ------
    ModuleNotFoundError
        If there is a grade book, and nbgrader, which can read it, is not installed.
    """
    found = standing(folder, name)
    if not (folder / "gradebook.db").exists():
        return found
    with instructors_packages():
        from nncourse.classroom.gradebook.store import given_by_hand

    return found.with_overrides(given_by_hand(found.course, name))


def into_grade_book(found: Standing) -> list[Remark]:
    """Write the results into the grade book, and say what there is to look at."""
    try:
        with instructors_packages():
            from nncourse.classroom.gradebook.store import store
    except ModuleNotFoundError as error:
        text = f"is not written, but all results are kept: {error}. Then repeat this command"
        return [Remark("the grade book", text)]
    return store(found)
