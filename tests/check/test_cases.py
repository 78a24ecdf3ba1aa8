"""The cases that a learner's function is tried on: telling, small first, and quick."""

import numpy as np
import pytest

from convlib.check.cases import CASES, draw_cases

UPTO = [None, "stride", "padding", "dilation"]


def tasks(upto):
    return [case.task for case in draw_cases(upto, False)]


@pytest.mark.parametrize("upto", UPTO)
def test_there_are_as_many_as_are_told_and_always_the_same(upto):
    again = draw_cases.__wrapped__(upto, False)
    assert len(again) == CASES
    for case, same in zip(draw_cases(upto, False), again, strict=True):
        np.testing.assert_array_equal(case.task.image, same.task.image)
        assert case.setting == same.setting


@pytest.mark.parametrize("upto", UPTO)
def test_most_kernels_and_maps_are_larger_than_1_on_both_axes(upto):
    both = [min(*t.kernel.shape, *t.feature_map.shape) > 1 for t in tasks(upto)]
    assert sum(both) > CASES / 2


@pytest.mark.parametrize("upto", UPTO)
def test_there_are_kernels_of_3_by_3_and_larger_than_7_by_7(upto):
    shapes = [t.kernel.shape for t in tasks(upto)]
    assert shapes.count((3, 3)) >= 16
    assert any(min(shape) > 7 for shape in shapes)
    assert any(shape[0] != shape[1] for shape in shapes)


@pytest.mark.parametrize("upto", UPTO)
def test_fractions_stand_in_the_image_in_the_kernel_and_in_both(upto):
    kinds = [t.image.dtype.kind + t.kernel.dtype.kind for t in tasks(upto)]
    assert min(kinds.count(kind) for kind in ("ii", "fi", "if", "ff")) >= 3


@pytest.mark.parametrize("upto", UPTO)
@np.errstate(over="ignore")
def test_some_sums_leave_int8_uint8_and_the_digits_of_float16(upto):
    maps = [t.feature_map for t in tasks(upto) if t.feature_map.dtype.kind == "i"]
    for dtype in (np.int8, np.uint8, np.int16, np.float16):
        assert sum(not np.array_equal(m.astype(dtype), m) for m in maps) >= 3


@pytest.mark.parametrize("upto", UPTO)
def test_no_map_is_all_zeros_and_most_of_its_cells_are_none(upto):
    assert all(2 * np.count_nonzero(t.feature_map) > t.feature_map.size for t in tasks(upto))


@pytest.mark.parametrize("upto", UPTO)
def test_the_smallest_come_first_and_are_small(upto):
    whole = draw_cases(upto, False)[: 3 * CASES // 4]
    assert whole == sorted(whole, key=lambda case: case.bulk)
    assert whole[0].task.image.size + whole[0].task.kernel.size <= 4


@pytest.mark.parametrize("upto", UPTO)
def test_all_of_them_are_few_products(upto):
    assert sum(t.kernel.size * t.feature_map.size for t in tasks(upto)) < 20_000


@pytest.mark.parametrize("name", ["stride", "padding", "dilation"])
def test_most_settings_differ_on_the_two_axes(name):
    pairs = [case.setting[name] for case in draw_cases("dilation", False)]
    assert sum(rows != cols for rows, cols in pairs) > CASES / 3
    assert any(rows == cols for rows, cols in pairs)
