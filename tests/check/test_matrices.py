"""Checks of a convolution as a product: rows, shapes, rings, and a learner's own im2col."""

import numpy as np
import pytest

from convlib import convolution_matrix, im2col
from convlib.check import check_im2col, check_im2col_shape, check_matrix_row, check_ring

SIZES = (7, 5), (3, 2), (2, 1)  # 12 windows of 6 numbers
KERNEL = np.array([[1, 2, 3], [4, 5, 6]])


@pytest.mark.parametrize(
    ("answer", "mistake"),
    [
        ((6, 12), "window a column"),
        ((20, 6), "stride left out"),
        ((35, 6), "row for each image cell"),
        ((12, 3, 2), "window not flattened"),
        ((3, 4, 6), "positions not listed"),
        ((11, 6), None),
    ],
)
def test_a_shape_is_told_its_mistake(answer, mistake):
    assert check_im2col_shape((12, 6), *SIZES).ok
    verdict = check_im2col_shape(answer, *SIZES)
    assert (verdict.ok, verdict.misconception) == (False, mistake)


@pytest.mark.parametrize(
    ("sizes", "told"),
    [
        (((3, 3), (4, 2), 1), "the kernel spans 4 rows but the image has 3: give"),
        (((3, 3), (2, 2), 0), "stride=0"),
        ((None, (2, 2), 1), "image_size=None"),
    ],
)
def test_sizes_of_a_learner_that_do_not_fit_are_told_and_nothing_is_raised(sizes, told):
    verdict = check_im2col_shape((12, 6), *sizes)
    assert not verdict.ok
    assert told in verdict.reason


def test_a_row_of_c_is_right_where_convolution_matrix_has_it():
    matrix = convolution_matrix(KERNEL, (3, 5))
    for index, position in enumerate(np.ndindex(2, 3)):
        assert check_matrix_row(matrix[index], KERNEL, (3, 5), position).ok


@pytest.mark.parametrize(
    ("answer", "mistake"),
    [
        ([0] * 5 + [6, 5, 4, 0, 0, 3, 2, 1, 0, 0], "flipped kernel"),
        ([0] * 5 + [1, 2, 3, 4, 5, 6, 0, 0, 0, 0], "weights one after another"),
        ([0] * 3 + [1, 2, 3, 0, 0, 4, 5, 6, 0, 0, 0, 0], "shifted by the row's number"),
        ([0, 1, 2, 3, 0, 0, 4, 5, 6, 0, 0, 0, 0, 0, 0], "rows and columns swapped"),
        ([0] * 15, None),
    ],
)
def test_a_row_of_c_is_told_its_mistake(answer, mistake):
    verdict = check_matrix_row(answer, KERNEL, (3, 5), (1, 0))
    assert (verdict.ok, verdict.misconception) == (False, mistake)


def test_a_row_of_c_as_a_table_is_asked_for_as_a_list():
    verdict = check_matrix_row(np.zeros((3, 5)), KERNEL, (3, 5), (1, 0))
    assert "give a list of 15" in verdict.message


def test_a_row_that_is_not_there_is_the_authors_mistake():
    with pytest.raises(ValueError, match="outside the feature map"):
        check_matrix_row(None, KERNEL, (3, 5), (2, 0))


@pytest.mark.parametrize("length", [4, 5, 6, 7])
def test_a_ring_is_right_where_an_fft_of_its_length_agrees(length):
    signal, kernel = [3, 1, 4, 2], [1, 10, 100]
    spectrum = np.fft.rfft(signal, length) * np.fft.rfft(kernel, length)
    assert check_ring(np.fft.irfft(spectrum, length), signal, kernel, length).ok


@pytest.mark.parametrize(
    ("answer", "mistake"),
    [
        ([3, 31, 314, 142, 420], "ends cut off"),
        ([3, 31, 314, 142, 420, 200], "ends left over"),
        ([3, 31, 314, 142, 620], "wrapped onto the end"),
        ([314, 142], "whole windows only"),
        ([423, 231, 314, 142], "another ring"),
        (np.fft.irfft(np.fft.rfft([3, 1, 4, 2], 5) * np.conj(np.fft.rfft([1, 10, 100], 5)), 5),
         "kernel not flipped"),
        ([1, 2, 3, 4, 5], None),
    ],
)  # fmt: skip
def test_a_ring_is_told_its_mistake(answer, mistake):
    verdict = check_ring(answer, [3, 1, 4, 2], [1, 10, 100], 5)
    assert (verdict.ok, verdict.misconception) == (False, mistake)


def test_a_ring_shorter_than_a_row_is_the_authors_mistake():
    with pytest.raises(ValueError, match="length=3 must be at least 4"):
        check_ring(None, [1, 2, 3, 4], [1], 3)


def filled(index):
    """Return an im2col that puts tap (i, j) into column index(i, j, m, n)."""

    def rows(image, m, n):
        h, w = image.shape[0] - m + 1, image.shape[1] - n + 1
        table = np.zeros((h * w, m * n))
        for i, j in np.ndindex(m, n):
            table[:, index(i, j, m, n)] = image[i : i + h, j : j + w].ravel()
        return table

    return rows


def down_first(image, m, n):
    windows = np.lib.stride_tricks.sliding_window_view(image, (m, n))
    return windows.swapaxes(0, 1).reshape(-1, m * n)


@pytest.mark.parametrize(
    ("function", "mistake"),
    [
        (filled(lambda i, j, m, n: i * m + j), "square kernels only"),
        (filled(lambda i, j, m, n: j * m + i), "window by columns"),
        (lambda image, m, n: im2col(image, (m, n)), "window a column"),
        (down_first, "positions by columns"),
        (lambda image, m, n: np.zeros((2, 2)), None),
        (lambda image, m, n: image[9, 9], None),
        (lambda image, m, n: None, None),
    ],
)
def test_an_own_im2col_is_told_its_mistake_and_the_smallest_case(function, mistake):
    verdict = check_im2col(function)
    assert (verdict.ok, verdict.misconception) == (False, mistake)
    assert "should be" in verdict.case


def test_a_right_im2col_passes_however_it_is_written():
    assert check_im2col(filled(lambda i, j, m, n: i * n + j)).ok
    assert check_im2col(lambda image, m, n: im2col(image, (m, n)).T).ok


def test_what_is_no_function_cannot_be_looked_at():
    assert "hand in your function" in check_im2col(3).message
