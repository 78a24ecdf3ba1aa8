"""The browser's own sums and sizes, held to conv2d and ConvGeometry over random settings."""

import re
from itertools import product

import numpy as np
import pytest

from convlib import PADDING_MODES, conv2d
from convlib.figures.colours import VALUE_HUES, WEIGHT_HUES
from convlib.scene import Scene
from convlib.widgets.bundle import bundle
from convlib.widgets.explorer import SETTING, ConvExplorer
from convlib.widgets.traits import LARGEST_VALUE
from convlib.words import (
    cell_text,
    equals_text,
    factor_text,
    is_exact,
    number_text,
    size_text,
    sum_text,
)
from tests.support.explorer_dom import number
from tests.support.needs import oracle
from tests.support.random_settings import (
    any_setting,
    browser_state,
    check_close,
    geometry_of,
    is_valid,
    products,
    random_position,
    random_setting,
)

BOUND = 3
SLIDERS = [
    *((name, axis, None) for name in ("stride", "padding", "dilation") for axis in (0, 1)),
    *(("padding", axis, side) for axis in (0, 1) for side in (0, 1)),
]
EXPOSE = """
globalThis.convlib = {
  axes, taps, featureMap, feeds, limits, windowTaps, isValid, sumSentence, loopSentence,
  imageSentence, weightSentence, missedSentence, sizeFormula, LIBRARIES, codeText,
  wholeCode, tolerances, agrees, numberText, cellText, factorText, isExact, sizeText,
  SETTING, OPTIONS, PADDING_MODES, LARGEST_VALUE, VALUE_HUES, WEIGHT_HUES,
};
"""
KNOBS = [dict(zip(("stride", "padding", "dilation"), there, strict=True))
         for there in product((True, False), repeat=3)]  # fmt: skip
ANSWER = """([states, sliders, bound, knobs]) => states.map(state => {
    const { convlib: c } = globalThis;
    const sizes = c.axes(state);
    const truth = c.featureMap(state);
    const at = state.position;
    return {
        axes: sizes,
        taps: sizes.map((axis, a) => c.taps(axis, at[a])),
        map: truth,
        tolerances: c.tolerances(state),
        products: c.windowTaps(state, at),
        feeds: sizes.map(c.feeds),
        limits: sliders.map(
            ([name, a, side]) => c.limits(state, name, a, bound, side ?? undefined)),
        sum: c.sumSentence(state, at, truth[at[0]][at[1]], false),
        hidden: c.sumSentence(state, at, truth[at[0]][at[1]], true),
        here: c.loopSentence(at, truth[at[0]][at[1]], false),
        hiddenHere: c.loopSentence(at, truth[at[0]][at[1]], true),
        cells: state.image.map(
            (line, row) => line.map((_, col) => c.imageSentence(state, row, col))),
        outside: c.imageSentence(state, -1, -1),
        weights: knobs.map(there => c.weightSentence(state, 0, 0, there)),
        missed: knobs.map(there => c.missedSentence(state, there)),
        lines: Object.fromEntries(c.LIBRARIES.map(name => [name, c.codeText(state, name)])),
        wholes: Object.fromEntries(c.LIBRARIES.map(name => [name, c.wholeCode(state, name)])),
    };
})"""


@pytest.fixture(scope="module")
def module(chromium):
    """Return a page that holds the browser side's functions and nothing else."""
    page = chromium.new_page()
    text = bundle("convolution/explorer.js").replace("export default", "void") + EXPOSE
    page.add_script_tag(content=text, type="module")
    page.wait_for_function("globalThis.convlib")
    yield page
    page.close()


@pytest.fixture(scope="module")
def cases(module):
    """Return (setting, position, what the browser makes of it) many times over."""
    rng = np.random.default_rng(20)
    settings = [random_setting(rng) for _ in range(400)]
    settings += [random_setting(rng, largest=32) for _ in range(20)]
    positions = [random_position(rng, setting) for setting in settings]
    states = [browser_state(*case) for case in zip(settings, positions, strict=True)]
    answers = module.evaluate(ANSWER, [states, SLIDERS, BOUND, KNOBS])
    return list(zip(settings, positions, answers, strict=True))


def are_integers(*tables):
    return all(np.asarray(table).dtype.kind in "iu" for table in tables)


def test_the_settings_cover_what_they_should(cases):
    settings = [setting for setting, _, _ in cases]
    assert {s["padding_mode"] for s in settings} == {"zeros", "reflect", "replicate", "circular"}
    assert {s["flip_kernel"] for s in settings} == {True, False}
    assert any(s["padding"][0][0] != s["padding"][0][1] for s in settings)
    assert sum(are_integers(s["image"], s["kernel"]) for s in settings) > 50
    assert any(max(geometry_of(s).leftover) > 0 for s in settings)
    assert any(max(s["image"].shape) == 32 for s in settings)


def test_feature_maps_equal_conv2d(cases):
    for setting, _, answer in cases:
        truth = conv2d(**setting)
        assert np.shape(answer["map"]) == truth.shape
        if truth.dtype == np.int64:
            np.testing.assert_array_equal(answer["map"], truth)
        else:
            check_close(answer["map"], truth, setting)


def test_tolerances_equal_those_of_scene(cases):
    for setting, _, answer in cases:
        tolerance = Scene.of(**setting).tolerance
        assert np.shape(answer["tolerances"]) == tolerance.shape
        np.testing.assert_allclose(answer["tolerances"], tolerance, rtol=1e-9)


def test_an_answer_agrees_up_to_the_tolerance_and_no_further(module):
    ask = """values => values.map(value => globalThis.convlib.agrees(3, value, 0.5))"""
    answers = {2.5: True, 3.5: True, 2.49: False, 3.51: False, "nan": False, "3": False}
    assert module.evaluate(ask, list(answers)) == list(answers.values())


def test_sizes_equal_those_of_geometry(cases):
    for setting, _, answer in cases:
        geometry = geometry_of(setting)
        sizes = {
            "input": geometry.input_size,
            "kernel": geometry.kernel_size,
            "span": geometry.effective_kernel_size,
            "padded": geometry.padded_size,
            "output": geometry.output_size,
            "leftover": geometry.leftover,
        }
        assert {name: tuple(axis[name] for axis in answer["axes"]) for name in sizes} == sizes


def test_windows_equal_those_of_geometry(cases):
    for setting, position, answer in cases:
        assert tuple(map(tuple, answer["taps"])) == geometry_of(setting).window(position)


def test_products_are_value_times_weight_in_reading_order(cases):
    for setting, position, answer in cases:
        told = [[tap[n] for n in ("row", "col", "value", "weight")] for tap in answer["products"]]
        assert told == products(setting, position)


def test_each_product_names_the_kernel_cell_of_its_weight(cases):
    for setting, _, answer in cases:
        taps = answer["products"]
        assert all(setting["kernel"][t["kernelRow"], t["kernelCol"]] == t["weight"] for t in taps)
        assert len({(t["kernelRow"], t["kernelCol"]) for t in taps}) == setting["kernel"].size


def test_what_an_image_cell_feeds_is_counted_as_geometry_counts(cases):
    for setting, _, answer in cases:
        by_row, by_col = ([len(fed) for fed in axis] for axis in answer["feeds"])
        np.testing.assert_array_equal(np.outer(by_row, by_col), geometry_of(setting).count_map())


def test_what_an_image_cell_feeds_are_the_windows_that_hold_it(cases):
    for setting, _, answer in cases[:60]:
        geometry = geometry_of(setting)
        for row, fed in enumerate(answer["feeds"][0]):
            holders = [
                p for p in range(geometry.output_size[0]) if row in geometry.window((p, 0))[0]
            ]
            assert fed == holders


def test_skipped_cells_are_those_of_geometry(cases):
    for setting, _, answer in cases:
        skipped = tuple(
            tuple(n for n, fed in enumerate(axis) if not fed) for axis in answer["feeds"]
        )
        assert skipped == geometry_of(setting).skipped


def moved(setting, name, axis, side, value):
    """Change one slider of a setting, and nothing else."""
    pairs = list(setting[name])
    if name != "padding":
        pairs[axis] = value
    elif side is None:
        pairs[axis] = (value, value)
    else:
        pairs[axis] = tuple(value if s == side else old for s, old in enumerate(pairs[axis]))
    return setting | {name: tuple(pairs)}


def test_a_slider_offers_every_valid_value_and_no_other(cases):
    for setting, _, answer in cases[:400]:
        for (name, axis, side), (least, most) in zip(SLIDERS, answer["limits"], strict=True):
            offered = set(range(least, most + 1))
            choices = range(name != "padding", BOUND + 1)
            valid = {v for v in choices if is_valid(moved(setting, name, axis, side, v))}
            assert offered == valid, (setting, name, axis, side)


def test_the_browser_knows_which_settings_are_valid(module):
    rng = np.random.default_rng(3)
    settings = [any_setting(rng, largest=5) for _ in range(300)]
    told = module.evaluate(
        "states => states.map(globalThis.convlib.isValid)", [browser_state(s) for s in settings]
    )
    assert told == [is_valid(setting) for setting in settings]
    assert 30 < sum(told) < 270


# Sentences


def evaluate(text):
    """Work out a sum as the sentence writes it."""
    assert "-" not in text
    return eval(text.replace("·", "*").replace("−", "-"))


def test_the_sum_written_out_gives_the_feature_map_cell(cases):
    for setting, position, answer in cases:
        head, text = answer["sum"].split(": ")
        assert head == f"feature map {position}"
        left, equal, right = re.fullmatch(r"(.*) ([=≈]) (\S+)", text).groups()
        truth = conv2d(**setting)[position]
        if are_integers(setting["image"], setting["kernel"]):
            assert equal == "="
            assert evaluate(left) == number(right) == truth
        else:
            size = sum(abs(value * weight) for *_, value, weight in products(setting, position))
            assert number(right) == pytest.approx(truth, rel=1e-5, abs=1e-9 * size)
            assert evaluate(left) == pytest.approx(truth, rel=1e-4, abs=1e-4 * size)


def test_a_rounded_sum_is_not_called_equal(cases):
    for setting, position, answer in cases:
        right = answer["sum"].rpartition(" ")[2]
        if number(right) != pytest.approx(conv2d(**setting)[position], rel=1e-12, abs=1e-12):
            assert "≈" in answer["sum"]


def test_a_sum_is_written_as_the_figures_write_it(cases):
    for setting, position, answer in cases:
        taps = Scene.of(**setting).taps(position)
        factors = [factor for tap in taps for factor in (tap.value, tap.weight)]
        terms = re.split(" [=≈] ", sum_text(Scene.of(**setting), position))[0]
        # Results may differ in their last bits: the browser sums in another order.
        result = answer["map"][position[0]][position[1]]
        assert answer["sum"] == f"{terms} {equals_text(result, *factors)}"


@pytest.mark.parametrize(
    ("image", "kernel", "end"),
    [(3, 1 / 3, "3·0.333333 ≈ 1"), (4, 0.25, "4·0.25 = 1"), (-0.1, 3, "(−0.1)·3 = −0.3"),
     (1 / 3, 1, "0.333333·1 ≈ 0.333333")],
)  # fmt: skip
def test_a_sum_is_equal_only_where_every_number_in_it_is_exact(module, image, kernel, end):
    plain = {"stride": (1, 1), "padding": ((0, 0), (0, 0)), "dilation": (1, 1),
             "padding_mode": "zeros", "flip_kernel": False}  # fmt: skip
    state = plain | {"image": [[image]], "kernel": [[kernel]], "position": (0, 0)}
    ask = "([state, sum]) => globalThis.convlib.sumSentence(state, [0, 0], sum, false)"
    assert module.evaluate(ask, [state, image * kernel]) == f"feature map (0, 0): {end}"


def test_a_hidden_sum_tells_neither_products_nor_result(cases):
    for _, _, answer in cases:
        assert answer["hidden"] == re.sub(r": .*$", ": ?", answer["sum"])


def test_a_very_long_sum_leaves_out_its_middle(module):
    state = browser_state(
        random_setting(np.random.default_rng(0)) | {
            "image": np.ones((12, 12), int), "kernel": np.ones((12, 12), int),
            "stride": (1, 1), "padding": ((0, 0), (0, 0)), "dilation": (1, 1),
        }
    )  # fmt: skip
    said = module.evaluate("s => globalThis.convlib.sumSentence(s, [0, 0], 144, false)", state)
    assert said.count("1·1") < 90
    assert " + … + 1·1 = 144" in said


def test_image_cells_tell_how_many_they_feed(cases):
    for setting, _, answer in cases:
        for (row, col), count in np.ndenumerate(geometry_of(setting).count_map()):
            said = answer["cells"][row][col]
            assert said.startswith(f"image cell ({row}, {col}): value ")
            cells = "feature-map cell" if count == 1 else "feature-map cells"
            end = f"feeds {count} {cells}" if count else "no tap ever meets it (skipped)"
            assert said.endswith(end)


def test_a_padding_cell_tells_its_value_and_mode(cases):
    for setting, _, answer in cases:
        if min(before for before, _ in setting["padding"]) > 0:
            assert re.match(r"padding cell \(−1, −1\): value \S+,", answer["outside"])
            assert setting["padding_mode"] in answer["outside"]


def test_a_weight_tells_how_many_cells_share_it(cases):
    for setting, _, answer in cases:
        count = np.prod(geometry_of(setting).output_size)
        cells = "the only feature-map cell" if count == 1 else f"all {count} feature-map cells"
        for knobs, said in zip(KNOBS, answer["weights"], strict=True):
            image = "padded image" if knobs["padding"] else "image"
            assert re.search(rf"enters {cells}, and meets {count} cells? of the {image}$", said)


def test_what_is_missed_is_counted(cases):
    for setting, _, answer in cases:
        geometry = geometry_of(setting)
        skipped = int((geometry.count_map() == 0).sum())
        for knobs, said in zip(KNOBS, answer["missed"], strict=True):
            counts = [*geometry.leftover * knobs["stride"], skipped]
            assert [int(n) for n in re.findall(r"\d+", said)] == counts
            assert ("leftover" in said) == knobs["stride"]


def without(setting, knobs):
    """Return a setting in which the parameters without a knob are left at their defaults."""
    plain = {"stride": (1, 1), "padding": ((0, 0), (0, 0)), "dilation": (1, 1)}
    return setting | {name: plain[name] for name in plain if not knobs[name]}


def check_formula(formula, geometry, axis):
    """Assert that every step of a size formula is true."""
    text = re.sub(r"⌊(.*?)/(\d+)⌋", r"(\1)//\2", formula)
    span, size, leftover = re.fullmatch(
        r"(?:k̂ = (.*);  )?o = (.*?)(?:,  leftover (\d+))?", text
    ).groups()
    spans = {evaluate(t) for t in span.split(" = ")} if span else set()
    assert spans <= {geometry.effective_kernel_size[axis]}
    assert {evaluate(t) for t in size.split(" = ")} == {geometry.output_size[axis]}
    assert int(leftover or 0) == geometry.leftover[axis]


@pytest.mark.parametrize("knobs", KNOBS)
def test_the_size_formula_is_true_in_every_step(module, cases, knobs):
    settings = [without(setting, knobs) for setting, _, _ in cases]
    settings = [setting for setting in settings if is_valid(setting)]
    assert len(settings) > 50
    ask = """([states, knobs]) => states.map(
        state => [0, 1].map(a => globalThis.convlib.sizeFormula(state, a, knobs)))"""
    told = module.evaluate(ask, [[browser_state(setting) for setting in settings], knobs])
    for setting, formulas in zip(settings, told, strict=True):
        for axis, formula in enumerate(formulas):
            check_formula(formula, geometry_of(setting), axis)


@pytest.mark.parametrize(
    ("there", "formula"),
    [
        ("", "o = 5 − 2 + 1 = 4"),
        ("stride", "o = ⌊(5 − 2)/1⌋ + 1 = ⌊3/1⌋ + 1 = 4,  leftover 0"),
        ("padding", "o = 5 + 0 + 0 − 2 + 1 = 4"),
        ("dilation", "k̂ = 1·(2 − 1) + 1 = 2;  o = 5 − 2 + 1 = 4"),
    ],
)
def test_the_size_formula_shows_the_knobs_there_are(module, there, formula):
    plain = {"image": np.ones((5, 5)), "kernel": np.ones((2, 2)), "flip_kernel": False}
    knobs = dict.fromkeys(KNOBS[0], False) | ({there: True} if there else {})
    state = browser_state(without(plain | {"padding_mode": "zeros"}, dict.fromkeys(knobs, False)))
    ask = "([state, knobs]) => globalThis.convlib.sizeFormula(state, 0, knobs)"
    assert module.evaluate(ask, [state, knobs]) == formula


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"), (-7, "−7"), (123456, "123456"), (-123456, "−123456"), (0.25, "0.25"),
        (1 / 3, "0.333"), (-2 / 3, "−0.667"), (1813.99, "1814"), (-1234567, "−1.2e6"),
        (123456789012, "1.2e11"), (0.000012345, "1.23e−5"), ("nan", "nan"), ("-inf", "−inf"),
    ],
)  # fmt: skip
def test_a_cell_shows_a_number_in_seven_characters_at_most(module, value, text):
    assert module.evaluate("value => globalThis.convlib.cellText(value)", value) == text


def random_numbers(rng, count=3000):
    """Draw floats of every size: whole, half-way between two roundings, near the thresholds."""
    sizes = 10.0 ** rng.integers(-20, 21, count)
    numbers = [
        rng.normal(size=count) * sizes,
        np.round(rng.normal(size=count) * 10.0 ** rng.integers(0, 20, count)),
        rng.integers(-4096, 4096, count) / 2.0 ** rng.integers(0, 20, count),
        (rng.integers(-2000, 2000, count) + 0.5) * 10.0 ** rng.integers(-8, 8, count),
        1e-4 * (1 + rng.normal(size=count) * 10.0 ** rng.integers(-8, -2, count)),
        1e16 * (1 + rng.normal(size=count) * 10.0 ** rng.integers(-15, -2, count)),
        [0.0, -0.0, 5e-324, 1e-300, 1e300, 0.5, 999999.5, 9999999.5, -0.00009999999, 1e-4, 1e16],
    ]
    return np.concatenate(numbers).tolist()


@pytest.mark.parametrize("digits", [1, 2, 3, 6, 12, 17])
def test_numbers_are_written_as_words_py_writes_them(module, digits):
    values = random_numbers(np.random.default_rng(digits))
    ask = "([values, n]) => values.map(value => globalThis.convlib.numberText(value, n))"
    assert module.evaluate(ask, [values, digits]) == [number_text(v, digits) for v in values]


@pytest.mark.parametrize(
    ("name", "twin"),
    [("numberText", number_text), ("cellText", cell_text), ("factorText", factor_text),
     ("isExact", is_exact)],
)  # fmt: skip
def test_what_is_said_of_a_number_is_what_words_py_says(module, name, twin):
    values = [*random_numbers(np.random.default_rng(7)), float("nan"), float("inf"), -float("inf")]
    ask = f"values => values.map(value => globalThis.convlib.{name}(value))"
    assert module.evaluate(ask, values) == [twin(value) for value in values]


def test_a_size_is_written_as_words_py_writes_it(module):
    assert module.evaluate("globalThis.convlib.sizeText(9, 14)") == size_text((9, 14))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SETTING", SETTING), ("PADDING_MODES", PADDING_MODES),
        ("LARGEST_VALUE", LARGEST_VALUE), ("VALUE_HUES", VALUE_HUES), ("WEIGHT_HUES", WEIGHT_HUES),
    ],
)  # fmt: skip
def test_what_both_sides_know_is_the_same(module, name, value):
    told = module.evaluate(f"globalThis.convlib.{name}")
    assert told == (list(value) if isinstance(value, tuple) else value)


def test_the_browser_knows_each_public_trait_of_the_explorer(module):
    known = module.evaluate("[...globalThis.convlib.SETTING, ...globalThis.convlib.OPTIONS]")
    explorer = ConvExplorer([[1]], [[1]])
    state = explorer._page()["state"]
    assert {*known, "position"} == {name for name in state if not name.startswith("_")}


# Lines of code


def run_loops(lines, scope):
    """Run statements and return the feature map they make."""
    exec(lines, scope)
    return scope["feature_map"]


def check_code(cases, library, names, run=eval):
    """Run a library's line, and its whole snippet, for every setting."""
    for setting, _, answer in cases:
        truth = conv2d(**setting)
        scope = names | {"image": setting["image"], "kernel": setting["kernel"]}
        whole = {}
        exec(answer["wholes"][library], whole)
        for found in (run(answer["lines"][library], scope), whole["feature_map"]):
            assert np.shape(found) == truth.shape
            check_close(np.asarray(found), truth, setting)


def test_the_loops_are_true(cases):
    check_code(cases[:150], "loops", {"np": np}, run_loops)


def test_the_loops_are_four_and_hold_the_numbers_of_the_setting(cases):
    for setting, _, answer in cases:
        geometry, loops = geometry_of(setting), answer["lines"]["loops"]
        counts = (*geometry.output_size, *geometry.kernel_size)
        told = re.findall(r"^ *for (\w+) in range\((\d+)\):$", loops, re.MULTILINE)
        assert told == list(zip(("row", "col", "i", "j"), map(str, counts), strict=True))
        assert ("padded = np.pad(" in loops) == (np.sum(geometry.padding) > 0)


def test_where_the_loops_stand_is_told(cases):
    for setting, (row, col), answer in cases:
        head = f"here: row = {row}, col = {col}, feature_map[{row}, {col}] "
        assert answer["hiddenHere"] == f"{head}= ?"
        assert answer["here"] == head + equals_text(answer["map"][row][col]), setting


def test_the_line_of_convlib_is_true(cases):
    check_code(cases[:150], "convlib", {"conv2d": conv2d})


def test_the_line_of_numpy_is_true(cases):
    check_code(cases[:150], "NumPy", {"np": np})


def test_the_line_of_pytorch_is_true(cases):
    torch = oracle("torch")
    check_code(cases[:150], "PyTorch", {"torch": torch, "F": torch.nn.functional})
