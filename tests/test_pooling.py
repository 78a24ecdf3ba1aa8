"""Pooling and its gradients against PyTorch, ONNX Runtime and brute force."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from convlib import (
    ConvGeometry,
    avg_pool2d,
    avg_pool2d_gradient,
    conv2d,
    max_pool2d,
    max_pool2d_gradient,
)
from tests.support.examples import examples
from tests.support.random_layers import either, onnx_pool, poolings, torch_pool

some = examples(80)
still = st.just((1, 1))
RNG = np.random.default_rng(2)


def averaged(case):
    """Turn a setting of max_pool2d into one of avg_pool2d, which takes no dilation."""
    image, size, options = case
    del options["dilation"]
    return image, size, options


averages = poolings(dilations=still).map(averaged)
PAIRS = [(max_pool2d, max_pool2d_gradient), (avg_pool2d, avg_pool2d_gradient)]

# -- the numbers


def test_the_largest_cell_of_each_window_is_kept():
    assert max_pool2d([[1, 5, 2, 0], [3, 4, 9, 7]], 2).tolist() == [[5, 9]]


def test_the_mean_of_each_window_is_taken():
    assert avg_pool2d([[1, 5, 2, 0], [3, 4, 9, 7]], 2).tolist() == [[3.25, 4.5]]


@pytest.mark.parametrize("pool", [max_pool2d, avg_pool2d])
@pytest.mark.parametrize(
    ("cells", "kernel", "stride", "padding", "floor", "ceil"),
    [
        (112, 3, 2, 0, 55, 56),
        (28, 3, 2, 0, 13, 14),
        (2, 1, 2, 0, 1, 1),
        (5, 2, 3, 1, 2, 2),
        (7, 2, 2, 1, 4, 4),
    ],
)
def test_ceil_mode_drops_a_last_window_that_begins_beyond_the_image(
    pool, cells, kernel, stride, padding, floor, ceil
):
    image = np.ones((1, cells))
    moves = {"stride": (1, stride), "padding": (0, padding)}
    assert pool(image, (1, kernel), **moves).shape == (1, floor)
    assert pool(image, (1, kernel), **moves, ceil_mode=True).shape == (1, ceil)


def test_a_window_larger_than_the_image_has_one_position_in_ceil_mode():
    assert max_pool2d([[1, 2]], (1, 3), stride=(1, 2), ceil_mode=True).tolist() == [[2]]


@some
@given(poolings())
def test_max_pool2d_agrees_with_pytorch(case):
    image, size, options = case
    right = torch_pool("max_pool2d", image, size, **options)
    np.testing.assert_array_equal(max_pool2d(image, size, **options), right)


@some
@given(averages, either)
def test_avg_pool2d_agrees_with_pytorch(case, counted):
    image, size, options = case
    options["count_include_pad"] = counted
    right = torch_pool("avg_pool2d", image, size, **options)
    np.testing.assert_allclose(avg_pool2d(image, size, **options), right, atol=1e-12)


@some
@given(poolings())
def test_max_pool2d_gradient_agrees_with_pytorch_on_ties_too(case):
    image, size, options = case
    gradient = RNG.normal(size=max_pool2d(image, size, **options).shape)
    right = torch_pool("max_pool2d", image, size, gradient, **options)
    found = max_pool2d_gradient(gradient, image, size, **options)
    np.testing.assert_allclose(found, right, atol=1e-12)


@some
@given(averages, either)
def test_avg_pool2d_gradient_agrees_with_pytorch(case, counted):
    image, size, options = case
    options["count_include_pad"] = counted
    gradient = RNG.normal(size=avg_pool2d(image, size, **options).shape)
    right = torch_pool("avg_pool2d", image, size, gradient, **options)
    found = avg_pool2d_gradient(gradient, image, size, **options)
    np.testing.assert_allclose(found, right, atol=1e-12)


@examples(40)
@given(poolings(ceil_modes=st.just(False)))
def test_max_pool2d_agrees_with_onnx_runtime(case):
    image, size, options = case
    found = max_pool2d(image.astype(np.float32), size, **options)
    np.testing.assert_array_equal(found, onnx_pool("MaxPool", image, size, **options))


@examples(40)
@given(poolings(dilations=still, ceil_modes=st.just(False)), either)
def test_avg_pool2d_agrees_with_onnx_runtime(case, counted):
    image, size, options = case
    right = onnx_pool("AveragePool", image, size, **options, count_include_pad=counted)
    image, size, options = averaged(case)
    found = avg_pool2d(image.astype(np.float32), size, **options, count_include_pad=counted)
    np.testing.assert_allclose(found, right, atol=1e-5)


@pytest.mark.parametrize("padding", [((1, 0), (0, 2)), "same", "full", "valid", (0, 1)])
def test_one_sided_and_named_padding_is_that_of_conv2d(padding):
    image = RNG.normal(size=(7, 8))
    moves = {"stride": (2, 1), "padding": padding}
    geometry = ConvGeometry((7, 8), (3, 4), **moves)
    right = conv2d(image, np.full((3, 4), 1 / 12), **moves)
    np.testing.assert_allclose(avg_pool2d(image, (3, 4), **moves), right, atol=1e-12)
    padded = np.pad(image, geometry.padding, constant_values=-np.inf)
    right = torch_pool("max_pool2d", padded[None], (3, 4), stride=(2, 1))[0]
    np.testing.assert_array_equal(max_pool2d(image, (3, 4), **moves), right)


@examples(40)
@given(averages, either)
def test_avg_pool2d_gradient_is_the_adjoint_of_avg_pool2d(case, counted):
    image, size, options = case
    options["count_include_pad"] = counted
    maps = avg_pool2d(image, size, **options)
    gradient = RNG.normal(size=maps.shape)
    back = avg_pool2d_gradient(gradient, image, size, **options)
    np.testing.assert_allclose(np.vdot(maps, gradient), np.vdot(image, back), atol=1e-9)


@pytest.mark.parametrize("pool", [max_pool2d, avg_pool2d])
def test_many_planes_are_pooled_as_each_by_itself(pool):
    image = RNG.normal(size=(40, 3, 31, 33))
    found = pool(image, 3, stride=2, padding=1)
    each = [pool(plane, 3, stride=2, padding=1) for plane in image.reshape(-1, 31, 33)]
    np.testing.assert_array_equal(found.reshape(120, 16, 17), each)


# -- what goes in


@pytest.mark.parametrize(("pool", "gradient_of"), PAIRS)
@pytest.mark.parametrize("leading", [(), (3,), (0, 3), (2, 0)])
def test_leading_axes_of_any_number_are_kept(pool, gradient_of, leading):
    image = RNG.normal(size=(*leading, 5, 6))
    found = pool(image, 2)
    assert found.shape == (*leading, 2, 3)
    assert gradient_of(found, image, 2).shape == image.shape


@pytest.mark.parametrize(("pool", "gradient_of"), PAIRS)
def test_any_strides_and_read_only_inputs_are_taken_and_left_alone(pool, gradient_of):
    image = RNG.normal(size=(24, 36))[::-2, ::3].T
    image.setflags(write=False)
    before = image.copy()
    found = pool(image, 2)
    np.testing.assert_array_equal(found, pool(before, 2))
    gradient = found.T.copy().T
    gradient.setflags(write=False)
    np.testing.assert_array_equal(
        gradient_of(gradient, image, 2), gradient_of(gradient.copy(), before, 2)
    )
    np.testing.assert_array_equal(image, before)


@pytest.mark.parametrize("pool", [max_pool2d, avg_pool2d])
def test_result_shares_no_memory_with_the_image(pool):
    image = np.ones((4, 4))
    assert not np.shares_memory(pool(image, 1), image)


# -- dtypes


@pytest.mark.parametrize(
    "dtype", ["bool", "uint8", "int8", "uint64", "float16", "float32", "longdouble"]
)
def test_the_largest_cell_keeps_the_images_dtype(dtype):
    image = np.array([[0, 1], [1, 0]], dtype)
    found = max_pool2d(image, 2, stride=1, padding=1)
    assert found.dtype == dtype
    assert found.tolist() == [[0, 1, 1], [1, 1, 1], [1, 1, 0]]


def test_the_largest_of_negative_integers_is_not_the_padding():
    assert max_pool2d([[-5, -7]], (1, 2), stride=1, padding=(0, 1)).tolist() == [[-5, -5, -7]]


@pytest.mark.parametrize("dtype", ["float16", "float32", "float64", "complex64"])
def test_means_keep_the_dtype_of_floats_and_complex(dtype):
    image = np.array([[1, 2], [3, 6]], dtype)
    found = avg_pool2d(image, 2)
    assert found.dtype == dtype
    assert found.tolist() == [[3]]
    back = avg_pool2d_gradient(found, image, 2)
    assert back.dtype == dtype
    assert back.tolist() == [[0.75, 0.75], [0.75, 0.75]]


@pytest.mark.parametrize("dtype", ["bool", "uint8", "int64", "uint64"])
def test_means_of_integers_are_float64(dtype):
    image = np.array([[1, 0], [1, 1]], dtype)
    assert avg_pool2d(image, 2).dtype == np.float64
    assert avg_pool2d(image, 2).tolist() == [[0.75]]
    assert avg_pool2d_gradient([[1]], image, 2).tolist() == [[0.25, 0.25], [0.25, 0.25]]


def test_integers_are_summed_exactly_and_float16_in_float32():
    assert avg_pool2d([[2**62, 2**62, 2, -(2**62), -(2**62)]], (1, 5)) * 5 == 2
    assert avg_pool2d(np.full((64, 64), 100, np.float16), 64) == 100  # the sum is beyond float16


@pytest.mark.parametrize(("dtype", "value"), [("int64", -(2**63)), ("uint64", 2**63 - 1)])
def test_sums_beyond_int64_do_not_wrap(dtype, value):
    assert avg_pool2d(np.full((3, 3), value, dtype), 3).tolist() == [[float(value)]]


def test_where_cells_are_not_summed_they_may_lie_beyond_int64():
    image = np.array([[2**64 - 1, 2**64 - 2]], np.uint64)
    assert max_pool2d(image, (1, 2)).tolist() == [[2**64 - 1]]
    assert max_pool2d_gradient([[7]], image, (1, 2)).tolist() == [[7, 0]]
    assert avg_pool2d_gradient([[7]], image, (1, 2)).tolist() == [[3.5, 3.5]]
    with pytest.raises(ValueError, match="image holds 18446744073709551615"):
        avg_pool2d(image, (1, 2))


def test_gradients_of_the_largest_have_numpys_result_type():
    image = np.array([[1, 2]], np.float32)
    assert max_pool2d_gradient(np.float64([[1]]), image, (1, 2)).dtype == np.float64
    assert max_pool2d_gradient(np.float32([[1]]), image, (1, 2)).dtype == np.float32
    assert max_pool2d_gradient(np.float16([[1]]), np.float16(image), (1, 2)).dtype == np.float16
    assert max_pool2d_gradient([[3]], [[True, False]], (1, 2)).tolist() == [[3, 0]]


def test_complex_numbers_have_no_largest():
    with pytest.raises(TypeError, match="image has dtype complex128: complex numbers have no larg"):
        max_pool2d([[1j]], 1)
    with pytest.raises(TypeError, match="complex numbers have no largest"):
        max_pool2d_gradient([[1]], [[1j]], 1)


# -- NaN and infinity


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
@examples(30)
@given(case=poolings(), data=st.data())
def test_max_pool2d_and_its_gradient_treat_nan_and_infinity_as_pytorch(value, case, data):
    image, size, options = case
    for _ in range(data.draw(st.integers(1, 6))):
        image[tuple(data.draw(st.integers(0, cells - 1)) for cells in image.shape)] = value
    found = max_pool2d(image, size, **options)
    np.testing.assert_array_equal(found, torch_pool("max_pool2d", image, size, **options))
    gradient = RNG.normal(size=found.shape)
    right = torch_pool("max_pool2d", image, size, gradient, **options)
    back = max_pool2d_gradient(gradient, image, size, **options)
    np.testing.assert_allclose(back, right, atol=1e-12)


@pytest.mark.parametrize("value", [np.nan, np.inf])
@examples(30)
@given(case=averages, data=st.data())
def test_avg_pool2d_lets_nan_and_infinity_reach_what_pytorch_lets_them(value, case, data):
    image, size, options = case
    image[tuple(data.draw(st.integers(0, cells - 1)) for cells in image.shape)] = value
    right = torch_pool("avg_pool2d", image, size, **options)
    np.testing.assert_allclose(avg_pool2d(image, size, **options), right, atol=1e-12)


def test_an_image_of_minus_infinity_sends_its_gradient_to_the_first_cell():
    image = np.full((2, 2), -np.inf)
    found = max_pool2d_gradient([[7.0]], image, 2)
    assert found.tolist() == [[7, 0], [0, 0]]


def test_infinite_gradients_do_not_spread_beyond_their_cell():
    found = max_pool2d_gradient([[np.inf, 1]], [[1, 5, 2, 0]], (1, 2))
    assert found.tolist() == [[0, np.inf, 1, 0]]


# -- errors name the argument, its value and the remedy

ONES = np.ones((4, 5))
WRONG_VALUES = {
    r"spans 5 rows but the image has 4: give a larger": (ONES, (5, 1), {}),
    r"kernel_size=0 must be at least 1": (ONES, 0, {}),
    r"stride=0 must be at least 1": (ONES, 1, {"stride": 0}),
    r"padding=-1 must be at least 0": (ONES, 1, {"padding": -1}),
    r"image has shape \(5,\): its last two axes": (np.ones(5), 1, {}),
}


@pytest.mark.parametrize("pool", [max_pool2d, avg_pool2d])
@pytest.mark.parametrize("words", WRONG_VALUES)
def test_wrong_values_are_refused_with_a_remedy(words, pool):
    image, size, options = WRONG_VALUES[words]
    with pytest.raises(ValueError, match=words):
        pool(image, size, **options)


def test_windows_of_padding_alone_are_refused_where_they_have_no_answer():
    words = r"padding=\(0, 2\) leaves windows without a cell of the image along the columns: reduce"
    with pytest.raises(ValueError, match=words):
        max_pool2d(ONES, 2, padding=(0, 2))
    with pytest.raises(ValueError, match=words):
        max_pool2d_gradient(ONES, ONES, 2, padding=(0, 2))
    with pytest.raises(ValueError, match=words):
        avg_pool2d(ONES, 2, padding=(0, 2), count_include_pad=False)
    assert avg_pool2d(ONES, 2, padding=(0, 2)).tolist() == [[0, 1, 1, 0.5]] * 2


@pytest.mark.parametrize("gradient_of", [max_pool2d_gradient, avg_pool2d_gradient])
def test_gradients_of_another_shape_are_refused(gradient_of):
    with pytest.raises(ValueError, match=r"gradient has shape \(4, 5\): .* returns \(2, 2\)"):
        gradient_of(ONES, ONES, 2)


@pytest.mark.parametrize("pool", [max_pool2d, avg_pool2d])
def test_wrong_types_are_refused_with_a_remedy(pool):
    with pytest.raises(TypeError, match=r"kernel_size=1\.5 must be an integer or a pair"):
        pool(ONES, 1.5)
    with pytest.raises(TypeError, match="image has dtype <U1"):
        pool([["a"]], 1)
