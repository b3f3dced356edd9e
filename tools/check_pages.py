"""Look through the built pages: nothing comes from another host, and everybody can read them.

`make test` calls this after the book is built. A page that needs no other host can be read on a
train, a picture's text alternative is what a screen reader says in its place, and what a program
prints keeps its lines, so that long ones would hide their ends.

    python tools/check_pages.py _build/html
"""

import sys
from html.parser import HTMLParser
from pathlib import Path

LOADED_RELATIONS = {"icon", "manifest", "modulepreload", "preload", "stylesheet"}
EXTERNAL = ("http:", "https:", "//")
PRINTED = {"highlight-none", "highlight-myst-ansi"}  # classes of what a cell printed
LONGEST_LINE = 80  # characters, what fits beside the contents


class Page(HTMLParser):
    """Reads one page and collects its `problems`, each a sentence with the line it is on."""

    def __init__(self) -> None:
        super().__init__()
        self.problems: list[str] = []
        self.previous_tag = ""
        self.classes: list[str] = []  # of the divisions that are open
        self.printed = ""

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
        if tag == "dd" and self.previous_tag == "dl":
            self.report("a list of definitions begins without a term")
        if tag == "div":
            self.classes.append(attributes.get("class", ""))
        if tag == "pre":
            self.printed = ""
        self.previous_tag = tag

    def handle_data(self, text: str) -> None:
        self.printed += text
        if text.startswith("Show code cell"):
            self.report("a fold does not say what is in it: give its cell a code_prompt_show")

    def handle_endtag(self, tag: str) -> None:
        if tag == "pre" and PRINTED & set(" ".join(self.classes).split()):
            longest = max(self.printed.splitlines(), key=len, default="")
            if len(longest) > LONGEST_LINE and "cell_output" in " ".join(self.classes):
                self.report(f"a printed line is too long to be seen: {longest[:40]}...")
        if tag == "div" and self.classes:
            self.classes.pop()

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
