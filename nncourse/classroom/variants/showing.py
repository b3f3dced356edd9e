"""What a student may see before handing in: shape, dtype and simple properties, and no value.

The right answer is not run here. What is said comes from the properties alone, on inputs that are
not those of the grading.
"""

from collections.abc import Sequence
from typing import Any

from nncourse.checking.running import Outcome, Run, run
from nncourse.checking.stubs import declined, is_stub
from nncourse.checking.values import describe
from nncourse.classroom.variants.form import Graded
from nncourse.classroom.variants.listing import find
from nncourse.classroom.variants.properties import Property
from nncourse.exercises.form import Probe

SEED = 20  # of the inputs that are shown to nobody and grade nobody
IN_FULL = "handed in it is judged in full"


def preview(variant: str | Graded, answer: Any) -> str:
    """What can be told of an answer beforehand. Never raises over an answer, whatever it does.

    Parameters
    ----------
    variant : its id, or the variant itself where it is an instructor's own.
    answer : the student's function.

    Raises
    ------
    KeyError
        If there is no such variant.

    Examples
    --------
    >>> print(preview("forward.elu", lambda Z, alpha=1.0: Z.sum()))
    forward.elu: not yet: shape right (on a batch yours is a single number). Then handed in it is
    judged in full.
    """
    variant = find(variant) if isinstance(variant, str) else variant
    if is_stub(answer):
        return not_attempted(variant)
    if not callable(answer):
        return f"{variant.id}: this is {describe(answer)}; give the function {variant.name} itself."
    probes = tuple(variant.draw(SEED))
    answer_run = run(variant, answer, probes)
    if declined(answer_run):
        return not_attempted(variant)
    trouble = in_the_way(answer_run, probes)
    return f"{variant.id}: {trouble or told(variant.properties, answer_run, probes)}"


def not_attempted(variant: Graded) -> str:
    """What to say of a stub."""
    return f"{variant.id}: not attempted. Write the body of {variant.name}, then check again."


def in_the_way(answer_run: Run, probes: Sequence[Probe]) -> str:
    """What an answer did that leaves no result to look at, or spoils its input; '' if nothing."""
    if answer_run.stopped and answer_run.stopped.type == "Crashed":
        return f"it makes Python crash ({answer_run.stopped.text})."
    if answer_run.stopped:
        return "stopped before it came to an end: it takes too long, or never ends."
    for probe, outcome in zip(probes, answer_run.outcomes, strict=True):
        if outcome.trouble:
            where = f" in line {outcome.trouble.line}" if outcome.trouble.line else ""
            error = f"{outcome.trouble.type}: {outcome.trouble.text}".rstrip(": ")
            return f"on {probe.label} it raises {error}{where}."
        if outcome.changed:
            return f"on {probe.label} it changes its input {' and '.join(outcome.changed)}."
    return ""


def told(properties: Sequence[Property], answer_run: Run, probes: Sequence[Probe]) -> str:
    """Which properties are right, and the first that is not, with the input where it fails."""
    right: list[str] = []
    for wanted in properties:
        failed = next(
            (
                (probe, outcome)
                for probe, outcome in zip(probes, answer_run.outcomes, strict=True)
                if not wanted.holds(outcome.value, *probe.arguments)
            ),
            None,
        )
        if failed:
            return missing(right, wanted, *failed)
        right.append(wanted.text)
    return f"{', '.join(right)}: {IN_FULL}."


def missing(right: Sequence[str], wanted: Property, probe: Probe, outcome: Outcome) -> str:
    """What to say of the first property that is not there."""
    so_far = f"{', '.join(right)}; " if right else ""
    yours = describe(outcome.value)
    return f"{so_far}not yet: {wanted.text} (on {probe.label} yours is {yours}). Then {IN_FULL}."
