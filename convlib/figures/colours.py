"""The hues of a figure, and how strongly it tints a number."""

import numpy as np
from matplotlib.colors import to_rgb

# All colours are Okabe and Ito's, which readers with a colour vision deficiency tell apart.
BLUE = "#0072B2"  # of every mark
ORANGE, SKY, GREEN = "#E69F00", "#56B4E9", "#009E73"
VERMILION, PURPLE, BLACK = "#D55E00", "#CC79A7", "#000000"
# Hues of (negative, positive) numbers. Values and weights share none, so that nobody takes a value
# for a weight.
VALUE_HUES = (ORANGE, SKY)
WEIGHT_HUES = (PURPLE, GREEN)
# The strongest tint is this much of its hue, the rest is white: black numbers stay readable on it.
STRENGTH = 0.65


def largest(*planes):
    """Largest finite absolute value in some arrays; 1 in place of 0, because tints divide by it.

    A float: unsigned integers have no negative of it, nor has the lowest of signed ones.
    """
    floats = (np.asarray(plane, float) for plane in planes)
    return max((float(np.abs(p[np.isfinite(p)]).max(initial=0)) for p in floats), default=0) or 1


def tints(values, hues, steps=None, top=None):
    """Colours of a diverging scale: white at 0, full at the top.

    Parameters
    ----------
    values : array_like of real numbers
        NaN is white, infinity as the largest.
    hues : (color, color)
        Of negative and of positive values.
    steps : int, optional
        How many tints there are on each side of white; any number if not given.
    top : number, optional
        The absolute value with the strongest tint; the largest of them if not given.

    Returns
    -------
    ndarray of uint8, shape values.shape + (3,)
        RGB.

    Examples
    --------
    >>> tints([0, 2], ("red", "blue"))
    array([[255, 255, 255],
           [ 89,  89, 255]], dtype=uint8)
    """
    values = np.asarray(values, float)
    top = top or largest(values)
    fraction = np.clip(np.nan_to_num(values), -top, top)[..., None] / top
    if steps:
        fraction = np.round(fraction * steps) / steps
    hue = np.where(fraction < 0, to_rgb(hues[0]), to_rgb(hues[1]))
    return np.round(255 * (1 - STRENGTH * np.abs(fraction) * (1 - hue))).astype(np.uint8)
