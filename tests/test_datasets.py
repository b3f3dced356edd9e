"""The front door of the data sets: every name is there, and importing them is cheap."""

import subprocess
import sys

import pytest

from nncourse import datasets
from nncourse.datasets.optional import require

LATER = ["PIL", "h5py", "matplotlib", "tqdm", "urllib.request"]


@pytest.mark.parametrize("name", datasets.__all__)
def test_every_name_can_be_called(name):
    assert callable(getattr(datasets, name))


def test_an_unknown_name_is_an_ordinary_error():
    with pytest.raises(AttributeError, match="no attribute 'dogs'"):
        datasets.dogs  # noqa: B018


def test_importing_the_data_sets_needs_numpy_alone():
    code = f"import sys, nncourse.datasets; print([m for m in {LATER} if m in sys.modules])"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def test_a_missing_package_is_named_with_its_remedy():
    with pytest.raises(ModuleNotFoundError, match="needs the package rubber-duck: pip install"):
        require("rubber_duck", "rubber-duck")
