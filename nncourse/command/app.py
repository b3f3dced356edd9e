"""The application: the subcommands under one name, and what becomes of their mistakes."""

import sys
from typing import Annotated, NoReturn

import typer

import nncourse
from nncourse.command.classroom.app import classroom
from nncourse.command.data import get, list_data, verify
from nncourse.command.evaluate import evaluate
from nncourse.command.inspect import inspect
from nncourse.command.mistakes import MISTAKES, complain, warnings_in_a_line
from nncourse.command.predict import predict
from nncourse.command.progress import progress
from nncourse.command.streams import hand_over, open_streams
from nncourse.command.train import train, what_works

app = typer.Typer(
    help="Neural networks from scratch, at the command line.",
    epilog="Begin with: nncourse train mnist",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
data = typer.Typer(help="List, fetch and check the data files.", no_args_is_help=True)
app.add_typer(data, name="data")
app.add_typer(classroom, name="classroom")

EXAMPLE = "Example: nncourse "
TRAIN_EXAMPLE = f"{EXAMPLE}train mnist --hidden 128,64 --epochs 5 --report digits.md"
OWN_EXAMPLES = f"{EXAMPLE}train my/pictures --size 48\n\n{EXAMPLE}train flowers.csv --label species"
EVALUATE_EXAMPLES = (
    f"{EXAMPLE}evaluate mnist.safetensors\n\n{EXAMPLE}evaluate cats.safetensors --data my/pictures"
)
PREDICT_EXAMPLES = (
    f"{EXAMPLE}predict mnist.safetensors seven.png --show\n\n"
    f"{EXAMPLE}predict flowers.safetensors new.csv"
)

app.command(epilog=f"{what_works()}\n\n{TRAIN_EXAMPLE}\n\n{OWN_EXAMPLES}")(train)
app.command(epilog=EVALUATE_EXAMPLES)(evaluate)
app.command(epilog=PREDICT_EXAMPLES)(predict)
app.command(epilog=f"{EXAMPLE}inspect mnist.safetensors")(inspect)
app.command(epilog=f"{EXAMPLE}progress")(progress)
data.command("list", epilog=f"{EXAMPLE}data list")(list_data)
data.command(epilog=f"{EXAMPLE}data get photos")(get)
data.command(epilog=f"{EXAMPLE}data verify mnist")(verify)


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


def main() -> NoReturn:
    """Run the command that the user typed, and end with its exit code."""
    open_streams()
    try:
        try:
            with warnings_in_a_line():
                app(prog_name="nncourse")
        finally:
            hand_over()
    except BrokenPipeError:
        pass  # whoever reads this has read enough
    except MISTAKES as error:
        complain(error)
    except KeyboardInterrupt:
        sys.exit(130)
    sys.exit(1)
