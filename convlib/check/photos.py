"""Checks of filtered photos, and of kernels that are meant for them."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from ..arguments import as_real_kernel
from ..filters import gaussian_kernel
from ..photos import as_photo
from ..scene import ROUNDING
from .answers import Unusable, as_numbers
from .mistaken_photos import PhotoTask, mistaken_photos
from .verdict import Verdict, judged, right, wrong

LETTERS, STROKE = 20, 20  # of the word that lesson 07 hides: levels, and pixels


def check_filtered_image(
    answer: Any, photo: ArrayLike, kernel: ArrayLike, *, padding_mode: str = "zeros"
) -> Verdict:
    """A photo filtered into pixels: rounded, clipped, as large as before.

    Parameters
    ----------
    answer : array_like, shape of `photo`
        Whole numbers from 0 to 255 in any dtype, where `photo` is uint8. A sum that ends in .5 may
        be rounded either way: np.rint goes to the even neighbour, many people go up.
    photo : array_like, shape (H, W) or (H, W, channels)
    kernel : array_like, shape (kH, kW)
    padding_mode : {"zeros", "reflect", "replicate", "circular"}, optional

    Returns
    -------
    Verdict

    Examples
    --------
    >>> photo, kernel = np.array([[0, 0, 200, 200]], np.uint8), [[-1, 3, -1]]
    >>> check_filtered_image(np.clip([[0, -200, 400, 400]], 0, 255), photo, kernel)
    Right: all 4 pixels agree.
    >>> check_filtered_image([[0, -200 % 256, 400 % 256, 400 % 256]], photo, kernel)
    Not yet: sums wrapped around: 256 became 0. Clip to 0 and 255 before you convert. The sum -200
    came out as 56 instead of 0.
    """
    task = PhotoTask(as_photo(photo), as_real_kernel(kernel), padding_mode)
    _ = task.truth  # raises here where the photo, the kernel or the mode is none
    return judged(_judge_photo, answer, task)


def _judge_photo(answer, task):
    answer, truth = as_numbers(answer), task.truth
    if answer.shape == truth.shape and _right_pixels(answer, task).all():
        return right(f"all {truth.size} pixels agree.")
    mistaken = mistaken_photos(task)
    name = next((name for name, pixels in mistaken if task.shows(answer, pixels)), None)
    if answer.shape != truth.shape:
        return wrong(f"your photo has shape {answer.shape}, and {truth.shape} is wanted.", name)
    place = tuple(np.argwhere(~_right_pixels(answer, task))[0].tolist())
    return wrong(
        f"The sum {task.sums[place]:.7g} came out as {answer[place]:.7g} instead of "
        f"{truth[place]:g}.",
        name,
    )


def _right_pixels(answer, task):
    """Where pixels are right: a float photo's but for rounding, others to the nearest whole number.

    Of a sum that ends in .5 both neighbours are the nearest.
    """
    if task.photo.dtype.kind == "f":
        return np.abs(answer - task.truth) <= task.rounding
    limits = np.iinfo(task.photo.dtype)
    wanted = np.clip(task.sums, limits.min, limits.max)
    return (answer == np.rint(answer)) & (np.abs(answer - wanted) <= 0.5 + task.rounding)


def check_blur_kernel(answer: Any) -> Verdict:
    """A kernel that reads letters under a chessboard of single pixels, of any size.

    It leaves flat areas as they are, and of the chessboard, which is 100 levels up and down, less
    than the 20 levels of the letters. Their strokes are 20 pixels wide.

    Parameters
    ----------
    answer : array_like, shape (kH, kW)

    Returns
    -------
    Verdict

    Examples
    --------
    >>> check_blur_kernel(np.ones((5, 5)))
    Not yet: the weights do not sum to 1. They sum to 25: flat areas become that many times as
    bright. Divide by it.
    >>> check_blur_kernel(np.ones((5, 5)) / 25)
    Right: flat areas stay, and 4 of 100 levels of the chessboard are left.
    """
    return judged(_judge_blur, answer)


def _judge_blur(answer):
    kernel = as_numbers(answer)
    if kernel.ndim != 2:
        return wrong(f"your kernel has shape {kernel.shape}; 5 rows of 5 weights are (5, 5).")
    if not kernel.any():
        return wrong(misconception="integer division")
    if not _same_weights(kernel.sum(), np.ones(1)):
        return wrong(_brightness(kernel.sum()), "weights do not sum to 1")
    if np.count_nonzero(kernel) == 1:
        return wrong(misconception="one pixel copied")
    if max(kernel.shape) > STROKE:
        return wrong(
            f"the letters' strokes are {STROKE} pixels wide: so large a kernel blurs them."
        )
    colours = (-1) ** np.indices(kernel.shape).sum(axis=0)
    left = round(100 * abs(np.sum(kernel * colours)), 2)
    if left >= LETTERS:
        return wrong(
            f"{left:g} of 100 levels are left, and the letters have {LETTERS}.", "chessboard kept"
        )
    return right(f"flat areas stay, and {left:g} of 100 levels of the chessboard are left.")


def _brightness(total):
    if abs(total) < ROUNDING:
        return "They sum to 0, so flat areas turn black."
    return f"They sum to {total:.4g}: flat areas become that many times as bright. Divide by it."


def check_gaussian_split(answer: Any) -> Verdict:
    """The five weights w for which np.outer(w, w) is gaussian_kernel(5, 1).

    Parameters
    ----------
    answer : array_like, shape (5,)

    Returns
    -------
    Verdict

    Examples
    --------
    >>> check_gaussian_split(gaussian_kernel(5, 1)[2])
    Not yet: the weights do not sum to 1. The proportions are right, but those of np.outer(w, w)
    sum to 0.1621: divide w by its sum.
    """
    return judged(_judge_split, answer, gaussian_kernel(5, 1))


def _judge_split(answer, kernel):
    w = as_numbers(answer)
    if w.size != 5:
        raise Unusable(f"an array of shape {w.shape}: five weights are wanted, one for each column")
    w, total = w.ravel(), w.sum()
    if _same_weights(np.outer(w, w), kernel):
        return right("a column of 5 and a row of 5 do the work of 25 weights.")
    if _same_weights(w, kernel.sum(axis=0) * total):
        return wrong(
            f"The proportions are right, but those of np.outer(w, w) sum to {total**2:.4g}: divide "
            "w by its sum.",
            "weights do not sum to 1",
        )
    if _same_weights(w, kernel.diagonal()):
        return wrong(misconception="square root left out")
    gap = np.abs(np.outer(w, w) - kernel).max()
    return wrong(f"np.outer(w, w) misses the kernel by up to {gap:.3g}. Try the column sums.")


def _same_weights(given, wanted):
    """Whether weights are the same but for rounding, measured by the largest of them.

    That is the measure of `Scene.tolerance`: a sum that these weights make differs by no more.
    """
    return bool(np.all(np.abs(given - wanted) <= ROUNDING * np.abs(wanted).max()))
