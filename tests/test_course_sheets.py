"""Grade sheets: only the grades change, byte for byte; whose row it is; other languages."""

import csv
import io
import random
import re
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from course_files import CANVAS_SHEET, MOODLE_SHEET, new_course, put, students
from hypothesis import given
from hypothesis import strategies as st

from nncourse.classroom.course.roster import Roster, Student
from nncourse.classroom.errors import CourseError
from nncourse.classroom.exchange import sheets, table

BERLIN = ZoneInfo("Europe/Berlin")
POINTS = {"s1": 2.5, "s2": 3.0, "s3": 0.0, "s4": 1.0, "s5": None}
TITLES = ("week-1",)


def opened(tmp_path, text: str | bytes, titles=TITLES) -> sheets.Sheet:
    """A sheet in a file."""
    data = text if isinstance(text, bytes) else text.encode()
    return sheets.open_sheet(put(tmp_path, "sheet.csv", data), titles)


def people(tmp_path) -> Roster:
    """The students of the course."""
    return students(new_course(tmp_path)[0])


def said(filled: sheets.Filled) -> str:
    """All remarks."""
    return "\n".join(map(str, filled.remarks))


def grades(data: bytes, column: int, encoding: str = "utf-8", delimiter: str = ",") -> list[str]:
    """A column, read by another reader than ours."""
    rows = csv.reader(io.StringIO(data.decode(encoding), newline=""), delimiter=delimiter)
    return [row[column] for row in rows if row]


# Canvas.


def test_a_canvas_sheet_is_filled_and_nothing_else_changes(tmp_path):
    filled = sheets.fill(opened(tmp_path, CANVAS_SHEET), people(tmp_path), POINTS, of=3)
    assert grades(filled.data, 6)[3:] == ["2.5", "3", "0", "1", "EX", ""]
    blank = CANVAS_SHEET.encode().replace(b"A,8,1.5,", b"A,8,,")
    assert without(filled.data.decode(), 6) == without(blank.decode(), 6)
    assert set(filled.students) == set(POINTS)
    assert "'Student, Test' is not in the roster" in said(filled)


def without(text: str, column: int) -> list[list[str]]:
    """A sheet's rows as they stand in the file, quotes and all, each without one field."""
    split = re.compile(r'("[^"]*"|[^,]*)(?:,|$)')
    rows = [[m[1] for m in split.finditer(line)] for line in text.split("\r\n")]
    return [row[:column] + row[column + 1 :] for row in rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("ends", ["\r\n", "\n"])
@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_all_bytes_but_the_grades_are_the_same(tmp_path, encoding, ends, sign):
    text = CANVAS_SHEET.replace("\r\n", ends).replace("Ž", "Z").replace("ž", "z")
    if sign != ",":
        text = text.replace(", ", "@@").replace(",", sign).replace("@@", ", ")
    data = text.encode(encoding)
    sheet = opened(tmp_path, data)
    assert sheet.table.filled({}) == data
    filled = sheets.fill(sheet, people(tmp_path), POINTS, of=3)
    expected = text
    for before, grade in (
        ("A#9.5#", "2.5"),
        ("anna#A##", "3"),
        ("A#8#", "0"),
        ("A#7#", "1"),
        ("A#6#", "EX"),
    ):
        place = before.replace("#", sign)
        assert place in expected
        expected = expected.replace(place, place + grade)
    expected = expected.replace("01.5", "0")  # what stood there
    assert filled.data == expected.encode(encoding)


def test_points_are_scaled_to_the_sheet_s_and_it_is_said(tmp_path):
    text = CANVAS_SHEET.replace(",10,3,(read only)", ",10,100,(read only)")
    filled = sheets.fill(opened(tmp_path, text), people(tmp_path), {"s1": 2.0, "s2": 1.0}, of=3)
    assert grades(filled.data, 6)[3:5] == ["66.67", "33.33"]
    assert "they are scaled" in said(filled)


def test_numbers_are_written_as_the_sheet_writes_them(tmp_path):
    text = CANVAS_SHEET.replace(", ", "@@").replace(",", ";").replace("@@", ", ")
    text = text.replace("9.5", "9,5").replace("1.5", "1,5")
    filled = sheets.fill(opened(tmp_path, text), people(tmp_path), {"s1": 2.5}, of=3)
    assert grades(filled.data, 6, delimiter=";")[3] == "2,5"


def test_a_number_with_a_comma_is_quoted_where_commas_separate(tmp_path):
    text = CANVAS_SHEET.replace("A,9.5,", 'A,"9,5",').replace("A,8,1.5", 'A,8,"1,5"')
    filled = sheets.fill(opened(tmp_path, text), people(tmp_path), {"s1": 2.5, "s3": 2.0}, of=3)
    assert b'A,"9,5","2,5",' in filled.data
    assert b'A,8,"2",' in filled.data  # a field that was in quotes stays in quotes


@pytest.mark.parametrize(
    ("titles", "said"),
    [
        (("week-2",), "no column is called 'week-2'; there are 'Week 0 (11)', 'week-1 (12)'"),
        (("week-1", "Week 0"), "more than one column is called"),
        (("Final Score",), "no column is called"),
        (("Section",), "no column is called"),
    ],
)
def test_a_column_that_cannot_be_told_is_said(tmp_path, titles, said):
    with pytest.raises(CourseError, match=r"sheet\.csv") as error:
        opened(tmp_path, CANVAS_SHEET, titles)
    assert said in str(error.value)


def test_an_exact_title_decides(tmp_path):
    text = CANVAS_SHEET.replace("Week 0 (11)", "week-1 (11)")
    assert opened(tmp_path, text, ("week-1 (12)",)).grade == 6
    with pytest.raises(CourseError, match="more than one"):
        opened(tmp_path, text)


def test_a_column_that_canvas_computes_is_refused(tmp_path):
    text = CANVAS_SHEET.replace(",10,3,(read only)", ",10,(read only),(read only)")
    with pytest.raises(CourseError, match="does not let"):
        opened(tmp_path, text)


def test_names_in_two_columns_and_disarmed_formulas(tmp_path):
    text = (
        "LastName,FirstName,ID,SIS Login ID,Section,week-1 (12)\n"
        "    Points Possible,,,,,3\nDoe,Jane,1,x,A,\n"
        '"=""=cmd""",Li,2,y,A,\n'
    )
    roster = Roster((Student("s1", "Jane Doe"), Student("s2", "Li =cmd")))
    filled = sheets.fill(opened(tmp_path, text), roster, {"s1": 1.0}, of=3)
    assert grades(filled.data, 5)[2:] == ["1", ""]
    assert b'"=""=cmd"""' in filled.data


# Whose row it is.


def test_namesakes_without_ids_get_nothing_and_are_listed(tmp_path):
    text = CANVAS_SHEET.replace("s4,sam1", ",").replace("s5,sam2", ",")
    filled = sheets.fill(opened(tmp_path, text), people(tmp_path), POINTS, of=3)
    assert grades(filled.data, 6)[6:8] == ["", ""]
    assert said(filled).count("several students are called 'Twin, Sam'") == 2
    assert "s4: has points and no row in the sheet" in said(filled)


def test_one_of_two_namesakes_in_the_sheet_is_not_guessed(tmp_path):
    text = "\r\n".join(line for line in CANVAS_SHEET.split("\r\n") if "sam2" not in line)
    text = text.replace("s4,sam1", ",")
    filled = sheets.fill(opened(tmp_path, text), people(tmp_path), POINTS, of=3)
    assert not {"s4", "s5"} & set(filled.students)


def test_an_id_and_an_address_of_two_students_are_not_guessed(tmp_path):
    text = CANVAS_SHEET.replace("s1,jane", "s1,li.wei@example.edu")
    filled = sheets.fill(opened(tmp_path, text), people(tmp_path), POINTS, of=3)
    assert "names several students (s1, s3)" in said(filled)
    assert "s1" not in filled.students


def test_canvas_s_own_number_counts_only_if_the_name_agrees(tmp_path):
    roster = Roster(
        (Student("1025", "Jane Doe", "jane@x.org"), Student("77", "Anna"), Student("9", "K"))
    )
    text = "Student,ID,SIS User ID,SIS Login ID,Section,week-1 (12)\nAnna,1025,77,a,A,\nJ,9,,b,A,\n"
    points = {"77": 2.0, "1025": 3.0, "9": 1.0}
    filled = sheets.fill(opened(tmp_path, text), roster, points, of=3)
    assert grades(filled.data, 5)[1:] == ["2", ""]
    agreed = opened(tmp_path, text.replace("J,9", "K,9"))
    assert grades(sheets.fill(agreed, roster, points, of=3).data, 5)[1:] == ["2", "1"]


def test_a_namesake_with_another_address_is_somebody_else(tmp_path):
    text = MOODLE_SHEET.replace("jane@example.edu", "jane@elsewhere.org")
    filled = sheets.fill(opened(tmp_path, text), people(tmp_path), {"s1": 1.0}, of=3)
    assert filled.students == ()


def test_a_second_row_of_a_student_is_left_and_said(tmp_path):
    row = '"Doe, Jane",1024,s1,jane,A,9.5,,95\r\n'
    filled = sheets.fill(opened(tmp_path, CANVAS_SHEET + row), people(tmp_path), {"s1": 2.0}, of=3)
    assert grades(filled.data, 6)[-1] == ""
    assert "has a second row, 10" in said(filled)


def test_a_row_that_was_cut_off_is_an_error_and_not_a_wrong_file(tmp_path):
    text = CANVAS_SHEET.replace('"Doe, Jane",1024,s1,jane,A,9.5,,95', '"Doe, Jane",1024,s1')
    with pytest.raises(CourseError, match="row 4 has no field number 7"):
        sheets.fill(opened(tmp_path, text), people(tmp_path), POINTS, of=3)


def test_a_row_that_a_missing_quote_has_shifted_is_left_and_said(tmp_path):
    text = CANVAS_SHEET.replace('"Doe, Jane"', '"Doe, Jane')
    filled = sheets.fill(opened(tmp_path, text), people(tmp_path), {"s1": 2.0, "s4": 1.0}, of=3)
    assert filled.students == ("s4",)
    assert "row 4: has more fields than there are titles: is a quote missing?" in said(filled)


# Moodle.


def test_a_german_worksheet_is_filled_without_knowing_german(tmp_path):
    sheet = opened(tmp_path, MOODLE_SHEET, ())
    assert (sheet.platform, sheet.grade, sheet.most) == ("moodle", 4, 3.0)
    filled = sheets.fill(sheet, people(tmp_path), {"s1": 2.5, "s2": None, "s3": 1.0}, of=3)
    expected = MOODLE_SHEET.replace('abgegeben,,"3,00"', 'abgegeben,"2,5","3,00"')
    expected = expected.replace('Keine Abgabe,,"3,00"', 'Keine Abgabe,1,"3,00"')
    assert filled.data == expected.encode()


@pytest.mark.parametrize(
    "titles",
    [
        "Identifier,Full name,Email address,Status,Grade,Maximum Grade,Grade can be changed,"
        "Last modified (submission),Last modified (grade),Feedback comments",
        "Identificador,Nombre completo,Dirección de correo,Estado,Calificación,Calificación máxima,"
        "La calificación puede ser cambiada,Última modificación (entrega),"
        "Última modificación (calificación),Comentarios de retroalimentación",
        "Идентификатор,Полное имя,Адрес,Состояние,Оценка,Максимальная оценка,Оценка может быть "
        "изменена,Последнее изменение (ответ),Последнее изменение (оценка),Отзыв",
    ],
)
def test_worksheets_in_any_language(tmp_path, titles):
    text = MOODLE_SHEET.partition("\n")[2]
    filled = sheets.fill(opened(tmp_path, f"{titles}\n{text}"), people(tmp_path), {"s3": 1.0}, of=3)
    assert grades(filled.data, 4)[1:] == ["", "1,50", "1"]


def test_a_worksheet_with_a_scale_or_without_identifiers_is_refused(tmp_path):
    scale = MOODLE_SHEET.replace('"3,00"', '"poor\ngood"')
    with pytest.raises(CourseError, match="with a scale instead of points"):
        opened(tmp_path, scale, ())
    named = opened(tmp_path, scale, ("Bewertung",))
    assert (named.grade, named.most) == (4, None)
    with pytest.raises(CourseError, match="neither a grade book of Canvas nor"):
        opened(tmp_path, "name,mark\nJane,\n", ())


def test_two_columns_that_could_be_the_maximum_are_not_guessed(tmp_path):
    lines = [line.replace('"3,00"', '"3,00","7"') for line in MOODLE_SHEET.split("\n")]
    with pytest.raises(CourseError, match="cannot be told which column"):
        opened(tmp_path, "\n".join(lines).replace("Bestwertung", "Bestwertung,Note"), ())


def test_moodle_s_sheet_tells_times_and_numbers(tmp_path):
    sheet = opened(tmp_path, MOODLE_SHEET, ())
    times = sheets.submission_times(sheet, BERLIN)
    assert times == {
        "2001": datetime(2026, 10, 12, 23, 10, tzinfo=BERLIN),
        "2002": datetime(2026, 10, 13, 0, 30, tzinfo=BERLIN),
    }
    known, unclear = sheets.identities(sheet, people(tmp_path))
    assert {number: student.id for number, student in known.items()} == {
        "2001": "s1", "2002": "s2", "2003": "s3",
    }  # fmt: skip
    assert not unclear


# Other files, and the table underneath.


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "is empty"),
        (b"\n\n", "is empty"),
        (b"PK\x03\x04xxxx", "is an Excel workbook"),
        (b'Student,ID,Section\n"never closed', "a quote in line 2 is never closed"),
        (b"<html><table>", "neither"),
        (b"\x00\x01\x02", "is no text in UTF-8"),
        (CANVAS_SHEET.encode("utf-16-le"), "is no text in UTF-8"),
    ],
)
def test_what_is_no_sheet_is_said(tmp_path, data, said):
    with pytest.raises(CourseError, match=said):
        opened(tmp_path, data)


FIELDS = st.text(st.characters(codec="utf-8", exclude_characters="\0\r"), max_size=8)


@given(st.lists(st.lists(FIELDS, min_size=2, max_size=4), min_size=1, max_size=5), st.randoms())
def test_a_table_is_read_as_csv_reads_it_and_filled_in_place(rows, chance: random.Random):
    content = io.StringIO(newline="")
    ends = chance.choice(["\r\n", "\n"])
    csv.writer(content, quoting=chance.choice([0, 1]), lineterminator=ends).writerows(rows)
    data = content.getvalue().encode()
    read = table.parse(data)
    if read.delimiter != ",":
        return  # a first line full of semicolons
    assert [[field.value for field in row] for row in read.rows] == rows
    row, column = chance.randrange(len(rows)), 1
    filled = table.parse(b"a,b\n" + read.filled({(row, column): 'new, "one"'}))
    changed = [list(fields) for fields in rows]
    changed[row][column] = 'new, "one"'
    assert [[field.value for field in fields] for fields in filled.rows[1:]] == changed


@given(st.binary(max_size=200))
def test_any_bytes_are_a_table_or_an_error_and_unchanged_bytes_stay(data):
    try:
        assert table.parse(data).filled({}) == data
    except CourseError:
        pass


def test_a_large_table_is_read_in_time_that_grows_with_it():
    line = b'"Doe, Jane",1024,s1,jane,A,9.5,,95\r\n'
    assert len(table.parse(line * 20_000).rows) == 20_000


def test_our_own_tables_run_nothing_in_a_spreadsheet():
    data = sheets.as_csv(
        [["id", "name"], ["s1", "=1+1"], ["s2", "@x"], ["s3", -1.5], ["s4", "\tx"]]
    )
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert [row[1] for row in rows[1:]] == ["'=1+1", "'@x", "-1.5", "'\tx"]
