"""What each misunderstanding makes of a whole feature map, worked out for the very task at hand.

Mistakes along the axes come from `mistaken_axes`; the others lay the kernel down wrongly, lose a
part of the sum, or write it to the wrong place. The likelier come first.
"""

from collections.abc import Callable
from functools import cache, partial

import numpy as np

from ..arguments import PADDING_MODES
from ..axis import Axis
from ..conv import conv2d
from ..scene import Scene
from .mistaken_axes import CHANGES, but


class Beyond(IndexError):
    """A mistaken window that leaves the padded image: code with it mostly stops with an error.

    Attributes
    ----------
    size : (int, int)
        Rows and columns of the mistaken feature map.
    inner : ndarray
        The part of it whose windows do not leave the image.
    """

    def __init__(self, size=(0, 0), inner=None):
        super().__init__(f"a feature map of size {size} needs cells beyond the image")
        self.size, self.inner = size, inner


class NoRoom(ValueError):
    """A mistaken size of nothing or less: code that makes it returns an empty map, or stops."""


class Task(Scene):
    """What a feature map is asked of: a scene that knows which answers agree with it."""

    def agrees(self, answer, feature_map=None):
        """Whether an answer is the truth, or another map, but for rounding."""
        wanted = self.feature_map if feature_map is None else feature_map
        if answer.shape != wanted.shape:
            return False
        close = self.tolerance if wanted.shape == self.feature_map.shape else self.tolerance.max()
        # As floats: the least int64 has no absolute value.
        return bool(np.all(np.abs(answer.astype(float) - wanted) <= close))

    def slide(self, axes, weights, image=None):
        """Feature map of some weights along axes that may be mistaken.

        Raises
        ------
        Beyond
            If a window leaves the padded image.
        NoRoom
            If not one window has room.
        ValueError
            If a size is not whole, or the padding mode cannot fill the padding.
        """
        rows, cols = axes
        if any(axis.room < 0 or axis.output <= 0 for axis in axes):
            raise NoRoom
        feature_map = conv2d(
            self.image if image is None else image,
            weights,
            stride=(rows.stride, cols.stride),
            padding=((rows.before, rows.after), (cols.before, cols.after)),
            dilation=(rows.dilation, cols.dilation),
            padding_mode=self.padding_mode,
        )
        sizes = [axis.output for axis in axes]
        if any(size != int(size) for size in sizes):
            raise ValueError(f"no feature map has size {sizes}")
        if any(size > room for size, room in zip(sizes, feature_map.shape, strict=True)):
            raise Beyond(tuple(sizes), feature_map)
        return feature_map[: int(rows.output), : int(cols.output)]


# What becomes of the weights, or of the right feature map


def keep_part(rows, cols, table):
    """Return a copy with zeros everywhere but in some rows and columns."""
    part = np.zeros_like(table)
    part[rows, cols] = table[rows, cols]
    return part


def sum_on_first(weights):
    """Return weights of which the first has the sum of all, and the others are 0."""
    return keep_part(slice(1), slice(1), np.full_like(weights, weights.sum()))


def first_weights(size, weights):
    """Return the first rows and columns of the weights alone, if there are so many."""
    if any(k < n for k, n in zip(weights.shape, size, strict=True)):
        raise Beyond
    return keep_part(slice(size[0]), slice(size[1]), weights)


ALL, FIRST, LAST = slice(None), slice(1), slice(-1, None)
BUT_FIRST, BUT_LAST = slice(1, None), slice(-1)
# Pairs of a misconception and what it makes of the right weights.
HALF_TURN = partial(np.rot90, k=2)
FLIPS = (("flipped along one axis", np.fliplr), ("flipped along one axis", np.flipud))
LOST_WEIGHTS = (("weights ignored", np.ones_like), ("signs ignored", np.abs))
LOST_TAPS = (
    ("taps left out", sum_on_first),
    ("sizes fixed", partial(first_weights, (2, 2))),
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
# Pairs of a misconception and what it makes of the right feature map.
RESULTS = (
    *(
        ("position missing", partial(keep_part, rows, cols))
        for rows, cols in (
            (BUT_LAST, ALL),
            (ALL, BUT_LAST),
            (BUT_LAST, BUT_LAST),
            (BUT_FIRST, ALL),
            (ALL, BUT_FIRST),
            (BUT_FIRST, BUT_FIRST),
        )
    ),
    ("one position only", lambda truth: truth[:1, :1]),
    ("position left out", lambda truth: np.full_like(truth, truth[0, 0])),
    ("running total", lambda truth: np.cumsum(truth).reshape(truth.shape)),
    ("running total", lambda truth: np.cumsum(truth, axis=1)),
    ("returned too early", partial(keep_part, FIRST, FIRST)),
    ("returned too early", partial(keep_part, FIRST, ALL)),
    ("rows and columns swapped", np.transpose),
    ("map flipped", HALF_TURN),
    ("fractions cut off", np.trunc),
    ("fractions cut off", np.floor),
)


# What becomes of the whole task


def map_in_mode(mode, task):
    """Pad in another mode."""
    return Task(task.image, task.kernel, task.geometry, mode, task.flip_kernel).feature_map


def map_of_weights(mistake, task):
    """Lay the kernel down wrongly: the mistake makes other weights of the right ones."""
    return task.slide(task.geometry.axes, mistake(task.weights))


def map_along_axes(change, task):
    """Go along axes that a mistake has changed."""
    return task.slide(change(task.geometry.axes), task.weights)


def map_of_truth(mistake, task):
    """Make something else of the right feature map."""
    return mistake(task.feature_map)


def map_of_turned_kernel(turn, keep_sizes, task):
    """Let rows of the kernel become columns; its size follows, or the loops stay as they are."""
    rows, cols = task.geometry.axes
    weights = turn(task.kernel)
    change = Axis._replace if keep_sizes else but
    axes = change(rows, kernel=cols.kernel), change(cols, kernel=rows.kernel)
    return task.slide(axes, weights)


def map_of_fixed_size(size, task):
    """As many positions as an example had, whatever the image."""
    axes = (a._replace(output=n) for a, n in zip(task.geometry.axes, size, strict=True))
    return task.slide(tuple(axes), task.weights)


def results_at_the_weights(task):
    """Add the product of weight (i, j) to cell (i, j) of the feature map, at every position."""
    feature_map = np.zeros_like(task.feature_map)
    if any(k > o for k, o in zip(task.weights.shape, feature_map.shape, strict=True)):
        raise Beyond
    for i, j in np.ndindex(task.weights.shape):
        alone = np.zeros_like(task.weights)
        alone[i, j] = task.weights[i, j]
        feature_map[i, j] = task.slide(task.geometry.axes, alone).sum()
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
    size = [axis.room + 1 for axis in task.geometry.axes]
    feature_map = np.zeros(size, task.feature_map.dtype)
    feature_map[:: task.geometry.stride[0], :: task.geometry.stride[1]] = task.feature_map
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
    return task.slide(axes, weights)


# All of them


@cache
def map_mistakes(
    *, loops: bool = True, flip_kernel: bool = False
) -> list[tuple[str, Callable[[Task], np.ndarray]]]:
    """List what somebody may do instead of a convolution.

    Parameters
    ----------
    loops : bool, optional
        Also the mistakes that only code makes; False leaves those of a sum worked out by hand.
    flip_kernel : bool, optional
        Whether the task is to flip: then to turn the kernel once more is not to flip it.

    Returns
    -------
    list of (str, callable)
        Misconception, and a function of a `Task` that gives the feature map, raises `Beyond`
        or `NoRoom` where code would stop, or another ValueError where nobody can have made this
        mistake.
    """
    turned = "kernel not flipped" if flip_kernel else "flipped kernel"
    by_hand = [
        *_each(map_of_weights, [(turned, HALF_TURN), *FLIPS]),
        *_each(map_along_axes, CHANGES),
        *_each(map_in_mode, [("padding mode", mode) for mode in PADDING_MODES]),
        ("transposed kernel", partial(map_of_turned_kernel, np.transpose, False)),
        *_each(map_of_weights, LOST_WEIGHTS),
    ]
    if not loops:
        return by_hand
    nothing = ("nothing added up", partial(map_of_truth, np.zeros_like))
    return [nothing, *by_hand, *_each(map_of_truth, RESULTS), *_mistakes_of_loops()]


def _mistakes_of_loops():
    return [
        *_each(map_of_weights, LOST_TAPS),
        *(
            (name, partial(map_of_turned_kernel, turn, keeps_sizes))
            for name, turn in TURNS
            for keeps_sizes in (False, True)
        ),
        ("mean instead of sum", lambda task: task.feature_map / task.kernel.size),
        ("matrix product", map_by_matrix_product),
        ("taps side by side", map_of_whole_span),
        ("stride in the result's place", results_spread_apart),
        ("result in the kernel's place", results_at_the_weights),
        ("sizes fixed", partial(map_of_fixed_size, (2, 3))),
        *(
            ("square assumed", partial(map_of_square, taken_from, fields))
            for taken_from in (0, 1)
            for fields in (("input", "kernel"), ("input",), ("kernel",))
        ),
    ]


def _each(make, mistakes):
    """List (misconception, function of a task) for a table of mistakes of one kind."""
    return [(name, partial(make, mistake)) for name, mistake in mistakes]
