"""Storing what was graded in the grade book, and reading what was given by hand in formgrader.

What formgrader wrote is never written over. It comes back as an `Override`, and counts in every
report and sheet. Points in `assignment.toml` count more; where both speak of one answer and differ,
a remark says so.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from sqlalchemy.orm import Session

from nncourse.classroom import variants
from nncourse.classroom.course import assignment as assignments
from nncourse.classroom.course.assignment import Assignment, Override
from nncourse.classroom.course.course import Course
from nncourse.classroom.errors import Remark
from nncourse.classroom.gradebook import book, config, copies, tables
from nncourse.classroom.gradebook.entries import Entry, by_cell, cell_of, cells, entry
from nncourse.classroom.gradebook.scores import Score, override
from nncourse.classroom.gradebook.tables import Key
from nncourse.classroom.grading.standing import Standing


def store(standing: Standing) -> list[Remark]:
    """Store what was graded, and lay out what formgrader shows. To store again changes nothing.

    Parameters
    ----------
    standing : how the assignment stands, with the points from the grade book or without.

    Returns
    -------
    What an instructor should look at.

    Raises
    ------
    CourseError
        If the grade book cannot be used; it is as it was then.
    OSError
        If what formgrader shows cannot be written; storing again does the rest.
    """
    config.write(standing.course)
    with book.opened(standing.course, write=True) as session:
        held = tables.scores(session, standing.assignment.name)
        given = list(by_hand(standing.assignment, held))
        file = [one for one in standing.assignment.overrides if one not in given]
        plain = replace(standing.assignment, overrides=tuple(file))
        whole = replace(standing, assignment=plain).with_overrides(given)
        entries = {one.id: found for one in whole.roster if (found := entry(whole, one.id))}
        remarks = [*fill(session, whole, entries, held, by_cell(plain, file)), *excused(whole)]
        remarks += contradictions(file, given)
    copies.write(whole, entries)
    copies.clear(whole, entries.keys() | written_about(held))
    return remarks


def given_by_hand(course: Course, name: str) -> list[Override]:
    """The points that were given by hand in formgrader, with the comments as reasons.

    Extra credit is in them: what formgrader shows counts, and nothing is taken off it.

    Raises
    ------
    CourseError
        If the grade book cannot be read, or a score in it is no number of points.
    """
    if not book.path_of(course).exists():
        return []
    private = variants.load(course.variants) if course.variants.exists() else ()
    assignment = assignments.load(course, name, private)
    with book.opened(course) as session:
        return list(by_hand(assignment, tables.scores(session, name)))


def by_hand(assignment: Assignment, held: Mapping[Key, Score]) -> Iterator[Override]:
    """The points that formgrader gave for what each student was asked."""
    for student in dict.fromkeys(student for student, _ in held):
        for exercise in assignment.asked_of(student):
            score = held.get((student, cell_of(assignment, exercise)), Score())
            found = override(student, exercise, score)
            if found:
                yield found


def fill(
    session: Session,
    standing: Standing,
    entries: Mapping[str, Entry],
    held: Mapping[Key, Score],
    file: Mapping[Key, Override],
) -> Iterator[Remark]:
    """Bring the book up to what is known of an assignment.

    Parameters
    ----------
    session, standing : where, and what is known.
    entries : who is to be in it.
    held : what is in it.
    file : the points that the assignment's file gives.
    """
    assignment = standing.assignment
    wanted = {
        (student, cell): held.get((student, cell), Score()).brought_up(
            auto, file.get((student, cell))
        )
        for student, one in entries.items()
        for cell, auto in one.scores.items()
    }
    marked = {cell for (_, cell), score in held.items() if score.is_by_hand}
    tables.put_people(session, standing.roster)
    notebook = tables.notebook_of(session, assignment, config.course_id(standing.course))
    ids = tables.put_cells(session, notebook, cells(assignment), marked)
    present = tables.submissions(session, assignment.name)
    places = tables.put_submissions(session, notebook, entries, present)
    tables.put_scores(session, places, ids, held, wanted)

    written = written_about(held)
    left = present.keys() - entries.keys()
    known = {student.id for student in standing.roster}
    tables.remove(session, [present[id] for id in left & known - written])
    for id in sorted(left - known):
        yield Remark(id, "is in the grade book and not in the roster: left there as it is")
    for id in sorted(left & known & written):
        text = "handed nothing in, or is excused; what was written in formgrader is left there"
        yield Remark(id, text)


def written_about(held: Mapping[Key, Score]) -> set[str]:
    """The students about whose work something was written in formgrader."""
    return {student for (student, _), score in held.items() if score.is_by_hand}


def excused(standing: Standing) -> Iterator[Remark]:
    """That nbgrader has no word for an excuse."""
    ids = [student.id for student in standing.roster if student.id in standing.assignment.excused]
    if ids:
        text = "excused; nbgrader knows no excuse, and its own export writes 0"
        yield Remark(", ".join(ids), text)


def contradictions(file: Iterable[Override], given: Iterable[Override]) -> Iterator[Remark]:
    """Where the assignment's file and formgrader give one answer different points."""
    by_file = {(one.student, one.exercise): one.points for one in file}
    for one in given:
        points = by_file.get((one.student, one.exercise), one.points)
        if points != one.points:
            yield Remark(
                one.student,
                f"{one.exercise}: assignment.toml gives {points:g}, formgrader "
                f"{one.points:g} points. The file counts, but nbgrader's own export has "
                "formgrader's: remove one of the two",
            )
