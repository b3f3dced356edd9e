"""The exercise `descent_path`: the way down, step by step."""
# mypy: allow-untyped-defs

import copy
from collections.abc import Callable

import numpy as np

from nncourse import descent
from nncourse.exercises.form import Exercise
from nncourse.optimizers import SGD, Adam, Optimizer, RMSprop

OPTIMIZERS: dict[str, Callable[[float], Optimizer]] = {
    "momentum": lambda rate: SGD(rate, momentum=0.8),
    "SGD": SGD,
    "Adam": Adam,
    "RMSprop": RMSprop,
}


def on_a_slope(optimizer, rate, factors, power, start, steps):
    """The arguments: an optimizer by name, and a gradient of powers of the point."""
    return OPTIMIZERS[optimizer](rate), lambda w: factors * w**power, start, steps


descent_path = Exercise(
    id="optimizers.descent_path",
    title="The way down, step by step",
    points=2,
    reference=descent.descent_path,
    contract='''
def descent_path(optimizer, gradient, start, steps):
    """The points that an optimizer comes by on its way down.

    optimizer: such as SGD(0.1, momentum=0.9). Its step(params, grads) takes
        two dictionaries, name -> array, and changes the arrays of params.
    gradient: a function of a point, shape (n,); returns the gradient there,
        shape (n,).
    start: the first point, shape (n,), perhaps whole numbers; not changed.
    steps: how many.
    Returns the path, shape (steps + 1, n): the start, and the point after
    each step.
    """
    ...
''',
    outcomes=("Let an optimizer work on any function, and keep the path.",),
    axes={"start": "n", "path": "points n"},
    returns="path",
    mutates=("optimizer",),
    build=on_a_slope,
    hints=(
        "The optimizer changes an array in place, again and again. The path needs the numbers that "
        "were in it at each time.",
        "Before the loop, copy the start as floats, and let the path begin with a copy of that. In "
        "each round: the gradient where you are, one step, one more copy.",
        'A dictionary with one name will do, such as {"w": w}, and the gradient under the same '
        "name; w.copy() is what you append. At the end np.array makes rows of the list.",
    ),
    experiment="from nncourse import optimizers\n"
    "descent_path(optimizers.SGD(0.25), lambda w: 2 * w, np.array([8, -4]), 2)"
    "  # 8 -4, then 4 -2, then 2 -1",
)


@descent_path.probes
def _(rng):
    a, b, c = rng.uniform(0.5, 2.0, 3)
    valley, bowl = np.array([a, 5.0]), np.array([a, b, c])
    yield "a valley with momentum", "momentum", 0.1, valley, 1, rng.normal(size=2), 7
    yield "a start of whole numbers", "SGD", 0.1, bowl, 1, np.array([3, -2, 5]), 4
    yield "a bowl with Adam", "Adam", 0.2, 4 * b, 3, rng.normal(size=3), 6
    yield "a single number", "RMSprop", 0.1, c, 1, rng.normal(size=1), 5


MOMENTUM = (
    "from nncourse import optimizers\n"
    "descent_path(optimizers.SGD(0.25, momentum=0.5), lambda w: 2 * w, np.array([8]), 2)  # 8, 4, 0"
)


def walked(optimizer, gradient, start, steps):
    """The points after each step, without the start; each a copy."""
    return list(descent.descent_path(optimizer, gradient, start, steps)[1:])


@descent_path.mistake(
    "one_array_many_times",
    "All rows are the last point: you put the same array into the path again and again, and each "
    "step changes it, in every row. Append a copy.",
)
def _(optimizer, gradient, start, steps):
    path = descent.descent_path(optimizer, gradient, start, steps)
    return np.array([path[-1]] * (steps + 1))


@descent_path.mistake(
    "one_array_but_for_the_start",
    "The start is right, all other rows are the last point: you put the same array into the path "
    "again and again, and each step changes it, in every row. Append a copy.",
)
def _(optimizer, gradient, start, steps):
    path = descent.descent_path(optimizer, gradient, start, steps)
    return np.array([path[0], *[path[-1]] * steps])


@descent_path.mistake(
    "start_not_copied",
    "Your first row is where the path ends, the others are right: what you put in first is the "
    "very array that the steps change. Begin with a copy of it.",
)
def _(optimizer, gradient, start, steps):
    path = descent.descent_path(optimizer, gradient, start, steps)
    return np.array([path[-1], *path[1:]])


@descent_path.mistake(
    "start_changed",
    "You let the optimizer change the caller's start. Whoever sends the next optimizer from there "
    "starts at the end of this path. Copy it first.",
    "from nncourse import optimizers; start = np.array([8.0])\n"
    "descent_path(optimizers.SGD(0.25), lambda w: 2 * w, start, 2); print(start)  # still 8",
)
def _(optimizer, gradient, start, steps):
    path = [start.copy()]
    for _ in range(steps):
        optimizer.step({"w": start}, {"w": gradient(start)})
        path.append(start.copy())
    return np.array(path)


@descent_path.mistake(
    "whole_numbers",
    "A start of whole numbers makes an array of whole numbers, and a step has fractions: NumPy "
    "refuses to put them there. Copy the start as floats.",
)
def _(optimizer, gradient, start, steps):
    w = start.copy()
    path = [w.copy()]
    for _ in range(steps):
        optimizer.step({"w": w}, {"w": gradient(w)})
        path.append(w.copy())
    return np.array(path)


@descent_path.mistake(
    "fractions_dropped",
    "Where the start has whole numbers, so has your whole path: the fractions of the points are "
    "dropped. Make the path of floats.",
    "from nncourse import optimizers\n"
    "descent_path(optimizers.SGD(0.25), lambda w: w, np.array([4]), 2)  # 4, 3, 2.25",
)
def _(optimizer, gradient, start, steps):
    return descent.descent_path(optimizer, gradient, start, steps).astype(start.dtype)


@descent_path.mistake(
    "start_missing",
    "The start is missing: your path begins after the first step. The start is its first row.",
)
def _(optimizer, gradient, start, steps):
    return np.array(walked(optimizer, gradient, start, steps))


@descent_path.mistake(
    "end_missing",
    "The last point is missing. Either you keep each point before its step, or you take one step "
    "too few.",
)
def _(optimizer, gradient, start, steps):
    return descent.descent_path(optimizer, gradient, start, steps)[:-1]


@descent_path.mistake(
    "end_alone",
    "You return the last point. The path is all points, from the start on.",
)
def _(optimizer, gradient, start, steps):
    return descent.descent_path(optimizer, gradient, start, steps)[-1]


@descent_path.mistake(
    "gradient_of_the_start",
    "The first step is right. All later ones use the gradient of the start: it is computed once, "
    "before the loop. Ask for it where you are, in each round.",
)
def _(optimizer, gradient, start, steps):
    first = gradient(np.array(start, dtype=float))
    return descent.descent_path(optimizer, lambda w: first, start, steps)


@descent_path.mistake(
    "gradients_add_up",
    "The first step is right. Then each gradient is added to those before it, which nobody set "
    "back to zero: the second step uses g1 + g2. Take the new one alone; remembering is the "
    "optimizer's part.",
)
def _(optimizer, gradient, start, steps):
    total = np.zeros(len(start))

    def added_up(w):
        total[...] += gradient(w)
        return total

    return descent.descent_path(optimizer, added_up, start, steps)


@descent_path.mistake(
    "optimizer_anew",
    "Each of your steps is a first step: the optimizer remembers nothing of the steps before. It "
    "is copied or made anew in the loop.",
    MOMENTUM,
)
def _(optimizer, gradient, start, steps):
    path = [np.array(start, dtype=float)]
    for _ in range(steps):
        path.append(descent.descent_path(copy.deepcopy(optimizer), gradient, path[-1], 1)[-1])
    return np.array(path)


@descent_path.mistake(
    "another_name_each_time",
    "Each step remembers nothing of those before. An optimizer keeps what it remembers by name: "
    "give the point the same name in each step.",
    MOMENTUM,
)
def _(optimizer, gradient, start, steps):
    w = np.array(start, dtype=float)
    path = [w.copy()]
    for i in range(steps):
        optimizer.step({f"{i}": w}, {f"{i}": gradient(w)})
        path.append(w.copy())
    return np.array(path)


@descent_path.mistake(
    "steps_on_a_copy",
    "Your path never leaves the start: the array that the optimizer changes is not the one that "
    "you keep. Copy it when it goes into the path, not when it goes into the step.",
)
def _(optimizer, gradient, start, steps):
    return np.array([start] * (steps + 1), dtype=float)


@descent_path.mistake(
    "result_of_the_step",
    "You use what optimizer.step returns, and it returns nothing: it changes the array that it is "
    "given.",
)
def _(optimizer, gradient, start, steps):
    w = np.array(start, dtype=float)
    for _ in range(steps):
        w = optimizer.step({"w": w}, {"w": gradient(w)})


@descent_path.mistake(
    "returns_in_the_loop",
    "Your path ends after one step: a return inside the loop ends it in its first round.",
)
def _(optimizer, gradient, start, steps):
    return descent.descent_path(optimizer, gradient, start, 1)


@descent_path.mistake(
    "optimizer_not_asked",
    "You take steps of plain descent yourself. How a gradient becomes a step is for the optimizer "
    "to say: call its step.",
    MOMENTUM,
)
def _(optimizer, gradient, start, steps):
    return descent.descent_path(SGD(optimizer.learning_rate), gradient, start, steps)


@descent_path.mistake(
    "uphill",
    "You go uphill: the gradient has a minus already when the optimizer gets it. The minus is in "
    "its step.",
)
def _(optimizer, gradient, start, steps):
    return descent.descent_path(optimizer, lambda w: -gradient(w), start, steps)


@descent_path.mistake(
    "one_step_too_many",
    "You take one step too many. The path has steps + 1 points, but its first one is the start.",
)
def _(optimizer, gradient, start, steps):
    return descent.descent_path(optimizer, gradient, start, steps + 1)


@descent_path.mistake(
    "transposed",
    "Your points are columns. Here they are rows, as examples are: (steps + 1, n).",
)
def _(optimizer, gradient, start, steps):
    return descent.descent_path(optimizer, gradient, start, steps).T


@descent_path.mistake(
    "moves_for_points",
    "You keep how far each step went, not where it led to.",
)
def _(optimizer, gradient, start, steps):
    path = descent.descent_path(optimizer, gradient, start, steps)
    return np.concatenate([path[:1], np.diff(path, axis=0)])


@descent_path.mistake(
    "gradients_for_points",
    "You keep the gradients. The path is the points themselves.",
)
def _(optimizer, gradient, start, steps):
    path = descent.descent_path(optimizer, gradient, start, steps)
    return np.array([gradient(w) for w in path])
