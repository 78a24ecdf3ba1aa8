"""What SciPy makes of a photo."""

import numpy as np

from tests.support.needs import oracle

NDIMAGE_MODES = {
    "zeros": "constant",
    "reflect": "mirror",
    "replicate": "nearest",
    "circular": "grid-wrap",
}


def ndimage_filter(photo, kernel, padding_mode):
    """Filter each colour in float64, round halves to even and clip."""
    ndimage = oracle("scipy.ndimage")
    pixels = photo.reshape(*photo.shape[:2], -1).astype(float)
    options = {
        "mode": NDIMAGE_MODES[padding_mode],
        "origin": [-(1 - size % 2) for size in np.shape(kernel)],  # even: odd cell after
    }
    planes = [
        ndimage.correlate(pixels[..., c], np.asarray(kernel, float), **options)
        for c in range(pixels.shape[2])
    ]
    result = np.stack(planes, -1).reshape(photo.shape)
    if photo.dtype.kind in "iu":
        limits = np.iinfo(photo.dtype)
        result = np.clip(np.rint(result), limits.min, limits.max)
    return result
