"""The browser's own wrong cells, held to convlib/cutting.py, which is held to layers that run."""

import numpy as np
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from convlib.cutting import cuts, sight, wrong_along
from convlib.widgets.bundle import bundle
from tests.support.cutter import KEEPING_SIZE, experiment, result
from tests.support.examples import examples

EXPOSE = "globalThis.scene = { sceneOf, faultAt, wrongIn, sideOf, seenBy };"
ANSWER = """([stack, setting]) => {
    const { sceneOf, faultAt, wrongIn, sideOf, seenBy } = globalThis.scene;
    const scene = sceneOf(stack, setting);
    const outputs = scene.faults.map((_, n) => n);
    const tiles = scene.cuts.map((_, n) => n);
    return {
        ...scene, side: sideOf(stack, setting),
        plane: outputs.map(row => outputs.map(col => faultAt(scene, row, col))),
        byTile: tiles.map(row => tiles.map(col => wrongIn(stack, scene, [row, col]))),
        seen: outputs.map(n => seenBy(stack, n)),
    };
}"""
stacks = st.sampled_from(sorted(KEEPING_SIZE))


@pytest.fixture(scope="module")
def module(chromium):
    """Return a page that holds the functions of tiles/scene.js and nothing else."""
    page = chromium.new_page()
    page.add_script_tag(content=bundle("tiles/scene.js") + EXPOSE, type="module")
    page.wait_for_function("globalThis.scene")
    yield page
    page.close()


def ask(module, seen, size, tile, halo, offset):
    setting = {"size": size, "tile": tile, "halo": halo, "offset": offset}
    return module.evaluate(ANSWER, [{"name": "", **seen._asdict()}, setting])


@examples(60)
@given(stacks, st.integers(1, 16), st.integers(1, 60), st.integers(0, 40), st.integers(0, 30))
@example("U-Net", 12, 32, 13, 0)
def test_the_browser_cuts_and_finds_as_python_does(module, name, strides, tile, halo, offset):
    size = 8 * strides
    assume(tile <= size and offset < tile)
    seen = sight(KEEPING_SIZE[name])
    told = ask(module, seen, size, tile, halo, offset)
    made = cuts(seen, size, tile, halo, offset)
    as_lists = [
        {part: [cells.start, cells.stop] for part, cells in cut._asdict().items()} for cut in made
    ]
    assert told["cuts"] == as_lists
    assert told["side"] == len(made[0].read)
    along = wrong_along(seen, size, tile, halo, offset)
    plane = along[:, None] | along
    np.testing.assert_array_equal(np.array(told["plane"]) != "", plane)
    assert (told["wrong"], told["cells"]) == (np.count_nonzero(plane), plane.size)
    counts = np.sum(np.reshape(told["byTile"], (-1, 2)), axis=0)
    assert tuple(counts) == (told["wrong"], told["cells"])


@pytest.mark.parametrize(
    ("name", "tile", "halo", "offset"),
    [("one 3×3", 10, 0, 3), ("stride 2", 11, 1, 0), ("stride 2, twice", 16, 4, 0),
     ("U-Net", 16, 10, 0), ("U-Net", 16, 12, 2), ("pooled", 15, 6, 1)],
)  # fmt: skip
def test_the_browsers_red_cells_are_those_that_differ_when_layers_run(
    module, name, tile, halo, offset
):
    layers = KEEPING_SIZE[name]
    told = ask(module, sight(layers), 48, tile, halo, offset)
    differs = experiment(layers, 48, tile, halo, offset)
    np.testing.assert_array_equal(np.array(told["plane"]) != "", differs)


def test_what_a_cell_sees_is_what_the_layers_show_it(module):
    """Change one cell of the image after the other, and look at the outputs that change."""
    layers = KEEPING_SIZE["U-Net"]
    told = ask(module, sight(layers), 40, 8, 0, 0)["seen"]
    image = np.zeros((40, 40))
    still = result(layers, image)
    for row in (0, 13, 22):
        image[row, 20] = 1
        met = np.flatnonzero((result(layers, image) != still).any(axis=1))
        image[row, 20] = 0
        assert met.tolist() == [n for n, (first, end) in enumerate(told) if first <= row < end]
