"""Paths that write out whole windows, and the one that needs none."""

import numpy as np
import pytest

from convlib import conv2d
from convlib.engine import NO_PADDING, Setting
from convlib.engine.windows import row_length
from tests.support.engine_paths import forced, picked

RNG = np.random.default_rng(5)


@pytest.mark.parametrize(
    ("outputs", "width", "dilation", "positions"),
    [(1, 28, 1, 30), (1, 28, 9, 46), (1, 28, 10, 28), (64, 33, 1, 35), (64, 33, 2, 33)],
)
def test_long_rows_are_written_for_few_outputs_and_near_taps(outputs, width, dilation, positions):
    setting = Setting((1, 1), NO_PADDING, (1, dilation), 1, "zeros", (5, width))
    assert row_length(outputs, 3, setting) == positions
    assert row_length(outputs, 3, setting._replace(stride=(1, 2))) == width


@pytest.mark.usefixtures("tiles")
def test_pointwise_agrees_with_einsum():
    image, kernel = RNG.normal(size=(3, 6, 5, 7))[..., ::-1], RNG.normal(size=(4, 3, 1, 1))
    options = {"stride": (1, 1), "dilation": (2, 1), "padding": NO_PADDING, "padding_mode": "zeros"}
    found = forced("pointwise", image, kernel, options | {"groups": 2})
    right = np.einsum(
        "ngchw,goc->ngohw", image.reshape(3, 2, 3, 5, 7), kernel.reshape(2, 2, 3)
    ).reshape(3, 4, 5, 7)
    np.testing.assert_allclose(found, right, atol=1e-12)


def test_pointwise_integers_are_exact():
    image = RNG.integers(-(2**40), 2**40, (120, 120))
    assert picked(image, [[3]]) == "pointwise"
    np.testing.assert_array_equal(conv2d(image, [[3]]), 3 * image)
