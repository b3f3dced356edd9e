"""Whether an answer was written at all."""

import dis
import types
from typing import Any

from nncourse.checking.running import Run, own_code


def is_stub(answer: Any) -> bool:
    """Whether nothing was written yet: the body is a docstring, `...` or `pass`."""
    if answer is None or answer is ...:
        return True
    if issubclass(type(answer), type):
        methods = [value for value in vars(answer).values() if own_code(value)]
        return all(map(is_stub, methods))
    code = own_code(answer)
    return code is not None and does_nothing(code)


def does_nothing(code: types.CodeType) -> bool:
    """Whether the code only returns None."""
    steps = {(step.opname, step.argval) for step in dis.get_instructions(code)}
    names = {name for name, _ in steps}
    returned = {value for name, value in steps if name in ("LOAD_CONST", "RETURN_CONST")}
    idle = {"RESUME", "NOP", "COPY_FREE_VARS", "LOAD_CONST", "RETURN_VALUE", "RETURN_CONST"}
    return returned == {None} and names <= idle


def declined(run: Run) -> bool:
    """Whether an answer says of itself that it is not written: NotImplementedError everywhere."""
    return bool(run.outcomes) and all(
        outcome.trouble is not None and outcome.trouble.type == "NotImplementedError"
        for outcome in run.outcomes
    )
