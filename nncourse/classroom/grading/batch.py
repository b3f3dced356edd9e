"""Grading many submissions: side by side, each on its own, with a journal to resume from."""

from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path

from nncourse.checking.judging import known_outcomes, right_outcomes
from nncourse.classroom.grading.grading import Result, Work, grade
from nncourse.classroom.grading.journal import Journal, hashes_of
from nncourse.classroom.sandbox.sandbox import SandboxError, Sandboxes, available
from nncourse.classroom.sandbox.withheld import surroundings


@dataclass(frozen=True)
class Submission:
    """Whose notebook it is, the file, and what that student was asked."""

    student: str
    notebook: Path
    work: Work


def grade_all(
    submissions: Iterable[Submission], folder: Path, *, jobs: int = 1, trusted: bool = False
) -> Iterator[Result]:
    """Grade many notebooks, each result as soon as it is there.

    What was graded before, by the same engine and with the same exercises, is not graded again: a
    run that was killed goes on where it was.

    Parameters
    ----------
    submissions : what to grade.
    folder : of the run, for the journal and the results.
    jobs : how many are graded at the same time.
    trusted : whether to run the answers without a sandbox.

    Raises
    ------
    SandboxError
        If there is no sandbox here and the submissions are not trusted.
    """
    missing = "" if trusted else available()
    if missing:
        raise SandboxError(f"{missing}; or grade with --trusted what you would run yourself")
    journal, waiting = Journal(folder), []
    for submission in submissions:
        hashes = hashes_of(submission.notebook, submission.work)
        if journal.is_done(submission.student, hashes):
            yield Result.from_json(journal.path_of(submission.student).read_text("utf-8"))
        else:
            waiting.append((submission, hashes))
    prepare(submission.work for submission, _ in waiting)
    yield from side_by_side(waiting, journal, jobs, trusted)


def side_by_side(
    waiting: list[tuple[Submission, dict[str, str]]], journal: Journal, jobs: int, trusted: bool
) -> Iterator[Result]:
    """The results of what is waiting, as they come; none is kept once it is handed on."""
    with Sandboxes(trusted) as sandboxes, ThreadPoolExecutor(jobs) as pool:
        running = {pool.submit(grade_one, *pair, journal, sandboxes) for pair in waiting}
        try:
            for future in as_completed(running):
                running.discard(future)
                yield future.result()
        finally:
            stop(running)


def stop(running: set[Future]) -> None:
    """Begin nothing more."""
    for future in running:
        future.cancel()


def grade_one(
    submission: Submission, hashes: dict[str, str], journal: Journal, sandboxes: Sandboxes
) -> Result:
    """Grade one submission and keep the result; one that could not be graded is told of."""
    journal.started(submission.student)
    try:
        result = grade(submission.notebook, submission.work, submission.student, sandboxes)
    except Exception as error:  # ours or the machine's: the others go on, a resumed run tries again
        reason = f"not graded: {error}"
        return Result(submission.student, submission.work.name, hashes["submission"], reason)
    journal.finished(result, hashes)
    return result


def prepare(works: Iterable[Work]) -> None:
    """Find once, before answers are run side by side, what is the same for all of them."""
    for work in dict.fromkeys(works):
        for task in work.tasks:
            seed = work.seed_of(task.exercise)
            right_outcomes(task.exercise, seed)
            known_outcomes(task.exercise, seed)
            surroundings(task.exercise, work.allow_package)
