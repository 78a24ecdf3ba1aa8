"""Time against image size, kernel size and channels, for conv2d and its peers, as a picture."""

from functools import partial

import numpy as np

from benchmarks.timing import seconds
from convlib import conv2d

STYLES = {  # Okabe-Ito colours, and a marker for those who do not see them
    "convlib": {"color": "#0072B2", "marker": "o", "linewidth": 2.5},
    "PyTorch": {"color": "#D55E00", "marker": "s"},
    "SciPy correlate2d": {"color": "#009E73", "marker": "^"},
    "SciPy fftconvolve": {"color": "#CC79A7", "marker": "v"},
    "OpenCV filter2D": {"color": "#000000", "marker": "x"},
}


def peers(image, kernel, many_channels=False):
    """Calls that do the same work, by name."""
    import cv2
    import torch
    from scipy import signal

    tensors = torch.from_numpy(image), torch.from_numpy(kernel)
    calls = {
        "convlib": partial(conv2d, image, kernel, padding="same"),
        "PyTorch": partial(torch.nn.functional.conv2d, *tensors, padding="same"),
    }
    if not many_channels:
        plane = image[0, 0], kernel[0, 0]
        calls["SciPy correlate2d"] = partial(signal.correlate2d, *plane, mode="same")
        calls["SciPy fftconvolve"] = partial(signal.fftconvolve, *plane, mode="same")
        calls["OpenCV filter2D"] = partial(cv2.filter2D, plane[0], -1, plane[1])
    return calls


def curve(works, at_most=1.0):
    """Median milliseconds of every peer over a series of works; a slow peer stops early."""
    rng, found = np.random.default_rng(0), {}
    for size, shapes in works.items():
        arrays = [rng.normal(size=shape).astype(np.float32) for shape in shapes]
        for name, call in peers(*arrays, many_channels=shapes[0][1] > 1).items():
            points = found.setdefault(name, [])
            if points and points[-1][1] > at_most * 1e3:
                continue
            first = seconds(call)
            repeats = 7 if first < at_most / 4 else 1
            times = sorted(seconds(call) for _ in range(repeats))
            points.append((size, times[len(times) // 2] * 1e3))
    return found


def panels():
    """Three series: label of the axis, title, and the shapes of image and kernel by size."""
    return [
        (
            "image: rows and columns",
            "one plane, 5×5 kernel",
            {n: ((1, 1, n, n), (1, 1, 5, 5)) for n in (16, 64, 256, 1024, 4096)},
        ),
        (
            "kernel: rows and columns",
            "one plane of 1024×1024",
            {k: ((1, 1, 1024, 1024), (1, 1, k, k)) for k in (3, 5, 9, 15, 31, 63, 101)},
        ),
        (
            "channels in and out",
            "56×56, 3×3 kernels",
            {c: ((1, c, 56, 56), (c, c, 3, 3)) for c in (4, 16, 64, 256)},
        ),
    ]


def plot(path):
    """Measure and write the picture."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(12, 4), layout="constrained")
    for axes, (label, title, works) in zip(figure.subplots(1, 3), panels(), strict=True):
        for name, points in curve(works).items():
            axes.loglog(*zip(*points, strict=True), label=name, **STYLES[name])
        axes.set(xlabel=label, title=title, ylabel="milliseconds per call")
        axes.set_xticks(list(works), [str(size) for size in works])
        axes.minorticks_off()
        axes.grid(alpha=0.3)
    figure.axes[0].legend(fontsize=9)
    figure.savefig(path, dpi=100)
