"""Digits as people take them: what is not the digit goes, and the digit stays as it is."""

import base64
import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("PIL.Image", reason="pillow is not installed")

from nncourse import results
from nncourse.datasets import mnist
from nncourse.datasets.handwriting import digit_of
from nncourse.datasets.handwriting.filters import largest, means, resized, smallest
from nncourse.datasets.handwriting.frame import framed
from nncourse.datasets.handwriting.parts import connected
from nncourse.datasets.handwriting.rules import printed
from nncourse.results.papers import CONDITIONS, as_bytes, blank, large, lines, noisy, on

SIZE = (28, 28)
VECTORS = json.loads((Path(__file__).parent / "handwriting_vectors.json").read_text())


@pytest.fixture(scope="module")
def digits():
    images, labels = mnist("train")
    return [images[np.flatnonzero(labels == label)[3]] for label in range(10)]


def read(grey):
    return digit_of(np.asarray(grey, dtype=np.float64), SIZE)[0].astype(int)


def alike(a, b):
    """How alike two digits are, 0 to 1: the cosine of soft pictures, moved by a pixel at most."""
    moves = [(down, right) for down in (-1, 0, 1) for right in (-1, 0, 1)]
    return max(cosine(soft(a), soft(np.roll(b, move, axis=(0, 1)))) for move in moves)


def soft(digit):
    return resized(np.pad(digit.astype(float), 1), 15, 15)


def cosine(a, b):
    return (a * b).sum() / (np.linalg.norm(a) * np.linalg.norm(b) + 1e-9)


def on_paper(digit, paper=None, shade=20):
    return on(blank(240) if paper is None else paper, large(digit, 150), shade)


def test_the_digit_is_that_of_mnist(digits):
    for digit in digits:
        assert alike(read(on_paper(digit)), digit) > 0.9


def squared(shade):
    paper = blank(240)
    paper[::18], paper[1::18], paper[:, ::18] = shade, shade, shade
    return paper


def in_shadow():
    y, x = np.mgrid[:320, :320]
    return np.where(y + x < 180, 110.0, 240.0)


def with_specks():
    rng, paper = np.random.default_rng(0), blank(240)
    for y, x in rng.integers(0, 316, (40, 2)):
        paper[y : y + 3, x : x + 3] = 30
    return paper


def on_a_desk():
    paper = blank(240)
    paper[:30], paper[:, :25], paper[300:], paper[:, 290:] = 60, 60, 60, 60
    return paper


def in_a_box():
    paper = blank(240)
    paper[50:270, 50:270] = 0
    paper[54:266, 54:266] = 240
    return paper


PAPERS = {
    "squared": squared(180),
    "squared in dark": squared(60),
    "a shadow": in_shadow(),
    "specks": with_specks(),
    "a desk": on_a_desk(),
    "a box": in_a_box(),
    "a gradient": blank(240) * np.linspace(0.5, 1, 320),
}


@pytest.mark.parametrize("name", PAPERS)
def test_what_is_not_the_digit_goes(name, digits):
    for digit in digits:
        clean = read(on_paper(digit))
        assert alike(read(on_paper(digit, PAPERS[name])), clean) > 0.9


def test_noise_is_no_ink(digits):
    rng = np.random.default_rng(1)
    for digit in digits:
        clean = on_paper(digit)
        assert alike(read(noisy(clean, rng, 25)), read(clean)) > 0.9
        assert np.count_nonzero(read(noisy(clean, rng, 25))) < 2 * np.count_nonzero(read(clean))


def test_chalk_is_read_as_ink(digits):
    for digit in digits:
        assert alike(read(255 - on_paper(digit)), read(on_paper(digit))) > 0.97


def test_a_thick_pen_leaves_a_digit_of_nearly_the_usual_width(digits):
    for digit in digits:
        thick = read(on(blank(240), large(digit, 150, bolder=0.12), 20))
        usual = read(on_paper(digit))
        assert (thick > 127).sum() < 2.2 * (usual > 127).sum()


def test_a_small_digit_on_a_large_page_is_as_sharp(digits):
    for digit in digits:
        page = np.full((2000, 1400), 240.0)
        page[1500:1820, 900:1220] = on_paper(digit)
        assert alike(read(page), read(on_paper(digit))) > 0.9


def test_turning_turns(digits):
    upright, left = digit_of(on_paper(digits[2]), SIZE, turns=(0, 90))
    assert alike(np.rot90(upright), left) > 0.9


@pytest.mark.parametrize("shade", [0, 100, 255])
def test_an_empty_sheet_has_no_digit(shade):
    assert not read(np.full((100, 100), shade)).any()
    assert not read(noisy(np.full((100, 100), float(shade)), np.random.default_rng(0), 1)).any()


def test_a_line_goes_and_a_stroke_that_crosses_it_stays():
    ink = np.zeros((100, 100))
    ink[20:80, 45:55] = 1
    ink[50:52] = 1
    gone = printed(ink)
    assert gone[50:52, :44].all()
    assert gone[50:52, 56:].all()
    assert not gone[:, 45:55].any()


@pytest.mark.parametrize("upright", [False, True])
def test_lines_are_found_when_they_are_a_little_oblique(upright):
    drawn = lines(np.random.default_rng(3), 40, 2, upright=upright)
    assert (drawn[~printed(drawn)] > 0.5).mean() < 0.02


def test_a_bar_that_is_thick_or_short_is_no_line():
    ink = np.zeros((200, 200))
    ink[60:80, 5:195] = 1
    ink[150:153, 30:150] = 1
    assert not printed(ink).any()


MASKS = st.integers(0, 2**32 - 1).map(
    lambda seed: np.random.default_rng(seed).random((17, 23)) < seed % 7 / 10
)


@given(MASKS)
def test_connected_parts_are_those_of_scipy(mask):
    ndimage = pytest.importorskip("scipy.ndimage", reason="SciPy is not installed")
    ours = connected(mask)
    theirs, count = ndimage.label(mask, structure=np.ones((3, 3)))
    pairs = set(zip(ours[mask].tolist(), theirs[mask].tolist(), strict=True))
    assert len(pairs) == count == len({a for a, _ in pairs})
    assert ((ours > 0) == mask).all()


@given(MASKS, st.sampled_from([1, 3, 5, 7, 13]))
def test_largest_and_smallest_are_those_of_scipy(mask, width):
    ndimage = pytest.importorskip("scipy.ndimage", reason="SciPy is not installed")
    values = mask * np.arange(23.0)
    theirs = ndimage.maximum_filter(values, width, mode="nearest")
    np.testing.assert_array_equal(largest(values, width), theirs)
    theirs = ndimage.minimum_filter(values, width, mode="nearest")
    np.testing.assert_array_equal(smallest(values, width), theirs)


@given(st.integers(1, 60), st.integers(1, 60))
def test_means_keep_the_whole(n, m):
    weights = means(n, m)
    np.testing.assert_allclose(weights.sum(axis=1), 1)
    np.testing.assert_allclose(weights.sum(axis=0), m / n)


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["name"])
def test_the_specification_holds(vector):
    """Ink, a byte a pixel, and the digit that it becomes: for every program that prepares one."""
    ink = np.frombuffer(base64.b64decode(vector["ink"]), np.uint8).reshape(vector["shape"]) / 255
    digit = np.frombuffer(base64.b64decode(vector["digit"]), np.uint8).reshape(SIZE)
    assert np.abs(framed(ink, SIZE).astype(int) - digit).max() <= 1


@pytest.mark.parametrize("name", CONDITIONS)
def test_every_condition_draws_a_picture_of_bytes(name, digits):
    picture = as_bytes(CONDITIONS[name](digits[7], np.random.default_rng(0)))
    again = as_bytes(CONDITIONS[name](digits[7], np.random.default_rng(0)))
    assert picture.shape[:2] == (320, 320)
    np.testing.assert_array_equal(picture, again)
    assert picture.min() < 120 < picture.max()


@pytest.mark.parametrize("name", CONDITIONS)
def test_the_results_keep_what_is_promised(name):
    """Of 1,000 test digits, with each of three networks."""
    least = {"dark rules through it": 0.80, "turned by 25 degrees": 0.85}.get(name, 0.93)
    assert results.column(results.read("mnist_own_pictures"), name).mean() >= least


@pytest.mark.parametrize("touching", [False, True])
def test_a_printed_box_goes_and_a_digit_that_touches_it_stays(touching):
    picture = np.full((280, 280), 255.0)
    picture[60:64, 60:220] = picture[216:220, 60:220] = 0
    picture[60:220, 60:64] = picture[60:220, 216:220] = 0
    bottom = 220 if touching else 200
    picture[80:bottom, 130:142] = 0  # a one
    digit = digit_of(picture, SIZE)[0]
    assert digit[:, :8].sum() == digit[:, 20:].sum() == 0
    assert 1 <= digit.any(axis=0).sum() <= 5


def test_an_eight_of_straight_lines_is_no_box():
    picture = np.full((280, 280), 255.0)
    for row in (60, 138, 216):
        picture[row : row + 8, 100:180] = 0
    picture[60:224, 100:108] = picture[60:224, 172:180] = 0
    digit = digit_of(picture, SIZE)[0]
    assert (digit > 128).any(axis=1).sum() >= 18
