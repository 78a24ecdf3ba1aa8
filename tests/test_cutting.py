"""The plain cutter's wrong cells against layers that are run on its windows."""

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from convlib import Branches, Conv, Pool, Transposed
from convlib.cutting import Sight, cuts, sight, wrong_along
from tests.support.cutter import KEEPING_SIZE, experiment
from tests.support.examples import examples
from tests.support.networks import small_unet


@examples(15)
@given(
    st.sampled_from(sorted(KEEPING_SIZE)),
    st.integers(6, 40),
    st.integers(0, 18),
    st.integers(0, 6),
    st.integers(3, 6),
)
@example("U-Net", 30, 12, 0, 6)
@example("U-Net", 13, 14, 3, 6)
@example("stride 2, twice", 16, 4, 0, 6)
def test_the_wrong_cells_are_those_that_differ_when_the_layers_are_run(
    name, tile, halo, offset, strides
):
    layers = KEEPING_SIZE[name]
    size = strides * 8
    along = wrong_along(sight(layers), size, tile, halo, offset)
    differs = experiment(layers, size, tile, halo, offset)
    np.testing.assert_array_equal(along[:, None] | along, differs)


def test_more_halo_is_not_better_for_a_unet():
    seen = sight(small_unet())
    wrong = [wrong_along(seen, 96, 32, halo) for halo in range(12, 17)]
    counts = [np.count_nonzero(along[:, None] | along) for along in wrong]
    assert counts == [0, 5120, 5120, 5120, 0]


def test_windows_are_whole_strides_long_and_stay_on_the_image():
    made = cuts(Sight(1, 4, (1,) * 4, (1,) * 4), 96, 32, 13)
    assert [(cut.own, cut.read) for cut in made] == [
        (range(0, 32), range(0, 60)),
        (range(32, 64), range(19, 79)),
        (range(64, 96), range(36, 96)),
    ]


@pytest.mark.parametrize(
    ("layers", "told"),
    [
        ([Conv(3)], "layers make 30×30 outputs of 32×32 cells with a jump of 1"),
        ([Transposed(2, stride=2)], "with a jump of 1/2"),
        ([Conv((3, 5), padding=(1, 2))], "give them square kernels"),
        ([Branches([Pool(2)], [])], "so that they meet"),
    ],
)
def test_layers_for_which_the_cutter_is_not_made_are_refused(layers, told):
    with pytest.raises(ValueError, match=told):
        sight(layers)
