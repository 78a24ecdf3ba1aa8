"""Whole windows, written out side by side: for tiny images, and for many outputs of narrow maps.

This is im2col as textbooks have it. Here, too, is the path of 1×1 kernels, whose windows are the
cells themselves. What paths take and return: see `convlib.engine`.
"""

from math import prod

import numpy as np

from ..axis import kernel_span
from .padding import padded_part
from .pieces import NO_PADDING, length, multiply_in_parts, pieces, slices

WINDOW_BYTES = 2**21  # bytes of windows that are written out at a time


def view_windows(image, kernel_size, setting, dtype):
    """View every window of every image: taps first, positions last, nothing written out.

    Parameters
    ----------
    image : ndarray, shape (N, C, H, W)
        Is copied only where it has to be padded, converted, or made contiguous.
    kernel_size : (int, int)
    setting : Setting
    dtype : dtype

    Returns
    -------
    ndarray of dtype, shape (N, C, kH, kW, oH, oW)
        Windows share cells: what is written to one shows in its neighbours.

    Examples
    --------
    >>> from convlib.engine import Setting
    >>> setting = Setting((1, 1), NO_PADDING, (1, 1), 1, "zeros", output_size=(1, 2))
    >>> image = np.array([[[[1, 2, 3]]]])
    >>> view_windows(image, (1, 2), setting, image.dtype).reshape(2, 2)
    array([[1, 2],
           [2, 3]])
    """
    if setting.padding != NO_PADDING:
        rows, cols = (
            range(cells + sum(sides))
            for cells, sides in zip(image.shape[2:], setting.padding, strict=True)
        )
        image = padded_part(image, rows, cols, setting.padding, setting.padding_mode, dtype)
    image = np.ascontiguousarray(image, dtype)
    per_image, per_channel, row, col = image.strides
    (s_rows, s_cols), (d_rows, d_cols) = setting.stride, setting.dilation
    shape = (*image.shape[:2], *kernel_size, *setting.output_size)
    strides = per_image, per_channel, d_rows * row, d_cols * col, s_rows * row, s_cols * col
    return np.ndarray(shape, image.dtype, image, 0, strides)


def view_band(image, rows, kernel_size, setting, dtype):
    """View the windows of some rows of the feature maps, a slice: see `view_windows`."""
    (s_rows, s_cols), o_w = setting.stride, setting.output_size[1]
    span_rows, span_cols = map(kernel_span, kernel_size, setting.dilation)
    under = range(rows.start * s_rows, (rows.stop - 1) * s_rows + span_rows)
    places = range((o_w - 1) * s_cols + span_cols)
    part = padded_part(image, under, places, setting.padding, setting.padding_mode, dtype)
    unpadded = setting._replace(padding=NO_PADDING, output_size=(length(rows), o_w))
    return view_windows(part, kernel_size, unpadded, dtype)


def band_rows(image, kernel_size, setting, dtype):
    """Return how many rows of feature maps have windows of `WINDOW_BYTES`; at least 1."""
    row_bytes = image.shape[1] * prod(kernel_size) * setting.output_size[1] * dtype.itemsize
    return max(WINDOW_BYTES // row_bytes, 1)


def multiply(kernel, windows, groups, maps, product=np.matmul):
    """Write out windows, multiply them by kernels, and fill maps, which are contiguous."""
    count, outputs, o_h, o_w = maps.shape
    weights = kernel.reshape(groups, outputs // groups, -1)
    columns = windows.reshape(count, groups, weights.shape[2], o_h * o_w)
    product(weights, columns, maps.reshape(count, groups, -1, o_h * o_w))


def small(image, kernel, setting, maps):
    """Write out every window of every image at once, and multiply."""
    windows = view_windows(image, kernel.shape[2:], setting, kernel.dtype)
    multiply(kernel, windows, setting.groups, maps)
    return True


def whole(image, kernel, setting, maps):
    """Write out every window of a band of rows, and multiply: for many outputs of narrow maps.

    `plain` shares image rows between windows, but each of its products then covers a single row of
    the feature map. If that row is short and the kernels are many, BLAS spends its time on laying
    out the same kernels for one product after another.
    """
    o_w, size = maps.shape[3], kernel.shape[2:]
    for images, rows, _ in pieces(maps, band_rows(image, size, setting, kernel.dtype), o_w):
        windows = view_band(image[images], rows, size, setting, kernel.dtype)
        band = np.empty((1, len(kernel), length(rows), o_w), kernel.dtype)
        multiply(kernel, windows, setting.groups, band, multiply_in_parts)
        maps[images, :, rows] = band
    return True


def pointwise(image, kernel, setting, maps):
    """Multiply the channels of each cell: for 1×1 kernels at stride 1, without padding."""
    count, groups, cells = len(image), setting.groups, maps[0, 0].size
    weights = kernel.reshape(groups, -1, kernel.shape[1])
    for images in slices(count, 1):
        columns = np.ascontiguousarray(image[images], kernel.dtype).reshape(groups, -1, cells)
        target = maps[images].reshape(groups, -1, cells)
        # The maps may be integers, whose sums the rule has found exact in floats.
        np.matmul(weights, columns, out=target, casting="unsafe")
    return True
