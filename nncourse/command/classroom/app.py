"""The application: the instructors' subcommands under one name."""

import inspect
from collections.abc import Callable

import typer

from nncourse.command.classroom.assign import assign
from nncourse.command.classroom.collect import collect
from nncourse.command.classroom.export import export
from nncourse.command.classroom.grade import grade
from nncourse.command.classroom.new import new
from nncourse.command.classroom.regrade import regrade
from nncourse.command.classroom.report import feedback, report
from nncourse.command.classroom.verify import verify

classroom = typer.Typer(
    help="For instructors: assign chapters, grade safely, see what the class got wrong.",
    epilog="In this order: new, assign, verify, collect, grade, report, feedback, export. To try "
    "it all on a made-up class: nncourse classroom new nets --demo",
    no_args_is_help=True,
)


def add(subcommand: Callable[..., None], example: str) -> None:
    """Add a subcommand: its docstring is its help, in paragraphs that the terminal wraps."""
    paragraphs = (inspect.getdoc(subcommand) or "").split("\n\n")
    text = "\n\n".join(" ".join(paragraph.split()) for paragraph in paragraphs)
    classroom.command(help=text, epilog=f"Example: nncourse classroom {example}")(subcommand)


add(new, "new nets --timezone Europe/Berlin --roster grades.csv")
add(assign, "assign week-1 basics forward.softmax --points basics.mse=3 --due 2026-10-12T23:59")
add(verify, "verify week-1")
add(collect, "collect week-1 submissions.zip --sheet grades.csv")
add(grade, "grade week-1 -j 4")
add(regrade, 'regrade week-1 --only basics.mse --reason "a right answer was refused"')
add(report, "report week-1")
add(feedback, "feedback week-1")
add(export, "export week-1 --canvas grades.csv")
