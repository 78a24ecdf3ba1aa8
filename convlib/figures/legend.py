"""The legend of a figure: a sample of everything marked in it, and its name."""

from math import ceil

import numpy as np

from .canvas import text_width
from .colours import VALUE_HUES, WEIGHT_HUES, tints
from .layout import SAMPLE
from .marks import DASHES

VALUE_SCALE, WEIGHT_SCALE = "value, − to +", "weight, − to +"
HUES = {VALUE_SCALE: VALUE_HUES, WEIGHT_SCALE: WEIGHT_HUES}
# Samples of what stands in cells or fills them have the thin frame of a cell around them.
FRAMED = {"leftover", "skipped", *HUES}

SCALE_WIDTH = 60  # pixels of a row of tints
SPACE = 7  # pixels between a sample and its name
NAME_SIZE = 13  # pixels


def legend_widths(names):
    """Pixels that each entry of a legend takes.

    Examples
    --------
    >>> legend_widths(["span", "padding"])
    [55, 76]
    """
    return [_sample_width(name) + SPACE + ceil(text_width(name, NAME_SIZE)) for name in names]


def _sample_width(name):
    return SCALE_WIDTH if name in HUES else SAMPLE


def draw_legend(page, names, places):
    """Draw a sample of each name at its place (x, y), in pixels of the page, and name it."""
    for name, (x, y) in zip(names, places, strict=True):
        width = _sample_width(name)
        _draw_sample(page, name, (y, x), (SAMPLE, width))
        page.write(x + width + SPACE, y + SAMPLE / 2, name, NAME_SIZE)


def _draw_sample(page, name, corner, size):
    """Mark pixels of the page as the cells of a map are marked."""
    match name:
        case "window":
            page.outline(corner, size, 3)
        case "span":
            page.outline(corner, size, 1)
        case "padding":
            page.outline(corner, size, 1, **DASHES)
        case "leftover":
            page.hatch(corner, size)
        case "skipped":
            page.fill_corner(corner, size, 0.4 * size[0])
        case "current tap":
            page.outline(corner, size, 3, color="black")
        case "current cell":
            page.double_border(corner, size)
        case _:
            page.fill(corner, size, tints([np.linspace(-1, 1, 5)], HUES[name]))
    if name in FRAMED:
        page.outline(corner, size, 1, color="black", alpha=0.4)
