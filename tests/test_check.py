"""The checks of the exercises: right answers, each known mistake, and anything else."""

import numpy as np
import pytest

from convlib import gaussian_kernel
from convlib.check import check_blur_kernel, check_gaussian_split, check_to_pixels

CHECKS = [check_blur_kernel, check_gaussian_split, check_to_pixels]
UNUSABLE = [None, ..., "blur", 3, [], [[1, 2], [3]], {"a": 1}, float("nan"), object, len]


def said(capsys, check, answer):
    assert check(answer) is None
    return capsys.readouterr().out


@pytest.mark.parametrize("check", CHECKS)
@pytest.mark.parametrize("answer", UNUSABLE, ids=str)
def test_anything_unusable_is_answered_and_never_right(capsys, check, answer):
    assert said(capsys, check, answer).startswith("Not yet: ")


@pytest.mark.parametrize("check", CHECKS)
def test_every_check_is_documented(check):
    assert "Lesson" in check.__doc__


BLURS = {
    "Right": np.ones((5, 5)) / 25,
    "shape (3, 3)": np.ones((3, 3)) / 9,
    "sum to 25": np.ones((5, 5)),
    "every weight is 0": np.ones((5, 5), int) // 25,
    "one pixel is copied": np.outer([0, 0, 1, 0, 0], [0, 0, 1, 0, 0]),
    "counts all 25 pixels alike": gaussian_kernel(5, 1),
    "yours sum to 300": np.arange(25).reshape(5, 5),
}


@pytest.mark.parametrize("words", BLURS)
def test_blur_kernel(capsys, words):
    assert words in said(capsys, check_blur_kernel, BLURS[words])


def wrapping(sums):
    return np.rint(sums).astype(np.int64).astype(np.uint8)


PIXELS = {
    "Right": lambda sums: np.clip(np.rint(sums), 0, 255).astype(np.uint8),
    "400 came out as 144 instead of 255. It wrapped around": wrapping,
    "clip before you convert": lambda sums: np.clip(wrapping(sums), 0, 255),
    "-60 came out as 196 instead of 0. It wrapped": lambda sums: wrapping(np.minimum(sums, 255)),
    "-60 came out as -60 instead of 0. Clip": lambda sums: np.minimum(np.rint(sums), 255),
    "99.6 came out as 99 instead of 100. The fraction": lambda sums: wrapping(
        np.floor(np.clip(sums, 0, 255))
    ),
    "do not rescale": lambda sums: wrapping((sums + 60) / 460 * 255),
    "their dtype is float64": lambda sums: np.clip(np.rint(sums), 0, 255),
    "Is return missing?": lambda sums: None,
    "stopped with ZeroDivisionError": lambda sums: 1 / 0,
}


@pytest.mark.parametrize("words", PIXELS)
def test_to_pixels(capsys, words):
    assert words in said(capsys, check_to_pixels, PIXELS[words])


def test_a_warning_in_a_learners_function_is_not_an_error(capsys):
    assert "Not yet" in said(capsys, check_to_pixels, lambda sums: sums.astype(np.uint8))


GAUSSIAN = gaussian_kernel(5, 1)
SPLITS = {
    "Right": GAUSSIAN.sum(axis=0),
    "Right: a column": np.sqrt(GAUSSIAN.diagonal()),
    "Right: a column of 5": gaussian_kernel((1, 5), 1),
    "your weights sum to 0.4026": GAUSSIAN[2],
    "Take the square root": GAUSSIAN.diagonal(),
    "w has shape (5, 5)": GAUSSIAN,
    "misses the kernel by up to 0.122": np.full(5, 1 / 5),
}


@pytest.mark.parametrize("words", SPLITS)
def test_gaussian_split(capsys, words):
    assert words in said(capsys, check_gaussian_split, SPLITS[words])
