"""NumPy and the builtins as they were when the course was imported.

An answer, or a cell before it, may have replaced `np.sum` or `abs`, by mistake or to fool a check.
What was replaced is put back before and after an answer is judged. In other modules of Python's,
which a debugger may have changed for good reasons, only what the answer itself replaces is.
"""

import builtins
import copy
import io
import linecache
import locale
import math
import os
import random
import re
import signal
import sys
import threading
import time
import traceback
import types
import warnings

import numpy as np

Kept = list[tuple[types.ModuleType, str, object]]
SYSTEM = (copy, io, linecache, locale, math, os, random, re, signal, sys, threading, time,
          traceback, warnings)  # fmt: skip


def remember() -> Kept:
    """What must stay as it is: NumPy's public names, and the builtin functions and types."""
    python = [
        (builtins, name, value)
        for name, value in vars(builtins).items()
        if isinstance(value, types.BuiltinFunctionType | type) and name not in ("_", "input")
    ]
    return [*public(np, np.linalg, np.random, np.fft), *python]


def remember_system() -> Kept:
    """What the engine itself needs of Python's modules: as the session has it, debugger and all."""
    return public(*SYSTEM)


def public(*modules: types.ModuleType) -> Kept:
    """The public functions and types of modules."""
    return [
        (module, name, value)
        for module in modules
        for name, value in vars(module).items()
        if not name.startswith("_") and callable(value)
    ]


ORIGINALS = remember()


def restore(kept: Kept = ORIGINALS) -> list[str]:
    """Put back what was replaced, and tell the names."""
    replaced = [entry for entry in kept if vars(entry[0]).get(entry[1]) is not entry[2]]
    for module, name, value in replaced:
        setattr(module, name, value)
    return [f"{module.__name__}.{name}" for module, name, _ in replaced]
