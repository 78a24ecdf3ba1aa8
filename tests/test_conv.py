"""conv2d against its four loops, SciPy, PyTorch and ONNX Runtime, and the rest of its contract."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from convlib import PADDING_MODES, add_padding, conv2d, conv2d_loops
from convlib.examples import SEED_IMAGE, SEED_KERNEL, SEED_SETTING
from tests.support.examples import examples
from tests.support.random_convolutions import (
    NUMPY_MODES,
    convolutions,
    onnx_conv2d,
    scipy_correlate,
    torch_conv2d,
    windows_that_hold,
)

some = examples(80)
RNG = np.random.default_rng(11)
SEED_MAP = [[52, 64, 60, 83, 61, 91], [84, 85, 78, 81, 94, 66], [77, 76, 74, 50, 79, 72]]
FLIPPED_MAP = [[65, 75, 57, 76, 73, 87], [74, 81, 82, 75, 87, 76], [72, 65, 81, 66, 77, 71]]

# -- the four loops


def test_loops_give_the_published_feature_map():
    assert conv2d_loops(SEED_IMAGE, SEED_KERNEL, **SEED_SETTING).tolist() == SEED_MAP


@some
@given(convolutions(planes=True, modes=("zeros",)))
def test_loops_agree_with_scipy(case):
    image, kernel, options = case
    padded = np.pad(image, options["padding"])
    right = scipy_correlate(padded, kernel, stride=options["stride"], dilation=options["dilation"])
    del options["padding_mode"]
    np.testing.assert_allclose(conv2d_loops(image, kernel, **options), right, atol=1e-12)


@pytest.mark.parametrize("shape", [(3,), (2, 3, 3), (0, 3)])
def test_loops_take_one_plane(shape):
    with pytest.raises(ValueError, match=r"image has shape .* give one plane"):
        conv2d_loops(np.ones(shape), [[1]])


# -- the numbers


def test_conv2d_gives_the_published_feature_map():
    assert conv2d(SEED_IMAGE, SEED_KERNEL, **SEED_SETTING).tolist() == SEED_MAP


def test_flip_kernel_gives_the_published_feature_map():
    flipped = conv2d(SEED_IMAGE, SEED_KERNEL, flip_kernel=True, **SEED_SETTING)
    assert flipped.tolist() == FLIPPED_MAP


@some
@given(convolutions(planes=True))
def test_conv2d_agrees_with_the_loops(case):
    image, kernel, options = case
    mode = options["padding_mode"]
    padded = add_padding(image, options["padding"], padding_mode=mode)
    right = conv2d_loops(padded, kernel, stride=options["stride"], dilation=options["dilation"])
    np.testing.assert_allclose(conv2d(image, kernel, **options), right, atol=1e-12)


@some
@given(convolutions())
def test_conv2d_agrees_with_pytorch(case):
    image, kernel, options = case
    bias = np.linspace(-1, 1, len(kernel))
    right = torch_conv2d(image, kernel, bias=bias, **options)
    np.testing.assert_allclose(conv2d(image, kernel, bias=bias, **options), right, atol=1e-12)


@examples(40)
@given(convolutions(modes=("zeros",), dtype=np.float32))
def test_conv2d_agrees_with_onnx_runtime(case):
    image, kernel, options = case
    del options["padding_mode"]
    bias = np.linspace(-1, 1, len(kernel), dtype=np.float32)
    right = onnx_conv2d(image, kernel, bias=bias, **options)
    found = conv2d(image, kernel, bias=bias, **options)
    assert found.dtype == np.float32
    np.testing.assert_allclose(found, right, atol=1e-4)


@pytest.mark.parametrize("mode", ["valid", "same", "full"])
@pytest.mark.parametrize("size", [(3, 3), (4, 2), (1, 6), (5, 1)])
def test_named_padding_is_scipys(mode, size):
    signal = pytest.importorskip("scipy.signal")
    image, kernel = RNG.normal(size=(9, 11)), RNG.normal(size=size)
    found = conv2d(image, kernel, padding=mode, flip_kernel=True)
    if mode == "same":  # SciPy puts the odd cell before, we put it after
        full = signal.convolve2d(image, kernel, mode="full")
        first = [size[axis] - 1 - (size[axis] - 1) // 2 for axis in range(2)]
        right = full[first[0] : first[0] + 9, first[1] : first[1] + 11]
    else:
        right = signal.convolve2d(image, kernel, mode=mode)
    np.testing.assert_allclose(found, right, atol=1e-12)


@given(st.integers(1, 20), st.integers(1, 5), st.integers(1, 4), st.integers(1, 3))
@some
def test_same_gives_one_cell_for_every_stride_begun(i, k, s, d):
    found = conv2d(np.ones((i, 2)), np.ones((k, 1)), stride=(s, 1), dilation=(d, 1), padding="same")
    assert found.shape == (-(-i // s), 2)


def test_same_puts_the_odd_cell_at_the_bottom_and_right():
    assert conv2d([[1, 2], [3, 4]], [[0, 0], [0, 1]], padding="same").tolist() == [[4, 0], [0, 0]]


def test_kernel_larger_than_the_image_once_padding_makes_room():
    found = conv2d([[2]], np.arange(9).reshape(3, 3), padding=((2, 2), (1, 1)))
    assert found.tolist() == [[14], [8], [2]]


def test_wide_padding_holds_windows_without_any_image():
    assert conv2d([[5]], [[1]], padding=2).tolist() == np.pad([[5]], 2).tolist()


def test_every_leading_plane_is_filtered_by_itself():
    image, kernel = RNG.normal(size=(2, 3, 6, 7)), RNG.normal(size=(3, 2))
    found = conv2d(image, kernel)
    for place in np.ndindex(2, 3):
        np.testing.assert_allclose(found[place], conv2d_loops(image[place], kernel), atol=1e-12)


def test_image_without_a_batch_axis_gives_maps_without_one():
    image, kernel = RNG.normal(size=(4, 6, 7)), RNG.normal(size=(5, 4, 3, 3))
    np.testing.assert_array_equal(conv2d(image, kernel), conv2d(image[None], kernel)[0])


@pytest.mark.parametrize(
    ("image", "kernel", "shape"),
    [
        ((0, 5, 5), (3, 3), (0, 3, 3)),
        ((2, 0, 5, 5), (3, 3), (2, 0, 3, 3)),
        ((0, 4, 5, 5), (6, 4, 3, 3), (0, 6, 3, 3)),
        ((2, 4, 5, 5), (0, 4, 3, 3), (2, 0, 3, 3)),
        ((2, 0, 5, 5), (3, 0, 3, 3), (2, 3, 3, 3)),
    ],
)
def test_empty_batches_give_empty_maps_and_empty_sums_give_zero(image, kernel, shape):
    found = conv2d(np.ones(image), np.ones(kernel))
    assert found.shape == shape
    assert not found.any()


def test_bias_of_a_plane_is_one_number():
    assert conv2d([[1, 2]], [[1]], bias=10).tolist() == [[11, 12]]


# -- what goes in


def test_lists_and_numpy_integers_are_accepted():
    found = conv2d(
        SEED_IMAGE.tolist(),
        SEED_KERNEL.tolist(),
        stride=np.array([2, 1]),
        dilation=(np.int8(1), np.uint64(2)),
        padding=np.int64(0),
        groups=np.int32(1),
    )
    assert found.tolist() == SEED_MAP


@pytest.mark.parametrize("padding", [(1, 2), ((1, 0), (2, 3))])
def test_pairs_may_come_from_iterators(padding):
    found = conv2d(SEED_IMAGE, SEED_KERNEL, stride=iter((2, 1)), padding=iter(padding))
    expected = conv2d(SEED_IMAGE, SEED_KERNEL, stride=(2, 1), padding=padding)
    np.testing.assert_array_equal(found, expected)


@pytest.mark.parametrize("size", [12, 90])
@pytest.mark.parametrize("padding", [0, 2])
def test_any_strides_and_read_only_inputs_are_taken_and_left_alone(size, padding):
    big, weights = RNG.normal(size=(2 * size, 3 * size)), RNG.normal(size=(5, 3))
    image, kernel = big[::-2, ::3].T, weights.T[::-1]
    image.setflags(write=False)
    kernel.setflags(write=False)
    before = image.copy(), kernel.copy()
    found = conv2d(image, kernel, padding=padding)
    np.testing.assert_allclose(found, conv2d(*before, padding=padding), atol=1e-12)
    np.testing.assert_array_equal(image, before[0])
    np.testing.assert_array_equal(kernel, before[1])


def test_result_shares_no_memory_with_the_image():
    image = np.ones((40, 40))
    for kernel in ([[1.0]], [[0.0, 1.0]]):
        assert not np.shares_memory(conv2d(image, kernel), image)
    assert not np.shares_memory(add_padding(image, 0), image)


# -- dtypes

FLOATS = ("float16", "float32", "float64", "longdouble", "complex64", "complex128")


@pytest.mark.parametrize("size", [5, 70])
@pytest.mark.parametrize("kernel_dtype", [*FLOATS, "int64"])
@pytest.mark.parametrize("dtype", FLOATS)
def test_floats_and_complex_keep_numpys_result_type(dtype, kernel_dtype, size):
    image = RNG.integers(-9, 9, (size, size)).astype(dtype)
    kernel = RNG.integers(-9, 9, (4, 3)).astype(kernel_dtype)
    found = conv2d(image, kernel)
    assert found.dtype == np.result_type(image, kernel)
    assert found.dtype == conv2d_loops(image, kernel).dtype
    right = conv2d_loops(image.real.astype(int), kernel.real.astype(int))
    np.testing.assert_array_equal(found, right)


def test_complex_kernels_are_not_conjugated():
    signal = pytest.importorskip("scipy.signal")
    image = RNG.normal(size=(40, 41)) + 1j * RNG.normal(size=(40, 41))
    kernel = RNG.normal(size=(4, 5)) + 1j * RNG.normal(size=(4, 5))
    found = conv2d(image, kernel, flip_kernel=True)
    np.testing.assert_allclose(found, signal.convolve2d(image, kernel, mode="valid"), atol=1e-12)


@pytest.mark.parametrize("size", [60, 70])
def test_float16_is_summed_in_float32(size):
    ones = np.ones((size, size), np.float16)
    assert conv2d(ones, ones[:60, :60]).max() == 3600  # in float16 the sum would stop at 2048


def test_bias_takes_part_in_the_result_type():
    image = np.ones((3, 3), np.float32)
    assert conv2d(image, image, bias=np.float64(1)).dtype == np.float64
    assert conv2d(image, image, bias=0.5).dtype == np.float32  # a Python number is weak
    assert conv2d([[1]], [[1]], bias=0.5).tolist() == [[1.5]]


@pytest.mark.parametrize("dtype", ["bool", "uint8", "int8", "uint16", "int32", "uint32", "int64"])
@pytest.mark.parametrize("size", [6, 60])
def test_integers_and_bool_are_summed_in_int64(dtype, size):
    image, kernel = np.ones((size, size), dtype), np.ones((5, 5), dtype)
    found = conv2d(image * image.dtype.type(100), kernel)
    assert found.dtype == np.int64
    assert (found == 25 * int(image.dtype.type(100))).all()


@pytest.mark.parametrize("size", [5, 60])
def test_integers_beyond_2_to_the_53_are_exact(size):
    image = np.full((size, size), 2**53 + 1)
    image[0] = -(2**62)
    found = conv2d(image, [[1], [3]])
    assert set(found.ravel().tolist()) == {-(2**62) + 3 * (2**53 + 1), 4 * (2**53 + 1)}


def test_unsigned_64_bit_values_within_int64_are_exact():
    image = np.array([[2**63 - 1]], np.uint64)
    assert conv2d(image, np.array([[1]], np.uint64)).tolist() == [[2**63 - 1]]
    assert conv2d(image, [[-1]], bias=np.array(5, np.uint64)).tolist() == [[6 - 2**63]]


@pytest.mark.parametrize("name", ["image", "kernel", "bias"])
def test_unsigned_64_bit_values_beyond_int64_are_refused(name):
    arguments = {"image": [[1]], "kernel": [[1]], "bias": 0}
    arguments[name] = np.full(np.shape(arguments[name]), 2**63, np.uint64)
    with pytest.raises(ValueError, match=f"{name} holds {2**63}.*float64"):
        conv2d(**arguments)


# -- NaN and infinity


@examples(40)
@given(convolutions(planes=True), st.sampled_from([np.nan, np.inf, -np.inf]), st.data())
def test_nan_and_infinity_reach_exactly_the_windows_that_hold_them(case, value, data):
    image, kernel, options = case
    spot = tuple(data.draw(st.integers(0, size - 1)) for size in image.shape)
    image[spot] = value
    right = windows_that_hold(~np.isfinite(image), kernel.shape, options)
    np.testing.assert_array_equal(~np.isfinite(conv2d(image, kernel, **options)), right)


def test_overflow_gives_infinity_without_a_warning():
    assert conv2d(np.full((1, 2), 6e4, np.float16), [[1, 1]])[0, 0] > 1e5
    big = np.full((1, 2), 6e4, np.float16)
    assert np.isinf(conv2d(big, np.ones((1, 2), np.float16)))
    assert np.isinf(conv2d([[1e308, 1e308]], [[1.0, 1.0]]))


# -- add_padding


@pytest.mark.parametrize("mode", PADDING_MODES)
@pytest.mark.parametrize("padding", [0, 2, (1, 3), ((0, 2), (3, 1))])
def test_add_padding_is_numpys(mode, padding):
    image = RNG.integers(0, 99, (2, 4, 5)).astype(np.int16)
    rows, cols = (padding, padding) if isinstance(padding, int) else padding
    right = np.pad(
        image, [(0, 0), np.broadcast_to(rows, 2), np.broadcast_to(cols, 2)], NUMPY_MODES[mode]
    )
    found = add_padding(image, padding, padding_mode=mode)
    np.testing.assert_array_equal(found, right)
    assert found.dtype == image.dtype


# -- numbers at the edge

ONES = np.ones((4, 5))
HUGE = [10**18, 2**62, 2**63, 10**30]


@pytest.mark.parametrize("huge", HUGE)
@pytest.mark.parametrize("size", [(6, 7), (300, 90)])
@pytest.mark.parametrize("dtype", [int, float])
def test_a_stride_beyond_the_image_leaves_the_first_position(dtype, size, huge):
    image, kernel = np.arange(size[0] * size[1]).reshape(size).astype(dtype), np.ones((3, 2), dtype)
    first = image[:3, :2].sum()
    assert conv2d(image, kernel, stride=huge).tolist() == [[first]]
    assert conv2d_loops(image[:6, :7], kernel, stride=huge).tolist() == [[image[:3, :2].sum()]]
    columns = conv2d(image, kernel, stride=(huge, 2))
    np.testing.assert_array_equal(columns, conv2d(image[:3], kernel, stride=(1, 2)))


@pytest.mark.parametrize("huge", HUGE)
@pytest.mark.parametrize("size", [(6, 7), (300, 90)])
def test_a_dilation_without_a_second_tap_changes_nothing(size, huge):
    image = np.arange(size[0] * size[1]).reshape(size)
    np.testing.assert_array_equal(conv2d(image, [[2]], dilation=huge), 2 * image)
    row = conv2d(image, [[1, 10]], dilation=(huge, 3))
    np.testing.assert_array_equal(row, image[:, :-3] + 10 * image[:, 3:])


@pytest.mark.parametrize("mode", ["zeros", "replicate"])
@pytest.mark.parametrize("padding", [2**40, 2**62, 10**30, ((0, 2**62), (0, 0))])
def test_padding_beyond_any_memory_is_refused(padding, mode):
    words = "padding=.* cells, more than any memory holds: use less padding"
    for stride in (1, 2**62):
        with pytest.raises(ValueError, match=words):
            conv2d(ONES, [[1]], padding=padding, padding_mode=mode, stride=stride)
    with pytest.raises(ValueError, match=words):
        add_padding(ONES, padding, padding_mode=mode)
    with pytest.raises(ValueError, match=words):
        conv2d_loops(ONES, [[1]], padding=padding)


@pytest.mark.parametrize("name", ["same", "full"])
def test_named_padding_beyond_any_memory_is_refused(name):
    with pytest.raises(ValueError, match="more than any memory holds: use less padding"):
        conv2d(ONES, np.ones((2, 2)), padding=name, dilation=10**18)


# -- masked arrays

MASKED = np.ma.masked_array(np.ones((4, 5)), np.eye(4, 5))


@pytest.mark.parametrize(
    "value", [MASKED, [MASKED, MASKED], [*MASKED], (MASKED[0], [1] * 5)], ids=len
)
def test_masked_cells_are_refused_not_silently_used(value):
    words = "{} is a masked array, and a sum needs .*: say what .* hold, as with filled"
    with pytest.raises(ValueError, match=words.format("image")):
        conv2d(value, [[1]])
    with pytest.raises(ValueError, match=words.format("kernel")):
        conv2d(ONES, value)
    with pytest.raises(ValueError, match=words.format("bias")):
        conv2d(ONES, [[1]], bias=value)
    with pytest.raises(ValueError, match=words.format("image")):
        conv2d_loops(value, [[1]])
    with pytest.raises(ValueError, match=words.format("image")):
        add_padding(value, 1)


def test_a_masked_array_that_hides_nothing_is_an_array():
    np.testing.assert_array_equal(conv2d(np.ma.masked_array(ONES), [[2]]), 2 * ONES)
    np.testing.assert_array_equal(conv2d(MASKED.filled(0), [[2]]), 2 - 2 * np.eye(4, 5))


# -- errors name the argument, its value and the remedy

DEEP = np.ones((1, 4, 6, 6))
WRONG_VALUES = {
    r"the kernel spans 5 rows but the image has 4: give a larger image": (ONES, np.ones((5, 1))),
    r"spans 7 columns but .* has 5": (ONES, np.ones((1, 4)), {"dilation": 2}),
    r"spans 4 columns but .* use apply_filter_to_image": (np.ones((9, 9, 3)), np.ones((4, 4))),
    r"image has shape \(5,\): its last two axes": (np.ones(5), [[1]]),
    r"image has shape \(0, 5\)": (np.ones((0, 5)), [[1]]),
    r"image has shape \(4, 5\): a kernel of shape": (ONES, np.ones((1, 1, 1, 1))),
    r"image is not rectangular": ([[1, 2], [3]], [[1]]),
    r"kernel has shape \(1, 1, 1\)": (ONES, [[[1]]]),
    r"kernel has shape \(0, 3\)": (ONES, np.ones((0, 3))),
    r"image has 4 channels but groups=1 times the kernel's 3 is 3": (DEEP, np.ones((2, 3, 1, 1))),
    r"groups=3 must .* divide the 4 outputs": (DEEP, np.ones((4, 1, 1, 1)), {"groups": 3}),
    r"groups=0 must": (DEEP, np.ones((4, 1, 1, 1)), {"groups": 0}),
    r"groups=2 needs a kernel of shape \(O": (ONES, [[1]], {"groups": 2}),
    r"bias has shape \(2,\): .* \(4,\)": (DEEP, np.ones((4, 4, 1, 1)), {"bias": [1, 2]}),
    r"bias has shape \(1,\): .* a single number": (ONES, [[1]], {"bias": [1]}),
    r"stride=0 must be at least 1": (ONES, [[1]], {"stride": 0}),
    r"stride=\(1, 2, 3\) must be": (ONES, [[1]], {"stride": (1, 2, 3)}),
    r"dilation=\(1, -1\) must be at least 1": (ONES, [[1]], {"dilation": (1, -1)}),
    r"padding=-1 must be at least 0": (ONES, [[1]], {"padding": -1}),
    r"padding='half' must be \"valid\"": (ONES, [[1]], {"padding": "half"}),
    r"padding_mode='mirror' must be one of": (ONES, [[1]], {"padding_mode": "mirror"}),
    r"'reflect' can fill .* 4 rows: use at most 3": (
        ONES,
        [[1]],
        {"padding": 4, "padding_mode": "reflect"},
    ),
    r"'circular' can fill .* 5 columns: use at most 5": (
        ONES,
        [[1]],
        {"padding": (0, 6), "padding_mode": "circular"},
    ),
}
WRONG_TYPES = {
    r"image has dtype <U1: give real or complex numbers": ([["a"]], [[1]]),
    r"kernel has dtype object": (ONES, [[None]]),
    r"bias has dtype <U1": (ONES, [[1]], {"bias": "1"}),
    r"stride=1.5 must be an integer or a pair": (ONES, [[1]], {"stride": 1.5}),
    r"dilation='2' must be an integer": (ONES, [[1]], {"dilation": "2"}),
    r"padding=None must be": (ONES, [[1]], {"padding": None}),
    r"groups=1.0 must be an integer": (ONES, [[1]], {"groups": 1.0}),
}


@pytest.mark.parametrize("words", WRONG_VALUES)
def test_wrong_values_are_refused_with_a_remedy(words):
    image, kernel, *options = WRONG_VALUES[words]
    with pytest.raises(ValueError, match=words):
        conv2d(image, kernel, **dict(*options))


@pytest.mark.parametrize("words", WRONG_TYPES)
def test_wrong_types_are_refused_with_a_remedy(words):
    image, kernel, *options = WRONG_TYPES[words]
    with pytest.raises(TypeError, match=words):
        conv2d(image, kernel, **dict(*options))


@pytest.mark.parametrize("padding", ["same", "full", "valid"])
def test_add_padding_refuses_names_that_need_a_kernel(padding):
    with pytest.raises(ValueError, match="depends on the kernel"):
        add_padding(ONES, padding)


def test_add_padding_refuses_what_its_mode_cannot_fill():
    with pytest.raises(ValueError, match="'reflect' can fill"):
        add_padding(ONES, 4, padding_mode="reflect")
