"""`nncourse inspect`: what a model file holds."""

from typing import Any

from nncourse.command.arguments import ModelFile
from nncourse.saving.serialization import SavedModel, load_model


def inspect(model: ModelFile) -> None:
    """Show the layers of MODEL, their parameters, and how it was trained."""
    saved = load_model(model)
    print(saved.network.summary())
    print()
    for name, value in known_facts(saved).items():
        print(f"{name:<12}{value}")


def known_facts(saved: SavedModel) -> dict[str, str]:
    """What the file says about its model besides the layers."""
    story = training_facts(saved.notes) if saved.notes else {"trained on": "the file does not say"}
    return input_facts(saved) | story


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
    """How the model was trained, from the notes that `nncourse train` leaves in its file."""
    s, kept = story["settings"], story["last_epoch"]
    is_last = kept.get("epoch") == story["epochs"]
    measured = [
        f"{name.replace('_', ' ')} {value:.4g}"
        for name, value in kept.items()
        if name not in ("epoch", "learning_rate")
    ]
    return {
        "trained on": f"{story['data']}, {story['examples']:,} examples",
        "trained by": f"{s['optimizer']} {s['learning_rate']:g} ({s['schedule']}), "
        f"batch {s['batch_size']}, {story['epochs']} epochs, L2 {s['l2']:g}, seed {s['seed']}",
        "last epoch" if is_last else f"epoch {kept['epoch']}": ", ".join(measured),
        "written by": f"nncourse {story['version']}",
    }
