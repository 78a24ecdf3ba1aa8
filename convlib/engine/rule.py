"""The rule that chooses a path, and the sizes at which one path overtakes another."""

from math import gcd

import numpy as np

from ..axis import kernel_span
from .pieces import NO_PADDING
from .separable import outer_factors

# The thresholds were found by timing the paths side by side.
SMALL = 2**13  # multiplications: up to here, cutting bands costs more than it saves
SPARSE = 4  # padded cells for each cell that a tap meets: with more, most would be for nothing
WINOGRAD_DEPTH = 64  # channels and outputs: with fewer, the additions cost more than they save
WINOGRAD_CELLS = 3 * 2**8  # cells of all feature maps of an output: fewer do not repay the weights
WHOLE_ROW = 360  # windows of a row times taps: up to here, long products save more than shared rows
NARROW = 64  # cells of one row of all images: with fewer, it is too short to be a product by itself
WHOLE_PAIRS = 2**12  # channels times outputs: BLAS takes long to begin a product of so many
SEPARABLE_WORK = 130  # weights in a row of products: from here on, two passes are faster than one
COLUMN_WORK = 12  # weights: to write the cells out for one more column of the kernel takes as long
FFT_TAPS = 160  # kernel cells: from here on, the FFT is faster than BLAS
FFT_CELLS = 2**13  # cells of a feature map: in a smaller one, FFT tiles would be mostly waste
# Cells from tap to tap: with more, most of what these paths multiply lies between the taps.
SEPARABLE_DILATION = 8
FFT_DILATION = 4


def choose(image, kernel, setting, maps):
    """Name the path for these arrays, and the dtype to compute in.

    Parameters
    ----------
    image, kernel, setting, maps
        What a path takes; of the maps only shape and dtype count.

    Returns
    -------
    (str, dtype)
        A name in `convlib.engine.PATHS`, and the dtype that the kernel has to be given.
    """
    is_little = maps.size * (kernel.size // len(kernel)) <= SMALL
    if is_little and (setting.padding == NO_PADDING or is_dense(kernel.shape[2:], setting)):
        return "small", maps.dtype
    dtype = working_dtype(image, kernel, maps)
    return choose_large(kernel.astype(dtype, copy=False), setting, maps), dtype


def is_dense(kernel_size, setting):
    """Return whether a padded plane is worth writing out whole: its taps lie near each other."""
    written = met = 1
    for axis in (0, 1):
        taps, positions = kernel_size[axis], setting.output_size[axis]
        moved = (positions - 1) * setting.stride[axis]
        written *= moved + kernel_span(taps, setting.dilation[axis])
        met *= taps * positions
    return written <= max(SPARSE * met, SMALL)


def working_dtype(image, kernel, maps):
    """Return float64 for integers whose sums it holds exactly, else the dtype of the maps.

    BLAS multiplies floats only: in int64 the same sums take many times longer.
    """
    if maps.dtype.kind != "i":
        return maps.dtype
    largest = max(abs(float(image.max())), abs(float(image.min())))
    largest *= np.abs(kernel.astype(float)).sum(axis=(1, 2, 3)).max()
    # Float64 holds every integer up to 2**53; half of it, because `largest` is itself rounded.
    return np.dtype(float) if largest < 2**52 else maps.dtype


def choose_large(kernel, setting, maps):
    """Name the path for more than `SMALL` multiplications; the kernel has its working dtype."""
    one_cell = kernel.shape[2:] == (1, 1)
    if one_cell and setting.stride == (1, 1) and setting.padding == NO_PADDING:
        return "pointwise"
    if suits_winograd(kernel, setting, maps):
        return "winograd"
    if suits_long_products(kernel, setting, maps):
        return "whole"
    if kernel.dtype.char not in "fdFD" or len(kernel) > setting.groups:
        return "plain"
    return choose_for_one_output(kernel, setting, maps)


def suits_winograd(kernel, setting, maps):
    """Return whether 3×3 kernels are so many that to multiply less is worth the additions."""
    shape, cells = (len(kernel) // setting.groups, *kernel.shape[1:]), len(maps) * maps[0, 0].size
    return (
        shape[2:] == (3, 3)
        and min(shape[:2]) >= WINOGRAD_DEPTH
        and cells >= WINOGRAD_CELLS
        and setting.stride == setting.dilation == (1, 1)
        and kernel.dtype.char in "fdFD"
        and maps.dtype.kind != "i"  # Halves and quarters of weights need bits that sums may use up.
    )


def suits_long_products(kernel, setting, maps):
    """Return whether rows of the feature maps are too short to multiply one after another."""
    _, channels, height, width = kernel.shape
    cells, pairs = setting.output_size[1], len(kernel) // setting.groups * channels
    return is_dense((height, width), setting) and (
        cells * height * width <= WHOLE_ROW or (len(maps) * cells < NARROW and pairs >= WHOLE_PAIRS)
    )


def choose_for_one_output(kernel, setting, maps):
    """Name the path for one output per group: a plain product would have one row, and waste BLAS.

    The kernel has a dtype that BLAS knows, and shape (groups, C/groups, kH, kW).
    """
    _, channels, height, width = kernel.shape
    if channels == 1 and setting.stride == (1, 1) and maps.dtype.kind == "f":
        dilation, is_large = max(setting.dilation), height * width >= FFT_TAPS
        if dilation <= SEPARABLE_DILATION and len(kernel) == 1 and suits_two_passes(kernel[0, 0]):
            return "separable"
        if dilation <= FFT_DILATION and is_large and maps[0, 0].size >= FFT_CELLS:
            return "fft"
    # Copies of a kernel that lie a whole kernel apart have no image row in common to share.
    step = setting.stride[0] // gcd(setting.stride[0], setting.dilation[0])
    return "lifted" if step < height else "plain"


def suits_two_passes(kernel):
    """Return whether a kernel (kH, kW) of floats is a column times a row, and not too small."""
    height, width = kernel.shape
    return width * (height + COLUMN_WORK) >= SEPARABLE_WORK and outer_factors(kernel) is not None
