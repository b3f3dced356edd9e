"""The engine behind the exercise cells: it says whether an answer is right, and if not, why.

`check` is for the learner, `judge` underneath gives the same verdict as an object. An answer is
run on hidden inputs beside the package's own function and beside the mistakes that are known.
"""

import html
import inspect
import re
import textwrap
from typing import Any

from nncourse import exercises
from nncourse.checking.display import show
from nncourse.checking.judging import judge
from nncourse.checking.quiz import quiz
from nncourse.checking.records import progress, record, suggestions
from nncourse.checking.running import text_of
from nncourse.checking.verdict import Verdict
from nncourse.checking.written import written
from nncourse.exercises.form import Exercise

__all__ = ["Verdict", "check", "hint", "judge", "progress", "quiz", "solution", "suggestions"]

_last: dict[str, Verdict] = {}  # the last verdict on every exercise in this session
_hints: dict[str, int] = {}  # how many hints were given in this session


def check(exercise_id: str, answer: Any) -> Any:
    """Judge an answer, show the verdict, and give back the function to go on with.

    Never raises. The verdict is noted for `progress`, with an answer that passed; as shown instead
    of solved where the answer calls the package's own function. An answer that runs for more than
    about two seconds is stopped; only outside of Linux can a single call, as
    `sum(range(10**15))`, go on.

    Parameters
    ----------
    exercise_id : for example "forward.softmax".
    answer : the function or class, without brackets. It gets copies of all arguments.

    Returns
    -------
    The answer if it is right, else the package's own function; so a chapter always goes on.

    Examples
    --------
    >>> def mse(Y_hat, Y): ...
    >>> mse = check("basics.mse", mse)
    basics.mse: not attempted
    Write the body of mse in the cell above, run it, then run this cell again. For help:
    hint("basics.mse"). Until then the chapter goes on with the package's own.
    """
    try:
        exercise = exercises.find(exercise_id)
    except (KeyError, TypeError) as error:  # TypeError: an id that is no text
        show(str(error.args[0]))
        return answer
    if answer is exercise.reference and exercise.id in _last and not _last[exercise.id].passed:
        show(stale(exercise.id, exercise.name))
        return answer
    try:
        verdict = judge(exercise, answer)
    except KeyboardInterrupt:  # the learner's own
        raise
    except BaseException as error:  # the engine's own fault must not stop the chapter
        show(f"{exercise.id} could not be checked ({type(error).__name__}: {text_of(error)})")
        return exercise.reference
    _last[exercise.id] = verdict
    unnoted = record(verdict, written(answer))
    more = f"<p>{html.escape(unnoted)}</p>" if unnoted else ""
    show(f"{verdict}\n{unnoted}".rstrip(), html=verdict._repr_html_() + more)
    return answer if verdict.passed else exercise.reference


def stale(exercise_id: str, name: str) -> str:
    """What to say when the package's function comes back, that a check had handed out."""
    kind = _last[exercise_id].kind
    return (
        f"{exercise_id}: {'not attempted' if kind == 'not attempted' else 'not yet'}\n"
        f"{name} is the package's own function here, from the last check. "
        "Run the cell above first, then this one. If that cell stops with an error, such as a "
        f"SyntaxError, mend it first: until then {name} is what it was."
    )


def hint(exercise_id: str) -> None:
    """Show the next of the three hints; after the last it starts again.

    Examples
    --------
    >>> hint("basics.mse")  # doctest: +ELLIPSIS
    Hint 1 of 3 for basics.mse. ...
    """
    try:
        exercise = exercises.find(exercise_id)
    except KeyError as error:
        show(str(error.args[0]))
        return
    number = _hints.get(exercise.id, 0) % len(exercise.hints)
    _hints[exercise.id] = number + 1
    text = f"Hint {number + 1} of {len(exercise.hints)} for {exercise.id}. {exercise.hints[number]}"
    show(textwrap.fill(text, 72), html=f'<p class="nncourse-hint">{html.escape(text)}</p>')


def solution(exercise_id: str) -> None:
    """Show the solution: the package's own source, in short first where that is longer.

    Examples
    --------
    >>> solution("basics.gradient_step")  # doctest: +ELLIPSIS
    # nncourse/optimizers.py
    def gradient_step(...
    """
    try:
        exercise = exercises.find(exercise_id)
    except KeyError as error:
        show(str(error.args[0]))
        return
    code = source_of(exercise)
    show(code, markdown=f"```python\n{code}\n```")


def source_of(exercise: Exercise) -> str:
    """The source of an exercise's solution: in short if that differs, the package's, its helpers'.

    Above each stands where it is from.
    """
    whole = [in_its_file(function) for function in (exercise.reference, *exercise.helpers)]
    if exercise.short:
        whole.insert(0, f"# in short\n{short_source(exercise)}")
    return "\n\n\n".join(whole)


def in_its_file(function: Any) -> str:
    """The source of a function or class of the package, with the name of its file above."""
    file = function.__module__.replace(".", "/") + ".py"
    return f"# {file}\n{inspect.getsource(function).rstrip()}"


def short_source(exercise: Exercise) -> str:
    """The short form of an exercise's solution, under the exercise's name."""
    source = inspect.getsource(exercise.short)
    return re.sub(
        r"(?s)^.*?^(def|class) \w+", rf"\1 {exercise.name}", source, count=1, flags=re.M
    ).rstrip()
