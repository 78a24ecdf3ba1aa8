"""conv_transpose2d against its loops, PyTorch, ONNX Runtime, and as the adjoint of conv2d."""

from operator import itemgetter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from convlib import ConvGeometry, conv2d, conv_transpose2d, conv_transpose2d_loops
from tests.support.examples import examples
from tests.support.random_convolutions import convolutions
from tests.support.random_layers import (
    onnx_conv_transpose2d,
    torch_conv_transpose2d,
    transposed,
)

some = examples(80)
RNG = np.random.default_rng(14)

# -- the numbers


def test_stamps_at_a_stride_overlap_and_add_up():
    found = conv_transpose2d_loops([[1, 2, 3]], [[1, 10, 100]], stride=2)
    assert found.tolist() == [[1, 10, 102, 20, 203, 30, 300]]


def test_output_padding_paints_the_cells_it_adds_where_a_stamp_reaches_them():
    settings = {"stride": 2, "padding": ((0, 0), (1, 1)), "output_padding": (0, 1)}
    for function in (conv_transpose2d, conv_transpose2d_loops):
        found = function([[1, 2, 3]], [[1, 10, 100]], **settings)
        assert found.tolist() == [[10, 102, 20, 203, 30, 300]]


def test_output_padding_beyond_all_stamps_is_zero_but_for_the_bias():
    found = conv_transpose2d([[1, 2]], [[1]], stride=2, output_padding=(0, 1), bias=5)
    assert found.tolist() == [[6, 5, 7, 5]]


@pytest.mark.parametrize(("input_size", "output_padding"), [(16, 0), (17, 1), (18, 2)])
def test_output_padding_tells_apart_the_sizes_that_a_convolution_makes_one_of(
    input_size, output_padding
):
    moves = {"stride": 3, "padding": 2}
    maps = conv2d(np.ones((input_size, input_size)), np.ones((5, 5)), **moves)
    assert maps.shape == (6, 6)
    back = conv_transpose2d(maps, np.ones((5, 5)), **moves, output_padding=output_padding)
    assert back.shape == (input_size, input_size)


@pytest.mark.parametrize(
    ("kernel", "stride", "inside"), [(3, 2, {1, 2}), (4, 2, {2}), (5, 2, {2, 3}), (2, 3, {0, 1})]
)
def test_stamps_overlap_inside_as_often_as_kernel_and_stride_say(kernel, stride, inside):
    found = conv_transpose2d(np.ones((1, 9)), np.ones((1, kernel)), stride=(1, stride))
    assert set(found[0, kernel:-kernel].tolist()) == inside


@some
@given(transposed(planes=True))
def test_conv_transpose2d_agrees_with_the_loops(case):
    image, kernel, options = case
    right = conv_transpose2d_loops(image, kernel, **options)
    np.testing.assert_allclose(conv_transpose2d(image, kernel, **options), right, atol=1e-12)


@some
@given(transposed())
def test_conv_transpose2d_agrees_with_pytorch(case):
    image, kernel, options = case
    bias = np.linspace(-1, 1, options["groups"] * kernel.shape[1])
    right = torch_conv_transpose2d(image, kernel, bias=bias, **options)
    found = conv_transpose2d(image, kernel, bias=bias, **options)
    np.testing.assert_allclose(found, right, atol=1e-12)


@examples(40)
@given(transposed(dtype=np.float32, below=itemgetter(0)))  # it wants less than the stride
def test_conv_transpose2d_agrees_with_onnx_runtime(case):
    image, kernel, options = case
    bias = np.linspace(-1, 1, options["groups"] * kernel.shape[1], dtype=np.float32)
    right = onnx_conv_transpose2d(image, kernel, bias=bias, **options)
    found = conv_transpose2d(image, kernel, bias=bias, **options)
    assert found.dtype == np.float32
    np.testing.assert_allclose(found, right, atol=1e-4)


@some
@given(convolutions(modes=("zeros",)), st.data())
def test_conv_transpose2d_is_the_adjoint_of_conv2d(case, data):
    image, kernel, options = case
    del options["padding_mode"]
    maps = conv2d(image, kernel, **options)
    moves = options["stride"], options["padding"], options["dilation"]
    leftover = ConvGeometry(image.shape[2:], kernel.shape[2:], *moves).leftover
    y = np.random.default_rng(data.draw(st.integers(0, 99))).normal(size=maps.shape)
    back = conv_transpose2d(y, kernel, **options, output_padding=leftover)
    assert back.shape == image.shape
    np.testing.assert_allclose(np.vdot(maps, y), np.vdot(image, back), rtol=1e-9, atol=1e-9)


def test_every_leading_plane_is_stamped_by_itself():
    image, kernel = RNG.normal(size=(2, 3, 6, 7)), RNG.normal(size=(3, 2))
    found = conv_transpose2d(image, kernel, stride=2)
    for place in np.ndindex(2, 3):
        right = conv_transpose2d_loops(image[place], kernel, stride=2)
        np.testing.assert_allclose(found[place], right, atol=1e-12)


def test_image_without_a_batch_axis_gives_maps_without_one():
    image, kernel = RNG.normal(size=(4, 6, 7)), RNG.normal(size=(4, 5, 3, 3))
    found = conv_transpose2d(image, kernel)
    assert found.shape == (5, 8, 9)
    np.testing.assert_array_equal(found, conv_transpose2d(image[None], kernel)[0])


@pytest.mark.parametrize("stride", [1, 2])
@pytest.mark.parametrize(
    ("image", "kernel", "leading"),
    [
        ((0, 5, 5), (3, 3), (0,)),
        ((0, 4, 5, 5), (4, 6, 3, 3), (0, 6)),
        ((2, 4, 5, 5), (4, 0, 3, 3), (2, 0)),
        ((2, 0, 5, 5), (0, 3, 3, 3), (2, 3)),
    ],
)
def test_empty_batches_give_empty_maps_and_empty_sums_give_zero(image, kernel, leading, stride):
    found = conv_transpose2d(np.ones(image), np.ones(kernel), stride=stride)
    size = 4 * stride + 3
    assert found.shape == (*leading, size, size)
    assert not found.any()


@pytest.mark.parametrize("stride", [1, (2, 3)])
def test_large_maps_agree_with_pytorch_on_every_path(stride):
    for shape, kernel, groups in [
        ((1, 1, 90, 110), (1, 1, 5, 3), 1),  # lifted
        ((1, 1, 120, 130), (1, 1, 13, 14), 1),  # FFT
        ((2, 16, 20, 30), (16, 24, 3, 3), 1),  # whole
        ((2, 8, 30, 70), (8, 2, 3, 3), 4),  # plain
        ((2, 16, 40, 40), (16, 8, 1, 1), 2),  # pointwise
    ]:
        image, weights = RNG.normal(size=shape), RNG.normal(size=kernel)
        options = {"stride": stride, "groups": groups}
        right = torch_conv_transpose2d(image, weights, padding=((0, 0), (0, 0)), **options)
        np.testing.assert_allclose(conv_transpose2d(image, weights, **options), right, atol=1e-10)


# -- what goes in


@pytest.mark.parametrize("stride", [1, 2])
def test_any_strides_and_read_only_inputs_are_taken_and_left_alone(stride):
    big, weights = RNG.normal(size=(24, 36)), RNG.normal(size=(5, 3))
    image, kernel = big[::-2, ::3].T, weights.T[::-1]
    image.setflags(write=False)
    kernel.setflags(write=False)
    before = image.copy(), kernel.copy()
    found = conv_transpose2d(image, kernel, stride=stride)
    np.testing.assert_allclose(found, conv_transpose2d_loops(*before, stride=stride), atol=1e-12)
    np.testing.assert_array_equal(image, before[0])
    np.testing.assert_array_equal(kernel, before[1])


def test_result_shares_no_memory_with_the_image():
    image = np.ones((40, 40))
    assert not np.shares_memory(conv_transpose2d(image, [[1.0]]), image)


def test_numpy_integers_and_lists_are_accepted():
    found = conv_transpose2d(
        [[1, 2, 3]],
        [[1, 10, 100]],
        stride=np.array([1, 2]),
        padding=(np.int8(0), 1),
        output_padding=(0, np.uint64(1)),
        groups=np.int32(1),
    )
    assert found.tolist() == [[10, 102, 20, 203, 30, 300]]


def test_strides_and_dilations_of_any_length_are_taken_where_there_is_nothing_to_step_over():
    far = {"stride": (10**30, 1), "dilation": (1, 10**30), "output_padding": (2, 0)}
    for function in (conv_transpose2d, conv_transpose2d_loops):
        found = function([[1, 2]], [[1], [10]], **far)
        assert found.tolist() == [[1, 2], [10, 20], [0, 0], [0, 0]]


# -- dtypes

FLOATS = ("float16", "float32", "float64", "longdouble", "complex64", "complex128")


@pytest.mark.parametrize("stride", [1, 2])
@pytest.mark.parametrize("kernel_dtype", [*FLOATS, "int64"])
@pytest.mark.parametrize("dtype", FLOATS)
def test_floats_and_complex_keep_numpys_result_type(dtype, kernel_dtype, stride):
    image = RNG.integers(-9, 9, (6, 5)).astype(dtype)
    kernel = RNG.integers(-9, 9, (4, 3)).astype(kernel_dtype)
    found = conv_transpose2d(image, kernel, stride=stride)
    assert found.dtype == np.result_type(image, kernel)
    assert found.dtype == conv_transpose2d_loops(image, kernel, stride=stride).dtype
    right = conv_transpose2d_loops(image.real.astype(int), kernel.real.astype(int), stride=stride)
    np.testing.assert_array_equal(found, right)


def test_complex_kernels_are_not_conjugated():
    image, kernel = np.array([[1j, 2]]), np.array([[1j, 3]])
    assert conv_transpose2d(image, kernel).tolist() == [[-1, 5j, 6]]
    assert conv_transpose2d_loops(image, kernel).tolist() == [[-1, 5j, 6]]


def test_float16_is_summed_in_float32():
    ones = np.ones((60, 60), np.float16)
    assert conv_transpose2d(ones, ones).max() == 3600  # in float16 the sum would stop at 2048


@pytest.mark.parametrize("dtype", ["bool", "uint8", "int8", "uint32", "int64"])
@pytest.mark.parametrize("size", [6, 60])
def test_integers_and_bool_are_summed_in_int64(dtype, size):
    image, kernel = np.ones((size, size), dtype), np.ones((5, 5), dtype)
    found = conv_transpose2d(image * image.dtype.type(100), kernel, padding=4)
    assert found.dtype == np.int64
    assert (found == 25 * int(image.dtype.type(100))).all()


@pytest.mark.parametrize("size", [5, 60])
def test_integers_beyond_2_to_the_53_are_exact(size):
    found = conv_transpose2d(np.full((size, size), 2**53 + 1), [[1], [3]], padding=((1, 1), (0, 0)))
    assert set(found.ravel().tolist()) == {4 * (2**53 + 1)}


# -- NaN and infinity


@examples(60)
@given(
    transposed(planes=True),
    st.sampled_from([np.nan, np.inf, -np.inf]),
    st.sampled_from(["image", "kernel"]),
    st.data(),
)
def test_nan_and_infinity_reach_exactly_what_their_stamps_reach(case, value, where, data):
    image, kernel, options = case
    given_array = {"image": image, "kernel": kernel}[where]
    given_array[tuple(data.draw(st.integers(0, size - 1)) for size in given_array.shape)] = value
    right = conv_transpose2d_loops(image, kernel, **options)
    found = conv_transpose2d(image, kernel, **options)
    np.testing.assert_array_equal(np.isnan(found), np.isnan(right))
    np.testing.assert_array_equal(np.isinf(found), np.isinf(right))


def test_an_infinite_weight_of_a_channel_reaches_what_it_stamps():
    image, kernel = RNG.normal(size=(2, 4, 6, 6)), RNG.normal(size=(4, 3, 3, 3))
    kernel[1, 2, 0, 1] = np.inf
    options = {"stride": (2, 1), "groups": 2, "padding": ((1, 1), (0, 0))}
    right = torch_conv_transpose2d(image, kernel, **options)
    found = conv_transpose2d(image, kernel, **options)
    assert np.isinf(found[:, 2]).any()
    np.testing.assert_allclose(found, right, atol=1e-12)


def test_overflow_gives_infinity_without_a_warning():
    assert np.isinf(conv_transpose2d([[1e308, 1e308]], [[1.0, 1.0]])).tolist() == [
        [False, True, False]
    ]
    assert np.isinf(conv_transpose2d(np.full((1, 1), 6e4, np.float16), np.float16([[2]])))


# -- errors name the argument, its value and the remedy

ONES = np.ones((4, 5))
DEEP = np.ones((1, 4, 6, 6))
WRONG_VALUES = {
    r"output_padding=1 must be less than the stride or the dilation: use at most 0 along the rows":
        (ONES, [[1]], {"output_padding": 1}),
    r"output_padding=\(1, 3\) .* use at most 2 along the columns":
        (ONES, [[1]], {"output_padding": (1, 3), "stride": (2, 3)}),
    r"output_padding=-1 must be at least 0": (ONES, [[1]], {"output_padding": -1}),
    r"padding=2 takes off all rows that the stamps cover and leaves 0: reduce padding":
        (ONES, [[1]], {"padding": 2}),
    r"padding=\(0, 3\) takes off all columns .* leaves -1": (ONES, [[1]], {"padding": (0, 3)}),
    r"padding='same' depends on the image .* give cells": (ONES, [[1]], {"padding": "same"}),
    r"padding='full' depends on": (ONES, [[1]], {"padding": "full"}),
    r"kernel has shape \(1, 1, 1\): give \(kH, kW\) or \(C, O/groups, kH, kW\)": (ONES, [[[1]]]),
    r"groups=2 needs a kernel of shape \(C, O/groups": (ONES, [[1]], {"groups": 2}),
    r"image has 4 channels but a kernel of shape \(3, 2, 1, 1\) takes 3":
        (DEEP, np.ones((3, 2, 1, 1))),
    r"groups=3 must .* divide the 4 channels": (DEEP, np.ones((4, 2, 1, 1)), {"groups": 3}),
    r"image has shape \(4, 5\): a kernel of shape .* needs \(C, H, W\)":
        (ONES, np.ones((4, 2, 1, 1))),
    r"bias has shape \(4,\): .* \(6,\), one number for each output":
        (DEEP, np.ones((4, 3, 1, 1)), {"bias": np.ones(4), "groups": 2}),
    r"bias has shape \(1,\): .* a single number": (ONES, [[1]], {"bias": [1]}),
    r"stride=0 must be at least 1": (ONES, [[1]], {"stride": 0}),
}  # fmt: skip


@pytest.mark.parametrize("words", WRONG_VALUES)
def test_wrong_values_are_refused_with_a_remedy(words):
    image, kernel, *options = WRONG_VALUES[words]
    with pytest.raises(ValueError, match=words):
        conv_transpose2d(image, kernel, **dict(*options))


def test_wrong_types_are_refused_with_a_remedy():
    with pytest.raises(TypeError, match=r"output_padding=0\.5 must be an integer or a pair"):
        conv_transpose2d(ONES, [[1]], output_padding=0.5)
    with pytest.raises(TypeError, match="image has dtype <U1"):
        conv_transpose2d([["a"]], [[1]])


def test_the_loops_refuse_what_the_fast_form_refuses():
    with pytest.raises(ValueError, match="use at most 1 along the rows"):
        conv_transpose2d_loops(ONES, [[1]], stride=2, output_padding=2)
    with pytest.raises(ValueError, match=r"image has shape \(1, 4, 6, 6\): give one plane"):
        conv_transpose2d_loops(DEEP, [[1]])
