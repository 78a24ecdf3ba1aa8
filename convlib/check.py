"""Checks for the exercises: right, or which misunderstanding the answer shows.

A check prints one or two sentences, returns None and never raises, so that a lesson with nothing
filled in still runs to its end. Write a new one as a function that returns what is to be said, and
put ``@_speaks`` above it.
"""

import warnings
from functools import wraps

import numpy as np

from .conv import conv2d
from .filters import gaussian_kernel
from .geometry import ConvGeometry

__all__ = [
    "check_blur_kernel",
    "check_cell",
    "check_feature_map",
    "check_gaussian_split",
    "check_size",
    "check_to_pixels",
]


def _speaks(judge):
    """Print the sentence that `judge` returns, whatever the answer is."""

    @wraps(judge)
    def check(answer, *task, **setting):
        if answer is None or answer is Ellipsis:
            print("Not yet: put your answer in place of None and run this cell again.")
            return
        try:
            with warnings.catch_warnings(action="ignore"):
                sentence = judge(answer, *task, **setting)
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


@_speaks
def check_cell(answer, image, kernel, position, **setting):
    """Lesson 00: one cell of a feature map, worked out by hand.

    Parameters
    ----------
    answer : number
    image, kernel : array_like, shape (H, W) and (kH, kW)
    position : (int, int)
        Row and column in the feature map.
    **setting
        stride, padding and dilation, as for `conv2d`.

    Examples
    --------
    >>> check_cell(3, [[1, 2, 3]], [[0, 2]], (0, 0))
    Not yet: that is the sum of the image cells in the window. Multiply each by its weight first.
    """
    answer, position = float(answer), tuple(position)
    truth = conv2d(image, kernel, **setting)[position]
    if np.isclose(answer, truth):
        return f"Right: {truth} it is."
    ones = np.ones_like(kernel)
    if np.isclose(answer, conv2d(image, ones, **setting)[position]):
        return (
            "Not yet: that is the sum of the image cells in the window. "
            "Multiply each by its weight first."
        )
    for words, feature_map in _mistaken_maps(image, kernel, setting):
        if _cell(feature_map, position) == answer:
            return f"Not yet: {words}"
    if _cell(conv2d(image, kernel, **setting), position[::-1]) == answer:
        return f"Not yet: that is cell {position[::-1]}; the row comes first, then the column."
    products = _products(image, kernel, position, setting)
    if answer - truth in -products[products != 0]:
        return f"Not yet: one product is missing; {truth - answer:g} would have to be added."
    return f"Not yet: {answer:g} is not the sum. Write all {products.size} products down first."


def _cell(feature_map, position):
    inside = all(p < size for p, size in zip(position, feature_map.shape, strict=True))
    return feature_map[position] if inside else None


def _products(image, kernel, position, setting):
    """The terms of one sum: what each weight alone adds to it."""
    kernel = np.asarray(kernel)
    alone = np.eye(kernel.size, dtype=kernel.dtype).reshape(kernel.size, *kernel.shape) * kernel
    return np.array([conv2d(image, weight, **setting)[position] for weight in alone])


@_speaks
def check_feature_map(answer, image, kernel, **setting):
    """Lesson 06: a whole feature map.

    Parameters
    ----------
    answer : array_like, shape (oH, oW)
    image, kernel : array_like, shape (H, W) and (kH, kW)
    **setting
        stride, padding and dilation, as for `conv2d`.

    Examples
    --------
    >>> check_feature_map([[2, 1]], [[1, 2, 3]], [[0, 1]])
    Not yet: cell (0, 1) should be 3 and is 1; 1 of 2 cells is right.
    >>> check_feature_map([[2]], [[1, 2, 3]], [[0, 1]], stride=2)
    Right: every cell agrees.
    """
    answer = np.asarray(answer)
    truth = conv2d(image, kernel, **setting)
    if _agree(answer, truth):
        return "Right: every cell agrees."
    # A learner who counts the positions right and steps wrong has the corner of a larger map.
    corner = tuple(map(slice, truth.shape))
    for words, feature_map in _mistaken_maps(image, kernel, setting):
        if _agree(answer, feature_map) or _agree(answer, feature_map[corner]):
            return f"Not yet: {words}"
    if answer.shape != truth.shape:
        return f"Not yet: your map has shape {answer.shape}, and {truth.shape} is wanted."
    right = np.isclose(answer, truth)
    first = tuple(np.argwhere(~right)[0].tolist())
    return (
        f"Not yet: cell {first} should be {truth[first]} and is {answer[first]}; "
        f"{np.count_nonzero(right)} of {right.size} cells {'is' if right.sum() == 1 else 'are'} "
        "right."
    )


def _agree(answer, feature_map):
    return answer.shape == feature_map.shape and np.allclose(answer, feature_map)


def _mistaken_maps(image, kernel, setting):
    """Pairs of a sentence and the feature map that this misunderstanding gives."""
    plain = {"stride": (1, 1), "padding": (0, 0), "dilation": (1, 1)} | setting
    swapped = {name: np.broadcast_to(plain[name], 2)[::-1] for name in ("stride", "dilation")}
    mistakes = {
        "your kernel is flipped, as in signal processing; here it stays as it is.": {
            "flip_kernel": True
        },
        "rows and columns are swapped. The order is always (rows, columns).": swapped,
        "the stride was left out: the kernel moves on by 1.": {"stride": 1},
        "the dilation was left out: the taps stand side by side.": {"dilation": 1},
        "the dilation was counted from 0; here 1 means no gap.": {
            "dilation": np.add(plain["dilation"], 1)
        },
        "the padding was left out.": {"padding": 0},
    }
    for words, changed in mistakes.items():
        try:
            yield words, conv2d(image, kernel, **plain | changed)
        except ValueError:  # this mistake leaves the kernel no room: nobody can have made it
            continue


@_speaks
def check_size(answer, input_size, kernel_size, stride=(1, 1), padding=(0, 0), dilation=(1, 1)):
    """Lessons 00 and 06: the rows and columns of a feature map.

    Parameters
    ----------
    answer : (number, number)
        Rows, columns.
    input_size, kernel_size, stride, padding, dilation : (int, int)
        As for `ConvGeometry`; padding is alike on both sides.

    Examples
    --------
    >>> check_size((4, 6), (7, 9), (3, 3))
    Not yet: the rows miss the + 1. The kernel makes that many steps, and stands once before them.
    """
    answer = tuple(map(float, answer))
    geometry = ConvGeometry(input_size, kernel_size, stride, padding, dilation)
    wanted = geometry.output_size
    if answer == wanted:
        return f"Right: {wanted[0]} rows and {wanted[1]} columns."
    if len(answer) != 2:
        return f"Not yet: give two numbers, rows and columns; there were {len(answer)}."
    if answer == wanted[::-1]:
        return "Not yet: rows and columns are swapped. The order is always (rows, columns)."
    axis = 0 if answer[0] != wanted[0] else 1
    return f"Not yet: the {('rows', 'columns')[axis]} {_why_size(answer[axis], geometry, axis)}"


def _why_size(answer, geometry, axis):
    """Which misunderstanding of the formula gives this size along one axis."""
    i, k, s = (pair[axis] for pair in (geometry.input_size, geometry.kernel_size, geometry.stride))
    p, span = geometry.padding[axis][0], geometry.effective_kernel_size[axis]
    room = i + 2 * p - span
    mistakes = {
        "miss the + 1. The kernel makes that many steps, and stands once before them.": room // s,
        "are not whole: a part of a step is no step, so round down (the floor, ⌊ ⌋).": room / s + 1,
        "come from k instead of k̂: gaps make the kernel span more.": (i + 2 * p - k) // s + 1,
        "come from a dilation counted from 0; here 1 means no gap.": (room - k + 1) // s + 1,
        "count the padding once; it is added on both sides.": (room - p) // s + 1,
        "come from s + 1: a stride of s moves on by s cells.": room // (s + 1) + 1,
        "leave the stride out: divide by it before you add 1.": room + 1,
        "are those of the image: the kernel must fit in whole.": i,
    }
    for words, size in mistakes.items():
        if answer == size:
            return words
    return f"are not {answer:g}. The span is {span}: how far can its first cell move, in steps?"
