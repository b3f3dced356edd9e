"""Reports: the class's page and each student's say what was found, to those who may know it."""

import os
import re
import sys
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest
from course_files import new_course, notebook
from report_class import BOOK, DRAWN, DUE, ONE_HOT, RELU, SOFTMAX, WEEK, Class, judged, known

from nncourse import exercises
from nncourse.checking.judging import judge
from nncourse.classroom import variants
from nncourse.classroom.course import course
from nncourse.classroom.course.assignment import Override, exercise_of
from nncourse.classroom.course.roster import Student
from nncourse.classroom.errors import CourseError
from nncourse.classroom.grading import standing as standings
from nncourse.classroom.grading.grading import Judged, Result
from nncourse.classroom.grading.journal import Journal
from nncourse.classroom.release.chapters import notebook_of, read
from nncourse.classroom.report import feedback, findings, forms, page, similar, writing
from nncourse.classroom.report.lessons import anchor, lesson_of
from nncourse.classroom.report.similar import Alike, alike

bs4 = pytest.importorskip("bs4", reason="bs4 reads pages: pip install beautifulsoup4")


def soup(path):
    return bs4.BeautifulSoup(path.read_text("utf-8"), "html.parser")


def text_of(path) -> str:
    """What a reader sees of a page."""
    return " ".join(soup(path).body.get_text(" ").split())


def class_page(standing, names: bool = False) -> str:
    return text_of(page.write(standing, names))


def student_page(standing, id: str) -> str:
    return text_of(next(path for path in feedback.write(standing) if path.stem == id))


def rows(path, caption: str) -> dict[str, str]:
    """The rows of the table whose caption begins so, by their first cell."""
    (table,) = [t for t in soup(path).select("table") if t.caption.text.startswith(caption)]
    lines = [row.select("th, td") for row in table.tbody.select("tr")]
    return {words(first): " ".join(map(words, others)) for first, *others in lines}


def words(element) -> str:
    return " ".join(element.get_text(" ").split())


def stub(*arguments):
    """An answer that was not written."""
    ...


def failing(y, k):
    return 1 / 0


def first_row(Z):
    return Z[:1]


def unchanged(Z):
    return Z


NO_SHIFT, GLOBAL_SHIFT = known(SOFTMAX, "no_shift"), known(SOFTMAX, "one_shift_for_all")


@pytest.fixture
def small(tmp_path):
    """Seven students: of all kinds of attendance, and with some mistakes."""
    made = Class(tmp_path)
    made.add("s1", {})
    made.add("s2", {SOFTMAX: NO_SHIFT, ONE_HOT: failing})
    made.add("s3", {SOFTMAX: NO_SHIFT, RELU: first_row}, late=timedelta(days=1, hours=2))
    made.add("s4", {SOFTMAX: GLOBAL_SHIFT, ONE_HOT: stub})
    made.add("s5")
    made.add("s6")
    made.add("s7", {})
    found = made.results["s7"].exercises
    nothing = {id: replace(one, points=0, kind="not attempted") for id, one in found.items()}
    made.results["s7"] = Result("s7", "week-2", "ab", "unreadable notebook", nothing)
    return made


# The class's page.


def test_who_handed_in_is_counted(small):
    standing = small.standing(excused={"s6": "ill"})
    assert rows(page.write(standing), "The 7 students") == {
        "handed in, in time": "3",
        "handed in late": "1",
        "handed in what cannot be read": "1",
        "not graded yet": "0",
        "missing": "1",
        "excused": "1",
    }
    assert "5 of 6 students handed in." in class_page(standing)


def test_submissions_of_nobody_in_the_roster_are_told_of_and_not_counted(small):
    assert "in the roster" not in class_page(small.standing())
    del small.students[0]
    text = class_page(small.standing())
    assert "4 of 6 students handed in." in text
    assert "1 submission is of nobody in the roster and is counted nowhere." in text


def test_each_exercise_has_its_successes_and_what_went_wrong_in_the_assignments_order(small):
    standing = small.standing()
    table = rows(page.write(standing), "How many of those whose notebook was graded")
    ids = [line.split()[-1] for line in list(table)[:3]]
    assert ids == [SOFTMAX, RELU, ONE_HOT]
    softmax, relu, one_hot, *drawn = table.values()
    assert softmax == "1 of 4 right (25 %) 3 made a known mistake"
    assert relu == "3 of 4 right (75 %) 1 gave a wrong shape"
    assert one_hot == "2 of 4 right (50 %) 1 raised an error 1 wrote nothing"
    asked = [int(re.search(r"of (\d)|nobody", line)[1] or 0) for line in drawn]
    assert sum(asked) == 4  # each was asked one of the two


def test_drawn_exercises_are_counted_among_those_who_were_asked(tmp_path):
    made = Class(tmp_path)
    for i in range(20):
        made.add(f"s{i}", {})
    asked = [next(iter(WEEK.asked_of(f"s{i}").keys() & set(DRAWN))) for i in range(20)]
    found = findings.successes(made.standing(), list(findings.answers(made.standing())))
    assert {one.exercise.id: one.asked for one in found if one.exercise.id in DRAWN} == {
        id: asked.count(id) for id in DRAWN
    }
    assert 0 < asked.count(DRAWN[0]) < 20


def test_mistakes_have_their_name_number_message_an_example_and_a_lesson(small):
    path = page.write(small.standing(book=BOOK))
    headings = [words(one) for one in soup(path).select("section h3")]
    assert headings == ["2 of 4: no shift", "1 of 4: one shift for all"]
    section = soup(path).select("section")[0]
    assert exercise_of(SOFTMAX).mistakes[0].message in words(section)
    assert "E = np.exp(Z)\n" in section.pre.text
    assert section.pre.text.startswith("def softmax(Z):")
    assert section.a["href"] == f"{BOOK}/book/02_forward.html#scores-into-shares"


def test_without_the_books_address_a_section_is_named_and_not_linked(small):
    path = page.write(small.standing())
    assert "the section “Scores into shares” of the chapter “From neurons to layers”" in text_of(
        path
    )
    assert not soup(path).select("a[href]")


def test_first_to_teach_again_is_what_helps_the_most_students(small):
    for id in ("s8", "s9", "s10"):
        small.add(id, {RELU: unchanged})
    standing = small.standing()
    judged = list(findings.answers(standing))
    found = findings.needs(standing, judged, findings.mistakes(standing, judged))
    assert [(need.lesson.section, len(need.students)) for need in found] == [
        ("The bend", 4),
        ("Scores into shares", 3),
        ("Answers as rows", 1),  # who wrote nothing does not count
    ]


def test_a_student_with_two_wrong_answers_in_a_section_counts_once(tmp_path):
    loss = "forward.binary_cross_entropy", "forward.cross_entropy"
    made = Class(tmp_path, replace(WEEK, exercises=dict.fromkeys(loss, 1), drawn=()))
    made.add("s1", dict.fromkeys(loss, lambda P, Y: 0.0))
    judged = list(findings.answers(made.standing()))
    (need,) = findings.needs(made.standing(), judged, [])
    assert len(need.students) == 1
    assert len(need.exercises) == 2


@pytest.mark.parametrize("most", [0, 1, 2.5, 10, 14, 15, 23, 100, 1000])
def test_every_student_is_in_one_bar_of_the_points(most):
    points = [most * i / 40 for i in range(41)] + [most + 3]  # the last by hand
    bars = findings.distribution(points, most)
    assert sum(bar.number for bar in bars) == 42
    assert len(bars) <= findings.MOST_BARS + 1
    assert bars[-1].least <= most
    for bar in bars[:-1]:
        assert bar.number == sum(bar.least <= value < bar.below for value in points)


def test_the_figure_has_its_numbers_in_a_table_too(small):
    path = page.write(small.standing())
    svg = soup(path).select_one("svg.points")
    assert svg["role"] == "img"
    assert svg["aria-label"]
    table = rows(path, "Students by points")
    shown = [int(text.text) for text in svg.select("text")[:-1] if text["y"] != "155"]
    assert sorted(shown) == sorted(int(number) for number in table.values() if number != "0")
    assert sum(shown) == 4


# Nobody is named who need not be.


def test_without_names_nothing_tells_who_a_student_is(small):
    path = page.write(small.standing())
    assert not soup(path).select("section details")
    html = path.read_text()
    for student in small.students:
        assert student.name not in html
        assert student.email not in html
        assert not re.search(rf"\b{student.id}\b", html)


def test_with_names_the_page_names_them_and_says_that_it_is_confidential(small):
    text = class_page(small.standing(), names=True)
    assert "Confidential" in text
    assert "Name of s5 (s5)" in text
    assert re.search(r"2 of 4: no shift .*? Who Name of s2 \(s2\) , Name of s3 \(s3\)", text)


def test_drawn_names_do_not_follow_the_roster_and_stay_the_same(tmp_path):
    made = Class(tmp_path)
    for i in range(40):
        made.add(f"s{i:02d}")
    called = page.Page(made.standing(), names=False).called
    assert sorted(called.values()) == [f"S{i:02d}" for i in range(1, 41)]
    assert sum(name[1:] == f"{int(id[1:]) + 1:02d}" for id, name in called.items()) < 8
    made.students.reverse()
    assert page.Page(made.standing(), names=False).called == called


# Similar answers.

OWN = """
def one_hot({y}, {k}):
    "{word}"
    {rows} = []  # {word}
    for {i} in {y}:
        {row} = [0.0] * {k}
        {row}[int({i})] = 1.0
        {rows}.append({row})
    return np.array({rows}).reshape(len({y}), {k})
"""
ONE = OWN.format(y="y", k="k", rows="rows", i="label", row="row", word="Mine")
OTHER = OWN.format(y="labels", k="n", rows="out", i="v", row="line", word="Not copied at all")


def with_cells(folder, **cells) -> list[Alike]:
    """What is found alike in a class of which each student wrote this cell."""
    made = Class(folder)
    for id, text in cells.items():
        made.add(id, {}, cells=("import numpy as np", text))
    standing = made.standing()
    return alike(standing, findings.answers(standing))


def test_a_copy_with_other_names_comments_and_layout_is_found(tmp_path):
    spread = OTHER.replace(" = ", "  =  ").replace("[]", "(\n[\n])")
    found = with_cells(tmp_path, s1=ONE, s2=spread, s3="def one_hot(y, k): return np.eye(k)[y]")
    assert found == [Alike(("s1", "s2"), (ONE_HOT,))]


def test_what_differs_in_more_than_names_is_not_the_same(tmp_path):
    assert with_cells(tmp_path, s1=ONE, s2=OTHER.replace("1.0", "2.0")) == []
    assert forms.form(ONE, "one_hot") != forms.form(ONE.replace("np", "numpy"), "one_hot")
    swapped = ONE.replace("= [0.0] * k", "= k * [0.0]")
    assert forms.form(ONE, "one_hot") != forms.form(swapped, "one_hot")


def test_two_names_that_are_exchanged_make_another_form():
    one = forms.form("def f(a, b):\n    return a - b", "f")
    assert one == forms.form("def f(x, y):\n    return x - y", "f")
    assert one != forms.form("def f(a, b):\n    return b - a", "f")


@pytest.mark.parametrize(
    "text",
    [
        exercise_of(ONE_HOT).contract,
        "def one_hot(y, k):\n    return np.eye(k)[y]",
        findings.definition_of(exercise_of(ONE_HOT).reference, "one_hot"),
        *(
            findings.definition_of(one.answer, "one_hot")
            for one in exercise_of(ONE_HOT).mistakes[:3]
        ),
    ],
)
def test_stubs_short_answers_and_what_is_public_tell_nothing(text, tmp_path):
    assert text
    assert with_cells(tmp_path, s1=text, s2=text) == []


def test_a_long_solution_that_the_book_shows_tells_nothing():
    numerical = exercises.find("backprop.numerical_gradient")
    text = findings.definition_of(numerical.reference, numerical.name)
    form = forms.form(text, numerical.name)
    assert form[1] >= similar.SMALLEST
    assert form[0] in similar.public_forms(numerical)


def test_what_many_wrote_is_the_usual_way(tmp_path):
    few = {f"s{i}": ONE for i in range(similar.FEW)}
    assert len(with_cells(tmp_path / "few", **few)[0].students) == similar.FEW
    assert with_cells(tmp_path / "many", **few, more=ONE) == []


BREAKING = [
    "def one_hot(y, k):\n    return " + "-" * 300_000 + "1",
    "def one_hot(y, k):\n    return " + "(" * 40_000,
    "def one_hot(y, k):\n    return " + "+".join("1" * 20_000),
    "def one_hot(y, k):\n    return y" + ".T" * 20_000,
    "def one_hot(y, k):\n    return '\ud800'",
    "def one_hot(y, k):\n    return \0",
    "def one_hot(y, k)",
]


def test_a_text_that_breaks_what_reads_it_hides_no_other(tmp_path):
    cells = {f"b{i}": text for i, text in enumerate(BREAKING)}
    assert with_cells(tmp_path, **cells, s1=ONE, s2=OTHER) == [Alike(("s1", "s2"), (ONE_HOT,))]


def test_a_program_that_ends_goes_on_with_the_next_text(tmp_path, monkeypatch):
    ending = tmp_path / "forms.py"
    code = 'if "BOOM" in text:\n        import os; os._exit(1)\n    try:'
    ending.write_text(open(forms.__file__).read().replace("try:", code, 1))
    monkeypatch.setattr(forms, "__file__", str(ending))
    texts = [(ONE + "# BOOM", "one_hot"), (ONE, "one_hot"), ("# BOOM", "f"), (OTHER, "one_hot")]
    found = similar.forms_of(texts)
    assert found.keys() == {texts[1], texts[3]}


def test_the_page_says_that_similarity_is_no_proof(tmp_path):
    made = Class(tmp_path)
    made.add("jane", {}, cells=(ONE,))
    made.add("john", {}, cells=(OTHER,))
    text = class_page(made.standing())
    assert "A reason to look, not a proof." in text
    assert "S01 , S02 1 exercise: forward.one_hot" in text
    assert "Name of jane (jane) , Name of john (john)" in class_page(made.standing(), names=True)


# A student's page.


def test_a_student_reads_the_verdict_in_the_notebooks_words(small):
    verdict = judge(SOFTMAX, NO_SHIFT)
    text = student_page(small.standing(), "s2")
    assert verdict.heading == "forward.softmax: not yet"
    assert "✗ Not yet" in text
    assert " ".join(verdict.message.split()) in text
    assert "To read again: the section “Scores into shares” of the chapter" in text
    assert "✓ Correct" in text
    assert "○ Not attempted" in student_page(small.standing(), "s4")


def test_points_are_those_of_the_marks(small):
    standing = small.standing()
    for path in feedback.write(standing):
        student, mark = path.stem, standing.marks[path.stem]
        table = rows(path, "Your points for each exercise")
        assert table.pop("together").strip() == f"{writing.points(mark.points)} of 10"
        shown = [line.split()[-3] for line in table.values()]
        assert shown == [writing.points(mark.exercises[id]) for id in WEEK.asked_of(student)]


def test_being_late_is_told_with_the_rule(small):
    text = student_page(small.standing(), "s3")
    assert "Late by 2 days begun. 80 % of the points reached count." in text
    assert "each day begun costs 10 % of the points reached, the first 15 minutes cost " in text
    assert "3 reached, less what being late costs" in text
    assert "Late" not in student_page(small.standing(), "s2")


def test_a_due_date_of_ones_own_is_told(small):
    text = student_page(small.standing(extensions={"s3": DUE + timedelta(days=3)}), "s3")
    assert "It was due Thursday 15 October 2026, 22:00 (UTC), a date agreed with you." in text
    assert "Late" not in text


def test_what_is_not_known_of_the_time_is_told_in_a_students_words(small):
    received = small.received["s1"]
    attempt = replace(received.attempt, time="", flagged=True)
    small.received["s1"] = replace(received, attempt=attempt)
    text = student_page(small.standing(), "s1")
    assert "The platform calls it late and does not say by how much" in text
    assert "[submitted]" not in text


def test_points_by_hand_have_their_reason(small):
    override = Override("s2", SOFTMAX, 3, "right in <idea>")
    text = student_page(small.standing(overrides=(override,)), "s2")
    assert "These points were given by hand: right in <idea>" in text
    assert "not yet points given by hand 3 of 4" in text
    override = Override("s5", SOFTMAX, 1, "shown on paper")
    assert "1 of 10 points" in student_page(small.standing(overrides=(override,)), "s5")


def test_who_is_excused_reads_why_and_no_points(small):
    text = student_page(small.standing(excused={"s2": "ill until Friday"}), "s2")
    assert "You are excused" in text
    assert "ill until Friday" in text
    assert not re.search(r"\d of \d+ points?", text)


def test_who_handed_in_nothing_has_a_page_that_says_so(small):
    text = student_page(small.standing(), "s5")
    assert "Nothing was handed in ; it was due Monday 12 October 2026, 22:00 (UTC)." in text
    assert "0 of 10 points" in text


def test_an_unreadable_notebook_and_one_that_is_not_graded_are_told_apart(small):
    assert "Your notebook could not be read" in student_page(small.standing(), "s7")
    del small.results["s1"]
    text = student_page(small.standing(), "s1")
    assert "has not been graded yet" in text
    assert "0 of 10" not in text


def test_what_was_right_is_told_also_where_the_verdict_had_no_room(small):
    told = Judged(0, 4, "value", None, "Wrong.", ("a batch", "a single example"), "")
    small.results["s1"].exercises[SOFTMAX] = told
    assert "Right so far: a batch and a single example ." in student_page(small.standing(), "s1")
    assert student_page(small.standing(), "s2").count("Right so far") == 1  # it stands in there


# On all pages.


def all_pages(standing) -> list:
    """The class's page and each student's. With names, which is where more can go wrong."""
    return [page.write(standing, names=True), *feedback.write(standing)]


def test_every_page_says_if_answers_ran_without_a_sandbox(small):
    standing = small.standing()
    assert not any("sandbox" in text_of(path) for path in all_pages(standing))
    for path in all_pages(replace(standing, trusted=True)):
        assert "Graded without a sandbox." in text_of(path)


HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</title></style></samp><svg onload=alert(1)>",
    "{{ 7 * 7 }}{% raw %}",
    "javascript:alert(1)",
    "\u202egnp.exe\u2066\u200f",
    "nul\0 \x1b[31m \x85",
    "a" * 10_000,
    "\ud800",
    "<!--",
    "&lt;b&gt;",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_what_students_wrote_is_shown_as_text(text, tmp_path):
    made = Class(tmp_path)
    said = Judged(0, 4, "raised", None, f"Line 1 raised: {text}.\n{text}", (text,), text)
    made.add("s1", {SOFTMAX: said}, name=text)
    attempt = replace(made.received["s1"].attempt, file=text)
    made.received["s1"] = replace(made.received["s1"], attempt=attempt)
    overrides = (Override("s1", RELU, 1, text),)
    for path in all_pages(made.standing(overrides=overrides, title=text)):
        html = path.read_text("utf-8")
        tags = bs4.BeautifulSoup(html, "html.parser").find_all(True)
        assert not {tag.name for tag in tags} & {"script", "img", "iframe", "object", "link", "b"}
        assert not [name for tag in tags for name in tag.attrs if name.startswith("on")]
        assert len([tag for tag in tags if tag.name == "title"]) == 1
        assert not writing.UNSEEN.search(html)
        assert "{" not in text or "{{ 7 * 7 }}{% raw %}" in text_of(path)


def test_a_very_long_name_is_cut(tmp_path):
    made = Class(tmp_path)
    made.add("s1", name="a" * 10_000)
    for path in all_pages(made.standing()):
        assert "a" * writing.LONGEST_LINE not in path.read_text()


def test_pages_load_nothing_and_run_nothing(small):
    for path in all_pages(small.standing(book=BOOK)):
        found = soup(path)
        assert not found.select("script, link, img, iframe, [src]")
        assert "url(" not in found.style.text
        assert "@import" not in found.style.text
        policy = found.select_one("meta[http-equiv=Content-Security-Policy]")["content"]
        assert policy.startswith("default-src 'none'")
        for link in found.select("a[href]"):
            inside = link["href"].startswith("#")
            assert found.find(id=link["href"][1:]) if inside else link["href"].startswith(BOOK)


def test_pages_can_be_read_by_a_screen_reader(small):
    for path in all_pages(small.standing()):
        found = soup(path)
        assert found.html["lang"] == "en"
        assert len(found.select("h1")) == len(found.select("main")) == 1
        levels = [int(one.name[1]) for one in found.select("h1, h2, h3, h4")]
        assert all(after - before <= 1 for before, after in pairwise(levels))
        for table in found.select("table"):
            assert table.caption.text.strip()
            assert table.select("thead th")
            assert all(cell.get("scope") for cell in table.select("th"))
        for svg in found.select("svg"):
            assert svg.get("aria-label") or svg.get("aria-hidden") == "true"


def test_the_same_standing_gives_the_same_bytes_and_writes_nothing_anew(small):
    first = {
        path: (path.read_bytes(), os.stat(path).st_ino) for path in all_pages(small.standing())
    }
    small.results = dict(reversed(small.results.items()))
    small.received = dict(reversed(small.received.items()))
    second = {
        path: (path.read_bytes(), os.stat(path).st_ino) for path in all_pages(small.standing())
    }
    assert first == second
    small.results["s1"].exercises[SOFTMAX] = judged(exercise_of(SOFTMAX), 4, NO_SHIFT)
    for path in feedback.write(small.standing()):
        assert (os.stat(path).st_ino == first[path][1]) == (path.stem != "s1")


def test_files_stay_in_their_folder_whatever_an_id_is(small):
    small.students += [Student("../../out", "A"), Student("a/b:c", "B"), Student("é@x.edu", "C")]
    standing = small.standing()
    paths = feedback.write(standing)
    assert len({path.name for path in paths}) == len(small.students)
    assert {path.parent for path in paths} == {standing.course.folder / "feedback" / "week-2"}
    assert all(path.resolve().parent == path.parent.resolve() for path in paths)


def test_a_class_without_anything(tmp_path):
    made = Class(tmp_path)
    assert "Nobody of 0 students has handed in anything yet." in class_page(made.standing())
    assert feedback.write(made.standing()) == []
    made.add("s1")
    assert "Nobody of 1 student has handed in anything yet." in class_page(made.standing())
    made.add("s2", {})
    made.results.clear()
    assert "Nothing has been graded yet." in class_page(made.standing())


def test_a_class_that_got_everything_right(tmp_path):
    made = Class(tmp_path)
    for i in range(3):
        made.add(f"s{i}", {})
    text = class_page(made.standing())
    assert "Half of those graded have at least 10 of 10 points. Everybody got every" in text
    assert "Nobody got anything wrong that was written." in text
    assert "No answer made a mistake that the course knows by name." in text


def test_a_mistake_that_the_catalogue_no_longer_has_is_counted_without_a_name(small):
    gone = replace(small.results["s2"].exercises[SOFTMAX], mistake="renamed_since")
    small.results["s2"].exercises[SOFTMAX] = gone
    text = class_page(small.standing())
    assert "3 made a known mistake" in text
    assert "1 of 4: no shift" in text


def test_pages_are_made_of_what_lies_in_a_course_folder(tmp_path):
    made, asked = new_course(tmp_path)
    folder = made.submissions("week-1") / "s2"
    folder.mkdir(parents=True)
    (folder / "week-1.ipynb").write_bytes(notebook())
    marks = {id: judged(exercise_of(id), of) for id, of in asked.exercises.items()}
    Journal(made.run("week-1")).finished(Result("s2", "week-1", "ab", "graded", marks), {})
    found = standings.standing(made.folder, "week-1")
    assert page.write(found) == made.folder / "reports" / "week-1" / "class.html"
    assert "1 of 5 students handed in." in class_page(found)
    paths = feedback.write(found)
    assert [path.name for path in paths] == [f"s{i}.html" for i in range(1, 6)]
    assert "Žižková, Anna-Marie" in text_of(paths[1])
    assert "3 of 3 points" in text_of(paths[1])


# Where the book teaches it.


def test_every_exercise_and_variant_has_its_section():
    whole = []
    for exercise in (*exercises.catalogue(), *variants.catalogue()):
        lesson = lesson_of(exercise)
        assert lesson.place.startswith("book/")
        if not lesson.section:
            whole.append(exercise.id)
    assert whole == ["mnist.average_pool"]  # no exercise of the chapter is like it


def test_variants_are_like_exercises_of_their_chapter():
    known = {exercise.id for exercise in exercises.catalogue()}
    for variant in variants.catalogue():
        assert not variant.like or variant.like in known
        assert not variant.like or variant.like.startswith(f"{variant.chapter}.")


def test_anchors_are_those_of_the_book():
    nodes = pytest.importorskip("docutils.nodes", reason="docutils names a page's headings")
    titles = [
        section.title
        for chapter in exercises.CHAPTERS
        for section in read(notebook_of(chapter))
        if section.title
    ]
    assert len(titles) > 80
    for title in [*titles, "2 + 2, über Äpfel", "--- 3"]:
        assert anchor(title) == nodes.make_id(title)
    for chapter in exercises.CHAPTERS:  # else docutils numbers them
        own = [anchor(section.title) for section in read(notebook_of(chapter))]
        assert len(own) == len(set(own))


@pytest.mark.parametrize("address", ["javascript:alert(1)", "www.example.edu", 'https://x" onx="'])
def test_an_address_that_is_none_is_refused(address, small):
    file = small.course.folder / "course.toml"
    file.write_text(file.read_text() + f"book = '{address}'\n")
    with pytest.raises(CourseError, match=r"book is .* should be an address"):
        course.load(small.course.folder)


def test_the_books_address_is_a_setting(small):
    file = small.course.folder / "course.toml"
    assert course.load(small.course.folder).book == ""
    file.write_text(file.read_text().replace("# book = ", "book = "))
    assert course.load(small.course.folder).book == "https://www.example.edu/nets"


def test_without_jinja_it_is_told_what_to_install(small, monkeypatch):
    writing.environment.cache_clear()
    monkeypatch.setitem(sys.modules, "jinja2", None)
    with pytest.raises(CourseError, match="pip install jinja2"):
        page.write(small.standing())
