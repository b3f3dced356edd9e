"""Properties: what every right result has in common, whatever its values.

A property looks at a result and at the arguments it was made from. It never sees the right answer,
so nothing of it can be read off what is told.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np


@dataclass(frozen=True)
class Property:
    """A few words, such as 'rows add up to one', and the test: `test(result, *arguments)`."""

    text: str
    test: Callable[..., Any]

    def holds(self, result: Any, *arguments: Any) -> bool:
        """Whether a result has the property; one that the test does not suit has not."""
        try:
            with np.errstate(all="ignore"):
                return bool(self.test(result, *arguments))
        except Exception:  # a result may be anything
            return False


def shape(of: Callable[..., tuple[int, ...]]) -> Property:
    """The shape is what `of(*arguments)` says.

    Examples
    --------
    >>> shape(lambda Z, *_: Z.shape).holds(np.zeros((5, 4)), np.ones((5, 4)), 0.5)
    True
    """
    return Property("shape right", lambda result, *given: result.shape == tuple(of(*given)))


def is_number(result: Any) -> bool:
    """Whether a result is a single real number; True and False are none."""
    return type(result) in (int, float)


def has_floats(result: Any) -> bool:
    """Whether a result is an array of floats."""
    return isinstance(result, np.ndarray) and result.dtype.kind == "f"


number = Property("a single number", lambda result, *given: is_number(result))
floats = Property("dtype right", lambda result, *given: has_floats(result))
finite = Property(
    "no NaN and no infinity", lambda result, *given: np.isfinite(np.asarray(result)).all()
)
not_negative = Property("never negative", lambda result, *given: np.min(result, initial=0.0) >= 0)
a_share = Property("between 0 and 1", lambda result, *given: 0 <= result <= 1)
