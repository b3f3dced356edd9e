"""A line through data, and the loss of all lines as a bowl: moving one moves the other."""

import numpy as np
import traitlets
from matplotlib.figure import Figure

from nncourse.losses import mse, mse_backward
from nncourse.neuron import linear_backward, linear_forward
from nncourse.optimizers import gradient_step
from nncourse.plots import house_style, plot_descent
from nncourse.plots.style import COLOURS, GREY
from nncourse.widgets.figure import LiveFigure


class Bowl(LiveFigure):
    """One neuron with one input: on the left its line, on the right its loss over slope and bias.

    Parameters
    ----------
    X : (m, 1) the examples; at most a few hundred, since all of them are drawn.
    y : (m,) their targets.
    w, b : where the line is at first: slope and intercept.
    rate : the learning rate of a step.

    Examples
    --------
    >>> bowl = Bowl(np.array([[0.5], [0.0], [2.0]]), np.array([3.0, 1.0, 2.0]), w=2.0, b=1.0)
    >>> bowl
    Bowl(w=2, b=1, loss=3.333)
    >>> bowl.step()
    >>> bowl
    Bowl(w=1.817, b=0.9333, loss=2.645)

    Source: the chapter on the basics.
    """

    figure = "bowl"
    alt = (
        "On the left points and a line with two handles. On the right a map of the loss over slope "
        "and intercept: nested ovals, and a dot that marks the line."
    )
    room = (710, 400)

    points = traitlets.List(traitlets.List(traitlets.Float())).tag(sync=True)
    w = traitlets.Float(0.5).tag(sync=True)
    b = traitlets.Float(0.0).tag(sync=True)
    rate = traitlets.Float(0.05).tag(sync=True)

    def __init__(
        self, X: np.ndarray, y: np.ndarray, w: float = 0.5, b: float = 0.0, rate: float = 0.05
    ) -> None:
        points = np.column_stack([X, y]).astype(np.float64)
        super().__init__(points=points.tolist(), w=w, b=b, rate=rate)

    def loss_at(self, w: float, b: float) -> float:
        """The mean squared error of a line."""
        X, y = self._examples()
        return mse(linear_forward(X, np.array([w]), b), y)

    def step(self) -> None:
        """One step of gradient descent from where the line is."""
        X, y = self._examples()
        params = {"w": np.array([self.w]), "b": np.array([self.b])}
        d_y_hat = mse_backward(linear_forward(X, params["w"], self.b), y)
        dw, db = linear_backward(d_y_hat, X)
        gradient_step(params, {"w": dw, "b": np.array([db])}, self.rate)
        self.w, self.b = params["w"].item(), params["b"].item()

    def numbers(self) -> dict[str, float]:
        return {"w": self.w, "b": self.b, "loss": self.loss_at(self.w, self.b)}

    def still(self) -> Figure:
        X, y = self._examples()
        with house_style():
            figure = Figure(figsize=(7.2, 3.4), layout="constrained")
            data, bowl = figure.subplots(1, 2)
            data.plot(X[:, 0], y, ".", color=GREY)
            data.axline((0, self.b), slope=self.w, color=COLOURS[1])
            data.set(xlabel="$x$", ylabel="$y$")
            here = np.array([[self.w, self.b]])
            names = ("slope $w$", "intercept $b$")
            plot_descent(self.loss_at, here, limits=((-1, 4), (-2, 3)), names=names, ax=bowl)
        return figure

    def _examples(self) -> tuple[np.ndarray, np.ndarray]:
        """X (m, 1) and y (m,)."""
        points = np.array(self.points)
        return points[:, :1], points[:, 1]
