"""Correct answers written differently, and mutants that are no mistakes: a file a chapter.

@another_way("forward.softmax")
def _(Z):
    ...

equivalent("forward.softmax", "Z.max(axis=1) -> Z.max(axis=1) + 1", "a shift changes nothing")
"""

from collections import defaultdict
from importlib import import_module
from importlib.util import find_spec

from nncourse.exercises import CHAPTERS

ANSWERS = defaultdict(list)  # exercise id -> correct answers
EQUIVALENT = defaultdict(dict)  # exercise id -> {mutant: why it computes the same}


def another_way(exercise_id):
    """The function or class below is a correct answer."""

    def add(answer):
        ANSWERS[exercise_id].append(answer)
        return answer

    return add


def equivalent(exercise_id, mutant, why):
    """A mutant that passes rightly, because it computes the same on all inputs of the contract."""
    EQUIVALENT[exercise_id][mutant] = why


for chapter in CHAPTERS:
    if find_spec(f"alternatives.{chapter}") is not None:
        import_module(f"alternatives.{chapter}")
