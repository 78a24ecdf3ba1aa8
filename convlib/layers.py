"""Layers by their sizes alone: convolutions, poolings, transposed convolutions, branches."""

from collections.abc import Iterable
from dataclasses import KW_ONLY, dataclass
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias

from .arguments import (
    PaddingLike,
    Pair,
    PairLike,
    Sides,
    as_padding,
    as_pair,
    as_size,
)
from .axis import count_pooled, count_positions, count_stamped
from .transpose import as_cells, as_output_padding

NO_PADDING = ((0, 0), (0, 0))


class Step(NamedTuple):
    """One axis of a layer: which cells of its input each position of its output meets.

    A tap t of position p meets the cell p · stride − before + t · dilation; if ``up``, the layer
    is transposed and position and cell change places. What depends on a size that is not known
    is None.
    """

    kernel: int
    stride: int
    dilation: int
    before: int | None
    up: bool

    @property
    def leaves_holes(self) -> bool:
        """Whether some positions lie between all stamps."""
        phases = {tap * self.dilation % self.stride for tap in range(self.kernel)}
        return self.up and len(phases) < self.stride


@dataclass(frozen=True)
class Conv:
    """A layer that convolves, by its sizes.

    Parameters
    ----------
    kernel_size : int or (int, int)
        Rows and columns of the kernel.
    stride, dilation : int or (int, int), optional
        As in `conv2d`.
    padding : int, (int, int), ((int, int), (int, int)) or {"valid", "same", "full"}, optional
        As in `conv2d`; "same" at a stride above 1 depends on the image's size.
    channels : int, optional
        Output channels, which `cost` needs and `receptive_field` does not.
    groups : int, optional
        Parts into which the channels are cut.
    bias : bool, optional
        Whether one number is added to each output channel.

    Raises
    ------
    ValueError, TypeError
        If a value is out of range, or not an integer.

    Examples
    --------
    >>> Conv(3, padding="full").padding
    ((2, 2), (2, 2))
    """

    kernel_size: Pair
    _: KW_ONLY
    stride: Pair = (1, 1)
    padding: Sides | str = NO_PADDING
    dilation: Pair = (1, 1)
    channels: int | None = None
    groups: int = 1
    bias: bool = True

    if TYPE_CHECKING:  # An argument may have more forms than the field it becomes.

        def __init__(
            self,
            kernel_size: PairLike,
            *,
            stride: PairLike = 1,
            padding: PaddingLike = 0,
            dilation: PairLike = 1,
            channels: int | None = None,
            groups: int = 1,
            bias: bool = True,
        ) -> None: ...

    def __post_init__(self) -> None:
        _settle(self, **_window(self), **_channels(self))

    def steps(self, input_size: PairLike | None) -> tuple[Step, Step]:
        """(Step, Step): the rows and the columns, on an input of this size."""
        return _down(self, input_size)

    def output_size(self, input_size: PairLike) -> Pair:
        """(int, int): rows and columns of the feature map; 0 where the kernel does not fit."""
        size = as_pair(input_size, "input_size", 1)
        moves = self.kernel_size, self.stride, sides_on(self, size), self.dilation
        rows, cols = map(count_positions, size, *moves)
        return rows, cols


@dataclass(frozen=True)
class Pool:
    """A layer that pools, by its sizes: what `max_pool2d` and `avg_pool2d` do.

    Parameters
    ----------
    kernel_size : int or (int, int)
        Rows and columns of the window.
    stride : int or (int, int), optional
        As many cells as the window has, if not given.
    padding, dilation, ceil_mode : optional
        As in `max_pool2d`.

    Raises
    ------
    ValueError, TypeError
        If a value is out of range, or not an integer.

    Examples
    --------
    >>> Pool((2, 3)).stride
    (2, 3)
    >>> Pool(3, stride=2, ceil_mode=True).output_size((112, 28))
    (56, 14)
    """

    kernel_size: Pair
    _: KW_ONLY
    stride: Pair = None  # type: ignore[assignment]  # read as the window's size
    padding: Sides | str = NO_PADDING
    dilation: Pair = (1, 1)
    ceil_mode: bool = False

    if TYPE_CHECKING:

        def __init__(
            self,
            kernel_size: PairLike,
            *,
            stride: PairLike | None = None,
            padding: PaddingLike = 0,
            dilation: PairLike = 1,
            ceil_mode: bool = False,
        ) -> None: ...

    def __post_init__(self) -> None:
        if self.stride is None:
            _settle(self, stride=self.kernel_size)
        _settle(self, **_window(self))

    def steps(self, input_size: PairLike | None) -> tuple[Step, Step]:
        """(Step, Step): the rows and the columns, on an input of this size."""
        return _down(self, input_size)

    def output_size(self, input_size: PairLike) -> Pair:
        """(int, int): rows and columns of the feature map; 0 where the window does not fit."""
        size, both = as_pair(input_size, "input_size", 1), (bool(self.ceil_mode),) * 2
        moves = self.kernel_size, self.stride, sides_on(self, size), self.dilation, both
        rows, cols = map(count_pooled, size, *moves)
        return rows, cols


@dataclass(frozen=True)
class Transposed:
    """A layer that stamps, by its sizes: what `conv_transpose2d` does.

    Parameters
    ----------
    kernel_size : int or (int, int)
        Rows and columns of a stamp.
    stride, padding, output_padding, dilation : optional
        As in `conv_transpose2d`: a name is no padding here.
    channels, groups, bias : optional
        As in `Conv`.

    Raises
    ------
    ValueError, TypeError
        If a value is out of range, or not an integer.

    Examples
    --------
    >>> Transposed(3, stride=2, padding=1, output_padding=1).output_size((14, 7))
    (28, 14)
    """

    kernel_size: Pair
    _: KW_ONLY
    stride: Pair = (1, 1)
    padding: Sides = NO_PADDING
    output_padding: Pair = (0, 0)
    dilation: Pair = (1, 1)
    channels: int | None = None
    groups: int = 1
    bias: bool = True

    if TYPE_CHECKING:

        def __init__(
            self,
            kernel_size: PairLike,
            *,
            stride: PairLike = 1,
            padding: PaddingLike = 0,
            output_padding: PairLike = 0,
            dilation: PairLike = 1,
            channels: int | None = None,
            groups: int = 1,
            bias: bool = True,
        ) -> None: ...

    def __post_init__(self) -> None:
        as_cells(self.padding)
        _settle(self, **_window(self), **_channels(self))
        added = as_output_padding(self.output_padding, self.stride, self.dilation)
        _settle(self, output_padding=added)

    def steps(self, input_size: PairLike | None) -> tuple[Step, Step]:
        """(Step, Step): the rows and the columns, on an input of this size."""
        rows, cols = (
            Step(kernel, stride, dilation, sides[0], True)
            for kernel, stride, dilation, sides in zip(
                self.kernel_size, self.stride, self.dilation, self.padding, strict=True
            )
        )
        return rows, cols

    def output_size(self, input_size: PairLike) -> Pair:
        """(int, int): rows and columns of the result; below 1 where padding takes off all."""
        size = as_pair(input_size, "input_size", 1)
        moves = self.kernel_size, self.stride, self.padding, self.output_padding, self.dilation
        rows, cols = map(count_stamped, size, *moves)
        return rows, cols


@dataclass(frozen=True, init=False)
class Branches:
    """Paths that part and meet again: a residual block, a skip connection, an inception module.

    Parameters
    ----------
    *paths : sequence of layers
        Each leads from the same input; an empty one passes it on.
    join : {"add", "stack"}, optional
        Whether the ends are added, or their channels stacked.

    Raises
    ------
    ValueError
        If there is no path, or join is not one of these names.
    TypeError
        If a path is not a sequence of layers.

    Examples
    --------
    >>> len(Branches([Conv(3, padding=1), Conv(3, padding=1)], []).paths)
    2
    """

    paths: "tuple[tuple[Layer, ...], ...]"
    join: Literal["add", "stack"] = "add"

    def __init__(self, *paths: "Iterable[Layer]", join: Literal["add", "stack"] = "add") -> None:
        if not paths:
            raise ValueError("Branches needs a path: give sequences of layers, [] to pass on")
        if join not in ("add", "stack"):
            raise ValueError(f'join={join!r} must be "add" or "stack"')
        read = tuple(as_layers(path, f"paths[{n}]") for n, path in enumerate(paths))
        _settle(self, paths=read, join=join)


Layer: TypeAlias = Conv | Pool | Transposed | Branches


def as_layers(layers: Iterable[Layer], name: str) -> tuple[Layer, ...]:
    """Return layers as a tuple, or refuse what is none."""
    if not isinstance(layers, Iterable) or isinstance(layers, str):
        raise TypeError(f"{name}={layers!r} must be a sequence of layers, as in [Conv(3)]")
    read = tuple(layers)
    for n, layer in enumerate(read):
        if not isinstance(layer, Layer):
            raise TypeError(
                f"{name}[{n}]={layer!r} must be a Conv, a Pool, a Transposed or Branches"
            )
    return read


# What layers have in common


def _settle(layer: Any, **values: Any) -> None:
    for name, value in values.items():
        object.__setattr__(layer, name, value)


def _window(layer: Any) -> dict[str, Any]:
    """Read the sizes of a window; padding by name is kept only where it depends on the image."""
    size = as_pair(layer.kernel_size, "kernel_size", 1)
    stride = as_pair(layer.stride, "stride", 1)
    dilation = as_pair(layer.dilation, "dilation", 1)
    sides = as_padding(layer.padding, (1, 1), size, stride, dilation)
    is_same = isinstance(layer.padding, str) and layer.padding == "same"
    padding = "same" if is_same and max(stride) > 1 else sides
    return {"kernel_size": size, "stride": stride, "padding": padding, "dilation": dilation}


def _channels(layer: Any) -> dict[str, Any]:
    groups, channels = as_size(layer.groups, "groups", 1), layer.channels
    if channels is not None:
        channels = as_size(channels, "channels", 1)
        if channels % groups:
            raise ValueError(f"groups={groups} must divide the {channels} output channels")
    return {"channels": channels, "groups": groups}


def sides_on(layer: Conv | Pool, input_size: Pair) -> Sides:
    """Return a layer's padding on an input of this size."""
    return as_padding(layer.padding, input_size, layer.kernel_size, layer.stride, layer.dilation)


def _down(layer: Conv | Pool, input_size: PairLike | None) -> tuple[Step, Step]:
    size = (1, 1) if input_size is None else as_pair(input_size, "input_size", 1)
    sides = sides_on(layer, size)
    is_open = layer.padding == "same" and input_size is None  # at stride 1 it is no question
    rows, cols = (
        Step(kernel, stride, dilation, None if is_open and stride > 1 else before, False)
        for kernel, stride, dilation, (before, _) in zip(
            layer.kernel_size, layer.stride, layer.dilation, sides, strict=True
        )
    )
    return rows, cols
