"""The archive by which Gradescope grades: the course, the assignment, and how to set both up.

Gradescope builds an image from it once, with `setup.sh`, and calls `run_autograder` for every
submission. Source: https://gradescope-autograders.readthedocs.io/en/latest/specs/. What is done
there with a submission is told in `on_gradescope`.
"""

import json
from collections.abc import Collection, Iterator
from pathlib import Path

import nncourse
from nncourse.classroom.course import roster
from nncourse.classroom.course.assignment import Assignment
from nncourse.classroom.course.course import Course
from nncourse.classroom.errors import CourseError
from nncourse.classroom.exchange.on_gradescope import SETTINGS, VARIANTS
from nncourse.classroom.release.release import archive as zipped
from nncourse.classroom.variants.private import files
from nncourse.exercises.form import Exercise

# Grading needs Python 3.11, which older images call by its full name, and NumPy.
SETUP = """\
#!/usr/bin/env bash
# Run once, as the administrator, when the image is built.
set -euo pipefail

export DEBIAN_FRONTEND=noninteractive
apt-get update
apt-get install -y bubblewrap python3 python3-venv
python=python3
if ! python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    apt-get install -y python3.11 python3.11-venv
    python=python3.11
fi
"$python" -m venv /opt/nncourse
/opt/nncourse/bin/python -m pip install --no-cache-dir 'numpy>=2.0,<3'
"""

RUN = """\
#!/usr/bin/env bash
# Run for each submission: run_autograder [FOLDER [PYTHON]].
set -euo pipefail

folder="${1:-/autograder}"
python="${2:-/opt/nncourse/bin/python}"
export PYTHONPATH="$folder/source" OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1
exec "$python" -s -P -B -m nncourse.classroom.exchange.on_gradescope "$folder"
"""
PROGRAMS = {"setup.sh": SETUP, "run_autograder": RUN}


def archive(course: Course, assignment: Assignment, private: Collection[Exercise] = ()) -> bytes:
    """The autograder archive of an assignment; the same assignment gives the same bytes.

    It holds the right answers, for Gradescope's machine alone. Of the students it holds ids and
    addresses, and only if something is drawn for each of them.

    Parameters
    ----------
    course, assignment : what it is for.
    private : the instructor's own variants, of which those go along that are asked.

    Raises
    ------
    CourseError
        If something is drawn and no student of the roster has an address.
    """
    whole = {name: text.encode() for name, text in PROGRAMS.items()}
    whole |= dict(package())
    whole[SETTINGS] = settings(course, assignment).encode()
    own = {exercise.id for exercise in private} & set(assignment.every_id)
    for path in files(course.variants) if own else []:
        if f"{path.parent.name}.{path.stem}" in own:
            whole[f"{VARIANTS}/{path.parent.name}/{path.name}"] = path.read_bytes()
    return zipped(whole, PROGRAMS)


def package() -> Iterator[tuple[str, bytes]]:
    """The sources of the package."""
    folder = Path(nncourse.__file__).parent
    for path in folder.rglob("*.py"):
        yield path.relative_to(folder.parent).as_posix(), path.read_bytes()


def settings(course: Course, assignment: Assignment) -> str:
    """What grading must know of an assignment; what holds for single students stays at home."""
    told = {
        "name": assignment.name,
        "exercises": list(assignment.exercises.items()),
        "drawn": [[one.points, one.among] for one in assignment.drawn],
        "allow_package": assignment.allow_package,
        "seed": assignment.seed,
        "students": addresses(course) if assignment.drawn else {},
    }
    return json.dumps(told, indent=1) + "\n"


def addresses(course: Course) -> dict[str, str]:
    """The students' ids, by the addresses under which Gradescope knows them."""
    found = {email: student.id for email, student in roster.read(course.roster).emails.items()}
    if not found:
        raise CourseError(
            f"{course.roster} has no addresses: something is drawn for each student, and "
            "Gradescope tells who a student is by the address; fill the column email"
        )
    return found
