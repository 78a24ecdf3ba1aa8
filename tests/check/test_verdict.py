"""What a check says: its text, its sentences, and no misconception for a right answer."""

from dataclasses import replace
from itertools import product

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

import convlib
from convlib import conv2d
from convlib.check import (
    Verdict,
    check_cell,
    check_feature_map,
    check_output_size,
    check_positions,
    check_span,
    check_window,
)
from convlib.check.mistaken_loops import map_mistakes
from convlib.check.sentences import SENTENCES
from convlib.check.verdict import right, wrong
from convlib.examples import SEED_IMAGE, SEED_KERNEL, SEED_SETTING
from tests.support.tasks import SEED_GEOMETRY, arrays, geometries, setting_of


def test_checks_joined_by_and_tell_the_first_answer_that_is_wrong():
    first, second = wrong("add again."), wrong("count again.")
    assert (right("12.") and first and second) is first
    assert (first and right("12.")) is first
    assert (right("12.") and right("7.")).message == "Right: 7."


def test_the_repr_is_the_message_in_short_lines():
    verdict = check_cell(50, SEED_IMAGE, SEED_KERNEL, (1, 2), **SEED_SETTING)
    assert isinstance(verdict, Verdict)
    assert repr(verdict) == verdict.message
    assert max(map(len, verdict.message.splitlines())) <= 84


def test_a_verdict_keeps_its_parts():
    verdict = replace(check_output_size((2, 6), SEED_GEOMETRY), certain=True)
    assert verdict.misconception == "missing + 1"
    assert verdict.detail == "Look at the rows again."
    assert verdict.reason == f"{SENTENCES['missing + 1']} Look at the rows again."
    assert " ".join(verdict.message.split()) == f"Not yet: {verdict.reason}"
    doubted = replace(verdict, certain=False)
    assert " ".join(doubted.message.split()) == f"Not yet. Perhaps: {verdict.reason}"


def test_every_check_is_offered_by_convlib():
    offered = {name for name in convlib.__all__ if name.startswith("check_")}
    assert offered == {name for name in convlib.check.__all__ if name.startswith("check_")}


def test_every_misconception_is_told_in_a_sentence():
    assert [
        name for name, sentence in SENTENCES.items() if not sentence.endswith((".", ".)", "?"))
    ] == []
    assert {name for name, _ in map_mistakes()} <= SENTENCES.keys()


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
