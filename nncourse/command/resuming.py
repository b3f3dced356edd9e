"""Resuming: a run goes on from a checkpoint, and what is not as before is told."""

import math
from pathlib import Path

import numpy as np

from nncourse.command.runs import Run
from nncourse.history import Record
from nncourse.saving.serialization import read_arrays


def going_on(run: Run, checkpoint: Path) -> list[str]:
    """Say how far a checkpoint is, and what it was trained with that the run's settings change.

    A checkpoint does not hold the settings, but it shows what came of them: the number of steps,
    and the learning rate that each epoch began with.
    """
    arrays, header = read_arrays(checkpoint)
    records, epochs = header["history"], run.settings.epochs
    if len(records) >= epochs:
        return [f"{checkpoint} has {len(records)} epochs behind it: of {epochs} none is left"]
    told = [f"going on from {checkpoint}, after epoch {len(records)}"]
    told += changed_batches(run, len(records), int(arrays["optimizer/steps"]))
    return told + changed_rate(run, records)


def changed_batches(run: Run, epochs: int, steps: int) -> list[str]:
    """Say so if the epochs so far took more or fewer steps than they would now."""
    now = math.ceil(len(run.X) / run.settings.batch_size)
    if steps == epochs * now:
        return []
    size = run.settings.batch_size
    return [f"another batch size: {size} makes {now:,} steps an epoch, not {steps / epochs:,.4g}"]


def changed_rate(run: Run, records: list[Record]) -> list[str]:
    """Say so if an epoch began with another learning rate than it would now."""
    schedule = run.settings.new_schedule()
    for record in records:
        now = schedule(record["epoch"] - 1)
        before = record.get("learning_rate", now)
        if not np.isclose(before, now, rtol=1e-6, atol=0):
            return [
                f"another learning rate or schedule: epoch {record['epoch']} began with "
                f"{before:.4g}, now it would be {now:.4g}"
            ]
    return []
