"""Networks that have been published, layer by layer: their convolutions and poolings by size."""

from collections.abc import Mapping
from types import MappingProxyType

from .layers import Branches, Conv, Layer, Pool, Transposed


def alexnet() -> list[Layer]:
    """AlexNet's features as in TensorFlow's slim, v2 (Krizhevsky, "One weird trick", 2014)."""
    return [
        Conv(11, stride=4, channels=64),
        Pool(3, stride=2),
        Conv(5, padding=2, channels=192),
        Pool(3, stride=2),
        *(Conv(3, padding=1, channels=channels) for channels in (384, 384, 256)),
        Pool(3, stride=2),
    ]


def vgg16() -> list[Layer]:
    """VGG-16's features (Simonyan & Zisserman, 2014)."""
    layers: list[Layer] = []
    for channels, times in [(64, 2), (128, 2), (256, 3), (512, 3), (512, 3)]:
        layers += [Conv(3, padding=1, channels=channels)] * times
        layers.append(Pool(2))
    return layers


def resnet(
    blocks: tuple[int, ...] = (3, 4, 6, 3),
    stride_on: int = 3,
    padding: int | str = 1,
    bias: bool = False,
) -> list[Layer]:
    """A ResNet of bottlenecks up to its last map (He, Zhang, Ren & Sun, 2015).

    The stride of a stage is on its first 3×3, or, as first published, on the 1×1 before it
    (``stride_on=1``). ``padding`` is that of all layers but the first.
    """
    layers: list[Layer] = [
        Conv(7, stride=2, padding=3, channels=64, bias=bias),
        Pool(3, stride=2, padding=padding),
    ]
    for stage, times in enumerate(blocks):
        for n in range(times):
            stride = 2 if stage > 0 and n == 0 else 1
            layers.append(_bottleneck(64 * 2**stage, stride, stride_on, padding, bias, n == 0))
    return layers


def _bottleneck(
    channels: int, stride: int, stride_on: int, padding: int | str, bias: bool, projects: bool
) -> Branches:
    strides = (stride, 1) if stride_on == 1 else (1, stride)
    wide = 4 * channels
    return Branches(
        [
            Conv(1, stride=strides[0], channels=channels, bias=bias),
            Conv(3, stride=strides[1], padding=padding, channels=channels, bias=bias),
            Conv(1, channels=wide, bias=bias),
        ],
        [Conv(1, stride=stride, channels=wide, bias=bias)] if projects else [],
    )


def wavenet(layers: int = 10) -> list[Layer]:
    """One block of WaveNet (van den Oord et al., 2016): two taps each, padded on the left only.

    The signal is an image of one row, and dilation doubles from layer to layer.
    """
    return [Conv((1, 2), dilation=(1, 2**n), padding=((0, 0), (2**n, 0))) for n in range(layers)]


def unet(levels: int = 4, level: int = 0) -> list[Layer]:
    """A U-Net without padding (Ronneberger, Fischer & Brox, 2015).

    What is passed on beside a level is cut to the size that comes back from below: a transposed
    layer of one tap, whose padding takes cells off.
    """
    block: list[Layer] = [Conv(3), Conv(3)]
    if level == levels:
        return block
    below = [Pool(2), *unet(levels, level + 1), Transposed(2, stride=2)]
    # The way through the levels below loses 2, 4 or 8 … cells by each of their convolutions.
    lost = sum(
        2 * 2 ** (n - level) * (1 if n == levels else 2) for n in range(level + 1, levels + 1)
    )
    skip = [Transposed(1, padding=lost)]
    return [*block, Branches(skip, below, join="stack"), *block]


#: Published networks by name, each a tuple of layers from the image up, for `receptive_field`:
#: "AlexNet", "VGG-16" and "ResNet-50" up to the last map before their dense layers (the stride of
#: ResNet-50 on the 3×3), one block of "WaveNet", and "U-Net" as first published, without padding.
networks: Mapping[str, tuple[Layer, ...]] = MappingProxyType(
    {
        "AlexNet": tuple(alexnet()),
        "VGG-16": tuple(vgg16()),
        "ResNet-50": tuple(resnet()),
        "WaveNet": tuple(wavenet()),
        "U-Net": tuple(unet()),
    }
)
