"""Reading and writing nbgrader's tables, many rows at a time.

nbgrader keeps of an assignment: its notebook, the cells of the answers (as one to grade and as one
to comment on), who handed it in, and for each cell of each submission a grade and a comment.
"""

import json
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from nbgrader import api  # type: ignore[import-untyped]
from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.orm import Session

from nncourse.classroom.course.assignment import Assignment
from nncourse.classroom.course.roster import Roster
from nncourse.classroom.errors import CourseError
from nncourse.classroom.gradebook.entries import Entry, person, utc
from nncourse.classroom.gradebook.scores import Score
from nncourse.classroom.release.release import KERNEL

Key = tuple[str, str]  # a student, and the name of a cell
Rows = dict[str, dict[str, Any]]


def scores(session: Session, assignment: str) -> dict[Key, Score]:
    """What the book holds of each answer, by student and cell."""
    grade, comment = api.Grade, api.Comment
    grades = of_cells(
        session, assignment, grade,
        grade.id, grade.auto_score, grade.manual_score, grade.extra_credit,
        grade.needs_manual_grade,
    )  # fmt: skip
    comments = of_cells(
        session, assignment, comment, comment.id, comment.auto_comment, comment.manual_comment
    )
    found = {}
    for key, (id, auto, manual, extra, waiting) in grades.items():
        comment_id, note, text = comments.get(key, ("", None, None))
        found[key] = Score(auto, manual, extra, waiting, note, text, id, comment_id)
    return found


def of_cells(session: Session, assignment: str, model: Any, *columns: Any) -> dict[Key, tuple]:
    """Columns of the grades or the comments of an assignment."""
    query = (
        select(api.SubmittedAssignment.student_id, api.BaseCell.name, *columns)
        .select_from(model)
        .join(api.BaseCell, model.cell_id == api.BaseCell.id)
        .join(api.SubmittedNotebook, model.notebook_id == api.SubmittedNotebook.id)
        .join(api.SubmittedAssignment)
        .join(api.Assignment)
        .where(api.Assignment.name == assignment)
    )
    return {(student, cell): tuple(rest) for student, cell, *rest in session.execute(query)}


def submissions(session: Session, assignment: str) -> Rows:
    """Who handed an assignment in, with the ids of the two rows that say so."""
    query = (
        select(
            api.SubmittedAssignment.student_id,
            api.SubmittedAssignment.id,
            api.SubmittedAssignment.timestamp,
            api.SubmittedAssignment.extension,
            api.SubmittedNotebook.id.label("notebook"),
            api.SubmittedNotebook.late_submission_penalty,
        )
        .join(api.SubmittedNotebook)
        .join(api.Assignment, api.SubmittedAssignment.assignment_id == api.Assignment.id)
        .where(api.Assignment.name == assignment)
    )
    return {row["student_id"]: dict(row) for row in session.execute(query).mappings()}


def put_people(session: Session, roster: Roster) -> None:
    """Write the students down; those whom the roster does not name any more stay."""
    columns = (api.Student.id, api.Student.first_name, api.Student.last_name, api.Student.email)
    held = {row["id"]: dict(row) for row in session.execute(select(*columns)).mappings()}
    wanted = {student.id: {"id": student.id, **person(student)} for student in roster}
    put(session, api.Student, held, wanted)


def put(session: Session, model: Any, held: Rows, wanted: Rows) -> None:
    """Insert the rows that are not held, and update those that differ, by their ids."""
    table = model.__table__
    new = [row for id, row in wanted.items() if id not in held]
    other = [row for id, row in wanted.items() if id in held and row.items() - held[id].items()]
    if new:
        session.execute(insert(table), new)
    if other:
        names = [name for name in other[0] if name != "id"]
        values: dict[str, Any] = {name: bindparam(f"new_{name}") for name in names}
        rows = [{f"new_{name}": value for name, value in row.items()} for row in other]
        changed = update(table).where(table.c.id == bindparam("new_id")).values(values)
        session.connection().execute(changed, rows)


def notebook_of(session: Session, assignment: Assignment, course: str) -> api.Notebook:
    """The one notebook of an assignment, made if it is not there.

    Raises
    ------
    CourseError
        If the book knows other notebooks of the assignment.
    """
    name = assignment.name
    held = session.scalars(select(api.Assignment).where(api.Assignment.name == name)).first()
    if held is None:
        held = api.Assignment(name=name, course_id=course)
        session.add(held)
    held.duedate = utc(assignment.due)
    others = sorted(one.name for one in held.notebooks if one.name != name)
    if others:
        raise CourseError(
            f"the grade book has other notebooks of {name}: {', '.join(others)}. It was filled by "
            "nbgrader itself: move it away, or give the assignment another name"
        )
    if not held.notebooks:
        held.notebooks.append(api.Notebook(name=name, kernelspec=json.dumps(KERNEL)))
    session.flush()
    return held.notebooks[0]


def put_cells(
    session: Session, notebook: api.Notebook, wanted: Mapping[str, float], marked: Collection[str]
) -> dict[str, tuple[str, str]]:
    """Bring the answers' cells up to date; the ids of each to grade and to comment on, by name.

    Parameters
    ----------
    session, notebook : where.
    wanted : the largest score of each.
    marked : the names of cells that something was written about by hand.

    Raises
    ------
    CourseError
        If one of the marked is not wanted any more.
    """
    grades = {cell.name: cell for cell in notebook.grade_cells}
    solutions = {cell.name: cell for cell in notebook.solution_cells}
    left = sorted((grades.keys() | solutions.keys()) - wanted.keys())
    lost = [name for name in left if name in marked]
    if lost:
        raise CourseError(
            f"the grade book holds points or comments given by hand for {', '.join(lost)}, and "
            f"{notebook.name} does not ask for it any more: ask for it again, or remove them in "
            "formgrader first"
        )
    for cells in (grades, solutions):
        drop(session, [cells.pop(name).id for name in left if name in cells])
    for name, points in wanted.items():
        if name not in grades:
            grades[name] = api.GradeCell(name=name, notebook=notebook, cell_type="code")
        if name not in solutions:
            solutions[name] = api.SolutionCell(name=name, notebook=notebook)
        grades[name].max_score = points
    session.add_all([*grades.values(), *solutions.values()])
    session.flush()
    return {name: (grades[name].id, solutions[name].id) for name in wanted}


def drop(session: Session, cells: list[str]) -> None:
    """Remove cells, by their ids, and what was said of them."""
    for model in (api.Grade, api.Comment):
        session.execute(delete(model.__table__).where(model.cell_id.in_(cells)))
    for model in (api.GradeCell, api.SolutionCell, api.BaseCell):
        session.execute(delete(model.__table__).where(model.__table__.c.id.in_(cells)))
    session.expire_all()


def put_submissions(
    session: Session, notebook: api.Notebook, entries: Mapping[str, Entry], held: Rows
) -> dict[str, str]:
    """Write down who handed in; the id of each submitted notebook, by student."""
    whole: Rows = {}
    parts: Rows = {}
    places = {}
    for student, entry in entries.items():
        row = held.get(student, {})
        id, part = row.get("id") or api.new_uuid(), row.get("notebook") or api.new_uuid()
        about = {"assignment_id": notebook.assignment_id, "student_id": student}
        whole[id] = {"id": id, **about, "timestamp": entry.time, "extension": entry.extension}
        parts[part] = {
            "id": part,
            "assignment_id": id,
            "notebook_id": notebook.id,
            "late_submission_penalty": entry.penalty,
        }
        places[student] = part
    put(session, api.SubmittedAssignment, {row["id"]: {} for row in held.values()}, whole)
    put(session, api.SubmittedNotebook, {row["notebook"]: {} for row in held.values()}, parts)
    return places


def remove(session: Session, rows: Iterable[Mapping[str, Any]]) -> None:
    """Remove submissions, with all that was said of them."""
    for row in rows:
        for model in (api.Grade, api.Comment):
            table = model.__table__
            session.execute(delete(table).where(table.c.notebook_id == row["notebook"]))
        for model, id in ((api.SubmittedNotebook, "notebook"), (api.SubmittedAssignment, "id")):
            session.execute(delete(model.__table__).where(model.__table__.c.id == row[id]))


def put_scores(
    session: Session,
    places: Mapping[str, str],
    cells: Mapping[str, tuple[str, str]],
    held: Mapping[Key, Score],
    wanted: Mapping[Key, Score],
) -> None:
    """Write the grades and comments that are new or have changed.

    Parameters
    ----------
    session : where.
    places : the ids of the submitted notebooks, by student.
    cells : the ids of the cells to grade and to comment on, by name.
    held, wanted : what the book holds, and what it is to hold.
    """
    changed = {key: score for key, score in wanted.items() if held.get(key) != score}
    grades = [grade_row(score, places[key[0]], cells[key[1]][0]) for key, score in changed.items()]
    comments = [note_row(score, places[key[0]], cells[key[1]][1]) for key, score in changed.items()]
    put(session, api.Grade, {s.grade_id: {} for s in held.values()}, by_id(grades))
    put(session, api.Comment, {s.comment_id: {} for s in held.values()}, by_id(comments))


def grade_row(score: Score, notebook: str, cell: str) -> dict[str, Any]:
    """A row of the table of grades."""
    return {
        "id": score.grade_id or api.new_uuid(),
        "notebook_id": notebook,
        "cell_id": cell,
        "auto_score": score.auto,
        "manual_score": score.manual,
        "needs_manual_grade": score.waiting,
    }


def note_row(score: Score, notebook: str, cell: str) -> dict[str, Any]:
    """A row of the table of comments."""
    return {
        "id": score.comment_id or api.new_uuid(),
        "notebook_id": notebook,
        "cell_id": cell,
        "auto_comment": score.note,
    }


def by_id(rows: Iterable[dict[str, Any]]) -> Rows:
    """Rows by their ids."""
    return {row["id"]: row for row in rows}
