"""A threshold on a network's answers, and what comes of it: four counts, precision and recall."""

from collections.abc import Sequence

import numpy as np
import traitlets
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from nncourse.metrics import accuracy, check_pair, confusion_matrix, precision_recall
from nncourse.plots import house_style
from nncourse.plots.style import INK, look
from nncourse.preprocessing import check_labels
from nncourse.widgets.figure import LiveFigure

DIGITS = 8  # of a probability: as many as float32 tells apart, so that a page is sent no more


class ThresholdExplorer(LiveFigure):
    """Who is let in at which probability: a histogram, a threshold to move, precision and recall.

    Parameters
    ----------
    probabilities : (m,) of 'yes', from a network, in [0, 1].
    labels : (m,) the truth, 1 for 'yes' and 0 for 'no'.
    threshold : only those above it are let in.
    classes : what those labelled 0 and those labelled 1 are called.

    Raises
    ------
    ShapeError, DataError, LabelError
        If `nncourse.metrics.precision_recall` would refuse them.

    Examples
    --------
    >>> door = ThresholdExplorer(np.array([0.9, 0.6, 0.7, 0.1]), np.array([1, 1, 0, 0]))
    >>> door
    ThresholdExplorer(threshold=0.5) of 4 examples
    >>> door.counts
    {'hits': 2, 'false_alarms': 1, 'misses': 0, 'refusals': 1}
    >>> door.threshold = 0.8
    >>> door.precision, door.recall
    (1.0, 0.5)

    Source: the chapter on cats.
    """

    figure = "threshold"
    alt = (
        "A histogram of probabilities, those to be let in above the axis and the others below, "
        "parted by a threshold; and the curves of precision, which mostly rises with it, and of "
        "recall, which falls."
    )
    room = (640, 360)

    threshold = traitlets.Float(0.5).tag(sync=True)
    probabilities = traitlets.List(traitlets.Float()).tag(sync=True)
    labels = traitlets.List(traitlets.Int()).tag(sync=True)
    classes = traitlets.List(traitlets.Unicode()).tag(sync=True)

    def __init__(
        self,
        probabilities: np.ndarray,
        labels: np.ndarray,
        threshold: float = 0.5,
        classes: Sequence[str] = ("others", "cats"),
    ) -> None:
        probabilities, labels = check_pair(probabilities, labels)
        check_labels(labels, 2)
        super().__init__(
            probabilities=probabilities.astype(np.float64).round(DIGITS).tolist(),
            labels=labels.tolist(),
            threshold=threshold,
            classes=list(classes),
        )

    @property
    def let_in(self) -> np.ndarray:
        """(m,) 1 for those above the threshold, 0 for the others."""
        return (np.array(self.probabilities) > self.threshold).astype(int)

    @property
    def counts(self) -> dict[str, int]:
        """How many were let in and left out, rightly and wrongly."""
        table = confusion_matrix(self.let_in, np.array(self.labels), 2)
        (refusals, false_alarms), (misses, hits) = table.tolist()
        names = ("hits", "false_alarms", "misses", "refusals")
        return dict(zip(names, (hits, false_alarms, misses, refusals), strict=True))

    @property
    def precision(self) -> float:
        """Of those let in, the share that should be; 0 if nobody is."""
        return precision_recall(self.let_in, np.array(self.labels))[0]

    @property
    def recall(self) -> float:
        """Of those that should be let in, the share that is."""
        return precision_recall(self.let_in, np.array(self.labels))[1]

    def numbers(self) -> dict[str, float]:
        right = accuracy(self.let_in, np.array(self.labels))
        rates = {"precision": self.precision, "recall": self.recall, "accuracy": right}
        return {"threshold": self.threshold, **self.counts, **rates}

    def __repr__(self) -> str:
        """Without what a training decides: that differs a little from machine to machine."""
        return f"ThresholdExplorer(threshold={self.threshold:g}) of {len(self.labels)} examples"

    def still(self) -> Figure:
        with house_style():
            figure = Figure(figsize=(7.2, 3.4), layout="constrained")
            heap, rates = figure.subplots(1, 2)
            self._draw_heap(heap)
            self._draw_rates(rates)
            for ax in (heap, rates):
                ax.axvline(self.threshold, color=INK)
                ax.legend(fontsize=9)
        return figure

    def _draw_heap(self, ax: Axes) -> None:
        """Those labelled 1 stand above the axis, the others hang below it."""
        probabilities, labels = np.array(self.probabilities), np.array(self.labels)
        for label, sign in ((1, 1), (0, -1)):
            heights, edges = np.histogram(probabilities[labels == label], bins=20, range=(0, 1))
            looks = {"color": look(1 - label)["color"], "label": self.classes[label]}
            ax.bar(edges[:-1], sign * heights, width=0.045, align="edge", **looks)
        ax.yaxis.set_major_formatter(lambda count, _: f"{abs(count):g}")
        ax.set(xlabel="probability", ylabel="how many")

    def _draw_rates(self, ax: Axes) -> None:
        """Precision and recall at every threshold."""
        probabilities, labels = np.array(self.probabilities), np.array(self.labels)
        thresholds = np.linspace(0, 1, 101)
        rates = [precision_recall((probabilities > at).astype(int), labels) for at in thresholds]
        for i, (name, curve) in enumerate(
            zip(("precision", "recall"), np.transpose(rates), strict=True)
        ):
            ax.plot(thresholds, curve, label=name, **{**look(i + 2), "marker": ""})
        title = f"precision {self.precision:.1%}, recall {self.recall:.1%}"
        ax.set(xlabel="threshold", ylim=(0, 1.05), title=title)
