"""Grading many submissions: side by side, each on its own, with a journal to resume from."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path

from nncourse.checking.judging import known_outcomes, right_outcomes
from nncourse.classroom.grading.grading import Result, Work, grade, sha256
from nncourse.classroom.grading.journal import Journal, hashes_of
from nncourse.classroom.sandbox.sandbox import SandboxError, Sandboxes, available
from nncourse.classroom.sandbox.withheld import surroundings

NOT_GRADED = "not graded: "


@dataclass(frozen=True)
class Submission:
    """Whose notebook it is, the file, and what that student was asked."""

    student: str
    notebook: Path
    work: Work


@dataclass(frozen=True)
class Waiting:
    """A submission that is to be graded, and the hashes of what its result depends on."""

    submission: Submission
    hashes: dict[str, str]


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
    journal = Journal(folder)

    def rest(waiting: list[Waiting]) -> Iterator[Result]:
        prepare(one.submission.work for one in waiting)
        return side_by_side(waiting, journal, jobs, trusted)

    return resumed(submissions, journal, rest)


def resumed(
    submissions: Iterable[Submission],
    journal: Journal,
    rest: Callable[[list[Waiting]], Iterator[Result]],
) -> Iterator[Result]:
    """The results that are there, and then those of the `rest`, which is graded now."""
    waiting = []
    for submission in submissions:
        hashes = hashes_of(submission.notebook, submission.work)
        if journal.is_done(submission.student, hashes):
            yield Result.from_json(journal.path_of(submission.student).read_text("utf-8"))
        else:
            waiting.append(Waiting(submission, hashes))
    if waiting:
        yield from rest(waiting)


def side_by_side(
    waiting: list[Waiting], journal: Journal, jobs: int, trusted: bool
) -> Iterator[Result]:
    """The results of what is waiting, as they come; none is kept once it is handed on."""
    with Sandboxes(trusted) as sandboxes, ThreadPoolExecutor(jobs) as pool:

        def grade_and_keep(one: Waiting) -> Result:
            journal.started(one.submission.student)
            return kept(grade_one(one.submission, sandboxes), one, journal)

        running = {pool.submit(grade_and_keep, one) for one in waiting}
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


def grade_one(submission: Submission, sandboxes: Sandboxes) -> Result:
    """Grade one submission; one that could not be graded is told of."""
    try:
        return grade(submission.notebook, submission.work, submission.student, sandboxes)
    except Exception as error:  # ours or the machine's: the others go on
        return not_graded(submission, error)


def not_graded(submission: Submission, reason: object) -> Result:
    """What stands for a result where there is none."""
    digest = sha256(submission.notebook)
    return Result(submission.student, submission.work.name, digest, f"{NOT_GRADED}{reason}")


def kept(result: Result, one: Waiting, journal: Journal) -> Result:
    """The result, which is written down; where there is none a resumed run tries again."""
    if not result.status.startswith(NOT_GRADED):
        journal.finished(result, one.hashes)
    return result


def prepare(works: Iterable[Work]) -> None:
    """Find once, before answers are run side by side, what is the same for all of them."""
    for work in dict.fromkeys(works):
        for task in work.tasks:
            seed = work.seed_of(task.exercise)
            right_outcomes(task.exercise, seed)
            known_outcomes(task.exercise, seed)
            surroundings(task.exercise, work.allow_package)
