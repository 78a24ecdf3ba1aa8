"""check_cell, check_feature_map and check_size: right answers, and each known mistake."""

import numpy as np
import pytest

from convlib import conv2d
from convlib.check import check_cell, check_feature_map, check_size
from convlib.examples import SEED_IMAGE, SEED_KERNEL

SEED = {"stride": (2, 1), "padding": (0, 0), "dilation": (1, 2)}


def said(capsys, check, *task, **setting):
    assert check(*task, **setting) is None
    return capsys.readouterr().out


@pytest.mark.parametrize("answer", [None, ..., "six", [], [[1, 2], [3]], object, len], ids=str)
@pytest.mark.parametrize(
    ("check", "task"),
    [
        (check_cell, (SEED_IMAGE, SEED_KERNEL, (0, 0))),
        (check_feature_map, (SEED_IMAGE, SEED_KERNEL)),
        (check_size, (SEED_IMAGE.shape, SEED_KERNEL.shape)),
    ],
    ids=["cell", "map", "size"],
)
def test_anything_unusable_is_answered_and_never_right(capsys, check, task, answer):
    assert said(capsys, check, answer, *task).startswith("Not yet: ")


CELLS = {  # the seed's cell (1, 2) is 78 (facts.md)
    "Right: 78": 78,
    "flipped": 82,
    "Multiply each by its weight": 50,
    "Write all 25 products": 1000,
}


@pytest.mark.parametrize("words", CELLS)
def test_a_cell_is_right_or_the_mistake_is_named(capsys, words):
    assert words in said(capsys, check_cell, CELLS[words], SEED_IMAGE, SEED_KERNEL, (1, 2), **SEED)


def test_a_missing_product_is_told(capsys):
    heard = said(capsys, check_cell, 4, [[1, 2, 3]], [[4, 5, 0]], (0, 0))
    assert "one product is missing; 10 would" in heard


def test_row_and_column_swapped_is_told(capsys):
    image = np.arange(9).reshape(3, 3) ** 2
    kernel = [[1, 2], [3, 5]]
    assert "the row comes first" in said(
        capsys, check_cell, conv2d(image, kernel)[0, 1], image, kernel, (1, 0)
    )


MAPS = {
    "Right": SEED,
    "flipped": SEED | {"flip_kernel": True},
    "rows and columns are swapped": {"stride": (1, 2), "dilation": (2, 1)},
    "the stride was left out": SEED | {"stride": 1},
    "the dilation was left out": SEED | {"dilation": 1},
    "counted from 0": SEED | {"dilation": (2, 3)},
}


@pytest.mark.parametrize("words", MAPS)
def test_a_feature_map_is_right_or_the_mistake_is_named(capsys, words):
    answer = conv2d(SEED_IMAGE, SEED_KERNEL, **MAPS[words])
    assert words in said(capsys, check_feature_map, answer, SEED_IMAGE, SEED_KERNEL, **SEED)


@pytest.mark.parametrize("words", ["the stride was left out", "the dilation was left out"])
def test_a_wrong_step_is_named_though_the_shape_is_right(capsys, words):
    answer = conv2d(SEED_IMAGE, SEED_KERNEL, **MAPS[words])[:3, :6]
    assert words in said(capsys, check_feature_map, answer, SEED_IMAGE, SEED_KERNEL, **SEED)


def test_padding_left_out_is_told(capsys):
    answer = conv2d(SEED_IMAGE, SEED_KERNEL)
    assert "the padding was left out" in said(
        capsys, check_feature_map, answer, SEED_IMAGE, SEED_KERNEL, padding=2
    )


def test_one_wrong_cell_is_pointed_at(capsys):
    answer = conv2d(SEED_IMAGE, SEED_KERNEL, **SEED)
    answer[1, 2] += 1
    heard = said(capsys, check_feature_map, answer, SEED_IMAGE, SEED_KERNEL, **SEED)
    assert "cell (1, 2) should be 78 and is 79; 17 of 18" in heard


def test_another_shape_is_told(capsys):
    heard = said(capsys, check_feature_map, [[1, 2]], SEED_IMAGE, SEED_KERNEL, **SEED)
    assert "shape (1, 2), and (3, 6) is wanted" in heard


SIZES = [
    ((3, 6), {}, "Right"),
    ((6, 3), {}, "rows and columns are swapped"),
    ((3, 6, 1), {}, "give two numbers"),
    ((3, 10), {}, "k instead of k̂"),
    ((2, 6), {}, "miss the + 1"),
    ((3, 14), {}, "those of the image"),
    ((3, 2), {}, "counted from 0"),
    ((5, 6), {}, "leave the stride out"),
    ((99, 6), {}, "are not 99. The span is 5"),
    ((3.5, 4), {"input_size": (8, 8), "kernel_size": 3, "stride": 2, "dilation": 1}, "not whole"),
    ((4, 6), {"padding": (1, 0), "stride": (1, 1)}, "come from s + 1"),
    ((8, 6), {"padding": (3, 0), "stride": (1, 1)}, "count the padding once"),
]


@pytest.mark.parametrize(("answer", "other", "words"), SIZES)
def test_a_size_is_right_or_the_mistake_is_named(capsys, answer, other, words):
    task = {"input_size": (9, 14), "kernel_size": (5, 5)} | SEED | other
    assert words in said(capsys, check_size, answer, **task)
