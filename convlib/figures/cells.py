"""Maps of cells: tints, numbers, lines between cells, and how large a number can be."""

from math import ceil

import numpy as np
from matplotlib.collections import LineCollection
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import TextPath

from ..words import cell_text, number_text
from .canvas import FONT, POINTS, add_axes, write
from .layout import INDEX
from .marks import DASHES, NUMBER, fill, outline

SMALLEST_NUMBER = 9  # pixels
NAME = 15  # pixels of a map's name
HIGH, WIDE = 0.47, 0.82  # shares of a cell that numbers fill
DIGIT = 0.62  # width of a digit, of the letter size
PALE = 0.65  # opacity of what is less important: the values of padding, row and column numbers


def number_size(cell, longest, share=HIGH):
    """Pixels of the numbers that fill a share of a cell, 0 where they are too small to read."""
    size = min(share * cell, WIDE * cell / (DIGIT * longest))
    return size if size >= SMALLEST_NUMBER else 0


def readable_cell(longest):
    """Pixels of the smallest cell in which a number of so many characters can be read."""
    return ceil(SMALLEST_NUMBER * max(1 / HIGH, DIGIT * longest / WIDE))


def longest_number(plane):
    """Characters of a plane's longest number."""
    return max(len(cell_text(value)) for value in plane.flat)


def name_width(name):
    """Pixels of a map's name."""
    bold = FontProperties(family=FONT, weight="bold")
    return ceil(TextPath((0, 0), name, size=NAME, prop=bold).get_extents().x1)


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
