"""The reader's work: kept in the browser, taken along as files, erased; and where it cannot be."""

import json

import nbformat
import pytest
from nbclient import NotebookClient
from reader import Card, keep, kept

from nncourse import exercises
from nncourse.checking import records

CHAPTER = "book/02_forward.html"
RELU = "def relu(Z):\n    return np.maximum(Z, 0)"
PASSED = {"passed": True, "tries": 2, "mistake": None, "answer": RELU}
FAILED = {"passed": False, "tries": 3, "mistake": "column_maximum"}


class Work:
    """The dialog “Your work”."""

    def __init__(self, page):
        self.page = page
        self.dialog = page.get_by_role("dialog", name="Your work")

    def open(self):
        self.page.get_by_role("button", name="Your work").click()
        self.dialog.locator(".work-chapter").first.wait_for()
        return self

    def press(self, name):
        self.dialog.get_by_role("button", name=name).click()

    def save(self, name, path):
        with self.page.expect_download() as download:
            self.press(name)
        download.value.save_as(path)
        return path

    def load(self, path):
        with self.page.expect_file_chooser() as chooser:
            self.press("Import a file")
        chooser.value.set_files(path)
        self.dialog.locator(".work-status:not(:empty)").wait_for()
        self.page.wait_for_function(
            "/mport/.test(document.querySelector('.work-status').textContent)"
        )

    @property
    def says(self):
        return self.dialog.locator(".work-status").inner_text()


@pytest.fixture
def chapter(site, page):
    """A chapter, not yet opened: `chapter()` opens it."""
    return lambda: page.goto(f"{site}/{CHAPTER}")


# Where nothing can be kept


def forbid(page):
    page.add_init_script(
        "Object.defineProperty(window, 'localStorage',"
        " { get() { throw new DOMException('denied', 'SecurityError') } })"
    )


def fill(page):
    page.add_init_script(
        "Storage.prototype.setItem = () => { throw new DOMException('', 'QuotaExceededError') }"
    )


@pytest.mark.parametrize("prevent", [forbid, fill])
def test_where_nothing_is_kept_the_page_works_and_says_so_once(prevent, chapter, page, tmp_path):
    prevent(page)
    chapter()
    page.locator(".question label").first.click()
    notice = page.locator(".page-notice")
    notice.wait_for()
    assert "keeps nothing" in notice.inner_text()
    notice.get_by_role("button").click()

    card = Card(page, "forward.relu")
    card.write(RELU)
    page.locator(".question label").nth(1).click()
    page.locator('[data-prediction="forward-1"] [data-do=show]').click()
    assert page.locator('[data-reveals="forward-1"]').first.is_visible()
    assert card.code == RELU
    assert not notice.is_visible()

    file = Work(page).open().save("Export to a file", tmp_path / "work.json")
    assert json.loads(file.read_text())["page"]["drafts"] == {"forward.relu": RELU}
    assert page.errors == []


@pytest.mark.parametrize("broken", ["{", "5", '{"version": 1}', '{"version": 2, "records": {}}'])
def test_what_cannot_be_read_is_set_aside_and_told(broken, chapter, page):
    page.add_init_script(f"localStorage.nncourse ??= {json.dumps(broken)}")
    chapter()
    notice = page.locator(".page-notice")
    assert "nncourse-unreadable" in notice.inner_text()
    assert page.evaluate("localStorage['nncourse-unreadable']") == broken
    page.locator(".question label").first.click()
    assert kept(page)["quizzes"]


def test_two_tabs_lose_nothing_of_each_other(chapter, page):
    chapter()
    other = page.context.new_page()
    other.goto(page.url)
    Card(page, "forward.relu").write("one")
    page.locator(".question label").first.click()
    page.wait_for_function("localStorage.nncourse?.includes('one')")
    Card(other, "forward.tanh").write("two")
    other.wait_for_function("localStorage.nncourse.includes('two')")
    assert kept(page)["drafts"] == {"forward.relu": "one", "forward.tanh": "two"}
    assert len(kept(page)["quizzes"]) == 1
    page.wait_for_function(
        "document.querySelector('[data-exercise=\"forward.tanh\"] pre').textContent === 'two\\n'"
    )
    assert Card(other, "forward.relu").code == "one"


# Your work


def test_the_dialog_tells_how_far_the_reader_is(chapter, page):
    keep(page, records={"forward.relu": PASSED, "forward.tanh": FAILED})
    chapter()
    work = Work(page).open()
    done = exercises.find("forward.relu").points
    most = sum(exercise.points for exercise in exercises.exercises_of("forward"))
    assert f"1 of 10 passed, {done} of {most} points" in work.dialog.inner_text()
    work.dialog.get_by_role("link", name=exercises.find("forward.tanh").title).click()
    assert not work.dialog.is_visible()
    assert page.url.endswith("#exercise-forward.tanh")


def test_the_dialog_works_by_keyboard(chapter, page):
    chapter()
    button = page.get_by_role("button", name="Your work")
    button.focus()
    page.keyboard.press("Enter")
    dialog = Work(page).dialog
    assert dialog.is_visible()
    page.keyboard.press("Escape")
    assert not dialog.is_visible()
    assert button.evaluate("button => button === document.activeElement")


def test_the_exported_file_is_a_progress_file(chapter, page, tmp_path):
    keep(page, records={"forward.relu": PASSED}, predictions={"forward-1": "b"})
    chapter()
    file = Work(page).open().save("Export to a file", tmp_path / "work.json")
    assert records.records_in(file)["forward.relu"] == PASSED
    assert json.loads(file.read_text())["page"]["predictions"] == {"forward-1": "b"}


def test_another_browser_takes_the_file(site, browser, chapter, page, tmp_path):
    keep(
        page,
        records={"forward.relu": PASSED, "forward.tanh": FAILED},
        drafts={"forward.tanh": "half"},
        quizzes={"forward-start": {"q": "1"}},
        predictions={"forward-1": "b"},
    )
    chapter()
    before = kept(page)
    file = Work(page).open().save("Export to a file", tmp_path / "work.json")
    with browser.new_context() as context:
        other = context.new_page()
        other.goto(f"{site}/{CHAPTER}")
        Work(other).open().load(file)
        assert kept(other) == before
        assert Card(other, "forward.relu").state == "✓ passed"
        assert Card(other, "forward.tanh").code == "half"
        assert other.locator('[data-reveals="forward-1"]').first.is_visible()


def test_a_local_progress_file_is_taken_and_no_pass_is_lost(chapter, page, tmp_path):
    keep(page, records={"forward.relu": PASSED, "forward.tanh": FAILED})
    chapter()
    file = tmp_path / "progress-0.1.0.json"
    local = {"forward.relu": {**FAILED, "tries": 9}, "forward.tanh": {**FAILED, "passed": True}}
    file.write_text(json.dumps(local))
    Work(page).open().load(file)
    now = kept(page)["records"]
    assert now["forward.relu"] == {**FAILED, "tries": 9, "passed": True, "answer": RELU}
    assert now["forward.tanh"]["passed"] is True


@pytest.mark.parametrize(
    ("content", "flaw"),
    [
        ("", "no JSON"),
        ("[]", "no records"),
        ('{"a": {}}', "“a” in it is no name"),
        ('{"forward.relu": 5}', "forward.relu cannot be used: it is no record"),
        ('{"forward.relu": {"passed": "yes"}}', "“passed” is neither"),
        ('{"forward.relu": {"passed": true, "tries": -1}}', "“tries” is no count"),
        ('{"page": {"version": 7}}', "a version of the course"),
        ('{"page": {"drafts": {"__proto__": "x"}}}', "list of drafts"),
        ('{"page": {"predictions": 5}}', "list of predictions"),
    ],
)
def test_a_file_that_cannot_be_used_changes_nothing(content, flaw, chapter, page, tmp_path):
    keep(page, records={"forward.relu": PASSED})
    chapter()
    file = tmp_path / "other.json"
    file.write_text(content)
    work = Work(page).open()
    work.load(file)
    assert "other.json was not imported" in work.says
    assert flaw in work.says
    assert kept(page)["records"] == {"forward.relu": PASSED}


def test_all_can_be_erased(chapter, page):
    keep(page, records={"forward.relu": PASSED}, predictions={"forward-1": "b"})
    chapter()
    work = Work(page).open()
    page.once("dialog", lambda question: question.dismiss())
    work.press("Erase everything")
    assert kept(page)["records"]
    page.once("dialog", lambda question: question.accept())
    work.press("Erase everything")
    assert kept(page)["records"] == kept(page)["predictions"] == {}
    page.keyboard.press("Escape")
    card = Card(page, "forward.relu")
    assert card.state == "○ not tried"
    assert card.code.startswith('def relu(Z):\n    """')
    assert not page.locator('[data-reveals="forward-1"]').first.is_visible()


def test_the_answers_are_a_notebook_that_runs(chapter, page, tmp_path, monkeypatch):
    keep(page, records={"forward.relu": PASSED}, drafts={"forward.tanh": "tanh = np.tanh"})
    chapter()
    file = Work(page).open().save("Export this chapter as a notebook", tmp_path / "answers.ipynb")
    notebook = nbformat.read(file, as_version=4)
    nbformat.validate(notebook)
    assert (notebook.nbformat, notebook.nbformat_minor) == (4, 5)
    monkeypatch.setenv("NNCOURSE_HOME", str(tmp_path))
    NotebookClient(notebook, timeout=60).execute()
    printed = str([cell.get("outputs") for cell in notebook.cells])
    assert "forward.relu: correct" in printed
    assert "forward.tanh: correct" in printed
    assert "forward.sigmoid: not attempted" in printed
