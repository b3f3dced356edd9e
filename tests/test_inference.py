"""Inference: inputs as in training, and scores in words."""

import numpy as np
import pytest

from nncourse.command.inference import as_inputs, class_probabilities
from nncourse.errors import ModelFileError
from nncourse.layers import Conv2D, Dense, Flatten
from nncourse.network import Sequential
from nncourse.preprocessing import Standardizer
from nncourse.results.examples import as_rows
from nncourse.saving.serialization import SavedModel


class TestInputs:
    def test_a_saved_models_inputs_are_made_as_in_training(self):
        images = np.random.default_rng(0).integers(0, 256, (9, 2, 2, 3)).astype(np.uint8)
        standardizer = Standardizer.fit(as_rows(images))
        model = SavedModel(Sequential().input(12).dense(1), standardizer, None, (2, 2, 3))
        np.testing.assert_array_equal(as_inputs(model, images), as_rows(images, standardizer))

    def test_a_convolutional_network_gets_pictures(self):
        rng = np.random.default_rng(0)
        layers = [Conv2D(1, 2, 3, rng=rng), Flatten(), Dense(2 * 6 * 6, 1, rng=rng)]
        model = SavedModel(Sequential(layers, input_shape=(8, 8, 1)), None, None, (8, 8))
        images = rng.integers(0, 256, (3, 8, 8)).astype(np.uint8)
        inputs = as_inputs(model, images)
        assert inputs.shape == (3, 8, 8, 1)
        np.testing.assert_array_equal(inputs[..., 0], images.astype(np.float32) / np.float32(255))

    def test_another_size(self):
        with pytest.raises(ModelFileError, match=r"\(4,\).*\(3,\)"):
            as_inputs(SavedModel(Sequential().input(4).dense(1)), np.zeros((1, 3)))

    def test_the_probabilities_of_yes_and_no(self):
        P = class_probabilities(np.array([[2.0], [-2.0]]))
        np.testing.assert_allclose(P.sum(axis=1), 1)
        assert P[0, 1] > 0.5 > P[1, 1]
