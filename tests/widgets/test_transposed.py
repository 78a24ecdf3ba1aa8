"""TransposedExplorer: its state in Python, and its page in a browser."""

import numpy as np
import pytest
from playwright.sync_api import expect

from convlib import conv2d_gradients, conv_transpose2d
from convlib.examples import address
from convlib.widgets.transposed import TransposedExplorer
from tests.support.artists import values
from tests.support.explorer_dom import opened, problems

ROW = {"image": [[1, 2, 3]], "kernel": [[1, 10, 100]], "stride": (1, 2)}
STAMPED = [[1, 10, 102, 20, 203, 30, 300]]
PLANE = {
    "image": np.arange(1, 10).reshape(3, 3), "kernel": [[1, 0, 2], [0, 1, 1], [3, 0, 0]],
    "stride": 2, "padding": 1, "output_padding": 1,
}  # fmt: skip
SEEN = [[1, 2, 0, 3, 1, 5, 2]]
# Numbers of a map in reading order, with or without those that are dashed.
READ = """(root, [name, cut]) => Array.from(
    root.querySelectorAll(`figure:not([hidden]) [data-map="${name}"]`)).filter(
    cell => cut || !cell.dataset.padding).map(cell => Number(cell.dataset.value))"""


# Python's side


def test_the_output_is_that_of_the_package():
    explorer = TransposedExplorer(**PLANE)
    np.testing.assert_array_equal(explorer.output(), conv_transpose2d(**PLANE))
    explorer.task = "image gradient"
    np.testing.assert_array_equal(explorer.output(), conv_transpose2d(**PLANE))
    explorer.seen = seen = address(6, 6)
    explorer.task = "kernel gradient"
    truth = conv2d_gradients(PLANE["image"], seen, PLANE["kernel"], stride=2, padding=1).kernel
    np.testing.assert_array_equal(explorer.output(), truth)


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("output_padding", (0, 2), "must be less than the stride"),
        ("padding", 4, "takes off all rows"),
        ("padding", "same", "depends on the image"),
        ("stride", 20, "the picture has room for 32×32"),
        ("image", [[np.nan]], "must hold finite numbers"),
        ("task", "gradient", "must be 'transposed' or"),
        ("position", (0, 3), "position"),
    ],
)
def test_a_value_that_does_not_fit_is_refused_and_nothing_changes(name, value, told):
    explorer = TransposedExplorer(**ROW)
    before = explorer.get_state()
    with pytest.raises(ValueError, match=told):
        setattr(explorer, name, value)
    assert explorer.get_state() == before


def test_a_setting_that_does_not_fit_makes_no_explorer():
    with pytest.raises(ValueError, match="must be less than the stride"):
        TransposedExplorer(**ROW, output_padding=2)
    with pytest.raises(TypeError, match="takes no argument 'kernels'"):
        TransposedExplorer(**ROW, kernels=2)


def test_the_position_stays_on_the_map_over_which_it_moves():
    explorer = TransposedExplorer(**ROW, way="gather", position=(0, 6))
    explorer.way = "scatter"
    assert explorer.position == (0, 2)


def test_its_still_tells_what_comes_out():
    explorer = TransposedExplorer(**ROW)
    still = explorer._still()
    assert "1×7 output; run this cell to move it" in still["text/plain"]
    labels = [axes.get_label() for axes in explorer.figure().axes]
    assert labels == ["page", "Input", "Kernel", "Output"]
    explorer.task = "kernel gradient"
    labels = [axes.get_label() for axes in explorer.figure().axes]
    assert labels == [
        "page", "Image that was seen", "Input: gradient", "Output: gradient for the kernel",
    ]  # fmt: skip


def test_its_figures_pile_the_stamps_up():
    figures = TransposedExplorer(**ROW).figures()
    stamps = [figure.axes[-2] for figure in figures]
    assert [axes.get_label() for axes in stamps] == [f"{n} times the kernel" for n in (1, 2, 3)]
    last = [[*values(figure.axes[-1]).values()] for figure in figures]
    assert last[0] == [1, 10, 100, 0, 0, 0, 0]
    assert last[-1] == STAMPED[0]


# The browser's


@pytest.fixture
def show(shared_page, tmp_path):
    """Return a function that opens an explorer's page and gives its root."""

    def open_page(width=1280, height=720, theme="light", **setting):
        explorer = TransposedExplorer(**setting)
        return opened(shared_page, tmp_path, explorer, theme, width, height)

    return open_page


def numbers(root, name, cut=False):
    return root.evaluate(READ, [name, cut])


def press(root, name):
    root.get_by_role("button", name=name, exact=True).click()


def choose(root, name, option):
    root.get_by_role("combobox", name=name).select_option(option)


def slide(root, name, value):
    root.get_by_role("slider", name=name, exact=True).fill(str(value))


def test_stamps_pile_up_step_by_step(show):
    root = show(**ROW)
    assert numbers(root, "result") == [1, 10, 100, 0, 0, 0, 0]
    press(root, "Step forward")
    assert numbers(root, "result") == [1, 10, 102, 20, 200, 0, 0]
    press(root, "Step forward")
    assert numbers(root, "result") == STAMPED[0]


def test_stamps_of_a_row_stand_below_each_other_above_their_sums(show):
    root = show(**ROW, position=(0, 1))
    lines = np.reshape(numbers(root, "stamps"), (3, 7))  # where nothing is stamped, 0 is read
    np.testing.assert_array_equal(
        lines, [[1, 10, 100, *[0] * 4], [0, 0, 2, 20, 200, 0, 0], [0] * 7]
    )
    assert numbers(root, "result") == lines.sum(axis=0).tolist()
    first = [
        root.locator(f'[data-map="{name}"][data-row="0"][data-col="0"]').bounding_box()["x"]
        for name in ("stamps", "result")
    ]
    assert first[0] == pytest.approx(first[1], abs=0.5)


def test_a_window_gathers_the_same_numbers_and_both_sums_are_written_out(show):
    root = show(**ROW)
    press(root, "Gather")
    assert numbers(root, "result") == STAMPED[0]
    assert numbers(root, "spread", cut=True) == [0, 0, 1, 0, 2, 0, 3, 0, 0]
    assert numbers(root, "kernel") == [100, 10, 1]
    root.locator('[data-map="result"][data-col="2"]').click()
    expect(root.locator(".convlib-sums")).to_have_text(
        "output (0, 2) as stamps: 1·100 + 2·1 = 102; as a window: 1·100 + 0·10 + 2·1 = 102"
    )


def test_padding_cuts_and_output_padding_gives_back(show):
    root = show(**ROW)
    press(root, "Gather")
    slide(root, "Padding left", 1)
    slide(root, "Padding right", 1)
    assert numbers(root, "result") == STAMPED[0][1:-1]
    slide(root, "Output padding columns", 1)
    assert numbers(root, "result") == STAMPED[0][1:]
    expect(root.locator(".convlib-result figcaption")).to_have_text("Output 1×6")
    expect(root.locator(".convlib-size")).to_have_text("columns: o = (3 − 1)·2 + 3 − 1 − 1 + 1 = 6")
    slide(root, "Stride columns", 1)  # output padding has to give way
    assert numbers(root, "result") == [12, 123, 230]


def test_stamps_are_counted_on_request(show):
    root = show(**ROW)
    press(root, "Gather")
    root.get_by_role("checkbox", name="count the stamps").check()
    assert numbers(root, "result") == [1, 1, 2, 1, 2, 1, 1]


def test_the_same_upside_down_is_the_gradient(show):
    root = show(image=[[1, 2, 4]], kernel=ROW["kernel"], stride=(1, 2), seen=SEEN)
    choose(root, "Task", "kernel gradient")
    assert numbers(root, "seen") == SEEN[0]
    for step, weights in enumerate([[1, 2, 0], [1, 8, 2], [5, 28, 10]]):
        assert numbers(root, "result") == weights, step
        press(root, "Step forward")
    press(root, "Gather")
    root.locator('[data-map="result"][data-col="1"]').click()
    expect(root.locator(".convlib-sums")).to_have_text("output (0, 1): 2·1 + 3·2 + 5·4 = 28")
    choose(root, "Task", "image gradient")
    assert numbers(root, "result") == [1, 10, 102, 20, 204, 40, 400]
    expect(root.locator(".convlib-result figcaption")).to_contain_text("gradient for the image")


def test_a_plane_shows_what_the_package_computes(show):
    root = show(**PLANE, way="gather")
    assert numbers(root, "result") == conv_transpose2d(**PLANE).ravel().tolist()


def test_keys_move_over_the_map_of_the_way(show):
    root = show(**ROW)
    root.locator('[data-map="image"][data-col="0"]').click()
    root.page.keyboard.press("End")
    assert numbers(root, "result") == STAMPED[0]
    press(root, "Gather")
    root.locator('[data-map="result"][data-col="0"]').click()
    root.page.keyboard.press("ArrowRight")
    expect(root.locator('[data-map="result"][data-current]')).to_have_attribute("data-col", "1")
    assert root.evaluate("() => document.activeElement.dataset.col") == "1"


@pytest.mark.parametrize(
    ("way", "name", "column", "changed"),
    [
        ("scatter", "image", 0, [[7, 2, 3], [1, 10, 100]]),
        ("gather", "spread", 2, [[1, 7, 3], [1, 10, 100]]),
        ("gather", "kernel", 0, [[1, 2, 3], [1, 10, 7]]),  # the kernel is turned there
    ],
)
def test_a_cell_is_changed_in_place(show, way, name, column, changed):
    root = show(**ROW, way=way)
    root.locator(f'[data-map="{name}"][data-col="{column}"]').dblclick()
    root.page.keyboard.type("7")
    root.page.keyboard.press("Enter")
    press(root, "Gather")
    image, kernel = ([row] for row in changed)
    truth = conv_transpose2d(image, kernel, stride=(1, 2))
    assert numbers(root, "result") == truth.ravel().tolist()
    press(root, "Reset")
    press(root, "Gather")
    assert numbers(root, "result") == STAMPED[0]


def test_a_zero_that_was_put_in_cannot_be_changed(show):
    root = show(**ROW, way="gather")
    root.locator('[data-map="spread"][data-col="1"]').dblclick()
    expect(root.locator(".convlib-edit")).to_have_count(0)


@pytest.mark.parametrize("name", ["six, as PyTorch", "six, as TensorFlow"])
def test_an_example_shows_which_six_a_library_keeps(show, name):
    root = show(**ROW)
    press(root, "Gather")
    choose(root, "Example", name)
    assert numbers(root, "result") == (
        STAMPED[0][1:] if name == "six, as PyTorch" else STAMPED[0][:-1]
    )


def test_the_chessboard_and_the_even_kernel_are_examples(show):
    root = show(**ROW)
    root.get_by_role("checkbox", name="count the stamps").check()
    press(root, "Gather")
    choose(root, "Example", "chessboard: kernel 3×3")
    assert set(numbers(root, "result")) == {1, 2, 4}
    choose(root, "Example", "even: kernel 4×4")
    inside = np.reshape(numbers(root, "result"), (8, 8))[2:-2, 2:-2]
    assert set(inside.ravel()) == {4}


def test_arrow_keys_go_through_the_examples(show):
    root = show(**ROW)
    example = root.get_by_role("combobox", name="Example")
    expect(example).to_have_value("1 2 3 by 1 10 100")
    for _ in range(2):
        example.press("ArrowDown")
    expect(example).to_have_value("six, as TensorFlow")
    slide(root, "Padding left", 1)
    expect(example).to_have_value("choose…")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("task", ["transposed", "kernel gradient"])
def test_axe_finds_nothing_serious(show, theme, task):
    root = show(**PLANE, theme=theme, task=task, way="gather")
    assert problems(root.page) == []


@pytest.mark.parametrize("task", ["transposed", "image gradient", "kernel gradient"])
@pytest.mark.parametrize("way", ["scatter", "gather"])
def test_in_presenter_size_all_is_in_sight(show, task, way):
    root = show(**PLANE, height=599, task=task, way=way, presenter=True)
    assert root.locator(".convlib-maps").evaluate("n => n.getBoundingClientRect().bottom") <= 599
    assert root.evaluate("n => n.scrollWidth <= n.clientWidth")


def test_a_narrow_screen_needs_no_scrolling_to_the_side(show):
    root = show(**PLANE, width=390, way="gather")
    assert root.page.evaluate("document.documentElement.scrollWidth") <= 390
