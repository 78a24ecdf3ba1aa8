"""What every explorer holds together: its setting, and the position on its map."""

import re

import numpy as np
import pytest
import traitlets

from convlib import (
    ChannelsExplorer,
    Conv,
    ConvExplorer,
    LayersExplorer,
    MatrixExplorer,
    TilesExplorer,
    TransposedExplorer,
)
from convlib.widgets.base import Explorer

IMAGE, KERNEL = np.ones((4, 5), int), np.ones((2, 2), int)
# An explorer and its map; a value that does not fit, and why; one that leaves a single position.
EXPLORERS = [
    (
        lambda: ConvExplorer(IMAGE, KERNEL),
        "feature map of size (3, 4)",
        {"dilation": (4, 4)},
        "the dilated kernel spans 5 rows but the image has 4",
        {"kernel": IMAGE},
    ),
    (
        lambda: ChannelsExplorer(np.stack([IMAGE] * 2), np.ones((2, 2, 2, 2), int)),
        "feature map of size (3, 4)",
        {"bias": [1, 2, 3]},
        "bias has shape (3,)",
        {"weights": np.stack([[IMAGE] * 2] * 2)},
    ),
    (
        lambda: LayersExplorer([Conv(2)], IMAGE.shape),
        "feature map of size (3, 4)",
        {"input_size": (1, 1)},
        "layers[0]: the kernel spans 2 rows but its input has 1",
        {"input_size": (2, 2)},
    ),
    (
        lambda: MatrixExplorer(IMAGE, KERNEL),
        "map of size (3, 4)",
        {"show": "ring"},
        "show='ring' needs an image and a kernel of one row",
        {"kernel": IMAGE},
    ),
    (
        lambda: TilesExplorer(),
        "table of tiles of size (3, 3)",
        {"offset": 40},
        "offset=40 must be less than the tile, 32",
        {"tile": 96},
    ),
    (
        lambda: TransposedExplorer(IMAGE, KERNEL),
        "input of size (4, 5)",
        {"output_padding": (1, 1)},
        "output_padding=(1, 1) must be less than the stride",
        {"image": [[1]]},
    ),
]


@pytest.fixture(params=EXPLORERS)
def case(request):
    make, *others = request.param
    return make(), *others


def set_together(explorer, values):
    with explorer.hold_trait_notifications():
        for name, value in values.items():
            setattr(explorer, name, value)


def test_every_explorer_is_here():
    made = {type(make()).__mro__[1] for make, *_ in EXPLORERS}
    assert made == {*Explorer.__subclasses__()}


def test_a_setting_is_held_together_before_the_position_on_it(case):
    explorer, _, values, reason, _ = case
    before = explorer.get_state(explorer._first)
    for together in ({**values, "position": (1, 1)}, {"position": (99, 99), **values}):
        with pytest.raises(traitlets.TraitError, match=re.escape(reason)):
            set_together(explorer, together)
        assert explorer.get_state(explorer._first) == before


def test_a_position_off_its_map_is_refused(case):
    explorer, map_of_size, *_ = case
    explorer.position = (1, 1)
    reason = re.escape(f"position=(1, 9) lies outside the {map_of_size}")
    with pytest.raises(traitlets.TraitError, match=reason):
        explorer.position = (1, 9)
    assert explorer.position == (1, 1)


def test_a_map_that_shrinks_takes_the_position_along(case):
    explorer, *_, smallest = case
    explorer.position = (1, 1)
    set_together(explorer, smallest)
    assert explorer.position == (0, 0)
