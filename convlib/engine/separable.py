"""Two passes of a kernel that is a column times a row."""

from functools import lru_cache

import numpy as np

from ..axis import kernel_span
from .pieces import is_finite, part_under, pieces, size

PASS_TILE = 32, 4096  # of two passes: long rows, in the cache
BLOCK = 16  # positions per product of a pass


def separable(image, kernel, setting, maps):
    """Two passes of a kernel that is a column times a row: kH + kW taps instead of kH · kW.

    Each pass is a product with a banded matrix: the kernel's column, or row, written once for
    each position of a block, one step further each time.
    """
    column, row = outer_factors(kernel[0, 0])
    down = banded_matrix(column, BLOCK, setting.dilation[0])
    across = banded_matrix(row, BLOCK, setting.dilation[1])
    for images, rows, cols in pieces(maps, *PASS_TILE):
        part = part_under(image[images, 0], rows, cols, kernel, setting)[0]
        middle = np.empty((size(rows), part.shape[1]), kernel.dtype)
        result = maps[images.start, 0, rows, cols]
        slide(down, part, middle)
        slide(across, middle.T, result.T)
        if not is_finite(result):
            return False
    return True


def outer_factors(kernel):
    """Return a column and a row whose outer product is the kernel, or None.

    Examples
    --------
    >>> outer_factors(np.array([[1.0, 2.0], [3.0, 6.0]]))
    (array([1., 3.]), array([1., 2.]))
    """
    # A photo asks again for every band of its rows.
    return _outer_factors(kernel.tobytes(), kernel.dtype.char, kernel.shape)


@lru_cache(maxsize=16)
@np.errstate(over="ignore", invalid="ignore")  # weights near the end of what a float holds
def _outer_factors(cells, dtype, shape):
    kernel = np.frombuffer(cells, dtype).reshape(shape)
    weights = np.abs(kernel)
    row, col = np.unravel_index(np.argmax(weights), kernel.shape)
    if not 0 < weights[row, col] < np.inf:
        return None
    eps = np.finfo(kernel.dtype).eps
    # In units of its smallest weight a column of round numbers is made of whole numbers. The far
    # ends of a Gaussian are no unit: what they divide would not fit into a float.
    smallest = weights[weights[:, col] > 0, col].min()
    column = kernel[:, col] / max(smallest, eps * weights[row, col])
    factors = column, kernel[row] / column[row]
    rest = np.abs(np.outer(*factors) - kernel).max()
    if is_round(kernel):  # summed without any rounding: only such factors will do
        return factors if rest == 0 and all(map(is_round, factors)) else None
    return factors if rest <= 4 * eps * weights[row, col] else None


def is_round(weights):
    """Whether all weights are whole 4096ths, whose sums no float has to round."""
    return not (weights * 4096 % 1).any()


def banded_matrix(weights, count, dilation=1):
    """Return the matrix that moves weights along `count` positions.

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
    """Multiply a banded matrix with one block of rows of `part` after the other, into result."""
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
