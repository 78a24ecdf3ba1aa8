"""Transposed convolutions, gradients, pooling, one thread: ``python -m benchmarks.operators``.

Prints, for every row, how long we take as a multiple of PyTorch's time, and of our own `conv2d` or
pooling forward: the median of the ratios round by round, the calls in turn, and the middle half of
these ratios. Both sides find the memory of their last call at hand. The last column is the most
memory that is held beside the output. Times are this machine's own; only ratios carry over, and
those not far.
"""

import argparse
import tracemalloc
from functools import partial
from typing import NamedTuple

import numpy as np

from benchmarks.conv2d import machine, show
from benchmarks.rows import numbers
from benchmarks.timing import keep_memory, one_thread, ratio, side_by_side
from convlib import (
    avg_pool2d,
    avg_pool2d_gradient,
    conv2d,
    conv2d_gradients,
    conv_transpose2d,
    max_pool2d,
    max_pool2d_gradient,
)
from convlib.conv import read_setting
from convlib.engine.stamps import stamp
from convlib.engine.weights import kernel_gradient

FLOAT32 = np.dtype(np.float32)


class Row(NamedTuple):
    """One line of the table: what is asked, the ratio wanted, and what to time."""

    work: str
    at_most: float
    make: object  # () -> (ours, PyTorch's, our forward pass or None)


def layer(image, kernel, **options):
    """Make the arrays of a convolution: gradient, image and kernel, for us and for PyTorch."""
    import torch

    image, kernel = numbers(*image), numbers(*kernel)
    gradient = numbers(*conv2d(image, kernel, **options).shape)
    arrays = gradient, image, kernel
    return arrays, [torch.from_numpy(array) for array in arrays]


def transposed(image, kernel, output_padding=0, **options):
    """Time a transposed convolution whose forward pass has these shapes."""
    import torch

    (maps, image, kernel), (tensor, _, weights) = layer(image, kernel, **options)
    moves = options | {"output_padding": output_padding}
    ours = partial(conv_transpose2d, maps, kernel, **moves)
    theirs = partial(torch.nn.functional.conv_transpose2d, tensor, weights, **moves)
    return ours, theirs, partial(conv2d, image, kernel, **options)


def gradient_for(name, image, kernel, **options):
    """Time one gradient of a convolution by itself, or all three."""
    import torch

    arrays, (tensor, tensor_image, weights) = layer(image, kernel, **options)
    gradient, image, kernel = arrays
    forward = partial(conv2d, image, kernel, **options)
    moves = [options.get(option, default) for option, default in MOVES]
    setting = read_setting(image.shape, kernel.shape[2:], *moves)
    if name == "image":
        ours = partial(stamp, gradient, kernel, setting, image.shape[2:], FLOAT32)
        grad, known = torch.nn.grad.conv2d_input, (tensor_image.shape, weights, tensor)
        return ours, partial(grad, *known, **options), forward
    if name == "kernel":
        ours = partial(kernel_gradient, gradient, image, kernel.shape[2:], setting, FLOAT32)
        grad, known = torch.nn.grad.conv2d_weight, (tensor_image, weights.shape, tensor)
        return ours, partial(grad, *known, **options), forward
    sizes = [setting.stride, [p[0] for p in setting.padding], setting.dilation]
    known = tensor, tensor_image, weights, [len(kernel)], *sizes, False, [0, 0], setting.groups
    theirs = partial(torch.ops.aten.convolution_backward, *known, [True] * 3)
    return partial(conv2d_gradients, *arrays, **options), theirs, forward


MOVES = [("stride", 1), ("padding", 0), ("dilation", 1), ("groups", 1)]


def pooled_and_back(shape, size, **options):
    """Time max pooling and its gradient: PyTorch looks for the largest only once, forward."""
    forward, their_forward, _ = pooled("max", shape, size, **options)
    backward, their_backward, _ = pooled("max", shape, size, True, **options)
    return (
        lambda: (forward(), backward()),
        lambda: (their_forward(), their_backward()),
        forward,
    )


def pooled(name, shape, size, backward=False, **options):
    """Time a pooling, or its gradient; PyTorch is given the places that it found forward."""
    import torch

    image = numbers(*shape)
    tensor, pool = torch.from_numpy(image), {"max": max_pool2d, "avg": avg_pool2d}[name]
    forward = partial(pool, image, size, **options)
    if not backward:
        theirs = partial(getattr(torch.nn.functional, f"{name}_pool2d"), tensor, size, **options)
        return forward, theirs, None
    gradient = numbers(*forward().shape)
    stride, padding = options.get("stride", size), options.get("padding", 0)
    known = torch.from_numpy(gradient), tensor, [size] * 2, [stride] * 2, [padding] * 2
    if name == "avg":
        ours = partial(avg_pool2d_gradient, gradient, image, size, **options)
        back = torch.ops.aten.avg_pool2d_backward
        return ours, partial(back, *known, False, True, None), forward
    indices = torch.nn.functional.max_pool2d(tensor, size, **options, return_indices=True)[1]
    ours = partial(max_pool2d_gradient, gradient, image, size, **options)
    back = torch.ops.aten.max_pool2d_with_indices_backward
    return ours, partial(back, *known, [1, 1], False, indices), forward


LAYERS = {
    "8×64×56², 3×3": ((8, 64, 56, 56), (64, 64, 3, 3), {"padding": 1}),
    "8×256×14², 3×3": ((8, 256, 14, 14), (256, 256, 3, 3), {"padding": 1}),
    "8×64×56², 3×3, stride 2": ((8, 64, 56, 56), (64, 64, 3, 3), {"padding": 1, "stride": 2}),
    "8×64×56², 3×3 depthwise": ((8, 64, 56, 56), (64, 1, 3, 3), {"padding": 1, "groups": 64}),
    "1024², 5×5": ((1, 1, 1024, 1024), (1, 1, 5, 5), {}),
}
AIMS = {"8×64×56², 3×3": 1.5}  # of PyTorch's time; of all else twice
ROWS = [
    *(
        Row(
            f"transposed: {name}",
            AIMS.get(name, 2),
            partial(transposed, image, kernel, added, **options),
        )
        for (name, (image, kernel, options)), added in zip(
            LAYERS.items(), (0, 0, 1, 0, 0), strict=True
        )
    ),
    Row(
        "transposed: 8×64×56², 4×4, stride 2",
        2,
        partial(transposed, (8, 64, 56, 56), (64, 64, 4, 4), padding=1, stride=2),
    ),
    *(
        Row(
            f"gradient for {wanted}: {name}",
            AIMS.get(name, 2),
            partial(gradient_for, wanted, *arrays, **options),
        )
        for wanted in ("image", "kernel", "all three")
        for name, (*arrays, options) in LAYERS.items()
    ),
    *(
        Row(
            f"{name} pooling{' backward' if backward else ''}: 8×64×112², {size}×{size}, stride 2",
            2,
            partial(pooled, name, (8, 64, 112, 112), size, backward, stride=2, padding=padding),
        )
        for name, size, padding in [("max", 3, 1), ("max", 2, 0), ("avg", 2, 0)]
        for backward in (False, True)
    ),
    Row(
        "max pooling and backward: 8×64×112², 3×3, stride 2",
        2,
        partial(pooled_and_back, (8, 64, 112, 112), 3, stride=2, padding=1),
    ),
]


def peak_beside_output(call):
    """Return the most bytes that a call holds beside what it returns."""
    tracemalloc.start()
    output = call()
    extra = tracemalloc.get_traced_memory()[1] - sum(
        array.nbytes for array in (output if isinstance(output, tuple) else (output,))
    )
    tracemalloc.stop()
    return extra


def report(row, rounds):
    """Print one line of the table."""
    ours, theirs, forward = row.make()
    times = side_by_side(ours, theirs, rounds)
    middle, low, high = ratio(times)
    own = show(ratio(side_by_side(ours, forward, rounds))[0]) if forward else ""
    cells = [
        row.work,
        f"aim {show(row.at_most)}",
        show(middle),
        f"{show(low)} to {show(high)}",
        "yes" if middle <= row.at_most else "**no**",
        own,
        f"{sorted(times[0])[len(times[0]) // 2] * 1e3:.3g} ms",
        f"{peak_beside_output(ours) / 2**20:.1f} MB",
    ]
    print("| " + " | ".join(cells) + " |", flush=True)


def main():
    parser = argparse.ArgumentParser(prog="python -m benchmarks.operators", description=__doc__)
    parser.add_argument("--only", default="", help="rows whose work contains this")
    parser.add_argument("--rounds", type=int, default=15)
    options = parser.parse_args()
    keep_memory()
    with one_thread():
        print(machine())
        print("| work | wanted | PyTorch | spread | there | own forward | ours | beside output |")
        print("|---|---|---|---|---|---|---|---|")
        for row in ROWS:
            if options.only in row.work:
                report(row, options.rounds)


if __name__ == "__main__":
    main()
