"""The plain cutter, run: layers with weights like no others, on windows of an image of noise."""

import numpy as np

from convlib import Conv, Pool
from convlib.cutting import cuts, sight
from tests.support.networks import run, small_unet, take_largest

SAME = Conv(3, padding=1)
KEEPING_SIZE = {
    "one 3×3": [SAME],
    "three 3×3": [SAME] * 3,
    "stride 2": [Conv(3, stride=2, padding=1)],
    "stride 2, twice": [Conv(4, stride=2, padding=1)] * 2,
    "pooled": [Conv(5, padding=2), Pool(2), SAME],
    "U-Net": small_unet(),
}


def result(layers, image):
    """What layers make of an image, in floats of which no two sums are alike by chance."""
    random = np.random.default_rng(5)
    weights = {size: random.uniform(0.5, 1.5, size) for size in ((2, 2), (3, 3), (4, 4), (5, 5))}
    return run(layers, image, weights.get, mean_like, 0.25)


def mean_like(maps, layer):
    """Pool so that every cell counts, and none as much as another: the largest hides the others."""
    return take_largest(maps, layer) + 0.1 * -take_largest(-maps, layer)


def experiment(layers, size, tile, halo, offset):
    """Cells of the whole result that the cutter's windows do not give."""
    image = np.random.default_rng(7).uniform(-1, 1, (size, size))
    expected = result(layers, image)
    made, jump = np.full_like(expected, np.nan), sight(layers).jump
    axis = cuts(sight(layers), size, tile, halo, offset)
    for rows in axis:
        for cols in axis:
            part = result(layers, image[np.ix_(rows.read, cols.read)])
            put, keep = zip(*(_kept(cut, jump) for cut in (rows, cols)), strict=True)
            made[put] = part[keep]
    return ~np.isclose(made, expected, rtol=1e-9, atol=1e-12)


def _kept(cut, jump):
    """Where a tile goes in the result, and where it is in that of its window, rounded down."""
    first, end = (-(-place // jump) for place in (cut.own.start, cut.own.stop))
    before = -(-cut.read.start // jump)
    return slice(first, end), slice(first - before, end - before)
