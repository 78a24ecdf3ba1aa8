"""Where a kernel can stand on an image: sizes, windows, leftovers. Integers only.

In formulas i is the input size, k the kernel size, s the stride, p the padding, d the dilation,
k̂ = d(k − 1) + 1 the rows (or columns) a dilated kernel spans and o the output size. Axes are
independent and always come as (rows, cols). The formulas are those of Dumoulin & Visin (2016),
"A guide to convolution arithmetic for deep learning", §2 and §5.1.
"""

from dataclasses import dataclass
from operator import index

import numpy as np

__all__ = ["ConvGeometry", "effective_kernel_size", "output_size"]

AXES = ("rows", "columns")


def effective_kernel_size(kernel_size, dilation):
    """Number of image rows (or columns) a dilated kernel spans.

    Parameters
    ----------
    kernel_size, dilation : int
        Cells; a dilation of 1 leaves no gap.

    Returns
    -------
    int
        ``dilation * (kernel_size - 1) + 1``, the k̂ of Dumoulin & Visin (2016), §5.1.

    Examples
    --------
    >>> effective_kernel_size(3, 2)
    5
    """
    return dilation * (kernel_size - 1) + 1


def output_size(input_size, kernel_size, stride=1, padding=0, dilation=1):
    """Number of positions a kernel takes along one axis: steps made, plus one for the start.

    Parameters
    ----------
    input_size, kernel_size, stride, dilation : int
        Cells along this axis.
    padding : int or (int, int)
        Cells added on each side, or ``(before, after)``.

    Returns
    -------
    int
        ``(input_size + before + after - k̂) // stride + 1``; 0 where the kernel does not fit.

    Examples
    --------
    >>> output_size(224, 7, stride=2, padding=(2, 3))
    112
    >>> output_size(3, 5)
    0
    """
    before, after = padding if isinstance(padding, tuple) else (padding, padding)
    room = input_size + before + after - effective_kernel_size(kernel_size, dilation)
    return room // stride + 1 if room >= 0 else 0


def as_pair(value, name, minimum):
    """Return an ``n`` or ``(rows, cols)`` argument as two Python ints of at least ``minimum``."""
    try:
        # The plain int is by far the commonest case and conv2d on a tiny image feels every check.
        pair = (value, value) if type(value) is int else _ints(value)
    except TypeError:
        raise TypeError(
            f"{name}={value!r} must be an integer or a pair of integers (rows, cols)"
        ) from None
    if len(pair) != 2:
        raise ValueError(f"{name}={value!r} must be one integer or two, (rows, cols)")
    if pair[0] < minimum or pair[1] < minimum:
        raise ValueError(f"{name}={value!r} must be at least {minimum} along both axes")
    return pair


def _ints(value):
    if type(value) is tuple:
        return tuple(map(index, value))
    if not np.iterable(value):
        return (index(value),) * 2
    return tuple(index(item) for item in value)


def as_padding(padding, input_size, kernel_size, stride, dilation):
    """Return any form of padding as ``((top, bottom), (left, right))``."""
    if isinstance(padding, str):
        return _named_padding(padding, input_size, kernel_size, stride, dilation)
    if not _is_nested(padding):
        rows, cols = as_pair(padding, "padding", 0)
        return (rows, rows), (cols, cols)
    if len(padding) != 2:
        raise ValueError(f"padding={padding!r} must be ((top, bottom), (left, right))")
    return tuple(as_pair(sides, "padding", 0) for sides in padding)


def _is_nested(padding):
    if type(padding) is int or (type(padding) is tuple and {*map(type, padding)} == {int}):
        return False  # the commonest cases first, as in as_pair
    return np.iterable(padding) and any(map(np.iterable, padding))


def _named_padding(name, input_size, kernel_size, stride, dilation):
    if name == "valid":
        return (0, 0), (0, 0)
    spans = [effective_kernel_size(k, d) for k, d in zip(kernel_size, dilation, strict=True)]
    if name == "full":
        return tuple((span - 1, span - 1) for span in spans)
    if name != "same":
        raise ValueError(
            f'padding={name!r} must be "valid", "same", "full", an integer, (rows, cols)'
            " or ((top, bottom), (left, right))"
        )
    return tuple(_same(i, s, span) for i, s, span in zip(input_size, stride, spans, strict=True))


def _same(i, s, span):
    """Padding for o = ⌈i/s⌉ along one axis, the odd cell after."""
    total = max((-(-i // s) - 1) * s + span - i, 0)
    return total // 2, total - total // 2


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

    input_size: tuple
    kernel_size: tuple
    stride: tuple = (1, 1)
    padding: tuple = (0, 0)
    dilation: tuple = (1, 1)

    def __post_init__(self):
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

    def _check_fit(self):
        for axis, span, room in zip(
            AXES, self.effective_kernel_size, self.padded_size, strict=True
        ):
            if span > room:
                raise ValueError(
                    f"the dilated kernel spans {span} {axis} but the padded image has {room}: "
                    "add padding, or reduce dilation or the kernel"
                )

    def _axes(self):
        return zip(
            self.input_size,
            self.kernel_size,
            self.stride,
            self.padding,
            self.dilation,
            strict=True,
        )

    @property
    def effective_kernel_size(self):
        """(int, int): rows and columns of a window's span, k̂."""
        return tuple(effective_kernel_size(k, d) for _, k, _, _, d in self._axes())

    @property
    def padded_size(self):
        """(int, int): rows and columns of the padded image."""
        return tuple(i + sum(p) for i, _, _, p, _ in self._axes())

    @property
    def output_size(self):
        """(int, int): rows and columns of the feature map."""
        return tuple(output_size(*axis) for axis in self._axes())

    @property
    def leftover(self):
        """(int, int): trailing rows and columns of the padded image beyond the last span."""
        return tuple(
            (room - span) % s
            for room, span, s in zip(
                self.padded_size, self.effective_kernel_size, self.stride, strict=True
            )
        )

    def window(self, position):
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
        if not np.iterable(position):
            raise TypeError(f"position={position!r} must be a pair of integers (row, col)")
        position = as_pair(position, "position", 0)
        if any(p >= o for p, o in zip(position, self.output_size, strict=True)):
            raise ValueError(
                f"position={position} lies outside the feature map of size {self.output_size}"
            )
        return tuple(self._taps(axis, start) for axis, start in enumerate(position))

    def _taps(self, axis, position):
        start = position * self.stride[axis] - self.padding[axis][0]
        d = self.dilation[axis]
        return tuple(start + tap * d for tap in range(self.kernel_size[axis]))

    def _counts(self, axis):
        counts = [0] * self.input_size[axis]
        for position in range(self.output_size[axis]):
            for cell in self._taps(axis, position):
                if 0 <= cell < len(counts):
                    counts[cell] += 1
        return counts

    def count_map(self):
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
        return np.outer(self._counts(0), self._counts(1))

    @property
    def skipped(self):
        """(tuple of int, tuple of int): image rows and columns that no tap ever meets.

        Examples
        --------
        >>> ConvGeometry((10, 4), 2, stride=(3, 1)).skipped
        ((2, 5, 8, 9), ())
        """
        return tuple(
            tuple(cell for cell, count in enumerate(self._counts(axis)) if count == 0)
            for axis in range(2)
        )
