"""The learner's own program: their answers in one file, which runs, whatever they have solved."""

import ast
import inspect
import json
import re
import subprocess
import sys

import numpy as np
import pytest
from alternatives import ANSWERS

from nncourse import exercises
from nncourse.checking import check, own_frame, own_program, records, short_source
from nncourse.checking.own_program import FUNCTIONS, part_of, without_docstrings, write_own_program
from nncourse.datasets.idx import read_idx, write_idx
from nncourse.datasets.storage import get

READER = [exercises.find(id) for id in FUNCTIONS]
CALLED_BESIDES = ("cats.l2_penalty", "cats.l2_backward")


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    """A user's folder of its own, and a folder to write to."""
    monkeypatch.setenv("NNCOURSE_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    records.folder().mkdir()
    return tmp_path


@pytest.fixture(scope="module")
def digits(tmp_path_factory):
    """A folder as that of MNIST, with a few of its digits."""
    gzip = pytest.importorskip("gzip")
    folder = tmp_path_factory.mktemp("digits")
    for part, most in (("train", 600), ("t10k", 200)):
        for kind in ("images-idx3", "labels-idx1"):
            name = f"{part}-{kind}-ubyte.gz"
            few = read_idx(get(f"mnist/{name}"))[:most]
            (folder / name).write_bytes(gzip.compress(write_idx(few)))
    return folder


def strangers(exercise) -> list[str]:
    """Right answers that others have written, as far as each is whole by itself."""
    found = []
    for answer in ANSWERS[exercise.id]:
        if type(answer).__name__ in ("function", "type"):
            source = inspect.getsource(answer)
            begin = re.search(r"^(def|class) ", source, re.MULTILINE)
            found += [source[begin.start() :]] if begin else []
    return [source for source in found if part_of(exercise, {"answer": source}).is_yours]


def note(**answers: str) -> None:
    """Note answers, by the ids with `_` in the place of the dot, as `check` does."""
    noted = {id.replace("_", ".", 1): answer for id, answer in answers.items()}
    kept = {id: {"passed": True, "tries": 1, "answer": answer} for id, answer in noted.items()}
    records.path().write_text(json.dumps(kept), encoding="utf-8")


def note_all(choose) -> None:
    """Note an answer to each exercise of the program."""
    exercises_noted = [*READER, *map(exercises.find, CALLED_BESIDES)]
    note(**{exercise.id.replace(".", "_", 1): choose(exercise) for exercise in exercises_noted})


def shortest(exercise) -> str:
    """The short form, or the shortest of the strangers' answers that use whole arrays."""
    if exercise.short:
        return short_source(exercise) + "\n"
    return min(strangers(exercise), key=lambda source: (" for " in source, len(source)))


def test_without_answers_the_package_stands_for_all(digits, capsys):
    program = write_own_program("mine.py")
    assert program.yours == program.unused == ()
    assert len(program.others) == len(FUNCTIONS)
    assert str(program).startswith("0 of 20 functions are yours\nthe package's: dense_forward")
    text = program.path.read_text("utf-8")
    assert "# yours" not in text
    assert "import he as he_init  # the package's: not written yet\n" in text
    said = program.run("train", digits)
    assert capsys.readouterr().out == said
    assert len(re.findall(r"^loss ~[\d.]+, validation ~[\d.]+$", said, re.MULTILINE)) == 8
    assert float(said.split("right: ~")[1].split()[0]) > 70
    with np.load("mine.npz") as kept:
        assert {name: kept[name].shape for name in kept} == {
            "0.W": (784, 256), "0.b": (256,), "2.W": (256, 10), "2.b": (10,)
        }  # fmt: skip


def test_with_all_answers_nothing_but_numpy_is_imported(digits):
    note_all(shortest)
    program = write_own_program("mine.py")
    assert program.others == program.unused == ()
    assert set(program.yours) >= {exercise.name for exercise in READER}
    tree = ast.parse(program.path.read_text("utf-8"))
    imports = [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
    assert [ast.unparse(node) for node in imports][:4] == [
        "import gzip", "import sys", "from pathlib import Path", "import numpy as np"
    ]  # fmt: skip
    assert "nncourse" not in " ".join(ast.unparse(node) for node in imports)
    assert float(program.run("train", digits).split("right: ~")[1].split()[0]) > 70


def test_it_is_about_a_hundred_lines_of_the_learners_and_eighty_around_them():
    note_all(shortest)
    text = write_own_program("mine.py").path.read_text("utf-8")
    mine, frame = text.split("# The frame")
    lines = [len(re.findall(r"^ *[^ #\n]", part, re.MULTILINE)) for part in (mine, frame)]
    assert lines[0] <= 130
    assert lines[1] <= 110


@pytest.mark.parametrize("turn", range(5))
def test_strangers_answers_fit_together(digits, turn):
    """Each may use other arrays and dtypes; a program made of any of them learns to read."""
    note_all(lambda exercise: strangers(exercise)[turn % len(strangers(exercise))])
    program = write_own_program("mine.py")
    assert len(program.yours) >= len(READER) - 2  # the others are loops, too slow to train with
    assert float(program.run("train", digits).split("right: ~")[1].split()[0]) > 70


@pytest.mark.parametrize("exercise", READER, ids=lambda exercise: exercise.id)
def test_one_answer_alone_stands_among_the_packages(exercise):
    """Whichever it is, the file is whole: all names are there."""
    note(**{exercise.id.replace(".", "_", 1): shortest(exercise)})
    program = write_own_program("mine.py")
    assert exercise.name in program.yours
    text = program.path.read_text("utf-8")
    assert text.count("# yours") == 1
    names = own_program.names_in(text)
    assert not names.needed - own_program.ALWAYS_THERE - {"forward"}  # of a class, in its body


def test_an_answer_that_check_kept_is_found():
    source = "def relu(Z):\n    '''Keep.'''\n    # what is positive\n    return Z * (Z > 0)\n"
    namespace: dict = {}
    import linecache

    linecache.cache["<cell>"] = (len(source), None, source.splitlines(keepends=True), "<cell>")
    exec(compile(source, "<cell>", "exec"), namespace)
    check("forward.relu", namespace["relu"])
    program = write_own_program("mine.py")
    assert program.yours == ("relu",)
    expected = "\n\n# yours\ndef relu(Z):\n    # what is positive\n    return Z * (Z > 0)\n\n\n"
    assert expected in program.path.read_text("utf-8")


def test_what_needs_a_helper_of_the_notebooks_gives_way_and_says_so():
    note(forward_relu="def relu(Z):\n    return positive(Z)\n")
    program = write_own_program("mine.py")
    assert "relu" in program.others
    line = "import relu  # the package's: yours needs positive, not kept\n"
    assert line in program.path.read_text("utf-8")


@pytest.mark.parametrize("answer", [None, "", 3, "def relu(", "relu = abs", "import os\nos.x()"])
def test_what_is_no_answer_is_left_out(answer):
    note(forward_relu=answer)
    program = write_own_program("mine.py")
    assert program.yours == ()
    assert "import relu  # the package's: check yours once more\n" in program.path.read_text()


def test_another_exercise_that_an_answer_calls_comes_along():
    note(
        cats_train_step=(
            "def train_step(network, loss, optimizer, X, y, l2=0.0):\n"
            "    value = loss.forward(network.forward(X), y) + l2_penalty([], l2)\n"
            "    network.backward(loss.backward())\n"
            "    optimizer.step(network.params, network.grads)\n"
            "    return value\n"
        ),
        cats_l2_penalty="def l2_penalty(weights, strength):\n    return math.fsum(weights)\n",
    )
    program = write_own_program("mine.py")
    assert program.yours == ("l2_penalty", "train_step")
    assert "\nimport math\n" in program.path.read_text("utf-8")
    assert program.unused == program.yours  # the package's train_epochs calls its own
    assert "and called by nothing here: l2_penalty, train_step" in str(program)


def test_an_answer_by_another_name_gets_the_name_it_is_called_by():
    note(forward_relu="def bend(Z):\n    return np.maximum(0, Z)\n")
    text = write_own_program("mine.py").path.read_text("utf-8")
    assert "# yours\ndef bend(Z):\n    return np.maximum(0, Z)\n\n\nrelu = bend\n" in text


def test_an_error_of_the_program_is_told(tmp_path, capsys):
    program = write_own_program("mine.py")
    with pytest.raises(subprocess.CalledProcessError):
        program.run("train", tmp_path)
    assert "FileNotFoundError" in capsys.readouterr().out


def test_the_program_reads_a_picture(digits, capsys):
    pillow = pytest.importorskip("PIL.Image", reason="Pillow reads pictures: pip install Pillow")
    program = write_own_program("mine.py")
    program.run("train", digits)
    images = read_idx(digits / "t10k-images-idx3-ubyte.gz")
    sheet = pillow.new("L", (300, 240), 255)
    sheet.paste(pillow.fromarray(255 - images[0]).resize((140, 140)), (90, 40))
    sheet.save("seven.png")
    assert re.fullmatch(r"seven\.png: a 7, ~\d+ % sure\n", program.run("read", "seven.png"))


def test_a_loop_that_would_take_hours_gives_way_and_says_so():
    note(
        backprop_Dense=shortest(exercises.find("backprop.Dense")),
        forward_relu="def relu(Z):\n    return np.array([np.maximum(row, 0) for row in Z])\n",
        forward_dense_forward=(
            "def dense_forward(X, W, b):\n    Z = np.tile(b, (len(X), 1))\n"
            "    for i in range(len(X)):\n        for j in range(len(b)):\n"
            "            for k in range(len(W)):\n                Z[i, j] += X[i, k] * W[k, j]\n"
            "    return Z\n"
        ),
    )
    program = write_own_program("mine.py")
    assert program.yours == ("relu", "Dense")  # a loop over rows does no harm
    reason = "# the package's: yours is right, and too slow for this many digits\n"
    assert f"import dense_forward  {reason}" in program.path.read_text("utf-8")


def test_what_a_class_binds_in_its_body_is_not_missing():
    source = (
        "class Dense:\n    forward = None\n    size = 3\n    twice = 2 * size\n"
        "    again = forward\n\n    def backward(self, dZ):\n        return helper(dZ)\n"
    )
    assert own_program.Part(exercises.find("backprop.Dense"), source).needed == {"helper"}


def test_docstrings_go_and_everything_else_stays():
    source = (
        'def f(x):\n    """One.\n\n    Two.\n    """\n    # why\n    return "text"\n\n\n'
        'class A:\n    """Of A."""\n\n    def g(self):\n        "Of g."\n        return 1\n'
    )
    kept = without_docstrings(source)
    assert '"""' not in kept
    assert "# why" in kept
    assert "Of g" not in kept
    assert [ast.unparse(node) for node in ast.parse(kept).body] == [
        "def f(x):\n    return 'text'",
        "class A:\n\n    def g(self):\n        return 1",
    ]
    assert without_docstrings('def f(): "One line."; return 1') == 'def f(): "One line."; return 1'


def test_the_frame_is_a_program_itself():
    """With the package's functions, which its imports name; an import is all that stands above."""
    source = inspect.getsource(own_frame)
    head = source[: source.index("# The frame")]
    ast_of_head = ast.parse(head).body[1:]
    assert all(isinstance(node, ast.Import | ast.ImportFrom) for node in ast_of_head)
    run = subprocess.run(
        [sys.executable, own_frame.__file__, "train", "nowhere"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert "FileNotFoundError" in run.stderr
