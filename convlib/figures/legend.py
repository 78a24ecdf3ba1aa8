"""The legend of a picture: a sample of everything marked in it, and its name."""

import numpy as np

from .canvas import write
from .colours import VALUE_HUES, WEIGHT_HUES, tints
from .layout import ENTRY
from .marks import DASHES, double_border, fill, fill_corner, hatch, outline

SCALE = 60  # pixels of a row of tints
SPACE, LETTER = 7, 7  # pixels between a sample and its name, and of a letter


def _framed(mark):
    """Put the thin frame of a cell around a mark's sample."""

    def draw(page, corner, size):
        mark(page, corner, size)
        outline(page, corner, size, 1, color="black", alpha=0.4)

    return draw


def _scale(hues):
    colours = tints([np.linspace(-1, 1, 5)], hues)
    return _framed(lambda page, corner, size: fill(page, corner, size, colours))


# Name: function that draws its sample, given the page, a corner and a size in pixels.
SAMPLES = {
    "window": lambda page, *place: outline(page, *place, 3),
    "span": lambda page, *place: outline(page, *place, 1),
    "padding": lambda page, *place: outline(page, *place, 1, **DASHES),
    "leftover": _framed(hatch),
    "skipped": _framed(lambda page, corner, size: fill_corner(page, corner, 0.4 * size[0], size)),
    "current tap": lambda page, *place: outline(page, *place, 3, color="black"),
    "current cell": lambda page, *place: double_border(page, *place, 1),
    "value, − to +": _scale(VALUE_HUES),
    "weight, − to +": _scale(WEIGHT_HUES),
}


def _sample_width(name):
    return SCALE if name.endswith("− to +") else ENTRY


def legend_widths(names):
    """Pixels that each entry of a legend takes.

    Examples
    --------
    >>> legend_widths(["span", "padding"])
    [51, 72]
    """
    return [_sample_width(name) + SPACE + LETTER * len(name) for name in names]


def draw_legend(page, names, places):
    """Draw a sample of each name at its place (x, y), in pixels of the page, and name it."""
    for name, (x, y) in zip(names, places, strict=True):
        width = _sample_width(name)
        SAMPLES[name](page, (y, x), (ENTRY, width))
        write(page, x + width + SPACE, y + ENTRY / 2, name, 13)
