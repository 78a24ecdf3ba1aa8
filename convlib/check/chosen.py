"""Checks of open questions: the learner chooses weights or sizes; any right ones will do."""

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from ..arguments import PairLike, as_pair, as_size
from ..geometry import ConvGeometry
from ..words import size_text
from .answers import Unusable, as_table
from .given import as_real, as_real_plane
from .questions import near
from .sizes import judge_output_size
from .verdict import Verdict, judged, right, wrong


def check_chosen_weights(answer: Any, window: ArrayLike, total: float) -> Verdict:
    """Weights that give a sum on a window of an image.

    Parameters
    ----------
    answer : array_like, shape of `window`
    window : array_like, shape (kH, kW)
        The image cells that the weights lie on.
    total : number
        The sum that is wanted.

    Returns
    -------
    Verdict

    Examples
    --------
    >>> check_chosen_weights([[0, 10]], [[2, 3]], 20)
    Not yet: your weights give 30; 20 is wanted.
    >>> check_chosen_weights([[1, 6]], [[2, 3]], 20)
    Right: your weights give 20.
    """
    cells = as_real_plane(window, "window")
    return judged(_judge_weights, answer, cells, as_real(total, "total"))


def _judge_weights(answer, window, total):
    weights = _as_weights(answer, window.shape)
    given = np.sum(weights * window)
    if near(total, given):
        return right(f"your weights give {total:g}.")
    return wrong(f"your weights give {given:.7g}; {total:g} is wanted.")


def check_symmetric_kernel(answer: Any, kernel_size: PairLike = 3, different: int = 4) -> Verdict:
    """A kernel that half a turn leaves as it is: to flip it changes no feature map.

    Parameters
    ----------
    answer : array_like, shape (kH, kW)
    kernel_size : int or (int, int), optional
        Rows, columns.
    different : int, optional
        How many different weights it has, at least.

    Returns
    -------
    Verdict

    Examples
    --------
    >>> check_symmetric_kernel([[1, 2, 3], [4, 5, 4], [3, 2, 1]])
    Right: turned by 180° it is the same kernel, so no image can tell the two apart.
    >>> check_symmetric_kernel([[1, 2, 3], [4, 5, 6], [7, 8, 9]])
    Not yet: turned by 180° it is another kernel: weight (0, 0) is 1, and half a turn brings
    9 there.
    """
    size = as_pair(kernel_size, "kernel_size", 1)
    return judged(_judge_symmetry, answer, size, as_size(different, "different", 1))


def _judge_symmetry(answer, kernel_size, different):
    kernel = _as_weights(answer, kernel_size)
    turned = kernel[::-1, ::-1]
    other = np.argwhere(~near(kernel, turned))
    if len(other):
        place = tuple(other[0].tolist())
        return wrong(
            f"turned by 180° it is another kernel: weight {place} is {kernel[place]:.7g}, and half "
            f"a turn brings {turned[place]:.7g} there."
        )
    count = len(np.unique(kernel))
    if count < different:
        given = "all weights are alike" if count == 1 else f"only {count} weights are different"
        return wrong(f"half a turn leaves it as it is, but {given}; {different} are wanted.")
    return right("turned by 180° it is the same kernel, so no image can tell the two apart.")


def check_chosen_sizes(
    output_size: PairLike,
    image_size: PairLike,
    kernel_size: PairLike,
    stride: PairLike | None = None,
) -> Verdict:
    """An image and a kernel, or a stride as well, that give a feature map of some size.

    Parameters
    ----------
    output_size : (int, int)
        Rows, columns of the feature map that is wanted.
    image_size, kernel_size : int or (int, int)
        The learner's own: what cannot be is told, not raised. Without a stride the kernel must not
        have as many rows as columns.
    stride : int or (int, int), optional
        The learner's own, larger than 1 on both axes.

    Returns
    -------
    Verdict

    Examples
    --------
    >>> check_chosen_sizes((3, 7), (4, 11), (2, 5))
    Right: 3 rows and 7 columns.
    >>> check_chosen_sizes((3, 7), (3, 7), (1, 1))
    Not yet: right so far, but let the kernel have more rows than columns, or fewer.
    >>> check_chosen_sizes((4, 7), (9, 21), (3, 3), (2, 3))
    Right: 4 rows and 7 columns, without a leftover.
    """
    wanted = as_pair(output_size, "output_size", 1)
    return judged(_judge_sizes, (image_size, kernel_size), stride, wanted)


def _judge_sizes(answer, stride, wanted):
    image_size, kernel_size = answer
    try:
        image_size = as_pair(image_size, "image_size", 1)
        geometry = ConvGeometry(image_size, kernel_size, 1 if stride is None else stride)
    except (TypeError, ValueError) as error:
        return wrong(f"{error}.")
    verdict = judge_output_size(wanted, geometry)
    if not verdict.ok:
        given, asked = size_text(geometry.output_size), size_text(wanted)
        return replace(verdict, detail=f"Your sizes give {given} cells; {asked} are wanted.")
    if stride is not None:
        return _judge_stride(verdict, geometry)
    if geometry.kernel_size[0] == geometry.kernel_size[1]:
        return wrong("right so far, but let the kernel have more rows than columns, or fewer.")
    return verdict


def _judge_stride(verdict, geometry):
    if min(geometry.stride) == 1:
        return wrong("right so far, but let the stride be larger than 1 on both axes.")
    left = "with" if any(geometry.leftover) else "without"
    return right(f"{verdict.detail.removesuffix('.')}, {left} a leftover.")


def _as_weights(answer, shape):
    """Return a learner's weights as floats, if there are as many as there should be."""
    weights = as_table(answer).astype(float)
    if weights.shape != shape:
        given, asked = size_text(weights.shape), size_text(shape)
        raise Unusable(f"{given} weights: give {asked}")
    return weights
