"""Whatever is handed in: unusable is answered, right passes in any form, and no check crashes."""

from dataclasses import replace
from fractions import Fraction
from itertools import product

import numpy as np
import pytest

from convlib import Conv, ConvGeometry, Pool, add_padding, gaussian_kernel
from convlib.check import (
    check_blur_kernel,
    check_border,
    check_cell,
    check_cells_read,
    check_channel_sums,
    check_chosen_weights,
    check_conv2d,
    check_dilations,
    check_feature_map,
    check_field,
    check_field_start,
    check_filtered_image,
    check_gaussian_split,
    check_halo,
    check_im2col_shape,
    check_image_gradient,
    check_kernel_gradient,
    check_layer_counts,
    check_learned_kernel,
    check_lighter_layers,
    check_matrix_row,
    check_output_size,
    check_padding,
    check_padding_mode,
    check_positions,
    check_ring,
    check_settings,
    check_span,
    check_stamps,
    check_step,
    check_symmetric_kernel,
    check_tiles,
    check_used_cells,
    check_window,
)
from convlib.examples import SEED_IMAGE, SEED_KERNEL, address
from tests.support.tasks import PHOTO, SEED_GEOMETRY, UNSHARP


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
ROW, SAME = [1, 2, 3], [Conv(5, padding=2), Conv(3, padding=1)]
LAYER = Conv(3, padding=1, channels=8)
CHECKS = [
    (check_output_size, (SEED_GEOMETRY,)),
    (check_span, (SEED_GEOMETRY,)),
    (check_window, (SEED_GEOMETRY, (1, 2))),
    (check_positions, (SEED_GEOMETRY, (2, 4))),
    (check_padding, ((6, 7), (2, 4))),
    (check_settings, (9, 3, 5)),
    (check_cell, (SEED_IMAGE, SEED_KERNEL, (0, 0))),
    (check_feature_map, (SEED_IMAGE, SEED_KERNEL)),
    (check_padding_mode, (address(3, 3), add_padding(address(3, 3), 1))),
    (check_filtered_image, (PHOTO, UNSHARP)),
    (check_blur_kernel, ()),
    (check_gaussian_split, ()),
    (check_chosen_weights, (SEED_KERNEL, 20)),
    (check_symmetric_kernel, (5,)),
    (check_halo, (SAME,)),
    (check_cells_read, (10, 4, 1)),
    (check_border, (ROW, 2)),
    (check_tiles, (range(1, 13), ROW)),
    (check_stamps, (ROW, ROW)),
    (check_image_gradient, (ROW, ROW)),
    (check_kernel_gradient, (ROW, range(5))),
    (check_step, (ROW, ROW, 0.5)),
    (check_learned_kernel, ([ROW],)),
    (check_field, (SAME, 2, 20)),
    (check_field_start, (SAME,)),
    (check_used_cells, (SAME,)),
    (check_dilations, ()),
    (check_im2col_shape, ((3, 4), 2)),
    (check_matrix_row, ([[1, 2]], (2, 3), (1, 0))),
    (check_ring, (ROW, ROW, 4)),
    (check_conv2d, ()),
    (check_channel_sums, (np.ones((2, 3, 3)), np.ones((2, 2, 2, 2)))),
    (check_layer_counts, (LAYER, (4, 7, 12))),
    (check_lighter_layers, (LAYER, (4, 9, 9), 9000)),
]
IDS = [c.__name__ for c, _ in CHECKS]


@pytest.mark.parametrize(("check", "task"), CHECKS, ids=IDS)
@pytest.mark.parametrize("answer", UNUSABLE, ids=lambda a: type(a).__name__)
def test_anything_unusable_is_answered_and_never_right(check, task, answer):
    verdict = check(answer, *task)
    assert verdict.ok is False
    assert verdict.message.startswith("Not yet: ")


@pytest.mark.parametrize(("check", "task"), CHECKS, ids=IDS)
def test_parts_that_are_unusable_are_answered_and_never_right(check, task):
    for part in [*UNUSABLE, None]:
        for answer in ((part, 7), ([0, 5], part), ([0, part], 7), (4, part, part), [[part, 1]]):
            assert check(answer, *task).ok is False


@pytest.mark.parametrize(("check", "task"), CHECKS, ids=IDS)
@pytest.mark.parametrize("answer", [None, ...], ids=str)
def test_nothing_filled_in_is_no_mistake(check, task, answer):
    verdict = check(answer, *task)
    assert (verdict.ok, verdict.misconception) == (False, None)
    assert "in place of None" in verdict.message


WRONG_TASKS = [
    (check_output_size, (None,), {}, "geometry=None must be a ConvGeometry"),
    (check_span, ("seed",), {}, "geometry='seed' must be a ConvGeometry"),
    (check_window, (SEED_GEOMETRY, (3, 0)), {}, "position=.* lies outside the feature map"),
    (check_window, (SEED_GEOMETRY, 1), {}, "position=1 must be a pair"),
    (check_positions, (SEED_GEOMETRY, (9, 0)), {}, "cell=.* lies outside the image"),
    (check_padding, (0, 3), {}, "input_size=0 must be at least 1"),
    (check_cell, (SEED_IMAGE, SEED_KERNEL, (0, 0)), {"strid": 2}, "strid"),
    (check_cell, (SEED_IMAGE, SEED_KERNEL, (5, 10)), {}, "position=.* lies outside"),
    (check_cell, (SEED_IMAGE, SEED_KERNEL, (0, 0)), {"stride": 0}, "stride=0 must be at least 1"),
    (check_feature_map, (SEED_IMAGE, SEED_KERNEL), {"modes": "zeros"}, "modes"),
    (check_feature_map, (SEED_IMAGE, SEED_KERNEL), {"padding_mode": "edge"}, "padding_mode='edge'"),
    (check_feature_map, (SEED_KERNEL, SEED_IMAGE), {}, "the kernel spans"),
    (check_padding_mode, (address(3, 3), address(4, 5)), {}, "padded has shape"),
    (check_filtered_image, (PHOTO, [UNSHARP]), {}, "kernel has shape"),
    (check_filtered_image, (PHOTO[0, 0], UNSHARP), {}, "image has shape"),
    (check_filtered_image, (PHOTO, UNSHARP), {"padding_mode": "edge"}, "padding_mode='edge'"),
    (check_conv2d, ("size",), {}, "upto='size' must be None or one of"),
    (check_cell, (SEED_IMAGE, np.array(SEED_KERNEL) * 1j, (0, 0)), {}, "kernel has dtype complex"),
    (check_feature_map, ([[1j, 2]], [[1]]), {}, "image has dtype complex128: give real numbers"),
    (check_padding_mode, (address(3, 3), address(1, 1)), {}, "padded has shape"),
    (check_settings, (9, 3, 5), {"count": "x"}, "count='x' must be an integer"),
    (check_settings, (9, 3, 5), {"count": 0}, "count=0 must be at least 1"),
    (check_halo, ([],), {}, "layers is empty: give at least one"),
    (check_halo, (None,), {}, "layers=None must be a sequence of layers"),
    (check_halo, ([*SAME, Pool(3)],), {}, r"layers\[2\]=Pool.* must be a Conv"),
    (check_halo, ([Conv((3, 5))],), {}, r"layers\[0\]=Conv.* must be alike along rows and columns"),
    (check_halo, ([Conv(3, stride=(1, 2))],), {}, "must be alike along rows and columns"),
    (check_cells_read, (10, 0, 1), {}, "tile=0 must be at least 1"),
    (check_border, ("abc", 2), {}, "row has dtype"),
    (check_border, ([], 2), {}, "must be a row of real numbers"),
    (check_border, ([ROW], 2), {}, "must be a row of real numbers"),
    (check_tiles, ("abc", ROW), {}, "row has dtype"),
    (check_tiles, (ROW, [ROW]), {}, "kernel=.* must be a row of real numbers"),
    (check_tiles, (ROW, range(4)), {}, "kernel has 4 weights, more than the 3 of row"),
    (check_tiles, (ROW, ROW), {"stride": 0}, "stride=0 must be at least 1"),
    (check_stamps, (ROW, ROW), {"stride": "x"}, "stride='x' must be an integer"),
    (check_stamps, (ROW, ROW), {"padding": (1, 2)}, r"padding=\(1, 2\) must be an integer"),
    (check_stamps, (ROW, ROW), {"output_padding": -1}, "output_padding=-1 must be at least 0"),
    (check_image_gradient, (ROW, ROW), {"stride": 1.5}, "stride=1.5 must be an integer"),
    (check_kernel_gradient, (ROW, ROW), {"stride": 0}, "stride=0 must be at least 1"),
    (check_kernel_gradient, (ROW, ROW), {"stride": 2}, "row has 3 cells: .* need at least 5"),
    (check_step, (ROW, [1, 2], 1), {}, "gradient has 2 numbers and kernel 3"),
    (check_step, (ROW, ROW, "x"), {}, "rate has dtype"),
    (check_step, (ROW, ROW, ROW), {}, "rate=.* must be a real number"),
    (check_learned_kernel, (np.ones((3, 11)),), {}, "kernel has 3×11 weights: .* of 10×10 cells"),
    (check_learned_kernel, ([[np.nan]],), {}, "kernel holds NaN or infinity"),
    (check_field, (None, 0, 9), {}, "layers=None must be a sequence of layers"),
    (check_field, (SAME, 99, 20), {}, "position=.* lies outside"),
    (check_used_cells, (5,), {}, "layers=5 must be a sequence of layers"),
    (check_dilations, (0,), {}, "count=0 must be at least 1"),
    (
        check_channel_sums,
        ([[1]], [[1]]),
        {},
        r"image has shape \(1, 1\) and kernel \(1, 1\): give",
    ),
    (check_channel_sums, (np.ones((2, 1, 1, 1)), [[[[1]]]]), {}, "give one image"),
    (check_channel_sums, ([[[1j]]], [[[[1]]]]), {}, "of real numbers"),
    (check_layer_counts, (Pool(3), (4, 7, 12)), {}, "layer=Pool.* must be a Conv"),
    (check_layer_counts, (None, (4, 7, 12)), {}, "layer=None must be a Conv"),
    (check_layer_counts, (Conv(3), (4, 7, 12)), {}, "has no channels"),
    (check_layer_counts, (replace(LAYER, bias=False), (4, 7, 12)), {}, "must have a bias"),
    (check_layer_counts, (LAYER, (4, 7)), {}, "input_shape=.* must be three integers"),
    (check_lighter_layers, (Pool(3), (4, 9, 9), 5), {}, "layer=Pool.* must be a Conv"),
    (check_lighter_layers, (LAYER, (4, 9, 9), "x"), {}, "at_most='x' must be an integer"),
    (check_chosen_weights, (SEED_KERNEL, "x"), {}, "total has dtype"),
    (check_chosen_weights, ([[1j]], 2), {}, "window has dtype complex128: give real numbers"),
    (check_matrix_row, ([[1j]], (2, 3), (0, 0)), {}, "kernel has dtype complex128: give real"),
    (check_ring, (ROW, ROW, "x"), {}, "length='x' must be an integer"),
    (check_ring, ([ROW, ROW], ROW, 4), {}, "signal=.* must be a row of real numbers"),
]


@pytest.mark.parametrize("answer", [None, ..., 3], ids=str)
@pytest.mark.parametrize(("check", "task", "setting", "message"), WRONG_TASKS)
def test_what_a_lessons_author_gets_wrong_raises_at_once(check, task, setting, message, answer):
    with pytest.raises((TypeError, ValueError), match=message):
        check(answer, *task, **setting)


class Tensor:
    """As a tensor with a gradient: NumPy may not read it."""

    def __array__(self, *args, **kwargs):
        raise RuntimeError("Can't call numpy() on Tensor that requires grad.")


HINTS = [
    (check_cell, Tensor(), (SEED_IMAGE, SEED_KERNEL, (0, 0)),
     "a Tensor that NumPy cannot read (Can't call numpy() on Tensor that requires grad.)"),
    (check_window, 5, (SEED_GEOMETRY, (1, 2)), "5: give two lists, the rows and the columns"),
    (check_window, "rows", (SEED_GEOMETRY, (1, 2)), "the text 'rows': give two lists"),
    (check_window, [[1, 2]], (SEED_GEOMETRY, (1, 2)), "1 thing: give two lists"),
    (check_positions, 3, (SEED_GEOMETRY, (2, 4)), "3: give a list of pairs, [(row, column), …]"),
    (
        check_positions,
        [1, 2, 3],
        (SEED_GEOMETRY, (2, 4)),
        "an array of shape (3,): give a list of pairs",
    ),
    (check_output_size, 3, (SEED_GEOMETRY,), "one number: give two, (rows, columns)"),
    (check_padding, -1, (6, 2), "no number of cells: give 0 or more on each side"),
    (check_padding, float("nan"), (6, 2), "no number of cells"),
    (check_padding, "same", (6, 2), "its name: give the number of cells"),
    (check_padding_mode, 0, (address(3, 3), address(3, 3)), "0: give the name of a mode"),
    (check_cell, [1, 2], (SEED_IMAGE, SEED_KERNEL, (0, 0)), "2 numbers: one is wanted, the sum"),
    (check_feature_map, 7, (SEED_IMAGE, SEED_KERNEL), "7: give rows of numbers"),
]  # fmt: skip


@pytest.mark.parametrize(("check", "answer", "task", "hint"), HINTS)
def test_of_an_unusable_answer_it_is_said_what_to_hand_in(check, answer, task, hint):
    assert f"your answer is {hint}" in check(answer, *task).reason


class Leaving:
    def __array__(self, *args, **kwargs):
        raise SystemExit


def test_below_all_checks_is_a_net(net):
    reason = check_cell(Leaving(), SEED_IMAGE, SEED_KERNEL, (0, 0)).reason
    assert reason == "this could not be looked at. It stopped with SystemExit: "


def test_no_other_test_sees_the_net():
    with pytest.raises(AssertionError, match="only the net"):
        check_cell(Leaving(), SEED_IMAGE, SEED_KERNEL, (0, 0))


def test_an_interrupt_gets_through():
    class Slow:
        def __array__(self, *args, **kwargs):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        check_cell(Slow(), SEED_IMAGE, SEED_KERNEL, (0, 0))


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
    *((check_window, np.meshgrid(range(2, 7), range(2, 11, 2), indexing=order),
       (SEED_GEOMETRY, (1, 2))) for order in ("ij", "xy")),
    (check_window, np.ix_(range(2, 7), range(2, 11, 2)), (SEED_GEOMETRY, (1, 2))),
    (check_window, ([-1], [0, 1]), (ConvGeometry(3, (1, 2), padding=(1, 0)), (0, 0))),
    (check_window, [(0, 1), (0, 1)], (ConvGeometry(3, (2, 2)), (0, 0))),
    *((check_positions, form, (ConvGeometry(5, 3, stride=2), (2, 0))) for form in (
        [(0, 0), (1, 0)], {(1, 0), (0, 0)}, np.array([[1, 0], [0, 0]]), [[0.0, 0], [1, 0]],
    )),
    (check_positions, np.nonzero([[1], [1]]), (ConvGeometry(5, 3, stride=2), (2, 0))),
    (check_positions, np.argwhere([[1], [1]]), (ConvGeometry(5, 3, stride=2), (2, 0))),
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
