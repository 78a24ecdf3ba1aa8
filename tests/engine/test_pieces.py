"""Work cut into pieces: nothing left out, nothing twice, nothing too large."""

import numpy as np
import pytest

from convlib.engine.pieces import all_finite, length, pieces, slices


@pytest.mark.parametrize(("total", "at_most"), [(0, 3), (1, 3), (6, 3), (7, 3), (2, 9)])
def test_slices_follow_each_other_and_none_is_longer_than_allowed(total, at_most):
    cut = slices(total, at_most)
    assert [cell for part in cut for cell in range(part.start, part.stop)] == list(range(total))
    assert all(0 < length(part) <= at_most for part in cut)


def test_pieces_take_every_cell_once():
    taken = np.zeros((2, 3, 11, 7), int)
    for images, rows, cols in pieces(taken, 4, 5):
        part = taken[images, :, rows, cols]
        part += 1
        assert len(part) == 1
        assert part.shape[2] <= 4
        assert part.shape[3] <= 5
    assert (taken == 1).all()


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("shape", [(1, 1), (5,), (2, 3, 4)])
def test_a_single_cell_is_enough_not_to_be_finite(shape, value):
    cells = np.ones(shape)
    assert all_finite(cells)
    cells.flat[-1] = value
    assert not all_finite(cells)
