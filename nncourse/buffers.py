"""Buffers: the same network, with every array it writes to allocated once.

A plain layer makes new arrays in every step and throws them away in the next; fetching that memory
takes time, and fresh memory is not in the processor's cache. The batches of an epoch all have one
size, so every array can be made once and overwritten. `BufferedNetwork` walks the same chain with
the same mathematics, and changes the same parameters; `fit` trains through it. What the arrays hold
is gone with the next step, which is why the plain layers do not work this way. Chapter 5 measures
what it gains.
"""

from collections.abc import Iterator

import numpy as np

from nncourse.layers import LAYERS, Conv2D, Dense, Layer, ReLU
from nncourse.losses import Loss, SoftmaxCrossEntropy
from nncourse.network import Sequential
from nncourse.optimizers import SGD, Arrays, Optimizer


class BufferedDense(Dense):
    """`Dense`, with a place for its output and for each of its gradients.

    Parameters
    ----------
    layer : the plain layer; the parameters are shared, not copied.

    Examples
    --------
    >>> plain = Dense(2, 3, rng=np.random.default_rng(0))
    >>> buffered, X = BufferedDense(plain), np.ones((5, 2), np.float32)
    >>> bool(np.allclose(buffered.forward(X), plain.forward(X)))
    True
    >>> buffered.forward(X) is buffered.forward(2 * X)
    True

    Source: chapter 5.
    """

    def __init__(self, layer: Dense) -> None:
        self.n_in, self.n_out, self.params = layer.n_in, layer.n_out, layer.params
        self.grads = {name: np.empty(p.shape, p.dtype) for name, p in layer.params.items()}
        self.W, self.b = layer.params["W"], layer.params["b"][np.newaxis]
        self.dW, self.db = self.grads["W"], self.grads["b"]
        self.allocate(0)

    def allocate(self, m: int) -> None:
        """Make room for batches of m examples."""
        self.Z = np.empty((m, self.n_out), self.W.dtype)
        self.dX = np.empty((m, self.n_in), self.W.dtype)
        self.ones = np.ones(m, self.W.dtype)

    def forward(self, X: np.ndarray) -> np.ndarray:
        if len(X) != len(self.Z):
            self.allocate(len(X))
        self.X = X
        X.dot(self.W, out=self.Z)
        np.add(self.Z, self.b, out=self.Z)
        return self.Z

    def backward(self, dY: np.ndarray) -> np.ndarray:
        # The inputs' gradient comes first: a subclass changes W in backward_to_parameters.
        dY.dot(self.W.T, out=self.dX)
        self.backward_to_parameters(dY)
        return self.dX

    def backward_to_parameters(self, dY: np.ndarray) -> None:
        self.X.T.dot(dY, out=self.dW)
        # A product with a row of ones adds up the columns, and faster than dY.sum(axis=0).
        self.ones.dot(dY, out=self.db)


# With fewer outputs, batches of other sizes, or more inputs in use, copying does not pay.
WIDE, BATCH_SIZES, MOST_USED = 128, range(64, 513), 0.75


class BufferedInputDense(BufferedDense):
    """A network's first layer: `BufferedDense` that leaves out what is blank.

    An input that is zero in all examples of a batch adds nothing to any score, and the gradient of
    its weights is zero. So its products need not be computed: the other inputs and their weights
    are copied together, and multiplied. That is done only where it pays.

    Parameters
    ----------
    layer : the plain layer; the parameters are shared, not copied.

    Examples
    --------
    >>> plain = Dense(784, 256, rng=np.random.default_rng(0))
    >>> layer, X = BufferedInputDense(plain), np.zeros((128, 784), np.float32)
    >>> X[:, 300:500] = 1
    >>> bool(np.allclose(layer.forward(X), plain.forward(X), atol=1e-5))
    True
    >>> layer.X.shape
    (128, 200)

    Source: chapter 5.
    """

    def __init__(self, layer: Dense) -> None:
        super().__init__(layer)
        self.weights = np.empty(self.W.shape, self.W.dtype)

    def forward(self, X: np.ndarray) -> np.ndarray:
        self.used = self.find_used(X)
        if self.used is None:
            return super().forward(X)
        if len(X) != len(self.Z):
            self.allocate(len(X))
        # A new array, because np.take into one that is there takes longer to pick columns.
        self.X, W = X[:, self.used], self.weights[: len(self.used)]
        np.take(self.W, self.used, axis=0, out=W, mode="clip")
        self.X.dot(W, out=self.Z)
        return np.add(self.Z, self.b, out=self.Z)

    def backward_to_parameters(self, dY: np.ndarray) -> None:
        if self.used is None:
            super().backward_to_parameters(dY)
            return
        dW = self.weights[: len(self.used)]
        self.X.T.dot(dY, out=dW)
        self.dW.fill(0)
        self.dW[self.used] = dW
        self.ones.dot(dY, out=self.db)

    def find_used(self, X: np.ndarray) -> np.ndarray | None:
        """The numbers of the inputs that are not blank; None where leaving out does not pay."""
        # Where the first example has no zero, the others need not be looked at.
        if len(X) not in BATCH_SIZES or X[0].all():
            return None
        used = np.flatnonzero(X.any(axis=0))
        return used if len(used) <= MOST_USED * self.n_in else None


class DescendingInputDense(BufferedInputDense):
    """`BufferedInputDense` that takes the steps of plain descent, on the weights in use alone.

    The step of a blank input's weights is zero. So the copies of the others take theirs, and are
    put back. What comes to `backward_to_parameters` must be scaled by the learning rate already
    (see `ScaledLoss`); the optimizer is left no parameters of this layer.

    Parameters
    ----------
    layer : the plain layer; the parameters are shared, and change in `backward_to_parameters`.

    Examples
    --------
    >>> plain = Dense(784, 256, rng=np.random.default_rng(0))
    >>> layer, X = DescendingInputDense(plain), np.zeros((128, 784), np.float32)
    >>> X[:, 300:500] = 1
    >>> before = layer.forward(X).copy()
    >>> layer.backward_to_parameters(np.ones((128, 256), np.float32))
    >>> bool(np.allclose(before - layer.forward(X), 128 * 200 + 128))
    True

    Source: chapter 5.
    """

    def __init__(self, layer: Dense) -> None:
        super().__init__(layer)
        self.params, self.grads = {}, {}

    def backward_to_parameters(self, dY: np.ndarray) -> None:
        if self.used is None:
            super().backward_to_parameters(dY)
            np.subtract(self.W, self.dW, out=self.W)
        else:
            W, dW = self.weights[: len(self.used)], self.dW[: len(self.used)]
            self.X.T.dot(dY, out=dW)
            np.subtract(W, dW, out=W)
            self.W[self.used] = W
            self.ones.dot(dY, out=self.db)
        np.subtract(self.b, self.db, out=self.b)


class BufferedReLU(ReLU):
    """`ReLU` that writes over the scores it is given, with a place for its gradient.

    It may stand only where the layer before does not need its own output again.

    Examples
    --------
    >>> layer, Z = BufferedReLU(), np.array([[-1.0, 2.0]])
    >>> layer.forward(Z), layer.backward(np.array([[5.0, 5.0]]))
    (array([[0., 2.]]), array([[0., 5.]]))
    >>> Z
    array([[0., 2.]])

    Source: chapter 5.
    """

    def __init__(self) -> None:
        super().__init__()
        self.dZ = np.empty(0)

    def forward(self, X: np.ndarray) -> np.ndarray:
        if len(X) != len(self.dZ):
            self.dZ, self.zeros = np.empty_like(X), np.zeros_like(X)
        # An array of zeros instead of the number 0: NumPy compares two arrays faster.
        self.A = np.maximum(X, self.zeros, out=X)
        return self.A

    def backward(self, dY: np.ndarray) -> np.ndarray:
        np.greater(self.A, self.zeros, out=self.dZ)  # 1 where it let through, else 0
        return np.multiply(self.dZ, dY, out=self.dZ)


class BufferedSoftmaxCrossEntropy(Loss):
    """`SoftmaxCrossEntropy` for class numbers (m,), which takes the exponentials only once.

    The loss of an example is log(sum_j exp(z_j)) - z_y, and its gradient softmax(z) with one
    subtracted at y. Both need the same exponentials, and the same one-hot columns to find the y.
    All is kept with one class a row, (k, m): NumPy adds up ten long rows faster than many rows of
    ten.

    Examples
    --------
    >>> loss = BufferedSoftmaxCrossEntropy()
    >>> round(loss.forward(np.array([[0.0, 0.0]]), np.array([1])), 4), loss.backward()
    (0.6931, array([[ 0.5, -0.5]]))

    Source: chapter 5.
    """

    def __init__(self) -> None:
        self.P = np.empty((0, 0))

    def allocate(self, Z: np.ndarray) -> None:
        """Make room for scores like these."""
        m, k = Z.shape
        self.P = np.empty((k, m), Z.dtype)
        self.m = np.array(m, Z.dtype)  # NumPy divides by an array faster than by a number
        self.identity = np.eye(k, dtype=Z.dtype)
        self.ones_k, self.ones_m = np.ones(k, Z.dtype), np.ones(m, Z.dtype)

    def forward(self, Y_hat: np.ndarray, y: np.ndarray) -> float:
        if Y_hat.T.shape != self.P.shape:
            self.allocate(Y_hat)
        P = self.P
        np.copyto(P, Y_hat.T)
        np.subtract(P, np.maximum.reduce(P, axis=0), out=P)
        self.Y = self.identity.take(y, axis=1)
        # Products with ones add up again, see `BufferedDense`; with one-hot columns, the true ones.
        true_scores = np.vdot(self.Y, P)
        np.exp(P, out=P)
        sums = self.ones_k.dot(P)
        np.divide(P, sums, out=P)
        return float(self.ones_m.dot(np.log(sums)) - true_scores) / len(y)

    def backward(self) -> np.ndarray:
        np.subtract(self.P, self.Y, out=self.P)
        np.divide(self.P, self.m, out=self.P)
        return self.P.T


class ScaledLoss(Loss):
    """A loss whose gradient is multiplied by the learning rate, so that all that follow are steps.

    Backprop is linear: a factor on the gradient that goes in is a factor on all that come out. At
    the start it costs ten numbers an example, at the end one for every weight.

    Examples
    --------
    >>> loss = ScaledLoss(BufferedSoftmaxCrossEntropy(), SGD(0.1))
    >>> round(loss.forward(np.array([[0.0, 0.0]]), np.array([1])), 4), loss.backward()
    (0.6931, array([[ 0.05, -0.05]]))

    Source: chapter 5.
    """

    def __init__(self, loss: Loss, optimizer: Optimizer) -> None:
        self.loss, self.optimizer = loss, optimizer

    def forward(self, Y_hat: np.ndarray, y: np.ndarray) -> float:
        return self.loss.forward(Y_hat, y)

    def backward(self) -> np.ndarray:
        return self.loss.backward() * self.optimizer.learning_rate


class BufferedDescent(Optimizer):
    """`SGD` that steps on buffers, in another optimizer's name.

    Parameters
    ----------
    optimizer : the plain one; its rate and its memory are used, and its steps are counted.
    """

    def __init__(self, optimizer: SGD) -> None:
        super().__init__(optimizer.learning_rate)
        self.optimizer = optimizer

    def step(self, params: Arrays, grads: Arrays) -> None:
        self.optimizer.steps += 1
        self.learning_rate = self.optimizer.learning_rate
        for name, p in params.items():
            self.move(name, p, grads[name])

    def move(self, name: str, p: np.ndarray, g: np.ndarray) -> None:
        """Change one parameter `p` in place, given what its buffer `g` holds."""
        raise NotImplementedError


class ScaledDescent(BufferedDescent):
    """Plain descent for gradients that are steps already, see `ScaledLoss`.

    Examples
    --------
    >>> params, descent = {"w": np.array([1.0])}, ScaledDescent(SGD(0.1))
    >>> descent.step(params, {"w": np.array([0.25])})
    >>> params["w"]
    array([0.75])

    Source: chapter 5.
    """

    def move(self, name: str, p: np.ndarray, g: np.ndarray) -> None:
        np.subtract(p, g, out=p)


class BufferedMomentum(BufferedDescent):
    """Descent with momentum that uses the gradients up: nobody else needs what is in the buffers.

    Examples
    --------
    >>> params, grads = {"w": np.array([1.0])}, {"w": np.array([1.0])}
    >>> BufferedMomentum(SGD(0.1, momentum=0.5, nesterov=True)).step(params, grads)
    >>> params["w"]
    array([0.85])

    Source: chapter 5.
    """

    def move(self, name: str, p: np.ndarray, g: np.ndarray) -> None:
        v = self.optimizer.remembered("velocity", name, like=p)
        v += g
        if self.optimizer.nesterov:
            v *= self.optimizer.momentum
            g += v
            g *= self.learning_rate
        else:
            np.multiply(v, self.learning_rate, out=g)
            v *= self.optimizer.momentum
        p -= g


def in_buffers(layer: Layer, before: Layer | None) -> Layer:
    """A layer's twin in buffers; the layer itself, where it has none.

    Parameters
    ----------
    layer : the plain layer.
    before : the layer before; None for a network's first.

    Examples
    --------
    >>> plain = Dense(2, 3)
    >>> type(in_buffers(plain, None)).__name__, type(in_buffers(ReLU(), plain)).__name__
    ('BufferedDense', 'BufferedReLU')
    """
    if type(layer) is Dense:
        wide_first = before is None and layer.n_out >= WIDE
        return BufferedInputDense(layer) if wide_first else BufferedDense(layer)
    # What these put out, they do not need again.
    if type(layer) is ReLU and type(before) in (Dense, Conv2D):
        return BufferedReLU()
    return layer


class BufferedNetwork(Sequential):
    """A network that trains another one's parameters in buffers.

    Layers without buffers of their own work as they always do.

    Parameters
    ----------
    network : its parameters are shared, and change as this one trains.

    Examples
    --------
    >>> plain = Sequential(rng=np.random.default_rng(0)).input(2).dense(3).relu().dense(1)
    >>> buffered, X = BufferedNetwork(plain), np.ones((5, 2), np.float32)
    >>> bool(np.allclose(buffered.forward(X), plain.forward(X)))
    True

    Source: chapter 5.
    """

    def __init__(self, network: Sequential) -> None:
        super().__init__(input_shape=network.input_shape, rng=network.rng, dtype=network.dtype)
        layers = network.layers
        self.layers = [in_buffers(*pair) for pair in zip(layers, [None, *layers], strict=False)]
        self.find_places()

    def begin_with(self, layer: Layer) -> None:
        """Put another layer in the first one's place. What it puts out may be written over."""
        self.layers[0] = layer
        self.find_places()

    def find_places(self) -> None:
        """Put the parameters' names together, once for all steps."""
        self.places = [(f"{i}.{n}", a, n) for i, a in enumerate(self.layers) for n in a.params]

    def forward(self, X: np.ndarray) -> np.ndarray:
        if X.dtype is not self.dtype or X.shape[1:] != self.input_shape:
            return super().forward(X)  # which converts it, or says what is wrong with it
        for layer in self.layers:
            X = layer.forward(X)
        return X

    def backward(self, dY: np.ndarray) -> None:
        super().backward(dY.astype(self.dtype, copy=False))

    @property
    def params(self) -> dict[str, np.ndarray]:
        return {name: layer.params[n] for name, layer, n in self.places}

    @property
    def grads(self) -> dict[str, np.ndarray]:
        return {name: layer.grads[n] for name, layer, n in self.places}


def buffered_minibatches(
    X: np.ndarray, y: np.ndarray, batch_size: int, rng: np.random.Generator
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """The batches of `minibatches`, in one array that each overwrites.

    Parameters, and what is yielded, as there; but a batch is gone when the next is asked for.

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> [X.tolist() for X, y in buffered_minibatches(np.arange(5), np.arange(5), 2, rng)]
    [[2, 4], [3, 0], [1]]

    Source: chapter 5.
    """
    X_batch = np.empty((min(batch_size, len(X)), *X.shape[1:]), X.dtype)
    order = rng.permutation(len(X))
    for start in range(0, len(X), batch_size):
        chosen = order[start : start + batch_size]
        # Without mode="clip", NumPy would gather into another array first, to be safe from errors.
        yield np.take(X, chosen, axis=0, out=X_batch[: len(chosen)], mode="clip"), y[chosen]


def buffered(
    network: Sequential, loss: Loss, optimizer: Optimizer, y: np.ndarray, l2: float = 0.0
) -> tuple[Sequential, Loss, Optimizer]:
    """What `nncourse.training.train_epoch` trains faster with: the same three, in buffers.

    Parameters
    ----------
    network : the network to train; the buffered one changes its parameters.
    loss : the loss.
    optimizer : its memory and its count of steps advance.
    y : the targets.
    l2 : the price on the weights that `train_epoch` will be given, too.

    Returns
    -------
    network, loss and optimizer, each in buffers if there are some for it: for networks of the
    package's own layers in one dtype, softmax cross-entropy with class numbers, and SGD. They work
    together only: in plain descent, a wide first layer takes its step in `backward`, and is not
    among the network's `params`.

    Examples
    --------
    >>> from nncourse.training import train_epoch
    >>> rng = np.random.default_rng(0)
    >>> network = Sequential(rng=rng).input(2).dense(3).relu().dense(2)
    >>> X, y = np.eye(2, dtype=np.float32), np.array([0, 1])
    >>> fast = buffered(network, SoftmaxCrossEntropy(), SGD(1.0), y)
    >>> losses = [train_epoch(*fast, X, y, 2, rng, deal=buffered_minibatches) for _ in range(50)]
    >>> losses[0] > 0.5 > 0.05 > losses[-1]
    True

    Source: chapter 5.
    """
    if not has_own_layers_in_one_dtype(network):
        return network, loss, optimizer
    trained = BufferedNetwork(network)
    if type(loss) is SoftmaxCrossEntropy and np.ndim(y) == 1:
        loss = BufferedSoftmaxCrossEntropy()
    if type(optimizer) is SGD and optimizer.momentum:
        optimizer = BufferedMomentum(optimizer)
    elif type(optimizer) is SGD and not l2:
        loss, optimizer = ScaledLoss(loss, optimizer), ScaledDescent(optimizer)
        first = trained.layers[0] if trained.layers else None
        if isinstance(first, BufferedInputDense):
            trained.begin_with(DescendingInputDense(first))
    return trained, loss, optimizer


def has_own_layers_in_one_dtype(network: Sequential) -> bool:
    """Whether all is as the buffers expect it: what a user wrote might do anything.

    Examples
    --------
    >>> has_own_layers_in_one_dtype(Sequential().input(2).dense(3).relu())
    True
    """
    own = all(type(layer) in LAYERS.values() for layer in network.layers)
    one_dtype = all(p.dtype == network.dtype for p in network.params.values())
    return type(network) is Sequential and own and one_dtype
