"""Checks of open questions: all that fits is right, and what a lesson asks for besides is asked."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from convlib import (
    ConvGeometry,
    check_chosen_sizes,
    check_chosen_weights,
    check_symmetric_kernel,
    conv2d,
)

WINDOW = [[2, 0, 1], [1, 2, 0], [0, 1, 3]]


# Weights


@pytest.mark.parametrize(
    "weights",
    [
        [[10, 0, 0], [0, 0, 0], [0, 0, 0]],
        [[10, 7, 0], [0, 0, -5], [99, 0, 0]],
        np.array([[0, 0, 20.0], [0, 0, 0], [0, 0, 0]]),
        [[0, 0, 0], [0, 0, 0], [0, 0, 20 / 3]],
    ],
)
def test_any_weights_that_give_the_sum_are_right(weights):
    assert check_chosen_weights(weights, WINDOW, 20).message == "Right: your weights give 20."


@pytest.mark.parametrize(
    ("weights", "told"),
    [
        (np.diag([0, 0, 10]), "Not yet: your weights give 30; 20 is wanted."),
        (np.diag([20, 0, 0]), "Not yet: your weights give 40; 20 is wanted."),
        (np.zeros((3, 3)), "Not yet: your weights give 0; 20 is wanted."),
        ([[10, 0]], "Not yet: your answer is 1×2 weights: give 3×3."),
        ([20], "Not yet: your answer is an array of shape (1,)."),
    ],
)
def test_other_weights_are_told_what_they_give_and_nothing_of_how(weights, told):
    assert check_chosen_weights(weights, WINDOW, 20).message == told


# Kernels that half a turn leaves as they are


@given(arrays(int, (3, 3), elements=st.integers(-2, 2)))
def test_a_kernel_is_right_where_no_image_tells_it_from_the_turned_one(kernel):
    image = np.random.default_rng(0).integers(0, 10**6, (4, 5))  # no sums agree by chance
    same = np.array_equal(conv2d(image, kernel), conv2d(image, kernel, flip_kernel=True))
    assert check_symmetric_kernel(kernel, different=1).ok == same


@pytest.mark.parametrize(
    ("kernel", "told"),
    [
        (np.zeros((3, 3)), "but all weights are alike; 4 are wanted."),
        (np.ones((3, 3)), "but all weights are alike; 4 are wanted."),
        ([[1, 2, 3], [2, 1, 2], [3, 2, 1]], "but only 3 weights are different; 4 are wanted."),
        ([[1, 2], [2, 1]], "your answer is 2×2 weights: give 3×3."),
        ([[10**6, 2, 3], [4, 0, 4], [3, 2, 10**6 + 1]], "half a turn brings 1000001 there."),
        ([[1, 2, 3], [2, 4, 5], [3, 5, 6]], "weight (0, 0) is 1, and half a turn brings 6 there."),
    ],
)
def test_a_kernel_has_the_size_and_the_weights_that_are_asked_for(kernel, told):
    verdict = check_symmetric_kernel(kernel)
    assert not verdict.ok
    assert told in verdict.reason


def test_four_different_weights_are_enough():
    assert check_symmetric_kernel([[1, 2, 3], [4, 1, 4], [3, 2, 1]]).ok
    assert check_symmetric_kernel([[1, 0.5, 0.5, 1]], (1, 4), different=2).ok


# Sizes


@pytest.mark.parametrize(
    ("sizes", "ends"),
    [
        (((9, 21), (3, 3), (2, 3)), "without a leftover."),
        (((10, 21), (3, 3), (2, 3)), "with a leftover."),
        (((9, 22), 3, (2, 3)), "with a leftover."),
        (((7, 13), 1, 2), "without a leftover."),
    ],
)
def test_any_sizes_that_give_the_map_are_right_and_a_leftover_is_told(sizes, ends):
    told = check_chosen_sizes((4, 7), *sizes).message
    assert told == f"Right: 4 rows and 7 columns, {ends}"


@pytest.mark.parametrize(
    ("sizes", "told"),
    [
        (((4, 7), (1, 1), (1, 1)), "right so far, but let the stride be larger than 1 on both"),
        (((4, 13), (1, 1), (1, 2)), "right so far, but let the stride be larger than 1 on both"),
        (((1, 1), (1, 1), (1, 1)), "your sizes give 1×1 cells; 4×7 are wanted."),
        (((1, 1), (3, 3), (2, 2)), "the kernel spans 3 rows but the image has 1: give"),
        (((0, 1), (1, 1), (2, 2)), "image_size=(0, 1) must be at least 1"),
        (((9, 21), (3, 3), (2, "a")), "stride=(2, 'a') must be"),
        (((9, 21), None, (2, 2)), "kernel_size=None must be"),
    ],
)
def test_other_sizes_and_a_stride_of_1_are_told_and_nothing_raises(sizes, told):
    verdict = check_chosen_sizes((4, 7), *sizes)
    assert not verdict.ok
    assert verdict.reason.startswith(told)


@pytest.mark.parametrize("kernel_size", [1, 2, (3, 3)])
def test_without_a_stride_the_kernel_is_no_square(kernel_size):
    geometry = ConvGeometry((20, 20), kernel_size)
    rows, cols = (wanted + k - 1 for wanted, k in zip((3, 7), geometry.kernel_size, strict=True))
    told = check_chosen_sizes((3, 7), (rows, cols), kernel_size).reason
    assert told == "right so far, but let the kernel have more rows than columns, or fewer."
    assert check_chosen_sizes((3, 7), (4, 11), (2, 5)).message == "Right: 3 rows and 7 columns."


def test_the_mistake_behind_chosen_sizes_is_named():
    verdict = check_chosen_sizes((3, 7), (6, 10), (3, 3))
    assert verdict.misconception == "missing + 1"
    assert verdict.detail == "Your sizes give 4×8 cells; 3×7 are wanted."
