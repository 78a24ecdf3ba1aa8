"""Any part of a padded image, against the whole one made by NumPy."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from convlib.engine import padded_part
from tests.support.random_convolutions import NUMPY_MODES

IMAGE = np.arange(2 * 5 * 6).reshape(2, 5, 6)
places = st.builds(range, st.integers(0, 9), st.integers(10, 13), st.integers(1, 4))


@pytest.mark.parametrize("mode", NUMPY_MODES)
@given(rows=places, cols=places)
def test_any_rows_and_columns_are_those_of_the_padded_image(mode, rows, cols):
    padding = (4, 4), (3, 4)
    whole = np.pad(IMAGE, ((0, 0), *padding), NUMPY_MODES[mode])
    found = padded_part(IMAGE, rows, cols, padding, mode, np.dtype(float))
    np.testing.assert_array_equal(found, whole[:, list(rows)][..., list(cols)])
    assert found.dtype == float


def test_a_part_that_needs_no_padding_is_a_view():
    found = padded_part(IMAGE, range(1, 4), range(5), ((0, 0), (0, 0)), "zeros", IMAGE.dtype)
    assert np.shares_memory(found, IMAGE)


def test_a_part_is_written_where_it_is_asked_for():
    out = np.full((2, 3, 2), -1)
    padding = (1, 0), (0, 0)
    assert padded_part(IMAGE, range(3), range(2), padding, "zeros", IMAGE.dtype, out=out) is out
    np.testing.assert_array_equal(
        out,
        np.pad(
            IMAGE,
            (
                (0, 0),
                *padding,
            ),
        )[:, :3, :2],
    )


def test_negative_padding_cuts_cells_off():
    found = padded_part(IMAGE, range(5), range(3), ((-2, 0), (-1, 0)), "zeros", IMAGE.dtype)
    np.testing.assert_array_equal(found[:, :3], IMAGE[:, 2:, 1:4])
    assert not found[:, 3:].any()
