"""Receptive fields against the operators themselves, definitions and published numbers."""

from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from convlib import (
    Branches,
    Conv,
    Field,
    Pool,
    Transposed,
    conv2d,
    receptive_field,
)
from convlib.published import alexnet, networks, resnet, unet, vgg16, wavenet
from tests.support.examples import examples
from tests.support.networks import convs, moves, pools, run, stacks, take_largest

some = examples(80)
extents = st.tuples(st.integers(1, 9), st.integers(1, 9))
RNG = np.random.default_rng(14)

# The operators themselves, on images of one lit cell each


def lit(size):
    """All images that have a single cell of one, shape (H·W, 1, H, W)."""
    return np.eye(size[0] * size[1]).reshape(-1, 1, *size)


def take_sum(maps, layer):
    """Add up what each window of a pooling layer holds."""
    rows, cols = take_largest(maps, layer).shape[-2:]
    (top, bottom), (left, right) = layer.padding
    beyond = (top, bottom + 9), (left, right + 9)  # for a last window that reaches beyond
    sums = conv2d(maps, np.ones(layer.kernel_size), **moves(layer) | {"padding": beyond})
    return sums[..., :rows, :cols]


@st.composite
def worked_out(draw, weigh=np.ones, pool=take_sum):
    """Draw layers that fit on an image: (their last field, what they make of every lit cell)."""
    size = draw(extents)
    layers, found = [], lit(size)
    for layer in draw(stacks()):
        try:
            found = run([layer], found, weigh, pool)
        except ValueError:  # It does not fit on those before.
            continue
        layers.append(layer)
    assume(layers)
    field = receptive_field(layers, size)[-1]
    assert field.output_size == found.shape[-2:]
    return layers, field, found.reshape(*size, *found.shape[-2:])


def random_position(data, field):
    return tuple(data.draw(st.integers(0, cells - 1)) for cells in field.output_size)


def onto_image(counts, ranges, size):
    """Lay what is counted along ranges of rows and columns on an image."""
    image = np.zeros(size)
    for row, along in zip(ranges[0], counts, strict=True):
        for col, count in zip(ranges[1], along, strict=True):
            if 0 <= row < size[0] and 0 <= col < size[1]:
                image[row, col] = count
            else:
                assert count == 0
    return image


@some
@given(worked_out(), st.data())
def test_as_many_paths_are_counted_as_sums_of_equal_weights_carry(case, data):
    _, field, found = case
    for _ in range(4):
        position = random_position(data, field)
        counted = onto_image(field.paths(position), field.cells(position), found.shape[:2])
        np.testing.assert_array_equal(counted, found[:, :, *position])


def any_weights(kernel_size):
    return RNG.uniform(1, 2, kernel_size)


@some
@given(worked_out(any_weights, take_largest), st.data())
def test_the_cells_that_have_a_path_are_those_that_change_the_output(case, data):
    _, field, found = case
    position = random_position(data, field)
    counted = onto_image(field.paths(position), field.cells(position), found.shape[:2])
    np.testing.assert_array_equal(counted > 0, found[:, :, *position] > 0)


@some
@given(worked_out(), st.data())
def test_amid_an_image_cells_go_from_the_first_to_the_last_that_changes_the_output(case, data):
    layers, field, found = case
    endless = receptive_field(layers)[-1]
    if None in endless.centre:
        return
    for _ in range(6):
        position = random_position(data, field)
        weights = found[:, :, *position]
        if endless.paths(position).sum() == weights.sum() > 0:  # No path leads beyond an edge.
            spanned = tuple(range(min(met), max(met) + 1) for met in np.nonzero(weights))
            assert field.cells(position) == spanned


# The definition, on maps without edges


def met(layer, cell, axis):
    """The rows or columns of a layer's input that one of its output meets."""
    stride, before = layer.stride[axis], layer.padding[axis][0]
    taps = [tap * layer.dilation[axis] for tap in range(layer.kernel_size[axis])]
    if isinstance(layer, Transposed):
        stamps = [cell + before - tap for tap in taps]
        return [stamp // stride for stamp in stamps if stamp % stride == 0]
    return [cell * stride - before + tap for tap in taps]


def seen(layers, position, axes):
    """The image cells that a position sees, along one axis or on the plane."""
    cells = {position}
    for layer in reversed(layers):
        if isinstance(layer, Branches):
            cells = {
                end for path in layer.paths for cell in cells for end in seen(path, cell, axes)
            }
        else:
            cells = {
                below
                for cell in cells
                for below in product(*(met(layer, at, a) for at, a in zip(cell, axes, strict=True)))
            }
    return cells


def ends(cells):
    """The ranges from the first to the last of some cells, one for each axis."""
    return [range(min(along), max(along) + 1) for along in zip(*cells, strict=True)]


PERIOD = 6**3  # of three transposed layers with strides up to 3


@some
@given(stacks(names=False), st.integers(0, 40))
def test_cells_size_jump_and_start_are_what_the_definition_gives(layers, position):
    field = receptive_field(layers)[-1]
    cells = field.cells((position, position))
    expected = seen(layers, (position, position), (0, 1))
    assert [*cells] == (ends(expected) or [range(0), range(0)])
    for axis in (0, 1):
        sights = [ends(seen(layers, (p,), (axis,))) for p in range(28)]
        assert field.size[axis] == max(len(sight[0]) if sight else 0 for sight in sights)
        assert field.start[axis] == (sights[0][0].start if sights[0] else None)
        if expected:
            further = ends(seen(layers, (position + PERIOD,), (axis,)))[0]
            nearer = ends(seen(layers, (position,), (axis,)))[0]
            assert further.start - nearer.start == PERIOD * field.jump[axis]


@some
@given(st.lists(convs(names=False) | pools(), min_size=1, max_size=5), st.integers(0, 30))
def test_without_transposed_layers_the_steps_of_the_rule_lead_there(layers, position):
    field = receptive_field(layers)[-1]
    for axis, cells in enumerate(field.cells((position, position))):
        size, jump, start = 1, 1, 0
        for layer in layers:
            size += layer.dilation[axis] * (layer.kernel_size[axis] - 1) * jump
            start -= layer.padding[axis][0] * jump
            jump *= layer.stride[axis]
        assert (field.size[axis], field.jump[axis], field.start[axis]) == (size, jump, start)
        assert cells == range(start + position * jump, start + position * jump + size)
        assert field.centre[axis] == start + Fraction(size - 1, 2)


# Published numbers


def rows(fields, name):
    return [getattr(field, name)[0] for field in fields]


def test_alexnet_layer_by_layer():
    fields = receptive_field(alexnet())
    assert rows(fields, "size") == [11, 19, 51, 67, 99, 131, 163, 195]
    assert rows(fields, "jump")[-1] == 32


def test_vgg16_layer_by_layer():
    fields = receptive_field(vgg16(), 224)
    assert [
        *zip(rows(fields, "size"), rows(fields, "jump"), rows(fields, "output_size"), strict=True)
    ][:3] == [(3, 1, 224), (5, 1, 224), (6, 2, 112)]
    last = fields[-1]
    assert (last.size, last.jump, last.start) == ((212, 212), (32, 32), (-90, -90))
    assert last.output_size == (7, 7)


@pytest.mark.parametrize(
    ("blocks", "on_first", "on_second"),
    [((3, 4, 6, 3), 483, 427), ((3, 4, 23, 3), 1027, 971), ((3, 8, 36, 3), 1507, 1451)],
)
def test_resnets(blocks, on_first, on_second):
    for stride_on, size in [(1, on_first), (3, on_second)]:
        field = receptive_field(resnet(blocks, stride_on))[-1]
        assert (field.size, field.jump, field.aligned) == ((size, size), (32, 32), True)


def test_resnet50_by_stage():
    fields = receptive_field(resnet(stride_on=1))
    stages = [fields[n] for n in (4, 8, 14, 17)]
    assert rows(stages, "size") == [35, 99, 291, 483]


@pytest.mark.parametrize(("size", "reaches"), [(224, 239), (321, 241)])
def test_how_far_a_resnet_with_same_padding_reaches_beyond_an_image_depends_on_its_size(
    size, reaches
):
    # As in TensorFlow's slim, whose first layer has 3 cells on each side of any image.
    field = receptive_field(resnet(stride_on=1, padding="same"), size)[-1]
    assert (field.size, field.start) == ((483, 483), (-reaches, -reaches))


def test_wavenet():
    last = receptive_field(wavenet(), (1, 4000))[-1]
    # Padded on the left only: an output sees itself and what came before it.
    assert (last.size, last.start, last.output_size) == ((1, 1024), (0, -1023), (1, 4000))
    assert receptive_field(wavenet() * 3)[-1].size == (1, 3070)


def test_the_networks_by_name_are_those_whose_numbers_are_known():
    sizes = {name: receptive_field(layers)[-1].size[1] for name, layers in networks.items()}
    assert sizes == {"AlexNet": 195, "VGG-16": 212, "ResNet-50": 427, "WaveNet": 1024, "U-Net": 204}


def test_dilations_that_double():
    fields = receptive_field([Conv(3, dilation=d) for d in (1, 1, 2, 4, 8, 16, 1)])
    assert rows(fields, "size") == [3, 5, 9, 17, 33, 65, 67]


def test_a_unet_sees_188_or_204_cells_by_position():
    fields = receptive_field(unet(), 572)
    assert fields[-1].output_size == (388, 388)
    assert fields[-1].size == (204, 204)
    assert fields[-1].aligned
    assert {len(fields[-1].cells((row, 0))[0]) for row in range(0, 388, 3)} == {188, 204}


def test_sizes_of_a_unet_step_by_16():
    fitting = []
    for size in range(540, 580):
        try:
            receptive_field(unet(), size)
        except ValueError:
            continue
        fitting.append(size)
    assert fitting == [540, 556, 572]


@pytest.mark.parametrize(
    ("dilations", "used", "spanned"),
    [
        ((1, 1, 1), 7, 7),
        ((2, 2, 2), 7, 13),
        ((1, 2, 3), 13, 13),
        ((1, 2, 4), 15, 15),
        ((1, 2, 5), 17, 17),
        ((1, 3, 9), 27, 27),
        ((1, 3, 9, 27), 81, 81),
        ((1, 2, 9), 21, 25),
        ((2, 4, 8), 15, 29),
        ((4, 4, 4), 7, 25),
    ],
)
def test_dilated_layers_use_some_of_the_cells_they_span(dilations, used, spanned):
    field = receptive_field([Conv(3, dilation=d) for d in dilations])[-1]
    assert field.used() == (used**2, spanned**2)
    one_axis = receptive_field([Conv((1, 3), dilation=d) for d in dilations])[-1]
    assert one_axis.used() == (used, spanned)


@pytest.mark.parametrize(
    ("count", "span", "deviation", "within"), [(10, 21, 2.58, 11), (40, 81, 5.16, 21)]
)
def test_paths_through_layers_of_three_taps_are_a_bell(count, span, deviation, within):
    paths = receptive_field([Conv((1, 3))] * count)[-1].paths((0, 0))[0]
    share, cells = paths / paths.sum(), np.arange(span) - span // 2
    assert len(paths) == span
    assert paths.sum() == 3.0**count
    assert np.sqrt((share * cells**2).sum()) == pytest.approx(deviation, abs=0.005)
    assert share[abs(cells) <= within // 2].sum() >= 0.95 > share[abs(cells) < within // 2].sum()


def test_paths_through_four_layers_are_trinomial_coefficients():
    paths = receptive_field([Conv((1, 3))] * 4)[-1].paths((0, 0))
    assert paths.tolist() == [[1, 4, 10, 16, 19, 16, 10, 4, 1]]


# What is known, and what is not


def test_same_padding_at_a_stride_above_one_leaves_the_start_open_along_that_axis():
    field = receptive_field([Conv(3, stride=(2, 1), padding="same")])[-1]
    assert (field.size, field.jump) == ((3, 3), (2, 1))
    assert (field.start, field.centre) == ((None, -1), (None, 0))
    assert (field.aligned, field.output_size) == (True, None)
    with pytest.raises(ValueError, match=r"the rows that an output sees .* input_size"):
        field.cells((0, 0))


@pytest.mark.parametrize(("size", "start"), [(6, 0), (7, -1)])
def test_same_padding_is_known_with_the_image(size, start):
    field = receptive_field([Conv(3, stride=2, padding="same")], size)[-1]
    assert field.start == (start, start)


def test_same_padding_above_a_transposed_layer_leaves_the_size_open():
    up, down = Transposed(2, stride=2), Conv(2, stride=2, padding="same")
    assert receptive_field([up, down])[-1].size == (None, None)
    assert receptive_field([up, down], 5)[-1].size == (1, 1)


def test_same_padding_within_branches_leaves_open_whether_they_meet():
    block = Branches([Conv(3, stride=2, padding="same")], [Conv(1, stride=2)])
    field = receptive_field([block])[-1]
    assert (field.size, field.miss, field.aligned) == ((None, None), (None, None), None)
    assert receptive_field([block], 7)[-1].aligned
    assert receptive_field([block], 6)[-1].miss == (1, 1)


def test_the_start_is_open_where_an_output_sees_nothing():
    field = receptive_field([Transposed(2, stride=3, padding=((2, 0), (0, 0)))])[-1]
    assert (field.start, field.size, field.jump) == ((None, 0), (1, 1), (Fraction(1, 3),) * 2)
    assert [len(cells) for cells in field.cells((0, 0))] == [0, 0]
    assert field.paths((0, 0)).shape == (0, 0)
    assert field.used((0, 0)) == (0, 0)


# Branches


def test_branches_see_what_any_path_sees():
    block = Branches([Conv((1, 3), padding=(0, 1))], [Conv((5, 1), padding=(2, 0))], [])
    field = receptive_field([block])[-1]
    assert (field.size, field.start, field.aligned) == ((5, 3), (-2, -1), True)
    cross = np.zeros((5, 3))
    cross[2], cross[:, 1], cross[2, 1] = 1, 1, 3
    np.testing.assert_array_equal(field.paths((0, 0)), cross)
    assert field.used() == (7, 15)


def test_branches_that_stand_beside_each_other_say_by_how_much():
    uneven = Branches([Conv(2, padding=((0, 1), (1, 0)))], [])
    field = receptive_field([Pool(2), uneven, Conv(3)], 8)[-1]
    assert field.miss == (1, 1)  # half a cell of a map whose cells are two apart
    assert not field.aligned


def test_branches_inside_of_branches_tell_too():
    inner = Branches([Conv((4, 3), padding=((1, 2), (1, 1)))], [])
    field = receptive_field([Branches([inner], [])])[-1]
    assert field.miss == (Fraction(1, 2), 0)


def test_branches_of_different_strides_never_meet():
    with pytest.raises(ValueError, match=r"layers\[1\].*paths\[0\] moves 2 rows .*paths\[1\] 1"):
        receptive_field([Conv(3), Branches([Pool(2)], [])])


def test_branches_of_different_sizes_say_by_how_much():
    with pytest.raises(
        ValueError, match=r"\(6, 7\) cells and paths\[1\] in .*\+2 rows and \+1 col"
    ):
        receptive_field([Branches([Conv((3, 2))], [])], 8)


def test_a_path_between_the_stamps_of_some_columns_sees_no_rows_either():
    spread = Transposed(1, stride=(1, 2))  # every other column holds nothing
    tall, wide = Conv((5, 1), padding=(2, 0)), Conv((1, 3), padding=(0, 1))
    field = receptive_field([spread, Branches([tall], [wide])])[-1]
    assert field.cells((0, 0)) == (range(-2, 3), range(0, 1))
    assert field.cells((0, 1)) == (range(0, 1), range(0, 2))
    assert field.paths((0, 1)).tolist() == [[1, 1]]


# What is refused


@pytest.mark.parametrize(
    ("build", "error", "words"),
    [
        (lambda: receptive_field(Conv(3)), TypeError, "must be a sequence of layers"),
        (lambda: receptive_field([Conv(3), 5]), TypeError, r"layers\[1\]=5 must be a Conv"),
        (lambda: receptive_field([Conv(3)] * 3, 6), ValueError, r"layers\[2\]: .* spans 3 rows"),
        (lambda: receptive_field([Transposed(1, padding=2)], 4), ValueError, "leaves 0"),
        (lambda: receptive_field([Conv(3)], 0), ValueError, "input_size=0 must be at least 1"),
        (lambda: receptive_field([Conv(3)], 5)[0].cells((3, 0)), ValueError, "lies outside"),
        (lambda: receptive_field([Conv(3)])[0].cells((-1, 0)), ValueError, "at least 0"),
        (lambda: receptive_field([Conv(3)])[0].paths((0.5, 0)), TypeError, "position"),
    ],
)
def test_what_does_not_fit_is_refused_with_a_remedy(build, error, words):
    with pytest.raises(error, match=words):
        build()


def test_a_stack_of_no_layers_has_no_fields():
    assert receptive_field([]) == []


def test_a_field_shows_its_numbers():
    field = receptive_field([Transposed(2, stride=2)])[-1]
    assert isinstance(field, Field)
    assert repr(field).startswith("Field(size=(1, 1), jump=(Fraction(1, 2), Fraction(1, 2)), ")
