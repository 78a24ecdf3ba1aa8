"""What a stack of layers costs: numbers to learn, and multiplications to do."""

from collections.abc import Iterable
from math import prod
from typing import NamedTuple

from .arguments import as_size
from .layers import Branches, Conv, Layer, Pool
from .stacks import place


class Cost(NamedTuple):
    """What one layer makes and costs.

    Attributes
    ----------
    output_shape : (int, int, int)
        Channels, rows and columns of its feature map.
    parameters : int
        Weights and biases.
    multiply_adds : int
        Multiplications, each with its addition, for one image.
    """

    output_shape: tuple[int, int, int]
    parameters: int
    multiply_adds: int


def cost(layers: Iterable[Layer], input_shape: Iterable[int]) -> list[Cost]:
    """Count what each layer of a stack has to learn, and to multiply, for one image.

    Parameters
    ----------
    layers : sequence of Conv, Pool, Transposed and Branches
        From the image up. Convolutions and transposed ones need their ``channels``.
    input_shape : (int, int, int)
        Channels, rows and columns of the image.

    Returns
    -------
    list of Cost
        One for each layer; that of Branches is the sum over their paths.

    Raises
    ------
    ValueError
        If channels are not given or do not fit, or a layer does not fit on the one below.
    TypeError
        If a layer is none, or a size is not an integer.

    See Also
    --------
    receptive_field : what the outputs of the same layers see.

    Notes
    -----
    A convolution has O · C/groups · kH · kW weights and uses each at every position of its output,
    a transposed one at every position of its input. Biases and pooling multiply nothing; some
    tools count a bias as one more, or a multiply-add as two. A dense layer is a convolution whose
    kernel is as large as its input.

    Examples
    --------
    >>> from convlib import Conv, Pool
    >>> for layer in cost([Conv(11, stride=4, padding=2, channels=64), Pool(3, stride=2)],
    ...                   (3, 224, 224)):
    ...     print(layer)
    Cost(output_shape=(64, 55, 55), parameters=23296, multiply_adds=70276800)
    Cost(output_shape=(64, 27, 27), parameters=0, multiply_adds=0)
    """
    channels, rows, cols = _as_shape(input_shape)
    return _costs(place(layers, (rows, cols), "layers"), channels, "layers")


def _as_shape(input_shape: Iterable[int]) -> tuple[int, int, int]:
    try:
        shape = tuple(input_shape)
    except TypeError:
        raise TypeError(f"input_shape={input_shape!r} must be (channels, rows, cols)") from None
    if len(shape) != 3:
        raise ValueError(f"input_shape={input_shape!r} must be three integers (C, H, W)")
    channels, rows, cols = (as_size(cells, "input_shape", 1) for cells in shape)
    return channels, rows, cols


def _costs(placed, channels, name):
    costs = []
    for n, each in enumerate(placed):
        count = _of_branches if isinstance(each.layer, Branches) else _of_layer
        costs.append(count(each, channels, f"{name}[{n}]"))
        channels = costs[-1].output_shape[0]
    return costs


def _of_layer(placed, channels, name):
    layer = placed.layer
    if isinstance(layer, Pool):
        return Cost((channels, *placed.output_size), 0, 0)
    if layer.channels is None:
        raise ValueError(f"{name} has no channels: cost needs them, as in Conv(3, channels=64)")
    if channels % layer.groups:
        raise ValueError(f"{name}: groups={layer.groups} must divide its {channels} input channels")
    weights = channels * layer.channels // layer.groups * prod(layer.kernel_size)
    positions = placed.output_size if isinstance(layer, Conv) else placed.input_size
    biases = layer.channels if layer.bias else 0
    return Cost((layer.channels, *placed.output_size), weights + biases, weights * prod(positions))


def _of_branches(placed, channels, name):
    paths = [_costs(path, channels, f"{name}.paths[{n}]") for n, path in enumerate(placed.paths)]
    ends = [path[-1].output_shape[0] if path else channels for path in paths]
    if placed.layer.join == "add" and len(set(ends)) > 1:
        raise ValueError(
            f"{name}: its paths end in {ends} channels, and only equal ones can be added: "
            'change channels, or use join="stack"'
        )
    counted = [each for path in paths for each in path]
    return Cost(
        (sum(ends) if placed.layer.join == "stack" else ends[0], *placed.output_size),
        sum(each.parameters for each in counted),
        sum(each.multiply_adds for each in counted),
    )
