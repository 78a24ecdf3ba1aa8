"""How conv2d gets fast: gather windows into columns, and let BLAS multiply (banded im2col)."""

from typing import NamedTuple

import numpy as np

COLUMN_BYTES = 2**20  # columns gathered at a time: small enough to stay in the cache
MIN_COLUMNS = 64  # fewer than these waste BLAS


class Setting(NamedTuple):
    """What `correlate` needs to know besides its arrays; every pair is (rows, cols)."""

    stride: tuple
    padding: tuple
    dilation: tuple
    groups: int
    padding_mode: str
    output_size: tuple


def correlate(image, kernel, setting, dtype):
    """Return the (N, O, oH, oW) feature maps of an (N, C, H, W) image, computed in dtype.

    The kernel is (O, C/groups, kH, kW).
    """
    maps = np.empty((len(image), len(kernel), *setting.output_size), dtype)
    groups = setting.groups
    depth = kernel.shape[1] * kernel.shape[2] * kernel.shape[3]
    weights = kernel.astype(dtype).reshape(groups, len(kernel) // groups, depth)
    for images, rows, cols in tiles(image, kernel, setting, dtype):
        columns = gather(image[images], kernel.shape[2:], setting, rows, cols, dtype)
        columns = columns.reshape(len(columns), groups, depth, -1)
        tile = maps[images, :, rows, cols]
        tile[...] = np.matmul(weights, columns).reshape(tile.shape)
    return maps


def tiles(image, kernel, setting, dtype):
    """Cut the feature maps into pieces whose columns fill at most COLUMN_BYTES."""
    o_h, o_w = setting.output_size
    depth = image.shape[1] * kernel.shape[2] * kernel.shape[3] * dtype.itemsize
    room = max(COLUMN_BYTES // max(depth, 1), MIN_COLUMNS)
    width = min(o_w, room)
    height = min(o_h, room // width)
    count = max(room // (width * height), 1)
    for n in range(0, len(image), count):
        for row in range(0, o_h, height):
            for col in range(0, o_w, width):
                yield (
                    slice(n, min(n + count, len(image))),
                    slice(row, min(row + height, o_h)),
                    slice(col, min(col + width, o_w)),
                )


def gather(image, kernel_size, setting, rows, cols, dtype):
    """Copy the windows of one tile into columns, (N, C, kH, kW, rows, cols)."""
    starts, steps = [], setting.stride
    for axis, part in enumerate((rows, cols)):
        span = (kernel_size[axis] - 1) * setting.dilation[axis]
        starts.append((part.start * steps[axis], (part.stop - 1) * steps[axis] + span + 1))
    band = padded_part(image, *starts, setting.padding, setting.padding_mode, dtype)
    n, c, i, j = band.strides
    (s_i, s_j), (d_i, d_j) = setting.stride, setting.dilation
    windows = np.ndarray(
        (*band.shape[:2], *kernel_size, rows.stop - rows.start, cols.stop - cols.start),
        band.dtype,
        band,
        strides=(n, c, d_i * i, d_j * j, s_i * i, s_j * j),
    )
    return np.ascontiguousarray(windows)


def padded_part(image, rows, cols, padding, padding_mode, dtype):
    """Rows [start, stop) and columns [start, stop) of the padded image, as a new array."""
    part = np.empty((*image.shape[:-2], rows[1] - rows[0], cols[1] - cols[0]), dtype)
    inner, source = [], []
    for (start, stop), (before, _), size in zip(
        (rows, cols), padding, image.shape[-2:], strict=True
    ):
        first = min(max(start - before, 0), size)
        last = max(min(stop - before, size), first)
        source.append(slice(first, last))
        inner.append(slice(max(first - start + before, 0), max(last - start + before, 0)))
    if padding_mode == "zeros":
        part[..., : inner[0].start, :] = 0
        part[..., inner[0].stop :, :] = 0
        part[..., inner[0], : inner[1].start] = 0
        part[..., inner[0], inner[1].stop :] = 0
        part[..., *inner] = image[..., *source]
    else:
        lookup = [
            border_source(np.arange(*span) - before, size, padding_mode)
            for span, (before, _), size in zip((rows, cols), padding, image.shape[-2:], strict=True)
        ]
        part[...] = image[..., lookup[0][:, None], lookup[1]]
    return part


def border_source(places, size, padding_mode):
    """Which image row (or column) each padded one repeats; places count from the image's edge."""
    if padding_mode == "replicate":
        return np.clip(places, 0, size - 1)
    if padding_mode == "circular":
        return places % size
    return size - 1 - np.abs(size - 1 - np.abs(places))  # reflect: the edge is not repeated
