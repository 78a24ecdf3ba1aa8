"""Kernels against what they should answer to, and SciPy's windows."""

import re
from fractions import Fraction

import numpy as np
import pytest

from convlib import conv2d, gaussian_kernel, kernels
from convlib.filters import box_kernel

RNG = np.random.default_rng(3)
DOWN = np.repeat(np.arange(5.0)[:, None], 5, axis=1)  # brighter downwards, by 1 a row


def test_kernels_cannot_be_changed():
    with pytest.raises(TypeError):
        kernels["mine"] = np.ones((3, 3))
    with pytest.raises(ValueError, match="read-only"):
        kernels["sharpen"][0, 0] = 1


@pytest.mark.parametrize("name", kernels)
def test_flat_images_keep_their_brightness_or_give_zero(name):
    flat = conv2d(np.full((7, 7), 8), kernels[name])
    edges = ("laplacian", "edge", "sobel", "prewitt")
    np.testing.assert_allclose(flat, 0 if name.startswith(edges) else 8)


@pytest.mark.parametrize(("name", "gain"), [("sobel", 8), ("prewitt", 6)])
def test_gradients_answer_to_what_gets_brighter_down_or_right(name, gain):
    assert (conv2d(DOWN, kernels[f"{name}_rows"]) == gain).all()
    assert (conv2d(DOWN.T, kernels[f"{name}_columns"]) == gain).all()
    assert (conv2d(DOWN.T, kernels[f"{name}_rows"]) == 0).all()


def test_emboss_lights_what_gets_brighter_to_the_bottom_right():
    assert (conv2d(DOWN + DOWN.T, kernels["emboss"]) > (DOWN + DOWN.T)[1:-1, 1:-1]).all()


def test_unsharp_is_twice_the_image_minus_a_binomial_blur():
    image = RNG.normal(size=(9, 9))
    row = np.convolve(np.convolve([1, 1], [1, 1]), np.convolve([1, 1], [1, 1])) / 16
    right = 2 * image[2:-2, 2:-2] - conv2d(image, np.outer(row, row))
    np.testing.assert_allclose(conv2d(image, kernels["unsharp"]), right, atol=1e-12)


@pytest.mark.parametrize("sigma", [0.5, 1, 3.7])
@pytest.mark.parametrize("size", [1, 4, 7, (3, 8)])
def test_gaussian_kernel_is_scipys(size, sigma):
    windows = pytest.importorskip("scipy.signal.windows")
    bells = [windows.gaussian(n, sigma) for n in np.broadcast_to(size, 2)]
    right = np.outer(bells[0] / bells[0].sum(), bells[1] / bells[1].sum())
    np.testing.assert_allclose(gaussian_kernel(size, sigma), right, rtol=1e-12)


def test_gaussian_kernel_survives_a_sigma_next_to_nothing():
    np.testing.assert_allclose(gaussian_kernel(4, 1e-3), np.pad(np.full((2, 2), 0.25), 1))


@pytest.mark.parametrize("sigma", [1e-7, np.float32(1e-30), 1e-160, 1e-300, 5e-324])
def test_a_sigma_next_to_nothing_leaves_the_middle_alone(sigma):
    assert gaussian_kernel((3, 1), sigma).tolist() == [[0], [1], [0]]
    assert gaussian_kernel((1, 4), sigma).tolist() == [[0, 0.5, 0.5, 0]]


@pytest.mark.parametrize("sigma", [1e154, 1e200, 1e300, 1.7e308, 10**308])
def test_a_sigma_beyond_any_kernel_is_a_plain_mean(sigma):
    np.testing.assert_allclose(gaussian_kernel((3, 4), sigma), box_kernel((3, 4)), rtol=1e-15)


@pytest.mark.parametrize("make", [box_kernel, lambda size: gaussian_kernel(size, 1)])
@pytest.mark.parametrize("size", [2**40, 2**62, (1, 10**30)])
def test_a_kernel_beyond_any_memory_is_refused(make, size):
    with pytest.raises(ValueError, match=r"size=.* more than any memory holds: make it smaller"):
        make(size)


@pytest.mark.parametrize("sigma", [0, -1, np.nan, np.inf, 10**400, Fraction(1, 10**400)])
def test_gaussian_kernel_refuses_a_sigma_that_is_no_width(sigma):
    with pytest.raises(ValueError, match=rf"sigma={re.escape(repr(sigma))} must be"):
        gaussian_kernel(3, sigma)


def test_gaussian_kernel_refuses_a_sigma_that_is_no_number():
    with pytest.raises(TypeError, match="sigma='1' must be"):
        gaussian_kernel(3, "1")


def test_box_kernel_is_a_mean():
    assert conv2d([[1, 2, 6]], box_kernel((1, 3))).tolist() == [[pytest.approx(3)]]
    with pytest.raises(ValueError, match="size=0"):
        box_kernel(0)
