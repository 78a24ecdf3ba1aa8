"""Animations at the size of a slide."""

import numpy as np
import pytest

from convlib.figures.video import on_slide

PALETTE = np.array([[0, 0, 0], [255, 255, 255]])


def test_a_frame_is_enlarged_as_often_as_it_fits_and_stands_in_the_middle():
    slide = on_slide(np.zeros((2, 3), np.uint8), PALETTE, (10, 6))
    assert slide.shape == (6, 10)
    dark = np.argwhere(slide == 0)
    assert (dark.min(axis=0).tolist(), dark.max(axis=0).tolist()) == ([0, 0], [5, 8])
    assert np.count_nonzero(slide == 0) == 6 * 9


def test_a_slide_that_is_too_small_is_refused():
    with pytest.raises(ValueError, match=r"size=\(2, 2\) is too small: the picture has 3×2 pixels"):
        on_slide(np.zeros((2, 3), np.uint8), PALETTE, (2, 2))
