"""Checks of sums: one cell of a feature map, a whole one, a padded image."""

import numpy as np

from ..arguments import PADDING_MODES
from ..conv import add_padding
from .answers import Unusable, as_numbers, as_table, brief
from .mistaken_axes import parameters_in_use, unmet_mistakes
from .mistaken_maps import Task, map_mistakes
from .verdict import judged, right, wrong

__all__ = ["check_cell", "check_feature_map", "check_padding_mode", "named_mistakes"]

# What NumPy's np.pad and others call the modes.
OTHER_NAMES = {"constant": "zeros", "zero": "zeros", "edge": "replicate", "wrap": "circular"}


@judged
def check_cell(answer, image, kernel, position, **setting):
    """One cell of a feature map, worked out by hand.

    Parameters
    ----------
    answer : number
    image, kernel : array_like, shape (H, W) and (kH, kW)
    position : (int, int)
        Row and column in the feature map.
    **setting
        stride, padding, dilation, padding_mode and flip_kernel, as for `conv2d`.

    Returns
    -------
    Verdict

    Examples
    --------
    >>> check_cell(3, [[1, 2, 3]], [[0, 2]], (0, 0))
    Not yet: that is the sum of the image cells in the window. Multiply each by its weight first.
    """
    number = as_numbers(answer)
    if number.size != 1:
        raise Unusable(f"{number.size} numbers: one is wanted, the sum")
    number, position = number.item(), tuple(position)
    task = Task.of(image, kernel, **setting)
    close = task.tolerance[position]
    if abs(number - task.feature_map[position]) <= close:
        return right(f"{task.feature_map[position]} it is.")
    for name, feature_map in named_mistakes(task, loops=False):
        there = _cell(feature_map, position)
        if there is not None and abs(number - there) <= close:
            return wrong(misconception=name)
    if _cell(task.feature_map, position[::-1]) == number:
        return wrong(f"That is cell {position[::-1]}.", "rows and columns swapped")
    return _miscounted(number, task, position)


def _cell(feature_map, position):
    inside = all(p < size for p, size in zip(position, feature_map.shape, strict=True))
    return feature_map[position] if inside else None


def _miscounted(number, task, position):
    """Say whether one product is missing, or nothing that is known."""
    rows, cols = task.geometry.window(position)
    (top, _), (left, _) = task.geometry.padding
    padded = add_padding(task.image, task.geometry.padding, padding_mode=task.padding_mode)
    products = padded[np.ix_(np.add(rows, top), np.add(cols, left))] * task.weights
    missing = task.feature_map[position] - number
    if missing in products[products != 0]:
        return wrong(f"{missing:g} would have to be added.", "product missing")
    return wrong(f"{number:g} is not the sum. Write all {products.size} products down first.")


@judged
def check_feature_map(answer, image, kernel, **setting):
    """A whole feature map.

    Parameters
    ----------
    answer : array_like, shape (oH, oW)
    image, kernel : array_like, shape (H, W) and (kH, kW)
    **setting
        stride, padding, dilation, padding_mode and flip_kernel, as for `conv2d`.

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
    try:
        answer, task = as_table(answer), Task.of(image, kernel, **setting)
    except Unusable as error:
        raise Unusable(f"{error}: give rows of numbers, such as [[1, 2], [3, 4]]") from None
    if task.agrees(answer):
        return right("every cell agrees.")
    # A learner who counts the positions right and steps wrong has the corner of a larger map.
    corner = tuple(map(slice, task.feature_map.shape))
    for name, feature_map in named_mistakes(task):
        if task.agrees(answer, feature_map) or task.agrees(answer, feature_map[corner]):
            return wrong(misconception=name)
    return wrong(difference(answer, task))


def difference(answer, task):
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


def named_mistakes(task, *, loops=True):
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


@judged
def check_padding_mode(answer, image, padded):
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
    if not isinstance(answer, str):
        raise Unusable(f"{brief(answer)}: give the name of a mode, in quotes")
    mode = answer.strip().lower()
    mode = OTHER_NAMES.get(mode, mode)
    if mode not in PADDING_MODES:
        raise Unusable(f"{brief(answer)}: the modes are {', '.join(PADDING_MODES)}")
    image, padded = np.asarray(image), np.asarray(padded)
    padding = tuple(
        (size - inner) // 2 for size, inner in zip(padded.shape, image.shape, strict=True)
    )
    own = add_padding(image, padding, padding_mode=mode)
    if np.array_equal(own, padded):
        return right(f'it is "{mode}".')
    row = np.argwhere((own != padded).any(axis=1))[0].item()
    given, shown = (" ".join(map(str, table[row].tolist())) for table in (own, padded))
    place = "top row" if row == 0 else f"row {row} from the top"
    return wrong(f'"{mode}" would make the {place} {given}; here it is {shown}.', "padding mode")
