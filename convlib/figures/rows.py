"""The rows of cells of a stack of layers, and the fan that an output opens through them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.collections import PolyCollection

from ..fields import Field
from ..layers import Branches, Conv, Layer, Pool, Transposed
from ..stacks import place
from ..trails import Trail, lead_down, trimmed
from ..words import number_text, size_text
from .canvas import text_width
from .colours import BLUE, VALUE_HUES, tints
from .layout import MARGIN, POINTS
from .marks import DASHES, FILL, TAP

KINDS = {Conv: "conv", Pool: "pool", Transposed: "transposed"}
HEADING = 44  # pixels above the rows
LABELS = 224  # pixels left of the rows: the layers' names and what they see
LARGEST_CELL = 24  # pixels
WIDEST = 12  # pixels of a cell whose neighbours are far away
FAINT = 0.15  # the tint of a cell to which few of the paths lead
LINE = "#8c8c8c"


def layer_text(layer: Layer, axis: int) -> str:
    """Name a layer by its numbers along one axis; those that change nothing are left out.

    Examples
    --------
    >>> from convlib import Branches, Conv, Pool
    >>> layer_text(Conv(3, stride=2, padding=((0, 0), (2, 0)), dilation=(1, 2)), 1)
    'conv 3, s 2, p 2+0, d 2'
    >>> layer_text(Pool(2, ceil_mode=True), 0), layer_text(Branches([Conv(3, padding=1)], []), 0)
    ('pool 2, s 2, ceil', 'branches, 1 | 0 layers')
    >>> layer_text(Transposed(3, stride=2, padding=1, output_padding=(0, 1)), 1)
    'transposed 3, s 2, p 1, +1'
    """
    if isinstance(layer, Branches):
        return f"branches, {' | '.join(str(len(path)) for path in layer.paths)} layers"
    padding = layer.padding if isinstance(layer.padding, str) else _sides(*layer.padding[axis])
    told = {
        f"s {layer.stride[axis]}": layer.stride[axis] > 1,
        f"p {padding}": padding != "0",
        f"d {layer.dilation[axis]}": layer.dilation[axis] > 1,
        "ceil": isinstance(layer, Pool) and layer.ceil_mode,
    }
    if isinstance(layer, Transposed):
        told[f"+{layer.output_padding[axis]}"] = layer.output_padding[axis] > 0
    named = [text for text, is_told in told.items() if is_told]
    return ", ".join([f"{KINDS[type(layer)]} {layer.kernel_size[axis]}", *named])


def _sides(before: int, after: int) -> str:
    return str(before) if before == after else f"{before}+{after}"


def shades_of(counts):
    """Return how dark cells are by their paths, from 0 to 1; only those without one stay white."""
    return np.where(counts > 0, FAINT + (1 - FAINT) * counts / max(counts.max(initial=1), 1), 0)


@dataclass(frozen=True)
class Stack:
    """What is drawn: layers on an image, and one of their outputs, along an axis."""

    layers: Sequence[Layer]
    size: tuple[int, int]
    fields: Sequence[Field]
    position: tuple[int, int]
    axis: int

    @property
    def cells(self):
        """Cells of each map along the axis, from the image up."""
        return [self.size[self.axis], *(field.output_size[self.axis] for field in self.fields)]

    def middles(self, level):
        """Where the cells of a map stand over the image."""
        if level == 0:
            return np.arange(self.size[self.axis], dtype=float)
        field = self.fields[level - 1]
        centre, jump = field.centre[self.axis], field.jump[self.axis]
        return float(centre) + float(jump) * np.arange(field.output_size[self.axis])

    def reach(self, axis):
        """First cell and end of all that the image and the outputs' fields cover."""
        field, last = self.fields[-1], self.fields[-1].output_size
        corners = [field.cells((0, 0))[axis], field.cells([n - 1 for n in last])[axis]]
        seen = [cells for cells in corners if cells] or [range(1)]
        first = min(0, *(cells.start for cells in seen))
        return first, max(self.size[axis], *(cells.stop for cells in seen))

    def trails(self, within):
        """Ways from the output to each map below it, from the image up."""
        placed = place(self.layers, self.size, "layers")
        trails = [Trail((self.position[self.axis],), np.ones(1))]
        for each in reversed(placed):
            trails.insert(0, lead_down([each], trails[0], [self.axis], within))
        return [*map(trimmed, trails)]


class Rows:
    """The rows of cells, from the image at the bottom up, in pixels of the page."""

    def __init__(self, page, stack, first, unit, row):
        self.page, self.stack, self.row, self.unit = page, stack, row, unit
        self.left = MARGIN + LABELS - (first - 0.5) * unit

    def draw(self):
        """Draw the fan, and all cells over it."""
        hulls = [self._edges(n, trail) for n, trail in enumerate(self.stack.trails(False))]
        for low, high in zip(range(len(hulls) - 1), range(1, len(hulls)), strict=True):
            self._draw_fan(low, hulls[low], hulls[high])
        for level, trail in enumerate(self.stack.trails(True)):
            self._draw_cells(level, trail, hulls[level])
            self._write_label(level)

    def _y(self, level):
        return HEADING + (len(self.stack.layers) - level + 0.5) * self.row

    def _half(self, level):
        """Return half of a cell's width and height."""
        middles = self.stack.middles(level)
        apart = self.unit * (middles[1] - middles[0] if len(middles) > 1 else 1)
        widest = max(self.unit, min(0.7 * apart, WIDEST))
        return min(apart, widest) / 2, min(0.31 * self.row, LARGEST_CELL / 2)

    def _x(self, level, cells):
        """Return where cells of a map stand, also those beyond its edges."""
        middles = self.stack.middles(level)
        jump = 1.0 if level == 0 else float(self.stack.fields[level - 1].jump[self.stack.axis])
        return self.left + self.unit * (middles[0] + jump * cells)

    def _edges(self, level, trail):
        if not trail.counts.size:
            return None
        ends = np.array([trail.first[0], trail.first[0] + trail.counts.size - 1])
        half = self._half(level)[0]
        left, right = self._x(level, ends)
        return left - half, right + half

    def _draw_fan(self, low, below, above):
        if below is None or above is None:
            return
        bottom, top = self._y(low) - self._half(low)[1], self._y(low + 1) + self._half(low + 1)[1]
        corners = [(above[0], top), (above[1], top), (below[1], bottom), (below[0], bottom)]
        style = {"facecolor": VALUE_HUES[1], "alpha": 0.2, "linewidth": 0, "zorder": FILL}
        self.page.axes.add_collection(PolyCollection([corners], **style), autolim=False)

    def _draw_cells(self, level, trail, hull):
        cells = np.arange(self.stack.cells[level])
        shares = np.zeros(len(cells))
        if trail.counts.size:
            shares[trail.first[0] : trail.first[0] + trail.counts.size] = trail.counts
        shades = shades_of(shares)
        boxes = self._boxes(level, cells)
        # Lines between cells that are narrower would paint the whole row grey.
        line = {"edgecolor": LINE, "linewidth": POINTS if self._half(level)[0] > 2.5 else 0}
        style = {"facecolor": tints(shades, VALUE_HUES, top=1) / 255, "zorder": TAP} | line
        filled = PolyCollection(boxes, label=f"map {level}", **style)
        self.page.axes.add_collection(filled, autolim=False)
        self._frame(level)
        if hull:
            self._outline(level, hull)

    def _frame(self, level):
        """Draw a thin frame around all cells of a map that touch each other."""
        half, high = self._half(level)
        left, right = self._x(level, np.array([0, self.stack.cells[level] - 1]))
        if self.stack.cells[level] * 2 * half >= right - left:
            corner = (self._y(level) - high + 0.5, left - half + 0.5)
            self.page.outline(corner, (2 * high, right - left + 2 * half), 1, color=LINE)

    def _boxes(self, level, cells):
        (half, high), y = self._half(level), self._y(level)
        corners = [(-half, -high), (half, -high), (half, high), (-half, high)]
        return [[(x + dx, y + dy) for dx, dy in corners] for x in self._x(level, cells)]

    def _outline(self, level, hull):
        """Outline what the output sees of a map; dashed where that lies beyond its edges."""
        edge, high = self._half(level)[0], self._half(level)[1] + 2
        ends = self._x(level, np.array([0, self.stack.cells[level] - 1]))
        inside = max(hull[0], ends[0] - edge), min(hull[1], ends[1] + edge)
        if inside[0] < inside[1]:
            corner, size = (self._y(level) - high + 0.5, inside[0] + 0.5), inside[1] - inside[0]
            self.page.outline(corner, (2 * high, size), 2, color=BLUE)
        for left, right in ((hull[0], min(hull[1], inside[0])), (max(hull[0], inside[1]), hull[1])):
            if right > left:
                corner = (self._y(level) - high + 0.5, left + 0.5)
                self.page.outline(corner, (2 * high, right - left), 1, **DASHES)
                self.page.hatch(corner, (2 * high, right - left))

    def _write_label(self, level):
        axis, y = self.stack.axis, self._y(level)
        size = max(9, min(14, 0.8 * self.row))
        if level == 0:
            self.page.write(MARGIN, y, f"image {size_text(self.stack.size)}", size)
            return
        name = layer_text(self.stack.layers[level - 1], axis)
        seen = number_text(self.stack.fields[level - 1].size[axis])
        room = LABELS - 24 - text_width(seen, size)  # 12 pixels on either side of what it sees
        self.page.write(MARGIN, y, name, size * min(1, room / text_width(name, size)))
        self.page.write(MARGIN + LABELS - 12, y, seen, size, ha="right", alpha=0.65)
