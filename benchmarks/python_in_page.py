"""How long a reader waits for Python in a page, in Chromium without a window.

Run `python -m benchmarks.python_in_page` after `make book`. Each round is a browser that has never
been there; then the same page is opened again. Seconds from the click to the first verdict.
"""

import gzip
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

sys.path.append(str(Path(__file__).parents[1] / "tools"))
sys.path.append(str(Path(__file__).parents[1] / "tests" / "browser"))
import small_page

ROUNDS = 3
SOFTMAX = """def softmax(Z):
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True)
"""


def timed(page: object, code: str) -> float:
    """The seconds that something takes in a page."""
    start = "const start = performance.now();"
    return page.evaluate(
        f"async (source) => {{ {start} {code}; return (performance.now() - start) / 1000; }}",
        SOFTMAX,
    )


def visit(context: object, address: str) -> dict[str, float]:
    """Open the page, start Python, check an answer twice."""
    page = context.new_page()
    page.goto(address)
    page.wait_for_function("!!window.check")
    times = {
        "ready": timed(page, "await run('x = 3')"),
        "check": timed(page, "await check(source)"),
    }
    time.sleep(5)  # the browser keeps compiled code a little later
    page.close()
    return times


def main() -> None:
    """Measure, and print the medians."""
    if small_page.missing():
        sys.exit(small_page.missing())
    found: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        from playwright.sync_api import sync_playwright

        small_page.make(Path(folder, "site"))
        size = sum(
            len(gzip.compress(file.read_bytes(), 9))
            for file in Path(folder, "site", "_static", "python").rglob("*.*")
        )
        for number in range(ROUNDS):
            with (
                small_page.served(Path(folder, "site")) as address,
                sync_playwright() as driver,
                small_page.browser(driver, Path(folder, f"profile-{number}")) as context,
            ):
                for name in ("cold", "cache, second visit", "cache, third visit"):
                    for what, seconds in visit(context, address).items():
                        found.setdefault(f"{what}, {name}", []).append(seconds)
    for name, seconds in found.items():
        print(f"{name:<30}{median(seconds):6.2f} s")
    print(f"{'all files, compressed':<30}{size / 1e6:6.2f} MB")


if __name__ == "__main__":
    main()
