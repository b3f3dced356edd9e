"""How fast the package is: the measurements of `make bench`, put into words and tables.

What came out on one machine is in `data/results/speed.json`. The page "How fast it is" and chapter
5 show it with the functions of this module.
"""

from collections.abc import Callable, Iterable, Sequence

Case = dict
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


def case(speed: dict, name: str, threads: int = 1) -> Case:
    """One case of the file, measured with some number of threads.

    Raises
    ------
    KeyError if it was not measured; the message lists what was.
    """
    for measured in speed["cases"]:
        if (measured["name"], measured["threads"]) == (name, threads):
            return measured
    there_are = ", ".join(sorted({measured["name"] for measured in speed["cases"]}))
    raise KeyError(f"{name!r} was not measured with {threads} threads; there are: {there_are}")


def seconds(measured: Case, contender: str, point: str = "all") -> float:
    """The median time of one unit."""
    return measured["contenders"][contender]["seconds"][point]["median"]


def ratio(measured: Case, peer: str, point: str = "all") -> float:
    """Our time divided by a peer's, the median over the rounds: below one, we are faster."""
    return measured["contenders"][peer]["ratio"][point]["median"]


def met(measured: Case, peer: str) -> bool | None:
    """Whether the targets for this peer are met; None if there are none."""
    row = measured["contenders"][peer]
    checks = []
    if row.get("target") is not None:
        checks += [spread["median"] <= row["target"] for spread in row["ratio"].values()]
    if row.get("memory_target") is not None:
        checks.append(row["memory_ratio"]["median"] <= row["memory_target"])
    if "beyond" in row:
        most_seconds, most_bytes = row["beyond"]["most"]
        checks.append(row["beyond"]["seconds"]["median"] <= most_seconds)
        checks.append(row["beyond"]["memory"]["median"] <= most_bytes)
    return all(checks) if checks else None


def table(cases: Iterable[Case], columns: Sequence[str] = ()) -> str:
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


def task(measured: Case, who: str, point: str) -> str:
    """What was to be done, in the first line of a case."""
    first = next(iter(measured["contenders"]))
    at_first = point == next(iter(measured["contenders"][first]["seconds"]))
    if who != first or not at_first:
        return ""
    return f"{measured['title']}, {threads_of(measured)}; time for {measured['unit']}"


def contender(measured: Case, who: str, point: str) -> str:
    """Who did it, and at which of several sizes."""
    return who if point == "all" else f"{who}, {measured['axis']}: {point}"


def time_in_words(measured: Case, who: str, point: str) -> str:
    """The median time of one unit."""
    return duration(seconds(measured, who, point))


def threads_of(measured: Case) -> str:
    """How many threads, in words."""
    return "1 thread" if measured["threads"] == 1 else f"{measured['threads']} threads"


def ratio_in_words(measured: Case, who: str, point: str) -> str:
    """The median of the ratios, and the smallest and largest of them."""
    row = measured["contenders"][who]
    if "ratio" not in row:
        return ""
    spread = row["ratio"][point]
    return f"**{spread['median']:.3g}** ({spread['low']:.3g} to {spread['high']:.3g})"


def target_in_words(measured: Case, who: str, point: str) -> str:
    """The targets for one peer, and whether they are met."""
    row, parts = measured["contenders"][who], []
    if row.get("target") is not None:
        parts.append(verdict(ratio(measured, who, point), row["target"], "{:.3g}".format))
    if row.get("memory_target") is not None:
        share = row["memory_ratio"]["median"]
        parts.append(f"memory {share:.2f} " + verdict(share, row["memory_target"], "{:.2g}".format))
    if "beyond" in row:
        for quantity, most, words in zip(
            ("seconds", "memory"), row["beyond"]["most"], (duration, megabytes), strict=True
        ):
            more = row["beyond"][quantity]["median"]
            parts.append(f"+{words(more)} {verdict(more, most, words)}")
    return "; ".join(parts)


def verdict(value: float, most: float, words: Callable[[float], str]) -> str:
    """The most that is allowed, and whether a value keeps to it."""
    return f"(at most {words(most)}: {'met' if value <= most else 'missed'})"


def memory_in_words(measured: Case, who: str, point: str) -> str:
    """The most memory that the process had."""
    return megabytes(measured["contenders"][who]["memory"]["median"])


def accuracy_in_words(measured: Case, who: str, point: str) -> str:
    """The median accuracy on the examples that judge, where there is one."""
    row = measured["contenders"][who]
    return f"{100 * row['accuracy']['median']:.1f} %" if "accuracy" in row else ""


COLUMNS: dict[str, Callable[[Case, str, str], str]] = {
    "task": task,
    "who": contender,
    "time": time_in_words,
    "our time / theirs": ratio_in_words,
    "target": target_in_words,
    "peak memory": memory_in_words,
    "accuracy": accuracy_in_words,
}
RULES = dict.fromkeys(("time", "peak memory", "accuracy"), "---:")
