"""Layers put on each other: the size of every map, and padding that depends on it."""

from collections.abc import Iterable
from typing import NamedTuple

from .arguments import AXES, Pair
from .axis import Axis
from .geometry import no_room
from .layers import Branches, Conv, Layer, Pool, Step, Transposed, as_layers, sides_on


class Placed(NamedTuple):
    """A layer on the map below it; Branches hold their paths, each a row of placed layers."""

    layer: Layer
    input_size: Pair | None
    output_size: Pair | None
    steps: tuple[Step, ...] = ()  # rows and columns; none for Branches
    paths: "tuple[tuple[Placed, ...], ...]" = ()


def place(layers: Iterable[Layer], input_size: Pair | None, name: str) -> tuple[Placed, ...]:
    """Put layers on each other, or refuse those that do not fit; sizes are None if not known."""
    placed = []
    for n, layer in enumerate(as_layers(layers, name)):
        here = f"{name}[{n}]"
        if isinstance(layer, Branches):
            placed.append(_place_branches(layer, input_size, here))
        else:
            size = None if input_size is None else _fitting_size(layer, input_size, here)
            placed.append(Placed(layer, input_size, size, layer.steps(input_size)))
        input_size = placed[-1].output_size
    return tuple(placed)


def _place_branches(layer: Branches, input_size: Pair | None, name: str) -> Placed:
    paths = tuple(
        place(path, input_size, f"{name}.paths[{n}]") for n, path in enumerate(layer.paths)
    )
    ends = [path[-1].output_size if path else input_size for path in paths]
    for n, end in enumerate(ends):
        if end is not None and ends[0] is not None and end != ends[0]:
            rows, cols = end[0] - ends[0][0], end[1] - ends[0][1]
            raise ValueError(
                f"{name}: paths[0] ends in {ends[0]} cells and paths[{n}] in {end}, {rows:+d} rows "
                f"and {cols:+d} columns: change the padding or stride of one, so that they meet"
            )
    return Placed(layer, input_size, ends[0], paths=paths)


def _fitting_size(layer: Conv | Pool | Transposed, input_size: Pair, name: str) -> Pair:
    output = layer.output_size(input_size)
    for axis, cells in enumerate(output):
        if cells >= 1:
            continue
        if isinstance(layer, Transposed):
            raise ValueError(
                f"{name}: padding={layer.padding} takes off all {AXES[axis]} that the stamps cover "
                f"and leaves {cells}: reduce padding, or add output_padding"
            )
        sides, dilation = sides_on(layer, input_size)[axis], layer.dilation[axis]
        here = Axis.of(input_size[axis], layer.kernel_size[axis], 1, sides, dilation)
        raise ValueError(f"{name}: {no_room(here, AXES[axis], 'its {}input')}")
    return output
