"""The gallery's animations of pooling and groups."""

import imageio.v3 as iio
import numpy as np

from convlib.examples import address
from convlib.figures.pixels import pixels_of
from docs.catalogue import catalogue
from docs.drawings import marked


def test_a_frame_has_no_marks_of_the_one_before():
    maps = {"image": address(2, 4), "output": address(1, 2)}
    steps = [({"image": ((0, col), (2, 2))}, {"output": col // 2}) for col in (0, 2)]
    together = [pixels_of(figure) for figure in marked(maps, steps)]
    alone = [pixels_of(figure) for step in steps for figure in marked(maps, [step])]
    np.testing.assert_array_equal(together, alone)
    assert not np.array_equal(*together)


def test_an_animation_has_a_frame_for_each_cell_that_is_filled_in():
    for name, cells in (("max-pooling", 6), ("average-pooling", 6), ("grouped", 12)):
        frames = iio.imread(catalogue()[name].gif(), index=None, extension=".gif")
        assert len(frames) == cells
        assert len(np.unique(frames, axis=0)) == cells
