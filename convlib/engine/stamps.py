"""The other way round: each cell of the feature maps stamps the kernel, scaled by it, on an image.

This is the adjoint of `correlate`: a transposed convolution, and the gradient for the image. At a
stride the stamps leave gaps. To fill the feature maps up with zeros and slide over them would
multiply mostly zeros. Instead the image is cut into phases: cells a stride apart are reached by the
same taps, and what these taps bring is a sliding of its own, at stride 1.
"""

from itertools import product
from math import gcd
from typing import NamedTuple

import numpy as np

from ..axis import Axis, count_positions
from . import correlate
from .pieces import Setting


class Phase(NamedTuple):
    """Cells of one axis that the same taps reach, and the sliding that works them out.

    Attributes
    ----------
    cells : slice
        Of the image.
    taps : slice
        Of the kernel turned by 180°.
    sides : (int, int)
        Cells of padding before and after the feature map; negative numbers cut cells off.
    dilation : int
        Cells of the feature map from one of the taps to the next.
    """

    cells: slice
    taps: slice
    sides: tuple
    dilation: int


def stamp(maps, kernel, setting, size, dtype):
    """Stamp kernels on images; nothing is checked here.

    Parameters
    ----------
    maps : ndarray, shape (N, O, oH, oW)
    kernel : ndarray, shape (O, C/groups, kH, kW)
    setting : Setting
        Of the convolution that would turn the images into the maps; its padding is zeros.
    size : (int, int)
        Rows and columns of the images.
    dtype : dtype
        int64, or a float or complex dtype of at least 32 bits.

    Returns
    -------
    ndarray of dtype, shape (N, C, H, W)

    Examples
    --------
    >>> setting = Setting((1, 2), ((0, 0), (0, 0)), (1, 1), 1, "zeros", output_size=(1, 2))
    >>> maps, kernel = np.array([[[[1, 2]]]]), np.array([[[[1, 10, 100]]]])
    >>> stamp(maps, kernel, setting, (1, 5), np.dtype(np.int64))
    array([[[[  1,  10, 102,  20, 200]]]])
    """
    with np.errstate(invalid="ignore", over="ignore"):  # NaN and infinity are lawful values.
        if not np.isfinite(kernel).all():
            return stamp_taps(maps, kernel, setting, size, dtype)
    turned = turn(kernel, setting.groups)
    axes = maps.shape[2:], kernel.shape[2:], setting.stride, setting.padding, setting.dilation, size
    rows, cols = map(phases, *axes)
    if setting.stride == (1, 1):  # The only phase is the whole image.
        return slide_phase(maps, turned, rows[0], cols[0], setting.groups, dtype)
    image = np.zeros((len(maps), len(turned), *size), dtype)
    for row, col in product(rows, cols):
        part = slide_phase(maps, turned, row, col, setting.groups, dtype)
        image[..., row.cells, col.cells] = part
    return image


def phases(maps, kernel, stride, sides, dilation, size):
    """Cut one axis of an image into phases; cells that no tap reaches are in none.

    Parameters
    ----------
    maps, kernel, size : int
        Cells of the feature map, of the kernel and of the image.
    stride, dilation : int
    sides : (int, int)

    Returns
    -------
    list of Phase

    Examples
    --------
    >>> for phase in phases(3, 3, 2, (0, 0), 1, 7):
    ...     print(phase)
    Phase(cells=slice(0, 7, 2), taps=slice(0, 3, 2), sides=(1, 1), dilation=1)
    Phase(cells=slice(1, 7, 2), taps=slice(1, 2, 2), sides=(0, 0), dilation=1)
    """
    shared = gcd(stride, dilation)
    step = stride // shared  # from one tap of a phase to the next
    found = []
    for first in range(min(stride, size)):
        place = first + sides[0]  # counted from where the first stamp begins
        taps = [tap for tap in range(kernel) if (place - tap * dilation) % stride == 0]
        if taps:
            reach = (len(taps) - 1) * dilation // shared
            before = reach - (place - taps[0] * dilation) // stride
            after = len(range(first, size, stride)) + reach - maps - before
            turned = slice(kernel - 1 - taps[-1], kernel - taps[0], step)
            found.append(
                Phase(slice(first, size, stride), turned, (before, after), dilation // shared)
            )
    return found


def slide_phase(maps, turned, row, col, groups, dtype):
    """Work out the cells of one phase of rows and one of columns, (N, C, rows, cols)."""
    # Contiguous, because the engine reshapes the kernel once for each band.
    kernel = np.ascontiguousarray(turned[..., row.taps, col.taps])
    sides = row.sides, col.sides
    dilation = row.dilation, col.dilation
    size = tuple(map(count_positions, maps.shape[2:], kernel.shape[2:], (1, 1), sides, dilation))
    return correlate(maps, kernel, Setting((1, 1), sides, dilation, groups, "zeros", size), dtype)


def turn(kernel, groups):
    """Turn kernels by 180° and swap inputs and outputs: (O, C/groups, …) to (C, O/groups, …)."""
    outputs, channels, *size = kernel.shape
    grouped = kernel[..., ::-1, ::-1].reshape(groups, outputs // groups, channels, *size)
    return grouped.swapaxes(1, 2).reshape(groups * channels, outputs // groups, *size)


def stamp_taps(maps, kernel, setting, size, dtype):
    """Stamp one tap after another: for kernels that hold NaN or infinity.

    A phase multiplies all its taps by the zeros around the maps, and would make NaN of such a
    weight where it never arrives.
    """
    groups, (outputs, channels, *taps) = setting.groups, kernel.shape
    weights = kernel.astype(dtype).reshape(groups, outputs // groups, channels, *taps)
    cells = maps.astype(dtype).reshape(len(maps), groups, outputs // groups, -1)
    image = np.zeros((len(maps), groups * channels, *size), dtype)
    rows, cols = map(
        Axis,
        size,
        taps,
        setting.stride,
        *zip(*setting.padding, strict=True),
        setting.dilation,
        maps.shape[2:],
    )
    for row, col in np.ndindex(*taps):
        brought = weights[..., row, col].swapaxes(1, 2) @ cells
        brought = brought.reshape(len(maps), groups * channels, *maps.shape[2:])
        (from_rows, to_rows), (from_cols, to_cols) = rows.meeting(row), cols.meeting(col)
        image[..., to_rows, to_cols] += brought[..., from_rows, from_cols]
    return image
