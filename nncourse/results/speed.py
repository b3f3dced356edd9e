"""How fast the package is: the measurements of `make bench`, put into words and tables.

What came out on one machine is in `data/results/speed.json`, and of machines before it, what came
of the targets. The page on speed shows it with the functions of this module.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

Measured = dict
UNITS = ((1.0, "s"), (1e-3, "ms"), (1e-6, "µs"))


def duration(seconds: float) -> str:
    """Seconds, in a unit that leaves a number of moderate size.

    Examples
    --------
    >>> duration(1234), duration(0.9997), duration(0.0123), duration(-5.67e-6)
    ('1234 s', '1 s', '12.3 ms', '-5.67 µs')
    >>> duration(float("inf"))
    'never'
    """
    if seconds == float("inf"):
        return "never"
    size, unit = next((u for u in UNITS if abs(seconds) >= 0.9995 * u[0]), UNITS[-1])
    number = seconds / size
    return f"{number:.0f} {unit}" if abs(number) >= 100 else f"{number:.3g} {unit}"


def megabytes(size: float) -> str:
    """A number of bytes.

    Examples
    --------
    >>> megabytes(12_345_678)
    '12 MB'
    """
    return f"{size / 1e6:.0f} MB"


def case(speed: dict, name: str, threads: int = 1) -> Measured:
    """One case of the file, measured with some number of threads.

    Raises
    ------
    KeyError
        If it was not measured; the message lists what was.
    """
    for measured in speed["cases"]:
        if (measured["name"], measured["threads"]) == (name, threads):
            return measured
    there_are = ", ".join(sorted({measured["name"] for measured in speed["cases"]}))
    raise KeyError(f"{name!r} was not measured with {threads} threads; there are: {there_are}")


def seconds(measured: Measured, contender: str, point: str = "all") -> float:
    """The median time of one unit."""
    return measured["contenders"][contender]["seconds"][point]["median"]


def ratio(measured: Measured, peer: str, point: str = "all") -> float:
    """Our time divided by a peer's, the median over the rounds: below one, we are faster."""
    return measured["contenders"][peer]["ratio"][point]["median"]


class Check(NamedTuple):
    """A target for one contender: what was measured, and the most that it may be."""

    what: str
    value: float
    most: float
    value_in_words: str
    most_in_words: str

    @property
    def verdict(self) -> str:
        """Whether the target is met."""
        return "met" if self.value <= self.most else "missed"


def checks(row: dict, point: str) -> list[Check]:
    """The targets that one contender of a case carries: for ratios, and for what we take beyond."""
    found = []
    if row.get("target") is not None:
        share, most = row["ratio"][point]["median"], row["target"]
        found.append(Check("time", share, most, f"{share:.3g}", f"{most:.3g}"))
    if row.get("memory_target") is not None:
        share, most = row["memory_ratio"]["median"], row["memory_target"]
        found.append(Check("memory", share, most, f"{share:.2f}", f"{most:.2g}"))
    if "beyond" in row:
        most_seconds, most_bytes = row["beyond"]["most"]
        for what, quantity, most, words in (
            ("extra time", "seconds", most_seconds, duration),
            ("extra memory", "memory", most_bytes, megabytes),
        ):
            more = row["beyond"][quantity]["median"]
            found.append(Check(what, more, most, words(more), words(most)))
    return found


def met(measured: Measured, peer: str) -> bool | None:
    """Whether the targets for this peer are met; None if there are none."""
    row = measured["contenders"][peer]
    verdicts = [check.verdict == "met" for point in row["seconds"] for check in checks(row, point)]
    return all(verdicts) if verdicts else None


def with_targets(cases: Iterable[Measured]) -> list[Measured]:
    """The cases on one thread, with only those contenders that the targets are for."""
    found = []
    for measured in cases:
        names = [who for who in measured["contenders"] if met(measured, who) is not None]
        if names and measured["threads"] == 1:
            found.append(measured | {"contenders": {n: measured["contenders"][n] for n in names}})
    return found


def targets(speed: dict) -> dict[tuple[str, str], Check]:
    """What came of each target on one thread; the keys are the case, and beside what."""
    return {
        (measured["name"], f"{contender(measured, who, point)}: {check.what}"): check
        for measured in speed["cases"]
        for who, row in measured["contenders"].items()
        for point in row["seconds"]
        for check in checks(row, point)
        if measured["threads"] == 1
    }


def targets_table(speed: dict) -> str:
    """A Markdown table: what came of each target here, and on the machines measured earlier.

    Parameters
    ----------
    speed : what the results file holds.
    """
    measurements = [speed, *speed["elsewhere"]]
    machines = [processor(measured["machine"]) for measured in measurements]
    came_out = [targets(measured) for measured in measurements]
    titles = {measured["name"]: measured["title"] for measured in speed["cases"]}
    lines = [
        f"| {' | '.join(['task', 'beside', 'at most', *machines])} |",
        f"| {' | '.join(['---', '---', *['---:'] * (1 + len(machines))])} |",
    ]
    above = ""
    for (name, beside), check in came_out[0].items():
        cells = ["" if name == above else titles[name], beside, check.most_in_words]
        cells += [outcome(there.get((name, beside)), check.most) for there in came_out]
        lines.append(f"| {' | '.join(cells)} |")
        above = name
    return "\n".join(lines)


def outcome(check: Check | None, most: float) -> str:
    """What came of one target, in words, judged by what is asked today; nothing if not measured."""
    if check is None:
        return ""
    words, verdict = check.value_in_words, check._replace(most=most).verdict
    return words if verdict == "met" else f"{words} **{verdict}**"


def processor(machine: dict) -> str:
    """A machine's processor, and the kind that NumPy's matrix product takes it for.

    Examples
    --------
    >>> processor({"processor": "AMD EPYC", "blas": "openblas 0.3.31 (Haswell)"})
    'AMD EPYC (Haswell)'
    """
    return f"{machine['processor']} ({machine['blas'].rpartition('(')[2]}"


def table(cases: Iterable[Measured], columns: Sequence[str] = ()) -> str:
    """A Markdown table, a line for each contender of each case.

    Parameters
    ----------
    cases : some of `speed["cases"]`.
    columns : names out of `COLUMNS`; all of them if none is given.
    """
    columns = columns or tuple(COLUMNS)
    lines = [
        f"| {' | '.join(columns)} |",
        f"| {' | '.join(RULES.get(c, '---') for c in columns)} |",
    ]
    for measured in cases:
        for who, row in measured["contenders"].items():
            for point in row["seconds"]:
                cells = (COLUMNS[name](measured, who, point) for name in columns)
                lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def task(measured: Measured, who: str, point: str) -> str:
    """What was to be done, in the first line of a case."""
    first = next(iter(measured["contenders"]))
    at_first = point == next(iter(measured["contenders"][first]["seconds"]))
    if who != first or not at_first:
        return ""
    return f"{measured['title']}, {threads_of(measured)}; time for {measured['unit']}"


def contender(measured: Measured, who: str, point: str) -> str:
    """Who did it, and at which of several sizes."""
    return who if point == "all" else f"{who}, {measured['axis']}: {point}"


def time_in_words(measured: Measured, who: str, point: str) -> str:
    """The median time of one unit."""
    return duration(seconds(measured, who, point))


def threads_of(measured: Measured) -> str:
    """How many threads, in words."""
    return "1 thread" if measured["threads"] == 1 else f"{measured['threads']} threads"


def ratio_in_words(measured: Measured, who: str, point: str) -> str:
    """The median of the ratios, and the smallest and largest of them."""
    row = measured["contenders"][who]
    if "ratio" not in row:
        return ""
    spread = row["ratio"][point]
    return f"**{spread['median']:.3g}** ({spread['low']:.3g} to {spread['high']:.3g})"


def target_in_words(measured: Measured, who: str, point: str) -> str:
    """The targets for one peer, and whether they are met."""
    parts = []
    for check in checks(measured["contenders"][who], point):
        # The ratio of the times has a column of its own.
        value = "" if check.what == "time" else f"{check.what} {check.value_in_words} "
        parts.append(f"{value}(at most {check.most_in_words}: {check.verdict})")
    return "; ".join(parts)


def memory_in_words(measured: Measured, who: str, point: str) -> str:
    """The most memory that the process had."""
    return megabytes(measured["contenders"][who]["memory"]["median"])


def accuracy_in_words(measured: Measured, who: str, point: str) -> str:
    """The median accuracy on the examples that judge, where there is one."""
    row = measured["contenders"][who]
    return f"{100 * row['accuracy']['median']:.1f} %" if "accuracy" in row else ""


COLUMNS: dict[str, Callable[[Measured, str, str], str]] = {
    "task": task,
    "who": contender,
    "time": time_in_words,
    "our time / theirs": ratio_in_words,
    "target": target_in_words,
    "peak memory": memory_in_words,
    "accuracy": accuracy_in_words,
}
RULES = dict.fromkeys(("time", "peak memory", "accuracy"), "---:")
