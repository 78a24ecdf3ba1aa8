"""Every path of the engine, forced, against the four loops and SciPy; the rule; the memory."""

import tracemalloc
from functools import partial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from convlib import ConvGeometry, add_padding, conv2d, conv2d_loops
from convlib.engine import (
    NO_PADDING,
    PATHS,
    Setting,
    bands,
    correlate,
    fourier,
    rule,
    separable,
    windows,
)
from tests.support.engine_paths import paths_taken
from tests.support.random_convolutions import (
    convolutions,
    scipy_correlate,
    torch_conv2d,
    windows_that_hold,
)

some = settings(deadline=None, max_examples=40)
RNG = np.random.default_rng(5)
still = st.just((1, 1))


@pytest.fixture(params=["tiles as they are", "tiny tiles"])
def tiles(request, monkeypatch):
    """Run a test twice: as it is, and so that the smallest image is cut into many tiles."""
    if request.param == "tiny tiles":
        monkeypatch.setattr(bands, "COLUMN_BYTES", 2000)
        monkeypatch.setattr(bands, "MIN_COLUMN_WIDTH", 3)
        monkeypatch.setattr(windows, "WINDOW_BYTES", 2000)
        monkeypatch.setattr(separable, "PASS_TILE", (5, 6))
        monkeypatch.setattr(fourier, "FFT_TILE", (12, 8))
        monkeypatch.setattr(separable, "BLOCK", 3)


def forced(path, image, kernel, options, dtype=None):
    """Run one path; return the maps, or None where it does not trust its result."""
    moves = options["stride"], options["padding"], options["dilation"]
    size = ConvGeometry(image.shape[2:], kernel.shape[2:], *moves).output_size
    setting = Setting(*moves, options.get("groups", 1), options["padding_mode"], size)
    maps = np.full((len(image), len(kernel), *size), -1, dtype or image.dtype)
    with np.errstate(invalid="ignore", over="ignore"):
        trusted = PATHS[path](image, kernel, setting, maps)
    return maps if trusted else None


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


CASES = {
    "small": convolutions(),
    "whole": convolutions(),
    "plain": convolutions(),
    "lifted": convolutions().map(one_output_per_group),
    "separable": convolutions(planes=True, stride=still).map(outer),
    "fft": convolutions(stride=still).map(depthwise),
}


# -- numbers


@pytest.mark.parametrize("path", CASES)
@pytest.mark.usefixtures("tiles")
def test_path_agrees_with_the_loops(path):
    @settings(some, max_examples=8)
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


@pytest.mark.parametrize("path", list(CASES))
@pytest.mark.usefixtures("tiles")
def test_path_agrees_with_scipy_on_a_larger_plane(path):
    image, kernel = RNG.normal(size=(150, 140)), np.outer(RNG.normal(size=9), RNG.normal(size=6))
    options = {"stride": (1, 1), "dilation": (2, 3), "padding": NO_PADDING, "padding_mode": "zeros"}
    found = forced(path, image[None, None], kernel[None, None], options)
    right = scipy_correlate(image, kernel, stride=(1, 1), dilation=(2, 3))
    np.testing.assert_allclose(found[0, 0], right, atol=1e-11)


@pytest.mark.usefixtures("tiles")
def test_pointwise_agrees_with_einsum():
    image, kernel = RNG.normal(size=(3, 6, 5, 7))[..., ::-1], RNG.normal(size=(4, 3, 1, 1))
    options = {"stride": (1, 1), "dilation": (2, 1), "padding": NO_PADDING, "padding_mode": "zeros"}
    found = forced("pointwise", image, kernel, options | {"groups": 2})
    right = np.einsum(
        "ngchw,goc->ngohw", image.reshape(3, 2, 3, 5, 7), kernel.reshape(2, 2, 3)
    ).reshape(3, 4, 5, 7)
    np.testing.assert_allclose(found, right, atol=1e-12)


@pytest.mark.parametrize("path", ["small", "whole", "plain", "lifted"])
@pytest.mark.parametrize("dtype", ["float32", "complex64", "complex128", "longdouble", "int64"])
@pytest.mark.usefixtures("tiles")
def test_path_computes_in_the_kernels_dtype(path, dtype):
    image = RNG.integers(-99, 99, (1, 1, 40, 30))
    kernel = RNG.integers(-9, 9, (1, 1, 3, 4)).astype(dtype)
    options = {"stride": (1, 2), "dilation": (2, 1), "padding": NO_PADDING, "padding_mode": "zeros"}
    found = forced(path, image, kernel, options, dtype)
    np.testing.assert_array_equal(found, loops(image, kernel.real.astype(int), options))


@pytest.mark.parametrize("path", ["separable", "fft"])
@pytest.mark.usefixtures("tiles")
def test_path_keeps_float32(path):
    image, kernel = np.ones((1, 1, 40, 40), np.float32), np.ones((1, 1, 3, 3), np.float32)
    options = {"stride": (1, 1), "dilation": (1, 1), "padding": NO_PADDING, "padding_mode": "zeros"}
    np.testing.assert_allclose(forced(path, image, kernel, options), 9, rtol=1e-6)


# -- NaN and infinity


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("path", ["lifted", "separable", "fft"])
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
        ("whole", np.ones((8, 1, 3, 3)), {"stride": (1, 3)}),
        ("plain", np.ones((3, 2)), {"stride": (3, 1)}),
        ("lifted", RNG.normal(size=(3, 2)), {"dilation": (2, 3), "padding": ((1, 0), (2, 1))}),
        ("separable", np.ones((7, 5)), {"padding_mode": "reflect", "padding": ((2, 2), (2, 2))}),
        ("fft", RNG.normal(size=(17, 16)), {"padding_mode": "circular"}),
    ],
)
@pytest.mark.usefixtures("tiles")
def test_nan_and_infinity_reach_exactly_the_windows_that_hold_them(path, kernel, options, value):
    image = RNG.normal(size=(30, 30) if path == "small" else (130, 140))
    image[5, 6], image[20, -1] = value, -value
    right = windows_that_hold(~np.isfinite(image), kernel.shape[-2:], options)
    if kernel.ndim == 4:
        image, right = image[None], np.stack([right] * len(kernel))
    assert picked(image, kernel, **options) == path
    np.testing.assert_array_equal(~np.isfinite(conv2d(image, kernel, **options)), right)


@pytest.mark.usefixtures("tiles")
def test_infinity_outside_every_window_changes_nothing():
    image = np.ones((60, 60))
    image[1::2] = np.inf
    assert (conv2d(image, np.ones((3, 3)), stride=(2, 1), dilation=(2, 1)) == 9).all()


@pytest.mark.usefixtures("tiles")
def test_huge_finite_values_survive_the_fft():
    image, kernel = np.full((120, 120), 1e306), np.zeros((13, 13))
    kernel[3, 4], kernel[5, 6] = 2, -1
    assert picked(image, kernel) == "fft"
    np.testing.assert_allclose(conv2d(image, kernel), 1e306)


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


# -- the rule


def picked(image, kernel, dtype=None, **options):
    """Name the path that conv2d takes."""
    image, kernel = np.asarray(image, dtype), np.asarray(kernel, dtype)
    (name,) = paths_taken(partial(conv2d, image, kernel, **options))
    return name


LARGE = RNG.normal(size=(200, 200))
DEEP = RNG.normal(size=(1, 4, 100, 100))
RANDOM = RNG.normal(size=(40, 40))


@pytest.mark.parametrize(
    ("path", "image", "kernel", "options"),
    [
        ("small", LARGE[:9, :14], RANDOM[:5, :5], {"stride": (2, 1), "dilation": (1, 2)}),
        ("small", LARGE[:50, :50], [[2.0]], {}),
        ("pointwise", LARGE, [[2.0]], {"dilation": 3}),
        ("pointwise", DEEP, RANDOM[:16, :4].reshape(16, 4, 1, 1), {}),
        ("plain", DEEP, RANDOM[:16, :4].reshape(16, 4, 1, 1), {"padding": 1}),
        ("plain", DEEP, RANDOM[:18, :8].reshape(4, 4, 3, 3), {}),
        ("plain", DEEP, RANDOM[:18, :16].reshape(8, 4, 3, 3), {}),
        ("plain", DEEP[..., :60], RANDOM[:18, :8].reshape(4, 4, 3, 3), {}),
        ("whole", DEEP[..., :60], RANDOM[:18, :16].reshape(8, 4, 3, 3), {}),
        ("whole", DEEP, RANDOM[:18, :16].reshape(8, 4, 3, 3), {"stride": 2}),
        ("plain", LARGE, RANDOM[:3, :3], {"stride": (3, 1)}),
        ("plain", LARGE, RANDOM[:1, :9], {}),
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
        ("separable", LARGE, np.ones((5, 5)), {"padding_mode": "reflect", "padding": 2}),
        ("separable", LARGE, np.outer(RANDOM[0], RANDOM[1]), {"dilation": 2}),
        ("lifted", LARGE, np.ones((5, 5)), {"stride": (2, 1)}),
        ("fft", LARGE, RANDOM[:13, :13], {}),
        ("fft", DEEP, RANDOM[:20].reshape(4, 1, 10, 20), {"groups": 4, "padding": (0, 9)}),
    ],
)
def test_rule_picks(path, image, kernel, options):
    assert picked(image, kernel, **options) == path


@pytest.mark.parametrize("path", ["plain", "lifted"])
def test_rule_keeps_integers_from_inexact_paths(path):
    image = RNG.integers(0, 9 if path == "lifted" else 2**52, (200, 200))
    assert picked(image, np.ones((15, 15), int)) == path


def test_rule_keeps_dtypes_unknown_to_blas_from_lifting():
    assert picked(LARGE, RANDOM[:15, :15], np.longdouble) == "plain"


# -- a column times a row


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


# -- memory


@pytest.mark.parametrize(
    ("image", "kernel", "options"),
    [
        ((1024, 1024), (5, 5), {}),
        ((1024, 1024), (5, 5), {"dilation": 4, "padding": "same"}),
        ((1024, 1024), (5, 5), {"stride": 2}),
        ((1024, 1024), (31, 1), {"padding": "same", "padding_mode": "reflect"}),
        ((4, 64, 56, 56), (32, 64, 3, 3), {"padding": 1}),
        ((4, 64, 70, 70), (32, 64, 3, 3), {"padding": 1}),
        ((300, 300), (64, 1, 3, 3), {}),
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


def test_correlate_gives_zeros_for_a_sum_over_no_channels():
    setting = Setting((1, 1), NO_PADDING, (1, 1), 1, "zeros", (2, 2))
    maps = correlate(np.ones((1, 0, 2, 2)), np.ones((3, 0, 1, 1)), setting, np.dtype(float))
    assert maps.tolist() == np.zeros((1, 3, 2, 2)).tolist()


def test_pointwise_integers_are_exact():
    image = RNG.integers(-(2**40), 2**40, (120, 120))
    assert picked(image, [[3]]) == "pointwise"
    np.testing.assert_array_equal(conv2d(image, [[3]]), 3 * image)
