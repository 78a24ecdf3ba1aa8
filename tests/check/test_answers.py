"""Whatever is handed in: unusable is answered, right passes in any form, and no check crashes."""

from fractions import Fraction
from itertools import product

import numpy as np
import pytest

from convlib import ConvGeometry, add_padding, gaussian_kernel
from convlib.check import (
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
