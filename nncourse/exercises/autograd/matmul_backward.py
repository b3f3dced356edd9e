"""The exercise `matmul_backward`: back through a matrix product."""
# mypy: allow-untyped-defs

import numpy as np

from nncourse.autograd import products
from nncourse.autograd.broadcasting import unbroadcast
from nncourse.exercises.form import Exercise

matmul_backward = Exercise(
    id="autograd.matmul_backward",
    title="Back through a matrix product",
    points=3,
    reference=products.matmul_backward,
    helpers=(products.right_backward,),
    contract='''
def matmul_backward(dC, A, B):
    """Pull the upstream gradient back through C = A @ B.

    dC: gradient of the loss with respect to C, shape (..., m, k).
    A: shape (..., m, n). B: shape (..., n, k). The axes in front, if there
        are any, broadcast: @ multiplies every pair of matrices.
    Returns the gradients with respect to A and to B, of their shapes.
    Nothing is changed.
    """
    ...
''',
    outcomes=(
        "Hand a gradient on through a matrix product.",
        "Transpose the last two axes of a stack of matrices, and leave the others alone.",
    ),
    axes={},
    returns=("dA", "dB"),
    hints=(
        "You know it from dense_backward of the chapter on backpropagation: there C was Z, A was X "
        "and B was W.",
        "For matrices the shapes leave one way: (m, k) and (n, k) make (m, n); (m, n) and (m, k) "
        "make (n, k). For stacks of matrices .T would turn all axes round; np.swapaxes turns two.",
        "Multiply by the other matrix, transposed in its last two axes, on the side where it "
        "stood. Then unbroadcast both to the shapes of A and B.",
    ),
    experiment="G = np.array([[1.0]])\n"
    "matmul_backward(G, np.array([[2.0, 3.0]]), np.array([[4.0], [5.0]]))"
    "  # [[4, 5]] and [[2], [3]]",
)


@matmul_backward.probes
def _(rng):
    for label, of_a, of_b in (
        ("a batch and weights", (5, 4), (4, 3)),
        ("another batch", (7, 2), (2, 6)),
        ("square matrices", (3, 3), (3, 3)),
        ("a single example", (1, 4), (4, 3)),
        ("a single column", (5, 4), (4, 1)),
        ("two stacks of matrices", (2, 5, 4), (2, 4, 3)),
        ("a stack and one matrix", (2, 5, 4), (4, 3)),
        ("one matrix and a stack", (5, 4), (2, 4, 3)),
        ("two stacks that broadcast", (2, 1, 5, 4), (6, 4, 3)),
        ("a stack of square matrices", (3, 3, 3), (3, 3, 3)),
    ):
        A, B = rng.normal(size=of_a), rng.normal(size=of_b)
        yield label, rng.normal(size=(A @ B).shape), A, B
    A, B = rng.normal(size=(5, 4)).astype(np.float32), rng.normal(size=(4, 3)).astype(np.float32)
    yield "a batch in float32", rng.normal(size=(5, 3)).astype(np.float32), A, B


STACK = (
    "A, B = np.ones((2, 1, 3)), np.ones((3, 1))\n"
    "matmul_backward(np.ones((2, 1, 1)), A, B)[1]  # both matrices of A: [[2], [2], [2]]"
)
TWO = (
    "A, B, G = np.eye(2), np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([[1.0, 0.0], [0.0, 0.0]])\n"
    "matmul_backward(G, A, B)  # [[1, 3], [0, 0]] and [[1, 0], [0, 0]]"
)


def turned(M):
    """The matrices of a stack, each transposed."""
    return np.swapaxes(M, -1, -2)


@matmul_backward.mistake(
    "not_transposed",
    "You multiply by B and A as they are. The shapes only fit, if they do, because the matrices "
    "are square: on the way back they are transposed.",
    TWO,
)
def _(dC, A, B):
    return unbroadcast(dC @ B, A.shape), unbroadcast(A @ dC, B.shape)


@matmul_backward.mistake(
    "sides_exchanged",
    "The other matrix stands on the wrong side. In A @ B, B stands on the right: dA has dC on the "
    "left and B on the right; dB the other way round.",
    TWO,
)
def _(dC, A, B):
    return unbroadcast(turned(B) @ dC, A.shape), unbroadcast(dC @ turned(A), B.shape)


@matmul_backward.mistake(
    "entry_by_entry",
    "You multiply entry by entry. That is the rule for a * b; a matrix product goes back through "
    "matrix products.",
    TWO,
)
def _(dC, A, B):
    return dC * B, dC * A


@matmul_backward.mistake(
    "own_matrix",
    "dA is made from A, and dB from B. A nudge of A reaches C through B: each needs the other one.",
    TWO,
)
def _(dC, A, B):
    return unbroadcast(dC @ turned(A), A.shape), unbroadcast(turned(B) @ dC, B.shape)


@matmul_backward.mistake(
    "upstream_forgotten",
    "dC does not come into it, only its shape: you return what an upstream of ones would give.",
    TWO,
)
def _(dC, A, B):
    ones = np.ones_like(dC)
    return unbroadcast(ones @ turned(B), A.shape), unbroadcast(turned(A) @ ones, B.shape)


@matmul_backward.mistake(
    "all_axes_turned",
    "For single matrices it is right. For stacks .T turns all axes round, those in front too. Turn "
    "only the last two: np.swapaxes, or the method mT of newer NumPy.",
    STACK,
)
def _(dC, A, B):
    return unbroadcast(dC @ B.T, A.shape), unbroadcast(A.T @ dC, B.shape)


@matmul_backward.mistake(
    "stack_not_summed",
    "Where a single matrix met a stack, its gradient has to be summed over the stack: it was used "
    "with every matrix there. unbroadcast does that.",
    STACK,
)
def _(dC, A, B):
    return dC @ turned(B), turned(A) @ dC


@matmul_backward.mistake(
    "always_summed_over_the_stack",
    "You sum over all axes in front, in every case. Where B is a stack as well, each of its "
    "matrices was used once, and keeps a gradient of its own.",
    "A, B = np.ones((2, 1, 3)), np.ones((2, 3, 1))\n"
    "matmul_backward(np.ones((2, 1, 1)), A, B)[1].shape  # (2, 3, 1)",
)
def _(dC, A, B):
    front = tuple(range(dC.ndim - 2))
    return (dC @ turned(B)).sum(axis=front), (turned(A) @ dC).sum(axis=front)


@matmul_backward.mistake(
    "mean_over_the_stack",
    "Where a single matrix met a stack, you take the mean over the stack. The gradients are added.",
    STACK,
)
def _(dC, A, B):
    dA, dB = dC @ turned(B), turned(A) @ dC
    return tuple(unbroadcast(d, x.shape) * x.size / d.size for d, x in ((dA, A), (dB, B)))


@matmul_backward.mistake(
    "gradient_of_b_transposed",
    "dA is right, dB is transposed. It has the shape of B: (n, k).",
    "A, B, G = np.eye(2), np.eye(2), np.array([[1.0, 2.0], [0.0, 0.0]])\n"
    "matmul_backward(G, A, B)[1]  # [[1, 2], [0, 0]]",
)
def _(dC, A, B):
    return unbroadcast(dC @ turned(B), A.shape), turned(unbroadcast(turned(A) @ dC, B.shape))


@matmul_backward.mistake(
    "divided_by_m",
    "dB is divided by the number of rows. The 1/m belongs to the loss, and is inside dC if the "
    "loss is a mean.",
    "A, B, G = np.ones((2, 1)), np.ones((1, 1)), np.ones((2, 1))\n"
    "matmul_backward(G, A, B)  # [[1], [1]] and [[2]]",
)
def _(dC, A, B):
    dB = unbroadcast(turned(A) @ dC, B.shape)
    return unbroadcast(dC @ turned(B), A.shape), dB / A.shape[-2]


@matmul_backward.mistake(
    "gradient_of_a_for_a",
    "dB is made from dA. It is made from A, the values that met B in the forward.",
    TWO,
)
def _(dC, A, B):
    dA = unbroadcast(dC @ turned(B), A.shape)
    return dA, unbroadcast(turned(dA) @ dC, B.shape)


@matmul_backward.mistake(
    "results_exchanged",
    "The two gradients are right, in the other order. The contract asks for that of A first.",
    TWO,
)
def _(dC, A, B):
    return unbroadcast(turned(A) @ dC, B.shape), unbroadcast(dC @ turned(B), A.shape)


@matmul_backward.mistake(
    "minus",
    "All signs are turned round. A backward gives the gradient itself; the step subtracts it.",
    TWO,
)
def _(dC, A, B):
    return -unbroadcast(dC @ turned(B), A.shape), -unbroadcast(turned(A) @ dC, B.shape)


@matmul_backward.mistake(
    "inverse",
    "You divide by the matrices: their inverses undo the product. A gradient does not undo it; it "
    "goes back through the transposes.",
    TWO,
)
def _(dC, A, B):
    return dC @ np.linalg.pinv(B), np.linalg.pinv(A) @ dC
