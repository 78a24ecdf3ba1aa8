"""The layout for the window: what is in sight, and how large, in every lesson."""

from itertools import product

import pytest

from tests.support.explorer_dom import SEED, button, slider
from tests.support.lesson_explorers import LESSONS

PROJECTORS = [(1280, 720), (1366, 768), (1920, 1080)]
NARROW = [(640, 720), (390, 844)]
# Size of a cell with its line, and where the scene, legend included, ends.
LOOK = """root => ({
    cell: 40 / 38 * root.querySelector("[data-map=image] rect").getBoundingClientRect().width,
    ends: Math.max(...[...root.querySelectorAll("figure, .convlib-missed, .convlib-legend")]
        .map(part => part.getBoundingClientRect().bottom)),
    right: Math.max(...[...root.querySelectorAll("svg")]
        .map(part => part.getBoundingClientRect().right)),
    isSmall: root.matches(".convlib-small"),
})"""


def look(root):
    return root.evaluate(LOOK)


@pytest.mark.parametrize(("width", "height"), PROJECTORS)
@pytest.mark.parametrize("lesson", LESSONS)
def test_on_a_projector_the_whole_scene_is_in_sight(show, lesson, width, height):
    root = show(LESSONS[lesson], width=width, height=height)
    normal = look(root)
    button(root, "Presenter size").click()
    large = look(root)
    for seen in (normal, large):
        assert seen["ends"] <= height
        assert seen["right"] <= width
    assert large["cell"] >= normal["cell"] >= 33


TOPS = """root => [...root.querySelectorAll(".convlib-map svg")]
    .map(map => map.getBoundingClientRect().top)"""


@pytest.mark.parametrize("presenter", [False, True])
@pytest.mark.parametrize("lesson", LESSONS)
def test_maps_beside_each_other_start_at_one_height(show, lesson, presenter):
    root = show(LESSONS[lesson], width=1106, height=599, presenter=presenter)
    assert root.get_attribute("data-arrangement") == "row"
    assert len(set(root.evaluate(TOPS))) == 1


@pytest.mark.parametrize("padding", [0, (2, 1)])
def test_in_presenter_size_stride_and_dilation_leave_the_maps_in_their_places(show, padding):
    root = show(LESSONS["06"] | {"padding": padding}, width=1106, height=624, presenter=True)
    before = root.evaluate(TOPS)
    for name, key in product(("Stride columns", "Dilation columns"), ("Home", "End")):
        slider(root, name).press(key)
        assert root.evaluate(TOPS) == before


@pytest.mark.parametrize(("width", "height"), NARROW)
@pytest.mark.parametrize("lesson", LESSONS)
def test_where_it_is_narrow_numbers_stay_and_presenter_size_is_no_worse(
    show, lesson, width, height
):
    root = show(LESSONS[lesson], width=width, height=height)
    normal = look(root)
    button(root, "Presenter size").click()
    large = look(root)
    assert not normal["isSmall"]
    assert normal["right"] <= width
    assert large["right"] <= width
    assert large["cell"] >= normal["cell"]


def test_numbers_stay_on_a_telephone_though_padding_may_come(show):
    root = show(SEED, width=390, height=844, max_padding=8)
    assert not look(root)["isSmall"]
    slider(root, "Padding rows").press("ArrowRight")
    slider(root, "Padding columns").press("ArrowRight")
    seen = look(root)
    assert seen["right"] <= 390


def test_on_a_telephone_cells_are_as_large_as_the_width_lets_them_be(show):
    root = show(LESSONS["05"], width=390, height=844)
    seen = look(root)
    assert seen["cell"] >= 37
    assert 350 < seen["right"] <= 390


def test_the_layout_follows_the_height_of_the_window(show_alone, page):
    root = show_alone(LESSONS["05"], presenter=True, height=900)
    high = look(root)
    page.set_viewport_size({"width": 1280, "height": 650})
    page.wait_for_function(
        f"{high['cell']} > document.querySelector('rect').getBoundingClientRect().width + 4"
    )
    assert look(root)["ends"] <= 650


PANEL = """([root, height]) => {
    const panel = document.createElement("div");
    panel.style.cssText = `height: ${height}px; overflow-y: auto`;
    const before = document.createElement("div");
    before.style.height = "2000px";
    root.replaceWith(panel);
    panel.append(before, root);
    root.scrollIntoView();
    return panel.clientHeight;
}"""


def test_inside_a_panel_that_scrolls_the_scene_is_as_high_as_the_panel(show_alone, page):
    root = show_alone(LESSONS["05"], presenter=True, height=900)
    assert look(root)["ends"] > 600
    page.evaluate(PANEL, [root.element_handle(), 560])
    page.set_viewport_size({"width": 1270, "height": 900})
    top = root.evaluate("root => root.getBoundingClientRect().top")
    page.wait_for_timeout(200)
    assert 500 < look(root)["ends"] - top <= 560


def test_a_reserve_that_costs_the_back_row_its_numbers_is_dropped_in_presenter_size(show):
    root = show(LESSONS["06"], presenter=True, width=1280, height=720)
    before = look(root)["cell"]
    slider(root, "Padding rows").press("End")
    slider(root, "Padding columns").press("End")
    after = look(root)
    assert before >= 40 > after["cell"]
    assert after["ends"] <= 720
