"""The explorer in a real JupyterLab: the picture, the kernel behind it, and Lab around it."""

import copy
import json

import nbformat
import numpy as np
import pytest
from playwright.sync_api import expect

from convlib import conv2d
from convlib.check import check_cell
from convlib.check.sentences import SENTENCES
from convlib.examples import SEED_IMAGE, SEED_KERNEL, address
from notebooks.execute import execute, normalise
from tests.support.explorer_dom import (
    SEED,
    button,
    by_sliders,
    cell,
    check_shows,
    marked,
    problems,
    read,
    slider,
    table,
)
from tests.support.lab import KERNEL
from tests.support.random_settings import browser_state, random_position, random_setting

IMPORTS = """import json
import numpy as np
from ipywidgets import VBox
from convlib import ConvExplorer, conv2d
from convlib.examples import SEED_IMAGE, SEED_KERNEL, address

def put(explorer, text):
    with explorer.hold_trait_notifications():
        for name, value in json.loads(text).items():
            setattr(explorer, name, value)
"""
SEED_EXPLORER = "ConvExplorer(SEED_IMAGE, SEED_KERNEL, stride=(2, 1), dilation=(1, 2))"
UNFOLDED = "ConvExplorer(address(4, 5), [[1, 2]], unfold='arithmetic', max_padding=0)"
LEARNER = """def mine(image, kernel, stride):
    if stride[0] == 2:
        raise ValueError("rows need a stride of 1 or 3")
    result = conv2d(image, kernel, stride=stride)
    if stride[0] == 3:
        return result[:, 1:]
    if stride[1] == 3:
        return result / [[1], [0], [1], [1]]
    result[0, 1] += 1
    return result

learner = ConvExplorer(address(5, 6), [[1, 2], [3, 4]], conv=mine)
learner
"""
FLIPPED = """def flipped(image, kernel, stride, flip_kernel):
    return conv2d(image, kernel, stride=stride, flip_kernel=not flip_kernel)

wrong = ConvExplorer(SEED_IMAGE, SEED_KERNEL, conv=flipped)
wrong
"""
CELLS = [IMPORTS, f"seed = {SEED_EXPLORER}\nVBox([seed])", "seed", LEARNER, UNFOLDED, FLIPPED]


@pytest.fixture(scope="module")
def notebook(lab):
    page = lab.open(lab.notebook(CELLS))
    lab.run_all(page)
    roots(page).nth(4).wait_for()
    return page


BOXED = [SEED, *(random_setting(np.random.default_rng(seed), largest=7) for seed in range(5))]


@pytest.fixture(scope="module")
def box(lab):
    """Return a page in the dark theme: six explorers in one box. Its kernel goes in the end."""
    states = [json.dumps(browser_state(setting)) for setting in BOXED]
    many = f"VBox([ConvExplorer(**json.loads(text)) for text in {states}])"
    page = lab.open(lab.notebook([IMPORTS, many]), theme="dark")
    lab.run_all(page)
    roots(page).nth(5).wait_for()
    return page


def roots(page):
    return page.locator(".convlib-explorer")


def in_view(page, number):
    """Scroll to an explorer, with the mouse where it points at no cell."""
    page.mouse.move(1, 1)
    root = roots(page).nth(number)
    root.scroll_into_view_if_needed()
    return root


def put(lab, page, name, setting, position=(0, 0), **options):
    """Set an explorer's whole state in Python, in one go."""
    text = json.dumps(browser_state(setting, position) | options)
    lab.run(page, f"put({name}, {text!r})")


@pytest.fixture
def seed(lab, notebook):
    """Return the root of the seed example's explorer, as it was at first."""
    lab.settle(notebook)
    put(lab, notebook, "seed", SEED, predict=False, presenter=False)
    return in_view(notebook, 0)


def check_python(lab, page, expression, text):
    """Wait until the kernel holds a value: messages from the browser are on their way to it."""
    for _ in range(200):
        if (found := lab.run(page, f"print({expression})").strip()) == text:
            return
        page.wait_for_timeout(50)
    assert found == text


# Parity


def test_random_settings_from_python_show_what_conv2d_gives(lab, notebook):
    rng = np.random.default_rng(7)
    root = roots(notebook).first
    for _ in range(110):
        setting = random_setting(rng)
        position = random_position(rng, setting)
        put(lab, notebook, "seed", setting, position)
        check_shows(read(root), setting, position)


def test_a_box_of_explorers_shows_what_conv2d_gives(box):
    for setting, root in zip(BOXED, roots(box).all(), strict=True):
        check_shows(read(root), setting, (0, 0))


# Browser and Python


@pytest.mark.parametrize("trait", ["Stride", "Padding", "Dilation"])
def test_a_slider_moved_by_key_is_observed(lab, notebook, seed, trait):
    name = trait.lower()
    lab.run(
        notebook, f"seen = []; watch = lambda c: seen.append(c.new); seed.observe(watch, '{name}')"
    )
    slider(seed, f"{trait} rows").press("ArrowRight")
    pair = {"stride": (3, 1), "padding": (1, 0), "dilation": (2, 2)}[name]
    check_python(lab, notebook, "seen", str([pair]))
    lab.run(notebook, f"seed.unobserve(watch, '{name}')")
    check_shows(read(seed), SEED | {name: pair}, (0, 0))


def test_a_slider_moved_by_mouse_is_observed(lab, notebook, seed):
    lab.run(
        notebook, "seen = []; watch = lambda c: seen.append(c.new); seed.observe(watch, 'padding')"
    )
    box = slider(seed, "Padding columns").bounding_box()
    notebook.mouse.move(box["x"] + 6, box["y"] + box["height"] / 2)
    notebook.mouse.down()
    notebook.mouse.move(box["x"] + box["width"] - 2, box["y"] + box["height"] / 2, steps=5)
    notebook.mouse.up()
    check_python(lab, notebook, "seen[-1]", "(0, 3)")
    lab.run(notebook, "seed.unobserve(watch, 'padding')")
    check_shows(read(seed), SEED | {"padding": (0, 3)}, (0, 0))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("stride", (1, 3)),
        ("padding", ((1, 0), (2, 3))),
        ("dilation", (2, 1)),
        ("flip_kernel", True),
        ("image", address(12, 12)),
        ("kernel", np.array([[0.5, -1], [2, 0.25]])),
    ],
)
def test_a_trait_set_in_python_moves_the_picture(lab, notebook, seed, name, value):
    lab.run(notebook, f"seed.{name} = {value.tolist() if name in ('image', 'kernel') else value}")
    check_shows(read(seed), SEED | {name: value}, (0, 0))


def test_sides_of_padding_fold_back_when_python_makes_them_alike(lab, notebook, seed):
    lab.run(notebook, "seed.padding = ((0, 1), (2, 2))")
    expect(slider(seed, "Padding bottom")).to_have_value("1")
    lab.run(notebook, "seed.padding = (1, 2)")
    expect(slider(seed, "Padding rows")).to_have_value("1")
    expect(slider(seed, "Padding bottom")).not_to_be_visible()


def test_a_position_set_in_python_moves_the_window(lab, notebook, seed):
    lab.run(notebook, "seed.position = (2, 4)")
    check_shows(read(seed), SEED, (2, 4))


def test_two_traits_valid_only_together_come_without_an_error(lab, notebook, seed):
    larger = {"kernel": np.ones((10, 8), int), "image": address(20, 20)}
    put(lab, notebook, "seed", SEED | larger)
    check_shows(read(seed), SEED | larger, (0, 0))
    put(lab, notebook, "seed", SEED)
    check_shows(read(seed), SEED, (0, 0))


def test_an_explorer_starts_as_its_arguments_say(notebook):
    root = roots(notebook).nth(3)
    expect(root.locator(".convlib-arithmetic")).to_have_attribute("open", "")
    expect(root.locator(".convlib-formula").first).to_be_visible()
    expect(root.locator(".convlib-more")).not_to_have_attribute("open", "")
    expect(slider(root, "Padding rows")).not_to_be_visible()


def test_code_grows_with_the_presenter_size(notebook):
    root = roots(notebook).nth(3)
    sizes = "all => all.map(code => parseFloat(getComputedStyle(code).fontSize))"
    before = root.locator("code").evaluate_all(sizes)
    button(root, "Presenter size").click()
    after = root.locator("code").evaluate_all(sizes)
    button(root, "Presenter size").click()
    assert len(before) == 4
    assert all(big >= 1.2 * small for small, big in zip(before, after, strict=True))


def test_a_bound_set_in_python_takes_sliders_away_and_brings_them_back(lab, notebook, seed):
    lab.run(notebook, "seed.max_padding = 0")
    expect(slider(seed, "Padding rows")).not_to_be_visible()
    expect(slider(seed, "Stride rows")).to_be_visible()
    lab.run(notebook, "seed.max_padding = 3")
    expect(slider(seed, "Padding rows")).to_be_visible()
    check_shows(read(seed), SEED, (0, 0))


@pytest.mark.parametrize(
    "code",
    [
        "stride = 0",
        "image = [[float('nan')]]",
        "kernel = 'kernel'",
        "padding = 10**9",
        "position = (3, 0)",
    ],
)
def test_a_refused_value_leaves_the_picture_as_it_is(lab, notebook, seed, code):
    with pytest.raises(RuntimeError, match="TraitError"):
        lab.run(notebook, f"seed.{code}")
    check_shows(read(seed), SEED, (0, 0))


def test_an_edited_cell_reaches_python(lab, notebook, seed):
    cell(seed, "kernel", (1, 3)).dblclick()
    notebook.keyboard.type("-2.5")
    notebook.keyboard.press("Enter")
    check_python(lab, notebook, "seed.kernel[1, 3]", "-2.5")
    notebook.keyboard.press("Escape")
    slider(seed, "Position").focus()
    notebook.mouse.move(1, 1)
    kernel = SEED_KERNEL.astype(float)
    kernel[1, 3] = -2.5
    check_shows(read(seed), SEED | {"kernel": kernel}, (0, 0))


def test_steps_reach_python(lab, notebook, seed):
    button(seed, "Step forward").click()
    button(seed, "Step forward").click()
    check_python(lab, notebook, "seed.position", "(0, 2)")


def test_options_reach_python(lab, notebook, seed):
    button(seed, "Presenter size").click()
    check_python(lab, notebook, "seed.presenter", "True")
    lab.run(notebook, "seed.presenter = False")
    expect(button(seed, "Presenter size")).to_have_attribute("aria-pressed", "false")


def test_reset_reaches_python(lab, notebook, seed):
    slider(seed, "Stride rows").press("Home")
    button(seed, "Step forward").click()
    button(seed, "Reset").click()
    check_python(lab, notebook, "seed.stride, seed.position", "(2, 1) (0, 0)")
    check_shows(read(seed), SEED, (0, 0))


def test_python_unfolds_and_the_reader_folds(lab, notebook, seed):
    more = seed.locator("details.convlib-more")
    lab.run(notebook, "seed.unfold = 'more'")
    expect(more).to_have_attribute("open", "")
    expect(seed.get_by_label("flip the kernel")).to_be_visible()
    more.locator("summary").click()
    lab.run(notebook, "seed.stride = 1")
    expect(more).not_to_have_attribute("open", "")
    lab.run(notebook, "seed.unfold = None")


def test_a_held_key_ends_alike_in_browser_and_python(lab, notebook, seed):
    lab.run(notebook, "seed.stride = 1")
    slider(seed, "Position").focus()
    for _ in range(25):
        notebook.keyboard.press("ArrowRight")
    check_shows(read(seed), SEED | {"stride": (1, 1)}, divmod(25, 6))
    check_python(lab, notebook, "seed.position", str(divmod(25, 6)))
    check_shows(read(seed), SEED | {"stride": (1, 1)}, divmod(25, 6))


# Predict first


FIRST = "Not {}. Add the products once more, or reveal the cell."


@pytest.fixture
def predicted(lab, notebook, seed):
    """Return the seed example's explorer with cell (1, 2) to be predicted: it is 78."""
    put(lab, notebook, "seed", SEED, (1, 2), predict=True)
    lab.run(notebook, "seed._guess = seed._reason = None")
    yield seed
    seed.get_by_label("Your prediction").fill("")


def guess(root, text):
    """Type a prediction and return its verdict, which may grow."""
    root.get_by_label("Your prediction").fill(text)
    root.get_by_label("Your prediction").press("Enter")
    return root.locator(".convlib-verdict")


def whole_verdict(value):
    """What is to be read of a wrong prediction of cell (1, 2) in the end."""
    verdict = check_cell(value, position=(1, 2), **SEED)
    assert verdict.misconception
    return f"{FIRST.format(value)} {verdict.message.removeprefix('Not yet. ')}"


@pytest.mark.parametrize("value", [82, 50])
def test_python_tells_why_a_prediction_is_wrong(notebook, predicted, value):
    verdict = guess(predicted, str(value))
    expect(verdict).to_have_text(whole_verdict(value))
    check_shows_nothing_of_the_map(predicted)


def check_shows_nothing_of_the_map(root):
    seen = read(root)
    assert seen["says"].endswith("): ?")
    assert all("value" not in one for one in seen["feature-map"].values())


def test_the_same_wrong_prediction_gets_its_reason_again(predicted):
    for value in (82, 82, 50, 82):
        expect(guess(predicted, str(value))).to_have_text(whole_verdict(value))
    button(predicted, "Step forward").click()
    expect(predicted.locator(".convlib-verdict")).to_be_empty()
    button(predicted, "Step back").click()
    expect(predicted.locator(".convlib-verdict")).to_be_empty()
    expect(guess(predicted, "82")).to_have_text(whole_verdict(82))


def test_a_prediction_wrong_in_no_known_way_keeps_the_first_sentence(lab, notebook, predicted):
    verdict = guess(predicted, "1234")
    check_python(lab, notebook, "(seed._guess or {}).get('value')", "1234")
    expect(verdict).to_have_text(FIRST.format(1234))


def test_a_busy_kernel_keeps_the_first_sentence_until_it_has_time(notebook, predicted):
    notebook.evaluate(BUSY, 3)
    verdict = guess(predicted, "82")
    assert verdict.inner_text() == FIRST.format(82)
    expect(verdict).to_have_text(whole_verdict(82))


LEAVE = {
    "another position": lambda root: button(root, "Step forward").click(),
    "another setting": lambda root: slider(root, "Stride columns").press("ArrowRight"),
    "the answer": lambda root: button(root, "Reveal").click(),
    "another guess": lambda root: guess(root, "1234"),
}


@pytest.mark.parametrize("leave", LEAVE)
def test_a_reason_that_comes_late_is_not_shown(lab, notebook, predicted, leave):
    notebook.evaluate(BUSY, 0.5)
    guess(predicted, "82")
    notebook.wait_for_timeout(150)  # the guess is on its way by now, in a message of its own
    LEAVE[leave](predicted)
    verdict = predicted.locator(".convlib-verdict")
    left = verdict.inner_text()
    check_python(lab, notebook, "'flipped' in seed._reason['text']", "True")
    assert verdict.inner_text() == left
    assert "flipped" not in left


PLACES = """root => [...root.querySelectorAll("svg, details")]
    .map(node => JSON.stringify(node.getBoundingClientRect()))"""


def test_a_reason_moves_nothing(notebook, predicted):
    before = predicted.evaluate(PLACES)
    expect(guess(predicted, "50")).to_have_text(whole_verdict(50))
    assert predicted.evaluate(PLACES) == before


def test_a_position_set_in_python_takes_the_verdict_away(lab, notebook, predicted):
    expect(guess(predicted, "82")).to_have_text(whole_verdict(82))
    lab.run(notebook, "seed.position = (0, 0)")
    expect(predicted.locator(".convlib-verdict")).to_be_empty()


def test_a_malformed_guess_breaks_nothing(lab, notebook, predicted):
    lab.run(notebook, "seed._guess = {'setting': 3, 'position': 'x', 'value': []}")
    expect(guess(predicted, "82")).to_have_text(whole_verdict(82))


BUSY = """seconds => {
    const { kernel } = jupyterapp.shell.currentWidget.sessionContext.session;
    kernel.requestExecute({ code: `import time; time.sleep(${seconds})` });
}"""


def test_a_busy_kernel_undoes_no_step(lab, notebook, seed):
    """Python's echo of an early step, late, must not bring the picture back to it."""
    lab.run(notebook, "seed.stride = 1")
    slider(seed, "Position").focus()
    notebook.evaluate(BUSY, 0.5)
    for _ in range(15):
        notebook.keyboard.press("ArrowRight", delay=50)
    check_python(lab, notebook, "seed.position", "(2, 3)")
    check_shows(read(seed), SEED | {"stride": (1, 1)}, (2, 3))


LISTEN = """() => {
    window.sent = [];
    window.kernel = jupyterapp.shell.currentWidget.sessionContext.session.kernel;
    window.hear = (_, { direction, msg }) =>
        direction === "send" && msg.channel === "shell" && window.sent.push(msg.header.msg_type);
    window.kernel.anyMessage.connect(window.hear);
}"""
MOVES = """root => new Promise(resolve => {
    const slider = root.querySelector("[aria-label=Position]");
    let [last, moves] = [slider.value, 0];
    const look = () => {
        if (slider.value !== last) moves += 1;
        last = slider.value;
        if (moves < 40) requestAnimationFrame(look);
        else resolve();
    };
    look();
})"""


def test_playing_sends_nothing_and_pausing_tells_the_position(lab, notebook, seed):
    slider(seed, "Speed").press("End")
    notebook.evaluate(LISTEN)
    button(seed, "Play").click()
    seed.evaluate(MOVES)
    assert notebook.evaluate("window.sent") == []
    button(seed, "Pause").click()
    notebook.wait_for_function("window.sent.includes('comm_msg')")
    notebook.evaluate("window.kernel.anyMessage.disconnect(window.hear)")
    (position,) = marked(read(seed)["feature-map"], "current")
    check_python(lab, notebook, "seed.position", str(position))
    check_shows(read(seed), SEED, position)


# One state, two views


def test_two_views_of_one_explorer_stay_in_step(notebook, seed):
    other = roots(notebook).nth(1)
    slider(seed, "Stride columns").press("ArrowRight")
    button(other, "Step forward").click()
    for root in (seed, other):
        check_shows(read(root), SEED | {"stride": (2, 2)}, (0, 1))


def test_a_view_follows_the_play_of_another(notebook, seed):
    other = roots(notebook).nth(1)
    slider(seed, "Speed").press("End")
    button(seed, "Play").click()
    seed.evaluate(MOVES)
    button(seed, "Pause").click()
    assert marked(read(other)["feature-map"], "current") == marked(
        read(seed)["feature-map"], "current"
    )
    assert button(other, "Play").count() == 1


# Lab around it


def cells_of_notebook(page):
    return page.locator(".jp-Notebook .jp-Cell").count(), page.evaluate(
        "jupyterapp.shell.currentWidget.content.activeCellIndex"
    )


@pytest.mark.parametrize(
    "where", ["Stride rows", "Step forward", "image", "feature-map", "details"]
)
def test_labs_shortcuts_keep_still(notebook, seed, where):
    target = {
        "Stride rows": slider(seed, "Stride rows"),
        "Step forward": button(seed, "Step forward"),
        "image": cell(seed, "image", (3, 3)),
        "feature-map": cell(seed, "feature-map", (0, 0)),
        "details": seed.locator("summary").first,
    }[where]
    notebook.evaluate("jupyterapp.commands.execute('notebook:enter-command-mode')")
    target.focus()
    before = cells_of_notebook(notebook)
    for key in ("a", "b", "d", "d", "x", "v", "m", "j", "k", "ArrowDown", "ArrowUp", "Home", "End"):
        notebook.keyboard.press(key)
    assert cells_of_notebook(notebook) == before
    assert seed.evaluate("root => root.contains(document.activeElement)")


def test_typing_into_the_explorer_is_not_taken_by_lab(notebook, seed):
    before = cells_of_notebook(notebook)
    seed.locator("summary").first.click()
    seed.get_by_label("predict first").check()
    for field in (seed.get_by_label("Your prediction"), cell(seed, "image", (1, 1))):
        notebook.evaluate("jupyterapp.commands.execute('notebook:enter-command-mode')")
        field.focus()
        notebook.keyboard.press("Enter")
        for key in ("a", "b", "d", "d", "x", "5"):
            notebook.keyboard.press(key)
    edit = seed.locator(".convlib-edit")
    assert edit.input_value() == "abddx5"
    edit.press("Escape")
    assert seed.get_by_label("Your prediction").input_value() == "abddx5"
    seed.get_by_label("predict first").uncheck()
    seed.locator("summary").first.click()
    assert cells_of_notebook(notebook) == before


@pytest.mark.parametrize("width", [960, 1024])
def test_nothing_scrolls_sideways_in_lab(notebook, seed, width):
    notebook.set_viewport_size({"width": width, "height": 800})
    over = "node => node.scrollWidth - node.clientWidth"
    notebook.wait_for_function("() => document.body.clientWidth === innerWidth")
    assert seed.evaluate(over) <= 0
    for outer in (".jp-OutputArea-output", ".jp-OutputArea-child", ".jp-WindowedPanel-outer"):
        panel = f"root => root.closest('{outer}').scrollWidth - root.closest('{outer}').clientWidth"
        assert seed.evaluate(panel) <= 0
    notebook.set_viewport_size({"width": 1280, "height": 1000})


def check_axe(page):
    for summary in page.locator(".convlib-explorer summary").all():
        summary.click()
    assert problems(page) == []
    for summary in page.locator(".convlib-explorer summary").all():
        summary.click()


def test_axe_finds_nothing_serious_in_the_light_theme(notebook, seed):
    check_axe(notebook)


def test_axe_finds_nothing_serious_in_the_dark_theme(box):
    check_axe(box)


def test_labs_theme_is_followed(notebook, box):
    paper = "root => getComputedStyle(root).backgroundColor.match(/\\d+/g).map(Number)"
    assert min(roots(notebook).first.evaluate(paper)) > 240
    assert max(roots(box).first.evaluate(paper)) < 40


# A learner's function


@pytest.fixture
def learner(lab, notebook):
    lab.run(notebook, "learner.stride = 1; learner.position = (0, 0)")
    return in_view(notebook, 2)


def note(root):
    return root.locator(".convlib-note")


def test_cells_that_differ_are_marked(learner):
    truth = conv2d(address(5, 6), [[1, 2], [3, 4]])
    mine = truth.copy()
    mine[0, 1] += 1
    seen = read(learner)
    np.testing.assert_array_equal(table(seen["feature-map"]), mine)
    assert marked(seen["feature-map"], "differs") == {(0, 1)}
    assert seen["note"] == "Your function differs in 1 of 20 cells, each marked ×."


def test_the_sentence_tells_both_results(lab, notebook, learner):
    lab.run(notebook, "learner.position = (0, 1)")
    right = int(conv2d(address(5, 6), [[1, 2], [3, 4]])[0, 1])
    assert read(learner)["says"].endswith(f"= {right}; your function gives {right + 1}")


def test_an_exception_is_shown_and_the_explorer_lives(learner):
    slider(learner, "Stride rows").press("ArrowRight")
    expect(note(learner)).to_contain_text("ValueError: rows need a stride of 1 or 3 (line 3")
    assert read(learner)["feature-map"] == {}
    button(learner, "Step forward").click()
    assert read(learner)["says"].startswith("feature map (0, 1)")
    slider(learner, "Stride rows").press("ArrowLeft")
    expect(note(learner)).to_contain_text("differs in 1 of 20 cells")


def test_a_wrong_shape_is_drawn_as_it_is(learner):
    slider(learner, "Stride rows").press("End")
    expect(note(learner)).to_have_text("Your function returned 2×4 cells; this setting gives 2×5.")
    mine = conv2d(address(5, 6), [[1, 2], [3, 4]], stride=(3, 1))[:, 1:]
    np.testing.assert_array_equal(table(read(learner)["feature-map"]), mine)


def test_values_that_are_no_numbers_are_shown_and_marked(lab, notebook, learner):
    lab.run(notebook, "learner.stride = (1, 3); learner.position = (1, 1)")
    seen = read(learner)
    assert [seen["feature-map"][1, col]["value"] for col in (0, 1)] == ["inf", "inf"]
    assert marked(seen["feature-map"], "differs") == {(1, 0), (1, 1)}
    assert seen["says"].endswith("your function gives inf")


def test_the_note_tells_which_misunderstanding_the_map_shows(lab, notebook):
    root = roots(notebook).nth(4)
    reason = f" Why: {SENTENCES['flipped kernel']}"
    count = np.count_nonzero(
        conv2d(SEED_IMAGE, SEED_KERNEL) != conv2d(SEED_IMAGE, SEED_KERNEL, flip_kernel=True)
    )
    expect(note(root)).to_have_text(
        f"Your function differs in {count} of 50 cells, each marked ×.{reason}"
    )
    expect(note(root)).to_have_attribute("data-kind", "wrong")
    before = root.evaluate(PLACES)
    lab.run(notebook, "wrong.padding = 1")
    expect(note(root)).to_have_text("Your function returned 5×10 cells; this setting gives 7×12.")
    lab.run(notebook, "wrong.padding = 0; wrong.kernel = np.ones((5, 5))")
    expect(note(root)).to_have_text("Your function agrees in every cell.")
    assert root.evaluate(PLACES) == before


def test_an_edited_cell_reaches_the_function(learner, notebook):
    cell(learner, "kernel", (0, 0)).dblclick()
    notebook.keyboard.type("7")
    notebook.keyboard.press("Enter")
    truth = conv2d(address(5, 6), [[7, 2], [3, 4]])
    expect(cell(learner, "feature-map", (3, 4))).to_have_attribute("data-value", str(truth[3, 4]))
    expect(note(learner)).to_contain_text("differs in 1 of 20")
    button(learner, "Reset").click()
    truth = conv2d(address(5, 6), [[1, 2], [3, 4]])
    expect(cell(learner, "feature-map", (3, 4))).to_have_attribute("data-value", str(truth[3, 4]))


def test_a_change_taken_back_at_once_leaves_nobody_waiting(learner):
    slider(learner, "Stride columns").press("ArrowRight")
    slider(learner, "Stride columns").press("ArrowLeft")
    expect(note(learner)).to_contain_text("differs in 1 of 20 cells")


def test_a_hidden_cell_is_hidden_for_the_function_too(lab, notebook, learner):
    lab.run(notebook, "learner.predict = True")
    seen = read(learner)
    lab.run(notebook, "learner.predict = False")
    assert seen["says"].endswith("): ?")
    assert all("value" not in one for one in seen["feature-map"].values())


# A learner's function that does not come back

RUNAWAY = """from convlib.examples import address
from convlib import ConvExplorer, conv2d

kept = 42

def runaway(image, kernel, stride):
    if stride == (2, 1):
        while True:
            pass
    if stride == (1, 2):
        LEAVE
    return conv2d(image, kernel, stride=stride)

explorer = ConvExplorer(address(5, 6), [[1, 2], [3, 4]], conv=runaway)
explorer
"""
SETTING_5X6 = SEED | {
    "image": address(5, 6), "kernel": np.array([[1, 2], [3, 4]]), "dilation": (1, 1),
    "stride": (1, 1),
}  # fmt: skip


@pytest.fixture
def runaway(lab):
    """Return a function that opens an explorer whose function leaves Python in a certain way."""
    pages = []

    def opened(leave="pass"):
        page = lab.open(lab.notebook([RUNAWAY.replace("LEAVE", leave)]))
        pages.append(page)
        lab.run_all(page)
        expect(note(roots(page).first)).to_have_text("Your function agrees in every cell.")
        return page, roots(page).first

    yield opened
    for page in pages:
        lab.leave(page)


@pytest.mark.parametrize("leave", ["exit()", "quit()", "import sys; sys.exit()"])
def test_a_function_that_leaves_python_takes_nothing_with_it(lab, runaway, leave):
    page, root = runaway(leave)
    slider(root, "Stride columns").press("ArrowRight")
    expect(note(root)).to_contain_text("Your function left with exit() (line 11 of its cell)")
    slider(root, "Stride columns").press("ArrowLeft")
    expect(note(root)).to_have_text("Your function agrees in every cell.")
    page.wait_for_timeout(500)  # IPython's own exit() ends the kernel a moment later
    assert lab.run(page, "print(kept)") == "42\n"


def start_endless_loop(page, root):
    slider(root, "Stride rows").press("ArrowRight")
    expect(note(root)).to_have_text("Waiting for Python to run your function…")
    page.wait_for_function(f"{KERNEL}.status === 'busy'")


def test_an_interrupt_ends_the_wait_and_not_the_session(lab, runaway):
    page, root = runaway()
    start_endless_loop(page, root)
    lab.interrupt_kernel(page)
    expect(note(root)).to_contain_text("Your function was interrupted before it returned")
    assert lab.run(page, "print(kept)") == "42\n"
    slider(root, "Stride rows").press("ArrowLeft")
    expect(note(root)).to_have_text("Your function agrees in every cell.")


def test_a_restart_ends_the_wait(lab, runaway):
    page, root = runaway()
    start_endless_loop(page, root)
    lab.restart_kernel(page)
    expect(note(root)).not_to_contain_text("Waiting", timeout=60_000)
    slider(root, "Padding rows").press("ArrowRight")
    expect(note(root)).to_contain_text("Python does not answer any more")


@pytest.mark.parametrize("leave", ["restart_kernel", "shutdown_kernel"])
def test_a_kernel_that_is_gone_is_told_and_the_explorer_goes_on_by_itself(lab, runaway, leave):
    page, root = runaway()
    getattr(lab, leave)(page)
    slider(root, "Stride rows").press("ArrowRight")
    expect(note(root)).to_contain_text("Python does not answer any more")
    check_shows(read(root), SETTING_5X6 | {"stride": (2, 1)}, (0, 0))
    expect(root.get_by_text("Your feature map")).to_have_count(0)
    slider(root, "Padding rows").press("ArrowRight")
    button(root, "Step forward").click()
    check_shows(read(root), SETTING_5X6 | {"stride": (2, 1), "padding": (1, 0)}, (0, 1))
    expect(note(root)).to_contain_text("Python does not answer any more")


def test_a_closed_explorer_that_is_shown_again_says_so(lab):
    closed = f"seed = {SEED_EXPLORER}\nseed.close()\nseed"
    page = lab.open(lab.notebook([IMPORTS, closed]))
    lab.run_all(page)
    expect(page.get_by_text("This ConvExplorer was closed")).to_be_visible()
    expect(roots(page)).to_have_count(0)
    lab.leave(page)


# Without a kernel


def test_it_works_on_after_the_kernel_is_shut_down(lab, box):
    lab.shutdown_kernel(box)
    root = roots(box).first
    button(root, "Step forward").click()
    check_shows(read(root), SEED, (0, 1))
    for name in ("Stride columns", "Padding rows", "Dilation rows"):
        slider(root, name).press("ArrowRight")
        setting = by_sliders(SEED, read(root)["sliders"])
        check_shows(read(root), setting, (0, 1))
    assert setting["stride"] == (2, 2)
    cell(root, "kernel", (0, 0)).dblclick()
    box.keyboard.type("5")
    box.keyboard.press("Enter")
    assert read(root)["kernel"][0, 0]["value"] == "5"
    slider(root, "Speed").press("End")
    button(root, "Play").click()
    root.evaluate(MOVES)


def test_a_wrong_prediction_gets_its_first_sentence_after_the_kernel_is_gone(lab, box):
    if box.evaluate(f"Boolean({KERNEL})"):
        lab.shutdown_kernel(box)
    root = roots(box).nth(1)
    root.locator("summary").first.click()
    root.get_by_label("predict first").check()
    verdict = guess(root, "12345.5")
    box.wait_for_timeout(200)
    assert verdict.inner_text() == FIRST.format("12345.5")
    button(root, "Reveal").click()
    assert verdict.inner_text().startswith("It is ")


@pytest.fixture(scope="module")
def executed(lab):
    """Return the path of a notebook whose first explorer is as nbclient saved it.

    The second is as the lessons' normaliser leaves it.
    """
    explorers = SEED_EXPLORER, "ConvExplorer(address(4, 5), [[1]])"
    cells = [f"display({explorer})\nprint('Told below.')" for explorer in explorers]
    path = lab.notebook([IMPORTS, *cells])
    as_run = nbformat.read(lab.root / path, as_version=4)
    execute(as_run)
    normalised = copy.deepcopy(as_run)
    normalise(normalised)
    as_run.cells[2] = normalised.cells[2]
    nbformat.write(as_run, lab.root / path)
    return path


SIZES = ("9×14", "4×5")


def check_stills(page):
    """Assert that the still pictures are shown with their text, and no error."""
    for size in SIZES:
        picture = page.get_by_role("img", name=f"ConvExplorer: {size} image")
        expect(picture).to_be_visible()
        assert picture.evaluate("img => img.complete && img.naturalWidth > 200")
        told = page.get_by_text(f"ConvExplorer: {size} image")
        expect(told.locator("visible=true")).to_have_count(1)
    expect(page.get_by_text("Told below.", exact=True).locator("visible=true")).to_have_count(2)
    for words in ("Error displaying widget", "Loading widget", "model not found"):
        assert page.get_by_text(words).locator("visible=true").count() == 0


def test_reopened_without_a_kernel_it_shows_a_still_and_its_text(lab, executed):
    page = lab.open_without_kernel(executed)
    check_stills(page)
    lab.leave(page)


def test_the_still_gives_way_once_its_cell_is_run(lab, executed):
    page = lab.open(executed)
    check_stills(page)
    lab.run_all(page)
    roots(page).nth(1).wait_for()
    for size in SIZES:
        expect(page.get_by_role("img", name=f"ConvExplorer: {size} image")).not_to_be_visible()
    check_shows(read(roots(page).first), SEED, (0, 0))
    lab.leave(page)


# On a projector


PROJECTED = {"03": 50, "05": 44, "06": 36}
IN_SIGHT = """root => {
    const panel = root.closest(".jp-WindowedPanel-outer").getBoundingClientRect();
    root.scrollIntoView({ block: "start" });
    const parts = [...root.querySelectorAll(
        ".convlib-controls *, .convlib-says, figure, .convlib-missed, .convlib-legend")]
        .map(part => part.getBoundingClientRect()).filter(box => box.height);
    const rect = root.querySelector("[data-map=image] rect").getBoundingClientRect();
    return { panel: panel.height, cell: 40 / 38 * rect.width,
        above: panel.top - Math.min(...parts.map(box => box.top)),
        below: Math.max(...parts.map(box => box.bottom)) - panel.bottom };
}"""


def test_on_a_projector_the_whole_scene_is_in_sight_and_large(lab):
    """At 1280×720, sidebar closed, JupyterLab leaves 599 pixels of its height to a notebook."""
    names = "from tests.support.lesson_explorers import LESSONS\nfrom convlib import ConvExplorer"
    shown = [f"ConvExplorer(**LESSONS['{name}'])" for name in PROJECTED]
    page = lab.open(lab.notebook([names, *shown]), width=1280, height=720)
    if page.locator("#jp-left-stack").is_visible():
        page.evaluate("jupyterapp.commands.execute('application:toggle-left-area')")
    lab.run_all(page)
    roots(page).nth(2).wait_for()
    for number, (name, least) in enumerate(PROJECTED.items()):
        root = roots(page).nth(number)
        normal = root.evaluate(IN_SIGHT)
        button(root, "Presenter size").click()
        seen = root.evaluate(IN_SIGHT)
        assert seen["panel"] == 599
        assert max(seen["above"], seen["below"]) <= 0, name
        assert seen["cell"] >= max(least, normal["cell"]), name
    page.close()
