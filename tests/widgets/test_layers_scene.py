"""The browser's own model of a stack of layers, held to receptive_field over random stacks."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from convlib import Branches, Pool, Transposed, receptive_field
from convlib.published import resnet, unet, vgg16
from convlib.widgets.bundle import bundle
from tests.support.networks import stacks

EXPOSE = "globalThis.layers = { place, fields, paths };"
# Paths of a large field are many numbers to carry over, so fields can be had by themselves.
FIELDS = "([stack, size]) => globalThis.layers.fields(globalThis.layers.place(stack, size))"
ANSWER = """([stack, size, position]) => {
    const { place, fields, paths } = globalThis.layers;
    try {
        const placed = place(stack, size);
        const found = fields(placed);
        const at = position.map((cell, a) => cell % found.at(-1).output[a]);
        const ways = [false, true].map(within => paths(placed, at, within));
        return { fields: found, at, endless: ways[0], within: ways[1] };
    } catch (error) {
        if (error instanceof RangeError) return { refused: error.message };
        throw error;
    }
}"""
extents = st.tuples(st.integers(1, 12), st.integers(1, 12))
positions = st.tuples(st.integers(0, 99), st.integers(0, 99))


@pytest.fixture(scope="module")
def module(chromium):
    """Return a page that holds the functions of layers/scene.js and nothing else."""
    page = chromium.new_page()
    page.add_script_tag(content=bundle("layers/scene.js") + EXPOSE, type="module")
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


def check_fields(told, fields):
    for seen, field in zip(told, fields, strict=True):
        assert [*map(tuple, (seen["size"], seen["start"], seen["output"]))] == [
            field.size,
            field.start,
            field.output_size,
        ]
        for name in ("jump", "miss"):
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


@settings(max_examples=80, suppress_health_check=[HealthCheck.too_slow])
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
        check_paths(answer, fields[-1])


@pytest.mark.parametrize(
    ("layers", "size"),
    [(vgg16(), 224), (resnet(padding="same"), 321), (unet(), 572)],
    ids=["VGG-16", "ResNet-50", "U-Net"],
)
def test_the_browser_knows_the_networks_of_the_lesson(module, layers, size):
    told = module.evaluate(FIELDS, [[*map(as_json, layers)], [size, size]])
    check_fields(told, receptive_field(layers, size))


def test_the_browser_refuses_branches_that_never_meet(module):
    answer = ask(module, [Branches([Pool(1, stride=2)], [])], (1, 1))
    assert answer == {"refused": "branches move 2 and 1 cells"}
