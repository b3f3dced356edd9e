"""The application: the instructors' subcommands under one name."""

import typer

from nncourse.command.classroom.assign import assign
from nncourse.command.classroom.collect import collect
from nncourse.command.classroom.export import export
from nncourse.command.classroom.grade import grade
from nncourse.command.classroom.new import new
from nncourse.command.classroom.regrade import regrade
from nncourse.command.classroom.report import feedback, report
from nncourse.command.classroom.verify import verify

EXAMPLE = "Example: nncourse classroom "

classroom = typer.Typer(
    help="For instructors: assign chapters, grade safely, see what the class got wrong.",
    epilog="In this order: new, assign, verify, collect, grade, report, feedback, export. To try "
    "it all on a made-up class: nncourse classroom new nets --demo",
    no_args_is_help=True,
)

classroom.command(epilog=f"{EXAMPLE}new nets --timezone Europe/Berlin --roster grades.csv")(new)
classroom.command(
    epilog=f"{EXAMPLE}assign week-1 basics forward.softmax --points basics.mse=3 "
    "--due 2026-10-12T23:59"
)(assign)
classroom.command(epilog=f"{EXAMPLE}verify week-1")(verify)
classroom.command(epilog=f"{EXAMPLE}collect week-1 submissions.zip --sheet grades.csv")(collect)
classroom.command(epilog=f"{EXAMPLE}grade week-1 -j 4")(grade)
classroom.command(
    epilog=f'{EXAMPLE}regrade week-1 --only basics.mse --reason "a right answer was refused"'
)(regrade)
classroom.command(epilog=f"{EXAMPLE}report week-1")(report)
classroom.command(epilog=f"{EXAMPLE}feedback week-1")(feedback)
classroom.command(epilog=f"{EXAMPLE}export week-1 --canvas grades.csv")(export)
