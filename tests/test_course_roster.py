"""The roster: duplicates, accents, commas, namesakes, formulas, and files from spreadsheets."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nncourse.classroom import roster
from nncourse.classroom.encodings import decoded
from nncourse.classroom.errors import CourseError
from nncourse.classroom.people import harmless, is_number, spellings, squeezed
from nncourse.classroom.roster import Roster, Student


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
    ],
)
def test_what_is_no_roster_is_said(tmp_path, text, said):
    with pytest.raises(CourseError, match=said):
        read(tmp_path, text)


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
