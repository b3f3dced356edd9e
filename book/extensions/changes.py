"""Which names' objects a cell may change, beside those of which it sets a part. An object is taken
to be changed

- by a method, if it is none of those that only look;
- by a function that gets it, if the call is a statement of its own, or is known to change it;
- by any function, if it is a generator of random numbers: each draw changes it.
"""

import ast
import builtins
from collections.abc import Iterator

import numpy as np

from nncourse.classroom.sandbox.names import outside_functions, root

# Methods that leave their object as it is.
LOOKING = {name for kind in (np.ndarray, dict, str, float) for name in dir(kind)} - {
    *("clear", "fill", "partition", "pop", "popitem", "put", "resize", "setdefault"),
    *("setfield", "sort", "update"),
}

# Functions of the package that change what they are given.
CHANGING = {"descend", "evaluate", "fit", "gradient_step", "train_epoch", "train_step"}


def changed_by_calls(source: str) -> Iterator[str]:
    """The names whose objects a cell may change by methods and functions that it calls.

    >>> sorted(set(changed_by_calls("d.sort(); e = f(g); print(h); fit(i)")))
    ['d', 'i']
    >>> sorted(set(changed_by_calls("step(net); x = rng.normal(); y = draw(rng); z = w.sum()")))
    ['net', 'rng']
    """
    for node in outside_functions(ast.parse(source)):
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Attribute) and node.func.attr not in LOOKING:
                yield root(node.func)
            for argument in (*node.args, *(keyword.value for keyword in node.keywords)):
                if isinstance(argument, ast.Name) and "rng" in argument.id:
                    yield argument.id
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
            yield from handed_over(node.value)
        elif isinstance(node, ast.Call) and root(node.func) in CHANGING:
            yield from handed_over(node)


def handed_over(call: ast.Call) -> Iterator[str]:
    """The names that a call gives to a function which is no builtin."""
    if root(call.func) not in vars(builtins):
        yield from (argument.id for argument in call.args if isinstance(argument, ast.Name))
