"""When a chapter's page is there, on a slow phone: its first paint and its text's last change.

The processor is slowed down four times, as the browser's own tools do it, and each page is opened
afresh, with an empty cache. The table has the middle one of the rounds, in seconds.

    python -m benchmarks.pages _build/html
"""

import sys
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, sync_playwright

sys.path.append(str(Path(__file__).parents[1] / "tools"))
sys.path.append(str(Path(__file__).parents[1] / "tests" / "browser"))
import chromium
from serve import served

ROUNDS = 5
SLOWDOWN = 4

# Notes when text comes or changes in the article, or a font arrives that draws it anew.
WATCH = """
window.lastChange = 0;
const note = () => { window.lastChange = performance.now(); };
const isText = (record) => document.querySelector("article")?.contains(record.target);
new MutationObserver((records) => { if (records.some(isText)) note(); })
  .observe(document, { subtree: true, childList: true, characterData: true });
document.fonts.addEventListener("loadingdone", note);
"""

FIRST_PAINT = 'performance.getEntriesByName("first-contentful-paint")[0].startTime'


def times(browser: Browser, address: str) -> tuple[float, float]:
    """Seconds to the first paint and to the last change of the text, from one load."""
    page = browser.new_context(viewport={"width": 390, "height": 844}).new_page()
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWDOWN})
    page.add_init_script(WATCH)
    page.goto(address)
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(2000)  # what a script does later counts, too
    found = page.evaluate(FIRST_PAINT) / 1000, page.evaluate("lastChange") / 1000
    page.context.close()
    return found


def main() -> None:
    """Print a table of the chapters of the built book in the folder named on the command line."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "_build/html")
    pages = sorted((folder / "book").glob("*.html"))
    with served(folder) as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium.PROGRAM, args=chromium.OPTIONS
        )
        print(
            f"{'page':<16}{'first paint':>12}{'text final':>12}   seconds, {SLOWDOWN}x slowed down"
        )
        for page in pages:
            rounds = [times(browser, f"{site}/book/{page.name}") for _ in range(ROUNDS)]
            first, last = (median(column) for column in zip(*rounds, strict=True))
            print(f"{page.stem:<16}{first:>12.2f}{last:>12.2f}", flush=True)
        browser.close()


if __name__ == "__main__":
    main()
