"""An activation and its slope, at a score that the reader moves."""

import numpy as np
import traitlets
from matplotlib.figure import Figure

from nncourse import activations
from nncourse.plots import house_style
from nncourse.plots.style import COLOURS, INK
from nncourse.widgets.figure import LiveFigure

BENDS = {
    "relu": (activations.relu, activations.relu_backward),
    "leaky_relu": (activations.leaky_relu, activations.leaky_relu_backward),
    "sigmoid": (activations.sigmoid, activations.sigmoid_backward),
    "tanh": (activations.tanh, activations.tanh_backward),
}


class ActivationExplorer(LiveFigure):
    """An activation's curve, and beside it that of its slope, both with a point at the score z.

    Parameters
    ----------
    bend : "relu", "leaky_relu", "sigmoid" or "tanh".
    z : the score, from -6 to 6.

    Examples
    --------
    >>> explorer = ActivationExplorer("tanh", z=1.5)
    >>> explorer
    ActivationExplorer(z=1.5, tanh=0.9051, slope=0.1807)
    >>> explorer.bend = "relu"
    >>> explorer.value, explorer.slope
    (1.5, 1.0)

    Source: the chapter on the forward pass.
    """

    figure = "activation"
    alt = (
        "On the left the curve of an activation with a point at the score z, and the tangent "
        "there. On the right the slope of that curve, with a point at the same score."
    )
    room = (630, 350)

    bend = traitlets.Enum(list(BENDS), "sigmoid").tag(sync=True)
    z = traitlets.Float(0.0).tag(sync=True)

    def __init__(self, bend: str = "sigmoid", z: float = 0.0) -> None:
        super().__init__(bend=bend, z=z)

    @property
    def value(self) -> float:
        """What the activation makes of z."""
        return float(self._curves(self.z)[0])

    @property
    def slope(self) -> float:
        """By how much the value moves for each unit of z, here."""
        return float(self._curves(self.z)[1])

    def numbers(self) -> dict[str, float]:
        return {"z": self.z, self.bend: self.value, "slope": self.slope}

    def still(self) -> Figure:
        z = np.linspace(-6, 6, 241)
        labels = (f"value {self.value:.3f}", f"slope {self.slope:.3f}")
        with house_style():
            figure = Figure(figsize=(7.2, 3.4), layout="constrained")
            panels = zip(
                figure.subplots(1, 2), self._curves(z), self._curves(self.z), labels, strict=False
            )
            for i, (ax, curve, here, label) in enumerate(panels):
                ax.plot(z, curve, color=COLOURS[i])
                ax.axvline(self.z, color=INK, linestyle=":", linewidth=1.2)
                ax.plot(self.z, here, "o", color=COLOURS[i], markersize=9)
                ax.set(xlabel="score $z$", title=label)
        return figure

    def _curves(self, z: np.ndarray | float) -> tuple[np.ndarray, np.ndarray]:
        """Values and slopes at these scores."""
        forward, backward = BENDS[self.bend]
        A = forward(np.asarray(z, dtype=np.float64))
        return A, backward(np.ones_like(A), A)
