"""The `nncourse` command: train a network, measure it, ask it, look into it.

Each command reads its options, calls the package and prints the answer; the work is done by
`nncourse.recipes`, which a chapter or a script can call as well. Used from chapter 5 on.

Exit codes: 0 if all went well, 1 if what was asked for cannot be done, 2 if the command was not
understood, 130 after Ctrl-C.
"""

import shlex
import shutil
import sys
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any, NoReturn

import numpy as np
import typer

import nncourse
from nncourse import checking
from nncourse.datasets import read_csv, read_folder, read_picture, storage
from nncourse.datasets.optional import require
from nncourse.errors import DataError, ModelFileError
from nncourse.metrics import confusion_matrix, precision_recall
from nncourse.recipes import (
    ACTIVATIONS,
    OPTIMIZERS,
    RECIPES,
    SCHEDULES,
    Recipe,
    Settings,
    as_inputs,
    class_names,
    class_probabilities,
    find_recipe,
    loss_of,
    prepare,
    save_run,
    unseen_examples,
)
from nncourse.recipes import train as train_run
from nncourse.reports import describe, outcome, write_report
from nncourse.saving.serialization import SavedModel, load_model
from nncourse.training import DivergedError
from nncourse.training import evaluate as evaluate_network

MISTAKES = (ValueError, OSError, DivergedError, ModuleNotFoundError, MemoryError)

app = typer.Typer(
    help="Neural networks from scratch, at the command line.",
    epilog="Begin with: nncourse train mnist",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
data_app = typer.Typer(help="List, fetch and check the data files.", no_args_is_help=True)
app.add_typer(data_app, name="data")

ModelFile = Annotated[Path, typer.Argument(metavar="MODEL", help="A file that train saved.")]


def main() -> NoReturn:
    """Run the command that the user typed, and end with its exit code."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr] # for terminals without ▁
    try:
        app(prog_name="nncourse")
    except MISTAKES as error:
        complain(error)
    except KeyboardInterrupt:
        sys.exit(130)
    sys.exit(1)


def complain(error: BaseException) -> None:
    """Say on standard error what went wrong."""
    text = "not enough memory for that" if isinstance(error, MemoryError) else str(error)
    print(f"nncourse: {text or type(error).__name__}", file=sys.stderr)


def show_version(wanted: bool) -> None:
    """Print the version and end, if that is wanted."""
    if wanted:
        print(f"nncourse {nncourse.__version__}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", callback=show_version, is_eager=True, help="Show it.")
    ] = False,
) -> None:
    """Neural networks from scratch, at the command line."""


# ---------------------------------------------------------------------------------------- train


def defaults_of(recipe: Recipe) -> str:
    """The recipe's settings in a line, for the help page."""
    s = recipe.settings
    hidden = ",".join(map(str, s.hidden)) or "none"
    return f"{recipe.name}: hidden {hidden}, {s.optimizer} {s.learning_rate:g}, {s.epochs} epochs"


@app.command(
    epilog="What works for each, if you choose nothing:\n\n"
    + "\n\n".join(map(defaults_of, RECIPES.values()))
    + "\n\nExample: nncourse train mnist --hidden 128,64 --epochs 5 --report digits.md"
)
def train(
    data: Annotated[str, typer.Argument(metavar="DATA", help=f"One of {', '.join(RECIPES)}.")],
    hidden: Annotated[
        str | None,
        typer.Option(metavar="SIZES", help="Neurons of each hidden layer: 256,64; or none."),
    ] = None,
    activation: Annotated[
        str | None, typer.Option(metavar="NAME", help=f"One of {', '.join(ACTIVATIONS)}.")
    ] = None,
    optimizer: Annotated[
        str | None, typer.Option(metavar="NAME", help=f"One of {', '.join(OPTIMIZERS)}.")
    ] = None,
    learning_rate: Annotated[
        float | None,
        typer.Option("--learning-rate", "--lr", metavar="RATE", help="Size of the steps."),
    ] = None,
    schedule: Annotated[
        str | None,
        typer.Option(metavar="NAME", help=f"Of the learning rate: {' or '.join(SCHEDULES)}."),
    ] = None,
    batch: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="Examples in a batch.")
    ] = None,
    epochs: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="How often every example is shown.")
    ] = None,
    l2: Annotated[
        float | None, typer.Option(min=0, metavar="STRENGTH", help="Price on large weights.")
    ] = None,
    seed: Annotated[
        int | None, typer.Option(min=0, metavar="N", help="Same seed, same result.")
    ] = None,
    examples: Annotated[
        int | None, typer.Option(min=2, metavar="N", help="Use only so many of the examples.")
    ] = None,
    save: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Where to save it (else DATA.safetensors)."),
    ] = None,
    checkpoint: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Keep the state after each epoch here, to train on."),
    ] = None,
    resume: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Go on from this checkpoint; repeat its options."),
    ] = None,
    history: Annotated[
        Path | None, typer.Option(metavar="CSV", help="Write each epoch's numbers as CSV.")
    ] = None,
    report: Annotated[
        Path | None,
        typer.Option(metavar="MD", help="Write a Markdown page with the learning curve."),
    ] = None,
) -> None:
    """Train a network on DATA, hold some examples back to watch it, and save it."""
    recipe = find_recipe(data)
    chosen = {
        "hidden": layer_sizes(hidden) if hidden is not None else None,
        "activation": activation,
        "optimizer": optimizer,
        "learning_rate": learning_rate,
        "schedule": schedule,
        "batch_size": batch,
        "epochs": epochs,
        "l2": l2,
        "seed": seed,
        "examples": examples,
    }
    settings = with_choices(recipe.settings, chosen)
    model_path = save or unused(Path(f"{data}.safetensors"))
    for path in (model_path, checkpoint, history, report):
        check_writable(path)
    if resume is not None and not resume.is_file():
        raise FileNotFoundError(f"there is no checkpoint {resume}")

    run = prepare(recipe, settings)
    print(describe(run))
    passing = None
    if run.picture and not (checkpoint or resume):  # long enough to be interrupted
        passing = unused(model_path.with_suffix(".checkpoint.safetensors"))
    kept_in = checkpoint or resume or passing
    if resume and checkpoint and resume != checkpoint:
        shutil.copyfile(resume, checkpoint)
    try:
        with one_thread(), np.errstate(over="ignore", invalid="ignore"):  # fit tells of NaN
            train_run(run, checkpoint=kept_in, resume=bool(resume), progress=sys.stderr.isatty())
    except KeyboardInterrupt:
        print(how_to_resume(kept_in), file=sys.stderr)
        raise typer.Exit(130) from None
    except DivergedError as error:
        kept = f". The state before is in {kept_in}" if kept_in and kept_in.exists() else ""
        raise DivergedError(f"{error}{kept}") from error

    print("\n".join(outcome(run)))
    save_run(model_path, run)
    print(f"Saved {model_path}.")
    if passing:
        passing.unlink(missing_ok=True)
    if history:
        run.history.to_csv(history)
        print(f"Wrote {history}.")
    if report:
        written = write_report(report, run)
        print(f"Wrote {' and '.join(map(str, written))}.")
    print(f"Next: nncourse evaluate {shlex.quote(str(model_path))}")


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


def with_choices(settings: Settings, chosen: dict[str, Any]) -> Settings:
    """The settings, changed where the user chose otherwise.

    An optimizer chosen without a learning rate brings its own.
    """
    given = {name: value for name, value in chosen.items() if value is not None}
    optimizer = given.get("optimizer")
    if optimizer in OPTIMIZERS and optimizer != settings.optimizer:
        given.setdefault("learning_rate", OPTIMIZERS[optimizer][1])
    return replace(settings, **given)


def unused(path: Path) -> Path:
    """The path, or with -2, -3 and so on in its name if there is such a file already."""
    stem, dot, suffix = path.name.partition(".")
    number, candidate = 2, path
    while candidate.exists():
        candidate = path.with_name(f"{stem}-{number}{dot}{suffix}")
        number += 1
    return candidate


def check_writable(path: Path | None) -> None:
    """An error now rather than after the training, if the path cannot be written."""
    if path is None:
        return
    if path.is_dir():
        raise IsADirectoryError(f"{path} is a folder; give the name of a file")
    if not path.absolute().parent.is_dir():
        raise FileNotFoundError(f"there is no folder {path.parent} to write {path.name} to")


def one_thread() -> AbstractContextManager[Any]:
    """Let matrix products run on one core, so that a busy machine does not slow training down."""
    try:
        return require("threadpoolctl", "threadpoolctl").threadpool_limits(1)
    except ModuleNotFoundError:
        return nullcontext()


def how_to_resume(checkpoint: Path | None) -> str:
    """What to say when the user stops the training."""
    if checkpoint is None or not checkpoint.exists():
        return "\nStopped. There is no checkpoint yet, so nothing is kept."
    command = ["nncourse", *sys.argv[1:]]
    if not any(word.startswith("--resume") for word in command):
        command += ["--resume", str(checkpoint)]
    return f"\nStopped. The last checkpoint is {checkpoint}; resume with:\n  {shlex.join(command)}"


# ------------------------------------------------------------------------------ evaluate, predict


@app.command(epilog="Example: nncourse evaluate mnist.safetensors")
def evaluate(
    model: ModelFile,
    data: Annotated[
        str | None,
        typer.Option(
            help="A data set, a folder with a sub-folder of pictures for each class, or a CSV "
            "file with the label first; without it, the test examples of what it learned."
        ),
    ] = None,
) -> None:
    """Measure MODEL on examples that it was not trained on."""
    saved = load_model(model)
    data = data or saved.notes.get("data")
    if data is None:
        raise ModelFileError(f"{model} does not say what it was trained on: give --data")
    raw, y = labelled_examples(data, saved)
    X = as_inputs(saved, raw)
    loss = RECIPES[data].loss() if data in RECIPES else loss_of(saved)
    loss.check_targets(y, saved.network.output_shape[-1])
    value, accuracy = evaluate_network(saved.network, loss, X, y)
    print(f"{data}: {len(y):,} examples")
    print(f"loss      {value:.4g}")
    if accuracy is None or loss.decide is None:
        return
    uncertainty = np.sqrt(accuracy * (1 - accuracy) / len(y))  # its standard error
    right = round(accuracy * len(y))
    print(f"accuracy  {accuracy:.2%} ± {uncertainty:.2%} ({right:,} of {len(y):,} right)")
    predicted, y = loss.decide(saved.network.predict(X)), y.ravel().astype(int)
    if saved.network.output_shape[-1] == 1:
        precision, recall = precision_recall(predicted, y)
        print(f"precision {precision:.2%}\nrecall    {recall:.2%}")
    else:
        print(worst_confusions(predicted, y, class_names(saved)))


def labelled_examples(data: str, saved: SavedModel) -> tuple[np.ndarray, np.ndarray]:
    """The examples that the user named, raw, and their labels."""
    path = Path(data)
    if data in RECIPES:
        return unseen_examples(RECIPES[data])
    if path.is_dir():
        size, channels = picture_format(saved, path)
        images, labels, classes, _ = read_folder(path, size, channels)
        if labels is None:
            raise DataError(f"{path} has no sub-folders: expected one for each class")
        if saved.classes and len(classes) != len(saved.classes):
            raise DataError(
                f"{path} has the classes {', '.join(classes)}; "
                f"the model knows {', '.join(saved.classes)}"
            )
        return images, labels
    if path.is_file():
        return read_csv(path, dtype=np.uint8 if saved.picture else np.float32)
    raise DataError(
        f"there is no data set, folder or file {data!r}; the data sets are {', '.join(RECIPES)}"
    )


def worst_confusions(predicted: np.ndarray, y: np.ndarray, names: list[str]) -> str:
    """The three most frequent mistakes, in words."""
    table = confusion_matrix(predicted, y, len(names))
    np.fill_diagonal(table, 0)
    worst = np.argsort(-table, axis=None, kind="stable")[:3]
    pairs = [divmod(int(place), len(names)) for place in worst]
    mistakes = [
        f"{table[true, taken]} x {names[true]} taken for {names[taken]}"
        for true, taken in pairs
        if table[true, taken]
    ]
    return f"mistakes  {', '.join(mistakes) or 'none'}"


@app.command(epilog="Example: nncourse predict mnist.safetensors seven.png")
def predict(
    model: ModelFile,
    pictures: Annotated[list[Path], typer.Argument(metavar="PICTURE...", help="PNG or JPEG.")],
    top: Annotated[int, typer.Option(min=1, help="Show so many classes.")] = 3,
) -> None:
    """Ask MODEL what is on each PICTURE, and how sure it is."""
    saved = load_model(model)
    size, channels = picture_format(saved, model)
    failures = 0
    for path in pictures:
        try:
            picture = read_picture(path, size, channels)
        except (DataError, OSError) as error:
            complain(error)
            failures += 1
            continue
        scores = saved.network.predict(as_inputs(saved, picture[None]))
        shares, names = class_probabilities(scores)[0], class_names(saved)
        best = np.argsort(-shares, kind="stable")[:top]
        print(f"{path}: {names[best[0]]}")
        print("\n".join(bars([names[c] for c in best], shares[best])))
    if failures:
        raise typer.Exit(1)


def picture_format(saved: SavedModel, what: Path) -> tuple[tuple[int, int], int]:
    """Height and width, and the number of channels, of the pictures that the model takes."""
    if saved.picture is None:
        raise ModelFileError(
            f"{what}: this model takes {saved.network.input_shape} numbers and no pictures (or it "
            "is a checkpoint: finish it with nncourse train ... --resume)"
        )
    height, width, *channels = saved.picture
    return (height, width), (channels or [1])[0]


def bars(names: list[str], shares: np.ndarray) -> list[str]:
    """A line for each class: its name, a bar as long as its share, and the share."""
    longest = max(map(len, names))
    width = max(4, min(40, shutil.get_terminal_size().columns - longest - 12))
    lines = []
    for name, share in zip(names, shares, strict=True):
        eighths = round(float(share) * width * 8)
        bar = "█" * (eighths // 8) + " ▏▎▍▌▋▊▉"[eighths % 8].strip()
        lines.append(f"  {name:<{longest}}  {bar:<{width}} {share:>7.2%}")
    return lines


# ---------------------------------------------------------------------------------------- inspect


@app.command(epilog="Example: nncourse inspect mnist.safetensors")
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


# ------------------------------------------------------------------------------------------- data


@data_app.command("list", epilog="Example: nncourse data list")
def list_data() -> None:
    """Show which data files there are, what they hold, and whether they are here."""
    for file in storage.catalogue():
        here = "here" if file.present else "not here"
        print(f"{file.name}\n  {here}, {megabytes(file.size)}, {file.description} ({file.licence})")
    print("xor, spiral and linear are made when they are needed.")


def megabytes(size: int) -> str:
    """A number of bytes, for people."""
    return f"{size / 1e6:.1f} MB" if size > 1e5 else f"{size / 1e3:.0f} kB"


@data_app.command(epilog="Example: nncourse data get photos")
def get(
    name: Annotated[str, typer.Argument(help="A set (photos) or a file (photos/test...).")],
) -> None:
    """Fetch a data set, unless a sound copy is here already."""
    for path in storage.fetch(name):
        print(path)


@data_app.command(epilog="Example: nncourse data verify mnist")
def verify(
    name: Annotated[str | None, typer.Argument(help="A set or a file; all without it.")] = None,
) -> None:
    """Compare the data files with the SHA-256 of what they should hold."""
    if name:
        for path in storage.verify(name):
            print(f"sound  {path}")
        return
    damaged = 0
    for file in storage.catalogue():
        if not file.present:
            print(f"absent {file.name} (nncourse data get {file.name.split('/')[0]})")
            continue
        try:
            print(f"sound  {storage.verify(file.name)[0]}")
        except DataError as error:
            complain(error)
            damaged += 1
    if damaged:
        raise typer.Exit(1)


# --------------------------------------------------------------------------------------- progress


@app.command(epilog="Example: nncourse progress")
def progress() -> None:
    """Show how far you are with the course's exercises, and where that is kept."""
    checking.progress()
    print(f"kept in {checking.records.path()}")


if __name__ == "__main__":
    main()
