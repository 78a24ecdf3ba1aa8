"""Receptive fields: which image cells an output of a stack of layers sees, and along how many ways.

Sizes, jumps and starts are those of Araujo, Norris & Sim (2019), "Computing receptive fields of
convolutional neural networks", Distill, §2 and §3, and hold for transposed layers, too.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import gcd, lcm
from typing import NamedTuple, TypeAlias

import numpy as np

from .arguments import AXES, Pair, PairLike, PositionLike, as_pair, as_position
from .axis import kernel_span
from .layers import Branches, Layer
from .stacks import Placed, place
from .trails import Trail, lead_down, trimmed

Cells: TypeAlias = int | Fraction | None  # a fraction below a transposed layer, None if not known


@dataclass(frozen=True)
class Field:
    """What the outputs of one layer see of the image. Pairs are (rows, cols).

    Attributes
    ----------
    size : (int, int)
        Cells from the first to the last that an output sees; where that changes with the position,
        as above transposed layers, the largest.
    jump : (int or Fraction, int or Fraction)
        Cells of the image from one output to the next.
    start : (int, int)
        The first row and the first column that output (0, 0) sees; negative is padding. None where
        it sees no cell, between the stamps of a transposed layer.
    centre : (int or Fraction, int or Fraction)
        The middle of what output (0, 0) sees, as the taps lie; with transposed layers, on average.
    miss : (int or Fraction, int or Fraction)
        The most by which the ends of branches up to here stand beside each other, in image cells.
    output_size : (int, int) or None
        Rows and columns of the layer's feature map, if the image's size is known.

    Notes
    -----
    A number that depends on the image's size, as with padding "same" at a stride above 1, is None
    where that size is not given.
    """

    size: tuple[int | None, int | None]
    jump: tuple[Cells, Cells]
    start: tuple[int | None, int | None]
    centre: tuple[Cells, Cells]
    miss: tuple[Cells, Cells]
    output_size: Pair | None
    _layers: tuple[Placed, ...] = field(repr=False, compare=False)

    @property
    def aligned(self) -> bool | None:
        """bool: whether the ends of all branches up to here stand over each other.

        None where that depends on the image's size.
        """
        return None if None in self.miss else self.miss == (0, 0)

    def cells(self, position: PositionLike) -> tuple[range, range]:
        """Image rows and columns from the first to the last that an output sees.

        Parameters
        ----------
        position : (int, int)
            Row and column in the layer's feature map.

        Returns
        -------
        rows, cols : range
            Not clipped: those below 0 or beyond the image's end are padding, and every map in
            between goes on beyond its edges, too. Empty between the stamps of a transposed layer.

        Raises
        ------
        ValueError
            If the position lies outside the feature map, or the cells depend on the image's size.
        TypeError
            If the position is not a pair of integers.

        Examples
        --------
        >>> from convlib import Conv, Pool
        >>> receptive_field([Conv(3, padding=1), Pool(2), Conv(3, padding=1)])[-1].cells((0, 1))
        (range(-3, 5), range(-1, 7))
        """
        rows, cols = self._read(position)
        if any(map(_leaves_holes, self._layers)):
            # A path that ends between stamps along one axis sees nothing along the other, either.
            seen_rows, seen_cols = _hulls(self._layers, (rows, cols), (0, 1))
            return seen_rows, seen_cols
        return _hull(self._layers, rows, 0), _hull(self._layers, cols, 1)

    def paths(self, position: PositionLike) -> np.ndarray:
        """Count the paths, through one tap of each layer, from each image cell to an output.

        Parameters
        ----------
        position : (int, int)
            Row and column in the layer's feature map.

        Returns
        -------
        ndarray of float64, shape (rows, cols) of ``cells(position)``
            Whole numbers, exact up to 2**53. If the image's size is known, paths through padding,
            of the image or of a map in between, are not counted: they carry nothing of the image.

        Raises
        ------
        ValueError, TypeError
            As in `cells`.

        Notes
        -----
        With equal weights the share of the paths is the share of the image cell in the output: the
        effective receptive field of Luo, Li, Urtasun & Zemel (2016), "Understanding the effective
        receptive field in deep convolutional neural networks".

        Examples
        --------
        >>> from convlib import Conv
        >>> receptive_field([Conv((1, 3))] * 4)[-1].paths((0, 0))
        array([[ 1.,  4., 10., 16., 19., 16., 10.,  4.,  1.]])
        """
        counted = np.zeros(tuple(map(len, self.cells(position))))
        firsts = [cells.start for cells in self.cells(position)]
        trail = trimmed(_trail(self._layers, self._read(position), (0, 1), True))
        if trail.counts.size:
            rows, cols = (a - b for a, b in zip(trail.first, firsts, strict=True))
            height, width = trail.counts.shape
            counted[rows : rows + height, cols : cols + width] = trail.counts
        return counted

    def used(self, position: PositionLike = (0, 0)) -> tuple[int, int]:
        """Count the cells that an output sees, and the cells from the first to the last.

        Parameters
        ----------
        position : (int, int), optional
            Row and column in the layer's feature map.

        Returns
        -------
        seen, spanned : int
            Fewer are seen than spanned where dilation leaves holes (gridding). No edge counts.

        Raises
        ------
        ValueError, TypeError
            As in `cells`.

        Examples
        --------
        >>> from convlib import Conv
        >>> receptive_field([Conv(3, dilation=2)] * 3)[-1].used()
        (49, 169)
        >>> receptive_field([Conv(3, dilation=d) for d in (1, 2, 3)])[-1].used()
        (169, 169)
        """
        trail = trimmed(_trail(self._layers, self._read(position), (0, 1), False))
        return int(np.count_nonzero(trail.counts)), trail.counts.size

    def _read(self, position: PositionLike) -> Pair:
        for name, centre in zip(AXES, self.centre, strict=True):
            if centre is None:
                raise ValueError(
                    f'with padding "same" at a stride above 1 the {name} that an output sees '
                    "depend on the image: give receptive_field the input_size"
                )
        if self.output_size is None:
            return as_pair(position, "position", 0)
        return as_position(position, self.output_size, "position", "feature map")


def receptive_field(layers: Iterable[Layer], input_size: PairLike | None = None) -> list[Field]:
    """Find what the outputs of each layer of a stack see of the image.

    Parameters
    ----------
    layers : sequence of Conv, Pool, Transposed and Branches
        From the image up.
    input_size : int or (int, int), optional
        Rows and columns of the image. Without it nothing is known that depends on it.

    Returns
    -------
    list of Field
        One for each layer.

    Raises
    ------
    ValueError
        If a layer does not fit on the one below, or branches end in different sizes or jumps.
    TypeError
        If a layer is none, or a size is not an integer.

    See Also
    --------
    cost : parameters and multiply-adds of the same layers.

    Notes
    -----
    Per axis, from size r = 1, jump j = 1 and start 0: a convolution or pooling makes r larger by
    d (k − 1) j, takes p_before · j from the start, and then multiplies j by s. A transposed layer
    divides j by s. Ends of branches that have the same jump and size but stand beside each other,
    as with kernels of even size, are told by ``aligned`` and ``miss``.

    Examples
    --------
    >>> from convlib import Conv, Pool
    >>> vgg = [Conv(3, padding=1), Conv(3, padding=1), Pool(2)]
    >>> for seen in receptive_field(vgg, 224):
    ...     print(seen.size, seen.jump, seen.start, seen.output_size)
    (3, 3) (1, 1) (-1, -1) (224, 224)
    (5, 5) (1, 1) (-2, -2) (224, 224)
    (6, 6) (2, 2) (-2, -2) (112, 112)
    """
    size = None if input_size is None else as_pair(input_size, "input_size", 1)
    placed = place(layers, size, "layers")
    fields, looks = [], [Look()] * 2
    for n, each in enumerate(placed):
        looks = [_above(look, each, axis, f"layers[{n}]") for axis, look in enumerate(looks)]
        fields.append(_field(placed[: n + 1], looks))
    return fields


# One axis


class Look(NamedTuple):
    """How one axis of a map looks at the image.

    Output p looks at centre + p · jump. Every ``period`` outputs see the same, further on.
    """

    jump: Fraction = Fraction(1)
    centre: Fraction | None = Fraction(0)
    period: int = 1
    sure: bool = True  # that what is seen has the same size whatever the size of the image
    miss: Fraction | None = Fraction(0)
    ends: Pair | None = (0, 0)  # first and last cell that output 0 sees; None above stamps

    def spread(self, ends: Pair | None) -> Pair | None:
        """Return the ends of what is seen through cells of the map from the first to the last."""
        if self.ends is None or ends is None:
            return None
        jump = int(self.jump)  # Without stamps below, it is whole.
        return self.ends[0] + jump * ends[0], self.ends[1] + jump * ends[1]


def _above(look: Look, placed: Placed, axis: int, name: str) -> Look:
    """Return how a layer looks at the image, given how its input does."""
    if isinstance(placed.layer, Branches):
        return _joined(look, placed, axis, name)
    step = placed.steps[axis]
    first = -(step.before or 0)
    taps = first, first + kernel_span(step.kernel, step.dilation) - 1
    ends = None if step.up else look.spread(taps)
    if step.before is None:
        # The unknown shift is that of the whole; but it chooses among outputs that see differently.
        sure = look.sure and look.period == 1
        return look._replace(jump=look.jump * step.stride, centre=None, sure=sure, ends=ends)
    shift, stride = Fraction(step.dilation * (step.kernel - 1), 2) - step.before, step.stride
    if step.up:
        scale, shift, period = Fraction(1, stride), -shift / stride, look.period * stride
    else:
        scale, period = Fraction(stride), look.period // gcd(look.period, stride)
    centre = None if look.centre is None else look.centre + look.jump * shift
    return look._replace(jump=look.jump * scale, centre=centre, period=period, ends=ends)


def _joined(look: Look, placed: Placed, axis: int, name: str) -> Look:
    """Let paths meet: they are looked at from their own input first."""
    ends = []
    for path in placed.paths:
        end = Look(period=look.period)
        for n, each in enumerate(path):
            end = _above(end, each, axis, f"{name}.paths[{len(ends)}][{n}]")
        ends.append(end)
    _check_jumps([end.jump for end in ends], axis, name)
    period, jump = lcm(*(end.period for end in ends)), look.jump * ends[0].jump
    middles = [end.centre for end in ends if end.centre is not None]
    if len(middles) < len(ends):  # Where a path stands depends on the image, and so what is seen.
        return Look(jump, None, period, False, None, None)
    first, last = min(middles), max(middles)
    own = max(last - first, *(end.miss or Fraction(0) for end in ends)) * look.jump
    miss = None if look.miss is None else max(look.miss, own)
    middle = (first + last) / 2 * look.jump
    centre = None if look.centre is None else look.centre + middle
    is_sure = look.sure and all(end.sure for end in ends)
    return Look(jump, centre, period, is_sure, miss, look.spread(_joined_ends(ends)))


def _joined_ends(paths: Sequence[Look]) -> Pair | None:
    """Return the first and the last cell that any path sees; None if one leads through stamps."""
    firsts, lasts = [], []
    for path in paths:
        if path.ends is None:
            return None
        firsts.append(path.ends[0])
        lasts.append(path.ends[1])
    return min(firsts), max(lasts)


def _check_jumps(jumps: Sequence[Fraction], axis: int, name: str) -> None:
    for n, jump in enumerate(jumps):
        if jump != jumps[0]:
            raise ValueError(
                f"{name}: from one output to the next paths[0] moves {jumps[0]} {AXES[axis]} of "
                f"its input and paths[{n}] {jump}: give them the same strides, so that they meet"
            )


# The numbers of a Field


def _field(placed: tuple[Placed, ...], looks: Sequence[Look]) -> Field:
    sizes: list[int | None] = []
    starts: list[int | None] = []
    for axis, look in enumerate(looks):
        hulls = _all_hulls(placed, look, axis)
        sizes.append(max(map(len, hulls), default=None))
        is_known = look.centre is not None and look.sure and len(hulls[0]) > 0
        starts.append(hulls[0].start if is_known else None)
    return Field(
        size=(sizes[0], sizes[1]),
        jump=_pair([look.jump for look in looks]),
        start=(starts[0], starts[1]),
        centre=_pair([look.centre for look in looks]),
        miss=_pair([look.miss for look in looks]),
        output_size=placed[-1].output_size,
        _layers=placed,
    )


def _all_hulls(placed: tuple[Placed, ...], look: Look, axis: int) -> list[range]:
    """Return the cells from the first to the last that each output of a period sees, if sure."""
    if not look.sure:
        return []
    if look.ends is not None:
        return [range(look.ends[0], look.ends[1] + 1)]
    return [_hull(placed, n, axis) for n in range(look.period)]


def _pair(numbers: Sequence[Fraction | None]) -> tuple[Cells, Cells]:
    """Return rows and columns, whole numbers as ints."""
    rows, cols = (int(n) if n is not None and n.denominator == 1 else n for n in numbers)
    return rows, cols


def _trail(
    placed: Sequence[Placed], position: Sequence[int], axes: Sequence[int], within: bool
) -> Trail:
    start = Trail(tuple(position), np.ones((1,) * len(axes)))
    with np.errstate(over="ignore"):  # more paths than float64 counts are infinitely many
        return lead_down(placed, start, axes, within)


def _hulls(placed: Sequence[Placed], position: Sequence[int], axes: Sequence[int]) -> list[range]:
    trail = trimmed(_trail(placed, position, axes, False))
    return [
        range(first, first + cells)
        for first, cells in zip(trail.first, trail.counts.shape, strict=True)
    ]


def _hull(placed: Sequence[Placed], position: int, axis: int) -> range:
    return _hulls(placed, (position,), (axis,))[0]


def _leaves_holes(placed: Placed) -> bool:
    below = any(_leaves_holes(each) for path in placed.paths for each in path)
    return below or any(step.leaves_holes for step in placed.steps)
