"""The gradient for the kernel, cut into tiles, against sums over windows by NumPy."""

import tracemalloc

import numpy as np
import pytest
from hypothesis import given

from convlib import conv2d
from convlib.engine import NO_PADDING, Setting
from convlib.engine.weights import kernel_gradient
from tests.support.examples import examples
from tests.support.random_convolutions import convolutions

some = examples(40)


@pytest.mark.usefixtures("tiles")
@given(convolutions(modes=("zeros",)))
@some
def test_each_weight_gathers_what_it_met(case):
    image, kernel, options = case
    maps = conv2d(image, kernel, **options)
    gradient = np.cos(np.arange(maps.size)).reshape(maps.shape)
    setting = Setting(
        *(options[n] for n in ("stride", "padding", "dilation", "groups")), "zeros", maps.shape[2:]
    )
    found = kernel_gradient(gradient, image, kernel.shape[2:], setting, np.dtype(float))
    padded = np.pad(image, ((0, 0), (0, 0), *options["padding"]))
    for output, channel, row, col in np.ndindex(*kernel.shape):
        group = output // (len(kernel) // options["groups"])
        first = row * options["dilation"][0], col * options["dilation"][1]
        met = padded[
            :,
            group * kernel.shape[1] + channel,
            first[0] :: options["stride"][0],
            first[1] :: options["stride"][1],
        ][:, : maps.shape[2], : maps.shape[3]]
        np.testing.assert_allclose(
            found[output, channel, row, col], (gradient[:, output] * met).sum(), atol=1e-10
        )


@pytest.mark.usefixtures("tiles")
@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("place", [(1, 0, 6), (0, 2, 0), (1, 4, 6)])
def test_what_is_not_finite_reaches_only_the_weights_that_met_it(value, place):
    rng, size = np.random.default_rng(3), (2, 3)
    image, gradient = rng.normal(size=(2, 3, 5, 7)), rng.normal(size=(2, 3, 4, 5))
    image[0, *place] = value
    setting = Setting((1, 1), NO_PADDING, (1, 1), 3, "zeros", (4, 5))
    found = kernel_gradient(gradient, image, size, setting, np.dtype(float))
    with np.errstate(invalid="ignore"):
        for channel, row, col in np.ndindex(3, *size):
            met = image[:, channel, row : row + 4, col : col + 5]
            right = (gradient[:, channel] * met).sum()
            np.testing.assert_allclose(found[channel, 0, row, col], right)
    assert np.isfinite(found).any(axis=(1, 2, 3)).all()


def test_integers_are_exact_in_floats_and_beyond_them():
    setting = Setting((1, 1), NO_PADDING, (1, 1), 1, "zeros", (3, 3))
    for large in (2**40, 2**60):
        image = np.full((1, 1, 3, 3), large)
        gradient = np.array([[1, -1, 1], [-1, 1, -1], [1, -1, 1]])[None, None]
        found = kernel_gradient(gradient, image, (1, 1), setting, np.dtype(np.int64))
        assert found.dtype == np.int64
        assert found.tolist() == [[[[large]]]]


@pytest.mark.parametrize("groups", [1, 16])
def test_memory_is_a_few_megabytes(groups):
    image, gradient = np.ones((4, 16, 66, 66), np.float32), np.ones((4, 16, 64, 64), np.float32)
    setting = Setting((1, 1), NO_PADDING, (1, 1), groups, "zeros", (64, 64))
    tracemalloc.start()
    kernel_gradient(gradient, image, (3, 3), setting, np.dtype(np.float32))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 6 * 2**20
