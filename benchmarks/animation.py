"""A GIF from convlib beside the same frames through FuncAnimation and PillowWriter.

Run ``python -m benchmarks.animation``; it takes five minutes, most of them FuncAnimation's. Both
draw the same pictures with the same artists. The table gives our time as a share of
FuncAnimation's (CPU time, both use one core: the median of the ratios round by round, the two in
turn, then the least and the greatest), and our bytes as a share of its bytes; of both files, ours
first, the colours over all frames, and how far the worst pixel of the middle frame is from
matplotlib's figure (of 255).
"""

import argparse
import os
import statistics
import tempfile
from functools import partial
from pathlib import Path

import imageio.v3 as iio
import numpy as np
from matplotlib.animation import FuncAnimation, PillowWriter

from benchmarks.timing import ratio, side_by_side
from convlib import draw_receptive_field, save_animation
from convlib.examples import SEED_IMAGE, SEED_KERNEL, SEED_SETTING, address
from convlib.figures.layout import DPI
from convlib.figures.step import Picture
from convlib.scene import Scene

ROUNDS = 3
RANDOM = np.random.default_rng(2026)
SCENES = {
    "3×3 over 5×5": ((address(5, 5) % 10, np.eye(3, dtype=int)), {}),
    "3×3 over 9×14": ((SEED_IMAGE, [[1, 0, 2], [0, 1, 1], [3, 0, 0]]), {}),
    "5×5 over 9×14, padding 1": ((SEED_IMAGE, SEED_KERNEL), {"padding": 1}),
    "5×5 over 9×14, lesson 06": ((SEED_IMAGE, SEED_KERNEL), SEED_SETTING),
    "7×7 over 32×32, stride 5": (
        (RANDOM.integers(0, 256, (32, 32)), RANDOM.integers(-3, 4, (7, 7))),
        {"stride": 5},
    ),
}


def save_with_func_animation(path, planes, setting):
    picture = Picture(Scene.of(*planes, **setting))
    positions = list(np.ndindex(picture.scene.feature_map.shape))
    animation = FuncAnimation(
        picture.page.figure, picture.move, frames=positions, init_func=lambda: None
    )
    animation.save(path, writer=PillowWriter(fps=2), dpi=DPI)


def save_with_convlib(path, planes, setting):
    save_animation(path, *planes, **setting)


def colours(frames):
    packed = frames.astype(np.uint32) @ np.array([65536, 256, 1], np.uint32)
    return len(np.unique(packed))


def worst(frames, planes, setting):
    middle = len(frames) // 2
    shape = Scene.of(*planes, **setting).feature_map.shape
    position = np.unravel_index(middle, shape)
    figure = draw_receptive_field(*planes, position=position, **setting)
    figure.canvas.draw()
    drawn = np.asarray(figure.canvas.buffer_rgba())[..., :3].astype(int)
    return abs(drawn - frames[middle]).max()


def report(name, planes, setting, folder):
    """Print one line of the table."""
    paths = [Path(folder, f"{way}.gif") for way in ("ours", "theirs")]
    saves = [save_with_convlib, save_with_func_animation]
    calls = [partial(save, path, planes, setting) for save, path in zip(saves, paths, strict=True)]
    times = side_by_side(*calls, ROUNDS)
    middle, low, high = ratio(times[::-1])
    sizes = [path.stat().st_size for path in paths]
    ours, theirs = (iio.imread(path, index=None)[..., :3] for path in paths)
    cells = [
        name,
        len(ours),
        f"1/{middle:.0f}",
        f"1/{high:.0f} to 1/{low:.0f}",
        f"{statistics.median(times[0]):.2f} s",
        f"1/{sizes[1] / sizes[0]:.1f}",
        f"{sizes[0] / 1000:.0f} kB",
        f"{colours(ours)}, {colours(theirs)}",
        f"{worst(ours, planes, setting)}, {worst(theirs, planes, setting)}",
    ]
    print("| " + " | ".join(map(str, cells)) + " |", flush=True)


def main():
    print(f"load of the machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    print("| scene | frames | time | spread | ours | bytes | ours | colours | worst pixel |")
    print("|---|---|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        for name, (planes, setting) in SCENES.items():
            report(name, planes, setting, folder)
    print(f"load of the machine: {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    argparse.ArgumentParser(prog="python -m benchmarks.animation", description=__doc__).parse_args()
    main()
