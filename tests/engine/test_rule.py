"""The rule: which path takes what, and in which dtype."""

import numpy as np
import pytest

from convlib import conv2d
from convlib.engine import rule
from tests.support.engine_paths import picked

RNG = np.random.default_rng(5)
LARGE = RNG.normal(size=(200, 200))
DEEP = RNG.normal(size=(1, 4, 100, 100))
RANDOM = RNG.normal(size=(40, 40))
MAPS, THREE = RNG.normal(size=(64, 28, 30)), RNG.normal(size=(64, 64, 3, 3))


@pytest.mark.parametrize(
    ("path", "image", "kernel", "options"),
    [
        ("small", LARGE[:9, :14], RANDOM[:5, :5], {"stride": (2, 1), "dilation": (1, 2)}),
        ("small", LARGE[:50, :50], [[2.0]], {}),
        ("pointwise", LARGE, [[2.0]], {"dilation": 3}),
        ("pointwise", DEEP, RANDOM[:16, :4].reshape(16, 4, 1, 1), {}),
        ("whole", DEEP, RANDOM[:16, :4].reshape(16, 4, 1, 1), {"padding": 1}),
        ("plain", DEEP, RANDOM[:18, :8].reshape(4, 4, 3, 3), {}),
        ("plain", DEEP, RANDOM[:18, :16].reshape(8, 4, 3, 3), {}),
        ("plain", DEEP[..., :60], RANDOM[:18, :8].reshape(4, 4, 3, 3), {}),
        ("whole", MAPS, THREE[:, :1], {"groups": 64}),
        ("whole", MAPS, THREE[:32, :32], {"groups": 2}),
        ("whole", MAPS, THREE[:7], {"stride": 2}),
        ("whole", np.tile(MAPS, 2)[..., :42], THREE[:7], {}),
        ("plain", np.tile(MAPS, 2)[..., :43], THREE[:7], {}),
        ("whole", np.tile(MAPS, 2), THREE, {"dilation": 2}),
        ("plain", np.tile(MAPS, 3), THREE, {"dilation": 2}),
        ("plain", np.stack([np.tile(MAPS, 2)] * 2), THREE, {"dilation": 2}),
        ("plain", np.tile(MAPS, 2), THREE[:63], {}),
        ("plain", LARGE, RANDOM[:3, :3], {"stride": (3, 1)}),
        ("plain", LARGE, RANDOM[:1, :9], {}),
        ("winograd", MAPS, THREE, {"padding": 1}),
        ("winograd", MAPS + 0j, THREE, {"padding": 1, "flip_kernel": True}),
        ("winograd", np.stack([MAPS] * 2), THREE, {}),
        (
            "winograd",
            np.concatenate([MAPS] * 2),
            np.concatenate([THREE] * 2),
            {"groups": 2, "padding": 1},
        ),
        ("whole", MAPS, THREE, {}),  # 26 · 28 cells are too few
        ("whole", np.stack([MAPS] * 9), THREE, {"stride": 2}),
        ("whole", np.stack([MAPS] * 9), THREE, {"dilation": 2}),
        ("whole", np.stack([MAPS] * 9), THREE[:63], {}),
        ("whole", np.stack([MAPS] * 9)[:, :63], THREE[:, :63], {}),
        ("whole", MAPS, THREE[..., :2], {"padding": 1}),
        ("lifted", LARGE, RANDOM[:3, :3], {}),
        ("lifted", LARGE, RANDOM[:3, :3], {"stride": 2, "dilation": 4, "padding": "same"}),
        ("lifted", LARGE, RANDOM[:3, :3], {"stride": 4, "dilation": 4}),
        ("lifted", LARGE, RANDOM[:12, :12], {}),
        ("lifted", LARGE, RANDOM[:15, :15], {"stride": 2}),
        ("lifted", LARGE[:80, :80], RANDOM[:15, :15], {}),
        ("lifted", DEEP, RANDOM[:4, :9].reshape(4, 1, 3, 3), {"groups": 4}),
        ("lifted", DEEP, RANDOM[:4, :9].reshape(1, 4, 3, 3), {}),
        ("lifted", LARGE, np.ones((3, 3)), {}),
        ("lifted", LARGE + 0j, RANDOM[:15, :15], {}),
        ("separable", LARGE, np.ones((7, 7)), {"padding_mode": "reflect", "padding": 2}),
        ("separable", LARGE, np.ones((15, 5)), {}),
        ("separable", LARGE, np.ones((1, 25)), {}),
        ("lifted", LARGE, np.ones((5, 5)), {}),
        ("lifted", LARGE, np.ones((25, 1)), {}),
        ("separable", LARGE, np.outer(RANDOM[0], RANDOM[1]), {"dilation": 2}),
        ("lifted", LARGE, np.ones((7, 7)), {"stride": (2, 1)}),
        ("separable", LARGE, np.ones((9, 9)), {"dilation": (8, 1)}),
        ("lifted", LARGE, np.ones((9, 9)), {"dilation": (1, 9)}),
        ("fft", LARGE, RANDOM[:13, :13], {}),
        ("fft", LARGE, RANDOM[:13, :13], {"dilation": 4}),
        ("lifted", LARGE, RANDOM[:13, :13], {"dilation": (5, 1)}),
        ("small", LARGE[:10, :10], RANDOM[:2, :2], {"dilation": 70, "padding": "same"}),
        ("lifted", LARGE[:10, :10], RANDOM[:2, :2], {"dilation": 90, "padding": "same"}),
        ("plain", MAPS, THREE[..., :2], {"dilation": 90, "padding": "same"}),
        ("fft", DEEP, RANDOM[:20].reshape(4, 1, 10, 20), {"groups": 4, "padding": (0, 9)}),
    ],
)
def test_rule_picks(path, image, kernel, options):
    assert picked(image, kernel, **options) == path


@pytest.mark.parametrize("path", ["plain", "lifted"])
def test_rule_keeps_integers_from_inexact_paths(path):
    image = RNG.integers(0, 9 if path == "lifted" else 2**52, (200, 200))
    assert picked(image, np.ones((15, 15), int)) == path


def test_rule_keeps_integers_from_halves_of_their_weights():
    image, kernel = (RNG.integers(-9, 9, shape) for shape in (MAPS.shape, THREE.shape))
    assert picked(image, kernel, padding=1) == "whole"
    found = conv2d(image, kernel, padding=1)
    assert found.dtype == np.int64
    np.testing.assert_array_equal(found, conv2d(image * 1.0, kernel, padding=1))  # small: exact


def test_rule_keeps_dtypes_unknown_to_blas_from_lifting():
    assert picked(LARGE, RANDOM[:15, :15], np.longdouble) == "plain"


# -- integers


def exact_sum(image, kernel):
    """Correlate in Python's own integers."""
    whole = image.astype(object)
    rows, cols = (i - k + 1 for i, k in zip(image.shape, kernel.shape, strict=True))
    return sum(
        whole[i : i + rows, j : j + cols] * int(kernel[i, j]) for i, j in np.ndindex(kernel.shape)
    )


@pytest.mark.parametrize(
    ("largest", "working"), [(2**40, "float64"), (2**49 - 1, "float64"), (2**51, "int64")]
)
def test_integers_go_through_float64_only_while_that_is_exact(largest, working):
    image = RNG.integers(-largest, largest, (70, 70))
    image[0, 0] = -largest
    kernel = np.array([[1, -2], [4, 1]])
    maps = np.empty((1, 1, 69, 69), np.int64)
    found = rule.working_dtype(image[None, None], kernel[None, None], maps)
    assert found == working
    assert conv2d(image, kernel).tolist() == exact_sum(image, kernel).tolist()


def test_the_least_int64_is_no_trap():
    image = np.full((70, 70), -(2**63))
    assert (conv2d(image, [[1, 0], [0, 0]]) == -(2**63)).all()


@pytest.mark.parametrize("kernel", [np.ones((6, 6), int), np.ones((13, 13), int)])
def test_integer_kernels_of_any_size_are_exact(kernel):
    image = RNG.integers(0, 2**40, (60, 60))
    assert conv2d(image, kernel).tolist() == exact_sum(image, kernel).tolist()
