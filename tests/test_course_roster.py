"""The roster: duplicates, accents, commas, namesakes, formulas, and files from spreadsheets."""

import unicodedata

import pytest
from course_files import CANVAS_SHEET, MOODLE_SHEET, put
from hypothesis import given
from hypothesis import strategies as st

from nncourse.classroom.course import course, roster
from nncourse.classroom.course.encodings import decoded
from nncourse.classroom.course.people import harmless, is_number, spellings, squeezed
from nncourse.classroom.course.roster import Roster, Student
from nncourse.classroom.errors import CourseError
from nncourse.classroom.exchange import enrol, sheets


def read(tmp_path, data: str | bytes) -> Roster:
    """The roster that a file holds."""
    path = tmp_path / "roster.csv"
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return roster.read(path)


def test_names_with_commas_quotes_and_line_ends(tmp_path):
    text = 'id,name,email,group\r\ns1,"Doe, Jane",,\r\n\r\ns2,"Ann ""Nan"" Lee",a@b.org,owls\r\n'
    people = read(tmp_path, text)
    assert [student.name for student in people] == ["Doe, Jane", 'Ann "Nan" Lee']
    assert people.group("OWLS")[0].id == "s2"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_files_that_a_spreadsheet_saved(tmp_path, encoding, sign):
    people = read(
        tmp_path, f"ID{sign}Name{sign}note\ns1{sign}José Müller{sign}x\n".encode(encoding)
    )
    assert people.students == (Student("s1", "José Müller"),)


def test_accents_are_the_same_taken_apart_or_not(tmp_path):
    apart = unicodedata.normalize("NFD", "id,name,email\nü1,José,josé@example.edu\n")
    people = read(tmp_path, apart)
    assert people.by_id("ü1").name == "José"
    assert people.by_email(unicodedata.normalize("NFD", "JOSÉ@example.edu")).id == "ü1"
    assert people.called("jose")[0].id == "ü1"


def test_two_students_of_one_name_are_told_apart_by_id_and_listed(tmp_path):
    people = read(tmp_path, 'id,name,email\ns1,Sam Twin,a@x.org\ns2,"Twin, Sam",b@x.org\n')
    assert [student.id for student in people.called("sam twin")] == ["s1", "s2"]
    assert "have the same name" in str(people.remarks[0])
    assert people.by_email("b@x.org").id == "s2"


def test_an_address_of_two_is_nobody_s(tmp_path):
    people = read(tmp_path, "id,name,email\ns1,A,x@x.org\ns2,B,X@x.org\n")
    assert people.by_email("x@x.org") is None
    assert "have the same address" in str(people.remarks[0])


def test_all_wrong_lines_are_named_at_once(tmp_path):
    text = "id,name\ns1,A\nS1,B\n,C\n../etc,D\nx/y,E\nnul,F\nend.,G\n"
    with pytest.raises(CourseError) as error:
        read(tmp_path, text)
    for said in (
        "line 3: the id 'S1' stands in line 2 too", "line 4: no id", "line 5", "line 6", "line 7",
        "line 8",
    ):  # fmt: skip
        assert said in str(error.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "has no column id and no column name"),
        ("name,email\nJane,j@x.org\n", "its first line should be id,name,email,group"),
        ("id,name,email\ns1,Doe, Jane,j@x.org\n", "line 2: a field too many"),
        ("id,name,name\ns1,Jane,Doe\n", "has several columns name"),
        ('id,name\ns1,"Doe\ns2,Li\n', "is there a quote too many, or one missing"),
        ('id,name\ns1,"Jane" Doe\n', "is there a quote too many, or one missing"),
        ("id,name\ns1,Jane\0\n", "no text in UTF-8"),
        ("PK\x03\x04", "is an Excel workbook"),
    ],
)
def test_what_is_no_roster_is_said(tmp_path, text, said):
    with pytest.raises(CourseError, match=f"(?i){said}"):
        read(tmp_path, text)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32"])
def test_an_encoding_that_cannot_be_told_is_said(tmp_path, encoding):
    path = tmp_path / "roster.csv"
    path.write_bytes("id,name\ns1,José\n".encode(encoding))
    with pytest.raises(CourseError, match="save or download it as CSV in UTF-8"):
        roster.read(path)


def test_a_thousand_students_are_all_there(tmp_path):
    lines = [f"s{i},Anna Žižková {i},a{i}@example.edu\r\n" for i in range(1000)]
    people = read(tmp_path, "id,name,email\r\n" + "".join(lines))
    assert len(people) == 1000
    assert not people.remarks
    assert [s.id for s in people.called("Zizkova 999, Anna")] == ["s999"]


def test_a_missing_roster_is_said(tmp_path):
    with pytest.raises(CourseError, match="there is no file"):
        roster.read(tmp_path / "roster.csv")


def test_who_has_no_name_is_called_by_the_id(tmp_path):
    assert read(tmp_path, "id,name\ns1,\n").students[0].name == "s1"


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused_and_written_back_the_same(tmp_path_factory, data):
    file = decoded(data)
    assert file.encoded(file.text) == data
    path = tmp_path_factory.getbasetemp() / "any.csv"
    path.write_bytes(b"id,name\n" + data)
    try:
        people = roster.read(path)
    except CourseError:
        return
    assert all("/" not in student.id and student.id not in (".", "..") for student in people)


def test_names_agree_in_any_order_and_not_with_others():
    for name in ("Anna-Marie Žižková", "Žižková, Anna-Marie", "zizkovaannamarie"):
        assert squeezed(name) in spellings("Anna-Marie Žižková")
    assert squeezed("Marie Žižková") not in spellings("Anna-Marie Žižková")
    assert spellings("!!!") == set()
    assert not Roster((Student("s1", "!!!"),)).called("")


@given(st.text())
def test_nothing_that_is_written_begins_as_a_formula(text):
    made = harmless(text)
    assert is_number(made) or not made.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r"))
    assert made in (text, "'" + text)


# From a platform's sheet.


def test_a_roster_from_canvas_s_grade_book_fills_that_grade_book(tmp_path):
    text = CANVAS_SHEET.replace("1026,,li", "1026,s3,li")
    path = put(tmp_path, "canvas.csv", text.encode())
    made = course.new(tmp_path / "nets", "Nets", roster=enrol.as_roster(enrol.enrolled(path)))
    people = roster.read(made.roster)
    assert [student.id for student in people] == ["s1", "s2", "s3", "s4", "s5"]
    assert people.by_id("s2").name == "Anna-Marie Žižková"
    assert people.by_id("s3").email == "li.wei@example.edu"
    filled = sheets.fill(sheets.open_sheet(path, ("week-1",)), people, {"s5": 1.0, "s3": 2.0}, of=3)
    assert filled.students == ("s3", "s5")


def with_numbers(text: str) -> str:
    """Moodle's worksheet with a column of ID numbers."""
    text = text.replace("E-Mail-Adresse", "ID-Nummer,E-Mail-Adresse")
    for number, name in enumerate(("jane@", "anna@", "li.wei@"), 1):
        text = text.replace(name, f"m-{number},{name}")
    return text


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        (CANVAS_SHEET, ["jane", "anna", "li.wei@example.edu", "sam1", "sam2"]),  # one has no SIS id
        (CANVAS_SHEET.replace("sam2", "sam1"), ["1024", "1025", "1026", "1027", "1028"]),
        (MOODLE_SHEET, ["jane@example.edu", "anna@example.edu", "li.wei@example.edu"]),
        (with_numbers(MOODLE_SHEET), ["m-1", "m-2", "m-3"]),
    ],
)  # fmt: skip
def test_the_ids_are_the_best_that_a_sheet_has(tmp_path, text, ids):
    people = enrol.enrolled(put(tmp_path, "sheet.csv", text.encode()))
    assert [student.id for student in people] == ids
    assert people[0].name == "Jane Doe"


def test_the_addresses_of_moodle_s_worksheet_are_found_in_any_language(tmp_path):
    people = enrol.enrolled(put(tmp_path, "sheet.csv", MOODLE_SHEET.encode()))
    assert [student.email for student in people][:2] == ["jane@example.edu", "anna@example.edu"]


def test_a_roster_is_taken_as_one(tmp_path):
    path = put(tmp_path, "roster.csv", b'id;name;email\ns07;"Doe; Jane";j@x.org\n')
    assert enrol.enrolled(path) == [Student("s07", "Doe; Jane", "j@x.org")]


@pytest.mark.parametrize("text", ["name,mark\nJane,1x\n", "Student,ID,Section\n", "ID,Name\n"])
def test_a_sheet_without_students_is_said(tmp_path, text):
    with pytest.raises(CourseError, match="neither a grade book of Canvas"):
        enrol.enrolled(put(tmp_path, "sheet.csv", text.encode()))
