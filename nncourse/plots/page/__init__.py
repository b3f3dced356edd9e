"""Figures for a page: SVG with the page's colours and letters, and once more for a phone.

A notebook shows figures as pictures, wherever it runs. The build of the book asks for more: while
the variable `NNCOURSE_PAGES` is set, a figure that ends a cell is shown as SVG, too, with the
narrow drawing in its `metadata`, from where the page takes it.
"""

import hashlib
import re

from matplotlib.figure import Figure

from nncourse.plots.page.narrow import is_wide, narrowed
from nncourse.plots.page.renderer import PageRenderer


def show_for_pages() -> None:
    """Let the notebook that runs, if one does, show figures as SVG as well."""
    from IPython import get_ipython

    if shell := get_ipython():
        shell.display_formatter.formatters["image/svg+xml"].for_type(Figure, page_svg)


def page_svg(figure: Figure) -> str:
    """The figure for a page, with the narrow drawing, if it needs one, in its metadata.

    Parameters
    ----------
    figure : any figure; not changed.

    Returns
    -------
    The content of an SVG file.

    Examples
    --------
    >>> from nncourse.plots import draw_network
    >>> svg = page_svg(draw_network([2, 1]))
    >>> svg.count("<svg"), "hidden" in svg, "currentColor" in svg
    (2, False, True)
    """
    pictures: dict[str, str] = {}
    wide = drawn(figure, "w", pictures)
    inside = ""
    if is_wide(figure):
        with narrowed(figure) as other:
            inside = f"<metadata>{drawn(other, 'n', pictures).svg()}</metadata>"
    return with_own_ids(wide.svg(wide.stored_pictures() + inside))


def with_own_ids(svg: str) -> str:
    """The drawing with ids that are its own among all figures of a page.

    >>> with_own_ids('<clipPath id="w-c0"/><path clip-path="url(#w-c0)"/>')
    '<clipPath id="f2bdb949-w-c0"/><path clip-path="url(#f2bdb949-w-c0)"/>'
    """
    name = "f" + hashlib.sha256(svg.encode()).hexdigest()[:7]
    return re.sub(r'(id="|#)(?=[wn]-[cp]\d)', rf"\g<1>{name}-", svg)


def drawn(figure: Figure, name: str, pictures: dict[str, str]) -> PageRenderer:
    """A renderer on which the figure was drawn, without the paper behind it."""
    width, height = 72 * figure.get_size_inches()
    renderer = PageRenderer(width, height, name, pictures)
    before = figure.dpi, figure.patch.get_visible()
    images = [(image, image.get_interpolation()) for ax in figure.axes for image in ax.images]
    figure.patch.set_visible(False)
    for image, _ in images:
        image.set_interpolation("none")  # pictures keep their own pixels
    try:
        figure.set_dpi(72)
        figure.draw_without_rendering()  # ticks and room for them find their places
        figure.draw(renderer)
    finally:
        figure.set_dpi(before[0])
        figure.patch.set_visible(before[1])
        for image, interpolation in images:
            image.set_interpolation(interpolation)
    return renderer
