"""Photos in a notebook, pixel by pixel."""

import re
from base64 import b64decode

import imageio.v3 as iio
import numpy as np
import pytest

from convlib import show_photos
from convlib.figures import publish as pixels_module
from convlib.figures.publish import picture_html

PHOTO = np.arange(4 * 5 * 3, dtype=np.uint8).reshape(4, 5, 3) * 4


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
