"""Hues, and tints of them: the colours of a figure."""

import numpy as np
from matplotlib.colors import to_rgb

BLUE = "#0072B2"
# Okabe-Ito's colours, (negative, positive): values and weights are never confused.
VALUE_HUES = ("#E69F00", "#56B4E9")
WEIGHT_HUES = ("#CC79A7", "#009E73")
STRENGTH = 0.65  # of the strongest tint: black numbers stay readable on it


def tints(values, hues, steps=None):
    """Colours of a diverging scale: white at 0, full at the largest absolute value.

    Parameters
    ----------
    values : array_like of real numbers
        NaN is white, infinity as the largest.
    hues : (color, color)
        Of negative and of positive values.
    steps : int, optional
        How many tints there are on each side of white; any number if not given.

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
    top = np.abs(values[np.isfinite(values)]).max(initial=0) or 1
    fraction = np.clip(np.nan_to_num(values), -top, top)[..., None] / top
    if steps:
        fraction = np.round(fraction * steps) / steps
    hue = np.where(fraction < 0, to_rgb(hues[0]), to_rgb(hues[1]))
    return np.round(255 * (1 - STRENGTH * np.abs(fraction) * (1 - hue))).astype(np.uint8)
