"""Layers tile by tile: what of an image to read for each tile of a result, and what to keep.

A tile is right if two things hold. What is read reaches over the tile by a halo, so that no cell
that is kept sees the cut. And what is read starts on the grid, the cells by which every map of the
stack moves a whole number of cells: between two starts on the grid, strides take other cells.
"""

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from math import lcm
from typing import NamedTuple, TypeAlias

import numpy as np

from .arguments import Pair, PairLike, Sides, as_pair
from .axis import kernel_span
from .engine import slices
from .fields import receptive_field
from .layers import Layer, Transposed, as_layers
from .stacks import Placed, place
from .trails import Trail, lead_down, trimmed

Part: TypeAlias = tuple[slice, slice]  # rows and columns


class Tile(NamedTuple):
    """One tile of a result. Each part is (rows, cols), slices.

    Attributes
    ----------
    read : (slice, slice)
        What to read of the image: the cells that the tile sees, and some more for the grid.
    keep : (slice, slice)
        What to keep of the result that the layers make of it.
    put : (slice, slice)
        Where that goes in the whole result.
    """

    read: Part
    keep: Part
    put: Part


def halo(layers: Iterable[Layer], input_size: PairLike | None = None) -> Sides:
    """Count the image cells that a tile's outputs see beyond the tile, on each side.

    Parameters
    ----------
    layers : sequence of Conv, Pool, Transposed and Branches
        From the image up.
    input_size : int or (int, int), optional
        Rows and columns of the image, needed only for padding "same" at a stride above 1.

    Returns
    -------
    ((int, int), (int, int))
        Cells ((top, bottom), (left, right)). A tile of T outputs stands on T · jump image cells,
        and begins with them at a multiple of the total stride.

    Raises
    ------
    ValueError
        If layers do not fit on each other, branches do not meet, or padding "same" needs the size.
    TypeError
        If a layer is none, or a size is not an integer.

    See Also
    --------
    tiles : what to read for each tile of a result.
    receptive_field : without transposed layers, the halo is (−start, start + size − jump).

    Examples
    --------
    >>> from convlib import Conv
    >>> halo([Conv(5, padding=2), Conv(3, padding=1), Conv(3, padding=1)])
    ((4, 4), (4, 4))
    >>> halo([Conv(3, stride=(1, 2))])
    ((0, 2), (0, 1))
    """
    size = None if input_size is None else as_pair(input_size, "input_size", 1)
    placed = _placed(layers, size)
    rows, cols = (_beyond(placed, axis) for axis in (0, 1))
    return rows, cols


def total_stride(layers: Iterable[Layer]) -> Pair:
    """Count the image cells, (rows, cols), from one place at which a tile can start to the next.

    Examples
    --------
    >>> from convlib import Conv, Pool
    >>> total_stride([Conv(3, stride=(1, 2)), Pool(2)])
    (2, 4)
    """
    placed = _placed(layers, None)
    return _grid(placed, 0)[0], _grid(placed, 1)[0]


def tiles(input_size: PairLike, layers: Iterable[Layer], tile: PairLike) -> list[Tile]:
    """Cut the result of a stack of layers into tiles, each with what has to be read for it.

    Parameters
    ----------
    input_size : int or (int, int)
        Rows and columns of the image.
    layers : sequence of Conv, Pool, Transposed and Branches
        From the image up. What they pad with may hang on nothing beyond what an output sees: on
        zeros as here, or on the nearest cells, but not on the image's far side.
    tile : int or (int, int)
        Rows and columns of a tile, in cells of the result; at the ends tiles are cut off.

    Returns
    -------
    list of Tile
        In reading order. The layers' result on ``image[..., *tile.read]`` is, at
        ``[..., *tile.keep]``, that on the whole image at ``[..., *tile.put]``.

    Raises
    ------
    ValueError
        If layers do not fit on the image or on each other, or branches do not meet.
    TypeError
        If a layer is none, or a size is not an integer.

    See Also
    --------
    conv2d_tiled : one convolution, with any padding mode, and without a list to go through.

    Notes
    -----
    A tile may be smaller than the halo: it is right, but of what is read little is kept. A halo h
    around square tiles of side T, in image cells, makes (T + 2h)² / T² times the work.
    What is read ends where whole strides are left to the image's end, too, so that layers
    whose padding or size hangs on a remainder find the same one.

    Examples
    --------
    >>> import numpy as np
    >>> from convlib import Conv, conv2d
    >>> image, whole = np.arange(42).reshape(6, 7), np.empty((3, 4), int)
    >>> for tile in tiles(image.shape, [Conv(3, stride=2, padding=1)], 2):
    ...     part = conv2d(image[tile.read], np.ones((3, 3), int), stride=2, padding=1)
    ...     whole[tile.put] = part[tile.keep]
    >>> (whole == conv2d(image, np.ones((3, 3), int), stride=2, padding=1)).all()
    np.True_
    """
    size, tile = as_pair(input_size, "input_size", 1), as_pair(tile, "tile", 1)
    placed = _placed(layers, size)
    rows, cols = (list(_cuts(placed, size[axis], tile[axis], axis)) for axis in (0, 1))
    return [Tile(*zip(row, col, strict=True)) for row in rows for col in cols]


def _placed(layers: Iterable[Layer], size: Pair | None) -> tuple[Placed, ...]:
    """Put layers on each other, or refuse those whose outputs stand over no one place."""
    layers = as_layers(layers, "layers")
    for field in receptive_field(layers, size)[-1:]:
        if None in field.centre:
            raise ValueError(
                'with padding "same" at a stride above 1 what an output sees depends on the image: '
                "give halo the input_size"
            )
    return place(layers, size, "layers")


# One axis


def _beyond(placed: Sequence[Placed], axis: int) -> Pair:
    """Return how many cells before and after one step of the grid its outputs see."""
    grid, jump = _grid(placed, axis)
    start = Trail((0,), np.ones(int(grid / jump)))
    with np.errstate(over="ignore"):  # only whether a path leads to a cell counts, not how many
        trail = trimmed(lead_down(placed, start, (axis,), within=False))
    first = trail.first[0]
    return max(-first, 0), max(first + trail.counts.size - grid, 0)


def _cuts(
    placed: Sequence[Placed], size: int, tile: int, axis: int
) -> Iterator[tuple[slice, slice, slice]]:
    """Yield what to read, what to keep and where to put it, along one axis."""
    grid, jump = _grid(placed, axis)
    ends = placed[-1].output_size if placed else None
    for put in slices(size if ends is None else ends[axis], tile):
        first, end = _seen(placed, put.start, put.stop, axis)
        start = max(first // grid * grid, 0)
        left = max((size - end) // grid * grid, 0)
        before = int(start / jump)
        keep = slice(put.start - before, put.stop - before)
        yield slice(start, size - left), keep, put


def _grid(placed: Sequence[Placed], axis: int) -> tuple[int, Fraction]:
    """Return the fewest image cells that are whole cells on every map, and the last map's jump."""
    jumps = _jumps(placed, axis, Fraction(1))
    return lcm(*(jump.numerator for jump in jumps)), jumps[-1]


def _jumps(placed: Sequence[Placed], axis: int, jump: Fraction) -> list[Fraction]:
    """List how many image cells apart the cells of each map are, from the first one's input up."""
    jumps = [jump]
    for each in placed:
        if each.paths:
            jumps += [n for path in each.paths for n in _jumps(path, axis, jumps[-1])]
        else:
            stride = each.steps[axis].stride
            jumps.append(jumps[-1] / stride if each.steps[axis].up else jumps[-1] * stride)
    return jumps


def _seen(placed: Sequence[Placed], first: int, end: int, axis: int) -> Pair:
    """Follow some positions of the last map down to the image, as (first, end).

    With them goes every cell of a map in between that takes part, even one that is empty
    because it lies between stamps: there, too, a bias may be. And from every map goes at least one
    cell that is no padding, so that the layers have something to stand on.
    """
    for each in reversed(placed):
        if each.paths:
            ways = [_seen(path, first, end, axis) for path in each.paths]
            first, end = min(way[0] for way in ways), max(way[1] for way in ways)
        else:
            first, end = _met(each, first, end, axis)
        last = (each.input_size or (1, 1))[axis] - 1  # it is known, because the image's is
        first, end = min(first, last), max(end, 1)
    return first, end


def _met(placed: Placed, first: int, end: int, axis: int) -> Pair:
    """Return the cells of a layer's input that some of its positions meet, or that make them be."""
    kernel, stride, dilation, start, _ = placed.steps[axis]
    span, before = kernel_span(kernel, dilation), start or 0  # it is known, too
    if not isinstance(placed.layer, Transposed):
        return first * stride - before, (end - 1) * stride - before + span
    beyond = placed.layer.output_size((1, 1))[axis] - stride  # cells after the last stride
    lowest = min(-((span - 1 - before - first) // stride), first // stride)
    highest = max((end - 1 + before) // stride + 1, -((beyond - end) // stride))
    return lowest, highest
