"""What a page costs a reader, as a browser sees it: bytes, hosts, shifts, tab stops, complaints."""

from __future__ import annotations

import gzip
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Response

AXE = Path(__file__).parents[2] / "_build/pages/node_modules/axe-core/axe.min.js"

# Adds up how far things moved, from the first moment on.
WATCH_SHIFTS = """
window.shifts = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifts += entry.value;
}).observe({ type: "layout-shift", buffered: true });
"""

SCROLL_DOWN = """async () => {
  for (let y = 0; y < document.body.scrollHeight; y += 600) {
    scrollTo(0, y);
    await new Promise((done) => setTimeout(done, 25));
  }
}"""

# What the Tab key would reach: of radio buttons of one name, one; of what is folded, nothing. A
# browser lets the Tab key stop at what scrolls, too, if nothing in it can have the focus.
COUNT_TAB_STOPS = """() => {
  const selector =
    "a[href], button, input, select, textarea, summary, [tabindex], [contenteditable]";
  const isReached = (part) =>
    part.tabIndex >= 0 && !part.disabled && part.checkVisibility({ visibilityProperty: true });
  const names = new Set();
  const isFirst = (part) =>
    part.type !== "radio" || (!names.has(part.name) && names.add(part.name));
  const scrolls = (box) =>
    box.scrollWidth > box.clientWidth && /auto|scroll/.test(getComputedStyle(box).overflowX);
  const stops = new Set([...document.querySelectorAll(selector)].filter(isReached).filter(isFirst));
  for (const box of document.querySelectorAll("article pre, article div")) {
    const isEmpty = ![...box.querySelectorAll(selector)].some((part) => stops.has(part));
    if (isEmpty && box.checkVisibility() && scrolls(box)) stops.add(box);
  }
  return stops.size;
}"""

OPEN_FOLDS = """() => {
  for (const fold of document.querySelectorAll("details")) fold.open = true;
  for (const part of document.querySelectorAll("[data-reveals]")) part.classList.add("revealed");
}"""

# The parts of a formula that are seen are hidden from those who listen, and have the text's colour.
RUN_AXE = """async () => {
  const found = await axe.run({ exclude: [".katex-html"] }, { resultTypes: ["violations"] });
  return found.violations.map(({ id, impact, nodes }) =>
    `${id} (${impact}): ${nodes.slice(0, 3).map((node) => node.target.join(" ")).join(", ")}`);
}"""


@dataclass
class Load:
    """A page's first load: everything the browser fetched for it, and what it complained of."""

    page: Page
    responses: list[Response] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def other_hosts(self, site: str) -> list[str]:
        return [r.url for r in self.responses if not r.url.startswith((site, "data:", "blob:"))]

    def weight(self, *, pictures: bool) -> int:
        """Bytes, compressed, of the pictures or of all that is not a picture."""
        return sum(
            len(gzip.compress(response.body(), 9))
            for response in self.responses
            if (response.request.resource_type == "image") == pictures
            and response.url.startswith("http")
        )

    def shifts(self) -> float:
        """How far things moved, as browsers count it (CLS)."""
        return self.page.evaluate("shifts")

    def tab_stops(self) -> int:
        return self.page.evaluate(COUNT_TAB_STOPS)

    def scroll_down(self) -> None:
        """Go down the page as a reader does, so that everything lazy comes."""
        self.page.evaluate(SCROLL_DOWN)
        self.page.wait_for_load_state("networkidle")

    def findings(self) -> list[str]:
        """What axe finds in the page with every fold open."""
        self.page.evaluate(OPEN_FOLDS)
        self.page.evaluate(AXE.read_text(encoding="utf-8"))
        return self.page.evaluate(RUN_AXE)


def load(browser: Browser, address: str, *, width: int = 1280, theme: str = "light") -> Load:
    """Open `address` as somebody does who has never been there; close `page.context` afterwards."""
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=theme)
    found = Load(context.new_page())
    found.page.on("response", lambda response: found.responses.append(response))
    found.page.on("pageerror", lambda error: found.complaints.append(str(error)))
    found.page.on(
        "console",
        lambda said: (
            found.complaints.append(said.text) if said.type in ("error", "warning") else None
        ),
    )
    found.page.add_init_script(WATCH_SHIFTS)
    found.page.goto(address)  # until all of it is read: a network at rest does not say that
    found.page.wait_for_load_state("networkidle")
    return found
