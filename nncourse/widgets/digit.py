"""A sheet to draw a digit on, and a network of this package that reads it while the pen moves."""

import hashlib
import json
from functools import cache

import numpy as np
import traitlets
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from nncourse.certainty import is_unsure
from nncourse.datasets.handwriting.frame import framed
from nncourse.datasets.handwriting.pen import Strokes, ink_of_pen
from nncourse.plots import house_style
from nncourse.plots.style import COLOURS, GREY
from nncourse.predictions import probabilities
from nncourse.results.examples import as_rows
from nncourse.saving.serialization import SavedModel, load_model
from nncourse.widgets.figure import FOLDER, LiveFigure

FILE = FOLDER / "digit.safetensors"  # the network; `python -m nncourse.results.drawn` trains it
EXAMPLES: list[Strokes] = json.loads((FOLDER / "digits.json").read_text(encoding="utf-8"))


class DrawnDigit(LiveFigure):
    """A drawn digit, as the network sees it, its hidden layer, and the shares of the ten digits.

    Parameters
    ----------
    strokes : what is drawn at first: of each stroke the points (x, y), 0 to 1 from the left and
        from the top; None for an example.
    pen : how wide the pen is, as a part of the sheet's side.

    Examples
    --------
    >>> drawn = DrawnDigit(EXAMPLES[7])
    >>> drawn
    DrawnDigit(digit=7, share=1, unsure=0)
    >>> drawn.picture().shape, drawn.hidden().shape, drawn.shares().shape
    ((28, 28), (128,), (10,))
    >>> drawn.strokes = []
    >>> drawn
    DrawnDigit()

    Source: the chapter on digits.
    """

    figure = "digit"
    alt = (
        "A sheet with a digit drawn on it, the same digit in 28 by 28 pixels, a hidden layer of "
        "128 neurons, and a bar for the share of each of the ten digits."
    )
    room = (970, 450)

    strokes: traitlets.List = traitlets.List().tag(sync=True)
    pen = traitlets.Float(0.06, min=0.01, max=0.2).tag(sync=True)
    examples = traitlets.List(EXAMPLES).tag(sync=True)  # what can be written without a pen
    version = traitlets.Unicode().tag(sync=True)  # of the network's file, which a page asks for
    _network = traitlets.Bytes().tag(sync=True)

    def __init__(self, strokes: Strokes | None = None, pen: float = 0.06) -> None:
        file = FILE.read_bytes()
        super().__init__(
            strokes=EXAMPLES[3] if strokes is None else strokes,
            pen=pen,
            version=hashlib.sha256(file).hexdigest()[:12],
            _network=file,
        )

    def picture(self) -> np.ndarray:
        """The drawing as MNIST would hold it, (28, 28) uint8."""
        return framed(ink_of_pen(self.strokes, self.pen), (28, 28))

    def hidden(self) -> np.ndarray:
        """What the hidden layer makes of it, (128,)."""
        dense, relu, _ = reader().network.layers
        return relu.forward(dense.forward(self._row()))[0]

    def shares(self) -> np.ndarray:
        """The share of each digit, (10,)."""
        return probabilities(reader().network.predict(self._row()))[0]

    def numbers(self) -> dict[str, float]:
        if not self.picture().any():
            return {}
        shares = self.shares()
        unsure = is_unsure(shares.max(), reader().notes)
        return {"digit": int(shares.argmax()), "share": float(shares.max()), "unsure": unsure}

    def still(self) -> Figure:
        with house_style():
            figure = Figure(figsize=(7.2, 3.4), layout="constrained")
            grid = figure.add_gridspec(2, 3, width_ratios=(8, 6, 6), height_ratios=(5, 3))
            sheet = ink_of_pen(self.strokes, self.pen)
            draw_cells(figure.add_subplot(grid[:, 0]), "a drawn digit", sheet)
            draw_cells(figure.add_subplot(grid[0, 1]), "what it sees", self.picture())
            hidden = self.hidden().reshape(8, 16)
            draw_cells(figure.add_subplot(grid[1, 1]), "its hidden layer", hidden)
            self._draw_shares(figure.add_subplot(grid[:, 2]))
        return figure

    def _draw_shares(self, ax: Axes) -> None:
        """A bar for each digit; there is none without a drawing."""
        shares = self.shares() if self.picture().any() else np.zeros(10)
        colours = [COLOURS[0] if share == shares.max() else GREY for share in shares]
        ax.barh(range(10), shares, color=colours)
        ax.set(title="its answer", xlabel="share", xlim=(0, 1), xticks=(0, 0.5, 1))
        ax.set(ylim=(9.6, -0.6), yticks=range(10))

    def _row(self) -> np.ndarray:
        """The picture as the network takes it."""
        return as_rows(self.picture()[None])


def draw_cells(ax: Axes, title: str, values: np.ndarray) -> None:
    """Numbers as a grid of squares: the darker, the larger."""
    ax.imshow(values, cmap="Greys", vmin=0)
    ax.set(title=title, xticks=[], yticks=[])
    ax.grid(False)
    for side in ax.spines.values():
        side.set(visible=True, color=GREY)


@cache
def reader() -> SavedModel:
    """The network, with the notes of its training."""
    return load_model(FILE)
