"""What conv2d is timed at: each work beside a peer, and the ratio wanted."""

from functools import partial
from typing import NamedTuple

import numpy as np

from convlib import apply_filter_to_image, conv2d, gaussian_kernel, kernels
from convlib.examples import SEED_IMAGE, SEED_KERNEL, SEED_SETTING

RNG = np.random.default_rng(0)
CROP = (108, 192)  # the seed's loop is timed on a hundredth of a photo's pixels


class Row(NamedTuple):
    """One line of the table: what is asked, beside whom, and the ratio wanted."""

    work: str
    peer: str
    at_most: float
    must: bool
    make: object  # () -> (ours, theirs, how often theirs has to be counted, multiply-adds)


def numbers(*shape, dtype=np.float32):
    return RNG.normal(size=shape).astype(dtype)


def seeds_loop(matrix, kernel, stride=(1, 1), dilation=(1, 1)):
    """Filter one plane as the seed project does: pick a sub-matrix by lists, multiply, sum."""
    spans = [d * (k - 1) for d, k in zip(dilation, kernel.shape, strict=True)]
    sizes = [
        (n - span - 1) // s + 1 for n, span, s in zip(matrix.shape, spans, stride, strict=True)
    ]
    result = np.zeros(sizes)
    for i in range(sizes[0]):
        rows = [i * stride[0] + tap * dilation[0] for tap in range(kernel.shape[0])]
        for j in range(sizes[1]):
            cols = [j * stride[1] + tap * dilation[1] for tap in range(kernel.shape[1])]
            result[i, j] = np.sum(np.multiply(matrix[rows, :][:, cols], kernel))
    return result


def seed_example():
    return (
        partial(conv2d, SEED_IMAGE, SEED_KERNEL, padding=(0, 0), **SEED_SETTING),
        partial(seeds_loop, SEED_IMAGE, SEED_KERNEL, **SEED_SETTING),
        1,
        18 * 25,
    )


def random_photo():
    return RNG.integers(0, 256, (1080, 1920, 3), np.uint8)


def blur(size):
    return gaussian_kernel(size, size / 5)


def photo_beside_the_seed(kernel):
    photo = random_photo()
    crop = photo[: CROP[0] + len(kernel) - 1, : CROP[1] + len(kernel) - 1, 0]
    times = photo.size / np.prod(CROP)
    ours = partial(apply_filter_to_image, photo, kernel)
    return ours, partial(seeds_loop, crop, kernel), times, photo.size * kernel.size


def photo_beside_opencv(kernel):
    import cv2

    photo = random_photo()
    ours = partial(apply_filter_to_image, photo, kernel)
    return ours, partial(cv2.filter2D, photo, -1, kernel), 1, photo.size * kernel.size


def beside_scipy(name, image_size, kernel_size, dtype):
    from scipy import signal

    image, kernel = numbers(image_size, image_size, dtype=dtype), numbers(*kernel_size, dtype=dtype)
    theirs = partial(getattr(signal, name), image, kernel, mode="valid")
    cells = np.prod([image_size - k + 1 for k in kernel_size])
    return partial(conv2d, image, kernel), theirs, 1, cells * kernel.size


def beside_torch(image, kernel, dtype=np.float32, **options):
    import torch

    image, kernel = numbers(*image, dtype=dtype), numbers(*kernel, dtype=dtype)
    tensors = torch.from_numpy(image), torch.from_numpy(kernel)
    theirs = partial(torch.nn.functional.conv2d, *tensors, **options)
    cells = theirs().numel()
    return partial(conv2d, image, kernel, **options), theirs, 1, cells * kernel[0].size


def planes(size, kernel=5, **options):
    return partial(beside_torch, (1, 1, size, size), (1, 1, kernel, kernel), **options)


def scipy_row(name, kernel, dtype=np.float32):
    return partial(beside_scipy, name, 1024, (kernel, kernel), dtype)


def layer(work, at_most, count, channels, size, outputs, taps=3, groups=1, stride=1):
    """Give a layer of a network its row: images and kernels are square, the padding is "same"."""
    image, kernel = (count, channels, size, size), (outputs, channels // groups, taps, taps)
    options = {"stride": stride, "padding": taps // 2, "groups": groups}
    return Row(work, "torch", at_most, False, partial(beside_torch, image, kernel, **options))


ROWS = [
    Row("9×14, 5×5, stride (2, 1), dilation (1, 2)", "seed's loop", 1 / 12, True, seed_example),
    *(
        Row(
            f"photo, {k}×{k} Gaussian",
            "seed's loop",
            1 / 1500,
            True,
            partial(photo_beside_the_seed, blur(k)),
        )
        for k in (3, 15)
    ),
    Row("1024² 5×5 float64", "correlate2d", 0.2, True, scipy_row("correlate2d", 5, np.float64)),
    Row("1024² 31×31", "fftconvolve", 1, True, scipy_row("fftconvolve", 31)),
    Row("2048² 5×5", "torch", 0.3, True, planes(2048)),
    Row("2048² 5×5, dilation 4", "torch", 0.25, True, planes(2048, dilation=4)),
    Row("2048² 5×5, stride 2", "torch", 1.1, True, planes(2048, stride=2)),
    Row("512² 3×3 float64", "torch", 0.6, False, planes(512, 3, dtype=np.float64)),
    Row("512² 3×3", "torch", 0.9, False, planes(512, 3)),
    Row("4096² 5×5", "torch", 0.25, False, planes(4096)),
    Row("4096² 5×5, dilation 4", "torch", 0.05, False, planes(4096, dilation=4)),
    Row("4096² 5×5, stride 2", "torch", 0.5, False, planes(4096, stride=2)),
    Row("1024² 31×31, again", "fftconvolve", 0.85, False, scipy_row("fftconvolve", 31)),
    Row("1024² 101×101", "fftconvolve", 1.6, False, scipy_row("fftconvolve", 101)),
    layer("stem: 3×224², 64×7×7, stride 2", 1.3, 1, 3, 224, 64, 7, stride=2),
    layer("1×256×56², 3×3", 0.9, 1, 256, 56, 256),
    layer("8×512×14², 3×3", 1.05, 8, 512, 14, 512),
    layer("8×256×14², 3×3", 1.05, 8, 256, 14, 256),
    layer("8×128×28², 3×3", 1.1, 8, 128, 28, 128),
    layer("8×64×56², 3×3", 1.2, 8, 64, 56, 64),
    layer("8×256×14², 1×1", 1.05, 8, 256, 14, 256, 1),
    layer("8×128×56², 3×3, 32 groups", 0.75, 8, 128, 56, 128, groups=32),
    layer("1×256×28², 3×3, 32 groups", 1.0, 1, 256, 28, 256, groups=32),
    layer("1×256×56², 3×3 depthwise", 2.5, 1, 256, 56, 256, groups=256),
    layer("8×64×56², 3×3 depthwise", 1.0, 8, 64, 56, 64, groups=64),
    layer("8×512×14², 3×3 depthwise", 2.5, 8, 512, 14, 512, groups=512),
    Row("photo, 3×3 Gaussian", "OpenCV", 2.5, False, partial(photo_beside_opencv, blur(3))),
    Row("photo, 3×3 sharpen", "OpenCV", 4, False, partial(photo_beside_opencv, kernels["sharpen"])),
    Row("photo, 15×15 Gaussian", "OpenCV", 1, False, partial(photo_beside_opencv, blur(15))),
]
