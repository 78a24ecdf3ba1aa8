"""Checks of numbers, maps and photos: right in any form, wrong with its reason, never a crash."""

from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from convlib import (
    ConvGeometry,
    add_padding,
    apply_filter_to_image,
    check,
    conv2d,
    gaussian_kernel,
    kernels,
)
from convlib.check import (
    Verdict,
    check_blur_kernel,
    check_cell,
    check_feature_map,
    check_filtered_image,
    check_gaussian_split,
    check_output_size,
    check_padding,
    check_padding_mode,
    check_positions,
    check_span,
    check_window,
)
from convlib.check.mistaken_axes import mistaken_axes, parameters_in_use, unmet_mistakes
from convlib.check.mistaken_maps import Task, map_mistakes
from convlib.check.verdict import SENTENCES
from convlib.engine.padding import PADDING_MODES
from convlib.examples import SEED_IMAGE, SEED_KERNEL, SEED_SETTING, address

SEED_GEOMETRY = ConvGeometry((9, 14), 5, **SEED_SETTING)
PADDED = ConvGeometry((7, 9), (3, 4), stride=(2, 3), padding=((1, 1), (2, 2)), dilation=(2, 1))
PHOTO = np.random.default_rng(5).integers(0, 256, (6, 7, 3), np.uint8)
UNSHARP = kernels["unsharp"]


# Whatever is handed in


class Hostile:
    """Refuses everything that a check might want of it."""

    def __repr__(self):
        raise RuntimeError

    __str__ = __array__ = __float__ = __iter__ = __len__ = __eq__ = __bool__ = __repr__
    __hash__ = None


UNUSABLE = [
    "six", b"6", "", [], {}, {"a": 1}, set(), [[1, 2], [3]], [[[1]]], object, len, Hostile(),
    Hostile, [Hostile()], float("nan"), float("inf"), 10**400, 1j, True, [[True, False]], "(3, 6)",
    range(0), (x for x in "ab"), np.array("x"), np.zeros((0, 3)), np.datetime64("2020"), [None],
    [[None, 1]], lambda: 1, ValueError("x"),
]  # fmt: skip
CHECKS = [
    (check_output_size, (SEED_GEOMETRY,)),
    (check_span, (SEED_GEOMETRY,)),
    (check_window, (SEED_GEOMETRY, (1, 2))),
    (check_positions, (SEED_GEOMETRY, (2, 4))),
    (check_padding, ((6, 7), (2, 4))),
    (check_cell, (SEED_IMAGE, SEED_KERNEL, (0, 0))),
    (check_feature_map, (SEED_IMAGE, SEED_KERNEL)),
    (check_padding_mode, (address(3, 3), add_padding(address(3, 3), 1))),
    (check_filtered_image, (PHOTO, UNSHARP)),
    (check_blur_kernel, ()),
    (check_gaussian_split, ()),
]
IDS = [c.__name__ for c, _ in CHECKS]


@pytest.mark.parametrize(("check", "task"), CHECKS, ids=IDS)
@pytest.mark.parametrize("answer", UNUSABLE, ids=lambda a: type(a).__name__)
def test_anything_unusable_is_answered_and_never_right(check, task, answer):
    verdict = check(answer, *task)
    assert verdict.ok is False
    assert verdict.message.startswith("Not yet: ")


@pytest.mark.parametrize(("check", "task"), CHECKS, ids=IDS)
@pytest.mark.parametrize("answer", [None, ...], ids=str)
def test_nothing_filled_in_is_no_mistake(check, task, answer):
    verdict = check(answer, *task)
    assert (verdict.ok, verdict.misconception) == (False, None)
    assert "in place of None" in verdict.message


@pytest.mark.parametrize("task", [(None,), ("geometry",), ()], ids=str)
def test_not_even_a_wrong_task_raises(task):
    assert check_output_size((3, 3), *task).ok is False


def test_an_interrupt_gets_through():
    class Slow:
        def __array__(self, *args, **kwargs):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        check_cell(Slow(), SEED_IMAGE, SEED_KERNEL, (0, 0))


def test_the_repr_is_the_message_in_short_lines():
    verdict = check_cell(50, SEED_IMAGE, SEED_KERNEL, (1, 2), **SEED_SETTING)
    assert isinstance(verdict, Verdict)
    assert repr(verdict) == verdict.message
    assert max(map(len, verdict.message.splitlines())) <= 84


def test_every_check_is_offered_by_convlib():
    import convlib

    offered = {name for name in convlib.__all__ if name.startswith("check_")}
    assert offered == {name for name in check.__all__ if name.startswith("check_")}


# Right in any form

RIGHT = [
    *((check_output_size, form, (SEED_GEOMETRY,)) for form in (
        (3, 6), [3, 6], np.array([3, 6]), (3.0, 6.0), (Fraction(3), np.int8(6)), np.array([[3, 6]]),
    )),
    *((check_output_size, form, (ConvGeometry(5, 3),)) for form in (3, 3.0, (3, 3), np.int64(3))),
    (check_span, (5, 9), (SEED_GEOMETRY,)),
    *((check_window, form, (SEED_GEOMETRY, (1, 2))) for form in (
        ((2, 3, 4, 5, 6), (2, 4, 6, 8, 10)), [[6, 5, 4, 3, 2], np.arange(2, 11, 2)],
        [*product(range(2, 7), range(2, 11, 2))], (range(2, 7), range(2, 11, 2)),
    )),
    (check_window, ([-1], [0, 1]), (ConvGeometry(3, (1, 2), padding=(1, 0)), (0, 0))),
    (check_window, [(0, 1), (0, 1)], (ConvGeometry(3, (2, 2)), (0, 0))),
    *((check_positions, form, (ConvGeometry(5, 3, stride=2), (2, 0))) for form in (
        [(0, 0), (1, 0)], {(1, 0), (0, 0)}, np.array([[1, 0], [0, 0]]), [[0.0, 0], [1, 0]],
    )),
    (check_positions, [], (ConvGeometry(10, 2, stride=3), (2, 0))),
    *((check_padding, form, (6, 2)) for form in (((0, 1), (0, 1)), [[0, 1], [0, 1]],
                                                  np.array([[0.0, 1], [0, 1]]))),
    *((check_padding, form, (6, 3)) for form in (1, (1, 1), ((1, 1), (1, 1)))),
    *((check_padding_mode, form, (address(2, 3), add_padding(address(2, 3), (0, 2),
       padding_mode="replicate"))) for form in ("replicate", "Replicate ", "edge")),
    (check_blur_kernel, [[0.04] * 5] * 5, ()),
    (check_gaussian_split, gaussian_kernel(5, 1).sum(axis=0), ()),
    (check_gaussian_split, np.sqrt(gaussian_kernel(5, 1).diagonal()), ()),
    (check_gaussian_split, gaussian_kernel((1, 5), 1), ()),
]  # fmt: skip


@pytest.mark.parametrize(("check", "answer", "task"), RIGHT)
def test_a_right_answer_passes_in_any_form(check, answer, task):
    verdict = check(answer, *task)
    assert verdict.ok, verdict
    assert verdict.misconception is None
    assert verdict.message.startswith("Right: ")


FLOATS = 0.1 * address(4, 5)
WEIGHTS = np.array([[0.3, -0.1], [0.7, 0.2]])


@pytest.mark.parametrize("form", [float, np.float32, np.array, Fraction, lambda x: x * (1 + 4e-16)])
def test_a_cell_passes_in_any_form(form):
    assert check_cell(form(78), SEED_IMAGE, SEED_KERNEL, (1, 2), **SEED_SETTING).ok
    assert check_cell(form(conv2d(FLOATS, WEIGHTS)[1, 1]), FLOATS, WEIGHTS, (1, 1)).ok


@pytest.mark.parametrize(
    "form", [list, np.array, np.float32, lambda m: m + 1e-15, lambda m: m * 1.0]
)
def test_a_map_passes_in_any_form(form):
    for image, kernel, setting in ((SEED_IMAGE, SEED_KERNEL, SEED_SETTING), (FLOATS, WEIGHTS, {})):
        assert check_feature_map(
            form(conv2d(image, kernel, **setting)), image, kernel, **setting
        ).ok


def test_nearly_right_is_wrong():
    assert not check_feature_map(np.full((1, 1), -(2**63)), [[5]], [[0]]).ok
    assert not check_cell(78.001, SEED_IMAGE, SEED_KERNEL, (1, 2), **SEED_SETTING).ok
    large = 10**6 * SEED_IMAGE
    assert not check_cell(78 * 10**6 + 1, large, SEED_KERNEL, (1, 2), **SEED_SETTING).ok


@pytest.mark.parametrize(
    "form", [np.array, lambda p: p.astype(int), lambda p: p.tolist(), np.float64]
)
@pytest.mark.parametrize("padding_mode", ["zeros", "replicate"])
def test_a_photo_passes_in_any_form(form, padding_mode):
    pixels = apply_filter_to_image(PHOTO, UNSHARP, padding_mode=padding_mode)
    assert check_filtered_image(form(pixels), PHOTO, UNSHARP, padding_mode=padding_mode).ok


@pytest.mark.parametrize("photo", [PHOTO[..., 0], PHOTO / 255, PHOTO.astype(np.uint16) * 257,
                                   np.dstack([PHOTO, PHOTO[..., 0]])])  # fmt: skip
def test_any_photo_can_be_checked(photo):
    pixels = apply_filter_to_image(photo, kernels["sharpen"])
    assert check_filtered_image(pixels, photo, kernels["sharpen"]).ok
    verdict = check_filtered_image(photo, photo, kernels["sharpen"])
    assert verdict.misconception == "nothing filtered"


# Wrong, and why

SIZES = [
    ((6, 3), SEED_GEOMETRY, "rows and columns swapped"),
    ((3, 10), SEED_GEOMETRY, "k instead of k̂"),
    ((2, 5), SEED_GEOMETRY, "missing + 1"),
    ((2, 6), SEED_GEOMETRY, "missing + 1"),
    ((9, 14), SEED_GEOMETRY, "size of the image"),
    ((3, 2), SEED_GEOMETRY, "dilation from 0"),
    ((5, 6), SEED_GEOMETRY, "stride left out"),
    ((99, 6), SEED_GEOMETRY, None),
    (3.5, ConvGeometry(8, 3, stride=2), "no floor"),
    (4, ConvGeometry(8, 3, stride=2), "rounded up"),
    (112, ConvGeometry(224, 3, stride=2), "rounded up"),
    (74, ConvGeometry(224, 3, stride=2), "stride + 1"),
    (113, ConvGeometry(224, 3, stride=2), "kernel left out of the size"),
    (223, ConvGeometry(224, 3, padding=1), "padding on one side"),
    (222, ConvGeometry(224, 3, padding=1), "padding left out"),
    (4, ConvGeometry(5, 3, padding=1), "padding on one side"),
    ((2, 2), PADDED, "padding left out"),
]  # fmt: skip


@pytest.mark.parametrize(("answer", "geometry", "misconception"), SIZES)
def test_a_wrong_size_is_named(answer, geometry, misconception):
    verdict = check_output_size(answer, geometry)
    assert (verdict.ok, verdict.misconception) == (False, misconception), verdict


@pytest.mark.parametrize(("answer", "axis"), [((2, 6), "rows"), ((3, 10), "columns")])
def test_the_axis_that_is_wrong_is_told(answer, axis):
    assert f"Look at the {axis}" in str(check_output_size(answer, SEED_GEOMETRY))


SPANS = [
    ((5, 5), "k instead of k̂"),
    ((5, 10), "gap after the last tap"),
    ((9, 5), "rows and columns swapped"),
    ((5, 8), "first cell left out"),
    ((9, 13), "dilation from 0"),
    ((7, 7), None),
]


@pytest.mark.parametrize(("answer", "misconception"), SPANS)
def test_a_wrong_span_is_named(answer, misconception):
    assert check_span(answer, SEED_GEOMETRY).misconception == misconception


WINDOWS = [
    (([2, 3, 4, 5, 6], [2, 3, 4, 5, 6]), SEED_GEOMETRY, "dilation left out"),
    (([1, 2, 3, 4, 5], [2, 4, 6, 8, 10]), SEED_GEOMETRY, "stride left out"),
    (([3, 4, 5, 6, 7], [2, 4, 6, 8, 10]), SEED_GEOMETRY, "stride + 1"),
    (([3, 4, 5, 6, 7], [3, 5, 7, 9, 11]), SEED_GEOMETRY, "counted from 1"),
    (([2, 3, 4, 5, 6], [2, 5, 8, 11, 14]), SEED_GEOMETRY, "dilation from 0"),
    (([2, 3, 4, 5, 6], range(2, 11)), SEED_GEOMETRY, "whole span"),
    (([2, 4, 6, 8, 10], [2, 3, 4, 5, 6]), SEED_GEOMETRY, "rows and columns swapped"),
    (([2, 4, 6], [6, 7, 8, 9]), PADDED, "counted in the padded image"),
    (([0, 1, 2, 3, 4], [9]), SEED_GEOMETRY, None),
]


@pytest.mark.parametrize(("answer", "geometry", "misconception"), WINDOWS)
def test_a_wrong_window_is_named(answer, geometry, misconception):
    verdict = check_window(answer, geometry, (1, 2))
    assert (verdict.ok, verdict.misconception) == (False, misconception), verdict


POSITIONS = [
    ([(0, 0), (0, 1)], "rows and columns swapped"),
    ([(1, 1), (2, 1)], "counted from 1"),
    ([(0, 0), (1, 0), (2, 0)], "stride left out"),
    ([*product((4, 5, 6), (0, 1, 2))], "window instead of positions"),
    ([(0, 0)], None),
    ([(1, 0)], None),
    ([(0, 0), (1, 0), (1, 1)], None),
    ([(0, 0), (1, 0), (7, 7)], None),
    ([], None),
]


@pytest.mark.parametrize(("answer", "misconception"), POSITIONS)
def test_wrong_positions_are_named(answer, misconception):
    verdict = check_positions(answer, ConvGeometry(9, 3, stride=2), (2, 0))
    assert (verdict.ok, verdict.misconception) == (False, misconception), verdict


def test_a_position_too_much_or_missing_is_told_with_its_window():
    geometry = ConvGeometry(9, 3, stride=2)
    assert "no position (7, 7)" in str(check_positions([(0, 0), (1, 0), (7, 7)], geometry, (2, 0)))
    assert "(1, 1) is too much" in str(check_positions([(0, 0), (1, 0), (1, 1)], geometry, (2, 0)))
    assert "rows 2, 3, 4" in str(check_positions([(0, 0)], geometry, (2, 0)))


PADDINGS = [
    (((1, 0), (1, 0)), (6, 2), "odd cell first"),
    (0.5, (6, 2), "half a cell"),
    (1, (6, 2), "same on both sides"),
    (2, (6, 3), "same on both sides"),
    (((0, 2), (0, 2)), (6, 3), "padding on one side"),
    ((2, 1), ((6, 6), (3, 5)), "rows and columns swapped"),
    (0, (6, 3), None),
    (3, (6, 3), None),
]


@pytest.mark.parametrize(("answer", "task", "misconception"), PADDINGS)
def test_a_wrong_padding_is_named(answer, task, misconception):
    verdict = check_padding(answer, *task)
    assert (verdict.ok, verdict.misconception) == (False, misconception), verdict


@pytest.mark.parametrize(("answer", "mode"), [*product(PADDING_MODES, PADDING_MODES)])
def test_the_mode_of_a_padded_image_is_known(answer, mode):
    image = address(3, 4)
    verdict = check_padding_mode(answer, image, add_padding(image, 2, padding_mode=mode))
    assert verdict.ok == (answer == mode)
    assert verdict.misconception == (None if verdict.ok else "padding mode")


def cell_of(**setting):
    return int(conv2d(SEED_IMAGE, SEED_KERNEL, **SEED_SETTING | setting)[1, 2])


CELLS = [
    (82, {}, "flipped kernel"),
    (50, {}, "weights ignored"),
    (78, {"flip_kernel": True}, "kernel not flipped"),
    (cell_of(dilation=1), {}, "dilation left out"),
    (cell_of(stride=1), {}, "stride left out"),
    (78, {"padding": (1, 2)}, "padding left out"),
    (1000, {}, None),
]


@pytest.mark.parametrize(("answer", "setting", "misconception"), CELLS)
def test_a_wrong_cell_is_named(answer, setting, misconception):
    verdict = check_cell(answer, SEED_IMAGE, SEED_KERNEL, (1, 2), **SEED_SETTING | setting)
    assert (verdict.ok, verdict.misconception) == (False, misconception), verdict


def test_the_border_of_another_mode_is_named():
    setting = SEED_SETTING | {"padding": (2, 2), "padding_mode": "replicate"}
    other = conv2d(SEED_IMAGE, SEED_KERNEL, **setting | {"padding_mode": "circular"})[0, 0]
    verdict = check_cell(other, SEED_IMAGE, SEED_KERNEL, (0, 0), **setting)
    assert verdict.misconception == "padding mode"


def test_a_missing_product_is_told():
    verdict = check_cell(4, [[1, 2, 3]], [[4, 5, 0]], (0, 0))
    assert verdict.misconception == "product missing"
    assert "10 would have to be added" in verdict.message


def test_row_and_column_swapped_is_told():
    image, kernel = np.arange(9).reshape(3, 3) ** 2, [[1, 2], [3, 5]]
    verdict = check_cell(conv2d(image, kernel)[0, 1], image, kernel, (1, 0))
    assert verdict.misconception == "rows and columns swapped"
    assert "cell (0, 1)" in verdict.message


MAPS = [
    ("flipped kernel", SEED_SETTING | {"flip_kernel": True}),
    ("rows and columns swapped", SEED_SETTING | {"stride": (1, 2), "dilation": (2, 1)}),
    ("stride left out", SEED_SETTING | {"stride": 1}),
    ("dilation left out", SEED_SETTING | {"dilation": 1}),
    ("dilation from 0", SEED_SETTING | {"dilation": (2, 3)}),
    ("stride + 1", SEED_SETTING | {"stride": (3, 2)}),
]


@pytest.mark.parametrize(("misconception", "setting"), MAPS)
def test_a_wrong_map_is_named(misconception, setting):
    answer = conv2d(SEED_IMAGE, SEED_KERNEL, **setting)
    verdict = check_feature_map(answer, SEED_IMAGE, SEED_KERNEL, **SEED_SETTING)
    assert verdict.misconception == misconception


@pytest.mark.parametrize(
    ("missing", "misconception"),
    [("stride", "stride left out"), ("dilation", "dilation left out")],
)
def test_a_wrong_step_is_named_though_the_shape_is_right(missing, misconception):
    answer = conv2d(SEED_IMAGE, SEED_KERNEL, **SEED_SETTING | {missing: 1})[:3, :6]
    verdict = check_feature_map(answer, SEED_IMAGE, SEED_KERNEL, **SEED_SETTING)
    assert verdict.misconception == misconception


def test_padding_left_out_and_the_kernel_not_flipped_are_told():
    plain = conv2d(SEED_IMAGE, SEED_KERNEL)
    verdict = check_feature_map(plain, SEED_IMAGE, SEED_KERNEL, padding=2)
    assert verdict.misconception == "padding left out"
    verdict = check_feature_map(plain, SEED_IMAGE, SEED_KERNEL, flip_kernel=True)
    assert verdict.misconception == "kernel not flipped"


def test_the_wrong_side_of_same_is_told():
    answer = conv2d(SEED_IMAGE, np.ones((2, 2)), padding=((1, 0), (1, 0)))
    verdict = check_feature_map(answer, SEED_IMAGE, np.ones((2, 2)), padding="same")
    assert verdict.misconception == "odd cell first"


def test_one_wrong_cell_is_pointed_at():
    answer = conv2d(SEED_IMAGE, SEED_KERNEL, **SEED_SETTING)
    answer[1, 2] += 1
    verdict = check_feature_map(answer, SEED_IMAGE, SEED_KERNEL, **SEED_SETTING)
    assert verdict.misconception is None
    assert "cell (1, 2) should be 78 and is 79; 17 of 18" in verdict.message


def test_another_shape_is_told():
    verdict = check_feature_map([[1, 2]], SEED_IMAGE, SEED_KERNEL, **SEED_SETTING)
    assert "shape (1, 2), and (3, 6) is wanted" in verdict.message


SUMS = np.moveaxis(conv2d(np.moveaxis(PHOTO, 2, 0), UNSHARP, padding=2), 0, 2)
PIXELS = [
    (np.rint(SUMS).astype(np.int64).astype(np.uint8), "wrapped around"),
    (SUMS.astype(np.int64).astype(np.uint8), "wrapped around"),
    (np.clip(SUMS, 0, 255).astype(np.uint8), "cut instead of rounded"),
    (np.clip(SUMS, 0, 255), "not rounded"),
    (SUMS, "not clipped"),
    (np.rint(SUMS), "not clipped"),
    (np.minimum(np.rint(SUMS), 255), "not clipped"),
    ((SUMS - SUMS.min()) / np.ptp(SUMS) * 255, "rescaled"),
    (PHOTO, "nothing filtered"),
    (apply_filter_to_image(PHOTO, UNSHARP, padding_mode="reflect"), "padding mode"),
    (apply_filter_to_image(PHOTO, UNSHARP)[2:-2, 2:-2], "border lost"),
    (np.rint(SUMS.sum(axis=2)).clip(0, 255), "colours mixed"),
    (np.zeros((2, 2)), None),
    (255 - PHOTO, None),
]


@pytest.mark.parametrize(("answer", "misconception"), PIXELS)
def test_a_wrong_photo_is_named(answer, misconception):
    verdict = check_filtered_image(answer, PHOTO, UNSHARP)
    assert (verdict.ok, verdict.misconception) == (False, misconception), verdict


def test_a_flipped_kernel_on_a_photo_is_named():
    answer = apply_filter_to_image(PHOTO, kernels["emboss"][::-1, ::-1])
    assert check_filtered_image(answer, PHOTO, kernels["emboss"]).misconception == "flipped kernel"


def test_a_wrong_pixel_is_told_with_its_sum():
    photo, answer = np.array([[0, 0, 200, 200]], np.uint8), [[0, 56, 144, 144]]
    message = check_filtered_image(answer, photo, [[-1, 3, -1]]).message
    assert "The sum -200 came out as 56 instead of 0." in " ".join(message.split())


BLURS = [
    (np.ones((3, 3)) / 9, None),
    (np.ones((5, 5)), "weights do not sum to 1"),
    (np.ones((5, 5), int) // 25, "integer division"),
    (np.outer([0, 0, 1, 0, 0], [0, 0, 1, 0, 0]), "one pixel copied"),
    (gaussian_kernel(5, 1), "weights not alike"),
    (np.arange(25).reshape(5, 5), None),
]


@pytest.mark.parametrize(("answer", "misconception"), BLURS)
def test_a_wrong_blur_is_named(answer, misconception):
    verdict = check_blur_kernel(answer)
    assert (verdict.ok, verdict.misconception) == (False, misconception)


GAUSSIAN = gaussian_kernel(5, 1)
SPLITS = [
    (GAUSSIAN[2], "weights do not sum to 1"),
    (GAUSSIAN.diagonal(), "square root left out"),
    (GAUSSIAN, None),
    (np.full(5, 1 / 5), None),
]


@pytest.mark.parametrize(("answer", "misconception"), SPLITS)
def test_a_wrong_split_is_named(answer, misconception):
    verdict = check_gaussian_split(answer)
    assert (verdict.ok, verdict.misconception) == (False, misconception)


# Any geometry


@st.composite
def geometries(draw):
    small = st.integers(1, 3)
    sides = st.tuples(st.integers(0, 2), st.integers(0, 2))
    try:
        return ConvGeometry(
            draw(st.tuples(st.integers(1, 9), st.integers(1, 9))),
            draw(st.tuples(st.integers(1, 4), st.integers(1, 4))),
            draw(st.tuples(small, small)),
            draw(st.tuples(sides, sides)),
            draw(st.tuples(small, small)),
        )
    except ValueError:
        assume(False)


def arrays(geometry):
    random = np.random.default_rng(geometry.output_size[0])
    image = random.integers(-9, 10, geometry.input_size)
    return image, random.integers(-4, 5, geometry.kernel_size)


def setting_of(geometry):
    return {name: getattr(geometry, name) for name in ("stride", "padding", "dilation")}


@given(geometries(), st.data())
def test_a_right_answer_is_never_given_a_misconception(geometry, data):
    (image, kernel), setting = arrays(geometry), setting_of(geometry)
    position = tuple(data.draw(st.integers(0, size - 1)) for size in geometry.output_size)
    cell = tuple(data.draw(st.integers(0, size - 1)) for size in geometry.input_size)
    truth = conv2d(image, kernel, **setting)
    holds = [p for p in np.ndindex(truth.shape) if cell in product(*geometry.window(p))]
    verdicts = [
        check_output_size(geometry.output_size, geometry),
        check_span(geometry.effective_kernel_size, geometry),
        check_window(geometry.window(position), geometry, position),
        check_positions(holds, geometry, cell),
        check_cell(truth[position], image, kernel, position, **setting),
        check_feature_map(truth, image, kernel, **setting),
    ]
    assert [(v.ok, v.misconception) for v in verdicts] == [(True, None)] * len(verdicts)


@given(geometries())
def test_a_mistaken_size_is_wrong_and_its_mistake_is_one_that_gives_it(geometry):
    for _, (rows, cols) in mistaken_axes(geometry):
        answer = rows.output, cols.output
        verdict = check_output_size(answer, geometry)
        assert verdict.ok == (answer == geometry.output_size)
        assert (verdict.misconception is None) == verdict.ok


@settings(max_examples=30)  # each tries every mistake against every other
@given(geometries())
def test_a_mistaken_map_is_wrong_and_its_mistake_is_one_that_gives_it(geometry):
    (image, kernel), setting = arrays(geometry), setting_of(geometry)
    task = Task.of(image, kernel, **setting)
    unmet = unmet_mistakes(parameters_in_use(geometry))
    for name, mistake in map_mistakes():
        if name in unmet:
            continue
        try:
            answer = mistake(task)
        except (ValueError, IndexError):
            continue
        verdict = check_feature_map(answer, image, kernel, **setting)
        assert verdict.ok == np.array_equal(answer, task.feature_map)
        assert (verdict.misconception is None) == verdict.ok


@given(geometries(), st.integers(-40, 40))
def test_no_other_size_is_right(geometry, size):
    answer = (size, geometry.output_size[1])
    assert check_output_size(answer, geometry).ok == (answer == geometry.output_size)


def test_every_misconception_is_told_in_a_sentence():
    assert [
        name for name, sentence in SENTENCES.items() if not sentence.endswith((".", ".)", "?"))
    ] == []
    assert {name for name, _ in map_mistakes()} <= SENTENCES.keys()
