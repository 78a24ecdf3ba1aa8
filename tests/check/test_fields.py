"""The checks of receptive fields: right answers, and each mistake with what it is told."""

import pytest

from convlib import Branches, Conv, Pool, Transposed
from convlib.check import (
    check_dilations,
    check_field,
    check_field_start,
    check_used_cells,
)

# The stack of the lesson's exercise 1: no two mistakes give the same number.
STACK = [Conv(3, stride=2, padding=1), Conv(3, padding=2, dilation=3), Conv(5, stride=2, padding=2)]
RIGHT = (23, -9, (0, 21))
SIZES = {
    "kernels added up": 11,
    "kernels multiplied": 45,
    "strides left out of the field": 13,
    "own stride counted": 33,
    "only the stride before": 19,
    "k for k − 1": 32,
    "dilation left out of the field": 15,
    "k·d for the spread": 27,
    "dilation as a stride": 39,
    "from the output down": 21,
    "padding taken off the field": 5,
}
STARTS = {
    "paddings added up": -5,
    "own stride counted": -14,
    "half the field": -11,
    "cut at 0": 0,
    "sign forgotten": 9,
    "half the padding": -4.5,
    "dilation left out of the start": -13,
}
CELLS = {
    "padding counted as cells": (-1, 21),
    "start left out": (8, 30),
    "jump left out": (0, 15),
    "one cell too many": (0, 22),
    "centred on the jump": (0, 19),
}


def verdict_of(answer):
    return check_field(answer, STACK, 2, 64)


def test_the_right_answer_is_right_in_any_form():
    for answer in (RIGHT, list(RIGHT), (23.0, -9, [0, 21])):
        assert verdict_of(answer).ok


@pytest.mark.parametrize(("name", "size"), SIZES.items(), ids=SIZES)
def test_a_mistaken_size_is_explained(name, size):
    verdict = verdict_of((size, *RIGHT[1:]))
    assert (verdict.misconception, verdict.certain) == (name, False)
    assert verdict.reason.endswith("Look at the size.")


@pytest.mark.parametrize(("name", "start"), STARTS.items(), ids=STARTS)
def test_a_mistaken_start_is_explained(name, start):
    verdict = verdict_of((23, start, RIGHT[2]))
    assert verdict.misconception == name
    assert verdict.reason.endswith("Look at the start.")
    assert check_field_start(start, STACK).misconception == name


@pytest.mark.parametrize(("name", "cells"), CELLS.items(), ids=CELLS)
def test_mistaken_cells_are_explained(name, cells):
    verdict = verdict_of((*RIGHT[:2], cells))
    assert (verdict.misconception, verdict.certain) == (name, True)


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ((None, None, None), "put your answer in place of None"),
        ((23, None, None), "it is still None. Look at the start"),
        ((23, -9), "not three parts"),
        (23, "23: give three parts: size, start and (first, last)"),
        ((24, -9, (0, 21)), "how far do the taps reach? Look at the size"),
        ((23, -8, (0, 21)), "to the left? Look at the start"),
        ((23, -9, (1, 21)), "where does output 0 begin? Look at the cells"),
        ((23, -9, 21), "one number: give a list of 2"),
        (("a lot", -9, (0, 21)), "a lot"),
    ],
)
def test_what_no_mistake_explains_is_asked_back(answer, told):
    verdict = verdict_of(answer)
    assert not verdict.ok
    assert told in " ".join(verdict.message.split())


@pytest.mark.parametrize(
    ("layers", "error", "match"),
    [
        ([], ValueError, "layers is empty"),
        ([Transposed(3)], ValueError, "must be a Conv or a Pool"),
        ([Branches([])], ValueError, "must be a Conv or a Pool"),
        ([Conv(3, stride=2, padding="same")], ValueError, "padded by numbers"),
        ([Conv(3, padding=((0, 0), (1, 2)))], ValueError, "alike on both sides"),
        ([3], TypeError, r"layers\[0\]=3"),
    ],
)
def test_what_a_lessons_author_got_wrong_raises(layers, error, match):
    with pytest.raises(error, match=match):
        check_field_start(None, layers)


def test_a_pool_counts_as_a_convolution_does():
    assert check_field((6, -2, (2, 7)), [Conv(3, padding=2), Pool(4)], 1, 20).ok


# Cells that count

GRID = [Conv(3, dilation=d, padding=d) for d in (2, 2, 6)]


def test_the_cells_that_count_are_counted():
    assert check_used_cells(121, GRID).ok


@pytest.mark.parametrize(
    ("answer", "name"),
    [
        (441, "whole field"),
        (11, "one axis of the field"),
        (231, "used times spanned"),
        (9, "one layer's weights"),
        (27, "weights added up"),
        (729, "paths instead of cells"),
        (100, None),
    ],
)
def test_a_mistaken_count_is_explained(answer, name):
    verdict = check_used_cells(answer, GRID)
    assert verdict.misconception == name
    assert verdict.message.endswith(".")


# Dilations


@pytest.mark.parametrize("answer", [[1, 3, 9], (9, 1, 3), [3, 9, 1], [3, 1, 9]])
def test_any_order_of_the_widest_dilations_is_right(answer):
    assert check_dilations(answer).ok


def test_four_layers_and_two_taps_have_answers_of_their_own():
    assert check_dilations([1, 3, 9, 27], 4).ok
    assert check_dilations([1, 2, 4], taps=2).ok


@pytest.mark.parametrize(
    ("answer", "name", "told"),
    [
        ([1, 2, 4], None, "no hole, and 15 cells wide. There are wider ones."),
        ([1, 2, 9], None, "21 of 25 cells count."),
        ([2, 4, 8], "dilations with a common factor", "15 of 29 cells count."),
        ([1, 3], None, "2 numbers: give 3"),
        ([0, 1, 2], None, "from 1 to 99"),
        ([1, 1.5, 2], None, "from 1 to 99"),
        ([1, 3, 900], None, "from 1 to 99"),
        (None, None, "put your answer in place of None"),
    ],
)
def test_other_dilations_are_told_what_they_give(answer, name, told):
    verdict = check_dilations(answer)
    assert (verdict.ok, verdict.misconception) == (False, name)
    assert told in " ".join(verdict.message.split())
