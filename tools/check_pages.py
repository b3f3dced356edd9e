"""Look through the built pages: nothing comes from another host, and every picture has words.

`make test` calls this after the book is built. A page that needs no other host can be read on a
train, and a picture's text alternative is what a screen reader says in its place.

    python tools/check_pages.py _build/html
"""

import sys
from html.parser import HTMLParser
from pathlib import Path

LOADED_RELATIONS = {"icon", "manifest", "modulepreload", "preload", "stylesheet"}
EXTERNAL = ("http:", "https:", "//")


class Page(HTMLParser):
    """Reads one page and collects its `problems`, each a sentence with the line it is on."""

    def __init__(self) -> None:
        super().__init__()
        self.problems: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        address = attributes.get("src", "")
        if tag == "link" and LOADED_RELATIONS & set(attributes.get("rel", "").split()):
            address = attributes.get("href", "")
        if address.startswith(EXTERNAL):
            self.report(f"<{tag}> is loaded from another host: {address}")
        # Without words of its own, the name of the file is given as a picture's text.
        if tag == "img" and Path(attributes.get("alt", "")).name in ("", Path(address).name):
            self.report(f"a picture has no text alternative: {address}")

    def report(self, problem: str) -> None:
        self.problems.append(f"line {self.getpos()[0]}: {problem}")


def problems_of(path: Path) -> list[str]:
    """What is wrong with the page at `path`; an empty list when nothing is."""
    page = Page()
    page.feed(path.read_text(encoding="utf-8"))
    return [f"{path}, {problem}" for problem in page.problems]


def main() -> None:
    """Check all pages below the folder named on the command line."""
    pages = sorted(Path(sys.argv[1]).rglob("*.html"))
    if not pages:
        sys.exit(f"no pages below {sys.argv[1]}: build the book first")
    problems = [problem for page in pages for problem in problems_of(page)]
    print("\n".join(problems), file=sys.stderr)
    print(f"{len(pages)} pages looked through, {len(problems)} problems")
    sys.exit(bool(problems))


if __name__ == "__main__":
    main()
