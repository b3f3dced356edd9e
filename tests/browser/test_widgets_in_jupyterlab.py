"""A live figure in JupyterLab: what the reader moves Python hears, what Python moves is seen."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from importlib.util import find_spec
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).parents[2]
CELLS = [
    "import numpy as np\nfrom nncourse.widgets import Bowl",
    "bowl = Bowl(np.array([[0.5], [0.0], [2.0]]), np.array([3.0, 1.0, 2.0]), w=1.0, b=1.0)\nbowl",
    "print(bowl)",
    "bowl.w, bowl.b = 2.0, 1.0",
]
PATIENCE = 60  # seconds, for a server to start
LONG = 60_000  # milliseconds, for a kernel to start


def free_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


def wait_for(address):
    """Wait until a server answers."""
    end = time.monotonic() + PATIENCE
    while True:
        try:
            return urllib.request.urlopen(address).close()
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.5)


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """The address of a JupyterLab whose folder has a notebook with these cells."""
    if not find_spec("jupyterlab"):
        pytest.skip("JupyterLab is not installed")
    folder = tmp_path_factory.mktemp("lab")
    cells = [nbformat.v4.new_code_cell(source) for source in CELLS]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    notebook = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})
    nbformat.write(notebook, folder / "bowl.ipynb")
    port = free_port()
    options = f"--no-browser --allow-root --ip=127.0.0.1 --port={port} --IdentityProvider.token="
    with (folder / "log").open("w") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "jupyterlab", *options.split(), f"--notebook-dir={folder}"],
            env=os.environ | {"PYTHONPATH": str(ROOT), "JUPYTER_CONFIG_DIR": str(folder)},
            stdout=log,
            stderr=log,
        )
    wait_for(f"http://127.0.0.1:{port}/api")
    yield f"http://127.0.0.1:{port}/lab/tree/bowl.ipynb"
    server.send_signal(signal.SIGTERM)
    server.wait(PATIENCE)


def test_a_figure_in_a_notebook_is_moved_by_the_reader_and_by_python(lab, page):
    page.set_viewport_size({"width": 1280, "height": 1400})
    page.goto(lab)
    cells = page.locator(".jp-Notebook .jp-CodeCell")
    page.get_by_text("Python 3 (ipykernel) | Idle").wait_for(timeout=LONG)
    cells.first.click()
    for _ in range(2):
        page.keyboard.press("Shift+Enter")
    figure = page.locator(".nn-figure")
    figure.wait_for(timeout=LONG)
    said = figure.get_by_role("status")
    assert said.inner_text().startswith("Loss 1.083 at w = 1.00, b = 1.00.")

    figure.get_by_role("slider", name="slope w").focus()
    page.keyboard.press("End")
    figure.get_by_role("button", name="One step").click()
    page.get_by_text("Loss 11.43").wait_for(timeout=LONG)
    cells.nth(2).locator(".cm-content").click()
    page.keyboard.press("Shift+Enter")
    printed = cells.nth(2).locator(".jp-OutputArea-output")
    printed.wait_for(timeout=LONG)
    assert printed.inner_text().strip() == "Bowl(w=3.533, b=0.7667, loss=11.43)"

    page.keyboard.press("Shift+Enter")
    page.get_by_text("Loss 3.333 at w = 2.00, b = 1.00.").wait_for(timeout=LONG)
