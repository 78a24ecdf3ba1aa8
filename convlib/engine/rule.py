"""The rule that chooses a path."""

from math import gcd

import numpy as np

from .pieces import NO_PADDING
from .separable import outer_factors

SMALL = 2**13  # multiplications in all, below which cutting bands costs more than it saves
NARROW = 64  # columns of a feature map below which its rows are too short for a product each
SEPARABLE_TAPS = 25  # kernel cells from which two passes beat one
FFT_TAPS = 160  # kernel cells from which an FFT beats BLAS
FFT_CELLS = 2**13  # feature-map cells below which its tiles are mostly waste


def choose(image, kernel, setting, maps):
    """Name the path for these arrays, and the dtype to compute in."""
    if maps.size * (kernel.size // len(kernel)) <= SMALL:
        return "small", maps.dtype
    dtype = working_dtype(image, kernel, maps)
    return choose_large(kernel.astype(dtype, copy=False), setting, maps), dtype


def choose_large(kernel, setting, maps):
    """Name the path where there is work to do: the rule, in order."""
    height, width = kernel.shape[2:]
    if height == width == 1 and setting.stride == (1, 1) and setting.padding == NO_PADDING:
        return "pointwise"
    if len(kernel) >= 8 * setting.groups and setting.output_size[1] < NARROW:
        return "whole"
    if kernel.dtype.char not in "fdFD" or len(kernel) > setting.groups:
        return "plain"
    # One output per group from here on: its products, with a single row, would waste BLAS.
    if kernel.shape[1] == 1 and setting.stride == (1, 1) and maps.dtype.kind == "f":
        taps = height * width
        if taps >= SEPARABLE_TAPS and len(kernel) == 1 and outer_factors(kernel[0, 0]):
            return "separable"
        if taps >= FFT_TAPS and maps[0, 0].size >= FFT_CELLS:
            return "fft"
    step = setting.stride[0] // gcd(setting.stride[0], setting.dilation[0])
    return "lifted" if step < height else "plain"


def working_dtype(image, kernel, maps):
    """Float64 for integers whose sums it holds exactly: BLAS knows no integers."""
    if maps.dtype.kind != "i":
        return maps.dtype
    reach = max(abs(float(image.max())), abs(float(image.min())))
    reach *= np.abs(kernel.astype(float)).sum(axis=(1, 2, 3)).max()
    return np.dtype(float) if reach < 2**52 else maps.dtype
