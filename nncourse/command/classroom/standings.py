"""How an assignment stands, with the marks that were given by hand in the grade book."""

from pathlib import Path

from nncourse.classroom.errors import Remark
from nncourse.classroom.grading.standing import Standing, standing

MISSING = (
    "is not written, because nbgrader is not installed; all results are kept. Install it with: "
    'python -m pip install ".[classroom]", in the folder of the course, and repeat this command'
)


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
    from nncourse.classroom.gradebook.store import given_by_hand

    return found.with_overrides(given_by_hand(found.course, name))


def into_grade_book(found: Standing) -> list[Remark]:
    """Write the results into the grade book, and say what there is to look at."""
    try:
        from nncourse.classroom.gradebook.store import store
    except ModuleNotFoundError:
        return [Remark("the grade book", MISSING)]
    return store(found)
