"""Maps of cells: their tints, their numbers, the lines between cells, the names above."""

from math import ceil

import numpy as np
from matplotlib.collections import LineCollection

from ..words import cell_text, number_text
from .canvas import Canvas, text_width
from .fonts import FONT
from .layout import INDEX, POINTS
from .marks import DASHES, NUMBER

NAME_SIZE, NAME_LINE = 15, 20  # pixels: the letters of a map's name, and a line of it
SMALLEST_NUMBER = 9  # pixels: smaller digits cannot be read, and are left out
HIGH, WIDE = 0.47, 0.88  # the shares of a cell's height and width that its number may take
# How wide a number's letters are, as shares of their size: all others are as wide as a digit.
DIGIT = 0.636
WIDTHS = {"−": 0.838, "×": 0.838, ".": 0.318}
# Opacity of what matters less: the values of padding, the row and column numbers.
PALE = 0.65


def number_size(cell, widest, share=HIGH):
    """Pixels of the numbers that fit into a cell, 0 where they would be too small to read.

    Parameters
    ----------
    cell : int
        Pixels of the cell.
    widest : float
        From `widest_number`.
    share : float, optional
        Share of the cell's height that a number may take.
    """
    size = min(share * cell, WIDE * cell / widest)
    return size if size >= SMALLEST_NUMBER else 0


def readable_cell(widest):
    """Pixels of the smallest cell in which a plane's widest number can be read."""
    return ceil(SMALLEST_NUMBER * max(1 / HIGH, widest / WIDE))


def widest_number(plane, before=""):
    """How wide a plane's widest number is, with a sign before it, of the size of its letters."""
    return max(_width(before + cell_text(value)) for value in plane.flat)


def _width(number):
    return sum(WIDTHS.get(letter, DIGIT) for letter in number)


def name_size(name, fonts):
    """Pixels that a map's name is wide, and that its lines but the first take above the map."""
    lines = _name_lines(name)
    width = max(text_width(line, NAME_SIZE, family=fonts, weight="bold") for line in lines)
    return ceil(width), NAME_LINE * (len(lines) - 1)


def _name_lines(name):
    return [line.expandtabs(4) for line in name.splitlines()] or [""]


class CellMap(Canvas):
    """A plane of numbers as cells: an axes, its tints, its lines and its numbers.

    Parameters
    ----------
    page : Page
        On it stand the map, its name, and its row and column numbers.
    label : str
        The map's name, and that of its axes.
    box : Box
        Its place on the page.
    plane : ndarray, shape (rows, cols)
    colours : ndarray of uint8, shape (rows, cols, 3)
    padding : ((int, int), (int, int)), optional
        Cells of `plane` that are padding. Cell (0, 0) is the first that is not.
    """

    def __init__(self, page, label, box, plane, colours, padding=((0, 0), (0, 0))):
        (top, bottom), (left, right) = padding
        super().__init__(page.figure, label, box, corner=(-top, -left))
        self.page, self.label, self.plane, self.padding = page, label, plane, padding
        self.size = (box.rows - top - bottom, box.cols - left - right)
        self.background = self.fill(self.corner, plane.shape, colours)
        self.number_size = number_size(box.cell, widest_number(plane))
        self._draw_lines()

    def _draw_lines(self):
        """Draw thin lines between cells, dashes between padding cells, a frame between both."""
        rows = _lines(self.size[0], self.padding[0], self.size[1], self.padding[1])
        cols = _lines(self.size[1], self.padding[1], self.size[0], self.padding[0])
        styles = ({"color": "black", "alpha": 0.25}, DASHES)
        for across, down, style in zip(rows, cols, styles, strict=True):
            lines = across + [[(x, y) for y, x in line] for line in down]
            style = style | {"linewidths": POINTS, "capstyle": "butt", "clip_on": False}
            self.axes.add_collection(LineCollection(lines, zorder=NUMBER, **style), autolim=False)
        self.outline((0, 0), self.size, 1, color="black", zorder=NUMBER)

    def is_padding(self, row, col):
        """Whether a cell lies outside the unpadded plane."""
        return not (0 <= row < self.size[0] and 0 <= col < self.size[1])

    def write_number(self, row, col, value, size, lift=0, pale=False):
        """Write a value into its cell, `lift` cells above its middle."""
        style = {"ha": "center", "zorder": NUMBER, "alpha": PALE if pale else 1}
        return self.write(col, row - lift, cell_text(value), size, **style)

    def write_numbers(self, lift=0):
        """Write every value into its cell, or none where cells are too small."""
        if not self.number_size:
            return
        for (row, col), value in np.ndenumerate(self.plane):
            row, col = row + self.corner[0], col + self.corner[1]
            self.write_number(row, col, value, self.number_size, lift, self.is_padding(row, col))

    def write_name(self, fonts=FONT):
        """Write the name above the map."""
        for number, line in enumerate(reversed(_name_lines(self.label))):
            y = self.box.y - INDEX - 8 - number * NAME_LINE
            self.page.write(self.box.x, y, line, NAME_SIZE, family=fonts, weight="bold")

    def write_indices(self):
        """Write row and column numbers along the map: each, or where cells are small each fifth."""
        box, (top, left), style = self.box, self.corner, {"size": 11, "alpha": PALE}
        step = 1 if box.cell >= 20 else 5
        for row in range(-(-top // step) * step, top + box.rows, step):
            y = box.y + (row - top + 0.5) * box.cell
            self.page.write(box.x - 6, y, number_text(row), ha="right", **style)
        for col in range(-(-left // step) * step, left + box.cols, step):
            x = box.x + (col - left + 0.5) * box.cell
            self.page.write(x, box.y - 9, number_text(col), ha="center", **style)


def _lines(size, padding, across, padding_across):
    """Lines between cells along one axis: within the plane, and through its padding."""
    (before, after), (left, right) = padding, padding_across
    inside, outside = [], []
    for line in range(-before, size + after + 1):
        if not 0 <= line <= size:
            outside.append(_line(line, -left, across + right))
            continue
        inside.append(_line(line, 0, across))
        if left:
            outside.append(_line(line, -left, 0))
        if right:
            outside.append(_line(line, across, across + right))
    return inside, outside


def _line(line, start, stop):
    return [(start - 0.5, line - 0.5), (stop - 0.5, line - 0.5)]
