"""Every path of the engine, forced, against the four loops, PyTorch and SciPy; the memory."""

import tracemalloc

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from convlib import add_padding, conv2d, conv2d_loops
from convlib.engine import NO_PADDING, PATHS, Setting, correlate
from tests.support.engine_paths import forced, picked
from tests.support.examples import examples
from tests.support.random_convolutions import (
    convolutions,
    scipy_correlate,
    torch_conv2d,
    windows_that_hold,
)

some = examples(40)
RNG = np.random.default_rng(5)
still = st.just((1, 1))


def loops(image, kernel, options):
    """Sum conv2d_loops over the channels of each group."""
    padded = add_padding(image, options["padding"], padding_mode=options["padding_mode"])
    per_group, per_output = kernel.shape[1], len(kernel) // options.get("groups", 1)
    moves = {name: options[name] for name in ("stride", "dilation")}
    return np.array(
        [
            [
                sum(
                    conv2d_loops(planes[o // per_output * per_group + c], kernel[o, c], **moves)
                    for c in range(per_group)
                )
                for o in range(len(kernel))
            ]
            for planes in padded
        ]
    )


def one_output_per_group(case):
    """Keep one output of each group, as lifting wants it."""
    image, kernel, options = case
    return image, kernel[:: len(kernel) // options["groups"]], options


def one_tap(case):
    """Keep one tap of each kernel, and add no padding."""
    image, kernel, options = case
    return image, kernel[..., :1, :1], options | {"padding": NO_PADDING}


def planes(case):
    """Turn 2-D arrays into what a path takes."""
    image, kernel, options = case
    return image[None, None], kernel[None, None], options


def outer(case):
    """Turn any kernel into a column times a row."""
    image, kernel, options = planes(case)
    return image, kernel[..., :1] * kernel[..., :1, :], options


def depthwise(case):
    """Give every channel its own kernel."""
    image, kernel, options = case
    channels = image.shape[1]
    kernel = np.resize(kernel, (channels, 1, *kernel.shape[2:]))
    return image, kernel, options | {"groups": channels}


def three_by_three(case):
    """Give every kernel three rows and columns."""
    image, kernel, options = case
    shape = *kernel.shape[:2], 3, 3
    return image, np.resize(kernel, shape) + np.cos(np.arange(9.0)).reshape(3, 3), options


CASES = {
    "small": convolutions(),
    "whole": convolutions(),
    "pointwise": convolutions(stride=still).map(one_tap),
    "plain": convolutions(),
    "lifted": convolutions().map(one_output_per_group),
    "winograd": convolutions(stride=still, dilation=still).map(three_by_three),
    "separable": convolutions(planes=True, stride=still).map(outer),
    "fft": convolutions(stride=still).map(depthwise),
}


def test_every_path_is_forced():
    assert CASES.keys() == PATHS.keys()


# -- numbers


@pytest.mark.parametrize("path", CASES)
@pytest.mark.usefixtures("tiles")
def test_path_agrees_with_the_loops(path):
    @examples(8)
    @given(CASES[path])
    def agrees(case):
        np.testing.assert_allclose(forced(path, *case), loops(*case), atol=1e-11)

    agrees()


@pytest.mark.parametrize("path", CASES)
@pytest.mark.usefixtures("tiles")
def test_path_agrees_with_pytorch(path):
    @some
    @given(CASES[path])
    def agrees(case):
        image, kernel, options = case
        right = torch_conv2d(image, kernel, bias=np.zeros(len(kernel)), **({"groups": 1} | options))
        np.testing.assert_allclose(forced(path, *case), right, atol=1e-11)

    agrees()


@pytest.mark.parametrize("path", CASES)
@pytest.mark.usefixtures("tiles")
def test_path_agrees_with_scipy_on_a_larger_plane(path):
    taps, dilation = {"pointwise": ((1, 1), (2, 3)), "winograd": ((3, 3), (1, 1))}.get(
        path, ((9, 6), (2, 3))
    )
    image, kernel = RNG.normal(size=(150, 140)), np.outer(*map(RNG.normal, (0, 0), (1, 1), taps))
    options = {
        "stride": (1, 1),
        "dilation": dilation,
        "padding": NO_PADDING,
        "padding_mode": "zeros",
    }
    found = forced(path, image[None, None], kernel[None, None], options)
    right = scipy_correlate(image, kernel, stride=(1, 1), dilation=dilation)
    np.testing.assert_allclose(found[0, 0], right, atol=1e-11)


@pytest.mark.parametrize("path", ["small", "whole", "plain", "lifted"])
@pytest.mark.parametrize("dtype", ["float32", "complex64", "complex128", "longdouble", "int64"])
@pytest.mark.usefixtures("tiles")
def test_path_computes_in_the_kernels_dtype(path, dtype):
    image = RNG.integers(-99, 99, (1, 1, 40, 30))
    kernel = RNG.integers(-9, 9, (1, 1, 3, 4)).astype(dtype)
    options = {"stride": (1, 2), "dilation": (2, 1), "padding": NO_PADDING, "padding_mode": "zeros"}
    found = forced(path, image, kernel, options, dtype)
    np.testing.assert_array_equal(found, loops(image, kernel.real.astype(int), options))


@pytest.mark.parametrize("path", ["separable", "fft", "winograd"])
@pytest.mark.usefixtures("tiles")
def test_path_keeps_float32(path):
    image, kernel = np.ones((1, 1, 40, 40), np.float32), np.ones((1, 1, 3, 3), np.float32)
    options = {"stride": (1, 1), "dilation": (1, 1), "padding": NO_PADDING, "padding_mode": "zeros"}
    np.testing.assert_allclose(forced(path, image, kernel, options), 9, rtol=1e-6)


def test_correlate_gives_zeros_for_a_sum_over_no_channels():
    setting = Setting((1, 1), NO_PADDING, (1, 1), 1, "zeros", (2, 2))
    maps = correlate(np.ones((1, 0, 2, 2)), np.ones((3, 0, 1, 1)), setting, np.dtype(float))
    assert maps.tolist() == np.zeros((1, 3, 2, 2)).tolist()


# -- NaN and infinity


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("path", ["lifted", "separable", "fft", "winograd"])
@pytest.mark.usefixtures("tiles")
def test_path_does_not_trust_itself_near_nan_and_infinity(path, value):
    image = RNG.normal(size=(1, 1, 30, 30))
    image[0, 0, 17, 11] = value
    options = {"stride": (1, 1), "dilation": (1, 1), "padding": NO_PADDING, "padding_mode": "zeros"}
    assert forced(path, image, np.ones((1, 1, 3, 3)), options) is None


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize(
    ("path", "kernel", "options"),
    [
        ("small", np.ones((2, 2)), {}),
        ("pointwise", np.ones((1, 1)), {}),
        ("whole", np.ones((8, 64, 3, 3)), {"stride": (1, 4)}),
        ("whole", np.ones((1, 2)), {"dilation": (1, 3), "padding": ((1, 0), (2, 1))}),
        ("plain", np.ones((3, 2)), {"stride": (3, 1)}),
        ("lifted", RNG.normal(size=(3, 2)), {"dilation": (2, 3), "padding": ((1, 0), (2, 1))}),
        ("separable", np.ones((9, 7)), {"padding_mode": "reflect", "padding": ((2, 2), (2, 2))}),
        ("fft", RNG.normal(size=(17, 16)), {"padding_mode": "circular"}),
        ("winograd", RNG.normal(size=(64, 64, 3, 3)), {"padding": ((1, 0), (0, 2))}),
    ],
)
@pytest.mark.usefixtures("tiles")
def test_nan_and_infinity_reach_exactly_the_windows_that_hold_them(path, kernel, options, value):
    image = RNG.normal(size=(30, 30) if path == "small" else (130, 140))
    image[5, 6], image[20, -1] = value, -value
    right = windows_that_hold(~np.isfinite(image), kernel.shape[-2:], options)
    if kernel.ndim == 4:
        image, right = np.stack([image] * kernel.shape[1]), np.stack([right] * len(kernel))
    assert picked(image, kernel, **options) == path
    np.testing.assert_array_equal(~np.isfinite(conv2d(image, kernel, **options)), right)


@pytest.mark.usefixtures("tiles")
def test_infinity_outside_every_window_changes_nothing():
    image = np.ones((60, 60))
    image[1::2] = np.inf
    assert (conv2d(image, np.ones((3, 3)), stride=(2, 1), dilation=(2, 1)) == 9).all()


# -- memory


@pytest.mark.parametrize(
    ("image", "kernel", "options"),
    [
        ((1024, 1024), (5, 5), {}),
        ((1024, 1024), (5, 5), {"dilation": 4, "padding": "same"}),
        ((1024, 1024), (5, 5), {"stride": 2}),
        ((1024, 1024), (31, 1), {"padding": "same", "padding_mode": "reflect"}),
        ((1024, 1024), (1, 31), {"padding": "same", "padding_mode": "reflect"}),
        ((4, 64, 56, 56), (32, 64, 3, 3), {"padding": 1}),
        ((4, 64, 70, 70), (32, 64, 3, 3), {"padding": 1}),
        ((300, 300), (64, 1, 3, 3), {}),
        ((100, 100), (13, 13), {"dilation": 600, "padding": "same"}),
        ((3, 3), (2, 2), {"dilation": 12000, "padding": "same"}),
        ((60, 60), (3, 3), {"dilation": 4000, "padding": "full", "stride": 1001}),
        ((1, 64, 20, 20), (64, 64, 3, 3), {"dilation": 400, "padding": "same"}),
        ((1, 64, 33, 33), (64, 64, 3, 3), {"dilation": 18, "padding": "same"}),
    ],
)
def test_memory_stays_at_the_output_and_a_few_megabytes(image, kernel, options):
    image = np.ones(image if len(kernel) == 2 or len(image) == 4 else (1, *image), np.float32)
    kernel = np.ones(kernel, np.float32)
    tracemalloc.start()
    output = conv2d(image, kernel, **options).nbytes
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    print(f"{(peak - output) / 2**20:.1f} MB beside the output")
    assert peak - output < 3 * 2**20
