"""What mistakes that only code makes give for a task, and the list of all mistakes.

Code loses a part of the sum, takes sizes for fixed or square, and writes a result elsewhere.
"""

from functools import cache, partial

import numpy as np

from .mistaken_axes import CODE_CHANGES, but
from .mistaken_maps import (
    HALF_TURN,
    Mistake,
    each,
    map_along_axes,
    map_of_turned_kernel,
    map_of_weights,
    mistakes_by_hand,
)
from .mistaken_results import (
    ALL,
    BUT_LAST,
    DTYPE_MISTAKES,
    FIRST,
    LAST,
    RESULT_MISTAKES,
    keep_part,
    map_of_truth,
)
from .task import Beyond, NoRoom, Task


@cache
def map_mistakes(*, loops: bool = True, flip_kernel: bool = False) -> list[Mistake]:
    """List what somebody may do instead of a convolution, the likelier first.

    Parameters
    ----------
    loops : bool, optional
        Also the mistakes that only code makes; False leaves those of a sum worked out by hand.
    flip_kernel : bool, optional
        Whether the task is to flip: then to turn the kernel once more is not to flip it.
    """
    if not loops:
        return mistakes_by_hand(flip_kernel)
    return [
        ("nothing added up", partial(map_of_truth, np.zeros_like)),
        *mistakes_by_hand(flip_kernel),
        *RESULT_MISTAKES,
        *each(map_of_weights, LOST_TAPS),
        *_turned_kernels(),
        *each(map_along_axes, CODE_CHANGES),
        *_squares(),
        *TASKS,
        *DTYPE_MISTAKES,
    ]


def _turned_kernels():
    return [
        (name, partial(map_of_turned_kernel, turn, keeps_sizes))
        for name, turn in TURNS
        for keeps_sizes in (False, True)
    ]


def _squares():
    return [
        ("square assumed", partial(map_of_square, taken_from, fields))
        for taken_from in (0, 1)
        for fields in (("input", "kernel"), ("input",), ("kernel",))
    ]


# What becomes of the weights


def sum_on_first(weights):
    """Return weights of which the first has the sum of all, and the others are 0."""
    return keep_part(FIRST, FIRST, np.full_like(weights, weights.sum()))


def first_weights(size, weights):
    """Return the first rows and columns of the weights alone, if there are so many."""
    if any(k < n for k, n in zip(weights.shape, size, strict=True)):
        raise Beyond
    return keep_part(slice(size[0]), slice(size[1]), weights)


# Pairs of a misconception and what it makes of the right weights.
LOST_TAPS = (
    ("taps left out", sum_on_first),
    ("sizes fixed", partial(first_weights, (2, 2))),
    ("sizes fixed", partial(first_weights, (3, 3))),
    ("last product only", partial(keep_part, LAST, LAST)),
    ("last tap missing", partial(keep_part, BUT_LAST, BUT_LAST)),
    ("last tap missing", partial(keep_part, BUT_LAST, ALL)),
    ("last tap missing", partial(keep_part, ALL, BUT_LAST)),
)
# Pairs of a misconception and what it makes of the kernel as it is given.
TURNS = (
    ("transposed kernel", np.transpose),
    ("quarter turn", np.rot90),
    ("quarter turn", partial(np.rot90, k=-1)),
    ("transposed kernel", lambda kernel: HALF_TURN(kernel).T),
)


# What becomes of the places


def map_of_fixed_size(size, task):
    """As many positions as an example had, whatever the image."""
    axes = (a._replace(output=n) for a, n in zip(task.geometry.axes, size, strict=True))
    return task.slide(tuple(axes), task.weights)


def map_of_first_weights(sides, task):
    """Loop over so many rows and columns of the kernel, whatever it has, and size the map so."""
    axes = resized(task.geometry.axes, sides)
    if any(axis.output <= 0 for axis in axes):
        raise NoRoom
    return task.slide(axes, first_weights(sides, task.weights)[: sides[0], : sides[1]])


def map_of_cut_windows(sides_of, task):
    """Cut out windows of wrong sides; NumPy stretches one row or column over several."""
    sides = sides_of(task.weights.shape)
    axes, weights = resized(task.geometry.axes, sides), task.weights
    if any(axis.output <= 0 for axis in axes):
        raise NoRoom
    for axis, (side, k) in enumerate(zip(sides, weights.shape, strict=True)):
        if k == 1:
            weights = weights.repeat(side, axis)
        elif side == 1:
            weights = weights.sum(axis, keepdims=True)
        elif side != k:
            raise Beyond
    return task.slide(axes, weights)


def resized(axes, sides):
    """Return axes on which the kernel has other sides, with the sizes that follow."""
    rows, cols = (but(axis, kernel=side) for axis, side in zip(axes, sides, strict=True))
    return rows, cols


def results_at_the_weights(task):
    """Add the product of weight (i, j) to cell (i, j) of the feature map, at every position."""
    feature_map = np.zeros_like(task.feature_map)
    if any(k > o for k, o in zip(task.weights.shape, feature_map.shape, strict=True)):
        raise Beyond
    for tap in np.ndindex(task.weights.shape):
        feature_map[tap] = task.products_of(tap).sum()
    return feature_map


def map_by_matrix_product(task):
    """np.sum(window @ kernel): each column of the window meets the sum of a row of weights."""
    rows, cols = task.kernel.shape
    if rows != cols:
        raise Beyond
    return task.slide(task.geometry.axes, np.tile(task.weights.sum(axis=1), (rows, 1)))


def map_of_whole_span(task):
    """Cut the whole span out as the window: it fits the weights only where there is no gap."""
    if any(axis.span > axis.kernel for axis in task.geometry.axes):
        raise Beyond
    return task.feature_map


def results_spread_apart(task):
    """Write each result to where its window begins, among zeros."""
    rows, cols = task.geometry.axes
    feature_map = np.zeros((rows.room + 1, cols.room + 1), task.feature_map.dtype)
    feature_map[:: rows.stride, :: cols.stride] = task.feature_map
    return feature_map


def results_in_steps(windows_follow, task):
    """Visit only each s-th position: for r in range(0, rows, s)."""
    axes = tuple(task.geometry.axes)
    if not windows_follow:
        axes = tuple(axis._replace(stride=1) for axis in axes)
    visited = tuple(slice(None, None, axis.stride) for axis in task.geometry.axes)
    return keep_part(*visited, task.slide(axes, task.weights))


def results_stepped_beyond(task):
    """Count the positions by where their windows begin, in a map that has one cell for each."""
    if any((axis.output - 1) * axis.stride >= axis.output for axis in task.geometry.axes):
        raise Beyond
    return task.feature_map


def results_in_an_image(offset_of, task):
    """Write the results into a map as large as the image, whose other cells stay 0."""
    feature_map = np.zeros(task.image.shape, task.feature_map.dtype)
    top, left = (offset_of(axis) for axis in task.geometry.axes)
    rows, cols = task.feature_map.shape
    if top + rows > feature_map.shape[0] or left + cols > feature_map.shape[1]:
        raise Beyond
    feature_map[top : top + rows, left : left + cols] = task.feature_map
    return feature_map


def map_of_square(taken_from, fields, task):
    """Count rows or columns by those of the other axis, for the image, the kernel or both."""
    axes = list(task.geometry.axes)
    source, other = axes[taken_from], 1 - taken_from
    taps = source.kernel if "kernel" in fields else axes[other].kernel
    size = source.input if "input" in fields else axes[other].input
    output = but(axes[other], input=size, kernel=taps).output
    if output <= 0:
        raise NoRoom
    if taps > axes[other].kernel:
        raise Beyond
    axes[other] = axes[other]._replace(kernel=taps, output=output)
    weights = task.weights[:, :taps] if other else task.weights[:taps]
    return task.slide(tuple(axes), weights)


# Pairs of a misconception and what it makes of a task.
TASKS: tuple[Mistake, ...] = (
    ("mean instead of sum", lambda task: task.feature_map / task.kernel.size),
    (
        "signs ignored",
        lambda task: Task(abs(task.image), abs(task.kernel), task.geometry).feature_map,
    ),
    ("matrix product", map_by_matrix_product),
    ("taps side by side", map_of_whole_span),
    ("stride in the result's place", results_spread_apart),
    ("position stepped by the stride", partial(results_in_steps, False)),
    ("position stepped by the stride", partial(results_in_steps, True)),
    ("position stepped by the stride", results_stepped_beyond),
    ("result in the kernel's place", results_at_the_weights),
    ("border left 0", partial(results_in_an_image, lambda axis: 0)),
    ("border left 0", partial(results_in_an_image, lambda axis: axis.kernel // 2)),
    ("border left 0", partial(results_in_an_image, lambda axis: (axis.kernel - 1) // 2)),
    ("sizes fixed", partial(map_of_fixed_size, (2, 3))),
    *(("sizes fixed", partial(map_of_first_weights, (n, n))) for n in (2, 3)),
    *(("sizes fixed", partial(map_of_cut_windows, lambda _, n=n: (n, n))) for n in (2, 3)),
    *(
        ("square assumed", partial(map_of_cut_windows, lambda shape, a=a: (shape[a],) * 2))
        for a in (0, 1)
    ),
)
