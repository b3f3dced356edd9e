"""The chapter on optimisers: five correct answers to each exercise, written differently."""

import math
from functools import partial

import numpy as np

from alternatives import another_way, equivalent
from nncourse.optimizers import adam_step


@another_way("optimizers.descent_path")
def _(optimizer, gradient, start, steps):
    path = np.zeros((steps + 1, len(start)))
    path[0] = start
    for i in range(steps):
        path[i + 1] = path[i]
        optimizer.step({"w": path[i + 1]}, {"w": gradient(path[i])})
    return path


@another_way("optimizers.descent_path")
def _(optimizer, gradient, start, steps):
    params = {"point": start.astype(float)}
    path = [list(params["point"])]
    while len(path) <= steps:
        optimizer.step(params, {"point": gradient(params["point"])})
        path.append(list(params["point"]))
    return np.array(path)


@another_way("optimizers.descent_path")
def _(optimizer, gradient, start, steps):
    path = [1.0 * start]
    for _ in range(steps):
        w, grads = path[-1].copy(), {"w": gradient(path[-1])}
        optimizer.step({"w": w}, grads)
        path.append(w)
    return np.stack(path)


@another_way("optimizers.descent_path")
def _(optimizer, gradient, start, steps):
    w = np.asarray(start, dtype=float) + 0
    path = w[None].copy()
    for _ in range(steps):
        g = np.array(gradient(w))
        optimizer.step(dict(w=w), dict(w=g))
        path = np.vstack([path, w])
    return path


@another_way("optimizers.descent_path")
def _(optimizer, gradient, start, steps):
    def points():
        w = np.array([float(x) for x in start])
        yield tuple(w)
        for _ in range(steps):
            optimizer.step({"a": w}, {"a": gradient(w)})
            yield tuple(w)

    return np.array(list(points()))


@another_way("optimizers.momentum_step")
def _(p, g, v, learning_rate, momentum=0.9):
    v *= momentum
    v += g
    p -= learning_rate * v


@another_way("optimizers.momentum_step")
def _(p, g, v, learning_rate, momentum=0.9):
    v += g
    p -= learning_rate * v
    v *= momentum
    return p, v


@another_way("optimizers.momentum_step")
def _(p, g, v, learning_rate, momentum=0.9):
    v[...] = momentum * v - learning_rate * g
    p += v


@another_way("optimizers.momentum_step")
def _(p, g, v, learning_rate, momentum=0.9):
    for i in np.ndindex(p.shape):
        v[i] = momentum * v[i] + g[i]
        p[i] = p[i] - learning_rate * v[i]


@another_way("optimizers.momentum_step")
def _(p, g, v, learning_rate, momentum=0.9):
    np.multiply(v, momentum, out=v)
    np.subtract(v, g, out=v)
    np.add(p, learning_rate * v, out=p)


@another_way("optimizers.momentum_step")
def _(p, g, v, learning_rate, momentum=0.9):
    new = momentum * v + g
    np.copyto(p, p - learning_rate * new)
    np.copyto(v, new)


@another_way("optimizers.nesterov_step")
def _(p, g, v, learning_rate, momentum=0.9):
    v *= momentum
    v += g
    p -= learning_rate * (g + momentum * v)


@another_way("optimizers.nesterov_step")
def _(p, g, v, learning_rate, momentum=0.9):
    v[:] = momentum * (v + g)
    p -= learning_rate * g
    p -= learning_rate * v


@another_way("optimizers.nesterov_step")
def _(p, g, v, learning_rate, momentum=0.9):
    before = v.copy()
    v[...] = momentum * v - learning_rate * g
    p += (1 + momentum) * v - momentum * before


@another_way("optimizers.nesterov_step")
def _(p, g, v, learning_rate, momentum=0.9):
    for i in np.ndindex(p.shape):
        new = momentum * v[i] + g[i]
        p[i] -= learning_rate * (g[i] + momentum * new)
        v[i] = new


@another_way("optimizers.nesterov_step")
def _(p, g, v, learning_rate, momentum=0.9):
    v *= momentum
    p -= learning_rate * ((1 + momentum) * g + momentum * v)
    v += g


@another_way("optimizers.rmsprop_step")
def _(p, g, s, learning_rate, decay=0.99, eps=1e-8):
    s[...] = decay * s + (1 - decay) * g**2
    p -= learning_rate * g / (np.sqrt(s) + eps)


@another_way("optimizers.rmsprop_step")
def _(p, g, s, learning_rate, decay=0.99, eps=1e-8):
    s += (1 - decay) * (g * g - s)
    p -= learning_rate / (s**0.5 + eps) * g


@another_way("optimizers.rmsprop_step")
def _(p, g, s, learning_rate, decay=0.99, eps=1e-8):
    for i in np.ndindex(p.shape):
        s[i] = decay * s[i] + (1 - decay) * g[i] ** 2
        p[i] -= learning_rate * g[i] / (math.sqrt(s[i]) + eps)


@another_way("optimizers.rmsprop_step")
def _(p, g, s, learning_rate, decay=0.99, eps=1e-8):
    np.copyto(s, np.average([s, np.square(g)], axis=0, weights=[decay, 1 - decay]))
    size = np.sqrt(s) + eps
    np.add(p, -learning_rate * (g / size), out=p)


@another_way("optimizers.rmsprop_step")
def _(p, g, s, learning_rate, decay=0.99, eps=1e-8):
    s *= decay
    s += (1 - decay) * np.abs(g) ** 2
    direction = np.divide(g, eps + np.sqrt(s))
    p[...] = p - learning_rate * direction


@another_way("optimizers.adam_step")
def _(p, g, v, s, t, learning_rate, beta1=0.9, beta2=0.999, eps=1e-8):
    v[...] = beta1 * v + (1 - beta1) * g
    s[...] = beta2 * s + (1 - beta2) * g**2
    v_hat = v / (1 - beta1**t)
    s_hat = s / (1 - beta2**t)
    p -= learning_rate * v_hat / (np.sqrt(s_hat) + eps)


@another_way("optimizers.adam_step")
def _(p, g, v, s, t, learning_rate, beta1=0.9, beta2=0.999, eps=1e-8):
    v += (1 - beta1) * (g - v)
    s += (1 - beta2) * (g * g - s)
    size = np.sqrt(s) / np.sqrt(1 - beta2**t) + eps
    p -= learning_rate / (1 - beta1**t) * v / size


@another_way("optimizers.adam_step")
def _(p, g, v, s, t, learning_rate, beta1=0.9, beta2=0.999, eps=1e-8):
    root = np.sqrt(1 - np.power(beta2, t))
    np.copyto(v, beta1 * v + (1 - beta1) * g)
    np.copyto(s, beta2 * s + (1 - beta2) * np.square(g))
    rate = learning_rate * root / (1 - np.power(beta1, t))
    np.copyto(p, p - rate * v / (np.sqrt(s) + eps * root))


@another_way("optimizers.adam_step")
def _(p, g, v, s, t, learning_rate, beta1=0.9, beta2=0.999, eps=1e-8):
    left1 = left2 = 1.0
    for _ in range(t):
        left1, left2 = left1 * beta1, left2 * beta2
    for i in np.ndindex(p.shape):
        v[i] = beta1 * v[i] + (1 - beta1) * g[i]
        s[i] = beta2 * s[i] + (1 - beta2) * g[i] ** 2
        p[i] -= learning_rate * v[i] / (1 - left1) / (math.sqrt(s[i] / (1 - left2)) + eps)


@another_way("optimizers.adam_step")
def _(p, g, v, s, t, learning_rate, beta1=0.9, beta2=0.999, eps=1e-8):
    def updated(mean, new, beta):
        mean *= beta
        mean += (1 - beta) * new
        return mean / (1 - beta**t)

    p += -learning_rate * updated(v, g, beta1) / (updated(s, g**2, beta2) ** 0.5 + eps)


@another_way("optimizers.adamw_step")
def _(p, g, v, s, t, learning_rate, weight_decay=0.01, beta1=0.9, beta2=0.999, eps=1e-8):
    p *= 1 - learning_rate * weight_decay
    adam_step(p, g, v, s, t, learning_rate, beta1, beta2, eps)


@another_way("optimizers.adamw_step")
def _(p, g, v, s, t, learning_rate, weight_decay=0.01, beta1=0.9, beta2=0.999, eps=1e-8):
    decay = learning_rate * weight_decay * p
    adam_step(p, g, v, s, t, learning_rate, beta1=beta1, beta2=beta2, eps=eps)
    p -= decay


@another_way("optimizers.adamw_step")
def _(p, g, v, s, t, learning_rate, weight_decay=0.01, beta1=0.9, beta2=0.999, eps=1e-8):
    v[...] = beta1 * v + (1 - beta1) * g
    s[...] = beta2 * s + (1 - beta2) * g**2
    step = v / (1 - beta1**t) / (np.sqrt(s / (1 - beta2**t)) + eps)
    p -= learning_rate * (step + weight_decay * p)


@another_way("optimizers.adamw_step")
def _(p, g, v, s, t, learning_rate, weight_decay=0.01, beta1=0.9, beta2=0.999, eps=1e-8):
    step = np.zeros_like(p)
    adam_step(step, g, v, s, t, learning_rate, beta1, beta2, eps)
    p[...] = p - learning_rate * weight_decay * p + step


@another_way("optimizers.adamw_step")
def _(p, g, v, s, t, learning_rate, weight_decay=0.01, beta1=0.9, beta2=0.999, eps=1e-8):
    for i in np.ndindex(p.shape):
        p[i] -= learning_rate * weight_decay * p[i]
    step = partial(adam_step, beta1=beta1, beta2=beta2, eps=eps)
    step(p, g, v, s, t, learning_rate)


@another_way("optimizers.cosine_schedule")
def _(rate, epochs, final=0.0):
    return lambda gone: final + (rate - final) * (1 + math.cos(math.pi * gone / epochs)) / 2


@another_way("optimizers.cosine_schedule")
def _(rate, epochs, final=0.0):
    def at(gone):
        angle = np.pi * gone / epochs
        return final + 0.5 * (rate - final) * (1 + np.cos(angle))

    return at


@another_way("optimizers.cosine_schedule")
def _(rate, epochs, final=0.0):
    middle, height = (rate + final) / 2, (rate - final) / 2
    return lambda epoch: middle + height * math.cos(epoch / epochs * math.pi)


@another_way("optimizers.cosine_schedule")
def _(rate, epochs, final=0.0):
    def schedule(gone):
        if gone >= epochs:
            return final
        return rate - (rate - final) * math.sin(math.pi / 2 * gone / epochs) ** 2

    return schedule


@another_way("optimizers.cosine_schedule")
def _(rate, epochs, final=0.0):
    class Cosine:
        def __call__(self, gone):
            left = np.cos(np.pi / 2 * np.minimum(gone / epochs, 1)) ** 2
            return left * rate + (1 - left) * final

    return Cosine()


@another_way("optimizers.warmup")
def _(schedule, epochs):
    def climbing(gone):
        if gone < epochs:
            return schedule(0) * gone / epochs
        return schedule(gone - epochs)

    return climbing


@another_way("optimizers.warmup")
def _(schedule, epochs):
    return lambda gone: min(gone / epochs, 1) * schedule(max(gone - epochs, 0))


@another_way("optimizers.warmup")
def _(schedule, epochs):
    top = schedule(0.0)
    return lambda gone: schedule(gone - epochs) if gone > epochs else top * (gone / epochs)


@another_way("optimizers.warmup")
def _(schedule, epochs):
    def at(gone):
        return np.interp(gone, [0, epochs], [0, schedule(0)]) if gone <= epochs else after(gone)

    def after(gone):
        return schedule(gone - epochs)

    return at


@another_way("optimizers.warmup")
def _(schedule, epochs):
    class Warmup:
        slope = schedule(0) / epochs

        def __call__(self, gone):
            since = gone - epochs
            return schedule(since) if since >= 0 else self.slope * gone

    return Warmup()


@another_way("optimizers.clip_by_global_norm")
def _(grads, max_norm):
    norm = np.sqrt(sum(np.sum(g**2) for g in grads.values()))
    if norm > max_norm:
        for g in grads.values():
            g *= max_norm / norm
    return norm


@another_way("optimizers.clip_by_global_norm")
def _(grads, max_norm):
    total = 0.0
    for name in grads:
        for x in grads[name].flat:
            total += float(x) ** 2
    length = math.sqrt(total)
    factor = min(1.0, max_norm / (length + 1e-6))
    for name in grads:
        grads[name][...] = grads[name] * factor
    return length


@another_way("optimizers.clip_by_global_norm")
def _(grads, max_norm):
    together = np.concatenate([g.ravel() for g in grads.values()])
    norm = float(np.linalg.norm(together))
    if norm <= max_norm:
        return norm
    for name in grads:
        grads[name] *= max_norm / norm
    return norm


@another_way("optimizers.clip_by_global_norm")
def _(grads, max_norm):
    norm = np.hypot.reduce([np.linalg.norm(g) for g in grads.values()])
    factor = max_norm / max(norm, max_norm)
    [np.multiply(g, factor, out=g) for g in grads.values()]
    return norm


@another_way("optimizers.clip_by_global_norm")
def _(grads, max_norm):
    squares = {name: np.vdot(g, g) for name, g in grads.items()}
    norm = math.fsum(squares.values()) ** 0.5
    if norm > max_norm:
        for g in grads.values():
            np.divide(g, norm / max_norm, out=g)
    return norm


EVEN = "the cosine is the same on both sides of 0"
for mutant in (
    "math.pi * gone / epochs -> -(math.pi * gone / epochs)",
    "math.pi -> -math.pi",
    "gone -> -gone",
    "epochs -> -epochs",
):
    equivalent("optimizers.cosine_schedule", mutant, EVEN)

equivalent(
    "optimizers.warmup",
    "gone < epochs -> gone <= epochs",
    "at the top both cases give the schedule's first rate",
)

MILLIONTH = "the package adds 1e-6 to the length, as PyTorch does; an answer need not"
for mutant in (
    "norm + 1e-06 -> norm - 1e-06",
    "1e-06 -> 2e-06",
    "1e-06 -> 5e-07",
    "1e-06 -> -1e-06",
):
    equivalent("optimizers.clip_by_global_norm", mutant, MILLIONTH)
equivalent(
    "optimizers.clip_by_global_norm",
    "factor < 1 -> factor <= 1",
    "a factor of 1 changes nothing",
)
equivalent(
    "optimizers.clip_by_global_norm",
    "factor -> factor ** 2",
    "the square is below 1 where the factor is",
)
