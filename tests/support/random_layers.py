"""Random transposed convolutions and poolings, and the same ones asked of PyTorch and ONNX."""

import numpy as np
from hypothesis import strategies as st

from tests.support.needs import oracle
from tests.support.random_convolutions import onnx_node, onnx_pads

sizes = st.tuples(st.integers(1, 5), st.integers(1, 5))
either = st.booleans()
steps = st.tuples(st.integers(1, 4), st.integers(1, 4))


@st.composite
def transposed(draw, planes=False, dtype=float, below=max):
    """Draw (image, kernel, options) for conv_transpose2d: planes, or channels and groups.

    ``below`` makes of stride and dilation the number that output_padding has to stay below.
    """
    options = {"stride": draw(steps), "dilation": draw(steps)}
    extent, size = draw(sizes), draw(sizes)
    moves = list(zip(options["stride"], options["dilation"], strict=True))
    options["output_padding"] = tuple(draw(st.integers(0, below(move) - 1)) for move in moves)
    options["padding"] = tuple(
        _sides_within(draw, (i - 1) * s + d * (k - 1) + 1 + added)
        for i, k, (s, d), added in zip(extent, size, moves, options["output_padding"], strict=True)
    )
    leading, outer = (), ()
    if not planes:
        options["groups"], per_group, per_output = draw(st.tuples(*[st.integers(1, 3)] * 3))
        leading = (draw(st.integers(1, 3)), options["groups"] * per_group)
        outer = (leading[1], per_output)
    rng = np.random.default_rng(draw(st.integers(0, 10**6)))
    image = rng.normal(size=(*leading, *extent)).astype(dtype)
    return image, rng.normal(size=(*outer, *size)).astype(dtype), options


def _sides_within(draw, covered):
    """Draw padding before and after that leaves at least one of the covered cells."""
    before = draw(st.integers(0, min(covered - 1, 6)))
    return before, draw(st.integers(0, min(covered - 1 - before, 6)))


def torch_conv_transpose2d(image, kernel, *, padding, bias=None, **options):
    """Compute what PyTorch makes of a 4-D transposed convolution; one-sided padding is cut off."""
    torch = oracle("torch")
    arrays = (None if array is None else torch.tensor(array) for array in (image, kernel, bias))
    full = torch.nn.functional.conv_transpose2d(*arrays, **options).numpy()
    (top, bottom), (left, right) = padding
    return full[..., top : full.shape[-2] - bottom, left : full.shape[-1] - right]


def onnx_conv_transpose2d(
    image, kernel, *, bias, stride, padding, output_padding, dilation, groups
):
    """Compute what ONNX Runtime makes of a 4-D transposed convolution in float32."""
    return onnx_node(
        "ConvTranspose",
        {"image": image, "kernel": kernel, "bias": bias},
        strides=stride,
        pads=onnx_pads(padding),
        output_padding=output_padding,
        dilations=dilation,
        group=groups,
    )


@st.composite
def poolings(draw, dilations=steps, ceil_modes=either):
    """Draw (image, kernel_size, options) for max_pool2d, within what PyTorch takes."""
    size, dilation = draw(sizes), draw(dilations)
    options = {"stride": draw(st.none() | steps), "ceil_mode": draw(ceil_modes)}
    # PyTorch wants padding to be no more than half a window, so that each holds a cell.
    options["padding"] = tuple(draw(st.integers(0, k // 2)) for k in size)
    options["dilation"] = dilation
    extent = [
        draw(st.integers(max(d * (k - 1) + 1 - p, 1), 20))
        for k, d, p in zip(size, dilation, options["padding"], strict=True)
    ]
    shape = (draw(st.integers(1, 3)), draw(st.integers(1, 3)), *extent)
    rng = np.random.default_rng(draw(st.integers(0, 10**6)))
    # Few whole numbers, so that many cells of a window are equal.
    return rng.integers(-3, 4, shape).astype(float), size, options


def torch_pool(name, image, kernel_size, gradient=None, **options):
    """Compute what PyTorch makes of a pooling; with a gradient, where it leads that."""
    torch = oracle("torch")
    tensor = torch.tensor(image, requires_grad=True)
    maps = getattr(torch.nn.functional, name)(tensor, kernel_size, **options)
    if gradient is None:
        return maps.detach().numpy()
    maps.backward(torch.tensor(gradient))
    return tensor.grad.numpy()


def onnx_pool(kind, image, kernel_size, *, stride, padding, dilation, **options):
    """Compute what ONNX Runtime makes of a pooling in float32."""
    return onnx_node(
        kind,
        {"image": image.astype(np.float32)},
        kernel_shape=kernel_size,
        strides=stride or kernel_size,
        pads=onnx_pads([(cells, cells) for cells in padding]),
        dilations=dilation,
        **{name: int(value) for name, value in options.items()},
    )
