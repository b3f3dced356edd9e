"""A node of the graph, before it becomes a `Tensor`."""

from collections.abc import Callable, Sequence

import numpy as np


class Node:
    def __init__(
        self, data: np.ndarray, parents: Sequence["Node"] = (), pull: Callable | None = None
    ) -> None:
        self.data, self.parents, self.pull = np.asarray(data, float), parents, pull
