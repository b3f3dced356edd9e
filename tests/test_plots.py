"""The figures hold what they should, and say what they cannot draw."""

import io
import math
from types import SimpleNamespace

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.colors import to_rgb
from matplotlib.patches import Rectangle

from nncourse.errors import DataError, LabelError, ShapeError
from nncourse.plots import (
    compare_models,
    decision_boundary,
    draw_graph,
    draw_network,
    house_style,
    learning_curves,
    picture_grid,
    plot_confusion_matrix,
    plot_descent,
    plot_function,
    plot_growth,
    plot_ladder,
    plot_race,
    plot_rates,
    weights_as_pictures,
)
from nncourse.plots.style import COLOURS

mpl.use("Agg")


def a_history(epochs: int, *, validated: bool) -> SimpleNamespace:
    rows = [{"epoch": e + 1, "train_loss": 1 / (e + 1)} for e in range(epochs)]
    if validated:
        rows = [{**row, "val_loss": row["train_loss"] + 0.1, "val_accuracy": 0.9} for row in rows]
    return SimpleNamespace(epochs=rows)


def png(figure) -> bytes:
    """Draw the figure: what matplotlib leaves to the end must work too."""
    file = io.BytesIO()
    figure.savefig(file, format="png", dpi=40)
    return file.getvalue()


def texts(ax) -> list[str]:
    return [text.get_text() for text in ax.texts]


class TestStyle:
    def test_drawing_leaves_the_readers_settings_and_windows_alone(self):
        before = dict(mpl.rcParams)
        windows = plt.get_fignums()
        png(learning_curves(a_history(3, validated=True)))
        assert dict(mpl.rcParams) == before
        assert plt.get_fignums() == windows

    def test_the_page_stays_light_under_a_dark_style(self):
        with plt.style.context("dark_background"):
            figure = draw_network([2, 1])
        assert to_rgb(figure.get_facecolor()) == (1, 1, 1)
        assert max(to_rgb(figure.axes[0].texts[0].get_color())) < 0.5

    def test_the_style_is_there_for_the_readers_own_figures(self):
        with house_style():
            assert mpl.rcParams["axes.spines.top"] is False
        assert mpl.rcParams["axes.spines.top"] is True

    def test_neighbouring_colours_differ_in_brightness_or_hue(self):
        assert len(set(COLOURS)) == len(COLOURS)


class TestLearningCurves:
    def test_without_validation_one_panel_with_one_line(self):
        figure = learning_curves(a_history(4, validated=False))
        (ax,) = figure.axes
        (line,) = ax.lines
        assert list(line.get_xdata()) == [1, 2, 3, 4]
        assert line.get_ydata()[-1] == 0.25
        assert (ax.get_xlabel(), ax.get_ylabel()) == ("epoch", "loss")

    def test_with_validation_two_lines_and_the_accuracy(self):
        figure = learning_curves(a_history(4, validated=True))
        loss, accuracy = figure.axes
        assert [t.get_text() for t in loss.get_legend().get_texts()] == ["training", "validation"]
        assert loss.lines[0].get_linestyle() != loss.lines[1].get_linestyle()
        assert accuracy.get_ylabel() == "validation accuracy"
        assert len(accuracy.lines) == 1

    def test_several_runs_have_a_line_a_name_and_a_marker_each(self):
        runs = {"ReLU": a_history(3, validated=True), "sigmoid": a_history(5, validated=True)}
        loss, accuracy = learning_curves(runs).axes
        assert [t.get_text() for t in loss.get_legend().get_texts()] == ["ReLU", "sigmoid"]
        assert len(loss.lines) == 4
        assert len({line.get_marker() for line in accuracy.lines}) == 2

    def test_takes_the_rows_themselves(self):
        assert len(learning_curves(a_history(2, validated=False).epochs).axes[0].lines) == 1

    @pytest.mark.parametrize("nothing", [{}, SimpleNamespace(epochs=[]), [], [{"epoch": 1}], 3])
    def test_nothing_to_draw(self, nothing):
        with pytest.raises(DataError, match="history"):
            learning_curves(nothing)


class TestRace:
    measured = np.array([[0.80, 0.90], [0.84, 0.90], [0.82, 0.96]])

    def test_the_means_and_one_standard_error_up_and_down(self):
        (ax,) = plot_race({"SGD": self.measured}).axes
        assert ax.lines[0].get_xdata().tolist() == [1, 2]
        assert ax.lines[0].get_ydata() == pytest.approx([0.82, 0.92])
        bars = [bar[:, 1] for bar in ax.collections[0].get_segments()]
        error = 0.02 / 3**0.5
        np.testing.assert_allclose(bars, [[0.82 - error, 0.82 + error], [0.90, 0.94]])

    def test_contenders_have_names_and_stand_beside_each_other(self):
        (ax,) = plot_race({name: self.measured for name in "abc"}, measure="loss").axes
        assert [text.get_text() for text in ax.get_legend().get_texts()] == ["a", "b", "c"]
        starts = [container.lines[0].get_xdata()[0] for container in ax.containers]
        assert starts[0] < starts[1] == 1 < starts[2]
        assert ax.get_ylabel() == "loss"
        assert len({container.lines[0].get_marker() for container in ax.containers}) == 3
        assert png(ax.figure)

    @pytest.mark.parametrize(
        ("runs", "error"),
        [
            ({}, DataError),
            ({"a": measured[0]}, ShapeError),
            ({"a": measured[:1]}, ShapeError),
            ({"a": measured * np.nan}, DataError),
        ],
    )
    def test_races_that_cannot_be_drawn(self, runs, error):
        with pytest.raises(error):
            plot_race(runs)


class TestRates:
    rates, losses = np.array([0.01, 0.1, 1.0]), np.array([2.0, 1.0, np.inf])

    def test_the_loss_against_the_rate_and_a_mark(self):
        (ax,) = plot_rates(self.rates, self.losses, chosen=0.05).axes
        assert ax.lines[0].get_xdata().tolist() == [0.01, 0.1, 1.0]
        assert ax.lines[0].get_ydata()[:2].tolist() == [2.0, 1.0]
        assert ax.lines[1].get_xdata()[0] == 0.05
        assert texts(ax) == ["0.05"]
        assert (ax.get_xscale(), ax.get_yscale()) == ("log", "log")
        assert png(ax.figure)

    @pytest.mark.parametrize("losses", [np.ones(2), np.ones((3, 1)), 1.0])
    def test_losses_that_do_not_fit(self, losses):
        with pytest.raises(ShapeError, match="rates and"):
            plot_rates(self.rates, losses)


class TestCompareModels:
    def test_bars_means_deviations_and_one_dot_a_seed(self):
        figure = compare_models({"one": [0.6, 0.8], "two": [0.9]}, chance=0.5)
        (ax,) = figure.axes
        assert [t.get_text() for t in ax.get_yticklabels()] == ["one", "two"]
        assert [bar.get_width() for bar in ax.patches] == pytest.approx([0.7, 0.9])
        assert texts(ax) == ["0.700", "0.900", "guessing"]
        dots = [
            line for line in ax.lines if line.get_linestyle() == "None" and line.get_marker() == "o"
        ]
        assert [len(line.get_xdata()) for line in dots] == [2, 1]
        (deviation,) = ax.collections
        left, right = deviation.get_segments()[0][:, 0]
        assert right - left == pytest.approx(2 * math.sqrt(0.02))

    def test_an_axis_that_starts_late_says_so(self):
        (ax,) = compare_models({"one": [0.96, 0.97]}, start=0.9).axes
        assert ax.get_xlim()[0] == 0.9
        assert "starts at 0.9" in ax.get_xlabel()

    @pytest.mark.parametrize("results", [{}, {"one": []}, {"one": [0.5, math.nan]}])
    def test_no_results(self, results):
        with pytest.raises(DataError):
            compare_models(results)


class TestPlotFunction:
    def test_a_function_and_its_derivative(self):
        figure = plot_function(np.sin, np.cos, interval=(0, 1))
        curves = [line for line in figure.axes[0].lines if len(line.get_xdata()) > 2]
        np.testing.assert_allclose(curves[0].get_ydata(), np.sin(np.linspace(0, 1, 601)))
        np.testing.assert_allclose(curves[1].get_ydata(), np.cos(np.linspace(0, 1, 601)))
        assert curves[0].get_linestyle() != curves[1].get_linestyle()
        assert [line.get_label() for line in curves] == ["sin", "derivative"]

    def test_draws_beside_others(self):
        figure, axes = plt.subplots(1, 2)
        assert plot_function(np.tanh, name="tanh", ax=axes[1]) is figure
        assert not axes[0].lines
        plt.close(figure)

    def test_a_function_that_loses_the_shape(self):
        with pytest.raises(ShapeError, match=r"derivative.*\(601,\).*\(\)"):
            plot_function(np.sin, lambda z: z.sum())

    def test_an_interval_that_runs_backwards(self):
        with pytest.raises(ValueError, match="interval"):
            plot_function(np.sin, interval=(1, -1))


X = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
Y = np.array([0, 1, 1, 0])


def the_map(figure) -> np.ndarray:
    return figure.axes[0].images[0].get_array()


class TestDecisionBoundary:
    def test_classes(self):
        figure = decision_boundary(
            lambda p: (p[:, 0] > 0.5).astype(int), X, Y, classes=["no", "yes"]
        )
        plane = the_map(figure)
        assert not plane[:, :100].any()  # the left of the map is class 0 ...
        assert plane[:, 140:].all()  # ... and the right is class 1
        ax = figure.axes[0]
        assert [t.get_text() for t in ax.get_legend().get_texts()] == ["no", "yes"]
        assert (ax.get_xlabel(), ax.get_ylabel()) == ("$x_1$", "$x_2$")

    def test_rows_of_the_map_run_upwards(self):
        plane = the_map(decision_boundary(lambda p: (p[:, 1] > 0.5).astype(int), X, Y))
        assert not plane[0].any()
        assert plane[-1].all()

    def test_of_scores_the_largest_wins(self):
        def scores(p):
            return np.column_stack([p[:, 0], 0.5 + 0 * p[:, 0], 2 * p[:, 0] - 0.8])

        plane = the_map(decision_boundary(scores, X, Y))
        row = plane[0].astype(
            int
        )  # from -0.12 to 1.12: class 1, from 0.5 class 0, from 0.8 class 2
        assert (row[0], row[150], row[-1]) == (1, 0, 2)
        assert (plane == row).all()

    def test_probabilities_are_graded_and_get_a_scale(self):
        figure = decision_boundary(lambda p: 1 / (1 + np.exp(-p[:, :1])), X, Y.reshape(-1, 1))
        assert len(figure.axes) == 2
        assert figure.axes[1].get_ylabel() == "probability of class 1"
        assert np.unique(the_map(figure)).size > 100

    def test_each_class_has_its_own_marker(self):
        figure = decision_boundary(lambda p: np.zeros(len(p), int), X, np.array([0, 1, 2, 0]))
        shapes = {c.get_paths()[0].vertices.shape for c in figure.axes[0].collections}
        assert len(shapes) == 3

    def test_the_data_is_not_changed(self):
        before = X.copy()
        decision_boundary(lambda p: (p[:, 0] > 0.5).astype(int), X, Y)
        np.testing.assert_array_equal(X, before)

    def test_three_features_have_no_map(self):
        with pytest.raises(ShapeError, match=r"\(4, 3\).*two features"):
            decision_boundary(lambda p: p, np.zeros((4, 3)), Y)

    def test_logits_are_no_probabilities(self):
        with pytest.raises(DataError, match="probabilities"):
            decision_boundary(lambda p: 9 * p[:, 0] - 4, X, Y)

    def test_a_network_that_diverged(self):
        with pytest.raises(DataError, match="NaN"):
            decision_boundary(lambda p: np.full(len(p), np.nan), X, Y)

    def test_predict_must_answer_for_each_point(self):
        with pytest.raises(ShapeError, match="one row for each"):
            decision_boundary(lambda p: np.zeros(3, int), X, Y)

    @pytest.mark.parametrize("labels", [[0, 1, 1], [0, 1, 1, -1], [0, 0.5, 1, 1]])
    def test_labels_that_do_not_fit(self, labels):
        with pytest.raises(LabelError):
            decision_boundary(lambda p: np.zeros(len(p), int), X, labels)


class TestPlotDescent:
    path = np.array([[2.0, 1.0], [1.0, 0.5], [0.5, 0.2]])

    def test_one_path(self):
        (ax,) = plot_descent(lambda a, b: a * a + b * b, self.path, minimum=(0, 0)).axes
        np.testing.assert_array_equal(ax.lines[0].get_xydata(), self.path)
        assert texts(ax) == ["start"]
        assert ax.get_xlim()[0] < 0 < 2 < ax.get_xlim()[1]

    def test_several_paths_have_names(self):
        paths = {"SGD": self.path, "momentum": self.path[:2]}
        (ax,) = plot_descent(lambda a, b: a * a + b * b, paths).axes
        assert [t.get_text() for t in ax.get_legend().get_texts()] == ["SGD", "momentum"]

    def test_the_map_shows_the_loss_where_it_is(self):
        (ax,) = plot_descent(lambda a, b: b, self.path, limits=((0, 1), (0, 5))).axes
        for level, contour in zip(
            ax.collections[-1].levels, ax.collections[-1].get_paths(), strict=True
        ):
            assert np.allclose(contour.vertices[:, 1], level)

    def test_a_flat_loss_is_drawn_too(self):
        assert png(plot_descent(lambda a, b: 1.0, self.path))

    @pytest.mark.parametrize(
        ("paths", "error"),
        [
            (np.zeros((3, 3)), ShapeError),
            (np.zeros(3), ShapeError),
            ({}, DataError),
            ({"too fast": np.array([[1.0, 1.0], [np.inf, 0.0]])}, DataError),
        ],
    )
    def test_paths_that_cannot_be_drawn(self, paths, error):
        with pytest.raises(error):
            plot_descent(lambda a, b: a * a + b * b, paths)


def frames(ax) -> int:
    return sum(isinstance(patch, Rectangle) for patch in ax.patches)


class TestPictureGrid:
    grey = np.linspace(0, 1, 3 * 16).reshape(3, 4, 4)

    def test_pictures_with_labels(self):
        figure = picture_grid(self.grey, [3, 1, 4])
        assert [ax.get_title() for ax in figure.axes] == ["3", "1", "4"]
        for ax, picture in zip(figure.axes, self.grey, strict=True):
            np.testing.assert_array_equal(ax.images[0].get_array(), picture)
            assert ax.images[0].get_clim() == (0, 1)  # dark pictures stay dark

    def test_a_wrong_prediction_is_marked_by_a_word_and_a_frame(self):
        figure = picture_grid(self.grey, [0, 1, 1], [0, 0, 1], classes=["no cat", "cat"])
        assert [ax.get_title() for ax in figure.axes] == ["no cat", "✗ no cat, is cat", "cat"]
        assert [frames(ax) for ax in figure.axes] == [0, 1, 0]
        assert figure.axes[1].patches[0].get_linestyle() != "-"

    def test_colour_pictures_and_bytes(self):
        rgb = np.zeros((2, 4, 5, 3), np.uint8)
        rgb[0, 0, 0] = (255, 0, 51)
        figure = picture_grid(rgb, titles=["a", "b"])
        np.testing.assert_allclose(figure.axes[0].images[0].get_array()[0, 0], [1, 0, 0.2])

    def test_columns(self):
        figure = picture_grid(np.zeros((7, 4, 4)), columns=3)
        assert figure.axes[0].get_gridspec().ncols == 3
        assert figure.axes[0].get_gridspec().nrows == 3
        assert png(figure)

    def test_a_channel_of_one_is_grey(self):
        assert picture_grid(np.zeros((1, 4, 4, 1))).axes[0].images[0].get_array().shape == (4, 4)

    def test_the_pictures_are_not_changed(self):
        images = np.full((1, 4, 4), 200, np.uint8)
        png(picture_grid(images))
        assert (images == 200).all()

    def test_rows_of_numbers_are_told_to_become_pictures(self):
        with pytest.raises(ShapeError, match=r"\(5, 784\).*reshape"):
            picture_grid(np.zeros((5, 784)))

    @pytest.mark.parametrize(
        "images", [np.full((1, 4, 4), 3.0), np.full((1, 4, 4), np.nan), np.zeros((0, 4, 4))]
    )
    def test_values_that_are_no_picture(self, images):
        with pytest.raises(DataError, match="picture"):
            picture_grid(images)

    @pytest.mark.parametrize(
        "words",
        [
            {"labels": [1, 2]},
            {"predicted": [1, 2, 3, 4]},
            {"titles": ["one"]},
            {"labels": [0, 1, 2], "classes": ["no", "yes"]},
        ],
    )
    def test_labels_that_do_not_fit(self, words):
        with pytest.raises(LabelError):
            picture_grid(self.grey, **words)

    def test_no_column(self):
        with pytest.raises(ValueError, match="columns"):
            picture_grid(self.grey, columns=0)


class TestWeights:
    def test_a_column_becomes_a_picture(self):
        W = np.arange(12.0).reshape(6, 2) - 5
        figure = weights_as_pictures(W, (2, 3))
        np.testing.assert_array_equal(
            figure.axes[0].images[0].get_array(), [[-5, -3, -1], [1, 3, 5]]
        )
        assert figure.axes[1].images[0].get_clim() == (-6, 6)  # one scale, zero in the middle
        assert figure.axes[-1].get_xlabel() == "weight"

    def test_colour_pictures_put_zero_at_mid_grey(self):
        W = np.zeros((12, 1))
        W[0] = 4.0
        picture = weights_as_pictures(W, (2, 2, 3)).axes[0].images[0].get_array()
        assert picture[0, 0, 0] == 1.0
        assert picture[1, 1, 2] == 0.5

    @pytest.mark.parametrize("W", [np.zeros((5, 2)), np.zeros(4)])
    def test_weights_that_are_no_pictures(self, W):
        with pytest.raises(ShapeError):
            weights_as_pictures(W, (2, 2))

    def test_titles_that_do_not_fit(self):
        with pytest.raises(LabelError):
            weights_as_pictures(np.zeros((4, 2)), (2, 2), titles=["one"])


class TestConfusionMatrix:
    matrix = np.array([[5, 2, 0], [1, 7, 0], [0, 3, 9]])

    def test_counts_and_names(self):
        (ax,) = plot_confusion_matrix(self.matrix, ["cat", "dog", "fox"]).axes
        assert texts(ax) == ["5", "2", "1", "7", "3", "9"]  # row by row, empty cells empty
        assert [t.get_text() for t in ax.get_xticklabels()] == ["cat", "dog", "fox"]
        assert (ax.get_xlabel(), ax.get_ylabel()) == ("predicted class", "true class")

    def test_rows_are_true_classes(self):
        (ax,) = plot_confusion_matrix(self.matrix).axes
        two = next(text for text in ax.texts if text.get_text() == "2")
        assert two.get_position() == (1, 0)  # right of the first cell: true 0, predicted 1

    def test_darker_where_more_of_the_row_went(self):
        (ax,) = plot_confusion_matrix(self.matrix).axes
        shades = ax.images[0].get_array()
        assert shades[0, 1] > shades[2, 1] > shades[1, 0] > shades[0, 0] == 0

    def test_a_class_without_examples(self):
        assert png(plot_confusion_matrix(np.array([[0, 0], [1, 2]])))

    @pytest.mark.parametrize("matrix", [np.zeros((2, 3)), np.zeros(4), np.zeros((0, 0))])
    def test_not_square(self, matrix):
        with pytest.raises(ShapeError):
            plot_confusion_matrix(matrix)

    def test_names_that_do_not_fit(self):
        with pytest.raises(ShapeError, match="3 classes, but 2 names"):
            plot_confusion_matrix(self.matrix, ["cat", "dog"])

    def test_no_counts(self):
        with pytest.raises(DataError):
            plot_confusion_matrix(-self.matrix)


class TestDrawNetwork:
    def test_a_circle_a_unit_and_a_line_a_weight(self):
        (ax,) = draw_network([3, 4, 2]).axes
        assert len(ax.patches) == 9
        assert len(ax.lines) == 3 * 4 + 4 * 2
        assert "hidden\n4" in texts(ax)
        assert {"$x_{3}$", "$h_{4}$", r"$\hat{y}_{2}$"} <= set(texts(ax))

    def test_a_large_layer_is_shortened_and_says_its_size(self):
        (ax,) = draw_network([784, 64, 10]).axes
        assert len(ax.patches) == 15
        assert texts(ax).count("⋮") == 3
        assert {"input\n784", "$x_{784}$"} <= set(texts(ax))

    def test_captions(self):
        assert "pixels" in texts(draw_network([2, 1], captions=["pixels", "cat?"]).axes[0])

    @pytest.mark.parametrize("sizes", [[], [3], [2, 0, 1]])
    def test_no_network(self, sizes):
        with pytest.raises(ShapeError):
            draw_network(sizes)

    def test_captions_that_do_not_fit(self):
        with pytest.raises(ShapeError):
            draw_network([2, 1], captions=["only one"])


class TestDrawGraph:
    def at(self, figure, text):
        return next(t for t in figure.axes[0].texts if t.get_text() == text).get_position()

    def test_boxes_stand_after_what_they_need(self):
        figure = draw_graph(
            ["w", "x", "z", "b", "s"], [("w", "z"), ("x", "z"), ("z", "s"), ("b", "s")]
        )
        place = {name: self.at(figure, name) for name in "wxzbs"}
        assert place["w"][0] == place["x"][0] < place["z"][0] == place["b"][0] < place["s"][0]
        assert len(set(place.values())) == 5

    def test_values_and_gradients_on_the_arrows(self):
        figure = draw_graph({"a": "a = 2", "b": "a²"}, [("a", "b", "2", "4")])
        assert {"a = 2", "a²", "2", "← 4"} <= set(texts(figure.axes[0]))
        assert png(figure)

    def test_a_circle_is_no_computation(self):
        with pytest.raises(DataError, match="circle"):
            draw_graph(["a", "b"], [("a", "b"), ("b", "a")])

    @pytest.mark.parametrize(
        ("nodes", "edges"), [([], []), (["a"], [("a", "b")]), (["a"], [("a",)])]
    )
    def test_edges_that_do_not_fit(self, nodes, edges):
        with pytest.raises(DataError):
            draw_graph(nodes, edges)

    @pytest.mark.parametrize(
        ("nodes", "edges"),
        [
            (
                {"w": "w = 3", "x": "x = 2", "z": "z = w x", "J": "J = (z − 4)²\n= 4"},
                [("w", "z", "3", "8"), ("x", "z", "2", "12"), ("z", "J", "6", "4")],
            ),
            (
                {"X": "X", "Z": "Z₁ = X W₁ + b₁", "A": "A₁ = tanh Z₁", "J": "loss"},
                [("X", "Z", "(m, 2)"), ("Z", "A", "(m, 8)", "dZ₁"), ("A", "J", "(m, 8)", "dA₁")],
            ),
        ],
    )
    def test_nothing_is_written_over_anything(self, nodes, edges):
        figure = draw_graph(nodes, edges)
        png(figure)
        drawn = [text for text in figure.axes[0].texts if text.get_text()]
        boxes = [(text.get_bbox_patch() or text).get_window_extent() for text in drawn]
        page = figure.bbox.padded(-1)
        for i, box in enumerate(boxes):
            assert page.x0 <= box.x0 and box.x1 <= page.x1, drawn[i]  # noqa: PT018
            for j in range(i):
                assert not box.overlaps(boxes[j]), (drawn[i], drawn[j])


def spreads(*times):
    return [{"median": time, "low": 0.9 * time, "high": 1.1 * time} for time in times]


class TestTimings:
    def test_a_line_a_contender_at_the_measured_sizes(self):
        seconds = {
            "ours": dict(zip(("64", "128"), spreads(1, 2), strict=True)),
            "theirs": dict(zip(("64", "128"), spreads(2, 4), strict=True)),
        }
        contenders = {who: {"seconds": times} for who, times in seconds.items()}
        measured = {"contenders": contenders, "axis": "width", "unit": "an epoch"}
        (ax,) = plot_growth(measured).axes
        ours, theirs = ax.lines
        assert ours.get_xydata().tolist() == [[64, 1], [128, 2]]
        assert theirs.get_xydata().tolist() == [[64, 2], [128, 4]]
        assert [text.get_text() for text in ax.get_xticklabels()] == ["64", "128"]
        assert ax.get_xlabel() == "width"
        assert png(ax.figure)

    def test_a_bar_a_trick_and_the_floor(self):
        figure = plot_ladder({"plain": 2.0, "fast": 1.1}, floor=1.0)
        (ax,) = figure.axes
        assert [bar.get_width() for bar in ax.patches] == [2.0, 1.1]
        assert {"2.00 s", "1.10 s", "only the products:\n1.00 s"} <= set(texts(ax))
        assert ax.lines[0].get_xdata()[0] == 1.0
        # the first trick stands at the top, and everything is on the picture
        assert ax.yaxis_inverted()
        png(figure)
        assert all(figure.bbox.contains(*t.get_window_extent().p1) for t in ax.texts)


def test_a_notebook_shows_a_figure_as_a_picture():
    nbclient = pytest.importorskip("nbclient")
    nbformat = pytest.importorskip("nbformat")
    source = "from nncourse.plots import draw_network\ndraw_network([2, 1])"
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source)])
    nbclient.NotebookClient(notebook, timeout=60).execute()
    (output,) = notebook.cells[0].outputs
    assert "image/png" in output.data
