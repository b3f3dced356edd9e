"""Answers that are right but for their places: results in another order, arguments exchanged.

What is said is tried first: the answer is changed accordingly, and must then be right everywhere.
"""

import inspect
from collections.abc import Callable, Iterator, Sequence
from itertools import combinations, permutations
from typing import Any

from nncourse.exercises.form import Exercise

Changed = Iterator[tuple[str, Any]]  # what to say, and the changed answer that proves it
ORDINALS = ("first", "second", "third", "fourth")


def that_is_right(changed: Changed, is_right: Callable[[Any], bool]) -> str:
    """The words that belong to the first changed answer that is right; '' if none is."""
    return next((words for words, answer in changed if is_right(answer)), "")


def other_arguments(exercise: Exercise, answer: Any) -> Changed:
    """The answer called with its arguments in other orders, where it names them otherwise."""
    for words, places in orders(exercise.arguments, argument_names(answer)):
        yield words, with_arguments(answer, places)


def orders(asked: Sequence[str], own: Sequence[str]) -> Iterator[tuple[str, list[int]]]:
    """What to say, and which of the arguments asked for to hand over in which place."""
    moved = [i for i, (name, other) in enumerate(zip(asked, own, strict=False)) if name != other]
    if len(moved) > len(ORDINALS) - 1:
        return
    for order in list(permutations(moved))[1:]:
        places = list(range(len(asked)))
        for i, j in zip(moved, order, strict=True):
            places[i] = j
        yours = ", ".join(asked[j] for j in places)
        yield (
            f"The arguments seem to be exchanged: it is called with {', '.join(asked)}, in this "
            f"order. Called with {yours} yours would be right.",
            places,
        )


def argument_names(answer: Any) -> list[str]:
    """What an answer calls its arguments; nothing where that cannot be known."""
    try:
        return list(inspect.signature(answer).parameters)
    except Exception:  # an answer may be anything that can be called
        return []


def with_arguments(answer: Any, places: list[int]) -> Any:
    """The answer, given its arguments in another order."""
    return lambda *given: answer(*(given[j] for j in places if j < len(given)))


def other_results(exercise: Exercise, answer: Any) -> Changed:
    """The answer with its results in other orders, and with some of them left out."""
    seen: set[int] = set()  # how many results it gave, once it was tried
    for words, number, kept in ways_to_arrange(exercise.results):
        if seen <= {number}:
            yield words, with_results(answer, number, kept, seen)


def ways_to_arrange(names: tuple[str, ...]) -> Iterator[tuple[str, int, tuple[int, ...]]]:
    """What to say, of how many results, and which of them would be right in which order."""
    asked = len(names)
    for order in list(permutations(range(asked)))[1:]:
        yield f"Your results would be right in another order: {', '.join(names)}.", asked, order
    for number in range(asked + 1, len(ORDINALS) + 1):
        for kept in combinations(range(number), asked):
            left_out = " and the ".join(ORDINALS[j] for j in range(number) if j not in kept)
            words = f"You return {number} results where {asked} would do. Without the {left_out} "
            yield words + "yours would be right.", number, kept


def with_results(answer: Any, number: int, kept: tuple[int, ...], seen: set[int]) -> Any:
    """The answer, giving back only some of its results in this order."""

    def changed(*given: Any) -> Any:
        results = answer(*given)
        several = type(results) is tuple or (type(results) is list and len(kept) > 1)
        seen.add(len(results) if several else 0)
        if seen != {number}:
            raise ValueError(f"not {number} results")
        some = tuple(results[j] for j in kept)
        return some if len(some) > 1 else some[0]

    return changed
