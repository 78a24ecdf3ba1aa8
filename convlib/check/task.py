"""What a feature map is asked of, and what becomes of it along axes that may be mistaken."""

from collections.abc import Callable
from functools import cache, cached_property
from typing import Any

import numpy as np

from ..axis import Axis
from ..conv import conv2d
from ..scene import Scene


class Beyond(IndexError):
    """A mistaken window that leaves the padded image: code with it mostly stops with an error.

    Attributes
    ----------
    size : (int, int)
        Rows and columns of the mistaken feature map.
    inner : ndarray
        The part of it whose windows do not leave the image.
    """

    def __init__(self, size: tuple[float, ...] = (0, 0), inner: np.ndarray | None = None) -> None:
        super().__init__(f"a feature map of size {size} needs cells beyond the image")
        self.size, self.inner = size, inner


class NoRoom(ValueError):
    """A mistaken size of nothing or less: code that makes it returns an empty map, or stops."""


class TooLarge(ValueError):
    """A whole number that its array cannot hold: NumPy refuses to write it, by OverflowError."""


class Agreeing:
    """Mixin for what has a feature map and a tolerance: it knows which answers agree with it."""

    feature_map: Any
    tolerance: Any

    def agrees(self, answer: np.ndarray, feature_map: np.ndarray | None = None) -> bool:
        """Whether an answer is the truth, or another map, but for rounding."""
        wanted = self.feature_map if feature_map is None else feature_map
        if answer.shape != wanted.shape:
            return False
        close = self.tolerance if wanted.shape == self.feature_map.shape else self.tolerance.max()
        # Most maps that are off are off in their first cell, and it takes a tenth of the time.
        if wanted.size and abs(answer.item(0) - wanted.item(0)) > close.item(0):
            return False
        # As floats: the least int64 has no absolute value. Infinity has no distance to itself.
        near = np.abs(answer.astype(float) - wanted) <= close
        return bool((near | (answer == wanted)).all())


class Task(Agreeing, Scene):
    """What a feature map is asked of: a scene that knows which answers agree with it."""

    def slide(self, axes: tuple[Axis, Axis], weights: np.ndarray) -> np.ndarray:
        """Return the feature map of some weights along axes that may be mistaken.

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
        image, padding = self.image, ((rows.before, rows.after), (cols.before, cols.after))
        if padding == self.geometry.padding:  # few mistakes are about padding: it is added once
            image, padding = self.padded, 0
        feature_map = conv2d(
            image,
            weights,
            stride=(rows.stride, cols.stride),
            padding=padding,
            dilation=(rows.dilation, cols.dilation),
            padding_mode=self.padding_mode,
        )
        sizes = [axis.output for axis in axes]
        if any(size != int(size) for size in sizes):
            raise ValueError(f"no feature map has size {sizes}")
        if any(size > room for size, room in zip(sizes, feature_map.shape, strict=True)):
            raise Beyond(tuple(sizes), feature_map)
        return feature_map[: int(rows.output), : int(cols.output)]

    @cached_property
    def slide_along(self) -> Callable[[tuple[Axis, Axis]], np.ndarray]:
        """Function from axes to the feature map of the task's own weights, as `slide` gives it.

        It remembers its maps: most mistakes are about a parameter that a case leaves alone, and
        come to the same axes.
        """
        return cache(lambda axes: self.slide(axes, self.weights))

    def products_of(self, tap: tuple[int, ...]) -> np.ndarray:
        """Return the products of one tap at all positions, shape (oH, oW)."""
        rows, cols = (
            slice(i * a.dilation, i * a.dilation + (int(a.output) - 1) * a.stride + 1, a.stride)
            for i, a in zip(tap, self.geometry.axes, strict=True)
        )
        return self.padded[rows, cols] * self.weights[tap]
