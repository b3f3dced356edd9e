"""The errors of the package, and its warning. Each says what was given, expected and to be done.

They derive from Python's own `ValueError` and `OSError`, so code that knows nothing of this
package still catches them.
"""


class ShapeError(ValueError):
    """Arrays whose shapes do not fit together, or do not fit the function."""


class DataError(ValueError):
    """Data that cannot be used: a damaged file, a wrong format, NaN, a missing data set."""


class LabelError(DataError):
    """Labels that are out of range, or as many as there are not examples."""


class DataWarning(UserWarning):
    """Data that can be used, but are not what their name says."""


class ModelFileError(ValueError):
    """A file that is no saved model, or a truncated one."""


class ArchitectureError(ModelFileError):
    """A saved model of another architecture than the network it should be loaded into."""


class DownloadError(OSError):
    """A download that failed, stopped half-way or delivered other bytes than expected."""


class GraphError(RuntimeError):
    """A backward that cannot be: the graph is freed or has a cycle, or a value was overwritten."""
