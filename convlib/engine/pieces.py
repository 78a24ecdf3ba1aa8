"""What a path needs to know, and how it cuts its work into pieces."""

from typing import NamedTuple

import numpy as np

from ..axis import kernel_span
from .padding import padded_part

NO_PADDING = ((0, 0), (0, 0))


class Setting(NamedTuple):
    """What a path needs to know besides its arrays; every pair is (rows, cols)."""

    stride: tuple
    padding: tuple
    dilation: tuple
    groups: int
    padding_mode: str
    output_size: tuple


def slices(total, at_most):
    """Cut range(total) into slices of at most so many."""
    return [slice(start, min(start + at_most, total)) for start in range(0, total, at_most)]


def size(part):
    """Return the length of a slice."""
    return part.stop - part.start


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


def is_finite(cells):
    """Whether there is no NaN or infinity; BLAS adds up four times faster than a sum."""
    return np.isfinite(cells @ np.ones(cells.shape[-1], cells.dtype)).all()
