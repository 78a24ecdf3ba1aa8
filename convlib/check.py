"""Checks for the exercises: right, or which misunderstanding the answer shows.

A check prints one or two sentences, returns None and never raises, so that a lesson with nothing
filled in still runs to its end. Write a new one as a function that returns what is to be said, and
put ``@_speaks`` above it.
"""

import warnings
from functools import wraps

import numpy as np

from .filters import gaussian_kernel

__all__ = ["check_blur_kernel", "check_gaussian_split", "check_to_pixels"]


def _speaks(judge):
    """Print the sentence that `judge` returns, whatever the answer is."""

    @wraps(judge)
    def check(answer):
        if answer is None or answer is Ellipsis:
            print("Not yet: put your answer in place of None and run this cell again.")
            return
        try:
            with warnings.catch_warnings(action="ignore"):
                sentence = judge(answer)
        except Exception as error:  # the answer is a learner's: anything may be wrong with it
            sentence = f"Not yet: your answer stopped with {type(error).__name__}: {error}"
        print(sentence)

    return check


@_speaks
def check_blur_kernel(answer):
    """Lesson 07: the kernel that gives the mean of 5×5 pixels.

    Parameters
    ----------
    answer : array_like, shape (5, 5)

    Examples
    --------
    >>> check_blur_kernel(np.ones((5, 5)))
    Not yet: all weights are equal, as in a mean, but they sum to 25, so every flat area becomes
    25 times as bright. Divide by the number of weights.
    """
    kernel = np.asarray(answer, float)
    total = kernel.sum()
    if kernel.shape != (5, 5):
        return f"Not yet: your kernel has shape {kernel.shape}; 5 rows of 5 weights are (5, 5)."
    if not kernel.any():
        return (
            "Not yet: every weight is 0, so the photo turns black. (1 // 25 is 0; 1 / 25 is not.)"
        )
    if np.allclose(kernel, 1 / 25):
        return "Right: 25 equal weights that sum to 1. Flat areas keep their brightness."
    if np.allclose(kernel, total / 25):
        return (
            f"Not yet: all weights are equal, as in a mean, but they sum to {total:.4g}, so every "
            f"flat area becomes {total:.4g} times as bright. Divide by the number of weights."
        )
    if np.count_nonzero(kernel) == 1:
        return "Not yet: only one weight is not 0, so nothing is mixed: one pixel is copied."
    if np.isclose(total, 1):
        return (
            "Not yet: the weights sum to 1 and blur, but a plain mean counts all 25 pixels alike."
        )
    return f"Not yet: a mean has 25 equal weights that sum to 1; yours sum to {total:.4g}."


@_speaks
def check_to_pixels(answer):
    """Lesson 07: the function that turns sums into pixels of 0 to 255 without wrapping around.

    Parameters
    ----------
    answer : callable
        Takes an array of sums, returns uint8 pixels.

    Examples
    --------
    >>> check_to_pixels(lambda sums: np.clip(sums, 0, 255).astype(np.uint8))
    Not yet: 99.6 came out as 99 instead of 100. The fraction was cut off: round with np.rint first.
    """
    sums = np.array([400, -60, 255, 99.6, 254.9999, 0])
    pixels = np.asarray(answer(sums.copy()))
    if pixels.shape != sums.shape:
        return (
            f"Not yet: {sums.size} sums went in, {pixels.size} pixels came out. Is return missing?"
        )
    for total, got in zip(sums.tolist(), pixels.tolist(), strict=True):
        wanted = round(min(max(total, 0), 255))
        if got != wanted:
            reason = _why_wrong(total, got, pixels.dtype)
            return f"Not yet: {total:.7g} came out as {got:.7g} instead of {wanted}. {reason}"
    if pixels.dtype != np.uint8:
        return f"Not yet: the values are right, but their dtype is {pixels.dtype}: make it uint8."
    return "Right: round, clip to 0 and 255, and only then convert."


def _why_wrong(total, got, dtype):
    """Which mistake makes this pixel out of this sum."""
    if dtype == np.uint8 and not 0 <= total < 256 and got == int(total) % 256:
        return f"It wrapped around ({got} is {total:.7g} modulo 256): clip before you convert."
    if 0 <= total <= 255 and got == int(total):
        return "The fraction was cut off: round with np.rint first."
    if 0 <= total <= 255:
        return "A sum that fits must stay as it is: clip the others, do not rescale."
    return "Clip what lies outside: below 0 becomes 0, above 255 becomes 255."


@_speaks
def check_gaussian_split(answer):
    """Lesson 07: the five weights w for which np.outer(w, w) is gaussian_kernel(5, 1).

    Parameters
    ----------
    answer : array_like, shape (5,)

    Examples
    --------
    >>> check_gaussian_split(gaussian_kernel(5, 1)[2])
    Not yet: the proportions are right, but your weights sum to 0.4026 and those of np.outer(w, w)
    to 0.1621 instead of 1. Divide w by its sum.
    """
    kernel = gaussian_kernel(5, 1)
    w = np.asarray(answer, float)
    if w.size != 5:
        return f"Not yet: w has shape {w.shape}; five weights are wanted, one for each column."
    w, total = w.ravel(), w.sum()
    if np.allclose(np.outer(w, w), kernel):
        return "Right: a column of 5 and a row of 5 do the work of 25 weights."
    if np.allclose(w, kernel.sum(axis=0) * total):
        return (
            f"Not yet: the proportions are right, but your weights sum to {total:.4g} and those of "
            f"np.outer(w, w) to {total**2:.4g} instead of 1. Divide w by its sum."
        )
    if np.allclose(w, kernel.diagonal()):
        return "Not yet: on its diagonal np.outer(w, w) holds w squared. Take the square root."
    gap = np.abs(np.outer(w, w) - kernel).max()
    return f"Not yet: np.outer(w, w) misses the kernel by up to {gap:.3g}. Try the column sums."
