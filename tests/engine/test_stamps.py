"""Stamping phase by phase, against stamping tap by tap, and against brute force."""

import tracemalloc

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from convlib.axis import Axis
from convlib.engine import NO_PADDING, Setting
from convlib.engine.stamps import phases, stamp, stamp_taps, turn
from tests.support.examples import examples
from tests.support.random_layers import transposed

some = examples(60)
few = st.integers(1, 6)
RNG = np.random.default_rng(3)


@pytest.mark.usefixtures("tiles")
@given(transposed())
@examples(30)
def test_stamping_by_phases_agrees_with_stamping_by_taps(case):
    maps, kernel, options = case
    size = maps.shape[2] * 4 + 3, maps.shape[3] * 3 + 9  # also where no stamp arrives
    setting = Setting(
        options["stride"],
        options["padding"],
        options["dilation"],
        options["groups"],
        "zeros",
        maps.shape[2:],
    )
    found, right = (
        function(maps, kernel, setting, size, np.dtype(float)) for function in (stamp, stamp_taps)
    )
    np.testing.assert_allclose(found, right, atol=1e-12)


@some
@given(few, few, few, st.integers(0, 9), few, st.integers(1, 40))
def test_phases_hold_each_cell_that_a_tap_reaches_once(
    maps, kernel, stride, before, dilation, size
):
    found = phases(maps, kernel, stride, (before, 0), dilation, size)
    held = [cell for phase in found for cell in range(size)[phase.cells]]
    assert len(held) == len({*held})
    axis = Axis(size, kernel, stride, before, 0, dilation, maps)
    assert {cell for cell, count in enumerate(axis.counts()) if count} <= {*held}


@some
@given(few, few, few, st.integers(0, 9), few, st.integers(1, 40))
def test_the_taps_of_all_phases_are_the_kernel(maps, kernel, stride, before, dilation, size):
    found = phases(maps, kernel, stride, (before, 0), dilation, max(size, stride))
    taps = [tap for phase in found for tap in range(kernel)[phase.taps]]
    assert {*taps} == {*range(kernel)}


def test_a_kernel_turned_twice_is_itself():
    kernel = RNG.normal(size=(6, 4, 3, 2))
    turned = turn(kernel, 2)
    assert turned.shape == (8, 3, 3, 2)
    np.testing.assert_array_equal(turn(turned, 2), kernel)
    np.testing.assert_array_equal(turned[5, 1], kernel[4, 1, ::-1, ::-1])


@pytest.mark.parametrize(("stride", "beside"), [((1, 1), 6), ((2, 2), 8)])
def test_memory_is_the_image_and_a_few_megabytes(stride, beside):
    maps, kernel = np.ones((4, 16, 64, 64), np.float32), np.ones((16, 16, 3, 3), np.float32)
    setting = Setting(stride, NO_PADDING, (1, 1), 1, "zeros", (64, 64))
    size = tuple(63 * s + 3 for s in stride)
    tracemalloc.start()
    image = stamp(maps, kernel, setting, size, np.dtype(np.float32))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < image.nbytes + beside * 2**20
