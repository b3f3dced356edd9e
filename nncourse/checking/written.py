"""The source of an answer, as the learner wrote it."""

import ast
import inspect
import linecache
import textwrap
from types import FunctionType
from typing import Any


def written(answer: Any) -> str:
    """What the learner wrote, from `def` or `class` on; nothing where that is not known.

    Only functions and plain classes are asked: another object may answer with anything.
    """
    if type(answer) is type:
        return class_written(answer)
    if type(answer) is not FunctionType:
        return ""
    try:
        source = textwrap.dedent(inspect.getsource(answer.__code__))
    except OSError:  # as of a function that was made by exec
        return ""
    return source if source.startswith(("def ", "@")) else ""  # of a lambda, a line


def class_written(answer: type) -> str:
    """The source of a class, which its methods know where to find."""
    for method in vars(answer).values():
        if type(method) is FunctionType:
            source = "".join(linecache.getlines(method.__code__.co_filename))
            for node in ast.walk(ast.parse(source)):
                if isinstance(node, ast.ClassDef) and node.name == answer.__name__:
                    return f"{ast.get_source_segment(source, node)}\n"
    return ""
