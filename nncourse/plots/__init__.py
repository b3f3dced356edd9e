"""The figures of the book, each a function that returns a matplotlib Figure.

Colours are told apart by everyone and never carry a meaning alone: a marker, a line style or a
word says the same. A notebook shows a figure that ends a cell; a script calls
`figure.savefig("name.png")`. Needs matplotlib, which comes with the course's requirements.
"""
# ruff: noqa: E402  (whoever lacks matplotlib is told so first)

import os

from nncourse.datasets.optional import require

require("matplotlib", "matplotlib")

from nncourse.plots.curves import (
    compare_models,
    learning_curves,
    plot_function,
    plot_race,
    plot_rates,
)
from nncourse.plots.diagrams import draw_graph, draw_network
from nncourse.plots.landscapes import decision_boundary, plot_descent
from nncourse.plots.page import show_for_pages
from nncourse.plots.pictures import picture_grid, plot_confusion_matrix, weights_as_pictures
from nncourse.plots.style import house_style
from nncourse.plots.timings import plot_growth, plot_ladder

__all__ = [
    "compare_models",
    "decision_boundary",
    "draw_graph",
    "draw_network",
    "house_style",
    "learning_curves",
    "picture_grid",
    "plot_confusion_matrix",
    "plot_descent",
    "plot_function",
    "plot_growth",
    "plot_ladder",
    "plot_race",
    "plot_rates",
    "weights_as_pictures",
]

if "NNCOURSE_PAGES" in os.environ:
    show_for_pages()
