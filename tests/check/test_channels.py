"""Checks of channels: sums by hand, what a layer costs, lighter layers, a learner's own layer."""

import numpy as np
import pytest
from hypothesis import given
from numpy.lib.stride_tricks import sliding_window_view

from convlib import Conv, conv2d, cost
from convlib.check import (
    check_channel_sums,
    check_conv2d,
    check_layer_counts,
    check_lighter_layers,
)
from convlib.check.channel_cases import CASES, draw_channel_cases
from convlib.check.channel_task import ChannelTask
from convlib.check.mistaken_channels import CHANNEL_MISTAKES, mistaken_maps
from convlib.check.mistaken_counts import (
    mistaken_multiply_adds,
    mistaken_parameters,
    mistaken_shapes,
)
from convlib.check.sentences import SENTENCES
from tests.support.examples import examples
from tests.support.random_channels import layers

# Sums by hand

IMAGE = np.array([[[0, 2], [0, 0]], [[1, 1], [1, 0]], [[1, 0], [3, 2]], [[0, 0], [1, 1]]])
KERNEL = np.array(
    [[[[2, 1], [-1, -1]], [[1, 0], [-1, 1]]], [[[-1, 1], [-1, -1]], [[1, 2], [1, 0]]]]
)
SETTING = {"bias": [10, 20], "groups": 2}


@pytest.mark.parametrize("answer", [(12, 15), [12.0, 15], [[[12]], [[15]]], np.array([12, 15])])
def test_right_sums_pass_in_any_form(answer):
    assert check_channel_sums(answer, IMAGE, KERNEL, **SETTING).ok


@pytest.mark.parametrize(
    ("answer", "name"),
    [
        ((2, -5), "bias left out"),
        ((22, 35), "bias for each channel"),
        ((12, 5), "one bias for all outputs"),
        ((12, 26), "first group only"),
        ((12, 20), "channels dealt out in turn"),
        ((7, 26), "groups in reverse"),
        ((9, 21), "groups left out"),
        ((12, 14), "first channel only"),
        ((12, 22), "channels in reverse"),
        (([12, 10], [14, 21]), "channels not added up"),
        ((11, 17.5), "mean over channels"),
        ((8, 23), "flipped kernel"),
        (27, "outputs added up"),
        ((12, 16), None),
        ((12, 15, 0), None),
        ("twelve", None),
    ],
)
def test_a_wrong_sum_is_told_its_mistake(answer, name):
    verdict = check_channel_sums(answer, IMAGE, KERNEL, **SETTING)
    assert (verdict.ok, verdict.misconception) == (False, name), verdict


def test_a_layer_that_does_not_fit_raises_at_once():
    with pytest.raises(ValueError, match="image has 4 channels"):
        check_channel_sums(None, IMAGE, KERNEL)


def as_task(layer):
    return ChannelTask(layer["image"], layer["kernel"], layer["bias"], layer["groups"])


@examples(60)
@given(layer=layers())
def test_the_shares_add_up_to_the_truth_and_no_mistake_gives_it(layer):
    task = as_task(layer)
    truth = conv2d(**layer)
    sums = task.shares.sum(axis=1) + layer["bias"][:, None, None]
    np.testing.assert_allclose(sums, truth)
    assert task.agrees(truth)
    assert not task.agrees(truth + 1)
    assert not any(task.agrees(maps) for _, maps in mistaken_maps(task))


def test_every_mistake_has_a_sentence():
    layer = Conv(3, channels=24, groups=4)
    counted = mistaken_shapes(layer, 8)
    counted += mistaken_parameters(layer, (8, 9, 9)) + mistaken_multiply_adds(layer, (8, 9, 9))
    names = {name for name, _ in [*CHANNEL_MISTAKES, *counted]}
    assert names <= SENTENCES.keys()


# What a layer costs

LAYER, SHAPE = Conv(3, stride=2, padding=1, channels=24, groups=4), (8, 15, 25)


@pytest.mark.parametrize(
    ("answer", "name"),
    [
        (((24, 8, 3, 3), 456, 44928), "groups left out"),
        (((6, 8, 3, 3), 456, 44928), "outputs divided instead"),
        (((6, 2, 3, 3), 456, 44928), "outputs divided too"),
        (((8, 6, 3, 3), 456, 44928), "outputs and channels swapped"),
        (((4, 6, 2, 3, 3), 456, 44928), "groups as an axis"),
        (((3, 3, 2, 24), 456, 44928), "kernel's axes last"),
        (((24, 2, 3, 3), 432, 44928), "bias left out"),
        (((24, 2, 3, 3), 1752, None), "groups left out"),
        (((24, 2, 3, 3), 433, None), "one bias for the layer"),
        (((24, 2, 3, 3), 480, None), "bias for each kernel"),
        ((None, 240, None), "channels left out"),
        (((24, 2, 3, 3), 456, 162000), "positions of the image"),
        (((24, 2, 3, 3), 456, 89856), "multiply-add as two"),
        (((24, 2, 3, 3), 456, 47424), "bias as a multiply-add"),
        (((24, 2, 3, 3), 456, 432), "weights only"),
        (((24, 2, 3, 3), 456, 432 * 7 * 12), "padding left out"),
        (((24, 2, 3, 3), 456, 44929), None),
        (((24, 2, 3, 3), 456), None),
        (((24, 2), 456, 44928), None),
        ((None, None, None), None),
        ((None, 456, 44928), None),
        (3, None),
    ],
)
def test_a_wrong_count_is_told_its_mistake(answer, name):
    verdict = check_layer_counts(answer, LAYER, SHAPE)
    assert (verdict.ok, verdict.misconception) == (False, name), verdict


def test_a_verdict_says_which_of_the_counts_it_is_about():
    said = check_layer_counts(((24, 2, 3, 3), 432, 44928), LAYER, SHAPE).reason
    assert said.endswith("Look at the parameters again.")
    said = check_layer_counts(((24, 2, 3, 3), 456, 5), LAYER, SHAPE).message
    assert said.startswith("Not yet: the multiply-adds: how many positions")
    said = check_layer_counts(((24, 2), 456, 5), LAYER, SHAPE).message
    assert "a list of 2: give a list of 4, as the shape" in said
    said = check_layer_counts((None, 456, 44928), LAYER, SHAPE).message
    assert said == "Not yet: right so far; 1 of 3 are still None."


def test_right_counts_pass():
    assert check_layer_counts(((24, 2, 3, 3), 456, 44928), LAYER, SHAPE).ok
    assert cost([LAYER], SHAPE)[0][1:] == (456, 44928)


# Lighter layers

STANDARD, PHOTO = Conv(3, padding=1, channels=64), (32, 56, 56)
FIFTH = cost([STANDARD], PHOTO)[0].multiply_adds // 5


def depthwise(channels, **setting):
    return Conv(3, padding=1, channels=channels, groups=channels, **setting)


@pytest.mark.parametrize(
    "layers",
    [
        [depthwise(32), Conv(1, channels=64)],
        [Conv(1, channels=64), depthwise(64)],
        (depthwise(32), Conv(1, channels=64, bias=False)),
        [Conv(1, channels=12), Conv(3, padding=1, channels=12), Conv(1, channels=64)],
        [Conv((3, 1), padding=(1, 0), channels=8), Conv((1, 3), padding=(0, 1), channels=64)],
    ],
)
def test_any_lighter_layers_pass_that_see_as_much(layers):
    verdict = check_lighter_layers(layers, STANDARD, PHOTO, FIFTH)
    assert verdict.ok, verdict


@pytest.mark.parametrize(
    ("layers", "name", "told"),
    [
        ([STANDARD], "not lighter", "Together it is 57802752; at most 11560550 are wanted"),
        ([Conv(3, padding=1, channels=64, groups=32)], "channels never meet", ""),
        ([depthwise(32), Conv(1, channels=64, groups=2)], "channels never meet", ""),
        ([Conv(1, channels=64)], "one pixel only", "It sees 1×1 of them; 3×3 are wanted"),
        ([Conv(3, channels=32, groups=32), Conv(1, channels=64)], None, "64×54×54; 64×56×56 is"),
        ([Conv(3, padding=1)], None, "has no channels"),
        ([Conv(3, channels=64, groups=64)], None, "must divide its 32 input channels"),
        ([], None, "give a list of layers"),
        (STANDARD, None, "give a list of layers"),
        ([3], None, "give a list of layers"),
    ],
)
def test_layers_that_will_not_do_are_told_why(layers, name, told):
    verdict = check_lighter_layers(layers, STANDARD, PHOTO, FIFTH)
    assert (verdict.ok, verdict.misconception) == (False, name), verdict
    assert told in " ".join(verdict.message.split())


# A learner's own layer


def plane_by_plane(image, kernel, bias, groups):
    outputs, per_group = kernel.shape[:2]
    maps = []
    for output in range(outputs):
        first = output // (outputs // groups) * per_group
        planes = range(per_group)
        maps.append(sum(conv2d(image[first + n], kernel[output, n]) for n in planes) + bias[output])
    return np.array(maps)


def group_by_group(image, kernel, bias=None, groups=1):
    channels, outputs = np.split(image, groups), np.split(kernel, groups)
    maps = [conv2d(image, kernel) for image, kernel in zip(channels, outputs, strict=True)]
    return np.concatenate(maps) + bias[:, None, None]


def six_loops(image, kernel, bias, groups):
    (outputs, per_group, m, n), (_, h, w) = kernel.shape, image.shape
    out = [[[float(b)] * (w - n + 1) for _ in range(h - m + 1)] for b in bias]
    for o, c, i, j in np.ndindex(outputs, per_group, m, n):
        first = o * groups // outputs * per_group
        for row, col in np.ndindex(h - m + 1, w - n + 1):
            out[o][row][col] += image[first + c, row + i, col + j] * kernel[o, c, i, j]
    return out


def by_einsum(image, kernel, bias, groups):
    views = sliding_window_view(image, kernel.shape[2:], (1, 2))
    views = views.reshape(groups, -1, *views.shape[1:])
    kernels = kernel.reshape(groups, -1, *kernel.shape[1:])
    maps = np.einsum("gcrxij,gocij->gorx", views, kernels)
    return maps.reshape(-1, *maps.shape[2:]) + bias[:, None, None]


RIGHT = [plane_by_plane, group_by_group, six_loops, by_einsum]


@pytest.mark.parametrize("right", RIGHT)
def test_a_right_layer_passes_in_any_style(right):
    assert check_conv2d(right, upto="groups").ok
    assert check_conv2d(lambda image, kernel, bias: right(image, kernel, bias, 1), "bias").ok


def test_float32_and_conv2d_itself_pass():
    assert check_conv2d(conv2d, "groups").ok
    assert check_conv2d(lambda *a, **k: conv2d(*a, **k).astype(np.float32), "groups").ok


SOURCE = """
def mine(image, kernel, bias, groups):
    outputs, n = kernel.shape[:2]
    maps = []
    for o in range(outputs):
        first = o // (outputs // groups) * n
        total = bias[o]
        for c in range(n):
            total = total + conv2d(image[first + c], kernel[o, c])
        maps.append(total)
    return np.array(maps)
"""


@pytest.mark.parametrize(
    ("name", "right", "wrong"),
    [
        ("bias left out", "total = bias[o]", "total = 0"),
        ("one bias for all outputs", "bias[o]", "bias[0]"),
        ("bias for each channel", "conv2d(image[first + c], kernel[o, c])",
         "conv2d(image[first + c], kernel[o, c]) + (bias[o] if c else 0)"),
        ("first channel only", "range(n)", "range(1)"),
        ("last channel only", "total = total +", "total = bias[o] +"),
        ("first group only", "image[first + c]", "image[c]"),
        ("one kernel for all channels", "kernel[o, c]", "kernel[o, 0]"),
        ("first output's kernels", "kernel[o, c]", "kernel[0, c]"),
        ("channels in reverse", "kernel[o, c]", "kernel[o, n - 1 - c]"),
        ("outputs and channels swapped", "kernel[o, c]", "kernel[c, o]"),
        ("flipped kernel", "kernel[o, c]", "kernel[o, c, ::-1, ::-1]"),
        ("outputs dealt out in turn", "o // (outputs // groups) * n", "o % groups * n"),
        ("channels dealt out in turn", "image[first + c]", "image[first // n + c * groups]"),
        ("groups in reverse", "first = o //", "first = (outputs - 1 - o) //"),
        ("outputs added up", "np.array(maps)", "sum(maps)"),
        ("mean over channels", "+ conv2d(image[first + c], kernel[o, c])",
         "+ conv2d(image[first + c], kernel[o, c]) / n"),
        ("channels not added up", "        maps.append(total)", "    maps.append(total)"),
        ("no return", "    return np.array(maps)", "    pass"),
        (None, "image[first + c]", "image[first + c] + 1"),
    ],
)  # fmt: skip
def test_a_real_mistake_is_named(name, right, wrong):
    assert right in SOURCE
    names = {"conv2d": conv2d, "np": np}
    if name == "channels not added up":
        wrong = "            maps.append(bias[o] + conv2d(image[first + c], kernel[o, c]))"
    exec(SOURCE.replace(right, wrong), names)
    verdict = check_conv2d(names["mine"], upto="groups")
    assert (verdict.ok, verdict.misconception) == (False, name), verdict


def all_channels(image, kernel, bias, groups):
    return conv2d(image, np.tile(kernel, (1, groups, 1, 1)), bias=bias)


def bias_on_the_last_axis(image, kernel, bias):
    return conv2d(image, kernel) + bias


def over_the_first_axis(image, kernel, bias):
    shares = [[conv2d(image[c], row[c]) for c in range(len(image))] for row in kernel]
    return np.sum(np.array(shares) + bias[:, None, None, None], axis=0)


@pytest.mark.parametrize(
    ("wrong", "upto", "name"),
    [
        (all_channels, "groups", "groups left out"),
        (bias_on_the_last_axis, "bias", "bias along the columns"),
        (over_the_first_axis, "bias", "added up over outputs"),
    ],
)
def test_real_mistakes_in_one_line_are_named(wrong, upto, name):
    assert check_conv2d(wrong, upto).misconception == name


def test_a_bias_changed_in_place_spoils_no_other_case():
    def mine(image, kernel, bias, groups):
        maps = conv2d(image, kernel, bias=bias, groups=groups)
        bias *= 0
        return maps

    assert check_conv2d(mine, "groups").ok
    assert check_conv2d(conv2d, "groups").ok


def test_the_smallest_case_is_shown_with_its_setting():
    said = check_conv2d(lambda image, kernel, bias: conv2d(image, kernel), "bias").message
    assert "\nbias      [" in said
    assert "The smallest case" in said


def test_a_result_in_place_of_the_function_is_told():
    assert check_conv2d(np.ones((2, 2, 2)), "bias").misconception == "result instead of function"


def test_names_that_are_no_parameter_and_flips_are_refused():
    with pytest.raises(ValueError, match="upto='channels' must be None or one of"):
        check_conv2d(conv2d, "channels")
    with pytest.raises(ValueError, match="goes without flip_kernel"):
        check_conv2d(conv2d, "bias", flip_kernel=True)


@pytest.mark.parametrize("upto", ["bias", "groups"])
def test_cases_are_always_the_same_small_first_and_telling(upto):
    cases = draw_channel_cases(upto)
    again = draw_channel_cases.__wrapped__(upto)
    assert len(cases) == CASES
    for case, same in zip(cases, again, strict=True):
        np.testing.assert_array_equal(case.task.image, same.task.image)
    assert cases == sorted(cases, key=lambda case: case.bulk)
    assert {case.task.groups for case in cases} == ({1} if upto == "bias" else {1, 2, 3})
    several = [case for case in cases if min(case.task.kernel.shape[:2]) > 1]
    assert len(several) > CASES / 4
