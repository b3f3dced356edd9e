"""What surrounds an answer while it runs: the same for everybody, whatever the session has set.

A cell may have told NumPy to raise errors, Python to ignore warnings, or seeded random numbers. A
verdict must not depend on that; nor must a check leave traces of its own in the session.
"""
# ruff: noqa: NPY002 - the global random numbers are the subject here

import locale
import random
import sys
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
from numpy.random import MT19937, get_bit_generator, get_state, set_bit_generator, set_state  # type: ignore[attr-defined]

SEED = 20120930  # of the global random numbers, in case an answer draws them
FORMATS = (locale.LC_NUMERIC, locale.LC_TIME, locale.LC_COLLATE)
RECURSION = sys.getrecursionlimit()  # not a number of ours: in a browser it depends on the browser
PRINTING: dict[str, Any] = {  # NumPy's own
    "precision": 8,
    "threshold": 1000,
    "edgeitems": 3,
    "linewidth": 75,
    "suppress": False,
    "nanstr": "nan",
    "infstr": "inf",
    "sign": "-",
    "formatter": None,
    "floatmode": "maxprec",
    "legacy": False,
}
WORKER = "an answer to nncourse"  # the name of the thread in which one runs
one_at_a_time = threading.RLock()  # most of this belongs to the process: two checks would mix it up


@contextmanager
def ordinary() -> Iterator[None]:
    """Surroundings as in a fresh session; afterwards the session's own, as they were.

    The working directory stays where it is, since an answer may import a module from there.
    """
    if threading.current_thread().name == WORKER:  # it would wait for itself
        raise RuntimeError("an answer was checked inside of another one: check it in its own cell")
    with (
        one_at_a_time,
        np.errstate(all="warn", under="ignore"),
        np.printoptions(**PRINTING),
        warnings.catch_warnings(),
        same_random_numbers(),
        plain_formats(),
        usual_recursion(),
    ):
        warnings.resetwarnings()
        yield


@contextmanager
def same_random_numbers() -> Iterator[None]:
    """The global random numbers of Python and NumPy, from a fixed seed."""
    python, numpy, generator = random.getstate(), get_state(legacy=False), get_bit_generator()
    random.seed(SEED)
    set_bit_generator(MT19937(SEED))
    try:
        yield
    finally:
        random.setstate(python)
        set_bit_generator(generator)
        set_state(numpy)


@contextmanager
def plain_formats() -> Iterator[None]:
    """Numbers, dates and sorting of no country in particular."""
    before = [(category, locale.setlocale(category)) for category in FORMATS]
    for category in FORMATS:
        locale.setlocale(category, "C")
    try:
        yield
    finally:
        for category, name in before:
            locale.setlocale(category, name)


@contextmanager
def usual_recursion() -> Iterator[None]:
    """The recursion limit that Python had when the course was imported."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(RECURSION)
    try:
        yield
    finally:
        sys.setrecursionlimit(before)
