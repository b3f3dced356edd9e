"""Early stopping: end training when the validation loss no longer falls, and go back to the best.

A network that trains on begins to learn its examples by heart. First used in the chapter on cats.
"""

import numpy as np


class EarlyStopping:
    """Watches the validation loss, epoch by epoch, and keeps the best parameters.

    Parameters
    ----------
    patience : how many epochs without improvement to wait, at least 1.
    min_delta : a smaller fall of the loss than this counts as none, >= 0.

    Raises
    ------
    ValueError
        If a setting is out of range.

    Examples
    --------
    >>> stopping, params = EarlyStopping(patience=2), {"w": np.zeros(1)}
    >>> for loss in [1.0, 0.5, 0.6, 0.7]:
    ...     params["w"] += 1
    ...     stopping.watch(loss, params)
    >>> stopping.restore_best(params)
    >>> stopping.is_over, stopping.best_loss, params["w"]
    (True, 0.5, array([2.]))

    Source: Prechelt (1998).
    """

    def __init__(self, patience: int, min_delta: float = 0.0) -> None:
        if patience < 1 or min_delta < 0:
            raise ValueError(
                f"expected patience >= 1 and min_delta >= 0, got {patience} and {min_delta}"
            )
        self.patience, self.min_delta = patience, min_delta
        self.best_loss = np.inf
        self.waited = 0
        self.best_params: dict[str, np.ndarray] = {}

    def watch(self, loss: float, params: dict[str, np.ndarray]) -> None:
        """Take note of an epoch's validation loss; copies the parameters if it is the best."""
        if loss < self.best_loss - self.min_delta:
            self.best_loss, self.waited = loss, 0
            self.best_params = {name: p.copy() for name, p in params.items()}
        else:
            self.waited += 1

    @property
    def is_over(self) -> bool:
        """Whether patience has run out."""
        return self.waited >= self.patience

    def restore_best(self, params: dict[str, np.ndarray]) -> None:
        """Put the best parameters seen back in place, if any were."""
        for name, best in self.best_params.items():
            params[name][...] = best
