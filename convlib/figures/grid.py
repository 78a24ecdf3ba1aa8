"""Where any number of maps stand on a page, in rows."""

from dataclasses import dataclass
from math import ceil

from .layout import (
    GAP,
    HEADER,
    INDEX,
    LARGEST_CELL,
    LARGEST_MAPS,
    LARGEST_WIDTH,
    MARGIN,
    TOP,
    Box,
    below,
    bottom_of,
    lay_out_legend,
)

COMFORTABLE_CELL = 30  # many maps are put into more rows before their cells get smaller


@dataclass(frozen=True)
class Grid:
    """A page of any number of maps: its size in pixels, the legend's places, the maps' boxes."""

    width: int
    height: int
    legend: tuple
    boxes: list


def lay_out_grid(shapes, names, readable, legend, heading=0):
    """Place any number of maps in rows, in as few as leave their common cell comfortable.

    Parameters
    ----------
    shapes : sequence of (int, int)
        Rows and columns of each map.
    names, legend : sequence of int
        Pixels that the name of each map and each entry of the legend takes.
    readable : int
        Pixels of the smallest cell in which each number can be read.
    heading : int, optional
        Pixels that the highest name takes beyond its first line.

    Returns
    -------
    Grid or None
        Where no row of maps is comfortable, the cells are as large as possible. None if even
        the smallest cells do not fit.

    Examples
    --------
    >>> grid = lay_out_grid([(3, 3), (3, 3)], [60, 60], 20, [])
    >>> [(box.x, box.y, box.cell) for box in grid.boxes], grid.width
    ([(36, 60, 46), (226, 60, 46)], 380)
    """
    largest = max(LARGEST_CELL, readable)
    arrangements = (ceil(len(shapes) / rows) for rows in range(1, len(shapes) + 1))
    grids = [_largest_grid(largest, n, shapes, names, heading) for n in arrangements]
    grids = [boxes for boxes in grids if boxes]
    if not grids:
        return None
    comfortable = max(COMFORTABLE_CELL, readable)
    best = max(grids, key=lambda boxes: boxes[0].cell)
    boxes = next((boxes for boxes in grids if boxes[0].cell >= comfortable), best)
    width = max(_grid_right(boxes, names), MARGIN + max(legend, default=0)) + MARGIN
    places, bottom = lay_out_legend(legend, width, bottom_of(boxes))
    return Grid(width, bottom + MARGIN, places, boxes)


def _largest_grid(largest, per_row, shapes, names, heading):
    """Boxes of the largest cells with which rows of so many maps fit a page, or None."""
    room = LARGEST_WIDTH - MARGIN, TOP - HEADER + LARGEST_MAPS
    for cell in range(largest, 0, -1):
        boxes = _grid(cell, per_row, shapes, names, heading)
        if _grid_right(boxes, names) <= room[0] and bottom_of(boxes) <= room[1]:
            return boxes
    return None


def _grid(cell, per_row, shapes, names, heading):
    """Boxes in rows and columns; a column is as wide as its widest map or name."""
    widths = [max(cell * cols, name) for (_, cols), name in zip(shapes, names, strict=True)]
    boxes, y = [], TOP - HEADER + heading
    for start in range(0, len(shapes), per_row):
        x = MARGIN + INDEX
        for column, shape in enumerate(shapes[start : start + per_row]):
            boxes.append(Box(x, y, cell, *shape))
            x += max(widths[column::per_row]) + GAP
        y = max(below(box) for box in boxes) + heading
    return boxes


def _grid_right(boxes, names):
    return max(box.x + max(box.width, name) for box, name in zip(boxes, names, strict=True))
