"""Choices: the settings of a recipe, changed where the user wants them otherwise."""

import math
from dataclasses import replace
from typing import Any

from nncourse.results.settings import OPTIMIZERS, Settings, check_choice

SCHEDULES = ("constant", "cosine", "one-cycle")  # those that do well whatever the number of epochs


def layer_sizes(text: str) -> tuple[int, ...]:
    """Read '256,64' as (256, 64), and 'none' as ()."""
    if text.strip().lower() in ("", "none", "0"):
        return ()
    try:
        sizes = tuple(int(size) for size in text.split(","))
    except ValueError:
        sizes = (0,)
    if min(sizes) < 1:
        raise ValueError(
            f"--hidden {text}: expected numbers with commas between, like 256,64; or none"
        )
    return sizes


def with_choices(settings: Settings, **chosen: Any) -> Settings:
    """The settings, changed where the user chose otherwise.

    What is None was not chosen. An optimizer chosen without a learning rate brings its own.
    """
    given = {name: value for name, value in chosen.items() if value is not None}
    optimizer = given.get("optimizer")
    if optimizer in OPTIMIZERS and optimizer != settings.optimizer:
        given.setdefault("learning_rate", OPTIMIZERS[optimizer][1])
    check_choice("schedule", given.get("schedule", settings.schedule), SCHEDULES)
    if not math.isfinite(given.get("l2", settings.l2)):
        raise ValueError(f"--l2 {given['l2']}: expected a finite number, at least 0, like 0.001")
    return replace(settings, **given)
