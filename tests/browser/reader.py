"""A reader in front of a chapter: writes into a card, presses buttons, reads what the page says."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

PATIENCE = 60_000  # milliseconds, for a machine that does other things too


class Card:
    """The card of an exercise in a page, or a cell that runs: they have the same buttons."""

    def __init__(self, page: Page, exercise: str = "", *, cell: str = "") -> None:
        self.page = page
        selector = f'[data-exercise="{exercise}"]' if exercise else f'[data-cell="{cell}"]'
        self.root = page.locator(selector)

    def find(self, selector: str) -> Locator:
        return self.root.locator(selector)

    def write(self, source: str) -> None:
        """Go into the editor and put another text there."""
        self.root.get_by_role("textbox").click()
        self.find(".cm-content").wait_for()
        self.page.wait_for_function("document.activeElement.matches('.cm-content')")
        self.page.wait_for_timeout(200)  # the editor puts its cursor where the click was
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.insert_text(source)

    def press(self, order: str) -> None:
        self.find(f".toolbar [data-do={order}]").click()

    def wait(self) -> None:
        """Wait until Python has done what it was asked for."""
        done = self.page.locator("[data-running]")
        done.wait_for(state="detached", timeout=PATIENCE)

    def check(self, source: str) -> None:
        self.write(source)
        self.press("check")
        self.wait()

    def run(self) -> None:
        self.press("run")
        self.wait()

    @property
    def code(self) -> str:
        """What stands in the card, editor or not."""
        return self.find("pre").first.text_content().rstrip("\n")

    @property
    def says(self) -> str:
        """The verdict, or what the card says instead."""
        return self.find(".exercise-verdict, .cell-status").inner_text()

    @property
    def output(self) -> str:
        return self.find(".exercise-output, .your-output").inner_text()

    @property
    def state(self) -> str:
        return self.find(".exercise-state").inner_text()


def kept(page: Page) -> dict:
    """What the browser keeps of the reader's work."""
    return json.loads(page.evaluate("localStorage.getItem('nncourse')"))


def keep(page: Page, **parts: dict) -> None:
    """Let the browser keep this from the first page on."""
    state = {"version": 1, "records": {}, "drafts": {}, "quizzes": {}, "predictions": {}} | parts
    text = json.dumps(json.dumps(state))
    page.add_init_script(f"localStorage.nncourse ??= {text}")
