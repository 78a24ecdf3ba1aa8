"""Sums of pixels times weights, as float64 would round them, in the smallest numbers that can tell.

NumPy adds 16-bit integers twice as fast as float32, and float32 twice as fast as float64.
"""

from typing import NamedTuple

import numpy as np

from .engine import (
    NO_PADDING,
    Setting,
    correlate,
    outer_factors,
    suits_two_passes,
    sum_in_turn,
    takes_few_steps,
)

MOST_HALVINGS = 8  # weights that are whole 256ths become whole numbers


class Sums(NamedTuple):
    """How the pixels of a photo are summed.

    Attributes
    ----------
    kernel : ndarray, shape (kH, kW)
        As it was given.
    weights : ndarray, shape (kH, kW)
        The kernel times 2**halvings, in the dtype to sum in.
    halvings : int
        Of the sums, when they are taken. 0 unless the weights are integers.
    error_bound : float
        By how much a sum may be off; 0 if it is exact, or is not to be rounded.
    limits : (number, number) or None
        What the photo's dtype can hold; None if no sum lies beyond.
    is_rounded : bool
        Whether the sums become integers.
    in_turn : bool
        Whether to sum tap by tap.
    """

    kernel: np.ndarray
    weights: np.ndarray
    halvings: int = 0
    error_bound: float = 0
    limits: tuple | None = None
    is_rounded: bool = True
    in_turn: bool = False


@np.errstate(over="ignore")  # Weights may be the largest that floats can hold.
def plan_sums(dtype: np.dtype, kernel: np.ndarray) -> Sums:
    """Choose how to sum pixels of a dtype, weighed by a kernel.

    Examples
    --------
    >>> sums = plan_sums(np.dtype(np.uint8), np.array([[0.25, 0.5, 0.25]]))
    >>> sums.weights, sums.halvings, sums.limits
    (array([[1, 2, 1]], dtype=int16), 2, None)
    """
    if dtype.kind == "f":
        return Sums(kernel, kernel.astype(np.result_type(dtype, np.float32)), is_rounded=False)
    kernel = kernel.astype(float)
    info = np.iinfo(dtype)
    value = float(max(info.max, -info.min))
    weights, halvings, error_bound = (
        _whole_weights(kernel, value) or _short_weights(kernel, value) or (kernel, 0, 0.0)
    )
    limits = integer_limits(dtype, weights.dtype)
    if weights.itemsize == 8:
        return Sums(kernel, weights, limits=limits)
    return Sums(
        kernel,
        weights,
        halvings,
        error_bound,
        limits=None if _stay_within(limits, kernel) else limits,
        in_turn=takes_few_steps(weights),
    )


def _whole_weights(kernel: np.ndarray, value: float) -> tuple[np.ndarray, int, float] | None:
    """Return a kernel of whole 256ths as integers, if they hold all sums and are cheap to sum.

    ``value`` is the largest that a pixel may have.
    """
    largest = np.abs(kernel).sum() * value
    if largest >= 2**31 or (kernel * 2.0**MOST_HALVINGS % 1).any():
        return None
    halvings = 0
    while (kernel * 2.0**halvings % 1).any():
        halvings += 1
    for dtype in (np.int16, np.int32):
        # To round, up to half a unit is added, and a unit is 2**halvings.
        if (largest + 1) * 2**halvings <= np.iinfo(dtype).max:
            weights = (kernel * 2**halvings).astype(dtype)
            return (weights, halvings, 0.0) if takes_few_steps(weights) else None
    return None


def _short_weights(kernel: np.ndarray, value: float) -> tuple[np.ndarray, int, float] | None:
    """Return a kernel in float32 and a bound on the errors of its sums, if that is small.

    Sums of whole 256ths below 2¹⁶ fit the 24 bits of float32. Others are off by at most one
    rounding, 2⁻²⁴ of Σ|weight · value|, for each product and addition, and by what the weights
    themselves are off.
    """
    total = np.abs(kernel).sum()
    if total * value >= 2**16:
        return None
    weights = kernel.astype(np.float32)
    if not (kernel * 256.0 % 1).any():
        return weights, 0, 0.0
    factors = outer_factors(weights)
    used = weights if factors is None else np.outer(factors[0].astype(float), factors[1])
    in_turn = factors is not None and (takes_few_steps(weights) or suits_two_passes(weights))
    roundings = 2 + (sum(kernel.shape) if in_turn else kernel.size)
    error_bound = (roundings * 2.0**-24 * total + np.abs(used - kernel).sum()) * value
    return (weights, 0, error_bound) if error_bound < 2**-9 else None


def integer_limits(dtype: np.dtype, working: np.dtype) -> tuple[np.ndarray, np.ndarray]:
    """Return the least and the greatest value of an integer dtype that its sums can tell."""
    info = np.iinfo(dtype)
    least, top = np.array(info.min, working), np.array(info.max, working)
    if int(top) > info.max:  # the nearest float may lie beyond what a 64-bit integer can hold
        top = np.nextafter(top, top.dtype.type(0))
    return least, top


def _stay_within(limits: tuple[np.ndarray, np.ndarray], kernel: np.ndarray) -> bool:
    """Return whether no sum is rounded to less than the least or more than the greatest value."""
    least, top = map(float, limits)
    plus, minus = np.maximum(kernel, 0).sum(), np.minimum(kernel, 0).sum()
    lowest, highest = plus * least + minus * top, plus * top + minus * least
    return least - 0.25 <= lowest and highest <= top + 0.25  # the sums' own errors are smaller


def filter_rows(padded: np.ndarray, sums: Sums, channels: int) -> np.ndarray:
    """Filter some rows of a photo in which a pixel's colours lie side by side, alpha among them.

    Parameters
    ----------
    padded : ndarray of the dtype of ``sums.weights``, shape (rows + kH - 1, (cols + kW - 1) * C)
    sums : Sums
    channels : int
        C, the colours of a pixel.

    Returns
    -------
    ndarray, shape (rows, cols * C)
        In whatever dtype, with values that the photo's dtype holds.
    """
    if sums.in_turn:
        filtered = sum_in_turn(sums.weights, padded, (1, channels))
    else:
        filtered = _correlate(padded, sums.weights, channels)
    if not sums.is_rounded:
        return filtered
    if sums.halvings:
        _halve(filtered, sums.halvings)
    elif filtered.dtype.kind == "f":
        filtered = _rounded(filtered, padded, sums, channels)
    if sums.limits:
        np.clip(filtered, *sums.limits, out=filtered)
    return filtered


def _correlate(padded: np.ndarray, weights: np.ndarray, channels: int) -> np.ndarray:
    """Let the engine slide weights over padded rows."""
    # The next cell of the same colour is `channels` columns away: that is a dilation.
    height, width = weights.shape
    size = len(padded) - height + 1, padded.shape[1] - (width - 1) * channels
    setting = Setting((1, 1), NO_PADDING, (1, channels), 1, "zeros", size)
    return correlate(padded[None, None], weights[None, None], setting, weights.dtype)[0, 0]


def _halve(sums: np.ndarray, times: int) -> None:
    """Halve integers some times, in place; what is then left half a unit goes to the even one.

    Examples
    --------
    >>> sums = np.array([-6, -2, 2, 3, 6])
    >>> _halve(sums, 2)
    >>> sums
    array([-2,  0,  0,  1,  2])
    """
    more = sums >> times
    more &= 1  # An odd number and a half goes up, an even number and a half goes down.
    more += 2 ** (times - 1) - 1
    sums += more
    sums >>= times


def _rounded(filtered: np.ndarray, padded: np.ndarray, sums: Sums, channels: int) -> np.ndarray:
    """Round; what float32 left too near to a half to tell which way is summed in float64."""
    rounded = np.rint(filtered)
    if not sums.error_bound:
        return rounded
    far = 0.5 - sums.error_bound
    distance = np.abs(np.subtract(filtered, rounded, out=filtered), out=filtered)
    cols = np.flatnonzero(distance.max(axis=0) > far)  # few, and the rest is not looked through
    rows, among = np.nonzero(distance[:, cols] > far)
    if len(rows) > filtered.size // 50:
        return np.rint(_correlate(padded.astype(float), sums.kernel.astype(float), channels))
    row, cell = padded.strides
    shape, strides = filtered.shape + sums.kernel.shape, (row, cell, row, channels * cell)
    windows = np.ndarray(shape, padded.dtype, padded, strides=strides)[rows, cols[among]]
    exact = windows.reshape(-1, sums.kernel.size).astype(float) @ sums.kernel.astype(float).ravel()
    rounded[rows, cols[among]] = np.rint(exact)
    return rounded
