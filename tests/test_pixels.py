"""Pixels of files made byte by byte, and of Pillow's images, against colours worked out by hand."""

import io
import struct
import warnings
import zlib

import numpy as np
import PIL
import pytest
from PIL import Image

from convlib import apply_filter_to_image, conv2d, kernels
from convlib.photos import as_shown_photo, read_photo

COLOURS = np.arange(4 * 5 * 3, dtype=np.uint8).reshape(4, 5, 3) * 4
GREYS = np.array([[0, 1, 300], [1000, 40000, 65535]])


def tiff(samples, order="<", *, bits, photometric=1, sample_format=1, columns=None):
    """Write an uncompressed grey TIFF by hand; samples are an array, or bytes of some columns."""
    data = samples if columns else samples.tobytes()
    rows, columns = (len(data) * 8 // bits // columns, columns) if columns else samples.shape
    tags = {
        256: columns, 257: rows, 258: bits, 259: 1, 262: photometric, 273: 8, 277: 1, 278: rows,
        279: len(data), 339: sample_format,
    }  # fmt: skip
    entries = b"".join(struct.pack(f"{order}HHII", tag, 4, 1, tags[tag]) for tag in tags)
    magic = {"<": b"II", ">": b"MM"}[order] + struct.pack(f"{order}HI", 42, 8 + len(data))
    return magic + data + struct.pack(f"{order}H", len(tags)) + entries + bytes(4)


def png(size, bits, colour_type, row, **chunks):
    """Write a PNG of equal rows by hand."""
    rows, columns = size
    header = struct.pack(">IIBBBBB", columns, rows, bits, colour_type, 0, 0, 0)
    chunks = {"IHDR": header, **chunks, "IDAT": zlib.compress((b"\0" + row) * rows), "IEND": b""}
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name.encode() + data
        + struct.pack(">I", zlib.crc32(name.encode() + data))
        for name, data in chunks.items()
    )  # fmt: skip


def saved(picture, file_format, **options):
    file = io.BytesIO()
    picture.save(file, file_format, **options)
    return file.getvalue()


# -- grey of more than 8 bits


@pytest.mark.parametrize("order", ["<", ">"])
def test_sixteen_bit_tiffs_are_read_in_both_byte_orders(order):
    photo = read_photo(tiff(GREYS.astype(f"{order}u2"), order, bits=16))
    assert photo.dtype == np.uint16
    assert photo.dtype.isnative
    np.testing.assert_array_equal(photo, GREYS)


def test_twelve_bits_run_to_white():
    photo = read_photo(tiff(b"\x00\x0f\xff\x80\x00\x01", bits=12, columns=4))
    np.testing.assert_array_equal(photo, [[0, 65535, round(2048 / 4095 * 65535), 16]])


def test_a_tiff_in_which_zero_is_white_is_not_shown_as_a_negative():
    photo = read_photo(tiff(GREYS.astype("<u2"), bits=16, photometric=0))
    np.testing.assert_array_equal(photo, 65535 - GREYS)


@pytest.mark.parametrize("white", [256, 300, 1023, 4095, 16383, 65534, 65535])
@pytest.mark.parametrize("plain", [True, False])
def test_a_pgm_runs_to_its_own_white(white, plain):
    stored = np.array([0, 1, white // 3, white])
    data = " ".join(map(str, stored)).encode() if plain else stored.astype(">u2").tobytes()
    photo = read_photo(b"P%d 4 1 %d\n" % (2 if plain else 5, white) + data + b"\n")
    assert photo.dtype == np.uint16
    np.testing.assert_allclose(photo, [stored * 65535 / white], rtol=0, atol=0.5)


@pytest.mark.parametrize("order", ["<", ">"])
def test_floats_from_0_to_1_are_kept(order):
    stored = np.array([[0, 0.25, 1]])
    photo = read_photo(tiff(stored.astype(f"{order}f4"), order, bits=32, sample_format=3))
    np.testing.assert_array_equal(photo, stored)
    pfm = b"Pf 3 1 -1.0\n" + stored.astype("<f4").tobytes()
    np.testing.assert_array_equal(read_photo(pfm), stored)


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize(("dtype", "bits"), [("i2", 16), ("i4", 32)])
def test_integers_of_which_nobody_knows_white_are_refused(order, dtype, bits):
    content = tiff(GREYS.astype(f"{order}{dtype}"), order, bits=bits, sample_format=2)
    with pytest.raises(TypeError, match="int32, which does not tell what white is: give uint8"):
        read_photo(content)


def test_floats_beyond_1_are_refused():
    with pytest.raises(ValueError, match=r"from 0\.0 to 65535\.0 but must run from 0 to 1: divide"):
        read_photo(tiff(GREYS.astype("<f4"), bits=32, sample_format=3))


# -- transparency


def test_the_transparent_places_of_a_palette_are_transparent():
    chunks = {"PLTE": bytes([9, 8, 7, 6, 5, 4, 3, 2, 1]), "tRNS": bytes([255, 100])}
    photo = read_photo(png((1, 3), 8, 3, bytes([0, 1, 2]), **chunks))
    assert photo.tolist() == [[[9, 8, 7, 255], [6, 5, 4, 100], [3, 2, 1, 255]]]


def test_a_gif_keeps_its_transparent_colour():
    picture = Image.new("P", (2, 1))
    picture.putpalette([10, 20, 30, 200, 100, 50])
    picture.putpixel((1, 0), 1)
    photo = read_photo(saved(picture, "GIF", transparency=0))
    assert photo[0, :, 3].tolist() == [0, 255]
    assert photo[0, 1, :3].tolist() == [200, 100, 50]


SINCE_PILLOW_12_1 = pytest.mark.skipif(
    tuple(map(int, PIL.__version__.split(".")[:2])) < (12, 1),
    reason="Pillow before 12.1 takes a transparent white of one bit for a grey 1",
)


@pytest.mark.parametrize(
    ("bits", "row", "transparent", "greys", "alphas"),
    [
        pytest.param(1, [0b01000000], 1, [0, 255], [255, 0], marks=SINCE_PILLOW_12_1),
        (1, [0b01000000], 0, [0, 255], [0, 255]),
        (2, [0b10110000], 2, [170, 255], [0, 255]),
        (4, [0x73], 7, [119, 51], [0, 255]),
        (8, [7, 8], 8, [7, 8], [255, 0]),
    ],
)
def test_a_transparent_grey_is_transparent_at_every_depth(bits, row, transparent, greys, alphas):
    photo = read_photo(png((1, 2), bits, 0, bytes(row), tRNS=struct.pack(">H", transparent)))
    right = [[grey, grey, grey, alpha] for grey, alpha in zip(greys, alphas, strict=True)]
    assert photo.tolist() == [right]


def test_a_transparent_grey_of_sixteen_bits_is_transparent():
    photo = read_photo(png((1, 2), 16, 0, struct.pack(">2H", 7, 800), tRNS=struct.pack(">H", 800)))
    assert photo.dtype == np.uint16
    assert photo.tolist() == [[[7, 7, 7, 65535], [800, 800, 800, 0]]]


@pytest.mark.parametrize(("bits", "letter", "factor"), [(8, "B", 1), (16, "H", 256)])
def test_a_transparent_colour_is_transparent(bits, letter, factor):
    samples = np.array([200, 0, 2, 1, 1, 0]) * factor
    transparent = struct.pack(">3H", *samples[:3])
    photo = read_photo(png((1, 2), bits, 2, struct.pack(f">6{letter}", *samples), tRNS=transparent))
    assert photo.tolist() == [[[200, 0, 2, 0], [1, 1, 0, 255]]]


# -- orientation

TURNED = {
    1: lambda pixels: pixels,
    2: np.fliplr,
    3: lambda pixels: np.rot90(pixels, 2),
    4: np.flipud,
    5: lambda pixels: pixels.swapaxes(0, 1),
    6: lambda pixels: np.rot90(pixels, -1),
    7: lambda pixels: np.rot90(pixels, 2).swapaxes(0, 1),
    8: np.rot90,
}


@pytest.mark.parametrize("orientation", TURNED)
@pytest.mark.parametrize("mode", ["P", "RGB", "L", "1", "I;16"])
@pytest.mark.parametrize("file_format", ["PNG", "TIFF"])
def test_a_camera_held_in_any_way_gives_an_upright_photo(file_format, mode, orientation):
    exif = Image.Exif()
    exif[0x0112] = orientation
    colours = Image.fromarray(COLOURS)
    picture = colours.convert("I").convert("I;16") if mode == "I;16" else colours.convert(mode)
    shown = picture.convert({"P": "RGB", "1": "L"}.get(mode, mode))
    photo = read_photo(saved(picture, file_format, exif=exif))
    np.testing.assert_array_equal(photo, TURNED[orientation](np.asarray(shown)))


# -- Pillow's images

HALF = np.full((4, 5), 128, np.uint8)
PALETTE = Image.new("P", (5, 4))
PALETTE.putpalette([200, 100, 50, 1, 2, 3])
# What is missing of red, green and blue is cyan, magenta and yellow.
INKS = [Image.fromarray(255 - COLOURS[..., colour]) for colour in range(3)]
# Each with what it shows, by hand: every mode has white, a grey or a pure colour that is known.
PICTURES = [
    (Image.fromarray(COLOURS), COLOURS),
    (Image.fromarray(COLOURS[..., 0]), COLOURS[..., 0]),
    (Image.fromarray(COLOURS[..., 0] > 99), (COLOURS[..., 0] > 99) * 255),
    (Image.fromarray(np.dstack([COLOURS, HALF])), np.dstack([COLOURS, HALF])),
    (Image.fromarray(COLOURS).convert("RGBX"), COLOURS),
    (PALETTE, np.full((4, 5, 3), [200, 100, 50])),
    (PALETTE.convert("PA"), np.full((4, 5, 4), [200, 100, 50, 255])),
    (Image.merge("CMYK", [*INKS, Image.new("L", (5, 4))]), COLOURS),
    (Image.new("HSV", (5, 4), (85, 255, 255)), np.full((4, 5, 3), [0, 255, 0])),
    (Image.new("YCbCr", (5, 4), (76, 85, 255)), np.full((4, 5, 3), [255, 0, 0])),
    (Image.new("LAB", (5, 4), (255, 128, 128)), np.full((4, 5, 3), 255)),
    (Image.new("LA", (5, 4), (9, 77)), np.full((4, 5, 4), [9, 9, 9, 77])),
    (Image.new("LA", (5, 4), (9, 255)).convert("La"), np.full((4, 5, 4), [9, 9, 9, 255])),
    (Image.new("RGBA", (5, 4), (8, 6, 4, 255)).convert("RGBa"), np.full((4, 5, 4), [8, 6, 4, 255])),
    (Image.fromarray(GREYS.astype("<u2")), GREYS),
    (Image.fromarray(GREYS.astype(">u2")), GREYS),
]


@pytest.mark.parametrize(("picture", "shown"), PICTURES, ids=[one.mode for one, _ in PICTURES])
def test_a_pillow_image_is_filtered_by_the_colours_it_shows(picture, shown):
    photo = as_shown_photo(picture)
    assert photo.dtype == (np.uint16 if picture.mode.startswith("I;16") else np.uint8)
    np.testing.assert_allclose(photo, shown, rtol=0, atol=1)
    blurred = apply_filter_to_image(picture, kernels["box_blur"])
    np.testing.assert_array_equal(blurred, apply_filter_to_image(photo, kernels["box_blur"]))


@pytest.mark.parametrize("mode", ["I", "F"])
def test_a_pillow_image_without_a_white_is_filtered_by_its_numbers_and_not_shown(mode):
    numbers = np.array([[-300, 7, 70000]], {"I": np.int32, "F": np.float32}[mode])
    picture = Image.fromarray(numbers)
    assert picture.mode == mode
    np.testing.assert_array_equal(apply_filter_to_image(picture, [[2]]), numbers * 2)
    with pytest.raises(
        (TypeError, ValueError), match=r"photo has dtype int32|from -300\.0 to 70000"
    ):
        as_shown_photo(picture)


def test_a_pillow_image_is_turned_the_way_the_camera_was_held():
    exif = Image.Exif()
    exif[0x0112] = 5
    content = saved(Image.fromarray(COLOURS).convert("P"), "PNG", exif=exif)
    picture = Image.open(io.BytesIO(content))
    np.testing.assert_array_equal(as_shown_photo(picture), read_photo(content))


def test_a_convolution_takes_a_pillow_image_by_its_colours():
    np.testing.assert_array_equal(conv2d(PALETTE, [[2]]), np.full((4, 5, 3), [400, 200, 100]))


def test_a_pillow_image_is_left_as_it_was():
    picture = PALETTE.copy()
    as_shown_photo(picture)
    assert (picture.mode, picture.info, picture.tobytes()) == ("P", {}, PALETTE.tobytes())


# -- size


def test_a_picture_with_too_many_pixels_is_called_that(monkeypatch):
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 10_000_000)
    content = png((5000, 5000), 1, 0, bytes(625))
    with pytest.raises(ValueError, match="25 megapixels, and at most 20 can be read: make it"):
        read_photo(content)


def test_a_picture_that_is_large_but_fits_is_read_without_a_warning(monkeypatch):
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 10_000)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert read_photo(png((100, 150), 1, 0, bytes(19))).shape == (100, 150)
