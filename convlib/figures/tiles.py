"""draw_tiles: a result made of tiles, its wrong cells, and what is read for one of the tiles."""

import numpy as np
from matplotlib.colors import to_rgb

from ..arguments import Position, as_position
from ..cutting import Sight, cuts, wrong_along
from .canvas import Canvas, Figure, Page, plain_settings
from .colours import BLUE
from .layout import Box

EDGE, WRONG, RIGHT = 384, "#E08060", "#DCEEF9"  # pixels of the picture; colours of cells
LEFT, TOP, PAGE = 16, 44, (448, 724)
BESIDE = LEFT + EDGE + 24  # where the sentences begin


@plain_settings()
def draw_tiles(
    seen: Sight, size: int, tile: int, halo: int, offset: int, position: Position = (0, 0)
) -> Figure:
    """Draw a result made of tiles, each cell where it stands on the image.

    Parameters
    ----------
    seen, size, tile, halo, offset
        As for `cuts`.
    position : (int, int), optional
        Row and column of the tile whose window is outlined.

    Returns
    -------
    matplotlib.figure.Figure
        Its axes are "page" and "result", which counts image cells.

    Raises
    ------
    ValueError, TypeError
        If there is no such tile.

    Examples
    --------
    >>> figure = draw_tiles(Sight(1, 1, (1,), (1,)), 12, 4, 0, 0)
    >>> [text.get_text() for text in figure.axes[0].texts][:2]
    ['12×12 cells in tiles of 4, halo 0', '80 of 144 cells are wrong (red)']
    """
    axis, wrong = cuts(seen, size, tile, halo, offset), wrong_along(seen, size, tile, halo, offset)
    page = Page(PAGE[1], PAGE[0])
    result = Canvas(page.figure, "result", Box(LEFT, TOP, EDGE // size, size, size))
    plane = (wrong[:, None] | wrong)[..., None]
    result.fill((0, 0), (size, size), np.where(plane, to_rgb(WRONG), to_rgb(RIGHT)))
    for rows in axis:
        for cols in axis:
            _frame(result, rows.own, cols.own, 1, "black")
    places = len(axis), len(axis)
    row, col = as_position(position, places, "position", "table of tiles")
    rows, cols = axis[row], axis[col]
    _frame(result, rows.own, cols.own, 3, "black")
    _frame(result, rows.read, cols.read, 8, "white")
    _frame(result, rows.read, cols.read, 4, BLUE)
    page.write(LEFT, 20, _title(size, tile, halo, offset), 16, weight="bold")
    for n, line in enumerate(_counts(plane, axis, size)):
        page.write(BESIDE, TOP + 20 + 28 * n, line, 15)
    return page.figure


def _title(size, tile, halo, offset):
    told = f"{size}×{size} cells in tiles of {tile}, halo {halo}"
    return f"{told}, offset {offset}" if offset else told


def _counts(wrong, axis, size):
    """Lines that tell how many cells are wrong, and how many are read."""
    side, count = len(axis[0].read), len(axis) ** 2
    return (
        f"{np.count_nonzero(wrong):,} of {wrong.size:,} cells are wrong (red)",
        f"one window (blue): {side}×{side} cells,",
        f"{side**2 / size**2:.0%} of the image in memory",
        f"{count} windows read {count * side**2 / size**2:.2f} images",
    )


def _frame(result, rows, cols, width, colour):
    corner, size = (rows.start, cols.start), (len(rows), len(cols))
    result.outline(corner, size, width, color=colour)
