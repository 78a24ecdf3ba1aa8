"""draw_receptive_field_stack: what one output of a stack of layers sees, down to the image."""

from collections.abc import Iterable
from math import prod
from typing import Literal

import numpy as np

from ..arguments import AXES, PairLike, PositionLike, as_pair, as_position
from ..fields import receptive_field
from ..layers import Layer, as_layers
from ..words import number_text
from .canvas import Figure, Page, plain_settings
from .colours import BLUE, VALUE_HUES, tints
from .layout import INDEX, LARGEST_WIDTH, MARGIN
from .marks import TAP
from .rows import HEADING, LABELS, LARGEST_CELL, Rows, Stack, shades_of

SHEET = 208  # pixels of the image's field, rows and columns
GAP = 40  # pixels between the two pictures
LARGEST_ROW, LOWEST = 46, 440  # pixels of a row, and of all rows


def draw_receptive_field_stack(
    layers: Iterable[Layer],
    input_size: PairLike,
    *,
    position: PositionLike | None = None,
    axis: Literal["rows", "columns"] = "columns",
) -> Figure:
    """Draw what one output of a stack of layers sees, layer by layer down to the image.

    Each layer is a row of cells, as far apart as they stand on the image (the jump), the image at
    the bottom. The fan of one output opens down; a cell is the darker, the more paths lead to it,
    and stays white if none does; paths are counted along the one axis. Beside it stands the field
    on the image, rows and columns.

    Parameters
    ----------
    layers : sequence of Conv, Pool, Transposed and Branches
        From the image up. Branches are one row.
    input_size : int or (int, int)
        Rows and columns of the image.
    position : (int, int), optional
        Row and column of the output; the one in the middle, if not given.
    axis : {"columns", "rows"}, optional
        Along which the rows of cells are drawn.

    Returns
    -------
    matplotlib.figure.Figure
        Its axes, "page", count pixels.

    Raises
    ------
    ValueError
        If there is no layer, if one does not fit on the one below, if the output lies outside its
        map, or if `axis` is not one of these names.
    TypeError
        If a layer is none, or a size or position is not of integers.

    See Also
    --------
    receptive_field : the numbers of the picture.

    Examples
    --------
    >>> from convlib import Conv, Pool
    >>> figure = draw_receptive_field_stack([Conv(3), Pool(2), Conv(3)], 12)
    >>> [text.get_text() for text in figure.axes[0].texts][:2]
    ['output (1, 1)', 'sees columns 2 to 9']
    """
    if axis not in AXES:
        raise ValueError(f'axis={axis!r} must be "rows" or "columns"')
    size, layers = as_pair(input_size, "input_size", 1), as_layers(layers, "layers")
    fields = receptive_field(layers, size)
    if not fields:
        raise ValueError("layers is empty: give at least one, as in [Conv(3)]")
    return _draw(layers, size, fields, position, AXES.index(axis))


# Drawing


@plain_settings()
def _draw(layers, size, fields, position, axis):
    output = fields[-1].output_size
    middle = [(cells - 1) // 2 for cells in output]
    at = as_position(middle if position is None else position, output, "position", "feature map")
    stack = Stack(layers, size, fields, at, axis)
    levels = len(stack.layers) + 1
    row = min(LARGEST_ROW, LOWEST // levels)
    height = HEADING + max(levels * row, SHEET + INDEX) + MARGIN
    page = Page(LARGEST_WIDTH, height)
    _write_heading(page, stack)
    first, end = stack.reach(stack.axis)
    room = LARGEST_WIDTH - LABELS - SHEET - GAP - 2 * MARGIN
    unit = min(LARGEST_CELL, room / (end - first))
    rows = Rows(page, stack, first, unit, row)
    rows.draw()
    _draw_sheet(page, stack, LARGEST_WIDTH - SHEET - MARGIN)
    return page.figure


def _write_heading(page, stack):
    seen = stack.fields[-1].cells(stack.position)[stack.axis]
    page.write(MARGIN, 18, f"output {stack.position}", 15, weight="bold")
    told = f"sees no {AXES[stack.axis]}"
    if seen:
        ends = number_text(seen.start), number_text(seen.stop - 1)
        told = f"sees {AXES[stack.axis]} {ends[0]} to {ends[1]}"
    page.write(MARGIN + LABELS, 18, told, 15)
    page.write(MARGIN + LABELS - 12, 38, "size", 12, ha="right", alpha=0.65)


def _count_lines(stack, paths):
    """How many cells of a field count; of those on the image, too, where an edge leaves fewer."""
    field, position = stack.fields[-1], stack.position
    used, spanned = field.used(position)
    lines = [f"{used} of {spanned} cells"]
    inside = prod(
        len(range(max(cells.start, 0), min(cells.stop, n)))
        for cells, n in zip(field.cells(position), stack.size, strict=True)
    )
    used_inside = np.count_nonzero(paths)
    if (used_inside, inside) != (used, spanned):
        lines.append(f"on the image, {used_inside} of {inside}")
    return lines


def _draw_sheet(page, stack, left):
    """Draw the field on the image, rows and columns, as large as there is room."""
    field, position = stack.fields[-1], stack.position
    (top, bottom), (first, end) = stack.reach(0), stack.reach(1)
    unit = SHEET / max(bottom - top, end - first)

    def corner(row, col):
        return HEADING + INDEX + (row - top) * unit, left + (col - first) * unit

    paths = field.paths(position)
    for n, line in enumerate(reversed(_count_lines(stack, paths))):
        page.write(left, HEADING + 4 - 18 * n, line, 13)
    rows, cols = field.cells(position)
    if rows and cols:
        place, size = corner(rows.start, cols.start), (len(rows) * unit, len(cols) * unit)
        page.hatch(place, size)
        page.outline(place, size, 2, color=BLUE)
    inside = [slice(max(0, -cells.start), None) for cells in (rows, cols)]
    image = np.zeros(stack.size)
    seen = paths[tuple(inside)]
    at = max(0, rows.start), max(0, cols.start)
    image[at[0] : at[0] + seen.shape[0], at[1] : at[1] + seen.shape[1]] = seen[
        : stack.size[0] - at[0], : stack.size[1] - at[1]
    ]
    box = corner(0, 0), (stack.size[0] * unit, stack.size[1] * unit)
    page.fill(*box, tints(shades_of(image), VALUE_HUES, top=1), zorder=TAP)
    page.outline(*box, 1, color="black")
