"""Checks of a convolution as one product: rows of matrices, their shapes, rings, an own im2col."""

from collections.abc import Callable
from math import prod
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from ..arguments import PairLike, Position, as_pair, as_position, as_size
from ..examples import address
from ..geometry import ConvGeometry
from ..matrix import convolution_matrix, im2col
from ..words import size_text
from .answers import Unusable, as_table, brief, run
from .given import as_real_plane, as_row
from .outcomes import quiet
from .questions import Question, judge
from .verdict import Verdict, judged, right, wrong

# Sizes on which a learner's im2col is tried: (image, kernel), the smallest first, square and not.
CASES = [((2, 3), (1, 2)), ((3, 3), (2, 2)), ((3, 4), (2, 3)), ((4, 3), (3, 2)), ((5, 4), (2, 2))]


def check_im2col_shape(
    answer: Any, image_size: PairLike, kernel_size: PairLike, stride: PairLike = 1
) -> Verdict:
    """Rows and columns of the matrix that holds a window in each row.

    Parameters
    ----------
    answer : (number, number)
    image_size, kernel_size, stride : int or (int, int)
        As for `ConvGeometry`, of one channel. They may be a learner's own: what is refused there
        is told, not raised.

    Returns
    -------
    Verdict

    Examples
    --------
    >>> check_im2col_shape((12, 6), (4, 6), (2, 3))
    Right: 12 windows of 6 numbers.
    >>> check_im2col_shape((6, 12), (4, 6), (2, 3))
    Not yet: here every window is a row; that has a window in each column.
    >>> check_im2col_shape((12, 6), 2, 3)
    Not yet: the kernel spans 3 rows but the image has 2: give a larger image or a smaller kernel.
    """
    return judged(_judge_im2col_shape, answer, image_size, kernel_size, stride)


def _judge_im2col_shape(answer, image_size, kernel_size, stride):
    try:
        image_size = as_pair(image_size, "image_size", 1)
        geometry = ConvGeometry(image_size, kernel_size, stride)
    except (TypeError, ValueError) as error:
        return wrong(f"{error}.")
    positions, taps = prod(geometry.output_size), prod(geometry.kernel_size)
    at_every_cell = ConvGeometry(image_size, kernel_size)
    mistakes = [
        ("window a column", (taps, positions)),
        ("stride left out", (prod(at_every_cell.output_size), taps)),
        ("row for each image cell", (prod(geometry.input_size), taps)),
        ("window not flattened", (positions, *geometry.kernel_size)),
        ("positions not listed", (*geometry.output_size, taps)),
    ]
    told, hint = (
        f"{positions} windows of {taps} numbers.",
        "How many positions has the kernel, and how many weights?",
    )
    return judge(answer, Question((positions, taps), mistakes, told, hint))


def check_matrix_row(
    answer: Any, kernel: ArrayLike, input_size: PairLike, position: Position
) -> Verdict:
    """One row of the matrix C, which makes one sum of an image written as one row.

    Parameters
    ----------
    answer : sequence of numbers, length H·W
    kernel, input_size
        As for `convolution_matrix`.
    position : (int, int)
        Row and column of the sum in the feature map.

    Returns
    -------
    Verdict

    Examples
    --------
    >>> check_matrix_row([0, 0, 0, 1, 2, 0], [[1, 2]], (2, 3), (1, 0))
    Right: the weights stand where the window does, and all else is 0.
    >>> check_matrix_row([0, 0, 0, 2, 1, 0], [[1, 2]], (2, 3), (1, 0))
    Not yet: that is what comes out with the kernel turned by 180° (flipped); here it is
    laid down as it is, weight (0, 0) on the window's top left cell.
    """
    kernel = as_real_plane(kernel, "kernel")
    geometry = ConvGeometry(input_size, kernel.shape)
    row, col = as_position(position, geometry.output_size, "position", "feature map")
    width, cells = geometry.input_size[1], prod(geometry.input_size)
    index, start = row * geometry.output_size[1] + col, row * width + col
    matrix = convolution_matrix(kernel, input_size)
    mistakes = [
        ("flipped kernel", convolution_matrix(kernel[::-1, ::-1], input_size)[index]),
        ("weights one after another", _placed(kernel.ravel(), start, cells)),
        ("shifted by the row's number", _placed(matrix[0][: cells - index], index, cells)),
    ]
    if row < geometry.output_size[1] and col < geometry.output_size[0]:
        other = col * geometry.output_size[1] + row
        mistakes.append(("rows and columns swapped", matrix[other]))
    told = "the weights stand where the window does, and all else is 0."
    hint = "In which places of the row do the image cells of this window stand?"
    return judged(judge, answer, Question(matrix[index], mistakes, told, hint))


def _placed(numbers, start, length):
    """Zeros, with some numbers in them from a place on; what does not fit is left out."""
    row = np.zeros(length, numbers.dtype)
    row[start : start + numbers.size] = numbers[: length - start]
    return row


def check_ring(answer: Any, signal: ArrayLike, kernel: ArrayLike, length: int) -> Verdict:
    """What two rows of numbers, multiplied by way of an FFT of some length, give.

    Parameters
    ----------
    answer : sequence of numbers
    signal, kernel : array_like, shape (n,) and (k,)
    length : int
        Places of the ring, at least n and k.

    Returns
    -------
    Verdict

    Examples
    --------
    >>> check_ring([41, 12, 23, 34], [1, 2, 3, 4], [1, 10], 4)
    Right: the end of the whole convolution lies on its beginning.
    >>> check_ring([1, 12, 23, 34], [1, 2, 3, 4], [1, 10], 4)
    Not yet: what does not fit on the ring is not lost: it goes on at the beginning, and is
    added to what stands there.
    """
    signal, kernel = as_row(signal, "signal"), as_row(kernel, "kernel")
    longest = max(signal.size, kernel.size)
    if as_size(length, "length", 1) < longest:
        raise ValueError(f"length={length} must be at least {longest}, the longer of both")
    full = np.convolve(signal, kernel)
    told = "the end of the whole convolution lies on its beginning."
    if length >= full.size:
        told = "the ring is long enough for the whole convolution."
    hint = "Write out the whole convolution first. Which of its numbers fit on the ring?"
    mistakes = _mistaken_rings(signal, kernel, length)
    return judged(judge, answer, Question(_on_ring(full, length), mistakes, told, hint))


def _mistaken_rings(signal, kernel, length):
    """What mistakes about a ring give, by name."""
    full, turned = np.convolve(signal, kernel), np.convolve(signal, kernel[::-1])
    fits = np.pad(full, (0, max(length - full.size, 0)))
    at_the_end = fits[:length].copy()
    at_the_end[2 * length - fits.size :] += fits[length:]
    return [
        ("ends cut off", fits[:length]),
        ("ends left over", full),
        ("wrapped onto the end", at_the_end),
        ("whole windows only", np.convolve(signal, kernel, "valid")),
        ("another ring", _on_ring(full, max(signal.size, kernel.size))),
        ("kernel not flipped", np.roll(_on_ring(turned, length), 1 - kernel.size)),
    ]


def _on_ring(full, length):
    """Lay numbers around a ring, and add up what lies on the same place."""
    ring = np.zeros(length, full.dtype)
    np.add.at(ring, np.arange(full.size) % length, full)
    return ring


def check_im2col(function: Callable[..., Any] | None) -> Verdict:
    """A learner's own im2col, with a window in each row.

    Parameters
    ----------
    function : callable
        Called as ``function(image, m, n)`` with the rows and columns of the kernel, and returning
        an array of shape (positions, m·n).

    Returns
    -------
    Verdict
        If it is wrong, with the smallest case that shows it.

    Examples
    --------
    >>> from convlib import im2col
    >>> check_im2col(lambda image, m, n: im2col(image, (m, n)).T)
    Right: every window stands in its row, whatever the shape of the kernel.
    """
    return judged(_judge_im2col, function)


def _judge_im2col(function):
    if not callable(function):
        raise Unusable(f"{brief(function)}: hand in your function, without calling it")
    tried = [(*case, _rows_of(function, *case)) for case in CASES]
    failing = [
        (image, size, rows) for image, size, rows in tried if not _is_right(image, size, rows)
    ]
    if not failing:
        return right("every window stands in its row, whatever the shape of the kernel.")
    return wrong(misconception=_mistake_in(failing), case=_shown(*failing[0]))


def _rows_of(function, input_size, kernel_size):
    """Return what the function gives for one case, or in words what it does instead."""
    try:
        with quiet():
            return np.array(as_table(run(function, address(*input_size), *kernel_size)))
    except Unusable as error:
        return str(error)


def _is_right(input_size, kernel_size, rows):
    return not isinstance(rows, str) and _equal(rows, _windows(input_size, kernel_size))


def _equal(rows, other):
    return rows.shape == other.shape and bool(np.allclose(rows, other))


def _windows(input_size, kernel_size):
    return im2col(address(*input_size), kernel_size).T


def _mistake_in(failing):
    """Name the one mistake that gives every wrong result, if there is one."""
    if all(m != n for _, (m, n), _ in failing):
        return "square kernels only"
    if all(isinstance(rows, str) for *_, rows in failing):
        return None
    for name, mistaken in MISTAKEN.items():
        if all(not isinstance(r, str) and _equal(r, mistaken(i, k)) for i, k, r in failing):
            return name
    return None


def _by_columns(input_size, kernel_size):
    """Windows whose numbers are written down column by column."""
    rows = _windows(input_size, kernel_size)
    return rows.reshape(-1, *kernel_size).swapaxes(1, 2).reshape(rows.shape)


def _down_first(input_size, kernel_size):
    """Windows listed column by column of the feature map."""
    rows, size = (
        _windows(input_size, kernel_size),
        ConvGeometry(input_size, kernel_size).output_size,
    )
    return rows.reshape(*size, -1).swapaxes(0, 1).reshape(rows.shape)


MISTAKEN: dict[str, Callable[..., np.ndarray]] = {
    "window a column": lambda *case: _windows(*case).T,
    "window by columns": _by_columns,
    "positions by columns": _down_first,
}


def _shown(input_size, kernel_size, rows):
    """Lines that tell one case: what goes in, what should come out and what does."""
    lines = {
        "image": address(*input_size).tolist(),
        "kernel": size_text(kernel_size),
        "should be": _windows(input_size, kernel_size).tolist(),
        "yours": f"your function {rows}" if isinstance(rows, str) else rows.tolist(),
    }
    return "\n".join(
        ["The smallest case that shows it:", *(f"{k:9} {v}" for k, v in lines.items())]
    )
