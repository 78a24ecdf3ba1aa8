"""Whole windows, written out side by side: for tiny images, and for narrow feature maps.

This is im2col as textbooks have it. Here, too, is the path of 1×1 kernels, whose windows are the
cells themselves. What paths take and return: see `convlib.engine`.
"""

from math import prod

import numpy as np

from ..axis import kernel_span
from .padding import padded_part
from .pieces import NO_PADDING, even_slices, length, multiply_in_parts, slices

WINDOW_BYTES = 2**21  # bytes of windows that are written out at a time
# At stride 1, one product too many costs as much for each output as to copy a cell more, which is
# done WRITING times; a row of pieces costs LONG_ROW products for each position. Found by timing.
WRITING = 8
LONG_ROW = 6


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


def small(image, kernel, setting, maps):
    """Write out every window of every image at once, and multiply."""
    count, outputs, o_h, o_w = maps.shape
    weights = kernel.reshape(setting.groups, outputs // setting.groups, -1)
    windows = view_windows(image, kernel.shape[2:], setting, kernel.dtype)
    columns = windows.reshape(count, setting.groups, weights.shape[2], o_h * o_w)
    np.matmul(weights, columns, out=maps.reshape(count, setting.groups, -1, o_h * o_w))
    return True


def whole(image, kernel, setting, maps):
    """Write out every window of a tile, and multiply: for narrow feature maps.

    `plain` shares image rows between windows, but each of its products then covers a single row of
    the feature map. Where that is short, BLAS spends its time on beginning one product after
    another.
    """
    channels, o_w = kernel.shape[1], setting.output_size[1]
    weights = kernel.reshape(setting.groups, -1, kernel[0].size)
    outputs = weights.shape[1]
    width = row_length(outputs, kernel.shape[3], setting)
    row_bytes = (weights.shape[2] + outputs) * width * kernel.itemsize
    for images, groups, rows in tiles(maps, setting.groups, row_bytes):
        seen = image[images, groups.start * channels : groups.stop * channels]
        windows = write_out(seen, rows, width, kernel.shape[2:], setting, kernel.dtype)
        target = maps[images, groups.start * outputs : groups.stop * outputs, rows]
        target[...] = multiply(weights[groups], windows)[..., :o_w].swapaxes(0, 1)
        del windows  # before the next ones take as much again
    return True


def multiply(weights, windows):
    """Multiply windows by weights, (groups, outputs, taps); return (O, N, rows, width)."""
    groups, outputs, taps = weights.shape
    columns = windows.reshape(groups, taps, -1)
    products = np.empty((groups, outputs, columns.shape[2]), windows.dtype)
    multiply_in_parts(weights, columns, products)
    return products.reshape(groups * outputs, *windows.shape[3:])


def row_length(outputs, kernel_width, setting):
    """Return for how many positions of a row windows are written out; only the maps' are kept.

    At stride 1 that may be one for each padded cell. Windows that begin at the end of a row then go
    on in the next, which makes one long row of all: a tap's cells are copied in one piece. That is
    worth a few products too many, but not those of many outputs, or of a large dilation.
    """
    o_w, beyond = setting.output_size[1], setting.dilation[1] * (kernel_width - 1)
    if setting.stride != (1, 1) or beyond * (outputs + WRITING) > LONG_ROW * o_w:
        return o_w
    return o_w + beyond


def tiles(maps, groups, row_bytes):
    """Cut the work into slices of images, of groups and of rows whose windows fit `WINDOW_BYTES`.

    ``row_bytes`` is what one row of the feature maps of one group takes.
    """
    count, _, height, _ = maps.shape
    at_once = max(WINDOW_BYTES // row_bytes, 1)
    planes = max(at_once // height, 1)
    for images in even_slices(count, max(planes // groups, 1)):
        for some in even_slices(groups, planes):
            for rows in even_slices(height, at_once):
                yield images, some, rows


def write_out(image, rows, width, kernel_size, setting, dtype):
    """Write out the windows of some rows of the feature maps, (C, kH, kW, N, rows, width).

    Takes images (N, C, H, W), a slice of rows, and the positions in a row: those of the feature
    maps, or as many as `row_length` says.
    """
    (s_rows, s_cols), (d_rows, d_cols) = setting.stride, setting.dilation
    count, channels = image.shape[:2]
    reach = d_cols * (kernel_size[1] - 1)  # by which the last window goes on beyond the last row
    height = (length(rows) - 1) * s_rows + kernel_span(kernel_size[0], d_rows)
    across = (setting.output_size[1] - 1) * s_cols + 1 + reach
    shape = count, channels, height, across
    cells = np.empty(prod(shape) + reach, dtype)
    cells[prod(shape) :] = 0
    part = cells[: prod(shape)].reshape(shape)
    under = range(rows.start * s_rows, rows.start * s_rows + height)
    padded_part(image, under, range(across), setting.padding, setting.padding_mode, dtype, out=part)
    per_image, per_channel, row, cell = part.strides
    strides = per_channel, d_rows * row, d_cols * cell, per_image, s_rows * row, s_cols * cell
    shape = channels, *kernel_size, count, length(rows), width
    return np.array(np.ndarray(shape, dtype, cells, 0, strides), order="C")


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
