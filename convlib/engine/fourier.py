"""Overlap-save with NumPy's FFT, for large kernels."""

import numpy as np

from ..axis import kernel_span
from .pieces import is_finite, part_under, pieces, size

FFT_TILE = 128, 1024  # rows and columns at a time, unless the kernel needs more
FFT_SIZES = sorted(2**a * 3**b for a in range(2, 20) for b in range(6))


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
