"""Animations of what is no single kernel on a single plane: pooling, groups."""

import numpy as np
from matplotlib.patches import Rectangle

from convlib import conv2d, draw_maps
from convlib.figures.animate import figures_gif
from convlib.figures.colours import BLUE

HOLD = 2.0  # seconds of the last frame


def pooling_gif(image, output, seconds):
    """Window of 2×2 cells that moves by two; the output is filled in cell by cell.

    Parameters
    ----------
    image, output : ndarray
        Planes.
    seconds : float
        Time of a frame.

    Returns
    -------
    bytes
    """
    maps = {"image (input)": image, "output": output}
    steps = [
        ({"image (input)": (np.multiply(step, 2), (2, 2))}, {"output": index})
        for index, step in enumerate(np.ndindex(output.shape))
    ]
    return figures_gif(marked(maps, steps), _times(steps, seconds))


def grouped_gif(image, kernel, seconds):
    """Windows on the channels of one group after the other.

    Parameters
    ----------
    image : ndarray, shape (C, H, W)
    kernel : ndarray, shape (O, C/groups, kH, kW)
        One output in each group.
    seconds : float
        Time of a frame.

    Returns
    -------
    bytes
    """
    outputs, per_group = kernel.shape[:2]
    result = conv2d(image, kernel, groups=outputs)
    maps = {f"input, channel {n}": plane for n, plane in enumerate(image)}
    weights = {f"kernel {o}, {c}": kernel[o, c] for o, c in np.ndindex(kernel.shape[:2])}
    sums = {f"output, channel {n}": plane for n, plane in enumerate(result)}
    steps = []
    for output, *step in np.ndindex(result.shape):
        channels = range(output * per_group, (output + 1) * per_group)
        windows = {f"input, channel {n}": (step, kernel.shape[2:]) for n in channels}
        index = int(np.ravel_multi_index((output, *step), result.shape))
        shown = {name: index - n * result[0].size for n, name in enumerate(sums)}
        steps.append((windows, shown))
    return figures_gif(marked(maps | weights | sums, steps, list(weights)), _times(steps, seconds))


def _times(steps, seconds):
    return [seconds] * (len(steps) - 1) + [HOLD]


def marked(maps, steps, weights=()):
    """Yield one figure of some maps again and again, with the marks of each step in turn.

    A step is the windows that are outlined, and of some maps the last cell that is shown, outlined.
    """
    figure = draw_maps(maps, weights=weights)
    axes = {each.get_label(): each for each in figure.axes}
    for windows, shown in steps:
        marks = [_outline(axes[name], *corner, *size) for name, (corner, size) in windows.items()]
        for name, last in shown.items():
            size, cols = maps[name].size, maps[name].shape[1]
            hidden = range(max(last + 1, 0), size)
            marks += [_blank(axes[name], *divmod(index, cols)) for index in hidden]
            if 0 <= last < size:
                marks.append(_outline(axes[name], *divmod(last, cols), 1, 1))
        yield figure
        for mark in marks:
            mark.remove()


def _outline(axes, row, col, height, width):
    corner = (col - 0.5, row - 0.5)
    style = {"fill": False, "edgecolor": BLUE, "linewidth": 2, "zorder": 20, "clip_on": False}
    return axes.add_patch(Rectangle(corner, width, height, **style))


def _blank(axes, row, col):
    corner = (col - 0.46, row - 0.46)
    return axes.add_patch(Rectangle(corner, 0.92, 0.92, color="white", zorder=15))
