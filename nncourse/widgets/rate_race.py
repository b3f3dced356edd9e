"""A race of learning rates: all start at the same place in the same valley."""

import numpy as np
import traitlets
from matplotlib.figure import Figure

from nncourse.losses import mse, mse_backward
from nncourse.neuron import linear_backward, linear_forward
from nncourse.optimizers import gradient_step
from nncourse.plots import house_style
from nncourse.plots.style import INK, look
from nncourse.widgets.figure import LiveFigure


class RateRace(LiveFigure):
    """Gradient descent on the slope of a line, once for each learning rate; the intercept is held.

    Parameters
    ----------
    X : (m, 1) the examples.
    y : (m,) their targets.
    rates : the learning rates; the reader's own, `rate`, runs with them.
    b : the intercept.
    start : the slope at the start.
    steps : how long the race is; `step` says where it stands.

    Examples
    --------
    >>> race = RateRace(np.array([[1.0], [-1.0]]), np.array([2.0, -2.0]), rates=(0.1, 0.5, 1.1))
    >>> race.step = 1
    >>> race
    RateRace(step=1, 0.1=2.56, 0.5=0, 1.1=5.76, 0.3=0.64)

    After the step come the losses, by rate.

    Source: the chapter on the basics.
    """

    figure = "rate_race"
    alt = (
        "On the left a valley, the loss against the slope, with a mark for each learning rate. On "
        "the right their losses against the steps, on a logarithmic scale."
    )
    room = (815, 534)

    means = traitlets.Dict().tag(sync=True)
    rates = traitlets.List(traitlets.Float()).tag(sync=True)
    rate = traitlets.Float(0.3).tag(sync=True)
    b = traitlets.Float(0.0).tag(sync=True)
    start = traitlets.Float(0.0).tag(sync=True)
    steps = traitlets.Int(40).tag(sync=True)
    step = traitlets.Int(0).tag(sync=True)

    def __init__(
        self,
        X: np.ndarray,
        y: np.ndarray,
        rates: tuple[float, ...],
        b: float = 0.0,
        start: float = 0.0,
        steps: int = 40,
    ) -> None:
        self.X, self.y = np.asarray(X, np.float64), np.asarray(y, np.float64)
        x = self.X[:, 0]
        products = {"x": x, "y": self.y, "xx": x * x, "xy": x * self.y, "yy": self.y * self.y}
        means = {name: float(np.mean(values)) for name, values in products.items()}
        super().__init__(means=means, rates=list(rates), b=b, start=start, steps=steps)

    def loss_at(self, w: float) -> float:
        """The mean squared error of a slope."""
        return mse(linear_forward(self.X, np.array([w]), self.b), self.y)

    def way(self, rate: float) -> np.ndarray:
        """The slopes that a rate comes by, (steps + 1,): the start, then one after each step."""
        params = {"w": np.array([self.start])}
        slopes = [self.start]
        for _ in range(self.steps):
            y_hat = linear_forward(self.X, params["w"], self.b)
            dw, _ = linear_backward(mse_backward(y_hat, self.y), self.X)
            gradient_step(params, {"w": dw}, rate)
            slopes.append(params["w"].item())
        return np.array(slopes)

    def numbers(self) -> dict[str, float]:
        losses = {f"{rate:g}": self.loss_at(self.way(rate)[self.step]) for rate in self._all()}
        return {"step": self.step, **losses}

    def still(self) -> Figure:
        slopes = np.linspace(-1, 5, 61)
        with house_style():
            figure = Figure(figsize=(7.2, 3.4), layout="constrained")
            valley, curves = figure.subplots(1, 2)
            valley.plot(slopes, [self.loss_at(w) for w in slopes], color=INK)
            for i, rate in enumerate(self._all()):
                way = self.way(rate)
                losses = [self.loss_at(w) for w in way]
                valley.plot(way[self.step], losses[self.step], **look(i))
                curves.plot(losses, label=f"{rate:g}", markevery=8, **look(i))
            valley.set(xlabel="slope $w$", ylabel="loss", xlim=(-1, 5), ylim=(-0.5, 12))
            curves.set(xlabel="step", ylabel="loss", yscale="log", ylim=(0.005, 500))
            curves.legend(title="rate")
        return figure

    def _all(self) -> list[float]:
        """All learning rates, the reader's own the last."""
        return [*self.rates, self.rate]
