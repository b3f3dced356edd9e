"""Plans: a training step whose arrays are all made once.

A plain layer makes new arrays in every step and throws them away in the next; fetching that memory
takes time, and fresh memory is not in the processor's cache. But the batches of an epoch, except
perhaps the last, have one size. So it is known before the first step which arrays a step will
write, and a plan makes them: for each layer a forward and a backward that fill arrays of their own.
What these hold is gone with the next step, which is why the plain layers do not work this way. The
page on speed measures what it gains.
"""

from collections.abc import Callable
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np

from nncourse.fast.updates import step_in_place
from nncourse.layers import LAYERS, Conv2D, Dense, Layer, ReLU
from nncourse.layers.convolution import col2im, windows_of
from nncourse.losses import Loss, SoftmaxCrossEntropy
from nncourse.network import Sequential
from nncourse.optimizers import SGD, Arrays, Optimizer
from nncourse.regularization import add_l2
from nncourse.steps import Step

Function = Callable[[np.ndarray], np.ndarray]
PlannedLoss = Callable[[np.ndarray, np.ndarray], tuple[float, np.ndarray]]


def empty_like(arrays: Arrays) -> Arrays:
    """Places for arrays of these shapes and types."""
    return {name: np.empty(array.shape, array.dtype) for name, array in arrays.items()}


class PlannedLayer(NamedTuple):
    """A layer on batches of one size; its functions are those of `Layer`.

    Attributes
    ----------
    forward : inputs -> outputs, written over the last ones.
    backward_to_parameters : fills `grads`, given the gradient of the outputs.
    backward : the same, and the gradient of the inputs comes back.
    grads : name -> array, one per parameter; each step fills the same arrays.
    """

    forward: Function
    backward_to_parameters: Callable[[np.ndarray], None]
    backward: Function
    grads: Arrays


def plan_dense(W: np.ndarray, b: np.ndarray, m: int, grads: Arrays) -> PlannedLayer:
    """Z = X W + b and its three gradients, in places of their own."""
    n_in, n_out = W.shape
    X = np.empty((0, n_in), W.dtype)  # those of the last forward
    Z, dX = np.empty((m, n_out), W.dtype), np.empty((m, n_in), W.dtype)
    dW, db = grads["W"], grads["b"]
    row, ones = b[np.newaxis], np.ones(m, W.dtype)

    def forward(inputs: np.ndarray) -> np.ndarray:
        nonlocal X
        X = inputs
        X.dot(W, out=Z)
        return np.add(Z, row, out=Z)

    def backward_to_parameters(dZ: np.ndarray) -> None:
        X.T.dot(dZ, out=dW)
        # A product with ones adds up the columns, faster than dZ.sum(axis=0).
        ones.dot(dZ, out=db)

    def backward(dZ: np.ndarray) -> np.ndarray:
        backward_to_parameters(dZ)
        return dZ.dot(W.T, out=dX)

    return PlannedLayer(forward, backward_to_parameters, backward, grads)


def plan_convolution(layer: Conv2D, shape: tuple[int, ...], grads: Arrays) -> PlannedLayer:
    """A convolution: a dense layer on patches, and the patches have their place, too."""
    kernel, edge, c_out = layer.kernel, layer.padding, layer.c_out
    m, height, width, channels = shape
    W, b = layer.params["W"], layer.params["b"]
    padded = np.zeros((m, height + 2 * edge, width + 2 * edge, channels), W.dtype)
    picture = padded[:, edge : edge + height, edge : edge + width]
    windows = windows_of(padded, kernel)
    patches = np.empty(windows.shape, W.dtype)
    rows = patches.reshape(-1, len(W))
    dense = plan_dense(W, b, len(rows), grads)

    def forward(X: np.ndarray) -> np.ndarray:
        np.copyto(picture, X)
        np.copyto(patches, windows)
        return dense.forward(rows).reshape(*windows.shape[:3], c_out)

    def backward(dZ: np.ndarray) -> np.ndarray:
        return col2im(dense.backward(dZ.reshape(-1, c_out)), shape, kernel, edge)

    def backward_to_parameters(dZ: np.ndarray) -> None:
        dense.backward_to_parameters(dZ.reshape(-1, c_out))

    return PlannedLayer(forward, backward_to_parameters, backward, grads)


def plan_relu(shape: tuple[int, ...], dtype: np.dtype) -> PlannedLayer:
    """A ReLU that writes over its inputs: the layer before must not need them again."""
    A, dZ, zeros = np.empty(0), np.empty(shape, dtype), np.zeros(shape, dtype)

    def forward(Z: np.ndarray) -> np.ndarray:
        nonlocal A
        # An array of zeros instead of the number 0: NumPy compares two arrays faster.
        A = np.maximum(Z, zeros, out=Z)
        return A

    def backward(dA: np.ndarray) -> np.ndarray:
        np.greater(A, zeros, out=dZ)  # 1 where it let through, else 0
        return np.multiply(dZ, dA, out=dZ)

    return PlannedLayer(forward, lambda dA: None, backward, {})


# With fewer outputs, batches of other sizes, or more inputs in use, copying does not pay.
WIDE, BATCH_SIZES, MOST_USED = 128, range(64, 513), 0.75


class InputLayer:
    """A network's wide first layer, which leaves out what is blank.

    An input that is zero in all examples of a batch adds nothing to any score, and the gradient of
    its weights is zero. So its products need not be computed: the other inputs and their weights
    are copied together, and multiplied. It takes the place of a `PlannedLayer`.

    Parameters
    ----------
    layer : the plain layer; the parameters are shared, not copied.
    m : examples in a batch.
    grads : name -> array, the places for the gradients.
    descends : whether `backward_to_parameters` is given steps instead of gradients, and takes them:
        the copies of the weights do, and are put back. The other weights are not touched.

    Examples
    --------
    >>> plain = Dense(784, 256, rng=np.random.default_rng(0))
    >>> layer, X = InputLayer(plain, 128, empty_like(plain.params)), np.zeros((128, 784), "f4")
    >>> X[:, 300:500] = 1
    >>> bool(np.allclose(layer.forward(X), plain.forward(X), atol=1e-5))
    True
    >>> layer.X.shape
    (128, 200)

    Source: the page on speed.
    """

    def __init__(self, layer: Dense, m: int, grads: Arrays, descends: bool = False) -> None:
        self.W, self.b, self.descends = layer.params["W"], layer.params["b"], descends
        self.Z, self.ones = np.empty((m, layer.n_out), self.W.dtype), np.ones(m, self.W.dtype)
        self.dW, self.db, self.room = grads["W"], grads["b"], np.empty(self.W.shape, self.W.dtype)
        self.grads: Arrays = {} if descends else grads

    def forward(self, X: np.ndarray) -> np.ndarray:
        """The scores of a batch X (m, n_in), gone with the next one's."""
        self.X, self.W_used, self.used = X, self.W, inputs_in_use(X)
        if self.used is not None:
            # A new array, because np.take into one that is there takes longer to pick columns.
            self.X, self.W_used = X[:, self.used], self.room[: len(self.used)]
            np.take(self.W, self.used, axis=0, out=self.W_used, mode="clip")
        self.X.dot(self.W_used, out=self.Z)
        return np.add(self.Z, self.b, out=self.Z)

    def backward_to_parameters(self, dZ: np.ndarray) -> None:
        """Fill `grads`, or take the step."""
        self.ones.dot(dZ, out=self.db)
        if self.descends:
            step = self.X.T.dot(dZ, out=self.dW[: len(self.W_used)])
            np.subtract(self.W_used, step, out=self.W_used)
            np.subtract(self.b, self.db, out=self.b)
            if self.used is not None:
                self.W[self.used] = self.W_used
        elif self.used is not None:
            self.dW.fill(0)
            self.dW[self.used] = self.X.T.dot(dZ, out=self.W_used)
        else:
            self.X.T.dot(dZ, out=self.dW)


def inputs_in_use(X: np.ndarray) -> np.ndarray | None:
    """The numbers of the inputs that are not blank in X (m, n); None if leaving out does not pay.

    Examples
    --------
    >>> inputs_in_use(np.array([[0.0, 0.0, 0.0, 7.0], [0.0, 5.0, 0.0, 0.0]]))
    array([1, 3])
    """
    if X[0].all():  # the other examples need not be looked at
        return None
    used = np.flatnonzero(X.any(axis=0))
    return used if len(used) <= MOST_USED * X.shape[1] else None


class Plan:
    """A network on batches of one size.

    Parameters
    ----------
    network : its parameters are shared.
    m : examples in a batch.
    grads : places for all gradients, under the names of the network's `params`, which plans for
        other sizes may share; new ones if not given.
    descends : whether `backward` is given steps instead of gradients; see `PlannedStep`. A wide
        first layer then takes its own, and has no `grads`.

    Attributes
    ----------
    layers : one per layer of the network.

    Examples
    --------
    >>> network, X = Sequential().input(2).dense(3).relu().dense(1), np.ones((5, 2), np.float32)
    >>> plan = Plan(network, 5)
    >>> bool(np.allclose(plan.forward(X), network.forward(X)))
    True
    >>> plan.forward(X) is plan.forward(2 * X)
    True

    Source: the page on speed.
    """

    def __init__(
        self, network: Sequential, m: int, grads: Arrays | None = None, descends: bool = False
    ) -> None:
        self.dtype, self.descends = network.dtype, descends
        self.places = grads or empty_like(network.params)
        layers, shapes = network.layers, [(m, *shape) for shape in network.shapes()]
        self.layers: list[Any] = [self.planned(layers, i, shapes[i]) for i in range(len(layers))]

    def planned(self, layers: list[Layer], i: int, shape: tuple[int, ...]) -> Any:
        """The part of layer i, given the shape of what comes in."""
        layer, m = layers[i], shape[0]
        grads = {name: self.places[f"{i}.{name}"] for name in layer.params}
        if isinstance(layer, Dense):
            if i == 0 and layer.n_out >= WIDE and m in BATCH_SIZES:
                return InputLayer(layer, m, grads, self.descends)
            return plan_dense(layer.params["W"], layer.params["b"], m, grads)
        if isinstance(layer, Conv2D):
            return plan_convolution(layer, shape, grads)
        if isinstance(layer, ReLU) and i and isinstance(layers[i - 1], Dense | Conv2D):
            return plan_relu(shape, self.dtype)
        # The others make their own arrays, as they always do.
        return PlannedLayer(
            layer.forward, layer.backward_to_parameters, layer.backward, layer.grads
        )

    def forward(self, X: np.ndarray) -> np.ndarray:
        """The outputs for X (m, *input_shape) of the network's dtype, gone with the next ones."""
        for layer in self.layers:
            X = layer.forward(X)
        return X

    def backward(self, dY: np.ndarray) -> None:
        """Fill `grads`, given the gradient of the outputs."""
        dY = dY.astype(self.dtype, copy=False)
        first, *rest = self.layers
        for layer in reversed(rest):
            dY = layer.backward(dY)
        first.backward_to_parameters(dY)

    @cached_property
    def grads(self) -> Arrays:
        """The gradients that are left to an optimizer, under the names of the `params`."""
        layers = enumerate(self.layers)
        return {f"{i}.{name}": g for i, layer in layers for name, g in layer.grads.items()}


class PlannedStep(Step):
    """`train_step`, planned: the same steps, but for rounding, in less time.

    In plain descent the loss's gradient is multiplied by the learning rate, so that all gradients
    that follow are steps: backprop is linear, a factor on what goes in is a factor on all that
    comes out. At the start it costs ten numbers an example, at the end one for every weight.

    Parameters
    ----------
    network, loss, optimizer, l2 : see `nncourse.steps.train_step`; the network is one that
        `is_plannable`. Its own `grads` stay as they are.

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> network = Sequential(rng=rng).input(2).dense(3).relu().dense(2)
    >>> step = PlannedStep(network, SoftmaxCrossEntropy(), SGD(1.0))
    >>> losses = [step(np.eye(2), np.array([0, 1])) for _ in range(50)]
    >>> losses[0] > 0.5 > 0.05 > losses[-1]
    True

    Source: the page on speed.
    """

    def __init__(
        self, network: Sequential, loss: Loss, optimizer: Optimizer, l2: float = 0.0
    ) -> None:
        super().__init__(network, loss, optimizer, l2)
        self.descends = is_plain_descent(optimizer) and not l2
        self.params, self.places = network.params, empty_like(network.params)
        self.plans: dict[int, tuple[Plan, PlannedLoss]] = {}

    def __call__(self, X: np.ndarray, y: np.ndarray) -> float:
        X = self.network.as_batch(X)
        plan, loss = self.plans.get(len(X)) or self.plan(len(X))
        value, dY = loss(plan.forward(X), y)
        if self.descends:
            self.descend(plan, dY)
            return value
        plan.backward(dY)
        if self.l2:
            value += add_l2(self.params, plan.grads, self.l2)
        step_in_place(self.optimizer, self.params, plan.grads)
        return value

    def descend(self, plan: Plan, dY: np.ndarray) -> None:
        """A step of plain descent."""
        self.optimizer.steps += 1
        plan.backward(dY * self.optimizer.learning_rate)
        for name, step in plan.grads.items():
            np.subtract(self.params[name], step, out=self.params[name])

    def plan(self, m: int) -> tuple[Plan, PlannedLoss]:
        """What batches of m examples need, made and kept."""
        plan = Plan(self.network, m, self.places, self.descends)
        loss = plan_loss(self.loss, m, self.network.output_shape[-1], self.network.dtype)
        self.plans[m] = plan, loss
        return plan, loss


def plan_loss(loss: Loss, m: int, k: int, dtype: np.dtype) -> PlannedLoss:
    """The loss and its gradient in one call, given outputs (m, k) and targets."""

    def as_it_is(Y_hat: np.ndarray, y: np.ndarray) -> tuple[float, np.ndarray]:
        return loss.forward(Y_hat, y), loss.backward()

    if type(loss) is not SoftmaxCrossEntropy:
        return as_it_is
    in_place = plan_softmax_cross_entropy(m, k, dtype)
    return lambda Z, y: in_place(Z, y) if np.ndim(y) == 1 else as_it_is(Z, y)


def plan_softmax_cross_entropy(m: int, k: int, dtype: np.dtype) -> PlannedLoss:
    """Softmax cross-entropy for scores (m, k) and class numbers (m,): the exponentials only once.

    The loss of an example is log(sum_j exp(z_j)) - z_y, and its gradient softmax(z) with one
    subtracted at y. Both need the same exponentials, and the same one-hot columns to find the y.
    All is kept with one class per row, (k, m): NumPy adds up ten long rows faster than many rows of
    ten.

    Examples
    --------
    >>> loss = plan_softmax_cross_entropy(1, 2, np.dtype(float))
    >>> value, dZ = loss(np.array([[0.0, 0.0]]), np.array([1]))
    >>> round(value, 4), dZ
    (0.6931, array([[ 0.5, -0.5]]))
    """
    P, identity = np.empty((k, m), dtype), np.eye(k, dtype=dtype)
    ones_k, ones_m = np.ones(k, dtype), np.ones(m, dtype)
    examples = np.array(m, dtype)  # NumPy divides by an array faster than by a number

    def loss_and_gradient(Z: np.ndarray, y: np.ndarray) -> tuple[float, np.ndarray]:
        np.copyto(P, Z.T)
        np.subtract(P, np.maximum.reduce(P, axis=0), out=P)
        Y = identity.take(y, axis=1)
        # Products with ones add up again, see `plan_dense`; with one-hot columns, the true ones.
        true_scores = np.vdot(Y, P)
        np.exp(P, out=P)
        sums = ones_k.dot(P)
        np.divide(P, sums, out=P)
        value = float(ones_m.dot(np.log(sums)) - true_scores) / m
        np.subtract(P, Y, out=P)
        np.divide(P, examples, out=P)
        return value, P.T

    return loss_and_gradient


def is_plain_descent(optimizer: Optimizer) -> bool:
    """Whether the optimizer only takes the learning rate times the gradient."""
    return type(optimizer) is SGD and not optimizer.momentum


def is_plannable(network: Sequential) -> bool:
    """Whether all is as a plan expects it: what a user wrote might do anything.

    Examples
    --------
    >>> is_plannable(Sequential().input(2).dense(3).relu())
    True
    """
    own = all(type(layer) in LAYERS.values() for layer in network.layers)
    one_dtype = all(p.dtype == network.dtype for p in network.params.values())
    return type(network) is Sequential and own and one_dtype
