"""The gradient for the kernel: what each tap met, times what came of it, summed.

The sum of a tap is a product of matrices too: of the gradient and the windows written out, with the
positions of all images as the dimension that disappears. Where each output sees one channel, that
product has one column, and to write out windows takes longer than to multiply: see `long_rows`.
"""

from math import prod

import numpy as np
from numpy.lib.stride_tricks import as_strided

from . import windows
from .padding import padded_part
from .pieces import all_finite, slices
from .rule import working_dtype


def kernel_gradient(gradient, image, kernel_size, setting, dtype):
    """Sum gradient times window over all positions of all images; nothing is checked here.

    Parameters
    ----------
    gradient : ndarray, shape (N, O, oH, oW)
    image : ndarray, shape (N, C, H, W)
    kernel_size : (int, int)
    setting : Setting
        Of the convolution that turns the images into maps of the gradient's shape.
    dtype : dtype
        int64, or a float or complex dtype of at least 32 bits.

    Returns
    -------
    ndarray of dtype, shape (O, C/groups, kH, kW)

    Examples
    --------
    >>> from convlib.engine import NO_PADDING, Setting
    >>> setting = Setting((1, 1), NO_PADDING, (1, 1), 1, "zeros", output_size=(1, 2))
    >>> gradient, image = np.array([[[[1, 10]]]]), np.array([[[[1, 2, 3]]]])
    >>> kernel_gradient(gradient, image, (1, 2), setting, np.dtype(np.int64))
    array([[[[21, 32]]]])
    """
    groups, outputs, channels = setting.groups, gradient.shape[1], image.shape[1] // setting.groups
    shape = (outputs, channels, *kernel_size)
    if 0 in shape or not gradient.size:
        return np.zeros(shape, dtype)  # There is nothing to add up.
    sums = np.zeros((groups, np.prod(shape[1:]), outputs // groups), dtype)
    working = working_dtype(image, gradient.swapaxes(0, 1), sums)
    sums = sums.astype(working)
    ways = [(columns, kernel_size)]  # and how much of each window it writes out
    if channels == outputs // groups == 1 and setting.stride == (1, 1):
        ways.insert(0, (long_rows, (1, 1)))
    with np.errstate(invalid="ignore", over="ignore"):  # NaN and infinity are lawful values.
        for way, written in ways:
            sums[...] = 0
            for images, rows in tiles(gradient, image, written, setting, working):
                maps = gradient[images, :, rows].astype(working, copy=False)
                sums += way(maps, image[images], rows, kernel_size, setting)
            if all_finite(sums):
                break
    return sums.swapaxes(1, 2).astype(dtype, copy=False).reshape(shape)


def columns(maps, image, rows, kernel_size, setting):
    """Multiply the windows of some rows, written out, by the gradient there.

    Takes maps (N, O, rows, oW) and images (N, C, H, W); returns the sums of their groups, (groups,
    C/groups · kH · kW, O/groups). BLAS is a fifth faster if the longer of the last two comes first.
    """
    groups = setting.groups
    cells = windows.write_out(image, rows, maps.shape[3], kernel_size, setting, maps.dtype)
    cells = cells.reshape(groups, -1, maps.shape[0] * maps[0, 0].size)
    maps = maps.swapaxes(0, 1).reshape(groups, -1, cells.shape[2])
    return cells @ maps.swapaxes(1, 2)


def long_rows(maps, image, rows, kernel_size, setting):
    """Do as `columns`, at stride 1 and for one channel and one output per group.

    The rows of a padded plane follow each other in one long row. What a tap meets at all positions
    is then one piece of it, and its sum one product of two long rows. Where a window would begin at
    the end of one row and go on in the next, the gradient is 0. NaN and infinity get through that.
    """
    (count, channels, height, o_w), (d_rows, d_cols) = maps.shape, setting.dilation
    halo, reach = (d * (k - 1) for d, k in zip((d_rows, d_cols), kernel_size, strict=True))
    places = range(rows.start, rows.stop + halo), range(o_w + reach)
    part = padded_part(image, *places, setting.padding, setting.padding_mode, maps.dtype)
    part = np.ascontiguousarray(part)
    per_image, per_channel, row, cell = part.strides
    spaced = np.zeros((count, channels, height, o_w + reach), maps.dtype)
    spaced[..., :o_w] = maps
    positions = height * (o_w + reach) - reach
    met = as_strided(
        part,
        (count, channels, *kernel_size, 1, positions),
        (per_image, per_channel, d_rows * row, d_cols * cell, 0, cell),
    )
    spaced = spaced.reshape(count, channels, 1, 1, -1, 1)[..., :positions, :]
    return (met @ spaced).sum(axis=0).reshape(channels, -1, 1)


def band_rows(image, kernel_size, setting, dtype):
    """Return how many rows of feature maps have windows of `WINDOW_BYTES`; at least 1."""
    row_bytes = image.shape[1] * prod(kernel_size) * setting.output_size[1] * dtype.itemsize
    return max(windows.WINDOW_BYTES // row_bytes, 1)


def tiles(gradient, image, written, setting, dtype):
    """Cut the maps into slices of images and of rows; what is written out has `WINDOW_BYTES`."""
    height, most = gradient.shape[2], band_rows(image, written, setting, dtype)
    for images in slices(len(gradient), max(most // height, 1)):
        for rows in slices(height, most):
            yield images, rows
