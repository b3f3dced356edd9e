"""What came back from the sandbox, taken for what it may be: anything.

The bytes may have been forged. Each part is looked at for its kind and its size, and nothing else
is taken over; a text is cut and loses what could disturb a terminal or a page's encoding.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from nncourse.checking.running import PRINTED, Outcome, Run, Trouble, facts
from nncourse.checking.values import freeze
from nncourse.classroom.sandbox import plain
from nncourse.exercises.form import Exercise, Probe

ADDRESS = re.compile(r"\b0x[0-9a-fA-F]{6,}")
LONGEST_NAME, MOST_NAMES = 80, 30


class ReplyError(ValueError):
    """Bytes from the sandbox that are not what was asked for."""


@dataclass(frozen=True)
class Reply:
    """What is told of an answer: whether it was there, what it is, and its runs."""

    fault: str
    found: bool
    stub: bool
    kind: str  # what it is, if it is no function
    names: list[str]  # of its own arguments
    failed: list[list[str]]  # what was raised while the cells ran
    replaced: tuple[str, ...]
    runs: tuple[Run, ...]


def reply_of(data: bytes, exercise: Exercise, probes: Sequence[Probe], number: int = 1) -> Reply:
    """What the bytes tell of an answer to an exercise, with as many runs as were asked for.

    Raises
    ------
    ReplyError
        If they tell nothing of the kind.
    """
    told = content(data)
    fault = text(told.get("fault"))
    if fault:
        return Reply(fault, False, False, "", [], [], (), ())
    runs = items(told, "runs")
    if runs and len(runs) != number:
        raise ReplyError(f"expected {number} runs, got {len(runs)}")
    return Reply(
        fault="",
        found=told.get("found") is True,
        stub=told.get("stub") is True,
        kind=text(told.get("kind")),
        names=[text(name, LONGEST_NAME) for name in items(told, "names")[:MOST_NAMES]],
        failed=[[text(part) for part in pair] for pair in items(told, "failed") if is_pair(pair)],
        replaced=names_in(told, "replaced"),
        runs=tuple(run_of(run, exercise, probes) for run in runs),
    )


@dataclass(frozen=True)
class Picked:
    """What an answer needs: cells to run, and names that it finds from elsewhere."""

    cells: tuple[str, ...] = ()
    given: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()  # why a cell that seems to hold it cannot be read


def picked_of(data: bytes, names: Sequence[str]) -> dict[str, Picked]:
    """What was picked for each of these names; nothing for one that is not told of."""
    told = content(data)
    return {name: Picked(*texts_of(told.get(name))) for name in names}


def texts_of(told: Any) -> list[tuple[str, ...]]:
    """The cells and the names that were picked for one answer."""
    told = told if type(told) is dict else {}
    lists = (items(told, kind) for kind in ("cells", "given", "unread"))
    return [tuple(value for value in values if type(value) is str) for values in lists]


def content(data: bytes) -> dict:
    """The dictionary that a reply is."""
    try:
        told = plain.loads(data)
    except plain.PlainError as error:
        raise ReplyError(str(error)) from error
    if type(told) is not dict:
        raise ReplyError(f"expected a dictionary, got {type(told).__name__}")
    return told


def run_of(told: Any, exercise: Exercise, probes: Sequence[Probe]) -> Run:
    """One run, its facts found anew out here."""
    if type(told) is not dict:
        raise ReplyError("expected a run")
    outcomes, stopped = items(told, "outcomes"), trouble_of(told.get("stopped"))
    if len(outcomes) > len(probes):
        raise ReplyError(f"expected {len(probes)} outcomes, got {len(outcomes)}")
    if len(outcomes) < len(probes) and stopped is None:
        stopped = Trouble("Stopped", "")
    return Run(
        tuple(
            outcome_of(one, exercise, probe) for one, probe in zip(outcomes, probes, strict=False)
        ),
        text(told.get("printed"), PRINTED),
        stopped,
        names_in(told, "replaced"),
        told.get("left_threads") is True,
    )


def outcome_of(told: Any, exercise: Exercise, probe: Probe) -> Outcome:
    """What happened on one probe."""
    if type(told) is not dict:
        raise ReplyError("expected an outcome")
    value, trouble = freeze(told.get("value")), trouble_of(told.get("trouble"))
    return Outcome(
        value,
        None if trouble else facts(exercise, value, probe),
        trouble,
        tuple(name for name in exercise.arguments if name in items(told, "changed")),
        text(told.get("warned")),
        silent=told.get("silent") is True,
    )


def trouble_of(told: Any) -> Trouble | None:
    """An exception that was told of, if one was."""
    if told is None:
        return None
    if type(told) is not list or len(told) != 4:
        raise ReplyError("expected an exception's type, text, line and source")
    kind, said, line, source = told
    line = line if type(line) is int and 0 < line < 100_000 else None
    return Trouble(text(kind, LONGEST_NAME), text(said), line, text(source, LONGEST_NAME))


def items(told: dict, name: str) -> list:
    """A list by its name; an empty one if there is none."""
    value = told.get(name, [])
    if type(value) is not list:
        raise ReplyError(f"expected a list of {name}")
    return value


def names_in(told: dict, name: str) -> tuple[str, ...]:
    """A few names in a list by its name."""
    return tuple(text(value, LONGEST_NAME) for value in items(told, name)[:MOST_NAMES])


def is_pair(value: Any) -> bool:
    """Whether it may be an exception's type and text."""
    return type(value) is list and len(value) == 2


def text(value: Any, most: int = 160) -> str:
    """The beginning of a text, without what no reader needs: places in memory, control signs.

    Examples
    --------
    >>> text("<f at 0x7f33a0c1d2e0>\\x1b[31m")
    '<f at 0x...>[31m'
    """
    if type(value) is not str:
        return ""
    plain_text = ADDRESS.sub("0x...", value[: 4 * most])
    return "".join(sign for sign in plain_text if sign.isprintable() or sign in "\n\t")[:most]
