"""Whole windows, written out side by side: for tiny images, and for many outputs of narrow maps.

This is im2col as textbooks have it. Here, too, is the path of 1×1 kernels, whose windows are the
cells themselves. What paths take and return: see `convlib.engine`.
"""

import numpy as np

from ..axis import kernel_span
from .padding import padded_part
from .pieces import NO_PADDING, length, pieces, slices

WINDOW_BYTES = 2**21  # bytes of windows that `whole` writes out at a time


def small(image, kernel, setting, maps):
    """Write out every window of every image at once, and multiply."""
    if setting.padding != NO_PADDING:
        rows, cols = (
            range(cells + sum(sides))
            for cells, sides in zip(image.shape[2:], setting.padding, strict=True)
        )
        padding = setting.padding, setting.padding_mode
        image = padded_part(image, rows, cols, *padding, kernel.dtype)
    image = np.ascontiguousarray(image, kernel.dtype)
    count, outputs, o_h, o_w = maps.shape
    groups, (height, width) = setting.groups, kernel.shape[2:]
    per_image, per_channel, row, col = image.strides
    (s_rows, s_cols), (d_rows, d_cols) = setting.stride, setting.dilation
    # Taps first, positions last: a view of the image, which reshape then copies out.
    windows = np.ndarray(
        (count, image.shape[1], height, width, o_h, o_w),
        image.dtype,
        image,
        0,
        (per_image, per_channel, d_rows * row, d_cols * col, s_rows * row, s_cols * col),
    )
    weights = kernel.reshape(groups, outputs // groups, -1)
    columns = windows.reshape(count, groups, weights.shape[2], o_h * o_w)
    np.matmul(weights, columns, out=maps.reshape(count, groups, -1, o_h * o_w))
    return True


def whole(image, kernel, setting, maps):
    """Write out every window of a band of rows, and multiply: for many outputs of narrow maps.

    `plain` shares image rows between windows, but each of its products then covers a single row of
    the feature map. If that row is short and the kernels are many, BLAS spends its time on laying
    out the same kernels for one product after another.
    """
    (s_rows, s_cols), o_w = setting.stride, maps.shape[3]
    span_rows, span_cols = map(kernel_span, kernel.shape[2:], setting.dilation)
    places = range((o_w - 1) * s_cols + span_cols)
    row_bytes = image.shape[1] * kernel[0, 0].size * o_w * kernel.itemsize
    padding = setting.padding, setting.padding_mode, kernel.dtype
    for images, rows, _ in pieces(maps, max(WINDOW_BYTES // row_bytes, 1), o_w):
        under = range(rows.start * s_rows, (rows.stop - 1) * s_rows + span_rows)
        part = padded_part(image[images], under, places, *padding)
        band = np.empty((1, len(kernel), length(rows), o_w), kernel.dtype)
        unpadded = setting._replace(padding=NO_PADDING, output_size=band.shape[2:])
        small(part, kernel, unpadded, band)
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
