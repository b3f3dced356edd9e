"""The exercise `softmax_node`: softmax as an operation of the engine."""
# mypy: allow-untyped-defs

import numpy as np

from nncourse.autograd import node as engine
from nncourse.exercises import probes
from nncourse.exercises.autograd.graphs import TOLD, of_one_node
from nncourse.exercises.form import Exercise

softmax_node = Exercise(
    id="autograd.softmax_node",
    title="Softmax as an operation",
    points=3,
    reference=engine.softmax_node,
    contract='''
def softmax_node(Z):
    """Softmax of a node, row by row.

    Z: a Node; its data are scores, shape (m, k). They are not changed.
    Returns a Node: its data P are softmax(Z.data), its parent is Z. Its pull
    takes dP and returns a list with one entry, dZ, shape (m, k):
    dz_j = p_j (dp_j - sum_i dp_i p_i) in each row.
    """
    ...
''',
    outcomes=(
        "Hand a gradient on through a function in which every output depends on every input.",
    ),
    axes={},
    returns=(*TOLD, "the data of Z afterwards"),
    use=of_one_node,
    hints=(
        "As with relu_node: a value that is kept under a name, a tuple with the parent, a pull "
        "that returns a list with one array. What is new is the formula.",
        "The sum in the formula is one number for each row, and it is taken off every entry of its "
        "row: sum over the last axis, and keep that axis.",
        "Multiply dP and P entry by entry and sum along axis -1 with keepdims=True. Take that off "
        "dP, and multiply by P.",
    ),
    experiment="from nncourse.autograd.node import Node as N; "
    "p = softmax_node(N([[0.0, 0.0], [0.0, np.log(3)]]))\n"
    "p.data, p.pull(np.array([[1.0, 0.0], [0.0, 4.0]]))"
    "  # 0.5 0.5, 0.25 0.75, then 0.25 -0.25, -0.75 0.75",
)


@softmax_node.probes
def _(rng):
    for case in probes.cases():
        yield case.label, case.normal(rng, "m k", scale=2.0)
    yield "scores of 1000", probes.extreme(rng, 5, 3)
    yield "scores with two peaks", probes.two_peaks(rng, 4)
    yield "rows of equal scores", np.tile(rng.normal(size=(4, 1)), (1, 3))
