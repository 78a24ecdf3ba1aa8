"""conv2d_tiled against conv2d, over stores of which slices are all one can have."""

import errno
import os
import resource
import tracemalloc

import numpy as np
import pytest
import zarr
from hypothesis import given
from hypothesis import strategies as st

from convlib import PADDING_MODES, conv2d, conv2d_tiled
from tests.support.examples import examples
from tests.support.random_convolutions import convolutions

RNG, INT = np.random.default_rng(17), np.dtype(int)
sides = st.tuples(st.integers(1, 9), st.integers(1, 9))


class Store:
    """An array of which one gets slices only, and that remembers the largest."""

    def __init__(self, array):
        self.array = array
        self.shape, self.dtype = array.shape, array.dtype
        self.most = 0

    def __getitem__(self, key):
        *leading, rows, cols = key
        for cells, size in zip((rows, cols), self.shape[-2:], strict=True):
            assert isinstance(cells, slice)
            assert 0 <= cells.start <= cells.stop <= size
        assert all(isinstance(n, (int, type(...))) for n in leading)
        found = self.array[key]
        self.most = max(self.most, found.size)
        return found

    def __setitem__(self, key, value):
        self.array[key] = value


class Foreign:
    """Like another library's array: NumPy can read it, and a slice of it is none of NumPy's."""

    def __init__(self, attributes):
        vars(self).update(attributes)

    def __array__(self, dtype=None, copy=None):
        return np.array([[1, 2, 3]], dtype)


def integers(array):
    return (array * 9).astype(int)


@examples(80)
@given(convolutions() | convolutions(planes=True), sides, st.booleans())
def test_any_tiles_make_the_integers_of_conv2d(case, tile, flip):
    image, kernel, options = case
    image, kernel = integers(image), integers(kernel)
    found = conv2d_tiled(Store(image), kernel, tile=tile, flip_kernel=flip, **options)
    expected = conv2d(image, kernel, flip_kernel=flip, **options)
    assert found.dtype == expected.dtype
    np.testing.assert_array_equal(found, expected)


@examples(30)
@given(convolutions(dtype=np.float32), sides)
def test_floats_agree_up_to_the_rounding_of_their_sums(case, tile):
    image, kernel, options = case
    bias = np.arange(len(kernel), dtype=np.float32)
    found = conv2d_tiled(image, kernel, tile=tile, bias=bias, **options)
    expected = conv2d(image, kernel, bias=bias, **options)
    assert found.dtype == expected.dtype == np.float32
    np.testing.assert_allclose(found, expected, rtol=1e-5, atol=1e-4)


def test_floats_whose_sums_need_no_rounding_agree_to_the_last_bit():
    image = RNG.integers(0, 256, (300, 200)).astype(np.float32)
    kernel = np.outer([1, 4, 6, 4, 1], [1, 4, 6, 4, 1]) / np.float32(256)
    found = conv2d_tiled(image, kernel, tile=(64, 50), padding=2, padding_mode="reflect")
    expected = conv2d(image, kernel, padding=2, padding_mode="reflect")
    np.testing.assert_array_equal(found, expected)


def test_planes_and_batches_are_read_one_image_at_a_time(tmp_path):
    planes = Store(RNG.integers(0, 9, (2, 3, 10, 12)))
    np.testing.assert_array_equal(
        conv2d_tiled(planes, [[1, 2]], tile=4), conv2d(planes.array, [[1, 2]])
    )
    assert planes.most == 4 * 5
    kernel = RNG.integers(0, 9, (4, 3, 1, 2))
    np.testing.assert_array_equal(
        conv2d_tiled(planes, kernel, tile=4), conv2d(planes.array, kernel)
    )
    assert planes.most == 3 * 4 * 5
    assert conv2d_tiled(planes.array[:0], kernel).shape == (0, 4, 10, 11)
    found = conv2d_tiled(planes.array[:0], kernel, out=tmp_path / "none.npy")
    assert np.load(tmp_path / "none.npy").shape == found.shape == (0, 4, 10, 11)


def test_what_is_no_store_is_read_as_conv2d_reads_it():
    assert conv2d_tiled([[1, 2, 3]], [[1, 10]], tile=1).tolist() == [[21, 32]]
    for is_like_an_array in ({"shape": (1, 3), "dtype": "int of another library"}, {"dtype": INT}):
        assert conv2d_tiled(Foreign(is_like_an_array), [[1, 10]], tile=1).tolist() == [[21, 32]]
    with pytest.raises(ValueError, match="image is a masked array"):
        conv2d_tiled(np.ma.masked_equal([[1, 2]], 2), [[1]])


def test_sums_of_three_over_squares_in_tiles_of_four():
    squares = np.arange(12)[None] ** 2
    found = conv2d_tiled(squares, [[1, 1, 1]], tile=4, padding=(0, 1))
    assert found.tolist() == [[1, 5, 14, 29, 50, 77, 110, 149, 194, 245, 302, 221]]


def test_tiles_start_on_the_stride():
    found = conv2d_tiled(np.arange(1, 16)[None], [[1, 10, 100]], tile=2, stride=2)
    assert found.tolist() == [[321, 543, 765, 987, 1209, 1431, 1653]]


# Memory


@pytest.mark.parametrize("mode", PADDING_MODES)
def test_no_more_is_read_at_once_than_a_tile_sees(mode):
    image = Store(RNG.integers(0, 9, (90, 70)))
    found = conv2d_tiled(image, np.ones((5, 3), int), tile=(8, 9), padding=2, padding_mode=mode)
    expected = conv2d(image.array, np.ones((5, 3), int), padding=2, padding_mode=mode)
    np.testing.assert_array_equal(found, expected)
    assert image.most <= (8 + 4) * (9 + 2)


def peak(size, folder):
    """Most bytes that are held at a time, from a file of size×size cells into another."""
    image = np.lib.format.open_memmap(folder / "image.npy", "w+", np.float32, (size, size))
    tracemalloc.start()
    conv2d_tiled(
        image,
        np.ones((5, 5), np.float32),
        tile=256,
        padding=2,
        padding_mode="circular",
        out=folder / "map.npy",
    )
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most


def test_memory_is_bounded_by_the_tile_whatever_the_size_of_the_image(tmp_path):
    small, large = peak(512, tmp_path), peak(2048, tmp_path)
    assert large < 1.1 * small + 2**16  # all but a list of the tiles
    assert large < 4 * 2**20 < 2048**2 * 4


# Where the feature map goes


def test_a_path_gets_a_file_of_numpys_that_is_mapped(tmp_path):
    image = np.lib.format.open_memmap(tmp_path / "image.npy", "w+", np.uint8, (40, 30))
    image[:] = RNG.integers(0, 256, image.shape)
    found = conv2d_tiled(image, [[1, -1]], out=tmp_path / "map.npy", tile=16)
    assert isinstance(found, np.memmap)
    assert not found.flags.writeable
    np.testing.assert_array_equal(np.load(tmp_path / "map.npy"), conv2d(image, [[1, -1]]))
    assert sorted(os.listdir(tmp_path)) == ["image.npy", "map.npy"]


def test_an_array_is_filled_and_returned(tmp_path):
    image = RNG.integers(0, 9, (20, 30))
    stored = zarr.create_array(tmp_path / "image", data=image, chunks=(8, 8))
    out = zarr.create_array(tmp_path / "map", shape=(10, 15), chunks=(4, 4), dtype="float32")
    options = {"stride": 2, "padding": 1, "padding_mode": "circular"}
    assert conv2d_tiled(stored, np.ones((3, 3), int), out=out, tile=4, **options) is out
    np.testing.assert_array_equal(out[:], conv2d(image, np.ones((3, 3), int), **options))


@pytest.mark.parametrize(
    ("out", "error", "words"),
    [
        (np.empty((3, 3)), ValueError, r"out has shape \(3, 3\) but the feature map has \(3, 4\)"),
        (np.empty((3, 4), np.uint8), TypeError, "uint8, which cannot hold float64"),
        (np.broadcast_to(0.0, (3, 4)), ValueError, "out is read-only"),
        (7, TypeError, "out=7 must be a path"),
    ],
)
def test_an_array_that_cannot_take_the_map_is_refused_beforehand(out, error, words):
    with pytest.raises(error, match=words):
        conv2d_tiled(np.ones((3, 4)), [[1]], out=out)


def test_an_image_is_not_overwritten_while_it_is_read():
    image = np.ones((3, 4))
    with pytest.raises(ValueError, match="out shares its memory with image"):
        conv2d_tiled(image, [[1]], out=image[:])


def test_a_store_that_is_read_only_is_refused(tmp_path):
    zarr.create_array(tmp_path / "map", shape=(3, 4), dtype="float64")
    with pytest.raises(ValueError, match="out is read-only"):
        conv2d_tiled(np.ones((3, 4)), [[1]], out=zarr.open_array(tmp_path / "map", mode="r"))


# What goes wrong in the middle


class Failing(Store):
    """A store whose third slice cannot be read."""

    reads = 0

    def __getitem__(self, key):
        self.reads += 1
        if self.reads == 3:
            raise OSError(errno.EIO, "the disk is broken")
        return super().__getitem__(key)


def test_a_failure_leaves_nothing_at_the_path_and_an_older_file_alone(tmp_path):
    path = tmp_path / "map.npy"
    for before in ([], ["map.npy"]):
        with pytest.raises(OSError, match="the disk is broken") as caught:
            conv2d_tiled(Failing(np.ones((9, 9))), [[1]], out=path, tile=3)
        assert caught.value.__notes__ == [
            "conv2d_tiled stopped at tile 3 of 9: the feature map is not whole"
        ]
        assert os.listdir(tmp_path) == before
        if before:
            assert path.read_text() == "older"
        path.write_text("older")


def test_a_failure_says_that_an_array_is_not_whole():
    with pytest.raises(OSError, match="the disk is broken") as caught:
        conv2d_tiled(Failing(np.ones((9, 9))), [[1]], out=np.zeros((9, 9)), tile=3)
    assert "tile 3 of 9: the feature map is not whole" in caught.value.__notes__[0]


def refuse_room(*_):
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.fixture
def small_files():
    """Let no file grow beyond 100 kB."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


def check_no_room(folder, words):
    image = Store(np.ones((500, 500)))
    with pytest.raises(OSError, match=words + ", and the feature map takes 2000000 bytes"):
        conv2d_tiled(image, [[1]], out=folder / "map.npy")
    assert image.most == 0
    assert os.listdir(folder) == []


def test_a_full_disk_is_an_error_before_anything_is_worked_out(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "posix_fallocate", refuse_room)
    check_no_room(tmp_path, "No space left on device")


def test_a_file_too_large_for_its_disk_is_an_error_beforehand(tmp_path, small_files):
    check_no_room(tmp_path, "File too large")


def test_a_file_has_all_its_room_before_it_is_filled(tmp_path, monkeypatch):
    monkeypatch.delattr(os, "posix_fallocate")
    found = conv2d_tiled(np.ones((300, 500)), [[2]], out=tmp_path / "map.npy")
    assert (found == 2).all()
    assert (tmp_path / "map.npy").stat().st_blocks * 512 >= 300 * 500 * 8


@pytest.mark.parametrize(
    ("name", "words"), [("missing/map.npy", "No such file"), (".", "is a folder that exists")]
)
def test_a_path_that_cannot_be_written_to_is_refused_beforehand(name, words, tmp_path):
    image = Store(np.ones((5, 5)))
    with pytest.raises(OSError, match=words):
        conv2d_tiled(image, [[1]], out=tmp_path / name)
    assert image.most == 0


# Refusals


@pytest.mark.parametrize(
    ("image", "options", "error", "words"),
    [
        (np.ones((3, 3), object), {}, TypeError, "image has dtype object: give real or complex"),
        (np.ones(3), {}, ValueError, "its last two axes must be rows and columns"),
        (np.ones((3, 3)), {"tile": 0}, ValueError, "tile=0 must be at least 1"),
        (np.ones((1, 3)), {}, ValueError, "the kernel spans 2 rows"),
        (np.ones((3, 3)), {"padding_mode": "mirror"}, ValueError, "padding_mode='mirror'"),
    ],
)
def test_what_conv2d_refuses_is_refused_in_the_same_words(image, options, error, words):
    with pytest.raises(error, match=words):
        conv2d_tiled(image, np.ones((2, 2)), **options)
