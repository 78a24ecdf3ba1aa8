"""Networks whose costs or tiles are known, random stacks of layers, and running them."""

from hypothesis import strategies as st

from convlib import Branches, Conv, Pool, Transposed, conv2d, conv_transpose2d, max_pool2d
from convlib.cutting import STACKS

# Networks


def alexnet_of_torchvision():
    convs = [Conv(3, padding=1, channels=channels) for channels in (384, 256, 256)]
    return [
        Conv(11, stride=4, padding=2, channels=64),
        Pool(3, stride=2),
        Conv(5, padding=2, channels=192),
        Pool(3, stride=2),
        *convs,
        Pool(3, stride=2),
        *dense(6, 4096, 4096, 1000),
    ]


def alexnet_of_2012(groups):
    """AlexNet as it was published, on two cards (two groups) or one."""
    return [
        Conv(11, stride=4, channels=96),
        Pool(3, stride=2),
        Conv(5, padding=2, channels=256, groups=groups),
        Pool(3, stride=2),
        Conv(3, padding=1, channels=384),
        Conv(3, padding=1, channels=384, groups=groups),
        Conv(3, padding=1, channels=256, groups=groups),
        Pool(3, stride=2),
        *dense(6, 4096, 4096, 1000),
    ]


def dense(size, *channels):
    """Dense layers on a map of a size, as convolutions."""
    return [Conv(size if n == 0 else 1, channels=count) for n, count in enumerate(channels)]


def small_unet():
    """A U-Net of two levels that keeps the image's size, with a total stride of 4."""
    return STACKS["small U-Net"]


# Random stacks

cells = st.integers(0, 2)
sides = st.tuples(st.tuples(cells, cells), st.tuples(cells, cells))
kernels = st.tuples(st.integers(1, 4), st.integers(1, 4))
small = st.tuples(st.integers(1, 3), st.integers(1, 3))
twos = st.tuples(st.integers(1, 2), st.integers(1, 2))


@st.composite
def convs(draw, names=True):
    paddings = sides | st.just("same") if names else sides
    return Conv(draw(kernels), stride=draw(small), padding=draw(paddings), dilation=draw(twos))


@st.composite
def pools(draw):
    return Pool(
        draw(kernels),
        stride=draw(st.none() | small),
        padding=draw(sides),
        dilation=draw(twos),
        ceil_mode=draw(st.booleans()),
    )


@st.composite
def transposed(draw):
    stride, dilation = draw(small), draw(twos)
    added = tuple(
        draw(st.integers(0, max(move) - 1)) for move in zip(stride, dilation, strict=True)
    )
    return Transposed(
        draw(kernels),
        stride=stride,
        padding=draw(sides),
        output_padding=added,
        dilation=dilation,
    )


KEEPING = [
    [],
    [Conv((3, 5), padding="same", dilation=2)],
    [Conv(2, padding=((0, 1), (1, 0)))],
    [Conv(3, padding=1), Pool(3, stride=1, padding=1)],
    [Transposed(3, padding=1, dilation=(1, 1))],
    [Transposed((3, 1), stride=2, output_padding=(0, 1), padding=((0, 1), (0, 0))), Pool(2)],
]
HALVING = [
    [Conv(3, stride=2, padding=1)],
    [Conv(1, stride=2)],
    [Pool(2, ceil_mode=True)],
    [Conv(4, stride=2, padding=((1, 2), (1, 2)))],
]


@st.composite
def branches(draw):
    kind = st.sampled_from(draw(st.sampled_from([KEEPING, HALVING])))
    paths = draw(st.lists(kind, min_size=1, max_size=3))
    return Branches(*paths, join=draw(st.sampled_from(["add", "stack"])))


def stacks(names=True):
    layer = convs(names) | pools() | transposed() | branches()
    return st.lists(layer, min_size=1, max_size=3)


# The operators themselves


def moves(layer):
    return {name: getattr(layer, name) for name in ("stride", "padding", "dilation")}


def run(layers, maps, weigh, pool, bias=None):
    """Put maps through layers with some weights, some pooling, and a bias."""
    for layer in layers:
        if isinstance(layer, Branches):
            maps = sum(run(path, maps, weigh, pool, bias) for path in layer.paths)
        elif isinstance(layer, Conv):
            maps = conv2d(maps, weigh(layer.kernel_size), bias=bias, **moves(layer))
        elif isinstance(layer, Transposed):
            added = {"output_padding": layer.output_padding}
            maps = conv_transpose2d(
                maps, weigh(layer.kernel_size), bias=bias, **moves(layer), **added
            )
        else:
            maps = pool(maps, layer)
    return maps


def take_largest(maps, layer):
    return max_pool2d(maps, layer.kernel_size, **moves(layer), ceil_mode=layer.ceil_mode)
