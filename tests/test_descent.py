"""The path of an optimizer on a landscape of a few numbers."""

import numpy as np
import pytest

from nncourse.descent import descent_path
from nncourse.optimizers import SGD, Adam, adam_step

CURVATURE = np.array([1.0, 20.0])


def bowl(w):
    return CURVATURE * w


def test_plain_descent_shrinks_each_coordinate_by_its_own_factor():
    start = np.array([3.0, -2.0])
    path = descent_path(SGD(0.05), bowl, start, 6)
    factors = (1 - 0.05 * CURVATURE) ** np.arange(7)[:, None]
    assert path.shape == (7, 2)
    np.testing.assert_allclose(path, start * factors, atol=1e-15)


@pytest.mark.parametrize("start", [[3, -2], np.array([3, -2]), np.float32([3.0, -2.0])])
def test_any_start_gives_a_path_of_floats_and_stays_as_it_is(start):
    before = np.array(start)
    path = descent_path(SGD(0.03, momentum=0.5), bowl, start, 4)
    assert path.dtype == np.float64
    np.testing.assert_array_equal(path[0], before)
    np.testing.assert_array_equal(start, before)


def test_the_optimizer_remembers_along_the_path():
    p, v, s = np.array([1.0, 1.0]), np.zeros(2), np.zeros(2)
    path = descent_path(Adam(0.1), bowl, p, 5)
    for t in range(1, 6):
        adam_step(p, bowl(p), v, s, t, 0.1)
        np.testing.assert_allclose(path[t], p, rtol=1e-12)


def test_no_step_leaves_the_start():
    np.testing.assert_array_equal(descent_path(SGD(1.0), bowl, np.array([5.0]), 0), [[5.0]])
