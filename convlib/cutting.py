"""What a plain cutter gets wrong: windows of one size, a tile and its halo wide, wherever they are.

Unlike `tiles` it asks no layers what they need: its user says tile, halo and offset. So it shows
when a tile is right, and when it is not.
"""

from collections.abc import Iterable
from fractions import Fraction
from typing import NamedTuple

import numpy as np

from .fields import receptive_field
from .layers import Branches, Conv, Layer, Pool, Transposed, as_layers
from .tiling import total_stride

SAME = Conv(3, padding=1)
# A U-Net of two levels: halved twice, so its total stride is 4, and grown again.
LOWEST: list[Layer] = [Pool(2), SAME, Transposed(2, stride=2)]
LOWER: list[Layer] = [
    Pool(2),
    SAME,
    Branches([], LOWEST, join="stack"),
    SAME,
    Transposed(2, stride=2),
]
STACKS: dict[str, list[Layer]] = {
    "one 3×3": [SAME],
    "three 3×3": [SAME] * 3,
    "3×3, stride 2": [Conv(3, stride=2, padding=1)],
    "small U-Net": [SAME, Branches([], LOWER, join="stack"), SAME],
}


class Sight(NamedTuple):
    """What the outputs of a stack see, along rows as along columns, in image cells.

    Attributes
    ----------
    jump : int
        From one output to the next.
    grid : int
        The total stride: a window that starts at none of its multiples holds other cells.
    before, after : tuple of int
        How far an output sees before and after its own cell; one number for each of the outputs
        from one multiple of the total stride to the next.
    """

    jump: int
    grid: int
    before: tuple[int, ...]
    after: tuple[int, ...]


class Cut(NamedTuple):
    """One tile along one axis, in image cells: its own, and those of the window read for it."""

    own: range
    read: range


def sight(layers: Iterable[Layer]) -> Sight:
    """Tell what the outputs of a stack see.

    Raises
    ------
    ValueError
        If rows and columns differ, or if an image of whole strides does not give one output for
        each jump.

    Examples
    --------
    >>> from convlib import Conv
    >>> sight([Conv(3, stride=2, padding=1), Conv(3, padding=1)])
    Sight(jump=2, grid=2, before=(3,), after=(3,))
    """
    layers = as_layers(layers, "layers")
    grid, _ = total_stride(layers)
    last, size = receptive_field(layers)[-1], 32 * grid
    rows, cols = receptive_field(layers, size)[-1].output_size or (1, 1)
    if rows != cols or rows > size or last.jump != (Fraction(size, rows),) * 2:
        raise ValueError(
            f"layers make {rows}×{cols} outputs of {size}×{size} cells with a jump of "
            f"{last.jump[0]}: pad them so that the image's size is only divided by the strides"
        )
    jump = size // rows
    seen = [last.cells((n, n)) for n in range(grid // jump)]
    if any(rows_seen != cols_seen for rows_seen, cols_seen in seen):
        raise ValueError("layers see other rows than columns: give them square kernels")
    before = tuple(n * jump - cells.start for n, (cells, _) in enumerate(seen))
    after = tuple(cells.stop - 1 - n * jump for n, (cells, _) in enumerate(seen))
    return Sight(jump, grid, before, after)


def cuts(seen: Sight, size: int, tile: int, halo: int, offset: int = 0) -> list[Cut]:
    """Cut one axis of an image.

    Parameters
    ----------
    seen : Sight
    size : int
        Cells of the image, whole strides.
    tile, halo, offset : int
        Cells: of a tile, of the halo on each side of it, and before the first whole tile.

    Returns
    -------
    list of Cut
        All windows are equally long, in whole strides, as a network wants its input; where they
        would leave the image they are moved back onto it.

    Examples
    --------
    >>> cuts(Sight(1, 1, (1,), (1,)), 6, 3, 1)
    [Cut(own=range(0, 3), read=range(0, 5)), Cut(own=range(3, 6), read=range(1, 6))]
    """
    side = min(-(-(tile + 2 * halo) // seen.grid) * seen.grid, size)
    starts = sorted({0, *range(offset, size, tile)})
    firsts = [min(max(start - halo, 0), size - side) for start in starts]
    return [
        Cut(range(start, end), range(first, first + side))
        for start, end, first in zip(starts, [*starts[1:], size], firsts, strict=True)
    ]


def wrong_along(seen: Sight, size: int, tile: int, halo: int, offset: int = 0) -> np.ndarray:
    """Find the outputs along one axis that differ from those of the whole image.

    Parameters
    ----------
    seen, size, tile, halo, offset
        As for `cuts`.

    Returns
    -------
    ndarray of bool
        True where a window does not start on the grid, or an output sees beyond it. In a plane a
        cell is wrong if it is so along its rows or along its columns.

    Examples
    --------
    >>> wrong_along(Sight(1, 1, (1,), (1,)), 6, 3, 0)
    array([False, False,  True,  True, False, False])
    """
    wrong = np.zeros(size // seen.jump, bool)
    for own, read in cuts(seen, size, tile, halo, offset):
        for output in range(-(-own.start // seen.jump), -(-own.stop // seen.jump)):
            place, phase = output * seen.jump, output % len(seen.before)
            above = read.start > 0 and place - seen.before[phase] < read.start
            below = read.stop < size and place + seen.after[phase] >= read.stop
            wrong[output] = above or below or read.start % seen.grid > 0
    return wrong
