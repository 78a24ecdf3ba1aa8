"""conv2d_dask against conv2d, in any chunks, and on processes of which one is killed."""

import logging
import os
import signal
import subprocess
import sys
import time

import dask
import dask.array as da
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from convlib import conv2d, conv2d_dask, written_whole
from convlib.arguments import PADDING_MODES
from tests.support.examples import examples
from tests.support.random_convolutions import convolutions

RNG = np.random.default_rng(17)


@pytest.fixture(autouse=True, scope="module")
def one_thread():
    with dask.config.set(scheduler="synchronous"):
        yield


@st.composite
def chunked(draw, dtype=int, **kinds):
    """Draw a convolution of integers whose image is cut into any chunks along all its axes."""
    image, kernel, options = draw(convolutions(**kinds))
    image, kernel = ((array * 9).astype(dtype) for array in (image, kernel))
    chunks = [draw(partitions(size)) for size in image.shape]
    return image, da.from_array(image, chunks=tuple(chunks)), kernel, options


@st.composite
def partitions(draw, size):
    parts = []
    while sum(parts) < size:
        parts.append(draw(st.integers(1, size - sum(parts))))
    return tuple(parts)


@pytest.mark.parametrize("mode", PADDING_MODES)
@pytest.mark.parametrize("padding", [0, 1])
def test_no_images_give_no_maps(mode, padding):
    image, options = np.zeros((0, 5, 5)), {"padding": padding, "padding_mode": mode}
    found = conv2d_dask(da.from_array(image), np.ones((3, 3)), **options).compute()
    size = 3 + 2 * padding
    assert found.shape == conv2d(image, np.ones((3, 3)), **options).shape == (0, size, size)


@examples(40)
@given(chunked() | chunked(planes=True), st.booleans())
def test_in_any_chunks_the_integers_are_those_of_conv2d(case, flip):
    image, cut, kernel, options = case
    found = conv2d_dask(cut, kernel, flip_kernel=flip, **options)
    expected = conv2d(image, kernel, flip_kernel=flip, **options)
    assert (found.shape, found.dtype) == (expected.shape, expected.dtype)
    (blocks,) = dask.compute(found.to_delayed().tolist())
    made = np.block(blocks)
    assert made.dtype == expected.dtype
    np.testing.assert_array_equal(made, expected)


@examples(10)
@given(chunked(dtype=np.float32))
def test_floats_agree_up_to_the_rounding_of_their_sums(case):
    image, cut, kernel, options = case
    bias = np.arange(len(kernel), dtype=np.float32)
    found = conv2d_dask(cut, kernel / 7, bias=bias, **options).compute()
    expected = conv2d(image, kernel / 7, bias=bias, **options)
    assert found.dtype == expected.dtype == np.float32
    np.testing.assert_allclose(found, expected, rtol=1e-5, atol=1e-4)


def test_chunks_stay_where_they_are_if_the_size_does():
    image = da.zeros((100, 90), chunks=((30, 50, 20), 45), dtype="f4")
    assert conv2d_dask(image, np.ones((5, 3)), padding="same").chunks == image.chunks
    halved = conv2d_dask(image, np.ones((3, 3)), stride=(2, 3), padding=1)
    assert halved.chunks == ((15, 25, 10), (15, 15))


def test_chunks_that_a_stride_or_a_halo_cannot_follow_are_joined():
    image = da.zeros((12, 12), chunks=(1, 5))
    assert conv2d_dask(image, np.ones((5, 1)), stride=(3, 4)).chunks == (
        (1, 1, 1),
        (1, 1, 1),
    )
    wide = conv2d_dask(image, np.ones((1, 7)))
    assert wide.chunks == ((1,) * 12, (6,))


def test_channels_are_joined_and_the_images_of_a_batch_are_not():
    batch = da.zeros((4, 6, 8, 8), chunks=(1, 2, 4, 4))
    found = conv2d_dask(batch, np.ones((3, 2, 1, 1)), groups=3)
    assert found.chunks == ((1,) * 4, (3,), (4, 4), (4, 4))


def test_nothing_is_worked_out_before_it_is_asked_for():
    def refuse(block):
        raise RuntimeError("asked for")

    image = da.zeros((64, 64), chunks=16).map_blocks(refuse, meta=np.empty((0, 0)))
    lazy = conv2d_dask(image, np.ones((3, 3)), padding=1)
    with pytest.raises(RuntimeError, match="asked for"):
        lazy.compute()


def test_a_part_of_the_map_needs_no_other_chunks():
    read = []

    def note(block, block_info):
        read.append(block_info[0]["chunk-location"])
        return block

    image = da.zeros((64, 64), chunks=16).map_blocks(note, dtype=float)
    read.clear()
    conv2d_dask(image, np.ones((3, 3)), padding=1)[:8, :8].compute()
    assert sorted(read) == [(0, 0), (0, 1), (1, 0), (1, 1)]


def test_zarr_in_and_out_appears_when_it_is_whole(tmp_path):
    image = RNG.integers(0, 9, (40, 30))
    da.from_array(image, chunks=8).to_zarr(tmp_path / "image.zarr")
    found = conv2d_dask(da.from_zarr(tmp_path / "image.zarr"), [[1, -1]])
    with written_whole(tmp_path / "map.zarr") as part:
        found.to_zarr(part)
    np.testing.assert_array_equal(da.from_zarr(tmp_path / "map.zarr"), conv2d(image, [[1, -1]]))


def test_of_a_map_that_failed_in_the_middle_nothing_stays(tmp_path):
    def fail_late(block, block_info):
        if block_info[0]["chunk-location"] == (3, 3):
            raise OSError("No space left on device")
        return block

    image = da.ones((64, 64), chunks=16).map_blocks(fail_late, dtype=float)

    def write():
        with written_whole(tmp_path / "map.zarr") as part:
            conv2d_dask(image, [[1, -1]]).to_zarr(part)

    with pytest.raises(OSError, match="No space left"):
        write()
    assert os.listdir(tmp_path) == []


# Refusals


def unknown():
    numbers = da.from_array(np.arange(36).reshape(6, 6), chunks=3)
    return numbers[numbers.sum(1) > 20]


@pytest.mark.parametrize(
    ("image", "options", "error", "words"),
    [
        (unknown(), {}, ValueError, r"call its compute_chunk_sizes\(\) first"),
        (np.ones((3, 3)), {}, TypeError, "image is a ndarray: give a dask array"),
        (da.ones((3, 3), chunks=3, dtype=object), {}, TypeError, "image has dtype object"),
        (da.ones((1, 3)), {}, ValueError, "the kernel spans 2 rows"),
        (da.ones((3, 3)), {"stride": 0}, ValueError, "stride=0 must be at least 1"),
        (da.ones((3, 3)), {"groups": 2}, ValueError, "groups=2 needs a kernel of shape"),
    ],
)
def test_what_cannot_work_is_refused_before_anything_is_computed(image, options, error, words):
    with pytest.raises(error, match=words):
        conv2d_dask(image, np.ones((2, 2)), **options)


def test_chunks_of_unknown_size_can_be_made_known():
    image = unknown().compute_chunk_sizes()
    found = conv2d_dask(image, [[1, 10]])
    np.testing.assert_array_equal(found.compute(), conv2d(image.compute(), [[1, 10]]))


def test_without_dask_it_says_what_to_install():
    code = "import sys; sys.modules['dask'] = None; from convlib import conv2d_dask"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert 'conv2d_dask needs dask: pip install "convlib[large]"' in found.stderr


# Processes


def slowly(block):
    time.sleep(0.05)
    return block


@pytest.mark.kernel
def test_a_worker_that_is_killed_in_the_middle_loses_nothing(tmp_path):
    from distributed import Client, LocalCluster

    image = RNG.integers(0, 256, (192, 192))
    expected = conv2d(image, np.ones((5, 5), int), padding=2, padding_mode="reflect")
    options = {"n_workers": 2, "threads_per_worker": 1, "dashboard_address": ":0"}
    options["silence_logs"] = logging.CRITICAL  # what is lost, and found again
    with LocalCluster(**options) as cluster, Client(cluster) as client:
        cut = da.from_array(image, chunks=32).map_blocks(slowly, dtype=int)
        lazy = conv2d_dask(cut, np.ones((5, 5), int), padding=2, padding_mode="reflect")
        running = client.persist(lazy)
        futures = client.futures_of(running)
        while not any(future.done() for future in futures):
            time.sleep(0.01)
        os.kill(next(iter(client.run(os.getpid).values())), signal.SIGKILL)
        assert not all(future.done() for future in futures)
        np.testing.assert_array_equal(running.compute(), expected)
