"""What Canvas, Moodle, Gradescope and nbgrader call the files of their submissions.

Canvas: `doejane_LATE_1024_55501_week-1.ipynb`: the sortable name in small letters and without
signs, LATE if it was, the number of the user and that of the file; `LATE_anon_ab1cd_55501_...`
where students are anonymous, and `doejane_1024_text.html` for a text. Only everybody's last
submission is in it. Source: `lib/content_zipper.rb` of https://github.com/instructure/canvas-lms.

Moodle: `Jane Doe_1024_assignsubmission_file/week-1.ipynb`: name, participant, plugin (older ones
end in `_`); or all of it joined by `_` if the teacher chose no folders. In a group's submission the
group's name and number stand first. No times; they are in the grading worksheet. Source:
`mod/assign/classes/downloader.php` of https://github.com/moodle/moodle.

Gradescope: a folder `submission_123456` for each, and `submission_metadata.yml` beside them, which
tells of each its `:submitters:` (`:name:`, `:sid:`, `:email:`) and `:created_at:`; a group has
several submitters. Source: `GradescopeParser` of https://github.com/ucbds-infra/otter-grader.

nbgrader: `submitted/STUDENT/ASSIGNMENT/week-1.ipynb` with `timestamp.txt`, or in the exchange
`STUDENT+ASSIGNMENT+TIMESTAMP+...`. Source: `nbgrader/exchange/default/submit.py` of
https://github.com/jupyter/nbgrader.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from nncourse.classroom.course.late import earliest
from nncourse.classroom.errors import CourseError, Remark
from nncourse.classroom.exchange.files_in import File

CANVAS = re.compile(r"(?P<name>.*?)_(?P<late>LATE_)?(?P<user>\d+)_(?P<file>\d+)_(?P<rest>.+)")
CANVAS_TEXT = re.compile(r"(?P<name>.*?)_(?:LATE_)?(?P<user>\d+)_(?:text|link)\.html")
CANVAS_ANONYMOUS = re.compile(r"(?:LATE_)?anon_\w+?_\d+_.+")
MOODLE = re.compile(r"(?P<name>.*?)_(?P<user>\d+)_assignsubmission_(?P<rest>.+)")
METADATA = "submission_metadata.yml"
EXCHANGE = re.compile(r"(?P<id>[^+]+)\+(?P<assignment>[^+]+)\+(?P<time>[^+]+ [^+]+)(\+.*)?")


@dataclass(frozen=True)
class Found:
    """A file, and what the platform says of it.

    Parameters
    ----------
    file : what can be read.
    submission : which files belong together.
    keys : what may be a student's id or address.
    name : what may be the name of a student or a group.
    number : the platform's own number of the student.
    time : when it came in; None if the platform does not say.
    order : a number that grows from one submission to the next; None if there is none.
    flagged : whether the platform calls it late.
    """

    file: File
    submission: str
    keys: tuple[str, ...] = ()
    name: str = ""
    number: str = ""
    time: datetime | None = None
    order: int | None = None
    flagged: bool = False


Result = tuple[list[Found], list[Remark]]


def recognised(files: Iterable[File]) -> str:
    """Whose files these are: "gradescope", "moodle", "canvas", or "folder" for all others.

    Examples
    --------
    >>> recognised([File("doejane_1024_55501_week-1.ipynb", bytes)])
    'canvas'
    """
    names = [file.name for file in files]
    if any(name.endswith(METADATA) for name in names):
        return "gradescope"
    if any("_assignsubmission_" in name for name in names):
        return "moodle"
    last = [file.last for file in files]
    if any(p.fullmatch(name) for name in last for p in (CANVAS, CANVAS_TEXT, CANVAS_ANONYMOUS)):
        return "canvas"
    return "folder"


def canvas(files: Iterable[File], zone: tzinfo) -> Result:
    """What Canvas says of the files of its submission archive."""
    found, remarks = [], []
    for file in files:
        told = CANVAS.fullmatch(file.last)
        if CANVAS_ANONYMOUS.fullmatch(file.last):
            text = "is anonymous: let Canvas show the names, and download the submissions again"
            remarks.append(Remark(file.name, text))
        elif told:
            found.append(
                Found(
                    File(told["rest"], file.read),
                    submission=told["user"],
                    name=told["name"],
                    number=told["user"],
                    order=int(told["file"]),
                    flagged=bool(told["late"]),
                )
            )
        elif CANVAS_TEXT.fullmatch(file.last):
            remarks.append(Remark(file.name, "is a text or a link that was handed in, and no file"))
        else:
            remarks.append(Remark(file.name, "is not named as Canvas names submissions"))
    return found, remarks


def moodle(files: Iterable[File], zone: tzinfo) -> Result:
    """What Moodle says of the files of its submission archive."""
    found, remarks = [], []
    for file in files:
        told = next(filter(None, map(MOODLE.fullmatch, file.parts)), None)
        if told:
            inner = File(file.last.rpartition("assignsubmission_file_")[2] or file.last, file.read)
            user = told["user"]
            found.append(Found(inner, submission=user, name=told["name"], number=user))
        else:
            remarks.append(Remark(file.name, "is not named as Moodle names submissions"))
    return found, remarks


def gradescope(files: Iterable[File], zone: tzinfo) -> Result:
    """What Gradescope's `submission_metadata.yml` says of the files beside it.

    Raises
    ------
    CourseError
        If it cannot be read, or is not there.
    """
    files = list(files)
    metadata = next((file for file in files if file.last == METADATA), None)
    if metadata is None:
        raise CourseError(f"there is no {METADATA} in it: is it an export of Gradescope's?")
    table = described(metadata.read())
    found, remarks = [], []
    for file in files:
        folder = next((part for part in file.parts if part in table), None)
        if file is metadata:
            continue
        if folder is None:
            remarks.append(Remark(file.name, f"is not in {METADATA}"))
            continue
        submitters, time = table[folder]
        number = re.search(r"\d+", folder)
        for keys, name in submitters:
            order = int(number[0]) if number else None
            found.append(Found(file, folder, keys=keys, name=name, time=time, order=order))
        if not submitters:
            remarks.append(Remark(file.name, "has no submitter; assign it in Gradescope"))
    return found, remarks


Submitters = list[tuple[tuple[str, ...], str]]


def described(data: bytes) -> dict[str, tuple[Submitters, datetime | None]]:
    """The submitters and the time of each submission, from `submission_metadata.yml`."""
    table = yaml_in(data)
    if not isinstance(table, dict):
        raise CourseError(f"{METADATA} is not a table of submissions: download the export again")
    told = {}
    for folder, entry in table.items():
        if isinstance(entry, dict):
            people = entry.get(":submitters") or []
            submitters = [submitter(one) for one in people if isinstance(one, dict)]
            told[str(folder)] = submitters, moment(entry.get(":created_at"))
    return told


def submitter(entry: dict[str, Any]) -> tuple[tuple[str, ...], str]:
    """What may be the id or the address of somebody, and the name."""
    keys = tuple(str(entry[key]) for key in (":email", ":sid") if entry.get(key))
    return keys, str(entry.get(":name") or "")


def yaml_in(data: bytes) -> object:
    """What a YAML file of Gradescope says; Ruby's own kinds of tables are taken as tables."""
    try:
        import yaml  # type: ignore[import-untyped]
    except ImportError:
        text = "Gradescope's exports are read with PyYAML: python -m pip install pyyaml"
        raise CourseError(text) from None

    class Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
        """The safe reader, which makes nothing but tables, lists, texts, numbers and dates."""

        def flatten_mapping(self, node: Any) -> None:
            """Tables are not merged into each other: a few lines could grow to fill the memory."""

    def table(loader: Any, suffix: str, node: Any) -> object:
        return loader.construct_mapping(node) if isinstance(node, yaml.MappingNode) else None

    Loader.add_multi_constructor("!ruby/", table)
    try:
        return yaml.load(data, Loader)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise CourseError(f"{METADATA} cannot be read: {error}") from None


def moment(value: object) -> datetime | None:
    """A time that YAML read, in UTC if it has no offset: Gradescope writes it so."""
    if not isinstance(value, datetime):
        return None
    return value if value.tzinfo else value.replace(tzinfo=UTC)


def folder(files: Iterable[File], zone: tzinfo) -> Result:
    """A folder of `STUDENT.ipynb`, `STUDENT.zip` or `STUDENT/...`, as people and nbgrader make."""
    files = list(files)
    times = {file.parts[:-1]: stamp(file, zone) for file in files if file.last == "timestamp.txt"}
    found = []
    for file in files:
        if file.last == "timestamp.txt":
            continue
        who = file.parts[0] if len(file.parts) > 1 else re.sub(r"(?i)\.(ipynb|zip)$", "", file.last)
        told = EXCHANGE.fullmatch(who)
        who = told["id"] if told else who
        time = times.get(file.parts[:-1]) or (read_stamp(told["time"], zone) if told else None)
        found.append(Found(file, "/".join(file.parts[:-1]) or who, (who,), who, time=time))
    return found, []


def stamp(file: File, zone: tzinfo) -> datetime | None:
    """The time in a `timestamp.txt`."""
    return read_stamp(file.read()[:200].decode(errors="replace"), zone)


def read_stamp(text: str, zone: tzinfo) -> datetime | None:
    """A time as nbgrader writes it, `2026-10-12 21:58:23.948203 UTC`; None if it is none.

    Examples
    --------
    >>> read_stamp("2026-10-12 21:58:23.948203 America/Los_Angeles", UTC).isoformat()
    '2026-10-12T21:58:23.948203-07:00'
    """
    day, _, rest = text.strip().partition(" ")
    clock, _, name = rest.partition(" ")
    try:
        time = datetime.fromisoformat(f"{day} {clock}")
        return earliest(time, ZoneInfo(name) if name else zone)
    except (ValueError, OSError, KeyError):
        return None


PLATFORMS: dict[str, Callable[[Iterable[File], tzinfo], Result]] = {
    "canvas": canvas,
    "moodle": moodle,
    "gradescope": gradescope,
    "folder": folder,
}
