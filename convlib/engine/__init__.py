"""How conv2d gets fast: one rule chooses among a few paths, each a short function.

Every path fills ``maps``, (N, O, oH, oW), from an (N, C, H, W) image and an (O, C/groups, kH, kW)
kernel whose dtype is the one to compute in. It returns False where NaN or infinity may have gone
astray; `correlate` then asks `plain`, which multiplies nothing but what a window holds.
"""

from functools import lru_cache
from math import gcd
from typing import NamedTuple

import numpy as np

from ..axis import kernel_span
from .bands import is_finite, lifted, plain, size, slices
from .padding import padded_part

SMALL = 2**13  # multiplications in all, below which cutting bands costs more than it saves
NO_PADDING = ((0, 0), (0, 0))
NARROW = 64  # columns of a feature map below which its rows are too short for a product each
WINDOW_BYTES = 2**21  # whole windows written out at a time
SEPARABLE_TAPS = 25  # kernel cells from which two passes beat one
FFT_TAPS = 160  # kernel cells from which an FFT beats BLAS
FFT_CELLS = 2**13  # feature-map cells below which its tiles are mostly waste
FFT_TILE = 128, 1024  # rows and columns at a time, unless the kernel needs more
PASS_TILE = 32, 4096  # of two passes: long rows, in the cache
BLOCK = 16  # positions per product of a pass
FFT_SIZES = sorted(2**a * 3**b for a in range(2, 20) for b in range(6))


class Setting(NamedTuple):
    """What a path needs to know besides its arrays; every pair is (rows, cols)."""

    stride: tuple
    padding: tuple
    dilation: tuple
    groups: int
    padding_mode: str
    output_size: tuple


def correlate(image, kernel, setting, dtype):
    """Return the (N, O, oH, oW) feature maps, in dtype."""
    maps = np.empty((len(image), len(kernel), *setting.output_size), dtype)
    if not (kernel.size and maps.size):
        maps[...] = 0  # a sum over no channels
        return maps
    name, working = choose(image, kernel, setting, maps)
    path, kernel = PATHS[name], kernel.astype(working, copy=False)
    if dtype.kind == "i":  # nothing here can warn, and a tiny image feels every microsecond
        path(image, kernel, setting, maps)
        return maps
    with np.errstate(invalid="ignore", over="ignore"):  # NaN and infinity are lawful values
        if not path(image, kernel, setting, maps):
            plain(image, kernel, setting, maps)
    return maps


def working_dtype(image, kernel, maps):
    """Float64 for integers whose sums it holds exactly: BLAS knows no integers."""
    if maps.dtype.kind != "i":
        return maps.dtype
    reach = max(abs(float(image.max())), abs(float(image.min())))
    reach *= np.abs(kernel.astype(float)).sum(axis=(1, 2, 3)).max()
    return np.dtype(float) if reach < 2**52 else maps.dtype


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


def small(image, kernel, setting, maps):
    """Write out every window at once, and multiply."""
    if setting.padding != NO_PADDING:
        rows, cols = (
            range(cells + sum(sides))
            for cells, sides in zip(image.shape[2:], setting.padding, strict=True)
        )
        padding = setting.padding, setting.padding_mode
        image = padded_part(image, rows, cols, *padding, kernel.dtype)
    image = np.ascontiguousarray(image, kernel.dtype)
    count, outputs, o_h, o_w = maps.shape
    groups, (height, width) = setting.groups, kernel.shape[2:]
    per_image, per_channel, row, col = image.strides
    (s_rows, s_cols), (d_rows, d_cols) = setting.stride, setting.dilation
    windows = np.ndarray(
        (count, image.shape[1], height, width, o_h, o_w),
        image.dtype,
        image,
        0,
        (per_image, per_channel, d_rows * row, d_cols * col, s_rows * row, s_cols * col),
    )
    weights = kernel.reshape(groups, outputs // groups, -1)
    columns = windows.reshape(count, groups, weights.shape[2], o_h * o_w)
    np.matmul(weights, columns, out=maps.reshape(count, groups, -1, o_h * o_w))
    return True


def whole(image, kernel, setting, maps):
    """Write out every window of a band of rows: for many outputs of narrow maps.

    `plain` shares image rows between windows, but one product then has a single feature-map row
    to work on. Where that row is short and the kernels are many, BLAS would spend its time on
    laying out the kernels again and again.
    """
    (s_rows, s_cols), o_w = setting.stride, maps.shape[3]
    span_rows, span_cols = map(kernel_span, kernel.shape[2:], setting.dilation)
    places = range((o_w - 1) * s_cols + span_cols)
    row_bytes = image.shape[1] * kernel[0, 0].size * o_w * kernel.itemsize
    padding = setting.padding, setting.padding_mode, kernel.dtype
    for images, rows, _ in pieces(maps, max(WINDOW_BYTES // row_bytes, 1), o_w):
        under = range(rows.start * s_rows, (rows.stop - 1) * s_rows + span_rows)
        part = padded_part(image[images], under, places, *padding)
        band = np.empty((1, len(kernel), size(rows), o_w), kernel.dtype)
        unpadded = setting._replace(padding=NO_PADDING, output_size=band.shape[2:])
        small(part, kernel, unpadded, band)
        maps[images, :, rows] = band
    return True


def pointwise(image, kernel, setting, maps):
    """Multiply the channels of each cell: a 1×1 kernel needs no windows."""
    count, groups, cells = len(image), setting.groups, maps[0, 0].size
    weights = kernel.reshape(groups, -1, kernel.shape[1])
    for images in slices(count, 1):
        columns = np.ascontiguousarray(image[images], kernel.dtype).reshape(groups, -1, cells)
        target = maps[images].reshape(groups, -1, cells)
        np.matmul(weights, columns, out=target, casting="unsafe")  # exact floats into integers
    return True


def separable(image, kernel, setting, maps):
    """Two passes of a kernel that is a column times a row: kH + kW taps instead of kH · kW.

    Each pass is a product with a banded matrix: the kernel's column, or row, written once for
    each position of a block, one step further each time.
    """
    column, row = outer_factors(kernel[0, 0])
    down = banded_matrix(column, BLOCK, setting.dilation[0])
    across = banded_matrix(row, BLOCK, setting.dilation[1])
    for images, rows, cols in pieces(maps, *PASS_TILE):
        part = part_under(image[images, 0], rows, cols, kernel, setting)[0]
        middle = np.empty((size(rows), part.shape[1]), kernel.dtype)
        result = maps[images.start, 0, rows, cols]
        slide(down, part, middle)
        slide(across, middle.T, result.T)
        if not is_finite(result):
            return False
    return True


def outer_factors(kernel):
    """Return a column and a row whose outer product is the kernel, or None.

    Examples
    --------
    >>> outer_factors(np.array([[1.0, 2.0], [3.0, 6.0]]))
    (array([1., 3.]), array([1., 2.]))
    """
    # A photo asks again for every band of its rows.
    return _outer_factors(kernel.tobytes(), kernel.dtype.char, kernel.shape)


@lru_cache(maxsize=16)
@np.errstate(over="ignore", invalid="ignore")  # weights near the end of what a float holds
def _outer_factors(cells, dtype, shape):
    kernel = np.frombuffer(cells, dtype).reshape(shape)
    weights = np.abs(kernel)
    row, col = np.unravel_index(np.argmax(weights), kernel.shape)
    if not 0 < weights[row, col] < np.inf:
        return None
    eps = np.finfo(kernel.dtype).eps
    # In units of its smallest weight a column of round numbers is made of whole numbers. The far
    # ends of a Gaussian are no unit: what they divide would not fit into a float.
    smallest = weights[weights[:, col] > 0, col].min()
    column = kernel[:, col] / max(smallest, eps * weights[row, col])
    factors = column, kernel[row] / column[row]
    rest = np.abs(np.outer(*factors) - kernel).max()
    if is_round(kernel):  # summed without any rounding: only such factors will do
        return factors if rest == 0 and all(map(is_round, factors)) else None
    return factors if rest <= 4 * eps * weights[row, col] else None


def is_round(weights):
    """Whether all weights are whole 4096ths, whose sums no float has to round."""
    return not (weights * 4096 % 1).any()


def banded_matrix(weights, count, dilation=1):
    """Return the matrix that moves weights along `count` positions.

    Examples
    --------
    >>> banded_matrix(np.array([1, 2]), 3)
    array([[1, 2, 0, 0],
           [0, 1, 2, 0],
           [0, 0, 1, 2]])
    """
    span = kernel_span(len(weights), dilation)
    matrix = np.zeros((count, count + span - 1), weights.dtype)
    for position in range(count):
        matrix[position, position : position + span : dilation] = weights
    return matrix


def slide(matrix, part, result):
    """Multiply a banded matrix with one block of rows of `part` after the other, into result."""
    block, reach = matrix.shape
    whole = len(result) // block * block
    if whole:
        step, cell = part.strides
        shape = (whole // block, reach, part.shape[1])
        windows = np.lib.stride_tricks.as_strided(part, shape, (block * step, step, cell))
        np.matmul(matrix, windows, out=result[:whole].reshape(-1, block, part.shape[1]))
    rest = len(result) - whole
    if rest:
        np.matmul(matrix[:rest, : reach - block + rest], part[whole:], out=result[whole:])


def fft(image, kernel, setting, maps):
    """Multiply spectra, tile by tile (overlap-save): the cost hardly grows with the kernel.

    A circular correlation is right except where the kernel wraps around; tiles overlap by so
    much that those cells are never used.
    """
    spans = spread(kernel, setting.dilation).shape[2:]
    shape = tuple(map(fft_size, maps.shape[2:], spans, FFT_TILE))
    valid = [total - span + 1 for total, span in zip(shape, spans, strict=True)]
    for plane in range(setting.groups):
        spectrum = np.conj(np.fft.rfft2(spread(kernel[plane, 0], setting.dilation), shape))
        for images, rows, cols in pieces(maps, *valid):
            part = part_under(image[images, plane], rows, cols, kernel, setting)[0]
            tile = np.fft.irfft2(np.fft.rfft2(part, shape) * spectrum, shape)
            tile = tile[: size(rows), : size(cols)]
            if not is_finite(tile):
                return False
            maps[images.start, plane, rows, cols] = tile
    return True


def spread(kernel, dilation):
    """Return the kernel with the gaps of its dilation filled with zeros."""
    spans = map(kernel_span, kernel.shape[-2:], dilation)
    spaced = np.zeros((*kernel.shape[:-2], *spans), kernel.dtype)
    spaced[..., :: dilation[0], :: dilation[1]] = kernel
    return spaced


def fft_size(cells, taps, at_most):
    """Choose the tile, 2ᵃ·3ᵇ cells long, that covers so many feature-map cells with least work."""
    fitting = [n for n in FFT_SIZES if taps <= n <= max(at_most, 4 * taps)]
    return min(fitting, key=lambda n: -(-cells // (n - taps + 1)) * n)


def pieces(maps, height, width):
    """Cut every image's feature map into pieces of at most height × width cells."""
    for images in slices(len(maps), 1):
        for rows in slices(maps.shape[2], height):
            for cols in slices(maps.shape[3], width):
                yield images, rows, cols


def part_under(image, rows, cols, kernel, setting):
    """Return the part of the padded image under a piece of the feature map, stride 1."""
    spans = map(kernel_span, kernel.shape[2:], setting.dilation)
    places = [
        range(cells.start, cells.stop + span - 1)
        for cells, span in zip((rows, cols), spans, strict=True)
    ]
    return padded_part(image, *places, setting.padding, setting.padding_mode, kernel.dtype)


PATHS = {path.__name__: path for path in (small, pointwise, whole, plain, lifted, separable, fft)}
