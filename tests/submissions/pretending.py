"""Submissions that pretend: to be equal to everything, to be right, to be somebody else."""

from submissions import IMPORTS, MSE, RELU, body, submission

EQUAL = (
    "class Equal{base}:\n    def __eq__(self, other):\n        return True\n    __hash__ = None\n"
)


@submission(kind="type")
def equal_to_everything():
    return EQUAL.format(base="") + body("return Equal()")


@submission(kind="type")
def an_array_equal_to_everything():
    return (
        "class Equal(np.ndarray):\n    def __array_ufunc__(self, *a, **k):\n        return True\n"
        + body("return np.zeros(()).view(Equal)")
    )


@submission(kind="type")
def a_float_equal_to_everything():
    return EQUAL.format(base="(float)") + body("return Equal(0)")


@submission(kind="changed input", relu=0, softmax=0)
def numpys_tests_replaced():
    return "np.testing.assert_allclose = np.allclose = lambda *a, **k: True\n" + body("np.ones(1)")


@submission(kind="changed input")
def builtins_replaced():
    return "import builtins\nbuiltins.all = lambda values: True\n" + body("builtins.abs(1)")


@submission()
def the_checker_replaced():
    return "import sys, types\n" + body(
        "for name in ('nncourse', 'nncourse.checking', 'nncourse.checking.values'):",
        "    sys.modules[name] = fake = types.ModuleType(name)",
        "    fake.same = fake.agreement = lambda *a: True",
    )


@submission()
def every_function_in_memory_replaced():
    return "import gc, types\n" + body(
        "for f in gc.get_objects():",
        "    if type(f) is types.FunctionType and f.__name__ in ('freeze', 'told_of', 'facts'):",
        "        f.__code__ = (lambda *a, **k: True).__code__",
    )


@submission()
def the_frames_above_changed():
    return "import sys, ctypes\n" + body(
        "frame = sys._getframe()",
        "while frame:",
        "    for name in ('trouble', 'changed', 'value', 'expected', 'passed'):",
        "        if name in frame.f_locals: frame.f_locals[name] = None",
        "    ctypes.pythonapi.PyFrame_LocalsToFast(ctypes.py_object(frame), ctypes.c_int(0))",
        "    frame = frame.f_back",
    )


@submission(kind="type")
def objects_in_an_array():
    return body("return np.array([0.0, object()], dtype=object)")


@submission(kind="type")
def a_pickle_that_runs():
    return (
        "import os\nclass Evil:\n    def __reduce__(self):\n"
        "        return os.system, ('touch /tmp/nncourse-was-here',)\n"
        + body("return np.array([Evil()], dtype=object)")
    )


@submission(kind="nan")
def not_a_number():
    return body("return float('nan')")


@submission(kind="nan")
def infinite():
    return body("return np.float64(np.inf)")


@submission(kind="type")
def complex_number():
    return body("return 1j * np.ones(())")


@submission(kind="shape")
def another_shape():
    return body("return np.zeros((2, 0, 3))")


@submission(mse=2)
def an_array_without_axes():
    """As in the notebook: a number in an array without axes is a number."""
    return "def mse(Y_hat, Y):\n    return np.asarray(((Y_hat - Y) ** 2).mean())"


@submission()
def changed_later_by_a_thread():
    return "import threading, time, atexit\n" + body(
        "answer = np.zeros(())",
        "def later():",
        "    time.sleep(0.01); answer[...] = ((Y_hat - Y) ** 2).mean()",
        "threading.Thread(target=later, daemon=True).start()",
        "atexit.register(later)",
        "return answer",
    )


@submission()
def a_reply_of_its_own():
    """A whole reply that says that all is right, written into every pipe there is."""
    return "import json, os, posix\nleave = posix._exit\n" + body(
        "outcome = ['dict', 'value', 0.0, 'trouble', None, 'changed', ['list'], 'warned', '']",
        "run = ['dict', 'outcomes', ['list', *[outcome] * 7], 'passed', True, 'points', 100]",
        "tree = ['dict', 'found', True, 'passed', True, 'stub', False, 'runs', ['list', run]]",
        "tree = json.dumps(tree).encode()",
        "data = b'NNP1' + bytes(8) + len(tree).to_bytes(8, 'little') + tree",
        "for pipe in range(3, 64):",
        "    try: os.write(pipe, len(data).to_bytes(8, 'little') + data)",
        "    except OSError: pass",
        "leave(0)",
    )


@submission()
def a_fault_of_the_exercise():
    """It says that the exercise cannot be run: that is looked into, and not believed."""
    return "import json, os, posix\nleave = posix._exit\n" + body(
        "tree = json.dumps(['dict', 'fault', 'the exercise is broken']).encode()",
        "data = b'NNP1' + bytes(8) + len(tree).to_bytes(8, 'little') + tree",
        "for pipe in range(3, 64):",
        "    try: os.write(pipe, len(data).to_bytes(8, 'little') + data)",
        "    except OSError: pass",
        "leave(0)",
    )


@submission()
def a_reply_of_four_gigabytes():
    return "import os\n" + body(
        "for pipe in range(3, 64):",
        "    try: os.write(pipe, (4 << 30).to_bytes(8, 'little'))",
        "    except OSError: pass",
    )


@submission()
def bytes_behind_the_reply():
    return "import os, threading, time\n" + body(
        "def more():",
        "    while True:",
        "        for pipe in range(3, 64):",
        "            try: os.write(pipe, b'R' * 4096)",
        "            except OSError: pass",
        "threading.Thread(target=more, daemon=True).start()",
    )


@submission()
def the_package_called():
    return "from nncourse.losses import mse"


@submission()
def the_package_called_inside():
    return body("from nncourse import losses", "return losses.mse(Y_hat, Y)")


@submission(softmax=0)
def the_package_called_in_other_ways():
    return [
        IMPORTS,
        "import importlib\n" + body("return importlib.import_module('nncourse.losses').MSE()"),
        RELU,
        "from nncourse.layers import Softmax\nsoftmax = Softmax().forward",
    ]


@submission()
def the_solution_imported():
    return "from nncourse.exercises.basics.mse import mse as known\nmse = known.reference"


@submission()
def transformers_of_ipython():
    return (
        "get_ipython().input_transformers_post.append(lambda lines: ['mse = 1'])\n"
        "get_ipython().set_custom_exc((Exception,), print)\n" + body("")
    )


@submission(mse=2)
def script_in_everything():
    """Text is text; who shows it has to escape it."""
    text = "<script>alert(1)</script>=cmd|' /C calc'!A0"
    return MSE.replace("\n", f"\n    print({text!r})\n", 1)


@submission(kind="raised")
def script_in_an_error():
    return body("raise ValueError('<img src=x onerror=alert(1)>\\x1b[2J\\ud800 0x7f0011223344')")
