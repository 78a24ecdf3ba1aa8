"""Checks of sizes, spans, windows, positions and padding: what is wrong, and why."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convlib import ConvGeometry
from convlib.check import (
    check_output_size,
    check_padding,
    check_positions,
    check_span,
    check_window,
)
from convlib.check.mistaken_axes import mistaken_axes
from tests.support.tasks import SEED_GEOMETRY, geometries

PADDED = ConvGeometry((7, 9), (3, 4), stride=(2, 3), padding=((1, 1), (2, 2)), dilation=(2, 1))
SIZES = [
    ((6, 3), SEED_GEOMETRY, "rows and columns swapped"),
    ((3, 10), SEED_GEOMETRY, "k instead of k̂"),
    ((2, 5), SEED_GEOMETRY, "missing + 1"),
    ((2, 6), SEED_GEOMETRY, "missing + 1"),
    ((9, 14), SEED_GEOMETRY, "size of the image"),
    ((3, 3), ConvGeometry((7, 9), 3), "size of the kernel"),
    ((3, 2), ConvGeometry((6, 9), (3, 2)), "size of the kernel"),
    ((3, 2), SEED_GEOMETRY, "dilation from 0"),
    ((5, 6), SEED_GEOMETRY, "stride left out"),
    ((99, 6), SEED_GEOMETRY, None),
    (3.5, ConvGeometry(8, 3, stride=2), "no floor"),
    ((3.33, 7), ConvGeometry((9, 9), 3, stride=(3, 1)), None),
    ((3.33, 7), ConvGeometry((10, 9), 3, stride=(3, 1)), "no floor"),
    ((3.3333333, 7), ConvGeometry((10, 9), 3, stride=(3, 1)), "no floor"),
    ((3.3, 7), ConvGeometry((10, 9), 3, stride=(3, 1)), None),
    (4, ConvGeometry(8, 3, stride=2), "rounded up"),
    (112, ConvGeometry(224, 3, stride=2), "rounded up"),
    (74, ConvGeometry(224, 3, stride=2), "stride + 1"),
    (113, ConvGeometry(224, 3, stride=2), "kernel left out of the size"),
    (223, ConvGeometry(224, 3, padding=1), "padding on one side"),
    (222, ConvGeometry(224, 3, padding=1), "padding left out"),
    (4, ConvGeometry(5, 3, padding=1), "padding on one side"),
    ((2, 2), PADDED, "padding left out"),
]  # fmt: skip


@pytest.mark.parametrize(("answer", "geometry", "misconception"), SIZES)
def test_a_wrong_size_is_named(answer, geometry, misconception):
    verdict = check_output_size(answer, geometry)
    assert (verdict.ok, verdict.misconception) == (False, misconception), verdict


def test_a_mistake_about_a_division_is_not_named_where_the_stride_is_1():
    verdict = check_output_size((6, 8), ConvGeometry((7, 9), 3))  # lesson 00 has no division yet
    assert verdict.misconception is None
    verdict = check_output_size((3, 8), ConvGeometry((7, 9), 3, stride=(2, 1)))
    assert verdict.misconception is None
    verdict = check_output_size((4, 8), ConvGeometry((8, 9), 3, stride=(2, 1)))
    assert verdict.misconception == "+ 1 twice"  # (i - k + 1) // s + 1 on both axes


def test_a_size_worked_out_from_the_other_sides_kernel_is_known():
    verdict = check_output_size((6, 6), ConvGeometry((7, 9), (4, 2)))
    assert verdict.misconception == "rows and columns swapped"


def test_a_reason_that_explains_one_of_two_wrong_axes_says_which():
    verdict = check_output_size((2, 4), SEED_GEOMETRY)
    assert verdict.misconception == "missing + 1"
    assert verdict.detail == "That explains the rows; the columns are wrong, too."
    verdict = check_span((17, 10), SEED_GEOMETRY)
    assert verdict.misconception == "gap after the last tap"
    assert verdict.detail == "That explains the columns; the rows are wrong, too."


def test_a_reason_that_explains_one_of_two_wrong_axes_is_told_with_perhaps():
    verdicts = (
        check_output_size((3, 4), ConvGeometry((7, 9), 3)),
        check_span((17, 10), SEED_GEOMETRY),
    )
    for verdict in verdicts:
        assert verdict.message.startswith("Not yet. Perhaps: ")
    assert not check_output_size((3, 3), ConvGeometry((7, 9), 3)).message.startswith("Not yet. ")


@pytest.mark.parametrize(("answer", "axis"), [((2, 6), "rows"), ((3, 10), "columns")])
def test_the_axis_that_is_wrong_is_told(answer, axis):
    assert f"Look at the {axis}" in str(check_output_size(answer, SEED_GEOMETRY))


SPANS = [
    ((5, 5), "k instead of k̂"),
    ((5, 10), "gap after the last tap"),
    ((9, 5), "rows and columns swapped"),
    ((5, 8), "first cell left out"),
    ((9, 13), "dilation from 0"),
    ((7, 7), None),
    ((5, 13), "dilation from 0"),
]


def test_a_span_with_the_kernels_or_the_dilations_sides_swapped_is_known():
    geometry = ConvGeometry((20, 20), (4, 5), dilation=(3, 2))  # spans 10 and 9
    assert check_span((13, 7), geometry).misconception == "rows and columns swapped"
    assert check_span((7, 13), geometry).misconception == "rows and columns swapped"


@pytest.mark.parametrize(("answer", "misconception"), SPANS)
def test_a_wrong_span_is_named(answer, misconception):
    assert check_span(answer, SEED_GEOMETRY).misconception == misconception


WINDOWS = [
    (([2, 3, 4, 5, 6], [2, 3, 4, 5, 6]), SEED_GEOMETRY, "dilation left out"),
    (([1, 2, 3, 4, 5], [2, 4, 6, 8, 10]), SEED_GEOMETRY, "stride left out"),
    (([3, 4, 5, 6, 7], [2, 4, 6, 8, 10]), SEED_GEOMETRY, "stride + 1"),
    (([3, 4, 5, 6, 7], [3, 5, 7, 9, 11]), SEED_GEOMETRY, "counted from 1"),
    (([2, 3, 4, 5, 6], [2, 5, 8, 11, 14]), SEED_GEOMETRY, "dilation from 0"),
    (([2, 3, 4, 5, 6], range(2, 11)), SEED_GEOMETRY, "whole span"),
    (([2, 4, 6, 8, 10], [2, 3, 4, 5, 6]), SEED_GEOMETRY, "rows and columns swapped"),
    (([2, 4, 6], [6, 7, 8, 9]), PADDED, "counted in the padded image"),
    (
        ([3, 4, 5, 6, 7], [2, 4, 6, 8, 10]),
        ConvGeometry((9, 14), 5, dilation=(1, 2), stride=(2, 1)),
        "stride + 1",
    ),
    (([2, 4, 6], [4, 5, 6, 7]), PADDED, "counted in the padded image"),
    (([0, 1, 2, 3, 4], [9]), SEED_GEOMETRY, None),
]


@pytest.mark.parametrize(("answer", "geometry", "misconception"), WINDOWS)
def test_a_wrong_window_is_named(answer, geometry, misconception):
    verdict = check_window(answer, geometry, (1, 2))
    assert (verdict.ok, verdict.misconception) == (False, misconception), verdict


POSITIONS = [
    ([(0, 0), (0, 1)], "rows and columns swapped"),
    ([(1, 1), (2, 1)], "counted from 1"),
    ([(0, 0), (1, 0), (2, 0)], "stride left out"),
    ([*product((4, 5, 6), (0, 1, 2))], "window instead of positions"),
    ([(0, 0)], None),
    ([(1, 0)], None),
    ([(0, 0), (1, 0), (1, 1)], None),
    ([(0, 0), (1, 0), (7, 7)], None),
    ([], None),
]


@pytest.mark.parametrize(("answer", "misconception"), POSITIONS)
def test_wrong_positions_are_named(answer, misconception):
    verdict = check_positions(answer, ConvGeometry(9, 3, stride=2), (2, 0))
    assert (verdict.ok, verdict.misconception) == (False, misconception), verdict


def test_a_position_too_much_is_told_with_its_window():
    geometry = ConvGeometry(9, 3, stride=2)
    assert "no position (7, 7)" in str(check_positions([(0, 0), (1, 0), (7, 7)], geometry, (2, 0)))
    assert "(1, 1) is too much" in str(check_positions([(0, 0), (1, 0), (1, 1)], geometry, (2, 0)))
    assert "rows 2, 3, 4" in str(check_positions([(0, 0), (1, 0), (1, 1)], geometry, (2, 0)))


PADDINGS = [
    (((1, 0), (1, 0)), (6, 2), "odd cell first"),
    (((2, 1), (0, 1)), ((6, 8), (4, 2)), "odd cell first"),
    (((1, 2), (1, 0)), ((6, 8), (4, 2)), "odd cell first"),
    (0.5, (6, 2), "half a cell"),
    (1, (6, 2), "same on both sides"),
    (2, (6, 3), "same on both sides"),
    (((0, 2), (0, 2)), (6, 3), "padding on one side"),
    ((2, 1), ((6, 6), (3, 5)), "rows and columns swapped"),
    (0, (6, 3), None),
    (3, (6, 3), None),
]


@pytest.mark.parametrize(("answer", "task", "misconception"), PADDINGS)
def test_a_wrong_padding_is_named(answer, task, misconception):
    verdict = check_padding(answer, *task)
    assert (verdict.ok, verdict.misconception) == (False, misconception), verdict


def test_a_padding_that_gives_another_size_is_told_it():
    told = check_padding(((1, 2), (3, 3)), 6, 3).reason
    assert told == "your padding gives 7×10 cells; 6×6 are wanted."
    assert "the kernel has no room" in check_padding(0, 2, 4).reason


@given(geometries())
def test_a_mistaken_size_is_wrong_and_its_mistake_is_one_that_gives_it(geometry):
    made = [(name, (rows.output, cols.output)) for name, (rows, cols) in mistaken_axes(geometry)]
    made.append(("rows and columns swapped", geometry.output_size[::-1]))
    for _, answer in made:
        verdict = check_output_size(answer, geometry)
        assert verdict.ok == (answer == geometry.output_size)
        names = {name for name, size in made if size == answer}
        assert verdict.misconception in ({None} if verdict.ok else names)


@given(geometries(), st.integers(-40, 40))
def test_no_other_size_is_right(geometry, size):
    answer = (size, geometry.output_size[1])
    assert check_output_size(answer, geometry).ok == (answer == geometry.output_size)


def test_an_answer_that_two_mistakes_explain_is_told_with_perhaps():
    verdict = check_output_size((3, 5), SEED_GEOMETRY)  # no + 1, or a gap after the last tap
    assert not verdict.certain
    assert verdict.message.startswith("Not yet. Perhaps: ")
    assert check_output_size((9, 14), SEED_GEOMETRY).certain  # the image's own, and nothing else


@pytest.mark.parametrize(("answer", "count"), [([], 2), ([(0, 0)], 1), ([(1, 0)], 1)])
def test_no_missing_position_is_told(answer, count):
    verdict = check_positions(answer, ConvGeometry(5, 3, stride=2), (2, 0))
    assert f"{count} {'is' if count == 1 else 'are'} missing" in verdict.message
    assert "(" not in verdict.message
