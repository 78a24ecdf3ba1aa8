"""Checks of a cell, a feature map and a padding mode: right in any form, wrong with its reason."""

from contextlib import suppress
from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from hypothesis import given

from convlib import PADDING_MODES, add_padding, conv2d
from convlib.check import check_cell, check_feature_map, check_padding_mode
from convlib.check.mistaken_axes import parameters_in_use, unmet_mistakes
from convlib.check.mistaken_loops import map_mistakes
from convlib.check.task import Task
from convlib.examples import SEED_IMAGE, SEED_KERNEL, SEED_SETTING, address
from tests.support.examples import examples
from tests.support.tasks import arrays, geometries, setting_of

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


@pytest.mark.parametrize(("answer", "mode"), [*product(PADDING_MODES, PADDING_MODES)])
def test_the_mode_of_a_padded_image_is_known(answer, mode):
    image = address(3, 4)
    verdict = check_padding_mode(answer, image, add_padding(image, 2, padding_mode=mode))
    assert verdict.ok == (answer == mode)
    assert verdict.misconception == (None if verdict.ok else "padding mode")


def test_a_mode_that_cannot_fill_so_much_padding_is_wrong():
    verdict = check_padding_mode("reflect", [[1, 2, 3]], [[1] * 5, [1, 1, 2, 3, 3], [1] * 5])
    assert (verdict.ok, verdict.misconception) == (False, "padding mode")
    assert '"reflect" cannot fill so much padding.' in verdict.reason.lower()


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
    assert "10" not in verdict.message
    assert verdict.message.startswith("Not yet. Perhaps: ")


def test_of_one_number_no_reason_is_certain():
    for answer in range(-20, 60):
        verdict = check_cell(answer, [[1, 2, 3], [4, 5, 6]], [[4, 5], [0, 2]], (0, 1))
        assert not (verdict.certain and verdict.misconception)


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


@examples(30)  # each tries what every mistake gives against every other
@given(geometries())
def test_a_mistaken_map_is_wrong_and_its_mistake_is_one_that_gives_it(geometry):
    (image, kernel), setting = arrays(geometry), setting_of(geometry)
    task = Task.of(image, kernel, **setting)
    unmet = unmet_mistakes(parameters_in_use(geometry))
    made = []
    for name, mistake in map_mistakes():
        if name in unmet:
            continue
        with suppress(ValueError, IndexError):  # nobody gets a map that way
            made.append((name, mistake(task)))
    # Each once, however many mistakes give it.
    answers = {(answer.shape, answer.dtype, answer.tobytes()): answer for _, answer in made}
    for answer in answers.values():
        verdict = check_feature_map(answer, image, kernel, **setting)
        assert verdict.ok == np.array_equal(answer, task.feature_map)
        names = {name for name, other in made if gives(other, answer, task)}
        assert verdict.misconception in ({None} if verdict.ok else names)


def gives(mistaken, answer, task):
    """Whether a map is an answer, or has it in its corner: who counts right may step wrong."""
    if mistaken.shape != answer.shape:
        mistaken = mistaken[tuple(map(slice, task.feature_map.shape))]
    return np.array_equal(mistaken, answer)
