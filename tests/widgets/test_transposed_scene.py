"""The browser's own transposed convolution, held to the package over random settings."""

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from convlib import conv_transpose2d
from convlib.widgets.bundle import bundle
from convlib.widgets.transposed import TransposedExplorer
from tests.support.examples import examples

EXPOSE = """globalThis.scene = { axes, extent, isValid, positions, stampsOn, pile, stampCounts,
    gather, seenAt, meetings, weightGradient, total, limits, withRoom };"""
ANSWER = """state => {
    const s = globalThis.scene;
    const at = s.axes(state);
    const table = (size, cell) => Array.from({ length: size[0] }, (_, row) =>
        Array.from({ length: size[1] }, (_, col) => cell([row, col])));
    const [cells, output] = [state.image.flat().length, at.map(axis => axis.output)];
    const kernel = [state.kernel.length, state.kernel[0].length];
    return {
        valid: s.isValid(state), positions: s.positions(state), output,
        corner: at.map(axis => -s.extent(axis, "result", "transposed")[0]),
        pile: s.pile(state, cells), half: s.pile(state, Math.floor(cells / 2)),
        counts: s.stampCounts(state, cells),
        stamps: table(output, cell => s.total(s.stampsOn(state, cell))),
        windows: table(output, cell => s.total(s.gather(state, cell))),
        weights: s.weightGradient(state, cells),
        met: table(kernel, cell => s.total(s.meetings(state, cell))),
        seen: table(output, cell => s.seenAt(state, ...cell)),
    };
}"""
ROOM = """([state, stride]) => {
    const fitted = globalThis.scene.withRoom({ ...state, stride });
    return { ...fitted, valid: globalThis.scene.isValid(fitted) };
}"""
LIMITS = """state => ["stride", "padding", "output_padding"].flatMap(name => [0, 1].flatMap(axis =>
    [0, 1].map(side => [name, axis, side, globalThis.scene.limits(state, name, axis, side)])))"""
STEPS = ("stride", "padding", "output_padding")


@pytest.fixture(scope="module")
def module(chromium):
    """Return a page that holds the functions of transposed/scene.js and nothing else."""
    page = chromium.new_page()
    page.add_script_tag(content=bundle("transposed/scene.js") + EXPOSE, type="module")
    page.wait_for_function("globalThis.scene")
    yield page
    page.close()


def random_explorer(rng):
    """Return an explorer of some setting that fits."""
    sizes = [rng.integers(1, 5, 2) for _ in range(3)]
    image, kernel, seen = (rng.integers(-9, 10, size) / rng.choice([1, 4]) for size in sizes)
    stride = rng.integers(1, 4, 2)
    while True:
        padding = rng.integers(0, 3, (2, 2)).tolist()
        steps = (stride.tolist(), padding, rng.integers(0, stride).tolist())
        task = str(rng.choice(["transposed", "image gradient", "kernel gradient"]))
        way = str(rng.choice(["scatter", "gather"]))
        setting = dict(zip(STEPS, steps, strict=True)) | {"task": task, "way": way}
        try:
            return TransposedExplorer(image, kernel, seen=seen, **setting)
        except ValueError:
            stride = np.maximum(stride, 2)  # with more room the padding fits at last


def kept(answer, name):
    """Cut off what padding cuts off a table that the browser gave."""
    (top, left), (rows, cols) = (map(int, answer[each]) for each in ("corner", "output"))
    return np.array(answer[name])[top : top + rows, left : left + cols]


def steps_of(explorer):
    return {name: getattr(explorer, name) for name in STEPS}


@pytest.mark.parametrize("seed", range(40))
def test_the_browser_computes_what_the_package_computes(module, seed):
    explorer = random_explorer(np.random.default_rng(seed))
    answer = module.evaluate(ANSWER, explorer.get_state())
    image, kernel, steps = explorer.image, explorer.kernel, steps_of(explorer)
    first = np.arange(image.size).reshape(image.shape) < image.size // 2
    truth = conv_transpose2d(image, kernel, **steps)
    ones = np.ones_like(image), np.ones_like(kernel)
    explorer.task = "kernel gradient"
    right = {
        "pile": truth,
        "half": conv_transpose2d(image * first, kernel, **steps),
        "counts": conv_transpose2d(*ones, **steps),
        "stamps": truth,
        "windows": truth,
        "weights": explorer.output(),
        "met": explorer.output(),
        "seen": explorer._seen_whole(),
    }
    assert answer["valid"]
    assert tuple(answer["output"]) == truth.shape
    for name, table in right.items():
        given = kept(answer, name) if name in ("pile", "half", "counts") else answer[name]
        np.testing.assert_allclose(given, table, rtol=1e-9, atol=1e-9, err_msg=name)


@examples(40)
@given(
    cells=st.tuples(st.integers(1, 16), st.integers(1, 3)),
    stride=st.integers(1, 4),
    padding=st.integers(0, 6),
    added=st.integers(0, 4),
)
@example((16, 2), 2, 0, 0)  # 32 cells, as many as are drawn
@example((16, 2), 2, 0, 1)
def test_the_browser_calls_valid_what_python_draws(module, cells, stride, padding, added):
    image, kernel = map(np.ones, zip((1, 1), cells, strict=True))
    steps = dict(zip(STEPS, ((1, stride), [[0, 0], [0, padding]], (0, added)), strict=True))
    told = module.evaluate(
        "state => globalThis.scene.isValid(state)",
        steps | {"image": image.tolist(), "kernel": kernel.tolist()},
    )
    try:
        TransposedExplorer(image, kernel, **steps)
    except ValueError:
        assert not told
    else:
        assert told


@pytest.mark.parametrize("seed", range(12))
def test_the_browser_moves_over_the_map_that_python_allows(module, seed):
    explorer = random_explorer(np.random.default_rng(seed))
    answer = module.evaluate(ANSWER, explorer.get_state())
    last = np.subtract(answer["positions"], 1)
    explorer.position = last
    for beyond in map(tuple, last + np.eye(2, dtype=int)):
        with pytest.raises(ValueError, match="position"):
            explorer.position = beyond


@pytest.mark.parametrize("seed", range(12))
def test_the_sliders_end_where_python_refuses(module, seed):
    explorer = random_explorer(np.random.default_rng(seed))
    for name, axis, side, (least, most) in module.evaluate(LIMITS, explorer.get_state()):
        sides = [list(pair) for pair in explorer.get_state(["padding"])["padding"]]
        for value in range(least, most + 1):
            given = list(getattr(explorer, name))
            if name == "padding":
                sides[axis][side], given = value, sides
            else:
                given[axis] = value
            steps = steps_of(explorer) | {name: given}
            if name == "stride":  # the others give way to it
                fitted = module.evaluate(ROOM, [explorer.get_state(), given])
                assert fitted["valid"]
                steps |= {key: fitted[key] for key in ("padding", "output_padding")}
            TransposedExplorer(explorer.image, explorer.kernel, **steps)
