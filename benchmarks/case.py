"""What is timed: one task, and several programs that do it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple


class Seconds(float):
    """A time that a program took of itself, because not all that it does should count."""


class Prepared(NamedTuple):
    """A program that is ready: all that is not timed has been done.

    Attributes
    ----------
    run : does the task once; this is timed, unless it returns the `Seconds` that count.
    judge : tells an accuracy in [0, 1] afterwards; None where there is none.
    """

    run: Callable[[], object]
    judge: Callable[[], float] | None = None


@dataclass(frozen=True)
class Case:
    """One task, and who does it. To add one, put it into the list `CASES` of a file in `cases/`.

    Attributes
    ----------
    name : for the command line and the results file.
    title : the task, for the table.
    contenders : name -> a function that prepares, or a statement that is timed in an empty process;
        the first is ours, the others are peers.
    unit : what a time is counted in: "an epoch", "a step".
    amount : how many units one run does.
    runs : how often a process does the task, after once to warm up; the median counts.
    warm : whether to do it once before.
    threads : numbers of BLAS threads to measure with.
    targets : peer -> the most that our time, divided by the peer's, should be, with one thread.
    memory_targets : peer -> the same for peak memory.
    most_beyond : peer -> the most seconds and bytes that ours should need more than the peer.
    points : sizes to measure at; the preparing function is then given one of them.
    axis : what the points are.
    """

    name: str
    title: str
    contenders: Mapping[str, Callable[..., Prepared] | str]
    unit: str = "a run"
    amount: float = 1
    runs: int = 3
    warm: bool = True
    threads: tuple[int, ...] = (1, 2)
    targets: dict[str, float] = field(default_factory=dict)
    memory_targets: dict[str, float] = field(default_factory=dict)
    most_beyond: dict[str, tuple[float, float]] = field(default_factory=dict)
    points: tuple[float, ...] = ()
    axis: str = ""

    @property
    def ours(self) -> str:
        """The contender that the others are compared with."""
        return next(iter(self.contenders))
