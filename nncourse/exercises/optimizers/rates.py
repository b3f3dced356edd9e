"""Schedules: answers that return a function, which is then asked for its rate at several times."""
# mypy: allow-untyped-defs

from inspect import signature

import numpy as np

ONE_ARGUMENT = "a function of one argument"
NO_RATE = -1.0


def asked(schedule, times):
    """What kind of thing an answer returned, and its rates at these times."""
    if schedule is None:
        return None
    found = kind(schedule)
    rates = [rounded(schedule(gone)) if found == ONE_ARGUMENT else NO_RATE for gone in times]
    return found, *rates


def kind(schedule):
    """What kind of thing an answer returned, in words."""
    if callable(schedule):
        if takes_one(schedule):
            return ONE_ARGUMENT
        return f"a function of {len(signature(schedule).parameters)} arguments"
    if isinstance(schedule, int | float):
        return "a number"
    return "an array" if isinstance(schedule, np.ndarray) else f"a {type(schedule).__name__}"


def takes_one(schedule):
    """Whether a function can be called with one argument."""
    try:
        signature(schedule).bind(0.0)
    except TypeError:
        return False
    return True


def rounded(rate):
    """A rate without its last digits: what should be 0 may be 1e-33, with another formula."""
    return np.round(rate, 12) if isinstance(rate, int | float | np.number | np.ndarray) else rate
