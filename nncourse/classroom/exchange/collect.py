"""Collecting: from what a platform hands out to a folder for each student.

Nothing is lost and nothing is guessed. What cannot be taken in, or is not clear, becomes a remark,
and the rest goes on. Collecting the same again changes nothing; collecting more adds to it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from nncourse.classroom.course.assignment import Assignment
from nncourse.classroom.course.course import Course
from nncourse.classroom.course.roster import Roster, Student
from nncourse.classroom.course.submissions import Attempt, Shelf, clock_went_back, hash_of
from nncourse.classroom.errors import CourseError, Remark
from nncourse.classroom.exchange.files_in import MOST_BYTES, File, files_in, inside
from nncourse.classroom.exchange.platforms import PLATFORMS, Found, recognised
from nncourse.classroom.exchange.sheets import Sheet, identities, submission_times

Handed = tuple[Student, list[Found]]  # the files of one submission, and whose they are


@dataclass
class Collected:
    """What came of collecting.

    Parameters
    ----------
    platform : whose files these were.
    new : the ids of students with a new notebook.
    known : the ids of students whose notebook was there already.
    missing : the ids of students of the roster of whom nothing has come yet.
    remarks : everything that an instructor should look at.
    """

    platform: str
    new: list[str] = field(default_factory=list)
    known: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)


def collect(
    course: Course,
    assignment: Assignment,
    roster: Roster,
    source: Path,
    *,
    sheet: Sheet | None = None,
    platform: str = "",
    progress: Callable[[list[Handed]], Iterable[Handed]] = iter,
    now: Callable[[], datetime] = lambda: datetime.now().astimezone(),
) -> Collected:
    """Take in what a platform hands out.

    Parameters
    ----------
    course, assignment, roster : whose it is.
    source : a submission archive of Canvas or Moodle, an export of Gradescope, or a folder: of one
        of these, unpacked, or of `STUDENT.ipynb` and `STUDENT/...`.
    sheet : the platform's grade sheet. Canvas's and Moodle's archives call students by numbers that
        only their sheets explain, and Moodle's sheet tells the times. Without it names must do.
    platform : one of "canvas", "moodle", "gradescope", "folder"; recognised if not given.
    progress : goes through the submissions and may show how far it is, as `tqdm` does.
    now : the clock.

    Raises
    ------
    CourseError
        If the source cannot be read at all, or its files are none of the platform's.
    OSError
        If the disk is full or may not be written. What was taken in until then stays, whole, and
        collecting again does the rest.
    """
    files, remarks = files_in(source)
    if not files and not remarks:
        raise CourseError(f"{source} is empty: is it what the platform handed out?")
    platform = platform or recognised(files)
    if platform not in PLATFORMS:
        raise CourseError(f"there is no platform {platform!r}; there are {', '.join(PLATFORMS)}")
    found, more = PLATFORMS[platform](files, course.timezone)
    result = Collected(platform, remarks=[*remarks, *more])
    numbers, times = explained(sheet, roster, course, result.remarks)
    owned = with_owners(found, roster, numbers, result.remarks)
    for student, submission in progress(in_time(owned)):
        come = now().isoformat(timespec="seconds")
        told = Told(submission, times.get(submission[0].number), platform, source.name, come)
        take_in(shelf_of(course, assignment, student), told, assignment, result)
    shelves = {student.id: shelf_of(course, assignment, student) for student in roster}
    result.missing = [id for id, shelf in shelves.items() if not shelf.counting.is_file()]
    return result


def shelf_of(course: Course, assignment: Assignment, student: Student) -> Shelf:
    """Where a student's work for an assignment lies."""
    return Shelf(course.submissions(assignment.name) / student.id, assignment.name)


@dataclass(frozen=True)
class Told:
    """The files of one submission, and what is known of it beside."""

    files: list[Found]
    time: datetime | None
    platform: str
    source: str
    now: str

    def attempt(self, name: str, data: bytes) -> Attempt:
        """The attempt that one notebook among the files is."""
        time = self.time or self.files[0].time
        return Attempt(
            sha256=hash_of(data),
            file=name,
            source=self.source,
            platform=self.platform,
            time=time.isoformat() if time else "",
            order=max((one.order for one in self.files if one.order is not None), default=None),
            flagged=any(one.flagged for one in self.files),
            collected=self.now,
        )


def explained(
    sheet: Sheet | None, roster: Roster, course: Course, remarks: list[Remark]
) -> tuple[dict[str, Student], dict[str, datetime]]:
    """What a sheet says of the platform's numbers: whose they are, and the times."""
    if sheet is None:
        return {}, {}
    numbers, unclear = identities(sheet, roster)
    remarks += unclear
    return numbers, submission_times(sheet, course.timezone)


Owned = tuple[Student, Found]


def with_owners(
    found: Iterable[Found], roster: Roster, numbers: dict[str, Student], remarks: list[Remark]
) -> list[Owned]:
    """Whose each file is. Files that nobody owns for certain become remarks."""
    owned: list[Owned] = []
    for one in found:
        people, reason = owners(one, roster, numbers)
        owned += [(student, one) for student in people]
        if reason:
            remarks.append(Remark(f"{one.name or one.submission}, {one.file.name}", reason))
    several: dict[str, set[str]] = {}
    for student, one in owned:
        several.setdefault(student.id, set()).add(one.number)
    twice = {id for id, theirs in several.items() if len(theirs) > 1}
    for id in sorted(twice):
        text = (
            f"several people of the platform ({', '.join(sorted(several[id]))}) have this name, so "
            "it is not clear whose work is whose; give the platform's grade sheet too"
        )
        remarks.append(Remark(id, text))
    return [(student, one) for student, one in owned if student.id not in twice]


def owners(one: Found, roster: Roster, numbers: dict[str, Student]) -> tuple[list[Student], str]:
    """Whose a file is: one student, or all of a group; or nobody, and why."""
    named, group = roster.called(one.name), roster.group(one.name)
    if one.number in numbers and not (group and not named):  # a group has a number of its own
        return [numbers[one.number]], ""
    keyed = {s for key in one.keys if (s := roster.by_email(key) or roster.by_id(key))}
    by_number = roster.by_id(one.number) if one.number else None
    if len(keyed) == 1:
        return list(keyed), ""
    if len(keyed) > 1:
        return [], "its id and its address are those of different students"
    if by_number and (not named or by_number in named) and (named or not one.name):
        return [by_number], ""
    if by_number:
        return [], f"its number is the id of {by_number.id}, and its name is not that student's"
    if len(named) == 1:
        return named, ""
    if named:
        ids = ", ".join(student.id for student in named)
        return [], f"several students have this name ({ids}); give the platform's grade sheet too"
    return group, "" if group else "is not in the roster"


def in_time(owned: list[Owned]) -> list[Handed]:
    """The submissions, student by student, those of one student in the order they came in."""
    submissions: dict[tuple[str, str], Handed] = {}
    for student, one in owned:
        submissions.setdefault((student.id, one.submission), (student, []))[1].append(one)
    return sorted(submissions.values(), key=lambda pair: (pair[0].id, *arrival(pair[1])))


def arrival(files: list[Found]) -> tuple[int, float, str]:
    """What the submissions of one student are ordered by."""
    order = max(file.order or 0 for file in files)
    return order, files[0].time.timestamp() if files[0].time else 0.0, files[0].submission


def take_in(shelf: Shelf, told: Told, assignment: Assignment, result: Collected) -> None:
    """Put one submission on its student's shelf, and note what there is to say about it."""
    student = shelf.folder.name
    notebooks, texts = notebooks_in(told.files)
    try:
        if notebooks:
            name, data = best_of(notebooks, assignment, texts)
            attempt = told.attempt(name, data)
            attempts, counts, is_new = shelf.add(data, attempt)
            (result.new if is_new else result.known).append(student)
            texts += said(attempt, attempts, counts, is_new)
        else:
            texts.append("handed in no notebook that can be read")
    except CourseError as error:
        texts.append(str(error))
    result.remarks += [Remark(student, text) for text in texts]


def said(attempt: Attempt, attempts: list[Attempt], counts: int, is_new: bool) -> list[str]:
    """What there is to say about an attempt beside others."""
    texts = []
    if is_new and any(clock_went_back(attempt, other) for other in attempts):
        texts.append("the times of two submissions contradict their numbers; the numbers count")
    if attempts[counts].sha256 != attempt.sha256:
        reason = "is older than the one that counts" if is_new else "was collected before"
        texts.append(f"{attempt.file} from {attempt.source} {reason}; it is kept among the others")
    elif is_new and len(attempts) > 1:
        texts.append(f"handed in {len(attempts)} times; the last counts")
    return texts


Notebook = tuple[str, bytes]


def notebooks_in(files: Iterable[Found]) -> tuple[list[Notebook], list[str]]:
    """The notebooks of a submission, also those in an archive in it, and what else there was."""
    notebooks: list[Notebook] = []
    texts = []
    room = MOST_BYTES
    for file in (one.file for one in files):
        try:
            more = notebooks_of(file)
        except CourseError as error:
            texts.append(f"{file.last} {error}")
            continue
        room -= sum(len(data) for _, data in more)
        if room < 0:
            texts.append(f"{file.last} and what follows is more than {MOST_BYTES:,} bytes together")
            break
        notebooks += more
    return notebooks, texts


def notebooks_of(file: File) -> list[Notebook]:
    """The notebook that a file is, or those in an archive.

    Raises
    ------
    CourseError
        If it cannot be read, or there is none.
    """
    if file.name.lower().endswith(".ipynb"):
        return [(file.last, file.read())]
    if not file.name.lower().endswith(".zip"):
        raise CourseError("is no notebook; it was left out")
    found = inside(file.read())
    if not found:
        raise CourseError("holds no notebook; it was left out")
    return list(found.items())


def best_of(notebooks: list[Notebook], assignment: Assignment, texts: list[str]) -> Notebook:
    """The notebook of a submission that counts: which holds most of the functions asked for.

    Of those that hold as many it is the one of the assignment's name, else the last by name. What
    there is to say about it is added to `texts`.
    """
    wanted = [id.rpartition(".")[2].encode() for id in assignment.every_id]

    def rank(notebook: Notebook) -> tuple[int, bool, str]:
        """What speaks for a notebook."""
        file, data = notebook
        named = file.endswith(f"{assignment.name}.ipynb")
        return sum(function in data for function in wanted), named, file

    best = max(notebooks, key=rank)
    others = [file for file, data in notebooks if (file, data) != best]
    if others:
        texts.append(f"{best[0]} was taken, and not {', '.join(others)}")
    if rank(best)[0] == 0:
        texts.append(f"{best[0]} has none of the functions asked for")
    return best
