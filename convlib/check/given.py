"""What a lesson's author gives a check, read, or refused at once."""

from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from ..arguments import as_numbers, as_plane
from ..layers import Conv, Layer, as_layers


def as_real_plane(plane: ArrayLike, name: str) -> np.ndarray:
    """Return a plane of real numbers."""
    read = as_plane(plane, name)
    if read.dtype.kind == "c":
        raise TypeError(f"{name} has dtype {read.dtype}: give real numbers")
    return read


def as_row(numbers: Any, name: str) -> np.ndarray:
    """Return a row of real numbers."""
    row = as_numbers(numbers, name)
    if row.ndim != 1 or row.dtype.kind not in "iuf" or not row.size:
        raise ValueError(f"{name}={numbers!r} must be a row of real numbers, such as [1, 2, 3]")
    return row


def as_real(number: Any, name: str) -> float:
    """Return a real number."""
    array = as_numbers(number, name)
    if array.ndim or array.dtype.kind == "c":
        raise TypeError(f"{name}={number!r} must be a real number")
    return array.item()


def as_stack(layers: Iterable[Layer], name: str = "layers") -> list[Conv]:
    """Return convolutions that are alike along rows and columns, at least one."""
    stack = [as_conv(layer, f"{name}[{n}]") for n, layer in enumerate(as_layers(layers, name))]
    if not stack:
        raise ValueError(f"{name} is empty: give at least one, as in [Conv(3)]")
    for n, layer in enumerate(stack):
        settings = layer.kernel_size, layer.stride, layer.padding, layer.dilation
        if any(setting[0] != setting[1] for setting in settings if not isinstance(setting, str)):
            raise ValueError(f"{name}[{n}]={layer!r} must be alike along rows and columns")
    return stack


def as_conv(layer: Any, name: str) -> Conv:
    """Return a layer that is a convolution."""
    if not isinstance(layer, Conv):
        raise TypeError(f"{name}={layer!r} must be a Conv")
    return layer
