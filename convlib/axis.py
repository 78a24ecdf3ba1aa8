"""One axis of a convolution: how long everything on it is, and where the taps stand.

In formulas i is the input size, k the kernel size, s the stride, p the padding, d the dilation,
k̂ = d(k − 1) + 1 the cells that a dilated kernel spans and o the output size. The formulas are
those of Dumoulin & Visin (2016), "A guide to convolution arithmetic for deep learning", §2, §4
and §5.1. Nothing is checked here: `arguments` reads what callers give, and a mistaken axis may hold
any numbers.
"""

from typing import NamedTuple


def kernel_span(kernel: int, dilation: int) -> int:
    """Return k̂, the cells from the first tap to the last."""
    return dilation * (kernel - 1) + 1


def count_positions(
    input: int, kernel: int, stride: int, sides: tuple[int, int], dilation: int
) -> int:
    """Return o: the steps that the kernel has room for, plus one for the start."""
    room = input + sides[0] + sides[1] - kernel_span(kernel, dilation)
    return room // stride + 1 if room >= 0 else 0


def count_pooled(
    input: int, kernel: int, stride: int, sides: tuple[int, int], dilation: int, ceil_mode: bool
) -> int:
    """Return o of a pooling layer; with ``ceil_mode``, o is rounded up where it is a fraction.

    The last window may then reach beyond the padding. Where it would begin beyond the image and
    the padding before it, it is dropped, as in PyTorch.
    """
    if not ceil_mode:
        return count_positions(input, kernel, stride, sides, dilation)
    room = input + sides[0] + sides[1] - kernel_span(kernel, dilation)
    output = max(-(-room // stride) + 1, 0)
    return output - 1 if (output - 1) * stride >= input + sides[0] else output


def count_stamped(
    input: int,
    kernel: int,
    stride: int,
    sides: tuple[int, int],
    output_padding: int,
    dilation: int,
) -> int:
    """Return o of a transposed convolution: what the stamps cover, less the padding (§4)."""
    covered = (input - 1) * stride + kernel_span(kernel, dilation)
    return covered - sides[0] - sides[1] + output_padding


def overlap(places: range, before: int, size: int) -> tuple[slice, slice]:
    """Find the places that lie on an image, along one axis of `size` cells.

    Returns two slices: where these places are among all places, and which cells of the image they
    are. ``before`` counts the cells of padding in front of the image; a negative number counts
    cells of the image that are cut off.

    Examples
    --------
    >>> overlap(range(0, 6, 2), before=1, size=4)
    (slice(1, 3, None), slice(1, 4, 2))
    """
    start, step = places.start - before, places.step
    first = min(max(-(start // step), 0), len(places))
    last = min(max(-((start - size) // step), first), len(places))
    if first == last:
        return slice(first, first), slice(0, 0)
    return slice(first, last), slice(start + first * step, start + (last - 1) * step + 1, step)


class Axis(NamedTuple):
    """The rows or the columns of a setting: its sizes, and the output size that follows from them.

    `Axis.of` works out the output size; a mistaken axis may hold another one.
    """

    input: int
    kernel: int
    stride: int
    before: int
    after: int
    dilation: int
    output: float

    @classmethod
    def of(
        cls, input: int, kernel: int, stride: int, sides: tuple[int, int], dilation: int
    ) -> "Axis":
        """Build an axis from its sizes; `sides` are the cells of padding (before, after).

        Examples
        --------
        >>> Axis.of(14, 5, 1, (0, 0), 2)
        Axis(input=14, kernel=5, stride=1, before=0, after=0, dilation=2, output=6)
        """
        output = count_positions(input, kernel, stride, sides, dilation)
        return cls(input, kernel, stride, *sides, dilation, output)

    @property
    def span(self) -> int:
        """Cells from the first tap to the last, k̂."""
        return kernel_span(self.kernel, self.dilation)

    @property
    def padded(self) -> int:
        """Cells of the padded image."""
        return self.input + self.before + self.after

    @property
    def room(self) -> int:
        """Cells that the first tap can move; negative where the kernel does not fit."""
        return self.padded - self.span

    @property
    def leftover(self) -> int:
        """Cells of the padded image beyond the last window's span."""
        return self.room % self.stride

    def taps(self, position: int) -> tuple[int, ...]:
        """Image rows (or columns) that the taps meet at one position; those outside are padding.

        Examples
        --------
        >>> Axis.of(5, 3, 2, (1, 1), 1).taps(0)
        (-1, 0, 1)
        """
        start = position * self.stride - self.before
        return tuple(start + tap * self.dilation for tap in range(self.kernel))

    def meeting(self, tap: int) -> tuple[slice, slice]:
        """Positions at which a tap meets the image, and the image cells it meets there.

        Examples
        --------
        >>> Axis.of(5, 3, 2, (1, 1), 1).meeting(0)
        (slice(1, 3, None), slice(1, 4, 2))
        """
        start = tap * self.dilation
        places = range(start, start + int(self.output) * self.stride, self.stride)
        return overlap(places, self.before, self.input)

    def counts(self) -> list[int]:
        """How many windows use each image row (or column).

        Examples
        --------
        >>> Axis.of(4, 2, 1, (0, 0), 1).counts()
        [1, 2, 2, 1]
        """
        counts = [0] * self.input
        for position in range(int(self.output)):
            for cell in self.taps(position):
                if 0 <= cell < self.input:
                    counts[cell] += 1
        return counts
