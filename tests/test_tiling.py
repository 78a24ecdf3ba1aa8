"""Tiles of layers against the same layers on the whole image."""

import numpy as np
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from convlib import Branches, Conv, Pool, Transposed, halo, receptive_field, tiles
from convlib.published import resnet, unet, vgg16
from tests.support.examples import examples
from tests.support.networks import run, small_unet, stacks, take_largest

RNG = np.random.default_rng(17)
extents = st.tuples(st.integers(1, 30), st.integers(1, 8))


def weigh(size):
    """Weights of their own for each kernel size, not the same from any side."""
    return np.arange(size[0] * size[1]).reshape(size) % 5 - 1


def result(layers, image):
    """What layers make of an image, in integers, so that sums are exact; with a bias."""
    return run(layers, image, weigh, take_largest, 3)


def by_tiles(layers, image, tile):
    whole = None
    for each in tiles(image.shape, layers, tile):
        part = result(layers, image[each.read])
        if whole is None:
            whole = np.full(result(layers, image).shape, -999)
        assert (whole[each.put] == -999).all()  # no cell is worked out twice
        whole[each.put] = part[each.keep]
    return whole


@examples(50)
@given(extents, stacks(), st.tuples(st.integers(1, 9), st.integers(2, 5)), st.integers(0, 99))
@example((9, 9), [Transposed(1, stride=4), Conv(3, padding=1)], (1, 3), 0)
@example((15, 1), [Conv(3, stride=2, padding="same")] * 2, (1, 1), 0)
@example((30, 2), [Pool(3, stride=2, ceil_mode=True)], (2, 1), 0)
def test_any_tiles_make_what_the_layers_make_of_the_whole_image(size, layers, tile, seed):
    image = np.random.default_rng(seed).integers(-9, 10, size)
    try:
        expected = result(layers, image)
        receptive_field(layers, size)
    except ValueError:
        assume(False)
    np.testing.assert_array_equal(by_tiles(layers, image, tile), expected)


def test_one_tile_reads_the_whole_image_and_no_cell_for_nothing():
    (only,) = tiles((9, 7), [Conv(3, padding=1)], 9)
    assert only == ((slice(0, 9), slice(0, 7)),) * 3
    first, _, last = tiles((9, 1), [Conv((3, 1), padding=(1, 0))], 3)
    assert (first.read[0], first.keep[0]) == (slice(0, 4), slice(0, 3))
    assert (last.read[0], last.keep[0], last.put[0]) == (slice(5, 9), slice(1, 4), slice(6, 9))


def test_no_layers_at_all_pass_their_tiles_on():
    assert [each.read for each in tiles((3, 1), [], 2)] == [
        each.put for each in tiles((3, 1), [], 2)
    ]
    assert halo([]) == ((0, 0), (0, 0))


# The halo


def test_halos_add_up():
    same = [Conv(5, padding=2), Conv(3, padding=1), Conv(3, padding=1)]
    assert halo(same) == ((4, 4), (4, 4))


def test_at_a_stride_the_halo_has_two_sides():
    strided = [Conv(7, stride=2, padding=1), Conv(3, stride=2, padding=1), Conv(3, padding=1)]
    assert halo(strided) == ((7, 8), (7, 8))
    top, _, bottom, _ = tiles(400, strided, 50)
    assert (top.read[0], bottom.read[0]) == (slice(0, 208), slice(192, 400))


@pytest.mark.parametrize("layers", [vgg16(), resnet(), [Conv((3, 6), stride=(5, 2))]], ids=len)
def test_without_transposed_layers_the_halo_follows_from_the_receptive_field(layers):
    last = receptive_field(layers)[-1]
    for sides, size, jump, start in zip(
        halo(layers), last.size, last.jump, last.start, strict=True
    ):
        assert sides == (max(-start, 0), max(start + size - jump, 0))


@examples(30)
@given(stacks(names=False), st.integers(0, 1))
def test_the_halo_is_what_the_outputs_of_a_tile_see_beyond_it(layers, axis):
    try:
        last = receptive_field(layers)[-1]
    except ValueError:
        assume(False)
    tile = 36 * 2  # image cells: on the grid of any stack of these layers
    outputs = tile / last.jump[axis]
    assume(outputs == int(outputs))
    seen = [last.cells((0, n) if axis else (n, 0))[axis] for n in range(int(outputs))]
    assume(all(seen))  # nothing is seen between stamps
    before = max(-min(cells.start for cells in seen), 0)
    after = max(max(cells.stop for cells in seen) - tile, 0)
    assert halo(layers)[axis] == (before, after)


def test_a_halo_that_depends_on_the_image_needs_its_size():
    layers = [Conv(3, stride=2, padding="same")]
    with pytest.raises(ValueError, match="give halo the input_size"):
        halo(layers)
    assert halo(layers, (7, 8)) == ((1, 0), (0, 1))


# More is not better


def wrong_cells(layers, image, tile, halo, stride):
    """Count the cells that differ if all windows are tile and halo wide, wherever they start.

    A network takes whole strides only, so windows are made that long; and they stay on the image.
    """
    size = len(image)
    side = min(-(-(tile + 2 * halo) // stride) * stride, size)
    expected, made = result(layers, image), np.empty_like(image)
    for row in range(0, size, tile):
        for col in range(0, size, tile):
            top, left = (min(max(start - halo, 0), size - side) for start in (row, col))
            part = result(layers, image[top : top + side, left : left + side])
            kept = part[row - top : row - top + tile, col - left : col - left + tile]
            made[row : row + tile, col : col + tile] = kept
    return np.count_nonzero(made != expected)


def test_tiles_of_a_unet_must_start_on_the_stride():
    image = RNG.integers(-9, 10, (96, 96))
    assert halo(small_unet()) == ((11, 11), (11, 11))
    middle = tiles(96, small_unet(), 32)[4]
    assert middle.read == (slice(20, 76), slice(20, 76))  # 12 cells on each side: on the stride
    wrong = [wrong_cells(small_unet(), image, 32, halo, 4) for halo in range(12, 17)]
    assert wrong == [0, 5120, 5120, 5120, 0]
    assert wrong_cells(small_unet(), image, 32, 8, 4) > 0


@pytest.mark.parametrize("tile", [32, 30, (7, 96)])
def test_any_tiles_of_a_unet_are_right(tile):
    image = RNG.integers(-9, 10, (96, 96))
    expected = result(small_unet(), image)
    np.testing.assert_array_equal(by_tiles(small_unet(), image, tile), expected)


def test_tiles_of_a_unet_without_padding_have_sizes_that_fit_its_branches():
    image = RNG.integers(-9, 10, (60, 60))
    expected = result(unet(2), image)
    assert expected.shape == (20, 20)
    np.testing.assert_array_equal(by_tiles(unet(2), image, 7), expected)


# Refusals


@pytest.mark.parametrize(
    ("build", "error", "words"),
    [
        (lambda: tiles(9, [Conv(3)], 0), ValueError, "tile=0 must be at least 1"),
        (lambda: tiles(9, [Conv(3)], 2.5), TypeError, "tile=2.5 must be an integer"),
        (lambda: tiles(2, [Conv(3)], 1), ValueError, "spans 3 rows but its input has 2"),
        (lambda: tiles(9, [3], 1), TypeError, "must be a Conv"),
        (lambda: halo([Branches([Pool(2)], [])]), ValueError, "so that they meet"),
        (lambda: tiles(9, [Branches([Conv(3)], [])], 4), ValueError, "so that they meet"),
    ],
)
def test_what_cannot_be_cut_is_refused_with_a_remedy(build, error, words):
    with pytest.raises(error, match=words):
        build()
