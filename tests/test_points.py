"""Points made up by a formula: shapes, balance, geometry, and the same points for the same seed."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nncourse.datasets import linear, moons, spiral, xor
from nncourse.errors import DataError


def rng(seed=0):
    return np.random.default_rng(seed)


def test_linear_lies_on_its_line_without_noise():
    X, y = linear(50, rng(), slope=-3.0, intercept=0.5, noise=0.0)
    assert X.shape == y.shape == (50, 1)
    assert X.dtype == y.dtype == np.float32
    np.testing.assert_allclose(y, -3 * X + 0.5, rtol=1e-5, atol=1e-6)
    assert X.min() >= -2
    assert X.max() <= 2


def test_the_noise_of_linear_is_a_standard_deviation():
    X, y = linear(20_000, rng(), noise=0.3)
    rest = y - (2 * X + 1)
    assert rest.std() == pytest.approx(0.3, rel=0.03)
    assert rest.mean() == pytest.approx(0, abs=0.01)


def test_xor_is_one_where_the_inputs_differ():
    X, y = xor()
    assert X.shape == (4, 2)
    assert y.shape == (4, 1)
    assert y[:, 0].tolist() == [float(a != b) for a, b in X]
    assert len({tuple(x) for x in X.tolist()}) == 4


@given(m=st.integers(5, 60), classes=st.integers(1, 5), seed=st.integers(0, 9))
def test_spiral_gives_each_class_its_share_inside_the_unit_circle(m, classes, seed):
    X, y = spiral(m, rng(seed), classes=classes)
    assert X.shape == (m, 2)
    assert X.dtype == np.float32
    counts = np.bincount(y, minlength=classes)
    assert len(counts) == classes
    assert counts.max() - counts.min() <= 1
    assert (np.linalg.norm(X, axis=1) <= 1 + 1e-6).all()


def test_the_arms_of_the_spiral_are_turned_copies():
    X, y = spiral(300, rng(), noise=0.0)
    turn = 2 * np.pi / 3
    rotation = np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    np.testing.assert_allclose(X[y == 0] @ rotation, X[y == 1], atol=1e-6)
    np.testing.assert_allclose(X[y == 1] @ rotation, X[y == 2], atol=1e-6)


def test_no_line_parts_the_spiral():
    X, y = spiral(600, rng())
    design = np.column_stack([X, np.ones(len(X))])
    weights = np.linalg.lstsq(design, np.eye(3)[y], rcond=None)[0]
    assert ((design @ weights).argmax(axis=1) == y).mean() < 0.65


def test_moons_lie_on_their_half_circles():
    X, y = moons(200, rng(), noise=0.0)
    assert np.bincount(y).tolist() == [100, 100]
    upper, lower = X[y == 0], X[y == 1]
    np.testing.assert_allclose(np.linalg.norm(upper, axis=1), 1, rtol=1e-5)
    np.testing.assert_allclose(np.linalg.norm(lower - [1, 0.5], axis=1), 1, rtol=1e-5)
    assert (upper[:, 1] >= 0).all()
    assert (lower[:, 1] <= 0.5).all()


@pytest.mark.parametrize("draw", [linear, spiral, moons])
def test_the_same_seed_gives_the_same_points(draw):
    for first, second in zip(draw(30, rng(1)), draw(30, rng(1)), strict=True):
        np.testing.assert_array_equal(first, second)
    assert not np.array_equal(draw(30, rng(1))[0], draw(30, rng(2))[0])


@pytest.mark.parametrize(
    ("draw", "words"),
    [
        (lambda: linear(0, rng()), "m must be a whole number, at least 1; got 0"),
        (lambda: linear(2.5, rng()), r"got 2\.5"),
        (lambda: linear(5, rng(), noise=-1), "noise is a standard deviation"),
        (lambda: linear(5, rng(), noise=np.nan), "noise is a standard deviation"),
        (lambda: linear(5, rng(), slope=np.inf), "finite numbers, got slope inf"),
        (lambda: spiral(2, rng()), "m must be a whole number, at least 3"),
        (lambda: spiral(9, rng(), classes=0), "classes must be a whole number, at least 1"),
        (lambda: moons(1, rng()), "at least 2"),
    ],
)
def test_numbers_out_of_range_are_refused(draw, words):
    with pytest.raises(DataError, match=words):
        draw()


@pytest.mark.parametrize("wrong", [0, None, np.random])
def test_a_generator_is_asked_for(wrong):
    with pytest.raises(TypeError, match=r"default_rng\(0\)"):
        spiral(9, wrong)
