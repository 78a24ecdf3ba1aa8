"""Maps of cells as matplotlib artists: tints, numbers, lines between cells, outlines."""

from math import ceil

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import LineCollection
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.patches import Polygon, Rectangle
from matplotlib.textpath import TextPath

from ..words import cell_text, number_text
from .layout import CAPTION, INDEX, Box

__all__ = ["VALUE_HUES", "WEIGHT_HUES", "CellMap", "new_page", "number_size", "tints", "write"]

DPI = 128  # a power of two: whole pixels survive the way through inches
POINTS = 72 / DPI  # of one pixel
BLUE = "#0072B2"
# Okabe-Ito's colours, (negative, positive): values and weights are never confused.
VALUE_HUES = ("#E69F00", "#56B4E9")
WEIGHT_HUES = ("#CC79A7", "#009E73")
STRENGTH = 0.65  # of the strongest tint: black numbers stay readable on it
SMALLEST_NUMBER = 9  # pixels
NAME = 15  # pixels of a map's name
FONT = "DejaVu Sans"  # matplotlib brings it along: pictures are the same on every machine
HIGH, WIDE = 0.47, 0.82  # shares of a cell that numbers fill
DIGIT = 0.62  # width of a digit, of the letter size
PALE = 0.65  # opacity of what is less important: the values of padding, row and column numbers
FILL, TAP, NUMBER, OUTLINE = range(4)  # what lies above what


def tints(values, hues, steps=None):
    """Colours of a diverging scale: white at 0, full at the largest absolute value.

    Parameters
    ----------
    values : array_like of real numbers
        NaN is white, infinity as the largest.
    hues : (color, color)
        Of negative and of positive values.
    steps : int, optional
        How many tints there are on each side of white; any number if not given.

    Returns
    -------
    ndarray of uint8, shape values.shape + (3,)
        RGB.

    Examples
    --------
    >>> tints([0, 2], ("red", "blue"))
    array([[255, 255, 255],
           [ 89,  89, 255]], dtype=uint8)
    """
    values = np.asarray(values, float)
    top = np.abs(values[np.isfinite(values)]).max(initial=0) or 1
    fraction = np.clip(np.nan_to_num(values), -top, top)[..., None] / top
    if steps:
        fraction = np.round(fraction * steps) / steps
    hue = np.where(fraction < 0, to_rgb(hues[0]), to_rgb(hues[1]))
    return np.round(255 * (1 - STRENGTH * np.abs(fraction) * (1 - hue))).astype(np.uint8)


def number_size(cell, longest, share=HIGH):
    """Pixels of the numbers that fill a share of a cell, 0 where they are too small to read."""
    size = min(share * cell, WIDE * cell / (DIGIT * longest))
    return size if size >= SMALLEST_NUMBER else 0


def write_code(page, x, y, text, **style):
    """Put a line of equally wide letters on the page, its baseline at y, on whole pixels."""
    fixed = {"family": FONT + " Mono", "va": "baseline"}
    return write(page, x - 0.5, y - 0.5, text, CAPTION, **(fixed | style))


def readable_cell(longest):
    """Pixels of the smallest cell in which a number of so many characters can be read."""
    return ceil(SMALLEST_NUMBER * max(1 / HIGH, DIGIT * longest / WIDE))


def longest_number(plane):
    """Characters of a plane's longest number."""
    return max(len(cell_text(value)) for value in plane.flat)


def write(axes, x, y, text, size, **style):
    """Put text at (x, y), in cells, of an axes; size in pixels."""
    fixed = {"family": FONT, "color": "black", "va": "center_baseline"}
    return axes.text(x, y, text, fontsize=size * POINTS, **(fixed | style))


def name_width(name):
    """Pixels of a map's name."""
    bold = FontProperties(family=FONT, weight="bold")
    return ceil(TextPath((0, 0), name, size=NAME, prop=bold).get_extents().x1)


def new_page(width, height):
    """Return an empty figure and its axes "page", whose cells are pixels from the top left."""
    figure = Figure(figsize=(width / DPI, height / DPI), dpi=DPI, facecolor="white")
    FigureCanvasAgg(figure)
    return figure, add_axes(figure, "page", Box(0, 0, 1, height, width))


def add_axes(figure, label, box, corner=(0, 0)):
    """Axes that count a box's cells from the corner cell (row, col), rows downwards."""
    across, down = figure.get_size_inches() * DPI
    top, left = corner[0] - 0.5, corner[1] - 0.5
    axes = figure.add_axes(
        (
            box.x / across,
            1 - (box.y + box.height) / down,
            box.width / across,
            box.height / down,
        ),
        label=label,
        xlim=(left, left + box.cols),
        ylim=(top + box.rows, top),
    )
    axes.set_axis_off()
    return axes


def fill(axes, corner, size, colours, zorder=FILL):
    """Colour size (rows, cols) cells from a corner (row, col)."""
    (row, col), (rows, cols) = corner, size
    extent = (col - 0.5, col - 0.5 + cols, row - 0.5 + rows, row - 0.5)
    style = {"aspect": "auto", "interpolation": "nearest", "zorder": zorder}
    return axes.imshow(colours, extent=extent, **style)


def outline(axes, corner, size, width, inset=0, color=BLUE, zorder=OUTLINE, **style):
    """Outline size (rows, cols) cells from a corner (row, col), `inset` cells further in."""
    (row, col), (rows, cols) = corner, size
    patch = Rectangle(
        (col - 0.5 + inset, row - 0.5 + inset),
        cols - 2 * inset,
        rows - 2 * inset,
        fill=False,
        edgecolor=color,
        linewidth=width * POINTS,
        joinstyle="miter",
        clip_on=False,
        zorder=zorder,
        **style,
    )
    return axes.add_patch(patch)


def hatch(axes, corner, size):
    """Hatch size (rows, cols) cells from a corner (row, col)."""
    (row, col), (rows, cols) = corner, size
    style = {"hatch": "///", "alpha": 0.2, "linewidth": 0, "zorder": TAP}
    return axes.add_patch(Rectangle((col - 0.5, row - 0.5), cols, rows, fill=False, **style))


def fill_corner(axes, corner, leg, size=(1, 1)):
    """Fill the bottom right corner of size (rows, cols) cells from a corner (row, col).

    `leg` is how far the triangle reaches along the two sides, in cells.
    """
    bottom, right = corner[0] + size[0] - 0.5, corner[1] + size[1] - 0.5
    points = [(right, bottom - leg), (right, bottom), (right - leg, bottom)]
    style = {"facecolor": "black", "alpha": 0.6, "linewidth": 0, "zorder": TAP}
    return axes.add_patch(Polygon(points, **style))


def double_border(axes, corner, size, pixel):
    """Thick line just outside, thin line just inside; `pixel` is one in the axes' cells."""
    return [
        outline(axes, corner, size, 3, -2 * pixel),
        outline(axes, corner, size, 1, 2 * pixel),
    ]


DASHES = {"color": "black", "alpha": 0.4, "linestyle": (0, (3, 3))}


class CellMap:
    """A plane of numbers as cells: an axes, its tints, its lines and its numbers.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
    label : str
        Of the axes.
    box : Box
        Its place on the figure, in pixels.
    plane : ndarray, shape (rows, cols)
    colours : ndarray of uint8, shape (rows, cols, 3)
    padding : ((int, int), (int, int)), optional
        Cells of `plane` that are padding. Cell (0, 0) is the first that is not.
    """

    def __init__(self, figure, label, box, plane, colours, padding=((0, 0), (0, 0))):
        (top, bottom), (left, right) = self.padding = padding
        self.box, self.plane = box, plane
        self.corner = (-top, -left)
        self.size = (box.rows - top - bottom, box.cols - left - right)
        self.axes = add_axes(figure, label, box, self.corner)
        self.fill = fill(self.axes, self.corner, plane.shape, colours)
        self.number_size = number_size(box.cell, longest_number(plane))
        self._draw_lines()

    def _draw_lines(self):
        """Thin lines between cells, dashes between padding cells, a frame between both."""
        rows = _lines(self.size[0], self.padding[0], self.size[1], self.padding[1])
        cols = _lines(self.size[1], self.padding[1], self.size[0], self.padding[0])
        styles = ({"color": "black", "alpha": 0.25}, DASHES)
        for across, down, style in zip(rows, cols, styles, strict=True):
            lines = across + [[(x, y) for y, x in line] for line in down]
            style = style | {"linewidths": POINTS, "capstyle": "butt", "clip_on": False}
            self.axes.add_collection(LineCollection(lines, zorder=NUMBER, **style), autolim=False)
        outline(self.axes, (0, 0), self.size, 1, color="black", zorder=NUMBER)

    def is_padding(self, row, col):
        """Whether a cell lies outside the unpadded plane."""
        return not (0 <= row < self.size[0] and 0 <= col < self.size[1])

    def write_number(self, row, col, value, size, lift=0, pale=False):
        """Write a value into its cell, `lift` cells above its middle."""
        style = {"ha": "center", "zorder": NUMBER, "alpha": PALE if pale else 1}
        return write(self.axes, col, row - lift, cell_text(value), size, **style)

    def write_numbers(self, lift=0):
        """Write every value into its cell, or none where cells are too small."""
        if self.number_size:
            for (row, col), value in np.ndenumerate(self.plane):
                row, col = row + self.corner[0], col + self.corner[1]
                pale = self.is_padding(row, col)
                self.write_number(row, col, value, self.number_size, lift, pale)

    def write_name(self, page, name):
        """Write a name above the map, on the page."""
        write(page, self.box.x, self.box.y - INDEX - 8, name, NAME, weight="bold")

    def write_indices(self, page):
        """Write row and column numbers along the map, each or each fifth, on the page."""
        box, (top, left), style = self.box, self.corner, {"size": 11, "alpha": PALE}
        step = 1 if box.cell >= 20 else 5
        for row in range(-(-top // step) * step, top + box.rows, step):
            y = box.y + (row - top + 0.5) * box.cell
            write(page, box.x - 6, y, number_text(row), ha="right", **style)
        for col in range(-(-left // step) * step, left + box.cols, step):
            x = box.x + (col - left + 0.5) * box.cell
            write(page, x, box.y - 9, number_text(col), ha="center", **style)


def _lines(size, padding, across, padding_across):
    """Lines between cells along one axis: within the plane, and through its padding."""
    (before, after), (left, right) = padding, padding_across
    inside, outside = [], []
    for line in range(-before, size + after + 1):
        if 0 <= line <= size:
            inside.append(_line(line, 0, across))
            outside += [_line(line, -left, 0)] * (left > 0)
            outside += [_line(line, across, across + right)] * (right > 0)
        else:
            outside.append(_line(line, -left, across + right))
    return inside, outside


def _line(line, start, stop):
    return [(start - 0.5, line - 0.5), (stop - 0.5, line - 0.5)]
