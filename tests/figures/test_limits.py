"""limits.py: how large a picture of cells may be."""

import numpy as np
import pytest

from convlib.figures.limits import as_drawable, drawable_scene


def test_a_picture_shows_32_rows_and_columns():
    assert as_drawable(np.ones((32, 32)), "image").shape == (32, 32)


@pytest.mark.parametrize("shape", [(33, 1), (1, 33)])
def test_a_picture_shows_no_more_than_32_rows_or_columns(shape):
    with pytest.raises(ValueError, match="stop at 32×32"):
        as_drawable(np.ones(shape), "image")


@pytest.mark.parametrize("axis", [0, 1])
def test_padding_may_make_an_image_64_rows_or_columns_and_no_more(axis):
    def padded(after):
        sides = ((16, after), (0, 0)) if axis == 0 else ((0, 0), (16, after))
        return drawable_scene(np.ones((32, 32)), [[1]], padding=sides).geometry.padded_size

    assert padded(16)[axis] == 64
    with pytest.raises(ValueError, match="stop at 64×64, use less padding"):
        padded(17)
