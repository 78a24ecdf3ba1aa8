"""Winograd's way: what enters a cell, how exact it is, what it holds."""

import tracemalloc

import numpy as np
import pytest

from convlib import conv2d
from convlib.engine import NO_PADDING, winograd
from tests.support.engine_paths import forced, picked

RNG = np.random.default_rng(18)
CLOSE = {"stride": (1, 1), "dilation": (1, 1), "padding": NO_PADDING, "padding_mode": "zeros"}


@pytest.mark.usefixtures("tiles")
def test_tiles_take_every_block_once():
    taken = np.zeros((3, 12, 9), int)
    for images, rows, cols in winograd.tiles(np.empty((3, 4, 23, 17)), depth=4):
        taken[images, rows, cols] += 1
    assert (taken == 1).all()


def test_products_are_those_of_the_definition():
    cells, weights = RNG.integers(-9, 9, 4), RNG.integers(-9, 9, (3, 1))
    combined = winograd.WEIGHTS @ weights
    products = [
        operation(cells[one], cells[other]) * weight
        for (operation, one, other), weight in zip(winograd.DIFFERENCES, combined, strict=True)
    ]
    sums = np.empty((2, 1))
    winograd.add_up(products, sums)
    assert sums[:, 0].tolist() == np.correlate(cells, weights[:, 0]).tolist()


@pytest.mark.parametrize(("row", "col"), [(4, 4), (4, 5), (5, 4), (5, 5)])
def test_only_cells_of_its_own_window_enter_a_cell(row, col):
    image, kernel = RNG.normal(size=(1, 2, 12, 11)), RNG.normal(size=(3, 2, 3, 3))
    before = forced("winograd", image, kernel, CLOSE)
    image[0, 1, row, col] = 1e100
    changed = forced("winograd", image, kernel, CLOSE) != before
    right = np.zeros_like(changed)
    right[..., row - 2 : row + 1, col - 2 : col + 1] = True
    np.testing.assert_array_equal(changed, right)


@pytest.mark.parametrize("dtype", [np.float32, np.float64, np.complex64])
def test_rounding_is_small_beside_the_largest_value_times_the_weights(dtype):
    """The bound is the one in the notes of conv2d."""
    image = (RNG.normal(size=(64, 40, 40)) * 10 ** RNG.uniform(-3, 0, (64, 40, 40))).astype(dtype)
    kernel = (RNG.normal(size=(64, 64, 3, 3)) * 10 ** RNG.uniform(-3, 0, (64, 1, 3, 3))).astype(
        dtype
    )
    assert picked(image, kernel) == "winograd"
    exact = np.result_type(dtype, np.longdouble)
    right = conv2d(image[:, :16, :16].astype(exact), kernel.astype(exact))
    scale = np.abs(image).max() * np.abs(kernel).sum(axis=(1, 2, 3))
    error = np.abs(conv2d(image, kernel)[:, :14, :14] - right) / scale[:, None, None]
    assert error.max() < np.finfo(dtype).eps


def test_whole_numbers_are_exact_in_floats():
    image, kernel = RNG.integers(-99, 99, (64, 31, 33)), RNG.integers(-9, 9, (64, 64, 3, 3))
    assert picked(image, kernel, np.float32) == "winograd"
    found = conv2d(image.astype(np.float32), kernel.astype(np.float32))
    np.testing.assert_array_equal(found, conv2d(image, kernel))


@pytest.mark.parametrize(("dtype", "bits"), [(np.float32, 18), (np.float64, 47)])
@pytest.mark.parametrize("least", [-1, 1])
def test_whole_numbers_are_exact_up_to_the_bound_in_the_notes_of_conv2d(dtype, bits, least):
    largest = 2**bits // (64 * 9)
    image = RNG.choice([least, 1], (64, 31, 33)) * RNG.integers(largest - 9, largest, (64, 31, 33))
    kernel = RNG.choice([least, 1], (64, 64, 3, 3))
    assert picked(image, kernel, dtype) == "winograd"
    found = conv2d(image.astype(dtype), kernel.astype(dtype))
    np.testing.assert_array_equal(found, conv2d(image, kernel))


def test_huge_finite_values_survive():
    image, kernel = np.full((64, 32, 32), 1e306), np.zeros((64, 64, 3, 3))
    kernel[:, 0, 0, 0], kernel[:, 1, 2, 2] = 4, -3
    assert picked(image, kernel) == "winograd"
    np.testing.assert_allclose(conv2d(image, kernel), 1e306)


def test_memory_is_the_combined_weights_and_a_few_megabytes():
    image, kernel = np.ones((4, 128, 56, 56), np.float32), np.ones((128, 128, 3, 3), np.float32)
    tracemalloc.start()
    output = conv2d(image, kernel, padding=1).nbytes
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak - output < kernel.nbytes * 16 / 9 + 5 * 2**20
