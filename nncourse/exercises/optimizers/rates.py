"""Schedules: answers that return a function, which is then asked for its rate at several times."""
# mypy: allow-untyped-defs

NO_RATE = -1.0


def asked(schedule, times):
    """What kind of thing an answer returned, and its rates at these times."""
    if schedule is None:
        return None
    if not callable(schedule):
        return f"a {type(schedule).__name__}", *[NO_RATE] * len(times)
    return "a function", *[rounded(schedule(gone)) for gone in times]


def rounded(rate):
    """A rate without its last digits: what should be 0 may be 1e-33, with another formula."""
    return round(rate, 12) if isinstance(rate, float) else rate
