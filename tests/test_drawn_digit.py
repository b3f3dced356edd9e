"""The drawn digit: a page and the package make the same of a pen, and most of it is read."""

import base64
import hashlib
import json
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("anywidget", reason="anywidget is not installed")

from figures_in_node import run

from nncourse.datasets import mnist
from nncourse.datasets.handwriting.filters import resized
from nncourse.datasets.handwriting.frame import framed
from nncourse.datasets.handwriting.pen import SIDE, ink_of_pen
from nncourse.predictions import probabilities
from nncourse.results import column, drawn, read
from nncourse.results.examples import as_rows
from nncourse.results.strokes import anywhere, strokes_of, thinned
from nncourse.saving.serialization import load_model, read_arrays
from nncourse.widgets import DrawnDigit
from nncourse.widgets.digit import EXAMPLES, FILE
from nncourse.widgets.figure import FOLDER, MIME

HERE = Path(__file__).parent
VECTORS = json.loads((HERE / "handwriting_vectors.json").read_text())


@pytest.fixture(scope="module")
def digits():
    return mnist("test")


@pytest.fixture(scope="module")
def network():
    return load_model(FILE).network


IN_NODE = """
import { readFileSync } from "node:fs";
const { folder, asked } = JSON.parse(readFileSync(0, "utf8"));
const { readStrokes } = await import(`${folder}/digit.js`);
const { framed } = await import(`${folder}/shared/frame.js`);
const { outputs, readNetwork, sharesOf } = await import(`${folder}/shared/network.js`);
const { inkOfPen } = await import(`${folder}/shared/pen.js`);
const file = readFileSync(new URL(`${folder}/digit.safetensors`));
const network = readNetwork(new Uint8Array(file).buffer);
const answers = {
  frame: (height, width, values) => [...framed({ height, width, values })],
  ink: (strokes, pen) => [...inkOfPen(strokes, pen).values],
  forward: (picture) => {
    const layers = outputs(network, Float64Array.from(picture, (byte) => byte / 255));
    return { hidden: [...layers.at(-2)], shares: sharesOf(layers.at(-1)) };
  },
  read: (strokes, pen) => {
    const { picture, shares } = readStrokes(network, strokes, pen);
    return { picture: [...picture], shares };
  },
};
process.stdout.write(JSON.stringify(asked.map(([kind, ...about]) => answers[kind](...about))));
"""


def in_node(*asked):
    """The answers of the page's modules to such questions: what, and about what."""
    return json.loads(run(IN_NODE, json.dumps({"folder": FOLDER.as_uri(), "asked": asked})))


def bytes_of(text):
    """The bytes that a vector holds."""
    return np.frombuffer(base64.b64decode(text), np.uint8)


def drawn_by_pen(images, rng):
    """Digits as strokes, each with its pen, at random places, in sizes of 40 to 90 %."""
    for strokes in strokes_of(images):
        pen = rng.uniform(0.03, 0.09)
        placed = anywhere(strokes, rng.uniform(0.4, 0.9), pen, rng)
        yield [stroke.tolist() for stroke in placed], pen


class TestPen:
    def test_a_dot_is_a_disc(self):
        ink = ink_of_pen([[(0.5, 0.5)]], 0.5)
        assert ink.sum() == pytest.approx(np.pi * (SIDE / 4) ** 2, rel=0.01)
        np.testing.assert_allclose(ink, ink.T)
        np.testing.assert_allclose(ink, ink[::-1])

    def test_a_line_is_as_wide_as_the_pen(self):
        ink = ink_of_pen([[(0.2, 0.5), (0.8, 0.5)]], 0.1)
        assert ink[:, SIDE // 2].sum() == pytest.approx(0.1 * SIDE)

    def test_lines_that_cross_are_no_darker(self):
        strokes = [[(0.2, 0.2), (0.8, 0.8)], [(0.2, 0.8), (0.8, 0.2)]]
        assert ink_of_pen(strokes, 0.1).max() == 1

    def test_what_leaves_the_sheet_is_cut_off(self):
        ink = ink_of_pen([[(-0.5, 0.5), (1.5, 0.5)]], 0.1)
        np.testing.assert_allclose(ink, np.repeat(ink[:, :1], SIDE, axis=1))
        assert not ink_of_pen([[(2.0, 2.0)], []], 0.1).any()


class TestStrokes:
    def test_what_is_thinned_is_one_pixel_wide(self):
        bar = np.zeros((1, 20, 30), dtype=bool)
        bar[0, 5:14, 4:26] = True
        line = thinned(bar)[0]
        assert (line.sum(axis=0) <= 1).all()
        assert line.sum() > 10

    def test_a_digit_that_is_drawn_again_is_much_like_it(self, digits):
        alike = []
        for image, strokes in zip(digits[0][:40], strokes_of(digits[0][:40]), strict=True):
            again = framed(ink_of_pen(strokes, 0.1), (28, 28))
            first, second = (resized(each.astype(float), 14, 14) for each in (image, again))
            alike.append((first * second).sum() / np.linalg.norm(first) / np.linalg.norm(second))
        assert np.mean(alike) > 0.75

    def test_sizes_are_those_of_the_ink(self, digits):
        rng = np.random.default_rng(0)
        for strokes in strokes_of(digits[0][:20]):
            ink = ink_of_pen(anywhere(strokes, 0.5, 0.05, rng), 0.05) > 0.5
            sides = [np.ptp(np.flatnonzero(ink.any(axis=axis))) + 1 for axis in (0, 1)]
            assert max(sides) == pytest.approx(0.5 * SIDE, abs=2)


class TestNetwork:
    def test_its_file_is_small_and_the_one_that_was_measured(self):
        assert FILE.stat().st_size < 250_000
        arrays, _ = read_arrays(FILE)
        assert {array.dtype.name for array in arrays.values()} == {"float16"}

    def test_it_reads_the_test_digits(self, network, digits):
        images, labels = digits
        right = (network.predict(as_rows(images)).argmax(axis=1) == labels).mean()
        measured = column(read("mnist_drawn"), "accuracy")[0]
        assert right == pytest.approx(measured, abs=0.002)
        assert right > 0.98

    def test_its_threshold_is_the_one_that_was_measured(self):
        noted = load_model(FILE).notes["sure_from"]
        assert noted == pytest.approx(column(read("mnist_drawn"), "sure_from")[0], abs=0.02)

    def test_most_of_what_was_drawn_is_read_with_every_seed(self):
        assert column(read("mnist_drawn"), "drawn").min() >= 0.95
        assert column(read("mnist_drawn"), "right_if_sure").min() >= 0.98

    def test_its_examples_are_read(self):
        for digit, strokes in enumerate(EXAMPLES):
            assert DrawnDigit(strokes).numbers() == {
                "digit": digit,
                "share": pytest.approx(1, abs=0.02),
                "unsure": False,
            }

    def test_the_examples_come_from_test_digits(self, tmp_path):
        drawn.write_examples(tmp_path / "digits.json")
        assert json.loads((tmp_path / "digits.json").read_text()) == EXAMPLES


class TestInThePage:
    def test_ink_becomes_the_digits_of_the_specification(self):
        asked = [("frame", *vector["shape"], bytes_of(vector["ink"]) / 255) for vector in VECTORS]
        found = in_node(*((*about, ink.tolist()) for *about, ink in asked))
        for vector, digit in zip(VECTORS, found, strict=True):
            expected = bytes_of(vector["digit"]).astype(int)
            assert np.abs(np.array(digit) - expected).max() <= 1, vector["name"]

    def test_the_pen_leaves_the_same_ink(self):
        rng = np.random.default_rng(1)
        asked = [(strokes, rng.uniform(0.02, 0.15)) for strokes in EXAMPLES]
        asked.append(([[[0.3, -0.1]], [[0.9, 0.9], [1.2, 1.1]], []], 0.2))
        for each, ink in zip(asked, in_node(*(("ink", *each) for each in asked)), strict=True):
            np.testing.assert_allclose(np.reshape(ink, (SIDE, SIDE)), ink_of_pen(*each), atol=1e-12)

    def test_the_forward_pass_is_that_of_numpy(self, network, digits):
        images = digits[0][:200]
        found = in_node(*(("forward", each.ravel().tolist()) for each in images))
        dense, relu, _ = network.layers
        hidden = relu.forward(dense.forward(as_rows(images)))
        np.testing.assert_allclose([each["hidden"] for each in found], hidden, atol=1e-5)
        shares = probabilities(network.predict(as_rows(images)))
        np.testing.assert_allclose([each["shares"] for each in found], shares, atol=1e-5)

    def test_it_reads_95_of_100_digits_that_are_drawn(self, digits):
        images, labels = digits
        asked = list(drawn_by_pen(images[:500], np.random.default_rng(7)))
        found = in_node(*(("read", *each) for each in asked))
        answers = [np.argmax(each["shares"]) for each in found]
        assert (answers == labels[:500]).mean() >= 0.95
        for each, answer in zip(asked[:50], found, strict=False):
            picture = framed(ink_of_pen(*each), (28, 28)).ravel().astype(int)
            assert np.abs(picture - np.array(answer["picture"])).max() <= 1

    def test_an_empty_sheet_has_an_empty_picture(self):
        assert not any(in_node(("read", [], 0.06))[0]["picture"])


class TestInPython:
    def test_its_values_can_be_set_and_read(self):
        shown = DrawnDigit(EXAMPLES[4])
        assert shown.shares().argmax() == 4
        assert shown.shares().sum() == pytest.approx(1)
        assert (shown.hidden() >= 0).all()
        shown.strokes = EXAMPLES[8]
        assert shown.shares().argmax() == 8
        thin = shown.picture()
        shown.pen = 0.12
        assert shown.picture().sum() > thin.sum()

    def test_a_scribble_is_unsure(self):
        scribble = [[(0.1, 0.5), (0.9, 0.5)], [(0.5, 0.1), (0.5, 0.9)], [(0.1, 0.1), (0.9, 0.9)]]
        assert DrawnDigit(scribble).numbers()["unsure"]

    def test_an_empty_sheet_is_no_digit(self):
        assert repr(DrawnDigit([])) == "DrawnDigit()"
        assert len(DrawnDigit([]).still().axes) == 4

    def test_the_page_gets_strokes_and_the_files_hash_but_no_weights(self):
        described = DrawnDigit()._repr_mimebundle_()[0][MIME]
        assert described["state"]["strokes"] == EXAMPLES[3]
        assert described["state"]["version"] == hashlib.sha256(FILE.read_bytes()).hexdigest()[:12]
        assert len(json.dumps(described)) < 20_000
