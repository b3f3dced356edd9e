"""Pictures and tables of pictures: what the network sees, what it confuses, what its weights seek.

Used in the chapter on cats and the chapter on digits. A wrong prediction has a dashed frame, a
cross and both names, so that it is seen without colours too.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap, to_rgb
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from nncourse.errors import DataError, LabelError, ShapeError
from nncourse.plots.style import (
    BLUE,
    INK,
    NARROW,
    VERMILION,
    WIDTH,
    BookFigure,
    house_style,
    mixed,
    new_figure,
)

SMALLEST = 10.0  # points, of letters that are read on a phone
MISTAKES = LinearSegmentedColormap.from_list(  # of the paper's colour, then more and more orange
    "errors", [(*to_rgb(VERMILION), 0.0), (*to_rgb(VERMILION), 0.6)]
)


def as_pictures(images: np.ndarray) -> np.ndarray:
    """Pictures (m, h, w) or (m, h, w, 3) with values 0 to 1."""
    images = np.asarray(images)
    if images.ndim == 4 and images.shape[3] == 1:
        images = images[..., 0]
    if images.ndim not in (3, 4) or (images.ndim == 4 and images.shape[3] != 3):
        raise ShapeError(
            f"pictures have shape {images.shape}; expected (m, height, width) for grey or "
            "(m, height, width, 3) for colour. One picture: images[:1]. Rows of numbers: "
            "X.reshape(-1, 28, 28)"
        )
    if not len(images):
        raise DataError("there is no picture to show: the array is empty")
    if images.dtype == np.uint8:
        return images / 255
    if not np.isfinite(images).all() or images.min() < 0 or images.max() > 1:
        raise DataError(
            f"pictures of {images.dtype} hold values from {np.min(images):.3g} to "
            f"{np.max(images):.3g}; expected uint8, or floats from 0 to 1 (before standardising)"
        )
    return images


def tiles(
    m: int, columns: int, height: float, width: float, gap: float, across: float
) -> tuple[BookFigure, list]:
    """A figure of `m` axes in rows of `columns`, each tile of the shape of its picture."""
    columns = min(columns, m)
    rows = -(-m // columns)
    tile = tile_width(columns, across)
    figure = new_figure(tile * columns, rows * (tile * height / width + gap))
    figure.set_layout_engine("constrained", w_pad=0.03, h_pad=0.03)
    axes = figure.subplots(rows, columns, squeeze=False).ravel()
    for ax in axes:
        ax.set_axis_off()
    return figure, list(axes[:m])


def tile_width(columns: int, across: float) -> float:
    """The width of a picture in inches: of few in a row, that of two on a phone, of three else."""
    return across / max(columns, 2 if across == NARROW else 3)


def class_name(label: int, classes: Sequence[str] | None) -> str:
    """The name of a class, or its number where there are no names."""
    return str(label) if classes is None else str(classes[label])


def checked_labels(labels: Any, m: int, what: str, classes: Sequence[str] | None) -> np.ndarray:
    """The labels (m,) as integers; a LabelError if one is missing or has no name."""
    labels = np.asarray(labels).reshape(-1)
    if len(labels) != m:
        raise LabelError(f"{m} pictures came with {len(labels)} {what}; give one for each")
    labels = labels.astype(int)
    if classes is not None and (labels.min() < 0 or labels.max() >= len(classes)):
        raise LabelError(
            f"{what} run from {labels.min()} to {labels.max()}, but there are only "
            f"{len(classes)} class names, for 0 to {len(classes) - 1}"
        )
    return labels


def mark_wrong(ax: Axes, height: int, width: int) -> None:
    """Draw a dashed frame around a picture."""
    ax.add_patch(
        Rectangle(
            (-0.5, -0.5),
            width,
            height,
            fill=False,
            edgecolor=VERMILION,
            linewidth=3,
            linestyle=(0, (3, 1)),
            clip_on=False,
        )
    )


@house_style()
def picture_grid(
    images: np.ndarray,
    labels: np.ndarray | None = None,
    predicted: np.ndarray | None = None,
    *,
    titles: Sequence[str] | None = None,
    classes: Sequence[str] | None = None,
    columns: int = 6,
) -> Figure:
    """Show pictures in rows, each under its label, with wrong predictions marked.

    Parameters
    ----------
    images : (m, h, w) or (m, h, w, 1) grey, or (m, h, w, 3) colour; uint8, or floats in [0, 1];
        not changed.
    labels : the true classes, (m,) integers.
    predicted : the network's classes, (m,) integers; where they differ from `labels`, the picture
        gets a dashed frame and a title such as '✗ 4, is 9'.
    titles : m texts to write instead.
    classes : the classes' names, written instead of their numbers.
    columns : pictures in a row.

    Returns
    -------
    The figure.

    Raises
    ------
    ShapeError
        If the array holds no pictures.
    LabelError
        If there are not as many labels as pictures, or a label has no name.
    DataError
        If there is no picture or the values are not those of pictures.

    Examples
    --------
    >>> figure = picture_grid(np.zeros((2, 8, 8)), labels=[4, 9], predicted=[4, 4])
    >>> [ax.get_title() for ax in figure.axes]
    ['4', '✗ 4, is 9']
    """
    pictures = as_pictures(images)
    m = len(pictures)
    if columns < 1:
        raise ValueError(f"columns must be at least 1, got {columns}")
    wrong = np.zeros(m, dtype=bool)
    captions = [""] * m
    if labels is not None:
        labels = checked_labels(labels, m, "labels", classes)
        captions = [class_name(label, classes) for label in labels]
    if predicted is not None:
        predicted = checked_labels(predicted, m, "predictions", classes)
        captions = [class_name(p, classes) for p in predicted]
    if labels is not None and predicted is not None:
        wrong = labels != predicted
        for i in np.flatnonzero(wrong):
            captions[i] = f"✗ {captions[i]}, is {class_name(labels[i], classes)}"
    if titles is not None:
        if len(titles) != m:
            raise LabelError(f"{m} pictures came with {len(titles)} titles; give one for each")
        captions = list(titles)
    figure = sheet(pictures, captions, wrong, columns, WIDTH)
    for_phone = columns_for_phone(captions, min(columns, m))
    figure.drawn_narrow = lambda: sheet(pictures, captions, wrong, for_phone, NARROW)
    return figure


@house_style()
def sheet(
    pictures: np.ndarray, captions: Sequence[str], wrong: np.ndarray, columns: int, across: float
) -> BookFigure:
    """Pictures under their captions, in rows of `columns`."""
    m, height, width = pictures.shape[:3]
    lines = 1 + max(caption.count("\n") for caption in captions) if any(captions) else 0
    figure, axes = tiles(m, columns, height, width, 0.05 + 0.2 * lines, across)
    size = letter_size(captions, tile_width(min(columns, m), across))
    for ax, picture, caption, is_wrong in zip(axes, pictures, captions, wrong, strict=True):
        ax.imshow(picture, cmap="gray", vmin=0, vmax=1)
        ax.set_title(
            caption, fontsize=size, pad=5, color=INK, fontweight="bold" if is_wrong else "normal"
        )
        if is_wrong:
            mark_wrong(ax, height, width)
    return figure


def letter_size(captions: Sequence[str], room: float) -> float:
    """The size of letters, in points, in which every caption is no wider than `room` inches."""
    longest = max(len(line) for caption in captions for line in caption.split("\n"))
    return max(7.0, min(11.0, 72 * room / max(longest, 1) / 0.56))


def columns_for_phone(captions: Sequence[str], columns: int) -> int:
    """In how many columns at most the pictures are large, and their captions read, on a phone."""
    return next(
        fewer
        for fewer in range(columns, 0, -1)
        if fewer == 1
        or (fewer <= 4 and letter_size(captions, tile_width(fewer, NARROW)) >= SMALLEST)
    )


@house_style()
def weights_as_pictures(
    W: np.ndarray, shape: tuple[int, ...], *, columns: int = 8, titles: Sequence[str] | None = None
) -> Figure:
    """Show the weights of each unit of a first layer as the picture that the unit looks for.

    Parameters
    ----------
    W : (n_in, n_out), one column per unit; show fewer units with `W[:, :16]`; not changed.
    shape : the input picture's, (h, w) or (h, w, 3), where h * w (* 3) = n_in.
    columns : units in a row.
    titles : n_out texts to write over them.

    Returns
    -------
    The figure. Grey pictures: blue raises the unit's value, red lowers it, white leaves it, on
    one scale for all units. Colour pictures: mid-grey is zero, each unit on its own scale.

    Raises
    ------
    ShapeError
        If the shape does not hold n_in numbers.

    Examples
    --------
    >>> figure = weights_as_pictures(np.ones((6, 4)), (2, 3))
    >>> len(figure.axes)  # four units and the colour bar
    5
    """
    W = np.asarray(W)
    if W.ndim != 2 or int(np.prod(shape)) != W.shape[0]:
        raise ShapeError(
            f"W has shape {W.shape}, so a unit has {W.shape[0] if W.ndim else 0} weights; "
            f"a picture of shape {tuple(shape)} needs {int(np.prod(shape))}"
        )
    if len(shape) not in (2, 3) or (len(shape) == 3 and shape[2] != 3):
        raise ShapeError(f"shape {tuple(shape)} is none of (height, width), (height, width, 3)")
    units = W.T.reshape(-1, *shape)
    if titles is not None and len(titles) != len(units):
        raise LabelError(f"{len(units)} units came with {len(titles)} titles; give one for each")
    figure = units_in_rows(units, titles, columns, WIDTH)
    for_phone = columns_for_phone(titles or [""], min(columns, len(units)))
    figure.drawn_narrow = lambda: units_in_rows(units, titles, for_phone, NARROW)
    return figure


@house_style()
def units_in_rows(
    units: np.ndarray, titles: Sequence[str] | None, columns: int, across: float
) -> BookFigure:
    """What units look for, in rows of `columns`, with a scale if it is one for all."""
    height, width = units.shape[1:3]
    gap = 0.25 if titles else 0.05
    figure, axes = tiles(len(units), columns, height, width, gap, across)
    scale = float(np.abs(units).max()) or 1.0
    for i, (ax, unit) in enumerate(zip(axes, units, strict=True)):
        if unit.ndim == 2:
            picture = ax.imshow(unit, cmap="RdBu", vmin=-scale, vmax=scale)
        else:
            ax.imshow(0.5 + unit / (2 * (np.abs(unit).max() or 1.0)))
        if titles is not None:
            ax.set_title(titles[i], fontsize=10, pad=4)
    if units.ndim == 3:
        figure.set_figheight(figure.get_figheight() + 0.5)
        bar = figure.colorbar(
            picture, ax=figure.axes, orientation="horizontal", aspect=40, shrink=0.7, pad=0.02
        )
        bar.set_label("weight")
    return figure


@house_style()
def plot_confusion_matrix(matrix: np.ndarray, classes: Sequence[str] | None = None) -> Figure:
    """Draw a confusion matrix as a table: rows are true classes, columns the predicted ones.

    Parameters
    ----------
    matrix : (k, k) counts, as `metrics.confusion_matrix` returns; not changed.
    classes : k names; the numbers from 0 where none are given.

    Returns
    -------
    The figure. The diagonal, what was right, has a plain frame; the other cells are the darker
    the more of their row's examples went there. Empty cells hold no number.

    Raises
    ------
    ShapeError
        If the matrix is not square or there are not k names.
    DataError
        If an entry is negative or not a number.

    Examples
    --------
    >>> figure = plot_confusion_matrix(np.array([[8, 2], [0, 9]]), ["no cat", "cat"])
    >>> figure.axes[0].get_ylabel()
    'true class'
    """
    matrix = np.asarray(matrix)
    if matrix.ndim != 2 or matrix.shape[0] != matrix.shape[1] or not len(matrix):
        raise ShapeError(f"a confusion matrix is square, (k, k); this one has {matrix.shape}")
    if not np.isfinite(matrix).all() or matrix.min() < 0:
        raise DataError("a confusion matrix holds counts: no negative numbers and no NaN")
    k = len(matrix)
    names = [str(c) for c in range(k)] if classes is None else [str(c) for c in classes]
    if len(names) != k:
        raise ShapeError(f"the matrix has {k} classes, but {len(names)} names were given")
    side = min(6.4, max(3.6, 1.4 + 0.5 * k))
    figure = table_of_counts(matrix, names, side)
    figure.drawn_narrow = lambda: table_of_counts(matrix, names, min(side, NARROW))
    return figure


@house_style()
def table_of_counts(matrix: np.ndarray, names: list[str], side: float) -> BookFigure:
    """A confusion matrix as a table of so many inches."""
    k = len(matrix)
    shares = matrix / np.maximum(matrix.sum(axis=1, keepdims=True), 1)
    mistakes = np.where(np.eye(k, dtype=bool), 0.0, shares)
    figure = new_figure(side, side)
    ax = figure.subplots()
    ax.imshow(mistakes, cmap=MISTAKES, vmin=0, vmax=max(float(mistakes.max()), 0.05))
    for i in range(k):
        ax.add_patch(
            Rectangle((i - 0.5, i - 0.5), 1, 1, facecolor=mixed(BLUE, 0.16), edgecolor=INK)
        )
        for j in range(k):
            if matrix[i, j]:
                ax.text(
                    j,
                    i,
                    f"{matrix[i, j]:g}",
                    ha="center",
                    va="center",
                    fontsize=12 if k <= 5 else 9.5,
                    fontweight="bold" if i == j else "normal",
                )
    long_names = max(len(name) for name in names) > 3
    ax.set_xticks(range(k), names, rotation=30 if long_names and k > 3 else 0)
    ax.set_yticks(range(k), names)
    ax.set(xlabel="predicted class", ylabel="true class")
    ax.grid(visible=False)
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)
    return figure
