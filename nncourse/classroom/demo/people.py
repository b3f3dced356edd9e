"""Who is in the demo class, and what each of them has written.

Everybody is made up, and the same at any time: what is drawn is drawn from a number.
"""

import inspect
import random
import re
from collections.abc import Sequence

from nncourse import exercises
from nncourse.classroom.course.roster import Student
from nncourse.classroom.demo import answers

SEED = 2
SIZE = 30
STUB = "stub"  # for an exercise that somebody left as it was

NAMES = {
    5: "Démo Étudiante 05",
    11: "Demó Študentová 11",
    16: "Student 16, Demo",
    19: "Demo Öğrenci 19",
    21: "Demo Twin",
    22: "Demo Twin",
}

MISSING, EXCUSED, CUT_OFF = "demo09", "demo24", "demo13"
SAME = ("demo17", "demo18")  # the second has the answers of the first
LATE = {  # and when their work came in
    "demo04": "Tuesday, 13 October 2026, 9:05 AM",
    "demo07": "Thursday, 15 October 2026, 8:40 PM",
    "demo11": "Wednesday, 14 October 2026, 6:30 PM",
    "demo28": "Tuesday, 13 October 2026, 11:50 PM",
}
CALLS_THE_PACKAGE, MISSPELT = "demo20", "demo15"


def students() -> list[Student]:
    """The class: 30 students in two groups.

    Examples
    --------
    >>> [(student.id, student.name, student.group) for student in students()][0]
    ('demo01', 'Demo Student 01', 'herons')
    """
    return [student(number) for number in range(1, SIZE + 1)]


def student(number: int) -> Student:
    """The student of this number."""
    id = f"demo{number:02}"
    name = NAMES.get(number, f"Demo Student {number:02}")
    return Student(id, name, f"{id}@example.edu", "herons" if number <= SIZE // 2 else "owls")


def family_first(name: str) -> str:
    """A name as platforms sort it.

    Examples
    --------
    >>> family_first("Demo Student 01")
    'Student 01, Demo'
    """
    first, _, rest = name.partition(" ")
    return name if "," in name else f"{rest}, {first}"


def work() -> dict[str, dict[str, str]]:
    """What each student has written: for each exercise the name of an answer, or STUB."""
    written = {one.id: drawn(one.id) for one in students() if one.id not in (MISSING, EXCUSED)}
    written[SAME[1]] = written[SAME[0]]
    written[CALLS_THE_PACKAGE] |= {"forward.softmax": "from_the_package"}
    written[MISSPELT] |= {"forward.softmax": "right"}
    return written


def drawn(id: str) -> dict[str, str]:
    """What one student has written, by how much they can do and how hard the exercises are."""
    rng = random.Random(f"{SEED} {id}")
    skill = 0.6 + 0.4 * rng.random()
    written = {}
    for exercise in exercises.exercises_of("forward"):
        labels = answers_to(exercise.name)
        right = [label for label in labels if label.startswith("right")]
        wrong = [*(label for label in labels if label not in [*right, "from_the_package"]), STUB]
        known = rng.random() < skill ** (exercise.points / 2)
        written[exercise.id] = first_most(rng, right if known else wrong)
    return written


def answers_to(name: str) -> list[str]:
    """The names of the answers to an exercise, in the order of how many give them.

    Examples
    --------
    >>> answers_to("tanh")
    ['right', 'right_with_expm1', 'plain_exponentials', 'not_steep_enough']
    """
    return [key.partition("__")[2] for key in vars(answers) if key.startswith(f"{name}__")]


def first_most(rng: random.Random, labels: Sequence[str]) -> str:
    """One of some labels; the first is drawn most often."""
    return rng.choices(labels, [1 / (place + 1) for place in range(len(labels))])[0]


def text_of(name: str, label: str) -> str:
    """The text of an answer, as a student writes it into a cell.

    Examples
    --------
    >>> print(text_of("relu", "right"))
    def relu(Z):
        return np.maximum(Z, 0)
    """
    text = inspect.getsource(getattr(answers, f"{name}__{label}"))
    return re.sub(rf"^def {name}__{label}\(", f"def {name}(", text).rstrip()
