"""Classic kernels by name, and photos filtered without losing their size, dtype or alpha."""

from numbers import Real
from types import MappingProxyType

import numpy as np

from .conv import as_numbers, checked_setting
from .engine import NO_PADDING, Setting, correlate, outer_factors
from .engine.bands import size, slices
from .engine.padding import padded_part
from .geometry import as_pair

__all__ = ["apply_filter_to_image", "box_kernel", "gaussian_kernel", "kernels"]

BAND_BYTES = 2**20  # a photo is filtered in bands of rows that stay in the cache


def box_kernel(size):
    """Blur by the plain mean of the cells under the kernel.

    Parameters
    ----------
    size : int or (int, int)
        Rows and columns of the kernel.

    Returns
    -------
    ndarray of float64, shape (rows, cols)
        Equal weights that add up to 1.

    Examples
    --------
    >>> box_kernel((1, 4))
    array([[0.25, 0.25, 0.25, 0.25]])
    """
    rows, cols = as_pair(size, "size", 1)
    return np.full((rows, cols), 1 / (rows * cols))


def gaussian_kernel(size, sigma):
    """Blur by a bell: near cells count more than far ones, the same in every direction.

    Parameters
    ----------
    size : int or (int, int)
        Rows and columns of the kernel; 6σ + 1 cells lose almost nothing of the bell.
    sigma : float
        Standard deviation in cells, greater than 0.

    Returns
    -------
    ndarray of float64, shape (rows, cols)
        ``exp(-(row² + col²) / 2σ²)``, counted from the middle, scaled to add up to 1.

    Raises
    ------
    ValueError, TypeError
        If size or sigma is out of range, or not a number.

    Examples
    --------
    >>> gaussian_kernel(3, 1).round(3)
    array([[0.075, 0.124, 0.075],
           [0.124, 0.204, 0.124],
           [0.075, 0.124, 0.075]])
    """
    if not isinstance(sigma, Real):
        raise TypeError(f"sigma={sigma!r} must be a number of cells")
    if not 0 < sigma < np.inf:
        raise ValueError(f"sigma={sigma!r} must be a number of cells greater than 0")
    # Measured from the nearest cell, the exponent never sinks so low that all weights vanish.
    offsets = [np.arange(n) - (n - 1) / 2 for n in as_pair(size, "size", 1)]
    bells = [np.exp((np.min(x**2) - x**2) / (2 * sigma**2)) for x in offsets]
    return np.outer(*(bell / bell.sum() for bell in bells))


def _classic_kernels():
    identity = np.outer([0, 1, 0], [0, 1, 0])
    binomial = np.outer([1, 4, 6, 4, 1], [1, 4, 6, 4, 1]) / 256
    sobel_rows = np.outer([-1, 0, 1], [1, 2, 1])
    prewitt_rows = np.outer([-1, 0, 1], [1, 1, 1])
    return {
        "identity": identity,
        "box_blur": box_kernel(3),
        "gaussian_blur": np.outer([1, 2, 1], [1, 2, 1]) / 16,
        "sharpen": np.array([[0, -1, 0], [-1, 5, -1], [0, -1, 0]]),
        "unsharp": 2 * np.pad(identity, 1) - binomial,
        "laplacian": np.array([[0, 1, 0], [1, -4, 1], [0, 1, 0]]),
        "edge": np.array([[-1, -1, -1], [-1, 8, -1], [-1, -1, -1]]),
        "sobel_rows": sobel_rows,
        "sobel_columns": sobel_rows.T.copy(),
        "prewitt_rows": prewitt_rows,
        "prewitt_columns": prewitt_rows.T.copy(),
        "emboss": np.array([[-2, -1, 0], [-1, 1, 1], [0, 1, 2]]),
    }


def _read_only(arrays):
    for array in arrays.values():
        array.setflags(write=False)
    return MappingProxyType(arrays)


#: Classic kernels by name, read-only, to be used as they are (not flipped):
#: "identity" changes nothing; "box_blur" and "gaussian_blur" smooth; "sharpen" and "unsharp"
#: add back what a blur takes away ("unsharp" is twice the image minus a 5×5 binomial blur);
#: "laplacian" and "edge" answer to change in any direction and give 0 where nothing changes.
#: "…_rows" answers to change from row to row, positive where it gets brighter downwards;
#: "…_columns" from column to column, positive where it gets brighter to the right.
#: "emboss" keeps the image and lights it along the diagonal: what gets brighter towards the
#: bottom right stands out.
kernels = _read_only(_classic_kernels())


def apply_filter_to_image(image, kernel, *, padding_mode="zeros"):
    """Filter a photo channel by channel; the result has the photo's size and dtype.

    Parameters
    ----------
    image : array_like, shape (H, W), (H, W, 1), (H, W, 2), (H, W, 3) or (H, W, 4)
        Grey, grey with alpha, RGB or RGBA; integers or floats. Alpha is kept as it is.
    kernel : array_like, shape (kH, kW)
        Real weights of any size, such as ``kernels["sharpen"]``.
    padding_mode : {"zeros", "reflect", "replicate", "circular"}, optional
        What lies beyond the photo's border, as in `conv2d`. Zeros is black: a blur then darkens
        the border, "replicate" does not.

    Returns
    -------
    ndarray
        Shape and dtype of the image. Integers are rounded (halves to even) and clipped to what
        the dtype can hold, never wrapped; floats are left as they come. Sums beyond 2**53, in
        photos of 64-bit integers, have the 53 bits of a float64.

    Raises
    ------
    ValueError
        If a shape does not fit, or the kernel is not finite and the image holds integers.
    TypeError
        If the image is bool or complex, or the kernel complex.

    See Also
    --------
    conv2d : planes, batches, channels, strides.

    Examples
    --------
    >>> photo = np.array([[0, 0, 200, 200]], dtype=np.uint8)
    >>> apply_filter_to_image(photo, [[-1, 3, -1]])
    array([[  0,   0, 255, 255]], dtype=uint8)
    """
    image, kernel = _as_photo(image), as_real_kernel(kernel)
    pixels = image.reshape(*image.shape[:2], -1)
    setting = checked_setting(pixels[:, :, 0], kernel, padding="same", padding_mode=padding_mode)
    dtype, doubt = _precision(image.dtype, kernel)
    result = np.empty(pixels.shape, pixels.dtype)
    height = max(BAND_BYTES // (pixels[0].size * dtype.itemsize) // 16, 1) * 16
    for rows in slices(len(pixels), height):
        padded = _padded_rows(pixels, kernel, setting, rows, dtype)
        filtered = _correlate(padded, kernel, size(rows), pixels.shape[2])
        if image.dtype.kind in "iu":
            filtered = _rounded(filtered, padded, kernel, pixels.shape[2], doubt)
            np.clip(filtered, *_limits(image.dtype, dtype), out=filtered)
        result[rows] = filtered.reshape(result[rows].shape)
    if pixels.shape[2] in (2, 4):
        result[:, :, -1] = pixels[:, :, -1]
    return result.reshape(image.shape)


def _precision(dtype, kernel):
    """Choose the float dtype to sum in, and how far its sums may lie beside the true ones.

    Float32 is twice as fast. Sums of whole 256ths below 2¹⁶ fit its 24 bits; others are off by
    at most one rounding, 2⁻²⁴ of Σ|weight · value|, for each addition.
    """
    if dtype.kind == "f":
        return np.result_type(dtype, np.float32), 0
    if not np.isfinite(kernel).all():
        raise ValueError(f"kernel holds NaN or infinity, which {dtype} cannot: make it finite")
    limits = np.iinfo(dtype)
    largest = np.abs(kernel).sum() * float(max(limits.max, -limits.min))
    if largest < 2**16 and not (kernel * 256.0 % 1).any():
        return np.dtype(np.float32), 0
    additions = kernel.size if outer_factors(kernel * 1.0) is None else sum(kernel.shape)
    doubt = (additions + 8) * 2.0**-24 * largest
    return (np.dtype(np.float32), doubt) if doubt < 2**-9 else (np.dtype(np.float64), 0)


def _padded_rows(pixels, kernel, setting, rows, dtype):
    """Return what the kernel sees from some rows of a photo, (rows, columns · channels)."""
    places = (
        range(rows.start, rows.stop + kernel.shape[0] - 1),
        range(pixels.shape[1] + sum(setting.padding[1])),
    )
    padded = np.empty((*map(len, places), pixels.shape[2]), dtype)
    planes, padded_planes = np.moveaxis(pixels, 2, 0), np.moveaxis(padded, 2, 0)
    padding = setting.padding, setting.padding_mode
    padded_part(planes, *places, *padding, dtype, out=padded_planes)
    return padded.reshape(len(padded), -1)


def _correlate(padded, kernel, height, channels):
    """Filter a plane in which a pixel's colours lie side by side, alpha among them."""
    # The next cell of the same colour is `channels` columns away: that is a dilation.
    width = padded.shape[1] - (kernel.shape[1] - 1) * channels
    setting = Setting((1, 1), NO_PADDING, (1, channels), 1, "zeros", (height, width))
    kernel = kernel.astype(padded.dtype)[None, None]
    return correlate(padded[None, None], kernel, setting, padded.dtype)[0, 0]


def _rounded(filtered, padded, kernel, channels, doubt):
    """Round; what float32 left too near to a half to tell which way is summed in float64."""
    rounded = np.rint(filtered)
    if not doubt:
        return rounded
    distance = np.abs(np.subtract(filtered, rounded, out=filtered), out=filtered)
    places = np.flatnonzero(distance > 0.5 - doubt)
    if len(places) > filtered.size // 50:
        return np.rint(_correlate(padded.astype(float), kernel, len(filtered), channels))
    row, cell = padded.strides
    windows = np.lib.stride_tricks.as_strided(
        padded, filtered.shape + kernel.shape, (row, cell, row, channels * cell)
    )[np.unravel_index(places, filtered.shape)]
    sums = windows.reshape(-1, kernel.size).astype(float) @ kernel.astype(float).ravel()
    rounded.reshape(-1)[places] = np.rint(sums)
    return rounded


def _as_photo(image):
    image = as_numbers(image, "image")
    if image.dtype.kind not in "iuf":
        raise TypeError(
            f"image has dtype {image.dtype}: convert it to uint8, uint16 or a float dtype"
        )
    channels = image.shape[2] if image.ndim == 3 else 1
    if image.ndim not in (2, 3) or channels not in (1, 2, 3, 4) or 0 in image.shape:
        raise ValueError(
            f"image has shape {image.shape}: a photo is (H, W) or (H, W, channels) with 1 to 4 "
            "channels, the last of 2 or 4 being alpha; for anything else use conv2d"
        )
    return image


def as_real_kernel(kernel):
    """Return a kernel for photos as an array of real weights, (kH, kW)."""
    kernel = as_numbers(kernel, "kernel")
    if kernel.dtype.kind not in "biuf":
        raise TypeError(f"kernel has dtype {kernel.dtype}: a photo needs real weights")
    if kernel.ndim != 2 or 0 in kernel.shape:
        raise ValueError(f"kernel has shape {kernel.shape}: a photo needs (kH, kW)")
    return kernel


def _limits(dtype, working):
    """Return the least and the greatest value of an integer dtype that its floats can tell."""
    limits = np.iinfo(dtype)
    top = np.array(limits.max, working)
    if int(top) > limits.max:  # the nearest float may lie beyond what a 64-bit integer can hold
        top = np.nextafter(top, top.dtype.type(0))
    return limits.min, top
