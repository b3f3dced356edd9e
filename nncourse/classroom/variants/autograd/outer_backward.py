"""The variant `outer_backward`: back through every product of two vectors."""
# mypy: allow-untyped-defs

import numpy as np

from nncourse.classroom.variants.form import Graded
from nncourse.classroom.variants.properties import Property


def right(dC, a, b):
    """c_ij = a_i b_j: each a_i adds up over its row, each b_j over its column."""
    return dC @ b, a @ dC


outer_backward = Graded(
    id="autograd.outer_backward",
    title="Back through every product",
    like="autograd.matmul_backward",
    points=3,
    reference=right,
    contract='''
def outer_backward(dC, a, b):
    """Pull the upstream gradient back through C = np.outer(a, b).

    C[i, j] is a[i] * b[j].
    dC: gradient of the loss with respect to C, shape (n, k).
    a: shape (n,).
    b: shape (k,).
    Returns da and db, in the shapes of a and b. Nothing is changed.
    """
    ...
''',
    outcomes=("Add up the gradients of all places in which a value is used.",),
    axes={"dC": "n k", "a": "n", "b": "k", "da": "n", "db": "k"},
    returns=("da", "db"),
    properties=(
        Property(
            "two gradients of the right shapes",
            lambda result, dC, a, b: [d.shape for d in result] == [a.shape, b.shape],
        ),
    ),
    hints=(
        "In which entries of C does a[0] stand? What is each of them multiplied by?",
        "a[i] is used along the whole row i, each time with another b[j]. Its gradient is a sum "
        "along that row; that of b[j] runs down a column.",
        "A sum of products is what @ does. Look at the shapes: (n, k) and (k,) make (n,), and what "
        "makes (k,)?",
    ),
    experiment="outer_backward(np.array([[1.0, 2.0, 3.0], [0.0, 0.0, 1.0]]), "
    "np.array([10.0, 20.0]), np.array([1.0, 0.0, 5.0]))\n# da 16, 5 and db 10, 20, 50",
)


@outer_backward.probes
def _(rng):
    for label, n, k in (
        ("five and three", 5, 3),
        ("two and six", 2, 6),
        ("vectors of one length", 4, 4),
        ("a single entry and three", 1, 3),
        ("three and a single entry", 3, 1),
    ):
        yield label, rng.normal(size=(n, k)), rng.normal(size=n), rng.normal(size=k)
    arrays = rng.normal(size=(4, 2)), rng.normal(size=4), rng.normal(size=2)
    yield "arrays in float32", *(array.astype(np.float32) for array in arrays)


SQUARE = (
    "outer_backward("
    "np.array([[1.0, 2.0], [0.0, 3.0]]), np.array([10.0, 20.0]), np.array([1.0, 5.0]))\n"
    "# da 11, 15 and db 10, 80"
)


@outer_backward.mistake(
    "exchanged",
    "The two gradients have changed places: that of a comes first.",
)
def _(dC, a, b):
    return a @ dC, dC @ b


@outer_backward.mistake(
    "not_added_up",
    "Your gradients are matrices. a[i] is used in a whole row of C: add up along it, and down the "
    "columns for b.",
)
def _(dC, a, b):
    return dC * b, dC * a[:, None]


@outer_backward.mistake(
    "other_vector_left_out",
    "You add up the gradients alone. Each product has another factor, which is the slope: "
    "multiply by it before you add.",
)
def _(dC, a, b):
    return dC.sum(axis=1), dC.sum(axis=0)


@outer_backward.mistake(
    "upstream_forgotten",
    "You add up the other vector and leave dC out.",
)
def _(dC, a, b):
    return np.full_like(a, b.sum()), np.full_like(b, a.sum())


@outer_backward.mistake(
    "other_sum_outside",
    "You add up dC and the other vector each by itself, and multiply the sums. Multiply first, "
    "then add: each entry has its own factor.",
)
def _(dC, a, b):
    return dC.sum(axis=1) * b.sum(), dC.sum(axis=0) * a.sum()


@outer_backward.mistake(
    "own_factor",
    "You multiply by the vector itself. The slope of a product is the other factor.",
)
def _(dC, a, b):
    return dC.sum(axis=1) * a, dC.sum(axis=0) * b


@outer_backward.mistake(
    "second_not_turned",
    "da is right; for db you multiply dC by a as it stands. The axis of a is the rows of dC: it "
    "must meet them.",
    SQUARE,
)
def _(dC, a, b):
    return dC @ b, dC @ a


@outer_backward.mistake(
    "first_turned",
    "db is right; for da you turn dC round. Its columns belong to b, and they meet b as it is.",
    SQUARE,
)
def _(dC, a, b):
    return dC.T @ b, a @ dC


@outer_backward.mistake(
    "averaged",
    "You take means. The gradients of all places add up.",
)
def _(dC, a, b):
    return dC @ b / len(b), a @ dC / len(a)


@outer_backward.mistake(
    "first_only",
    "You return the gradient of a alone. b has one as well.",
)
def _(dC, a, b):
    return dC @ b


@outer_backward.mistake(
    "columns",
    "The values are right, and each is in a row or column of its own. da and db have one axis, "
    "like a and b.",
)
def _(dC, a, b):
    return dC @ b[:, None], a[None, :] @ dC


@outer_backward.mistake(
    "added_to_the_vectors",
    "You add the gradients to the vectors, or take a step. Only the gradients are wanted.",
)
def _(dC, a, b):
    return a + dC @ b, b + a @ dC


@outer_backward.mistake(
    "signs_turned",
    "Both signs are turned round: the step against the gradient comes later.",
)
def _(dC, a, b):
    return -dC @ b, -a @ dC


@outer_backward.mistake(
    "whole_sum",
    "You add everything up to one number and hand that to all entries. Each has its own row or "
    "column.",
)
def _(dC, a, b):
    return np.full_like(a, (dC @ b).sum()), np.full_like(b, (a @ dC).sum())
