"""Live figures: drawings that answer when they are touched, in a notebook and on a page.

Each is an ES module in `figures` and a class here. The notebook shows it as a widget, whose values
Python reads and sets (`bowl.w = 2.0`); the page of the chapter runs the same module without Python.
Needs anywidget and matplotlib, which come with the course's requirements.
"""
# ruff: noqa: E402  (whoever lacks anywidget is told so first)

from nncourse.datasets.optional import require

require("anywidget", "anywidget")

from nncourse.widgets.activation import ActivationExplorer
from nncourse.widgets.bowl import Bowl
from nncourse.widgets.digit import DrawnDigit
from nncourse.widgets.rate_race import RateRace
from nncourse.widgets.softmax import SoftmaxExplorer
from nncourse.widgets.threshold import ThresholdExplorer

__all__ = [
    "ActivationExplorer",
    "Bowl",
    "DrawnDigit",
    "RateRace",
    "SoftmaxExplorer",
    "ThresholdExplorer",
]
