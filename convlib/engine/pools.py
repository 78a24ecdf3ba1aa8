"""Pooling: the largest cell of each window, or the sum of its cells, and the way back.

Both work on rows first and on columns then: kH + kW steps instead of kH · kW. A step takes one tap
at all positions at which it meets the image, so that no padding has to be written.
"""

import numpy as np

from ..axis import Axis
from .pieces import slices

PLANE_BYTES = 2**19  # bytes of images that are pooled at a time: they and their maps fit the cache


def pool(combine, image, axes, start, dtype):
    """Combine the image cells of each window.

    Parameters
    ----------
    combine : ufunc
        `np.maximum` or `np.add`.
    image : ndarray, shape (N, H, W)
    axes : (Axis, Axis)
        Rows and columns.
    start : number
        What a window holds to begin with.
    dtype : dtype

    Returns
    -------
    ndarray of dtype, shape (N, oH, oW)
    """
    rows, cols = axes
    maps = np.full((len(image), rows.output, cols.output), start, dtype)
    for planes in some_planes(image):
        middle = np.full((len(maps[planes]), rows.output, cols.input), start, dtype)
        for tap in range(rows.kernel):
            positions, cells = rows.meeting(tap)
            target = middle[:, positions]
            # NumPy has no ufunc that adds uint64 to int64: their values are known to fit.
            combine(target, image[planes, cells], out=target, dtype=dtype, casting="unsafe")
        for tap in range(cols.kernel):
            positions, cells = cols.meeting(tap)
            target = maps[planes, :, positions]
            combine(target, middle[:, :, cells], out=target)
    return maps


def spread(maps, axes, dtype):
    """Add each cell of the maps to all image cells of its window: the adjoint of a sum.

    Takes (N, oH, oW), in dtype, and two axes; returns (N, H, W).
    """
    rows, cols = axes
    image = np.zeros((len(maps), rows.input, cols.input), dtype)
    for planes in some_planes(image):
        middle = np.zeros((len(image[planes]), rows.output, cols.input), dtype)
        for tap in range(cols.kernel):
            positions, cells = cols.meeting(tap)
            middle[:, :, cells] += maps[planes, :, positions]
        for tap in range(rows.kernel):
            positions, cells = rows.meeting(tap)
            image[planes, cells] += middle[:, positions]
    return image


def spread_to_largest(maps, image, axes, dtype):
    """Add each cell of the maps to the largest image cell of its window.

    Of equal cells it is the first in reading order; of several NaN it is the last, as in PyTorch.
    Takes (N, oH, oW), in dtype, and (N, H, W); returns (N, H, W).
    """
    (height, width), (rows, cols) = image.shape[1:], axes
    # In reading order, a tap lies equally far from the first one in every window.
    starts = np.add.outer(window_starts(rows) * width, window_starts(cols))
    steps = np.add.outer(tap_steps(rows) * width, tap_steps(cols)).ravel()
    result = np.zeros(image.shape, dtype)
    for planes in some_planes(image):
        cells = steps.take(winning_taps(image[planes], axes))
        cells += starts
        cells += np.arange(len(cells))[:, None, None] * height * width
        np.add.at(result[planes].reshape(-1), cells.reshape(-1), maps[planes].reshape(-1))
    return result


def window_starts(axis):
    """Return where the first tap of each window stands, which may be before the image."""
    return np.arange(axis.output) * axis.stride - axis.before


def tap_steps(axis):
    """Return how far each tap stands from the first."""
    return np.arange(axis.kernel) * axis.dilation


def winning_taps(image, axes):
    """Return which tap, in reading order, meets the largest cell of each window: (N, oH, oW)."""
    largest = pool(np.maximum, image, axes, lowest(image.dtype), image.dtype)
    taps = list(enumerate(np.ndindex(*(axis.kernel for axis in axes))))
    dtype = np.min_scalar_type(len(taps))
    winner = np.full(largest.shape, np.iinfo(dtype).max, dtype)
    for number, tap in taps:
        windows, cells = meeting(axes, tap)
        # All bits of a loser are set, so that the least is the first of equal cells. Bytes are
        # taken many at a time; to copy where a mask says so takes four times as long.
        losers = np.negative((image[cells] != largest[windows]).astype(dtype))
        np.minimum(winner[windows], losers | dtype.type(number), out=winner[windows])
    if (largest != largest).any():  # NaN, which equals nothing
        for number, tap in taps:
            windows, cells = meeting(axes, tap)
            np.copyto(winner[windows], number, where=image[cells] != image[cells])
    return winner


def meeting(axes, tap):
    """Index the windows in which a tap meets the image, and the image cells that it meets."""
    (from_rows, to_rows), (from_cols, to_cols) = map(Axis.meeting, axes, tap)
    return (..., from_rows, from_cols), (..., to_rows, to_cols)


def lowest(dtype):
    """Return the number below which a dtype has none."""
    if dtype.kind == "b":
        return False
    return -np.inf if dtype.kind == "f" else int(np.iinfo(dtype).min)


def some_planes(image):
    """Cut images into slices of `PLANE_BYTES`, at least one plane each."""
    return slices(len(image), max(PLANE_BYTES // max(image[:1].nbytes, 1), 1))
