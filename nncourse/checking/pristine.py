"""NumPy and the builtins as they were when the course was imported.

An answer, or a cell before it, may have replaced `np.sum` or `abs`, by mistake or to fool a check.
What was replaced is put back before and after an answer is judged.
"""

import builtins
import types

import numpy as np

Kept = list[tuple[types.ModuleType, str, object]]


def remember() -> Kept:
    """What must stay as it is: NumPy's public names, and the builtin functions and types."""
    numpys = [
        (module, name, value)
        for module in (np, np.linalg, np.random)
        for name, value in vars(module).items()
        if not name.startswith("_") and callable(value)
    ]
    python = [
        (builtins, name, value)
        for name, value in vars(builtins).items()
        if isinstance(value, types.BuiltinFunctionType | type) and name not in ("_", "input")
    ]
    return [*numpys, *python]


ORIGINALS = remember()


def restore() -> list[str]:
    """Put back what was replaced, and tell the names."""
    replaced = [entry for entry in ORIGINALS if vars(entry[0]).get(entry[1]) is not entry[2]]
    for module, name, value in replaced:
        setattr(module, name, value)
    return [f"{module.__name__}.{name}" for module, name, _ in replaced]
