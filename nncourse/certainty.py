"""Certainty: from which share on a model's answers can be relied upon, and which are unsure.

A network gives every picture to some class, and the share it gives says how far it hesitates. How
large a share must be is found on the examples that training held back: answers with at least that
share were right 99 times in 100 there. What is unlike those examples can still be wrong and sure.
"""

from typing import Any

import numpy as np

WANTED = 0.99  # of the answers that count as sure, so many are right
LEAST = 100  # sure answers there must be: of fewer, one mistake would decide


def sure_from(shares: np.ndarray, right: np.ndarray) -> float | None:
    """The lowest share from which on answers are right 99 times in 100.

    Parameters
    ----------
    shares : (m,) the largest share of each held-back example.
    right : (m,) whether the class with that share is the right one.

    Returns
    -------
    The share, or None if there is none that at least 100 examples reach.

    Examples
    --------
    >>> shares = np.repeat([0.99, 0.9, 0.6], 100)
    >>> right = np.repeat([True, True, False], 100)
    >>> sure_from(shares, right), sure_from(shares, ~right)
    (0.9, None)
    """
    order = np.argsort(-shares, kind="stable")
    shares, right = shares[order], right[order]
    so_far = np.arange(1, len(shares) + 1)
    usable = (np.cumsum(right) >= WANTED * so_far) & (so_far >= LEAST)
    usable &= np.append(shares[1:] < shares[:-1], True)  # equal shares are sure together
    return float(shares[np.flatnonzero(usable)[-1]]) if usable.any() else None


def is_unsure(share: float, notes: dict[str, Any]) -> bool:
    """Whether an answer with this share is unsure, by what a model's file notes.

    A file that says nothing, as those of few held-back examples do, calls no answer unsure.

    Examples
    --------
    >>> is_unsure(0.6, {"sure_from": 0.9}), is_unsure(0.9, {"sure_from": None}), is_unsure(0.6, {})
    (True, True, False)
    """
    lowest = notes.get("sure_from", 0.0)
    if lowest is None:
        return True
    return isinstance(lowest, float | int) and share < lowest
