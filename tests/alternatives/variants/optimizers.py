"""Variants of the chapter on optimisers: correct answers, written differently."""

import numpy as np

from alternatives import another_way, equivalent


@another_way("optimizers.adagrad_step")
def _(p, g, s, learning_rate, eps=1e-8):
    s[...] = s + np.square(g)
    p[...] = p - learning_rate / (eps + s**0.5) * g


@another_way("optimizers.adagrad_step")
def _(p, g, s, learning_rate, eps=1e-8):
    for i in np.ndindex(p.shape):
        s[i] += g[i] * g[i]
        p[i] -= learning_rate * g[i] / (np.sqrt(s[i]) + eps)


@another_way("optimizers.adagrad_step")
def _(p, g, s, learning_rate, eps=1e-8):
    np.add(s, g * g, out=s)
    np.subtract(p, learning_rate * (g / (np.sqrt(s) + eps)), out=p)


@another_way("optimizers.adagrad_step")
def _(p, g, s, learning_rate, eps=1e-8):
    s += np.abs(g) ** 2
    scale = np.sqrt(s)
    scale += eps
    p += -learning_rate * (g / scale)


@another_way("optimizers.adagrad_step")
def _(p, g, s, learning_rate, eps=1e-8):
    s[:] = np.hypot(np.sqrt(s), g) ** 2
    rates = np.divide(learning_rate, np.power(s, 0.5) + eps)
    p[:] -= (rates * g).astype(p.dtype)


@another_way("optimizers.averaged_step")
def _(p, g, v, t, learning_rate, decay=0.9):
    v[...] = decay * v + (1 - decay) * g
    p -= learning_rate * (v / (1 - decay**t))


@another_way("optimizers.averaged_step")
def _(p, g, v, t, learning_rate, decay=0.9):
    v += (1 - decay) * (g - v)
    p += -learning_rate / (1 - decay**t) * v


@another_way("optimizers.averaged_step")
def _(p, g, v, t, learning_rate, decay=0.9):
    for i in np.ndindex(p.shape):
        v[i] = decay * v[i] + (1 - decay) * g[i]
        p[i] -= learning_rate * v[i] / (1 - decay**t)


@another_way("optimizers.averaged_step")
def _(p, g, v, t, learning_rate, decay=0.9):
    v[:] = np.average(np.stack([v, g]), axis=0, weights=[decay, 1 - decay])
    weight = (1 - decay) * sum(decay**i for i in range(t))
    np.subtract(p, learning_rate * v / weight, out=p, casting="same_kind")


@another_way("optimizers.averaged_step")
def _(p, g, v, t, learning_rate, decay=0.9):
    new = 1 - decay
    np.multiply(v, decay, out=v)
    np.add(v, new * g, out=v, casting="same_kind")
    p[...] = p - learning_rate * v / (1 - np.power(float(decay), t))


@another_way("optimizers.polynomial_schedule")
def _(rate, epochs, power, final=0.0):
    def schedule(gone):
        if gone >= epochs:
            return final
        return (rate - final) * (1 - gone / epochs) ** power + final

    return schedule


@another_way("optimizers.polynomial_schedule")
def _(rate, epochs, power, final=0.0):
    def schedule(gone):
        share = (max(epochs - gone, 0) / epochs) ** power
        return rate * share + final * (1 - share)

    return schedule


@another_way("optimizers.polynomial_schedule")
def _(rate, epochs, power, final=0.0):
    return lambda gone: final + (rate - final) * np.clip(1 - gone / epochs, 0, None) ** power


@another_way("optimizers.polynomial_schedule")
def _(rate, epochs, power, final=0.0):
    class Schedule:
        def __call__(self, gone):
            gone = min(gone, epochs)
            return final + (rate - final) * (1 - gone / epochs) ** power

    return Schedule()


@another_way("optimizers.polynomial_schedule")
def _(rate, epochs, power, final=0.0):
    factor = (rate - final) / epochs**power

    def schedule(gone, /):
        left = epochs - gone
        return final + (factor * left**power if left > 0 else 0.0)

    return schedule


@another_way("optimizers.clip_each")
def _(grads, max_norm):
    count = 0
    for name in list(grads):
        norm = np.linalg.norm(grads[name])
        if norm > max_norm:
            grads[name] = grads[name] * (max_norm / norm)
            count += 1
    return count


@another_way("optimizers.clip_each")
def _(grads, max_norm):
    lengths = {name: float(np.sqrt((g * g).sum())) for name, g in grads.items()}
    long = [name for name, n in lengths.items() if n > max_norm]
    for name in long:
        grads[name] *= max_norm / lengths[name]
    return len(long)


@another_way("optimizers.clip_each")
def _(grads, max_norm):
    count = 0
    for g in grads.values():
        flat = g.reshape(-1)
        factor = min(1.0, max_norm / max(np.sqrt(flat @ flat), 1e-300))
        if factor < 1:
            g[...] = factor * g
        count += int(factor < 1)
    return count


@another_way("optimizers.clip_each")
def _(grads, max_norm):
    def clip(g):
        squares = sum(float(x) ** 2 for x in g.ravel())
        if squares <= max_norm**2:
            return 0
        g /= squares**0.5 / max_norm
        return 1

    return sum(clip(g) for g in grads.values())


@another_way("optimizers.clip_each")
def _(grads, max_norm):
    norms = np.array([np.sqrt(np.einsum("i,i", g.ravel(), g.ravel())) for g in grads.values()])
    too_long = norms > max_norm
    for g, norm, long in zip(grads.values(), norms, too_long, strict=True):
        np.multiply(g, max_norm / norm if long else 1, out=g, casting="same_kind")
    return int(too_long.sum())


equivalent("optimizers.adagrad_step", "g -> -g", "the square takes the sign away")
equivalent("optimizers.clip_each", "g -> -g", "the square takes the sign away")
