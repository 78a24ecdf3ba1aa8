"""Curves of numbers: an error over a step, a loss over the epochs."""

from collections.abc import Mapping

from numpy.typing import ArrayLike

from ..arguments import as_numbers
from .canvas import Figure, plain_settings
from .colours import BLACK, BLUE, GREEN, VERMILION
from .given import as_list, as_named, as_text
from .layout import POINTS

WIDTH, HEIGHT = 760, 360  # pixels
LOGS = ("", "y", "xy")
CURVES = 'names and pairs of rows, like {"squares": ([1, 2, 3], [1, 4, 9])}'
MOST_DOTS = 20  # of a curve: more would run into each other
LETTERS = 14 * POINTS
# Each has a dash and a marker of its own, so that none is told by colour alone.
STYLES = ((BLUE, "-", "o"), (VERMILION, "--", "s"), (GREEN, "-.", "^"), (BLACK, ":", "D"))


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

    Raises
    ------
    ValueError, TypeError
        If there are no curves or more than four, if the numbers of one are not two rows of one
        length, or if `log` is not one of these names.

    Examples
    --------
    >>> (axes,) = draw_curves({"squares": ([1, 2, 3], [1, 4, 9])}, across="n", up="n²").axes
    >>> [line.get_label() for line in axes.lines]
    ['squares']
    """
    rows = _as_curves(curves)
    if log not in LOGS:
        raise ValueError(f"log={log!r} must be one of {', '.join(map(repr, LOGS))}")
    figure = Figure(WIDTH, HEIGHT)
    axes = figure.add_axes((0.12, 0.16, 0.86, 0.8), label="curves")
    for axis in log:
        axes.set(**{f"{axis}scale": "log"})
    for (name, (xs, ys)), (colour, dash, marker) in zip(rows.items(), STYLES, strict=False):
        dots = marker if xs.size <= MOST_DOTS else ""
        axes.plot(xs, ys, color=colour, linestyle=dash, marker=dots, linewidth=2, label=name)
    axes.set_xlabel(as_text(across, "across"), fontsize=LETTERS)
    axes.set_ylabel(as_text(up, "up"), fontsize=LETTERS)
    axes.tick_params(labelsize=LETTERS)
    axes.grid(alpha=0.3)
    if len(rows) > 1:
        axes.legend(fontsize=LETTERS)
    return figure


def _as_curves(curves):
    """Read curves as two rows of numbers by name."""
    curves = as_named(curves, "curves", CURVES)
    if not 1 <= len(curves) <= len(STYLES):
        raise ValueError(f"curves holds {len(curves)} curves: give from 1 to {len(STYLES)}")
    return {name: _as_rows(pair, f"curves[{name!r}]") for name, pair in curves.items()}


def _as_rows(pair, name):
    pair = as_list(pair, name, "a pair: the numbers across, and those up")
    if len(pair) != 2:
        raise ValueError(
            f"{name} holds {len(pair)} rows: give two, the numbers across and those up"
        )
    across, up = (as_numbers(row, name) for row in pair)
    if "c" in (across.dtype.kind, up.dtype.kind):
        raise TypeError(f"{name} holds complex numbers: give real ones")
    if across.ndim != 1 or across.shape != up.shape:
        raise ValueError(
            f"{name} has numbers of shape {across.shape} across and {up.shape} up: give two rows "
            "of one length"
        )
    return across, up
