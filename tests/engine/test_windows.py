"""Paths that write out whole windows, and the one that needs none."""

import numpy as np
import pytest

from convlib import conv2d
from convlib.engine import NO_PADDING
from tests.support.engine_paths import forced, picked

RNG = np.random.default_rng(5)


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
