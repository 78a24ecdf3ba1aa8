"""A layer with channels: sheets of its input and its output, and the table of its kernels."""

from math import ceil, prod, sqrt
from typing import NamedTuple

import numpy as np

from ..conv import conv2d
from ..words import count_text, equals_text, number_text, size_text
from .canvas import Canvas, Figure, Page, plain_settings
from .cells import CellMap
from .colours import VALUE_HUES, WEIGHT_HUES, tints
from .layout import GAP, HEADING, LARGEST_CELL, LARGEST_WIDTH, LINE, MARGIN, TOP, Box

SHEET_WIDTH, SHEET_GAP = 84, 18  # pixels: a sheet's name, and what parts two sheets
HEADER_SIZE, NUMBER_SIZE = 14, 13  # pixels: letters, and the table's row and column numbers


class LayerStep(NamedTuple):
    """A layer at one position of one output.

    Attributes
    ----------
    image : ndarray, shape (C, H, W)
    kernel : ndarray, shape (O, C/groups, kH, kW)
    bias : ndarray, shape (O,)
    groups, output : int
    position : (int, int)
    """

    image: np.ndarray
    kernel: np.ndarray
    bias: np.ndarray
    groups: int
    output: int
    position: tuple[int, int]

    @property
    def channels(self) -> range:
        """range: the channels that the output reads."""
        per_group = self.kernel.shape[1]
        first = self.output // (len(self.kernel) // self.groups) * per_group
        return range(first, first + per_group)

    @property
    def feature_maps(self) -> np.ndarray:
        """ndarray, shape (O, oH, oW)."""
        return conv2d(self.image, self.kernel, bias=self.bias, groups=self.groups)

    def shares(self) -> list:
        """Return what each of these channels adds to the sum."""
        (row, col), (rows, cols) = self.position, self.kernel.shape[2:]
        windows = self.image[self.channels, row : row + rows, col : col + cols]
        return (windows * self.kernel[self.output]).sum(axis=(1, 2)).tolist()

    def sum_text(self) -> str:
        """Write the sum out, share by share: as the browser does, in channels/words.js."""
        first, *others = (*self.shares(), self.bias[self.output])
        signed = [f"{'−' if term < 0 else '+'} {number_text(abs(term))}" for term in others]
        result = self.feature_maps[self.output][self.position]
        terms = " ".join([number_text(first), *signed, equals_text(result, first, *others)])
        place = f"output {self.output} {self.position}"
        return f"{place}: {terms}, from {_listed(self.channels)}, then the bias"

    def setting_text(self) -> str:
        """Say in one line how large the layer is."""
        outputs, per_group, rows, cols = self.kernel.shape
        counted = count_text(outputs, "output"), count_text(per_group, "channel")
        factors = " × ".join([*counted, size_text((rows, cols))])
        return f"{count_text(self.groups, 'group')}: {factors} = {prod(self.kernel.shape)} weights"


def _listed(channels):
    *before, last = map(str, channels)
    return f"channels {', '.join(before)} and {last}" if before else f"channel {last}"


class Places(NamedTuple):
    """Where everything stands on the page: sheets' corners, and the table's box."""

    cell: int
    inputs: list
    table: Box
    outputs: list
    width: int
    height: int


@plain_settings()
def draw_layer_step(step: LayerStep) -> Figure:
    """Draw the sheets of the input, the table of kernels, the sheets of the output, and one sum."""
    places = _lay_out(step)
    page = Page(places.width, places.height + LINE)
    page.write(MARGIN, MARGIN + 4, step.setting_text(), HEADER_SIZE)
    _draw_inputs(page, step, places)
    _draw_table(page, step, places.table)
    _draw_outputs(page, step, places)
    page.write(MARGIN, places.height, step.sum_text(), HEADER_SIZE, gid="sum")
    return page.figure


def _lay_out(step):
    fits = (_laid_out(step, cell) for cell in range(LARGEST_CELL, 1, -1))
    return next(places for places in fits if places.width <= LARGEST_WIDTH)


def _laid_out(step, cell):
    """Places with cells of so many pixels."""
    (outputs, _, *kernel), channels = step.kernel.shape, len(step.image)
    inputs, x = _sheets(MARGIN, channels, step.image.shape[1:], cell)
    table = Box(x + GAP, TOP, cell, outputs * kernel[0], channels * kernel[1])
    maps, x = _sheets(table.x + table.width + GAP, outputs, step.feature_maps.shape[1:], cell)
    bottom = max(box.y + box.height for box in (*inputs, table, *maps))
    return Places(cell, inputs, table, maps, x + MARGIN, bottom + 2 * LINE)


def _sheets(left, count, size, cell):
    """Boxes of sheets, about as many beside as below each other, and where they end."""
    across = ceil(sqrt(count))
    width = max(cell * size[1], SHEET_WIDTH) + SHEET_GAP
    height = cell * size[0] + HEADING + SHEET_GAP
    boxes = [
        Box(left + n % across * width, TOP + n // across * height, cell, *size)
        for n in range(count)
    ]
    return boxes, left + across * width - SHEET_GAP


def _draw_inputs(page, step, places):
    colours = tints(step.image, VALUE_HUES)
    for channel, (box, plane) in enumerate(zip(places.inputs, step.image, strict=True)):
        name = f"channel {channel}"
        cells = CellMap(page, name, box, plane, colours[channel])
        _write_heading(page, box, name)
        cells.write_numbers()
        if channel in step.channels:
            cells.outline(step.position, step.kernel.shape[2:], 3)


def _draw_table(page, step, box):
    outputs, per_group, rows, cols = step.kernel.shape
    colours = tints(step.kernel, WEIGHT_HUES)
    for output in range(outputs):
        for n, channel in enumerate(step._replace(output=output).channels):
            x, y = box.x + channel * cols * box.cell, box.y + output * rows * box.cell
            place, label = Box(x, y, box.cell, rows, cols), f"kernel {output} {channel}"
            kernel = CellMap(page, label, place, step.kernel[output, n], colours[output, n])
            kernel.write_numbers()
        page.write(box.x - 8, y + rows * box.cell / 2, str(output), NUMBER_SIZE, ha="right")
    for channel in range(len(step.image)):
        x = box.x + (channel + 0.5) * cols * box.cell
        page.write(x, box.y - 10, str(channel), NUMBER_SIZE, ha="center")
    page.write(box.x, box.y - 30, "weights: outputs × channels", HEADER_SIZE, weight="bold")
    row = Canvas(page.figure, "table", box)  # above the kernels
    row.outline((step.output * rows, step.channels.start * cols), (rows, per_group * cols), 3)


def _draw_outputs(page, step, places):
    colours = tints(step.feature_maps, VALUE_HUES)
    for output, (box, plane) in enumerate(zip(places.outputs, step.feature_maps, strict=True)):
        name = f"output {output}"
        cells = CellMap(page, name, box, plane, colours[output])
        _write_heading(page, box, name)
        cells.write_numbers()
        if output == step.output:
            cells.double_border(step.position)


def _write_heading(page, box, name):
    page.write(box.x, box.y - HEADING / 2, name, HEADER_SIZE, weight="bold")
