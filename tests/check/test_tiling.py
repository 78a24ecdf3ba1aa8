"""Checks of tiles: right answers of any form, and wrong ones with the mistake they have to be told.

The numbers are worked out by hand, or by SciPy.
"""

import numpy as np
import pytest
from scipy import ndimage

from convlib import Conv, check_border, check_cells_read, check_halo, check_tiles, conv2d

STACK = [Conv(5, padding=2), Conv(3, padding=1), Conv(3, padding=1)]
STRIDED = [Conv(7, stride=2, padding=1), Conv(3, stride=2, padding=1), Conv(3, padding=1)]
ROW, KERNEL = range(1, 16), [100, 10, 1]


def told(verdict):
    return verdict.ok, verdict.misconception


@pytest.mark.parametrize(
    ("layers", "answer", "mistake"),
    [
        (STACK, 9, "field as the halo"),
        (STACK, 11, "whole kernels as the halo"),
        (STACK, 2, "largest kernel halved"),
        (STACK, 3, "layers counted"),
        (STACK, 8, "halo of both sides"),
        (STACK, 5, "halves of whole kernels"),
        (STACK, -4, "sign of the halo"),
        (STRIDED, 19, "field as the halo"),
        (STRIDED, 3, "paddings as the halo"),
        (STRIDED, 5, "halves without the jump"),
        (STRIDED, 9, "half of the field"),
        (STRIDED, 4, "jump as the halo"),
        (STRIDED, 8, "halo of the other side"),
        (STRIDED, -7, "sign of the halo"),
    ],
)
def test_mistakes_about_a_halo_are_named(layers, answer, mistake):
    verdict = check_halo(answer, layers)
    assert told(verdict) == (False, mistake)
    assert not verdict.certain  # one number may come about in other ways


def test_halos_by_hand_are_right():
    assert check_halo(2 + 1 + 1, STACK).ok
    assert check_halo(1 + 2 * 1 + 4 * 1, STRIDED).ok
    assert told(check_halo(6, STRIDED)) == (False, None)


@pytest.mark.parametrize(
    ("answer", "mistake"),
    [
        (1000000, "halo left out"),
        (1166400, "halo beyond the border"),
        (1218816, "all tiles whole"),
        (1081600 - 1200, None),
        ((1000 + 10 * 3) ** 2, "halo on one side"),
        (1060, "read along one axis"),
    ],
)
def test_mistakes_about_what_is_read_are_named(answer, mistake):
    assert told(check_cells_read(answer, 1000, 256, 10)) == (False, mistake)


def test_what_is_read_is_counted_cell_by_cell():
    counts = np.zeros(1000, int)
    for start in range(0, 1000, 256):
        counts[max(start - 10, 0) : start + 266] += 1
    assert check_cells_read(counts.sum() ** 2, 1000, 256, 10).ok
    assert counts.sum() ** 2 == 1123600


def test_the_border_is_scipys():
    marked = ndimage.correlate1d([1, 2, 3, 4], [1, 0, 0, 0, 0, 0, 0], mode="reflect")
    assert marked[0] == 3  # three cells before the first
    assert check_border([3, 2, 1, 1, 2, 3, 4, 4, 3, 2], [1, 2, 3, 4], 3).ok


@pytest.mark.parametrize(
    ("mode", "mistake"),
    [
        ("reflect", "reflect of NumPy"),
        ("edge", "edge repeated"),
        ("wrap", "wrapped round the ends"),
        ("constant", "zeros round the row"),
    ],
)
def test_other_borders_are_named(mode, mistake):
    answer = np.pad([1, 2, 3, 4], 3, mode)
    assert told(check_border(answer, [1, 2, 3, 4], 3)) == (False, mistake)


@pytest.mark.parametrize(
    ("answer", "mistake"),
    [
        (([0, 5, 10], 7), "tile off the stride"),
        (([0, 4, 8, 12], 4), "cells lost between tiles"),
        (([0, 4, 8, 12], 6), None),
        (([0, 4, 8, 12], 7), "cell made twice"),
        (([0, 6, 12], 5), "cells lost between tiles"),
        (([2, 8], 7), None),
        (([0], 15), None),
    ],
)
def test_mistakes_about_tiles_are_named(answer, mistake):
    verdict = check_tiles(answer, ROW, KERNEL, stride=2)
    expected = joined(*answer) == whole() and len(answer[0]) > 1
    assert told(verdict) == (expected, mistake)


def joined(starts, length):
    parts = [[*ROW][start : start + length] for start in starts]
    return [
        value for part in parts if len(part) > 2 for value in conv2d([part], [KERNEL], stride=2)[0]
    ]


def whole():
    return [*conv2d([[*ROW]], [KERNEL], stride=2)[0]]


@pytest.mark.parametrize(
    "answer", [([0, 4, 8, 12], 5), ([0, 6, 12], 7), ([0, 2], 15), ([0, 12], 13)]
)
def test_any_tiles_that_make_the_sums_of_the_row_once_are_right(answer):
    verdict = check_tiles(answer, ROW, KERNEL, stride=2)
    assert verdict.ok == (joined(*answer) == whole())


@pytest.mark.parametrize(
    "answer", [3, "tiles", ([0, 4], None), ([4, 0], 5), ([0, 99], 5), ([0.5], 5), ([0, 4], [5, 5])]
)
def test_an_answer_that_is_none_is_told_what_to_give(answer):
    verdict = check_tiles(answer, ROW, KERNEL, stride=2)
    assert not verdict.ok
    assert "your answer is" in verdict.message


def test_without_a_stride_tiles_may_start_anywhere():
    assert check_tiles(([0, 3], 5), ROW, KERNEL).ok is False
    assert check_tiles(([0, 5, 6], 7), ROW, KERNEL) == check_tiles(
        ([0, 5, 6], 7), ROW, KERNEL, stride=1
    )
    assert check_tiles(([0, 5, 10], 7), ROW, KERNEL).ok
