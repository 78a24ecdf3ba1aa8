"""Bands of the feature maps: the tiles they are cut into."""

import numpy as np
import pytest

from convlib.engine import NO_PADDING, Setting
from convlib.engine.bands import Bands


@pytest.mark.parametrize("copies", [1, 4])
@pytest.mark.usefixtures("tiles")
def test_tiles_take_every_cell_and_only_lifted_rows_twice(copies):
    taken = np.zeros((3, 4, 23, 17), int)
    image, kernel = np.zeros((3, 4, 40, 30)), np.zeros((4, 2, 3, 3))
    setting = Setting((1, 1), NO_PADDING, (3, 2), 2, "zeros", taken.shape[2:])
    for tile in Bands(image, kernel, setting, taken, copies).tiles():
        outputs = slice(tile.groups.start * 2, tile.groups.stop * 2)
        taken[tile.images, outputs, list(tile.rows), tile.cols] += 1
    assert taken.min() == 1
    assert taken.max() == (1 if copies == 1 else 2)
