"""The variant `logsumexp_node`: a smooth maximum as an operation of the engine."""
# mypy: allow-untyped-defs

import numpy as np

from nncourse.autograd.node import Node
from nncourse.classroom.variants.form import Graded
from nncourse.classroom.variants.properties import Property
from nncourse.exercises import probes
from nncourse.exercises.autograd.graphs import TOLD, any_node, of_one_node


def right(Z):
    """The logarithm of a sum of exponentials, shifted by the largest; the way back: shares."""
    top = Z.data.max(axis=-1, keepdims=True)
    E = np.exp(Z.data - top)
    total = E.sum(axis=-1, keepdims=True)
    L = (top + np.log(total))[..., 0]
    return Node(L, (Z,), lambda dL: [dL[..., None] * E / total])


logsumexp_node = Graded(
    id="autograd.logsumexp_node",
    title="A smooth maximum",
    like="autograd.softmax_node",
    points=4,
    reference=right,
    contract='''
def logsumexp_node(Z):
    """The logarithm of the sum of exponentials along the last axis, of a node.

    Z: a Node; its data have shape (..., k) and are not changed.
    Returns a Node. Its data, shape (...), are log(sum of exp(z)) along the
    last axis, without overflow for scores of 1000. Its parent is Z. Its pull
    takes the gradient with respect to its data, and returns a list with one
    entry: the gradient with respect to Z.data, shape (..., k).
    """
    ...
''',
    outcomes=("Derive an operation that is not in the course, and write it as a node.",),
    axes={},
    returns=(*TOLD, "the data of Z afterwards"),
    use=of_one_node,
    properties=(
        Property(
            "its data have the right shape",
            lambda result, array: np.shape(result[0]) == array.shape[:-1],
        ),
        Property("its parent is Z", lambda result, array: result[1] == ["node 0"]),
        Property(
            "its pull is a function of the gradient",
            lambda result, array: result[2] == "a function of the gradient",
        ),
        Property(
            "its pull returns a list with one gradient of the right shape",
            lambda result, array: [np.shape(one) for one in result[3]] == [array.shape],
        ),
        Property(
            "never below the largest score",
            lambda result, array: np.all(np.asarray(result[0]) >= array.max(axis=-1) - 1e-6),
        ),
    ),
    hints=(
        "Two things to derive: how to keep exponentials small, and the slope of the logarithm of a "
        "sum of them.",
        "Adding c to all scores adds c to the result: so take the largest off, and add it again "
        "outside of the logarithm. The slope by z_j is exp(z_j) divided by the sum: you know it.",
        "The gradient from above has one number for each row, and the slopes have k. Give it a "
        "last axis, dL[..., None], and it meets its own row.",
    ),
    experiment="from nncourse.autograd.node import Node as N\n"
    "L = logsumexp_node(N([[0.0, 0.0], [9.0, -9.0]])); "
    "L.data.round(2), L.pull(np.array([4.0, 2.0]))[0].round(2)"
    "  # [0.69, 9], then [[2, 2], [2, 0]]",
)


@logsumexp_node.probes
def _(rng):
    for case in probes.cases():
        yield case.label, rng.normal(size=(case["m"], case["n"] + 1)).astype(case.dtype)
    yield "a single row", rng.normal(size=4)
    yield "scores of 1000", probes.extreme(rng, 4, 3)
    yield "two high scores among low ones", probes.two_peaks(rng, 3)
    yield "three axes", rng.normal(size=(2, 3, 4))


ROW = (
    "from nncourse.autograd.node import Node as N\n"
    "L = logsumexp_node(N([[0.0, 0.0], [0.0, 1.0]])); "
    "L.data.round(2), L.pull(np.array([4.0, 2.0]))[0].round(2)"
    "  # [0.69, 1.31], then [[2, 2], [0.54, 1.46]]"
)
NODE = (
    "from nncourse.autograd.node import Node as N; u = N([0.0, 0.0]); L = logsumexp_node(u)\n"
    "list(L.parents) == [u], L.pull(np.array(4.0))  # True, and a list of one: [2, 2]"
)
LARGE = (
    "from nncourse.autograd.node import Node as N\n"
    "L = logsumexp_node(N([1000.0, 1000.0])); L.data.round(2)  # 1000.69"
)


def sums(Z):
    """The result along the last axis, of an array."""
    return right(Node(Z)).data


def shares(Z):
    """Exponentials divided by their sum."""
    E = np.exp(Z - Z.max(axis=-1, keepdims=True))
    return E / E.sum(axis=-1, keepdims=True)


def with_pull(pull):
    """A node whose pull returns `pull(dL, Z)` in a list."""
    return lambda Z: any_node(sums(Z.data), (Z,), lambda dL: [pull(dL, Z.data)])


def with_forward(forward):
    """A node whose data are `forward(Z)`, and whose way back is right."""
    return lambda Z: any_node(forward(Z.data), (Z,), lambda dL: [dL[..., None] * shares(Z.data)])


def exponentials(Z):
    """Their sum as the formula has it, infinite for large scores."""
    with np.errstate(all="ignore"):
        return np.exp(Z).sum(axis=-1)


def unshifted(Z):
    """The result as the formula has it."""
    with np.errstate(all="ignore"):
        return np.log(exponentials(Z))


logsumexp_node.mistake(
    "not_shifted",
    "Scores of 1000 overflow: take off each row's largest score before np.exp, and add it again "
    "after the logarithm.",
    LARGE,
)(with_forward(unshifted))

logsumexp_node.mistake(
    "shift_not_added",
    "You take each row's largest score off, and do not add it again. Softmax does not care; this "
    "does.",
    LARGE,
)(with_forward(lambda Z: sums(Z) - Z.max(axis=-1)))

logsumexp_node.mistake(
    "logarithm_left_out",
    "Your data are the sums of exponentials, which overflow besides. The logarithm is missing.",
    ROW,
)(with_forward(exponentials))

logsumexp_node.mistake(
    "stopped_at_the_sum",
    "Your data are the sums of the shifted exponentials. Two things are missing: the logarithm, "
    "and what was taken off before.",
    ROW,
)(with_forward(lambda Z: np.exp(Z - Z.max(axis=-1, keepdims=True)).sum(axis=-1)))

logsumexp_node.mistake(
    "mean_for_sum",
    "You take the mean of the exponentials. It is their sum.",
    ROW,
)(with_forward(lambda Z: sums(Z) - np.log(Z.shape[-1])))

logsumexp_node.mistake(
    "maximum",
    "Your data are the largest scores. The sum makes them a little larger, and smooth.",
    ROW,
)(with_forward(lambda Z: Z.max(axis=-1)))

logsumexp_node.mistake(
    "axis_kept",
    "Your data still have the last axis, of size 1. Add up without keeping it, or take it away at "
    "the end.",
    "from nncourse.autograd.node import Node as N\n"
    "logsumexp_node(N([[0.0, 0.0], [0.0, 1.0]])).data.round(2)  # one for each row: 0.69, 1.31",
)(lambda Z: any_node(sums(Z.data)[..., None], (Z,), lambda dL: [dL * shares(Z.data)]))

logsumexp_node.mistake(
    "over_everything",
    "Your result is one number for all rows. Add up along the last axis only.",
    "from nncourse.autograd.node import Node as N\n"
    "logsumexp_node(N([[0.0, 0.0], [0.0, 1.0]])).data.round(2)  # one for each row: 0.69, 1.31",
)(
    lambda Z: any_node(
        sums(Z.data.ravel()), (Z,), lambda dL: [dL * shares(Z.data.ravel()).reshape(Z.data.shape)]
    )
)

logsumexp_node.mistake(
    "upstream_forgotten",
    "Your pull returns the shares and leaves the gradient out that it is given.",
    ROW,
)(with_pull(lambda dL, Z: shares(Z)))

logsumexp_node.mistake(
    "passed_to_all",
    "Every score gets the whole gradient of its row, as in a sum. Here it gets its share of it.",
    ROW,
)(with_pull(lambda dL, Z: dL[..., None] + 0 * Z))

logsumexp_node.mistake(
    "passed_to_the_largest",
    "Only the largest score of a row gets the gradient, as for a maximum. Here every score gets "
    "its share.",
    ROW,
)(with_pull(lambda dL, Z: dL[..., None] * (Z == Z.max(axis=-1, keepdims=True))))

logsumexp_node.mistake(
    "shared_equally",
    "You divide the gradient equally. A larger score gets a larger share.",
    ROW,
)(with_pull(lambda dL, Z: dL[..., None] / Z.shape[-1] + 0 * Z))

logsumexp_node.mistake(
    "exponentials_for_shares",
    "Your pull multiplies by the exponentials. The slope of a logarithm divides by their sum.",
    ROW,
)(with_pull(lambda dL, Z: dL[..., None] * np.exp(Z - Z.max(axis=-1, keepdims=True))))

logsumexp_node.mistake(
    "softmaxs_backward",
    "Your slope is p * (1 - p), from softmax. What is differentiated here is the logarithm of the "
    "sum, and its slopes are the shares themselves.",
    ROW,
)(with_pull(lambda dL, Z: dL[..., None] * shares(Z) * (1 - shares(Z))))

logsumexp_node.mistake(
    "array_not_in_a_list",
    "The gradient is right, but it is not in a list. With one parent the walk needs a list with "
    "one array.",
    NODE,
)(lambda Z: any_node(sums(Z.data), (Z,), lambda dL: dL[..., None] * shares(Z.data)))

logsumexp_node.mistake(
    "parent_forgotten",
    "Your node has no parent. The walk would end here, and nothing behind it would learn.",
    NODE,
)(lambda Z: any_node(sums(Z.data), (), lambda dL: [dL[..., None] * shares(Z.data)]))

logsumexp_node.mistake(
    "no_pull",
    "The value and the parent are there, and there is no pull: no way back is noted.",
    NODE,
)(lambda Z: any_node(sums(Z.data), (Z,), None))
