"""Packages that only some readers need: imported on use, with a remedy where they are missing."""

import importlib
from typing import Any


def require(module: str, package: str) -> Any:
    """Import `module`, which the package `package` brings along.

    Parameters
    ----------
    module : the name to import, for example "PIL.Image".
    package : the name to install, for example "pillow".

    Raises
    ------
    ModuleNotFoundError
        If it is not installed; the message says how to install it.

    Examples
    --------
    >>> require("math", "python").sqrt(9.0)
    3.0
    """
    try:
        return importlib.import_module(module)
    except ModuleNotFoundError as error:
        raise ModuleNotFoundError(
            f"This needs the package {package}: pip install {package}", name=module
        ) from error
