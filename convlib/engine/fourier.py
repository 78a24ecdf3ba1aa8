"""Large kernels by way of their spectra: overlap-save, tile by tile, with NumPy's FFT.

What paths take and return: see `convlib.engine`.
"""

import numpy as np

from ..axis import kernel_span
from .pieces import all_finite, length, part_under, pieces

FFT_TILE = 256, 1024  # rows and columns of the largest tile, unless the kernel needs a larger one
FFT_SIZES = sorted(2**a * 3**b for a in range(2, 20) for b in range(6))  # the FFT is fast at these


def fft(image, kernel, setting, maps):
    """Multiply spectra: for one output and one channel per group, at stride 1.

    The time hardly grows with the kernel. The product of two spectra is a circular correlation,
    which is wrong only where the kernel wraps around a tile's edge. Tiles overlap by as many cells
    as are wrong, so that none of these is used.
    """
    spans = spread(kernel, setting.dilation).shape[2:]
    shape = tuple(map(fft_size, maps.shape[2:], spans, FFT_TILE))
    valid = [total - span + 1 for total, span in zip(shape, spans, strict=True)]
    for plane in range(setting.groups):
        spectrum = np.conj(np.fft.rfft2(spread(kernel[plane, 0], setting.dilation), shape))
        for images, rows, cols in pieces(maps, *valid):
            part = part_under(image[images, plane], rows, cols, kernel, setting)[0]
            # Unless it scales, NumPy's forward transform of float32 goes through float64.
            tile = np.fft.rfft2(part, shape, norm="ortho")
            tile *= spectrum
            tile = np.fft.irfft2(tile, shape, norm="ortho")
            tile = tile[: length(rows), : length(cols)]
            if not all_finite(tile):
                return False
            maps[images.start, plane, rows, cols] = tile
    return True


def spread(kernel, dilation):
    """Fill the gaps of a dilated kernel with zeros.

    Parameters
    ----------
    kernel : ndarray, shape (..., kH, kW)
    dilation : (int, int)
        Cells from one tap to the next, (rows, cols).

    Returns
    -------
    ndarray, shape (..., span rows, span cols)

    Examples
    --------
    >>> spread(np.array([[1, 2], [3, 4]]), (1, 2))
    array([[1, 0, 2],
           [3, 0, 4]])
    """
    spans = map(kernel_span, kernel.shape[-2:], dilation)
    spaced = np.zeros((*kernel.shape[:-2], *spans), kernel.dtype)
    spaced[..., :: dilation[0], :: dilation[1]] = kernel
    return spaced


def fft_size(cells, span, at_most):
    """Choose the length of the tiles that cover one axis of a feature map with least work.

    Parameters
    ----------
    cells : int
        Cells of the feature map to cover.
    span : int
        Cells that the kernel spans: a tile gives ``span - 1`` cells fewer than it holds.
    at_most : int
        Cells of the longest tile, unless four times the span is more.

    Returns
    -------
    int
        A length in `FFT_SIZES`.

    Examples
    --------
    >>> fft_size(cells=90, span=13, at_most=1024)
    108
    """
    fitting = [n for n in FFT_SIZES if span <= n <= max(at_most, 4 * span)]
    return min(fitting, key=lambda n: -(-cells // (n - span + 1)) * n)
