"""Work cut into pieces: nothing left out, nothing twice, nothing too large."""

import numpy as np
import pytest

from convlib.engine.pieces import (
    SMALL_PRODUCT,
    all_finite,
    length,
    multiply_in_parts,
    pieces,
    slices,
)


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


@pytest.mark.parametrize(
    ("outputs", "depth", "most"), [(64, 147, 96), (2, 3, 166656), (256, 256, 500)]
)
def test_a_product_in_parts_is_the_product_and_no_part_is_large_if_the_weights_are_few(
    monkeypatch, outputs, depth, most
):
    rng, widths, matmul = np.random.default_rng(0), [], np.matmul

    def noted(weights, columns, out):
        widths.append(columns.shape[-1])
        return matmul(weights, columns, out=out)

    weights, columns = rng.integers(-9, 9, (outputs, depth)), rng.integers(-9, 9, (depth, 500))
    if most > 500:
        columns = np.tile(columns, 400)
    weights, columns = weights.astype(float), columns.astype(float)
    out = np.full((outputs, columns.shape[1]), np.nan)
    monkeypatch.setattr(np, "matmul", noted)
    multiply_in_parts(weights, columns, out)
    assert np.array_equal(out, weights @ columns)
    assert max(widths) == most
    assert sum(widths) == columns.shape[1]
    assert (outputs * depth * most <= SMALL_PRODUCT) == (outputs < 256)
