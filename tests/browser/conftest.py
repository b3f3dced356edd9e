"""The built book in a real browser: where it is served, and how a page is opened.

These tests need `_build/html` (`make book`) and Chromium; where one is missing they say so.
"""

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from serve import server

BOOK = Path(__file__).parents[2] / "_build" / "html"
CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
OPTIONS = (
    "--no-sandbox",  # in a container there is often only root
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


@pytest.fixture(scope="session")
def book() -> Path:
    """The folder of the built book."""
    if not (BOOK / "index.html").exists():
        pytest.skip("the book is not built: make book")
    return BOOK


@pytest.fixture(scope="session")
def site(book) -> Iterator[str]:
    """The address of the built book, without a slash at its end."""
    with server(book) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_port}"
        running.shutdown()


@pytest.fixture(scope="session")
def driver():
    """What drives Chromium; a process can have one."""
    playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    if CHROMIUM is None:
        pytest.skip("there is no Chromium on this machine")
    with playwright.sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def browser(driver):
    """Chromium without a screen."""
    running = driver.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
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
