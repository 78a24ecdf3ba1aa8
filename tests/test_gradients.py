"""conv2d_gradients against its loops, PyTorch's autograd and centred differences."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from convlib import conv2d, conv2d_gradients, conv2d_gradients_loops
from tests.support.examples import examples
from tests.support.needs import oracle
from tests.support.random_convolutions import convolutions

some = examples(80)
RNG = np.random.default_rng(41)
NAMES = ("image", "kernel", "bias")


def zero_padded(**options):
    """Draw convolutions without a padding_mode, with a gradient for their maps."""

    def with_gradient(case):
        image, kernel, options = case
        del options["padding_mode"]
        rng = np.random.default_rng(image.size + kernel.size)
        gradient = rng.normal(size=conv2d(image, kernel, **options).shape)
        return gradient.astype(image.dtype), image, kernel, options

    return convolutions(modes=("zeros",), **options).map(with_gradient)


def assert_all_close(found, right, **tolerances):
    for name in NAMES:
        one, other = getattr(found, name), right[NAMES.index(name)]
        assert np.shape(one) == np.shape(other), name
        np.testing.assert_allclose(one, other, err_msg=name, **tolerances)


def autograd(gradient, image, kernel, padding, **options):
    """Ask PyTorch for the gradients of a 4-D convolution."""
    torch = oracle("torch")
    leaves = [
        torch.tensor(array, requires_grad=True)
        for array in (image, kernel, np.zeros(len(kernel), image.dtype))
    ]
    padded = torch.nn.functional.pad(leaves[0], (*padding[1], *padding[0]))
    maps = torch.nn.functional.conv2d(padded, *leaves[1:], **options)
    maps.backward(torch.tensor(gradient))
    return [leaf.grad.numpy() for leaf in leaves]


# -- the numbers


def test_each_product_is_taken_apart():
    for function in (conv2d_gradients, conv2d_gradients_loops):
        found = function([[1, 10]], [[1, 2, 3]], [[4, 5]])
        assert found.image.tolist() == [[4, 45, 50]]
        assert found.kernel.tolist() == [[21, 32]]
        assert found.bias == 11


@some
@given(zero_padded(planes=True))
def test_conv2d_gradients_agree_with_the_loops(case):
    *arrays, options = case
    right = conv2d_gradients_loops(*arrays, **options)
    assert_all_close(conv2d_gradients(*arrays, **options), right, atol=1e-11)


@some
@given(zero_padded())
def test_conv2d_gradients_agree_with_pytorchs_autograd(case):
    *arrays, options = case
    right = autograd(*arrays, **options)
    assert_all_close(conv2d_gradients(*arrays, **options), right, atol=1e-11)


@examples(30)
@given(zero_padded(), st.data())
def test_conv2d_gradients_agree_with_centred_differences(case, data):
    gradient, image, kernel, options = case
    arrays = {"image": image, "kernel": kernel, "bias": np.zeros(len(kernel))}
    found = conv2d_gradients(gradient, image, kernel, **options)
    for name, array in arrays.items():
        spot = tuple(data.draw(st.integers(0, size - 1)) for size in array.shape)
        ends = []
        for step in (-0.5, 0.5):  # conv2d is linear in each array: the step need not be small
            moved = arrays | {name: array.copy()}
            moved[name][spot] += step
            ends.append((gradient * conv2d(**moved, **options)).sum())
        np.testing.assert_allclose(getattr(found, name)[spot], ends[1] - ends[0], atol=1e-9)


@pytest.mark.parametrize("stride", [1, (2, 3)])
@pytest.mark.parametrize("padding", ["valid", "same", "full"])
def test_padding_by_name_is_that_of_conv2d(padding, stride):
    image, kernel = RNG.normal(size=(9, 11)), RNG.normal(size=(4, 3))
    options = {"stride": stride, "padding": padding}
    gradient = RNG.normal(size=conv2d(image, kernel, **options).shape)
    found = conv2d_gradients(gradient, image, kernel, **options)
    assert_all_close(found, conv2d_gradients_loops(gradient, image, kernel, **options), atol=1e-12)
    step = RNG.normal(size=(9, 11))
    change = conv2d(image + step, kernel, **options) - conv2d(image, kernel, **options)
    np.testing.assert_allclose((found.image * step).sum(), (gradient * change).sum())


@pytest.mark.parametrize(
    ("image", "kernel", "options"),
    [
        ((2, 64, 30, 30), (64, 64, 3, 3), {"padding": 1}),
        ((300, 1, 12, 12), (2, 1, 5, 5), {}),
        ((2, 32, 40, 41), (32, 1, 3, 3), {"padding": 2, "groups": 32, "stride": 2}),
        ((1, 1, 300, 310), (1, 1, 5, 5), {"dilation": 2}),
        ((3, 8, 20, 20), (16, 4, 1, 1), {"groups": 2}),
    ],
)
def test_large_arrays_agree_with_pytorch_across_the_tiles(image, kernel, options):
    image, kernel = RNG.normal(size=image), RNG.normal(size=kernel)
    gradient = RNG.normal(size=conv2d(image, kernel, **options).shape)
    cells = options.get("padding", 0)
    padding = {"padding": ((cells, cells), (cells, cells))}
    right = autograd(gradient, image, kernel, **options | padding)
    assert_all_close(conv2d_gradients(gradient, image, kernel, **options), right, atol=1e-9)


def test_cells_that_no_window_meets_have_no_gradient():
    image = RNG.normal(size=(10, 4))
    gradient = np.ones(conv2d(image, np.ones((2, 1)), stride=(3, 1)).shape)
    found = conv2d_gradients(gradient, image, np.ones((2, 1)), stride=(3, 1)).image
    assert [row for row in range(10) if not found[row].any()] == [2, 5, 8, 9]


def test_planes_share_their_kernel_and_bias():
    image, kernel = RNG.normal(size=(2, 3, 6, 7)), RNG.normal(size=(3, 2))
    gradient = RNG.normal(size=conv2d(image, kernel).shape)
    found = conv2d_gradients(gradient, image, kernel)
    each = [
        conv2d_gradients_loops(gradient[place], image[place], kernel) for place in np.ndindex(2, 3)
    ]
    right = (
        np.reshape([one.image for one in each], image.shape),
        sum(one.kernel for one in each),
        sum(one.bias for one in each),
    )
    assert_all_close(found, right, atol=1e-12)


def test_image_without_a_batch_axis_gives_a_gradient_without_one():
    image, kernel = RNG.normal(size=(4, 6, 7)), RNG.normal(size=(5, 4, 3, 3))
    gradient = RNG.normal(size=(5, 4, 5))
    found = conv2d_gradients(gradient, image, kernel)
    right = conv2d_gradients(gradient[None], image[None], kernel)
    assert_all_close(found, (right.image[0], right.kernel, right.bias))


@pytest.mark.parametrize(
    ("image", "kernel"),
    [
        ((0, 5, 5), (3, 3)),
        ((0, 4, 5, 5), (6, 4, 3, 3)),
        ((2, 4, 5, 5), (0, 4, 3, 3)),
        ((2, 0, 5, 5), (3, 0, 3, 3)),
    ],
)
def test_empty_arrays_have_gradients_of_their_shapes_and_empty_sums_give_zero(image, kernel):
    image, kernel = np.ones(image), np.ones(kernel)
    gradient = np.ones(conv2d(image, kernel).shape)
    found = conv2d_gradients(gradient, image, kernel)
    assert found.image.shape == image.shape
    assert found.kernel.shape == kernel.shape
    assert found.bias.shape == kernel.shape[:-3]
    assert not found.image.any()
    assert not found.kernel.any()
    assert (found.bias == gradient[..., 0, 0].size / max(found.bias.size, 1) * 9).all()


# -- what goes in


def test_any_strides_and_read_only_inputs_are_taken_and_left_alone():
    big, weights = RNG.normal(size=(24, 36)), RNG.normal(size=(5, 3))
    image, kernel = big[::-2, ::3].T, weights.T[::-1]
    gradient = RNG.normal(size=conv2d(image, kernel).shape[::-1]).T
    arrays = gradient, image, kernel
    for array in arrays:
        array.setflags(write=False)
    before = [array.copy() for array in arrays]
    assert_all_close(conv2d_gradients(*arrays), conv2d_gradients_loops(*before), atol=1e-12)
    for array, copy in zip(arrays, before, strict=True):
        np.testing.assert_array_equal(array, copy)


def test_gradients_share_no_memory_with_what_they_are_made_of():
    gradient, image = np.ones((40, 40)), np.ones((40, 40))
    kernel = np.ones((1, 1))
    for found in conv2d_gradients(gradient, image, kernel):
        for array in (gradient, image, kernel):
            assert not np.shares_memory(found, array)


# -- dtypes

FLOATS = ("float16", "float32", "float64", "longdouble", "complex64", "complex128")


@pytest.mark.parametrize("size", [6, 60])
@pytest.mark.parametrize("kernel_dtype", ["float16", "float32", "complex64", "int64"])
@pytest.mark.parametrize("dtype", FLOATS)
def test_floats_and_complex_keep_numpys_result_type(dtype, kernel_dtype, size):
    image = RNG.integers(-2, 3, (size, 5)).astype(dtype)
    kernel = RNG.integers(-2, 3, (4, 3)).astype(kernel_dtype)
    gradient = RNG.integers(-2, 3, (size - 3, 3)).astype(dtype)
    found = conv2d_gradients(gradient, image, kernel)
    wanted = np.result_type(image, kernel)
    assert {array.dtype for array in found} == {wanted}
    loops = conv2d_gradients_loops(gradient, image, kernel)
    assert {array.dtype for array in loops} == {wanted}
    right = conv2d_gradients_loops(*(a.real.astype(int) for a in (gradient, image, kernel)))
    assert_all_close(found, right, rtol=0)


def test_complex_gradients_are_pytorchs():
    arrays = [
        RNG.normal(size=shape) + 1j * RNG.normal(size=shape)
        for shape in [(2, 3, 4, 5), (2, 2, 6, 6), (3, 2, 3, 2)]
    ]
    right = autograd(*arrays, padding=((0, 0), (0, 0)))
    assert_all_close(conv2d_gradients(*arrays), right, atol=1e-12)
    one = [arrays[0][0, 0], arrays[1][0, 0], arrays[2][0, 0]]
    assert_all_close(conv2d_gradients(*one), conv2d_gradients_loops(*one), atol=1e-12)


def test_float16_is_summed_in_float32():
    ones = np.ones((60, 60), np.float16)
    found = conv2d_gradients(ones, ones, ones[:1, :1])
    assert found.kernel == 3600  # in float16 the sum would stop at 2048
    assert found.bias == 3600


@pytest.mark.parametrize("dtype", ["bool", "uint8", "int8", "uint32", "int64"])
@pytest.mark.parametrize("size", [6, 60])
def test_integers_and_bool_are_summed_in_int64(dtype, size):
    image, kernel = np.ones((size, size), dtype), np.ones((5, 5), dtype)
    gradient = np.ones((size - 4, size - 4), dtype)
    found = conv2d_gradients(gradient, image, kernel)
    assert {array.dtype for array in found} == {np.dtype(np.int64)}
    assert (found.kernel == gradient.size).all()
    assert found.bias == gradient.size
    assert found.image.sum() == gradient.size * 25


def test_integers_beyond_2_to_the_53_are_exact():
    image = np.full((20, 20), 2**53 + 1)
    found = conv2d_gradients(np.ones((20, 20), int), image, [[2**53 + 1]])
    assert found.kernel.tolist() == [[400 * (2**53 + 1)]]
    assert set(found.image.ravel().tolist()) == {2**53 + 1}


def test_unsigned_64_bit_gradients_beyond_int64_are_refused():
    with pytest.raises(ValueError, match=f"gradient holds {2**63}.*float64"):
        conv2d_gradients(np.full((1, 1), 2**63, np.uint64), [[1]], [[1]])


# -- NaN and infinity


@examples(60)
@given(
    zero_padded(planes=True),
    st.sampled_from([np.nan, np.inf, -np.inf]),
    st.integers(0, 2),
    st.data(),
)
def test_nan_and_infinity_reach_exactly_what_their_products_reach(case, value, where, data):
    *arrays, options = case
    array = arrays[where]
    array[tuple(data.draw(st.integers(0, size - 1)) for size in array.shape)] = value
    right = conv2d_gradients_loops(*arrays, **options)
    found = conv2d_gradients(*arrays, **options)
    for one, other in zip(found, right, strict=True):
        np.testing.assert_array_equal(np.isnan(one), np.isnan(other))
        np.testing.assert_array_equal(np.isinf(one), np.isinf(other))


def test_overflow_gives_infinity_without_a_warning():
    found = conv2d_gradients([[1e308, 1e308]], [[9.0, 9.0]], [[9.0]])
    assert np.isinf(found.kernel).all()
    assert np.isinf(found.image).all()
    big = np.full((1, 9), 6e4, np.float16)
    assert np.isinf(conv2d_gradients(big, big, np.float16([[1]])).bias)


# -- errors name the argument, its value and the remedy

ONES = np.ones((4, 5))
WRONG_VALUES = {
    r"gradient has shape \(4, 4\): .* conv2d returns \(4, 5\), so give one number for each":
        (np.ones((4, 4)), ONES, [[1]]),
    r"gradient has shape \(4, 5\): .* returns \(2, 4, 5\)":
        (ONES, np.ones((3, 4, 5)), np.ones((2, 3, 1, 1))),
    r"spans 5 rows but the image has 4: give a larger": (ONES, ONES, np.ones((5, 1))),
    r"image has 3 channels but groups=1 times the kernel's 2 is 2":
        (ONES, np.ones((3, 4, 5)), np.ones((2, 2, 1, 1))),
    r"stride=0 must be at least 1": (ONES, ONES, [[1]], {"stride": 0}),
    r"padding='half' must be \"valid\"": (ONES, ONES, [[1]], {"padding": "half"}),
    r"groups=0 must": (ONES, ONES, [[1]], {"groups": 0}),
}  # fmt: skip


@pytest.mark.parametrize("words", WRONG_VALUES)
def test_wrong_values_are_refused_with_a_remedy(words):
    *arrays, options = (*WRONG_VALUES[words], {})[:4]
    with pytest.raises(ValueError, match=words):
        conv2d_gradients(*arrays, **options)


def test_wrong_types_are_refused_with_a_remedy():
    with pytest.raises(TypeError, match="gradient has dtype <U1: give real or complex numbers"):
        conv2d_gradients([["a"]], [[1]], [[1]])


def test_the_loops_refuse_a_gradient_of_another_shape():
    with pytest.raises(ValueError, match=r"gradient has shape \(4, 4\)"):
        conv2d_gradients_loops(np.ones((4, 4)), ONES, [[1]])
    with pytest.raises(ValueError, match=r"gradient has shape \(1, 4, 4\): give one plane"):
        conv2d_gradients_loops(np.ones((1, 4, 4)), ONES, [[1]])
