"""Files that are no notebooks, or nearly."""

import json

from submissions import IMPORTS, MSE, RELU, SOFTMAX, code, notebook, submission

unreadable = {"mse": 0, "relu": 0, "softmax": 0, "status": "unreadable notebook"}


@submission(**unreadable)
def truncated():
    return notebook(MSE)[:-40]


@submission(**unreadable)
def empty():
    return b""


@submission(**unreadable)
def deeply_nested():
    return b'{"cells":' + b"[" * 10**6 + b"]" * 10**6 + b"}"


@submission(**unreadable)
def of_another_encoding():
    return notebook(MSE).decode().encode("utf-16")


@submission(**unreadable)
def bytes_at_random():
    return bytes(range(256)) * 100


@submission(**unreadable)
def a_list():
    return b"[1, 2, 3]"


@submission(**unreadable)
def too_much_code():
    return [IMPORTS, MSE, "x = 1\n" * 10**6]


@submission(mse=2)
def cells_of_wrong_kinds():
    cells = [None, 1, [], {}, {"cell_type": "code"}, {"cell_type": "code", "source": 5},
             code([1, None, "x = 1"]), {"cell_type": 3, "source": "x"}]  # fmt: skip
    return json.dumps({"cells": [*cells, *map(code, (IMPORTS, MSE, RELU, SOFTMAX))]}).encode()


@submission(mse=2)
def large_outputs():
    picture = {"output_type": "display_data", "data": {"image/png": "A" * 10**7}}
    return [IMPORTS, code(MSE, outputs=[picture]), RELU, SOFTMAX]
