"""The code of the chapters does in a page, with Python as pages have it, what it does elsewhere."""

import json

import pytest
from test_cells_in_a_page import CHAPTERS, comparable, stored
from test_runtime_exercises import in_page, runtime  # noqa: F401 - a fixture

from nncourse import exercises

PROGRAM = """
import json
import kernel

chapter = json.loads({chapter!r})
outputs = {{}}
for cell in chapter["cells"]:
    if cell["kind"] == "code" and cell["runs"]:
        request = {{"do": "run", "chapter": chapter, "cell": cell["id"], "source": cell["source"]}}
        told = kernel.answer(json.dumps(request | {{"answers": {{}}}}), lambda text: None)
        outputs[cell["id"]] = json.loads(told)
print(json.dumps(outputs))
"""


@pytest.mark.parametrize("path", CHAPTERS, ids=exercises.CHAPTERS)
def test_cells_put_out_in_a_page_what_the_notebook_holds(path, book, runtime, tmp_path):  # noqa: F811
    chapter = (book / "book" / f"{path.stem}.cells.json").read_text("utf-8")
    program = tmp_path / "cells.py"
    program.write_text(PROGRAM.format(chapter=chapter), "utf-8")
    outputs = json.loads(in_page(runtime, program))
    assert outputs
    by_id = {cell["id"]: cell for cell in json.loads(path.read_text("utf-8"))["cells"]}
    assert {id: told["error"] for id, told in outputs.items() if told["error"]} == {}
    for id, told in outputs.items():
        assert comparable(told["output"]) == comparable(stored(by_id[id])), by_id[id]["source"]
