"""The exercise `matmul_backward`: back through a matrix product."""
# mypy: allow-untyped-defs

import numpy as np

from nncourse.autograd import products
from nncourse.exercises.form import Exercise

matmul_backward = Exercise(
    id="autograd.matmul_backward",
    title="Back through a matrix product",
    points=3,
    reference=products.matmul_backward,
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
    "matmul_backward(G, np.array([[2.0, 3.0]]), np.array([[4.0], [5.0]]))  # [[4, 5]] and [[2], [3]]",
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
