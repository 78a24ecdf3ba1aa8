"""What each misunderstanding would have given, worked out for the very setting at hand.

A mistake along one axis changes that axis' numbers (`AXIS_MISTAKES`): from them follow the size,
the taps and, with the image and the kernel, the whole feature map that somebody who makes it gets.
Others lay the kernel down wrongly or lose part of the sum (`map_mistakes`). A check compares an
answer with what each would have given, in the order of the lists: the likelier first.
"""

from dataclasses import dataclass
from functools import cached_property, partial
from typing import NamedTuple

import numpy as np

from .conv import conv2d
from .geometry import ConvGeometry, effective_kernel_size

__all__ = ["Axis", "Beyond", "NoRoom", "Task", "axes_of", "map_mistakes", "mistaken_axes"]


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


class Axis(NamedTuple):
    """One axis of a setting, right or mistaken: where windows begin and taps stand."""

    input: int
    kernel: int
    stride: int
    before: int
    after: int
    dilation: int
    output: float

    @property
    def span(self):
        """Cells from the first tap to the last, k̂."""
        return effective_kernel_size(self.kernel, self.dilation)

    @property
    def room(self):
        """Cells that the first tap can move."""
        return self.input + self.before + self.after - self.span

    def but(self, **changes):
        """Return the axis with some numbers changed, and the output size that follows."""
        axis = self._replace(**changes)
        return axis._replace(output=axis.room // axis.stride + 1)

    def taps(self, position):
        """Image rows (or columns) met at one position."""
        start = position * self.stride - self.before
        return [start + tap * self.dilation for tap in range(self.kernel)]


#: Pairs of a misconception and what it makes of one axis. First those about a parameter in use:
#: where a padding has been given, a size that is 1 too small forgot a side of it, not the + 1.
AXIS_MISTAKES = (
    ("k instead of k̂", lambda a: a._replace(output=a.but(dilation=1).output)),
    ("padding left out", lambda a: a.but(before=0, after=0)),
    ("padding on one side", lambda a: a.but(after=0)),
    ("padding on one side", lambda a: a.but(before=0)),
    ("padding as the total", lambda a: a.but(before=a.before // 2, after=-(-a.after // 2))),
    ("missing + 1", lambda a: a._replace(output=a.output - 1)),
    ("no floor", lambda a: a._replace(output=a.room / a.stride + 1)),
    ("stride + 1", lambda a: a.but(stride=a.stride + 1)),
    ("+ 1 divided too", lambda a: a._replace(output=(a.room + 1) // a.stride)),
    ("dilation from 0", lambda a: a.but(dilation=a.dilation + 1)),
    ("dilation left out", lambda a: a.but(dilation=1)),
    ("odd cell first", lambda a: a.but(before=max(a[3:5]), after=min(a[3:5]))),
    ("stride left out", lambda a: a.but(stride=1)),
    ("stride missing in the start", lambda a: a._replace(stride=1)),
    ("stride missing in the bound", lambda a: a._replace(output=a.room + 1)),
    ("rounded up", lambda a: a._replace(output=-(-a.room // a.stride) + 1)),
    ("size of the image", lambda a: a._replace(output=a.input)),
    ("kernel left out of the size", lambda a: a._replace(output=(a.room + a.span) // a.stride)),
    ("kernel left out of the size", lambda a: a._replace(output=(a.room + a.span) // a.stride + 1)),
)
#: Which axes a mistake is made on: both first.
SIDES = ((True, True), (True, False), (False, True))


def axes_of(geometry):
    """Return the (rows, columns) of a `ConvGeometry` as `Axis` objects."""
    fields = zip(
        geometry.input_size,
        geometry.kernel_size,
        geometry.stride,
        *zip(*geometry.padding, strict=True),
        geometry.dilation,
        geometry.output_size,
        strict=True,
    )
    return tuple(Axis(*axis) for axis in fields)


def mistaken_axes(geometry):
    """Yield (misconception, (rows, columns)) for every mistake that changes something.

    Parameters
    ----------
    geometry : ConvGeometry

    Yields
    ------
    misconception : str
    axes : (Axis, Axis)

    Examples
    --------
    >>> name, (rows, cols) = next(mistaken_axes(ConvGeometry(7, 3, dilation=2)))
    >>> name, rows.output, cols.output
    ('k instead of k̂', 5, 5)
    """
    right = axes_of(geometry)
    for change in (*_SWAPS, *_AXIS_CHANGES):
        name, axes = change(right)
        if axes != right:
            yield name, axes


def _on_axes(name, mistake, sides, axes):
    changed = (mistake(a) if made else a for a, made in zip(axes, sides, strict=True))
    return name, tuple(changed)


def _swapped(fields, axes):
    """Give each axis what belongs to the other."""
    rows, cols = axes
    changes = [{field: getattr(axis, field) for field in fields} for axis in (cols, rows)]
    return "rows and columns swapped", (rows.but(**changes[0]), cols.but(**changes[1]))


_STRIDE, _PADDING, _DILATION = ("stride",), ("before", "after"), ("dilation",)
_SWAPS = tuple(
    partial(_swapped, fields)
    for fields in ((*_STRIDE, *_PADDING, *_DILATION), _STRIDE, _PADDING, _DILATION)
)
_AXIS_CHANGES = tuple(
    partial(_on_axes, name, mistake, sides) for name, mistake in AXIS_MISTAKES for sides in SIDES
)


@dataclass(frozen=True)
class Task:
    """What a feature map is asked of: an image, a kernel, a setting.

    `weights` is the kernel as it lies on the image, `truth` the feature map.
    """

    image: np.ndarray
    kernel: np.ndarray
    geometry: ConvGeometry
    padding_mode: str = "zeros"
    flip_kernel: bool = False

    @classmethod
    def of(cls, image, kernel, *, padding_mode="zeros", flip_kernel=False, **setting):
        """Build a task; `setting` holds stride, padding and dilation."""
        image, kernel = np.asarray(image), np.asarray(kernel)
        geometry = ConvGeometry(image.shape, kernel.shape, **setting)
        return cls(image, kernel, geometry, padding_mode, flip_kernel)

    @cached_property
    def weights(self):
        """ndarray, shape (kH, kW)."""
        return self.kernel[::-1, ::-1] if self.flip_kernel else self.kernel

    @cached_property
    def truth(self):
        """ndarray, shape (oH, oW)."""
        return self.slide(axes_of(self.geometry), self.weights)

    @cached_property
    def tolerance(self):
        """ndarray, shape (oH, oW): how far an answer may lie beside the truth, rounding alone."""
        sizes = self.slide(
            axes_of(self.geometry), np.abs(self.weights.astype(float)), np.abs(self.image)
        )
        return sizes * (1e-6 if self.truth.dtype.kind == "f" else 1e-12)

    def agrees(self, answer, feature_map=None):
        """Whether an answer is the truth, or another map, but for rounding."""
        wanted = self.truth if feature_map is None else feature_map
        if answer.shape != wanted.shape:
            return False
        close = self.tolerance if wanted.shape == self.truth.shape else self.tolerance.max()
        return bool(np.all(np.abs(answer - wanted) <= close))

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


# How the kernel is laid down: pairs of a misconception and the weights it makes of the right ones.
_KERNEL_MISTAKES = (
    ("flipped kernel", lambda weights: weights[::-1, ::-1]),
    ("flipped along one axis", lambda weights: weights[:, ::-1]),
    ("flipped along one axis", lambda weights: weights[::-1]),
    ("weights ignored", np.ones_like),
    ("signs ignored", np.abs),
)
_LOOP_KERNEL_MISTAKES = (
    ("last product only", lambda weights: _masked(weights, slice(-1, None), slice(-1, None))),
    ("last tap missing", lambda weights: _masked(weights, slice(-1), slice(-1))),
    ("last tap missing", lambda weights: _masked(weights, slice(-1), slice(None))),
    ("last tap missing", lambda weights: _masked(weights, slice(None), slice(-1))),
)
# What becomes of the right result.
_RESULT_MISTAKES = (
    ("running total", lambda truth: np.cumsum(truth).reshape(truth.shape)),
    ("running total", lambda truth: np.cumsum(truth, axis=1)),
    ("returned too early", lambda truth: _masked(truth, slice(1), slice(1))),
    ("returned too early", lambda truth: _masked(truth, slice(1), slice(None))),
    ("rows and columns swapped", lambda truth: truth.T),
    ("map flipped", lambda truth: truth[::-1, ::-1]),
    ("fractions cut off", np.trunc),
    ("fractions cut off", np.floor),
)


def map_mistakes(*, loops=True):
    """List what somebody may do instead of a convolution.

    Parameters
    ----------
    loops : bool, optional
        Also the mistakes that only code makes; False leaves those of a sum worked out by hand.

    Returns
    -------
    list of (str, callable)
        Misconception, and a function of a `Task` that gives the feature map, raises `Beyond`
        or `NoRoom` where code would stop, or another ValueError where nobody can have made this
        mistake.
    """
    by_hand = [
        *((name, partial(_laid, mistake)) for name, mistake in _KERNEL_MISTAKES[:3]),
        *((_axis_name(change), partial(_along, change)) for change in (*_SWAPS, *_AXIS_CHANGES)),
        ("transposed kernel", _transposed),
        *((name, partial(_laid, mistake)) for name, mistake in _KERNEL_MISTAKES[3:]),
    ]
    if not loops:
        return by_hand
    return [
        ("nothing added up", lambda task: np.zeros_like(task.truth)),
        *by_hand,
        *((name, partial(_of_result, mistake)) for name, mistake in _RESULT_MISTAKES),
        *((name, partial(_laid, mistake)) for name, mistake in _LOOP_KERNEL_MISTAKES),
        ("mean instead of sum", lambda task: task.truth / task.kernel.size),
        ("matrix product", _matrix_product),
        ("stride in the result's place", _apart),
        *(
            ("square assumed", partial(_square, taken_from, fields))
            for taken_from in (0, 1)
            for fields in (("input", "kernel"), ("input",), ("kernel",))
        ),
    ]


def _axis_name(change):
    return "rows and columns swapped" if change.func is _swapped else change.args[0]


def _laid(mistake, task):
    return task.slide(axes_of(task.geometry), mistake(task.weights))


def _along(change, task):
    return task.slide(change(axes_of(task.geometry))[1], task.weights)


def _of_result(mistake, task):
    return mistake(task.truth)


def _transposed(task):
    """Let rows of the kernel become its columns; what follows of its size follows."""
    rows, cols = axes_of(task.geometry)
    axes = rows.but(kernel=cols.kernel), cols.but(kernel=rows.kernel)
    return task.slide(axes, task.kernel.T)


def _masked(table, rows, cols):
    """Return a copy with zeros everywhere but in some rows and columns."""
    masked = np.zeros_like(table)
    masked[rows, cols] = table[rows, cols]
    return masked


def _matrix_product(task):
    """np.sum(window @ kernel): each column of the window meets the sum of a row of weights."""
    rows, cols = task.kernel.shape
    if rows != cols:
        raise Beyond
    return task.slide(axes_of(task.geometry), np.tile(task.weights.sum(axis=1), (rows, 1)))


def _apart(task):
    """Write each result to where its window begins, among zeros."""
    size = [axis.room + 1 for axis in axes_of(task.geometry)]
    feature_map = np.zeros(size, task.truth.dtype)
    feature_map[:: task.geometry.stride[0], :: task.geometry.stride[1]] = task.truth
    return feature_map


def _square(taken_from, fields, task):
    """Count rows or columns by those of the other axis, for the image, the kernel or both."""
    axes = list(axes_of(task.geometry))
    source, other = axes[taken_from], 1 - taken_from
    taps = source.kernel if "kernel" in fields else axes[other].kernel
    size = source.input if "input" in fields else axes[other].input
    output = axes[other].but(input=size, kernel=taps).output
    if output <= 0:
        raise NoRoom
    if taps > axes[other].kernel:
        raise Beyond
    axes[other] = axes[other]._replace(kernel=taps, output=output)
    weights = task.weights[:, :taps] if other else task.weights[:taps]
    return task.slide(axes, weights)
