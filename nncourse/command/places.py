"""Places: where the files of a training go, looked at before anything is done."""

import os
from itertools import combinations
from pathlib import Path

from nncourse.command.reports import picture_beside
from nncourse.command.streams import printed_to
from nncourse.files import check_writable


def check_places(
    model: Path,
    checkpoint: Path,
    resume: Path | None,
    history: Path | None,
    report: Path | None,
) -> None:
    """Raise an error now rather than after the training, if a file cannot be read or written.

    Parameters
    ----------
    model, checkpoint, history, report : what will be written; None if it will not.
    resume : the checkpoint to go on from; it may be `checkpoint` itself.

    Raises
    ------
    OSError
        If there is no checkpoint to resume from, or a place cannot be written.
    ValueError
        If two of the files are the same, or something of the user's would be overwritten.
    """
    if resume is not None and not resume.is_file():
        raise FileNotFoundError(f"there is no checkpoint {resume}")
    files = {"the model": model, "the checkpoint": checkpoint}
    if history is not None:
        files["the history"] = history
    if report is not None:
        files |= {"the report": report, "the report's picture": free_picture(report)}
    for path in files.values():
        check_writable(path)
        check_not_printed_to(path)
    if resume is not None and not same_file(resume, checkpoint):
        files["the checkpoint to resume from"] = resume
    for (what, path), (other, its_path) in combinations(files.items(), 2):
        if same_file(path, its_path):
            raise ValueError(f"{what} and {other} would both be {path}: give one another name")


def free_picture(report: Path) -> Path:
    """The place of a report's picture; a ValueError if a picture that is no report's is there."""
    picture = picture_beside(report)
    if picture.exists() and not report.exists():
        raise ValueError(
            f"the report's picture would replace {picture}, which belongs to no report {report}: "
            "give the report another name"
        )
    return picture


def check_not_printed_to(path: Path) -> None:
    """Raise a ValueError if what the command prints goes into the file at `path`."""
    if path.exists() and any(os.path.samestat(path.stat(), file) for file in printed_to()):
        raise ValueError(f"{path} is where this command prints to: give another name")


def same_file(path: Path, other: Path) -> bool:
    """Whether two paths lead to the same file, be it by links."""
    if path.exists() and other.exists():
        return path.samefile(other)
    return os.path.realpath(path) == os.path.realpath(other)


def unused(path: Path) -> Path:
    """The path, or with -2, -3 and so on in its name if there is such a file already."""
    stem, dot, suffix = path.name.partition(".")
    number, candidate = 2, path
    while os.path.lexists(candidate):
        candidate = path.with_name(f"{stem}-{number}{dot}{suffix}")
        number += 1
    return candidate
