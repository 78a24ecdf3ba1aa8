"""Photos as pixels: reading, checking, reducing and publishing them."""

import io
import re
from base64 import b64decode

import imageio.v3 as iio
import numpy as np
import pytest
from PIL import Image

from convlib import show_photos
from convlib.figures import publish as pixels_module
from convlib.figures.publish import picture_html
from convlib.photos import as_shown_photo, read_photo, reduce_photo

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
    ("F", "TIFF", (4, 5, 3)),
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
    with pytest.raises(OSError, match=r"pillow|truncated"):
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


def test_a_very_long_photo_keeps_a_row():
    assert reduce_photo(np.zeros((2, 9000), np.uint8)).shape == (1, 4500)


def shown_pixels(photo):
    address = re.search(r'src="data:image/(\w+);base64,([^"]+)"', picture_html("a", photo, "b"))
    return address[1], iio.imread(b64decode(address[2]))


@pytest.mark.parametrize(
    "photo",
    [PHOTO, PHOTO / 255, PHOTO.astype(np.uint16) * 257],
    ids=["uint8", "float", "uint16"],
)
def test_a_small_picture_shows_every_pixel_as_it_is(photo):
    kind, pixels = shown_pixels(photo)
    assert kind == "png"
    np.testing.assert_array_equal(pixels, PHOTO)


def test_floats_outside_0_to_1_are_clipped_not_wrapped():
    _, pixels = shown_pixels(np.array([[-0.1, 1.1]]))
    assert pixels.tolist() == [[0, 255]]


def test_a_large_picture_is_sent_as_jpeg():
    kind, pixels = shown_pixels(np.full((100, 80, 3), 90, np.uint8))
    assert kind == "jpeg"
    assert pixels.shape == (100, 80, 3)
    assert abs(pixels.astype(int) - 90).max() <= 1


def test_transparency_is_kept():
    photo = np.full((100, 80, 4), 90, np.uint8)
    kind, pixels = shown_pixels(photo)
    assert kind == "png"
    np.testing.assert_array_equal(pixels, photo)


def test_labels_and_alt_texts_are_escaped():
    html = picture_html("a < b", PHOTO, 'a "quoted" word')
    assert ">a &lt; b</figcaption>" in html
    assert 'alt="a &quot;quoted&quot; word"' in html


def test_show_photos_publishes_pictures_and_their_words(monkeypatch):
    published = []
    monkeypatch.setattr(pixels_module, "display", lambda data, raw: published.append(data))
    show_photos(("one", PHOTO, "first"), ("two", PHOTO, "second"), caption="Both.")
    (data,) = published
    assert data["text/plain"] == "one: first\ntwo: second\nBoth."
    assert data["text/html"].count("<img ") == 2
    assert ">Both.</figcaption>" in data["text/html"]
