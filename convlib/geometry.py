"""Where a kernel can stand on an image: sizes, windows, leftovers. Integers only.

A setting is a pair of axes, (rows, cols), which know nothing of each other: see `axis` for the
formulas and their source.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from .arguments import (
    AXES,
    PaddingLike,
    Pair,
    PairLike,
    PositionLike,
    Sides,
    as_padding,
    as_pair,
    as_position,
    as_size,
)
from .axis import Axis, count_positions, kernel_span


def effective_kernel_size(kernel_size: int, dilation: int) -> int:
    """Number of image rows (or columns) a dilated kernel spans.

    Parameters
    ----------
    kernel_size, dilation : int
        Cells, at least 1; a dilation of 1 leaves no gap.

    Returns
    -------
    int
        ``dilation * (kernel_size - 1) + 1``, the k̂ of Dumoulin & Visin (2016), §5.1.

    Raises
    ------
    ValueError, TypeError
        If a value is less than 1, or no integer.

    Examples
    --------
    >>> effective_kernel_size(3, 2)
    5
    """
    return kernel_span(as_size(kernel_size, "kernel_size", 1), as_size(dilation, "dilation", 1))


def output_size(
    input_size: int,
    kernel_size: int,
    stride: int = 1,
    padding: int = 0,
    dilation: int = 1,
    *,
    before: int | None = None,
    after: int | None = None,
) -> int:
    """Number of positions of a kernel along one axis: its steps, plus one for the start.

    Parameters
    ----------
    input_size, kernel_size, stride, dilation : int
        Cells along this axis, at least 1.
    padding : int, optional
        Cells added on each of the two sides.
    before, after : int, optional
        Cells added on one side only, where the two differ; ``padding`` if not given.

    Returns
    -------
    int
        ``(input_size + before + after - k̂) // stride + 1``; 0 where the kernel does not fit.

    Raises
    ------
    ValueError, TypeError
        If a value is out of range, or no integer.

    See Also
    --------
    ConvGeometry : both axes at once, padding by name, and every window.

    Examples
    --------
    >>> output_size(224, 7, stride=2, padding=3)
    112
    >>> output_size(224, 7, stride=2, before=2, after=3)
    112
    >>> output_size(3, 5)
    0
    """
    both = as_size(padding, "padding", 0)
    sides = (
        both if before is None else as_size(before, "before", 0),
        both if after is None else as_size(after, "after", 0),
    )
    return count_positions(
        as_size(input_size, "input_size", 1),
        as_size(kernel_size, "kernel_size", 1),
        as_size(stride, "stride", 1),
        sides,
        as_size(dilation, "dilation", 1),
    )


def no_room(axis: Axis, name: str, image: str) -> str:
    """Say that a kernel is too large, of dilation and padding only where there is any.

    Parameters
    ----------
    axis : Axis
    name : {"rows", "columns"}
    image : str
        What the kernel lies on, with a place for "padded ", as "the {}image".

    Examples
    --------
    >>> no_room(Axis.of(2, 3, 1, (0, 0), 1), "rows", "the {}image")
    'the kernel spans 3 rows but the image has 2: give a larger image or a smaller kernel'
    """
    kernel = "kernel" if axis.dilation == 1 else "dilated kernel"
    padded = "padded " if axis.padded > axis.input else ""
    remedy = "give a larger image or a smaller kernel"
    if axis.dilation > 1:
        remedy = "add padding, or reduce dilation or the kernel"
    elif padded:
        remedy = "add padding, or reduce the kernel"
    return (
        f"the {kernel} spans {axis.span} {name} but {image.format(padded)} has {axis.padded}: "
        f"{remedy}"
    )


@dataclass(frozen=True)
class ConvGeometry:
    """Every size and every window of one convolution setting.

    Parameters
    ----------
    input_size, kernel_size : int or (int, int)
        Rows and columns of the image and of the kernel.
    stride, dilation : int or (int, int), optional
        Cells per step, cells between taps (1 leaves no gap).
    padding : int, (int, int), ((int, int), (int, int)) or {"valid", "same", "full"}, optional
        Cells added around the image: on every side, (rows, cols), or
        ((top, bottom), (left, right)). "same" gives o = ⌈i/s⌉ with the odd cell at the
        bottom/right; "full" gives every position in which at least one tap can meet the image.

    Raises
    ------
    ValueError
        If a value is out of range, or the dilated kernel is larger than the padded image.
    TypeError
        If a value is not an integer.

    Notes
    -----
    Fields hold pairs once built; ``padding`` is always ``((top, bottom), (left, right))``.

    Examples
    --------
    >>> geometry = ConvGeometry((9, 14), 5, stride=(2, 1), dilation=(1, 2))
    >>> geometry.output_size
    (3, 6)
    >>> rows, cols = geometry.window((1, 3))
    >>> rows, cols
    ((2, 3, 4, 5, 6), (3, 5, 7, 9, 11))
    """

    input_size: Pair
    kernel_size: Pair
    stride: Pair = (1, 1)
    padding: Sides = ((0, 0), (0, 0))
    dilation: Pair = (1, 1)

    if TYPE_CHECKING:  # An argument may have more forms than the field it becomes.

        def __init__(
            self,
            input_size: PairLike,
            kernel_size: PairLike,
            stride: PairLike = 1,
            padding: PaddingLike = 0,
            dilation: PairLike = 1,
        ) -> None: ...

    def __post_init__(self) -> None:
        sizes = {
            name: as_pair(getattr(self, name), name, 1)
            for name in ("input_size", "kernel_size", "stride", "dilation")
        }
        padding = as_padding(
            self.padding,
            sizes["input_size"],
            sizes["kernel_size"],
            sizes["stride"],
            sizes["dilation"],
        )
        for name, value in (*sizes.items(), ("padding", padding)):
            object.__setattr__(self, name, value)
        self._check_fit()

    def _check_fit(self) -> None:
        for name, axis in zip(AXES, self.axes, strict=True):
            if axis.room < 0:
                raise ValueError(no_room(axis, name, "the {}image"))

    @cached_property
    def axes(self) -> tuple[Axis, Axis]:
        """(Axis, Axis): the rows and the columns, each with all of its sizes and taps."""
        rows, cols = map(
            Axis.of, self.input_size, self.kernel_size, self.stride, self.padding, self.dilation
        )
        return rows, cols

    @property
    def effective_kernel_size(self) -> Pair:
        """(int, int): rows and columns of a window's span, k̂."""
        rows, cols = self.axes
        return rows.span, cols.span

    @property
    def padded_size(self) -> Pair:
        """(int, int): rows and columns of the padded image."""
        rows, cols = self.axes
        return rows.padded, cols.padded

    @property
    def output_size(self) -> Pair:
        """(int, int): rows and columns of the feature map."""
        rows, cols = self.axes
        return int(rows.output), int(cols.output)

    @property
    def leftover(self) -> Pair:
        """(int, int): trailing rows and columns of the padded image beyond the last span."""
        rows, cols = self.axes
        return rows.leftover, cols.leftover

    def window(self, position: PositionLike) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Image rows and columns that the taps touch at one position.

        Parameters
        ----------
        position : (int, int)
            Row and column in the feature map.

        Returns
        -------
        rows, cols : tuple of int
            Counted from the unpadded image's corner: negative, or past the end, is padding.

        Raises
        ------
        ValueError, TypeError
            If the position lies outside the feature map, or is not a pair of integers.
        """
        row, col = as_position(position, self.output_size, "position", "feature map")
        rows, cols = self.axes
        return rows.taps(row), cols.taps(col)

    def count_map(self) -> np.ndarray:
        """How many windows use each image cell.

        Returns
        -------
        ndarray of int64, shape (H, W)
            A tap on padding counts for no cell, whatever value the padding shows.

        Examples
        --------
        >>> ConvGeometry(3, 2).count_map()
        array([[1, 2, 1],
               [2, 4, 2],
               [1, 2, 1]])
        """
        rows, cols = self.axes
        return np.outer(rows.counts(), cols.counts())

    @property
    def skipped(self) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """(tuple of int, tuple of int): image rows and columns that no tap ever meets.

        Examples
        --------
        >>> ConvGeometry((10, 4), 2, stride=(3, 1)).skipped
        ((2, 5, 8, 9), ())
        """
        rows, cols = (
            tuple(cell for cell, count in enumerate(axis.counts()) if count == 0)
            for axis in self.axes
        )
        return rows, cols
