"""The exercise `softmax_node`: softmax as an operation of the engine."""
# mypy: allow-untyped-defs

import numpy as np

from nncourse.activations import softmax
from nncourse.autograd import node as engine
from nncourse.autograd.node import Node
from nncourse.exercises import probes
from nncourse.exercises.autograd.graphs import TOLD, any_node, of_one_node
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
    Returns a Node: its data P are softmax(Z.data), its parent is Z. Its
    pull takes dP and returns a list with one entry, dZ, shape (m, k):
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


NODE = (
    "from nncourse.autograd.node import Node as N; z = N([[0.0, 0.0], [0.0, np.log(3)]]); "
    "p = softmax_node(z)\n"
    "p.data, list(p.parents) == [z], p.pull(np.array([[1.0, 0.0], [0.0, 4.0]]))"
    "  # 0.5 0.5, 0.25 0.75, True, 0.25 -0.25, -0.75 0.75"
)
LARGE = (
    "from nncourse.autograd.node import Node as N\n"
    "softmax_node(N([[1000.0, 1000.0], [0.0, -1000.0]])).data  # 0.5 0.5, 1 0"
)


def with_pull(pull):
    """The node of the shares with another way back: `pull(dP, P)` gives dZ."""

    def made(Z):
        P = softmax(Z.data)
        return Node(P, (Z,), lambda dP: [pull(dP, P)])

    return made


def with_forward(forward):
    """The node with other shares, and the right way back from them."""

    def made(Z):
        P = forward(Z.data)
        return Node(P, (Z,), lambda dP: [through(dP, P)])

    return made


def through(dP, P):
    """The formula of the contract."""
    return P * (dP - (dP * P).sum(axis=-1, keepdims=True))


softmax_node.mistake(
    "own_slope_only",
    "You let each score act on its own share only, with the slope p (1 - p). A score also takes "
    "from the other shares of its row: that is the sum in the formula.",
    NODE,
)(with_pull(lambda dP, P: dP * P * (1 - P)))

softmax_node.mistake(
    "sum_left_out",
    "You multiply dP by the shares and stop. The sum over the row is to be taken off first.",
    NODE,
)(with_pull(lambda dP, P: dP * P))

softmax_node.mistake(
    "times_shares_left_out",
    "You take the sum off dP, and do not multiply by the shares. In the formula p_j stands before "
    "the brackets.",
    NODE,
)(with_pull(lambda dP, P: dP - (dP * P).sum(axis=-1, keepdims=True)))

softmax_node.mistake(
    "brackets_left_out",
    "You multiply dP by the shares and take the sum off afterwards. p_j stands before the "
    "brackets: the sum is multiplied as well.",
    NODE,
)(with_pull(lambda dP, P: P * dP - (P * dP).sum(axis=-1, keepdims=True)))

softmax_node.mistake(
    "plain_sum",
    "The sum that you take off is that of dP alone. Each dp_i is weighed with its share p_i.",
    NODE,
)(with_pull(lambda dP, P: P * (dP - dP.sum(axis=-1, keepdims=True))))

softmax_node.mistake(
    "mean_for_sum",
    "You take off a mean over the row. The shares are the weights already and add up to one: take "
    "the sum of dP times P.",
    NODE,
)(with_pull(lambda dP, P: P * (dP - (dP * P).mean(axis=-1, keepdims=True))))

softmax_node.mistake(
    "sum_over_everything",
    "You take off one sum for the whole batch. Rows have nothing to do with each other: sum along "
    "the last axis and keep it.",
    NODE,
)(with_pull(lambda dP, P: P * (dP - (dP * P).sum())))

softmax_node.mistake(
    "sum_down_the_columns",
    "You sum down the columns, over the examples. The sum runs along a row, over the classes.",
    NODE,
)(with_pull(lambda dP, P: P * (dP - (dP * P).sum(axis=0))))

softmax_node.mistake(
    "added",
    "You add the sum instead of taking it off.",
    NODE,
)(with_pull(lambda dP, P: P * (dP + (dP * P).sum(axis=-1, keepdims=True))))

softmax_node.mistake(
    "shares_minus_upstream",
    "Your pull subtracts, as in shares minus truth. That is softmax and cross-entropy in one; here "
    "stands softmax alone, and any gradient may come from above.",
    NODE,
)(with_pull(lambda dP, P: P - dP))

softmax_node.mistake(
    "upstream_forgotten",
    "Your pull returns slopes and leaves the gradient out that it is given.",
    NODE,
)(with_pull(lambda dP, P: P * (1 - P)))

softmax_node.mistake(
    "passed_on_unchanged",
    "Your pull hands the gradient on as it is. It belongs to the shares; the scores get another "
    "one, by the formula.",
    NODE,
)(with_pull(lambda dP, P: dP))

softmax_node.mistake(
    "not_shifted",
    "Scores of 1000 overflow: take off each row's largest score before np.exp, or call softmax, "
    "which you have written.",
    LARGE,
)(with_forward(lambda Z: np.exp(Z) / np.exp(Z).sum(axis=-1, keepdims=True)))

softmax_node.mistake(
    "down_the_columns",
    "Your columns add up to one. Each row of scores becomes a row of shares.",
    NODE,
)(with_forward(lambda Z: softmax(Z.T).T))

softmax_node.mistake(
    "over_everything",
    "All shares of the batch together add up to one. Each row is to do so by itself.",
    NODE,
)(with_forward(lambda Z: softmax(Z.ravel()).reshape(Z.shape)))

softmax_node.mistake(
    "softmax_twice",
    "You apply softmax to the shares once more.",
    NODE,
)(with_forward(lambda Z: softmax(softmax(Z))))


@softmax_node.mistake(
    "scores_for_shares",
    "Your pull computes with the scores, Z.data. The p in the formula are the shares.",
    NODE,
)
def _(Z):
    return Node(softmax(Z.data), (Z,), lambda dP: [through(dP, Z.data)])


@softmax_node.mistake(
    "array_not_in_a_list",
    "The gradient is right, but it is not in a list. The walk goes through parents and gradients "
    "side by side: with one parent it needs a list with one array.",
    NODE,
)
def _(Z):
    P = softmax(Z.data)
    return Node(P, (Z,), lambda dP: through(dP, P))


@softmax_node.mistake(
    "parent_forgotten",
    "Your node has no parent. The walk would end here, and nothing behind it would learn.",
    NODE,
)
def _(Z):
    P = softmax(Z.data)
    return Node(P, pull=lambda dP: [through(dP, P)])


@softmax_node.mistake(
    "parent_not_in_a_tuple",
    "parents is the node itself. It is a tuple of nodes, and a tuple of one is written with a "
    "comma: (Z,).",
    NODE,
)
def _(Z):
    P = softmax(Z.data)
    return Node(P, Z, lambda dP: [through(dP, P)])


@softmax_node.mistake(
    "no_pull",
    "The value and the parent are there, and there is no pull: no way back is noted.",
    NODE,
)
def _(Z):
    return Node(softmax(Z.data), (Z,))


@softmax_node.mistake(
    "nothing_from_pull",
    "Your pull returns None. It is to return the gradients, one for each parent; to add them to "
    "grad is the walk's business.",
    NODE,
)
def _(Z):
    P = softmax(Z.data)

    def pull(dP):
        Z.grad = Z.grad + through(dP, P)

    return Node(P, (Z,), pull)


@softmax_node.mistake(
    "pull_of_two_arguments",
    "Your pull takes two arguments. The walk has only the gradient: note a function of one "
    "argument that knows the shares.",
    NODE,
)
def _(Z):
    return any_node(softmax(Z.data), (Z,), lambda dP, P: [through(dP, P)])
