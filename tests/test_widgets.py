"""Live figures: Python and the modules agree, and notebooks and pages get what they need."""

import json
import re

import nbformat
import numpy as np
import pytest
from docutils import nodes
from figures_in_node import called, run
from live_figures import live_figure
from nbclient import NotebookClient

from nncourse import widgets
from nncourse.datasets import linear
from nncourse.widgets import Bowl, RateRace
from nncourse.widgets.figure import FOLDER, MIME, joined

WIDGET = "application/vnd.jupyter.widget-view+json"


@pytest.fixture
def examples():
    X, Y = linear(100, np.random.default_rng(3))
    return X.astype(np.float64), Y[:, 0].astype(np.float64)


def test_the_bowl_of_the_page_has_the_losses_of_the_package(examples):
    bowl = Bowl(*examples)
    places = np.random.default_rng(0).uniform(-5, 5, (20, 2)).tolist()
    answers = called("bowl.js", "lossAndSlopes", *[[bowl.points, w, b] for w, b in places])
    for (w, b), answer in zip(places, answers, strict=True):
        assert answer["loss"] == pytest.approx(bowl.loss_at(w, b), rel=1e-12)


def test_a_step_in_the_page_is_a_step_of_the_package(examples):
    bowl = Bowl(*examples, w=-1.5, b=2.5, rate=0.3)
    for _ in range(5):
        here = {"w": bowl.w, "b": bowl.b}
        (there,) = called("bowl.js", "stepped", [bowl.points, here, bowl.rate])
        bowl.step()
        assert there == pytest.approx({"w": bowl.w, "b": bowl.b}, rel=1e-12)


def test_the_rings_join_equal_losses(examples):
    bowl = Bowl(*examples)
    levels = [0.05, 1.5, 19]
    (drawn,) = called("bowl.js", "contours", [bowl.points, levels])
    slope, intercept = np.polyfit(examples[0][:, 0], examples[1], deg=1)
    assert drawn["best"] == pytest.approx({"w": slope, "b": intercept}, rel=1e-10)
    for level, ring in zip(levels, drawn["rings"], strict=True):
        losses = [bowl.loss_at(w, b) for w, b in ring]
        np.testing.assert_allclose(losses, drawn["least"] + level, rtol=1e-10)


def test_the_race_of_the_page_is_the_race_of_the_package(examples):
    race = RateRace(*examples, rates=(0.005, 0.05, 0.5, 0.8), b=1.0, start=-0.5)
    rates = [*race.rates, race.rate]
    setting = {"b": race.b, "start": race.start, "steps": race.steps}
    ways = called("rate_race.js", "way", *[[race.means, setting, rate] for rate in rates])
    for rate, way in zip(rates, ways, strict=True):
        np.testing.assert_allclose(way, race.way(rate), rtol=1e-11)
    slopes = ways[-1][:10]
    losses = called("rate_race.js", "lossAt", *[[race.means, w, race.b] for w in slopes])
    np.testing.assert_allclose(losses, [race.loss_at(w) for w in slopes], rtol=1e-11)


def test_a_race_says_the_losses_where_it_stands(examples):
    race = RateRace(*examples, rates=(0.005, 0.5), b=1.0)
    race.step, race.rate = 3, 0.8
    numbers = race.numbers()
    assert list(numbers) == ["step", "0.005", "0.5", "0.8"]
    assert numbers["0.5"] < numbers["0.005"] < race.loss_at(race.start)
    assert numbers["0.8"] == race.loss_at(race.way(0.8)[3])
    assert repr(race).startswith("RateRace(step=3, 0.005=")


AS_A_NOTEBOOK_DOES = """
import { readFileSync } from "node:fs";
const text = readFileSync(0, "utf8");
const module = await import(`data:text/javascript,${encodeURIComponent(text)}`);
process.stdout.write(typeof module.default.render);
"""


@pytest.mark.parametrize("name", widgets.__all__)
def test_a_notebook_gets_one_module_that_draws(name):
    text = joined(getattr(widgets, name).figure)
    assert "\nimport " not in text
    assert run(AS_A_NOTEBOOK_DOES, text) == "function"


def test_every_module_has_its_class():
    files = {path.stem for path in FOLDER.glob("*.js")}
    assert {getattr(widgets, name).figure for name in widgets.__all__} == files


def test_what_the_page_gets_is_json(examples):
    for figure in (Bowl(*examples), RateRace(*examples, rates=(0.1,))):
        state = figure.state()
        assert json.loads(json.dumps(state, allow_nan=False)) == state
        assert not {"layout", "tabbable", "_esm"} & set(state)


CELLS = [
    "import numpy as np\nfrom nncourse.widgets import Bowl",
    "bowl = Bowl(np.array([[0.5], [0.0], [2.0]]), np.array([3.0, 1.0, 2.0]), w=2.0, b=1.0)\nbowl",
    "bowl.step()\nbowl.w",
    "bowl",
]


@pytest.fixture(scope="module")
def notebook():
    """A notebook that was run in a kernel."""
    cells = [nbformat.v4.new_code_cell(source) for source in CELLS]
    notebook = nbformat.v4.new_notebook(cells=cells)
    return NotebookClient(notebook, timeout=120).execute()


def test_a_kernel_puts_out_a_widget_a_still_picture_and_the_values(notebook):
    (output,) = notebook.cells[1].outputs
    assert {"text/plain", "image/png", WIDGET, MIME} <= set(output.data)
    assert output.data["text/plain"] == "Bowl(w=2, b=1, loss=3.333)"
    described = output.data[MIME]
    assert described["figure"] == "bowl"
    assert described["state"]["points"] == [[0.5, 3.0], [0.0, 1.0], [2.0, 2.0]]
    assert "oval" in described["alt"]


def test_in_a_kernel_python_moves_the_figure_and_reads_it(notebook):
    assert notebook.cells[2].outputs[0].data["text/plain"].startswith("1.81666")
    saved = notebook.metadata.widgets["application/vnd.jupyter.widget-state+json"]["state"]
    id = notebook.cells[1].outputs[0].data[WIDGET]["model_id"]
    seen = saved[id]["state"]
    assert seen["w"] == pytest.approx(2 - 0.05 * 11 / 3)
    assert seen["b"] == pytest.approx(1 - 0.05 * 4 / 3)
    assert notebook.cells[3].outputs[0].data[MIME]["state"]["w"] == seen["w"]


def test_what_the_reader_moves_python_hears(examples):
    bowl = Bowl(*examples)
    heard = []
    bowl.observe(lambda change: heard.append(change.new), "w")
    bowl.set_state({"w": 1.25})  # as a message from the notebook does
    assert heard == [1.25]
    assert bowl.numbers()["loss"] == pytest.approx(bowl.loss_at(1.25, 0.0))


def test_a_page_gets_the_values_whatever_is_in_them():
    described = {"figure": "bowl", "state": {"x": "</script>"}, "alt": "A bowl.", "room": (20, 10)}
    picture = nodes.image(uri="still.png")
    live = live_figure(described, nodes.container("", picture))
    assert picture["alt"] == "A bowl."
    script = live[0].astext()
    assert script.count("</script>") == 1
    assert json.loads(re.search(">(.*)<", script)[1]) == described["state"]
    with pytest.raises(ValueError, match="JSON"):
        live_figure(described | {"state": {"x": float("nan")}}, nodes.container())


def test_the_still_pictures_show_the_values(examples):
    bowl = Bowl(*examples, w=1.0, b=0.5)
    data, ground = bowl.still().axes
    np.testing.assert_array_equal(data.lines[0].get_xdata(), examples[0][:, 0])
    assert ground.get_xlabel() == "slope $w$"
    race = RateRace(*examples, rates=(0.1, 0.2))
    assert len(race.still().axes[1].lines) == 3  # the reader's own is the third
