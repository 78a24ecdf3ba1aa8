"""scene.py: a setting worked out, held to conv2d, and what may pass for the same number."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from convlib import ConvGeometry, add_padding, conv2d
from convlib.scene import Scene
from tests.support.random_settings import random_setting


@given(st.integers(0, 10**6))
def test_a_scene_is_what_conv2d_and_geometry_say(seed):
    setting = random_setting(np.random.default_rng(seed))
    scene, truth = Scene.of(**setting), conv2d(**setting)
    np.testing.assert_allclose(scene.feature_map, truth, rtol=1e-9, atol=1e-9)
    (top, _), (left, _) = scene.geometry.padding
    padded = add_padding(
        setting["image"], scene.geometry.padding, padding_mode=setting["padding_mode"]
    )
    np.testing.assert_array_equal(scene.padded, padded)
    position = tuple(np.subtract(truth.shape, 1).tolist())
    taps = scene.taps(position)
    rows, cols = ConvGeometry(
        np.shape(setting["image"]), np.shape(setting["kernel"]), setting["stride"],
        setting["padding"], setting["dilation"],
    ).window(position)  # fmt: skip
    assert [(tap.row, tap.col) for tap in taps] == [(row, col) for row in rows for col in cols]
    assert [tap.value for tap in taps] == [padded[tap.row + top, tap.col + left] for tap in taps]
    assert sum(tap.value * tap.weight for tap in taps) == pytest.approx(truth[position])
    assert scene.products(position).sum() == pytest.approx(truth[position])
    assert [scene.value(tap.row, tap.col) for tap in taps] == [tap.value for tap in taps]


def test_the_flipped_kernel_is_turned_once():
    scene = Scene.of([[1, 2, 3]], [[1, 10]], flip_kernel=True)
    assert scene.weights.tolist() == [[10, 1]]
    assert scene.feature_map.tolist() == [[12, 23]]


def test_truth_values_are_read_as_0_and_1():
    assert Scene.of([[True, False]], [[True]]).feature_map.tolist() == [[1, 0]]


def test_a_float32_map_of_fractions_agrees():
    image, kernel = np.random.default_rng(1).random((2, 7, 7))
    scene = Scene.of(image, kernel[:3, :3])
    single = conv2d(image.astype(np.float32), kernel[:3, :3].astype(np.float32))
    assert np.all(np.abs(scene.feature_map - single) <= scene.tolerance)
    assert np.any(single != scene.feature_map)


def test_tolerance_follows_the_size_of_the_products():
    fractions = Scene.of([[0.1, 0.2, 0.3]], [[0.7, 0.2]]).tolerance
    np.testing.assert_allclose(fractions, [[0.11e-6, 0.2e-6]])
    np.testing.assert_allclose(Scene.of([[-1e-10]], [[0.5]]).tolerance, [[5e-17]])
    np.testing.assert_allclose(Scene.of([[1e6, -3]], [[1, 1]]).tolerance, [[1000003e-12]])


def test_whole_numbers_have_to_be_exact():
    scene = Scene.of(np.full((1, 2), 10**6), np.full((1, 2), 10**6))
    assert scene.tolerance.max() < 3  # though the sum is 2·10¹²
    assert Scene.of(np.full((1, 2), 1e6), np.full((1, 2), 1e6)).tolerance.max() < 3


def test_where_all_products_are_zero_dust_of_the_largest_is_allowed():
    tolerance = Scene.of([[0.0, 8.5]], [[1]]).tolerance
    np.testing.assert_allclose(tolerance, [[8.5e-12, 8.5e-6]])


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        (([[[1]]], [[1]], {}), ValueError, "image has shape .* give one plane"),
        (([[1]], [1], {}), ValueError, "kernel has shape .* give one plane"),
        (([[1]], [[1]], {"padding": 1, "padding_mode": "reflect"}), ValueError, "reflect"),
        (([[1]], [[1]], {"padding_mode": "mirror"}), ValueError, "padding_mode='mirror'"),
        (([[1]], [[1, 2]], {}), ValueError, "spans 2 columns"),
        (([["a"]], [[1]], {}), TypeError, "image has dtype"),
    ],
)
def test_what_conv2d_refuses_is_no_scene(arguments, error, message):
    image, kernel, setting = arguments
    with pytest.raises(error, match=message):
        Scene.of(image, kernel, **setting)
