"""Who enters the package's own function while an answer runs, under whatever name.

For that time the function has other code, which takes a note and goes on with the original. So a
call counts that goes through another name, a layer or `functools.partial`; a copy of the source
does not, and neither does a program that computes the same in its own way, as `nncourse.fast`.
"""

import threading
import types
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

entered: list[int] = []  # the thread of each call, in order
original: Callable[..., Any]


@contextmanager
def noted(function: Any) -> Iterator[None]:
    """Note every call of a function in `entered`, from whatever thread.

    A class is called where its `__init__` is. A function with a closure cannot get other code:
    nothing is noted then.
    """
    global original
    if isinstance(function, type):
        with noted_class(function):
            yield
        return
    if not isinstance(function, types.FunctionType) or function.__closure__:
        yield
        return
    code, original = function.__code__, copy_of(function)
    function.__code__ = detour.__code__
    try:
        yield
    finally:
        function.__code__ = code
        entered.clear()


@contextmanager
def noted_class(made: Any) -> Iterator[None]:
    """Note whenever an object of a class is made, also by way of a class that inherits from it."""
    begin = made.__init__

    def noting(self: Any, *arguments: Any, **named: Any) -> None:
        entered.append(threading.get_ident())
        begin(self, *arguments, **named)

    made.__init__ = noting
    try:
        yield
    finally:
        made.__init__ = begin
        entered.clear()


def copy_of(function: types.FunctionType) -> types.FunctionType:
    """The same function once more, which keeps its code."""
    copy = types.FunctionType(
        function.__code__, function.__globals__, function.__name__, function.__defaults__
    )
    copy.__kwdefaults__ = function.__kwdefaults__
    return copy


def detour(*arguments: Any, **named: Any) -> Any:
    """Take a note and go on. It runs in the other function's module: hence the import."""
    from nncourse.checking import entering

    entering.entered.append(entering.threading.get_ident())
    return entering.original(*arguments, **named)


def calls_of_this_thread() -> int:
    """How often the thread that asks has entered the function so far."""
    return entered.count(threading.get_ident())
