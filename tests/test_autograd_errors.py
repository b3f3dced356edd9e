"""What autograd says to bad input: what was given, and what to do."""

import numpy as np
import pytest

from nncourse import layers
from nncourse.autograd import (
    Tensor,
    binary_cross_entropy,
    concatenate,
    conv2d,
    dense,
    dropout,
    exp,
    leaky_relu,
    log,
    matmul,
    maximum,
    maxpool,
    mse,
    nn,
    no_grad,
    power,
    record,
    relu,
    softmax,
    softmax_cross_entropy,
    sqrt,
    stack,
    topological_order,
    where,
)
from nncourse.autograd.finite import NotFiniteError, check_finite
from nncourse.autograd.steps import AutogradStep
from nncourse.errors import GraphError, LabelError, ShapeError
from nncourse.losses import Loss, SoftmaxCrossEntropy
from nncourse.network import Sequential
from nncourse.optimizers import SGD


def ones(*shape, requires_grad=True):
    return Tensor(np.ones(shape), requires_grad)


# ---------------------------------------------------------------------------------------- shapes


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: ones(2, 3) + ones(2), r"add: shapes \(2, 3\), \(2,\) do not fit.*last axis"),
        (lambda: ones(2, 3) - np.ones(2), r"subtract: shapes \(2, 3\), \(2,\)"),
        (lambda: np.ones(2) * ones(2, 3), r"multiply: shapes \(2, 3\), \(2,\)"),
        (lambda: np.ones(2) / ones(3), r"divide: shapes \(2,\), \(3,\)"),
        (lambda: maximum(ones(2), [1.0, 2.0, 3.0]), r"maximum: shapes \(2,\), \(3,\)"),
        (lambda: where(np.ones(3) > 0, ones(2), 0.0), r"where: shapes \(3,\), \(2,\), \(\)"),
        (lambda: ones(2, 3) @ ones(2, 3), r"matmul: shapes \(2, 3\) and \(2, 3\).*same n"),
        (lambda: ones(3) @ ones(2), r"matmul: shapes \(3,\) and \(2,\)"),
        (lambda: ones(3) @ 2.0, r"matmul: shapes \(3,\) and \(\)"),
        (lambda: matmul(np.ones((2, 2, 2)), ones(3, 2, 2)), r"\(2, 2, 2\) and \(3, 2, 2\)"),
        (lambda: ones(2, 3).sum(2), r"shape \(2, 3\) has no axis 2"),
        (lambda: ones(2, 3).mean((0, -3)), r"no axis -3"),
        (lambda: ones().max(0), r"shape \(\) has no axis 0"),
        (lambda: ones(2, 3).reshape(4), r"6 entries of shape \(2, 3\) do not fill.*\(4,\)"),
        (lambda: ones(2, 3).transpose(0, 2), r"axes \(0, 2\) are no new order.*\(2, 3\)"),
        (lambda: ones(2, 3).transpose(0), r"axes \(0,\)"),
        (lambda: ones(2, 3).transpose(1, -1), r"axes \(1, -1\)"),
        (lambda: ones().transpose(0), r"axes \(0,\)"),
        (lambda: concatenate([ones(2, 3), ones(2, 2)]), r"axis 0.*\(2, 3\), \(2, 2\)"),
        (lambda: concatenate([ones(2)], axis=1), r"axis 1: shapes \[\(2,\)\]"),
        (lambda: stack([ones(2), ones(3)]), r"one shape, got \[\(2,\), \(3,\)\]"),
        (lambda: stack([]), r"got \[\]"),
        (lambda: concatenate([]), "at least one"),
        (lambda: concatenate([ones(), ones()]), r"\(\), \(\)\] do not fit: .*all with this axis"),
        (lambda: dense(np.ones((2, 3)), ones(4, 5), ones(5)), r"\(2, 3\), W \(4, 5\)"),
        (lambda: conv2d(np.ones((2, 3)), ones(4, 5), ones(5), 2), r"pictures.*\(2, 3\)"),
        (lambda: conv2d(np.ones((1, 3, 3, 1)), ones(9, 5), ones(5), 2), r"\(9, 5\)"),
        (lambda: maxpool(ones(1, 2, 2, 1), 3), r"squares of 3 pixels.*\(1, 2, 2, 1\)"),
        (lambda: mse(ones(4, 1), np.ones((4, 2))), r"\(4, 1\).*\(4, 2\)"),
        (lambda: binary_cross_entropy(ones(4, 1), np.ones(3)), r"\(4, 1\).*\(3, 1\)"),
        (lambda: softmax_cross_entropy(ones(4, 3), np.array([0, 1])), r"\(4, 3\).*\(2, 3\)"),
        (lambda: (ones(2) * 2).backward(np.ones(3)), r"upstream.*\(3,\), the tensor \(2,\)"),
        (lambda: (ones(1) * 2).backward(1.0), r"upstream.*\(\), the tensor \(1,\)"),
    ],
)
def test_shapes_that_do_not_fit(make, words):
    with pytest.raises(ShapeError, match=words):
        make()


def test_class_numbers_out_of_range():
    with pytest.raises(LabelError, match="3"):
        softmax_cross_entropy(ones(2, 3), np.array([0, 3]))


@pytest.mark.parametrize("index", [5, (0, 5), np.array([0, 7]), "name", 1.5, np.array([0.5])])
def test_entries_that_are_not_there(index):
    with pytest.raises(IndexError, match=r"index|indices"):
        ones(2, 3)[index]


# ----------------------------------------------------------------------------------------- types


@pytest.mark.parametrize("data", [np.array([1, 2]), np.array([True]), np.int64(3)])
def test_only_floats_can_have_a_gradient(data):
    with pytest.raises(TypeError, match=r"cannot have a gradient.*astype\(float\)"):
        Tensor(data, requires_grad=True)


@pytest.mark.parametrize(
    "data",
    [
        None,
        [1.0, None],
        "text",
        {"a": 1},
        [1j],
        object(),
        np.array(["a", "b"]),
        np.array([1.0, None]),
        np.array([1j, 2j]),
        np.array(None),
    ],
)
def test_what_is_no_number_is_no_tensor(data):
    for make in (Tensor, lambda data: ones(2) + data, lambda data: where([True, False], 0.0, data)):
        with pytest.raises(TypeError, match="real numbers, not of"):
            make(data)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: relu(np.ones(2)), r"relu works on tensors, got ndarray: give it Tensor\(array\)"),
        (lambda: exp(np.ones(2)), "exp works on tensors"),
        (lambda: mse(nn.Linear(2, 1)(np.ones((1, 2))), ones(1, 1)), r"tensor\.data"),
        (lambda: np.sum(ones(2)), r"nncourse\.autograd .*tensor\.data"),
        (lambda: np.mean(ones(2), axis=0), r"tensor\.data"),
        (lambda: np.concatenate([ones(2)]), r"tensor\.data"),
        (lambda: np.asarray(ones(2)), r"tensor\.data"),
        (lambda: np.exp(ones(2)), "Tensor"),
        (lambda: Tensor([ones(), ones()]), "stack makes one tensor of several"),
        (lambda: Tensor(ones(2)), r"tensor\.data"),
        (lambda: power(ones(2), ones(2)), r"exponent.*got Tensor.*exp\(exponent \* log\(a\)\)"),
        (lambda: ones(2) ** np.ones(2), "exponent must be a number, got ndarray"),
        (lambda: iter(ones()), "has no len"),
        (lambda: ones(2).sum([0]), "'list' object cannot be interpreted as an integer"),
        (lambda: ones(2).max(1.0), "'float' object cannot be interpreted as an integer"),
        (lambda: nn.Sequential([layers.ReLU()]), r"ReLU\(\) is no module.*from_network"),
    ],
)
def test_wrong_types(make, words):
    with pytest.raises(TypeError, match=words):
        make()


def test_several_numbers_are_neither_true_nor_false():
    with pytest.raises(ValueError, match="ambiguous"):
        bool(ones(2))
    assert Tensor(1.0)
    assert not Tensor([0.0])


@pytest.mark.parametrize("rate", [-0.1, 1.0, float("nan")])
def test_a_rate_out_of_range(rate):
    with pytest.raises(ValueError, match=rf"\[0, 1\), got {rate}"):
        dropout(ones(2), rate, np.random.default_rng(0))


# ----------------------------------------------------------------------------------------- graphs


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: Tensor([1.0]).backward(), "requires a gradient.*requires_grad=True"),
        (lambda: (ones(2, requires_grad=False) * 2).sum().backward(), "outside of no_grad"),
        (lambda: (ones(2, 3) * 2).backward(), r"shape \(2, 3\).*sum or average first"),
        (lambda: (ones(0) * 2).backward(), r"shape \(0,\)"),
    ],
)
def test_a_backward_that_cannot_begin(make, words):
    with pytest.raises(GraphError, match=words):
        make()


def test_no_grad_leaves_nothing_to_walk_back():
    x = ones(2)
    with no_grad():
        loss = (x * x).sum()
    with pytest.raises(GraphError, match="outside of no_grad"):
        loss.backward()


def test_a_second_backward_through_a_freed_graph():
    x = ones(2)
    trunk = x * 2
    loss = (trunk * x).sum()
    loss.backward()
    before = x.grad.copy()
    for late in (loss, trunk.sum(), (exp(trunk) + x).sum()):
        with pytest.raises(GraphError, match=r"freed by an earlier backward.*keep_graph=True"):
            late.backward()
    np.testing.assert_array_equal(x.grad, before)


def test_a_cycle():
    x = ones(1)
    y = x * 2
    z = y + x
    y.parents = (z,)
    for walk in (z.backward, lambda: topological_order(z), lambda: check_finite(z)):
        with pytest.raises(GraphError, match=r"cycle.*a name of its own"):
            walk()
    assert x.grad is None
    y.parents = (y,)
    with pytest.raises(GraphError, match="1 nodes"):
        topological_order(y)


def test_what_is_written_into_the_graph():
    x, w, buffer = ones(2), ones(2), ones(2, requires_grad=False)
    for target, value in ((x, 3.0), (x * 2, 3.0), (buffer, w), (buffer, w * 2)):
        with pytest.raises(GraphError, match=r"no way back.*where.*no_grad"):
            target[:] = value
        with no_grad():
            target[:] = value
    buffer[0] = 7.0
    assert buffer.data.tolist() == [7.0, 2.0]


def test_a_wrong_function_of_ones_own():
    x = ones(3)
    wrong = record("wrong", x.data * 2, (x,), lambda upstream: upstream.sum())
    with pytest.raises(ShapeError, match=r"shape \(3,\).*gradient of shape \(\).*record"):
        wrong.backward(np.ones(3))
    short = record("short", x.data * 2, (x, x), lambda upstream: (upstream,))
    with pytest.raises(ValueError, match="shorter"):
        short.backward(np.ones(3))
    listed = record("listed", x.data * 2, (x, x), lambda upstream: [upstream, upstream])
    listed.backward(np.ones(3))
    assert x.grad.tolist() == [2.0, 2.0, 2.0]


# ------------------------------------------------------------------------------ modules and steps


def test_a_module_without_parameters_has_nothing_to_train():
    class Constant(nn.Module):
        def __init__(self):
            self.w = ones(2, requires_grad=False)

    for module in (nn.Sequential([nn.ReLU()]), nn.Sequential([]), Constant()):
        with pytest.raises(GraphError, match=f"{type(module).__name__} has no parameters"):
            module.step(SGD(0.1))


def test_a_module_without_a_forward():
    class Empty(nn.Module):
        pass

    with pytest.raises(NotImplementedError, match="Empty has no forward"):
        Empty()(np.ones(2))


def test_a_parameter_without_a_gradient_is_named_and_nothing_moves():
    model = nn.Sequential([nn.Linear(2, 2), nn.Linear(2, 1)])
    before = {name: p.data.copy() for name, p in model.parameters().items()}
    with pytest.raises(GraphError, match=r"no gradient for 0\.W, 0\.b, 1\.W, 1\.b.*backward"):
        model.step(SGD(0.1))
    model.modules[0](np.ones((1, 2))).sum().backward()
    with pytest.raises(GraphError, match=r"no gradient for 1\.W, 1\.b: .*the loss uses them"):
        model.step(SGD(0.1))
    for name, p in model.parameters().items():
        np.testing.assert_array_equal(p.data, before[name])


def test_a_loss_that_autograd_does_not_know():
    class Strange(Loss):
        pass

    with pytest.raises(
        TypeError, match="MSE, BinaryCrossEntropy, SoftmaxCrossEntropy, not Strange"
    ):
        AutogradStep(Sequential().input(2).dense(1), Strange(), SGD(0.1))


def test_a_batch_of_another_shape():
    step = AutogradStep(Sequential().input(2).dense(3), SoftmaxCrossEntropy(), SGD(0.1))
    with pytest.raises(ShapeError, match=r"\(4, 5\)"):
        step(np.ones((4, 5)), np.zeros(4, int))


# -------------------------------------------------------------------------------- NaN and infinity


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.parametrize(
    ("make", "words"),
    [
        (
            lambda x: exp(log(x - 1).sum() * 2),
            r"log made -inf out of shape \(2,\), values from 0 to 3",
        ),
        (lambda x: log(x.sum() - 5), r"log made -inf out of shape \(\), values from 0 to 0"),
        (lambda x: (sqrt(x - 2) * 0).mean(), "sqrt made nan"),
        (lambda x: (x / (x - 1)).sum(), r"divide made inf out of shape \(2,\).*and shape \(2,\)"),
        (lambda x: relu(exp(x * 300)).sum(), "exp made inf"),
        (lambda x: softmax(x * Tensor([np.nan, 1.0])), "a tensor was given with nan in it"),
        (lambda x: x @ np.array([np.inf, 1.0]), "a tensor was given with inf in it"),
        (lambda x: leaky_relu(x + np.inf), "add made inf"),
        (lambda x: dense(np.full((1, 2), np.nan), x.reshape(2, 1), x[:1]), "given with nan in it"),
        (
            lambda x: conv2d(np.full((1, 1, 1, 1), np.inf), x[:1].reshape(1, 1), x[:1], 1),
            "given with inf in it",
        ),
    ],
)
def test_the_first_operation_that_left_the_numbers_is_named(make, words):
    x = Tensor([1.0, 4.0], requires_grad=True)
    with pytest.raises(NotFiniteError, match=words):
        check_finite(make(x))


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_the_first_backward_that_left_the_numbers_is_named():
    x = Tensor([0.0, 4.0], requires_grad=True)
    loss = (sqrt(x) * 3).sum()
    check_finite(loss)
    loss.backward(keep_graph=True)
    with pytest.raises(
        NotFiniteError, match=r"backward of sqrt made inf.*shape \(2,\), values from 0"
    ):
        check_finite(loss)


def test_finite_graphs_pass_and_freed_ones_too():
    model = nn.Sequential([nn.Linear(2, 3), nn.Tanh(), nn.Linear(3, 1)])
    loss = mse(model(np.ones((4, 2))), np.zeros(4))
    assert check_finite(loss) is None
    loss.backward(keep_graph=True)
    assert check_finite(loss) is None
    loss.backward()
    assert check_finite(ones(0)) is None
