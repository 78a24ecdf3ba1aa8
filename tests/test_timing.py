"""Ratios of the benchmarks, of times that are given."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.timing import ratio
from tests.support.examples import examples

pairs = st.tuples(st.floats(1e-6, 10), st.floats(1e-6, 10))


def test_a_ratio_is_that_of_a_round_and_not_of_medians_from_different_rounds():
    ours, theirs = [1, 8, 9, 10, 40], [1, 4, 9, 20, 40]
    assert ratio([ours, theirs]) == (1, 1, 1)
    assert ratio([ours[:4], theirs[:4]]) == (1, 1, 1)
    slow = [1.0, 6.0, 7.0, 8.0], [4.0, 3.0, 2.0, 1.0]
    assert ratio(slow) == (pytest.approx(2.75), 2, 3.5)


@examples(50)
@given(st.lists(pairs, min_size=1, max_size=9))
def test_the_spread_contains_the_ratio(times):
    middle, low, high = ratio([*zip(*times, strict=True)])
    assert low <= middle <= high
