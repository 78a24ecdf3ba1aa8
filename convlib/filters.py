"""Kernels by name, and blurs of any size."""

from collections.abc import Mapping
from math import inf
from numbers import Real
from types import MappingProxyType
from typing import SupportsFloat

import numpy as np

from .arguments import MOST_CELLS, Pair, PairLike, as_pair
from .photos import apply_filter_to_image  # Offered from here, too.

__all__ = ["apply_filter_to_image", "box_kernel", "gaussian_kernel", "kernels"]


def box_kernel(size: PairLike) -> np.ndarray:
    """Kernel of a blur by plain means: all cells under it count alike.

    Parameters
    ----------
    size : int or (int, int)
        Rows and columns of the kernel.

    Returns
    -------
    ndarray of float64, shape (rows, cols)
        Equal weights that add up to 1.

    Examples
    --------
    >>> box_kernel((1, 4))
    array([[0.25, 0.25, 0.25, 0.25]])
    """
    rows, cols = _kernel_size(size)
    return np.full((rows, cols), 1 / (rows * cols))


def gaussian_kernel(size: PairLike, sigma: SupportsFloat) -> np.ndarray:
    """Kernel of a blur by a bell: near cells count more than far ones, in every direction alike.

    Parameters
    ----------
    size : int or (int, int)
        Rows and columns of the kernel; 6σ + 1 cells lose almost nothing of the bell.
    sigma : float
        Standard deviation in cells, greater than 0. One far below a cell leaves the middle alone,
        one far beyond the kernel is a plain mean.

    Returns
    -------
    ndarray of float64, shape (rows, cols)
        ``exp(-(row² + col²) / 2σ²)``, counted from the middle, scaled to add up to 1.

    Raises
    ------
    ValueError, TypeError
        If size or sigma is out of range, or not a number.

    Examples
    --------
    >>> gaussian_kernel(3, 1).round(3)
    array([[0.075, 0.124, 0.075],
           [0.124, 0.204, 0.124],
           [0.075, 0.124, 0.075]])
    """
    width = _as_width(sigma)
    rows, cols = (_bell(n, width) for n in _kernel_size(size))
    return np.outer(rows, cols)


def _kernel_size(size: PairLike) -> Pair:
    rows, cols = as_pair(size, "size", 1)
    if rows * cols > MOST_CELLS:
        raise ValueError(
            f"size={size!r} makes a kernel of {rows}×{cols} weights, more than any memory holds: "
            "make it smaller"
        )
    return rows, cols


def _as_width(sigma: SupportsFloat) -> float:
    if not isinstance(sigma, Real):
        raise TypeError(f"sigma={sigma!r} must be a number of cells")
    try:
        width = float(sigma)
    except OverflowError:  # an integer of more than 308 digits
        width = inf
    if not 0 < width < inf:
        raise ValueError(f"sigma={sigma!r} must be a number of cells greater than 0 that is finite")
    return width


@np.errstate(over="ignore")  # Beside a tiny sigma a far cell is infinitely far, and weighs 0.
def _bell(count: int, sigma: float) -> np.ndarray:
    squares = (np.arange(count) - (count - 1) / 2) ** 2
    # Measured from the nearest cell, the exponent never sinks so low that all weights vanish.
    # Divided by sigma twice, because the square of sigma may be no float.
    bell = np.exp((np.min(squares) - squares) / sigma / (2 * sigma))
    return bell / bell.sum()


def _classic_kernels() -> dict[str, np.ndarray]:
    identity = np.outer([0, 1, 0], [0, 1, 0])
    binomial = np.outer([1, 4, 6, 4, 1], [1, 4, 6, 4, 1]) / 256
    sobel_rows = np.outer([-1, 0, 1], [1, 2, 1])
    prewitt_rows = np.outer([-1, 0, 1], [1, 1, 1])
    return {
        "identity": identity,
        "box_blur": box_kernel(3),
        "gaussian_blur": np.outer([1, 2, 1], [1, 2, 1]) / 16,
        "sharpen": np.array([[0, -1, 0], [-1, 5, -1], [0, -1, 0]]),
        "unsharp": 2 * np.pad(identity, 1) - binomial,
        "laplacian": np.array([[0, 1, 0], [1, -4, 1], [0, 1, 0]]),
        "edge": np.array([[-1, -1, -1], [-1, 8, -1], [-1, -1, -1]]),
        "sobel_rows": sobel_rows,
        "sobel_columns": sobel_rows.T.copy(),
        "prewitt_rows": prewitt_rows,
        "prewitt_columns": prewitt_rows.T.copy(),
        "emboss": np.array([[-2, -1, 0], [-1, 1, 1], [0, 1, 2]]),
    }


def _read_only(arrays: dict[str, np.ndarray]) -> Mapping[str, np.ndarray]:
    for array in arrays.values():
        array.setflags(write=False)
    return MappingProxyType(arrays)


#: Classic kernels by name, read-only, to be used as they are (not flipped):
#: "identity" changes nothing; "box_blur" and "gaussian_blur" smooth; "sharpen" and "unsharp"
#: add what a blur takes away ("unsharp" is twice the image minus a 5×5 binomial blur);
#: "laplacian" and "edge" respond to change in any direction and give 0 where nothing changes.
#: "…_rows" kernels respond to change from row to row, with positive numbers where the image gets
#: brighter downwards; "…_columns" kernels to change from column to column, with positive numbers
#: where it gets brighter to the right. "emboss" keeps the image and lights it along the diagonal:
#: what gets brighter towards the bottom right stands out.
kernels = _read_only(_classic_kernels())
