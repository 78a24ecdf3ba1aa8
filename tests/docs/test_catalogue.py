"""What the gallery shows, held to the operators themselves."""

import numpy as np
import pytest

from convlib import conv2d, conv_transpose2d
from docs.catalogue import Convolution, Transposed, catalogue

ITEMS = catalogue()
# Sizes of input, kernel and output in Dumoulin & Visin (2016), figures 2.1 to 2.7, 4.1 to 4.7, 5.1.
PAPER = {
    "no-padding": (4, 3, 2),
    "arbitrary-padding": (5, 4, 6),
    "half-padding": (5, 3, 5),
    "full-padding": (5, 3, 7),
    "strides": (5, 3, 2),
    "padding-strides": (5, 3, 3),
    "padding-strides-odd": (6, 3, 3),
    "dilation": (7, 3, 3),
    "transposed-no-padding": (2, 3, 4),
    "transposed-arbitrary": (6, 4, 5),
    "transposed-half": (5, 3, 5),
    "transposed-full": (7, 3, 5),
    "transposed-strides": (2, 3, 5),
    "transposed-padding-strides": (3, 3, 5),
    "transposed-padding-strides-odd": (3, 3, 6),
}


@pytest.mark.parametrize("name", PAPER)
def test_the_catalogue_has_the_sizes_of_the_paper(name):
    item = ITEMS[name]
    operator = conv2d if isinstance(item, Convolution) else conv_transpose2d
    output = operator(item.image, item.kernel, **item.setting)
    assert (item.image.shape, item.kernel.shape, output.shape) == tuple(
        (size, size) for size in PAPER[name]
    )


@pytest.mark.parametrize("name", [n for n, item in ITEMS.items() if isinstance(item, Transposed)])
def test_a_transposed_picture_shows_the_numbers_of_the_operator(name):
    item = ITEMS[name]
    stuffed, kernel, sides = item.gathered
    np.testing.assert_array_equal(conv2d(stuffed, kernel, padding=sides), item.output)


def test_the_extra_row_and_column_of_the_odd_case_stand_after():
    item = ITEMS["transposed-padding-strides-odd"]
    (top, bottom), (left, right) = item.gathered[2]
    assert (bottom - top, right - left) == (1, 1)
    even = conv_transpose2d(item.image, item.kernel, stride=2, padding=1)
    np.testing.assert_array_equal(item.output[:5, :5], even)


def test_no_image_of_the_gallery_looks_the_same_when_turned_or_mirrored():
    item = ITEMS["half-padding"]
    others = [np.rot90(item.image, n) for n in (1, 2, 3)] + [item.image.T, item.image[::-1]]
    assert not any(np.array_equal(item.image, other) for other in others)


def test_every_setting_has_an_explorer_but_the_one_that_none_can_show():
    assert [name for name, item in ITEMS.items() if item.explorer() is None] == ["max-pooling"]


@pytest.mark.parametrize("name", ITEMS)
def test_alt_texts_say_the_sizes(name):
    item = ITEMS[name]
    assert item.title
    if isinstance(item, Convolution):
        rows, cols = conv2d(item.image, item.kernel, **item.setting).shape
        assert f"has {rows}×{cols}" in item.alt
