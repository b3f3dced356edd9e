"""The exercise `Node`: a value that knows how it was made."""
# mypy: allow-untyped-defs

import numpy as np

from nncourse.autograd import node as engine
from nncourse.exercises.autograd.graphs import numbers_of
from nncourse.exercises.form import Exercise


def kept(answer, data, parents, pull):
    """What a node keeps, when its gradient is written into; and what one without parents keeps."""
    made_from = [answer(value) for value in parents]
    node, given = answer(data, made_from, pull), answer(data)
    grad = np.copy(node.grad) if isinstance(node.grad, np.ndarray) else node.grad
    if isinstance(node.grad, np.ndarray):
        node.grad[...] = 5
    handed_back = node.pull if pull is None else node.pull(3.0)
    return (
        node.data,
        grad,
        numbers_of(node.parents, made_from),
        handed_back,
        [parent.data for parent in made_from],
        (list(given.parents), given.pull),
    )


Node = Exercise(
    id="autograd.Node",
    title="A value that knows how it was made",
    reference=engine.Node,
    contract='''
class Node:
    """A value, and a note of how it was made."""

    def __init__(self, data, parents=(), pull=None):
        """Keep the three in attributes of their names, and start a gradient.

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
        "what pull returns",
        "the data of its parents",
        "parents and pull of a node that was given",
    ),
    use=kept,
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
    yield "a matrix with two parents", rng.normal(size=(5, 4)), (1.0, [2.0, 3.0]), np.negative
    yield "a number", float(rng.normal()), (), None
    yield "a list of whole numbers", [3, 1, 2], ([5.0],), np.sqrt
    yield "an array of whole numbers", rng.integers(0, 9, (2, 3)), (4.0, 5.0, 6.0), np.square
    yield "an array in float32", rng.normal(size=3).astype(np.float32), (), None
    yield "nested lists", [[1.5, 2.0, 0.5], [0.0, 1.0, 4.0]], (7.0,), np.exp
