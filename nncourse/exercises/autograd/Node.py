"""The exercise `Node`: a value that knows how it was made."""
# mypy: allow-untyped-defs

from typing import Any

import numpy as np

from nncourse.autograd import node as engine
from nncourse.exercises.autograd.graphs import names_of
from nncourse.exercises.form import Exercise


def kept(answer, data, parents, pull):
    """What a node keeps, when its gradient is written into; and what one without parents keeps."""
    made_from = [answer(value) for value in parents]
    node, given = answer(data, made_from, pull), answer(data)
    grad = np.copy(node.grad) if isinstance(node.grad, np.ndarray) else node.grad
    if isinstance(node.grad, np.ndarray):
        node.grad[...] = 5
    handed_back = node.pull(3.0) if callable(node.pull) else node.pull
    return (
        node.data,
        grad,
        names_of(node.parents, made_from),
        handed_back,
        [parent.data for parent in made_from],
        (list(given.parents), given.pull),
    )


def with_pull(data, parents, pull):
    """The arguments: the pull is a function of NumPy's by name, or None."""
    return data, parents, pull and getattr(np, pull)


Node = Exercise(
    id="autograd.Node",
    title="A value that knows how it was made",
    reference=engine.Node,
    contract='''
class Node:
    """A value, and a note of how it was made."""

    def __init__(self, data, parents=(), pull=None):
        """Keep the three in attributes of their names; start a gradient.

        data: an array, a number or nested lists; kept as an array of
            float64.
        parents: the nodes it was made from. pull: a function, or None.
            Both are kept as they are.
        The gradient is kept in grad: an array of zeros, of data's shape.
        """
        ...
''',
    outcomes=("Write a class that keeps a value, its gradient and where it came from.",),
    axes={},
    returns=(
        "data",
        "grad",
        "parents",
        "what pull gives for 3",
        "the data of its parents",
        "parents and pull of a node that was given",
    ),
    use=kept,
    build=with_pull,
    keep_dtype=True,
    hints=(
        "Four attributes, four lines. What an object keeps is written self.name = value.",
        "np.asarray turns numbers and lists into an array and leaves arrays alone; its second "
        "argument is the dtype.",
        "np.zeros_like makes an array of zeros in the shape and dtype of another; give it the data "
        "that you have kept. parents and pull are kept as they came.",
    ),
    experiment="node = Node([[1, 2], [3, 4]])\n"
    "node.data / 2, node.grad  # [[0.5, 1], [1.5, 2]] and [[0, 0], [0, 0]]",
)


@Node.probes
def _(rng):
    yield "a matrix with two parents", rng.normal(size=(5, 4)), (1.0, [2.0, 3.0]), "negative"
    yield "a number", float(rng.normal()), (), None
    yield "a list of whole numbers", [3, 1, 2], ([5.0],), "sqrt"
    yield "an array of whole numbers", rng.integers(0, 9, (2, 3)), (4.0, 5.0, 6.0), "square"
    yield "an array in float32", rng.normal(size=3).astype(np.float32), (), None
    yield "a list of lists", [[1.5, 2.0, 0.5], [0.0, 1.0, 4.0]], (7.0,), "exp"


WHOLE = "node = Node([1, 2])\nnode.data / 2, node.grad / 2  # [0.5, 1], [0, 0]"
FAMILY = (
    "a, b = Node(1.0), Node(2.0)\n"
    "c = Node(3.0, [a, b], np.exp); list(c.parents) == [a, b], c.pull(0.0)  # True, 1"
)
SHAPE = "node = Node([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])\nnp.shape(node.grad)  # (2, 3)"


class Kept:
    """The right way, to be spoilt in one place by the mistakes below."""

    def __init__(self, data, parents=(), pull=None):
        self.data: Any = np.asarray(data, float)
        self.grad: Any = np.zeros_like(self.data)
        self.parents, self.pull = parents, pull


@Node.mistake(
    "data_as_given",
    "data are kept as they were given. A list has no shape, and a whole number takes no gradient: "
    "make an array of floats of them.",
    WHOLE,
)
class DataAsGiven:
    """Without an array."""

    def __init__(self, data, parents=(), pull=None):
        self.data = data
        self.grad = np.zeros(np.shape(data))
        self.parents, self.pull = parents, pull


@Node.mistake(
    "dtype_kept",
    "You make an array, and whole numbers stay whole numbers in it. Ask for floats: the second "
    "argument of np.asarray is the dtype.",
    "node = Node([1, 2])\nnode.data.dtype.kind, node.grad.dtype.itemsize  # 'f', 8",
)
class DtypeKept(Kept):
    def __init__(self, data, parents=(), pull=None):
        super().__init__(data, parents, pull)
        self.data = np.asarray(data)
        self.grad = np.zeros_like(self.data)


@Node.mistake(
    "only_data_in_floats",
    "The data are floats, the gradient is not: it is made from what was given. Make it from the "
    "data that you have kept.",
    "node = Node([1, 2])\nnode.data.dtype.kind, node.grad.dtype.kind  # 'f' and 'f': 64 bits each",
)
class OnlyDataInFloats(Kept):
    def __init__(self, data, parents=(), pull=None):
        super().__init__(data, parents, pull)
        self.grad = np.zeros_like(data)


@Node.mistake(
    "single_precision",
    "You keep 32 bits of each number. The contract asks for float64; with fewer digits a gradient "
    "check would find errors where there are none.",
    "node = Node(1.0)\nnode.data.dtype.itemsize, node.grad.dtype.itemsize  # 8 and 8 bytes",
)
class SinglePrecision(Kept):
    def __init__(self, data, parents=(), pull=None):
        super().__init__(data, parents, pull)
        self.data, self.grad = np.float32(self.data), np.float32(self.grad)


@Node.mistake(
    "gradient_is_the_data",
    "grad is the very array of data, under a second name: what is written into one changes the "
    "other. It needs an array of its own, of zeros.",
    "node = Node([1.0, 2.0]); node.grad[:] = 5\nnode.data  # [1, 2]",
)
class GradientIsTheData(Kept):
    def __init__(self, data, parents=(), pull=None):
        super().__init__(data, parents, pull)
        self.grad = self.data


@Node.mistake(
    "gradient_is_a_copy_of_the_data",
    "grad begins as a copy of the data. Before anything was handed back it is zero.",
    SHAPE.replace("np.shape(node.grad)  # (2, 3)", "node.grad  # [[0, 0, 0], [0, 0, 0]]"),
)
class GradientIsACopyOfTheData(Kept):
    def __init__(self, data, parents=(), pull=None):
        super().__init__(data, parents, pull)
        self.grad = self.data.copy()


@Node.mistake(
    "gradient_none",
    "grad begins as None, and nothing can be added to None. Begin with zeros, of data's shape.",
    SHAPE,
)
class GradientNone(Kept):
    def __init__(self, data, parents=(), pull=None):
        super().__init__(data, parents, pull)
        self.grad = None


@Node.mistake(
    "gradient_ones",
    "grad begins with ones. Only the root of a walk has ones; a node that no gradient has reached "
    "has zeros.",
    SHAPE.replace("np.shape(node.grad)  # (2, 3)", "node.grad  # [[0, 0, 0], [0, 0, 0]]"),
)
class GradientOnes(Kept):
    def __init__(self, data, parents=(), pull=None):
        super().__init__(data, parents, pull)
        self.grad = np.ones_like(self.data)


@Node.mistake(
    "gradient_a_number",
    "grad is a single zero. Each entry of data has a gradient of its own: zeros of data's shape.",
    SHAPE,
)
class GradientANumber(Kept):
    def __init__(self, data, parents=(), pull=None):
        super().__init__(data, parents, pull)
        self.grad = 0.0


@Node.mistake(
    "gradient_in_a_row",
    "grad has as many zeros as data has entries, in one row. It has data's shape, so that entries "
    "and gradients stand at the same place.",
    SHAPE,
)
class GradientInARow(Kept):
    def __init__(self, data, parents=(), pull=None):
        super().__init__(data, parents, pull)
        self.grad = np.zeros(self.data.size)


@Node.mistake(
    "parents_forgotten",
    "The parents are not kept: each node stands alone. Without them there is no way back.",
    FAMILY,
)
class ParentsForgotten(Kept):
    def __init__(self, data, parents=(), pull=None):
        super().__init__(data, (), pull)


@Node.mistake(
    "data_of_the_parents",
    "You keep the parents' data. Keep the nodes themselves: they have the gradients to be filled, "
    "and parents of their own.",
    FAMILY,
)
class DataOfTheParents(Kept):
    def __init__(self, data, parents=(), pull=None):
        super().__init__(data, [parent.data for parent in parents], pull)


@Node.mistake(
    "parents_reversed",
    "The parents are kept in reverse. Their order tells which gradient is whose: keep them as they "
    "come.",
    FAMILY,
)
class ParentsReversed(Kept):
    def __init__(self, data, parents=(), pull=None):
        super().__init__(data, list(parents)[::-1], pull)


@Node.mistake(
    "pull_called",
    "You call pull while the node is made. There is no gradient yet: keep the function, without "
    "brackets behind it.",
    FAMILY,
)
class PullCalled(Kept):
    def __init__(self, data, parents=(), pull=None):
        super().__init__(data, parents, pull and pull(np.ones_like(data)))


@Node.mistake(
    "pull_forgotten",
    "pull is None in every node. Keep the function that was given: it is the way back.",
    FAMILY,
)
class PullForgotten(Kept):
    def __init__(self, data, parents=(), pull=None):
        super().__init__(data, parents)


@Node.mistake(
    "kept_in_the_class",
    "What you keep belongs to the class, so that all nodes share it and the newest overwrites the "
    "others. Each object keeps its own: self.data, not Node.data.",
    "a, b = Node(1.0), Node(2.0)\nfloat(a.data), float(b.data)  # 1 and 2",
)
class KeptInTheClass:
    """Without self."""

    def __init__(self, data, parents=(), pull=None):
        everybody: Any = type(self)
        everybody.data = np.asarray(data, float)
        everybody.grad = np.zeros_like(everybody.data)
        everybody.parents, everybody.pull = parents, staticmethod(pull) if pull else None
