"""What each misunderstanding makes of a whole feature map, worked out for the very task at hand.

Mistakes along the axes come from `misconceptions`; the others lay the kernel down wrongly, lose a
part of the sum, or write it to the wrong place. The likelier come first.
"""

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


def _masked_map(rows, cols, truth):
    return _masked(truth, rows, cols)


# How the kernel is laid down: pairs of a misconception and the weights it makes of the right ones.
_KERNEL_MISTAKES = (
    ("flipped along one axis", lambda weights: weights[:, ::-1]),
    ("flipped along one axis", lambda weights: weights[::-1]),
    ("weights ignored", np.ones_like),
    ("signs ignored", np.abs),
)
_TURNS = (
    ("transposed kernel", np.transpose),
    ("quarter turn", np.rot90),
    ("quarter turn", lambda kernel: np.rot90(kernel, -1)),
    ("transposed kernel", lambda kernel: kernel[::-1, ::-1].T),
)
_LOOP_KERNEL_MISTAKES = (
    ("taps left out", lambda weights: _all_in_one(weights)),
    ("sizes fixed", lambda weights: _cropped(weights, (2, 2))),
    ("last product only", lambda weights: _masked(weights, slice(-1, None), slice(-1, None))),
    ("last tap missing", lambda weights: _masked(weights, slice(-1), slice(-1))),
    ("last tap missing", lambda weights: _masked(weights, slice(-1), slice(None))),
    ("last tap missing", lambda weights: _masked(weights, slice(None), slice(-1))),
)
# What becomes of the right result.
_RESULT_MISTAKES = (
    *(
        ("position missing", partial(_masked_map, rows, cols))
        for rows, cols in (
            (slice(-1), slice(None)),
            (slice(None), slice(-1)),
            (slice(-1), slice(-1)),
            (slice(1, None), slice(None)),
            (slice(None), slice(1, None)),
            (slice(1, None), slice(1, None)),
        )
    ),
    ("one position only", lambda truth: truth[:1, :1]),
    ("position left out", lambda truth: np.full_like(truth, truth[0, 0])),
    ("running total", lambda truth: np.cumsum(truth).reshape(truth.shape)),
    ("running total", lambda truth: np.cumsum(truth, axis=1)),
    ("returned too early", lambda truth: _masked(truth, slice(1), slice(1))),
    ("returned too early", lambda truth: _masked(truth, slice(1), slice(None))),
    ("rows and columns swapped", lambda truth: truth.T),
    ("map flipped", lambda truth: truth[::-1, ::-1]),
    ("fractions cut off", np.trunc),
    ("fractions cut off", np.floor),
)


@cache
def map_mistakes(*, loops=True, flip_kernel=False):
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
    by_hand = [
        (
            "kernel not flipped" if flip_kernel else "flipped kernel",
            partial(_laid, lambda weights: weights[::-1, ::-1]),
        ),
        *((name, partial(_laid, mistake)) for name, mistake in _KERNEL_MISTAKES[:2]),
        *((name, partial(_along, change)) for name, change in CHANGES),
        *(("padding mode", partial(_with_mode, mode)) for mode in PADDING_MODES),
        ("transposed kernel", partial(_turned, np.transpose, False)),
        *((name, partial(_laid, mistake)) for name, mistake in _KERNEL_MISTAKES[2:]),
    ]
    if not loops:
        return by_hand
    return [
        ("nothing added up", lambda task: np.zeros_like(task.feature_map)),
        *by_hand,
        *((name, partial(_of_result, mistake)) for name, mistake in _RESULT_MISTAKES),
        *((name, partial(_laid, mistake)) for name, mistake in _LOOP_KERNEL_MISTAKES),
        *((name, partial(_turned, turn, kept)) for name, turn in _TURNS for kept in (False, True)),
        ("mean instead of sum", lambda task: task.feature_map / task.kernel.size),
        ("matrix product", _matrix_product),
        ("taps side by side", _whole_span),
        ("stride in the result's place", _apart),
        ("result in the kernel's place", _at_the_weights),
        ("sizes fixed", partial(_of_fixed_size, (2, 3))),
        *(
            ("square assumed", partial(_square, taken_from, fields))
            for taken_from in (0, 1)
            for fields in (("input", "kernel"), ("input",), ("kernel",))
        ),
    ]


def _with_mode(mode, task):
    return Task(task.image, task.kernel, task.geometry, mode, task.flip_kernel).feature_map


def _laid(mistake, task):
    return task.slide(task.geometry.axes, mistake(task.weights))


def _along(change, task):
    return task.slide(change(task.geometry.axes), task.weights)


def _of_result(mistake, task):
    return mistake(task.feature_map)


def _turned(turn, keep_sizes, task):
    """Let rows of the kernel become columns; its size follows, or the loops stay as they are."""
    rows, cols = task.geometry.axes
    weights = turn(task.kernel)
    change = Axis._replace if keep_sizes else but
    axes = change(rows, kernel=cols.kernel), change(cols, kernel=rows.kernel)
    return task.slide(axes, weights)


def _masked(table, rows, cols):
    """Return a copy with zeros everywhere but in some rows and columns."""
    masked = np.zeros_like(table)
    masked[rows, cols] = table[rows, cols]
    return masked


def _all_in_one(weights):
    """All weights on the window's first cell."""
    summed = np.zeros_like(weights)
    summed[0, 0] = weights.sum()
    return summed


def _cropped(weights, size):
    """The first rows and columns of the weights alone, if there are so many."""
    if any(k < n for k, n in zip(weights.shape, size, strict=True)):
        raise Beyond
    return _masked(weights, slice(size[0]), slice(size[1]))


def _of_fixed_size(size, task):
    """As many positions as an example had, whatever the image."""
    axes = (a._replace(output=n) for a, n in zip(task.geometry.axes, size, strict=True))
    return task.slide(tuple(axes), task.weights)


def _at_the_weights(task):
    """Add the product of weight (i, j) to cell (i, j) of the feature map, at every position."""
    feature_map = np.zeros_like(task.feature_map)
    if any(k > o for k, o in zip(task.weights.shape, feature_map.shape, strict=True)):
        raise Beyond
    for i, j in np.ndindex(task.weights.shape):
        alone = np.zeros_like(task.weights)
        alone[i, j] = task.weights[i, j]
        feature_map[i, j] = task.slide(task.geometry.axes, alone).sum()
    return feature_map


def _matrix_product(task):
    """np.sum(window @ kernel): each column of the window meets the sum of a row of weights."""
    rows, cols = task.kernel.shape
    if rows != cols:
        raise Beyond
    return task.slide(task.geometry.axes, np.tile(task.weights.sum(axis=1), (rows, 1)))


def _whole_span(task):
    """Cut the whole span out as the window: it fits the weights only where there is no gap."""
    if any(axis.span > axis.kernel for axis in task.geometry.axes):
        raise Beyond
    return task.feature_map


def _apart(task):
    """Write each result to where its window begins, among zeros."""
    size = [axis.room + 1 for axis in task.geometry.axes]
    feature_map = np.zeros(size, task.feature_map.dtype)
    feature_map[:: task.geometry.stride[0], :: task.geometry.stride[1]] = task.feature_map
    return feature_map


def _square(taken_from, fields, task):
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
