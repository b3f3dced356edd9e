"""What an exercise is: its contract, the inputs that probe an answer, and the mistakes it knows.

An exercise is written in a file of its own, in its chapter's folder, in the learner's words and
without any machinery: to add a known mistake is to write the mistake.
"""

import ast
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

Probes = Callable[[np.random.Generator], Iterable[tuple]]


@dataclass(frozen=True)
class Probe:
    """One set of arguments, with a label that a learner can read ('a single example')."""

    label: str
    arguments: tuple


@dataclass(frozen=True)
class Mistake:
    """A known wrong answer, what to say to who gives it, and two lines to try."""

    id: str
    message: str
    experiment: str
    answer: Any


@dataclass(frozen=True)
class Variant:
    """Another legitimate answer whose values differ, accepted with a note on the convention."""

    id: str
    note: str
    answer: Any


def call(answer: Any, *arguments: Any) -> Any:
    """Use an answer the plain way: call it."""
    return answer(*arguments)


def as_they_are(*parts: Any) -> tuple:
    """Make a probe's arguments the plain way: they are its parts."""
    return parts


def everything(value: Any, *arguments: Any) -> Any:
    """Compare the plain way: all that the answer returned."""
    return value


@dataclass(eq=False)
class Exercise:
    """One exercise. `CONTRIBUTING.md` shows how to write one.

    Parameters
    ----------
    id : `chapter.name`, for example `forward.softmax`.
    title : a few words.
    reference : the package's own function or class, which is the right answer.
    helpers : functions of the package in which the reference has a part of its work done; the
        solution shows them below it.
    contract : the source of the stub: signature and docstring with shapes, body `...`.
    outcomes : what the learner can do afterwards, one or more sentences.
    axes : the axes of arguments and results by name, `{"X": "m n_in", "loss": ""}`; "" is a number.
    returns : the name of the result, or a tuple of names if there are several.
    hints : three: what the idea is; where to look; nearly there.
    experiment : two lines of code that show the behaviour, for when no mistake is recognised.
    points : what it counts.
    mutates : the names of the arguments that the answer is meant to change.
    use : how an answer is used, `use(answer, *arguments) -> value`; a plain call if not given.
    build : how a probe's arguments are made of its parts, `build(*parts) -> arguments`, where they
        are more than plain values (arrays, numbers, text, random generators): functions, networks.
        Probes yield plain values only, so that they can cross into the process of an answer.
    facts : what of a value is compared, `facts(value, *arguments)`; all of it if not given.
        Called with plain arrays and numbers only. Makes random results comparable.
    tolerance : the largest relative difference that counts as equal, in float64.
    keep_dtype : whether another dtype than the package's is wrong, instead of worth a note.
    stable : whether a warning of overflow or of an invalid value is wrong, instead of worth a note;
        an overflow also where NumPy does not warn of it.
    seconds : after how long an answer is stopped.
    """

    id: str
    title: str
    reference: Any
    contract: str
    outcomes: tuple[str, ...]
    axes: Mapping[str, str]
    returns: str | tuple[str, ...]
    hints: tuple[str, str, str]
    experiment: str
    points: int = 1
    helpers: tuple[Any, ...] = ()
    mutates: tuple[str, ...] = ()
    use: Callable[..., Any] = call
    build: Callable[..., tuple] = as_they_are
    facts: Callable[..., Any] = everything
    tolerance: float = 1e-6
    keep_dtype: bool = False
    stable: bool = False
    seconds: float = 2.0
    mistakes: list[Mistake] = field(default_factory=list, init=False)
    variants: list[Variant] = field(default_factory=list, init=False)
    make_probes: Probes | None = field(default=None, init=False)
    short: Any = field(default=None, init=False)

    def __post_init__(self) -> None:
        self.contract = self.contract.strip() + "\n"

    # What an exercise file adds, as decorators.

    def probes(self, make: Probes) -> Probes:
        """The function that makes the probes: `make(rng)` yields `(label, *arguments)`."""
        self.make_probes = make
        return make

    def mistake(self, id: str, message: str, experiment: str | None = None) -> Callable[[Any], Any]:
        """The function or class below is a known mistake: its name, what to say, what to try."""

        def add(answer: Any) -> Any:
            self.mistakes.append(Mistake(id, message, experiment or self.experiment, answer))
            return answer

        return add

    def accept(self, id: str, note: str) -> Callable[[Any], Any]:
        """The function or class below differs in value and is legitimate: say so in a note."""

        def add(answer: Any) -> Any:
            self.variants.append(Variant(id, note, answer))
            return answer

        return add

    def in_short(self, answer: Any) -> Any:
        """The function or class below is the right answer without the options of the reference.

        The solution shows it first, under the exercise's name.
        """
        self.short = answer
        return answer

    # What follows from it.

    @property
    def chapter(self) -> str:
        """The part of the id before the dot."""
        return self.id.partition(".")[0]

    @cached_property
    def name(self) -> str:
        """The name of the function or class that the learner writes."""
        return self.definition.name

    @cached_property
    def arguments(self) -> tuple[str, ...]:
        """The names of the arguments, of a function or of all methods of a class."""
        names = [argument.arg for method in self.methods for argument in method.args.args]
        return tuple(name for name in names if name != "self")

    @cached_property
    def methods(self) -> tuple[ast.FunctionDef, ...]:
        """The definitions of a class's methods; of a function, its own."""
        definition = self.definition
        parts = definition.body if isinstance(definition, ast.ClassDef) else [definition]
        return tuple(node for node in parts if isinstance(node, ast.FunctionDef))

    @cached_property
    def parts(self) -> tuple[str, ...]:
        """The names of the results."""
        return (self.returns,) if isinstance(self.returns, str) else self.returns

    @property
    def results(self) -> tuple[str, ...]:
        """The names of what an answer gives back; `use` may have added parts without axes."""
        return tuple(part for part in self.parts if part in self.axes) or self.parts[:1]

    def draw(self, seed: int) -> Iterator[Probe]:
        """The probes of this seed. Each call makes them anew, so they may be changed."""
        for label, parts in self.draw_parts(seed):
            yield Probe(label, self.build(*parts))

    def draw_parts(self, seed: int) -> Iterator[tuple[str, tuple]]:
        """The labels of this seed's probes, and the plain values that `build` makes them of."""
        assert self.make_probes is not None, f"{self.id} has no probes"
        for label, *parts in self.make_probes(np.random.default_rng(seed)):
            yield label, tuple(parts)

    @cached_property
    def definition(self) -> ast.FunctionDef | ast.ClassDef:
        """The contract's syntax tree."""
        (definition,) = ast.parse(self.contract).body
        assert isinstance(definition, ast.FunctionDef | ast.ClassDef)
        return definition
