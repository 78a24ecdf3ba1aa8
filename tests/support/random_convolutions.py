"""Random convolutions for hypothesis, and the same ones asked of PyTorch, ONNX Runtime, SciPy."""

import numpy as np
from hypothesis import strategies as st

from convlib import PADDING_MODES
from tests.support.needs import oracle

# The padding modes by their names in np.pad.
NUMPY_MODES = {
    "zeros": "constant",
    "reflect": "reflect",
    "replicate": "edge",
    "circular": "wrap",
}
pairs = st.tuples(st.integers(1, 3), st.integers(1, 3))
sides = st.tuples(st.integers(0, 3), st.integers(0, 3))


@st.composite
def convolutions(
    draw, planes=False, modes=PADDING_MODES, stride=pairs, dilation=pairs, dtype=float
):
    """Draw (image, kernel, options) for conv2d: planes, or batches with channels and groups."""
    options = {"stride": draw(stride), "dilation": draw(dilation)}
    options["padding"] = draw(st.tuples(sides, sides))
    options["padding_mode"] = draw(st.sampled_from(modes))
    size = draw(st.tuples(st.integers(1, 5), st.integers(1, 5)))
    spans = [d * (k - 1) + 1 for d, k in zip(options["dilation"], size, strict=True)]
    # At least 4 cells: every padding_mode can then fill 3 cells of padding.
    extent = [draw(st.integers(max(span, 4), span + 20)) for span in spans]
    leading, outer = (), ()
    if not planes:
        options["groups"], per_group, per_output = draw(st.tuples(*[st.integers(1, 3)] * 3))
        leading = (draw(st.integers(1, 3)), options["groups"] * per_group)
        outer = (options["groups"] * per_output, per_group)
    rng = np.random.default_rng(draw(st.integers(0, 10**6)))
    image = rng.normal(size=(*leading, *extent)).astype(dtype)
    kernel = rng.normal(size=(*outer, *size)).astype(dtype)
    return image, kernel, options


def torch_conv2d(image, kernel, *, bias, padding, padding_mode, **options):
    """Compute what PyTorch makes of a 4-D convolution."""
    torch = oracle("torch")
    mode = {"zeros": "constant"}.get(padding_mode, padding_mode)
    padded = torch.nn.functional.pad(torch.tensor(image), (*padding[1], *padding[0]), mode=mode)
    weights = torch.tensor(kernel), torch.tensor(bias)
    return torch.nn.functional.conv2d(padded, *weights, **options).numpy()


def onnx_conv2d(image, kernel, *, bias, stride, padding, dilation, groups):
    """Compute what ONNX Runtime makes of a 4-D convolution in float32."""
    return onnx_node(
        "Conv",
        {"image": image, "kernel": kernel, "bias": bias},
        strides=stride,
        pads=onnx_pads(padding),
        dilations=dilation,
        group=groups,
    )


def onnx_pads(padding):
    """Write ((top, bottom), (left, right)) as ONNX wants it."""
    (top, bottom), (left, right) = padding
    return [top, left, bottom, right]


def onnx_node(kind, inputs, **attributes):
    """Compute what ONNX Runtime makes of one operator and its inputs by name, in float32."""
    onnx, runtime = oracle("onnx"), oracle("onnxruntime")
    node = onnx.helper.make_node(kind, list(inputs), ["maps"], **attributes)
    described = [
        onnx.helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, shape)
        for name, shape in [*((n, array.shape) for n, array in inputs.items()), ("maps", None)]
    ]
    graph = onnx.helper.make_graph([node], kind, described[:-1], described[-1:])
    opset = onnx.helper.make_opsetid("", 19)
    model = onnx.helper.make_model(graph, opset_imports=[opset], ir_version=9)
    session = runtime.InferenceSession(
        model.SerializeToString(), providers=["CPUExecutionProvider"]
    )
    return session.run(None, inputs)[0]


def scipy_correlate(image, kernel, *, stride, dilation):
    """Compute what SciPy makes of one plane without padding."""
    from scipy.signal import correlate2d

    spread = np.zeros([d * (k - 1) + 1 for d, k in zip(dilation, kernel.shape, strict=True)])
    spread[:: dilation[0], :: dilation[1]] = kernel
    return correlate2d(image, spread, mode="valid")[:: stride[0], :: stride[1]]


def windows_that_hold(cells, kernel_size, options):
    """Mark the feature-map cells whose window holds a marked cell, by brute force."""
    (top, bottom), (left, right) = options.get("padding", ((0, 0), (0, 0)))
    mode = NUMPY_MODES[options.get("padding_mode", "zeros")]
    padded = np.pad(cells, ((top, bottom), (left, right)), mode=mode)
    (s_row, s_col), (d_row, d_col) = options.get("stride", (1, 1)), options.get("dilation", (1, 1))
    reach = [(k - 1) * d for k, d in zip(kernel_size, (d_row, d_col), strict=True)]
    return np.array(
        [
            [
                padded[row : row + reach[0] + 1 : d_row, col : col + reach[1] + 1 : d_col].any()
                for col in range(0, padded.shape[1] - reach[1], s_col)
            ]
            for row in range(0, padded.shape[0] - reach[0], s_row)
        ]
    )
