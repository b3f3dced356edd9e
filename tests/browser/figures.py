"""What a page costs a reader, as a browser sees it: bytes, hosts, shifts, tab stops, complaints."""

import gzip
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, Page, Response

AXE = Path(__file__).parents[2] / "_build/pages/node_modules/axe-core/axe.min.js"

# Collects the layout's shifts from the first moment on.
WATCH_SHIFTS = """
window.shifts = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifts += entry.value;
}).observe({ type: "layout-shift", buffered: true });
"""

# What the Tab key would reach: of radio buttons of one name, one; of what is folded, nothing.
COUNT_TAB_STOPS = """() => {
  const names = new Set();
  const isNew = (button) => !names.has(button.name) && names.add(button.name);
  const selector = "a[href], button, input, select, textarea, summary, [tabindex], [contenteditable]";
  const scrolls = (box) => /auto|scroll/.test(getComputedStyle(box).overflow + getComputedStyle(box).overflowX)
    && (box.scrollWidth > box.clientWidth || box.scrollHeight > box.clientHeight);
  const isReached = (part) =>
    part.tabIndex >= 0 && !part.disabled && part.checkVisibility({ visibilityProperty: true });
  const holders = new Set([...document.querySelectorAll(selector)].filter(isReached)
    .filter((part) => part.type !== "radio" || isNew(part)));
  for (const box of document.querySelectorAll("pre, div")) {
    const inside = [...holders].some((part) => box.contains(part));
    if (!inside && box.checkVisibility() && scrolls(box)) holders.add(box);
  }
  return holders.size;
}"""

OPEN_FOLDS = """() => {
  for (const fold of document.querySelectorAll("details")) fold.open = true;
  for (const part of document.querySelectorAll("[data-reveals]")) part.classList.add("revealed");
}"""

RUN_AXE = """async () => (await axe.run(document, { resultTypes: ["violations"] })).violations.map(
  (rule) => `${rule.id}, ${rule.impact}: ` + rule.nodes.map((node) => node.target.join(" ")).slice(0, 4).join(" | ")
    + ` (${rule.nodes.length})`)"""


@dataclass
class Load:
    """One page's first load: everything that the browser fetched for it, and what it complained of."""

    address: str
    responses: list[Response] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def other_hosts(self, site: str) -> list[str]:
        return [r.url for r in self.responses if not r.url.startswith((site, "data:", "blob:"))]

    def weight(self, *, pictures: bool) -> int:
        """Bytes when compressed, of the pictures or of all that is not a picture."""
        return sum(
            len(gzip.compress(response.body(), 9))
            for response in self.responses
            if (response.request.resource_type == "image") == pictures
            and response.url.startswith("http")
        )


def opened(
    browser: Browser, address: str, *, width: int = 1280, theme: str = "light"
) -> tuple[Page, Load]:
    """A new page with `address` in it, and what its load brought."""
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=theme)
    page, load = context.new_page(), Load(address)
    page.on("response", lambda response: load.responses.append(response))
    page.on("pageerror", lambda error: load.complaints.append(str(error)))
    page.on(
        "console",
        lambda message: (
            message.type in ("error", "warning") and load.complaints.append(message.text)
        ),
    )
    page.add_init_script(WATCH_SHIFTS)
    page.goto(address, wait_until="networkidle")
    return page, load


def scrolled(page: Page) -> None:
    """Go down the page as a reader does, so that everything lazy is there."""
    page.evaluate(
        """async () => {
          for (let y = 0; y < document.body.scrollHeight; y += 600) {
            scrollTo(0, y);
            await new Promise((done) => setTimeout(done, 25));
          }
        }"""
    )
    page.wait_for_load_state("networkidle")


def findings(page: Page) -> list[str]:
    """What axe finds in the page as it stands."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    return page.evaluate(RUN_AXE)
