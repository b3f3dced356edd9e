"""The learner's own program: one file of the answers that passed, which trains and reads digits.

Where an answer is missing, one line takes the package's function instead, and says so. What holds
the functions together, and the short main, is in `nncourse.checking.own_frame`.
"""

import ast
import builtins
import cProfile
import os
import subprocess
import sys
import textwrap
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import numpy as np

from nncourse import exercises
from nncourse.checking import records
from nncourse.classroom.sandbox.names import names_in, names_of
from nncourse.exercises.form import Exercise
from nncourse.files import write_whole

# What a network that reads digits is made of, in the order of the course.
FUNCTIONS = (
    "forward.relu",
    "forward.softmax",
    "forward.dense_forward",
    "forward.one_hot",
    "forward.cross_entropy",
    "forward.predict_class",
    "backprop.relu_backward",
    "backprop.softmax_cross_entropy_backward",
    "backprop.dense_backward",
    "backprop.Dense",
    "cats.flatten_images",
    "cats.accuracy",
    "cats.train_step",
    "mnist.read_idx",
    "mnist.scale_pixels",
    "mnist.he_init",
    "mnist.minibatches",
    "mnist.epoch",
    "mnist.momentum_update",
    "mnist.train_epochs",
)
MOST_SECONDS = 0.008  # that a function may take for one step on a few examples
SLOW: records.Record = {}  # in the place of the record of an answer that takes longer
ALWAYS_THERE = {*dir(builtins), "np", "__name__", "__file__"}
HEAD = '''"""A network that reads digits, written by its learner.

    python {name} train FOLDER_OF_MNIST
    python {name} read PICTURE

{count} of {total} functions are yours; the others are the package's, and marked.
"""

import gzip
import sys
from pathlib import Path

import numpy as np
'''


@dataclass(frozen=True)
class Part:
    """A function of the program: the learner's source, or why it is the package's."""

    exercise: Exercise
    answer: str = ""
    reason: str = ""

    @property
    def is_yours(self) -> bool:
        """Whether the learner's own source stands in the program."""
        return not self.reason

    @cached_property
    def needed(self) -> set[str]:
        """The names that it needs from elsewhere."""
        if not self.answer:
            return set()
        return names_in(self.answer).needed - ALWAYS_THERE - bound_in(self.answer)

    @property
    def source(self) -> str:
        """What stands for it in the program."""
        name, reference = self.exercise.name, self.exercise.reference
        if self.is_yours:
            other = defined_in(self.answer)
            alias = "" if other == name else f"\n\n\n{name} = {other}"
            return f"# yours\n{without_docstrings(self.answer)}{alias}"
        own = reference.__name__
        renamed = own if own == name else f"{own} as {name}"
        return f"from {reference.__module__} import {renamed}  # the package's: {self.reason}"


@dataclass(frozen=True)
class OwnProgram:
    """A program that was written to a file.

    Attributes
    ----------
    path : the file.
    yours, others : the names of its functions, the learner's own and the package's.
    unused : those of the learner's own that nothing calls: what would is the package's, or does
        the same in its own way.
    """

    path: Path
    yours: tuple[str, ...]
    others: tuple[str, ...]
    unused: tuple[str, ...]

    def __str__(self) -> str:
        lines = [f"{len(self.yours)} of {len(self.yours + self.others)} functions are yours"]
        lists = [f"{word}: {', '.join(names)}" for word, names in self.named() if names]
        return "\n".join([*lines, *(textwrap.fill(text, 72) for text in lists)])

    def named(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """The functions, by whose they are."""
        yield "yours", self.yours
        yield "the package's", self.others
        yield "yours, and called by nothing here", self.unused

    def run(self, task: str, path: str | os.PathLike[str]) -> str:
        """Run it as a program of its own, and print what it says while it says it.

        Parameters
        ----------
        task : "train", with the folder of MNIST's files, or "read", with a picture.
        path : the folder or the picture.

        Returns
        -------
        All that it said.

        Raises
        ------
        CalledProcessError
            If it ends with an error, which is printed.
        """
        said = ""
        command = [sys.executable, "-u", str(self.path), task, str(path)]
        with subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        ) as process:
            try:
                for line in process.stdout or ():
                    print(line, end="", flush=True)
                    said += line
            except KeyboardInterrupt:
                process.terminate()
                raise
        if process.returncode:
            raise subprocess.CalledProcessError(process.returncode, command)
        return said


def write_own_program(path: str | os.PathLike[str]) -> OwnProgram:
    """Write the answers that passed so far as one program, which reads digits.

    Parameters
    ----------
    path : the file; what is there is replaced.

    Returns
    -------
    What it consists of; its `run` runs it.

    Examples
    --------
    >>> program = write_own_program("my_network.py")  # doctest: +SKIP
    >>> program.run("train", "data/mnist")  # doctest: +SKIP
    """
    path, noted = Path(path).resolve(), records.read()
    parts = gathered(noted)
    while slow := too_slow(parts):
        noted = {**noted, **dict.fromkeys(slow, SLOW)}
        parts = gathered(noted)
    write_whole(path, assembled(path.name, parts).encode())
    yours = [part for part in parts if part.is_yours]
    called = reached(parts)
    return OwnProgram(
        path,
        tuple(part.exercise.name for part in yours),
        tuple(part.exercise.name for part in parts if not part.is_yours),
        tuple(part.exercise.name for part in yours if part.exercise.name not in called),
    )


# From the records to the parts.


def gathered(noted: Mapping[str, Mapping[str, Any]]) -> list[Part]:
    """The parts of the program, and what answers need besides, in the order of the course."""
    parts: dict[str, Part] = {}
    waiting = list(FUNCTIONS)
    while waiting:
        id = waiting.pop()
        if id not in parts:
            parts[id] = part_of(exercises.find(id), noted.get(id, {}))
            waiting += [ids_by_name()[name] for name in parts[id].needed if name in ids_by_name()]
    order = [exercise.id for exercise in exercises.catalogue()]
    return [parts[id] for id in sorted(parts, key=order.index)]


def part_of(exercise: Exercise, record: Mapping[str, Any]) -> Part:
    """An exercise's part of the program: the learner's own if it can stand there."""
    answer = record.get("answer")
    if record is SLOW:
        return Part(exercise, reason="yours is right, and too slow for this many digits")
    if not isinstance(answer, str) or not defined_in(answer):
        passed = record.get("passed") is True
        return Part(exercise, reason="check yours once more" if passed else "not written yet")
    missing = Part(exercise, answer).needed - ids_by_name().keys() - sys.stdlib_module_names
    if missing:
        return Part(exercise, reason=f"yours needs {', '.join(sorted(missing))}, not kept")
    return Part(exercise, answer)


@cache
def ids_by_name() -> dict[str, str]:
    """The ids of the exercises that may be called, up to the chapter on digits."""
    chapters = exercises.CHAPTERS[: exercises.CHAPTERS.index("mnist") + 1]
    return {e.name: e.id for chapter in chapters for e in exercises.exercises_of(chapter)}


def defined_in(answer: str) -> str:
    """The name that an answer defines; "" if it is no function or class."""
    try:
        body = ast.parse(answer).body
    except (SyntaxError, ValueError, RecursionError):
        return ""
    names = [node.name for node in body if isinstance(node, ast.FunctionDef | ast.ClassDef)]
    return names[0] if len(names) == len(body) == 1 else ""


def bound_in(answer: str) -> set[str]:
    """The name that an answer defines, and those that a class binds in its body."""
    (definition,) = ast.parse(answer).body
    inside = definition.body if isinstance(definition, ast.ClassDef) else []
    return {defined_in(answer)}.union(*(names_of([node]).bound for node in inside))


# How fast they are.


def too_slow(parts: list[Part]) -> list[str]:
    """The ids of the learner's own functions that take too long for a step, as a loop may."""
    program: dict[str, Any] = {"__name__": "own"}
    profile = cProfile.Profile(time.process_time, builtins=False)
    with suppress(Exception), np.errstate(all="ignore"):  # what is wrong shows when it is run
        exec(HEAD, program)
        exec("".join(f"import {module}\n" for module in modules(parts)), program)
        for part in parts:
            exec(compile(part.source, part.exercise.id, "exec"), program)
        exec(frame(), program)
        profile.runcall(program["train_epochs"], *a_step(program))
    spent: defaultdict[str, float] = defaultdict(float)
    for entry in profile.getstats():
        spent[getattr(entry.code, "co_filename", "")] += entry.inlinetime
    yours = [part.exercise.id for part in parts if part.is_yours]
    return [id for id in yours if spent[id] > MOST_SECONDS]


def a_step(program: Mapping[str, Any], m: int = 16) -> tuple:
    """The arguments with which `train_epochs` takes one step, on grey squares."""
    rng = np.random.default_rng(0)
    X, y = program["rows"](rng.integers(0, 256, (m, 28, 28), dtype=np.uint8)), np.arange(m) % 10
    network, loss = program["new_network"](rng), program["SoftmaxCrossEntropy"]()
    return network, loss, program["Momentum"](0.1), X, y, m, rng, 1, (X[:1], y[:1])


def modules(parts: Iterable[Part]) -> list[str]:
    """The modules of Python's own that answers need."""
    needed: set[str] = set().union(*(part.needed for part in parts if part.is_yours))
    return sorted(needed & sys.stdlib_module_names)


# From the parts to the file.


def assembled(name: str, parts: list[Part]) -> str:
    """The program's text."""
    yours = [part for part in parts if part.is_yours]
    needed = reached(parts).union(*(part.needed for part in yours))
    others = [part for part in parts if not part.is_yours]
    imports = [part.source for part in others if part.exercise.name in needed]
    head = HEAD.format(name=name, count=len(yours), total=len(parts))
    blocks = [
        head + "".join(f"import {module}\n" for module in modules(parts)),
        "\n".join(imports) + "\n" if imports else "",
        *(f"\n{part.source}\n" for part in yours),
        f"\n{frame()}",
    ]
    return "\n".join(block for block in blocks if block)


def frame() -> str:
    """What holds the functions together, and the main."""
    text = Path(__file__).with_name("own_frame.py").read_text("utf-8")
    return text[text.index("# The frame") :]


def reached(parts: Iterable[Part]) -> set[str]:
    """The names of the functions that the frame calls, or that one calls which it calls."""
    needed = {part.exercise.name: part.needed for part in parts}
    waiting, called = list(names_in(frame()).looked_up), set()
    while waiting:
        name = waiting.pop()
        if name in needed and name not in called:
            called.add(name)
            waiting += needed[name]
    return called


def without_docstrings(source: str) -> str:
    """The source of a function or class without its docstrings, if these have lines of their own.

    Examples
    --------
    >>> print(without_docstrings('def f(x):\\n    "Half."\\n    return x / 2  # half'))
    def f(x):
        return x / 2  # half
    """
    lines = source.rstrip().split("\n")
    for node in reversed(list(ast.walk(ast.parse(source)))):
        if not isinstance(node, ast.FunctionDef | ast.ClassDef) or not ast.get_docstring(node):
            continue
        text, *others = node.body
        if others and node.lineno < text.lineno and (text.end_lineno or 0) < others[0].lineno:
            lines[text.lineno - 1 : text.end_lineno] = []
    return "\n".join(lines)
