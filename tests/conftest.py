"""What tests share: steady threads, a seeded generator, hypothesis' settings, quick answers."""

import os

# Before NumPy is loaded: one thread a process, so that no test waits for a busy core.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np
import pytest
from hypothesis import settings

# A slow machine is no failure, and in CI the same examples are drawn on each run.
settings.register_profile("local", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "local")


@pytest.fixture
def rng() -> np.random.Generator:
    """A generator that starts alike in each test."""
    return np.random.default_rng(0)


@pytest.fixture
def no_rehearsal(monkeypatch: pytest.MonkeyPatch) -> None:
    """For answers of which none crashes: no copy of the process is made for each."""
    from nncourse.checking import running

    monkeypatch.setattr(running, "rehearse", lambda work, seconds: None)
