"""Preprocessing and augmentation: laws, fairness between training and test, and errors."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nncourse.augmentation import flip_horizontal, random_flip, random_shift
from nncourse.errors import DataError, LabelError, ShapeError
from nncourse.preprocessing import (
    Standardizer,
    check_finite,
    flatten_images,
    one_hot,
    scale_pixels,
    standardize,
    train_val_split,
)


def pictures(rng, m=6):
    return rng.integers(0, 256, (m, 5, 7, 3), dtype=np.uint8)


def test_scaled_pixels_are_float32_in_the_unit_interval(rng):
    images = pictures(rng)
    scaled = scale_pixels(images)
    assert scaled.dtype == np.float32
    np.testing.assert_array_equal(np.round(scaled * 255).astype(np.uint8), images)
    with pytest.raises(DataError, match="scaled already"):
        scale_pixels(scaled)


def test_a_flattened_picture_is_one_row(rng):
    images = pictures(rng)
    rows = flatten_images(images)
    np.testing.assert_array_equal(rows[2], images[2].ravel())
    assert flatten_images(images[:0]).shape == (0, 105)
    with pytest.raises(ShapeError, match=r"\(3,\)"):
        flatten_images(np.zeros(3))


@given(st.lists(st.integers(0, 4), min_size=0, max_size=20))
def test_one_hot_can_be_undone(labels):
    y = np.array(labels, int)
    Y = one_hot(y, 5)
    assert Y.shape == (len(y), 5)
    np.testing.assert_array_equal(Y.argmax(axis=1), y)
    np.testing.assert_array_equal(Y.sum(axis=1), np.ones(len(y)))


@pytest.mark.parametrize("y", [[0, 5], [-1, 0], [0.5, 1.0]])
def test_one_hot_names_labels_that_do_not_fit(y):
    with pytest.raises(LabelError, match="expected"):
        one_hot(np.array(y), 5)


def test_test_examples_are_scaled_by_the_training_examples(rng):
    train, test = rng.normal(5, 3, (200, 4)), rng.normal(8, 3, (50, 4))
    scale = Standardizer.fit(train)
    np.testing.assert_allclose(scale(train).mean(axis=0), 0, atol=1e-12)
    np.testing.assert_allclose(scale(train).std(axis=0), 1)
    assert (scale(test).mean(axis=0) > 0.5).all()


def test_a_constant_feature_becomes_zero_not_nan():
    X = np.array([[1.0, 7.0], [3.0, 7.0]])
    with np.errstate(all="raise"):
        assert Standardizer.fit(X)(X)[:, 1].tolist() == [0.0, 0.0]


def test_standardizing_keeps_float32(rng):
    X = rng.standard_normal((9, 2)).astype(np.float32)
    assert Standardizer.fit(X)(X).dtype == np.float32


@given(st.integers(2, 60), st.floats(0.05, 0.95), st.integers(0, 99))
def test_a_split_loses_and_doubles_nothing(m, fraction, seed):
    X = np.arange(m)
    if not 0 < round(m * fraction) < m:
        with pytest.raises(DataError, match="empty"):
            train_val_split(X, X, fraction, np.random.default_rng(seed))
        return
    X_train, y_train, X_val, y_val = train_val_split(X, -X, fraction, np.random.default_rng(seed))
    assert sorted([*X_train, *X_val]) == list(range(m))
    np.testing.assert_array_equal(-X_train, y_train)
    np.testing.assert_array_equal(-X_val, y_val)


def test_not_a_number_is_counted_and_found():
    X = np.zeros((3, 2))
    check_finite(X)
    X[2, 1] = np.inf
    X[1, 0] = np.nan
    with pytest.raises(DataError, match=r"2 of 6 values.*\(1, 0\)"):
        check_finite(X)


def test_large_finite_values_are_not_taken_for_infinity():
    check_finite(np.full((10, 10), 1e308))


def test_mirroring_twice_is_nothing(rng):
    images = pictures(rng)
    np.testing.assert_array_equal(flip_horizontal(flip_horizontal(images)), images)
    np.testing.assert_array_equal(flip_horizontal(images)[0, 2, 0], images[0, 2, -1])
    assert not np.shares_memory(flip_horizontal(images), images)


def test_random_flip_gives_each_picture_or_its_mirror(rng):
    images = pictures(rng, m=40)
    before, flipped = images.copy(), random_flip(images, rng)
    mirrored = flip_horizontal(images)
    same = [(f == i).all() for f, i in zip(flipped, images, strict=True)]
    other = [(f == i).all() for f, i in zip(flipped, mirrored, strict=True)]
    assert all(a or b for a, b in zip(same, other, strict=True))
    assert 5 < sum(same) < 35
    np.testing.assert_array_equal(images, before)


def test_random_shift_moves_but_does_not_invent(rng):
    images = np.zeros((50, 9, 9), np.uint8)
    images[:, 4, 4] = 200
    shifted = random_shift(images, rng, pixels=2)
    places = {tuple(np.argwhere(picture)[0]) for picture in shifted}
    assert (shifted.sum(axis=(1, 2)) == 200).all()
    assert len(places) > 15
    assert all(2 <= row <= 6 and 2 <= column <= 6 for row, column in places)
    np.testing.assert_array_equal(random_shift(images, rng, pixels=0), images)


def test_random_shift_moves_all_channels_alike_and_repeats_the_edge(rng):
    images = rng.integers(0, 255, (40, 6, 9, 3)).astype(np.uint8)
    shifted = random_shift(images, rng, pixels=2)
    assert shifted.shape == images.shape
    assert shifted.dtype == images.dtype
    rows, columns, moves = np.arange(6)[:, None], np.arange(9), range(-2, 3)
    for image, moved in zip(images, shifted, strict=True):
        candidates = [
            image[np.clip(rows + down, 0, 5), np.clip(columns + right, 0, 8)]
            for down in moves
            for right in moves
        ]
        assert any(np.array_equal(moved, candidate) for candidate in candidates)
    assert random_shift(images[:0], rng, pixels=2).shape == (0, 6, 9, 3)


@pytest.mark.parametrize(
    "call",
    [
        lambda rng: flip_horizontal(np.zeros((5, 5))),
        lambda rng: random_flip(np.zeros((5, 25)), rng),
        lambda rng: random_shift(np.zeros((2, 5, 5)), rng, 5),
        lambda rng: standardize(np.zeros((2, 3)), np.zeros(2), np.ones(3)),
        lambda rng: Standardizer.fit(np.zeros((0, 3))),
        lambda rng: train_val_split(np.zeros(3), np.zeros(4), 0.5, rng),
    ],
)
def test_shapes_that_do_not_fit_are_named(call, rng):
    with pytest.raises(ShapeError):
        call(rng)
