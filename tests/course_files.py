"""A small course, and what platforms would hand out of it, made for the tests of `classroom`."""

import io
import json
import zipfile
from datetime import UTC, datetime
from pathlib import Path

from nncourse.classroom.course import assignment, course, roster
from nncourse.classroom.course.assignment import Assignment
from nncourse.classroom.course.course import Course

ROSTER = """\
id,name,email,group
s1,Jane Doe,jane@example.edu,owls
s2,"Žižková, Anna-Marie",anna@example.edu,owls
s3,Li Wei,li.wei@example.edu,
s4,Sam Twin,sam1@example.edu,
s5,Sam Twin,sam2@example.edu,
"""


def new_course(folder: Path, text: str = ROSTER) -> tuple[Course, Assignment]:
    """A course with five students, two of one name, and an assignment of two exercises."""
    made = course.new(folder / "nets", "Neural networks", "Autumn 2026", "Europe/Berlin")
    made.roster.write_text(text, "utf-8")
    asked = ["basics.neuron", "basics.mse"]
    return made, assignment.new(made, "week-1", asked, due="2026-10-12T23:59:00")


def students(made: Course) -> roster.Roster:
    """Its students."""
    return roster.read(made.roster)


def notebook(answer: str = "def mse(Y_hat, Y):\n    return 1.0") -> bytes:
    """A student's notebook with one answer in it."""
    cell = {"cell_type": "code", "metadata": {}, "source": [answer], "outputs": []}
    return json.dumps(
        {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    ).encode()


def zipped(files: dict[str, bytes] | list[tuple[str | zipfile.ZipInfo, bytes]]) -> bytes:
    """A ZIP archive; a list of pairs may hold a name twice."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items() if isinstance(files, dict) else files:
            archive.writestr(name, data)
    return content.getvalue()


def put(folder: Path, name: str, data: bytes) -> Path:
    """A file with these bytes."""
    path = folder / name
    path.write_bytes(data)
    return path


def clock() -> datetime:
    """A clock that stands still."""
    return datetime(2026, 10, 14, 8, tzinfo=UTC)


CANVAS_SHEET = (
    "Student,ID,SIS User ID,SIS Login ID,Section,Week 0 (11),week-1 (12),Final Score\r\n"
    ",,,,,Manual Posting,,\r\n"
    "    Points Possible,,,,,10,3,(read only)\r\n"
    '"Doe, Jane",1024,s1,jane,A,9.5,,95\r\n'
    '"Žižková, Anna-Marie",1025,s2,anna,A,,,\r\n'
    '"Wei, Li",1026,,li.wei@example.edu,A,8,1.5,\r\n'
    '"Twin, Sam",1027,s4,sam1,A,7,,\r\n'
    '"Twin, Sam",1028,s5,sam2,A,6,,\r\n'
    '"Student, Test",1999,,,A,,,\r\n'
)

MOODLE_SHEET = (
    "\ufeffID,Vollständiger Name,E-Mail-Adresse,Status,Bewertung,Bestwertung,"
    "Bewertung kann geändert werden,Zuletzt geändert (Abgabe),Zuletzt geändert (Bewertung),"
    "Feedback als Kommentar\n"
    'Teilnehmer/in2001,Jane Doe,jane@example.edu,Zur Bewertung abgegeben,,"3,00",Ja,'
    '"Montag, 12. Oktober 2026, 23:10",-,"Gut,\nweiter so"\n'
    'Teilnehmer/in2002,Anna-Marie Žižková,anna@example.edu,Zur Bewertung abgegeben,"1,50","3,00",'
    'Ja,"Dienstag, 13. Oktober 2026, 00:30",-,\n'
    'Teilnehmer/in2003,Li Wei,li.wei@example.edu,Keine Abgabe,,"3,00",Ja,-,-,\n'
)

# An instructor's own exercise, basics.cube.
CUBE = '''"""An instructor's own."""

import numpy as np

from nncourse.classroom.variants.form import Graded
from nncourse.classroom.variants.properties import shape


def right(X):
    return X**3


cube = Graded(
    id="basics.cube",
    title="A cube",
    reference=right,
    contract="""
def cube(X):
    ...
""",
    outcomes=("You can take the third power.",),
    axes={"X": "m n", "C": "m n"},
    returns="C",
    hints=("One.", "Two.", "Three."),
    experiment="cube(np.ones(2))",
    points=4,
    properties=(shape(lambda C, X: X.shape),),
)


@cube.probes
def probes(rng):
    yield "a few", rng.normal(size=(3, 2))


@cube.mistake("square", "That is the second power.")
def square(X):
    return X**2
'''
