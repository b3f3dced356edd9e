"""Grading on Gradescope's machine: one submission, in the container that was made for it.

`run_autograder` calls this file as the administrator. Answers run in the sandbox. Where the
container forbids one, the container itself is the wall around them: then they run as a user of
their own, who can read neither the right answers nor what the others wrote, and cannot write the
results. The page that a student gets says which of the two it was.
"""

import json
import os
import sys
import time
from pathlib import Path
from typing import Any

from nncourse.checking.verdict import Verdict
from nncourse.classroom import variants
from nncourse.classroom.course.assignment import Assignment, Drawn, exercise_of
from nncourse.classroom.course.people import plain
from nncourse.classroom.grading.grading import Judged, Result, Task, Work, grade
from nncourse.classroom.sandbox.sandbox import SandboxError, Sandboxes, available
from nncourse.classroom.variants.form import Graded
from nncourse.exercises.form import Exercise
from nncourse.files import write_whole

SETTINGS, VARIANTS = "assignment.json", "variants"
NOBODY = "65534"  # the user that owns nothing
UNKNOWN = (
    "Your address on Gradescope is not in the list of the course, so it is not known which "
    "exercises are yours. Tell your instructor; nothing is lost."
)
WALL = "No sandbox can be had here ({}), so your answers ran as a user without rights."


def main(folder: Path) -> None:
    """Grade the submission in Gradescope's folder, and write what came out of it."""
    started = time.monotonic()
    for closed in ("source", "results"):
        (folder / closed).mkdir(exist_ok=True)
        (folder / closed).chmod(0o700)
    told = json.loads((folder / "source" / SETTINGS).read_text("utf-8"))
    own = folder / "source" / VARIANTS
    private = variants.load(own) if own.exists() else ()
    student = student_in(folder / "submission_metadata.json", told)
    if student is None:
        page = {"score": 0.0, "output": UNKNOWN, "tests": []}
    else:
        work = work_of(told, student, private)
        page = graded(notebook_in(folder / "submission", work.name), work)
    page |= {"stdout_visibility": "hidden", "execution_time": round(time.monotonic() - started)}
    write_whole(folder / "results" / "results.json", json.dumps(page, indent=1).encode())


def student_in(metadata: Path, told: dict[str, Any]) -> str | None:
    """The id of who handed in, in a group of the first who is known; '' if it does not matter."""
    if not told["drawn"]:
        return ""
    users = json.loads(metadata.read_text("utf-8"))["users"]
    ids = [told["students"].get(plain(user["email"]).casefold()) for user in users]
    return next((id for id in ids if id), None)


def work_of(told: dict[str, Any], student: str, private: tuple[Graded, ...]) -> Work:
    """What is graded of a student."""
    drawn = tuple(Drawn(points, tuple(among)) for points, among in told["drawn"])
    asked = Assignment(told["name"], "", dict(told["exercises"]), drawn, seed=told["seed"])
    points = asked.asked_of(student).items()
    tasks = tuple(Task(exercise_of(id, private), points) for id, points in points)
    return Work(asked.name, tasks, allow_package=told["allow_package"])


def notebook_in(submission: Path, name: str) -> Path:
    """The notebook of the assignment's name; if there is none, the only one that there is."""
    meant = submission / f"{name}.ipynb"
    found = sorted(submission.rglob("*.ipynb"))
    return found[0] if len(found) == 1 and not meant.exists() else meant


def graded(notebook: Path, work: Work) -> dict[str, Any]:
    """What Gradescope is told of a notebook.

    Raises
    ------
    SandboxError
        If there is neither a sandbox nor another user to run the answers as.
    """
    missing = available()
    if missing and os.geteuid() != 0:
        raise SandboxError(f"{missing}; and only the administrator can run it as another user")
    with Sandboxes(trusted=bool(missing), user=NOBODY if missing else "") as sandboxes:
        result = grade(notebook, work, sandboxes=sandboxes)
    said = [summary(result, notebook.name), *([WALL.format(missing)] if missing else [])]
    exercises = {task.exercise.id: task.exercise for task in work.tasks}
    tests = [test(exercises[id], judged) for id, judged in result.exercises.items()]
    return {"score": result.points, "output": "\n".join(said), "tests": tests}


def summary(result: Result, name: str) -> str:
    """What to say of a submission as a whole."""
    if result.status == "graded":
        right = sum(judged.kind == "correct" for judged in result.exercises.values())
        return f"{right} of {len(result.exercises)} exercises are right."
    if result.status == "no notebook":
        return f"There is no notebook {name} in what you handed in."
    return next((judged.message for judged in result.exercises.values()), result.status)


def test(exercise: Exercise, judged: Judged) -> dict[str, Any]:
    """What Gradescope shows of an exercise.

    What a verdict says of a variant may give its answer away, so it is shown after the due date.
    """
    right = judged.kind == "correct"
    return {
        "name": f"{exercise.title} ({exercise.name})",
        "score": judged.points,
        "max_score": judged.of,
        "status": "passed" if right else "failed",
        "output": f"{Verdict(exercise.id, right, judged.kind, '').heading}\n{judged.message}",
        "visibility": "after_due_date" if isinstance(exercise, Graded) else "visible",
    }


if __name__ == "__main__":
    main(Path(sys.argv[1]))
