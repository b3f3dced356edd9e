"""What the build takes for Python in the pages, and what it refuses."""

import hashlib
import json

import pytest
import python_runtime
from python_runtime import Missing, is_wanted, numpy_wheel

WHEEL = b"NumPy for web pages"


@pytest.fixture
def pages(tmp_path):
    """A folder of pages whose Pyodide names a wheel of a few bytes."""
    pyodide = tmp_path / "node_modules" / "pyodide"
    pyodide.mkdir(parents=True)
    entry = {"file_name": "numpy.whl", "sha256": hashlib.sha256(WHEEL).hexdigest()}
    lock = {"info": {"version": "0.27.7"}, "packages": {"numpy": entry}}
    (pyodide / "pyodide-lock.json").write_text(json.dumps(lock))
    return tmp_path


@pytest.fixture
def places(monkeypatch):
    """Two places that give what is put into `given`, or raise it; `asked` tells what they heard."""
    given, asked = [], []

    def place(file, version):
        asked.append((file, version))
        answer = given[len(asked) - 1]
        if isinstance(answer, Exception):
            raise answer
        return answer

    monkeypatch.setattr(python_runtime, "from_network", place)
    monkeypatch.setattr(python_runtime, "from_carrier", place)
    monkeypatch.setattr(place, "__name__", "place", raising=False)
    place.given, place.asked = given, asked
    return place


def wheel_in(pages):
    return numpy_wheel(pages / "node_modules" / "pyodide", pages)


def test_the_wheel_is_fetched_once(pages, places):
    places.given[:] = [WHEEL]
    assert wheel_in(pages).read_bytes() == WHEEL
    assert wheel_in(pages).read_bytes() == WHEEL
    assert places.asked == [("numpy.whl", "0.27.7")]


def test_a_tampered_wheel_is_refused_and_the_next_place_asked(pages, places):
    places.given[:] = [WHEEL + b"!", WHEEL]
    assert wheel_in(pages).read_bytes() == WHEEL
    assert len(places.asked) == 2


def test_a_wheel_that_changed_since_is_fetched_again(pages, places):
    (pages / "numpy.whl").write_bytes(b"something else")
    places.given[:] = [OSError("no network"), WHEEL]
    assert wheel_in(pages).read_bytes() == WHEEL


def test_without_a_right_wheel_it_says_what_every_place_said(pages, places):
    places.given[:] = [OSError("no network"), WHEEL[:-1]]
    with pytest.raises(Missing, match="no network; place: what came is another file"):
        wheel_in(pages)
    assert not (pages / "numpy.whl").exists()


def test_without_pyodide_it_says_so(tmp_path):
    with pytest.raises(Missing, match="Pyodide is not installed"):
        python_runtime.build_runtime(tmp_path)


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("json/decoder.py", True),
        ("encodings/utf_8.py", True),
        ("encodings/big5.py", False),
        ("unittest/mock.py", False),
        ("numpy/lib/tests/test_io.py", False),
        ("numpy/matrixlib/defmatrix.py", True),
        ("numpy/ma/core.py", False),
        ("numpy/__init__.pyi", False),
        ("nncourse/exercises/forward/softmax.py", True),
        ("nncourse/command/data.py", False),
    ],
)
def test_what_a_page_may_use_comes_along(name, wanted):
    assert is_wanted(name) is wanted


def test_the_course_and_the_kernel_come_along():
    names = {name for name, _ in python_runtime.course()}
    assert {"nncourse/checking/judging.py", "nncourse/exercises/cats/flip_horizontal.py"} <= names
    assert "kernel.py" in names
