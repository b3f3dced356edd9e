"""One answer in the grade book: what was graded, what was given by hand, and by whom.

Points can be given by hand in `assignment.toml` and in formgrader. nbgrader has one field for both.
The automatic comment tells them apart: it says what the file gives, and formgrader cannot write it.
"""

import re
from dataclasses import dataclass, replace

from nncourse.classroom.course.assignment import MOST_POINTS, Override
from nncourse.classroom.errors import CourseError

FROM_FILE = "assignment.toml gives {points!r}: {reason}"
IN_FILE = re.compile(r"assignment\.toml gives ([\d.e+-]+): .*", re.S)
NO_REASON = "given in the grade book"


@dataclass(frozen=True)
class Score:
    """An answer as the book holds it.

    Parameters
    ----------
    auto, manual, extra : points graded, given by hand, and given beside; None if there are none.
    waiting : whether nbgrader is to ask for a mark.
    note : the automatic comment.
    comment : the comment that formgrader wrote.
    grade_id, comment_id : the ids of the rows; empty if there are none yet.
    """

    auto: float | None = None
    manual: float | None = None
    extra: float | None = None
    waiting: bool = True
    note: str | None = None
    comment: str | None = None
    grade_id: str = ""
    comment_id: str = ""

    @property
    def from_file(self) -> bool:
        """Whether the points given by hand are those that the assignment's file gave."""
        noted = IN_FILE.fullmatch(self.note or "")
        return noted is not None and self.manual == float(noted[1])

    @property
    def by_hand(self) -> float | None:
        """The points that formgrader gave, extra credit and all; None if it gave none.

        Examples
        --------
        >>> Score(auto=1.0, extra=0.5).by_hand, Score(auto=1.0).by_hand
        (1.5, None)
        >>> Score(manual=2.0, note="assignment.toml gives 2.0: misspelt").by_hand is None
        True
        """
        if self.extra or not (self.manual is None or self.from_file):
            base = self.auto if self.manual is None else self.manual
            return (base or 0) + (self.extra or 0)
        return None

    @property
    def is_by_hand(self) -> bool:
        """Whether somebody wrote something in formgrader."""
        return self.by_hand is not None or bool(self.comment)

    def brought_up(self, auto: float | None, file: Override | None) -> "Score":
        """The same after grading; what formgrader wrote stays.

        Parameters
        ----------
        auto : the points graded.
        file : what the assignment's file gives.
        """
        manual, note = self.manual, None
        if self.manual is None or self.from_file:
            manual = file.points if file else None
            note = FROM_FILE.format(points=file.points, reason=file.reason) if file else None
        waiting = auto is None and manual is None
        return replace(self, auto=auto, manual=manual, waiting=waiting, note=note)


def override(student: str, exercise: str, score: Score) -> Override | None:
    """The points that formgrader gave, if it gave any.

    Raises
    ------
    CourseError
        If they are no number of points; formgrader keeps whatever it is sent.
    """
    try:
        points = score.by_hand
        good = points is None or 0 <= points <= MOST_POINTS
    except TypeError:  # a text
        points, good = score.manual, False
    if not good:
        raise CourseError(
            f"the grade book gives {student} {points!r} points for {exercise}: in formgrader, give "
            f"a number from 0 to {MOST_POINTS}"
        )
    reason = (score.comment or "").strip() or NO_REASON
    return None if points is None else Override(student, exercise, points, reason)
