"""From what an answer did to what to say about it.

The first failure counts, from 'raised' to 'the first entry that differs'. Whatever the failure, an
answer that agrees with a known mistake on every probe has made that mistake, and is told so.
"""

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from nncourse import exercises
from nncourse.checking.comparing import (
    Outcomes,
    alike,
    differ_in_dtype,
    is_empty,
    match_parts,
    tolerance,
)
from nncourse.checking.display import apart
from nncourse.checking.patterns import (
    axis_names,
    axis_sizes,
    find_pattern,
    named_shape,
    right_blocks,
)
from nncourse.checking.running import Run, Trouble, facts
from nncourse.checking.values import (
    Leaf,
    Misfit,
    agreement,
    describe,
    freeze,
    is_number,
    same,
)
from nncourse.checking.verdict import Verdict, compose
from nncourse.exercises.form import Exercise, Mistake, Probe, Variant, everything

Bank = Sequence[tuple[Mistake | Variant, Outcomes]]
SHOWN = (
    "A note: this calls the package's own function. Nothing was written, so it counts as shown, "
    "not as solved."
)
THREADS = "A note: threads that your code started still run, and nobody watches what they do."


class Diagnosis:
    """The verdict on a run of an answer that was attempted, step by step.

    Parameters
    ----------
    exercise, probes : what was asked.
    expected : what the package's own function gives.
    answer_run : what the answer did.
    known : gives the known mistakes and accepted variants, with what they do on the same probes.
    exchanged, rearranged : tell what order of arguments, or of results, makes the answer right.
    """

    def __init__(
        self,
        exercise: Exercise,
        probes: Sequence[Probe],
        expected: Outcomes,
        answer_run: Run,
        known: Callable[[], Bank],
        exchanged: Callable[[], str] = str,
        rearranged: Callable[[], str] = str,
    ) -> None:
        self.exercise, self.probes, self.expected = exercise, probes, expected
        self.run, self.outcomes, self.known = answer_run, answer_run.outcomes, known
        self.exchanged, self.rearranged = exchanged, rearranged
        self.tolerances = [tolerance(exercise, probe) for probe in probes]

    def verdict(self) -> Verdict:
        """The first failure in the agreed order, named if it is known."""
        if self.run.stopped:
            return self.failed("stopped", self.stopped(self.run.stopped))
        wrong = self.wrong()
        if not wrong:
            return self.passed()
        note = self.variant_note()
        if note:
            return self.passed(note)
        misplaced = self.exchanged()
        mistake = None if misplaced else self.known_mistake()
        misplaced = misplaced or ("" if mistake else self.rearranged())
        kind, sentences = self.first_failure(wrong)
        right = self.right_parts(wrong)
        if mistake is not None:
            short = sentences[:1] if kind in ("raised", "shape", "type", "nan") else []
            sentences = [mistake.message, *short]
            kind = "mistake" if kind in ("pattern", "value") else kind
        elif misplaced:
            kind, sentences = "pattern" if kind == "value" else kind, [misplaced]
        sentences.append(self.thread_note())
        sentences.append(f"Right so far: {', '.join(right)}." if right else "")
        experiment = self.exercise.experiment if mistake is None else mistake.experiment
        return Verdict(
            self.exercise.id,
            False,
            kind,
            compose(sentences, experiment),
            None if mistake is None else mistake.id,
            right,
            self.run.printed,
        )

    # Right and wrong.

    def wrong(self) -> list[int]:
        """The probes on which the answer was not right."""
        return [i for i in range(len(self.probes)) if not self.is_right(i)]

    def is_right(self, i: int) -> bool:
        """Whether all that is asked for was right on a probe."""
        expected, got = self.expected[i], self.outcomes[i]
        return (
            got.trouble is None
            and not got.changed
            and not (self.exercise.stable and got.warned and not expected.warned)
            and self.shapes_fit(i)
            and self.values_right(i)
        )

    def values_right(self, i: int) -> bool:
        """Whether the values were right on a probe."""
        return same(self.expected[i].facts, self.outcomes[i].facts, self.tolerances[i])

    def shapes_fit(self, i: int) -> bool:
        """Whether all results had the right kind and shape on a probe."""
        return not any(isinstance(item, Misfit) for item in self.items(i))

    def has_shape(self, i: int) -> bool:
        """Whether the shapes were right on a probe, and all texts, which tell the kind of thing."""
        texts = [leaf for leaf in self.leaves(i) if isinstance(leaf.expected, str)]
        return self.shapes_fit(i) and all(self.leaf_right(leaf, i) for leaf in texts)

    def items(self, i: int, facts: bool = False) -> Iterator[Leaf | Misfit]:
        """What was expected and what was got on a probe, part by part."""
        expected, got = self.expected[i], self.outcomes[i]
        if facts and self.exercise.facts is not everything:
            yield from match_parts((), expected.facts, got.facts)
            return
        for item in match_parts(self.exercise.parts, expected.value, got.value):
            wrong_dtype = self.exercise.keep_dtype and differ_in_dtype(item)
            yield Misfit("type", item.name, item.expected, item.got) if wrong_dtype else item

    def agrees(self, outcomes: Outcomes) -> bool:
        """Whether the answer did the same as another everywhere, errors included."""
        if len(outcomes) != len(self.outcomes):
            return False
        pairs = list(zip(outcomes, self.outcomes, self.tolerances, strict=True))
        if not all(alike(self.exercise, one, other, limit) for one, other, limit in pairs):
            return False
        return any(one.trouble is None for one, _, _ in pairs) or all(
            one.trouble and other.trouble and one.trouble.text == other.trouble.text
            for one, other, _ in pairs
        )

    def known_mistake(self) -> Mistake | None:
        """The known mistake that the answer makes, if it is one."""
        for known, outcomes in self.known():
            if isinstance(known, Mistake) and self.agrees(outcomes):
                return known
        return None

    def variant_note(self) -> str:
        """What to note about an accepted variant; '' if the answer is none."""
        for known, outcomes in self.known():
            if isinstance(known, Variant) and self.agrees(outcomes):
                return known.note
        return ""

    # What went right.

    def right_parts(self, wrong: list[int]) -> tuple[str, ...]:
        """What was right nevertheless: parts of the result, and whole probes."""
        parts = [] if any(self.outcomes[i].trouble for i in wrong) else self.right_names(wrong)
        parts += [
            probe.label
            for i, probe in enumerate(self.probes)
            if i not in wrong and not is_empty(self.expected[i].value)
        ][:3]
        if not parts and all(self.outcomes[i].trouble is None for i in wrong):
            parts += ["the values"] if all(map(self.values_right, wrong)) else []
            parts += ["the shape"] if not parts and all(map(self.has_shape, wrong)) else []
        return tuple(parts)

    def right_names(self, wrong: list[int]) -> list[str]:
        """The parts of the result that were right on every probe, if there is more than one."""
        items = [(item, i) for i in wrong for item in self.items(i, facts=True)]
        names = dict.fromkeys(item.name.partition("[")[0] for item, _ in items)
        bad = {
            item.name.partition("[")[0]
            for item, i in items
            if isinstance(item, Misfit) or not self.leaf_right(item, i)
        }
        return [name for name in names if name not in bad][:4] if len(names) > 1 else []

    def leaf_right(self, leaf: Leaf, i: int) -> bool:
        """Whether an array or number is right throughout."""
        return bool(agreement(leaf.expected, leaf.got, self.tolerances[i]).all())

    # What went wrong, in order.

    def first_failure(self, wrong: list[int]) -> tuple[str, list[str]]:
        """The kind of the first failure in the agreed order, and what to say."""
        for step in (
            self.raised,
            self.misfit,
            self.changed,
            self.not_finite,
            self.overflow,
            self.pattern,
        ):
            found = step(wrong)
            if found:
                return found
        return "value", self.first_difference(wrong)

    def stopped(self, trouble: Trouble) -> list[str]:
        """What to say of an answer that was stopped."""
        name = self.exercise.name
        line = f"It was in line {trouble.line}: `{trouble.source}`." if trouble.line else ""
        if trouble.type == "Crashed":
            how = f" ({trouble.text})" if trouble.text else ""
            return [
                f"Your {name} made Python crash{how}. It was tried in a copy, so nothing is lost.",
                "Does it ask for far more memory than there is?",
            ]
        if trouble.type == "Stuck":
            return [
                f"Your {name} was stopped: it was still running.",
                line,
                "A single call there takes that long. Is a number, a range or an array far larger "
                "than it should be?",
            ]
        label = self.probes[min(len(self.outcomes), len(self.probes) - 1)].label
        return [
            f"Your {name} was stopped: it was still running on {label}.",
            line,
            "Does a loop never end, or does the function call itself again and again?",
        ]

    def raised(self, wrong: list[int]) -> tuple[str, list[str]] | None:
        """An exception that was raised."""
        for i in wrong:
            trouble = self.outcomes[i].trouble
            if trouble is None:
                continue
            where = f"Line {trouble.line} of yours, `{trouble.source}`," if trouble.line else "It"
            text = f"{trouble.type}: {trouble.text}" if trouble.text else trouble.type
            sentences = [f"{where} raised {first_words(text, 20)} (on {self.probes[i].label})."]
            if trouble.type == "RecursionError":
                sentences.append("The function calls itself without end.")
            if trouble.type == "SystemExit":
                sentences.append("A function gives its result with return; exit ends Python.")
            if not trouble.line and trouble.type == "TypeError":
                names = ", ".join(self.exercise.arguments)
                sentences.append(f"It is called with these arguments, in this order: {names}.")
            return "raised", sentences
        return None

    def misfit(self, wrong: list[int]) -> tuple[str, list[str]] | None:
        """A result of the wrong kind or shape."""
        for kind in ("type", "shape"):
            for i in wrong:
                for item in self.items(i):
                    if isinstance(item, Misfit) and item.kind == kind:
                        return kind, [self.misfit_sentence(item, i)]
        return None

    def misfit_sentence(self, item: Misfit, i: int) -> str:
        """What to say of a result of the wrong kind or shape."""
        label, got, expected = self.probes[i].label, item.got, item.expected
        if item.kind == "shape":
            should, yours = self.shape_of(item, i, "expected"), self.shape_of(item, i, "got")
            turned = " It is the transpose." if self.is_transpose(item.name) else ""
            return f"{item.name} should have {should} on {label}; yours has {yours}.{turned}"
        if got is None and self.returns_none(i):
            return self.none_sentence(label)
        if isinstance(expected, tuple) and not isinstance(got, tuple | list):
            yours = describe(got)
            return f"Your {self.exercise.name} should return several results, and gives {yours}."
        if isinstance(expected, tuple | list) and isinstance(got, tuple | list):
            return (
                f"{item.name}: {len(expected)} results are expected on {label}, "
                f"yours are {len(got)}."
            )
        if isinstance(expected, dict) and isinstance(got, dict):
            keys = ", ".join(map(str, expected))
            return f"{item.name} should have the keys {keys}; yours has {', '.join(got) or 'none'}."
        should, yours = describe(expected), describe(got)
        if isinstance(expected, np.ndarray) and isinstance(got, np.ndarray):
            should, yours = f"dtype {expected.dtype}", f"dtype {got.dtype}"
        return f"{item.name} should be {should} on {label}; yours is {yours}."

    def shape_of(self, item: Misfit, i: int, side: str) -> str:
        """The expected shape of a part in words, or the one that was got."""
        shape = np.shape(getattr(item, side))
        axes = self.exercise.axes.get(item.name)
        if side == "expected" and axes:
            return named_shape(shape, axes.split())
        others = [
            (np.shape(getattr(other, side)), self.sizes(j))
            for j, other in self.on_all_probes(item.name)
            if np.ndim(getattr(other, side)) == len(shape)
        ]
        return named_shape(shape, axis_names(shape, self.sizes(i), others))

    def on_all_probes(self, name: str) -> Iterator[tuple[int, Leaf | Misfit]]:
        """A part of the result on every probe that has it as numbers."""
        for i, outcome in enumerate(self.outcomes):
            for item in self.items(i) if outcome.trouble is None else ():
                plain = is_number(item.got) or isinstance(item.got, np.ndarray)
                if item.name == name and plain:
                    yield i, item

    def is_transpose(self, name: str) -> bool:
        """Whether a part is the transpose of the right one on every probe, by its values."""
        found = dict(self.on_all_probes(name))
        return all(i in found and self.right_if_turned(found[i], i) for i in self.having(name))

    def having(self, name: str) -> Iterator[int]:
        """The probes on which the right result has a part of this name."""
        for i, expected in enumerate(self.expected):
            items = match_parts(self.exercise.parts, expected.value, expected.value)
            if any(item.name == name for item in items):
                yield i

    def right_if_turned(self, item: Leaf | Misfit, i: int) -> bool:
        """Whether a part is right on a probe once it is transposed."""
        turned, parts = np.transpose(item.got), self.exercise.parts
        if np.shape(turned) != np.shape(item.expected):
            return False
        if self.exercise.facts is everything or len(parts) == 1:
            return same(item.expected, freeze(turned), self.tolerances[i])
        right = zip(parts, self.expected[i].value, strict=True)
        value = tuple(turned if name == item.name else part for name, part in right)
        found = facts(self.exercise, value, self.probes[i])
        return same(self.expected[i].facts, found, self.tolerances[i])

    def returns_none(self, i: int) -> bool:
        """Whether the answer gave nothing back on a probe, as far as can be seen from its use."""
        value = self.outcomes[i].value
        made_by_use = isinstance(value, dict) or len(self.exercise.results) == 1
        if made_by_use and isinstance(value, dict | tuple):
            value = next(iter(value.values() if isinstance(value, dict) else value), None)
        return value is None

    def none_sentence(self, label: str) -> str:
        """What to say of an answer that gives None on a probe."""
        name = self.exercise.name
        if all(map(self.returns_none, range(len(self.probes)))):
            return f"Your {name} returns None on {label}. Is a return missing?"
        return (
            f"Your {name} returns None on {label}, but not elsewhere. Is the return inside a loop "
            "or an if that is not entered there?"
        )

    def changed(self, wrong: list[int]) -> tuple[str, list[str]] | None:
        """An input that was changed."""
        for i in wrong:
            if self.outcomes[i].changed:
                given = dict(zip(self.exercise.arguments, self.probes[i].arguments, strict=False))
                names = self.outcomes[i].changed
                arrays = all(isinstance(given[name], np.ndarray) for name in names)
                kind = "array" if arrays else type(given[names[0]]).__name__
                advice = "Compute a new array instead; operators such as -= work in place."
                if not arrays:
                    advice = (
                        "Work on a copy: methods such as pop and append change what they are "
                        "called on, and operators such as -= the array before them."
                    )
                return "changed input", [
                    f"Your function changes its input {' and '.join(names)}: the caller's {kind} "
                    "is not the same afterwards.",
                    advice,
                ]
        return None

    def leaves(self, i: int) -> Iterator[Leaf]:
        """The arrays and numbers that are compared on a probe."""
        return (item for item in self.items(i, facts=True) if isinstance(item, Leaf))

    def not_finite(self, wrong: list[int]) -> tuple[str, list[str]] | None:
        """NaN or infinity where a number should be."""
        for i in wrong:
            for leaf in self.leaves(i):
                if isinstance(leaf.got, str):
                    continue
                got = np.asarray(leaf.got, dtype=float)
                bad = ~np.isfinite(got) & np.isfinite(np.asarray(leaf.expected, dtype=float))
                if bad.any():
                    what = "NaN (not a number)" if np.isnan(got[bad]).any() else "infinity"
                    warned = "" if self.outcomes[i].silent else self.outcomes[i].warned
                    return "nan", [
                        f"{leaf.name} holds {what} on {self.probes[i].label}.",
                        f"NumPy said: {warned}." if warned else "",
                    ]
        return None

    def overflow(self, wrong: list[int]) -> tuple[str, list[str]] | None:
        """A warning of NumPy's where stability is asked for."""
        for i in wrong:
            got = self.outcomes[i]
            if got.warned and self.values_right(i):
                label = self.probes[i].label
                how = ", without a warning" if got.silent else " NumPy warned"
                right = f"The values are right, but on {label}{how}"
                if not all(map(self.values_right, wrong)):
                    right = f"On {label} the values are right, but{how}"
                return "overflow", [
                    f"{right}: {got.warned}.",
                    "A number left the range of the dtype on the way; reorder the computation.",
                ]
        return None

    def pattern(self, wrong: list[int]) -> tuple[str, list[str]] | None:
        """A simple relation between the result and the right one."""
        for name in dict.fromkeys(leaf.name for i in wrong for leaf in self.leaves(i)):
            table = [
                (leaf, self.sizes(i), self.tolerances[i])
                for i in range(len(self.probes))
                for leaf in self.leaves(i)
                if leaf.name == name and not self.stood_in_for(i)
            ]
            if all(agreement(leaf.expected, leaf.got, t).all() for leaf, _, t in table):
                continue
            pattern = find_pattern(table)
            if pattern:
                return "pattern", [f"{name} is {pattern}."]
        return None

    def stood_in_for(self, i: int) -> bool:
        """Whether a probe's facts put another number in the place of the answer's own."""
        value, fact = self.outcomes[i].value, self.outcomes[i].facts
        return is_number(value) and is_number(fact) and value != fact

    def first_difference(self, wrong: list[int]) -> list[str]:
        """What to say of the first entry that differs."""
        for i in wrong:
            for leaf in self.leaves(i):
                good = agreement(leaf.expected, leaf.got, self.tolerances[i])
                if good.all():
                    continue
                where = tuple(int(axis) for axis in np.argwhere(~good)[0])
                at = f"[{', '.join(map(str, where))}]" if np.ndim(leaf.expected) else ""
                expected, got = apart(
                    np.atleast_1d(leaf.expected)[where], np.atleast_1d(leaf.got)[where]
                )
                return [
                    f"On {self.probes[i].label}, {leaf.name}{at} should be {expected}; yours is "
                    f"{got}.",
                    right_blocks(good),
                ]
        return ["Your result differs from the right one."]

    def sizes(self, i: int) -> dict[str, int]:
        """The size of every named axis on a probe."""
        return axis_sizes(self.exercise, self.probes[i], self.expected[i].value)

    # The verdicts.

    def passed(self, note: str = "") -> Verdict:
        """The verdict on a right answer."""
        notes = [self.thread_note(), note, self.dtype_note(), self.warning_note()]
        points = f"{self.exercise.points} point{'s' if self.exercise.points != 1 else ''}."
        first, last = points, "The chapter goes on with your own code."
        if self.run.shown:
            first, last = SHOWN, "The chapter goes on with it."
        goes_on = exercises.is_in_a_chapter(self.exercise.id)
        message = compose([first, *notes, last if goes_on else ""])
        parts = (*self.exercise.parts, *(probe.label for probe in self.probes))
        printed, shown = self.run.printed, self.run.shown
        return Verdict(self.exercise.id, True, "correct", message, None, parts, printed, shown)

    def thread_note(self) -> str:
        """What to note about threads that the answer left behind; '' if it left none."""
        return THREADS if self.run.left_threads else ""

    def dtype_note(self) -> str:
        """What to note about another dtype than the right answer's; '' if it is the same."""
        for i in range(len(self.probes)):
            for leaf in self.leaves(i):
                if type(leaf.expected) is int and type(leaf.got) is float:
                    return (
                        f"A note: on {self.probes[i].label} your {leaf.name} is {leaf.got}, a "
                        f"float, where the whole number {leaf.expected} is usual."
                    )
                expected, got = np.asarray(leaf.expected).dtype, np.asarray(leaf.got).dtype
                own = got == np.dtype(int) and expected.kind == "i"  # int32 in a page, for one
                if isinstance(leaf.expected, np.ndarray) and expected != got and not own:
                    return (
                        f"A note: on {self.probes[i].label} your {leaf.name} is {got}, "
                        f"where {expected} is usual."
                    )
        return ""

    def warning_note(self) -> str:
        """What to note about a warning of NumPy's; '' if there was none."""
        for got, probe, expected in zip(self.outcomes, self.probes, self.expected, strict=True):
            if got.warned and not expected.warned:
                return f"A note: on {probe.label} NumPy warned: {got.warned}."
        return ""

    def failed(self, kind: str, sentences: list[str]) -> Verdict:
        """The verdict on an answer that was stopped."""
        message = compose(sentences)
        return Verdict(self.exercise.id, False, kind, message, printed=self.run.printed)


def first_words(text: str, number: int) -> str:
    """The first words of a text."""
    words = text.split()
    return " ".join(words[:number]) + (" ..." if len(words) > number else "")
