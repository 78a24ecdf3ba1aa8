"""How conv2d gets fast: one rule chooses among a few paths, each a short function.

Every path is called as ``path(image, kernel, setting, maps)``:

- ``image`` has shape (N, C, H, W);
- ``kernel`` has shape (O, C/groups, kH, kW), and its dtype is the one to compute in;
- ``setting`` is a `Setting`;
- ``maps``, of shape (N, O, oH, oW), is what the path fills.

It returns False if NaN or infinity may have reached cells whose windows hold none. `correlate` then
fills the maps again with `plain`, which multiplies nothing but what a window holds.
"""

import numpy as np

from . import bands, fourier, rule, separable, windows, winograd
from .padding import padded_part
from .pieces import NO_PADDING, Setting, slices
from .rule import suits_two_passes
from .separable import BLOCK, outer_factors
from .shifts import sum_in_turn, takes_few_steps

__all__ = [
    "BLOCK",
    "NO_PADDING",
    "Setting",
    "correlate",
    "outer_factors",
    "padded_part",
    "slices",
    "suits_two_passes",
    "sum_in_turn",
    "takes_few_steps",
]

PATHS = {
    "small": windows.small,
    "whole": windows.whole,
    "pointwise": windows.pointwise,
    "plain": bands.plain,
    "lifted": bands.lifted,
    "winograd": winograd.winograd,
    "separable": separable.separable,
    "fft": fourier.fft,
}


def correlate(image, kernel, setting, dtype):
    """Slide kernels over images; nothing is checked here.

    Parameters
    ----------
    image : ndarray, shape (N, C, H, W)
    kernel : ndarray, shape (O, C/groups, kH, kW)
    setting : Setting
    dtype : dtype
        int64, or a float or complex dtype of at least 32 bits.

    Returns
    -------
    ndarray of dtype, shape (N, O, oH, oW)

    Examples
    --------
    >>> setting = Setting((1, 1), NO_PADDING, (1, 1), 1, "zeros", output_size=(1, 2))
    >>> image, kernel = np.array([[[[1, 2, 3]]]]), np.array([[[[1, 10]]]])
    >>> correlate(image, kernel, setting, np.dtype(np.int64))
    array([[[[21, 32]]]])
    """
    maps = np.empty((len(image), len(kernel), *setting.output_size), dtype)
    if not (kernel.size and maps.size):
        maps[...] = 0  # Without channels there is nothing to add up.
        return maps
    name, working = rule.choose(image, kernel, setting, maps)
    path, kernel = PATHS[name], kernel.astype(working, copy=False)
    if dtype.kind == "i":  # Integers never warn, and errstate takes long beside a tiny image.
        path(image, kernel, setting, maps)
        return maps
    with np.errstate(invalid="ignore", over="ignore"):  # NaN and infinity are lawful values.
        if not path(image, kernel, setting, maps):
            bands.plain(image, kernel, setting, maps)
    return maps
