"""What nbgrader reads in a notebook: the metadata of its cells, schema version 3.

An answer is a cell that is both graded and a solution, which nbgrader grades by hand: on its own
it gives 0 for a stub that nobody touched and asks a human about the rest. A check of this course
never raises, so a check cell taken for a test would earn everybody full marks; it is only locked.

Sources: `nbgrader/nbgraderformat/v3.json` and `v3.py` (the schema and its rules),
`nbgrader/utils.py` (`determine_grade`, `compute_checksum`) and `preprocessors/lockcells.py` of
nbgrader 0.9.6, https://github.com/jupyter/nbgrader, and
https://nbgrader.readthedocs.io/en/stable/user_guide/creating_and_grading_assignments.html
"""

import hashlib
import re
from typing import Any

SCHEMA = 3


def answer_cell(exercise: str, points: float, source: str) -> dict[str, Any]:
    """The metadata of a stub: graded, open to the student, and not to be deleted.

    Examples
    --------
    >>> cell = answer_cell("basics.mse", 2, "def mse(Y_hat, Y): ...")
    >>> cell["nbgrader"]["grade_id"], cell["nbgrader"]["points"], cell["deletable"]
    ('basics-mse', 2, False)
    """
    told = described(grade_id(exercise), source, grade=True, points=points)
    return {"deletable": False, "nbgrader": told}


def locked_cell(id: str, source: str, kind: str) -> dict[str, Any]:
    """The metadata of a cell that a student cannot change: the text of an exercise, a check."""
    told = described(grade_id(id), source, kind=kind)
    return {"deletable": False, "editable": False, "nbgrader": told}


def grade_id(id: str) -> str:
    """An id in the letters that nbgrader allows.

    Examples
    --------
    >>> grade_id("basics.mse")
    'basics-mse'
    """
    return re.sub(r"[^A-Za-z0-9_-]", "-", id)


def described(
    id: str, source: str, *, kind: str = "code", grade: bool = False, points: float = 0
) -> dict[str, Any]:
    """The entry `nbgrader` of a cell: an answer if it is graded, else locked."""
    entry = {
        "cell_type": kind,
        "checksum": checksum(id, source, kind, grade, points),
        "grade": grade,
        "grade_id": id,
        "locked": not grade,
        "schema_version": SCHEMA,
        "solution": grade,
        "task": False,
    }
    return entry | ({"points": points} if grade else {})


def checksum(id: str, source: str, kind: str, grade: bool, points: float) -> str:
    """nbgrader's mark of a cell as it was given out, by which it sees that one was changed."""
    parts = [source, kind, str(grade), str(grade), str(not grade), id]
    if grade:
        parts.append(str(float(points)))
    return hashlib.md5("".join(parts).encode(), usedforsecurity=False).hexdigest()
