"""Neural networks from scratch, in plain NumPy: the package that the course builds up.

Each module holds one idea and names the chapter that derives it, so reading the package in the
order of the chapters is reading the course again. Import what you need from its module, for
example `from nncourse.activations import softmax`.
"""

__version__ = "0.1.0"
