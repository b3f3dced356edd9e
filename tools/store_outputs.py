"""Run notebooks and store what they print, and nothing else, so that a change can be read.

`make notebooks` calls this. Of each output it keeps the text; pictures and widgets are made anew
when the book is built, so a figure is stored as its one-line description. Times, counters and ids
that would differ from run to run, or with a cell inserted above, are brought to one form. `make
test` compares the stored text with that of a fresh run.

    python tools/store_outputs.py book/01_basics.ipynb ...
"""

import hashlib
import os
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbformat import NotebookNode

from nncourse.files import write_whole

TEXT_TYPES = ("text/plain", "text/html", "text/latex", "text/markdown")
PASSING_METADATA = ("ExecuteTime", "collapsed", "execution", "scrolled", "trusted", "vscode")
KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}
WAS_RUN = 1  # the count of every cell: nbval leaves out a cell that has none
SECONDS_A_CELL = 300
NOTEBOOKS_AT_A_TIME = 2


def text_only(output: NotebookNode) -> NotebookNode:
    """The output without pictures, widgets and the places of an error; a new node."""
    kept = NotebookNode(output)
    if "data" in output:
        kept.data = {kind: output.data[kind] for kind in TEXT_TYPES if kind in output.data}
        kept.metadata = {}
        if "base64," in kept.data.get("text/html", ""):
            raise ValueError("HTML with a picture inside: show the picture as a figure of its own")
    if output.output_type == "error":
        kept.traceback = []
    return kept


def joined_streams(outputs: list[NotebookNode]) -> list[NotebookNode]:
    """The outputs with neighbouring pieces of one stream joined, however they were cut."""
    joined: list[NotebookNode] = []
    for output in outputs:
        is_stream = output.output_type == "stream"
        if is_stream and joined and joined[-1].get("name") == output.name:
            joined[-1].text += output.text
        else:
            joined.append(output)
    return joined


def normalise(notebook: NotebookNode) -> None:
    """Bring an executed notebook, which is changed, to the form in which it is stored."""
    for key in set(notebook.metadata) - {"mystnb"}:
        del notebook.metadata[key]
    notebook.metadata.kernelspec = KERNEL
    notebook.metadata.language_info = {"name": "python"}
    notebook.nbformat, notebook.nbformat_minor = 4, 5

    name_cells(notebook.cells)
    for cell in notebook.cells:
        for key in PASSING_METADATA:
            cell.metadata.pop(key, None)
        if cell.cell_type == "code" and cell.source.strip():
            cell.execution_count = WAS_RUN
            cell.outputs = joined_streams([text_only(output) for output in cell.outputs])
            for output in cell.outputs:
                if output.output_type == "execute_result":
                    output.execution_count = WAS_RUN


def name_cells(cells: list[NotebookNode]) -> None:
    """Give each cell an id that follows from its text; a cell that has such an id keeps it."""
    kept: dict[str, NotebookNode] = {}
    for cell in cells:
        if cell.get("id", "") in islice(ids_for(cell.source), len(cells)):
            kept.setdefault(cell.id, cell)
    taken = set(kept)
    for cell in cells:
        if kept.get(cell.get("id", "")) is not cell:
            cell.id = next(id for id in ids_for(cell.source) if id not in taken)
            taken.add(cell.id)


def ids_for(source: str) -> Iterator[str]:
    """Ids for cells with this text, the first for the first of them, without end."""
    id = digest = short_hash(source)
    while True:
        yield id
        id = short_hash(f"{id} {digest}")


def short_hash(text: str) -> str:
    """Eight digits that only this text is likely to have."""
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def store(path: Path) -> None:
    """Run the notebook at `path` in its folder and write it back; on an error it stays as it was.

    Raises
    ------
    CellExecutionError
        If a cell fails that is not tagged `raises-exception`.
    ValueError
        If an output cannot be stored as text.
    """
    notebook = nbformat.read(path, as_version=4)
    resources = {"metadata": {"path": path.parent}}
    NotebookClient(notebook, timeout=SECONDS_A_CELL, resources=resources).execute()
    normalise(notebook)
    nbformat.validate(notebook)
    write_whole(path, nbformat.writes(notebook).rstrip("\n").encode() + b"\n")


def report(path: Path) -> bool:
    """Store one notebook and say how it went; whether it went well."""
    try:
        store(path)
    except (CellExecutionError, ValueError) as error:
        print(f"{path}: left as it was\n{error}", file=sys.stderr)
        return False
    print(f"{path}: stored")
    return True


def main() -> None:
    """Store the notebooks named on the command line, as they are for a reader who begins."""
    paths = [Path(name) for name in sys.argv[1:]]
    if not paths:
        sys.exit("name the notebooks to run, for example book/01_basics.ipynb")
    with TemporaryDirectory() as home, ThreadPoolExecutor(NOTEBOOKS_AT_A_TIME) as pool:
        os.environ["NNCOURSE_HOME"] = home  # the reader's own progress is left alone
        if not all(list(pool.map(report, paths))):
            sys.exit(1)


if __name__ == "__main__":
    main()
