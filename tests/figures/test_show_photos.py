"""Photos in a notebook, pixel by pixel."""

import re
from base64 import b64decode

import imageio.v3 as iio
import numpy as np
import pytest

from convlib import show_photos
from convlib.figures import publish as pixels_module
from convlib.figures.publish import photos_bundle, picture_html

PHOTO = np.arange(4 * 5 * 3, dtype=np.uint8).reshape(4, 5, 3) * 4


def shown_pixels(photo):
    return pixels_in(picture_html("a", photo, "b"))


def pixels_in(html):
    address = re.search(r'src="data:image/(\w+);base64,([^"]+)"', html)
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


def row_of(*pictures):
    """Pixels of the picture that stands for photos side by side."""
    return iio.imread(b64decode(photos_bundle(*pictures, caption="All.")["image/jpeg"]))


def test_photos_stand_side_by_side_in_one_picture_for_exports_that_know_no_html():
    row = row_of(
        ("red", np.full((90, 80, 3), (255, 0, 0), np.uint8), ""),
        ("grey", np.full((100, 70), 128, np.uint8), ""),
        ("clear", np.zeros((80, 80, 4), np.uint8), ""),
    ).astype(int)
    assert row.shape == (100 + 28, 80 + 8 + 70 + 8 + 80, 3)
    assert abs(row[45, 40] - (255, 0, 0)).max() < 5
    assert abs(row[50, 88 + 35] - 128).max() < 5
    assert row[40, 166 + 40].min() > 250


def test_the_pixels_of_a_small_photo_are_enlarged_to_squares():
    row = row_of(("a", np.array([[0, 255]], np.uint8), ""))
    assert row.shape == (170 + 28, 340, 3)
    assert row[:170, :160].max() < 20
    assert row[:170, 180:].min() > 235


def test_labels_are_drawn_as_they_are_in_one_line():
    plain = row_of(("a b", PHOTO, ""))
    assert (row_of(("a\n b", PHOTO, "")) == plain).all()
    assert (row_of(("$a$ b", PHOTO, "")) != plain).any()
    assert row_of(("a very long label " * 3, PHOTO, "")).shape[1] > 400


def test_a_photo_longer_than_a_jpeg_can_be_is_sent_reduced():
    pictures = ("long", np.full((100, 70000), 90, np.uint8), "rows")
    kind, pixels = pixels_in(photos_bundle(pictures, caption="All.")["text/html"])
    assert (kind, pixels.shape) == ("jpeg", (50, 35000))
    assert row_of(pictures).shape == (1 + 28, 636, 3)
