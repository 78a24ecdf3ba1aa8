"""One tap after another, at all positions at once: for photos and kernels of few or equal weights.

What a tap meets at all positions is the image, shifted. So a convolution is a sum of shifted
images, each times its weight, and images that share a weight are multiplied once: 5 steps sharpen,
in place of 17. A kernel that is a column times a row takes the steps of both: 7 in place of 17 for
a Gaussian of 3×3. NumPy takes a step through 16-bit integers in half the time of float32, and BLAS
does not know integers at all.

This is no path of `conv2d`, to which it would bring little: `apply_filter_to_image` calls it.
"""

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from ..axis import kernel_span
from .separable import outer_factors

# Steps beyond which BLAS is as fast; found by timing photos.
FLOAT_STEPS = 14
INTEGER_STEPS = 28
ADD = {1: np.add, -1: np.subtract}


class Turn(NamedTuple):
    """A kernel that is applied by itself, or before another.

    Attributes
    ----------
    size : (int, int)
    terms : list of (weight, list of (row, col, sign))
        Each weight once, 1 and -1 last; and where it stands, or with a sign of -1 its opposite.
    """

    size: tuple
    terms: list

    def steps(self):
        """Count how often whole images are multiplied or added."""
        return sum(len(taps) + (abs(weight) != 1) for weight, taps in self.terms) - 1


def takes_few_steps(kernel):
    """Return whether a kernel of floats or integers is cheaper tap by tap than by the paths.

    Examples
    --------
    >>> sharpen = np.array([[0, -1, 0], [-1, 5, -1], [0, -1, 0]])
    >>> takes_few_steps(sharpen), takes_few_steps(np.arange(49.0).reshape(7, 7) ** 2)
    (True, False)
    """
    most = INTEGER_STEPS if kernel.dtype.kind == "i" else min(FLOAT_STEPS, kernel.size)
    # No column times a row with more weights takes so few steps: it is not worth looking closer.
    if not 0 < np.count_nonzero(kernel) <= (most // 2 + 1) ** 2:
        return False
    return sum(turn.steps() for turn in in_turn(kernel)) <= most


def sum_in_turn(kernel, cells, dilation):
    """Slide a kernel of floats or integers over a padded plane of the same dtype, tap by tap.

    Parameters
    ----------
    kernel : ndarray, shape (kH, kW)
        Not all of it 0. What a weight of 0 meets is not looked at, and be it NaN.
    cells : ndarray, shape (H, W)
        Its dtype has to hold every sum of weights times cells.
    dilation : (int, int)

    Returns
    -------
    ndarray, shape (oH, oW)

    Examples
    --------
    >>> sum_in_turn(np.array([[1, -2, 1]]), np.array([[0, 0, 5, 0, 1]]), dilation=(1, 1))
    array([[  5, -10,   6]])
    """
    for turn in in_turn(kernel):
        cells = add_shifted(turn, cells, dilation)
    return cells


def in_turn(kernel):
    """Return the kernels to apply one after the other: the kernel, or its column and its row.

    Parameters
    ----------
    kernel : ndarray of floats or integers, shape (kH, kW)

    Returns
    -------
    tuple of Turn

    Examples
    --------
    >>> for turn in in_turn(np.array([[1, 0, -1], [2, 0, -2], [1, 0, -1]])):
    ...     print(turn, turn.steps())
    Turn(size=(3, 1), terms=[(2, [(1, 0, 1)]), (1, [(0, 0, 1), (2, 0, 1)])]) 3
    Turn(size=(1, 3), terms=[(1, [(0, 0, 1), (0, 2, -1)])]) 1
    """
    # Cached, because apply_filter_to_image asks once for each band of rows.
    return _cached_turns(kernel.tobytes(), kernel.dtype.char, kernel.shape)


@lru_cache(maxsize=16)
def _cached_turns(cells, dtype, shape):
    """Find the turns of a kernel that is given as bytes, which a cache can take as its key."""
    kernel = np.frombuffer(cells, dtype).reshape(shape)
    ways = [(kernel,)]
    factors = outer_factors(kernel if kernel.dtype.kind == "f" else kernel.astype(float))
    if factors:
        column, row = (weights.astype(dtype) for weights in factors)
        if kernel.dtype.kind == "f" or np.array_equal(np.outer(column, row), kernel):
            ways.append((column[:, None], row[None]))
    turns = [tuple(Turn(weights.shape, terms(weights)) for weights in way) for way in ways]
    return min(turns, key=lambda way: sum(turn.steps() for turn in way))


def terms(weights):
    """List the weights of a kernel as a `Turn` does.

    Examples
    --------
    >>> terms(np.array([[-1, 5, -1]]))
    [(5, [(0, 1, 1)]), (-1, [(0, 0, 1), (0, 2, 1)])]
    """
    places = {}
    for row, col in np.argwhere(weights).tolist():
        weight = weights[row, col].item()
        places.setdefault(abs(weight), []).append((row, col, 1 if weight > 0 else -1))
    found = []
    for weight, taps in places.items():
        lead = max(sign for _, _, sign in taps)  # The first tap is one that only has to be added.
        taps = [(row, col, sign * lead) for row, col, sign in taps]
        found.append((lead * weight, sorted(taps, key=lambda tap: -tap[2])))
    return sorted(found, key=lambda term: abs(term[0]) == 1)


def add_shifted(turn, cells, dilation):
    """Add up what each tap meets, times its weight; a view of the cells if that is a 1 alone."""
    spans = map(kernel_span, turn.size, dilation)
    height, width = (size - span + 1 for size, span in zip(cells.shape, spans, strict=True))
    total = None
    for weight, taps in turn.terms:
        met = [
            (sign, cells[dilation[0] * row :, dilation[1] * col :][:height, :width])
            for row, col, sign in taps
        ]
        if total is None:
            total = add_up(met, weight)
            continue
        sign = 1 if weight > 0 else -1
        # Without a product of its own, what a tap meets goes straight to the total.
        parts = met if abs(weight) == 1 else [(1, add_up(met, abs(weight)))]
        for own_sign, part in parts:
            ADD[sign * own_sign](total, part, out=total)
    return total


def add_up(met, weight):
    """Add up what some taps meet, and multiply the sum by their weight."""
    (_, total), *others = met
    out = None
    for sign, part in others:
        total = out = ADD[sign](total, part, out=out)
    return total if weight == 1 else np.multiply(total, weight, out=out)
