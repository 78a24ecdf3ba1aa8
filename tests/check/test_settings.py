"""The check of an open question: any settings that give the size wanted are right."""

from itertools import product

import pytest

from convlib import output_size
from convlib.check import check_settings

NINE_TO_FIVE = [
    setting
    for setting in product((1, 2, 3), (0, 1, 2, 3), (1, 2, 3))
    if 9 + 2 * setting[1] >= 2 * setting[2] + 1
    and (9 + 2 * setting[1] - 2 * setting[2] - 1) // setting[0] + 1 == 5
]


def test_any_three_right_settings_pass_in_any_order():
    assert len(NINE_TO_FIVE) == 6
    for three in product(NINE_TO_FIVE, repeat=3):
        assert check_settings(three, 9, 3, 5).ok == (len(set(three)) == 3)


def test_without_a_dilation_there_are_no_gaps():
    assert check_settings([(2, 1), (3, 2), (3, 3)], 8, 3, 4).ok
    assert output_size(8, 3, 3, 3) == 4


@pytest.mark.parametrize(
    ("setting", "misconception"),
    [
        ((1, 2, 2), "padding left out"),  # 9×9
        ((2, 0, 1), "kernel left out of the size"),  # 4×4
        ((1, 2, 3), None),  # 7×7: one side only, or half of it on each
        ((3, 1, 2), None),  # 3×3
    ],
)
def test_a_setting_that_gives_another_size_is_told_and_its_mistake_is_named(setting, misconception):
    verdict = check_settings([(1, 0, 2), setting, (2, 1, 1)], 9, 3, 5)
    assert (verdict.ok, verdict.misconception) == (False, misconception)
    stride, padding, dilation = setting
    told = f"tride {stride}, padding {padding}, dilation {dilation} gives "
    assert told in verdict.reason
    assert verdict.reason.endswith("cells; 5×5 are wanted.")


def test_a_map_as_large_as_the_image_is_no_mistake_where_it_is_wanted():
    verdict = check_settings([(2, 0, 4)], 9, 3, 9)  # gives 1×1
    assert (verdict.ok, verdict.misconception) == (False, None)


def test_too_few_settings_are_told_how_many_more_are_wanted():
    assert "1 more is wanted" in check_settings([(1, 0, 2), (2, 1, 1), (2, 1, 1)], 9, 3, 5).reason
    assert check_settings([(1, 0, 2)], 9, 3, 5, count=1).ok


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ((1, 0, 2), "no list of settings: give [(stride, padding), …]"),
        ([(1, 0.5, 2)], "not in whole cells"),
        ([(1, 0, 5)], "stride 1, padding 0, dilation 5 will not do: the dilated kernel spans 11"),
        ([(0, 0, 2)], "stride 0, padding 0, dilation 2 will not do: stride=0 must be at least 1"),
        ([(1, -1, 1)], "will not do: "),
    ],
)
def test_what_is_no_setting_is_told(answer, told):
    verdict = check_settings(answer, 9, 3, 5)
    assert not verdict.ok
    assert told in verdict.reason
