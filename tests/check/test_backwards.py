"""Checks of stamps, gradients, steps and learned kernels: right answers, and real wrong ones.

The numbers of mistakes were worked out by hand, or by other code than the package's.
"""

import numpy as np
import pytest

from convlib import conv_transpose2d, kernels
from convlib.check import (
    check_image_gradient,
    check_kernel_gradient,
    check_learned_kernel,
    check_stamps,
    check_step,
)

ROW, DIGITS = [1, 2, 3], [1, 10, 100]
SEEN, CHANGE = [1, 2, 0, 3, 1, 5, 2], [1, 2, 4]
SOBEL = kernels["sobel_columns"]


def told(verdict):
    return verdict.ok, verdict.misconception


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        (None, [1, 10, 102, 20, 203, 30, 300]),
        (None, conv_transpose2d([ROW], [DIGITS], stride=2)),
        ("stamps overwrite", [1, 10, 2, 20, 3, 30, 300]),
        ("first stamp stays", [1, 10, 100, 20, 200, 30, 300]),
        ("stamps side by side", [1, 12, 123, 230, 300]),
        ("stamp turned", [100, 10, 201, 20, 302, 30, 3]),
        ("stamps averaged", [1, 10, 51, 20, 101.5, 30, 300]),
        ("one gap too many", [1, 10, 100, 2, 20, 200, 3, 30, 300]),
    ],
)
def test_stamps_put_down_wrongly_are_told_apart(name, answer):
    assert told(check_stamps(answer, ROW, DIGITS, stride=2)) == (name is None, name)


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        (None, [400, 4002, 20, 200, 2003, 30, 300]),
        ("added cell first", [40, 400, 4002, 20, 200, 2003, 30]),
        ("added cell left 0", [400, 4002, 20, 200, 2003, 30, 0]),
        ("added cell left out", [400, 4002, 20, 200, 2003, 30]),
        ("padding left out", [4, 40, 400, 4002, 20, 200, 2003, 30, 300, 3000, 0]),
        ("zeros in place of a cut", [0, 0, 400, 4002, 20, 200, 2003, 30, 300, 0]),
        ("cut on one side", [400, 4002, 20, 200, 2003, 30, 300, 3000, 0]),
        ("padding as the total", [40, 400, 4002, 20, 200, 2003, 30, 300, 3000]),
        ("stamps overwrite", [400, 2, 20, 200, 3, 30, 300]),
    ],
)
def test_borders_cut_or_added_wrongly_are_told_apart(name, answer):
    setting = {"stride": 3, "padding": 2, "output_padding": 1}
    assert told(check_stamps(answer, [4, 2, 3], [1, 10, 100, 1000], **setting)) == (
        name is None, name,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        (None, [1, 10, 102, 20, 204, 40, 400]),
        ("gradient not spread", [1, 12, 124, 240, 400]),
        ("stamp turned", [100, 10, 201, 20, 402, 40, 4]),
        ("gradient repeated", [1, 11, 112, 122, 224, 240, 400]),
        ("valid, not full", [102, 20, 204]),
        ("stamps overwrite", [1, 10, 2, 20, 4, 40, 400]),
        ("gradient left out", [1, 10, 101, 10, 101, 10, 100]),
    ],
)
def test_gradients_for_an_image_are_told_apart(name, answer):
    assert told(check_image_gradient(answer, CHANGE, DIGITS, stride=2)) == (name is None, name)


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        (None, [5, 28, 10]),
        ("gradient not spread", [5, 14, 10]),
        ("windows spread, gradient not", [5, 10, 19]),
        ("weights' gradients reversed", [10, 28, 5]),
        ("more weights than there are", [5, 14, 10, 25, 19]),
        ("gradient left out", [2, 10, 3]),
        ("mean instead of sum", [5 / 3, 28 / 3, 10 / 3]),
    ],
)
def test_gradients_for_a_kernel_are_told_apart(name, answer):
    assert told(check_kernel_gradient(answer, CHANGE, SEEN, stride=2)) == (name is None, name)


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        (None, [-1.5, -4, 95]),
        ("uphill", [3.5, 24, 105]),
        ("rate left out", [-4, -18, 90]),
        ("step instead of kernel", [-2.5, -14, -5]),
        ("size of the step", [2.5, 14, 5]),
        ("gradient as the kernel", [5, 28, 10]),
    ],
)
def test_steps_that_lead_elsewhere_are_told_apart(name, answer):
    assert told(check_step(answer, DIGITS, [5, 28, 10], 0.5)) == (name is None, name)


@pytest.mark.parametrize(
    ("name", "kernel"),
    [
        (None, SOBEL),
        (None, SOBEL + 0.01),
        ("nothing learned", np.zeros((3, 3))),
        ("ran away", 1e9 * np.eye(3)),
        ("ran away", np.full((3, 3), np.inf)),
        ("ran away", np.full((3, 3), np.nan)),
        ("learned kernel flipped", SOBEL[::-1, ::-1]),
        ("uphill", -0.3 * SOBEL),
        ("stopped too early", 0.7 * SOBEL),
        # The columns' sums of Sobel's kernel, and other weights.
        ("examples that cannot tell", [[-4, 0, 0], [0, 0, 0], [0, 0, 4]]),
        (None, SOBEL * 1.04),
    ],
)
def test_what_a_kernel_does_is_told_apart(name, kernel):
    assert told(check_learned_kernel(kernel, SOBEL)) == (name is None, name)


def test_a_kernel_that_does_the_same_is_right_whatever_its_weights_look_like():
    """On a kernel of zeros nothing can be measured but the size of the maps."""
    assert check_learned_kernel(np.full((3, 3), 1e-3), np.zeros((3, 3))).ok
    assert not check_learned_kernel(np.ones((3, 3)), np.zeros((3, 3))).ok


def test_examples_to_which_a_kernel_hardly_answers_are_not_what_misled():
    # On bars whose columns are alike both give a hundredth; no other learned kernel would, either.
    verdict = check_learned_kernel([[1, -2, 1.01]], [[0, -1, 1.01]])
    assert (verdict.misconception, verdict.certain) == ("stopped too early", False)


@pytest.mark.parametrize("answer", [None, "edge", [[1, 2], [3]], np.ones((2, 2)), object()])
def test_what_is_no_kernel_is_said_to_be_none(answer):
    assert check_learned_kernel(answer, SOBEL).message.startswith("Not yet: ")


@pytest.mark.parametrize("row", [[], [[1, 2]], [1j]])
def test_an_author_hears_of_a_row_that_is_none(row):
    with pytest.raises(ValueError, match=r"row=.* must be a row of real numbers"):
        check_stamps(None, row, DIGITS)


@pytest.mark.parametrize(("row", "error"), [("123", TypeError), ([[1], [1, 2]], ValueError)])
def test_an_author_hears_of_what_holds_no_numbers(row, error):
    with pytest.raises(error, match=r"row (has dtype <U3|is not rectangular)"):
        check_stamps(None, row, DIGITS)
