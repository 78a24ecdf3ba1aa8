"""filters.py against SciPy's ndimage in float64, and kernels against what they should answer to."""

import numpy as np
import pytest

from convlib import apply_filter_to_image, conv2d, gaussian_kernel, kernels, photos
from convlib.filters import box_kernel

RNG = np.random.default_rng(3)
NDIMAGE_MODES = {
    "zeros": "constant",
    "reflect": "mirror",
    "replicate": "nearest",
    "circular": "grid-wrap",
}
DOWN = np.repeat(np.arange(5.0)[:, None], 5, axis=1)  # brighter downwards, by 1 a row


def ndimage_filter(photo, kernel, padding_mode):
    """Filter each colour in float64, round halves to even and clip."""
    ndimage = pytest.importorskip("scipy.ndimage")
    pixels = photo.reshape(*photo.shape[:2], -1).astype(float)
    options = {
        "mode": NDIMAGE_MODES[padding_mode],
        "origin": [-(1 - size % 2) for size in np.shape(kernel)],  # even: odd cell after
    }
    planes = [
        ndimage.correlate(pixels[..., c], np.asarray(kernel, float), **options)
        for c in range(pixels.shape[2])
    ]
    result = np.stack(planes, -1).reshape(photo.shape)
    if photo.dtype.kind in "iu":
        limits = np.iinfo(photo.dtype)
        result = np.clip(np.rint(result), limits.min, limits.max)
    return result


def random_photo(shape, dtype):
    if np.dtype(dtype).kind == "f":
        return RNG.random(shape).astype(dtype)
    limits = np.iinfo(dtype)
    return RNG.integers(limits.min, limits.max, shape, dtype, endpoint=True)


# -- kernels


def test_kernels_cannot_be_changed():
    with pytest.raises(TypeError):
        kernels["mine"] = np.ones((3, 3))
    with pytest.raises(ValueError, match="read-only"):
        kernels["sharpen"][0, 0] = 1


@pytest.mark.parametrize("name", kernels)
def test_flat_images_keep_their_brightness_or_give_zero(name):
    flat = conv2d(np.full((7, 7), 8), kernels[name])
    edges = ("laplacian", "edge", "sobel", "prewitt")
    np.testing.assert_allclose(flat, 0 if name.startswith(edges) else 8)


@pytest.mark.parametrize(("name", "gain"), [("sobel", 8), ("prewitt", 6)])
def test_gradients_answer_to_what_gets_brighter_down_or_right(name, gain):
    assert (conv2d(DOWN, kernels[f"{name}_rows"]) == gain).all()
    assert (conv2d(DOWN.T, kernels[f"{name}_columns"]) == gain).all()
    assert (conv2d(DOWN.T, kernels[f"{name}_rows"]) == 0).all()


def test_emboss_lights_what_gets_brighter_to_the_bottom_right():
    assert (conv2d(DOWN + DOWN.T, kernels["emboss"]) > (DOWN + DOWN.T)[1:-1, 1:-1]).all()


def test_unsharp_is_twice_the_image_minus_a_binomial_blur():
    image = RNG.normal(size=(9, 9))
    row = np.convolve(np.convolve([1, 1], [1, 1]), np.convolve([1, 1], [1, 1])) / 16
    right = 2 * image[2:-2, 2:-2] - conv2d(image, np.outer(row, row))
    np.testing.assert_allclose(conv2d(image, kernels["unsharp"]), right, atol=1e-12)


@pytest.mark.parametrize("sigma", [0.5, 1, 3.7])
@pytest.mark.parametrize("size", [1, 4, 7, (3, 8)])
def test_gaussian_kernel_is_scipys(size, sigma):
    windows = pytest.importorskip("scipy.signal.windows")
    bells = [windows.gaussian(n, sigma) for n in np.broadcast_to(size, 2)]
    right = np.outer(bells[0] / bells[0].sum(), bells[1] / bells[1].sum())
    np.testing.assert_allclose(gaussian_kernel(size, sigma), right, rtol=1e-12)


def test_gaussian_kernel_survives_a_sigma_next_to_nothing():
    np.testing.assert_allclose(gaussian_kernel(4, 1e-3), np.pad(np.full((2, 2), 0.25), 1))


@pytest.mark.parametrize("sigma", [0, -1, np.nan, np.inf])
def test_gaussian_kernel_refuses_a_sigma_that_is_no_width(sigma):
    with pytest.raises(ValueError, match=f"sigma={sigma!r} must be"):
        gaussian_kernel(3, sigma)


def test_gaussian_kernel_refuses_a_sigma_that_is_no_number():
    with pytest.raises(TypeError, match="sigma='1' must be"):
        gaussian_kernel(3, "1")


def test_box_kernel_is_a_mean():
    assert conv2d([[1, 2, 6]], box_kernel((1, 3))).tolist() == [[pytest.approx(3)]]
    with pytest.raises(ValueError, match="size=0"):
        box_kernel(0)


# -- photos


@pytest.mark.parametrize("band_bytes", [2**20, 1])
@pytest.mark.parametrize("padding_mode", NDIMAGE_MODES)
@pytest.mark.parametrize("shape", [(61, 47), (61, 47, 1), (61, 47, 3)])
@pytest.mark.parametrize("dtype", ["uint8", "uint16", "int16", "float32", "float64"])
def test_every_dtype_and_shape_agrees_with_ndimage(
    dtype, shape, padding_mode, band_bytes, monkeypatch
):
    monkeypatch.setattr(photos, "BAND_BYTES", band_bytes)
    photo = random_photo(shape, dtype)
    for kernel in (kernels["sharpen"], gaussian_kernel((4, 3), 0.9), gaussian_kernel(9, 2)):
        found = apply_filter_to_image(photo, kernel, padding_mode=padding_mode)
        right = ndimage_filter(photo, kernel, padding_mode)
        assert (found.dtype, found.shape) == (photo.dtype, photo.shape)
        np.testing.assert_allclose(
            found, right, rtol=0, atol=1e-5 if found.dtype.kind == "f" else 0
        )


@pytest.mark.parametrize("size", [3, 4, 5, 7, 15])
@pytest.mark.parametrize("separable", [True, False])
def test_float32_sums_are_rounded_as_float64_would(size, separable):
    photo = random_photo((300, 200, 3), np.uint8)
    kernel = gaussian_kernel(size, size / 5) if separable else RNG.random((size, size)) / size**2
    found = apply_filter_to_image(photo, kernel)
    np.testing.assert_array_equal(found, ndimage_filter(photo, kernel, "zeros"))


@pytest.mark.parametrize("kernel", ["sharpen", "gaussian_blur", "unsharp", "emboss"])
def test_halves_are_rounded_to_even_exactly(kernel):
    photo = random_photo((200, 200), np.uint8)
    sums = conv2d(photo.astype(np.int64), (kernels[kernel] * 256).astype(int), padding="same")
    quotient, rest = np.divmod(sums, 256)
    right = quotient + ((rest > 128) | ((rest == 128) & (quotient % 2 == 1)))
    np.testing.assert_array_equal(
        apply_filter_to_image(photo, kernels[kernel]), np.clip(right, 0, 255)
    )


def test_a_photo_full_of_halves_is_summed_in_float64():
    kernel = [[0.5 - 2**-10, 2**-10]]
    photo = np.repeat(np.arange(1, 255, 2, np.uint8)[:, None], 50, axis=1)
    found = apply_filter_to_image(photo, kernel, padding_mode="replicate")
    np.testing.assert_array_equal(found, np.rint(photo / 2))


def test_sums_are_clipped_and_never_wrapped():
    photo = np.array([[0, 0, 200, 200]], dtype=np.uint8)
    assert apply_filter_to_image(photo, [[-1, 3, -1]]).tolist() == [[0, 0, 255, 255]]


@pytest.mark.parametrize("dtype", ["int64", "uint64"])
def test_64_bit_integers_are_clipped_to_the_nearest_float(dtype):
    top = np.iinfo(dtype).max
    found = apply_filter_to_image(np.array([[top, 0]], dtype), [[3]])
    assert found.tolist() == [[int(np.nextafter(float(top), 0)), 0]]


@pytest.mark.parametrize("channels", [2, 4])
@pytest.mark.parametrize("dtype", ["uint8", "float32"])
def test_alpha_is_left_alone(channels, dtype):
    photo = random_photo((40, 30, channels), dtype)
    found = apply_filter_to_image(photo, kernels["box_blur"])
    np.testing.assert_array_equal(found[..., -1], photo[..., -1])
    right = apply_filter_to_image(photo[..., 0], kernels["box_blur"])
    np.testing.assert_array_equal(found[..., 0], right)


def test_nan_in_a_float_photo_stays_in_its_windows_and_colour():
    photo = np.ones((30, 30, 3), np.float32)
    photo[10, 10, 1] = np.nan
    found = np.isnan(apply_filter_to_image(photo, kernels["unsharp"]))
    assert found[8:13, 8:13, 1].all()
    assert found.sum() == 25


def test_photo_is_left_alone_in_any_layout():
    photo = random_photo((3, 40, 30), np.uint8).transpose(1, 2, 0)[::-1]
    photo.setflags(write=False)
    before = photo.copy()
    found = apply_filter_to_image(photo, kernels["emboss"])
    np.testing.assert_array_equal(found, apply_filter_to_image(before, kernels["emboss"]))
    np.testing.assert_array_equal(photo, before)


def test_kernel_larger_than_the_photo():
    assert apply_filter_to_image(np.full((2, 2), 9, np.uint8), np.ones((5, 5))).tolist() == [
        [36, 36],
        [36, 36],
    ]


PHOTO = np.ones((4, 5), np.uint8)


@pytest.mark.parametrize(
    ("error", "words", "image", "kernel"),
    [
        (ValueError, r"image has shape \(3, 4, 5\)", np.ones((3, 4, 5)), [[1]]),
        (ValueError, r"image has shape \(5,\)", np.ones(5), [[1]]),
        (ValueError, r"image has shape \(0, 5\)", np.ones((0, 5)), [[1]]),
        (ValueError, r"image is not rectangular", [[1, 2], [3]], [[1]]),
        (TypeError, r"image has dtype bool: convert it to uint8", PHOTO > 0, [[1]]),
        (TypeError, r"image has dtype complex128", PHOTO * 1j, [[1]]),
        (ValueError, r"kernel has shape \(1,\)", PHOTO, [1]),
        (ValueError, r"kernel has shape \(0, 3\)", PHOTO, np.ones((0, 3))),
        (TypeError, r"kernel has dtype complex128", PHOTO, [[1j]]),
        (TypeError, r"kernel has dtype <U", PHOTO, [["1"]]),
        (ValueError, r"kernel holds NaN or infinity", PHOTO, [[np.nan]]),
    ],
)
def test_wrong_arguments_are_refused(error, words, image, kernel):
    with pytest.raises(error, match=words):
        apply_filter_to_image(image, kernel)


def test_padding_mode_that_cannot_fill_is_refused():
    with pytest.raises(ValueError, match="'reflect' can fill"):
        apply_filter_to_image(PHOTO, np.ones((11, 1)), padding_mode="reflect")
    with pytest.raises(ValueError, match="padding_mode='mirror'"):
        apply_filter_to_image(PHOTO, [[1]], padding_mode="mirror")
