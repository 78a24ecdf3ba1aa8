"""The browser's own model of a stack of layers, held to receptive_field over random stacks."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from convlib import Branches, Conv, LayersExplorer, Pool, Transposed, receptive_field
from convlib.published import resnet, unet, vgg16, wavenet
from convlib.widgets.bundle import bundle
from convlib.widgets.layer_traits import MOST_LAYERS
from convlib.widgets.layers_explorer import LARGEST_SIDE
from tests.support.examples import examples
from tests.support.networks import stacks

EXPOSE = """globalThis.layers = {
    place, fields, paths, fan, sheet, spread, outputOf, MOST_LAYERS, LARGEST_SIDE };"""
# Paths of a large field are many numbers to carry over, so fields can be had by themselves.
FIELDS = "([stack, size]) => globalThis.layers.fields(globalThis.layers.place(stack, size))"
ANSWER = """([stack, size, position]) => {
    const { place, fields, paths, sheet } = globalThis.layers;
    try {
        const placed = place(stack, size);
        const found = fields(placed);
        const at = position.map((cell, a) => cell % found.at(-1).output[a]);
        const ways = [false, true].map(within => paths(placed, at, within));
        const { used, usedInside } = sheet(placed, at);
        return { fields: found, at, endless: ways[0], within: ways[1], used: [used, usedInside] };
    } catch (error) {
        if (error instanceof RangeError) return { refused: error.message };
        throw error;
    }
}"""
extents = st.tuples(st.integers(1, 12), st.integers(1, 12))
positions = st.tuples(st.integers(0, 99), st.integers(0, 99))


@pytest.fixture(scope="module")
def module(chromium):
    """Return a page that holds the functions of layers/stack.js and of what it imports."""
    page = chromium.new_page()
    page.add_script_tag(content=bundle("layers/stack.js") + EXPOSE, type="module")
    page.wait_for_function("globalThis.layers")
    yield page
    page.close()


def as_json(layer):
    """Return a layer as plain JSON, as the browser has it."""
    if isinstance(layer, Branches):
        return {"kind": "branches", "paths": [[*map(as_json, path)] for path in layer.paths]}
    kind = type(layer).__name__.lower()
    moves = {name: getattr(layer, name) for name in ("stride", "padding", "dilation")}
    told = {"kind": kind, "kernel": layer.kernel_size, **moves}
    if isinstance(layer, Pool):
        told["ceil"] = layer.ceil_mode
    if isinstance(layer, Transposed):
        told["added"] = layer.output_padding
    return told


def ask(module, layers, size, position=(0, 0)):
    return module.evaluate(ANSWER, [[*map(as_json, layers)], size, position])


def check_sureness(told, layers, fields):
    """Hold what the browser is sure of to what Python knows where no image is given."""
    for seen, field, anywhere in zip(told, fields, receptive_field(layers), strict=True):
        for axis in range(2):
            assert seen["sure"][axis] == (anywhere.size[axis] is not None)
            if field.start[axis] is not None:
                assert seen["placed"][axis] == (anywhere.start[axis] is not None)


def check_fields(told, fields):
    for seen, field in zip(told, fields, strict=True):
        assert [*map(tuple, (seen["size"], seen["start"], seen["output"]))] == [
            field.size,
            field.start,
            field.output_size,
        ]
        for name in ("jump", "centre", "miss"):
            right = [*map(float, getattr(field, name))]
            np.testing.assert_allclose(seen[name], right, rtol=1e-9, atol=1e-9)


def check_paths(answer, field):
    position = answer["at"]
    endless = answer["endless"]["counts"]
    counted = np.array(field.paths(position))
    spanned = [range(0)] * 2
    if endless:
        corner = answer["endless"]["first"]
        ends = np.add(corner, np.shape(endless))
        spanned = [range(*along) for along in zip(corner, ends, strict=True)]
    assert [*field.cells(position)] == spanned
    carried = np.zeros(counted.shape)
    if answer["within"]["counts"]:
        counts = np.array(answer["within"]["counts"])
        row, col = np.subtract(answer["within"]["first"], answer["endless"]["first"])
        carried[row : row + counts.shape[0], col : col + counts.shape[1]] = counts
    np.testing.assert_array_equal(carried, counted)
    assert answer["used"] == [field.used(position)[0], np.count_nonzero(counted)]


@settings(examples(80), suppress_health_check=[HealthCheck.too_slow])
@given(layers=stacks(), size=extents, position=positions)
def test_the_browser_sees_what_receptive_field_sees(module, layers, size, position):
    answer = ask(module, layers, size, position)
    try:
        fields = receptive_field(layers, size)
    except ValueError:
        assert "refused" in answer
    else:
        assert "refused" not in answer
        check_fields(answer["fields"], fields)
        check_sureness(answer["fields"], layers, fields)
        check_paths(answer, fields[-1])


@pytest.mark.parametrize(
    ("layers", "size"),
    [(vgg16(), 224), (resnet(padding="same"), 321), (unet(), 572)],
    ids=["VGG-16", "ResNet-50", "U-Net"],
)
def test_the_browser_knows_the_networks_of_the_lesson(module, layers, size):
    told = module.evaluate(FIELDS, [[*map(as_json, layers)], [size, size]])
    check_fields(told, receptive_field(layers, size))


OUTPUT = """([stack, size]) => {
    try {
        return globalThis.layers.outputOf(stack, size);
    } catch (error) {
        if (error instanceof RangeError) return null;
        throw error;
    }
}"""
pairs = st.tuples(st.integers(1, 3), st.integers(1, 3))
stamping = st.fixed_dictionaries(
    {
        "kind": st.just("transposed"),
        "kernel": pairs,
        "stride": pairs,
        "dilation": pairs,
        "padding": st.just([[0, 0], [0, 1]]),
        "added": st.tuples(st.integers(0, 3), st.integers(0, 3)),
    }
)


def output_in_python(stack, size):
    """Return the last map's size as LayersExplorer has it, None where it refuses the layers."""
    try:
        return [*receptive_field(LayersExplorer(stack, size).layers, size)[-1].output_size]
    except ValueError:
        return None


@examples(40)
@given(layer=stamping)
def test_the_browser_adds_as_many_cells_as_python_does(module, layer):
    assert module.evaluate(OUTPUT, [[layer], [2, 3]]) == output_in_python([layer], (2, 3))


@pytest.mark.parametrize(
    ("count", "side"),
    [(0, 1), (MOST_LAYERS, 1), (MOST_LAYERS + 1, 1), (1, LARGEST_SIDE), (1, LARGEST_SIDE + 1)],
)
def test_a_picture_has_room_for_as_many_layers_and_cells_on_both_sides(module, count, side):
    stack = [as_json(Conv(1))] * count
    told = module.evaluate(OUTPUT, [stack, [1, side]])
    assert told == output_in_python(stack, (1, side))
    for name, most in (("MOST_LAYERS", MOST_LAYERS), ("LARGEST_SIDE", LARGEST_SIDE)):
        assert module.evaluate(f"globalThis.layers.{name}") == most


def test_the_browser_refuses_branches_that_never_meet(module):
    answer = ask(module, [Branches([Pool(1, stride=2)], [])], (1, 1))
    assert answer == {"refused": "branches move 2 and 1 cells"}


# The fan of one cell

FAN = """([stack, size, axis, map, cell]) => {
    const { place, fan } = globalThis.layers;
    return fan(place(stack, size), axis, map, cell);
}"""


def ways_along(layers, size, position):
    """Return paths from each image cell to an output along the columns, by their cells."""
    field = receptive_field(layers, size)[-1]
    cells = field.cells((0, position))[1]
    counts = field.paths((0, position)).sum(0)
    return {cell: ways for cell, ways in zip(cells, counts, strict=True) if ways}


def told_ways(one):
    cells = range(one["first"], one["first"] + len(one["counts"]))
    return {cell: ways for cell, ways in zip(cells, one["counts"], strict=True) if ways}


KEEPS_ROWS = [Conv((1, 3), padding=((0, 0), (1, 1))), Pool((1, 2)), Conv((1, 3), dilation=2)]
FANS = {
    "convolutions": (KEEPS_ROWS, (1, 16)),
    "WaveNet": (wavenet(4), (1, 24)),
    "up and down": (
        [Conv((1, 3), stride=(1, 2)), Transposed((1, 3), stride=(1, 2)), Conv((1, 2))],
        (1, 15),
    ),
    "a branch": ([Branches([Conv((1, 5), padding="same")], []), Conv((1, 2))], (1, 9)),
}


@pytest.mark.parametrize(("layers", "size"), FANS.values(), ids=FANS)
def test_the_fan_opens_down_to_what_an_output_sees_and_up_to_the_outputs_that_see_a_cell(
    module, layers, size
):
    stack = [*map(as_json, layers)]
    outputs = range(receptive_field(layers, size)[-1].output_size[1])
    ways = [ways_along(layers, size, position) for position in outputs]
    for position in outputs:
        down = module.evaluate(FAN, [stack, size, 1, len(layers), position])
        assert told_ways(down[0]) == ways[position]
        cells = receptive_field(layers, size)[-1].cells((0, position))[1]
        assert down[0]["spanned"] == [cells.start, cells.stop]
        assert told_ways(down[-1]) == {position: 1}
    for cell in range(size[1]):
        up = module.evaluate(FAN, [stack, size, 1, 0, cell])
        seen_by = {at: ways[at][cell] for at in outputs if cell in ways[at]}
        assert told_ways(up[-1]) == seen_by
        assert told_ways(up[0]) == {cell: 1}


def test_the_fan_of_a_cell_in_between_opens_both_ways(module):
    layers = [Conv(3), Conv(3), Conv(3)]
    fan = module.evaluate(FAN, [[*map(as_json, layers)], [9, 9], 0, 2, 2])
    assert [told_ways(one) for one in fan] == [
        {2: 1, 3: 2, 4: 3, 5: 2, 6: 1},
        {2: 1, 3: 1, 4: 1},
        {2: 1},
        {0: 1, 1: 1, 2: 1},
    ]


@pytest.mark.parametrize(("count", "core"), [(10, 11), (40, 21)])
def test_paths_spread_like_the_root_of_the_number_of_layers(module, count, core):
    spread = module.evaluate(
        "([stack, size]) => globalThis.layers.spread(globalThis.layers.place(stack, size), 1, 0)",
        [[as_json(Conv(3, padding=1))] * count, [9, 9]],
    )
    assert spread["sigma"] == pytest.approx(np.sqrt(2 * count / 3))
    assert spread["core"] == core
    assert spread["size"] == 2 * count + 1
