"""Kernels of few or equal weights, one tap after another."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from convlib.engine.shifts import add_shifted, in_turn, sum_in_turn, takes_few_steps
from tests.support.examples import examples
from tests.support.random_convolutions import scipy_correlate

RNG = np.random.default_rng(5)
SHARPEN = [[0, -1, 0], [-1, 5, -1], [0, -1, 0]]
sides = st.integers(1, 4)
small = st.integers(-3, 3)


@st.composite
def kernels(draw):
    """Draw a kernel of small whole numbers, not all 0: any, or a column times a row."""
    height, width = draw(sides), draw(sides)
    if draw(st.booleans()):
        kernel = draw(arrays(int, (height, width), elements=small))
    else:
        factors = (draw(arrays(int, size, elements=small)) for size in (height, width))
        kernel = np.outer(*factors)
    return kernel if kernel.any() else kernel + 1


@pytest.mark.parametrize("dtype", [np.int16, np.int32, np.float32, np.float64])
def test_sums_of_whole_numbers_are_scipys(dtype):
    @examples(60)
    @given(kernels(), st.tuples(sides, sides))
    def agree(kernel, dilation):
        cells = RNG.integers(-90, 90, (20, 24))
        found = sum_in_turn(kernel.astype(dtype), cells.astype(dtype), dilation)
        assert found.dtype == dtype
        right = scipy_correlate(cells, kernel, stride=(1, 1), dilation=dilation)
        np.testing.assert_array_equal(found, right)

    agree()


@pytest.mark.parametrize("kernel", [RNG.normal(size=(3, 4)), np.outer(*RNG.normal(size=(2, 5)))])
def test_sums_of_any_weights_are_scipys(kernel):
    cells = RNG.normal(size=(20, 24))
    right = scipy_correlate(cells, kernel, stride=(1, 1), dilation=(1, 3))
    np.testing.assert_allclose(sum_in_turn(kernel, cells, (1, 3)), right, atol=1e-13)


def test_cells_and_kernel_are_left_alone():
    kernel, cells = np.array(SHARPEN, np.int16), RNG.integers(-90, 90, (9, 9)).astype(np.int16)
    kernel.setflags(write=False)
    cells.setflags(write=False)
    sum_in_turn(kernel, cells, (1, 1))


@pytest.mark.parametrize(
    ("kernel", "steps"),
    [
        ([[1]], 0),
        ([[3]], 1),
        (SHARPEN, 5),
        ([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]], 4),  # a column in 3, a row in 1
        (np.ones((3, 3)), 4),
        (np.full((3, 3), 2), 5),
        (np.outer([1, 2, 1], [1, 2, 1]), 6),
        (np.outer([0.3, 0.4, 0.3], [0.3, 0.4, 0.3]), 7),
        ([[1, 2], [3, 5]], 6),
    ],
)
def test_steps_are_counted(kernel, steps):
    assert sum(turn.steps() for turn in in_turn(np.asarray(kernel))) == steps


@pytest.mark.parametrize("kernel", [SHARPEN, np.outer([1, 2, 1], [0.5, 0.7, 0.5]), [[-2, 3, -2]]])
def test_as_many_steps_are_taken_as_counted(kernel, monkeypatch):
    taken = []

    class Counted(np.ndarray):
        def __array_ufunc__(self, ufunc, method, *inputs, out=(None,), **_):
            taken.append(ufunc)
            plain = [np.asarray(value) for value in inputs]
            result = ufunc(*plain, out=None if out[0] is None else np.asarray(out[0]))
            return result.view(Counted)

    kernel = np.array(kernel, float)
    cells = RNG.normal(size=(9, 9))
    for turn in in_turn(kernel):
        cells = add_shifted(turn, cells.view(Counted), (1, 1))
    assert len(taken) == sum(turn.steps() for turn in in_turn(kernel))


def test_factors_that_are_not_whole_are_of_no_use_to_integers():
    kernel = np.outer([2, 3], [2, 3])  # as floats: a column of 1 and 1.5
    assert len(in_turn(kernel * 1.0)) == 2
    assert [turn.size for turn in in_turn(kernel)] == [(2, 2)]


@pytest.mark.parametrize(
    ("few", "kernel"),
    [
        (True, SHARPEN),
        (True, np.outer([1, 2, 1], [0.3, 0.4, 0.3])),
        (True, np.ones((8, 8))),
        (False, np.ones((9, 9))),
        (True, np.ones((9, 9), int)),
        (True, np.arange(1, 10).reshape(3, 3)),
        (False, RNG.normal(size=(3, 3))),
        (False, RNG.normal(size=(50, 50))),
        (False, RNG.integers(1, 99, (5, 5))),
        (False, [[1, 2], [3, 5.5]]),  # 7 steps are more than 4 taps
        (False, np.zeros((3, 3), int)),
    ],
)
def test_few_steps_are_told_from_many(few, kernel):
    assert takes_few_steps(np.asarray(kernel)) is few
