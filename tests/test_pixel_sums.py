"""The way to sum pixels that is chosen, and that it makes no difference to the photo."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from convlib import apply_filter_to_image, gaussian_kernel, kernels, photos, pixel_sums
from convlib.pixel_sums import plan_sums
from tests.support.examples import examples
from tests.support.filtered_photos import NDIMAGE_MODES, ndimage_filter

RNG = np.random.default_rng(3)
SHORT_INTEGERS = ["uint8", "int8", "uint16", "int16"]
INTEGERS = [*SHORT_INTEGERS, "uint32", "int32"]
GAUSSIAN = gaussian_kernel(3, 0.6)
sides = st.integers(1, 4)
generators = st.integers(0, 10**6).map(np.random.default_rng)


def any_values(dtype, shape, rng=RNG):
    """Make a photo in which the least and the greatest value are frequent."""
    limits = np.iinfo(dtype)
    photo = rng.integers(limits.min, limits.max, shape, dtype, endpoint=True)
    place = rng.random(shape)
    return np.where(place < 0.2, limits.min, np.where(place > 0.8, limits.max, photo)).astype(dtype)


def agrees_with_scipy(photo, kernel, padding_mode="replicate"):
    found = apply_filter_to_image(photo, kernel, padding_mode=padding_mode)
    assert found.dtype == photo.dtype
    np.testing.assert_array_equal(found, ndimage_filter(photo, kernel, padding_mode))


# -- the choice


@pytest.mark.parametrize(
    ("dtype", "kernel", "summed_in", "halvings"),
    [
        ("uint8", kernels["sharpen"], "int16", 0),
        ("uint8", kernels["gaussian_blur"], "int16", 4),
        ("uint8", [[0.25, 0.75]], "int16", 2),
        ("uint8", [[128]], "int16", 0),  # 128 · 255 = 32640
        ("uint8", [[129]], "int32", 0),  # 129 · 255 = 32895
        ("uint8", [[-128]], "int16", 0),
        ("int8", [[255]], "int16", 0),  # 255 · 128 = 32640
        ("int8", [[256]], "int32", 0),
        ("uint8", [[0.5, 127 / 256]], "int32", 8),
        ("uint8", kernels["unsharp"], "float32", 0),  # 25 weights, not many of them equal
        ("uint8", np.ones((3, 3)) / 9, "float32", 0),
        ("uint8", GAUSSIAN, "float32", 0),
        ("uint8", GAUSSIAN * 99, "float64", 0),  # float32 would round by too much
        ("uint8", [[1, 1 / 512]], "float32", 0),
        ("uint8", np.zeros((3, 3)), "float32", 0),
        ("uint8", [[1e308, 1e308]], "float64", 0),
        ("uint16", kernels["sharpen"], "int32", 0),
        ("uint16", [[2**15]], "int32", 0),
        ("uint16", [[2**15 + 1]], "float64", 0),
        ("uint16", GAUSSIAN, "float64", 0),
        ("int64", kernels["sharpen"], "float64", 0),
        ("float16", kernels["sharpen"], "float32", 0),
        ("float64", kernels["sharpen"], "float64", 0),
    ],
)
def test_pixels_are_summed_in_the_smallest_numbers_that_can_tell(
    dtype, kernel, summed_in, halvings
):
    sums = plan_sums(np.dtype(dtype), np.asarray(kernel))
    assert (sums.weights.dtype, sums.halvings) == (np.dtype(summed_in), halvings)


@pytest.mark.parametrize(
    ("dtype", "kernel", "clips"),
    [
        ("uint8", kernels["sharpen"], True),
        ("uint8", GAUSSIAN, False),
        ("uint8", kernels["gaussian_blur"], False),
        ("uint8", GAUSSIAN * 1.01, True),
        ("uint8", [[1, -0.25]], True),
        ("uint8", [[-(2.0**-10), 1]], False),  # -0.249 is rounded to 0
        ("int8", [[-1]], True),  # of -128
        ("int8", [[0.5, 0.25]], False),
        ("uint32", [[0.5]], True),  # in float64 the bounds are not looked at
    ],
)
def test_only_sums_that_may_lie_beyond_the_dtype_are_clipped(dtype, kernel, clips):
    assert (plan_sums(np.dtype(dtype), np.array(kernel)).limits is not None) is clips


def test_float_photos_are_neither_rounded_nor_summed_tap_by_tap():
    sums = plan_sums(np.dtype(float), kernels["sharpen"])
    assert (sums.is_rounded, sums.in_turn, sums.limits) == (False, False, None)


# -- the same photo


@examples(80)
@given(st.data())
def test_whole_and_halved_weights_agree_with_scipy(data):
    size = data.draw(st.tuples(sides, sides))
    whole = data.draw(arrays(int, size, elements=st.integers(-9, 9) | st.integers(-150, 150)))
    kernel = whole / 2 ** data.draw(st.integers(0, 10))
    shape = (11, 13, *data.draw(st.sampled_from([(), (1,), (3,)])))
    photo = any_values(data.draw(st.sampled_from(INTEGERS)), shape, data.draw(generators))
    agrees_with_scipy(photo, kernel, data.draw(st.sampled_from(list(NDIMAGE_MODES))))


@examples(80)
@given(st.data())
def test_any_other_weights_agree_with_scipy(data):
    rng = data.draw(generators)
    kernel = rng.normal(size=data.draw(st.tuples(sides, sides)))
    if data.draw(st.booleans()):
        kernel = np.outer(np.abs(kernel[:, 0]), np.abs(kernel[0]))
    if data.draw(st.booleans()):  # as many equal weights as a blur has
        kernel = kernel + kernel[::-1, ::-1]
    # With a total of 1, two weights may add up to a half, though neither does exactly in float64:
    # to which side such a sum is rounded depends on the order of adding.
    kernel /= np.abs(kernel).sum() * data.draw(st.sampled_from([0.103, 0.97, 3.07]))
    photo = any_values(data.draw(st.sampled_from(SHORT_INTEGERS)), (11, 13, 3), rng)
    agrees_with_scipy(photo, kernel, data.draw(st.sampled_from(list(NDIMAGE_MODES))))


@pytest.mark.parametrize("weight", [127, 128, 129, -128, -129, 128.5, 32767, 0.5, 127 / 256])
@pytest.mark.parametrize("dtype", ["uint8", "int8"])
def test_weights_around_the_most_that_16_bits_hold_agree_with_scipy(dtype, weight):
    photo = any_values(dtype, (40, 30))
    for kernel in ([[weight]], [[weight, 0.5]], [[weight / 2], [weight / 2]]):
        agrees_with_scipy(photo, np.array(kernel))


@pytest.mark.parametrize("halvings", range(1, 9))
@pytest.mark.parametrize("dtype", [np.int16, np.int32])
def test_halves_go_to_the_even_number(halvings, dtype):
    info = np.iinfo(np.int16)
    sums = np.arange(info.min, info.max - 2**halvings, dtype=dtype)
    right = np.rint(sums / 2**halvings)
    pixel_sums._halve(sums, halvings)
    np.testing.assert_array_equal(sums, right)


@pytest.mark.parametrize("kernel", [GAUSSIAN, gaussian_kernel(5, 1), np.ones((3, 3)) / 9])
def test_short_sums_near_a_half_are_rounded_as_float64_would(kernel):
    photo = RNG.integers(0, 256, (300, 400, 3), np.uint8)
    assert plan_sums(photo.dtype, kernel).error_bound > 0
    agrees_with_scipy(photo, kernel)


def test_the_error_of_short_sums_is_within_its_bound():
    padded = RNG.integers(0, 256, (200, 300)).astype(np.float32)
    for kernel in (GAUSSIAN, gaussian_kernel(5, 1), gaussian_kernel(15, 3), GAUSSIAN[:2] ** 2):
        # A kernel that float32 takes for a column times a row, and float64 does not.
        for weights in (kernel, kernel * (1 + 1e-7 * RNG.random(kernel.shape))):
            sums = plan_sums(np.dtype(np.uint8), weights)
            way = sums._replace(is_rounded=False)
            found = pixel_sums.filter_rows(padded, way, 1)
            exact = pixel_sums.filter_rows(
                padded.astype(float), way._replace(weights=weights, in_turn=False), 1
            )
            assert 0 < np.abs(found - exact).max() < sums.error_bound


def test_a_sum_of_nearly_minus_one_is_clipped():
    photo = np.array([[0, 0, 255, 255, 0, 0]], np.uint8)
    assert plan_sums(photo.dtype, np.array([[1, 0, -1 / 256]])).limits is not None
    agrees_with_scipy(photo, np.array([[1, 0, -1 / 256]]), "zeros")


def test_bands_of_any_height_make_the_same_photo(monkeypatch):
    photo = any_values("uint8", (61, 47, 3))
    for kernel in (kernels["sharpen"], kernels["gaussian_blur"], GAUSSIAN):
        whole = apply_filter_to_image(photo, kernel)
        with monkeypatch.context() as patch:
            patch.setattr(photos, "BAND_BYTES", 1)
            np.testing.assert_array_equal(apply_filter_to_image(photo, kernel), whole)


def test_sums_beyond_what_floats_can_hold_are_clipped():
    photo = np.array([[0, 0, 1]], np.uint8)
    assert apply_filter_to_image(photo, [[1e308, 1e308]]).tolist() == [[0, 255, 255]]


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("name", ["sharpen", "gaussian_blur", "sobel_rows"])
def test_nan_and_infinity_in_a_float_photo_reach_all_windows_that_hold_them(name, value):
    photo = np.ones((30, 30, 3), np.float32)
    photo[10, 10, 1] = value
    found = ~np.isfinite(apply_filter_to_image(photo, kernels[name]))
    assert found[9:12, 9:12, 1].all()
    assert found.sum() == 9
