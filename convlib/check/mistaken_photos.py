"""What each misunderstanding makes of a photo, worked out for the very photo and kernel at hand."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from ..arguments import PADDING_MODES
from ..conv import conv2d
from ..photos import apply_filter_to_image
from ..scene import ROUNDING

BLACK, WHITE = 0, 255


@dataclass(frozen=True, eq=False)
class PhotoTask:
    """What a filtered photo is asked of: the photo and the kernel, with what follows from them.

    Attributes
    ----------
    photo : ndarray, shape (H, W) or (H, W, channels)
    kernel : ndarray, shape (kH, kW)
    padding_mode : str
    """

    photo: np.ndarray
    kernel: np.ndarray
    padding_mode: str = "zeros"

    @cached_property
    def truth(self) -> np.ndarray:
        """ndarray, shape of the photo: its pixels, filtered."""
        return self.filtered(self.padding_mode)

    @cached_property
    def sums(self) -> np.ndarray:
        """Ndarray of float64, shape of the photo: the sums before they become pixels."""
        return self.sums_of(self.photo, self.kernel)

    @cached_property
    def rounding(self) -> float:
        """float: how far rounding may move a sum, by the measure of `Scene.tolerance`.

        It is taken of the largest size that the products of a sum have in this photo, so that one
        number does for mistaken photos of another shape too.
        """
        sizes = self.sums_of(np.abs(self.photo.astype(float)), np.abs(self.kernel))
        return float(ROUNDING * sizes.max())

    def filtered(self, padding_mode: str) -> np.ndarray:
        """Return the photo's pixels, filtered with some padding mode."""
        return apply_filter_to_image(self.photo, self.kernel, padding_mode=padding_mode)

    def sums_of(self, photo: np.ndarray, kernel: np.ndarray, **setting: Any) -> np.ndarray:
        """Return the sums of a photo, in its own shape; alpha stays as it is."""
        planes = np.moveaxis(photo.astype(float).reshape(*photo.shape[:2], -1), 2, 0)
        setting = {"padding": "same", "padding_mode": self.padding_mode} | setting
        sums = conv2d(planes, kernel, **setting)
        if len(planes) in (2, 4) and sums.shape == planes.shape:
            sums[-1] = planes[-1]
        sums = np.moveaxis(sums, 0, 2)
        return sums.reshape(sums.shape[: photo.ndim])

    def pixels_of(self, sums: np.ndarray) -> np.ndarray:
        """Return sums as pixels of the photo's kind: rounded and clipped, unless it has floats."""
        if self.photo.dtype.kind == "f":
            return sums
        limits = np.iinfo(self.photo.dtype)
        return np.clip(np.rint(sums), limits.min, limits.max)

    def shows(self, answer: np.ndarray, pixels: np.ndarray) -> bool:
        """Whether an answer is some mistaken photo, but for rounding."""
        if answer.shape != pixels.shape:
            return False
        return bool(np.all(np.abs(answer - pixels.astype(float)) <= self.rounding))


def mistaken_photos(task: PhotoTask) -> Iterator[tuple[str, np.ndarray]]:
    """Yield (misconception, pixels) of what may become of a photo, the likelier first."""
    if task.photo.dtype == np.uint8:
        yield from _mistaken_pixels(task.sums)
    yield from _otherwise_filtered(task)


def _mistaken_pixels(sums):
    """Yield (misconception, pixels) of sums that become pixels in a wrong way."""
    cut, rounded = np.trunc(sums), np.rint(sums)
    yield "wrapped around", rounded % 256
    yield "wrapped around", cut % 256
    yield "wrapped around", np.floor(sums) % 256
    for limited in (np.minimum(rounded, WHITE), np.maximum(rounded, BLACK)):
        yield "wrapped around", limited % 256
        yield "not clipped", limited
    yield "cut instead of rounded", np.clip(cut, BLACK, WHITE)
    yield "not rounded", np.clip(sums, BLACK, WHITE)
    for unclipped in (sums, rounded, cut):
        yield "not clipped", unclipped
    lowest, width = sums.min(), np.ptp(sums) or 1
    for pixels in ((sums - lowest) / width * WHITE, sums / max(sums.max(), 1) * WHITE):
        yield "rescaled", pixels
        yield "rescaled", np.rint(pixels)
        yield "rescaled", np.trunc(pixels)


def _otherwise_filtered(task):
    """Yield (misconception, pixels) of other kernels, borders and colours."""
    photo, kernel = task.photo, task.kernel
    yield "nothing filtered", photo
    yield "flipped kernel", task.pixels_of(task.sums_of(photo, kernel[::-1, ::-1]))
    for mode in PADDING_MODES:
        with suppress(ValueError):  # a small photo cannot fill its padding in every mode
            yield "padding mode", task.filtered(mode)
    if photo.ndim == 3:
        mixed = task.pixels_of(task.sums.sum(axis=2))
        yield "colours mixed", mixed
        yield "colours mixed", np.broadcast_to(mixed[..., None], photo.shape)
    if all(k <= size for k, size in zip(kernel.shape, photo.shape, strict=False)):
        yield "border lost", task.pixels_of(task.sums_of(photo, kernel, padding=0))
