"""Regrading one exercise, with a reason: everything else that was found stays byte for byte.

    runs/week-1/regrades.jsonl          when, which exercise, why, and for whom it changed what
    runs/week-1/regrading/basics.mse/   while it lasts: a run of that exercise alone

The new results of the exercise are all there, and the change is on record, before the first result
is written over, each whole. So what is interrupted is repeated, and goes on where it was.
"""

import json
import shutil
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from nncourse.classroom.errors import CourseError, Remark
from nncourse.classroom.grading.batch import Submission
from nncourse.classroom.grading.grading import Judged, sha256
from nncourse.classroom.grading.journal import Journal, digest, engine, hashes_of
from nncourse.classroom.grading.standing import Grade, Standing
from nncourse.files import write_whole

RECORD = "regrades.jsonl"


@dataclass(frozen=True)
class Regraded:
    """What came of regrading.

    Parameters
    ----------
    students : the ids of those whose answer was graded again.
    changes : for whom it changed something: `student`, and what it was `from` and `to`.
    remarks : whose answer was not graded again, and why.
    failed : the ids of those for whom it was tried in vain; to repeat it tries again.
    """

    students: list[str]
    changes: list[dict[str, Any]]
    remarks: list[Remark]
    failed: list[str]


def regrade(
    standing: Standing,
    id: str,
    reason: str,
    grade: Grade,
    now: Callable[[], datetime] = lambda: datetime.now().astimezone(),
) -> Regraded:
    """Grade one exercise again for everybody who handed in, and nothing else.

    Parameters
    ----------
    standing : the assignment, which was graded before.
    id : the exercise.
    reason : for the record.
    grade : what grades submissions, with a folder for the run.
    now : the clock, for the record.

    Raises
    ------
    CourseError
        If the assignment does not ask for this exercise, nobody's was graded, or there is no
        reason.
    OSError
        If something cannot be written; repeating it does the rest.
    """
    check(standing, id, reason)
    waiting, remarks = graded_before(standing, id)
    if not waiting:
        raise CourseError(f"nobody's {id} was graded before: nncourse classroom grade does that")
    side = standing.course.run(standing.assignment.name) / "regrading" / id
    found = {one.student: one for one in grade([only(id, one) for one in waiting], side)}
    new = {one.student: one.exercises[id] for one in found.values() if one.exercises}
    failed = sorted(found.keys() - new.keys())
    entry = on_record(standing, id, reason, new, side, now)
    put(standing, id, new, waiting)
    if not failed:
        shutil.rmtree(side.parent)
    remarks += [Remark(student, found[student].status) for student in failed]
    return Regraded(list(new), entry["changes"], remarks, failed)


def check(standing: Standing, id: str, reason: str) -> None:
    """A CourseError unless this exercise can be graded again for this reason."""
    asked = standing.assignment.every_id
    if id not in asked:
        raise CourseError(
            f"{standing.assignment.name} does not ask for {id!r}; it asks for {', '.join(asked)}"
        )
    if not reason.strip():
        raise CourseError("give the reason for grading again: it is kept with the results")


def graded_before(standing: Standing, id: str) -> tuple[list[Submission], list[Remark]]:
    """The submissions whose answer can be graded again, and whose result is not one of these."""
    fit, remarks = [], []
    for one in standing.submissions:
        asked = {task.exercise.id for task in one.work.tasks}
        if id not in asked:
            continue
        result = standing.results.get(one.student)
        if result is None:
            remarks.append(Remark(one.student, "was not graded yet: grade first"))
        elif result.submission != sha256(one.notebook) or result.exercises.keys() != asked:
            text = "handed in, or was asked, something else since it was graded: grade first"
            remarks.append(Remark(one.student, text))
        else:
            fit.append(one)
    return fit, remarks


def only(id: str, submission: Submission) -> Submission:
    """The same submission, but of its exercises this one alone is graded."""
    tasks = tuple(task for task in submission.work.tasks if task.exercise.id == id)
    return replace(submission, work=replace(submission.work, tasks=tasks))


def on_record(
    standing: Standing,
    id: str,
    reason: str,
    new: dict[str, Judged],
    side: Path,
    now: Callable[[], datetime],
) -> dict[str, Any]:
    """The entry of the record; that of a regrade which was interrupted, if this goes on with it."""
    begun = side / "entry.json"
    results = digest({student: asdict(new[student]) for student in sorted(new)})
    kept = json.loads(begun.read_text("utf-8")) if begun.exists() else {}
    if kept.get("results") != results:
        entry = {
            "when": now().isoformat(timespec="seconds"),
            "exercise": id,
            "reason": reason,
            "engine": engine(),
            "regraded": len(new),
            "changes": changes(standing, id, new),
        }
        kept = {"results": results, "entry": entry}
        write_whole(begun, json.dumps(kept).encode())
    add_line(standing.course.run(standing.assignment.name) / RECORD, kept["entry"])
    return kept["entry"]


def add_line(path: Path, entry: dict[str, Any]) -> None:
    """Add an entry to the record, unless it is there."""
    line = json.dumps(entry, ensure_ascii=False).encode() + b"\n"
    before = path.read_bytes() if path.exists() else b""
    if line not in before.splitlines(keepends=True):
        write_whole(path, before + line)


def changes(standing: Standing, id: str, new: dict[str, Judged]) -> list[dict[str, Any]]:
    """For whom something changes, and what it was and will be."""
    old = {student: standing.results[student].exercises[id] for student in new}
    return [
        {"student": student, "from": asdict(old[student]), "to": asdict(new[student])}
        for student in sorted(new)
        if old[student] != new[student]
    ]


def put(standing: Standing, id: str, new: dict[str, Judged], submissions: list[Submission]) -> None:
    """Put the new into the results, which are then done: grading leaves them as they are."""
    journal = Journal(standing.course.run(standing.assignment.name))
    for one in submissions:
        if one.student in new:
            old = standing.results[one.student]
            result = replace(old, exercises={**old.exercises, id: new[one.student]})
            journal.finished(result, hashes_of(one.notebook, one.work) | {"regraded": id})
