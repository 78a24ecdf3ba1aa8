"""Photos: read from a file, made small enough, filtered without losing size, dtype or alpha."""

import numpy as np
from numpy.typing import ArrayLike

from .arguments import Sides, as_numbers, as_padding, as_real_kernel, check_padding_mode
from .engine import BLOCK, padded_part, slices
from .pixel_sums import filter_rows, integer_limits, plan_sums
from .pixels import read_pixels

BAND_BYTES = 2**20  # a photo is filtered in bands of rows that stay in the cache
LARGEST_SIDE = 640  # pixels; in a larger photo the work of a 3×3 kernel is too fine to be seen


def apply_filter_to_image(
    image: ArrayLike,
    kernel: ArrayLike,
    *,
    padding_mode: str = "zeros",
    weigh_by_alpha: bool = False,
) -> np.ndarray:
    """Filter a photo channel by channel; the result has the photo's size and dtype.

    Parameters
    ----------
    image : array_like, shape (H, W), (H, W, 1), (H, W, 2), (H, W, 3) or (H, W, 4)
        Grey, grey with alpha, RGB or RGBA; integers or floats. A Pillow image is read as the
        colours it shows.
    kernel : array_like, shape (kH, kW)
        Real weights of any size, such as ``kernels["sharpen"]``.
    padding_mode : {"zeros", "reflect", "replicate", "circular"}, optional
        What lies beyond the photo's border, as in `conv2d`. Zeros is black: a blur then darkens
        the border, "replicate" does not.
    weigh_by_alpha : bool, optional
        How colours under transparency count. If False, all colours count alike and alpha is kept
        as it is: a blur then brings the colour of transparent pixels, which is often black, into
        their opaque neighbours. If True, colours count in proportion to their alpha, and alpha is
        filtered, too (premultiplied alpha). This is meant for blurs and other kernels whose
        weights sum to 1.

    Returns
    -------
    ndarray
        Shape and dtype of the image. Integers are rounded (halves to even) and clipped to what
        the dtype can hold, never wrapped; floats are left as they come. Sums beyond 2**53, in
        photos of 64-bit integers, have the 53 bits of a float64.

    Raises
    ------
    ValueError
        If a shape does not fit, if the kernel is not finite and the image holds integers, or if
        there is no alpha to weigh by.
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
    image, kernel = as_photo(image), as_real_kernel(kernel)
    if image.dtype.kind in "iu" and not np.isfinite(kernel).all():
        raise ValueError(
            f"kernel holds NaN or infinity, which {image.dtype} cannot: make it finite"
        )
    if weigh_by_alpha:
        return _filtered_by_alpha(image, kernel, padding_mode)
    pixels = image.reshape(*image.shape[:2], -1)
    size, one = image.shape[:2], (1, 1)
    padding = as_padding("same", size, kernel.shape, one, one)
    check_padding_mode(padding_mode, padding, size)
    sums = plan_sums(image.dtype, kernel)
    result = np.empty(pixels.shape, pixels.dtype)
    # The engine works separable kernels in blocks of rows: only whole blocks are fully used.
    height = max(BAND_BYTES // (pixels[0].size * sums.weights.itemsize) // BLOCK, 1) * BLOCK
    for rows in slices(len(pixels), height):
        padded = _padded_rows(pixels, kernel, rows, (padding, padding_mode), sums.weights.dtype)
        result[rows] = filter_rows(padded, sums, pixels.shape[2]).reshape(result[rows].shape)
    if pixels.shape[2] in (2, 4):
        result[:, :, -1] = pixels[:, :, -1]
    return result.reshape(image.shape)


def _filtered_by_alpha(image: np.ndarray, kernel: np.ndarray, padding_mode: str) -> np.ndarray:
    """Filter colours multiplied by their alpha, and divide by the filtered alpha."""
    if image.shape[2:] not in ((2,), (4,)):
        raise ValueError(
            f"weigh_by_alpha=True needs alpha, and image has shape {image.shape}: give (H, W, 2) "
            "or (H, W, 4)"
        )
    colours, alpha = image[..., :-1].astype(float), image[..., -1:].astype(float)
    sums, weights = (
        apply_filter_to_image(planes, kernel, padding_mode=padding_mode)
        for planes in (colours * alpha, alpha)
    )
    # An FFT leaves dust where all alpha is 0, and dust has no colour; NaN stays where it is.
    is_unseen = weights <= 1e-9 * np.nanmax(weights, initial=0)
    colours = np.divide(sums, weights, out=np.zeros_like(sums), where=~is_unseen)
    pixels = np.concatenate([colours, weights], axis=2)
    if image.dtype.kind in "iu":
        pixels = np.clip(np.rint(pixels), *integer_limits(image.dtype, pixels.dtype))
    return pixels.astype(image.dtype)


def _padded_rows(
    pixels: np.ndarray,
    kernel: np.ndarray,
    rows: slice,
    padding: tuple[Sides, str],
    dtype: np.dtype,
) -> np.ndarray:
    """Return what the kernel sees from some rows of a photo, (rows, columns · channels)."""
    places = (
        range(rows.start, rows.stop + kernel.shape[0] - 1),
        range(pixels.shape[1] + sum(padding[0][1])),
    )
    padded = np.empty((*map(len, places), pixels.shape[2]), dtype)
    planes, padded_planes = pixels.transpose(2, 0, 1), padded.transpose(2, 0, 1)
    padded_part(planes, *places, *padding, dtype, out=padded_planes)
    return padded.reshape(len(padded), -1)


def as_photo(image: ArrayLike) -> np.ndarray:
    """Return a photo that can be filtered, grey or with channels, as an array."""
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


def read_photo(content: bytes) -> np.ndarray:
    """Pixels of an image file.

    Parameters
    ----------
    content : bytes
        A PNG, JPEG, GIF (its first frame), WebP or other file that Pillow reads.

    Returns
    -------
    ndarray, shape (H, W), (H, W, 3) or (H, W, 4)
        Grey, RGB, or RGBA where anything may be transparent, turned the way the camera was held:
        uint8, uint16 for grey of more than 8 bits, or floats from 0 to 1.

    Raises
    ------
    OSError
        If the content is not an image file, or only a part of one.
    ValueError, TypeError
        If nobody can tell which of the file's numbers is white, as with 32-bit integers and with
        floats beyond 1, or if the picture is too large to be read.
    """
    return as_shown_photo(read_pixels(bytes(content)))


def as_shown_photo(value: ArrayLike) -> np.ndarray:
    """Return a grey, RGB or RGBA photo as an array, or raise an error that says what is wrong."""
    photo = as_numbers(value, "photo")
    if photo.dtype not in (np.uint8, np.uint16) and photo.dtype.kind != "f":
        raise TypeError(
            f"photo has dtype {photo.dtype}, which does not tell what white is: give uint8, uint16 "
            "or floats from 0 to 1"
        )
    if photo.ndim not in (2, 3) or photo.shape[2:] not in ((), (3,), (4,)) or photo.size == 0:
        raise ValueError(
            f"photo has shape {photo.shape}: give one of shape (H, W), (H, W, 3) or (H, W, 4)"
        )
    if photo.dtype.kind == "f" and not (photo.min() >= 0 and photo.max() <= 1):
        raise ValueError(
            f"photo of floats runs from {photo.min()} to {photo.max()} but must run from 0 to 1:"
            " divide it by its largest possible value"
        )
    return photo


def reduce_photo(photo: np.ndarray, largest_side: int = LARGEST_SIDE) -> np.ndarray:
    """Photo made small enough by taking the mean of square blocks.

    Parameters
    ----------
    photo : ndarray, shape (H, W[, C])
    largest_side : int
        Rows and columns the result may have.

    Returns
    -------
    ndarray, shape (H // n, W // n[, C])
        n is the smallest block that is large enough; the dtype stays. A side shorter than n
        becomes 1.

    Examples
    --------
    >>> reduce_photo(np.array([[0, 2, 9], [4, 6, 9]], np.uint8), largest_side=2)
    array([[3]], dtype=uint8)
    """
    height, width = photo.shape[:2]
    n = -(-max(height, width) // largest_side)
    if n <= 1:
        return photo
    rows, cols = min(n, height), min(n, width)  # of a block
    height, width = height // rows, width // cols
    inside = photo[: height * rows, : width * cols]
    blocks = inside.reshape(height, rows, width, cols, *photo.shape[2:])
    means = blocks.mean(axis=(1, 3))
    return (means if photo.dtype.kind == "f" else np.rint(means)).astype(photo.dtype)
