"""Answers of different students that say the same, names and layout aside.

Only what tells something counts. Not a short answer: there are few ways to write one. Not what the
book shows or the catalogue of mistakes lists. And not what many wrote: it is the usual way.
"""

import json
import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from nncourse.classroom.grading.answers import NotebookError, code_cells
from nncourse.classroom.grading.standing import Standing
from nncourse.classroom.report import forms
from nncourse.classroom.report.findings import Answer, definition_of
from nncourse.exercises.form import Exercise

SMALLEST = 40  # parts of the syntax tree: three lines, or so
FEW, SHARE = 5, 0.1  # so many students, or this part of them, may have an answer in common
LONGEST = 50_000  # characters of a cell that is compared

Text = tuple[str, str]  # the text of a cell, and the name that is defined in it


@dataclass(frozen=True)
class Alike:
    """Students who gave the same answers to some exercises."""

    students: tuple[str, ...]
    exercises: tuple[str, ...]


def alike(standing: Standing, judged: Iterable[Answer]) -> list[Alike]:
    """Who gave the same answers, those with the most in common first."""
    written: dict[str, list[str]] = defaultdict(list)
    for one in judged:
        if one.written:
            written[one.student].append(one.exercise)
    by_exercise: dict[str, dict[str, Text]] = defaultdict(dict)
    for student, ids in written.items():
        names = {standing.exercise(id).name: id for id in ids}
        for name, text in texts_of(standing, student, names):
            by_exercise[names[name]][student] = text
    found = forms_of(text for texts in by_exercise.values() for text in texts.values())
    shared = [
        (students, id)
        for id in standing.assignment.every_id
        for students in sharing(standing.exercise(id), by_exercise[id], found)
    ]
    return joined(shared)


def texts_of(standing: Standing, student: str, names: Iterable[str]) -> Iterator[tuple[str, Text]]:
    """For each name the last cell of a student's notebook that seems to define it."""
    try:
        cells = code_cells(standing.received[student].path)
    except NotebookError:
        return
    for name in names:
        defines = re.compile(rf"^(?:def|class)\s+{name}\b", re.M)
        texts = [cell for cell in cells if name in cell and defines.search(cell)]
        if texts and len(texts[-1]) <= LONGEST:
            yield name, (texts[-1], name)


def forms_of(texts: Iterable[Text]) -> dict[Text, tuple[str, int]]:
    """The form of each text and its size; a text that cannot be read, or breaks Python, has none.

    They are found by another program. Where a text ends that, it goes on with the next.
    """
    waiting = list(dict.fromkeys(texts))
    found: dict[Text, tuple[str, int]] = {}
    while waiting:
        lines = "".join(json.dumps(text) + "\n" for text in waiting)
        program = [sys.executable, "-I", forms.__file__]
        ended = subprocess.run(program, input=lines.encode(), capture_output=True)
        answers = [json.loads(line) for line in ended.stdout.split(b"\n")[:-1]]
        known = zip(waiting, answers, strict=False)
        found |= {text: tuple(answer) for text, answer in known if answer}
        waiting = waiting[len(answers) + 1 :]
    return found


def sharing(
    exercise: Exercise, texts: Mapping[str, Text], found: Mapping[Text, tuple[str, int]]
) -> Iterator[frozenset[str]]:
    """The students who share an answer to an exercise, where that tells something."""
    public = public_forms(exercise)
    groups: dict[str, set[str]] = defaultdict(set)
    for student, text in texts.items():
        hash, size = found.get(text, ("", 0))
        if size >= SMALLEST and hash not in public:
            groups[hash].add(student)
    few = max(FEW, SHARE * len(texts))
    return (frozenset(group) for group in groups.values() if 1 < len(group) <= few)


def public_forms(exercise: Exercise) -> set[str]:
    """The forms of the right answer as the book shows it, and of the known mistakes."""
    known = (exercise.reference, *(mistake.answer for mistake in exercise.mistakes))
    texts = (definition_of(answer, exercise.name) for answer in known)
    found = (forms.form(text, exercise.name) for text in texts)
    return {one[0] for one in found if one}


def joined(shared: Sequence[tuple[frozenset[str], str]]) -> list[Alike]:
    """For students who share an answer, all exercises in which they do, most exercises first.

    Examples
    --------
    >>> pair, three = frozenset({"s1", "s2"}), frozenset({"s1", "s2", "s3"})
    >>> for one in joined([(pair, "a"), (three, "b")]):
    ...     print(*one.students, ":", *one.exercises)
    s1 s2 : a b
    s1 s2 s3 : b
    """
    groups = dict.fromkeys(students for students, _ in shared)
    found = [
        Alike(tuple(sorted(group)), tuple(id for students, id in shared if group <= students))
        for group in groups
    ]
    return sorted(found, key=lambda one: (-len(one.exercises), one.students))
