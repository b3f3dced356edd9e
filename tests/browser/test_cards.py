"""Exercises and cells in the page: written, run, checked and stopped, by mouse and by keyboard."""

import numpy as np
import pytest
from reader import Card

from nncourse import exercises
from nncourse.checking import judge

# For each chapter an exercise, the body of a right answer, of a wrong one, and the mistake in it.
ANSWERS = {
    "01_basics": (
        "basics.mse",
        "return np.mean((Y_hat - Y) ** 2)",
        "return np.sum((Y_hat - Y) ** 2)",
        "sum_not_mean",
    ),
    "02_forward": (
        "forward.relu",
        "return np.maximum(Z, 0)",
        "return np.max(Z, 0)",
        "column_maximum",
    ),
    "03_backprop": (
        "backprop.relu_backward",
        "return dA * (A > 0)",
        "return dA * (A >= 0)",
        "greater_or_equal",
    ),
    "04_cats": (
        "cats.predict_binary",
        "return np.where(Z.ravel() > 0, 1, 0)",
        "return np.where(Z.ravel() > 0.5, 1, 0)",
        "half",
    ),
    "05_mnist": (
        "mnist.scale_pixels",
        "return images / 255",
        "return images.astype(np.float32)",
        "not_scaled",
    ),
    "06_optimizers": (
        "optimizers.momentum_step",
        "v *= momentum\n    v += g\n    p -= learning_rate * v",
        "v[...] = momentum * v + g\n    p = p - learning_rate * v",
        "rebound",
    ),
    "07_autograd": (
        "autograd.mul_backward",
        "return unbroadcast(dC * b, a.shape), unbroadcast(dC * a, b.shape)",
        "return unbroadcast(dC * a, a.shape), unbroadcast(dC * b, b.shape)",
        "own_operand",
    ),
}
ENDLESS = "while True:\n        pass"


@pytest.fixture(autouse=True)
def _python_is_there(book):
    if not (book / "_static" / "python" / "runtime.json").exists():
        pytest.skip("the book was built without Python for its pages: the network was not there")


def head_of(exercise):
    """The first line of an exercise's stub."""
    return exercises.find(exercise).contract.strip().split("\n")[0]


def verdict_of(exercise, source):
    """The verdict in a notebook, as HTML."""
    names = {"np": np, "unbroadcast": exercises.find("autograd.unbroadcast").reference}
    exec(source, names)
    found = exercises.find(exercise)
    return judge(found, names[found.name])


def says_the_same(card, verdict):
    """Whether the card shows just this verdict."""
    return card.find(".exercise-verdict").evaluate(
        """(shown, html) => {
          const expected = document.createElement("div");
          expected.innerHTML = html;
          return shown.innerHTML === expected.innerHTML;
        }""",
        verdict._repr_html_(),
    )


@pytest.mark.parametrize("chapter", ANSWERS)
def test_a_wrong_an_endless_and_a_right_answer(chapter, site, page):
    exercise, right, wrong, mistake = ANSWERS[chapter]
    page.goto(f"{site}/book/{chapter}.html")
    card = Card(page, exercise)
    assert card.state == "○ not tried"

    source = f"{head_of(exercise)}\n    {wrong}"
    card.check(source)
    expected = verdict_of(exercise, source)
    assert expected.mistake == mistake
    assert says_the_same(card, expected)
    assert card.state == "✗ tried, not yet"

    card.check(f"{head_of(exercise)}\n    {ENDLESS}")
    assert "not yet" in card.says
    assert "loop" in card.says

    source = f"{head_of(exercise)}\n    {right}"
    card.check(source)
    assert says_the_same(card, verdict_of(exercise, source))
    assert card.state == "✓ passed"
    assert page.errors == []


def test_a_reload_keeps_what_was_written_and_how_it_stands(site, page):
    page.goto(f"{site}/book/02_forward.html")
    relu, tanh = Card(page, "forward.relu"), Card(page, "forward.tanh")
    relu.check("def relu(Z):\n    return np.maximum(Z, 0)")
    tanh.write("def tanh(Z):\n    return 'half an answer'")

    page.reload()
    assert relu.state == "✓ passed"
    assert relu.code == "def relu(Z):\n    return np.maximum(Z, 0)"
    assert tanh.state == "○ not tried"
    assert tanh.code == "def tanh(Z):\n    return 'half an answer'"


def test_nothing_is_loaded_before_it_is_asked_for(site, page):
    loaded = []
    page.on("request", lambda request: loaded.append(request.url.split("/_static/")[-1]))
    page.goto(f"{site}/book/02_forward.html")
    page.wait_for_load_state("networkidle")
    heavy = ("python/", "editor.js", "worker.js", ".cells.json")
    assert not [name for name in loaded if any(part in name for part in heavy)]

    Card(page, "forward.relu").run()
    assert [name for name in loaded if name.startswith("python/")]


def test_the_first_run_tells_how_python_starts(site, page):
    page.goto(f"{site}/book/02_forward.html")
    card = Card(page, "forward.relu")
    page.route("**/python/**/numpy.linalg*.wasm", lambda route: None)  # never comes
    card.press("run")
    progress = card.find(".exercise-progress")
    progress.locator("progress").wait_for()
    assert "MB" in progress.inner_text()
    assert "once" in card.says
    card.press("stop")
    card.wait()
    assert card.says == "Stopped."
    assert not progress.is_visible()


def test_stop_ends_what_never_ends_and_the_page_goes_on(site, page):
    page.goto(f"{site}/book/02_forward.html")
    card = Card(page, "forward.relu")
    card.write("while True:\n    print('again')")
    card.press("run")
    card.find(".exercise-output pre").wait_for(timeout=60_000)
    other = Card(page, "forward.tanh")
    other.press("run")
    assert "relu" in other.says  # which works just now
    card.press("stop")
    card.wait()
    assert card.says == "Stopped."
    assert card.output.startswith("again\nagain")

    card.check("def relu(Z):\n    return np.maximum(Z, 0)")
    assert card.state == "✓ passed"


def test_what_is_printed_scrolls_inside_its_own_box(site, page):
    page.goto(f"{site}/book/02_forward.html")
    card = Card(page, "forward.relu")
    card.write("for i in range(1000):\n    print(i)")
    card.run()
    box = card.find(".exercise-output pre")
    assert box.evaluate("box => box.scrollHeight > box.clientHeight && box.tabIndex === 0")
    assert box.bounding_box()["height"] < 450


def test_an_error_names_the_line(site, page):
    page.goto(f"{site}/book/02_forward.html")
    card = Card(page, "forward.relu")
    card.write("x = 1\nx / 0")
    card.run()
    assert "Line 2 of your code" in card.output
    assert "ZeroDivisionError" in card.output
    card.check("x / ")
    assert "SyntaxError" in card.output
    assert card.state == "○ not tried"


def test_python_that_died_is_started_again(site, page):
    page.goto(f"{site}/book/02_forward.html")
    card = Card(page, "forward.relu")
    card.write("print('first')")
    card.run()
    assert card.output.strip() == "first"
    page.workers[0].evaluate("self.close()")
    card.press("run")
    card.wait()
    assert card.output.strip()  # it says so
    card.run()
    assert card.output.strip() == "first"


def test_python_that_is_missing_is_told(site, page):
    page.route("**/_static/python/**", lambda route: route.fulfill(status=404))
    page.goto(f"{site}/book/02_forward.html")
    card = Card(page, "forward.relu")
    card.check("def relu(Z):\n    return Z")
    assert "notebook" in card.says + card.output
    assert card.code == "def relu(Z):\n    return Z"
    assert card.state == "○ not tried"
    card.press("check")
    card.wait()
    assert "notebook" in card.says + card.output


def test_an_editor_that_does_not_come_is_told(site, page):
    page.route("**/_static/editor.js", lambda route: route.abort())
    page.goto(f"{site}/book/02_forward.html")
    card = Card(page, "forward.relu")
    card.find("[role=textbox]").click()
    page.get_by_text("The editor could not be loaded").wait_for()


def test_without_javascript_all_is_there_to_be_read(site, browser):
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{site}/book/02_forward.html")
        card = Card(page, "forward.relu")
        assert card.code.startswith("def relu(Z):")
        assert not card.find(".toolbar").is_visible()
        hints = card.find(".exercise-hint")
        assert [hint.is_visible() for hint in hints.all()] == [True] * 3
        card.find(".exercise-solution summary").click()
        assert card.find(".exercise-solution pre").is_visible()


def test_a_book_opened_as_a_file_says_how_to_serve_it(book, page):
    page.goto((book / "book" / "02_forward.html").as_uri())
    card = Card(page, "forward.relu")
    card.press("check")
    assert "make serve" in card.says
    card.find(".exercise-hint summary").first.click()
    card.find(".exercise-hint").nth(1).wait_for()


# Writing


def test_by_keyboard_alone(site, page):
    page.goto(f"{site}/book/02_forward.html")
    card = Card(page, "forward.relu")
    stops_until = "document.activeElement.closest('[data-exercise=\"forward.relu\"]') !== null"
    page.locator("#the-bend h2").evaluate("head => { head.tabIndex = -1; head.focus(); }")
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate(stops_until):
            break
    card.find(".cm-content").wait_for()
    page.wait_for_function("document.activeElement.matches('.cm-content')")
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("def relu(Z):\nreturn np.maximum(Z, 0) / 1")  # Enter sets in by itself
    page.keyboard.press("Shift+Enter")
    card.wait()
    assert card.state == "✓ passed"
    assert card.code == "def relu(Z):\n    return np.maximum(Z, 0) / 1"

    page.keyboard.press("End")
    page.keyboard.press("Tab")
    assert card.code.endswith("/ 1    ") or card.code.endswith("    return np.maximum(Z, 0) / 1")
    assert page.evaluate("document.activeElement.matches('.cm-content')")
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.dataset.do") == "run"
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.dataset.do") == "check"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert card.find(".exercise-hint").first.get_attribute("open") is not None
    page.keyboard.press("Tab")
    assert not page.evaluate(stops_until)


def test_tab_passes_by_who_only_passes_by(site, page):
    page.goto(f"{site}/book/02_forward.html")
    card = Card(page, "forward.relu")
    before = card.code
    card.find("[role=textbox]").focus()
    page.wait_for_function("document.activeElement.matches('.cm-content')")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.dataset.do") == "run"
    assert card.code == before


@pytest.mark.parametrize("width", [390, 1280])
def test_the_editor_stands_where_the_text_stood(width, site, page):
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{site}/book/02_forward.html")
    card = Card(page, "forward.softmax")
    card.root.scroll_into_view_if_needed()
    lines = card.find(".exercise-code pre .code-line")
    before = card.find(".exercise-code pre").bounding_box()
    firsts = [line.bounding_box()["y"] - before["y"] for line in lines.all()]
    card.find("[role=textbox]").click()
    card.find(".cm-editor").wait_for()
    assert page.locator(".editor-help").is_visible()
    after = card.find(".cm-editor").bounding_box()
    assert after == pytest.approx(before, abs=0.5)
    now = [line.bounding_box()["y"] - after["y"] for line in card.find(".cm-line").all()]
    assert now == pytest.approx(firsts, abs=1)


def test_the_page_leaves_the_keys_to_the_editor(site, page):
    page.goto(f"{site}/book/02_forward.html")
    card = Card(page, "forward.relu")
    card.write("")
    page.keyboard.type("a / b")
    assert card.code == "a / b"


def test_reset_can_be_taken_back(site, page):
    page.goto(f"{site}/book/02_forward.html")
    card = Card(page, "forward.relu")
    stub = card.code
    card.write("my own")
    card.press("reset")
    assert card.code == stub
    card.press("reset")
    assert card.code == "my own"
    card.press("reset")
    page.reload()
    assert card.code == stub


def test_hints_come_one_at_a_time_and_the_solution_on_request(site, page):
    page.goto(f"{site}/book/02_forward.html")
    card = Card(page, "forward.relu")
    hints = card.find(".exercise-hint")
    assert [hint.is_visible() for hint in hints.all()] == [True, False, False]
    hints.nth(0).locator("summary").click()
    hints.nth(1).wait_for()
    assert [hint.is_visible() for hint in hints.all()] == [True, True, False]
    summary = card.find(".exercise-solution summary")
    assert "not tried yet" in summary.inner_text()
    card.check("def relu(Z):\n    return Z")
    assert "not tried yet" not in summary.inner_text()


# Cells


def test_a_cell_runs_with_the_readers_own_answer_and_gives_its_output_back(site, page):
    page.goto(f"{site}/book/02_forward.html")
    Card(page, "forward.dense_forward").check(
        "def dense_forward(X, W, b):\n    print('mine')\n    return X @ W + b"
    )
    cell = Card(page, cell="3d10bc6a")  # prints dense_forward(X, W, b)
    still = cell.find(".cell_output")
    printed = still.inner_text()
    cell.run()
    assert cell.output.startswith("mine\n")
    assert cell.output.removeprefix("mine\n").split() == printed.split()
    assert not still.is_visible()
    cell.root.get_by_role("button", name="Show the book’s output").click()
    assert still.is_visible()
    assert not cell.find(".your-run").is_visible()


def test_a_bug_clinic_can_be_cured(site, page):
    page.goto(f"{site}/book/02_forward.html")
    patient, test = Card(page, cell="736c2ac2"), Card(page, cell="af1814d9")
    test.run()
    assert "not yet" in test.output
    patient.write(patient.code.replace("softmax_cross_entropy(P,", "softmax_cross_entropy(Z,"))
    patient.run()
    test.run()
    assert "cured" in test.output
    page.reload()
    assert "softmax_cross_entropy(Z," in patient.code
    patient.press("reset")
    assert "softmax_cross_entropy(P," in patient.code
