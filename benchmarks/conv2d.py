"""conv2d beside its peers, one thread: ``python -m benchmarks.conv2d``.

Prints, for every row, how long we take as a multiple of a peer's time: the median of the ratios
round by round, the two in turn, its spread (the middle half of these ratios), and the ratio in
fresh processes. In the first, both sides find the memory of their last call at hand; in fresh
processes, both have to get it from the system each time (benchmarks/timing.py says why). Times are
this machine's own; only ratios carry over, and those not far.
"""

import argparse
import platform
import statistics
from functools import partial
from pathlib import Path

import numpy as np

from benchmarks.rows import ROWS, numbers
from benchmarks.timing import (
    give_memory_back,
    in_fresh_processes,
    keep_memory,
    one_thread,
    ratio,
    seconds,
    side_by_side,
)
from convlib import conv2d
from tests.support.engine_paths import paths_taken


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


def options():
    parser = argparse.ArgumentParser(prog="python -m benchmarks.conv2d", description=__doc__)
    parser.add_argument("--only", default="", help="rows whose work or peer contains this")
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--processes", type=int, default=3, help="fresh processes for each row")
    parser.add_argument("--fresh", help=argparse.SUPPRESS)
    parser.add_argument("--no-plot", action="store_true")
    return parser.parse_args()


def print_ratio(name):
    """Print the ratio of one row alone, for the process that asked for it."""
    row = next(row for row in ROWS if row.work + row.peer == name)
    times, *_ = measure(row, 9, at_least=0.002, before=give_memory_back)
    print(ratio(times)[0])


def print_table(only, rounds, processes):
    """Print the machine, and a line for each row."""
    print(machine())
    print("GEMM peak:", *(f"{name} {rate:.0f} GFLOP/s" for name, rate in peak_rates().items()))
    print("| work | beside | wanted | ratio | spread | fresh | there | ours | GFLOP/s | path |")
    print("|---|---|---|---|---|---|---|---|---|---|")
    for row in ROWS:
        if only in row.work + row.peer:
            report(row, rounds, processes)


def main():
    asked = options()
    keep_memory()
    with one_thread():
        if asked.fresh:
            return print_ratio(asked.fresh)
        print_table(asked.only, asked.rounds, asked.processes)
        if not asked.only:
            cost_per_cell()
            memory()
        if not asked.no_plot:
            from benchmarks.conv2d_plot import plot

            plot("images/benchmark-conv2d.png")


if __name__ == "__main__":
    main()
