"""The exercise `train_step`: one round of training."""
# mypy: allow-untyped-defs

import numpy as np

from nncourse import losses as loss_functions
from nncourse import optimizers, steps
from nncourse import regularization as prices
from nncourse.exercises.form import Exercise
from nncourse.network import Sequential


def two_steps(answer, network, loss, optimizer, X, y, l2):
    """What two rounds return, and the parameters after them."""
    values = [answer(network, loss, optimizer, X, y, l2) for _ in range(2)]
    return {"the first loss": values[0], "the second loss": values[1], **network.params}


LOSSES = {
    "yes or no": loss_functions.BinaryCrossEntropy,
    "classes": loss_functions.SoftmaxCrossEntropy,
}


def with_network(sizes, params, loss, rate, X, y, l2):
    """The arguments: a network of these sizes and parameters, a loss by name, and an optimizer."""
    network = chain(np.random.default_rng(0), *sizes)
    for name, p in params.items():
        network.params[name][...] = p
    return network, LOSSES[loss](), optimizers.SGD(rate), X, y, l2


def chain(rng, *sizes):
    """A dense network with tanh between its layers."""
    network = Sequential(rng=rng, dtype=np.float64).input(sizes[0])
    for size in sizes[1:-1]:
        network.dense(size).tanh()
    return network.dense(sizes[-1])


train_step = Exercise(
    id="cats.train_step",
    title="One round of training",
    points=4,
    reference=steps.train_step,
    helpers=(prices.add_l2,),
    contract='''
def train_step(network, loss, optimizer, X, y, l2=0.0):
    """One round of training on one batch: forward, loss, backward, step.

    network: a Sequential; loss: such as BinaryCrossEntropy();
    optimizer: such as SGD(0.01).
    X: the batch, shape (m, n_in). y: its targets.
    l2: strength of the price on the weights. Biases do not pay.
    Returns the loss before the step, the price included: a number.
    """
    ...
''',
    outcomes=(
        "Write a training step from forward, loss, backward and step.",
        "Add a price to the loss and to the gradient, and spare the biases.",
    ),
    axes={},
    returns="result",
    mutates=("network", "loss", "optimizer"),
    use=two_steps,
    build=with_network,
    hints=(
        "Without the price it is the loop of the chapter on backpropagation: outputs, loss, "
        "backward from the loss through the network, step. The price changes two things.",
        "l2_penalty(network.params, l2) goes to the value that you return, "
        "l2_backward(network.params, l2) to the gradients.",
        "Before the step, add to network.grads[name], in place with +=, what l2_backward gives for "
        "that parameter.",
    ),
    experiment="from nncourse import losses, network as nets, optimizers; "
    "n = nets.Sequential().input(1).dense(1, 'zeros'); X = np.ones((2, 1))\n"
    "[train_step(n, losses.MSE(), optimizers.SGD(0.25), X, X, 1.0) for _ in range(2)], n.params"
    "  # 1 and 0.125, W 0.375, b 0.5",
)


def small_network(rng, *sizes):
    """The sizes of a network, and its parameters, whose biases are not zero."""
    params = dict(chain(rng, *sizes).params)
    for p in params.values():
        p += 0.3 * rng.standard_normal(p.shape)
    return sizes, params


@train_step.probes
def _(rng):
    X, y = rng.normal(size=(6, 4)), np.array([0, 1, 1, 0, 1, 1])
    rate = float(rng.uniform(0.2, 0.4))
    for label, sizes, l2 in (
        ("two layers without a price", (4, 3, 1), 0.0),
        ("two layers with a price", (4, 3, 1), 0.3),
        ("one layer", (4, 1), 0.2),
    ):
        yield label, *small_network(rng, *sizes), "yes or no", rate, X, y, l2
    three = np.array([2, 0, 1, 1, 0, 2])
    yield "three classes", *small_network(rng, 4, 5, 3), "classes", rate, X, three, 0.1


def weights_of(network):
    """The network's weights by name, without biases."""
    return {name: p for name, p in network.params.items() if name.endswith(".W")}


@train_step.mistake(
    "loss_after_the_step",
    "The step is right, but you return the loss after it. The loss that was computed before the "
    "step costs nothing extra; return that.",
)
def _(network, loss, optimizer, X, y, l2=0.0):
    steps.train_step(network, loss, optimizer, X, y, l2)
    value = loss.forward(network.forward(X), y)
    return value + prices.l2_penalty(network.params, l2)


@train_step.mistake(
    "price_in_the_loss_only",
    "The price is in the loss that you return, but the weights do not feel it: their gradients "
    "are as without it. Note that network.grads[name] = ... fills a passing dictionary; add in "
    "place, with +=.",
)
def _(network, loss, optimizer, X, y, l2=0.0):
    price = prices.l2_penalty(network.params, l2)
    return steps.train_step(network, loss, optimizer, X, y) + price


@train_step.mistake(
    "price_in_the_gradient_only",
    "The weights pay, but the loss you return is without their price. Then what falls is not what "
    "you report.",
)
def _(network, loss, optimizer, X, y, l2=0.0):
    price = prices.l2_penalty(network.params, l2)
    return steps.train_step(network, loss, optimizer, X, y, l2) - price


@train_step.mistake(
    "biases_pay",
    "Your biases pay too. A bias only shifts, it cannot memorise a picture; the names of the "
    "weights end in .W.",
)
def _(network, loss, optimizer, X, y, l2=0.0):
    value = loss.forward(network.forward(X), y)
    value += l2 / 2 * sum(np.sum(p * p) for p in network.params.values())
    network.backward(loss.backward())
    for name, p in network.params.items():
        network.grads[name][...] += l2 * p
    optimizer.step(network.params, network.grads)
    return value


@train_step.mistake(
    "price_ignored",
    "l2 does not come into it: this is the step without a price.",
)
def _(network, loss, optimizer, X, y, l2=0.0):
    return steps.train_step(network, loss, optimizer, X, y)


@train_step.mistake(
    "gradient_overwritten",
    "You replace the loss's gradient by that of the price. The network forgets the pictures and "
    "only shrinks: add the two.",
)
def _(network, loss, optimizer, X, y, l2=0.0):
    value = loss.forward(network.forward(X), y)
    value += prices.l2_penalty(network.params, l2)
    network.backward(loss.backward())
    if l2:
        for name, W in weights_of(network).items():
            network.grads[name][...] = l2 * W
    optimizer.step(network.params, network.grads)
    return value


@train_step.mistake(
    "price_twice",
    "The pull on the weights is twice too strong: the 2 of the square cancels against the 1/2.",
)
def _(network, loss, optimizer, X, y, l2=0.0):
    price = prices.l2_penalty(network.params, l2)
    return steps.train_step(network, loss, optimizer, X, y, 2 * l2) - price


@train_step.mistake(
    "first_layer_pays",
    "Only the first layer pays. All weights do, in every layer.",
    "from nncourse import losses, network as nets, optimizers; "
    "n = nets.Sequential().input(1).dense(1, 'zeros').dense(1); n.params['1.W'][:] = 2\n"
    "train_step(n, losses.MSE(), optimizers.SGD(0.1), np.zeros((1, 1)), np.zeros((1, 1)), 0.5)"
    "  # 0.5 / 2 * 2**2 = 1.0",
)
def _(network, loss, optimizer, X, y, l2=0.0):
    value = loss.forward(network.forward(X), y)
    first = network.params["0.W"]
    value += prices.l2_penalty({"0.W": first}, l2)
    network.backward(loss.backward())
    network.grads["0.W"][...] += l2 * first
    optimizer.step(network.params, network.grads)
    return value


@train_step.mistake(
    "price_after_the_step",
    "You shrink the weights after the step, by l2 itself and not by the learning rate times l2. "
    "The price belongs to the gradient, before the step.",
)
def _(network, loss, optimizer, X, y, l2=0.0):
    price = prices.l2_penalty(network.params, l2)
    value = steps.train_step(network, loss, optimizer, X, y) + price
    for W in weights_of(network).values():
        W *= 1 - l2
    return value


@train_step.mistake(
    "no_step",
    "The gradients are there, and the parameters have not moved. The optimiser takes the step, and "
    "is given the parameters first, then the gradients: it changes the first by the second.",
)
def _(network, loss, optimizer, X, y, l2=0.0):
    value = loss.forward(network.forward(X), y)
    network.backward(loss.backward())
    return value + prices.l2_penalty(network.params, l2)


@train_step.mistake(
    "uphill",
    "Your parameters walk uphill. The optimiser subtracts the gradients itself: hand them over as "
    "they are.",
)
def _(network, loss, optimizer, X, y, l2=0.0):
    value = loss.forward(network.forward(X), y)
    network.backward(-loss.backward())
    weights = weights_of(network)
    value += prices.l2_penalty(network.params, l2)
    for name, W in weights.items():
        network.grads[name][...] -= l2 * W
    optimizer.step(network.params, network.grads)
    return value


@train_step.mistake(
    "divided_again",
    "Your steps are too short by the number of examples. The loss is a mean, so 1/m is in its "
    "gradient already.",
)
def _(network, loss, optimizer, X, y, l2=0.0):
    value = loss.forward(network.forward(X), y)
    network.backward(loss.backward() / len(X))
    weights = weights_of(network)
    value += prices.l2_penalty(network.params, l2)
    for name, W in weights.items():
        network.grads[name][...] += l2 * W
    optimizer.step(network.params, network.grads)
    return value


@train_step.mistake(
    "two_steps_at_once",
    "You take two steps for one look at the batch. One backward, one step.",
)
def _(network, loss, optimizer, X, y, l2=0.0):
    value = steps.train_step(network, loss, optimizer, X, y, l2)
    optimizer.step(network.params, network.grads)
    return value


@train_step.mistake(
    "backward_from_the_outputs",
    "You send the outputs back through the network. What goes back is the gradient of the loss: "
    "loss.backward() gives it.",
)
def _(network, loss, optimizer, X, y, l2=0.0):
    outputs, weights = network.forward(X), weights_of(network)
    value = loss.forward(outputs, y) + prices.l2_penalty(network.params, l2)
    network.backward(outputs)
    for name, W in weights.items():
        network.grads[name][...] += l2 * W
    optimizer.step(network.params, network.grads)
    return value


@train_step.mistake(
    "price_added_to_the_gradient",
    "You add the price, a single number, to every gradient. Each weight has a slope of its own: "
    "l2_backward gives one array for each parameter.",
)
def _(network, loss, optimizer, X, y, l2=0.0):
    value, weights = loss.forward(network.forward(X), y), weights_of(network)
    price = prices.l2_penalty(network.params, l2)
    network.backward(loss.backward())
    for name in weights:
        network.grads[name][...] += price
    optimizer.step(network.params, network.grads)
    return value + price


@train_step.mistake(
    "step_before_backward",
    "You step before the backward, so the first step has no gradients yet and every later one has "
    "old ones. First backward, then step.",
)
def _(network, loss, optimizer, X, y, l2=0.0):
    value = loss.forward(network.forward(X), y)
    optimizer.step(network.params, {name: network.grads[name] for name in network.params})
    network.backward(loss.backward())
    return value
