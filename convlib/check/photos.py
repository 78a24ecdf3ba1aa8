"""Checks of filtered photos, and of kernels that are meant for them."""

import numpy as np

from ..arguments import PADDING_MODES
from ..conv import conv2d
from ..filters import apply_filter_to_image, gaussian_kernel
from .answers import Unusable, as_numbers
from .verdict import judged, right, wrong

__all__ = ["check_blur_kernel", "check_filtered_image", "check_gaussian_split"]


@judged
def check_filtered_image(answer, photo, kernel, *, padding_mode="zeros"):
    """A photo filtered into pixels: rounded, clipped, as large as before.

    Parameters
    ----------
    answer : array_like, shape of `photo`
        Whole numbers from 0 to 255 in any dtype, where `photo` is uint8.
    photo : array_like, shape (H, W) or (H, W, channels)
    kernel : array_like, shape (kH, kW)
    padding_mode : {"zeros", "reflect", "replicate", "circular"}, optional

    Returns
    -------
    Verdict

    Examples
    --------
    >>> photo, kernel = np.array([[0, 0, 200, 200]], np.uint8), [[-1, 3, -1]]
    >>> check_filtered_image(np.clip([[0, -200, 400, 400]], 0, 255), photo, kernel)
    Right: all 4 pixels agree.
    >>> check_filtered_image([[0, -200 % 256, 400 % 256, 400 % 256]], photo, kernel)
    Not yet: sums wrapped around: 256 became 0. Clip to 0 and 255 before you convert. The sum -200
    came out as 56 instead of 0.
    """
    answer, photo, kernel = as_numbers(answer), np.asarray(photo), np.asarray(kernel)
    truth = apply_filter_to_image(photo, kernel, padding_mode=padding_mode)
    if answer.shape == truth.shape and _close(answer, truth).all():
        return right(f"all {truth.size} pixels agree.")
    mistaken = _mistaken_photos(photo, kernel, padding_mode)
    name = next((name for name, pixels in mistaken if _is(answer, pixels)), None)
    if answer.shape != truth.shape:
        return wrong(f"your photo has shape {answer.shape}, and {truth.shape} is wanted.", name)
    sums = _sums(photo, kernel, padding_mode)
    place = tuple(np.argwhere(~_close(answer, truth))[0].tolist())
    return wrong(
        f"The sum {sums[place]:.7g} came out as {answer[place]:.7g} instead of {truth[place]:g}.",
        name,
    )


def _close(answer, truth):
    """Where pixels agree; those of a float photo but for rounding."""
    room = 0 if truth.dtype.kind in "iu" else 1e-6 * max(float(np.abs(truth).max()), 1)
    return np.abs(answer - truth.astype(float)) <= room


def _is(answer, pixels):
    return answer.shape == pixels.shape and bool(np.allclose(answer, pixels, rtol=1e-9, atol=1e-6))


def _sums(photo, kernel, padding_mode, **setting):
    """Sums before they become pixels, in the photo's shape; alpha stays as it is."""
    planes = np.moveaxis(photo.astype(float).reshape(*photo.shape[:2], -1), 2, 0)
    setting = {"padding": "same", "padding_mode": padding_mode} | setting
    sums = conv2d(planes, kernel, **setting)
    if len(planes) in (2, 4) and sums.shape == planes.shape:
        sums[-1] = planes[-1]
    sums = np.moveaxis(sums, 0, 2)
    return sums.reshape(sums.shape[: photo.ndim])


def _mistaken_photos(photo, kernel, padding_mode):
    """Yield (misconception, pixels) of what may become of a photo."""
    sums, limits = _sums(photo, kernel, padding_mode), (0, 255)
    if photo.dtype == np.uint8:
        cut, rounded = np.trunc(sums), np.rint(sums)
        yield "wrapped around", rounded % 256
        yield "wrapped around", cut % 256
        yield "wrapped around", np.floor(sums) % 256
        for limited in (np.minimum(rounded, 255), np.maximum(rounded, 0)):
            yield "wrapped around", limited % 256
            yield "not clipped", limited
        yield "cut instead of rounded", np.clip(cut, *limits)
        yield "cut instead of rounded", np.clip(sums, *limits).astype(np.uint8)
        yield "not rounded", np.clip(sums, *limits)
        yield "not clipped", sums
        yield "not clipped", rounded
        yield "not clipped", cut
        lowest, width = sums.min(), np.ptp(sums) or 1
        for pixels in ((sums - lowest) / width * 255, sums / max(sums.max(), 1) * 255):
            yield "rescaled", pixels
            yield "rescaled", np.rint(pixels)
            yield "rescaled", np.trunc(pixels)
    yield from _otherwise_filtered(photo, kernel, padding_mode)


def _otherwise_filtered(photo, kernel, padding_mode):
    """Yield (misconception, pixels) of other kernels, borders and colours."""
    yield "nothing filtered", photo
    pixels = _as_pixels(_sums(photo, kernel[::-1, ::-1], padding_mode), photo.dtype)
    yield "flipped kernel", pixels
    for mode in PADDING_MODES:
        yield "padding mode", apply_filter_to_image(photo, kernel, padding_mode=mode)
    if photo.ndim == 3:
        mixed = _as_pixels(_sums(photo, kernel, padding_mode).sum(axis=2), photo.dtype)
        yield "colours mixed", mixed
        yield "colours mixed", np.broadcast_to(mixed[..., None], photo.shape)
    if all(k <= size for k, size in zip(kernel.shape, photo.shape, strict=False)):
        yield "border lost", _as_pixels(_sums(photo, kernel, "zeros", padding=0), photo.dtype)


def _as_pixels(sums, dtype):
    if dtype.kind == "f":
        return sums
    return np.clip(np.rint(sums), np.iinfo(dtype).min, np.iinfo(dtype).max)


@judged
def check_blur_kernel(answer):
    """The kernel that gives the mean of 5×5 pixels.

    Parameters
    ----------
    answer : array_like, shape (5, 5)

    Returns
    -------
    Verdict

    Examples
    --------
    >>> check_blur_kernel(np.ones((5, 5)))
    Not yet: the weights do not sum to 1. They sum to 25, so flat areas become 25 times as bright:
    divide by the number of weights.
    """
    kernel = as_numbers(answer)
    total = kernel.sum()
    if kernel.shape != (5, 5):
        return wrong(f"your kernel has shape {kernel.shape}; 5 rows of 5 weights are (5, 5).")
    if not kernel.any():
        return wrong(misconception="integer division")
    if np.allclose(kernel, 1 / 25, rtol=1e-9):
        return right("25 equal weights that sum to 1. Flat areas keep their brightness.")
    if np.allclose(kernel, total / 25):
        return wrong(
            f"They sum to {total:.4g}, so flat areas become {total:.4g} times as bright: divide by "
            "the number of weights.",
            "weights do not sum to 1",
        )
    if np.count_nonzero(kernel) == 1:
        return wrong(misconception="one pixel copied")
    if np.isclose(total, 1):
        return wrong(misconception="weights not alike")
    return wrong(f"a mean has 25 equal weights that sum to 1; yours sum to {total:.4g}.")


@judged
def check_gaussian_split(answer):
    """The five weights w for which np.outer(w, w) is gaussian_kernel(5, 1).

    Parameters
    ----------
    answer : array_like, shape (5,)

    Returns
    -------
    Verdict

    Examples
    --------
    >>> check_gaussian_split(gaussian_kernel(5, 1)[2])
    Not yet: the weights do not sum to 1. The proportions are right, but those of np.outer(w, w)
    sum to 0.1621: divide w by its sum.
    """
    kernel = gaussian_kernel(5, 1)
    w = as_numbers(answer)
    if w.size != 5:
        raise Unusable(f"an array of shape {w.shape}: five weights are wanted, one a column")
    w, total = w.ravel(), w.sum()
    if np.allclose(np.outer(w, w), kernel, rtol=1e-6, atol=1e-9):
        return right("a column of 5 and a row of 5 do the work of 25 weights.")
    if np.allclose(w, kernel.sum(axis=0) * total):
        return wrong(
            f"The proportions are right, but those of np.outer(w, w) sum to {total**2:.4g}: divide "
            "w by its sum.",
            "weights do not sum to 1",
        )
    if np.allclose(w, kernel.diagonal()):
        return wrong(misconception="square root left out")
    gap = np.abs(np.outer(w, w) - kernel).max()
    return wrong(f"np.outer(w, w) misses the kernel by up to {gap:.3g}. Try the column sums.")
