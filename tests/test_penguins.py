"""The penguins: complete, the published ones, and never another file in their place."""

import numpy as np
import pytest

from nncourse.datasets import penguins, storage
from nncourse.datasets.penguins import MEASURES, SPECIES
from nncourse.errors import DataError


def test_as_many_of_each_species_as_were_measured():
    measures, species = penguins()
    assert measures.shape == (342, len(MEASURES))
    assert measures.dtype == np.float64
    counts = dict(zip(SPECIES, np.bincount(species).tolist(), strict=True))
    assert counts == {"Adelie": 151, "Chinstrap": 68, "Gentoo": 123}


def test_means_are_those_that_the_published_table_gives():
    # doi:10.5281/zenodo.3960218, summary(penguins)
    measures, _ = penguins()
    np.testing.assert_allclose(measures.mean(axis=0), [43.92, 17.15, 200.9, 4202], rtol=2e-4)
    assert measures.min(axis=0).tolist() == [32.1, 13.1, 172, 2700]
    assert measures.max(axis=0).tolist() == [59.6, 21.5, 231, 6300]


def test_another_file_in_its_place_is_refused(tmp_path, monkeypatch):
    monkeypatch.setenv("NNCOURSE_DATA", str(tmp_path))
    (tmp_path / "penguins").mkdir()
    table = storage.SHIPPED / "penguins" / "penguins.csv"
    text = table.read_text().replace("3750", "9750", 1)
    (tmp_path / "penguins" / "penguins.csv").write_text(text)
    with pytest.raises(DataError, match=r"penguins\.csv"):
        penguins()
