"""`nncourse inspect`: what a model file holds."""

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
    shape = saved.picture or saved.network.input_shape or ()
    kind = " picture" if saved.picture else " numbers"
    facts = {"input": " x ".join(map(str, shape)) + kind}
    if saved.standardizer:
        facts["input"] += ", standardized"
    if saved.classes:
        facts["classes"] = ", ".join(saved.classes)
    story = saved.notes
    if not story:
        return facts | {"trained on": "the file does not say"}
    s, last = story["settings"], story["last_epoch"]
    facts["trained on"] = f"{story['data']}, {story['examples']:,} examples"
    facts["trained by"] = (
        f"{s['optimizer']} {s['learning_rate']:g} ({s['schedule']}), batch {s['batch_size']}, "
        f"{story['epochs']} epochs, L2 {s['l2']:g}, seed {s['seed']}"
    )
    facts["last epoch"] = ", ".join(
        f"{name.replace('_', ' ')} {value:.4g}"
        for name, value in last.items()
        if name not in ("epoch", "learning_rate")
    )
    return facts | {"written by": f"nncourse {story['version']}"}
