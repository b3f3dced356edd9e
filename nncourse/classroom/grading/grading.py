"""Grading one notebook: each exercise alone, run in the sandbox and judged out here.

What is right is never inside. Out here the same `Diagnosis` as in the learner's own notebook looks
at what came back, so that the verdict is the same: the mistake by its name, the message, what was
right too. Nothing that a submission does ends the grading of others: it gets a status.
"""

import hashlib
import json
import marshal
import zlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from nncourse.checking.comparing import Outcomes
from nncourse.checking.diagnosis import Diagnosis
from nncourse.checking.judging import default_seed, known_outcomes, right_outcomes, tampered
from nncourse.checking.misplaced import orders, ways_to_arrange
from nncourse.checking.stubs import declined
from nncourse.checking.verdict import Verdict, compose
from nncourse.classroom.grading.answers import NotebookError, code_cells
from nncourse.classroom.grading.replies import Picked, Reply, ReplyError, picked_of, reply_of, text
from nncourse.classroom.sandbox import plain
from nncourse.classroom.sandbox.sandbox import Ended, Sandbox, Sandboxes
from nncourse.classroom.sandbox.withheld import earlier, surroundings
from nncourse.exercises.form import Exercise, Probe

# Times the seconds that an answer has in a notebook, since the machine may be busy: of computing,
# and of waiting.
COMPUTING, WAITING = 2, 5
PICKING_SECONDS = 10.0
SETTLING_SECONDS = 0.5  # for an answer that was stopped to be told of, line and all
WITHHELD = "is withheld while {} is graded: an answer is to be written, not called"


class GradingError(RuntimeError):
    """A fault of ours, not of the submission: nobody is to lose points by it."""


@dataclass(frozen=True)
class Task:
    """One exercise of an assignment, and what it counts there."""

    exercise: Exercise
    points: float


@dataclass(frozen=True)
class Work:
    """What is graded, as one student has it.

    Parameters
    ----------
    name : of the assignment.
    tasks : the exercises with their points.
    seed : draws other hidden inputs than those of the notebook; None for the same ones.
    allow_package : whether an answer may call the package's own functions.
    """

    name: str
    tasks: tuple[Task, ...]
    seed: int | None = None
    allow_package: bool = False

    def seed_of(self, exercise: Exercise) -> int:
        """The seed of an exercise's hidden inputs."""
        if self.seed is None:
            return default_seed(exercise)
        return zlib.crc32(f"{self.seed} {exercise.id}".encode())


@dataclass(frozen=True)
class Judged:
    """What one exercise got, and why."""

    points: float
    of: float
    kind: str
    mistake: str | None
    message: str
    correct_parts: tuple[str, ...]
    printed: str


@dataclass(frozen=True)
class Result:
    """What one submission got.

    Attributes
    ----------
    student, assignment : whose, and for what.
    submission : the SHA-256 of the notebook's bytes; '' if there is none.
    status : "graded", "no notebook" or "unreadable notebook".
    exercises : a mark for each exercise by its id.
    """

    student: str
    assignment: str
    submission: str
    status: str
    exercises: dict[str, Judged] = field(default_factory=dict)

    @property
    def points(self) -> float:
        """All points together."""
        return sum(mark.points for mark in self.exercises.values())

    def to_json(self) -> str:
        """The result as text, the same for the same result."""
        return json.dumps(asdict(self), indent=1, sort_keys=True) + "\n"

    @classmethod
    def from_json(cls, text: str) -> "Result":
        """The result of a text that `to_json` made."""
        found = json.loads(text)
        marks = {}
        for id, mark in found.pop("exercises").items():
            marks[id] = Judged(**{**mark, "correct_parts": tuple(mark["correct_parts"])})
        return cls(**found, exercises=marks)


def grade(
    notebook: Path, work: Work, student: str = "", sandboxes: Sandboxes | None = None
) -> Result:
    """Grade one notebook.

    Parameters
    ----------
    notebook : the file; one that is missing or broken gets a status and no points.
    work : what to grade.
    student : whose it is.
    sandboxes : where answers are run; `Sandboxes(trusted=True)` is for your own only.

    Raises
    ------
    SandboxError
        If there is no sandbox here, and the submission is not trusted.
    GradingError
        If an exercise cannot be run at all: a fault of the exercise.
    """
    digest = sha256(notebook)
    about = (student, work.name, digest)
    if not digest:
        return Result(*about, "no notebook", nothing(work, "There was no notebook."))
    try:
        cells = code_cells(notebook)
    except NotebookError as error:
        return Result(*about, "unreadable notebook", nothing(work, str(error)))
    with Sandboxes() as own, Grader(work, cells, sandboxes or own) as grader:
        marks = {task.exercise.id: grader.mark(task) for task in work.tasks}
    return Result(*about, "graded", marks)


def sha256(path: Path) -> str:
    """The hash of a file; '' if there is none."""
    try:
        with open(path, "rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def nothing(work: Work, message: str) -> dict[str, Judged]:
    """No points for anything."""
    return {
        task.exercise.id: Judged(0, task.points, "not attempted", None, message, (), "")
        for task in work.tasks
    }


class Graded(Diagnosis):
    """A diagnosis for a grade: it does not speak of how the chapter goes on."""

    def passed(self, note: str = "") -> Verdict:
        verdict = super().passed(note)
        notes = [self.thread_note(), note, self.dtype_note(), self.warning_note()]
        message = compose(["Correct.", *notes])
        return Verdict(
            verdict.exercise, True, "correct", message, None, verdict.correct_parts, verdict.printed
        )


class Grader:
    """Grades the cells of one submission, exercise by exercise, in one sandbox."""

    def __init__(self, work: Work, cells: list[str], sandboxes: Sandboxes) -> None:
        self.work, self.cells, self.sandboxes = work, cells, sandboxes
        self.sandbox = sandboxes.take()
        self.picked = self.pick()

    def __enter__(self) -> "Grader":
        return self

    def __exit__(self, *error: Any) -> None:
        self.sandboxes.give_back(self.sandbox)

    def ask(self, task: dict, computing: float, waiting: float) -> bytes:
        """Have a task done, in a new sandbox if the last one has ended."""
        if not self.sandbox.alive:
            self.sandbox.close()
            self.sandbox = self.sandboxes.take()
        return self.sandbox.ask(plain.dumps(task), computing, waiting)

    def pick(self) -> dict[str, Picked]:
        """For the name of each exercise what its answer needs."""
        exercises = [task.exercise for task in self.work.tasks]
        wanted = {exercise.name: given(exercise, exercises) for exercise in exercises}
        task = {"job": "pick", "cells": self.cells, "wanted": wanted}
        try:
            return picked_of(self.ask(task, PICKING_SECONDS, PICKING_SECONDS), list(wanted))
        except (Ended, ReplyError):
            return dict.fromkeys(wanted, Picked())

    def mark(self, task: Task) -> Judged:
        """What an exercise got."""
        verdict = self.verdict(task.exercise)
        points = task.points if verdict.passed else 0
        return Judged(
            points,
            task.points,
            verdict.kind,
            verdict.mistake,
            verdict.message,
            verdict.correct_parts,
            verdict.printed,
        )

    def verdict(self, exercise: Exercise) -> Verdict:
        """The verdict on the submission's answer to an exercise."""
        try:
            reply = self.run(exercise)
            return self.judged(exercise, reply)
        except Ended as ended:
            return stopped(exercise, ended)
        except ReplyError as error:
            message = f"What your {exercise.name} gave back could not be read: {error}."
            return Verdict(exercise.id, False, "type", message)

    def run(self, exercise: Exercise, ways: Sequence[tuple] = ()) -> Reply:
        """Run the answer on the hidden inputs; or, arranged in several ways, once for each."""
        seconds, seed = WAITING * exercise.seconds, self.work.seed_of(exercise)
        task = task_for(exercise, seed, self.work.allow_package, self.picked[exercise.name])
        task |= {"ways": list(ways), "seconds": seconds}
        probes, _ = right_outcomes(exercise, seed)
        limits = (COMPUTING * exercise.seconds, seconds + SETTLING_SECONDS)
        data = self.ask(task, *limits)
        reply = reply_of(data, exercise, probes, max(1, len(ways)))
        if reply.fault:
            prove(exercise, seed, self.work.allow_package, self.sandboxes.trusted)
            raise ReplyError("it says that the exercise is at fault, which it is not")
        return reply

    def judged(self, exercise: Exercise, reply: Reply) -> Verdict:
        """The verdict on what came back."""
        if not reply.runs:
            return without_run(exercise, reply, self.picked[exercise.name].unread)
        (answer_run,) = reply.runs
        if declined(answer_run):
            return not_written(exercise)
        seed = self.work.seed_of(exercise)
        probes, expected = right_outcomes(exercise, seed)

        def first_right(ways: list[tuple[str, tuple]]) -> str:
            return self.first_right(exercise, probes, expected, ways)

        verdict = Graded(
            exercise,
            probes,
            expected,
            answer_run,
            lambda: known_outcomes(exercise, seed),
            lambda: first_right(orders_to_try(exercise, reply)),
            lambda: first_right(results_to_try(exercise)),
        ).verdict()
        replaced = [*reply.replaced, *answer_run.replaced]
        return tampered(verdict, replaced) if replaced else verdict

    def first_right(
        self,
        exercise: Exercise,
        probes: Sequence[Probe],
        expected: Outcomes,
        ways: list[tuple[str, tuple]],
    ) -> str:
        """The words for the first way to arrange an answer that makes it right; '' if none does."""
        if not ways:
            return ""
        try:
            runs = self.run(exercise, [way for _, way in ways]).runs
        except (Ended, ReplyError):
            return ""
        for (words, _), run in zip(ways, runs, strict=False):
            if run.stopped is None and not Graded(exercise, probes, expected, run, tuple).wrong():
                return words
        return ""


def given(exercise: Exercise, assigned: list[Exercise]) -> list[str]:
    """The names that an answer finds without the learner's own: those of earlier exercises."""
    chapters = {other.chapter for other in (exercise, *assigned)}
    names = surroundings(exercise).names
    return [e.name for e in earlier(exercise) if e.chapter in chapters and e.name in names]


def task_for(exercise: Exercise, seed: int, whole: bool, picked: Picked) -> dict:
    """What the worker gets to run an answer to an exercise."""
    names = surroundings(exercise, whole).names
    return {
        "job": "run",
        "setting": setting(exercise, seed, whole),
        "cells": picked.cells,
        "names": [name for name in picked.given if name in names],
    }


@lru_cache(maxsize=256)
def setting(exercise: Exercise, seed: int, whole: bool) -> bytes:
    """What of a task is the same for all answers to an exercise; the modules as Python's code."""
    around = surroundings(exercise, whole)
    told = ("name", "arguments", "results", "mutates", "stable")
    return plain.dumps(
        {
            "harness": marshal.dumps(around.harness),
            "package": marshal.dumps(around.package),
            "reason": WITHHELD.format(exercise.id),
            "used": (around.use, around.build),
            "names": around.names,
            "probes": tuple(exercise.draw_parts(seed)),
            "asked": {name: getattr(exercise, name) for name in told},
        }
    )


@lru_cache(maxsize=256)
def prove(exercise: Exercise, seed: int, whole: bool, trusted: bool) -> None:
    """Make the exercise ready in a sandbox without any submission, or tell why it cannot be."""
    task = {**task_for(exercise, seed, whole, Picked()), "ways": (), "seconds": 1.0}
    with Sandbox(trusted) as sandbox:
        data = sandbox.ask(plain.dumps(task), PICKING_SECONDS, PICKING_SECONDS)
    reply = reply_of(data, exercise, right_outcomes(exercise, seed)[0])
    if reply.fault:
        raise GradingError(f"{exercise.id} cannot be run: {reply.fault}")


def orders_to_try(exercise: Exercise, reply: Reply) -> list[tuple[str, tuple]]:
    """Orders of the arguments, if the answer names them otherwise."""
    found = orders(exercise.arguments, reply.names)
    return [(words, ("arguments", places, 0)) for words, places in found]


def results_to_try(exercise: Exercise) -> list[tuple[str, tuple]]:
    """Orders and choices of the results."""
    found = ways_to_arrange(exercise.results)
    return [(words, ("results", kept, number)) for words, number, kept in found]


# Verdicts on what did not run.


def without_run(exercise: Exercise, reply: Reply, unread: Sequence[str]) -> Verdict:
    """The verdict on a name that holds no answer."""
    if unread:
        message = f"Your {exercise.name} cannot be read: {text(unread[0])}."
        return Verdict(exercise.id, False, "raised", message)
    if reply.found and reply.kind and not reply.stub:
        message = f"{exercise.name} is no function: it is {reply.kind}."
        return Verdict(exercise.id, False, "type", message)
    return not_written(exercise, reply.failed)


def not_written(exercise: Exercise, failed: Sequence[Sequence[str]] = ()) -> Verdict:
    """The verdict on a stub, or on nothing."""
    sentences = [f"Nothing was written for {exercise.name}."]
    for kind, said in failed[:1]:
        sentences.append(f"A cell that it needs raised {kind}: {said}.")
    return Verdict(exercise.id, False, "not attempted", compose(sentences))


def stopped(exercise: Exercise, ended: Ended) -> Verdict:
    """The verdict on an answer that was ended from outside."""
    out_of_time = ended.signal in ("SIGKILL", "SIGXCPU")  # the system's way to end what computes on
    ended = Ended("late") if out_of_time else ended
    how = {
        "late": "was stopped: it, or a cell that it needs, was still running. Does a loop never "
        "end?",
        "memory": "was stopped: it asks for far more memory than there is.",
        "long": "was stopped: what it gives back is far larger than it should be.",
    }.get(ended.how, "ended Python instead of giving a result back.")
    crashed = f" Python crashed ({ended.signal})." if ended.signal else ""
    return Verdict(exercise.id, False, "stopped", f"Your {exercise.name} {how}{crashed}")
