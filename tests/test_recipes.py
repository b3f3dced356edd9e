"""Recipes: one for each data set, with settings that work."""

import pytest

from nncourse.errors import DataError
from nncourse.results.recipes import RECIPES, Recipe, find_recipe


def test_no_such_recipe():
    with pytest.raises(DataError, match="mnist"):
        find_recipe("dogs")


def test_every_recipe_names_its_classes():
    for recipe in RECIPES.values():
        assert isinstance(recipe, Recipe)
        assert recipe.n_outputs == (1 if len(recipe.classes) <= 2 else len(recipe.classes))
