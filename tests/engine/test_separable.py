"""Kernels that are a column times a row."""

import numpy as np
import pytest

from convlib.engine import separable

RNG = np.random.default_rng(5)


@pytest.mark.parametrize(
    "factors", [([1, 4, 6, 4, 1], [1, 4, 6, 4, 1]), ([1, 0, -1], [3, 10, 3]), ([2, 3], [5, 7, 11])]
)
def test_outer_factors_of_round_numbers_are_exact(factors):
    kernel = np.outer(*factors) / 256
    column, row = separable.outer_factors(kernel)
    np.testing.assert_array_equal(np.outer(column, row), kernel)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_outer_factors_of_any_weights_are_close(dtype):
    kernel = np.outer(RNG.normal(size=9), RNG.normal(size=5)).astype(dtype)
    np.testing.assert_allclose(np.outer(*separable.outer_factors(kernel)), kernel, atol=1e-6)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_outer_factors_bear_weights_of_any_size(dtype):
    """A wide Gaussian ends in weights so small that nothing can be divided by them."""
    offsets = np.arange(-14, 15) * np.sqrt(-np.log(np.finfo(dtype).smallest_subnormal)) / 14
    bell = np.exp(-(offsets**2) * 0.99).astype(dtype)
    kernel = np.outer(bell, bell)
    column, row = separable.outer_factors(kernel)
    np.testing.assert_allclose(np.outer(column, row), kernel, atol=4 * np.finfo(dtype).eps)


@pytest.mark.parametrize(
    "kernel", [np.eye(2), np.zeros((2, 2)), [[np.nan, 1]], [[np.inf, 1]], [[1, 2], [2, 4.0001]]]
)
def test_outer_factors_are_refused(kernel):
    assert separable.outer_factors(np.asarray(kernel, float)) is None


def test_round_numbers_need_exact_factors():
    # 5/3 is not exact, though 5/3 · 15/256 is rounded to the very 25/256.
    assert separable.outer_factors(np.outer([3, 5], [3, 5]) / 256) is None


@pytest.mark.parametrize("rows", [2, 4, 11, 12])
@pytest.mark.parametrize("dilation", [1, 3])
def test_sliding_a_banded_matrix_is_a_convolution_down_every_column(rows, dilation):
    weights = RNG.normal(size=3)
    part, result = RNG.normal(size=(rows + 2 * dilation, 5)), np.empty((rows, 5))
    separable.slide(separable.banded_matrix(weights, 4, dilation), part, result)
    right = sum(w * part[i * dilation : i * dilation + rows] for i, w in enumerate(weights))
    np.testing.assert_allclose(result, right, atol=1e-12)
