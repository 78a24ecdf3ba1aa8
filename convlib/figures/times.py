"""time_convolutions: times on the reader's own machine, beside those measured before."""

import sys
from collections.abc import Callable, Mapping, Sequence
from time import perf_counter, thread_time

import numpy as np
from IPython.display import display
from numpy.typing import ArrayLike

from ..arguments import as_size
from ..words import number_text, size_text
from .canvas import Figure, plain_settings
from .colours import BLACK, BLUE, GREEN, ORANGE, PURPLE, SKY, VERMILION
from .given import as_list, as_named, as_text
from .layout import POINTS
from .publish import figure_bundle

# By function: the time in milliseconds for each number of rows of a square kernel.
Times = Mapping[str, Mapping[int, float]]

# What a thread waits while others have the processor does not count, where that is told finely
# enough: Windows counts it in steps of 16 milliseconds.
CLOCK = perf_counter if sys.platform == "win32" else thread_time
LONGEST = 0.2  # seconds: a function that takes longer is asked for no larger kernel
ENOUGH = 0.05  # seconds that the runs of one measurement take together, once there are three
TOO_LONG = 0.3  # seconds for fewer than three
MOST_RUNS = 50
BAR = 24  # letters of the progress bar
MARKERS = "osD^vP*X"
# All of Okabe and Ito's but yellow, which is too pale for a line, and a grey.
LINES = (BLACK, ORANGE, GREEN, BLUE, VERMILION, PURPLE, SKY, "#595959")
WIDTH, HEIGHT = 900, 480  # pixels


def time_convolutions(
    functions: Mapping[str, Callable[..., ArrayLike]],
    sizes: Sequence[int],
    *,
    cells: int = 128,
    measured: Times | None = None,
    caption: str = "",
    fold: str = "",
) -> None:
    """Time convolutions on this machine, show how far it is, and publish the times as a plot.

    Parameters
    ----------
    functions : mapping of str to callable
        Each takes an image and a kernel and returns the feature map.
    sizes : sequence of int
        Rows of the square kernels, the smallest first.
    cells : int, optional
        Rows and columns of the image, which is random.
    measured : mapping of str to mapping of int to float, optional
        Milliseconds that were measured before, elsewhere, for each function and size: thin lines.
    caption : str, optional
        Below the plot, such as what machine the thin lines come from.
    fold : str, optional
        What to click on to see the plot, such as "Look"; without it, the plot is in sight.

    Raises
    ------
    ValueError
        If two functions give different feature maps: times of wrong results tell nothing. If there
        are no functions or no sizes, a kernel is larger than the image, or the functions, with
        those of `measured`, are more than eight.
    TypeError
        If a function cannot be called, or a size is no integer.

    Notes
    -----
    A time is the shortest of some runs: what else the machine does can make a run longer, never
    shorter. Except on Windows it is the time for which the calling thread had the processor. A
    function that takes more than a fifth of a second is asked for no larger kernel.
    """
    functions, measured = _as_lines(functions, measured or {})
    cells = as_size(cells, "cells", 1)
    sizes = _as_sizes(sizes, cells)
    caption, fold = as_text(caption, "caption"), as_text(fold, "fold")
    bar = display({"text/plain": ""}, raw=True, display_id=True)  # none outside of notebooks
    times = measure_times(functions, sizes, cells, lambda text: _write(bar, {"text/plain": text}))
    figure, alt = draw_times(times, measured), f"Times on this machine. {_told(times)}"
    _write(bar, figure_bundle(figure, alt=alt, caption=caption, fold=fold))


def _as_lines(functions, measured):
    """Read functions, and times by function and size, of which one plot can tell the lines."""
    functions = as_named(functions, "functions", 'names and functions, like {"conv2d": conv2d}')
    for name, function in functions.items():
        if not callable(function):
            raise TypeError(f"functions[{name!r}]={function!r} must be a function: do not call it")
    wanted = 'names and times by size, like {"conv2d": {3: 0.2}}'
    for name, line in as_named(measured, "measured", wanted).items():
        if not isinstance(line, Mapping):
            raise TypeError(f"measured[{name!r}]={line!r} must hold times by size, like {{3: 0.2}}")
    count = len({*functions, *measured})
    if not functions or count > len(LINES):
        raise ValueError(f"there are {count} lines to draw: give from 1 to {len(LINES)} functions")
    return functions, measured


def _as_sizes(sizes, cells):
    """Read the rows of kernels that fit into an image."""
    sizes = as_list(sizes, "sizes", "the rows of kernels, like [3, 5, 7]")
    sizes = [as_size(size, f"sizes[{n}]", 1) for n, size in enumerate(sizes)]
    if not 1 <= max(sizes, default=0) <= cells:
        raise ValueError(f"sizes={sizes} must hold at least one size, and none above cells={cells}")
    return sizes


def _write(bar, forms):
    """Show something in place of what a display has shown."""
    if bar is not None:
        bar.update(forms, raw=True)


def measure_times(functions, sizes, cells, say):
    """Return `Times` of functions; `say` is called with a progress bar before each is measured."""
    rng = np.random.default_rng(0)
    image = rng.random((cells, cells))
    times = {name: {} for name in functions}
    steps = len(sizes) * len(functions)
    for done, size in enumerate(sizes):
        kernel, first = rng.random((size, size)), None
        for step, (name, function) in enumerate(functions.items()):
            say(_progress(done * len(functions) + step, steps, f"{name}, {size}×{size}"))
            if max(times[name].values(), default=0) > 1000 * LONGEST:
                continue
            times[name][size], result = _time(function, image, kernel)
            first = result if first is None else first
            if not (np.shape(result) == np.shape(first) and np.allclose(result, first)):
                raise ValueError(f"{name} gives another feature map for a kernel of {size} rows")
    return times


def _time(function, image, kernel):
    """Milliseconds of the shortest of some runs, and what it gave."""
    best = spent = 0.0
    for run in range(MOST_RUNS):
        begin = CLOCK()
        result = function(image, kernel)
        took = CLOCK() - begin
        best, spent = min(best, took) if run else took, spent + took
        if spent > (TOO_LONG if run < 2 else ENOUGH):
            break
    return 1000 * best, result


def _progress(done, total, name):
    filled = BAR * done // total
    return f"{'█' * filled}{'░' * (BAR - filled)} {name}"


@plain_settings()
def draw_times(times, measured):
    """Draw times over the size of the kernel, both in powers: dots and lines, thin ones measured.

    Parameters
    ----------
    times, measured : Times

    Returns
    -------
    matplotlib.figure.Figure
    """
    figure = Figure(WIDTH, HEIGHT)
    axes = figure.add_axes((0.09, 0.13, 0.66, 0.82), label="times", xscale="log", yscale="log")
    names = [*dict.fromkeys([*times, *measured])]
    for name, colour, marker in zip(names, LINES, MARKERS, strict=False):
        _draw_line(axes, measured.get(name, {}), "", color=colour, linewidth=1, alpha=0.6)
        style = {"color": colour, "linewidth": 2, "marker": marker, "markersize": 6}
        _draw_line(axes, times.get(name, {}), name, **style)
    sizes = sorted({size for line in [*times.values(), *measured.values()] for size in line})
    axes.set_xticks(sizes, [size_text((size, size)) for size in sizes])
    axes.minorticks_off()
    axes.set_xlabel("kernel", fontsize=15 * POINTS)
    axes.set_ylabel("milliseconds", fontsize=15 * POINTS)
    axes.yaxis.set_major_formatter(lambda value, _: number_text(value))
    axes.tick_params(labelsize=14 * POINTS)
    axes.grid(alpha=0.3)
    axes.legend(loc="upper left", bbox_to_anchor=(1.01, 1), fontsize=14 * POINTS, frameon=False)
    return figure


def _draw_line(axes, line, label, **style):
    if line:
        axes.plot([*line], [*line.values()], label=label or "_", **style)


def _told(times):
    """Times as a sentence for each function."""
    lines = []
    for name, line in times.items():
        told = ", ".join(
            f"{number_text(time, 2)} ms for {size}×{size}" for size, time in line.items()
        )
        lines.append(f"{name}: {told}.")
    return " ".join(lines)
