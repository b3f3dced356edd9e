"""Python in a page in Chromium: whatever a reader's code does, the page stays usable."""

import shutil

import pytest
import small_page

pytestmark = pytest.mark.skipif(bool(small_page.missing()), reason=small_page.missing() or "-")

RIGHT = """def softmax(Z):
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True)
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The folder of a small page with Python."""
    folder = tmp_path_factory.mktemp("page")
    small_page.make(folder)
    return folder


@pytest.fixture(scope="module")
def address(folder):
    with small_page.served(folder) as address:
        yield address


@pytest.fixture(scope="module")
def context(driver, tmp_path_factory):
    with small_page.browser(driver, tmp_path_factory.mktemp("profile")) as context:
        context.set_default_timeout(120_000)
        yield context


@pytest.fixture
def page(context, address):
    page = context.new_page()
    page.goto(address)
    page.wait_for_function("!!window.check")
    yield page
    page.close()


def run(page, source):
    return page.evaluate("source => run(source)", source)


def check(page, source):
    return page.evaluate("source => check(source)", source)


def test_a_right_and_a_wrong_answer(page):
    assert check(page, RIGHT)["heading"] == "forward.softmax: correct"
    assert check(page, RIGHT.replace("axis=1", "axis=0"))["mistake"] == "wrong_axis"
    assert run(page, "x = 4\nx")["output"] == "4\n"


def test_an_endless_loop_is_stopped_and_python_goes_on(page):
    run(page, "x = 5")
    result = check(page, "def softmax(Z):\n    while True: pass\n")
    assert result["kind"] == "stopped"
    assert "Does a loop never end" in result["text"]
    assert "before there was anything to check" in check(page, "while True: pass")["error"]
    assert run(page, "x")["output"] == "5\n"


def test_a_single_call_that_never_ends_has_the_notebooks_words(page):
    run(page, "x = 6")
    result = check(page, "def softmax(Z):\n    return sum(range(10**15))\n")
    assert result["kind"] == "stopped"
    assert "A single call there takes that long" in result["text"]
    assert run(page, "x")["output"] == "6\n"  # Python was started anew, and knows what it knew


def test_stop_ends_what_runs_and_keeps_what_was_defined(page):
    run(page, "x = 7")
    page.evaluate("() => { window.pending = run('print(1)\\nwhile True: pass'); }")
    page.wait_for_timeout(500)
    page.evaluate("python.stop()")
    assert page.evaluate("pending")["stopped"]
    assert run(page, "x")["output"] == "7\n"


def test_huge_prints_and_allocations_are_told(page):
    result = run(page, "for i in range(10**4): print('line', i)")
    assert result["output"].endswith("[The output is longer: the page shows 20,000 characters.]")
    assert "MemoryError" in run(page, "held = [np.ones(10**7) for _ in range(100)]")["error"]
    assert "this would end Python" in run(page, "exit()")["error"]
    assert "keyboard" in run(page, "input()")["error"]
    assert run(page, "1 + 1")["output"] == "2\n"


def test_a_worker_that_was_ended_from_within_is_started_anew(page):
    run(page, "import js\njs.self.close()")
    assert run(page, "1 + 2")["output"] == "3\n"


def test_a_recursion_without_end_leaves_the_page_usable(page):
    assert run(page, "def f(): return f()\nf()")["error"]
    assert run(page, "1 + 3")["output"] == "4\n"


def test_without_network_python_is_there_once_it_was_used(page, context, address):
    assert check(page, RIGHT)["passed"]
    page.wait_for_function("""async () => {
        const cache = await caches.open("nncourse-1");
        return (await cache.keys()).some((request) => request.url.endsWith("memory.bin"));
    }""")
    page.wait_for_function("navigator.serviceWorker.controller")
    page.reload()
    page.wait_for_function("!!window.check")
    assert check(page, RIGHT)["passed"]
    context.set_offline(True)
    try:
        page.reload()
        page.wait_for_function("!!window.check")
        assert check(page, RIGHT)["passed"]
    finally:
        context.set_offline(False)


def test_a_copy_without_python_says_so(context, folder, tmp_path):
    shutil.copytree(folder, tmp_path / "site", ignore=shutil.ignore_patterns("python"))
    with small_page.served(tmp_path / "site") as address:
        page = context.new_page()
        page.goto(address)
        page.wait_for_function("!!window.check")
        assert "not part of this copy of the book" in run(page, "1")["error"]
        assert page.evaluate("python.available") is False
        assert "notebook" in page.evaluate("python.reason")
        page.close()
