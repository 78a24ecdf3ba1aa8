"""What each misunderstanding makes of the shape of a layer's kernel, and of what it costs."""

from dataclasses import replace
from math import prod
from typing import Any, TypeAlias

from ..costs import cost
from ..layers import NO_PADDING, Conv

Mistakes: TypeAlias = list[tuple[str, Any]]


def kernel_shape(layer: Conv, channels: int) -> tuple[int, ...]:
    """Return (O, C/groups, kH, kW) of a layer whose channels are given, as `cost` demands."""
    return (layer.channels or 0, channels // layer.groups, *layer.kernel_size)


def mistaken_shapes(layer: Conv, channels: int) -> Mistakes:
    """List (misconception, shape), the likelier first."""
    outputs, per_group, *size = kernel_shape(layer, channels)
    groups = layer.groups
    return [
        ("groups left out", (outputs, channels, *size)),
        ("outputs divided instead", (outputs // groups, channels, *size)),
        ("outputs divided too", (outputs // groups, per_group, *size)),
        ("outputs and channels swapped", (per_group, outputs, *size)),
        ("outputs and channels swapped", (channels, outputs // groups, *size)),
        ("outputs and channels swapped", (channels, outputs, *size)),
        ("groups as an axis", (groups, outputs // groups, per_group, *size)),
        ("kernel's axes last", (*size, per_group, outputs)),
    ]


def mistaken_parameters(layer: Conv, shape: tuple[int, int, int]) -> Mistakes:
    """List (misconception, parameters) of a layer with a bias."""
    outputs, per_group, *size = kernel_shape(layer, shape[0])
    groups, kernel = layer.groups, prod(size)
    weights = outputs * per_group * kernel
    (counted,) = cost([layer], shape)
    positions = prod(counted.output_shape[1:])
    return [
        ("bias left out", weights),
        ("groups left out", weights * groups + outputs),
        ("outputs divided too", weights // groups + outputs),
        ("groups multiplied", weights * groups * groups + outputs),
        ("channels left out", outputs * kernel + outputs),
        ("outputs left out", per_group * kernel + 1),
        ("one bias for the layer", weights + 1),
        ("bias for each kernel", weights + outputs * per_group),
        ("bias for each position", weights + outputs * positions),
        ("k for k·k", outputs * per_group * size[0] + outputs),
        ("weights for each position", weights * positions + outputs),
    ]


def mistaken_multiply_adds(layer: Conv, shape: tuple[int, int, int]) -> Mistakes:
    """List (misconception, multiply-adds)."""
    outputs, per_group, *size = kernel_shape(layer, shape[0])
    (counted,) = cost([layer], shape)
    rows, cols = counted.output_shape[1:]
    right, weights = counted.multiply_adds, prod(kernel_shape(layer, shape[0]))
    unpadded = prod(replace(layer, padding=NO_PADDING).output_size((shape[1], shape[2])))
    return [
        ("positions of the image", weights * shape[1] * shape[2]),
        ("multiply-add as two", 2 * right),
        ("bias as a multiply-add", right + outputs * rows * cols),
        ("groups left out", right * layer.groups),
        ("outputs divided too", right // layer.groups),
        ("channels left out", right // per_group),
        ("outputs left out", right // outputs),
        ("one axis only", weights * rows),
        ("weights only", weights),
        ("padding left out", weights * unpadded),
        ("k for k·k", right // size[0]),
    ]
