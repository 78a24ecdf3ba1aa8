"""An image larger than memory, filtered in several ways: ``python -m benchmarks.large``.

Makes an image of float32 noise in zarr, filters it by a 5×5 kernel, and prints a table: wall time,
and the most memory that each process held, Python and its libraries included. Every way runs in a
fresh process, and its result is compared with scipy.ndimage's on some windows. dask's ways run on a
`distributed.LocalCluster` of two processes with one thread and a memory limit of 1 GB each. Needs
Linux, the extras `large` and `bench`, and twice the image's room on the disk, which is given back
at the end.
"""

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import time
from contextlib import redirect_stdout
from functools import partial
from importlib.metadata import version
from math import isqrt
from pathlib import Path
from tempfile import TemporaryDirectory

import dask.array as da
import numpy as np
import zarr
from distributed import Client, LocalCluster, progress
from scipy import ndimage

from convlib import conv2d, conv2d_dask, conv2d_tiled, written_whole

CHUNK = 2048  # 16 MB of float32
KERNEL = np.random.default_rng(0).normal(size=(5, 5)).astype(np.float32)
GB = 1e9


# The image


def side_of(gigabytes):
    """Return the side of a square of whole chunks that takes about so much."""
    return max(isqrt(int(gigabytes * GB) // 4) // CHUNK, 1) * CHUNK


def stored(path, side):
    """Make an array on the disk, not compressed: noise would not become smaller."""
    options = {"chunks": (CHUNK, CHUNK), "dtype": "float32", "compressors": None}
    return zarr.create_array(path, shape=(side, side), **options)


def make_image(path, side):
    image, rng = stored(path, side), np.random.default_rng(17)
    for row in range(0, side, CHUNK):
        image[row : row + CHUNK] = rng.random((CHUNK, side), np.float32)


# Ways to filter it


def by_tiles(image, part):
    """Filter tile by tile, in this process."""
    conv2d_tiled(image, KERNEL, out=stored(part, image.shape[0]), tile=CHUNK, padding="same")


def in_memory(image, part):
    """Read all of it, and filter it at once."""
    stored(part, image.shape[0])[:] = conv2d(image[:], KERNEL, padding="same")


def by_scipy(image, part):
    """Read all of it, and give it to SciPy."""
    stored(part, image.shape[0])[:] = ndimage.correlate(image[:], KERNEL, mode="constant")


def on_cluster(image, part, lazily):
    """Filter on two processes, and return the most that each of them held."""
    options = {"n_workers": 2, "threads_per_worker": 1, "memory_limit": "1GB"}
    with LocalCluster(**options, dashboard_address=":0") as cluster, Client(cluster) as client:
        feature_map = lazily(da.from_zarr(image))
        stores = feature_map.to_zarr(stored(part, image.shape[0]), compute=False)
        future = client.compute(stores)
        progress(future, notebook=False)
        future.result()
        return list(client.run(most_held).values())


def by_dask(image, part):
    return on_cluster(image, part, lambda cut: conv2d_dask(cut, KERNEL, padding="same"))


def by_hand(image, part):
    """Let dask share the borders, and SciPy filter each chunk."""
    work = partial(ndimage.correlate, weights=KERNEL, mode="constant")
    return on_cluster(image, part, lambda cut: cut.map_overlap(work, depth=2, boundary=0))


WAYS = {
    "`conv2d_dask`, two processes of 1 GB": by_dask,
    "`dask.array.map_overlap` by hand with `scipy.ndimage`, the same processes": by_hand,
    "`conv2d_tiled`, tiles of 2048×2048, one process": by_tiles,
    "`conv2d`, all in memory": in_memory,
    "`scipy.ndimage.correlate`, all in memory": by_scipy,
}


# Measuring


def most_held():
    """Return the most memory that this process has held, in bytes; on Linux.

    `resource` would not do: its number begins with what the process had that started this one.
    """
    return int(re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())[1]) * 1024


def measure(way, folder):
    """Filter in one way; print its time, the most memory held, and whether the result is right."""
    image = zarr.open_array(folder / "image.zarr", mode="r")
    start = time.perf_counter()
    with redirect_stdout(sys.stderr), written_whole(folder / "map.zarr") as part:
        workers = WAYS[way](image, part)
    seconds, most = time.perf_counter() - start, [*(workers or []), most_held()]
    right = is_right(image, zarr.open_array(folder / "map.zarr", mode="r"))
    print(json.dumps({"seconds": seconds, "most": most, "right": right}))


def is_right(image, feature_map):
    """Compare some windows with scipy.ndimage's: corners of the image and corners of chunks."""
    places = {0, CHUNK, image.shape[0] // CHUNK // 2 * CHUNK, image.shape[0]}
    for row in places:
        for col in places:
            rows, cols = (slice(max(n - 32, 0), n + 32) for n in (row, col))
            wide = [slice(max(n.start - 2, 0), n.stop + 2) for n in (rows, cols)]
            expected = ndimage.correlate(image[*wide], KERNEL, mode="constant")
            inner = [
                slice(n.start - w.start, None) for n, w in zip((rows, cols), wide, strict=True)
            ]
            expected = expected[*inner]
            found = feature_map[rows, cols]
            if not np.allclose(found, expected[: len(found), : found.shape[1]], atol=1e-5):
                return False
    return True


def report(way, folder):
    """Print one line of the table, from a fresh process."""
    command = [sys.executable, "-m", "benchmarks.large", "--folder", folder, "--way", way]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True)
    shutil.rmtree(folder / "map.zarr", ignore_errors=True)
    if done.returncode:
        print(f"| {way} | failed, see above | | |", flush=True)
        return
    found = json.loads(done.stdout)
    most = ", ".join(f"{held / GB:.2f}" for held in found["most"]) + " GB"
    right = "yes" if found["right"] else "**no**"
    print(f"| {way} | {found['seconds']:.0f} s | {most} | {right} |", flush=True)


def main():
    parser = argparse.ArgumentParser(prog="python -m benchmarks.large", description=__doc__)
    parser.add_argument("--gigabytes", type=float, default=4.3, help="size of the image")
    parser.add_argument("--folder", type=Path, default=Path("."), help="where there is room for it")
    parser.add_argument("--way", choices=WAYS, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.way:
        measure(options.way, options.folder)
        return
    side = side_of(options.gigabytes)
    needed, free = 2 * side**2 * 4, shutil.disk_usage(options.folder).free
    if free < 1.2 * needed:
        parser.error(f"{needed / GB:.1f} GB are needed and {free / GB:.1f} are free: --gigabytes 1")
    with TemporaryDirectory(dir=options.folder) as folder:
        make_image(Path(folder) / "image.zarr", side)
        names = ("numpy", "scipy", "dask", "distributed", "zarr")
        print(f"{os.cpu_count()} cores;", ", ".join(f"{name} {version(name)}" for name in names))
        print(f"{side}×{side} cells of float32, {side**2 * 4 / GB:.1f} GB\n")
        print("| way | time | most memory held by each process (workers first) | right |")
        print("|---|---|---|---|")
        for way in WAYS:
            report(way, Path(folder))


if __name__ == "__main__":
    main()
