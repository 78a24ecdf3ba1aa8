"""A convolution as a product of matrices: the image written out, or the kernel."""

from importlib import import_module
from math import prod
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from .arguments import (
    PaddingLike,
    PairLike,
    as_numbers,
    as_pair,
    as_plane,
    check_image,
)
from .conv import read_setting
from .engine.windows import view_windows
from .geometry import ConvGeometry


def im2col(
    image: ArrayLike,
    kernel_size: PairLike,
    *,
    stride: PairLike = 1,
    padding: PaddingLike = 0,
    dilation: PairLike = 1,
) -> np.ndarray:
    """Write out every window of an image as a column, so that one product makes a convolution.

    Parameters
    ----------
    image : array_like, shape (..., C, H, W), or (H, W) for one channel
    kernel_size : int or (int, int)
        Rows and columns of the kernel.
    stride, padding, dilation : optional
        As in `conv2d`; padding is zeros.

    Returns
    -------
    ndarray, shape (..., C·kH·kW, oH·oW)
        A row for each weight of a kernel (C, kH, kW), a column for each position, both in reading
        order, as `torch.nn.functional.unfold` does. It has the image's dtype. At stride 1 it takes
        nearly kH·kW times the image's memory.

    Raises
    ------
    ValueError, TypeError
        As in `conv2d`.

    Examples
    --------
    >>> image, kernel = np.arange(9).reshape(3, 3), np.array([[1, 2], [3, 4]])
    >>> columns = im2col(image, 2)
    >>> columns
    array([[0, 1, 3, 4],
           [1, 2, 4, 5],
           [3, 4, 6, 7],
           [4, 5, 7, 8]])
    >>> kernel.ravel() @ columns
    array([27, 37, 57, 67])
    """
    image, size = as_numbers(image, "image"), as_pair(kernel_size, "kernel_size", 1)
    check_image(image)
    setting = read_setting(image.shape, size, stride, padding, dilation)
    *leading, channels = image.shape[:-2] or (1,)
    planes = image.reshape(-1, 1, *image.shape[-2:])
    columns = np.array(view_windows(planes, size, setting, image.dtype), order="C")
    return columns.reshape(*leading, channels * prod(size), prod(setting.output_size))


def convolution_matrix(
    kernel: ArrayLike,
    input_size: PairLike,
    *,
    stride: PairLike = 1,
    padding: PaddingLike = 0,
    dilation: PairLike = 1,
    sparse: bool = False,
) -> Any:
    """Return the matrix that makes the feature map of an image written as one column.

    Parameters
    ----------
    kernel : array_like, shape (kH, kW)
    input_size : int or (int, int)
        Rows and columns of the image, (H, W).
    stride, padding, dilation : optional
        As in `conv2d`; padding is zeros.
    sparse : bool, optional
        Keep only the cells that are not zero, in a `scipy.sparse.csr_array`; this needs SciPy.

    Returns
    -------
    ndarray or scipy.sparse.csr_array, shape (oH·oW, H·W)
        A row for each position, a column for each image cell, both in reading order, with the
        kernel's dtype. ``matrix @ image.ravel()`` is the feature map; its transpose is the
        transposed convolution.

    Raises
    ------
    ValueError, TypeError
        As in `conv2d`.
    ImportError
        If ``sparse`` is asked for where SciPy is not installed.

    Notes
    -----
    Dumoulin & Visin (2016), "A guide to convolution arithmetic for deep learning", §4.1. Of a
    dense matrix nearly all is zeros: of 28×28 cells and a 3×3 kernel 98.85 %.

    Examples
    --------
    >>> convolution_matrix([[1, 2]], (2, 3))
    array([[1, 2, 0, 0, 0, 0],
           [0, 1, 2, 0, 0, 0],
           [0, 0, 0, 1, 2, 0],
           [0, 0, 0, 0, 1, 2]])
    >>> convolution_matrix([[1, 2]], (2, 3)) @ [1, 10, 100, 2, 20, 200]
    array([ 21, 210,  42, 420])
    """
    kernel = as_plane(kernel, "kernel")
    geometry = ConvGeometry(input_size, kernel.shape, stride, padding, dilation)
    cells = _cells(kernel, geometry)
    shape = prod(geometry.output_size), prod(geometry.input_size)
    if sparse:
        weights, rows, cols = map(np.concatenate, zip(*cells, strict=True))
        return _scipy_sparse().csr_array((weights, (rows, cols)), shape)
    matrix = np.zeros(shape, kernel.dtype)
    for weights, rows, cols in cells:
        matrix[rows, cols] = weights
    return matrix


def _cells(kernel, geometry):
    """List the matrix's cells tap by tap: (weights, rows, columns); zeros are left out."""
    positions = np.arange(prod(geometry.output_size)).reshape(geometry.output_size)
    image_cells = np.arange(prod(geometry.input_size)).reshape(geometry.input_size)
    rows, cols = geometry.axes
    for place, weight in np.ndenumerate(kernel):
        (from_rows, to_rows), (from_cols, to_cols) = rows.meeting(place[0]), cols.meeting(place[1])
        met = positions[from_rows, from_cols].ravel()
        if weight == 0:
            met = met[:0]
        yield np.full(met.size, weight), met, image_cells[to_rows, to_cols].ravel()[: met.size]


def _scipy_sparse():
    try:
        return import_module("scipy.sparse")
    except ImportError:
        raise ImportError(
            "sparse=True needs SciPy: install it (pip install scipy), or use sparse=False"
        ) from None
