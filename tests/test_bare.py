"""NumPy and nothing else: what works where only Python, NumPy and the package are installed.

A virtual environment is made that holds just these, as `pip install .` leaves one.
"""

import json
import os
import shutil
import subprocess
import sysconfig
import threading
import venv
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
import pytest

from nncourse.saving.serialization import load

ROOT = Path(__file__).parents[1]


def put(source: Path, folder: Path) -> None:
    """Let a folder appear in another: as a link, or where links are not allowed as a copy."""
    try:
        (folder / source.name).symlink_to(source, target_is_directory=True)
    except OSError:
        shutil.copytree(source, folder / source.name)


@pytest.fixture(scope="module")
def bare(tmp_path_factory):
    """Run a program in the bare environment: `bare(program, folder)`."""
    base = tmp_path_factory.mktemp("bare")
    venv.create(base, with_pip=False, symlinks=os.name != "nt")
    paths = sysconfig.get_paths("venv", {"base": str(base), "platbase": str(base)})
    numpy = Path(np.__file__).parent
    for part in (numpy, *numpy.parent.glob("numpy*.libs")):
        put(part, Path(paths["purelib"]))
    # A copy, since a link would lead to the data of the course, which pip leaves behind.
    ignore = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "nncourse", Path(paths["purelib"]) / "nncourse", ignore=ignore)
    python = min(Path(paths["scripts"]).glob("python*"))
    left_out = {"PYTHONPATH", "NNCOURSE_DATA"}
    variables = {name: value for name, value in os.environ.items() if name not in left_out}

    def run(program: str, folder: Path, *words: str, **more: str) -> subprocess.CompletedProcess:
        own = {"XDG_CACHE_HOME": str(folder / "cache"), "PYTHONUTF8": "1"}
        return subprocess.run(
            [python, *(["-c", program] if program else []), *words],
            cwd=folder,
            env=variables | own | more,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )

    return run


def runs(process: subprocess.CompletedProcess) -> subprocess.CompletedProcess:
    """The process, which must have ended well."""
    assert process.returncode == 0, process.stderr
    return process


def test_the_environment_is_bare(bare, tmp_path):
    program = """
import pkgutil, site
print(*sorted(m.name for m in pkgutil.iter_modules(site.getsitepackages())))
import nncourse
print(nncourse.__file__)
"""
    found, place = runs(bare(program, tmp_path)).stdout.splitlines()
    assert found == "nncourse numpy"
    assert not Path(place).is_relative_to(ROOT)


CLUSTER = "nncourse.classroom.grading.cluster"
DRAWING = {"nncourse.plots": "matplotlib", "nncourse.widgets": "anywidget"}


def test_every_module_can_be_imported_or_says_what_it_needs(bare, tmp_path):
    program = """
import importlib, json, pkgutil
import nncourse
failed = {}
for module in pkgutil.walk_packages(nncourse.__path__, "nncourse.", onerror=lambda name: None):
    try:
        importlib.import_module(module.name)
    except ModuleNotFoundError as error:
        failed[module.name] = str(error)
print(json.dumps(failed))
"""
    failed = json.loads(runs(bare(program, tmp_path)).stdout)
    # The command says what these need when it loads them.
    by_command = ("nncourse.command.", "nncourse.classroom.gradebook.", CLUSTER)
    assert {name for name in failed if not name.startswith(by_command)} == set(DRAWING)
    for name, needed in DRAWING.items():
        assert failed[name] == f"This needs the package {needed}: pip install {needed}"


TRAIN = """
import numpy as np
from nncourse.losses import SoftmaxCrossEntropy
from nncourse.network import Sequential
from nncourse.optimizers import Adam
from nncourse.datasets import spiral
from nncourse.saving.serialization import load, save
from nncourse.training import evaluate, fit

def train(epochs, seed, **more):
    network = Sequential(rng=np.random.default_rng(seed)).input(2).dense(16).relu().dense(3)
    fit(network, X, y, loss=SoftmaxCrossEntropy(), optimizer=Adam(0.02), epochs=epochs,
        rng=np.random.default_rng(1), validation=(X[:60], y[:60]), **more)
    return network

X, y = spiral(300, np.random.default_rng(0))
whole = train(30, 0)
train(12, 0, checkpoint="run.safetensors", progress=False)
rest = train(30, 7, checkpoint="run.safetensors", resume=True, progress=False)
assert all((rest.params[name] == p).all() for name, p in whole.params.items())
save("net.safetensors", whole, classes=["a", "b", "c"], notes={"by": "hand"})
again = load("net.safetensors")
assert (again.forward(X) == whole.forward(X)).all()
print(*evaluate(again, SoftmaxCrossEntropy(), X, y))
"""


def test_a_network_is_trained_saved_loaded_and_resumed(bare, tmp_path):
    process = runs(bare(TRAIN, tmp_path))
    lines = process.stderr.splitlines()
    assert lines[0].startswith("  3% epoch 1, loss ")
    assert lines[-1].startswith("100% epoch 30, loss ")
    assert load(tmp_path / "net.safetensors").params["0.W"].shape == (2, 16)
    assert float(process.stdout.split()[1]) > 0.6


def test_numbers_are_read_from_csv_and_idx(bare, tmp_path):
    program = """
import pathlib
import numpy as np
from nncourse.datasets import read_csv, read_idx
from nncourse.datasets.idx import write_idx
pathlib.Path("a.csv").write_text("label,x\\n1,2.5\\n0,3\\n")
pathlib.Path("a.idx").write_bytes(write_idx(np.arange(6, dtype=np.uint8).reshape(2, 3)))
X, y = read_csv("a.csv")
print(X.tolist(), y.tolist(), read_idx("a.idx").tolist())
"""
    shown = runs(bare(program, tmp_path)).stdout
    assert shown == "[[2.5], [3.0]] [1, 0] [[0, 1, 2], [3, 4, 5]]\n"


MNIST = """
from nncourse.datasets import mnist
images, labels = mnist("test")
print(images.shape, labels[:3])
"""


def test_digits_that_are_here_are_read(bare, tmp_path):
    shown = runs(bare(MNIST, tmp_path, NNCOURSE_DATA=str(ROOT / "data"))).stdout
    assert shown == "(10000, 28, 28) [7 2 1]\n"


def test_digits_that_are_not_here_are_fetched(bare, tmp_path):
    handler = partial(SimpleHTTPRequestHandler, directory=ROOT / "data")
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever).start()
        program = f"""
from dataclasses import replace
from nncourse.datasets import storage
address = "http://127.0.0.1:{server.server_port}/"
storage.FILES = tuple(replace(f, urls=(address + f.name,)) for f in storage.FILES)
{MNIST}"""
        try:
            process = bare(program, tmp_path, NO_PROXY="127.0.0.1")
        finally:
            server.shutdown()
    assert runs(process).stdout == "(10000, 28, 28) [7 2 1]\n"
    assert "t10k-images-idx3-ubyte.gz: 100% 1.6 MB" in process.stderr
    assert (tmp_path / "cache/nncourse/mnist/t10k-images-idx3-ubyte.gz").is_file()


def test_exercises_are_checked(bare, tmp_path):
    program = """
import numpy as np
from nncourse.checking import check
def relu(Z):
    return np.maximum(Z, 0)
check("forward.relu", relu)
"""
    process = bare(program, tmp_path, NNCOURSE_HOME=str(tmp_path))
    assert "orrect" in runs(process).stdout


@pytest.mark.parametrize(
    ("program", "package"),
    [
        ("import nncourse.plots", "matplotlib"),
        ("from nncourse.plots import learning_curves", "matplotlib"),
        ("from nncourse.plots.style import house_style", "matplotlib"),
        ("from nncourse.datasets import read_picture; read_picture('a.png', (9, 9))", "pillow"),
        ("from nncourse.datasets import read_folder; read_folder('a', (9, 9))", "pillow"),
        ("from nncourse.datasets import cats; cats('test')", "pillow"),
        ("from nncourse.datasets import photos; photos('test', 'photos')", "h5py"),
    ],
)
def test_what_needs_more_says_what_to_install(bare, tmp_path, program, package):
    for folder in ("a", "photos"):
        (tmp_path / folder).mkdir()
    for picture in ("a.png", "a/a.png"):
        (tmp_path / picture).write_bytes(b"\x89PNG")
    (tmp_path / "photos" / "test_catvnoncat.h5").write_bytes(b"\x89HDF\r\n\x1a\n")
    process = bare(program, tmp_path, NNCOURSE_DATA=str(ROOT / "data"))
    assert process.returncode == 1
    last = process.stderr.splitlines()[-1]
    assert last == f"ModuleNotFoundError: This needs the package {package}: pip install {package}"


def test_the_command_says_what_to_install(bare, tmp_path):
    process = bare("", tmp_path, "-m", "nncourse", "train", "xor")
    assert process.returncode == 1
    assert "the command needs the package typer" in process.stderr
    assert "[course]" in process.stderr
    assert "Traceback" not in process.stderr
