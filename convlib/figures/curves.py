"""Curves of numbers: an error over a step, a loss over the epochs."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import ArrayLike

from .canvas import Figure, plain_settings
from .colours import BLUE
from .layout import POINTS

WIDTH, HEIGHT = 760, 360  # pixels
MOST_DOTS = 20  # of a curve: more would run into each other
LETTERS = 14 * POINTS
# Okabe and Ito's; each with a dash and a marker of its own, so that none is told by colour alone.
STYLES = ((BLUE, "-", "o"), ("#D55E00", "--", "s"), ("#009E73", "-.", "^"), ("#000000", ":", "D"))


@plain_settings()
def draw_curves(
    curves: Mapping[str, tuple[ArrayLike, ArrayLike]], *, across: str, up: str, log: str = ""
) -> Figure:
    """Draw curves over each other, with dots where there are few numbers.

    Parameters
    ----------
    curves : mapping of str to (array_like, array_like)
        Name, and the numbers across and up, of up to four curves.
    across, up : str
        What the numbers are, for the axes.
    log : {"", "y", "xy"}, optional
        Axes on which equal distances are equal factors.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> (axes,) = draw_curves({"squares": ([1, 2, 3], [1, 4, 9])}, across="n", up="n²").axes
    >>> [line.get_label() for line in axes.lines]
    ['squares']
    """
    figure = Figure(WIDTH, HEIGHT)
    axes = figure.add_axes((0.12, 0.16, 0.86, 0.8), label="curves")
    for axis in log:
        axes.set(**{f"{axis}scale": "log"})
    for (name, (xs, ys)), (colour, dash, marker) in zip(curves.items(), STYLES, strict=False):
        dots = marker if np.size(xs) <= MOST_DOTS else ""
        axes.plot(xs, ys, color=colour, linestyle=dash, marker=dots, linewidth=2, label=name)
    axes.set_xlabel(across, fontsize=LETTERS)
    axes.set_ylabel(up, fontsize=LETTERS)
    axes.tick_params(labelsize=LETTERS)
    axes.grid(alpha=0.3)
    if len(curves) > 1:
        axes.legend(fontsize=LETTERS)
    return figure
