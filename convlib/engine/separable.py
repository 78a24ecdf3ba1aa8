"""A kernel that is a column times a row, applied in two passes: kH + kW taps instead of kH · kW.

Each pass is a product with a banded matrix. The matrix holds the kernel's column, or its row, once
for each position of a block, one step further each time. What paths take and return: see
`convlib.engine`.
"""

from functools import lru_cache

import numpy as np

from ..axis import kernel_span
from .pieces import all_finite, length, part_under, pieces

# Rows and columns of a tile. BLAS likes its rows long; as there are few, it stays in the cache.
PASS_TILE = 32, 4096
BLOCK = 16  # positions that one product with a banded matrix covers


def separable(image, kernel, setting, maps):
    """Slide the kernel's column down each tile, then its row across: for one plane at stride 1."""
    column, row = outer_factors(kernel[0, 0])
    down = banded_matrix(column, BLOCK, setting.dilation[0])
    across = banded_matrix(row, BLOCK, setting.dilation[1])
    for images, rows, cols in pieces(maps, *PASS_TILE):
        part = part_under(image[images, 0], rows, cols, kernel, setting)[0]
        middle = np.empty((length(rows), part.shape[1]), kernel.dtype)
        result = maps[images.start, 0, rows, cols]
        slide(down, part, middle)
        slide(across, middle.T, result.T)
        if not all_finite(result):
            return False
    return True


def outer_factors(kernel):
    """Return a column and a row whose outer product is the kernel, or None.

    Parameters
    ----------
    kernel : ndarray of floats, shape (kH, kW)

    Returns
    -------
    (ndarray of shape (kH,), ndarray of shape (kW,)) or None
        None if the kernel is not a column times a row, if it holds no finite weight but 0, or if
        it sums exactly (`sums_exactly`) and its factors would not.

    Examples
    --------
    >>> outer_factors(np.array([[1.0, 2.0], [3.0, 6.0]]))
    (array([1., 3.]), array([1., 2.]))
    """
    # The factors are cached, because apply_filter_to_image asks once for each band of rows.
    return _cached_factors(kernel.tobytes(), kernel.dtype.char, kernel.shape)


@lru_cache(maxsize=16)
@np.errstate(over="ignore", invalid="ignore")  # Weights may be the largest that floats can hold.
def _cached_factors(cells, dtype, shape):
    """Find the factors of a kernel that is given as bytes, which a cache can take as its key."""
    kernel = np.frombuffer(cells, dtype).reshape(shape)
    weights = np.abs(kernel)
    row, col = np.unravel_index(np.argmax(weights), kernel.shape)
    if not 0 < weights[row, col] < np.inf:
        return None
    eps = np.finfo(kernel.dtype).eps
    # Divided by its smallest weight, a column such as [1, 4, 6] / 16 becomes whole numbers, which
    # sum exactly. The last weights of a wide Gaussian are so small that the quotients would
    # overflow: the divisor is kept above the rounding error of the largest weight.
    smallest = weights[weights[:, col] > 0, col].min()
    column = kernel[:, col] / max(smallest, eps * weights[row, col])
    factors = column, kernel[row] / column[row]
    error = np.abs(np.outer(*factors) - kernel).max()
    if sums_exactly(kernel):  # One pass would round nothing, so two passes must not either.
        return factors if error == 0 and all(map(sums_exactly, factors)) else None
    return factors if error <= 4 * eps * weights[row, col] else None


def sums_exactly(weights):
    """Return whether sums of weight times whole number need no rounding in floats.

    They need none if every weight is a whole multiple of 1/4096, unless they outgrow the float.

    Examples
    --------
    >>> sums_exactly(np.array([0.25, 0.5])), sums_exactly(np.array([0.1]))
    (True, False)
    """
    return not (weights * 4096 % 1).any()


def banded_matrix(weights, count, dilation=1):
    """Return the matrix that moves weights along `count` positions.

    Parameters
    ----------
    weights : ndarray, shape (k,)
    count : int
        Positions, one cell apart.
    dilation : int, optional
        Cells from one weight to the next.

    Returns
    -------
    ndarray, shape (count, count - 1 + span)
        One row for each position, one column for each cell that a position sees.

    Examples
    --------
    >>> banded_matrix(np.array([1, 2]), 3)
    array([[1, 2, 0, 0],
           [0, 1, 2, 0],
           [0, 0, 1, 2]])
    """
    span = kernel_span(len(weights), dilation)
    matrix = np.zeros((count, count + span - 1), weights.dtype)
    for position in range(count):
        matrix[position, position : position + span : dilation] = weights
    return matrix


def slide(matrix, part, result):
    """Multiply a banded matrix by the rows under one block of the result after another.

    Parameters
    ----------
    matrix : ndarray, shape (block, reach)
        From `banded_matrix`: `block` positions see `reach` rows.
    part : ndarray, shape (rows + reach - block, cols)
    result : ndarray, shape (rows, cols)
        Is filled; its last block may be a short one.

    Examples
    --------
    >>> result = np.zeros((5, 1))
    >>> slide(banded_matrix(np.array([1, 10]), 2), np.arange(6.0)[:, None], result)
    >>> result.ravel()
    array([10., 21., 32., 43., 54.])
    """
    block, reach = matrix.shape
    whole = len(result) // block * block
    if whole:
        step, cell = part.strides
        shape = (whole // block, reach, part.shape[1])
        windows = np.lib.stride_tricks.as_strided(part, shape, (block * step, step, cell))
        np.matmul(matrix, windows, out=result[:whole].reshape(-1, block, part.shape[1]))
    rest = len(result) - whole
    if rest:
        np.matmul(matrix[:rest, : reach - block + rest], part[whole:], out=result[whole:])
