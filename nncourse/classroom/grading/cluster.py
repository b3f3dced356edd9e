"""Grading many submissions on a Dask cluster, with the journal and the results of `batch`.

Workers share no disk with us, and exercises hold functions that cannot be sent: a `Parcel` says in
plain values what is to be graded. Only we write results. A worker that is lost loses nothing: Dask
gives its submissions to another one.
"""

import platform
import sys
from asyncio import CancelledError
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from importlib.metadata import version
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp
from threading import Lock

import numpy as np
from distributed import Client, Future, KilledWorker, as_completed, get_worker

from nncourse.classroom import variants
from nncourse.classroom.course.assignment import exercise_of
from nncourse.classroom.errors import CourseError
from nncourse.classroom.grading import batch
from nncourse.classroom.grading.batch import Submission, Waiting
from nncourse.classroom.grading.grading import Result, Task, Work
from nncourse.classroom.grading.journal import Journal, engine
from nncourse.classroom.sandbox.sandbox import Sandboxes, available
from nncourse.exercises.form import Exercise

SECONDS = 5  # to find the scheduler, and then a worker
SENT_AHEAD = 200  # so many submissions are on their way at most: all of them may be much memory


class ClusterError(CourseError):
    """A cluster that cannot grade: not found, without workers, or a worker that is not as we."""


@dataclass(frozen=True)
class Parcel:
    """A submission in plain values; whose it is, no worker needs to know.

    Parameters
    ----------
    name, notebook : of the file, and its bytes; None if there is none.
    assignment, seed, allow_package : as in its `Work`.
    asked : the ids of the exercises, and the points.
    private : the files of those among them that are the instructor's own.
    """

    name: str
    notebook: bytes | None
    assignment: str
    seed: int | None
    allow_package: bool
    asked: tuple[tuple[str, float], ...]
    private: tuple[tuple[str, bytes], ...]


def grade_all(
    submissions: Iterable[Submission], folder: Path, *, scheduler: str
) -> Iterator[Result]:
    """Grade many notebooks on a cluster, each result as soon as it is there.

    What was graded before, here or there, is not graded again.

    Parameters
    ----------
    submissions : what to grade.
    folder : of the run, for the journal and the results.
    scheduler : the address of the cluster's scheduler.

    Raises
    ------
    ClusterError
        If the cluster cannot be found, has no workers, or one of them cannot grade as we do.
    """
    journal = Journal(folder)

    def rest(waiting: list[Waiting]) -> Iterator[Result]:
        with connected(scheduler) as client:
            for one, result in graded(client, waiting, journal):
                yield batch.kept(result, one, journal)

    return batch.resumed(submissions, journal, rest)


@contextmanager
def connected(scheduler: str) -> Iterator[Client]:
    """A cluster whose workers all grade as we do; in the end their sandboxes are ended."""
    try:
        client = Client(scheduler, timeout=SECONDS, set_as_default=False)
    except (OSError, ValueError) as error:
        text = f"{scheduler}: there is no Dask scheduler at this address ({error})"
        raise ClusterError(text) from None
    with client:
        try:
            client.wait_for_workers(1, timeout=SECONDS)
        except TimeoutError:
            text = "the scheduler has no workers; start some: dask worker"
            raise ClusterError(f"{scheduler}: {text} {scheduler}") from None
        for worker, found in client.run(condition, on_error="return").items():
            compare(worker, found, condition())
        try:
            yield client
        finally:
            client.run(end_sandboxes, on_error="ignore")


def condition() -> tuple[str, str, str]:
    """The hash of what grades here, its versions, and what is missing for a sandbox."""
    versions = f"nncourse {version('nncourse')}, NumPy {np.__version__}, Python"
    return engine(), f"{versions} {platform.python_version()}", available()


def compare(worker: str, found: tuple[str, str, str] | Exception, ours: tuple) -> None:
    """A ClusterError unless a worker can grade, and grades as we do."""
    if isinstance(found, Exception):
        text = f"it cannot load this version of the course ({found}); install {ours[1]} there"
        raise ClusterError(f"the worker {worker}: {text}")
    if found[0] != ours[0]:
        raise ClusterError(
            f"the worker {worker} would not grade as this computer does: there it is {found[1]}, "
            f"here {ours[1]}; install the same course, file by file, the same NumPy and the same "
            "Python there, and start the worker again"
        )
    if found[2]:
        raise ClusterError(f"the worker {worker} has no sandbox: {found[2]}")


def graded(
    client: Client, waiting: list[Waiting], journal: Journal
) -> Iterator[tuple[Waiting, Result]]:
    """The results as they come, each with what it is the result of."""
    rest, running, ours = iter(waiting), dict[Future, Waiting](), condition()

    def send(count: int) -> list[Future]:
        futures = []
        for one in islice(rest, count):
            journal.started(one.submission.student)
            futures.append(client.submit(grade_there, packed(one.submission), ours, pure=False))
            running[futures[-1]] = one
        return futures

    coming = as_completed(send(SENT_AHEAD), loop=client.loop)
    try:
        for future in coming:
            one = running.pop(future)
            coming.update(send(1))
            yield one, result_of(future, one.submission)
    finally:
        client.cancel(list(running))


def result_of(future: Future, submission: Submission) -> Result:
    """What came back; a submission whose workers were lost again and again is told of."""
    try:
        return replace(future.result(), student=submission.student)
    except ClusterError:
        raise
    except CancelledError:
        text = "the scheduler was lost; what is graded is kept: repeat this when it is there again"
        raise ClusterError(text) from None
    except KilledWorker:
        return batch.not_graded(submission, "each worker that had it was lost while it did")
    except Exception as error:  # of one submission: the others go on
        return batch.not_graded(submission, error)


def packed(submission: Submission) -> Parcel:
    """A submission, to be sent."""
    work, path = submission.work, submission.notebook
    asked = [task.exercise for task in work.tasks]
    return Parcel(
        path.name,
        content(path),
        work.name,
        work.seed,
        work.allow_package,
        tuple((task.exercise.id, task.points) for task in work.tasks),
        tuple(
            (exercise.id, file.read_bytes()) for exercise in asked for file in own_file(exercise)
        ),
    )


def content(path: Path) -> bytes | None:
    """The bytes of a file; None if it cannot be read, which is as if there were none."""
    try:
        return path.read_bytes()
    except OSError:
        return None


def own_file(exercise: Exercise) -> list[Path]:
    """The file of an instructor's own variant; none for what comes with the package."""
    for name, module in list(sys.modules.items()):
        if vars(module).get(exercise.name) is exercise and not name.startswith("nncourse."):
            return [Path(str(module.__file__))]
    return []


# What is done on a worker.

preparing = Lock()


def grade_there(parcel: Parcel, ours: tuple[str, str, str]) -> Result:
    """Grade what was sent; the worker may have come when the others were already at work."""
    worker = get_worker()
    compare(worker.address, condition(), ours)
    with preparing:  # once, though several submissions may be graded at the same time
        work = unpacked(parcel)
        batch.prepare([work])
    with TemporaryDirectory(dir=worker.local_directory) as folder:
        path = Path(folder) / parcel.name
        if parcel.notebook is not None:
            path.write_bytes(parcel.notebook)
        return batch.grade_one(Submission("", path, work), sandboxes())


def unpacked(parcel: Parcel) -> Work:
    """What is asked, with the exercises of this worker."""
    private = [instructors_own(*file) for file in parcel.private]
    tasks = tuple(Task(exercise_of(id, private), points) for id, points in parcel.asked)
    return Work(parcel.assignment, tasks, parcel.seed, parcel.allow_package)


@cache
def instructors_own(id: str, text: bytes) -> Exercise:
    """An instructor's own variant; its file stays as long as Dask's folder of this worker."""
    folder = Path(mkdtemp(dir=get_worker().local_directory))
    path = (folder / id.replace(".", "/")).with_suffix(".py")
    path.parent.mkdir()
    path.write_bytes(text)
    (variant,) = variants.load(folder)
    return variant


@cache
def sandboxes() -> Sandboxes:
    """The sandboxes of this worker."""
    return Sandboxes()


def end_sandboxes() -> None:
    """End those in which nothing runs."""
    with sandboxes():
        sandboxes.cache_clear()
