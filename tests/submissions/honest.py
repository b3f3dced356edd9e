"""Honest work in odd notebooks: it earns all that it deserves."""

import json

from submissions import IMPORTS, MSE, RELU, SOFTMAX, body, code, notebook, submission

WRONG_MSE = "def mse(Y_hat, Y):\n    return float(((Y_hat - Y) ** 2).sum())"


@submission(mse=2, kind="correct")
def all_right():
    return MSE


@submission(mse=0, kind="mistake")
def a_known_mistake():
    return WRONG_MSE


@submission(mse=0, relu=0, softmax=0, kind="not attempted")
def nothing_written():
    return [
        IMPORTS,
        'def mse(Y_hat, Y):\n    """The mean square."""\n    ...',
        "def relu(Z):\n    pass",
        "def softmax(Z):\n    raise NotImplementedError",
    ]


@submission(mse=0, relu=0, softmax=0, kind="not attempted")
def no_cells():
    return []


@submission(mse=2)
def the_stub_copied_behind():
    return [IMPORTS, MSE, RELU, SOFTMAX, "def mse(Y_hat, Y):\n    ..."]


@submission(mse=2)
def cells_twice():
    return [IMPORTS, MSE, MSE, RELU, SOFTMAX, IMPORTS, RELU, SOFTMAX]


@submission(mse=2)
def imports_deleted():
    return [MSE, RELU, SOFTMAX]


@submission(mse=2)
def cells_in_reverse():
    return [
        SOFTMAX.replace("np.exp", "to_the_power"),
        RELU,
        MSE.replace("** 2", "** POWER"),
        "POWER = TWO",
        "TWO = 2",
        "to_the_power = np.exp",
        IMPORTS,
    ]


@submission(mse=2)
def one_function_in_two_cells():
    first, second = MSE.split("\n")
    return [IMPORTS, first, second, RELU, SOFTMAX]


@submission(mse=2)
def all_in_one_cell():
    return ["\n".join([IMPORTS, MSE, "print(mse(np.ones(2), np.ones(2)))", RELU, SOFTMAX])]


@submission(mse=2)
def other_metadata():
    """Points, ids and locks are what the instructor says, whatever stands here."""
    meta = {"nbgrader": {"grade": True, "points": 1000, "grade_id": "basics.mse", "locked": False}}
    cells = [IMPORTS, code(MSE, metadata=meta), code(RELU, metadata=meta), SOFTMAX]
    made = json.loads(notebook(cells))
    made["metadata"] = {"points": 1000, "student": "somebody else"}
    return json.dumps(made).encode()


@submission(mse=2)
def checks_and_magics():
    return [
        "%matplotlib inline\nimport numpy as np\nfrom nncourse.checking import check, hint",
        "%%time\n" + MSE,
        'mse = check("basics.mse", mse)\nhint("basics.mse")',
        "!pip install nncourse\nfiles = !ls\nmse?",
        RELU,
        'relu = check("forward.relu", relu)',
        SOFTMAX,
        'softmax = check("forward.softmax", softmax)\nplt.plot(softmax(np.eye(2)))',
    ]


@submission(mse=2)
def a_name_used_again():
    return [IMPORTS, MSE, RELU, SOFTMAX, "mse = mse(np.ones(3), np.zeros(3))", "softmax = 0.7"]


@submission(mse=2)
def training_that_takes_for_ever():
    return [IMPORTS, MSE, "while True:\n    mse(np.ones(2), np.ones(2))", RELU, SOFTMAX]


@submission(mse=2)
def lines_of_windows_and_source_in_pieces():
    lines = [line + "\n" for line in MSE.replace("\n", "\r\n").split("\n")]
    return [IMPORTS, code(lines), RELU, SOFTMAX]


@submission(mse=2)
def a_byte_order_mark():
    return b"\xef\xbb\xbf" + notebook(MSE)


@submission(mse=2)
def an_old_format():
    cells = [
        {"cell_type": "code", "input": text, "outputs": [], "language": "python"}
        for text in (IMPORTS, MSE, RELU, SOFTMAX)
    ]
    made = {"metadata": {}, "nbformat": 3, "nbformat_minor": 0, "worksheets": [{"cells": cells}]}
    return json.dumps(made).encode()


@submission(mse=2)
def a_class_and_a_lambda():
    return [
        IMPORTS,
        "class Mean:\n    def __call__(self, Y_hat, Y):\n        return ((Y_hat - Y) ** 2).mean()\n"
        "mse = Mean()",
        "relu = lambda Z: np.where(Z > 0, Z, 0).astype(Z.dtype)",
        SOFTMAX,
    ]


@submission(mse=2, softmax=3, relu=0)
def a_wrong_helper_costs_its_own_points():
    """`relu` is wrong; what is built on it is graded with the course's."""
    return [
        IMPORTS,
        MSE,
        "def relu(Z):\n    return Z",
        "def softmax(Z):\n    E = np.exp(-relu(Z.max(axis=-1, keepdims=True) - Z))\n"
        "    return E / E.sum(axis=-1, keepdims=True)",
    ]


@submission(mse=2)
def the_public_answer_by_heart():
    """What the course publishes can be copied: for that there are variants."""
    return "def mse(Y_hat, Y):\n    E = Y_hat - Y\n    return float((E * E).mean())"


@submission(mse=0, kind="raised")
def a_name_that_is_nowhere():
    return body("return mean_of_squares(Y_hat, Y)")


@submission(mse=0, kind="raised")
def a_syntax_error():
    return "def mse(Y_hat, Y)\n    return 0"
