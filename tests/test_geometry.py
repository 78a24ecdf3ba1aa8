"""geometry.py against brute force over masks of cells, and against published numbers."""

from dataclasses import FrozenInstanceError

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from convlib import ConvGeometry, effective_kernel_size, output_size
from convlib.examples import SEED_IMAGE, SEED_KERNEL, SEED_SETTING

small = st.integers(1, 4)
pads = st.integers(0, 4)
axes = st.tuples(st.integers(1, 12), small, small, st.tuples(pads, pads), small)


def spans(i, k, s, p, d):
    """Every span that starts on a stride and lies within the padded image, as padded cells."""
    span = range(max(d * tap for tap in range(k)) + 1)
    starts = range(0, i + sum(p), s)
    return [[start + cell for cell in span] for start in starts if start + span[-1] < i + sum(p)]


def windows(i, k, s, p, d):
    """Image cells met by the taps, position by position."""
    return [[span[0] + d * tap - p[0] for tap in range(k)] for span in spans(i, k, s, p, d)]


def geometry_of(rows, cols):
    """ConvGeometry from two axes (i, k, s, (before, after), d), where the kernel fits."""
    assume(spans(*rows) and spans(*cols))
    return ConvGeometry(*zip(rows, cols, strict=True))


@given(axes)
def test_output_size_counts_the_positions(axis):
    i, k, s, (before, after), d = axis
    assert output_size(i, k, s, 0, d, before=before, after=after) == len(spans(*axis))


@given(axes, axes)
def test_axes_are_independent(rows, cols):
    geometry = geometry_of(rows, cols)
    assert geometry.output_size == (len(spans(*rows)), len(spans(*cols)))
    assert geometry.effective_kernel_size == (len(spans(*rows)[0]), len(spans(*cols)[0]))
    assert geometry.padded_size == (rows[0] + sum(rows[3]), cols[0] + sum(cols[3]))


@given(axes, axes)
def test_every_window_touches_the_cells_under_its_taps(rows, cols):
    geometry = geometry_of(rows, cols)
    for row, over_rows in enumerate(windows(*rows)):
        for col, over_cols in enumerate(windows(*cols)):
            assert geometry.window((row, col)) == (tuple(over_rows), tuple(over_cols))


@given(axes, axes)
def test_leftover_lies_beyond_the_last_span(rows, cols):
    geometry = geometry_of(rows, cols)
    last_cells = [spans(*axis)[-1][-1] for axis in (rows, cols)]
    beyond = np.subtract(geometry.padded_size, 1) - last_cells
    assert geometry.leftover == tuple(beyond)


@given(axes, axes)
def test_count_map_counts_the_windows_over_each_cell(rows, cols):
    counts = np.zeros((rows[0] + 40, cols[0] + 40), int)
    for over_rows in windows(*rows):
        for over_cols in windows(*cols):
            counts[np.ix_(np.add(over_rows, 20), np.add(over_cols, 20))] += 1
    inside = counts[20 : 20 + rows[0], 20 : 20 + cols[0]]
    np.testing.assert_array_equal(geometry_of(rows, cols).count_map(), inside)


@given(axes, axes)
def test_skipped_cells_are_met_by_no_tap(rows, cols):
    met = [set().union(*windows(*axis)) for axis in (rows, cols)]
    unmet = tuple(
        tuple(cell for cell in range(axis[0]) if cell not in cells)
        for axis, cells in zip((rows, cols), met, strict=True)
    )
    assert geometry_of(rows, cols).skipped == unmet


@given(axes, axes)
def test_same_padding_is_the_least_that_gives_the_rounded_up_size(rows, cols):
    (i, k, s, _, d), (j, m, t, _, e) = rows, cols
    geometry = ConvGeometry((i, j), (k, m), (s, t), "same", (d, e))
    assert geometry.output_size == (-(-i // s), -(-j // t))
    for (before, after), axis in zip(geometry.padding, (rows, cols), strict=True):
        assert after - before in (0, 1)
        if before + after > 0:
            size, kernel, stride, _, dilation = axis
            less = before + after - 1
            assert output_size(size, kernel, stride, 0, dilation, after=less) < -(-size // stride)


@given(axes, axes)
def test_full_padding_visits_every_overlap(rows, cols):
    (i, k, _, _, d), (j, m, _, _, e) = rows, cols
    geometry = ConvGeometry((i, j), (k, m), 1, "full", (d, e))
    bottom, right = geometry.output_size[0] - 1, geometry.output_size[1] - 1
    assert geometry.window((0, 0)) == (
        tuple(range(-d * (k - 1), 1, d)),
        tuple(range(-e * (m - 1), 1, e)),
    )
    last_rows, last_cols = geometry.window((bottom, right))
    assert (last_rows[0], last_cols[0]) == (i - 1, j - 1)


def test_valid_padding_is_none():
    assert ConvGeometry(5, 3, padding="valid") == ConvGeometry(5, 3, padding=0)


@pytest.mark.parametrize(
    ("padding", "sides"),
    [
        (2, ((2, 2), (2, 2))),
        ((1, 2), ((1, 1), (2, 2))),
        (((1, 2), (0, 3)), ((1, 2), (0, 3))),
        ([[1, 2], [0, 3]], ((1, 2), (0, 3))),
        (np.array([[1, 2], [0, 3]]), ((1, 2), (0, 3))),
        (((1, 2), 3), ((1, 2), (3, 3))),
        ([2, (0, 3)], ((2, 2), (0, 3))),
        (np.int64(1), ((1, 1), (1, 1))),
    ],
)
def test_padding_is_read_in_each_of_its_forms(padding, sides):
    assert ConvGeometry(5, 3, padding=padding).padding == sides


def test_numpy_integers_become_python_ints():
    geometry = ConvGeometry(np.int64(5), np.uint8(3), stride=np.array([1, 2]), dilation=np.int32(1))
    assert geometry == ConvGeometry(5, 3, stride=(1, 2))
    assert all(type(n) is int for n in (*geometry.input_size, *geometry.stride))


def test_a_geometry_is_a_value():
    geometry = ConvGeometry(5, 3)
    assert len({geometry, ConvGeometry((5, 5), (3, 3), (1, 1))}) == 1
    with pytest.raises(FrozenInstanceError):
        geometry.stride = (2, 2)


# The numbers of published examples.


@pytest.mark.parametrize(
    ("i", "k", "s", "sides"),
    [
        (224, 7, 2, (2, 3)),
        (6, 3, 2, (0, 1)),
        (5, 3, 1, (1, 1)),
        (5, 2, 1, (0, 1)),
        (7, 1, 3, (0, 0)),
    ],
)
def test_same_padding_of_known_layers(i, k, s, sides):
    assert ConvGeometry(i, k, stride=s, padding="same").padding == (sides, sides)


def test_a_leftover_may_be_padding_only():
    geometry = ConvGeometry(224, 3, stride=2, padding=1)
    assert geometry.output_size == (112, 112)
    assert geometry.leftover == (1, 1)
    assert geometry.skipped == ((), ())


def test_more_is_skipped_than_left_over_where_the_stride_exceeds_the_kernel():
    geometry = ConvGeometry(10, 2, stride=3)
    assert geometry.leftover == (2, 2)
    assert geometry.skipped == ((2, 5, 8, 9), (2, 5, 8, 9))


def test_dilation_leaves_gaps_that_no_tap_meets():
    assert ConvGeometry((1, 6), (1, 3), stride=(1, 2), dilation=(1, 2)).skipped == ((), (1, 3, 5))


def test_the_seed_example():
    geometry = ConvGeometry(SEED_IMAGE.shape, SEED_KERNEL.shape, **SEED_SETTING)
    assert geometry.output_size == (3, 6)
    assert geometry.effective_kernel_size == (5, 9)
    assert geometry.leftover == (0, 0)
    assert geometry.window((2, 5)) == ((4, 5, 6, 7, 8), (5, 7, 9, 11, 13))


def test_the_im2col_matrix_of_alexnet_has_3025_columns():
    assert np.prod(ConvGeometry(227, 11, stride=4).output_size) == 3025


@pytest.mark.parametrize(("k", "d", "span"), [(3, 1, 3), (3, 2, 5), (5, 2, 9), (1, 7, 1)])
def test_effective_kernel_size(k, d, span):
    assert effective_kernel_size(k, d) == span


def test_output_size_is_0_where_the_kernel_does_not_fit():
    assert output_size(3, 3, dilation=2) == 0


# Errors name the argument, its value and the remedy.


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"stride": 0}, r"stride=0 must be at least 1"),
        ({"stride": (1, -2)}, r"stride=\(1, -2\) must be at least 1 along both axes"),
        ({"stride": (1, 2, 3)}, r"stride=\(1, 2, 3\) must be one integer or two"),
        ({"dilation": 0}, r"dilation=0 must be at least 1"),
        ({"padding": -1}, r"padding=-1 must be at least 0"),
        ({"padding": ((1, -1), (0, 0))}, r"padding=.*-1.* must be at least 0"),
        ({"padding": ((1, 1), (0, 0), (2, 2))}, r"padding=.* must be \(\(top, bottom\)"),
        ({"padding": "sme"}, r"padding='sme' must be \"valid\", \"same\", \"full\""),
        ({"input_size": (5, 0)}, r"input_size=\(5, 0\) must be at least 1"),
        ({"kernel_size": 0}, r"kernel_size=0 must be at least 1"),
        (
            {"kernel_size": (7, 3)},
            "^the kernel spans 7 rows but the image has 5: give a larger image or a smaller "
            "kernel$",
        ),
        (
            {"dilation": (1, 3)},
            "^the dilated kernel spans 7 columns but the image has 5: add padding, or reduce "
            "dilation or the kernel$",
        ),
        (
            {"kernel_size": 8, "padding": 1},
            "^the kernel spans 8 rows but the padded image has 7: add padding, or reduce the "
            "kernel$",
        ),
        (
            {"kernel_size": 6, "dilation": 2, "padding": (0, 2)},
            "^the dilated kernel spans 11 rows but the image has 5: add padding, or reduce",
        ),
        (
            {"dilation": 5, "padding": 2},
            "^the dilated kernel spans 11 rows but the padded image has 9: add padding, or reduce",
        ),
    ],
)
def test_values_out_of_range_are_refused(arguments, message):
    with pytest.raises(ValueError, match=message):
        ConvGeometry(**{"input_size": 5, "kernel_size": 3} | arguments)


@pytest.mark.parametrize("name", ["input_size", "kernel_size", "stride", "padding", "dilation"])
@pytest.mark.parametrize("value", [1.5, 2.0, None, (1, 2.5), ["1", 2], np.array([1.0, 2.0])])
def test_what_is_not_an_integer_is_refused(name, value):
    with pytest.raises(TypeError, match=rf"{name}=.* must be an integer or a pair"):
        ConvGeometry(**{"input_size": 5, "kernel_size": 3} | {name: value})


@pytest.mark.parametrize(
    ("position", "message"),
    [
        ((3, 0), r"position=\(3, 0\) lies outside the feature map of size \(3, 3\)"),
        ((0, 3), r"position=\(0, 3\) lies outside the feature map of size \(3, 3\)"),
        ((-1, 0), r"position=\(-1, 0\) must be at least 0"),
    ],
)
def test_a_position_outside_the_feature_map_is_refused(position, message):
    with pytest.raises(ValueError, match=message):
        ConvGeometry(5, 3).window(position)


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ((5.5, 3), TypeError, "input_size=5.5 must be an integer"),
        ((5, 0), ValueError, "kernel_size=0 must be at least 1"),
        ((5, 3, 0), ValueError, "stride=0 must be at least 1"),
        ((5, 3, -1), ValueError, "stride=-1 must be at least 1"),
        ((5, 3, True), TypeError, "stride=True must be an integer"),
        ((5, 3, 1, (2, 3)), TypeError, r"padding=\(2, 3\) must be an integer"),
        ((5, 3, 1, "same"), TypeError, "padding='same' must be an integer"),
        ((5, 3, 1, -1), ValueError, "padding=-1 must be at least 0"),
        ((5, 3, 1, 0, 0), ValueError, "dilation=0 must be at least 1"),
    ],
)
def test_output_size_refuses_what_is_no_size(arguments, error, message):
    with pytest.raises(error, match=message):
        output_size(*arguments)


def test_effective_kernel_size_refuses_what_is_no_size():
    with pytest.raises(TypeError, match=r"kernel_size=2.5 must be an integer"):
        effective_kernel_size(2.5, 1)
    with pytest.raises(ValueError, match="dilation=0 must be at least 1"):
        effective_kernel_size(3, 0)


@pytest.mark.parametrize("name", ["stride", "padding", "dilation", "input_size", "kernel_size"])
@pytest.mark.parametrize("value", [True, np.True_, (1, True), np.array([True, True])], ids=str)
def test_truth_values_are_no_sizes(name, value):
    sizes = {"input_size": 5, "kernel_size": 1} | {name: value}
    with pytest.raises(TypeError, match=f"{name}=.*must be an integer"):
        ConvGeometry(**sizes)
