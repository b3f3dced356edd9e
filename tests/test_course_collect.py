"""Collecting: what platforms hand out, honest, broken and hostile; which attempt counts."""

import errno
import json
import os
import stat
import struct
import subprocess
import sys
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from course_files import (
    CANVAS_SHEET,
    MOODLE_SHEET,
    clock,
    new_course,
    notebook,
    put,
    students,
    zipped,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from nncourse import files
from nncourse.classroom.course import marks
from nncourse.classroom.course.submissions import Attempt, Shelf, replaces, submitted
from nncourse.classroom.errors import CourseError
from nncourse.classroom.exchange import files_in, sheets
from nncourse.classroom.exchange.collect import collect

A, B, C = notebook("mse = 1"), notebook("mse = 2"), notebook("mse = 3")

not_on_windows = pytest.mark.skipif(os.name == "nt", reason="Windows has no pipes and few folders")


class Class:
    """A course and what was collected in it."""

    def __init__(self, folder: Path):
        self.course, self.assignment = new_course(folder)
        self.folder = folder

    def take(self, files, name: str = "export.zip", **more):
        """Collect an archive of these files."""
        source = put(self.folder, name, zipped(files))
        return self.take_from(source, **more)

    def take_from(self, source: Path, **more):
        """Collect from a path."""
        more = {"now": clock} | more
        return collect(self.course, self.assignment, students(self.course), source, **more)

    def canvas_sheet(self, text: str = CANVAS_SHEET):
        """Canvas's sheet."""
        return sheets.open_sheet(put(self.folder, "canvas.csv", text.encode()), ("week-1",))

    def moodle_sheet(self):
        """Moodle's sheet."""
        return sheets.open_sheet(put(self.folder, "moodle.csv", MOODLE_SHEET.encode()), ())

    def counting(self) -> dict[str, bytes]:
        """What counts of each student."""
        return {one.student: one.path.read_bytes() for one in submitted(self.course, "week-1")}

    def attempt(self, student: str) -> Attempt:
        """The attempt that counts."""
        return {s.student: s.attempt for s in submitted(self.course, "week-1")}[student]

    def everything(self) -> set[bytes]:
        """Every notebook that is kept, of everybody."""
        folder = self.course.submissions("week-1")
        return {path.read_bytes() for path in folder.rglob("*.ipynb")}

    def tree(self) -> dict[str, bytes]:
        """Every file below the submissions."""
        folder = self.course.folder / "submissions"
        found = [path for path in folder.rglob("*") if path.is_file()]
        return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


@pytest.fixture
def here(tmp_path) -> Class:
    """A course."""
    return Class(tmp_path)


def said(result) -> str:
    """All remarks."""
    return "\n".join(map(str, result.remarks))


# Canvas.


def test_a_canvas_archive_by_names(here):
    files = {
        "doejane_1024_5001_week-1.ipynb": A,
        "žižkováannamarie_LATE_1025_5002_week-1-3.ipynb": B,
        "weili_1026_5003_week-1.ipynb": C,
    }
    result = here.take(files)
    assert result.platform == "canvas"
    assert here.counting() == {"s1": A, "s2": B, "s3": C}
    assert result.missing == ["s4", "s5"]
    assert result.remarks == []
    assert here.attempt("s2").flagged
    assert not here.attempt("s1").flagged
    assert here.attempt("s1").collected == clock().isoformat()


def test_canvas_namesakes_need_the_sheet(here):
    files = {"twinsam_1027_5004_week-1.ipynb": A, "twinsam_1028_5005_week-1.ipynb": B}
    result = here.take(files)
    assert here.counting() == {}
    assert said(result).count("several students have this name (s4, s5)") == 2
    here.take(files, sheet=here.canvas_sheet())
    assert here.counting() == {"s4": A, "s5": B}


def test_two_people_of_a_name_that_the_roster_has_once_are_not_mixed_up(here):
    result = here.take({"doejane_1024_1_w.ipynb": A, "doejane_3333_2_w.ipynb": B})
    assert here.counting() == {}
    assert "several people of the platform (1024, 3333) have this name" in said(result)


def test_a_number_that_is_another_student_s_id_is_not_guessed(tmp_path):
    here = Class(tmp_path)
    here.course.roster.write_text("id,name\n1024,Li Wei\ns9,Jane Doe\n")
    result = here.take({"doejane_1024_1_w.ipynb": A})
    assert here.counting() == {}
    assert "its number is the id of 1024, and its name is not that student's" in said(result)


def test_texts_strangers_and_the_anonymous_are_listed(here):
    files = {
        "doejane_1024_text.html": b"<p>",
        "nobodyknown_7_1_w.ipynb": A,
        "anon_ab1Cd_5001_w.ipynb": B,
        "LATE_anon_ab1Ce_5002_w.ipynb": B,
        "readme.txt": b"",
        "weili_1026_1_essay.pdf": b"%PDF",
    }
    result = here.take(files)
    assert here.counting() == {}
    for text in (
        "is a text or a link", "is not in the roster", "is anonymous", "is not named as Canvas",
        "essay.pdf is no notebook", "s3: handed in no notebook",
    ):  # fmt: skip
        assert text in said(result)
    assert said(result).count("is anonymous") == 2


def test_a_group_s_submission_is_everybody_s(here):
    here.take({"owls_88_1_week-1.ipynb": A})
    assert here.counting() == {"s1": A, "s2": A}


# Moodle.


def test_a_moodle_archive_with_its_sheet(here):
    files = {
        "Jane Doe_2001_assignsubmission_file/week-1.ipynb": A,
        "Anna-Marie Žižková_2002_assignsubmission_file_/sub/week-1.ipynb": B,
        "Somebody Renamed_2003_assignsubmission_file_week-1.ipynb": C,
        "Jane Doe_2001_assignsubmission_onlinetext/onlinetext.html": b"<p>",
    }
    result = here.take(files, sheet=here.moodle_sheet())
    assert result.platform == "moodle"
    assert here.counting() == {"s1": A, "s2": B, "s3": C}
    assert here.attempt("s1").time == "2026-10-12T23:10:00+02:00"
    assert here.attempt("s3").time == ""
    assert "onlinetext.html is no notebook" in said(result)


def test_a_moodle_archive_of_old_programs_without_a_mark_for_utf_8(here):
    name = "José Müller_9_assignsubmission_file/week-1.ipynb"
    data = bytearray(zipped({name: A}))
    for place in (data.find(b"PK\x03\x04") + 6, data.find(b"PK\x01\x02") + 8):
        flags = struct.unpack_from("<H", data, place)[0]
        struct.pack_into("<H", data, place, flags & ~0x800)
    here.course.roster.write_text("id,name\ns1,José Müller\n", "utf-8")
    here.take_from(put(here.folder, "old.zip", bytes(data)))
    assert here.counting() == {"s1": A}


def test_a_moodle_group_whose_number_is_also_a_participant_s(here):
    files = {"owls_2003_assignsubmission_file/week-1.ipynb": A}
    here.take(files, sheet=here.moodle_sheet())
    assert here.counting() == {"s1": A, "s2": A}


# Gradescope, and folders.

METADATA = """\
---
submission_91:
  :submitters:
  - :name: Jane Doe
    :sid: s1
    :email: jane@example.edu
  - :name: Li Wei
    :email: li.wei@example.edu
  :created_at: 2026-10-12 20:10:00.000000000 Z
  :score: 0.0
  :results: !ruby/hash:ActiveSupport::HashWithIndifferentAccess
    tests: []
submission_95:
  :submitters:
  - :name: Jane Doe
    :sid: s1
  :created_at: 2026-10-13 01:00:00.500000000 -07:00
submission_96:
  :submitters: []
  :created_at: 2026-10-13 01:00:00 Z
"""


def gradescope(metadata: str = METADATA, **notebooks: bytes) -> dict[str, bytes]:
    """An export."""
    root = "assignment_5_export"
    files = {f"{root}/submission_{n[1:]}/week-1.ipynb": data for n, data in notebooks.items()}
    return {f"{root}/submission_metadata.yml": metadata.encode(), **files}


def test_a_gradescope_export_with_a_group_and_two_submissions(here):
    result = here.take(gradescope(_91=A, _95=B, _96=C))
    assert result.platform == "gradescope"
    assert here.counting() == {"s1": B, "s3": A}
    assert here.attempt("s1").moment == datetime(2026, 10, 13, 8, 0, 0, 500_000, tzinfo=UTC)
    assert here.everything() == {A, B}
    assert "s1: handed in 2 times; the last counts" in said(result)
    assert "has no submitter" in said(result)


@pytest.mark.parametrize(
    "metadata",
    ["[1, 2", "- 1", "a: !!python/object/apply:os.system ['true']", "a: &a [*b]", "\x00"],
)
def test_metadata_that_cannot_be_read_is_said(here, metadata):
    with pytest.raises(CourseError, match=r"submission_metadata\.yml"):
        here.take(gradescope(metadata, _91=A))


def test_without_pyyaml_it_is_said_what_to_install(here, monkeypatch):
    monkeypatch.setitem(sys.modules, "yaml", None)
    with pytest.raises(CourseError, match="pip install pyyaml"):
        here.take(gradescope(_91=A))


def test_metadata_that_would_grow_does_not(here):
    lines = ["a0: &a0 {x: 1}"]
    lines += [f"a{i}: &a{i} {{<<: [*a{i - 1}, *a{i - 1}]}}" for i in range(1, 60)]
    with pytest.raises(CourseError, match="cannot be read"):
        here.take(gradescope("\n".join(lines), _91=A))


def test_a_gradescope_entry_of_two_students_is_not_guessed(here):
    metadata = METADATA.replace(":email: jane@example.edu", ":email: li.wei@example.edu")
    result = here.take(gradescope(metadata, _91=A))
    assert "its id and its address are those of different students" in said(result)


def test_folders_of_people_and_of_nbgrader(here):
    folder = here.folder / "in"
    for name, data in {
        "s1/week-1.ipynb": A,
        "s2/week-1/week-1.ipynb": B,
        "s2/week-1/timestamp.txt": b"2026-10-12 21:58:23.948203 UTC",
        "li.wei@example.edu.ipynb": C,
        "s4+week-1+2026-10-12 22:01:00 UTC/week-1.ipynb": A,
        "s9/week-1.ipynb": A,
        ".DS_Store": b"",
    }.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    result = here.take_from(folder)
    assert result.platform == "folder"
    assert here.counting() == {"s1": A, "s2": B, "s3": C, "s4": A}
    assert here.attempt("s2").moment == datetime(2026, 10, 12, 21, 58, 23, 948203, tzinfo=UTC)
    assert here.attempt("s4").moment == datetime(2026, 10, 12, 22, 1, tzinfo=UTC)
    assert here.attempt("s1").time == ""  # a file's date says when it was copied
    assert said(result) == "s9, s9/week-1.ipynb: is not in the roster"


def test_an_unpacked_archive_is_taken_as_the_archive(here):
    source = put(here.folder, "x.zip", zipped(gradescope(_91=A, _95=B)))
    with zipfile.ZipFile(source) as archive:
        archive.extractall(here.folder / "unpacked")
    result = here.take_from(here.folder / "unpacked")
    assert result.platform == "gradescope"
    assert here.counting() == {"s1": B, "s3": A}


# Which attempt counts.


def test_collecting_again_changes_nothing(here):
    files = gradescope(_91=A, _95=B)
    here.take(files)
    before = here.tree()
    later = datetime(2027, 1, 1, tzinfo=UTC)
    result = here.take(files, now=lambda: later)
    assert here.tree() == before
    assert result.new == []
    assert result.known == ["s1", "s1", "s3"]


def test_a_later_canvas_archive_replaces_and_an_older_one_does_not(here):
    first, second = {"doejane_1024_5001_w.ipynb": A}, {"doejane_1024_6001_w-1.ipynb": B}
    here.take(first)
    result = here.take(second)
    assert here.counting() == {"s1": B}
    assert "handed in 2 times" in said(result)
    result = here.take(first)
    assert here.counting() == {"s1": B}
    assert "was collected before; it is kept among the others" in said(result)
    assert here.everything() == {A, B}


def test_an_older_archive_that_is_collected_later_is_kept_aside(here):
    here.take({"doejane_1024_6001_w-1.ipynb": B})
    result = here.take({"doejane_1024_5001_w.ipynb": A})
    assert here.counting() == {"s1": B}
    assert "is older than the one that counts" in said(result)
    assert here.everything() == {A, B}


def test_who_goes_back_to_an_earlier_version_is_believed(here):
    for number, data in ((1, A), (2, B), (3, A)):
        here.take({f"doejane_1024_{number}_w.ipynb": data})
    assert here.counting() == {"s1": A}
    assert here.attempt("s1").order == 3
    assert here.everything() == {A, B}


def test_a_student_s_clock_that_goes_back(here):
    late, early = "2026-10-12 20:10:00", "2026-10-11 08:00:00"
    metadata = METADATA.replace("2026-10-13 01:00:00.500000000 -07:00", f"{early} Z")
    assert late in metadata
    result = here.take(gradescope(metadata, _91=A, _95=B))
    assert here.counting()["s1"] == B  # the numbers of the platform grow
    assert "s1: the times of two submissions contradict their numbers" in said(result)


def test_this_machine_s_clock_may_go_back(here):
    here.take({"s1.ipynb": A}, now=lambda: datetime(2027, 5, 1, tzinfo=UTC))
    here.take({"s1.ipynb": B}, now=lambda: datetime(1970, 1, 1, tzinfo=UTC))
    assert here.counting() == {"s1": B}
    assert here.attempt("s1").collected.startswith("1970")


def test_times_decide_where_no_numbers_do():
    a = Attempt("a", "w", "x", "folder", time="2026-10-12T10:00:00+02:00")
    b = replace(a, sha256="b", time="2026-10-12T09:00:00+00:00")
    assert replaces(b, a)
    assert not replaces(a, b)
    unknown = replace(a, time="")
    assert replaces(unknown, a)
    assert replaces(a, unknown)
    other = replace(a, platform="canvas", order=1)
    assert replaces(replace(b, order=0), other)  # numbers of two platforms say nothing


def test_what_the_sheet_tells_later_is_added(here):
    files = {"Jane Doe_2001_assignsubmission_file/week-1.ipynb": A}
    here.take(files)
    assert here.attempt("s1").time == ""
    here.take(files, sheet=here.moodle_sheet())
    assert here.attempt("s1").time == "2026-10-12T23:10:00+02:00"
    assert len(json.loads(here.tree()["week-1/s1/received.json"])["attempts"]) == 1


def test_a_notebook_that_was_put_there_by_hand_counts_and_is_never_lost(here):
    here.take({"doejane_1024_1_w.ipynb": A})
    shelf = Shelf(here.course.submissions("week-1") / "s1", "week-1")
    shelf.counting.write_bytes(B)
    assert here.counting() == {"s1": B}
    assert here.attempt("s1").source == "by hand"
    here.take({"doejane_1024_1_w.ipynb": A})
    assert here.counting() == {"s1": B}
    here.take({"doejane_1024_2_w.ipynb": C})
    assert here.counting() == {"s1": C}
    assert here.everything() == {A, B, C}


def test_an_earlier_attempt_that_was_put_back_by_hand_counts(here):
    here.take({"doejane_1024_1_w.ipynb": A})
    here.take({"doejane_1024_2_w.ipynb": B})
    Shelf(here.course.submissions("week-1") / "s1", "week-1").counting.write_bytes(A)
    assert here.attempt("s1").order == 1
    here.take({"doejane_1024_2_w.ipynb": B})
    assert here.counting() == {"s1": A}
    assert here.attempt("s1").order == 1
    assert here.everything() == {A, B}


def test_a_record_that_is_damaged_stops_one_student_only(here):
    here.take({"s1.ipynb": A})
    record = here.course.submissions("week-1") / "s1" / "received.json"
    for text in ("{", "[]", '{"attempts": [{}]}', '{"attempts": [{"time": "soon"}]}', "null"):
        record.write_text(text)
        result = here.take({"s1.ipynb": B, "s3.ipynb": C})
        assert "cannot be read" in said(result)
        assert record.read_text() == text
        assert (record.parent / "week-1.ipynb").read_bytes() == A
    assert (here.course.submissions("week-1") / "s3" / "week-1.ipynb").read_bytes() == C


def test_lateness_follows_from_what_was_collected(here):
    files = {
        "Jane Doe_2001_assignsubmission_file/week-1.ipynb": A,
        "Anna-Marie Žižková_2002_assignsubmission_file/week-1.ipynb": B,
    }
    here.take(files, sheet=here.moodle_sheet())
    days = {s: marks.lateness_of(here.assignment, s, here.attempt(s)).days for s in ("s1", "s2")}
    assert days == {"s1": 0, "s2": 1}


# Which notebook of a submission.


def test_of_several_notebooks_the_one_with_the_answers_counts(here):
    answers = notebook("def neuron(): ...\ndef mse(): ...")
    files = {
        "doejane_1024_1_Untitled.ipynb": notebook("print('mse')"),
        "doejane_1024_2_mine.ipynb": answers,
        "doejane_1024_3_week-1.ipynb": notebook("pass"),
    }
    result = here.take(files)
    assert here.counting() == {"s1": answers}
    assert "mine.ipynb was taken, and not Untitled.ipynb, week-1.ipynb" in said(result)


def test_an_archive_that_a_student_handed_in_is_opened(here):
    inner = zipped({"week-1/week-1.ipynb": A, "__MACOSX/week-1/._week-1.ipynb": b"x"})
    here.take({"doejane_1024_1_week-1.zip": inner})
    assert here.counting() == {"s1": A}


@pytest.mark.parametrize(
    "data", [b"", b"PK\x03\x04", zipped({"a.txt": b""})], ids=["empty", "cut off", "no notebook"]
)
def test_an_archive_of_a_student_that_is_of_no_use_is_listed(here, data):
    result = here.take({"doejane_1024_1_week-1.zip": data, "weili_1026_2_w.ipynb": B})
    assert "s1: handed in no notebook" in said(result)
    assert here.counting() == {"s3": B}


def test_a_notebook_without_the_cells_is_kept_and_listed(here):
    result = here.take({"s1.ipynb": b"no notebook at all", "s3.ipynb": notebook("x = 1")})
    assert here.counting() == {"s1": b"no notebook at all", "s3": notebook("x = 1")}
    assert said(result).count("has none of the functions asked for") == 2


# Hostile archives.


def entry(name: str, mode: int = 0) -> zipfile.ZipInfo:
    """An entry of an archive with a kind of file."""
    made = zipfile.ZipInfo(name)
    made.create_system = 3
    made.external_attr = mode << 16
    return made


@pytest.mark.parametrize(
    "name",
    [
        "../s1/week-1.ipynb", "s1/../../week-1.ipynb", "/etc/week-1.ipynb", "..\\s1\\week-1.ipynb",
        "C:\\s1\\week-1.ipynb", "C:s1.ipynb", "\\\\server\\s1.ipynb",
    ],
)  # fmt: skip
def test_names_that_lead_out_are_left_out_and_listed(here, name):
    before = {path for path in here.folder.rglob("*")}
    result = here.take([(name, B), ("s3.ipynb", A)], name="z.zip")
    assert here.counting() == {"s3": A}
    assert "leads out of the archive" in said(result)
    new = {path for path in here.folder.rglob("*")} - before - {here.folder / "z.zip"}
    assert all(path.is_relative_to(here.course.submissions("week-1")) for path in new)


@pytest.mark.parametrize("name", ["../x", "..", "a/b", "/etc/passwd", "s1\0", "C:x", "con"])
def test_no_name_of_a_student_becomes_a_path(here, name):
    result = here.take([(f"{name}/week-1.ipynb", B), ("s3.ipynb", A)])
    assert here.counting().keys() <= {"s1", "s3"}
    assert {path.name for path in here.course.submissions("week-1").iterdir()} <= {"s1", "s3"}
    assert result.remarks or "\0" in name


def test_links_and_devices_in_an_archive_are_left_out(here):
    files = [
        (entry("s1/week-1.ipynb", stat.S_IFLNK | 0o777), b"/etc/passwd"),
        (entry("s2/week-1.ipynb", stat.S_IFIFO | 0o600), b""),
        (entry("s3/week-1.ipynb", stat.S_IFREG | 0o644), A),
    ]
    result = here.take(files)
    assert here.counting() == {"s3": A}
    assert said(result).count("is a link or a device") == 2


@pytest.mark.skipif(os.name == "nt", reason="Windows makes links and pipes for administrators only")
def test_links_and_pipes_in_a_folder_are_not_followed(here):
    secret = put(here.folder, "secret.ipynb", notebook("mse = 'secret'"))
    folder = here.folder / "in"
    (folder / "s1").mkdir(parents=True)
    (folder / "s1" / "week-1.ipynb").symlink_to(secret)
    (folder / "s2").symlink_to(here.folder, target_is_directory=True)
    os.mkfifo(folder / "s3.ipynb")
    (folder / "s4.ipynb").write_bytes(A)
    result = here.take_from(folder)
    assert here.counting() == {"s4": A}
    assert said(result).count("links are not followed") == 2
    assert "a device or a pipe" in said(result)


def test_a_bomb_is_left_out_and_the_rest_is_taken(here):
    result = here.take(
        {"s1.ipynb": b"\0" * 40_000_000, "s2.ipynb": b" " * 60_000_000, "s3.ipynb": A}
    )
    assert here.counting() == {"s3": A}
    assert "as in a bomb" in said(result)
    assert "is larger than 50,000,000 bytes" in said(result)


def test_a_bomb_inside_a_student_s_archive_is_left_out(here):
    inner = zipped({"week-1.ipynb": b"\0" * 40_000_000})
    result = here.take({"s1.zip": inner, "s3.ipynb": A})
    assert here.counting() == {"s3": A}
    assert "handed in no notebook" in said(result)


def test_an_archive_that_lies_about_sizes_is_not_believed(here, monkeypatch):
    monkeypatch.setattr(files_in, "MOST_BYTES", 1000)
    data = bytearray(zipped({"s1.ipynb": b"x" * 100_000, "s3.ipynb": A}))
    for place in (data.find(b"PK\x03\x04") + 22, data.find(b"PK\x01\x02") + 24):
        struct.pack_into("<I", data, place, 10)  # the size that it will have
    result = here.take_from(put(here.folder, "lie.zip", bytes(data)))
    assert here.counting() == {"s3": A}
    assert "s1" in said(result)


def test_too_many_files_are_refused(here, monkeypatch):
    monkeypatch.setattr(files_in, "MOST_FILES", 3)
    with pytest.raises(CourseError, match="holds 4 files"):
        here.take({f"s{i}.ipynb": A for i in range(4)})


def test_many_notebooks_of_one_student_are_not_all_read(here, monkeypatch):
    monkeypatch.setattr("nncourse.classroom.exchange.collect.MOST_BYTES", 2 * len(A) + 9)
    result = here.take({f"s1/{name}.ipynb": A for name in "abcd"} | {"s3.ipynb": B})
    assert result.new == ["s1", "s3"]
    assert "c.ipynb and what follows is more than" in said(result)


def test_names_that_collide_lose_nothing(here):
    one, two = notebook("neuron, mse"), notebook("mse")
    with pytest.warns(UserWarning, match="Duplicate name"):
        result = here.take(
            [("s1/week-1.ipynb", two), ("s1/week-1.ipynb", one), ("S1/WEEK-1.ipynb", A)]
        )
    assert here.counting()["s1"] in (one, A)
    assert said(result)


def test_damaged_and_encrypted_files_are_listed(here):
    data = bytearray(
        zipped([(entry("s1.ipynb"), A), (entry("s2.ipynb"), B), (entry("s3.ipynb"), C)])
    )
    at = data.find(A)
    if at < 0:  # packed
        at = data.find(b"s1.ipynb") + len("s1.ipynb")
    data[at + 5] ^= 0xFF
    second = data.find(b"s2.ipynb", data.find(b"PK\x01\x02"))
    struct.pack_into("<H", data, second - 46 + 8, 1)
    result = here.take_from(put(here.folder, "bad.zip", bytes(data)))
    assert here.counting() == {"s3": C}
    assert "is damaged in the archive" in said(result)
    assert "is encrypted" in said(result)


@pytest.mark.parametrize("data", [b"", b"no archive", zipped({"s1.ipynb": A})[:-30]])
def test_what_is_no_archive_is_said(here, data):
    with pytest.raises(CourseError, match="cannot be read as a ZIP archive"):
        here.take_from(put(here.folder, "x.zip", data))
    with pytest.raises(CourseError, match="there is no file or folder"):
        here.take_from(here.folder / "nothing.zip")
    with pytest.raises(CourseError, match="there is no platform 'blackboard'"):
        here.take({"s1.ipynb": A}, platform="blackboard")


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_an_archive_with_flipped_bytes_ends_in_an_error_or_in_remarks(tmp_path_factory, data):
    here = Class(tmp_path_factory.mktemp("flip"))
    made = bytearray(zipped({"doejane_1024_1_w.ipynb": A, "weili_1026_2_w.ipynb": B}))
    for _ in range(data.draw(st.integers(1, 4))):
        made[data.draw(st.integers(0, len(made) - 1))] = data.draw(st.integers(0, 255))
    try:
        here.take_from(put(here.folder, "x.zip", bytes(made)))
    except CourseError:
        return
    assert set(here.counting()) <= {"s1", "s3"}
    assert here.everything() <= {A, B}


# Disks.


def broken_after(count: int):
    """A replacement of `os.fsync` that finds the disk full after so many files."""
    left = [count]

    def fsync(_):
        left[0] -= 1
        if left[0] < 0:
            raise OSError(errno.ENOSPC, "No space left on device")

    return fsync


WRITTEN = 5  # of one student the other, the notebook and the record; then a notebook and a record


@pytest.mark.parametrize("count", range(WRITTEN + 1))
def test_a_full_disk_loses_nothing_and_collecting_again_does_the_rest(here, monkeypatch, count):
    here.take({"doejane_1024_1_w.ipynb": A})
    second = {"doejane_1024_2_w.ipynb": B, "weili_1026_3_w.ipynb": C}
    with monkeypatch.context() as patch:
        patch.setattr(files.os, "fsync", broken_after(count))
        if count < WRITTEN:
            with pytest.raises(OSError, match="No space left on device"):
                here.take(second)
        else:
            here.take(second)
    assert A in here.everything()
    assert not list(here.course.folder.rglob("*.part"))
    assert here.counting()["s1"] in (A, B)
    here.take(second)
    assert here.counting() == {"s1": B, "s3": C}
    assert here.everything() == {A, B, C}
    assert here.attempt("s1").order == 2


@pytest.mark.skipif(os.name == "nt" or not hasattr(os, "geteuid"), reason="permissions are others")
def test_a_folder_that_may_not_be_written_is_said(here, monkeypatch):
    def refused(*_, **__):
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "mkdir", refused)
    with pytest.raises(PermissionError):
        here.take({"s1.ipynb": A})
    assert here.counting() == {}


@not_on_windows
def test_folders_as_deep_as_a_system_can_make_are_read(here):
    source = here.folder / "deep"
    source.mkdir()
    (source / "s1.ipynb").write_bytes(A)
    place = os.open(source, os.O_RDONLY)
    for _ in range(1100):
        os.mkdir("d", dir_fd=place)
        inner = os.open("d", os.O_RDONLY, dir_fd=place)
        os.close(place)
        place = inner
    os.close(place)
    try:
        assert here.take_from(source).new == ["s1"]
    finally:
        subprocess.run(["rm", "-r", source], check=True)


def test_a_folder_that_cannot_be_read_is_listed(here, monkeypatch):
    source = here.folder / "unpacked"
    (source / "s2").mkdir(parents=True)
    (source / "s1.ipynb").write_bytes(A)
    scan = os.scandir

    def scandir(path):
        if str(path).endswith("s2"):
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return scan(path)

    monkeypatch.setattr(os, "scandir", scandir)
    result = here.take_from(source)
    assert result.new == ["s1"]
    assert "s2: is a folder that cannot be read (Permission denied); it was left out" in [
        str(remark) for remark in result.remarks
    ]


@pytest.mark.skipif(sys.platform != "linux", reason="other systems allow text alone as a name")
def test_a_file_whose_name_is_no_text_is_taken_and_can_be_told_of(here):
    source = here.folder / "unpacked"
    (source / "s1").mkdir(parents=True)
    (source / "s1" / os.fsdecode(b"w\xff.ipynb")).write_bytes(A)
    (source / os.fsdecode(b"s\xff.ipynb")).write_bytes(A)
    result = here.take_from(source)
    assert result.new == ["s1"]
    assert [str(remark).encode() for remark in result.remarks]  # as it is written to a terminal


def test_what_is_told_of_a_file_is_one_line_and_moves_no_cursor(here):
    result = here.take({"s9\n\x1b[2J.ipynb": A})
    told = [str(remark) for remark in result.remarks]
    assert told == [r"s9\n\x1b[2J, s9\n\x1b[2J.ipynb: is not in the roster"]


def test_large_letters_at_the_end_of_a_name_are_the_same(here):
    files = {"s1.IPYNB": A, "s2.ZIP": zipped({"WEEK.IPYNB": B}), "s3/WEEK.IPYNB": A}
    assert here.take(files).new == ["s1", "s2", "s3"]


def test_an_empty_source_is_said(here):
    with pytest.raises(CourseError, match="is empty"):
        here.take({})


def test_a_platform_that_is_named_and_is_not_the_one_is_said(here):
    with pytest.raises(CourseError, match=r"there is no submission_metadata\.yml in it"):
        here.take({"s1.ipynb": A}, platform="gradescope")


@pytest.mark.parametrize(
    "record",
    [
        b"[]",
        b"[" * 100_000,
        b"\xff\xfe",
        b'{"attempts": [{}]}',
        b'{"attempts": [{"sha256": "a", "file": "b", "source": "c", "platform": "canvas", '
        b'"order": "7"}]}',
        b'{"attempts": [{"sha256": "a", "file": "b", "source": "c", "platform": "folder", '
        b'"time": "2026-10-01T10:00:00"}]}',
    ],
)
def test_a_record_that_is_none_is_said_with_its_file(here, record):
    here.take({"s1.ipynb": A})
    file = here.course.submissions("week-1") / "s1" / "received.json"
    file.write_bytes(record)
    with pytest.raises(CourseError, match=r"received\.json cannot be read"):
        list(submitted(here.course, "week-1"))


@not_on_windows
def test_what_stands_in_a_notebooks_place_and_is_none_is_not_read(here):
    here.take({"s1.ipynb": A})
    folder = here.course.submissions("week-1")
    (folder / "s2" / "week-1.ipynb").mkdir(parents=True)
    for id, make in (("s3", os.mkfifo), ("s4", lambda path: os.symlink("/dev/zero", path))):
        (folder / id).mkdir()
        make(folder / id / "week-1.ipynb")
    assert [one.student for one in submitted(here.course, "week-1")] == ["s1"]
    result = here.take({f"s{i}.ipynb": B for i in range(1, 6)})
    assert result.new == ["s1", "s5"]
    assert sum("is no file: move it away" in str(remark) for remark in result.remarks) == 3


def test_a_disk_on_which_no_large_file_has_room_keeps_what_was_there(here):
    here.take({"s1.ipynb": A})
    before = here.tree()
    large = notebook("mse = 1\n" * 5000)
    resource = pytest.importorskip("resource", reason="this system has no limits of that kind")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    source = put(here.folder, "large.zip", zipped({"s1.ipynb": large}))
    resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, limits[1]))
    try:
        with pytest.raises(OSError, match="could not be written"):
            here.take_from(source)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert before.items() <= here.tree().items()
    assert not [name for name in here.tree() if name.endswith(".part")]
    here.take_from(source)
    assert here.counting() == {"s1": large}
    assert here.everything() == {A, large}
