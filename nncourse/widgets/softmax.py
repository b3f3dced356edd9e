"""Shares of a few scores, computed as the formula stands and without overflow."""

from collections.abc import Sequence

import numpy as np
import traitlets
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from nncourse.activations import softmax
from nncourse.plots import house_style
from nncourse.plots.style import COLOURS
from nncourse.widgets.figure import LiveFigure


def plain_softmax(z: np.ndarray) -> np.ndarray:
    """exp(z) / sum exp(z), computed as it stands: inf / inf, which is nan, once exp overflows.

    Examples
    --------
    >>> plain_softmax(np.array([3.0, 1.0, 0.0])).round(3)
    array([0.844, 0.114, 0.042])
    >>> plain_softmax(np.array([710.0, 1.0, 0.0]))
    array([nan,  0.,  0.])

    Source: the chapter on the forward pass.
    """
    with np.errstate(over="ignore", invalid="ignore"):
        exponentials = np.exp(z)
        return exponentials / exponentials.sum()


class SoftmaxExplorer(LiveFigure):
    """The shares of three birds, the first of which has a score that the reader moves.

    Parameters
    ----------
    score : the first one's score.
    others : the other scores.
    names : what the classes are called, the first one's name first.
    dtype : "float64" or "float32", in which all is computed.

    Examples
    --------
    >>> explorer = SoftmaxExplorer(3.0)
    >>> explorer
    SoftmaxExplorer(score=3, wren=0.8438, robin=0.1142, blackbird=0.04201)
    >>> explorer.score, explorer.dtype = 89.0, "float32"
    >>> explorer.plain_shares, explorer.shares.round(3)
    (array([nan,  0.,  0.], dtype=float32), array([1., 0., 0.], dtype=float32))

    Source: the chapter on the forward pass.
    """

    figure = "softmax"
    alt = (
        "The shares of three classes as bars, twice: on the left by the plain formula, on the "
        "right by the one with the largest score shifted to 0."
    )
    room = (580, 320)

    score = traitlets.Float(3.0).tag(sync=True)
    others = traitlets.List(traitlets.Float()).tag(sync=True)
    names = traitlets.List(traitlets.Unicode()).tag(sync=True)
    dtype = traitlets.Enum(["float64", "float32"], "float64").tag(sync=True)

    def __init__(
        self,
        score: float = 3.0,
        others: Sequence[float] = (1.0, 0.0),
        names: Sequence[str] = ("wren", "robin", "blackbird"),
        dtype: str = "float64",
    ) -> None:
        super().__init__(score=score, others=list(others), names=list(names), dtype=dtype)

    @property
    def scores(self) -> np.ndarray:
        """All scores, (k,), in the dtype."""
        return np.array([self.score, *self.others], dtype=self.dtype)

    @property
    def shares(self) -> np.ndarray:
        """The shares without overflow, (k,)."""
        return softmax(self.scores)

    @property
    def plain_shares(self) -> np.ndarray:
        """The shares by the formula as it stands, (k,); some are nan where it overflows."""
        return plain_softmax(self.scores)

    def numbers(self) -> dict[str, float]:
        return {"score": self.score, **dict(zip(self.names, self.shares.tolist(), strict=True))}

    def still(self) -> Figure:
        with house_style():
            figure = Figure(figsize=(7.2, 2.6), layout="constrained")
            left, right = figure.subplots(1, 2, sharey=True)
            self._draw_bars(left, self.plain_shares)
            self._draw_bars(right, self.shares)
            left.set_title("plain")
            right.set_title("shifted")
        return figure

    def _draw_bars(self, ax: Axes, shares: np.ndarray) -> None:
        """One bar for each class, with its share in figures; the first on top."""
        bars = ax.barh(self.names, np.nan_to_num(shares), color=COLOURS[: len(shares)])
        ax.bar_label(bars, [f"{share:.3f}" for share in shares], padding=4)
        ax.set(xlabel="share", xlim=(0, 1.25))
        if not ax.yaxis_inverted():
            ax.invert_yaxis()
