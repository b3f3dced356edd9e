"""The built book in a real browser: where it is served, and how a page is opened.

These tests need `_build/html` (`make book`) and Chromium; where one is missing they say so.
"""

from collections.abc import Iterator
from pathlib import Path

import chromium
import pytest
from serve import served

BOOK = Path(__file__).parents[2] / "_build" / "html"


@pytest.fixture(scope="session")
def book() -> Path:
    """The folder of the built book."""
    if not (BOOK / "index.html").exists():
        pytest.skip("the book is not built: make book")
    return BOOK


@pytest.fixture(scope="session")
def site(book) -> Iterator[str]:
    """The address of the built book, without a slash at its end."""
    with served(book) as address:
        yield address


@pytest.fixture(scope="session")
def driver():
    """What drives Chromium; a process can have one."""
    playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    if chromium.PROGRAM is None:
        pytest.skip("there is no Chromium on this machine")
    with playwright.sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def browser(driver):
    """Chromium without a screen."""
    running = driver.chromium.launch(executable_path=chromium.PROGRAM, args=chromium.OPTIONS)
    yield running
    running.close()


@pytest.fixture
def page(browser):
    """An empty page of a reader who has never been here; `page.errors` is what its console told."""
    with browser.new_context(viewport={"width": 1280, "height": 900}) as context:
        opened = context.new_page()
        opened.errors = []
        opened.on("pageerror", lambda error: opened.errors.append(str(error)))
        opened.on(
            "console",
            lambda said: opened.errors.append(said.text) if said.type == "error" else None,
        )
        yield opened
