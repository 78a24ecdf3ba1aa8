"""conv2d beside its peers, one thread: ``python -m benchmarks.conv2d``.

Prints, for every row, how long we take as a multiple of a peer's time: the ratio of medians of
interleaved runs, its spread (the middle half of the ratios round by round), and the ratio in
fresh processes. In the first, both sides find the memory of their last call at hand; in fresh
processes, both have to get it from the system each time (benchmarks/timing.py says why). Times are
this machine's own; only ratios carry over, and those not far.
"""

import argparse
import platform
import statistics
from functools import partial
from pathlib import Path
from typing import NamedTuple

import numpy as np

from benchmarks.timing import (
    give_memory_back,
    in_fresh_processes,
    keep_memory,
    one_thread,
    ratio,
    seconds,
    side_by_side,
)
from convlib import apply_filter_to_image, conv2d, gaussian_kernel, kernels
from convlib.examples import SEED_IMAGE, SEED_KERNEL, SEED_SETTING
from tests.support.engine_paths import paths_taken

RNG = np.random.default_rng(0)
CROP = (108, 192)  # the seed's loop is timed on a hundredth of a photo's pixels


class Row(NamedTuple):
    """One line of the table: what is asked, beside whom, and the ratio wanted."""

    work: str
    peer: str
    at_most: float
    must: bool
    make: object  # () -> (ours, theirs, how often theirs has to be counted, multiply-adds)


def numbers(*shape, dtype=np.float32):
    return RNG.normal(size=shape).astype(dtype)


def seeds_loop(matrix, kernel, stride=(1, 1), dilation=(1, 1)):
    """Filter one plane as the seed project does: pick a sub-matrix by lists, multiply, sum."""
    spans = [d * (k - 1) for d, k in zip(dilation, kernel.shape, strict=True)]
    sizes = [
        (n - span - 1) // s + 1 for n, span, s in zip(matrix.shape, spans, stride, strict=True)
    ]
    result = np.zeros(sizes)
    for i in range(sizes[0]):
        rows = [i * stride[0] + tap * dilation[0] for tap in range(kernel.shape[0])]
        for j in range(sizes[1]):
            cols = [j * stride[1] + tap * dilation[1] for tap in range(kernel.shape[1])]
            result[i, j] = np.sum(np.multiply(matrix[rows, :][:, cols], kernel))
    return result


def seed_example():
    return (
        partial(conv2d, SEED_IMAGE, SEED_KERNEL, padding=(0, 0), **SEED_SETTING),
        partial(seeds_loop, SEED_IMAGE, SEED_KERNEL, **SEED_SETTING),
        1,
        18 * 25,
    )


def random_photo():
    return RNG.integers(0, 256, (1080, 1920, 3), np.uint8)


def blur(size):
    return gaussian_kernel(size, size / 5)


def photo_beside_the_seed(kernel):
    photo = random_photo()
    crop = photo[: CROP[0] + len(kernel) - 1, : CROP[1] + len(kernel) - 1, 0]
    times = photo.size / np.prod(CROP)
    ours = partial(apply_filter_to_image, photo, kernel)
    return ours, partial(seeds_loop, crop, kernel), times, photo.size * kernel.size


def photo_beside_opencv(kernel):
    import cv2

    photo = random_photo()
    ours = partial(apply_filter_to_image, photo, kernel)
    return ours, partial(cv2.filter2D, photo, -1, kernel), 1, photo.size * kernel.size


def beside_scipy(name, image_size, kernel_size, dtype):
    from scipy import signal

    image, kernel = numbers(image_size, image_size, dtype=dtype), numbers(*kernel_size, dtype=dtype)
    theirs = partial(getattr(signal, name), image, kernel, mode="valid")
    cells = np.prod([image_size - k + 1 for k in kernel_size])
    return partial(conv2d, image, kernel), theirs, 1, cells * kernel.size


def beside_torch(image, kernel, dtype=np.float32, **options):
    import torch

    image, kernel = numbers(*image, dtype=dtype), numbers(*kernel, dtype=dtype)
    tensors = torch.from_numpy(image), torch.from_numpy(kernel)
    theirs = partial(torch.nn.functional.conv2d, *tensors, **options)
    cells = theirs().numel()
    return partial(conv2d, image, kernel, **options), theirs, 1, cells * kernel[0].size


def planes(size, kernel=5, **options):
    return partial(beside_torch, (1, 1, size, size), (1, 1, kernel, kernel), **options)


def scipy_row(name, kernel, dtype=np.float32):
    return partial(beside_scipy, name, 1024, (kernel, kernel), dtype)


def layer(work, at_most, count, channels, size, outputs, taps=3, groups=1, stride=1):
    """Give a layer of a network its row: images and kernels are square, the padding is "same"."""
    image, kernel = (count, channels, size, size), (outputs, channels // groups, taps, taps)
    options = {"stride": stride, "padding": taps // 2, "groups": groups}
    return Row(work, "torch", at_most, False, partial(beside_torch, image, kernel, **options))


ROWS = [
    Row("9×14, 5×5, stride (2, 1), dilation (1, 2)", "seed's loop", 1 / 12, True, seed_example),
    *(
        Row(
            f"photo, {k}×{k} Gaussian",
            "seed's loop",
            1 / 1500,
            True,
            partial(photo_beside_the_seed, blur(k)),
        )
        for k in (3, 15)
    ),
    Row("1024² 5×5 float64", "correlate2d", 0.2, True, scipy_row("correlate2d", 5, np.float64)),
    Row("1024² 31×31", "fftconvolve", 1, True, scipy_row("fftconvolve", 31)),
    Row("2048² 5×5", "torch", 0.3, True, planes(2048)),
    Row("2048² 5×5, dilation 4", "torch", 0.25, True, planes(2048, dilation=4)),
    Row("2048² 5×5, stride 2", "torch", 1.1, True, planes(2048, stride=2)),
    Row("512² 3×3 float64", "torch", 0.6, False, planes(512, 3, dtype=np.float64)),
    Row("512² 3×3", "torch", 0.9, False, planes(512, 3)),
    Row("4096² 5×5", "torch", 0.25, False, planes(4096)),
    Row("4096² 5×5, dilation 4", "torch", 0.05, False, planes(4096, dilation=4)),
    Row("4096² 5×5, stride 2", "torch", 0.5, False, planes(4096, stride=2)),
    Row("1024² 31×31, again", "fftconvolve", 0.85, False, scipy_row("fftconvolve", 31)),
    Row("1024² 101×101", "fftconvolve", 1.6, False, scipy_row("fftconvolve", 101)),
    layer("stem: 3×224², 64×7×7, stride 2", 1.3, 1, 3, 224, 64, 7, stride=2),
    layer("1×256×56², 3×3", 0.9, 1, 256, 56, 256),
    layer("8×512×14², 3×3", 1.05, 8, 512, 14, 512),
    layer("8×256×14², 3×3", 1.05, 8, 256, 14, 256),
    layer("8×128×28², 3×3", 1.1, 8, 128, 28, 128),
    layer("8×64×56², 3×3", 1.2, 8, 64, 56, 64),
    layer("8×256×14², 1×1", 1.05, 8, 256, 14, 256, 1),
    layer("8×128×56², 3×3, 32 groups", 0.75, 8, 128, 56, 128, groups=32),
    layer("1×256×28², 3×3, 32 groups", 1.0, 1, 256, 28, 256, groups=32),
    layer("1×256×56², 3×3 depthwise", 2.5, 1, 256, 56, 256, groups=256),
    layer("8×64×56², 3×3 depthwise", 1.0, 8, 64, 56, 64, groups=64),
    layer("8×512×14², 3×3 depthwise", 2.5, 8, 512, 14, 512, groups=512),
    Row("photo, 3×3 Gaussian", "OpenCV", 2.5, False, partial(photo_beside_opencv, blur(3))),
    Row("photo, 3×3 sharpen", "OpenCV", 4, False, partial(photo_beside_opencv, kernels["sharpen"])),
    Row("photo, 15×15 Gaussian", "OpenCV", 1, False, partial(photo_beside_opencv, blur(15))),
]


def peak_rates():
    """Measure the multiply-adds a second of a large matrix product, by dtype, in GFLOP/s."""
    rates = {}
    for dtype in (np.float32, np.float64):
        square = numbers(1024, 1024, dtype=dtype)
        best = min(seconds(partial(np.matmul, square, square)) for _ in range(7))
        rates[np.dtype(dtype).name] = 2 * 1024**3 / best / 1e9
    return rates


def measure(row, rounds, **options):
    """Return the times of one row, theirs scaled to the same work; our path; multiply-adds."""
    ours, theirs, count, multiply_adds = row.make()
    path = "+".join(paths_taken(ours)) or "tap by tap"  # for photos, outside the rule
    mine, other = side_by_side(ours, theirs, rounds, **options)
    return [mine, [count * t for t in other]], path, multiply_adds


def show(number):
    if number < 0.1:
        return f"1/{1 / number:.0f}" if number < 0.02 else f"1/{1 / number:.1f}"
    return f"{number:.2f}"


def report(row, rounds, processes):
    """Print one line of the table."""
    times, path, multiply_adds = measure(row, rounds)
    middle, low, high = ratio(times)
    fresh = in_fresh_processes("benchmarks.conv2d", row.work + row.peer, processes)
    fresh = statistics.median(fresh) if fresh else middle
    there = "yes" if max(middle, fresh) <= row.at_most else "**no**"
    median = sorted(times[0])[len(times[0]) // 2]
    cells = [
        row.work,
        row.peer,
        ("must " if row.must else "aim ") + show(row.at_most),
        show(middle),
        f"{show(low)} to {show(high)}",
        show(fresh),
        there,
        f"{median * 1e3:.3g} ms",
        f"{2 * multiply_adds / median / 1e9:.0f}",
        path,
    ]
    print("| " + " | ".join(cells) + " |", flush=True)


def machine():
    """Describe the machine and the libraries."""
    import cv2
    import scipy
    import threadpoolctl
    import torch

    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.exists() else []
    names = [line.split(": ")[1] for line in lines if line.startswith("model name")]
    cpu = names[0] if names else platform.processor() or platform.machine()
    blas = next(p for p in threadpoolctl.threadpool_info() if "numpy" in p["filepath"])
    return (
        f"{cpu}, OpenBLAS {blas['version']} for {blas['architecture']}; Python "
        f"{platform.python_version()}, NumPy {np.__version__}, SciPy {scipy.__version__}, "
        f"PyTorch {torch.__version__}, OpenCV {cv2.__version__}; one thread"
    )


def cost_per_cell():
    """Print what one feature-map cell costs at growing sizes: it should stay flat."""
    kernel = numbers(5, 5)
    for size in (256, 512, 1024, 2048, 4096):
        call = partial(conv2d, numbers(size, size), kernel)
        call()
        best = sorted(seconds(call) for _ in range(9))[4]
        print(f"{size}², 5×5 float32: {best / (size - 4) ** 2 * 1e9:.2f} ns per cell")


def memory():
    """Print the most memory that each path holds beside image and output."""
    import tracemalloc

    for name, image, kernel, options in [
        ("2048² 5×5", (1, 1, 2048, 2048), (1, 1, 5, 5), {}),
        (
            "2048² 5×5 same, dilation 4",
            (1, 1, 2048, 2048),
            (1, 1, 5, 5),
            {"dilation": 4, "padding": "same"},
        ),
        ("8×64×56² 3×3", (8, 64, 56, 56), (64, 64, 3, 3), {"padding": 1}),
        ("8×256×14² 3×3", (8, 256, 14, 14), (256, 256, 3, 3), {"padding": 1}),
    ]:
        arrays = numbers(*image), numbers(*kernel)
        tracemalloc.start()
        output = conv2d(*arrays, **options).nbytes
        extra = tracemalloc.get_traced_memory()[1] - output
        tracemalloc.stop()
        print(f"{name}: {extra / 2**20:.1f} MB beside an output of {output / 2**20:.1f} MB")


def main():
    parser = argparse.ArgumentParser(prog="python -m benchmarks.conv2d", description=__doc__)
    parser.add_argument("--only", default="", help="rows whose work or peer contains this")
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--processes", type=int, default=3, help="fresh processes for each row")
    parser.add_argument("--fresh", help=argparse.SUPPRESS)
    parser.add_argument("--no-plot", action="store_true")
    options = parser.parse_args()
    keep_memory()
    with one_thread():
        if options.fresh:
            row = next(row for row in ROWS if row.work + row.peer == options.fresh)
            times, *_ = measure(row, 9, at_least=0.002, before=give_memory_back)
            print(ratio(times)[0])
            return
        print(machine())
        print("GEMM peak:", *(f"{name} {rate:.0f} GFLOP/s" for name, rate in peak_rates().items()))
        print("| work | beside | wanted | ratio | spread | fresh | there | ours | GFLOP/s | path |")
        print("|---|---|---|---|---|---|---|---|---|---|")
        for row in ROWS:
            if options.only in row.work + row.peer:
                report(row, options.rounds, options.processes)
        if not options.only:
            cost_per_cell()
            memory()
        if not options.no_plot:
            from benchmarks.conv2d_plot import plot

            plot("images/benchmark-conv2d.png")


if __name__ == "__main__":
    main()
