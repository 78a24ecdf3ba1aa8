"""What the paths share: the setting they are given, and how they cut their work into pieces."""

from typing import NamedTuple

import numpy as np

from ..axis import kernel_span
from .padding import padded_part

NO_PADDING = ((0, 0), (0, 0))
SMALL_PRODUCT = 10**6  # multiplications: with more, OpenBLAS begins by laying matrices out anew
LANES = 16  # columns that a processor multiplies at once


class Setting(NamedTuple):
    """What a path needs to know besides its arrays.

    Attributes
    ----------
    stride, dilation : (int, int)
        Cells from one position, and from one tap, to the next, (rows, cols).
    padding : ((int, int), (int, int))
        Cells above and below, left and right.
    groups : int
        Parts into which the channels are cut.
    padding_mode : {"zeros", "reflect", "replicate", "circular"}
    output_size : (int, int)
        Rows and columns of a feature map.
    """

    stride: tuple
    padding: tuple
    dilation: tuple
    groups: int
    padding_mode: str
    output_size: tuple


def slices(total, at_most):
    """Cut range(total) into slices that hold at most so many.

    Examples
    --------
    >>> slices(5, 2)
    [slice(0, 2, None), slice(2, 4, None), slice(4, 5, None)]
    """
    return [slice(start, min(start + at_most, total)) for start in range(0, total, at_most)]


def even_slices(total, at_most):
    """Cut range(total) into as few slices as `slices` does, and as equal ones as can be.

    Examples
    --------
    >>> even_slices(5, 4)
    [slice(0, 3, None), slice(3, 5, None)]
    """
    count = -(-total // at_most)
    return slices(total, -(-total // count))


def length(part):
    """Return how many cells a slice holds; its start and stop are given, its step is 1.

    Examples
    --------
    >>> length(slice(2, 5))
    3
    """
    return part.stop - part.start


def pieces(maps, height, width):
    """Cut the feature map of every image into pieces of at most height × width cells.

    Parameters
    ----------
    maps : ndarray, shape (N, O, oH, oW)
    height, width : int

    Yields
    ------
    images, rows, cols : slice
        Of one image, and of the rows and columns of its feature maps.
    """
    for images in slices(len(maps), 1):
        for rows in slices(maps.shape[2], height):
            for cols in slices(maps.shape[3], width):
                yield images, rows, cols


def part_under(image, rows, cols, kernel, setting):
    """Return the part of the padded image that a piece of the feature map sees at stride 1.

    Parameters
    ----------
    image : ndarray, shape (..., H, W)
    rows, cols : slice
        Of the feature map.
    kernel : ndarray, shape (O, C/groups, kH, kW)
    setting : Setting

    Returns
    -------
    ndarray of the kernel's dtype, shape (..., rows - 1 + span rows, cols - 1 + span cols)
        Where nothing has to be added or converted, a view of the image.
    """
    spans = map(kernel_span, kernel.shape[2:], setting.dilation)
    places = [
        range(cells.start, cells.stop + span - 1)
        for cells, span in zip((rows, cols), spans, strict=True)
    ]
    return padded_part(image, *places, setting.padding, setting.padding_mode, kernel.dtype)


def multiply_in_parts(weights, columns, out):
    """Multiply matrices, (..., m, k) by (..., k, n), some columns at a time.

    BLAS begins a large product with copies of both matrices, laid out anew. OpenBLAS does a small
    one without them, at a rate up to a fifth higher.
    """
    width = SMALL_PRODUCT // (weights.shape[-2] * weights.shape[-1]) // LANES * LANES
    if width < 2 * LANES or columns.shape[-1] <= width:
        np.matmul(weights, columns, out=out)
        return
    for part in slices(columns.shape[-1], width):
        np.matmul(weights, columns[..., part], out=out[..., part])


def all_finite(cells):
    """Return whether no cell of an array is NaN or infinite.

    Their sums tell, and BLAS adds up four times faster than `np.sum`. A sum may overflow although
    its cells are finite: the answer is then False, and `correlate` takes the safe path.
    """
    if cells.flags.c_contiguous:  # One product in place of one for each matrix of a stack.
        cells = cells.reshape(-1, cells.shape[-1])
    return np.isfinite(cells @ np.ones(cells.shape[-1], cells.dtype)).all()
