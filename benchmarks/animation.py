"""A GIF from convlib beside the same frames through FuncAnimation and PillowWriter.

Run ``python -m benchmarks.animation``. Both draw the same pictures with the same artists; the
table gives seconds of processor time (both use one core), kilobytes, colours over all frames, and
how far the worst pixel of the middle frame is from matplotlib's figure (of 255).
"""

import argparse
import os
import tempfile
import time
from pathlib import Path

import imageio.v3 as iio
import numpy as np
from matplotlib.animation import FuncAnimation, PillowWriter

from convlib import draw_receptive_field, save_animation
from convlib.examples import SEED_IMAGE, SEED_KERNEL, SEED_SETTING, address
from convlib.figures.layout import DPI
from convlib.figures.step import Picture
from convlib.scene import Scene

RANDOM = np.random.default_rng(2026)
SCENES = {
    "3×3 over 5×5": ((address(5, 5) % 10, np.eye(3, dtype=int)), {}),
    "5×5 over 9×14": ((SEED_IMAGE, SEED_KERNEL), SEED_SETTING),
    "7×7 over 32×32": (
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


def measure(save, planes, setting):
    """Seconds, kilobytes, colours and the worst pixel of one way to save a scene."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "scene.gif")
        start = time.process_time()
        save(path, planes, setting)
        seconds = time.process_time() - start
        frames = iio.imread(path, index=None)[..., :3]
        return seconds, path.stat().st_size / 1000, colours(frames), worst(frames, planes, setting)


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


def main():
    print(f"load of the machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    print(f"{'scene':16}{'way':16}{'seconds':>8}{'ratio':>7}{'kB':>7}{'colours':>9}{'worst':>7}")
    for name, scene in SCENES.items():
        measure(save_with_convlib, *scene)  # fonts and imports are paid once
        ours = measure(save_with_convlib, *scene)
        theirs = measure(save_with_func_animation, *scene)
        for way, result in (("convlib", ours), ("FuncAnimation", theirs)):
            seconds, kilobytes, count, error = result
            print(
                f"{name:16}{way:16}{seconds:8.2f}{seconds / ours[0]:7.1f}{kilobytes:7.0f}"
                f"{count:9}{error:7}"
            )


if __name__ == "__main__":
    argparse.ArgumentParser(prog="python -m benchmarks.animation", description=__doc__).parse_args()
    main()
