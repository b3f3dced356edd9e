"""Runs cells of a notebook one by one, each with nothing but what it needs, as a page does.

`python tests/alone.py book/02_forward.ipynb` prints what each cell puts out, by its id, as JSON. No
figures, no pictures and no data but what a page has are to be had, and an exercise is the package's
own function.
"""

import ast
import contextlib
import io
import json
import sys
from pathlib import Path

from notebooks import data_of

from nncourse import exercises
from nncourse.datasets.penguins import FILE as PENGUINS

ROOT = Path(__file__).parents[1]
AT_HAND = str(ROOT / "data" / PENGUINS)
MISSING = {"IPython", "PIL", "h5py", "matplotlib", "pooch", "tqdm"}


def as_in_a_page(event: str, arguments: tuple) -> None:
    """Refuse what a page does not have."""
    if event == "import" and arguments[0].partition(".")[0] in MISSING:
        raise ModuleNotFoundError(f"a page has no {arguments[0]}")
    path = str(arguments[0])
    if event == "open" and path.startswith(str(ROOT / "data")) and path != AT_HAND:
        raise FileNotFoundError(f"a page has no {arguments[0]}")


def run(source: str, names: dict) -> None:
    """Run a cell: the value of a last expression is printed, as a notebook shows it."""
    tree = ast.parse(source)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "<cell>", "exec"), names)
    if last is not None:
        value = eval(compile(ast.Expression(last.value), "<cell>", "eval"), names)
        if value is not None:
            print(repr(value))


def output_of(cell: dict, data: dict) -> str:
    """What a cell puts out in a namespace that holds nothing but what it needs."""
    names: dict = {"__name__": "__main__"}
    with contextlib.redirect_stdout(io.StringIO()):
        run(data["imports"], names)
        for other in data["cells"]:
            if other["id"] not in cell["needs"]:
                continue
            if other["kind"] == "exercise":
                names[other["name"]] = exercises.find(other["exercise"]).reference
            else:
                run(other["source"], names)
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        run(cell["source"], names)
    return printed.getvalue()


def main(path: Path) -> None:
    data = data_of(path)
    sys.addaudithook(as_in_a_page)
    outputs = {cell["id"]: output_of(cell, data) for cell in data["cells"] if cell.get("runs")}
    print(json.dumps(outputs))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
