"""How conv2d gets fast: one rule chooses among a few paths, each a short function.

Every path fills ``maps``, (N, O, oH, oW), from an (N, C, H, W) image and an (O, C/groups, kH, kW)
kernel whose dtype is the one to compute in. It returns False where NaN or infinity may have gone
astray; `correlate` then asks `plain`, which multiplies nothing but what a window holds.
"""

import numpy as np

from . import bands, fourier, rule, separable, windows
from .padding import padded_part
from .pieces import NO_PADDING, Setting, size, slices
from .separable import outer_factors

__all__ = ["NO_PADDING", "Setting", "correlate", "outer_factors", "padded_part", "size", "slices"]

PATHS = {
    "small": windows.small,
    "whole": windows.whole,
    "pointwise": windows.pointwise,
    "plain": bands.plain,
    "lifted": bands.lifted,
    "separable": separable.separable,
    "fft": fourier.fft,
}


def correlate(image, kernel, setting, dtype):
    """Return the (N, O, oH, oW) feature maps, in dtype."""
    maps = np.empty((len(image), len(kernel), *setting.output_size), dtype)
    if not (kernel.size and maps.size):
        maps[...] = 0  # a sum over no channels
        return maps
    name, working = rule.choose(image, kernel, setting, maps)
    path, kernel = PATHS[name], kernel.astype(working, copy=False)
    if dtype.kind == "i":  # nothing here can warn, and a tiny image feels every microsecond
        path(image, kernel, setting, maps)
        return maps
    with np.errstate(invalid="ignore", over="ignore"):  # NaN and infinity are lawful values
        if not path(image, kernel, setting, maps):
            bands.plain(image, kernel, setting, maps)
    return maps
