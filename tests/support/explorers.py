"""An explorer of every kind, by the folder of its browser side, to be made with more options."""

from functools import partial

import numpy as np

from convlib import (
    ChannelsExplorer,
    Conv,
    ConvExplorer,
    LayersExplorer,
    MatrixExplorer,
    TilesExplorer,
    TransposedExplorer,
)
from convlib.examples import SEED_IMAGE, SEED_KERNEL, address

ONES = np.ones((3, 3), int)
BOARD = [[1, 2, 0, 3, 1, 5, 2]] * 7

EXPLORERS = {
    "channels": partial(ChannelsExplorer, address(2, 12).reshape(2, 3, 4), np.ones((2, 2, 2, 2))),
    "convolution": partial(ConvExplorer, SEED_IMAGE, SEED_KERNEL),
    "layers": partial(LayersExplorer, [Conv(3, padding=2, dilation=2)] * 3, 25),
    "matrix": partial(MatrixExplorer, address(4, 5), [[1, 2, 3], [4, 5, 6]]),
    "tiles": partial(TilesExplorer, tile=32),
    "transposed": partial(TransposedExplorer, ONES, ONES, stride=2, seen=BOARD),
}
