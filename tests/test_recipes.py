"""Recipes: one for each data set, with settings that work."""

import json
from pathlib import Path

import pytest

from nncourse import results
from nncourse.errors import DataError
from nncourse.results.recipes import RECIPES, Recipe, find_recipe

BOOK = Path(__file__).parents[1] / "book"


def test_no_such_recipe():
    with pytest.raises(DataError, match="mnist"):
        find_recipe("dogs")


def test_every_recipe_names_its_classes():
    for recipe in RECIPES.values():
        assert isinstance(recipe, Recipe)
        assert recipe.n_outputs == (1 if len(recipe.classes) <= 2 else len(recipe.classes))


def code_of(chapter: str) -> str:
    """All code of a chapter, on one line with single spaces."""
    cells = json.loads((BOOK / f"{chapter}.ipynb").read_text("utf-8"))["cells"]
    code = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    return " ".join(" ".join(code).split())


def test_digits_are_learned_as_in_the_chapter():
    recipe, code = RECIPES["mnist"], code_of("05_mnist")
    s = recipe.settings
    measured = results.read("mnist_fast")["settings"]
    assert s.as_notes() | {"hidden": list(s.hidden), "shift": 1} == measured | {"seed": 0}
    for written in (
        "labels, 1 / 6, np.random",
        f'.dense({s.hidden[0]}, init="he").relu().dense({s.hidden[1]}, init="he").relu()',
        f"epochs={s.epochs}, batch_size={s.batch_size}, "
        f"optimizer=SGD({s.learning_rate}, momentum=0.9, nesterov=True), "
        f"schedule=cosine({s.learning_rate}, epochs={s.epochs}), augment=shifted",
    ):
        assert written in code
    assert (recipe.held_back, recipe.augmentation) == (1 / 6, "moved by a pixel at random")


def test_cats_are_learned_as_the_network_that_the_chapter_keeps():
    recipe, code = RECIPES["cats"], code_of("04_cats")
    s = recipe.settings
    for written in (
        "labels, 1 / 6, np.random.default_rng(0)",
        f"sizes = {[12288, *s.hidden, 1]}",
        f"optimizer=SGD(rate), epochs=epochs, batch_size={s.batch_size}",
        f"X_all, y_all, {s.epochs}, rate={s.learning_rate}, augment=mirrored_at_random, "
        f"early_stopping=EarlyStopping(patience={recipe.patience})",
    ):
        assert written in code
    assert (s.optimizer, s.init, s.schedule, s.l2) == ("sgd", "xavier", "constant", 0.0)
    assert (recipe.held_back, recipe.augmentation) == (1 / 6, "mirrored at random")
    assert recipe.standardized


def test_photographs_are_learned_as_they_were_measured():
    s = RECIPES["photos"].settings
    measured = results.read("photos_four_layers")["settings"]
    assert s.as_notes() | {"hidden": list(s.hidden), "mirrored": True} == measured | {"seed": 0}
    assert RECIPES["photos"].augmentation == "mirrored at random"


@pytest.mark.parametrize("name", ["mnist", "cats", "photos", "linear"])
def test_no_recipe_takes_what_the_chapters_do_not_use(name):
    s = RECIPES[name].settings
    assert s.optimizer in ("sgd", "nesterov")
    assert s.l2 == 0
