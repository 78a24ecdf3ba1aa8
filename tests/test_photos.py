"""Photos against SciPy's ndimage in float64; reading them, checking and reducing them."""

import io

import imageio.v3 as iio
import numpy as np
import pytest
from PIL import Image

from convlib import apply_filter_to_image, conv2d, gaussian_kernel, kernels, photos
from convlib.photos import as_shown_photo, read_photo, reduce_photo
from tests.support.filtered_photos import NDIMAGE_MODES, ndimage_filter

RNG = np.random.default_rng(3)


def random_photo(shape, dtype):
    if np.dtype(dtype).kind == "f":
        return RNG.random(shape).astype(dtype)
    limits = np.iinfo(dtype)
    return RNG.integers(limits.min, limits.max, shape, dtype, endpoint=True)


# -- filtering


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


def weighed_by_hand(photo, kernel, padding_mode):
    """Premultiply, filter each plane in float64, divide."""
    colours, alpha = photo[..., :-1].astype(float), photo[..., -1:].astype(float)
    sums = ndimage_filter(colours * alpha, kernel, padding_mode)
    weights = ndimage_filter(alpha, kernel, padding_mode)
    right = np.concatenate([sums / np.where(weights > 1e-9, weights, np.inf), weights], axis=2)
    if photo.dtype.kind == "f":
        return right
    return np.clip(np.rint(right), 0, np.iinfo(photo.dtype).max)


@pytest.mark.parametrize("padding_mode", NDIMAGE_MODES)
@pytest.mark.parametrize("channels", [2, 4])
@pytest.mark.parametrize("dtype", ["uint8", "uint16", "float64"])
def test_colours_are_weighed_by_alpha_as_by_hand(dtype, channels, padding_mode):
    photo = random_photo((61, 47, channels), dtype)
    photo[10:40, 10:30, -1] = 0
    for kernel in (gaussian_kernel(5, 1.2), kernels["sharpen"]):
        options = {"padding_mode": padding_mode, "weigh_by_alpha": True}
        found = apply_filter_to_image(photo, kernel, **options)
        right = weighed_by_hand(photo, kernel, padding_mode)
        assert (found.dtype, found.shape) == (photo.dtype, photo.shape)
        # The least alpha that is no dust makes up for what was lost in the division.
        np.testing.assert_allclose(
            found, right, rtol=1e-6, atol=0 if photo.dtype.kind == "u" else 1e-6
        )


@pytest.mark.parametrize("size", [5, 41])
def test_a_blurred_white_square_gets_a_grey_rim_only_if_alpha_is_not_weighed(size):
    photo = np.zeros((200, 200, 4), np.uint8)
    photo[80:120, 80:120] = 255
    plain = apply_filter_to_image(photo, gaussian_kernel(size, size / 5))
    np.testing.assert_array_equal(plain[..., 3], photo[..., 3])
    assert plain[80, 80, 0] < 128
    weighed = apply_filter_to_image(photo, gaussian_kernel(size, size / 5), weigh_by_alpha=True)
    np.testing.assert_array_equal(weighed[weighed[..., 3] > 0, :3], 255)
    blurred = apply_filter_to_image(photo[..., 3], gaussian_kernel(size, size / 5))
    np.testing.assert_array_equal(weighed[..., 3], blurred)


def test_nan_in_a_weighed_photo_stays_in_its_windows():
    photo = np.ones((30, 30, 4), np.float32)
    photo[10, 10, 1], photo[20, 20, 3] = np.nan, np.nan
    found = np.isnan(apply_filter_to_image(photo, kernels["box_blur"], weigh_by_alpha=True))
    right = np.zeros(found.shape, bool)
    right[9:12, 9:12, 1] = right[19:22, 19:22] = True
    np.testing.assert_array_equal(found, right)


def test_weights_that_sum_to_0_leave_nothing_to_be_seen_inside():
    photo = np.full((9, 9, 4), 200, np.uint8)
    options = {"padding_mode": "replicate", "weigh_by_alpha": True}
    assert not apply_filter_to_image(photo, kernels["edge"], **options).any()
    assert not apply_filter_to_image(photo, -kernels["box_blur"], **options)[..., 3].any()


@pytest.mark.parametrize("shape", [(4, 5), (4, 5, 1), (4, 5, 3)])
def test_a_photo_without_alpha_cannot_be_weighed_by_it(shape):
    with pytest.raises(ValueError, match="weigh_by_alpha=True needs alpha, and image has shape"):
        apply_filter_to_image(np.ones(shape), [[1]], weigh_by_alpha=True)


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


FLAT = np.ones((4, 5), np.uint8)


@pytest.mark.parametrize(
    ("error", "words", "image", "kernel"),
    [
        (ValueError, r"image has shape \(3, 4, 5\)", np.ones((3, 4, 5)), [[1]]),
        (ValueError, r"image has shape \(5,\)", np.ones(5), [[1]]),
        (ValueError, r"image has shape \(0, 5\)", np.ones((0, 5)), [[1]]),
        (ValueError, r"image is not rectangular", [[1, 2], [3]], [[1]]),
        (TypeError, r"image has dtype bool: convert it to uint8", FLAT > 0, [[1]]),
        (TypeError, r"image has dtype complex128", FLAT * 1j, [[1]]),
        (ValueError, r"kernel has shape \(1,\)", FLAT, [1]),
        (ValueError, r"kernel has shape \(0, 3\)", FLAT, np.ones((0, 3))),
        (TypeError, r"kernel has dtype complex128", FLAT, [[1j]]),
        (TypeError, r"kernel has dtype <U", FLAT, [["1"]]),
        (ValueError, r"kernel holds NaN or infinity", FLAT, [[np.nan]]),
    ],
)
def test_wrong_arguments_are_refused(error, words, image, kernel):
    with pytest.raises(error, match=words):
        apply_filter_to_image(image, kernel)


def test_masked_pixels_are_refused_not_silently_used():
    masked = np.ma.masked_equal(np.arange(20, dtype=np.uint8).reshape(4, 5), 7)
    with pytest.raises(ValueError, match=r"image is a masked array, .* as with filled\(0\)"):
        apply_filter_to_image(masked, [[1]])
    with pytest.raises(ValueError, match="kernel is a masked array"):
        apply_filter_to_image(FLAT, masked)
    with pytest.raises(ValueError, match="photo is a masked array"):
        as_shown_photo(masked)
    filled = masked.filled(0)
    np.testing.assert_array_equal(apply_filter_to_image(filled, [[1]]), filled)


def test_a_kernel_that_is_not_finite_is_refused_when_alpha_is_weighed():
    with pytest.raises(ValueError, match="kernel holds NaN or infinity, which uint8 cannot"):
        apply_filter_to_image(np.ones((4, 5, 4), np.uint8), [[np.inf]], weigh_by_alpha=True)


def test_padding_mode_that_cannot_fill_is_refused():
    with pytest.raises(ValueError, match="'reflect' can fill"):
        apply_filter_to_image(FLAT, np.ones((11, 1)), padding_mode="reflect")
    with pytest.raises(ValueError, match="padding_mode='mirror'"):
        apply_filter_to_image(FLAT, [[1]], padding_mode="mirror")


# -- reading

PHOTO = np.arange(4 * 5 * 3, dtype=np.uint8).reshape(4, 5, 3) * 4


def encoded(mode, file_format, **options):
    file = io.BytesIO()
    Image.fromarray(PHOTO).convert(mode).save(file, file_format, **options)
    return file.getvalue()


MODES = [
    ("1", "PNG", (4, 5)),
    ("L", "PNG", (4, 5)),
    ("LA", "PNG", (4, 5, 4)),
    ("P", "PNG", (4, 5, 3)),
    ("RGB", "PNG", (4, 5, 3)),
    ("RGBA", "PNG", (4, 5, 4)),
    ("CMYK", "TIFF", (4, 5, 3)),
    ("YCbCr", "JPEG", (4, 5, 3)),
    ("RGB", "GIF", (4, 5, 3)),
]


@pytest.mark.parametrize(("mode", "file_format", "shape"), MODES)
def test_every_kind_of_file_becomes_a_photo(mode, file_format, shape):
    photo = as_shown_photo(read_photo(encoded(mode, file_format)))
    assert photo.shape == shape
    assert photo.dtype == np.uint8


def test_a_png_is_read_pixel_by_pixel():
    np.testing.assert_array_equal(read_photo(encoded("RGB", "PNG")), PHOTO)


def test_sixteen_bits_are_kept():
    deep = PHOTO[..., 0].astype(np.uint16) * 257
    np.testing.assert_array_equal(read_photo(iio.imwrite("<bytes>", deep, extension=".png")), deep)


def test_a_photo_is_turned_the_way_the_camera_was_held():
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera's way to say: turn a quarter clockwise
    turned = read_photo(encoded("RGB", "PNG", exif=exif))
    np.testing.assert_array_equal(turned, np.rot90(PHOTO, -1))


@pytest.mark.parametrize(
    "content", [b"", b"hello", encoded("RGB", "JPEG")[:-40]], ids=["empty", "text", "cut off"]
)
def test_what_is_no_picture_raises(content):
    with pytest.raises(OSError, match="no picture that can be read"):
        read_photo(content)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (np.zeros(3, np.uint8), r"shape \(3,\)"),
        (np.zeros((0, 3), np.uint8), r"shape \(0, 3\)"),
        (np.zeros((2, 2, 5), np.uint8), r"shape \(2, 2, 5\)"),
        (np.full((2, 2), 255.0), "from 255.0 to 255.0"),
        (np.full((2, 2), np.nan), "from nan to nan"),
    ],
)
def test_what_is_no_photo_is_refused(value, words):
    with pytest.raises(ValueError, match=words):
        as_shown_photo(value)


def test_whole_numbers_of_other_sizes_are_refused():
    with pytest.raises(TypeError, match="int64"):
        as_shown_photo([[1, 2]])


def test_a_small_photo_is_not_reduced():
    assert reduce_photo(PHOTO) is PHOTO


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16, np.float32])
def test_reducing_takes_block_means(dtype):
    reduced = reduce_photo(np.kron(PHOTO, np.ones((3, 3, 1))).astype(dtype), largest_side=5)
    np.testing.assert_array_equal(reduced, PHOTO.astype(dtype))


def test_reducing_rounds_a_mean_to_the_nearest():
    assert reduce_photo(np.array([[1, 2], [2, 2]], np.uint8), largest_side=1) == [[2]]


@pytest.mark.parametrize(
    ("size", "reduced"),
    [((2, 9000), (1, 600)), ((100000, 3), (636, 1)), ((1, 70000), (1, 636)), ((7, 641), (3, 320))],
)
def test_a_very_long_photo_keeps_a_row_and_no_more_than_may_be(size, reduced):
    photo = np.arange(size[0] * size[1], dtype=float).reshape(size)
    small = reduce_photo(photo)
    assert small.shape == reduced
    rows, cols = (min(-(-max(size) // 640), side) for side in size)
    assert small[0, 0] == photo[:rows, :cols].mean()
    assert small[-1, -1] == pytest.approx(
        photo[: rows * reduced[0], : cols * reduced[1]][-rows:, -cols:].mean()
    )
