"""The gradient for the kernel: what each tap met, times what came of it, summed.

The sum of a tap is a product of matrices too: of the gradient and the windows written out, with the
positions of all images as the dimension that disappears.
"""

import numpy as np

from .pieces import slices
from .rule import working_dtype
from .windows import band_rows, view_band


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
    with np.errstate(invalid="ignore", over="ignore"):  # NaN and infinity are lawful values.
        for images, rows in tiles(gradient, image, kernel_size, setting, working):
            windows = view_band(image[images], rows, kernel_size, setting, working)
            columns = np.moveaxis(windows, 0, 3).reshape(groups, sums.shape[1], -1)
            maps = gradient[images, :, rows].swapaxes(0, 1).astype(working, copy=False)
            # BLAS is a fifth faster with the longer side of the result first, which are the taps.
            sums += columns @ maps.reshape(groups, sums.shape[2], -1).swapaxes(1, 2)
    return sums.swapaxes(1, 2).astype(dtype, copy=False).reshape(shape)


def tiles(gradient, image, kernel_size, setting, dtype):
    """Cut the maps into slices of images and of rows that have `WINDOW_BYTES` of windows."""
    height, most = gradient.shape[2], band_rows(image, kernel_size, setting, dtype)
    for images in slices(len(gradient), max(most // height, 1)):
        for rows in slices(height, most):
            yield images, rows
