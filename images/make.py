"""Make every picture of this folder again: ``python images/make.py``.

A second run changes no byte. images/README.md says what each picture shows.
"""

import argparse
from pathlib import Path

import imageio.v3 as iio
import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.cbook import get_sample_data
from matplotlib.figure import Figure

from convlib import (
    PADDING_MODES,
    ChannelsExplorer,
    ConvGeometry,
    add_padding,
    apply_filter_to_image,
    draw_loops,
    draw_maps,
    draw_receptive_field,
    gaussian_kernel,
    save_animation,
    save_figures,
)
from convlib.examples import SEED_IMAGE, SEED_KERNEL, SEED_SETTING, address, impulse
from convlib.figures.canvas import plain_settings
from convlib.figures.matrix import draw_matrix
from convlib.figures.pixels import figure_png

HERE = Path(__file__).parent

# The image and the kernel of lesson 00.
IMAGE = [[2, 0, 1, 3, 1], [1, 2, 0, 1, 2], [0, 1, 3, 2, 0], [2, 1, 0, 1, 1], [1, 0, 2, 0, 3]]
KERNEL = [[1, 0, 2], [0, 1, 1], [3, 0, 0]]
# Small numbers, no two alike, so that each can be found again.
LOOPS_IMAGE = [[3, 8, 1, 6], [5, 2, 9, 4], [7, 0, 10, 11]]
LOOPS_KERNEL = [[1, 2], [3, 4]]
# Kernel whose weights count, so that a learner sees which way round it comes out.
COUNTING = np.arange(1, 10).reshape(3, 3)

# Name: image, kernel, setting and seconds per frame.
ANIMATIONS = {
    "kernel-3x3-over-5x5.gif": (IMAGE, KERNEL, {}, 1.0),
    "stride.gif": (IMAGE, KERNEL, {"stride": 2}, 1.2),
    "padding.gif": (IMAGE, KERNEL, {"padding": 1}, 0.5),
    "dilation.gif": (address(7, 7), KERNEL, {"dilation": 2}, 1.0),
    "dilation-gaps.gif": (address(7, 7), KERNEL, {"stride": 2, "dilation": 2}, 1.2),
    "stride-leftover.gif": (address(7, 8), KERNEL, {"stride": (2, 3)}, 1.2),
    "flip-impulse.gif": (impulse(5, 5), COUNTING, {}, 1.0),
    "flip-impulse-flipped.gif": (impulse(5, 5), COUNTING, {"flip_kernel": True}, 1.0),
    "seed-example.gif": (SEED_IMAGE, SEED_KERNEL, SEED_SETTING, 0.7),
}


def make_animation(name):
    """One of ANIMATIONS, its feature map filled in step by step."""
    image, kernel, setting, seconds = ANIMATIONS[name]
    save_animation(HERE / name, image, kernel, **setting, fill_in=True, seconds=seconds)
    stop(HERE / name)


def stop(path):
    """Let a GIF end after three rounds: nobody can stop one on GitHub that moves for ever."""
    for_ever, thrice = (b"NETSCAPE2.0\x03\x01" + n.to_bytes(2, "little") for n in (0, 2))
    path.write_bytes(path.read_bytes().replace(for_ever, thrice))


def make_loops():
    """Every pass of the innermost loop: slowly at first, then faster, and the last one held."""
    steps = list(np.ndindex(2, 3, 2, 2))
    figures = (
        draw_loops(LOOPS_IMAGE, LOOPS_KERNEL, position=step[:2], tap=step[2:]) for step in steps
    )
    seconds = [1.2] * 4 + [0.8] * 4 + [0.4] * (len(steps) - 9) + [3]
    save_figures(HERE / "loops.gif", figures, seconds)
    stop(HERE / "loops.gif")


def make_count_map():
    """How often a 3×3 kernel uses each cell of a 5×5 image, without and with padding."""
    counts = {f"padding {p}": ConvGeometry(5, 3, padding=p).count_map() for p in (0, 1)}
    (HERE / "count-map.png").write_bytes(figure_png(draw_maps(counts)))


def make_padding_modes():
    """A 3×4 image that counts from 1 to 12, padded by 2 in each mode."""
    image = np.arange(1, 13).reshape(3, 4)
    padded = {mode: add_padding(image, 2, padding_mode=mode) for mode in PADDING_MODES}
    (HERE / "padding-modes.png").write_bytes(figure_png(draw_maps(padded, padding=2)))


def make_matrix():
    """A 2×3 kernel over a 4×5 image: at each position its window, and its row of the matrix C."""
    kernel = np.arange(1, 7).reshape(2, 3)
    figures = (draw_matrix(address(4, 5), kernel, position=at) for at in np.ndindex(3, 3))
    save_figures(HERE / "matrix.gif", figures, [1.0] * 8 + [2.0])


def make_step():
    """The seed example, stopped in the middle: image, kernel and feature map."""
    figure = draw_receptive_field(SEED_IMAGE, SEED_KERNEL, position=(1, 3), **SEED_SETTING)
    (HERE / "seed-example-step.png").write_bytes(figure_png(figure))


def make_channels():
    """The layer of lesson 08 with 1, 2 and 4 groups: its table of kernels falls apart."""
    random = np.random.default_rng(3)
    image, kernel = random.integers(0, 4, (4, 3, 3)), random.integers(-2, 4, (4, 4, 2, 2))
    explorer, figures = ChannelsExplorer(image, kernel, bias=[1, 0, -2, 3]), []
    for groups in (1, 2, 4):
        explorer.groups = groups
        figures.append(explorer.figure())
    save_figures(HERE / "channels-groups.gif", figures, [2, 2, 3])


@plain_settings()
def make_blur():
    """The photo that matplotlib ships, before and after blurring."""
    photo = iio.imread(get_sample_data("grace_hopper.jpg", asfileobj=False))
    blurred = apply_filter_to_image(photo, gaussian_kernel(31, 5), padding_mode="replicate")
    figure = Figure(figsize=(8, 5.1), dpi=100, facecolor="white")
    FigureCanvasAgg(figure)
    titles = ("before", "after: 31×31 Gaussian, σ = 5")
    for axes, pixels, title in zip(figure.subplots(1, 2), (photo, blurred), titles, strict=True):
        axes.imshow(pixels)
        axes.set_title(title)
        axes.set_axis_off()
    figure.subplots_adjust(0.01, 0.01, 0.99, 0.93, wspace=0.03)
    figure.canvas.draw()
    pixels = np.asarray(figure.canvas.buffer_rgba())[..., :3]
    iio.imwrite(HERE / "photo-blurred.jpg", pixels, quality=88)


def main():
    """Make all pictures and say how large they are."""
    for name in ANIMATIONS:
        make_animation(name)
    make_loops()
    make_count_map()
    make_padding_modes()
    make_matrix()
    make_step()
    make_channels()
    make_blur()
    for path in sorted(HERE.glob("*.*")):
        if path.suffix in {".gif", ".png", ".jpg"}:
            print(f"{path.name:28}{path.stat().st_size / 1000:6.0f} kB")


if __name__ == "__main__":
    argparse.ArgumentParser(prog="python images/make.py", description=__doc__).parse_args()
    main()
