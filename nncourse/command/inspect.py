"""`nncourse inspect`: what a model file holds, or a checkpoint."""

import reprlib
from typing import Any

from nncourse.command.arguments import ModelFile
from nncourse.history import Record
from nncourse.saving.checkpoints import check_checkpoint
from nncourse.saving.serialization import Arrays, SavedModel, load_model, read_arrays


def inspect(model: ModelFile) -> None:
    """Show the layers of MODEL, their parameters, and how it was trained.

    Of a checkpoint: how far the training is.
    """
    saved = load_model(model)
    arrays, header = read_arrays(model)
    if "history" in header:
        check_checkpoint(arrays, header, model)
    print(saved.network.summary())
    print()
    for name, value in known_facts(saved, arrays, header).items():
        print(f"{name:<11} {value}")


def known_facts(saved: SavedModel, arrays: Arrays, header: dict[str, Any]) -> dict[str, str]:
    """What the file says about its model besides the layers."""
    if "history" in header:
        return input_facts(saved) | checkpoint_facts(arrays, header)
    story = training_facts(saved.notes) if saved.notes else {"trained on": "the file does not say"}
    return input_facts(saved) | story


def checkpoint_facts(arrays: Arrays, header: dict[str, Any]) -> dict[str, str]:
    """How far a training has come, from its checkpoint."""
    last: Record = header["history"][-1] if header["history"] else {"epoch": 0}
    facts = {
        "checkpoint": f"after epoch {last['epoch']}, to go on with --resume",
        "trained by": f"{header['optimizer']}, {int(arrays['optimizer/steps']):,} steps, "
        f"the last at the learning rate {header['learning_rate']:.4g}",
        "last epoch": measured(last),
    }
    if "stopping" in header:
        lowest, waited = header["stopping"]
        facts["stopping"] = f"lowest val loss {lowest:.4g}, {waited} epochs ago"
    return facts


def measured(record: Record) -> str:
    """What was measured in an epoch, in words."""
    told = {n: v for n, v in record.items() if n not in ("epoch", "learning_rate", "seconds")}
    return ", ".join(f"{name.replace('_', ' ')} {value:.4g}" for name, value in told.items())


def input_facts(saved: SavedModel) -> dict[str, str]:
    """What the model takes, and what it tells apart."""
    shape = saved.picture or saved.network.input_shape or ()
    kind = " picture" if saved.picture else " numbers"
    facts = {"input": " x ".join(map(str, shape)) + kind}
    if saved.standardizer:
        facts["input"] += ", standardized"
    if saved.classes:
        facts["classes"] = ", ".join(saved.classes)
    return facts


def training_facts(story: dict[str, Any]) -> dict[str, str]:
    """How the model was trained, from its notes: those of `nncourse train`, or anyone's."""
    try:
        return told_by_train(story)
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
        return {name: shown(value) for name, value in story.items()}


def shown(value: Any) -> str:
    """A note of any form on one line, cut short if it is long."""
    is_line = isinstance(value, str) and value.isprintable()
    return value if is_line else reprlib.repr(value)


def told_by_train(story: dict[str, Any]) -> dict[str, str]:
    """The notes that `nncourse train` leaves in a file, in words."""
    s, kept = story["settings"], story["last_epoch"]
    is_last = kept.get("epoch") == story["epochs"]
    return {
        "trained on": f"{story['data']}, {story['examples']:,} examples",
        "trained by": f"{s['optimizer']} {s['learning_rate']:g} ({s['schedule']}), "
        f"batch {s['batch_size']}, {story['epochs']} epochs, L2 {s['l2']:g}, seed {s['seed']}"
        + (f", gradients by {s['engine']}" if "engine" in s else ""),
        "last epoch" if is_last else f"epoch {kept['epoch']}": measured(kept),
        **certainty(story),
        "written by": f"nncourse {story['version']}",
    }


def certainty(story: dict[str, Any]) -> dict[str, str]:
    """From which share on an answer counts as sure, if the file says so."""
    if "sure_from" not in story:
        return {}
    lowest = story["sure_from"]
    return {"sure from": "no share" if lowest is None else f"a share of {lowest:.2%}"}
