"""Checks of sums: one cell of a feature map, a whole one, a padded image."""

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from ..arguments import (
    NUMPY_MODES,
    PADDING_MODES,
    PaddingLike,
    PairLike,
    Position,
    as_plane,
    as_position,
)
from ..conv import add_padding
from .answers import Unusable, as_numbers, as_table, brief
from .given import as_real_plane
from .mistaken_axes import parameters_in_use, unmet_mistakes
from .mistaken_loops import map_mistakes
from .task import Task
from .verdict import Verdict, judged, right, wrong

# What NumPy and others call the modes.
OTHER_NAMES = {"zero": "zeros"} | {theirs: ours for ours, theirs in NUMPY_MODES.items()}


def check_cell(
    answer: Any,
    image: ArrayLike,
    kernel: ArrayLike,
    position: Position,
    *,
    stride: PairLike = 1,
    padding: PaddingLike = 0,
    dilation: PairLike = 1,
    padding_mode: str = "zeros",
    flip_kernel: bool = False,
) -> Verdict:
    """One cell of a feature map, worked out by hand.

    Parameters
    ----------
    answer : number
    image, kernel : array_like, shape (H, W) and (kH, kW)
    position : (int, int)
        Row and column in the feature map.
    stride, padding, dilation, padding_mode, flip_kernel : optional
        As in `conv2d`.

    Returns
    -------
    Verdict

    Examples
    --------
    >>> check_cell(3, [[1, 2, 3]], [[0, 2]], (0, 0))
    Not yet. Perhaps: that is the sum of the image cells in the window. Multiply each by its
    weight first.
    """
    task = Task.of(
        as_real_plane(image, "image"),
        as_real_plane(kernel, "kernel"),
        stride=stride,
        padding=padding,
        dilation=dilation,
        padding_mode=padding_mode,
        flip_kernel=flip_kernel,
    )
    position = as_position(position, task.geometry.output_size, "position", "feature map")
    return judged(_judge_cell, answer, task, position)


def _judge_cell(answer, task, position):
    numbers = as_numbers(answer)
    if numbers.size != 1:
        raise Unusable(f"{numbers.size} numbers: one is wanted, the sum")
    number, truth, close = numbers.item(), task.feature_map[position], task.tolerance[position]
    if abs(number - truth) <= close:
        return right(f"{truth} it is.")
    for name, feature_map in named_mistakes(task, loops=False):
        there = _cell(feature_map, position)
        if there is not None and abs(number - there) <= close:
            return wrong(misconception=name, certain=False)  # one number tells little
    if _cell(task.feature_map, position[::-1]) == number:
        swapped = "rows and columns swapped"
        return wrong(f"That is cell {position[::-1]}.", swapped, certain=False)
    return _miscounted(number, task, position)


def _cell(feature_map, position):
    inside = all(p < size for p, size in zip(position, feature_map.shape, strict=True))
    return feature_map[position] if inside else None


def _miscounted(number, task, position):
    """Say whether one product is missing, or nothing that is known."""
    products = task.products(position)
    missing = task.feature_map[position] - number
    if missing in products[products != 0]:
        return wrong(f"Are there {products.size} in your sum?", "product missing", certain=False)
    return wrong(f"{number:g} is not the sum. Write all {products.size} products down first.")


def check_feature_map(
    answer: Any,
    image: ArrayLike,
    kernel: ArrayLike,
    *,
    stride: PairLike = 1,
    padding: PaddingLike = 0,
    dilation: PairLike = 1,
    padding_mode: str = "zeros",
    flip_kernel: bool = False,
) -> Verdict:
    """A whole feature map.

    Parameters
    ----------
    answer : array_like, shape (oH, oW)
    image, kernel : array_like, shape (H, W) and (kH, kW)
    stride, padding, dilation, padding_mode, flip_kernel : optional
        As in `conv2d`.

    Returns
    -------
    Verdict

    Examples
    --------
    >>> check_feature_map([[2, 1]], [[1, 2, 3]], [[0, 1]])
    Not yet: cell (0, 1) should be 3 and is 1; 1 of 2 cells is right.
    >>> check_feature_map([[2]], [[1, 2, 3]], [[0, 1]], stride=2)
    Right: every cell agrees.
    """
    task = Task.of(
        as_real_plane(image, "image"),
        as_real_plane(kernel, "kernel"),
        stride=stride,
        padding=padding,
        dilation=dilation,
        padding_mode=padding_mode,
        flip_kernel=flip_kernel,
    )
    return judged(_judge_feature_map, answer, task)


def _judge_feature_map(answer, task):
    try:
        answer = as_table(answer)
    except Unusable as error:
        raise Unusable(f"{error}: give rows of numbers, such as [[1, 2], [3, 4]]") from None
    if task.agrees(answer):
        return right("every cell agrees.")
    # A learner who counts the positions right and steps wrong has the corner of a larger map.
    corner = tuple(map(slice, task.feature_map.shape))
    for name, feature_map in named_mistakes(task):
        shown = feature_map if feature_map.shape == answer.shape else feature_map[corner]
        if task.agrees(answer, shown):
            return wrong(misconception=name)
    return wrong(_difference(answer, task))


def _difference(answer, task):
    """Where an answer differs from the truth, in a sentence."""
    if answer.shape != task.feature_map.shape:
        return f"your map has shape {answer.shape}, and {task.feature_map.shape} is wanted."
    right_cells = np.abs(answer.astype(float) - task.feature_map) <= task.tolerance
    row, col = np.argwhere(~right_cells)[0].tolist()
    count = np.count_nonzero(right_cells)
    return (
        f"cell ({row}, {col}) should be {task.feature_map[row, col]} and is {answer[row, col]}; "
        f"{count} of {answer.size} cells {'is' if count == 1 else 'are'} right."
    )


def named_mistakes(task: Task, *, loops: bool = True) -> Iterator[tuple[str, np.ndarray]]:
    """Yield (misconception, feature map) of all that somebody can have made of a task."""
    unmet = unmet_mistakes(parameters_in_use(task.geometry))
    for name, mistake in map_mistakes(loops=loops, flip_kernel=task.flip_kernel):
        if name in unmet:
            continue
        try:
            feature_map = mistake(task)
        except (ValueError, IndexError):  # nobody gets a feature map that way
            continue
        yield name, feature_map


def check_padding_mode(answer: Any, image: ArrayLike, padded: ArrayLike) -> Verdict:
    """Say which padding mode made a padded image.

    Parameters
    ----------
    answer : str
        One of "zeros", "reflect", "replicate", "circular", or NumPy's name for it.
    image, padded : array_like, shape (H, W) and (H + 2·rows, W + 2·columns)

    Returns
    -------
    Verdict

    Examples
    --------
    >>> check_padding_mode("replicate", [[1, 2, 3]], [[2, 1, 2, 3, 2]])
    Not yet: that is another padding mode. "replicate" would make the top row 1 1 2 3 3;
    here it is 2 1 2 3 2.
    """
    image, padded = as_plane(image, "image"), as_plane(padded, "padded")
    rows, cols = (
        (size - inner) // 2 for size, inner in zip(padded.shape, image.shape, strict=True)
    )
    padding = ((rows, rows), (cols, cols))
    grown = tuple(2 * n + size for n, size in zip((rows, cols), image.shape, strict=True))
    if padded.shape != grown or min(rows, cols) < 0:
        raise ValueError(
            f"padded has shape {padded.shape} and image {image.shape}: pad both sides alike"
        )
    return judged(_judge_padding_mode, answer, image, padded, padding)


def _judge_padding_mode(answer, image, padded, padding):
    mode = _as_mode(answer)
    try:
        own = add_padding(image, padding, padding_mode=mode)
    except ValueError:
        return wrong(f'"{mode}" cannot fill so much padding.', "padding mode")
    if np.array_equal(own, padded):
        return right(f'it is "{mode}".')
    row = np.argwhere((own != padded).any(axis=1))[0].item()
    given, shown = (" ".join(map(str, table[row].tolist())) for table in (own, padded))
    place = "top row" if row == 0 else f"row {row} from the top"
    return wrong(f'"{mode}" would make the {place} {given}; here it is {shown}.', "padding mode")


def _as_mode(answer):
    """Return the padding mode that an answer names, in our words or in NumPy's."""
    if not isinstance(answer, str):
        raise Unusable(f"{brief(answer)}: give the name of a mode, in quotes")
    mode = answer.strip().lower()
    mode = OTHER_NAMES.get(mode, mode)
    if mode not in PADDING_MODES:
        raise Unusable(f"{brief(answer)}: the modes are {', '.join(PADDING_MODES)}")
    return mode
