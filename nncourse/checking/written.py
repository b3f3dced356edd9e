"""The source of an answer, as the learner wrote it."""

import ast
import inspect
import linecache
import textwrap
from types import FunctionType
from typing import Any


def written(answer: Any) -> str:
    """What the learner wrote, from `def` or `class` on; nothing where that is not known."""
    try:
        source = textwrap.dedent(inspect.getsource(answer))
    except (OSError, TypeError):  # as of a class that was defined in a notebook
        source = class_written(answer) if isinstance(answer, type) else ""
    return source if source.startswith(("def ", "class ", "@")) else ""  # of a lambda, a line


def class_written(answer: type) -> str:
    """The source of a class, which its methods know where to find."""
    for method in vars(answer).values():
        if isinstance(method, FunctionType):
            source = "".join(linecache.getlines(method.__code__.co_filename))
            for node in ast.walk(ast.parse(source)):
                if isinstance(node, ast.ClassDef) and node.name == answer.__name__:
                    return f"{ast.get_source_segment(source, node)}\n"
    return ""
