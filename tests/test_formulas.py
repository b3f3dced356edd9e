"""Formulas of a small book: rendered when it is built, numbered, referred to, and right."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("sphinx")

import formulas

PAGES = Path(__file__).parents[1] / "_build" / "pages"

needs_katex = pytest.mark.skipif(
    not (PAGES / "node_modules" / "katex").exists(), reason="KaTeX is not there: make book"
)

CONFIGURATION = """
extensions = ["myst_parser", "formulas"]
exclude_patterns = ["_build"]
myst_enable_extensions = ["amsmath", "dollarmath"]
html_theme = "basic"
html_static_path = ["_build/pages/static"]

def setup(app):
    app.add_config_value("page_tools", TOOLS, "html")
"""


def built(folder: Path, text: str, tools: bool = True) -> str:
    """The page that becomes of `text`."""
    pages = folder / "_build" / "pages"
    (pages / "static").mkdir(parents=True)
    (pages / "node_modules").symlink_to(PAGES / "node_modules")
    script = Path(__file__).parents[1] / "book" / "pages" / "formulas.mjs"
    (pages / "formulas.mjs").write_text(script.read_text("utf-8"), "utf-8")
    (folder / "conf.py").write_text(CONFIGURATION.replace("TOOLS", str(tools)), "utf-8")
    (folder / "index.md").write_text(text, "utf-8")
    site = folder / "html"
    # In a process of its own: other tests build books, and Sphinx remembers what they set up.
    done = subprocess.run(
        [sys.executable, "-m", "sphinx", "-q", "-W", folder, site],
        env=os.environ | {"PYTHONPATH": str(Path(formulas.__file__).parent)},
        capture_output=True,
        encoding="utf-8",
    )
    if done.returncode:
        raise ValueError(done.stderr)
    return (site / "index.html").read_text("utf-8")


@needs_katex
def test_a_formula_is_seen_and_heard_without_a_script(tmp_path):
    page = built(tmp_path, "# Title\n\nThe line $z = w x + b$.\n")
    assert "<math" in page
    assert 'class="katex-html" aria-hidden="true"' in page
    assert "tex-chtml" not in page
    assert 'href="_static/katex/fonts/KaTeX_Main-Regular.woff2"' in page
    assert (tmp_path / "html/_static/katex/fonts/KaTeX_Main-Regular.woff2").exists()
    assert not list(tmp_path.glob("html/_static/katex/fonts/*.ttf"))


@needs_katex
def test_signs_beside_a_formula_stay_in_its_line(tmp_path):
    page = built(tmp_path, "# Title\n\nThe line ($w x$, say) and $b$, or $c$ of *it*: $d$.\n")
    assert re.search(r'line <span class="glued">\(<span class="math.*</span>,</span> say\)', page)
    assert page.count("</span>,</span>") == 2
    assert page.count("</span>.</span>") == 1
    assert page.count('class="glued"') == 3


@needs_katex
def test_formulas_keep_their_numbers_and_references(tmp_path):
    page = built(tmp_path, "# Title\n\n$$\na &= b \\\\\n&= c\n$$ (sum)\n\nSee {eq}`sum`.\n")
    assert '<span class="eqno">(1)' in page
    assert 'href="#equation-sum">(1)</a>' in page


@needs_katex
def test_a_formula_of_amsmath_is_rendered(tmp_path):
    page = built(tmp_path, "# Title\n\n\\begin{align*}\na &= b \\\\\nc &= d\n\\end{align*}\n")
    assert page.count("<mtr>") == 2


@needs_katex
def test_a_wrong_formula_stops_the_build_and_says_where(tmp_path):
    with pytest.raises(ValueError, match=r"index, line 3: .*\\fraq"):
        built(tmp_path, "# Title\n\nIt is $\\fraq{1}{2}$.\n")


def test_without_tools_the_browser_renders_the_formulas(tmp_path):
    page = built(tmp_path, "# Title\n\nThe line $z = w x + b$.\n", tools=False)
    assert "_static/mathjax/tex-chtml.js" in page
    assert r"\(z = w x + b\)" in page
