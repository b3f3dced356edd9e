"""The drawn cats: the same from the same seed, any size, half and half, no cheap way to tell."""

import numpy as np
import pytest

from nncourse.datasets.drawing import SPECIES, draw_cats, draw_scene
from nncourse.datasets.drawing.__main__ import main
from nncourse.datasets.drawing.animals import sample_pose
from nncourse.datasets.drawing.canvas import Canvas, blur_matrix
from nncourse.datasets.drawing.coats import PATTERNS, sample_coat
from nncourse.datasets.drawing.frames import Frame, join, meet
from nncourse.datasets.drawing.species import ANIMALS
from nncourse.datasets.sheets import read_set, read_sheet
from nncourse.errors import DataError


def differing(first: np.ndarray, second: np.ndarray, levels: int = 2) -> float:
    """The share of values that differ by more than some grey levels."""
    return float((np.abs(first.astype(int) - second) > levels).mean())


@pytest.fixture(scope="module")
def drawn():
    return draw_cats(400, np.random.default_rng(7), size=16, with_species=True)


class TestSets:
    def test_same_seed_same_pictures(self):
        first, second = (draw_cats(6, np.random.default_rng(3), size=32) for _ in range(2))
        np.testing.assert_array_equal(first[0], second[0])
        np.testing.assert_array_equal(first[1], second[1])

    def test_other_seed_other_pictures(self):
        first, second = (draw_cats(4, np.random.default_rng(seed), size=32)[0] for seed in (3, 4))
        assert differing(first, second) > 0.5

    def test_large_set_begins_with_the_small_one(self):
        few, many = (draw_cats(m, np.random.default_rng(5), size=24) for m in (3, 8))
        np.testing.assert_array_equal(few[0], many[0][:3])
        np.testing.assert_array_equal(few[1], many[1][:3])

    def test_shapes_and_types(self, drawn):
        images, labels, species = drawn
        assert images.shape == (400, 16, 16, 3)
        assert images.dtype == labels.dtype == np.uint8
        assert species.shape == (400,)

    def test_half_and_half_in_random_pairs(self, drawn):
        pairs = drawn[1].reshape(-1, 2)
        assert (pairs.sum(axis=1) == 1).all()
        assert 0.35 < pairs[:, 0].mean() < 0.65

    def test_labels_tell_the_cats(self, drawn):
        _, labels, species = drawn
        np.testing.assert_array_equal(labels == 1, species == "cat")
        assert set(species) == set(SPECIES)

    def test_no_two_alike(self, drawn):
        assert len({picture.tobytes() for picture in drawn[0]}) == 400

    @pytest.mark.parametrize("m", [0, 1, 5])
    def test_any_number(self, m):
        images, labels = draw_cats(m, np.random.default_rng(0), size=16)
        assert images.shape == (m, 16, 16, 3)
        assert abs(2 * int(labels.sum()) - m) <= 1

    def test_colour_alone_tells_little(self, drawn):
        images, labels, _ = drawn
        means = images.reshape(400, -1, 3).mean(axis=1)
        features = np.column_stack([np.ones(400), means, images.reshape(400, -1).std(axis=1)])
        fit = np.linalg.lstsq(features[:200], labels[:200] * 2.0 - 1, rcond=None)[0]
        accuracy = ((features[200:] @ fit > 0) == labels[200:]).mean()
        assert accuracy < 0.65

    def test_coats_are_shared(self):
        colours = {}
        for kind in ("cat", "bear"):
            rng = np.random.default_rng(1)
            coats = [sample_coat(rng, kind, context=0.0) for _ in range(50)]
            colours[kind] = [coat.base for coat in coats]
            assert {coat.pattern for coat in coats} == set(PATTERNS)
        np.testing.assert_array_equal(colours["cat"], colours["bear"])


class TestScenes:
    @pytest.mark.parametrize("species", SPECIES)
    @pytest.mark.parametrize("level", [0.0, 1.0])
    def test_every_species_at_every_level(self, species, level, rng):
        for child in rng.spawn(3):
            picture = draw_scene(child, species, size=24, level=level)
            assert picture.shape == (24, 24, 3)
            assert picture.std() > 5

    def test_same_scene_at_another_size(self):
        large, small = (
            draw_scene(np.random.default_rng(2), "cat", size).astype(float) for size in (128, 32)
        )
        reduced = large.reshape(32, 4, 32, 4, 3).mean(axis=(1, 3))
        assert np.abs(reduced - small).mean() < 4

    @pytest.mark.parametrize("size", [8, 33, 200])
    def test_any_size(self, size):
        assert draw_scene(np.random.default_rng(0), "fox", size).shape == (size, size, 3)

    def test_contrast_sets_the_subject_off(self):
        def border_gap(contrast: float) -> float:
            gaps = []
            for child in np.random.default_rng(4).spawn(40):
                picture = draw_scene(child, "cat", 16, level=0, contrast=contrast).astype(float)
                gaps.append(abs(picture[5:10, 5:11].mean() - picture[:6, :2].mean()))
            return float(np.mean(gaps))

        assert border_gap(1.0) > border_gap(0.0) + 15

    def test_context_ties_colour_to_species(self):
        foxes = [
            sample_coat(np.random.default_rng(seed), "fox", context).base.ravel()
            for context in (0.0, 1.0)
            for seed in range(60)
        ]
        redness = [fox[0] - fox[2] for fox in foxes]
        assert np.mean(redness[60:]) > np.mean(redness[:60]) + 0.1

    def test_level_frees_the_pose(self):
        def spread(level: float) -> float:
            poses = [sample_pose(np.random.default_rng(i), level, "bust") for i in range(200)]
            return float(np.std([pose.x for pose in poses]))

        assert spread(0.0) < 0.03 < 0.1 < spread(1.0)

    def test_heads_turn_even_in_portraits(self):
        poses = [sample_pose(np.random.default_rng(i), 0.0, "bust") for i in range(200)]
        assert np.mean([abs(pose.yaw) > 0.2 for pose in poses]) > 0.4

    @pytest.mark.parametrize(
        ("knobs", "message"),
        [
            ({"size": 4}, "size is a whole number of pixels, 8 or more, not 4"),
            ({"size": 64.0}, "size is a whole number"),
            ({"level": 1.5}, "level lies from 0 to 1, but it is 1.5"),
            ({"context": -0.1}, "context lies from 0 to 1"),
            ({"contrast": float("nan")}, "contrast lies from 0 to 1"),
        ],
    )
    def test_knobs_out_of_range(self, knobs, message, rng):
        with pytest.raises(DataError, match=message):
            draw_cats(2, rng, **knobs)
        with pytest.raises(DataError, match=message):
            draw_scene(rng, "cat", **knobs)

    def test_unknown_species(self, rng):
        with pytest.raises(DataError, match=r"cat, dog, fox.*not 'unicorn'"):
            draw_scene(rng, "unicorn")

    def test_negative_number(self, rng):
        with pytest.raises(DataError, match="m is the number of pictures, 0 or more, not -1"):
            draw_cats(-1, rng)


class TestPaintBox:
    def test_noise_is_smooth_repeats_and_has_no_bias(self, rng):
        canvas = Canvas(16, rng)
        x = np.linspace(0, 60, 4000, dtype=np.float32)
        heights = canvas.noise(x, 0.7 * x)
        assert abs(heights.mean()) < 0.25
        assert 0.3 < heights.std() < 1
        assert np.abs(np.diff(heights)).max() < 0.15
        np.testing.assert_allclose(canvas.noise(x + 64, 0.7 * x), heights, atol=1e-3)

    def test_blur_keeps_the_brightness(self):
        np.testing.assert_allclose(blur_matrix(32, 2.0).sum(axis=1), 1, rtol=1e-5)

    def test_shapes_are_distances(self, rng):
        frame = Frame(Canvas(64, rng), 0, 0, 1)
        away = np.hypot(frame.u - 0.1, frame.v + 0.2)
        np.testing.assert_allclose(frame.ellipse(0.1, -0.2, 0.5, 0.5), away - 0.5, atol=1e-4)
        np.testing.assert_allclose(
            frame.capsule((0.1, -0.2), (0.1, -0.2), 0.3), away - 0.3, atol=1e-4
        )
        disc = frame.almond(0.1, -0.2, 0.4, 0.4)
        np.testing.assert_allclose(disc, away - 0.4, atol=1e-4)

    def test_turned_frame_turns_its_shapes(self, rng):
        canvas = Canvas(64, rng)
        flat = Frame(canvas, 0.1, 0, 0.5).ellipse(0, 0, 1, 0.4, angle=0.6)
        turned = Frame(canvas, 0.1, 0, 0.5, angle=0.6).ellipse(0, 0, 1, 0.4)
        np.testing.assert_allclose(flat, turned, atol=1e-4)

    def test_union_and_intersection(self, rng):
        frame = Frame(Canvas(32, rng), 0, 0, 1)
        left, right = frame.ellipse(-0.3, 0, 0.4, 0.4), frame.ellipse(0.3, 0, 0.4, 0.4)
        assert (join(left, right) <= np.minimum(left, right)).all()
        assert (meet(left, right) >= np.maximum(left, right)).all()

    def test_window_paints_the_same(self, rng):
        canvas = Canvas(48, rng)
        frame = Frame(canvas, 0.2, 0.1, 0.6, 0.4)
        colour = np.ones((3, 1, 1), np.float32)
        frame.paint(frame.ellipse(0.2, 0.3, 0.3, 0.2), colour)
        whole, canvas.pixels = canvas.pixels, np.zeros_like(canvas.pixels)
        part = frame.around(0.2, 0.3, 0.5)
        part.paint(part.ellipse(0.2, 0.3, 0.3, 0.2), colour)
        assert part.u.size < frame.u.size / 2
        np.testing.assert_array_equal(canvas.pixels, whole)

    def test_window_outside_the_canvas_paints_nothing(self, rng):
        canvas = Canvas(32, rng)
        part = Frame(canvas, 0, 0, 1).around(3, 3, 0.5)
        part.inflate(part.ellipse(3, 3, 0.4, 0.4), np.ones((3, 1, 1), np.float32))
        assert not canvas.pixels.any()

    def test_traits_stay_in_their_ranges(self, rng):
        for kind in ANIMALS.values():
            traits = kind.sample(rng)
            assert kind.width[0] <= traits.width <= kind.width[1]
            assert traits.ears in kind.ears


class TestCommand:
    def test_writes_a_set_that_can_be_read(self, tmp_path, capsys):
        assert main(["-m", "6", "--seed", "3", "--size", "16", "--out", str(tmp_path)]) == 0
        images, labels, species = read_set(tmp_path, "train")
        expected = draw_cats(6, np.random.default_rng(3), size=16, with_species=True)
        np.testing.assert_array_equal(images, expected[0])
        np.testing.assert_array_equal(labels, expected[1])
        np.testing.assert_array_equal(species, expected[2])
        assert "train.webp" in capsys.readouterr().out

    def test_writes_a_contact_sheet(self, tmp_path):
        path = tmp_path / "sheet.png"
        assert main(["-m", "5", "--size", "16", "--sheet", str(path)]) == 0
        assert read_sheet(path).shape == (3 * 20, 2 * 20, 3)
        assert list(tmp_path.iterdir()) == [path]

    def test_says_what_is_wrong(self, tmp_path, capsys):
        assert main(["-m", "2", "--level", "7", "--out", str(tmp_path)]) == 2
        assert "level lies from 0 to 1" in capsys.readouterr().err
        assert not list(tmp_path.iterdir())
