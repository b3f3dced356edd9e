"""Runs: what a recipe is made into, and a model that can be told from its file."""

from dataclasses import replace

import numpy as np
import pytest

from nncourse.command.reports import outcome
from nncourse.command.runs import prepare, save_run, train
from nncourse.errors import DataError, ModelFileError
from nncourse.metrics import accuracy
from nncourse.network import Sequential
from nncourse.predictions import predict_class
from nncourse.results.examples import as_rows
from nncourse.results.recipes import RECIPES, find_recipe
from nncourse.results.settings import ACTIVATIONS, OPTIMIZERS
from nncourse.saving.serialization import load_model
from nncourse.training import evaluate


def quick(name: str, **changes):
    recipe = find_recipe(name)
    return prepare(recipe, replace(recipe.settings, **changes))


class TestPrepare:
    def test_the_same_settings_give_the_same_run(self):
        a, b, other = quick("spiral"), quick("spiral"), quick("spiral", seed=1)
        np.testing.assert_array_equal(a.X, b.X)
        np.testing.assert_array_equal(a.network.params["0.W"], b.network.params["0.W"])
        assert not np.array_equal(a.network.params["0.W"], other.network.params["0.W"])

    def test_validation_examples_are_held_back(self):
        run = quick("mnist", examples=1200)
        X_val, y_val = run.validation
        assert (len(run.X), len(X_val), len(y_val)) == (1000, 200, 200)
        assert not (run.X[:, None, ::13] == X_val[None, :, ::13]).all(axis=2).any()
        assert (run.X.dtype, run.picture) == (np.float32, (28, 28))
        assert run.X.max() == 1.0

    def test_standardized_by_the_training_examples_alone(self):
        rng = np.random.default_rng(0)
        images = rng.integers(0, 256, (50, 4, 4, 3)).astype(np.uint8)
        labels = np.arange(50) % 2
        recipe = replace(RECIPES["cats"], load=lambda split, rng: (images, labels))
        run = prepare(recipe, recipe.settings)
        np.testing.assert_allclose(run.X.mean(axis=0), 0, atol=1e-5)
        assert abs(run.validation[0].mean(axis=0)).max() > 0.05

    @pytest.mark.parametrize("activation", ACTIVATIONS)
    @pytest.mark.parametrize("optimizer", OPTIMIZERS)
    def test_every_choice_trains(self, activation, optimizer):
        rate = OPTIMIZERS[optimizer][1]
        run = quick(
            "spiral", activation=activation, optimizer=optimizer, learning_rate=rate, epochs=2
        )
        losses = train(run).history.column("train_loss")
        assert losses[1] < losses[0]

    def test_more_examples_than_there_are(self):
        with pytest.raises(DataError, match="600"):
            quick("spiral", examples=601)


class TestTrain:
    def test_cosine_lets_the_rate_fall(self):
        rates = train(quick("spiral", schedule="cosine", epochs=3)).history.column("learning_rate")
        assert rates[0] == 0.01
        assert rates[0] > rates[1] > rates[2] > 0

    def test_the_digits_within_seconds(self):
        """A third of the digits and three epochs; all of them and eight epochs reach 98 %."""
        run = train(quick("mnist", examples=20_000, epochs=3))
        images, labels = RECIPES["mnist"].unseen()
        assert accuracy(predict_class(run.network.predict(as_rows(images))), labels) > 0.94

    @pytest.mark.parametrize("seed", range(3))
    def test_xor_is_solved_whatever_the_seed(self, seed):
        run = train(quick("xor", seed=seed))
        np.testing.assert_array_equal(run.network.predict(run.X) > 0, run.y == 1)

    def test_resume_needs_the_same_examples(self, tmp_path):
        train(quick("spiral", epochs=1), checkpoint=tmp_path / "c")
        with pytest.raises(ModelFileError, match="other examples"):
            train(quick("spiral", epochs=2, seed=9), checkpoint=tmp_path / "c", resume=True)
        run = train(quick("spiral", epochs=2), checkpoint=tmp_path / "c", resume=True)
        assert len(run.history) == 2


class TestRecipesOfPictures:
    def test_each_picture_is_moved_as_a_picture(self):
        run = quick("mnist", examples=60)
        shown = run.new_augment()(run.X, np.random.default_rng(0))
        assert shown.shape == run.X.shape
        inner = shown.reshape(-1, 28, 28)[:, 1:-1, 1:-1]
        pictures = run.X.reshape(-1, 28, 28)
        moved = [
            [np.array_equal(i, p[a : a + 26, b : b + 26]) for a in range(3) for b in range(3)]
            for i, p in zip(inner, pictures, strict=True)
        ]
        assert np.any(moved, axis=1).all()
        assert not np.array_equal(shown, run.X)

    def test_half_of_the_cats_are_mirrored(self):
        run = quick("cats", examples=60)
        shown = run.new_augment()(run.X, np.random.default_rng(0)).reshape(-1, 64, 64, 3)
        given = run.X.reshape(-1, 64, 64, 3)
        same = (shown == given).all(axis=(1, 2, 3))
        mirrored = (shown == given[:, :, ::-1]).all(axis=(1, 2, 3))
        assert (same ^ mirrored).all()
        assert 10 < mirrored.sum() < 40

    def test_points_are_shown_as_they_are(self):
        assert quick("spiral").new_augment() is None

    def test_the_best_epoch_is_kept_and_its_numbers_are_told(self, tmp_path):
        run = train(quick("cats", examples=200, epochs=25))
        losses = run.history.column("val_loss")
        assert run.kept["val_loss"] == min(losses) < losses[-1]
        measured, _ = evaluate(run.network, run.recipe.loss(), *run.validation)
        assert measured == pytest.approx(run.kept["val_loss"], rel=1e-5)
        save_run(tmp_path / "m", run)
        assert load_model(tmp_path / "m").notes["last_epoch"]["epoch"] == run.kept["epoch"]
        assert f"kept epoch {run.kept['epoch']}," in "\n".join(outcome(run))

    def test_a_run_with_early_stopping_goes_on_bit_for_bit(self, tmp_path):
        whole = train(quick("cats", examples=100, epochs=6))
        train(quick("cats", examples=100, epochs=3), checkpoint=tmp_path / "c")
        again = quick("cats", examples=100, epochs=6)
        resumed = train(again, checkpoint=tmp_path / "c", resume=True)
        for name, p in whole.network.params.items():
            np.testing.assert_array_equal(resumed.network.params[name], p)


class TestSaving:
    def test_the_file_tells_the_story(self, tmp_path):
        run = train(quick("spiral", epochs=2))
        save_run(tmp_path / "m", run)
        story = load_model(tmp_path / "m").notes
        assert story["data"] == "spiral"
        assert story["settings"] | {"hidden": (64,)} == run.settings.as_notes()
        assert story["last_epoch"]["val_loss"] == run.history.epochs[-1]["val_loss"]

    def test_the_model_predicts_as_before(self, tmp_path):
        run = train(quick("spiral", epochs=2))
        save_run(tmp_path / "m", run)
        saved = load_model(tmp_path / "m")
        np.testing.assert_array_equal(saved.network.predict(run.X), run.network.predict(run.X))
        assert saved.classes == list(run.recipe.classes)

    def test_other_files_have_no_story(self, tmp_path):
        from nncourse.saving.serialization import save

        save(tmp_path / "m", Sequential().input(2).dense(1))
        assert load_model(tmp_path / "m").notes == {}
