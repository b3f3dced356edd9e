"""`nncourse train`: a network is trained on a data set and saved."""

import shlex
import sys
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer

from nncourse.command.arguments import called_as
from nncourse.command.choices import SCHEDULES, layer_sizes, with_choices
from nncourse.command.own import recipe_for
from nncourse.command.places import check_places, same_file, unused
from nncourse.command.reports import describe, outcome, write_report
from nncourse.command.resuming import going_on
from nncourse.command.runs import Run, check_same_run, prepare, save_run
from nncourse.command.runs import train as train_run
from nncourse.command.streams import say
from nncourse.datasets.optional import require
from nncourse.files import write_whole
from nncourse.results.recipes import RECIPES, Recipe
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
    data: Annotated[
        str,
        typer.Argument(
            metavar="DATA",
            help=f"One of {', '.join(RECIPES)}; or your own: a folder with a sub-folder of "
            "pictures for each class, or a CSV file.",
        ),
    ],
    label: Annotated[
        str | None,
        typer.Option(
            metavar="COLUMN",
            help="Of a CSV file, the column to predict, by its name or its place (else the first). "
            "Words and up to 20 different whole numbers are classes, other numbers are predicted "
            "as such.",
        ),
    ] = None,
    size: Annotated[
        int | None,
        typer.Option(
            min=8, max=512, metavar="PIXELS", help="Height and width of a folder's pictures (64)."
        ),
    ] = None,
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
        int | None,
        typer.Option(min=1, max=10**9, metavar="N", help="How often every example is shown."),
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

    The course's data are learned with the settings of the chapters, unless you choose others. Of
    your own, a fifth of each class is held back, and the epoch that does best on it is kept.
    """
    recipe = recipe_for(data, label, size)
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
    model = save or unused_name(recipe)
    kept_in = checkpoint or resume or unused(model.parent / f"{model.stem}.checkpoint.safetensors")
    check_places(model, kept_in, resume, history, report)

    run = prepare(recipe, settings)
    say(describe(run))
    if resume:
        check_same_run(run, resume)
        say("\n".join(going_on(run, resume)))
        if not same_file(resume, kept_in):
            write_whole(kept_in, resume.read_bytes())
    passing = not (checkpoint or resume)  # then it is there for an interruption only
    kept = kept_in if run.picture or not passing else None
    model = train_and_save(run, save, kept, resume is not None)
    if kept and passing:
        kept.unlink(missing_ok=True)
    try:
        pages = write_pages(run, history, report)
    finally:  # the model is saved, whatever becomes of the pages
        say("\n".join([*outcome(run), f"Saved {model}."]))
    say("\n".join([*pages, f"Next: {shlex.join([*called_as(), *what_next(recipe, model)])}"]))


def what_next(recipe: Recipe, model: Path) -> list[str]:
    """What to call with a new model: of own data there are no test examples to measure it on."""
    return ["predict", str(model), str(recipe.own)] if recipe.own else ["evaluate", str(model)]


def unused_name(recipe: Recipe) -> Path:
    """The place of a model that was given none."""
    name = recipe.name.rstrip("/").removesuffix(".csv")
    return unused(Path(f"{name}.safetensors"))


def train_and_save(run: Run, save: Path | None, checkpoint: Path | None, resume: bool) -> Path:
    """Train and save, and tell where; if that ends too early, say what is kept."""
    try:
        with one_thread(), np.errstate(over="ignore", invalid="ignore"):  # fit tells of NaN
            train_run(run, checkpoint=checkpoint, resume=resume, progress=sys.stderr.isatty())
        model = save or unused_name(run.recipe)  # another run may have taken a name meanwhile
        save_run(model, run)
        return model
    except KeyboardInterrupt:
        print(how_to_resume(checkpoint), file=sys.stderr)
        raise typer.Exit(130) from None
    except (DivergedError, OSError) as error:
        if isinstance(error, DivergedError) and run.settings.l2:
            error.add_note(f"Or the price on large weights is too high: --l2 {run.settings.l2:g}.")
        if checkpoint and checkpoint.exists():
            error.add_note(f"The state before is in {checkpoint}.")
        raise


def write_pages(run: Run, history: Path | None, report: Path | None) -> list[str]:
    """Write down the story of a run, as far as the user asked for it, and say where."""
    told = []
    if history:
        run.history.to_csv(history)
        told.append(f"Wrote {history}.")
    if report:
        told.append(f"Wrote {' and '.join(map(str, write_report(report, run)))}.")
    return told


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
    words = sys.argv[1:]
    if "--resume" in words:  # the older checkpoint, and its name
        at = words.index("--resume")
        words = words[:at] + words[at + 2 :]
    words = [word for word in words if not word.startswith("--resume=")]
    command = shlex.join([*called_as(), *words, "--resume", str(checkpoint)])
    return f"\nStopped. The last checkpoint is {checkpoint}; resume with:\n  {command}"
