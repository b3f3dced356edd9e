"""`nncourse train`: a network is trained on a data set and saved."""

import shlex
import shutil
import sys
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer

from nncourse.command.arguments import called_as
from nncourse.command.choices import SCHEDULES, layer_sizes, with_choices
from nncourse.command.reports import describe, outcome, write_report
from nncourse.command.runs import Run, prepare, save_run
from nncourse.command.runs import train as train_run
from nncourse.datasets.optional import require
from nncourse.results.recipes import RECIPES, Recipe, find_recipe
from nncourse.results.settings import ACTIVATIONS, ENGINES, OPTIMIZERS
from nncourse.training import DivergedError


def what_works() -> str:
    """The recipes' settings, for the help page."""
    return "\n\n".join(
        ["What works for each, if you choose nothing:", *map(in_a_line, RECIPES.values())]
    )


def in_a_line(recipe: Recipe) -> str:
    """The settings of one recipe."""
    s = recipe.settings
    hidden = ",".join(map(str, s.hidden)) or "none"
    rate = f"{s.optimizer} {s.learning_rate:g}{f' ({s.schedule})' * (s.schedule != 'constant')}"
    pictures = f", pictures {recipe.augmentation}" * bool(recipe.augmentation)
    return f"{recipe.name}: hidden {hidden}, {rate}, {s.epochs} epochs{pictures}"


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
        typer.Option(metavar="NAME", help=f"One of {', '.join(SCHEDULES)}."),
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
    engine: Annotated[
        str | None,
        typer.Option(metavar="NAME", help=f"What finds the gradients: {' or '.join(ENGINES)}."),
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
    """Train a network on DATA, hold some examples back to watch it, and save it.

    Pictures are learned with the settings of the chapters, unless you choose others.
    """
    recipe = find_recipe(data)
    settings = with_choices(
        recipe.settings,
        hidden=layer_sizes(hidden) if hidden is not None else None,
        activation=activation,
        optimizer=optimizer,
        learning_rate=learning_rate,
        schedule=schedule,
        batch_size=batch,
        epochs=epochs,
        l2=l2,
        engine=engine,
        seed=seed,
        examples=examples,
    )
    model = save or unused(Path(f"{data}.safetensors"))
    check_places(model, checkpoint, history, report, resume)

    run = prepare(recipe, settings)
    print(describe(run))
    kept_in = checkpoint_of(run, model, checkpoint, resume)
    train_to_the_end(run, kept_in, resume=resume is not None)

    print("\n".join(outcome(run)))
    save_run(model, run)
    print(f"Saved {model}.")
    if kept_in and not (checkpoint or resume):  # it was there for an interruption only
        kept_in.unlink(missing_ok=True)
    write_pages(run, history, report)
    print(f"Next: {shlex.join([*called_as(), 'evaluate', str(model)])}")


def check_places(
    model: Path,
    checkpoint: Path | None,
    history: Path | None,
    report: Path | None,
    resume: Path | None,
) -> None:
    """Raise an error now rather than after the training, if a file cannot be written or read."""
    for path in (model, checkpoint, history, report):
        check_writable(path)
    if resume is not None and not resume.is_file():
        raise FileNotFoundError(f"there is no checkpoint {resume}")


def checkpoint_of(
    run: Run, model: Path, checkpoint: Path | None, resume: Path | None
) -> Path | None:
    """Where the state is kept: as the user says, or beside the model if training takes long."""
    if resume and checkpoint and resume != checkpoint:
        shutil.copyfile(resume, checkpoint)
    beside = unused(model.with_suffix(".checkpoint.safetensors")) if run.picture else None
    return checkpoint or resume or beside


def train_to_the_end(run: Run, checkpoint: Path | None, resume: bool) -> None:
    """Train, and if that ends too early, say what is kept."""
    try:
        with one_thread(), np.errstate(over="ignore", invalid="ignore"):  # fit tells of NaN
            train_run(run, checkpoint=checkpoint, resume=resume, progress=sys.stderr.isatty())
    except KeyboardInterrupt:
        print(how_to_resume(checkpoint), file=sys.stderr)
        raise typer.Exit(130) from None
    except DivergedError as error:
        there = checkpoint and checkpoint.exists()
        kept = f". The state before is in {checkpoint}" if there else ""
        raise DivergedError(f"{error}{kept}") from error


def write_pages(run: Run, history: Path | None, report: Path | None) -> None:
    """Write down the story of a run, as far as the user asked for it."""
    if history:
        run.history.to_csv(history)
        print(f"Wrote {history}.")
    if report:
        written = write_report(report, run)
        print(f"Wrote {' and '.join(map(str, written))}.")


def unused(path: Path) -> Path:
    """The path, or with -2, -3 and so on in its name if there is such a file already."""
    stem, dot, suffix = path.name.partition(".")
    number, candidate = 2, path
    while candidate.exists():
        candidate = path.with_name(f"{stem}-{number}{dot}{suffix}")
        number += 1
    return candidate


def check_writable(path: Path | None) -> None:
    """Raise an error if the path cannot be written."""
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
    command = [*called_as(), *sys.argv[1:]]
    if not any(word.startswith("--resume") for word in command):
        command += ["--resume", str(checkpoint)]
    return f"\nStopped. The last checkpoint is {checkpoint}; resume with:\n  {shlex.join(command)}"
