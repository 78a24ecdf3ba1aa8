"""Checks of a filtered photo and of blur kernels: right in any form, wrong with its reason."""

import numpy as np
import pytest

from convlib import apply_filter_to_image, conv2d, gaussian_kernel, kernels
from convlib.check import check_blur_kernel, check_filtered_image, check_gaussian_split
from convlib.examples import checkerboard
from tests.support.tasks import PHOTO, UNSHARP


@pytest.mark.parametrize(
    "form", [np.array, lambda p: p.astype(int), lambda p: p.tolist(), np.float64]
)
@pytest.mark.parametrize("padding_mode", ["zeros", "replicate"])
def test_a_photo_passes_in_any_form(form, padding_mode):
    pixels = apply_filter_to_image(PHOTO, UNSHARP, padding_mode=padding_mode)
    assert check_filtered_image(form(pixels), PHOTO, UNSHARP, padding_mode=padding_mode).ok


@pytest.mark.parametrize("photo", [PHOTO[..., 0], PHOTO / 255, PHOTO.astype(np.uint16) * 257,
                                   np.dstack([PHOTO, PHOTO[..., 0]])])  # fmt: skip
def test_any_photo_can_be_checked(photo):
    pixels = apply_filter_to_image(photo, kernels["sharpen"])
    assert check_filtered_image(pixels, photo, kernels["sharpen"]).ok
    verdict = check_filtered_image(photo, photo, kernels["sharpen"])
    assert verdict.misconception == "nothing filtered"


SUMS = np.moveaxis(conv2d(np.moveaxis(PHOTO, 2, 0), UNSHARP, padding=2), 0, 2)
PIXELS = [
    (np.rint(SUMS).astype(np.int64).astype(np.uint8), "wrapped around"),
    (SUMS.astype(np.int64).astype(np.uint8), "wrapped around"),
    (np.clip(SUMS, 0, 255).astype(np.uint8), "cut instead of rounded"),
    (np.clip(SUMS, 0, 255), "not rounded"),
    (SUMS, "not clipped"),
    (np.rint(SUMS), "not clipped"),
    (np.minimum(np.rint(SUMS), 255), "not clipped"),
    ((SUMS - SUMS.min()) / np.ptp(SUMS) * 255, "rescaled"),
    (PHOTO, "nothing filtered"),
    (apply_filter_to_image(PHOTO, UNSHARP, padding_mode="reflect"), "padding mode"),
    (apply_filter_to_image(PHOTO, UNSHARP)[2:-2, 2:-2], "border lost"),
    (np.rint(SUMS.sum(axis=2)).clip(0, 255), "colours mixed"),
    (np.zeros((2, 2)), None),
    (255 - PHOTO, None),
]


@pytest.mark.parametrize(("answer", "misconception"), PIXELS)
def test_a_wrong_photo_is_named(answer, misconception):
    verdict = check_filtered_image(answer, PHOTO, UNSHARP)
    assert (verdict.ok, verdict.misconception) == (False, misconception), verdict


def test_a_sum_that_ends_in_a_half_may_be_rounded_either_way():
    photo, kernel = np.array([[1, 2, 5, 255]], np.uint8), [[0, 0.5, 0]]  # 0.5, 1, 2.5, 127.5
    for pixels in ([0, 1, 2, 128], [1, 1, 3, 128], [0, 1, 3, 127]):
        assert check_filtered_image([pixels], photo, kernel).ok
    for pixels in ([0, 1, 4, 128], [1, 2, 3, 128], [0.5, 1, 2.5, 127.5]):
        assert not check_filtered_image([pixels], photo, kernel).ok
    assert check_filtered_image(np.floor(SUMS + 0.5).clip(0, 255), PHOTO, UNSHARP).ok


def test_a_flipped_kernel_on_a_photo_is_named():
    answer = apply_filter_to_image(PHOTO, kernels["emboss"][::-1, ::-1])
    assert check_filtered_image(answer, PHOTO, kernels["emboss"]).misconception == "flipped kernel"


def test_a_wrong_pixel_is_told_with_its_sum():
    photo, answer = np.array([[0, 0, 200, 200]], np.uint8), [[0, 56, 144, 144]]
    message = check_filtered_image(answer, photo, [[-1, 3, -1]]).message
    assert "The sum -200 came out as 56 instead of 0." in " ".join(message.split())


def test_a_photo_too_small_for_some_padding_modes_can_be_checked():
    photo = np.array([[0, 0, 200, 200]], np.uint8)
    verdict = check_filtered_image(photo[:, :2], photo, np.ones((3, 3)))
    assert (verdict.ok, verdict.misconception) == (False, None)


@pytest.mark.parametrize("scale", [1e-9, 1, 1e9])
def test_pixels_of_a_float_photo_may_lose_what_float32_loses_and_no_more(scale):
    photo = scale * PHOTO / 255
    pixels = apply_filter_to_image(photo, UNSHARP)
    assert check_filtered_image(pixels.astype(np.float32), photo, UNSHARP).ok
    assert not check_filtered_image(pixels + 1e-4 * scale, photo, UNSHARP).ok


@pytest.mark.parametrize("lost", [1e-8, 1e-3])
def test_weights_may_lose_what_float32_loses_and_no_more(lost):
    assert check_blur_kernel(np.full((5, 5), 0.04) * (1 + lost)).ok == (lost < 1e-6)
    w = gaussian_kernel((1, 5), 1) * (1 + lost)
    assert check_gaussian_split(w).ok == (lost < 1e-6)


@pytest.mark.parametrize(
    "answer", [[[0.5, 0.5]], [[0.5], [0.5]], kernels["box_blur"], gaussian_kernel(5, 1),
               kernels["gaussian_blur"], np.ones((20, 20)) / 400, [[0.59, 0.41]]]
)  # fmt: skip
def test_any_blur_that_reads_the_word_is_right(answer):
    assert check_blur_kernel(answer).ok


def test_what_is_left_of_the_chessboard_is_what_conv2d_leaves():
    board = 100 * (2 * checkerboard(9, 9) - 1)
    for kernel in (kernels["box_blur"], np.array([[0.59, 0.41]])):
        left = abs(conv2d(board, kernel)).max()
        assert f"and {round(left, 2):g} of 100 levels" in " ".join(
            check_blur_kernel(kernel).message.split()
        )


BLURS = [
    ([[0.6, 0.4]], "chessboard kept"),
    (kernels["sharpen"], "chessboard kept"),
    (kernels["emboss"], "chessboard kept"),
    (kernels["sobel_rows"], "weights do not sum to 1"),
    (np.ones((3, 3)), "weights do not sum to 1"),
    (np.ones((21, 21)) / 441, None),
    (np.full(25, 1 / 25), None),
    (np.ones((5, 5)), "weights do not sum to 1"),
    (np.ones((5, 5), int) // 25, "integer division"),
    (np.outer([0, 0, 1, 0, 0], [0, 0, 1, 0, 0]), "one pixel copied"),
    (np.arange(25).reshape(5, 5), "weights do not sum to 1"),
]


@pytest.mark.parametrize(("answer", "misconception"), BLURS)
def test_a_wrong_blur_is_named(answer, misconception):
    verdict = check_blur_kernel(answer)
    assert (verdict.ok, verdict.misconception) == (False, misconception)


GAUSSIAN = gaussian_kernel(5, 1)
SPLITS = [
    (GAUSSIAN[2], "weights do not sum to 1"),
    (GAUSSIAN.diagonal(), "square root left out"),
    (GAUSSIAN, None),
    (np.full(5, 1 / 5), None),
]


@pytest.mark.parametrize(("answer", "misconception"), SPLITS)
def test_a_wrong_split_is_named(answer, misconception):
    verdict = check_gaussian_split(answer)
    assert (verdict.ok, verdict.misconception) == (False, misconception)
