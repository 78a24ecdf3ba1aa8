"""Pooling planes a few at a time, against windows written out."""

import numpy as np
import pytest

from convlib.axis import Axis
from convlib.engine import pools

RNG = np.random.default_rng(8)
AXES = Axis.of(9, 3, 2, (1, 1), 1), Axis.of(8, 2, 3, (0, 2), 2)


def windows(image, fill):
    """Write out every window: (N, oH, oW, 3, 2)."""
    padded = np.pad(image, ((0, 0), (1, 1), (0, 2)), constant_values=fill)
    rows, cols = (
        [[cell + axis.before for cell in axis.taps(o)] for o in range(axis.output)] for axis in AXES
    )
    return padded[:, np.array(rows)[:, None, :, None], np.array(cols)[None, :, None, :]]


@pytest.fixture(params=[10, pools.PLANE_BYTES], autouse=True)
def bytes_at_a_time(request, monkeypatch):
    monkeypatch.setattr(pools, "PLANE_BYTES", request.param)


@pytest.mark.parametrize(("combine", "start"), [(np.maximum, -np.inf), (np.add, 0)])
def test_pool_combines_the_cells_of_each_window(combine, start):
    image = RNG.normal(size=(5, 9, 8))
    right = combine.reduce(windows(image, start).reshape(5, 5, 3, 6), axis=3)
    found = pools.pool(combine, image, AXES, start, np.dtype(float))
    np.testing.assert_allclose(found, right, atol=1e-12)


def test_spread_is_the_adjoint_of_a_sum():
    image, maps = RNG.normal(size=(5, 9, 8)), RNG.normal(size=(5, 5, 3))
    sums = pools.pool(np.add, image, AXES, 0, np.dtype(float))
    spread = pools.spread(maps, AXES, np.dtype(float))
    np.testing.assert_allclose(np.vdot(sums, maps), np.vdot(image, spread))


def test_the_largest_cell_of_each_window_gets_all():
    image, maps = RNG.permutation(5 * 72).reshape(5, 9, 8), RNG.integers(1, 9, (5, 5, 3))
    found = pools.spread_to_largest(maps, image, AXES, np.dtype(np.int64))
    right = np.zeros_like(found)
    for plane, row, col in np.ndindex(*maps.shape):
        largest = windows(image, -1)[plane, row, col].max()
        right[image == largest] += maps[plane, row, col]
    np.testing.assert_array_equal(found, right)


@pytest.mark.parametrize("size", [(15, 17), (16, 16)])
def test_the_first_of_equal_cells_wins_in_a_window_of_255_and_of_256_cells(size):
    image = RNG.integers(0, 200, (2, *size))
    axes = tuple(Axis.of(cells, cells, 1, (0, 0), 1) for cells in size)
    found = pools.winning_taps(image, axes)
    np.testing.assert_array_equal(found.ravel(), image.reshape(2, -1).argmax(axis=1))
    image[:, -1, -1] = 200
    np.testing.assert_array_equal(pools.winning_taps(image, axes), np.prod(size) - 1)
