"""Where numbers overflow: arrays that note when something finite becomes infinite.

NumPy's warning can be silenced, and in a browser, where the processor has no flags for it, there is
none. So answers that must not overflow are run once more on these arrays, for what they note and
nothing else: values, errors and types are those of the run on plain arrays. What is computed with
single numbers, or in arrays that do not come from the arguments, is not seen here; there NumPy's
own warning counts.
"""

from collections.abc import Callable
from typing import Any

import numpy as np


class Recording(np.ndarray):
    """An array that knows where to note an overflow; so does all that is computed from it."""

    notes: list[str]

    def __array_finalize__(self, source: Any) -> None:
        self.notes = getattr(source, "notes", [])

    def __array_ufunc__(
        self, ufunc: np.ufunc, method: str, *inputs: Any, out: Any = (), **options: Any
    ) -> Any:
        """Compute with plain arrays, look at the result, and go on recording."""
        given = [plain(value) for value in inputs]
        options = {name: plain(value) for name, value in options.items()}
        if out:
            options["out"] = tuple(plain(value) for value in out)
        result = getattr(ufunc, method)(*given, **options)
        if infinite(result, options.get("where", True)) and not any(map(infinite, given)):
            self.notes.append(f"overflow encountered in {ufunc.__name__}")
        return out[0] if len(out) == 1 else recorded(result, self.notes)

    def __array_function__(self, function: Callable[..., Any], *given: Any) -> Any:
        """Let NumPy do it, and go on recording where its result is a plain array."""
        return recorded(super().__array_function__(function, *given), self.notes)


def plain(value: Any) -> Any:
    """The same array without the recording; anything else as it is."""
    return value.view(np.ndarray) if isinstance(value, Recording) else value


def recorded(value: Any, notes: list[str]) -> Any:
    """An array of floats that notes there; anything else as it is."""
    if type(value) is not np.ndarray or value.dtype.kind != "f":
        return value
    array = value.view(Recording)
    array.notes = notes
    return array


def infinite(value: Any, where: Any = True) -> bool:
    """Whether floats hold an infinity, in the places given."""
    if not isinstance(value, np.ndarray | np.floating | float):
        return False
    return np.asarray(value).dtype.kind == "f" and bool(np.any(np.isinf(value) & where))
